"""Small cells are hidden, and nothing that is shown gives them away by subtraction."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import UnusableValueError
from teema.results import SUPPRESSED, crosstab, frequency, suppress
from teema.tables import Table


def survey(groups: list[str], coded: dict[str, list[int]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return codings and cases: who (by place) has which code."""
    cases = pd.DataFrame({"Ryhmä": groups}, index=[str(i) for i in range(len(groups))])
    rows = [
        {"answer": f"{i}:Q1", "case": str(i), "question": "Q1", "start": 0, "end": 5, "code": code}
        for code, places in coded.items()
        for i in places
    ]
    return pd.DataFrame(rows, columns=["answer", "case", "question", "start", "end", "code"]), cases


def by_group(groups: list[str], coded: dict[str, list[int]]) -> Table:
    codings, cases = survey(groups, coded)
    return crosstab(codings, cases, by="Ryhmä", base="cases")


class TestFrequencyTables:
    def test_rows_of_one_or_two_are_hidden_whole_and_zero_is_shown(self) -> None:
        codings, cases = survey(["a"] * 9, {"Turva": [0, 1, 2], "Rajat": [0, 1]})
        tree = pd.DataFrame({"code": ["Turva", "Rajat", "Toivo"], "parent": [None] * 3})
        frame = suppress(frequency(codings, cases, tree=tree, base="cases")).to_frame()
        assert frame["cases"].tolist() == [3, SUPPRESSED, 0]
        assert frame["mentions"].tolist() == [3, SUPPRESSED, 0]
        assert frame["share"].tolist()[1] == SUPPRESSED

    def test_the_note_says_what_the_mark_means(self) -> None:
        codings, cases = survey(["a"] * 9, {"Rajat": [0, 1]})
        table = suppress(frequency(codings, cases, base="cases"))
        assert any("alle 3" in note for note in table.notes)
        assert SUPPRESSED in str(table)

    def test_nothing_is_hidden_where_nothing_is_small(self) -> None:
        codings, cases = survey(["a"] * 9, {"Turva": [0, 1, 2]})
        table = frequency(codings, cases, base="cases")
        assert suppress(table) is table

    def test_the_limit_is_at_least_one(self) -> None:
        codings, cases = survey(["a"], {"Turva": [0]})
        with pytest.raises(UnusableValueError, match="min_cell=0"):
            suppress(frequency(codings, cases), min_cell=0)


class TestCrosstabs:
    def test_one_small_cell_takes_the_next_smallest_with_it(self) -> None:
        groups = ["a"] * 10 + ["b"] * 10 + ["c"] * 10
        frame = suppress(by_group(groups, {"Turva": [0, *range(10, 14), *range(20, 29)]})).to_frame()
        row = frame.iloc[1]
        assert (row["n:a"], row["n:b"], row["n:c"], row["cases"]) == (SUPPRESSED, SUPPRESSED, 9, 14)
        assert row["share:a"] == row["share:b"] == SUPPRESSED

    def test_a_row_with_a_small_total_is_hidden_whole(self) -> None:
        frame = suppress(by_group(["a"] * 10 + ["b"] * 10, {"Turva": [0, 1]})).to_frame()
        assert set(frame.iloc[1][["n:a", "n:b", "cases", "share"]]) == {SUPPRESSED}

    def test_work_groups_of_three_are_all_but_hidden_and_the_note_says_why(self) -> None:
        groups = [f"Ryhmä {i // 3}" for i in range(27)]
        table = suppress(by_group(groups, {"Kiire": list(range(0, 27, 2))}))
        row = table.to_frame().iloc[1]
        assert all(row[f"n:Ryhmä {i}"] == SUPPRESSED for i in range(9))
        assert any("Ryhmä 0" in note and "karkeampaa" in note for note in table.notes)

    @given(
        st.lists(st.sampled_from("abcd"), min_size=4, max_size=40),
        st.data(),
        st.integers(2, 5),
    )
    def test_no_hidden_cell_can_be_had_by_subtraction(self, groups: list[str], data: st.DataObject, limit: int) -> None:
        places = st.lists(st.integers(0, len(groups) - 1), unique=True)
        coded = {code: data.draw(places) for code in ("Turva", "Kiire", "Toivo")}
        plain = by_group(groups, coded)
        before, after = plain.to_frame(), suppress(plain, min_cell=limit).to_frame()
        names = [name for name in before.columns if str(name).startswith("n:")]
        for (_, old), (_, new) in zip(before.iterrows(), after.iterrows(), strict=True):
            hidden = [name for name in names if new[name] == SUPPRESSED]
            for name in [*names, "cases"]:
                assert new[name] == SUPPRESSED or old[name] == 0 or old[name] >= limit
                assert new[name] in (SUPPRESSED, old[name])
            if new["cases"] != SUPPRESSED:
                assert len(hidden) != 1
            for name in names:
                share = new[name.replace("n:", "share:")]
                assert new[name] != SUPPRESSED or share == SUPPRESSED
                assert share != SUPPRESSED or SUPPRESSED in (new[name], after[name].iloc[0])
                # A count over its share would be the base of the group.
                assert after[name].iloc[0] != SUPPRESSED or share in (SUPPRESSED, 0) or pd.isna(share)
