"""All versions of an analysis on one page: small theme maps in a grid, each with what changed since the one before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, get_args

from teema.errors import UnusableValueError
from teema.maps.blocks import Rect
from teema.maps.cells import GUTTER, NAME_SIZE, PAD, Grid, Head, SmallMap, best_grid, cells_of, room_above, title_lines
from teema.maps.compose import block_groups, ground_group, legend_groups, wire_group
from teema.maps.contents import Contents, Setting
from teema.maps.draft import MARGIN, links_of
from teema.maps.graph import PART_OF, theme_graph
from teema.maps.layout import A4, Style, measure_of
from teema.maps.legend import Legend, kinds_of, set_signs
from teema.maps.look import FAINT, INK, MARK_SIZE, PAPER, QUIET, TITLE_SIZE
from teema.maps.outline import outline
from teema.maps.picture import Picture
from teema.maps.scene import Group, Path, Scene, Words, box_path, line_path, set_lines
from teema.maps.text import LEADING, clean
from teema.maps.theme_map import check_setting
from teema.maps.wires import Wire
from teema.terms import LANGUAGES, number, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Version", "VersionMaps", "version_maps"]

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


def version_maps(
    versions: Sequence[Version],
    *,
    title: str = "",
    language: str = "fi",
    style: Style = "cards",
    setting: Setting = "free",
    stacks: Sequence[Sequence[str]] = (),
) -> VersionMaps:
    """Draw versions of an analysis as small theme maps on one page, from left to right and from above downwards.

    All maps have one scale. The page is A4 lying down, or the next larger size on which the names of themes stay
    legible. Codes and the labels of relations are left out, and a note says so.

    Args:
        versions: From the earliest to the latest. Themes stand in the order given, so give them in one order.
        title: Words above all.
        language: fi, sv or en.
        style: `cards` or `ovals`.
        setting: `free`, `columns` or `grid`, as for `theme_map`.
        stacks: In columns, themes that head columns standing below each other.

    Raises:
        NotFoundError: As `theme_map`.
        UnusableValueError: There is no version, a kind, style, setting or language is unknown, or ovals are wanted in
            columns or a grid.

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame({"theme": ["Luottamus"], "parent": None, "kind": "theme", "candidate": False})
        >>> nothing = pd.DataFrame(columns=["theme", "code", "source", "target", "kind", "label"])
        >>> first = Version(
        ...     name="alustava", about="1.2.2026", changed="", themes=themes, members=nothing, relations=nothing
        ... )
        >>> version_maps([first], title="Versiot")
        Versiot
        alustava (1.2.2026; teema: 1)
          teema: Luottamus
    """
    if style not in get_args(Style):
        raise UnusableValueError.of("style", style, get_args(Style))
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    check_setting(setting, style)
    if not versions:
        raise UnusableValueError("There is no version to draw.", hint="Give one at least.")
    name = clean(title)
    maps = [_map(version, style, language, setting, stacks) for version in versions]
    legend = _legend(versions, [made.contents for made in maps], style, language)
    grid, scale = best_grid(maps, name, lambda page: legend(page, ()))
    groups, rows, page = _drawn(versions, maps, style, name, legend, grid, scale)
    words = _outline(maps, name)
    scene = Scene(page=page, title=name or term("maps.map", language), outline=words, language=language, groups=groups)
    return VersionMaps(scene, rows)


def _map(version: Version, style: Style, language: str, setting: Setting, stacks: Sequence[Sequence[str]]) -> SmallMap:
    graph = theme_graph(version.themes, version.members, version.relations.assign(label=""))
    contents = Contents(graph=graph, language=language, show_codes=False, setting=setting)
    changed = "\u00a0".join(clean(piece) for piece in version.changed.split("\u00a0"))  # a number stays with its word
    return SmallMap(
        contents=contents, measure=measure_of(contents, style), style=style, name=clean(version.name),
        about=_about(version, language), changed=changed, stacks=stacks,
    )  # fmt: skip


def _about(version: Version, language: str) -> str:
    """Return stage, day, and how many themes and codes there are."""
    kinds = Counter(version.themes["kind"])
    counts = [
        term(f"maps.versions_{kind}", language, n=number(kinds[kind], language)) for kind in _KINDS if kinds[kind]
    ]
    codes = version.members["code"].nunique()
    counts += [term("maps.versions_code", language, n=number(codes, language))] if codes else []
    return "; ".join(part for part in (clean(version.about), ", ".join(counts)) if part)


def _legend(
    versions: Sequence[Version], contents: Sequence[Contents], style: Style, language: str
) -> Callable[[float, Sequence[str]], Legend]:
    """Return what sets the legend of all maps together for the width of a page, with more notes."""
    drawn = {link.kind for content in contents for link in links_of(content)}
    kinds = kinds_of(contents, drawn, style)
    labelled = any(isinstance(label, str) and label for version in versions for label in version.relations["label"])
    coded = any(len(version.members) for version in versions)
    left_out = [name for name, there in (("codes", coded), ("labels", labelled)) if there]
    notes = [term(f"maps.versions_without_{'_'.join(left_out)}", language)] if left_out else []

    def legend(page: float, more: Sequence[str]) -> Legend:
        return set_signs(kinds, [], [*notes, *more], width=A4[0] * page - 2 * MARGIN, language=language)

    return legend


def _drawn(
    versions: Sequence[Version],
    maps: Sequence[SmallMap],
    style: Style,
    title: str,
    legend: Callable[[float, Sequence[str]], Legend],
    grid: Grid,
    scale: float,
) -> tuple[tuple[Group, ...], pd.DataFrame, Rect]:
    import pandas as pd

    language = maps[0].contents.language
    cells, scale = cells_of(maps, grid, scale)
    groups: list[Group] = []
    untold: list[str] = []
    rows: list[tuple[str, str, str, str | None, float, float, float, float]] = []
    y = room_above(title, grid.page, language)
    for first in range(0, len(cells), grid.columns):
        row = range(first, min(first + grid.columns, len(cells)))
        high = max(cells[at].box.height for at in row)
        for at in row:
            dx = MARGIN + (at - first) * (grid.width + GUTTER)
            frame = Rect(dx, y, grid.width, high)
            groups += _framed(versions[at], grid.heads[at], frame)
            grounds = [ground.moved(dx, y) for ground in cells[at].grounds]
            groups += [ground_group(grounds, cells[at].scale)] if grounds else []
            blocks = [block.moved(dx, y) for block in cells[at].blocks]
            for block in blocks:
                groups += block_groups(block, maps[at].contents, style, cells[at].scale)
                for part in block.parts:
                    node = part.node
                    place = (*part.box.middle, part.box.width, part.box.height)
                    rows.append((versions[at].name, node.name, node.kind, node.parent, *place))
            lines = sorted(
                (line for line in cells[at].lines if line.points), key=lambda line: line.link.kind != PART_OF
            )
            untold += _without_way(maps[at].name, cells[at].lines, language)
            moved = [replace(line, points=tuple((px + dx, py + y) for px, py in line.points)) for line in lines]
            groups += [wire_group(line, scale) for line in moved]
        y += high + GUTTER
    sign = legend(grid.page, untold)
    page = Rect(0, 0, A4[0] * grid.page, y - GUTTER + 14.0 + sign.height + MARGIN * 0.8)
    sign = sign.moved(MARGIN, page.bottom - MARGIN * 0.8 - sign.height)
    paper = Group(kind="paper", name="", marks=(Path(commands=box_path(page, 0.0), fill=PAPER),))
    top = set_lines(
        title_lines(title, grid.page, language), MARGIN, MARGIN - 4.0, TITLE_SIZE, "bold", INK, middle=False
    )
    heading = [Group(kind="title", name="", marks=top)] if top else []
    frame_of = pd.DataFrame(rows, columns=list(_COLUMNS))
    return (paper, *heading, *groups, *legend_groups(sign, page, style)), frame_of, page


def _without_way(version: str, lines: Sequence[Wire], language: str) -> Iterator[str]:
    """Tell in words of the relations for which there was no way."""
    for link in (line.link for line in lines if not line.points and line.link.kind != PART_OF):
        kind = term(f"maps.{link.kind}", language)
        told = term("maps.note_label", language, source=clean(link.source), target=clean(link.target), label=kind)
        yield f"{version}: {told}"


def _framed(version: Version, head: Head, frame: Rect) -> Iterator[Group]:
    """Draw the frame of a cell with the lines above its map, and what changed below it."""
    x, y = frame.x + PAD, frame.y + PAD - 2.0
    marks: list[Path | Words] = [Path(commands=box_path(frame, 3.0), stroke=FAINT, line=0.8)]
    marks += set_lines(head.name, x, y, NAME_SIZE, "bold", INK, middle=False)
    y += len(head.name) * NAME_SIZE * LEADING
    marks += set_lines(head.about, x, y, MARK_SIZE, "regular", QUIET, middle=False)
    if head.changed:
        y = frame.bottom - PAD + 3.0 - len(head.changed) * MARK_SIZE * LEADING
        rule = line_path(((x, y - 2.5), (frame.right - PAD, y - 2.5)), 0.0)
        marks.append(Path(commands=rule, stroke=FAINT, line=0.5))
        marks += set_lines(head.changed, x, y, MARK_SIZE, "regular", INK, middle=False)
    yield Group(kind="version", name=version.name, marks=tuple(marks))


def _outline(maps: Sequence[SmallMap], title: str) -> str:
    language = maps[0].contents.language
    lines = [title or term("maps.map", language)]
    for made in maps:
        said = outline(made.contents, f"{made.name} ({made.about})", []).splitlines()
        lines += [*said, *([f"  {clean(made.changed)}"] if made.changed else [])]
    return "\n".join(lines)
