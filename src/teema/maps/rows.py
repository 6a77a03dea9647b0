"""Blocks in rows that fill the width of a page, as pictures do in a well-set book: equal heights, even gutters."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from teema.maps.blocks import LEVELLED, Block, heightened

__all__ = ["Measure", "Strip", "best_rows", "filled", "placed", "total_height"]

Measure = Callable[[str, float], Block]
Slot = tuple[str, ...]  # themes one below the other
_STEP = 8.0
_NEARLY = 0.12
_FLAT = 3.4  # a block wider than this many heights looks empty


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """Rows below their banners, across the whole page.

    Attributes:
        rows: Slots of each row.
        banners: Overarching theme and the themes below it; several only when there is one row.
    """

    rows: tuple[tuple[Slot, ...], ...]
    banners: tuple[tuple[str, frozenset[str]], ...] = ()


@dataclass(slots=True, kw_only=True)
class Ruler:
    """Measures blocks, remembers heights, and knows the gutters; all lengths at scale 1.

    Attributes:
        measure: Gives the block of a theme for a width.
        narrowest: Width below which no block goes.
        across: Gutter between blocks of a row.
        down: Gutter between rows.
        below_banner: Gutter between an overarching theme and the themes below it.
        wider: Gutters that hold a label: pairs of neighbours and the room they need.
        stretch: Whether boxes may be drawn higher than their contents.
    """

    measure: Measure
    narrowest: float
    across: float
    down: float
    below_banner: float
    wider: Mapping[frozenset[str], float]
    stretch: bool
    heights: dict[tuple[Slot, int], float] = field(default_factory=dict)
    known: dict[tuple[tuple[Slot, ...], float], tuple[float, list[float]]] = field(default_factory=dict)

    def height(self, slot: Slot, step: int) -> float:
        """Return the height of a slot at a width given in steps above the narrowest."""
        if (slot, step) not in self.heights:
            self.heights[slot, step] = self.exact_height(slot, self.narrowest + step * _STEP)
        return self.heights[slot, step]

    def exact_height(self, slot: Slot, width: float) -> float:
        """Return the height of a slot at a width."""
        blocks = [self.measure(name, width).box.height for name in slot]
        return sum(blocks) + self.down * (len(slot) - 1)

    def gaps(self, row: Sequence[Slot]) -> list[float]:
        """Return the gutters between the slots of a row."""
        found = []
        for left, right in pairwise(row):
            pairs = [frozenset((a, b)) for a in left for b in right]
            found.append(max([self.across, *(self.wider[pair] for pair in pairs if pair in self.wider)]))
        return found

    def narrow(self, slot: Slot, height: float, most: int) -> int | None:
        """Return the least width, in steps, at which a slot is no higher than `height`."""
        if self.height(slot, most) > height:
            return None
        low, high = 0, most
        while low < high:
            middle = (low + high) // 2
            if self.height(slot, middle) <= height:
                high = middle
            else:
                low = middle + 1
        return low

    def row_widths(self, row: Sequence[Slot], width: float) -> tuple[float, list[float]]:
        """Return the least height of a row of a given width, and the least widths of its slots for it."""
        key = (tuple(row), round(width, 1))
        if key not in self.known:
            self.known[key] = self._row_widths(row, width)
        return self.known[key]

    def _row_widths(self, row: Sequence[Slot], width: float) -> tuple[float, list[float]]:
        room = width - sum(self.gaps(row))
        most = int((room - self.narrowest * len(row)) // _STEP)
        if most < 0:
            return 1e6, [self.narrowest] * len(row)
        low = max(self.height(slot, most) for slot in row) - 0.5
        high = max(self.height(slot, 0) for slot in row)
        best = self._steps(row, high, most)
        while high - low > 1.5:
            middle = (low + high) / 2
            steps = self._steps(row, middle, most)
            if steps is None:
                low = middle
            else:
                best, high = steps, middle
        steps = best or [0] * len(row)
        height = max(self.height(slot, step) for slot, step in zip(row, steps, strict=True))
        return height, [self.narrowest + step * _STEP for step in steps]

    def _steps(self, row: Sequence[Slot], height: float, most: int) -> list[int] | None:
        steps = []
        for slot in row:
            step = self.narrow(slot, height, most)
            if step is None:
                return None
            steps.append(step)
        return steps if sum(steps) <= most else None

    def justified(self, row: Sequence[Slot], width: float) -> tuple[float, list[float]]:
        """Return height and widths of a row that shares all its room among the slots, unless that makes them flat."""
        height, widths = self.row_widths(row, width)
        spare = width - sum(self.gaps(row)) - sum(widths)
        limits = [max(wide, _FLAT * height) for wide in widths]
        share = max(0.0, spare / sum(widths))
        grown = [min(limit, wide * (1 + share)) for limit, wide in zip(limits, widths, strict=True)]
        left = width - sum(self.gaps(row)) - sum(grown)
        if left < _NEARLY * width:  # so that rows end level
            grown = [wide * (1 + left / sum(grown)) for wide in grown]
        return max(self.exact_height(slot, wide) for slot, wide in zip(row, grown, strict=True)), grown


def total_height(strips: Sequence[Strip], ruler: Ruler, width: float) -> float:
    """Return the height of all strips at scale 1 for a width."""
    heights = []
    for strip in strips:
        heights += [ruler.row_widths(row, width)[0] + ruler.down for row in strip.rows]
        if strip.banners:
            share = width / (len(strip.banners) if strip.rows else 1)
            heights.append(max(ruler.measure(banner, share).box.height for banner, _ in strip.banners))
            heights[-1] += ruler.below_banner if strip.rows else ruler.down
    return sum(heights) - ruler.down


def filled(strips: Sequence[Strip], ruler: Ruler, width: float) -> float:
    """Return the share of the strips' area that blocks fill, about."""
    area = 0.0
    for strip in strips:
        for row in strip.rows:
            height, widths = ruler.row_widths(row, width)
            room = width - sum(ruler.gaps(row))
            share = min(room, sum(max(wide, _FLAT * height) for wide in widths)) / sum(widths)
            for slot, wide in zip(row, widths, strict=True):
                step = round((wide - ruler.narrowest) / _STEP)
                own = ruler.height(slot, step) - ruler.down * (len(slot) - 1)
                area += wide * own * share
    return area / (width * total_height(strips, ruler, width))


