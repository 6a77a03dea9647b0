"""Merged cells that go on for longer than a page: their words are said again, so that no page is without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["said_again"]


def said_again(
    spans: Mapping[str, Sequence[int]], heights: Sequence[float], room: float
) -> tuple[dict[str, list[int]], set[tuple[str, int]]]:
    """Divide merged cells that are higher than there is room, each at a row where the next column begins anew.

    Where a page ends only the program that shows it knows; a cell that is divided in time stands on every page. A cell
    is divided where the one beside it begins, or is divided itself.

    Args:
        spans: As `Table.spans` returns them, the outermost column first.
        heights: Height of each row.
        room: Height after which a cell is said again.

    Returns:
        The new spans, and where a cell is said again, by column and row.

    Example:
        >>> said_again({"pääluokka": [4, 0, 0, 0], "alaluokka": [1, 2, 0, 1]}, [2.0] * 4, 5.0)
        ({'pääluokka': [3, 0, 0, 1], 'alaluokka': [1, 2, 0, 1]}, {('pääluokka', 3)})
    """
    count = len(heights)
    again: set[tuple[str, int]] = set()
    found: dict[str, list[int]] = {}
    beside = [True] * count
    for name in reversed(list(spans)):
        begins, since = [span > 0 for span in spans[name]], 0.0
        for row, height in enumerate(heights):
            if begins[row]:
                since = 0.0
            elif since > room and beside[row]:
                again.add((name, row))
                begins[row], since = True, 0.0
            since += height
        starts = [row for row in range(count) if begins[row]]
        cells = [0] * count
        for start, end in zip(starts, [*starts[1:], count], strict=True):
            cells[start] = end - start
        found[name], beside = cells, begins
    return {name: found[name] for name in spans}, again
