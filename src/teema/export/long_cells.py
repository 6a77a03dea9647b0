"""Merged cells that go on for longer than a page: their words are said again, so that no page is without them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["said_again"]


def said_again(
    spans: Mapping[str, Sequence[int]], heights: Sequence[float], room: float
) -> tuple[dict[str, list[int]], set[tuple[str, int]]]:
    """Divide merged cells that are higher than there is room, each at a row where the next column begins anew.

    Where a page ends only the program that shows it knows; a cell that is divided in time stands on every page.

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
    names = list(spans)
    count = len(heights)
    begins = {name: [span > 0 for span in spans[name]] for name in names}
    again: set[tuple[str, int]] = set()
    for place, name in enumerate(names):
        inner = names[place + 1] if place + 1 < len(names) else None
        since = 0.0
        for row in range(count):
            may = inner is None or begins[inner][row]
            if begins[name][row]:
                since = 0.0
            elif since > room and may:
                again.add((name, row))
                begins[name][row] = True
                since = 0.0
            since += heights[row]
    found = {}
    for name in names:
        starts = [row for row in range(count) if begins[name][row]]
        cells = [0] * count
        for start, end in zip(starts, [*starts[1:], count], strict=True):
            cells[start] = end - start
        found[name] = cells
    return found, again
