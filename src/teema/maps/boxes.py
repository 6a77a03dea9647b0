"""Fixed places: themes without a parent as columns read from left to right, or as the boxes of a grid.

A logic model or a journey is read in columns, SWOT in two by two, PESTEL in six boxes. What decides is where a box
stands, so the researcher's order is kept, and the scale is the largest at which the page holds all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from teema.maps.blocks import Block, Rect, heightened
from teema.maps.cards import INSET
from teema.maps.contents import Contents
from teema.maps.graph import relations_of, roots
from teema.maps.layout import LARGEST, Arrangement, grown, narrowest
from teema.maps.rows import Measure

__all__ = ["arrange_boxes"]

_MOST_COLUMNS = 7
_USUAL_SHAPES = {4: 2, 5: 3, 6: 3, 7: 4, 8: 4, 9: 3}  # boxes, and how many stand side by side


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gutters:
    across: float
    down: float
    within: float  # between what stands in one column


def arrange_boxes(
    contents: Contents,
    *,
    measure: Measure,
    room: Callable[[float], tuple[float, float]],
    ease: float,
    stacks: Sequence[Sequence[str]] = (),
    largest: float = LARGEST,
) -> Arrangement:
    """Place the boxes at the largest scale that fits; a page larger than A4 only where letters would get too small.

    Args:
        contents: What is to be drawn, in the setting columns or grid.
        measure: As `measure_of` makes it.
        room: Gives width and height inside margins, title and legend, for a page so many times as wide as A4.
        ease: Multiplies the gutters.
        stacks: Themes whose columns stand below each other instead of side by side; those not named stand alone.
        largest: Scale that is not exceeded.
    """
    names = [node.key for node in roots(contents.graph)]
    if not names:
        return Arrangement(blocks=(), scale=1.0, page=1.0, height=0.0)
    gutters = _gutters(contents, ease)
    if contents.setting == "columns":
        rows = _shared(_stacked(names, stacks), _MOST_COLUMNS)
    else:
        count = _USUAL_SHAPES.get(len(names)) or min(len(names), max(3, math.ceil(math.sqrt(len(names) * 1.4))))
        rows = [[(name,) for name in names[at : at + count]] for at in range(0, len(names), count)]
    across = max(len(row) for row in rows)
    least = across * (narrowest(contents) + 2 * INSET) + (across - 1) * gutters.across

    def made(width: float) -> tuple[list[Block], list[Rect]]:
        if contents.setting == "columns":
            return _columns(contents, rows, measure, gutters, width)
        return _grid(rows, measure, gutters, width), []

    def fits(scale: float, page: float) -> bool:
        width, height = room(page)
        if width / scale < least:
            return False
        return max(block.box.bottom for block in made(width / scale)[0]) * scale <= height

    page, scale = grown(fits, largest)
    width, _ = room(page)
    blocks, grounds = made(max(width / scale, least))
    bottom = max(block.box.bottom for block in blocks) * scale
    return Arrangement(
        blocks=tuple(block.scaled(scale) for block in blocks), scale=scale, page=page, height=bottom,
        grounds=tuple(ground.scaled(scale) for ground in grounds),
    )  # fmt: skip


def _gutters(contents: Contents, ease: float) -> _Gutters:
    relations = relations_of(contents.graph)
    labelled = any(label for _, _, _, label in relations)
    across, down = (44.0, 32.0) if labelled else (28.0, 26.0) if relations else (14.0, 14.0)
    within = 20.0 if labelled else 15.0 if relations else 7.0
    return _Gutters(across=across * ease, down=down * ease, within=within * ease)


def _stacked(names: Sequence[str], stacks: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """Return the columns in the order of the names; a stack stands where its first theme would."""
    of = {name: tuple(other for other in names if other in stack) for stack in stacks for name in stack}
    found: list[tuple[str, ...]] = []
    for name in names:
        stack = of.get(name, (name,))
        if stack not in found:
            found.append(stack)
    return found


def _shared(columns: Sequence[tuple[str, ...]], most: int) -> list[list[tuple[str, ...]]]:
    """Share columns over as few rows as it takes, evenly."""
    count = math.ceil(len(columns) / most)
    each = math.ceil(len(columns) / count)
    return [list(columns[at : at + each]) for at in range(0, len(columns), each)]


def _columns(
    contents: Contents, rows: Sequence[Sequence[tuple[str, ...]]], measure: Measure, gutters: _Gutters, width: float
) -> tuple[list[Block], list[Rect]]:
    blocks: list[Block] = []
    grounds: list[Rect] = []
    top = 0.0
    across = max(len(row) for row in rows)
    wide = (width - (across - 1) * gutters.across) / across
    for row in rows:
        high = max(measure(name, wide).parts[0].box.height for stack in row for name in stack)
        drawn = [[_column(contents, name, measure, gutters, wide, high) for name in stack] for stack in row]
        deepest = max(_height(stack, gutters) for stack in drawn)
        for at, stack in enumerate(drawn):
            x, y = at * (wide + gutters.across), top
            spare = deepest - _height(stack, gutters)
            for number, column in enumerate(stack):
                # The last one of a stack reaches down to where the tallest column ends.
                high = column[-1].box.bottom + INSET + (spare if number == len(stack) - 1 else 0.0)
                blocks += [block.moved(x, y) for block in column]
                grounds.append(Rect(x, y, wide, high))
                y += high + gutters.within
        top += deepest + gutters.down
    return blocks, grounds


def _column(
    contents: Contents, name: str, measure: Measure, gutters: _Gutters, wide: float, high: float
) -> list[Block]:
    """Return a heading of a given height and what stands below it."""
    made = [_raised(measure(name, wide), high)]
    y = made[0].box.bottom + max(INSET, gutters.within * 0.8)
    for node in contents.themes(name):
        made.append(measure(node.key, wide - 2 * INSET).at(INSET, y))
        y = made[-1].box.bottom + gutters.within
    return made


def _raised(block: Block, high: float) -> Block:
    own = heightened(block.parts[0], high)
    down = high - block.parts[0].box.height
    parts = (own, *(part.moved(0, down) for part in block.parts[1:]))
    box = Rect(block.box.x, block.box.y, block.box.width, block.box.height + down)
    return replace(block, box=box, parts=parts, solids=tuple(part.box for part in parts) if block.solids else ())


def _height(stack: Sequence[Sequence[Block]], gutters: _Gutters) -> float:
    return sum(column[-1].box.bottom + INSET for column in stack) + gutters.within * (len(stack) - 1)


def _grid(rows: Sequence[Sequence[tuple[str, ...]]], measure: Measure, gutters: _Gutters, width: float) -> list[Block]:
    blocks: list[Block] = []
    top = 0.0
    across = max(len(row) for row in rows)
    wide = (width - (across - 1) * gutters.across) / across
    for row in rows:
        made = [measure(stack[0], wide) for stack in row]
        deepest = max(block.box.height for block in made)
        for at, block in enumerate(made):
            own = heightened(block.parts[0], deepest)
            level = replace(block, box=own.box, parts=(own, *block.parts[1:]))
            blocks.append(level.at(at * (wide + gutters.across), top))
        top += deepest + gutters.down
    return blocks
