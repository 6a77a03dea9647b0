"""Words that are handed to others tell of nobody alone, neither by themselves nor together."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

import teema
from teema.errors import UnusableValueError
from teema.language import keyness, word_table
from teema.results import SUPPRESSED
from teema.study import Study, create
from teema.study.word_output import for_others, keyness_for_others, word_chart

ANSWERS = pd.DataFrame([(f"{i}:Q1", str(i), "Q1") for i in range(20)], columns=["answer", "case", "question"])
UNITS = ["Ensikoti"] * 9 + ["Avopalvelu"] * 8 + ["Päiväkoti"] * 2 + [None]
CASES = pd.DataFrame({"Yksikkö": UNITS, "Paino": 1.5}, index=pd.Index([str(i) for i in range(20)], name="case"))
# Who said what: by case numbers.
SAID = {"äiti": range(20), "vauva": range(9), "kotikäynti": [0, 1, 2, 9], "syli": [0, 1, 2, 3, 9, 10], "Kalymnos": [3]}


def tokens(said: dict[str, list[int]]) -> pd.DataFrame:
    rows = [(f"{case}:Q1", word, "NOUN") for word, who in said.items() for case in who]
    return pd.DataFrame(rows, columns=["answer", "lemma", "pos"])


def table(said: dict[str, list[int]], **options: object) -> teema.tables.Table:
    return word_table(tokens(said), ANSWERS, by="Yksikkö", cases=CASES, base_row=True, **options)


class TestTables:
    def test_words_of_few_people_are_left_out_whole(self) -> None:
        safe = for_others(table(SAID), 3)
        assert "Kalymnos" not in set(safe.frame["lemma"])
        assert any(note.endswith("jätetty pois: 1.") for note in safe.notes)

    def test_a_small_count_takes_its_share_its_mentions_and_a_neighbour_with_it(self) -> None:
        row = for_others(table(SAID), 3).frame.set_index("lemma").loc["kotikäynti"]
        for name in ("mentions:Avopalvelu", "n:Avopalvelu", "share:Avopalvelu"):
            assert row[name] == SUPPRESSED
        assert row["n:Ensikoti"] == SUPPRESSED
        assert row["cases"] == 4

    def test_weighted_counts_are_hidden_with_the_plain_ones(self) -> None:
        row = for_others(table(SAID, weight="Paino"), 3).frame.set_index("lemma").loc["kotikäynti"]
        for name in ("n_weighted:Avopalvelu", "mentions_weighted:Avopalvelu", "share_weighted:Avopalvelu"):
            assert row[name] == SUPPRESSED

    def test_a_group_of_few_people_has_no_size_and_no_shares(self) -> None:
        frame = for_others(table(SAID), 3).frame.set_index("lemma")
        assert frame.loc["Perusjoukko (n)", "n:Päiväkoti"] == SUPPRESSED
        assert frame.loc["äiti", "share:Päiväkoti"] == SUPPRESSED

    def test_the_protection_can_be_turned_off(self) -> None:
        plain = table(SAID)
        pd.testing.assert_frame_equal(for_others(plain, None).frame, plain.frame)

    said = st.dictionaries(
        st.sampled_from(["äiti", "vauva", "syli", "raja"]), st.sets(st.integers(0, 19)).map(sorted), min_size=1
    )

    @settings(max_examples=40)
    @given(said)
    def test_no_shown_number_is_of_fewer_than_three(self, said: dict[str, list[int]]) -> None:
        frame = for_others(table(said, stop=False), 3).frame
        for name in frame.columns:
            if str(name).startswith("n:") or name == "cases":
                shown = [value for value in frame[name] if value != SUPPRESSED]
                assert all(value == 0 or value >= 3 for value in shown)

    @settings(max_examples=40)
    @given(said)
    def test_one_hidden_count_never_stands_alone_in_its_row(self, said: dict[str, list[int]]) -> None:
        frame = for_others(table(said, stop=False), 3).frame
        hidden = (frame[[name for name in frame.columns if str(name).startswith("n:")]] == SUPPRESSED).sum(axis=1)
        assert not ((hidden == 1) & (frame["cases"] != SUPPRESSED)).any()


class TestKeyness:
    def test_tells_only_of_words_of_which_the_table_hides_nothing(self) -> None:
        cases = CASES.assign(Yksikkö=["Ensikoti"] * 10 + ["Avopalvelu"] * 10)
        counted = word_table(tokens(SAID), ANSWERS, by="Yksikkö", cases=cases, base_row=True)
        key = keyness(tokens(SAID), ANSWERS, cases, by="Yksikkö", top=None)
        assert "syli" in set(key.frame["lemma"])
        safe = keyness_for_others(key, for_others(counted, 3))
        assert set(safe.frame["lemma"]) == {"äiti", "vauva", "kotikäynti"}
        assert any("saa näyttää" in note for note in safe.notes)

    def test_tells_nothing_when_the_size_of_a_group_is_hidden(self) -> None:
        key = keyness(tokens(SAID), ANSWERS, CASES, by="Yksikkö", top=None)
        safe = keyness_for_others(key, for_others(table(SAID), 3))
        assert safe.frame.empty
        assert safe.base == ""


class TestChart:
    def test_hides_what_a_table_would_hide_and_says_what_the_mark_means(self) -> None:
        picture = word_chart(table(SAID), top=10, min_cell=3, groups=True, weighted=False)
        line = next(line for line in picture.outline().splitlines() if "kotikäynti" in line)
        assert line.count("–") >= 2
        assert "peitetty" in picture.outline()
        assert "Kalymnos" not in picture.outline()

    def test_shows_all_when_asked(self) -> None:
        picture = word_chart(table(SAID), top=10, min_cell=None, groups=True, weighted=False)
        assert "Ensikoti (n = 9) 100\xa0% (9)" in picture.outline()
        assert "Kalymnos" in picture.outline()

    def test_draws_weighted_shares_and_says_so(self) -> None:
        cases = CASES.assign(Paino=[1.0] * 9 + [0.0] * 11)
        counted = word_table(tokens(SAID), ANSWERS, cases=cases, weight="Paino", base_row=True)
        picture = word_chart(counted, top=2, min_cell=3, groups=False, weighted=True)
        assert "vauva: 100\xa0% (9)" in picture.outline()
        assert "painotettu osuus" in picture.outline()
        assert picture.data["lemma"].tolist() == ["äiti", "vauva"]


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    folder = tmp_path_factory.mktemp("sanat")
    study = create(folder / "g0.teema", teema.read_survey(teema.samples() / "asiakassuhde.csv"), coder="AJ")
    yield study
    study.close()


@pytest.mark.slow
class TestStudy:
    def test_writes_a_workbook_of_words(self, sample: Study, tmp_path: Path) -> None:
        path = sample.words.export(tmp_path / "sanat.xlsx", by="yksikkötyyppi", pos="NOUN")
        book = load_workbook(path)
        assert book.sheetnames == ["Sanat", "Sanat × Yksikkötyyppi", "Tyypilliset × Yksikkötyyppi", "Sanaparit"]
        cells = list(book["Sanat × Yksikkötyyppi"].iter_rows(values_only=True))
        numbers = [value for row in cells for value in row[3:] if isinstance(value, int)]
        assert numbers
        assert not {1, 2} & {row[3] for row in cells if isinstance(row[3], int)}

    def test_writes_nothing_else(self, sample: Study, tmp_path: Path) -> None:
        with pytest.raises(UnusableValueError, match="xlsx"):
            sample.words.export(tmp_path / "sanat.docx")
        with pytest.raises(UnusableValueError, match="folder"):
            sample.words.export(tmp_path / "ei" / "sanat.xlsx")

    def test_draws_bars_by_group(self, sample: Study, tmp_path: Path) -> None:
        picture = sample.words.chart(by="Kaupunki", top=5, pos="NOUN")
        assert len(picture.data) == 5
        assert picture.save(tmp_path / "sanat.png", dpi=40).stat().st_size > 1000

    def test_draws_a_network_whose_numbers_are_at_hand(self, sample: Study) -> None:
        picture = sample.words.network(pos=["NOUN"], words=12)
        pairs = picture.to_frame()
        assert list(pairs) == ["lemma_a", "lemma_b", "cases", "answers", "units", "npmi"]
        assert (pairs["cases"] >= 3).all()
        assert len(picture.nodes) <= 12
        assert "27 vastaajaa" in picture.outline()

    def test_a_network_follows_questions_and_stop_words(self, sample: Study) -> None:
        assert "asiakas" in set(sample.words.network(questions="Q1", min_cases=2).to_frame()["lemma_a"])
        sample.words.stop(add="asiakas")
        assert "asiakas" not in set(sample.words.network(questions="Q1", min_cases=2).nodes["lemma"])
        sample.undo()
