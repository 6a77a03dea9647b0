"""One search compared between groups: hits, answers, cases, their base, and what an export may tell of them."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError
from teema.results import SUPPRESSED, crosstab, hits_by_group, suppress
from teema.tables import Table

GROUPS = ["Ensikoti", "Avopalvelu", "Päiväryhmä"]


def tables(members: list[int], hits: list[int]) -> tuple[Table, Table]:
    """Return the table of hits, and the crosstab of the same cases; `hits` says how many hits each case has."""
    names = [str(place) for place in range(len(members))]
    cases = pd.DataFrame({"Yksikkö": [GROUPS[place] for place in members]}, index=names)
    answers = pd.DataFrame({"case": names, "question": "Q1"})
    said = [case for case, count in zip(names, hits, strict=True) for _ in range(count)]
    rows = pd.DataFrame({"answer": [f"{case}:Q1" for case in said], "case": said, "question": "Q1"}, dtype="str")
    coded = rows.assign(start=0, end=5, code="haku")
    tree = pd.DataFrame({"code": ["haku"], "parent": [None]})
    return (
        hits_by_group(rows, cases, by="Yksikkö", answers=answers, language="fi"),
        crosstab(coded, cases, by="Yksikkö", answers=answers, tree=tree),
    )


surveys = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=20)


@given(surveys)
def test_counts_as_a_crosstab_does(people: list[tuple[int, int]]) -> None:
    table, cross = tables([group for group, _ in people], [hits for _, hits in people])
    frame, counted = table.to_frame(), cross.to_frame()
    for name, cases, base in frame[["group", "cases", "base"]].iloc[:-1].itertuples(index=False):
        assert [base, cases] == counted[f"n:{name}"].tolist()
    assert frame["hits"].iloc[-1] == sum(hits for _, hits in people)


@given(surveys)
def test_hides_what_the_crosstab_hides(people: list[tuple[int, int]]) -> None:
    table, cross = (suppress(item) for item in tables([group for group, _ in people], [hits for _, hits in people]))
    frame, counted = table.to_frame(), cross.to_frame()
    for name, cases, base in frame[["group", "cases", "base"]].iloc[:-1].itertuples(index=False):
        assert [base, cases] == counted[f"n:{name}"].tolist()
    hidden = frame["cases"] == SUPPRESSED
    assert (frame.loc[hidden, ["hits", "answers", "share"]] == SUPPRESSED).all(axis=None)
    assert not hidden.any() or frame["hits"].iloc[-1] == SUPPRESSED


def test_a_case_in_two_groups_is_counted_in_both_and_once_in_all() -> None:
    cases = pd.DataFrame({"Menetelmä": [["videointi", "keskustelu"], ["keskustelu"]]}, index=["1", "2"])
    answers = pd.DataFrame({"case": ["1", "2"], "question": "Q1"})
    hits = pd.DataFrame({"answer": ["1:Q1"], "case": ["1"], "question": ["Q1"]})
    table = hits_by_group(hits, cases, by="Menetelmä", answers=answers)
    assert table.to_frame()[["group", "cases", "base"]].values.tolist() == [
        ["keskustelu", 1, 2], ["videointi", 1, 1], ["Kaikki", 1, 2],
    ]  # fmt: skip
    assert table.notes == ("Vastaaja voi kuulua useaan ryhmään.",)


def test_an_unknown_variable_is_an_error() -> None:
    nothing = pd.DataFrame({"answer": [], "case": [], "question": []})
    with pytest.raises(NotFoundError, match="Kaupunki"):
        hits_by_group(nothing, pd.DataFrame({"Kaupunki": ["Oulu"]}, index=["1"]), by="Ikä", answers=nothing)
