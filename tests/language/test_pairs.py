"""Pairs are counted in cases and answers, agree with counting them one by one, and are measured by a known formula."""

import math
from itertools import combinations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import UnusableValueError
from teema.language import npmi, word_pairs

TEXTS = {
    "1:Q1": "kiire aika. aika kiire",
    "1:Q2": "aika, kiire! työpari",
    "2:Q1": "kiire aika",
    "3:Q1": "työpari? aika",
    "4:Q1": "kiire",
}


def frames(texts: dict[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take every run of letters for a word, which is its own lemma."""
    answers = pd.DataFrame(
        [(name, *name.split(":"), text) for name, text in texts.items()],
        columns=["answer", "case", "question", "text"],
    )  # fmt: skip
    rows = []
    for name, text in texts.items():
        start = 0
        for piece in pd.Series([text]).str.findall(r"\w+")[0]:
            start = text.index(piece, start)
            rows.append((name, start, start + len(piece), piece, "NOUN"))
            start += len(piece)
    return pd.DataFrame(rows, columns=["answer", "start", "end", "lemma", "pos"]), answers


def pairs(texts: dict[str, str], **options: object) -> pd.DataFrame:
    return word_pairs(*frames(texts), stop=False, **{"min_cases": 1, **options})[0].set_index(["lemma_a", "lemma_b"])


class TestCounts:
    def test_of_cases_and_answers(self) -> None:
        assert pairs(TEXTS).loc[("aika", "kiire"), ["cases", "answers", "units"]].tolist() == [2, 3, 3]

    def test_within_sentences_a_pair_must_stand_in_one(self) -> None:
        found = pairs(TEXTS, within="sentence")
        assert found.loc[("aika", "kiire"), ["cases", "answers", "units"]].tolist() == [2, 3, 4]
        assert ("aika", "työpari") not in found.index

    def test_pairs_of_few_cases_are_left_out(self) -> None:
        assert set(pairs(TEXTS, min_cases=2).index) == {("aika", "kiire"), ("aika", "työpari")}

    def test_of_the_most_used_words_only(self) -> None:
        assert pairs(TEXTS, words=2).index.tolist() == [("aika", "kiire")]

    def test_words_stand_beside_the_pairs(self) -> None:
        words = word_pairs(*frames(TEXTS), min_cases=1)[1]
        assert words.values.tolist() == [["aika", 3, 5], ["kiire", 3, 5], ["työpari", 2, 2]]

    def test_nothing_is_no_pair(self) -> None:
        assert pairs({"1:Q1": "kiire"}).empty
        assert word_pairs(*frames({"1:Q1": "…"}))[0].empty

    def test_must_be_within_something_that_is_known(self) -> None:
        with pytest.raises(UnusableValueError, match="answer, sentence"):
            pairs(TEXTS, within="kappale")

    words = st.lists(st.sampled_from(["aika", "kiire", "raja", "syli", "turva"]), max_size=7).map(" ".join)

    @given(st.dictionaries(st.sampled_from([f"{case}:Q{q}" for case in range(3) for q in range(3)]), words))
    def test_are_those_of_counting_one_by_one(self, texts: dict[str, str]) -> None:
        expected: dict[tuple[str, str], tuple[set[str], set[str]]] = {}
        for answer, text in texts.items():
            for pair in combinations(sorted(set(text.split())), 2):
                cases, answers = expected.setdefault(pair, (set(), set()))
                cases.add(answer.split(":")[0])
                answers.add(answer)
        found = pairs(texts)
        counted = {pair: (row.cases, row.answers) for pair, row in zip(found.index, found.itertuples(), strict=True)}
        assert counted == {pair: (len(cases), len(answers)) for pair, (cases, answers) in expected.items()}


class TestNpmi:
    @pytest.mark.parametrize(
        ("counted", "expected"),
        [
            ((5, 5, 5, 50), 1.0),  # never apart
            ((2, 10, 10, 50), 0.0),  # 0.04 = 0.2 · 0.2
            ((1, 10, 10, 50), math.log((1 / 50) / (0.2 * 0.2)) / -math.log(1 / 50)),
            ((4, 8, 10, 100), math.log(0.04 / (0.08 * 0.1)) / -math.log(0.04)),
            ((50, 50, 50, 50), 0.0),  # everywhere
        ],
    )
    def test_is_the_formula_of_bouma(self, counted: tuple[int, int, int, int], expected: float) -> None:
        assert float(npmi(*counted)) == pytest.approx(expected, abs=1e-12)

    @given(st.integers(1, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 500))
    def test_lies_between_minus_one_and_one(self, both: int, only_a: int, only_b: int, neither: int) -> None:
        units = both + only_a + only_b + neither
        assert -1 - 1e-9 <= float(npmi(both, both + only_a, both + only_b, units)) <= 1 + 1e-9

    def test_is_of_the_units_that_were_asked_for(self) -> None:
        found = pairs(TEXTS, within="sentence").loc[("aika", "kiire"), "npmi"]
        # Eight sentences: aika in 5, kiire in 5, both in 4.
        assert found == pytest.approx(math.log((4 / 8) / ((5 / 8) * (5 / 8))) / -math.log(4 / 8))
