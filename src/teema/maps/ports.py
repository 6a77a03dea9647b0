"""Where a line may leave or reach a node: straight out of its block, through nothing that holds words."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from teema.maps.blocks import Block, Part, Point, Rect
from teema.maps.lattice import Lattice

__all__ = ["Port", "ports"]


class Port(NamedTuple):
    """A way out of a node.

    Attributes:
        place: Index of the lattice point outside the block.
        upright: Whether the way is vertical.
        border: Point on the node's outline.
        cost: Grows with the distance from the middle of the side.
    """

    place: int
    upright: bool
    border: Point
    cost: float


def ports(block: Block, key: str, lattice: Lattice) -> list[Port]:
    """Return all ways out of a node of a block to free points of the lattice.

    Args:
        block: The block in which the node is drawn.
        key: The node.
        lattice: The points that lines may use.
    """
    part = next(part for part in block.parts if part.node.key == key)
    walls = [other.box for other in block.parts if not _around(other.box, part.box)]
    walls += [other.words for other in block.parts if other is not part and _around(other.box, part.box)]
    if block.links and part is block.parts[0] and len(block.parts) > 1:
        walls.append(Rect(block.box.x, part.box.bottom, block.box.width, block.box.bottom - part.box.bottom + 1))
    return [*_upright(block, part, walls, lattice), *_level(block, part, walls, lattice)]


def _upright(block: Block, part: Part, walls: Sequence[Rect], lattice: Lattice) -> Iterator[Port]:
    box = part.box
    inset = min(box.width * 0.2, 9.0)
    inner = bisect_left(lattice.xs, box.x + inset), bisect_right(lattice.xs, box.right - inset)
    for column in range(*inner):
        x = lattice.xs[column]
        rise = _rise(part, (x - box.middle[0]) / (box.width / 2))
        cost = abs(x - box.middle[0]) * 0.12
        for upward in (True, False):
            y = box.middle[1] + (-rise if upward else rise)
            row = _free_row(lattice, column, y, block.box, upward=upward)
            if row is None:
                continue
            way = _between((x, y), (x, lattice.ys[row]))
            if not any(way.meets(wall) for wall in walls):
                crowd = _crowd(lattice.upright, lattice.at(column, row), 1)
                yield Port(lattice.at(column, row), upright=True, border=(x, y), cost=cost + crowd)


def _level(block: Block, part: Part, walls: Sequence[Rect], lattice: Lattice) -> Iterator[Port]:
    box = part.box
    inset = min(box.height * 0.25, 9.0)
    inner = bisect_left(lattice.ys, box.y + inset), bisect_right(lattice.ys, box.bottom - inset)
    for row in range(*inner):
        y = lattice.ys[row]
        reach = _reach(part, (y - box.middle[1]) / (box.height / 2))
        cost = abs(y - box.middle[1]) * 0.12
        for leftward in (True, False):
            x = box.middle[0] + (-reach if leftward else reach)
            column = _free_column(lattice, row, x, block.box, leftward=leftward)
            if column is None:
                continue
            way = _between((x, y), (lattice.xs[column], y))
            if not any(way.meets(wall) for wall in walls):
                crowd = _crowd(lattice.level, lattice.at(column, row), len(lattice.xs))
                yield Port(lattice.at(column, row), upright=False, border=(x, y), cost=cost + crowd)


def _free_row(lattice: Lattice, column: int, y: float, block: Rect, *, upward: bool) -> int | None:
    """Return the first row that is free, going out of a node at y; it lies at the edge of the block at the latest."""
    row, step = (lattice.row_above(y), -1) if upward else (lattice.row_below(y), 1)
    last = lattice.row_above(block.y) if upward else lattice.row_below(block.bottom)
    if row is None or last is None:
        return None
    out = next((at for at in range(row, last + step, step) if not lattice.solid[lattice.at(column, at)]), None)
    return None if out is None or lattice.blocked[lattice.at(column, out)] else out


def _free_column(lattice: Lattice, row: int, x: float, block: Rect, *, leftward: bool) -> int | None:
    """Return the first column that is free, going out of a node at x; at the edge of the block at the latest."""
    column, step = (lattice.column_left(x), -1) if leftward else (lattice.column_right(x), 1)
    last = lattice.column_left(block.x) if leftward else lattice.column_right(block.right)
    if column is None or last is None:
        return None
    out = next((at for at in range(column, last + step, step) if not lattice.solid[lattice.at(at, row)]), None)
    return None if out is None or lattice.blocked[lattice.at(out, row)] else out


def _crowd(taken: Sequence[int], place: int, step: int) -> float:
    """Return a cost for standing so close to another line that their heads would touch."""
    beside = [place + side * step for side in (-1, 1)]
    return 14.0 * sum(0 <= other < len(taken) and taken[other] >= 0 for other in beside)


def _rise(part: Part, across: float) -> float:
    half = part.box.height / 2
    return half * math.sqrt(max(0.0, 1 - across * across)) if part.shape == "oval" else half


def _reach(part: Part, up: float) -> float:
    half = part.box.width / 2
    return half * math.sqrt(max(0.0, 1 - up * up)) if part.shape == "oval" else half


def _between(a: Point, b: Point) -> Rect:
    """Return the line between two points as a thin rectangle."""
    return Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])).grown(0.5)


def _around(outer: Rect, inner: Rect) -> bool:
    """Say whether a box holds another, or is it."""
    return (
        outer.x <= inner.x + 1e-6
        and outer.y <= inner.y + 1e-6
        and outer.right >= inner.right - 1e-6
        and outer.bottom >= inner.bottom - 1e-6
    )
