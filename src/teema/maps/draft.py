"""A draft: blocks and lines with their places on the page, before they are given their looks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from teema.maps.blocks import Block, Rect
from teema.maps.boxes import arrange_boxes
from teema.maps.contents import Contents
from teema.maps.graph import PART_OF, relations_of
from teema.maps.layout import A4, Arrangement, Style, arrange, measure_of, root_of
from teema.maps.legend import Legend, legend_of
from teema.maps.look import TITLE_SIZE
from teema.maps.moved import detached_blocks, keep_positions
from teema.maps.rows import Measure
from teema.maps.text import clean, wrap
from teema.maps.wires import Link, Wire, wires
from teema.terms import term

__all__ = ["MARGIN", "Draft", "draft", "links_of"]

MARGIN = 22.0
_STRIP = 0.25  # the most of a page that themes which are no longer there take from the others
_EASES = (1.0, 1.1, 1.25, 1.45, 1.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is where.

    Attributes:
        blocks: Themes with what they hold.
        wires: Lines with their words.
        legend: Signs in use, at its place.
        title: Lines of the title.
        page: The whole page.
        scale: By how much sizes are multiplied.
        grounds: Tinted areas behind columns.
    """

    blocks: tuple[Block, ...]
    wires: tuple[Wire, ...]
    legend: Legend
    title: tuple[str, ...]
    page: Rect
    scale: float
    grounds: tuple[Rect, ...] = ()


def draft(
    contents: Contents,
    *,
    style: Style,
    title: str,
    notes: Sequence[str],
    positions: Mapping[str, tuple[float, float]],
    stacks: Sequence[Sequence[str]] = (),
) -> Draft:
    """Place everything; gutters grow until every line and every word has room.

    Args:
        contents: What is to be drawn.
        style: cards or ovals.
        title: Above the map.
        notes: Below the legend.
        positions: Middles of the themes moved by hand, which are kept exactly.
        stacks: Columns that stand below each other, in the setting columns.
    """
    best: Draft | None = None
    measure = measure_of(contents, style)
    for ease in _EASES:
        made = _draft(contents, style, measure, title, notes, positions, stacks, ease)
        if best is None or _faults(made) < _faults(best):
            best = made
        if not _faults(best):
            break
    if best is None:  # pragma: no cover - there is at least one ease
        raise AssertionError
    return _with_unset_words(best, contents, style, notes)


def _with_unset_words(made: Draft, contents: Contents, style: Style, notes: Sequence[str]) -> Draft:
    """Tell below the legend what found no place on the map: nothing a user wrote is dropped."""
    untold = [wire for wire in made.wires if not wire.points or (wire.link.label and wire.label is None)]
    if not untold:
        return made
    more = [
        term(
            "maps.note_label", contents.language, source=clean(wire.link.source), target=clean(wire.link.target),
            label=_told(wire, contents.language),
        )
        for wire in untold
    ]  # fmt: skip
    kinds = [wire.link.kind for wire in made.wires if wire.points]
    sign = legend_of(contents, kinds, [*notes, *more], style=style, width=made.page.width - 2 * MARGIN)
    extra = sign.height - made.legend.height
    page = Rect(made.page.x, made.page.y, made.page.width, made.page.height + extra)
    sign = sign.moved(page.x + MARGIN, page.bottom - MARGIN * 0.8 - sign.height)
    return replace(made, legend=sign, page=page)


def _told(wire: Wire, language: str) -> str:
    if wire.points:  # its line says what kind it is
        return wire.link.label
    kind = term(f"maps.{wire.link.kind}", language)
    return f"{kind} ({wire.link.label})" if wire.link.label else kind


def _faults(made: Draft) -> int:
    return sum(not wire.good for wire in made.wires)


