"""A merged cell that goes on is said again, so that no page is without its words."""

from hypothesis import given
from hypothesis import strategies as st

from teema.export.long_cells import said_again
from teema.tables import Table


def spans(values: list[tuple[str, str, str]]) -> dict[str, list[int]]:
    import pandas as pd

    names = ("pääluokka", "yläluokka", "alaluokka")
    frame = pd.DataFrame(values, columns=list(names))
    return Table(frame=frame, title="", merged=names).spans()


def test_what_fits_stays_one() -> None:
    whole = spans([("A", "a", "x"), ("A", "a", "y")])
    assert said_again(whole, [1.0, 1.0], 5.0) == (whole, set())


def test_the_outer_is_said_again_where_the_inner_begins() -> None:
    found, again = said_again(spans([("A", "a", name) for name in "xxxyyz"]), [2.0] * 6, 5.0)
    assert found["yläluokka"] == [3, 0, 0, 3, 0, 0]
    assert again == {("yläluokka", 3), ("pääluokka", 3)}


def test_the_innermost_may_be_divided_at_any_row() -> None:
    found, again = said_again(spans([("A", "a", "x")] * 6), [2.0] * 6, 5.0)
    assert found["alaluokka"] == [3, 0, 0, 3, 0, 0]
    assert again == {(name, 3) for name in ("pääluokka", "yläluokka", "alaluokka")}


LETTERS = st.tuples(*[st.sampled_from("AB")] * 3)


@given(st.lists(st.tuples(LETTERS, st.floats(0.4, 6)), min_size=1, max_size=40), st.floats(1, 12))
def test_no_cell_is_divided_that_its_neighbour_goes_through(
    rows: list[tuple[tuple[str, str, str], float]], room: float
) -> None:
    before = spans([row for row, _ in rows])
    heights = [height for _, height in rows]
    found, again = said_again(before, heights, room)
    for outer, inner in (("pääluokka", "yläluokka"), ("yläluokka", "alaluokka")):
        assert all(found[inner][row] for row, span in enumerate(found[outer]) if span)
    for name in before:
        assert sum(found[name]) == len(rows)
        assert {row for row, span in enumerate(found[name]) if span} == {
            row for row, span in enumerate(before[name]) if span
        } | {row for its, row in again if its == name}
    innermost = [row for row, span in enumerate(found["alaluokka"]) if span]
    for start, end in zip(innermost, [*innermost[1:], len(rows)], strict=True):
        assert sum(heights[start : end - 1]) <= room or end - start == 1
