"""Where a code stands among its sisters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.coding.order import placed
from teema.errors import CodebookError
from teema.records import Code
from teema.study import Study


@given(st.lists(st.integers(0, 5), min_size=1, max_size=8), st.data())
def test_the_code_stands_where_it_was_put_and_the_others_keep_their_order(
    positions: list[int], data: st.DataObject
) -> None:
    codes = sorted(
        (Code(name=str(n), position=place) for n, place in enumerate(positions)), key=lambda one: one.position
    )
    moved = data.draw(st.sampled_from(codes))
    rest = [code for code in codes if code != moved]
    before = data.draw(st.sampled_from([*rest, None]))
    changed = {
        code.id: code for code in placed(codes, moved, parent=None, before=None if before is None else before.id)
    }
    after = sorted((changed.get(code.id, code) for code in codes), key=lambda one: one.position)
    wanted = [code.id for code in rest]
    wanted.insert(len(wanted) if before is None else wanted.index(before.id), moved.id)
    assert [code.id for code in after] == wanted


def test_only_the_sisters_between_change() -> None:
    codes = [Code(name=name, position=place) for place, name in enumerate("abcdef")]
    assert [code.name for code in placed(codes, codes[4], parent=None, before=codes[2].id)] == ["e", "c", "d"]
    assert placed(codes, codes[1], parent=None, before=codes[2].id) == []


class TestInTheCodebook:
    @pytest.fixture
    def book(self, study: Study) -> Study:
        for name in ("Luottamus", "Kiire", "Arki"):
            study.codebook.add(name)
        study.codebook.add("Rajat", parent="Kiire")
        return study

    def test_one_step_that_undo_takes_back(self, book: Study) -> None:
        book.codebook.place("Arki", "Kiire", before="Rajat")
        assert [code.name for code in book.codebook] == ["Luottamus", "Kiire", "Arki", "Rajat"]
        book.undo()
        assert [code.name for code in book.codebook] == ["Luottamus", "Kiire", "Rajat", "Arki"]

    def test_takes_along_what_is_below(self, book: Study) -> None:
        book.codebook.place("Kiire", before="Luottamus")
        assert [code.name for code in book.codebook] == ["Kiire", "Rajat", "Luottamus", "Arki"]

    @pytest.mark.parametrize(("parent", "before"), [("Rajat", None), ("Kiire", None), (None, "Rajat"), (None, "Kiire")])
    def test_a_place_that_is_none_is_refused(self, book: Study, parent: str | None, before: str | None) -> None:
        with pytest.raises(CodebookError, match="cannot stand"):
            book.codebook.place("Kiire", parent, before=before)
