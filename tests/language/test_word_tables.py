"""Word tables count cases as well as mentions, by group, by question and by weight, and say what 100 % is."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.language import stop_words, word_table

ANSWERS = pd.DataFrame(
    {
        "answer": ["1:Q1", "1:Q2", "2:Q1", "3:Q1", "4:Q2"],
        "case": ["1", "1", "2", "3", "4"],
        "question": ["Q1", "Q2", "Q1", "Q1", "Q2"],
    }
)
SAID = {
    "1:Q1": ["kiire/NOUN", "ja/CCONJ", "kiire/NOUN"],
    "1:Q2": ["kiire/NOUN", "työpari/NOUN"],
    "2:Q1": ["olla/AUX", "kiire/NOUN"],
    "3:Q1": ["hidas/ADJ", "tahti/NOUN", "tahti/VERB", "tahti/VERB"],
    "4:Q2": ["olla/AUX"],
}
CASES = pd.DataFrame(
    {
        "Kaupunki": pd.Categorical(["Turku", "Turku", "Oulu", None], categories=["Oulu", "Turku"]),
        "Menetelmät": [["videointi"], ["videointi", "kotikäynti"], ["kotikäynti"], []],
        "Paino": [0.5, 2.0, 1.0, 3.5],
    },
    index=pd.Index(["1", "2", "3", "4"], name="case"),
)
PARTS = {"työpari": ("työ", "pari")}


def frame(said: dict[str, list[str]]) -> pd.DataFrame:
    rows = [(answer, *word.split("/")) for answer, words in said.items() for word in words]
    made = pd.DataFrame(rows, columns=["answer", "lemma", "pos"])
    return made.assign(parts=[PARTS.get(lemma, (lemma,)) for lemma in made["lemma"]])


TOKENS = frame(SAID)


def row(lemma: str, **options: object) -> pd.Series:
    return word_table(TOKENS, ANSWERS, cases=CASES, **options).to_frame().set_index("lemma").loc[lemma]


class TestCounting:
    def test_cases_are_not_mentions(self) -> None:
        assert row("kiire")[["mentions", "cases", "share"]].tolist() == [4, 2, 0.5]

    def test_every_case_that_answered_is_in_the_base(self) -> None:
        assert "100 % = 4 vastaajaa" in word_table(TOKENS, ANSWERS).base

    def test_the_commonest_come_first_and_the_rest_by_alphabet(self) -> None:
        assert word_table(TOKENS, ANSWERS).to_frame()["lemma"].tolist() == ["kiire", "tahti", "hidas", "työpari"]

    def test_a_word_of_two_kinds_stands_under_its_commonest(self) -> None:
        assert row("tahti")["pos"] == "VERB"

    def test_parts_of_compounds(self) -> None:
        lemmas = word_table(TOKENS, ANSWERS, parts=True, pos="NOUN").to_frame()["lemma"].tolist()
        assert lemmas == ["kiire", "pari", "tahti", "työ"]

    def test_only_one_part_of_speech(self) -> None:
        assert word_table(TOKENS, ANSWERS, pos=["ADJ"]).to_frame()["lemma"].tolist() == ["hidas"]
        with pytest.raises(UnusableValueError, match="ADJEKTIIVI"):
            word_table(TOKENS, ANSWERS, pos=["ADJEKTIIVI"])

    def test_only_some_questions(self) -> None:
        assert row("kiire", questions=["Q2"])[["mentions", "cases", "share"]].tolist() == [1, 1, 0.5]

    def test_no_answers_are_an_empty_table(self) -> None:
        table = word_table(TOKENS[:0], ANSWERS[:0], cases=CASES[:0], by="Kaupunki", weight="Paino")
        assert table.to_frame().empty
        assert "lemma" in table.to_frame()


class TestStopWords:
    def test_are_left_out_unless_asked_for(self) -> None:
        assert "olla" not in word_table(TOKENS, ANSWERS).to_frame()["lemma"].tolist()
        assert row("olla", stop=False)["cases"] == 2

    def test_may_be_a_list_of_ones_own_in_any_letter_case(self) -> None:
        lemmas = word_table(TOKENS, ANSWERS, stop=["Kiire"]).to_frame()["lemma"].tolist()
        assert "kiire" not in lemmas
        assert "olla" in lemmas

    @pytest.mark.parametrize(("language", "count"), [("fi", 200), ("sv", 150), ("en", 150)])
    def test_each_list_is_as_long_as_a_researcher_expects(self, language: str, count: int) -> None:
        assert len(stop_words(language)) >= count

    def test_none_has_content(self) -> None:
        assert not stop_words("fi") & {
            "hyvä",
            "huono",
            "aika",
            "ihminen",
            "asia",
            "asiakas",
            "tärkeä",
            "haluta",
            "uusi",
        }
        assert not stop_words("sv") & {"bra", "dålig", "tid", "människa", "viktig", "ny", "tycka"}
        assert not stop_words("en") & {"good", "bad", "time", "people", "important", "new", "think", "well", "like"}

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_are_in_lower_case(self, language: str) -> None:
        assert all(word == word.lower() for word in stop_words(language))


class TestGroups:
    def test_have_mentions_cases_and_shares_of_their_own(self) -> None:
        found = row("kiire", by="Kaupunki")
        assert found[["mentions:Turku", "n:Turku", "share:Turku"]].tolist() == [4, 2, 1.0]
        assert found[["n:Oulu", "n:(ei tietoa)"]].tolist() == [0, 0]

    def test_may_share_a_case(self) -> None:
        table = word_table(TOKENS, ANSWERS, cases=CASES, by="Menetelmät")
        found = table.to_frame().set_index("lemma").loc["kiire"]
        assert found[["cases", "n:videointi", "n:kotikäynti"]].tolist() == [2, 2, 1]
        assert any("useaan ryhmään" in note for note in table.notes)

    def test_must_be_of_a_variable_that_is_there(self) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'Kaupunki'"):
            row("kiire", by="Kaupunkki")

    @given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abcde")), max_size=40))
    def test_that_share_no_case_add_up(self, said: list[tuple[int, str]]) -> None:
        tokens = pd.DataFrame(
            {"answer": ANSWERS["answer"].iloc[[i for i, _ in said]].to_numpy(), "lemma": [w for _, w in said]}
        )
        made = word_table(tokens.assign(pos="NOUN"), ANSWERS, stop=False, by="Kaupunki", cases=CASES).to_frame()
        for total, name in (("mentions", "mentions:"), ("cases", "n:")):
            parts = made[[column for column in made if column.startswith(name)]]
            assert (parts.sum(axis=1) == made[total]).all()
        assert (made["cases"] <= made["mentions"]).all()
        assert made["mentions"].sum() == len(said)


class TestWeights:
    def test_stand_beside_the_plain_counts(self) -> None:
        found = row("kiire", weight="Paino")
        assert found[["mentions", "cases"]].tolist() == [4, 2]
        assert found["cases_weighted"] == 0.5 + 2.0
        assert found["mentions_weighted"] == 3 * 0.5 + 1 * 2.0
        assert found["share_weighted"] == 2.5 / 7.0

    def test_work_in_groups(self) -> None:
        found = row("tahti", weight="Paino", by="Kaupunki")
        assert found[["n_weighted:Oulu", "share_weighted:Oulu", "n_weighted:Turku"]].tolist() == [1.0, 1.0, 0.0]

    def test_of_one_change_nothing(self) -> None:
        made = word_table(TOKENS, ANSWERS, cases=CASES.assign(Paino=1.0), weight="Paino").to_frame()
        assert (made["cases"] == made["cases_weighted"]).all()
        assert (made["mentions"] == made["mentions_weighted"]).all()

    @pytest.mark.parametrize("bad", [None, -1.0, float("inf"), "paljon"])
    def test_that_are_none_are_an_error_that_names_the_case(self, bad: object) -> None:
        cases = CASES.assign(Paino=[0.5, 2.0, bad, 3.5])
        with pytest.raises(UnusableValueError, match=r"1 of 4 cases .* 0 or more: 3\."):
            word_table(TOKENS, ANSWERS, cases=cases, weight="Paino")

    def test_are_needed_only_of_cases_that_answered(self) -> None:
        cases = CASES.assign(Paino=[0.5, 2.0, 1.0, None])
        assert (
            word_table(TOKENS, ANSWERS, cases=cases, weight="Paino", questions=["Q1"]).to_frame().notna().all(axis=None)
        )