def _draft(
    contents: Contents,
    style: Style,
    measure: Measure,
    title: str,
    notes: Sequence[str],
    positions: Mapping[str, tuple[float, float]],
    stacks: Sequence[Sequence[str]],
    ease: float,
) -> Draft:
    links = links_of(contents)

    def head(page: float) -> tuple[str, ...]:
        return wrap(title, A4[0] * page - 2 * MARGIN, TITLE_SIZE, "bold", contents.language) if title else ()

    def legend(page: float) -> Legend:
        return legend_of(contents, [link.kind for link in links], notes, style=style, width=A4[0] * page - 2 * MARGIN)

    def room(page: float) -> tuple[float, float]:
        sign = legend(page)
        # Where much is gone the page grows higher, rather than the map smaller.
        spared = max(0.0, sign.strip.height - _STRIP * A4[1] * page) if sign.strip else 0.0
        used = _above(head(page)) + sign.height - spared + (24.0 if links else 14.0) + MARGIN * 0.8
        return A4[0] * page - 2 * MARGIN, A4[1] * page - used

    if contents.setting == "free":
        arranged = arrange(contents, style=style, measure=measure, room=room, ease=ease)
    else:
        arranged = arrange_boxes(contents, measure=measure, room=room, ease=ease, stacks=stacks)
    blocks = _placed(contents, measure, arranged, _above(head(arranged.page)), positions)
    sign = legend(arranged.page)
    page = _page(blocks, A4[0] * arranged.page, _above(head(arranged.page)), sign.height, lines=bool(links))
    field = _field(page, _above(head(arranged.page)), sign.height)
    lines = wires(blocks, links, field, scale=arranged.scale, language=contents.language)
    sign = sign.moved(page.x + MARGIN, page.bottom - MARGIN * 0.8 - sign.height)
    grounds = tuple(ground.moved(MARGIN, _above(head(arranged.page))) for ground in arranged.grounds)
    return Draft(
        blocks=blocks, wires=lines, legend=sign, title=head(arranged.page), page=page, scale=arranged.scale,
        grounds=grounds,
    )  # fmt: skip


def _placed(
    contents: Contents,
    measure: Measure,
    arranged: Arrangement,
    top: float,
    positions: Mapping[str, tuple[float, float]],
) -> tuple[Block, ...]:
    blocks = [block.moved(MARGIN, top) for block in arranged.blocks]
    if not positions:
        return tuple(blocks)
    standing = {node.key for node in contents.standing()}
    fixed = {key: place for key, place in positions.items() if key in standing}
    extra = detached_blocks(contents, measure, arranged.scale)
    return keep_positions(blocks, fixed, extra, 26.0 * arranged.scale)


def links_of(contents: Contents) -> list[Link]:
    """Return the lines that are wanted: from overarching themes to those they hold, and relations."""
    links = []
    for node in contents.standing():
        if node.parent is not None and contents.setting == "free":
            above = root_of(contents, node.parent)
            links.append(
                Link(source=node.parent, target=node.key, kind=PART_OF, source_block=above, target_block=node.key)
            )
    for source, target, kind, label in relations_of(contents.graph):
        ends = root_of(contents, source), root_of(contents, target)
        links.append(
            Link(source=source, target=target, kind=kind, label=label, source_block=ends[0], target_block=ends[1])
        )
    return links


def _above(title: Sequence[str]) -> float:
    return MARGIN + len(title) * TITLE_SIZE * 1.2 + (8.0 if title else 0.0)


def _page(blocks: Sequence[Block], width: float, above: float, legend: float, *, lines: bool) -> Rect:
    """Return the page: as wide as A4 or its multiple, as high as its contents; wider where something was moved out."""
    boxes = [block.box for block in blocks]
    left = min([0.0, *(box.x - MARGIN for box in boxes)])
    top = min([0.0, *(box.y - above for box in boxes)])
    right = max([width, *(box.right + MARGIN for box in boxes)])
    bottom = max([above + 20.0, *(box.bottom for box in boxes)]) + (24.0 if lines else 14.0) + legend + MARGIN * 0.8
    return Rect(left, top, right - left, bottom - top)


def _field(page: Rect, above: float, legend: float) -> Rect:
    """Return where lines and their words may go: the page without title and legend."""
    top = page.y + above - 9.0
    bottom = page.bottom - MARGIN * 0.8 - legend - 10.0
    return Rect(page.x + 9.0, top, page.width - 18.0, bottom - top)
