"""Keyness agrees with the published formulas, is fair to both sides, and compares groups whose members are known."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.language import contingency_g2, keyness, log_likelihood, log_ratio

sizes = st.integers(1, 10**6)


@st.composite
def counts(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Two counts and the sizes they are counts in."""
    c, d = draw(sizes), draw(sizes)
    return draw(st.integers(0, c)), draw(st.integers(0, d)), c, d


class TestLogLikelihood:
    @pytest.mark.parametrize(
        ("counted", "expected"),
        [
            # E1 = E2 = 25: 2 (40 ln 1.6 + 10 ln 0.4)
            ((40, 10, 1000, 1000), 2 * (40 * math.log(1.6) + 10 * math.log(0.4))),
            # E1 = 1000 · 15 / 3000 = 5, E2 = 10: 2 (10 ln 2 + 5 ln ½) = 10 ln 2
            ((10, 5, 1000, 2000), 10 * math.log(2)),
            # E1 = 2, E2 = 6; nothing is added for the zero: 2 · 8 ln 4
            ((8, 0, 100, 300), 16 * math.log(4)),
            ((0, 0, 100, 300), 0.0),
        ],
    )
    def test_is_the_formula_of_rayson_and_garside(self, counted: tuple[int, int, int, int], expected: float) -> None:
        assert float(log_likelihood(*counted)) == pytest.approx(expected)

    @given(counts())
    def test_does_not_care_which_side_is_first(self, counted: tuple[int, int, int, int]) -> None:
        a, b, c, d = counted
        assert float(log_likelihood(a, b, c, d)) == pytest.approx(float(log_likelihood(b, a, d, c)), abs=1e-9)

    @given(st.integers(0, 1000), st.integers(1, 1000), st.integers(1, 50), st.integers(1, 50))
    def test_is_zero_for_equal_shares(self, count: int, others: int, times: int, again: int) -> None:
        size = count + others
        g2 = log_likelihood(count * times, count * again, size * times, size * again)
        assert float(g2) == pytest.approx(0.0, abs=1e-6)

    def test_counts_many_words_at_once(self) -> None:
        assert log_likelihood(np.array([40, 0]), np.array([10, 0]), 1000, 1000).shape == (2,)


class TestContingency:
    def test_is_dunnings_over_all_four_cells(self) -> None:
        # expected: 5 used and 5 did not, on either side
        cells = [(8, 5), (2, 5), (2, 5), (8, 5)]
        expected = 2 * sum(seen * math.log(seen / awaited) for seen, awaited in cells)
        assert float(contingency_g2(8, 2, 10, 10)) == pytest.approx(expected)

    def test_is_zero_when_everybody_used_the_word(self) -> None:
        assert float(contingency_g2(10, 7, 10, 7)) == 0.0

    @given(counts())
    def test_does_not_care_which_side_is_first_nor_whether_use_or_silence_is_counted(
        self, counted: tuple[int, int, int, int]
    ) -> None:
        a, b, c, d = counted
        g2 = float(contingency_g2(a, b, c, d))
        assert g2 == pytest.approx(float(contingency_g2(b, a, d, c)), rel=1e-6, abs=1e-6)
        assert g2 == pytest.approx(float(contingency_g2(c - a, d - b, c, d)), rel=1e-6, abs=1e-6)


class TestLogRatio:
    @pytest.mark.parametrize(
        ("counted", "expected"),
        [
            ((40, 10, 1000, 1000), 2.0),
            ((10, 10, 1000, 2000), 1.0),
            ((0, 8, 1000, 1000), math.log2(0.5 / 8)),  # Hardie's half
            ((4, 0, 1000, 2000), math.log2((4 / 1000) / (0.5 / 2000))),
            ((0, 0, 10, 2000), 0.0),
        ],
    )
    def test_is_how_many_doublings(self, counted: tuple[int, int, int, int], expected: float) -> None:
        assert float(log_ratio(*counted)) == pytest.approx(expected)

    @given(counts())
    def test_changes_its_sign_with_the_side(self, counted: tuple[int, int, int, int]) -> None:
        a, b, c, d = counted
        assert float(log_ratio(a, b, c, d)) == pytest.approx(-float(log_ratio(b, a, d, c)), abs=1e-9)

    @given(st.integers(0, 1000), st.integers(1, 1000), st.integers(1, 50), st.integers(1, 50))
    def test_is_zero_for_equal_shares(self, count: int, others: int, times: int, again: int) -> None:
        size = count + others
        assert float(log_ratio(count * times, count * again, size * times, size * again)) == pytest.approx(
            0.0, abs=1e-9
        )

    def test_is_missing_where_a_side_has_no_words(self) -> None:
        assert math.isnan(float(log_ratio(0, 3, 0, 100)))


