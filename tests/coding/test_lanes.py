"""Stripes of extracts that overlap never lie on each other, and none is longer away from the text than it must."""

from hypothesis import given
from hypothesis import strategies as st

from teema.coding import lanes

spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)).map(lambda item: (item[0], item[0] + item[1])))


@given(spans)
def test_spans_that_share_a_character_have_different_lanes(found: list[tuple[int, int]]) -> None:
    given_lanes = lanes(found)
    for i, (start, end) in enumerate(found):
        for j, (other_start, other_end) in enumerate(found[:i]):
            if start < other_end and other_start < end:
                assert given_lanes[i] != given_lanes[j]


@given(spans)
def test_no_more_lanes_are_used_than_spans_lie_over_one_place(found: list[tuple[int, int]]) -> None:
    deepest = max((sum(start <= place < end for start, end in found) for place in range(100)), default=0)
    assert max(lanes(found), default=-1) + 1 == deepest


def test_the_longer_extract_lies_nearer_to_the_text() -> None:
    assert lanes([(0, 5), (0, 20), (3, 8)]) == [1, 0, 2]
