"""A block: a theme drawn with all it holds, measured for one width. The layout moves blocks, never their insides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from teema.maps.graph import Node
from teema.maps.look import NODE_LOOKS, NodeLook
from teema.maps.text import LEADING

if TYPE_CHECKING:
    from teema.maps.chips import Chip

__all__ = ["LEVELLED", "Block", "Part", "Point", "Rect", "Role", "columns_of", "heightened", "hull", "text_height"]

Role = Literal["overarching", "theme", "subtheme", "code"]
Point = tuple[float, float]
LEVELLED = 26.0  # by how much a box may be drawn higher than its contents, so that neighbours end level


class Rect(NamedTuple):
    """A rectangle: left and top corner, width and height, in points; y grows downwards."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The x of its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The y of its lower side."""
        return self.y + self.height

    @property
    def middle(self) -> Point:
        """The point in its middle."""
        return self.x + self.width / 2, self.y + self.height / 2

    def scaled(self, factor: float) -> Rect:
        """Return the rectangle with all its lengths multiplied."""
        return Rect(*(value * factor for value in self))

    def moved(self, dx: float, dy: float) -> Rect:
        """Return the rectangle moved."""
        return Rect(self.x + dx, self.y + dy, self.width, self.height)

    def grown(self, by: float) -> Rect:
        """Return the rectangle with a margin around it."""
        return Rect(self.x - by, self.y - by, self.width + 2 * by, self.height + 2 * by)

    def meets(self, other: Rect) -> bool:
        """Say whether two rectangles share more than a border.

        Example:
            >>> Rect(0, 0, 10, 10).meets(Rect(10, 0, 5, 5)), Rect(0, 0, 10, 10).meets(Rect(9, 9, 5, 5))
            (False, True)
        """
        return (
            self.x < other.right - 1e-6
            and other.x < self.right - 1e-6
            and self.y < other.bottom - 1e-6
            and other.y < self.bottom - 1e-6
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One node of a block: its box and the words in it.

    Attributes:
        node: The theme or code.
        role: What it is drawn as, by its place in the tree.
        shape: rounded (box), pill (box with round ends), oval or arrow (pointing right).
        box: Where it is.
        words: Where its words are, and the chips below them.
        lines: Its name in lines, and the count as a last line of a theme when counts are shown.
        band: Height of the tinted band that holds the words, when the box holds other nodes below them.
        scale: By how much sizes are multiplied.
        anchor: Whether lines stand around the middle or begin at the left.
        again: Whether the node stands elsewhere, too, and is here only set again; the last line says so.
        chips: Marks of what changed, below its name.
    """

    node: Node
    role: Role
    shape: Literal["rounded", "pill", "oval", "arrow"]
    box: Rect
    words: Rect
    lines: tuple[str, ...]
    band: float = 0.0
    scale: float = 1.0
    anchor: Literal["start", "middle"] = "middle"
    again: bool = False
    chips: tuple[Chip, ...] = ()

    @property
    def look(self) -> NodeLook:
        """Sizes and colours of its role."""
        return NODE_LOOKS[self.role]

    def scaled(self, factor: float) -> Part:
        """Return the part with all its lengths multiplied."""
        return replace(
            self, box=self.box.scaled(factor), words=self.words.scaled(factor), band=self.band * factor,
            scale=self.scale * factor, chips=tuple(chip.scaled(factor) for chip in self.chips),
        )  # fmt: skip

    def moved(self, dx: float, dy: float) -> Part:
        """Return the part moved."""
        chips = tuple(chip.moved(dx, dy) for chip in self.chips)
        return replace(self, box=self.box.moved(dx, dy), words=self.words.moved(dx, dy), chips=chips)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A theme with all it holds.

    Attributes:
        key: The theme.
        box: The room it takes.
        parts: Its nodes, outer before inner; the first is the theme itself.
        links: Lines within it from a theme to what it holds; none where boxes lie in boxes.
        solids: Boxes that together cover all parts and links, when the block is not itself one box.
    """

    key: str
    box: Rect
    parts: tuple[Part, ...]
    links: tuple[tuple[Point, ...], ...] = ()
    solids: tuple[Rect, ...] = ()

    @property
    def walls(self) -> tuple[Rect, ...]:
        """The boxes that lines of others may not cross."""
        return self.solids or (self.box,)

    def scaled(self, factor: float) -> Block:
        """Return the block with all its lengths multiplied."""
        links = tuple(tuple((x * factor, y * factor) for x, y in link) for link in self.links)
        parts = tuple(part.scaled(factor) for part in self.parts)
        solids = tuple(box.scaled(factor) for box in self.solids)
        return replace(self, box=self.box.scaled(factor), parts=parts, links=links, solids=solids)

    def moved(self, dx: float, dy: float) -> Block:
        """Return the block moved."""
        links = tuple(tuple((x + dx, y + dy) for x, y in link) for link in self.links)
        parts = tuple(part.moved(dx, dy) for part in self.parts)
        solids = tuple(box.moved(dx, dy) for box in self.solids)
        return replace(self, box=self.box.moved(dx, dy), parts=parts, links=links, solids=solids)

    def at(self, x: float, y: float) -> Block:
        """Return the block with its left upper corner at a point."""
        return self.moved(x - self.box.x, y - self.box.y)


def heightened(part: Part, height: float) -> Part:
    """Return a box drawn higher than its contents need; one without contents keeps its words in the middle."""
    extra = height - part.box.height
    box = Rect(part.box.x, part.box.y, part.box.width, height)
    return replace(part if part.band else part.moved(0, extra / 2), box=box)


def text_height(lines: Sequence[str], look: NodeLook) -> float:
    """Return the height of lines set in a look, in points at scale 1."""
    return len(lines) * look.size * LEADING


def hull(boxes: Sequence[Rect]) -> Rect:
    """Return the smallest box around boxes."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Rect(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def columns_of(heights: Sequence[float], count: int, gap: float) -> list[list[int]]:
    """Share items over columns in their order so that the tallest column is as low as it can be.

    Args:
        heights: Height of each item.
        count: How many columns at most.
        gap: Between items of a column.

    Returns:
        The indices of each column's items.

    Example:
        >>> columns_of([10, 10, 10, 30], 2, 0)
        [[0, 1, 2], [3]]
    """
    candidates = sorted(
        sum(heights[a:b]) + gap * (b - a - 1) for a in range(len(heights)) for b in range(a + 1, len(heights) + 1)
    )
    low, high = 0, len(candidates) - 1
    while low < high:
        middle = (low + high) // 2
        if len(_filled(heights, candidates[middle], gap)) <= count:
            high = middle
        else:
            low = middle + 1
    return _filled(heights, candidates[low], gap) if heights else []


def _filled(heights: Sequence[float], limit: float, gap: float) -> list[list[int]]:
    columns: list[list[int]] = []
    used = float("inf")
    for index, height in enumerate(heights):
        if used + gap + height > limit + 1e-9:
            columns.append([])
            used = -gap
        columns[-1].append(index)
        used += gap + height
    return columns