SAID = {
    "1": "äiti vauva olla äiti",
    "2": "äiti vauva syli",
    "3": "äiti kotikäynti ja",
    "4": "kotikäynti paperi olla olla",
    "5": "äiti kotikäynti",
    "6": "äiti syli paperi kirja",
}
UNITS = ["Ensikoti", "Ensikoti", "Avopalvelu", "Avopalvelu", "Avopalvelu", None]
ANSWERS = pd.DataFrame({"answer": [f"{case}:Q1" for case in SAID], "case": list(SAID), "question": "Q1"})
TOKENS = pd.DataFrame(
    [(f"{case}:Q1", word, "NOUN") for case, text in SAID.items() for word in text.split()],
    columns=["answer", "lemma", "pos"],
)
CASES = pd.DataFrame({"Yksikkö": UNITS, "Ryhmä": "A"}, index=pd.Index(list(SAID), name="case"))


def compared(**options: object) -> pd.DataFrame:
    given = {"by": "Yksikkö", "min_cases": 1, "top": None, **options}
    return keyness(TOKENS, ANSWERS, CASES, **given).to_frame()


class TestTable:
    def test_compares_a_group_with_the_rest(self) -> None:
        found = compared(group="ensikoti").set_index("lemma").loc["äiti"]
        counts = ["mentions", "mentions_rest", "cases", "cases_rest", "share", "share_rest"]
        assert found[counts].tolist() == [3, 2, 2, 2, 1.0, 2 / 3]
        # All words are the corpus, stop words too: 7 and 9.
        assert found["g2"] == pytest.approx(float(log_likelihood(3, 2, 7, 9)))
        assert found["log_ratio"] == pytest.approx(math.log2((3 / 7) / (2 / 9)))
        assert found["g2_cases"] == pytest.approx(float(contingency_g2(2, 2, 2, 3)))

    def test_cases_of_no_known_group_are_on_neither_side_and_the_note_says_so(self) -> None:
        assert "kirja" not in set(compared()["lemma"])
        notes = keyness(TOKENS, ANSWERS, CASES, by="Yksikkö").notes
        assert any("ryhmää ei tiedetä" in note and note.endswith(": 1.") for note in notes)

    def test_of_two_groups_each_is_the_others_rest(self) -> None:
        by_group = dict(iter(compared().groupby("group")))
        a, b = (by_group[name].set_index("lemma").sort_index() for name in ("Avopalvelu", "Ensikoti"))
        np.testing.assert_allclose(a["log_ratio"], -b["log_ratio"])
        np.testing.assert_allclose(a["g2"], b["g2"])
        assert (a["cases"] == b["cases_rest"]).all()

    def test_the_most_typical_come_first_and_the_most_avoided_last(self) -> None:
        found = compared(group="Ensikoti")
        signed = np.sign(found["log_ratio"]) * found["g2"]
        assert signed.is_monotonic_decreasing

    def test_top_gives_typical_words_only(self) -> None:
        found = compared(top=2)
        assert (found["log_ratio"] > 0).all()
        assert found.groupby("group").size().max() <= 2

    def test_words_of_few_cases_are_left_out(self) -> None:
        assert set(compared(min_cases=3)["lemma"]) == {"äiti", "kotikäynti"}

    def test_the_notes_name_the_thresholds_and_that_many_words_are_tested(self) -> None:
        notes = " ".join(keyness(TOKENS, ANSWERS, CASES, by="Yksikkö", language="en").notes)
        assert all(limit in notes for limit in ("3.84", "6.63", "10.83", "Many words"))

    def test_needs_two_groups(self) -> None:
        with pytest.raises(UnusableValueError, match="two are needed"):
            compared(by="Ryhmä")

    def test_needs_a_group_that_is_there(self) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'Ensikoti'"):
            compared(group="Ensikotti")
