"""All versions of an analysis on one page: small theme maps in a grid, each with what changed since the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from teema.errors import UnusableValueError
from teema.maps.blocks import Block, Rect
from teema.maps.compose import block_groups, legend_groups, wire_group
from teema.maps.contents import Contents
from teema.maps.draft import MARGIN, links_of
from teema.maps.graph import PART_OF, theme_graph
from teema.maps.layout import A4, Arrangement, Style, arrange, measure_of
from teema.maps.legend import Legend, kinds_of, set_signs
from teema.maps.look import FAINT, INK, MARK_SIZE, PAPER, QUIET, TITLE_SIZE
from teema.maps.outline import outline
from teema.maps.picture import Picture
from teema.maps.rows import Measure
from teema.maps.scene import Group, Path, Scene, Words, box_path, line_path, set_lines
from teema.maps.text import LEADING, clean, wrap
from teema.maps.wires import Wire, wires
from teema.terms import LANGUAGES, number, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Version", "VersionMaps", "version_maps"]

_MOST = 1.0  # scale that no small map exceeds
_LEAST = 0.72  # scale at which the names of sub-themes are 5.8 points high
_PAGES = tuple(2 ** (step / 2) for step in range(6))  # A4, A3, ... as multiples of the width of A4
_EASES = (1.0, 1.2, 1.5)
_GUTTER = 12.0
_PAD = 9.0
_NAME_SIZE = 9.6
_COLUMNS = ("version", "name", "kind", "parent", "x", "y", "width", "height")
_KINDS = ("unifying", "overarching", "theme", "subtheme")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Version:
    """One version of an analysis.

    Attributes:
        name: What it is called.
        about: Its stage and day.
        changed: What changed since the version before, in one line; empty for the first.
        themes: As for `theme_map`.
        members: The same.
        relations: The same.
    """

    name: str
    about: str
    changed: str
    themes: pd.DataFrame
    members: pd.DataFrame
    relations: pd.DataFrame


class VersionMaps(Picture):
    """Small theme maps side by side; shows itself in a notebook, and is saved with `.save("versiot.pdf")`.

    Attributes:
        data: One row per theme of each version: `version`, `name`, `kind`, `parent`, `x` and `y` of its middle,
            `width`, `height`; in points, y downwards.
        scene: Shapes and words, as the renderers draw them.
    """

    def __init__(self, scene: Scene, data: pd.DataFrame) -> None:
        super().__init__(scene)
        self.data = data


@dataclass(frozen=True, slots=True, kw_only=True)
class _Map:
    """What one small map is drawn from."""

    contents: Contents
    measure: Measure


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    """The lines above and below a small map, for the width of its cell."""

    name: tuple[str, ...]
    about: tuple[str, ...]
    changed: tuple[str, ...]

    @property
    def above(self) -> float:
        return _PAD + len(self.name) * _NAME_SIZE * LEADING + len(self.about) * MARK_SIZE * LEADING + 7.0

    @property
    def below(self) -> float:
        return _PAD + (len(self.changed) * MARK_SIZE * LEADING + 5.0 if self.changed else 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
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
    heads: tuple[_Head, ...]
    room: tuple[float, float]


def version_maps(
    versions: Sequence[Version],
    *,
    title: str = "",
    language: str = "fi",
    style: Style = "cards",
) -> VersionMaps:
    """Draw versions of an analysis as small theme maps on one page, from left to right and from above downwards.

    All maps have one scale. The page is A4 lying down, or the next larger size on which the names of themes stay
    legible. Codes and the labels of relations are left out, and a note says so.

    Args:
        versions: From the earliest to the latest. Themes stand in the order given, so give them in one order.
        title: Words above all.
        language: fi, sv or en.
        style: `cards` or `ovals`.

    Raises:
        NotFoundError: As `theme_map`.
        UnusableValueError: There is no version, or a kind, style or language is unknown.

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame({"theme": ["Luottamus"], "parent": None, "kind": "theme", "candidate": False})
        >>> nothing = pd.DataFrame(columns=["theme", "code", "source", "target", "kind", "label"])
        >>> first = Version(
        ...     name="alustava", about="1.2.2026", changed="", themes=themes, members=nothing, relations=nothing
        ... )
        >>> version_maps([first], title="Versiot")
        Versiot
        alustava (1.2.2026; teemoja: 1)
          teema: Luottamus
    """
    if style not in get_args(Style):
        raise UnusableValueError.of("style", style, get_args(Style))
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    if not versions:
        raise UnusableValueError("There is no version to draw.", hint="Give one at least.")
    name = clean(title)
    maps = [_map(version, style, language) for version in versions]
    legend = _legend(versions, [made.contents for made in maps], style, language)
    grid, scale = _best_grid(versions, maps, style, name, legend)
    groups, rows, page = _drawn(versions, maps, style, name, legend, grid, scale)
    words = _outline(versions, maps, name)
    scene = Scene(page=page, title=name or term("maps.map", language), outline=words, language=language, groups=groups)
    return VersionMaps(scene, rows)


def _map(version: Version, style: Style, language: str) -> _Map:
    graph = theme_graph(version.themes, version.members, version.relations.assign(label=""))
    contents = Contents(graph=graph, language=language, show_codes=False)
    return _Map(contents=contents, measure=measure_of(contents, style))


def _about(version: Version, language: str) -> str:
    """Return stage, day, and how many themes and codes there are."""
    kinds = Counter(version.themes["kind"])
    counts = [
        term(f"maps.versions_{kind}", language, n=number(kinds[kind], language)) for kind in _KINDS if kinds[kind]
    ]
    codes = version.members["code"].nunique()
    counts += [term("maps.versions_code", language, n=number(codes, language))] if codes else []
    return "; ".join(part for part in (clean(version.about), ", ".join(counts)) if part)


# -- the page


def _legend(
    versions: Sequence[Version], contents: Sequence[Contents], style: Style, language: str
) -> Callable[[float], Legend]:
    """Return what sets the legend of all maps together for the width of a page."""
    drawn = {link.kind for content in contents for link in links_of(content)}
    kinds = kinds_of(contents, drawn, style)
    labelled = any(isinstance(label, str) and label for version in versions for label in version.relations["label"])
    coded = any(len(version.members) for version in versions)
    left_out = [name for name, there in (("codes", coded), ("labels", labelled)) if there]
    notes = [term(f"maps.versions_without_{'_'.join(left_out)}", language)] if left_out else []

    def legend(page: float) -> Legend:
        return set_signs(kinds, [], notes, width=A4[0] * page - 2 * MARGIN, language=language)

    return legend


def _best_grid(
    versions: Sequence[Version], maps: Sequence[_Map], style: Style, title: str, legend: Callable[[float], Legend]
) -> tuple[_Grid, float]:
    """Return the grid on the smallest page on which all is legible, and the scale of its maps."""
    best: tuple[float, _Grid] | None = None
    for page in _PAGES:
        for columns in range(1, len(versions) + 1):
            grid = _grid(versions, page, columns, title, legend(page).height, maps[0].contents.language)
            if grid.room[0] > 0 and grid.room[1] > 0:
                scale = min(_arranged(made, style, grid, _MOST, 1.0).scale for made in maps)
                if best is None or scale > best[0] + 0.01:
                    best = scale, grid
        if best and best[0] >= _LEAST:
            break
    if best is None:  # pragma: no cover - the largest page has room
        raise AssertionError
    return best[1], best[0]


def _grid(versions: Sequence[Version], page: float, columns: int, title: str, legend: float, language: str) -> _Grid:
    width = (A4[0] * page - 2 * MARGIN - _GUTTER * (columns - 1)) / columns
    heads = tuple(_head(version, width - 2 * _PAD, language) for version in versions)
    rows = -(-len(versions) // columns)
    room = A4[1] * page - _above(title, page, language) - legend - 14.0 - MARGIN * 0.8 - _GUTTER * (rows - 1)
    high = room / rows - max(head.above for head in heads) - max(head.below for head in heads)
    return _Grid(page=page, columns=columns, width=width, heads=heads, room=(width - 2 * _PAD, high))


def _head(version: Version, width: float, language: str) -> _Head:
    changed = "\u00a0".join(clean(piece) for piece in version.changed.split("\u00a0"))  # a number stays with its word
    return _Head(
        name=wrap(clean(version.name), width, _NAME_SIZE, "bold", language),
        about=wrap(_about(version, language), width, MARK_SIZE, "regular", language),
        changed=wrap(changed, width, MARK_SIZE, "regular", language) if changed else (),
    )


def _title(title: str, page: float, language: str) -> tuple[str, ...]:
    return wrap(title, A4[0] * page - 2 * MARGIN, TITLE_SIZE, "bold", language) if title else ()


def _above(title: str, page: float, language: str) -> float:
    lines = _title(title, page, language)
    return MARGIN + len(lines) * TITLE_SIZE * 1.2 + (8.0 if lines else 0.0)


def _arranged(made: _Map, style: Style, grid: _Grid, largest: float, ease: float) -> Arrangement:
    return arrange(
        made.contents, style=style, measure=made.measure, room=lambda _: grid.room, ease=ease, largest=largest,
        ordered=True,
    )  # fmt: skip


# -- the cells


def _cell(made: _Map, style: Style, grid: _Grid, scale: float, head: _Head) -> tuple[list[Block], list[Wire], Rect]:
    """Place one small map below its head, from (0, 0); gutters grow until every line has room."""
    options: list[tuple[int, int, int, list[Block], list[Wire], Rect]] = []
    for ease in _EASES:
        arranged = _arranged(made, style, grid, scale, ease)
        blocks = [block.moved(_PAD, head.above) for block in arranged.blocks]
        box = Rect(0, 0, grid.width, head.above + arranged.height + head.below)
        field = Rect(2.0, head.above - 6.0, grid.width - 4.0, arranged.height + 12.0)
        lines = wires(blocks, links_of(made.contents), field, scale=arranged.scale, language=made.contents.language)
        bad = sum(not line.good for line in lines)
        options.append((sum(not line.routed for line in lines), bad, len(options), blocks, list(lines), box))
        if not bad:
            break
    return min(options, key=lambda option: option[:3])[3:]


def _drawn(
    versions: Sequence[Version],
    maps: Sequence[_Map],
    style: Style,
    title: str,
    legend: Callable[[float], Legend],
    grid: _Grid,
    scale: float,
) -> tuple[tuple[Group, ...], pd.DataFrame, Rect]:
    import pandas as pd

    language = maps[0].contents.language
    cells = [_cell(made, style, grid, scale, head) for made, head in zip(maps, grid.heads, strict=True)]
    groups: list[Group] = []
    rows: list[tuple[str, str, str, str | None, float, float, float, float]] = []
    y = _above(title, grid.page, language)
    for first in range(0, len(cells), grid.columns):
        row = range(first, min(first + grid.columns, len(cells)))
        high = max(cells[at][2].height for at in row)
        for at in row:
            dx = MARGIN + (at - first) * (grid.width + _GUTTER)
            frame = Rect(dx, y, grid.width, high)
            groups += _framed(versions[at], grid.heads[at], frame)
            blocks = [block.moved(dx, y) for block in cells[at][0]]
            for block in blocks:
                groups += block_groups(block, maps[at].contents, style, scale)
                for part in block.parts:
                    node = part.node
                    place = (*part.box.middle, part.box.width, part.box.height)
                    rows.append((versions[at].name, node.name, node.kind, node.parent, *place))
            lines = sorted(cells[at][1], key=lambda line: line.link.kind != PART_OF)
            moved = [replace(line, points=tuple((px + dx, py + y) for px, py in line.points)) for line in lines]
            groups += [wire_group(line, scale) for line in moved]
        y += high + _GUTTER
    sign = legend(grid.page)
    page = Rect(0, 0, A4[0] * grid.page, y - _GUTTER + 14.0 + sign.height + MARGIN * 0.8)
    sign = sign.moved(MARGIN, page.bottom - MARGIN * 0.8 - sign.height)
    paper = Group(kind="paper", name="", marks=(Path(commands=box_path(page, 0.0), fill=PAPER),))
    top = set_lines(_title(title, grid.page, language), MARGIN, MARGIN - 4.0, TITLE_SIZE, "bold", INK, middle=False)
    heading = [Group(kind="title", name="", marks=top)] if top else []
    frame_of = pd.DataFrame(rows, columns=list(_COLUMNS))
    return (paper, *heading, *groups, *legend_groups(sign, page, style)), frame_of, page


def _framed(version: Version, head: _Head, frame: Rect) -> Iterator[Group]:
    """Draw the frame of a cell with the lines above its map, and what changed below it."""
    x, y = frame.x + _PAD, frame.y + _PAD - 2.0
    marks: list[Path | Words] = [Path(commands=box_path(frame, 3.0), stroke=FAINT, line=0.8)]
    marks += set_lines(head.name, x, y, _NAME_SIZE, "bold", INK, middle=False)
    y += len(head.name) * _NAME_SIZE * LEADING
    marks += set_lines(head.about, x, y, MARK_SIZE, "regular", QUIET, middle=False)
    if head.changed:
        y = frame.bottom - _PAD + 3.0 - len(head.changed) * MARK_SIZE * LEADING
        rule = line_path(((x, y - 2.5), (frame.right - _PAD, y - 2.5)), 0.0)
        marks.append(Path(commands=rule, stroke=FAINT, line=0.5))
        marks += set_lines(head.changed, x, y, MARK_SIZE, "regular", INK, middle=False)
    yield Group(kind="version", name=version.name, marks=tuple(marks))


def _outline(versions: Sequence[Version], maps: Sequence[_Map], title: str) -> str:
    language = maps[0].contents.language
    lines = [title or term("maps.map", language)]
    for version, made in zip(versions, maps, strict=True):
        said = outline(made.contents, f"{clean(version.name)} ({_about(version, language)})", []).splitlines()
        lines += [*said, *([f"  {clean(version.changed)}"] if version.changed else [])]
    return "\n".join(lines)
