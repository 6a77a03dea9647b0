"""Codes occur together in an answer, by a case, or on overlapping extracts; each pair is counted once."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import UnusableValueError
from teema.results import binary_matrix, cooccurrence, cooccurrence_matrix

CODINGS = pd.DataFrame(
    {
        "answer": ["1:Q1", "1:Q1", "1:Q2", "2:Q1", "2:Q1"],
        "case": ["1", "1", "1", "2", "2"],
        "start": [0, 5, 0, 0, 20],
        "end": [10, 15, 10, 10, 30],
        "code": ["Turva", "Kiire", "Toivo", "Turva", "Kiire"],
    }
)


@pytest.mark.parametrize(
    ("within", "expected"),
    [
        ("extract", [["Kiire", "Turva", 1, 1 / 3]]),
        ("answer", [["Kiire", "Turva", 2, 1.0]]),
        ("case", [["Kiire", "Turva", 2, 1.0], ["Kiire", "Toivo", 1, 0.5], ["Toivo", "Turva", 1, 0.5]]),
    ],
)
def test_pairs_are_counted_by_hand(within: str, expected: list[object]) -> None:
    assert cooccurrence(CODINGS, within=within).values.tolist() == expected  # type: ignore[arg-type]


def test_units_are_known() -> None:
    with pytest.raises(UnusableValueError, match="extract, answer, case"):
        cooccurrence(CODINGS, within="lause")  # type: ignore[arg-type]


def test_no_codings_give_no_pairs() -> None:
    for within in ("extract", "answer", "case"):
        assert cooccurrence(CODINGS.head(0), within=within).empty  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 4), st.sampled_from("abc"), st.integers(0, 9)), max_size=20))
def test_overlap_is_never_commoner_than_the_answer(rows: list[tuple[int, str, int]]) -> None:
    codings = pd.DataFrame(
        [{"answer": f"{i}", "case": f"{i}", "start": at, "end": at + 3, "code": code} for i, code, at in rows],
        columns=["answer", "case", "start", "end", "code"],
    )
    together = cooccurrence(codings, within="answer").set_index(["code_a", "code_b"])["n"]
    overlap = cooccurrence(codings, within="extract").set_index(["code_a", "code_b"])["n"]
    assert (overlap <= together.reindex(overlap.index)).all()


def test_a_matrix_for_statistics_has_every_case() -> None:
    cases = pd.DataFrame(index=["1", "2", "3"])
    matrix = binary_matrix(CODINGS, cases, ["Turva", "Toivo", "Poissa"])
    assert matrix.values.tolist() == [[1, 1, 0], [1, 0, 0], [0, 0, 0]]


rows_of_codings = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from("abcd"), st.integers(0, 9), st.integers(1, 5)), min_size=1, max_size=25
).map(
    lambda rows: pd.DataFrame(
        [(str(i), str(i % 2), at, at + long, code) for i, code, at, long in rows],
        columns=["answer", "case", "start", "end", "code"],
    )
)


@given(rows_of_codings, st.sampled_from(["extract", "answer", "case"]))
def test_pairs_are_those_of_the_definition(codings: pd.DataFrame, within: str) -> None:
    unit = "case" if within == "case" else "answer"
    met: dict[tuple[str, str], set[str]] = {}
    for a in codings.itertuples():
        for b in codings.itertuples():
            together = getattr(a, unit) == getattr(b, unit)
            overlap = a.start < b.end and b.start < a.end
            if together and (overlap or within != "extract") and a.code < b.code:
                met.setdefault((a.code, b.code), set()).add(getattr(a, unit))
    found = cooccurrence(codings, within=within)  # type: ignore[arg-type]
    assert {(row.code_a, row.code_b): row.n for row in found.itertuples()} == {k: len(v) for k, v in met.items()}
    assert found["jaccard"].between(0, 1, inclusive="right").all()


def test_extracts_that_only_touch_do_not_overlap() -> None:
    touching = CODINGS.head(2).assign(start=[0, 10], end=[10, 20])
    assert cooccurrence(touching, within="extract").empty


@given(rows_of_codings, st.sampled_from(["extract", "answer", "case"]))
def test_the_square_holds_the_same_counts(codings: pd.DataFrame, within: str) -> None:
    square = cooccurrence_matrix(codings, within=within, codes=[*"dcba", "poissa"])  # type: ignore[arg-type]
    pairs = cooccurrence(codings, within=within)  # type: ignore[arg-type]
    assert (square == square.T).all(axis=None)
    assert square.loc["poissa"].sum() == 0
    assert all(square.loc[row.code_a, row.code_b] == row.n for row in pairs.itertuples())
    units = codings.groupby("code")["case" if within == "case" else "answer"].nunique()
    assert all(square.loc[code, code] == n for code, n in units.items())
