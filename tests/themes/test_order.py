"""Themes among their sisters: the order that an analysis is read in."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teema.errors import UnusableValueError
from teema.study import Study

_NAMES = ["Luottamus kantaa", "Arki sujuu", "Työn ehdot", "Aika ei riitä"]


def test_a_theme_is_put_before_a_sister_under_the_same_theme(study: Study) -> None:
    ta = study.analysis("TA")
    for name in _NAMES:
        ta.add(name)
    ta.move("Työn ehdot", "Luottamus kantaa")
    ta.move("Aika ei riitä", "Luottamus kantaa", before="Työn ehdot")
    assert ta.themes[["theme", "depth"]].values.tolist() == [
        ["Luottamus kantaa", 0], ["Aika ei riitä", 1], ["Työn ehdot", 1], ["Arki sujuu", 0],
    ]  # fmt: skip
    study.undo()
    assert ta.themes["theme"].tolist() == ["Luottamus kantaa", "Työn ehdot", "Arki sujuu", "Aika ei riitä"]


@pytest.mark.parametrize("before", ["Työn ehdot", "Arki sujuu"])
def test_only_before_a_theme_that_stands_there(study: Study, before: str) -> None:
    ta = study.analysis("TA")
    for name in _NAMES:
        ta.add(name)
    ta.move("Työn ehdot", "Luottamus kantaa")
    with pytest.raises(UnusableValueError, match="does not stand there"):
        ta.move("Arki sujuu", None, before=before)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES)), max_size=6))
def test_moves_do_what_they_do_to_a_list(study: Study, moves: list[tuple[str, str]]) -> None:
    ta, other = study.analysis("TA"), study.analysis("Toinen")
    for name in _NAMES:
        for tree in (ta, other):
            if name not in tree:
                tree.add(name)
    expected = ta.themes["theme"].tolist()
    for name, before in moves:
        if name != before:
            ta.move(name, None, before=before)
            expected.remove(name)
            expected.insert(expected.index(before), name)
    assert ta.themes["theme"].tolist() == expected
    assert other.themes["theme"].tolist() == _NAMES
