"""Which theme stands beside which: a short deterministic search that brings related themes together.

The given order is kept where relations do not speak against it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["Rows", "better_order", "in_rows"]

Rows = list[list[str]]
_TRIES = 9000  # evaluations of a swap, which bounds the time for many themes
_ORDER_COST = 0.015
_LANDSCAPE = 1.41


def in_rows(names: Sequence[str], sizes: Mapping[str, float], count: int) -> Rows:
    """Cut a sequence into at most `count` rows of about equal size.

    Example:
        >>> in_rows(["a", "b", "c"], {"a": 2.0, "b": 1.0, "c": 1.0}, 2)
        [['a'], ['b', 'c']]
    """
    total = sum(sizes[name] for name in names) or 1.0
    rows: Rows = [[] for _ in range(count)]
    before = 0.0
    for name in names:
        at = int((before + sizes[name] / 2) / total * count)
        rows[min(at, count - 1)].append(name)
        before += sizes[name]
    return [row for row in rows if row]


def better_order(
    rows: Rows, sizes: Mapping[str, float], pairs: Sequence[tuple[str, str]], section: Mapping[str, int]
) -> Rows:
    """Swap names until no swap brings related ones closer.

    Args:
        rows: The names, row by row.
        sizes: Area of each.
        pairs: Related names.
        section: Names are swapped only within the same section.

    Returns:
        Rows of the same lengths.

    Example:
        >>> better_order([["a", "b", "c"]], {"a": 1, "b": 1, "c": 1}, [("a", "c")], {"a": 0, "b": 0, "c": 0})
        [['b', 'a', 'c']]
    """
    rows = [list(row) for row in rows]
    slots = [(r, c) for r, row in enumerate(rows) for c in range(len(row))]
    home = {rows[r][c]: at for at, (r, c) in enumerate(slots)}
    best = _cost(rows, sizes, pairs, home)
    tries = 0
    improved = True
    while improved and pairs:
        improved = False
        for first, (r1, c1) in enumerate(slots):
            for r2, c2 in slots[first + 1 :]:
                if section[rows[r1][c1]] != section[rows[r2][c2]]:
                    continue
                rows[r1][c1], rows[r2][c2] = rows[r2][c2], rows[r1][c1]
                cost = _cost(rows, sizes, pairs, home)
                tries += 1
                if cost < best - 1e-9:
                    best, improved = cost, True
                else:
                    rows[r1][c1], rows[r2][c2] = rows[r2][c2], rows[r1][c1]
        improved = improved and tries < _TRIES
    return rows


def _cost(rows: Rows, sizes: Mapping[str, float], pairs: Sequence[tuple[str, str]], home: Mapping[str, int]) -> float:
    places: dict[str, tuple[float, int, int]] = {}
    cost = 0.0
    at = 0
    totals = []
    for r, row in enumerate(rows):
        total = sum(sizes[name] for name in row)
        totals.append(total)
        left = 0.0
        for c, name in enumerate(row):
            places[name] = ((left + sizes[name] / 2) / total, r, c)
            left += sizes[name]
            cost += _ORDER_COST * abs(home[name] - at)
            at += 1
    high = 1 / len(rows)
    for a, b in pairs:
        (xa, ra, ca), (xb, rb, cb) = places[a], places[b]
        apart = abs(ra - rb)
        cost += abs(xa - xb) * _LANDSCAPE + apart * high
        # Neighbours are joined straight; others have to go round the themes between them.
        cost += 0.5 * max(0, abs(ca - cb) - 1) if apart == 0 else 0.7 * (apart - 1)
    return cost + 0.3 * (max(totals) - min(totals)) / max(totals)
