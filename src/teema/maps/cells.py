"""The cells of a page of small maps: the grid in which all are legible, and each map laid out in its cell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from teema.maps.blocks import Block, Rect
from teema.maps.boxes import arrange_boxes
from teema.maps.contents import Contents
from teema.maps.draft import MARGIN, links_of
from teema.maps.layout import A4, Arrangement, Style, arrange
from teema.maps.legend import Legend
from teema.maps.look import MARK_SIZE, TITLE_SIZE
from teema.maps.rows import Measure
from teema.maps.text import LEADING, wrap
from teema.maps.wires import Wire, wires

__all__ = [
    "GUTTER", "NAME_SIZE", "PAD", "Cell", "Grid", "Head", "SmallMap", "best_grid", "cells_of", "room_above",
    "title_lines",
]  # fmt: skip

_MOST = 1.0  # scale that no small map exceeds
_LEAST = 0.72  # scale at which the names of sub-themes are 5.8 points high
_PAGES = tuple(2 ** (step / 2) for step in range(6))  # A4, A3, ... as multiples of the width of A4
_EASES = (1.0, 1.2, 1.5)
GUTTER = 12.0
PAD = 9.0
NAME_SIZE = 9.6


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallMap:
    """What one small map is drawn from.

    Attributes:
        contents: Its themes and relations.
        measure: As `measure_of` makes it.
        style: cards or ovals.
        name: What the version is called.
        about: Stage, day and counts.
        changed: What changed since the version before.
        stacks: In columns, themes that head columns standing below each other.
    """

    contents: Contents
    measure: Measure
    style: Style
    name: str
    about: str
    changed: str
    stacks: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The lines above and below a small map, for the width of its cell."""

    name: tuple[str, ...]
    about: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def above(self) -> float:
        """Height of the lines above the map."""
        return PAD + len(self.name) * NAME_SIZE * LEADING + len(self.about) * MARK_SIZE * LEADING + 7.0

    @property
    def below(self) -> float:
        """Height of the lines below the map."""
        return PAD + (len(self.changed) * MARK_SIZE * LEADING + 5.0 if self.changed else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells of one size on a page, with room for a small map in each.

    Attributes:
        page: Width of the page as a multiple of A4's.
        columns: How many cells stand side by side.
        width: Of a cell.
        heads: The lines of each cell.
        room: Width and height of the map in a cell.
    """

    page: float
    columns: int
    width: float
    heads: tuple[Head, ...]
    room: tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One small map with its lines and the grounds of its columns, in its cell at (0, 0)."""

    blocks: tuple[Block, ...]
    lines: tuple[Wire, ...]
    box: Rect
    scale: float
    grounds: tuple[Rect, ...] = ()


def best_grid(maps: Sequence[SmallMap], title: str, legend: Callable[[float], Legend]) -> tuple[Grid, float]:
    """Return the grid on the smallest page on which all is legible, and the scale of its maps."""
    best: tuple[float, Grid] | None = None
    for page in _PAGES:
        for columns in range(1, len(maps) + 1):
            grid = _grid(maps, page, columns, title, legend(page).height)
            if grid.room[0] > 0 and grid.room[1] > 0:
                scale = min(_arranged(made, grid, _MOST, 1.0).scale for made in maps)
                if best is None or scale > best[0] + 0.01:
                    best = scale, grid
        if best and best[0] >= _LEAST:
            break
    if best is None:  # pragma: no cover - the largest page has room
        raise AssertionError
    return best[1], best[0]


def _grid(maps: Sequence[SmallMap], page: float, columns: int, title: str, legend: float) -> Grid:
    language = maps[0].contents.language
    width = (A4[0] * page - 2 * MARGIN - GUTTER * (columns - 1)) / columns
    heads = tuple(_head(made, width - 2 * PAD, language) for made in maps)
    rows = -(-len(maps) // columns)
    room = A4[1] * page - room_above(title, page, language) - legend - 14.0 - MARGIN * 0.8 - GUTTER * (rows - 1)
    high = room / rows - max(head.above for head in heads) - max(head.below for head in heads)
    return Grid(page=page, columns=columns, width=width, heads=heads, room=(width - 2 * PAD, high))


def _head(made: SmallMap, width: float, language: str) -> Head:
    return Head(
        name=wrap(made.name, width, NAME_SIZE, "bold", language),
        about=wrap(made.about, width, MARK_SIZE, "regular", language),
        changed=wrap(made.changed, width, MARK_SIZE, "regular", language) if made.changed else (),
    )


def title_lines(title: str, page: float, language: str) -> tuple[str, ...]:
    """Return the title in lines, for a page so many times as wide as A4."""
    return wrap(title, A4[0] * page - 2 * MARGIN, TITLE_SIZE, "bold", language) if title else ()


def room_above(title: str, page: float, language: str) -> float:
    """Return the height above the first row of cells."""
    lines = title_lines(title, page, language)
    return MARGIN + len(lines) * TITLE_SIZE * 1.2 + (8.0 if lines else 0.0)


def _arranged(made: SmallMap, grid: Grid, largest: float, ease: float) -> Arrangement:
    if made.contents.setting != "free":
        return arrange_boxes(
            made.contents, measure=made.measure, room=lambda _: grid.room, ease=ease, stacks=made.stacks,
            largest=largest,
        )  # fmt: skip
    return arrange(
        made.contents, style=made.style, measure=made.measure, room=lambda _: grid.room, ease=ease, largest=largest,
        ordered=True,
    )  # fmt: skip


def cells_of(maps: Sequence[SmallMap], grid: Grid, scale: float) -> tuple[list[Cell], float]:
    """Place all small maps at one scale: where the lines of one want wider gutters, all get smaller."""
    cells = [_cell(made, grid, scale, head) for made, head in zip(maps, grid.heads, strict=True)]
    for _ in range(3):
        scale = min(cell.scale for cell in cells)
        for at, cell in enumerate(cells):
            if cell.scale > scale + 1e-6:
                cells[at] = _cell(maps[at], grid, scale, grid.heads[at])
    return cells, scale


def _cell(made: SmallMap, grid: Grid, scale: float, head: Head) -> Cell:
    """Place one small map below its head, from (0, 0); gutters grow until every line has room."""
    options: list[tuple[int, int, int, Cell]] = []
    for ease in _EASES:
        arranged = _arranged(made, grid, scale, ease)
        blocks = [block.moved(PAD, head.above) for block in arranged.blocks]
        box = Rect(0, 0, grid.width, head.above + arranged.height + head.below)
        field = Rect(2.0, head.above - 6.0, grid.width - 4.0, arranged.height + 12.0)
        lines = wires(blocks, links_of(made.contents), field, scale=arranged.scale, language=made.contents.language)
        bad = sum(not line.good for line in lines)
        grounds = tuple(ground.moved(PAD, head.above) for ground in arranged.grounds)
        cell = Cell(blocks=tuple(blocks), lines=lines, box=box, scale=arranged.scale, grounds=grounds)
        options.append((sum(not line.points for line in lines), bad, len(options), cell))
        if not bad:
            break
    return min(options, key=lambda option: option[:3])[3]
