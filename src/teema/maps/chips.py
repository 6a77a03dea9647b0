"""Marks on a node: small chips below its name; short ones stand side by side as far as they fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from teema.maps.blocks import Rect
from teema.maps.look import MARK_SIZE
from teema.maps.marks import Mark, said
from teema.maps.text import LEADING, text_width, wrap

__all__ = ["ABOVE", "Chip", "chips_of"]

ABOVE = 2.6  # between a name and the chips below it
_PAD = 3.0
_GAP = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A mark in its own small box.

    Attributes:
        mark: What it says.
        box: Where it is.
        lines: Its words in lines, the sign first.
    """

    mark: Mark
    box: Rect
    lines: tuple[str, ...]

    def scaled(self, factor: float) -> Chip:
        """Return the chip with its box multiplied."""
        return replace(self, box=self.box.scaled(factor))

    def moved(self, dx: float, dy: float) -> Chip:
        """Return the chip moved."""
        return replace(self, box=self.box.moved(dx, dy))


def chips_of(marks: Sequence[Mark], width: float, language: str) -> tuple[tuple[Chip, ...], float]:
    """Set marks in rows, each row centred.

    Args:
        marks: What is said.
        width: Of the room, in points at scale 1.
        language: For breaking words.

    Returns:
        The chips in a room whose corner is (0, 0), and their height; 0 when there are none.
    """
    rows: list[list[tuple[Mark, tuple[str, ...], float]]] = []
    left = 0.0
    for mark in marks:
        lines = wrap(said(mark), width - 2 * _PAD, MARK_SIZE, "regular", language)
        wide = max(text_width(line, MARK_SIZE) for line in lines) + 2 * _PAD
        if not rows or left < wide + _GAP or len(lines) > 1 or len(rows[-1][-1][1]) > 1:
            rows.append([])
            left = width + _GAP
        rows[-1].append((mark, lines, wide))
        left -= wide + _GAP
    chips = []
    y = 0.0
    for row in rows:
        high = max(len(lines) for _, lines, _ in row) * MARK_SIZE * LEADING + 1.6
        x = (width - sum(wide for _, _, wide in row) - _GAP * (len(row) - 1)) / 2
        for mark, lines, wide in row:
            chips.append(Chip(mark=mark, box=Rect(x, y, wide, high), lines=lines))
            x += wide + _GAP
        y += high + _GAP
    return tuple(chips), max(0.0, y - _GAP)