def best_rows(row: Sequence[str], ruler: Ruler, width: float, same: Mapping[str, int]) -> tuple[Slot, ...]:
    """Stack small neighbours of a row where that makes the row lower.

    Args:
        row: Themes from left to right.
        ruler: Measures.
        width: Of the row.
        same: Section of each theme; only themes of one section are stacked.
    """
    slots: tuple[Slot, ...] = tuple((name,) for name in row)
    height, _ = ruler.row_widths(slots, width)
    while len(slots) > 2:
        options = []
        for at in range(len(slots) - 1):
            joined = slots[at] + slots[at + 1]
            if len(joined) <= 3 and same[joined[0]] == same[joined[-1]]:
                option = (*slots[:at], joined, *slots[at + 2 :])
                options.append((ruler.row_widths(option, width)[0], at, option))
        if not options or min(options)[0] > height * 0.93:
            return slots
        height, _, slots = min(options)
    return slots


def placed(strips: Sequence[Strip], ruler: Ruler, width: float, *, down: float) -> list[Block]:
    """Put the blocks on the page, at scale 1, from (0, 0).

    Args:
        strips: As measured.
        ruler: Measures.
        width: Of the page's inner room.
        down: Gutter between rows, at least the ruler's.
    """
    blocks: list[Block] = []
    y = 0.0
    for strip in strips:
        if strip.banners and not strip.rows:
            for banner, _ in strip.banners:
                blocks.append(ruler.measure(banner, width).at(0, y))
                y = blocks[-1].box.bottom + down
            continue
        above = y
        if strip.banners:
            y += max(ruler.measure(banner, width).box.height for banner, _ in strip.banners) + ruler.below_banner
        shift = 0.0
        for row in strip.rows:
            made, y = _row(row, ruler, width, y, down)
            blocks += made
        shift = _banners(blocks, strip, ruler, above)
        y += shift
    return blocks


def _row(row: Sequence[Slot], ruler: Ruler, width: float, y: float, down: float) -> tuple[list[Block], float]:
    height, widths = ruler.justified(row, width)
    gaps = [*ruler.gaps(row), 0.0]
    x = (width - sum(widths) - sum(gaps)) / 2
    blocks: list[Block] = []
    for slot, wide, gap in zip(row, widths, gaps, strict=True):
        made = [ruler.measure(name, wide) for name in slot]
        used = sum(block.box.height for block in made) + ruler.down * (len(made) - 1)
        spare = height - used
        share = spare / len(made) if ruler.stretch and spare <= LEVELLED * len(made) else 0.0
        top = y
        for block in made:
            moved = block.at(x, top)
            if share:
                first = heightened(moved.parts[0], moved.box.height + share)
                moved = replace(moved, box=first.box, parts=(first, *moved.parts[1:]))
            blocks.append(moved)
            top = moved.box.bottom + ruler.down
        x += wide + gap
    bottom = max(block.box.bottom for block in blocks)
    return blocks, bottom + down


def _banners(blocks: list[Block], strip: Strip, ruler: Ruler, y: float) -> float:
    """Add the banners of a strip above their themes; return by how much they were higher than foreseen."""
    deepest = 0.0
    made = []
    for banner, names in strip.banners:
        under = [block.box for block in blocks if block.key in names]
        left, right = min(box.x for box in under), max(box.right for box in under)
        made.append(ruler.measure(banner, right - left).at(left, y))
        deepest = max(deepest, made[-1].box.bottom)
    if not made:
        return 0.0
    first = min(block.box.y for block in blocks if any(block.key in names for _, names in strip.banners))
    shift = max(0.0, deepest + ruler.below_banner - first)
    members = frozenset().union(*(names for _, names in strip.banners))
    blocks[:] = [block.moved(0, shift) if block.key in members else block for block in blocks]
    blocks += made
    return shift
