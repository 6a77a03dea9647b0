"""Spans follow the replacing of places: the law that pseudonymisation stands on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import UnusableValueError
from teema.privacy import Edit, follow, inverse, rewrite

TEXT = "Näin Maijan 🙂 Lahdessa, ja Maija nauroi.\nSitten lähdin Turkuun Pekan kanssa."


@st.composite
def edits(draw: st.DrawFn) -> list[Edit]:
    places = sorted(draw(st.lists(st.integers(0, len(TEXT)), unique=True, max_size=12)))
    pairs = zip(places[::2], places[1::2], strict=False)
    new = st.sampled_from(["[henkilö 1]", "[kunta]ssa", "[pvm]", "", "x"])
    return [Edit(start, end, draw(new)) for start, end in pairs]


spans = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, len(TEXT))).filter(lambda span: span[0] < span[1])


@given(edits(), spans)
def test_a_span_that_touches_no_replaced_place_reads_the_same_words(made: list[Edit], span: tuple[int, int]) -> None:
    start, end = span
    if all(edit.end <= start or end <= edit.start for edit in made):
        new_start, new_end = follow(span, made)
        assert rewrite(TEXT, made)[new_start:new_end] == TEXT[start:end]


@given(edits(), spans)
def test_a_span_that_touches_one_holds_the_whole_replacement_and_the_rest_of_its_words(
    made: list[Edit], span: tuple[int, int]
) -> None:
    start, end = span
    touched = [edit for edit in made if edit.start < end and start < edit.end]
    # What the rule says: the span is widened over what it touches, then read in the new text.
    low, high = min([start, *(edit.start for edit in touched)]), max([end, *(edit.end for edit in touched)])
    inside = [Edit(edit.start - low, edit.end - low, edit.new) for edit in touched]
    new_start, new_end = follow(span, made)
    assert rewrite(TEXT, made)[new_start:new_end] == rewrite(TEXT[low:high], inside)


@given(edits(), spans)
def test_the_inverse_brings_back_the_text_and_spans_that_touched_nothing(
    made: list[Edit], span: tuple[int, int]
) -> None:
    made = [edit for edit in made if edit.new]
    new = rewrite(TEXT, made)
    back = inverse(TEXT, made)
    assert rewrite(new, back) == TEXT
    if all(edit.end <= span[0] or span[1] <= edit.start for edit in made):
        assert follow(follow(span, made), back) == span


def test_overlapping_places_are_refused() -> None:
    with pytest.raises(UnusableValueError, match="overlap"):
        rewrite(TEXT, [Edit(0, 5, "a"), Edit(4, 8, "b")])
