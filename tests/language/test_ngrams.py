"""N-grams stay within what was said in one breath, and leave out what begins or ends with nothing."""

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import UnusableValueError
from teema.language import ngrams
from teema.language.stretches import stretches

TEXTS = {
    "1:Q1": "Arjen tuki ja kotikäynti auttaa. Arjen tuki!",
    "2:Q1": "arjen tuki, kotikäynti",
    "2:Q2": "tuki ja kotikäynti",
    "3:Q1": "kotikäynti\nauttaa 🙂 arjen  tuki",
}
LEMMAS = {"Arjen": "arki", "arjen": "arki"}
KINDS = {"ja": "CCONJ", "auttaa": "VERB"}


def frames(texts: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    answers = pd.DataFrame(
        [(name, *name.split(":"), text) for name, text in texts.items()],
        columns=["answer", "case", "question", "text"],
    )  # fmt: skip
    rows = [
        (name, found.start(), found.end(), LEMMAS.get(found[0], found[0]), KINDS.get(found[0], "NOUN"))
        for name, text in texts.items()
        for found in re.finditer(r"[^\W]+", text)
    ]
    return pd.DataFrame(rows, columns=["answer", "start", "end", "lemma", "pos"]), answers


def counted(texts: dict[str, str], **options: object) -> dict[str, tuple[int, int]]:
    found = ngrams(*frames(texts), **{"min_cases": 1, **options}).to_frame()
    return {row.ngram: (row.mentions, row.cases) for row in found.itertuples()}


class TestBigrams:
    def test_are_counted_in_mentions_and_cases(self) -> None:
        assert counted(TEXTS)["arki tuki"] == (4, 3)

    def test_cross_no_punctuation_line_break_or_answer(self) -> None:
        assert set(counted(TEXTS)) == {"arki tuki", "kotikäynti auttaa"}
        assert counted(TEXTS)["kotikäynti auttaa"] == (1, 1)

    def test_show_how_they_stand_in_the_text(self) -> None:
        found = ngrams(*frames({"3:Q1": TEXTS["3:Q1"]}), min_cases=1).to_frame()
        assert found["example"].tolist() == ["arjen tuki"]

    def test_may_begin_with_a_stop_word_when_asked(self) -> None:
        assert counted(TEXTS, stop=False)["ja kotikäynti"] == (2, 2)

    def test_of_few_cases_are_left_out(self) -> None:
        assert set(counted(TEXTS, min_cases=2)) == {"arki tuki"}

    def test_of_one_question(self) -> None:
        assert set(counted(TEXTS, questions=["Q2"], stop=False)) == {"tuki ja", "ja kotikäynti"}

    def test_of_the_parts_of_speech_at_either_end(self) -> None:
        assert set(counted(TEXTS, pos=["NOUN"])) == {"arki tuki"}

    def test_of_nothing_are_an_empty_table(self) -> None:
        assert counted({"1:Q1": "kiire"}) == {}
        assert counted({"1:Q1": "…"}) == {}


class TestLonger:
    def test_keep_a_stop_word_inside(self) -> None:
        assert counted(TEXTS, n=3)["tuki ja kotikäynti"] == (2, 2)

    def test_or_leave_it_out(self) -> None:
        assert counted(TEXTS, n=3, inside=False) == {}

    @pytest.mark.parametrize("n", [1, 0, 2.0, 99])
    def test_have_a_sensible_length(self, n: object) -> None:
        with pytest.raises(UnusableValueError, match="2 to 9"):
            counted(TEXTS, n=n)

    words = st.lists(st.sampled_from(["arki", "tuki", "raja"]), max_size=8)

    @given(st.lists(words, min_size=1, max_size=4), st.integers(2, 4))
    def test_are_those_of_counting_one_by_one(self, said: list[list[str]], n: int) -> None:
        expected: dict[str, list[int]] = {}
        for case, words in enumerate(said):
            for i in range(len(words) - n + 1):
                expected.setdefault(" ".join(words[i : i + n]), []).append(case)
        texts = {f"{case}:Q1": " ".join(words) for case, words in enumerate(said)}
        assert counted(texts, n=n) == {gram: (len(cases), len(set(cases))) for gram, cases in expected.items()}


class TestStretches:
    def test_of_sentences_go_on_behind_a_comma(self) -> None:
        tokens, answers = frames({"1:Q1": "kiire, aina. kiire – ja aika"})
        assert stretches(tokens, answers).tolist() == [0, 1, 2, 3, 3]
        assert stretches(tokens, answers, sentences=True).tolist() == [0, 0, 1, 1, 1]

    def test_are_told_by_code_points_also_behind_an_emoji(self) -> None:
        tokens, answers = frames({"1:Q1": "🙂🙂 arjen tuki", "2:Q1": "arjen, tuki"})
        assert stretches(tokens, answers).tolist() == [0, 0, 1, 2]

    def test_of_nothing_are_none(self) -> None:
        tokens, answers = frames({"1:Q1": "…"})
        assert stretches(tokens, answers).tolist() == []
