"""From a draft to a scene: every node, line and word gets its look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from teema.maps.blocks import Block, Part, Point, Rect
from teema.maps.cards import TIP
from teema.maps.chips import Chip
from teema.maps.contents import Contents
from teema.maps.draft import MARGIN, Draft
from teema.maps.graph import PART_OF
from teema.maps.layout import Style
from teema.maps.legend import Legend, Sign
from teema.maps.look import (
    CANDIDATE_DASH,
    EDGE_LOOKS,
    FAINT,
    GONE,
    GROUND,
    INK,
    LEGEND_SIZE,
    MARK_SIZE,
    NODE_LOOKS,
    PAPER,
    QUIET,
    TITLE_SIZE,
)
from teema.maps.marks import BOLD, SIGNS
from teema.maps.scene import (
    BASELINE,
    Group,
    Path,
    Scene,
    Words,
    arrow_path,
    box_path,
    head_path,
    line_path,
    oval_path,
    set_lines,
    shortened,
)
from teema.maps.strip import HEAD_SIZE, NAME_SIZE, GoneCard, Strip
from teema.maps.text import LEADING
from teema.maps.wires import Wire
from teema.terms import term

__all__ = ["block_groups", "compose", "ground_group", "legend_groups", "wire_group"]

_RADIUS = {"rounded": 6.0, "pill": 7.0, "oval": 0.0}
_HEAD = (7.5, 6.0)  # length and width of an arrowhead
_BEND = 6.0


def compose(drafted: Draft, contents: Contents, *, style: Style, title: str, outline: str) -> Scene:
    """Give a draft its looks.

    Args:
        drafted: What is where.
        contents: What is drawn.
        style: cards or ovals.
        title: What the map is called.
        outline: The map in words.
    """
    page, scale = drafted.page, drafted.scale
    groups = [Group(kind="paper", name="", marks=(Path(commands=box_path(page, 0.0), fill=PAPER),))]
    groups += _title(drafted)
    groups += [ground_group(drafted.grounds, scale)] if drafted.grounds else []
    for block in drafted.blocks:
        groups += block_groups(block, contents, style, scale)
    drawn = [wire for wire in drafted.wires if wire.points]
    ordered = sorted(drawn, key=lambda wire: wire.link.kind != PART_OF)
    groups += [wire_group(wire, scale) for wire in ordered]
    groups += [_label(wire) for wire in ordered if wire.label]
    groups += legend_groups(drafted.legend, drafted.page, style)
    name = title or term("maps.map", contents.language)
    return Scene(page=page, title=name, outline=outline, language=contents.language, groups=tuple(groups))


def _title(drafted: Draft) -> Iterator[Group]:
    if drafted.title:
        x, y = drafted.page.x + MARGIN, drafted.page.y + MARGIN - 4.0
        yield Group(
            kind="title", name="", marks=set_lines(drafted.title, x, y, TITLE_SIZE, "bold", INK, middle=False)
        )  # fmt: skip


def ground_group(grounds: Sequence[Rect], scale: float) -> Group:
    """Give the areas behind columns their look."""
    marks = (Path(commands=box_path(box, _RADIUS["rounded"] * scale), fill=GROUND) for box in grounds)
    return Group(kind="ground", name="", marks=tuple(marks))


def block_groups(block: Block, contents: Contents, style: Style, scale: float) -> Iterator[Group]:
    """Give a theme and all it holds their looks."""
    look = EDGE_LOOKS[PART_OF]
    if block.links:
        marks = tuple(
            Path(commands=line_path(link, 0.0), stroke=look.colour, line=look.line * 0.55 * scale)
            for link in block.links
        )
        yield Group(kind="links", name=block.key, marks=marks)
    for part in block.parts:
        words = _lines_of(part, contents)
        chips = (mark for chip in part.chips for mark in _chip(chip, scale))
        yield Group(kind=part.role, name=part.node.name, marks=(*_box(part, style), *words, *chips))


def _box(part: Part, style: Style) -> Iterator[Path]:
    look, scale = part.look, part.scale
    dash = tuple(length * scale for length in CANDIDATE_DASH) if part.node.candidate else ()
    line = look.line * scale * (1.25 if dash else 1.0)
    if any(chip.mark.kind in BOLD for chip in part.chips):
        line = max((1.5 if dash else 2.0) * line, 1.4 * scale)
    if part.shape == "oval":
        if part.role == "overarching":
            yield Path(commands=oval_path(part.box), fill=look.fill, stroke=look.stroke, line=line * 2.6, dash=dash)
            yield Path(commands=oval_path(part.box), fill=None, stroke=PAPER, line=line * 0.9)
        else:
            yield Path(commands=oval_path(part.box), fill=look.fill, stroke=look.stroke, line=line, dash=dash)
        return
    if part.shape == "arrow":
        outline = arrow_path(part.box, TIP * scale)
        yield Path(commands=outline, fill=look.fill, stroke=look.stroke, line=line, dash=dash)
        return
    radius = (1.2 if style == "ovals" else _RADIUS[part.shape] * (1.0 if part.role != "subtheme" else 0.5)) * scale
    if part.role == "overarching":
        radius = min(part.box.height / 2, 14.0 * scale)
    outline = box_path(part.box, radius)
    if part.band:
        band = Rect(part.box.x, part.box.y, part.box.width, part.band)
        yield Path(commands=outline, fill=PAPER)
        yield Path(commands=box_path(band, radius, top_only=True), fill=look.fill)
        rule = line_path(((band.x, band.bottom), (band.right, band.bottom)), 0.0)
        yield Path(commands=rule, stroke=look.stroke, line=look.line * 0.5 * scale)
        fill = None
    else:
        fill = PAPER if part.again else look.fill
    if part.role == "overarching":
        yield Path(commands=outline, fill=fill, stroke=look.stroke, line=line * 2.6, dash=dash)
        yield Path(commands=outline, stroke=PAPER, line=line * 0.9)
    else:
        yield Path(commands=outline, fill=fill, stroke=look.stroke, line=line, dash=dash)


def _lines_of(part: Part, contents: Contents) -> tuple[Words, ...]:
    size = part.look.size * part.scale
    middle = part.anchor == "middle"
    x = part.words.middle[0] if middle else part.words.x
    lines = set_lines(part.lines, x, part.words.y, size, part.look.face, INK, middle=middle)
    small = part.again + bool(part.role != "code" and contents.count_line(part.node))
    for at in range(len(lines) - small, len(lines)):
        y = lines[at].y - size * BASELINE
        lines = (*lines[:at], *set_lines(part.lines[at : at + 1], x, y, size * 0.85, "regular", INK, middle=middle),
                 *lines[at + 1 :])  # fmt: skip
    return lines


def _chip(chip: Chip, scale: float) -> Iterator[Path | Words]:
    size = MARK_SIZE * scale
    yield Path(commands=box_path(chip.box, 2.0 * scale), fill=PAPER, stroke=INK, line=0.6 * scale)
    x, middle = chip.box.middle
    y = middle - len(chip.lines) * size * LEADING / 2
    yield from set_lines(chip.lines, x, y, size, "regular", INK, middle=True)


def wire_group(wire: Wire, scale: float) -> Group:
    """Give a line its look, without its words."""
    name = f"{wire.link.source} → {wire.link.target}"
    return Group(kind=f"edge-{wire.link.kind}", name=name, marks=tuple(_line(wire.points, wire.link.kind, scale)))


def _line(points: Sequence[Point], kind: str, scale: float) -> Iterator[Path]:
    look = EDGE_LOOKS[kind]
    length, width = (side * scale for side in _HEAD)
    cut = shortened(points, start=length * 0.8 if look.tail else 0.0, end=length * 0.8 if look.head else 0.0)
    yield Path(
        commands=line_path(cut, 0.0 if kind == PART_OF else _BEND * scale), stroke=look.colour, line=look.line * scale,
        dash=tuple(part * scale for part in look.dash), round_caps=look.round_caps,
    )  # fmt: skip
    if look.head:
        yield Path(commands=head_path(points[-1], points[-2], length, width), fill=look.colour)
    if look.tail:
        yield Path(commands=head_path(points[0], points[1], length, width), fill=look.colour)


def _label(wire: Wire) -> Group:
    label = wire.label
    if label is None:
        raise AssertionError  # pragma: no cover - asked only for labelled lines
    x, _ = label.box.middle
    text = len(label.lines) * label.size * LEADING
    words = set_lines(
        label.lines, x, label.box.y + (label.box.height - text) / 2, label.size, "oblique", INK, middle=True
    )
    ground = Path(commands=box_path(label.box, 2.0), fill=PAPER)
    return Group(kind="label", name=wire.link.label, marks=(ground, *words) if label.on_line else words)


def _strip(strip: Strip) -> Iterator[Group]:
    text, place = strip.heading
    marks = [*set_lines((text,), place.x, place.y, HEAD_SIZE, "bold", INK, middle=False)]
    for line, box in strip.lost:
        marks += set_lines((line,), box.x, box.y, LEGEND_SIZE, "regular", INK, middle=False)
    yield Group(kind="strip", name="", marks=tuple(marks))
    yield from (_gone(card) for card in strip.cards)


def _gone(card: GoneCard) -> Group:
    box, (codes, place) = card.box, card.codes
    x = place.x
    marks: list[Path | Words] = [Path(commands=box_path(box, 0.0), fill=GONE, stroke=QUIET, line=0.7)]
    marks += set_lines(card.lines, x, box.y + 4.5, NAME_SIZE, "bold", INK, middle=False)
    for chip in card.chips:
        marks += _chip(chip, 1.0)
    marks += set_lines(codes, x, place.y, MARK_SIZE, "regular", INK, middle=False)
    return Group(kind="gone", name=f"{SIGNS['removed']} {card.name}", marks=tuple(marks))


def legend_groups(legend: Legend, page: Rect, style: Style) -> Iterator[Group]:
    """Give the legend its looks, with a line above it, and what is gone above that."""
    marks: list[Path | Words] = []
    if legend.strip:
        yield from _strip(legend.strip)
    for sign in legend.signs:
        if sign.kind.startswith("mark-"):
            marks += _mark_sample(sign)
        else:
            marks += _sample(sign, style)
        y = sign.words.y + (sign.words.height - LEGEND_SIZE * LEADING) / 2
        marks += set_lines((sign.text,), sign.words.x, y, LEGEND_SIZE, "regular", INK, middle=False)
    for text, box in legend.notes:
        marks += set_lines((text,), box.x, box.y, LEGEND_SIZE, "regular", QUIET, middle=False)
    if marks:
        y = page.bottom - MARGIN * 0.8 - legend.height - 5.0
        if legend.strip:
            y += legend.strip.height
        across = ((page.x + MARGIN, y), (page.right - MARGIN, y))
        marks.insert(0, Path(commands=line_path(across, 0.0), stroke=FAINT, line=0.5))
        yield Group(kind="legend", name="", marks=tuple(marks))


def _mark_sample(sign: Sign) -> Iterator[Path | Words]:
    text = SIGNS[sign.kind.removeprefix("mark-")]
    x, middle = sign.sample.middle
    line = 1.2 if sign.kind.removeprefix("mark-") in BOLD else 0.6
    yield Path(commands=box_path(sign.sample, 2.0), fill=PAPER, stroke=INK, line=line)
    y = middle - LEGEND_SIZE * LEADING / 2
    yield from set_lines((text,), x, y, LEGEND_SIZE, "regular", INK, middle=True)


def _sample(sign: Sign, style: Style) -> Iterator[Path]:
    box = sign.sample
    if sign.kind in EDGE_LOOKS:
        y = box.middle[1]
        yield from _line(((box.x, y), (box.right, y)), sign.kind, 0.9)
        return
    role = "theme" if sign.kind == "candidate" else sign.kind
    look = NODE_LOOKS[role]
    small = {"overarching": 0.0, "theme": 0.5, "candidate": 0.5, "subtheme": 1.8, "code": 2.4}[sign.kind]
    inner = box.grown(-small)
    dash = CANDIDATE_DASH if sign.kind == "candidate" else ()
    oval = style == "ovals" and role != "code"
    radius = {"overarching": 6.0, "theme": 4.0, "subtheme": 2.0, "code": 1.2 if style == "ovals" else 4.0}[role]
    outline = oval_path(inner) if oval else box_path(inner, radius)
    fill = PAPER if sign.kind == "candidate" else look.fill
    if role == "overarching":
        yield Path(commands=outline, fill=look.fill, stroke=look.stroke, line=look.line * 2.0)
        yield Path(commands=outline, stroke=PAPER, line=look.line * 0.7)
    else:
        yield Path(commands=outline, fill=fill, stroke=look.stroke, line=look.line, dash=dash)
