"""The points of the page that lines may use: a fine grid, less the blocks and the room around them."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from teema.maps.blocks import Point, Rect

__all__ = ["Lattice", "lattice_of"]


@dataclass(slots=True, kw_only=True)
class Lattice:
    """A grid of points with what is taken already, kept in bytes and arrays that NumPy reads without copying.

    Attributes:
        xs: x of each column.
        ys: y of each row.
        pitch: Distance between neighbours.
        blocked: Points no line may use: blocks, and words that stand already.
        solid: Points that blocks take.
        near: Points beside a block, which lines use only when they must.
        level: Line that runs horizontally through a point, or -1.
        upright: Line that runs vertically through a point, or -1.
        corner: Line that turns or ends at a point, or -1.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    pitch: float
    blocked: bytearray
    solid: bytearray
    near: bytearray
    level: array[int]
    upright: array[int]
    corner: array[int]

    def copy(self) -> Lattice:
        """Return the same grid, to be taken otherwise."""
        return replace(
            self, blocked=self.blocked[:], level=self.level[:], upright=self.upright[:], corner=self.corner[:]
        )

    def at(self, column: int, row: int) -> int:
        """Return the index of a point."""
        return row * len(self.xs) + column

    def point(self, place: int) -> Point:
        """Return where a point is."""
        row, column = divmod(place, len(self.xs))
        return self.xs[column], self.ys[row]

    def row_above(self, y: float) -> int | None:
        """Return the lowest row with room between it and a block that begins at y."""
        row = math.floor((y - self.clearance - self.ys[0]) / self.pitch + 1e-6)
        return row if row >= 0 else None

    def row_below(self, y: float) -> int | None:
        """Return the highest row with room between it and a block that ends at y."""
        row = math.ceil((y + self.clearance - self.ys[0]) / self.pitch - 1e-6)
        return row if row < len(self.ys) else None

    def column_left(self, x: float) -> int | None:
        """Return the last column with room between it and a block that begins at x."""
        column = math.floor((x - self.clearance - self.xs[0]) / self.pitch + 1e-6)
        return column if column >= 0 else None

    def column_right(self, x: float) -> int | None:
        """Return the first column with room between it and a block that ends at x."""
        column = math.ceil((x + self.clearance - self.xs[0]) / self.pitch - 1e-6)
        return column if column < len(self.xs) else None

    @property
    def clearance(self) -> float:
        """Least distance of a line from a block that it does not belong to."""
        return self.pitch * 0.9

    def block(self, box: Rect, marks: bytearray) -> None:
        """Mark the points inside a box."""
        first, last = self._range(self.xs, box.x, box.right)
        top, end = self._range(self.ys, box.y, box.bottom)
        for row in range(top, end):
            start = self.at(first, row)
            marks[start : start + last - first] = b"\x01" * (last - first)

    def _range(self, values: Sequence[float], low: float, high: float) -> tuple[int, int]:
        first = math.floor((low - values[0]) / self.pitch + 1e-6) + 1
        last = math.ceil((high - values[0]) / self.pitch - 1e-6)
        first = max(0, first)
        return first, max(first, min(len(values), last))


def lattice_of(boxes: Sequence[Rect], bounds: Rect, pitch: float) -> Lattice:
    """Lay a grid over the bounds and block the boxes.

    Args:
        boxes: Blocks on the page.
        bounds: Where lines may go.
        pitch: Distance of neighbouring points.
    """
    xs = tuple(bounds.x + at * pitch for at in range(int(bounds.width // pitch) + 1))
    ys = tuple(bounds.y + at * pitch for at in range(int(bounds.height // pitch) + 1))
    size = len(xs) * len(ys)
    lattice = Lattice(
        xs=xs, ys=ys, pitch=pitch, blocked=bytearray(size), solid=bytearray(size), near=bytearray(size),
        level=array("i", [-1]) * size, upright=array("i", [-1]) * size, corner=array("i", [-1]) * size,
    )  # fmt: skip
    for box in boxes:
        lattice.block(box.grown(lattice.clearance), lattice.blocked)
        lattice.block(box.grown(lattice.clearance), lattice.solid)
        lattice.block(box.grown(lattice.clearance + pitch), lattice.near)
    return lattice
