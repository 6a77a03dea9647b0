"""A value is one group whether each case is looked at or each value once."""

from __future__ import annotations

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from teema.groups import groups_of

ages = st.lists(st.none() | st.integers(18, 25), min_size=1, max_size=12).filter(any)


@given(ages)
def test_numbers_are_grouped_alike_whatever_their_type(values: list[int | None]) -> None:
    quick = groups_of(pd.Series(values, dtype="float64"), "fi")
    slow = groups_of(pd.Series(values, dtype=object), "fi")
    assert quick[0] == slow[0]
    assert quick[1].tolist() == slow[1].tolist()
    assert quick[2].tolist() == slow[2].tolist()


@given(st.lists(st.sampled_from(["Turku", "Oulu", None]), min_size=1, max_size=8))
def test_categories_keep_their_order(values: list[str | None]) -> None:
    column = pd.Series(pd.Categorical(values, categories=["Turku", "Oulu"]))
    names, case, group = groups_of(column, "fi")
    assert names == [
        name for name in ("Turku", "Oulu", "(ei tietoa)") if name in {item or "(ei tietoa)" for item in values}
    ]
    assert [names[place] for place in group] == [item or "(ei tietoa)" for item in values]
    assert case.tolist() == list(range(len(values)))
