"""A reader with linear programming and the right guesses cannot work out a hidden count."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from teema.results import SUPPRESSED, crosstab, frequency, suppress
from teema.tables import Table

TREE = pd.DataFrame({"code": ["A", "A1", "A2", "B", "B1"], "parent": [None, "A", "A", None, "B"]})
LEAVES = ["A1", "A2", "B1", "B"]
COLUMNS = ["answer", "case", "question", "start", "end", "code"]


def codings(coded: dict[str, list[int]]) -> pd.DataFrame:
    rows = [(f"{i}:Q1", str(i), "Q1", 0, 5, code) for code, places in coded.items() for i in places]
    return pd.DataFrame(rows, columns=COLUMNS)


def by_group(groups: list[str], coded: dict[str, list[int]], tree: pd.DataFrame = TREE) -> Table:
    cases = pd.DataFrame({"Ryhmä": groups}, index=[str(i) for i in range(len(groups))])
    return crosstab(codings(coded), cases, by="Ryhmä", base="cases", tree=tree)


class Attacker:
    """Knows the rules: what adds up, what cannot exceed what, that a hidden count above zero is at least one."""

    def __init__(self, before: pd.DataFrame, after: pd.DataFrame) -> None:
        names = [*(name for name in before if name.startswith("n:")), "cases"]
        self.truth = before[names].to_numpy(dtype=float)
        self.hidden = after[names].eq(SUPPRESSED).to_numpy()
        self.depths = before["depth"].tolist()
        self.has_base = "row" in before
        self.most = self.truth[0, -1] if self.has_base else self.truth.max() * 3
        self.rows, self.columns = self.truth.shape

    def bounds(self) -> Iterator[tuple[float, float]]:
        for row in range(self.rows):
            whole = self.columns > 1 and self.hidden[row, :-1].all() and not (self.has_base and row == 0)
            for column in range(self.columns):
                value = self.truth[row, column]
                if not self.hidden[row, column]:
                    yield value, value
                else:
                    yield (0 if whole and column < self.columns - 1 else 1), self.most

    def constraints(self) -> tuple[list[np.ndarray], list[np.ndarray]]:
        equal, at_most = [], []

        def line(**weights: float) -> np.ndarray:
            made = np.zeros(self.rows * self.columns)
            for place, weight in weights.items():
                made[int(place[1:])] += weight
            return made

        def cell(row: int, column: int) -> str:
            return f"x{row * self.columns + column}"

        if self.columns > 1:
            for row in range(self.rows):
                parts = {cell(row, column): 1.0 for column in range(self.columns - 1)}
                equal.append(line(**parts, **{cell(row, self.columns - 1): -1.0}))
        first = int(self.has_base)
        for row in range(first, self.rows):
            children = [other for other in range(row + 1, self.rows) if self.parent(other) == row]
            sums = self.truth[children].sum(axis=0)
            for column in range(self.columns):
                if self.has_base and self.depths[row] == 0:
                    at_most.append(line(**{cell(row, column): 1.0, cell(0, column): -1.0}))
                at_most += [line(**{cell(child, column): 1.0, cell(row, column): -1.0}) for child in children]
                made_up = line(**{cell(row, column): 1.0}, **{cell(child, column): -1.0 for child in children})
                if children and (self.truth[row] == sums).all():
                    equal.append(made_up)
                elif children and (self.truth[row] <= sums).all():
                    at_most.append(made_up)
        return equal, at_most

    def parent(self, row: int) -> int | None:
        above = [other for other in range(int(self.has_base), row) if self.depths[other] == self.depths[row] - 1]
        return above[-1] if above and self.depths[row] else None

    def knows(self, limit: int) -> list[tuple[int, int]]:
        equal, at_most = self.constraints()
        given = {
            "bounds": list(self.bounds()),
            "A_eq": np.array(equal) if equal else None, "b_eq": np.zeros(len(equal)) if equal else None,
            "A_ub": np.array(at_most) if at_most else None, "b_ub": np.zeros(len(at_most)) if at_most else None,
        }  # fmt: skip
        found = []
        for row, column in np.argwhere((self.truth > 0) & (self.truth < limit)):
            aim = np.zeros(self.rows * self.columns)
            aim[row * self.columns + column] = 1
            low, high = linprog(aim, **given).fun, -linprog(-aim, **given).fun
            if high - low < 0.99:
                found.append((int(row), int(column)))
        return found


@given(st.lists(st.sampled_from("abc"), min_size=9, max_size=30), st.data(), st.integers(2, 4))
@settings(max_examples=30)
def test_no_hidden_count_of_a_crosstab_can_be_worked_out(groups: list[str], data: st.DataObject, limit: int) -> None:
    places = st.lists(st.integers(0, len(groups) - 1), unique=True)
    plain = by_group(groups, {code: data.draw(places) for code in LEAVES})
    attacker = Attacker(plain.to_frame(), suppress(plain, min_cell=limit).to_frame())
    # The size of the whole base is printed; when it is the number of groups, everybody is alone in theirs.
    assert [place for place in attacker.knows(limit) if place[0] > 0] == []


@given(st.data(), st.integers(2, 4))
@settings(max_examples=60)
def test_no_hidden_count_of_a_frequency_table_can_be_worked_out(data: st.DataObject, limit: int) -> None:
    places = st.lists(st.integers(0, 11), unique=True, max_size=9)
    cases = pd.DataFrame(index=[str(i) for i in range(12)])
    plain = frequency(codings({code: data.draw(places) for code in LEAVES}), cases, tree=TREE, base="cases")
    attacker = Attacker(plain.to_frame(), suppress(plain, min_cell=limit).to_frame())
    assert attacker.knows(limit) == []


@given(st.lists(st.sampled_from("abcd"), min_size=6, max_size=30), st.data(), st.integers(1, 4))
@settings(max_examples=60)
def test_totals_are_hidden_alike_whatever_the_groups(groups: list[str], data: st.DataObject, limit: int) -> None:
    places = st.lists(st.integers(0, len(groups) - 1), unique=True)
    coded = {code: data.draw(places) for code in LEAVES}
    cases = pd.DataFrame(index=[str(i) for i in range(len(groups))])
    alone = suppress(frequency(codings(coded), cases, tree=TREE, base="cases"), min_cell=limit).to_frame()
    grouped = suppress(by_group(groups, coded), min_cell=limit).to_frame()
    if len(groups) >= limit:
        assert grouped["cases"].tolist()[1:] == alone["cases"].tolist()


@given(st.lists(st.sampled_from("abc"), min_size=9, max_size=30), st.data())
@settings(max_examples=40)
def test_nothing_is_hidden_where_no_count_is_small(groups: list[str], data: st.DataObject) -> None:
    places = st.lists(st.integers(0, len(groups) - 1), unique=True)
    plain = by_group(groups, {code: data.draw(places) for code in LEAVES})
    assert not suppress(plain, min_cell=1).to_frame().eq(SUPPRESSED).to_numpy().any()


class TestByHand:
    def test_sub_codes_that_make_up_their_parent_do_not_give_the_small_one_away(self) -> None:
        cases = pd.DataFrame(index=[str(i) for i in range(12)])
        apart = {"A1": [0, 1], "A2": [2, 3, 4, 5]}
        hidden = suppress(frequency(codings(apart), cases, tree=TREE, base="cases")).to_frame()
        assert hidden["cases"].tolist()[:3] == [6, SUPPRESSED, SUPPRESSED]
        shared = {"A1": [0, 1], "A2": [1, 2, 3, 4, 5]}
        hidden = suppress(frequency(codings(shared), cases, tree=TREE, base="cases")).to_frame()
        assert hidden["cases"].tolist()[:3] == [6, SUPPRESSED, 5]

    def test_where_every_group_has_one_zeros_are_hidden_too(self) -> None:
        groups = ["a"] * 5 + ["b"] * 5 + ["c"] * 5 + ["d"] * 5
        flat = pd.DataFrame({"code": ["A"], "parent": [None]})
        row = suppress(by_group(groups, {"A": [0, 5, 10]}, flat)).to_frame().iloc[1]
        assert row["cases"] == 3
        assert {row[f"n:{group}"] for group in "abcd"} == {SUPPRESSED}

    def test_shares_do_not_give_a_hidden_base_away(self) -> None:
        groups = ["a"] * 8 + ["b"] * 4 + ["c"] * 2
        frame = suppress(by_group(groups, {"A": [0, 1, 2, 3, 8, 9, 10, 11]})).to_frame()
        assert frame.loc[0, ["n:a", "n:b", "n:c"]].tolist() == [8, SUPPRESSED, SUPPRESSED]
        assert frame.loc[1, ["n:a", "n:b", "n:c"]].tolist() == [4, 4, 0]
        assert frame.loc[1, ["share:a", "share:b"]].tolist() == [0.5, SUPPRESSED]

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_a_table_that_says_next_to_nothing_says_so(self, language: str) -> None:
        groups = [f"Ryhmä {i // 3}" for i in range(27)]
        cases = pd.DataFrame({"Ryhmä": groups}, index=[str(i) for i in range(27)])
        plain = crosstab(
            codings({"A": list(range(0, 27, 2))}), cases, by="Ryhmä", base="cases", language=language  # type: ignore[arg-type]
        )  # fmt: skip
        assert len(suppress(plain).notes) == len(plain.notes) + 3
