"""How a ring is drawn: its lines by width, its nodes by kind, the legend, the notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from teema.maps.blocks import Rect
from teema.maps.draft import MARGIN
from teema.maps.layout import A4
from teema.maps.look import FAINT, INK, LEGEND_SIZE, NODE_LOOKS, PAPER, QUIET, TITLE_SIZE
from teema.maps.ring import Ring, Seat, Spot, ring_of
from teema.maps.ring_lines import Chord, chords, number_boxes
from teema.maps.scene import Group, Path, Scene, Words, box_path, line_path, oval_path, set_lines
from teema.maps.text import LEADING, Face, clean, text_width, wrap
from teema.maps.together import Pair, width_classes
from teema.terms import number, term

__all__ = ["RingContents", "ring_scene", "spot_of"]

_NUMBER = 6.8
_WIDTHS = (0.8, 1.9, 3.2, 4.8)
_COLOURS = ("#8f8f8f", "#66788a", "#3a607f", "#0b3c5d")  # the wider, the darker, in grey as well
_USED = {1: (1,), 2: (0, 2), 3: (0, 1, 3), 4: (0, 1, 2, 3)}
_SPOTS: dict[str, tuple[float, Face, float]] = {  # size and face of the words, radius of the node
    "overarching": (10.0, "bold", 4.6),
    "theme": (8.8, "bold", 3.9),
    "subtheme": (8.2, "regular", 3.0),
    "code": (7.4, "regular", 2.4),
    "heading": (7.4, "bold", 0.0),
}
_CANDIDATE = (1.7, 1.2)
_ROW = 15.0
_SAMPLE = 26.0
_LISTED = 12  # numbers without room that are told one by one
_BELOW = 16.0  # between the ring and the legend

_Look = tuple[float, str, tuple[float, ...]]  # width, colour, dash
_HIDDEN: _Look = (1.2, "#66788a", (3.0, 2.4))


@dataclass(frozen=True, slots=True, kw_only=True)
class RingContents:
    """What is to be drawn.

    Attributes:
        spots: The nodes that make pairs, in their order.
        headings: What stands above the nodes of a group.
        roles: What each node is drawn as: overarching, theme, subtheme or code.
        candidates: The provisional ones.
        pairs: Most cases first.
        show_counts: Print numbers on lines.
        title: Words above.
        notes: Sentences below the legend.
        language: fi, sv or en.
    """

    spots: Sequence[Spot]
    headings: Mapping[str, Spot]
    roles: Mapping[str, str]
    candidates: frozenset[str]
    pairs: Sequence[Pair]
    show_counts: bool
    title: str
    notes: Sequence[str]
    language: str

    @property
    def classes(self) -> list[tuple[int, int]]:
        """From which to which count one width goes."""
        return width_classes([pair.cases for pair in self.pairs if pair.cases is not None])

    @property
    def texts(self) -> list[str]:
        """The number on the line of each pair, or nothing."""
        told = [pair.cases if self.show_counts else None for pair in self.pairs]
        return ["" if cases is None else number(cases, self.language) for cases in told]


def spot_of(key: str, text: str, role: str, *, group: str = "") -> Spot:
    """Return a node, or a heading, with the size of its words."""
    size, face, radius = _SPOTS[role]
    return Spot(key=key, text=text, size=size, face=face, radius=radius, group=group)


def ring_scene(contents: RingContents, outline: str) -> tuple[Scene, dict[str, Rect]]:
    """Lay out and draw a ring.

    Args:
        contents: What is to be drawn.
        outline: The picture in words.

    Returns:
        The scene, and where each node is.
    """
    classes, texts = contents.classes, contents.texts

    def room(page: float) -> tuple[float, float]:
        width = A4[0] * page
        used = _title(contents, width)[1] + _BELOW + _legend(contents, classes, contents.notes, width, 0.0)[1]
        return width - 2 * MARGIN, A4[1] * page - used - MARGIN * 0.8

    ring = ring_of(contents.spots, contents.headings, room, contents.language)
    looks = [_look(pair.cases, classes) for pair in contents.pairs]
    wanted = [
        (pair.a, pair.b, look[0] * ring.scale) for pair, look in zip(contents.pairs, looks, strict=True)
    ]  # fmt: skip
    lines = chords(ring, wanted)
    boxes = number_boxes(ring, lines, texts, _NUMBER * ring.scale)
    without = [pair for pair, text, box in zip(contents.pairs, texts, boxes, strict=True) if text and box is None]
    notes = [*contents.notes, *_unset(without, contents.language)]
    width = A4[0] * ring.page
    heading, top = _title(contents, width)
    legend, bottom = _legend(contents, classes, notes, width, top + max(ring.height, 20.0) + _BELOW)
    page = Rect(0.0, 0.0, width, bottom + MARGIN * 0.8)
    groups = [Group(kind="paper", name="", marks=(Path(commands=box_path(page, 0.0), fill=PAPER),)), *heading]
    drawn = list(zip(contents.pairs, lines, looks, texts, boxes, strict=True))
    for pair, line, look, _, _ in reversed(drawn):  # the strongest above the others
        groups.append(Group(kind="edge-together", name=f"{pair.a} – {pair.b}", marks=(_line(line, look, ring, top),)))
    for pair, _, _, text, box in drawn:
        if box is not None:
            marks = _number(text, box.moved(MARGIN, top), ring)
            groups.append(Group(kind="number", name=f"{pair.a} – {pair.b}", marks=marks))
    groups += [*(_seat(seat, contents, ring, top) for seat in ring.seats), *legend]
    scene = Scene(
        page=page, title=contents.title, outline=outline, language=contents.language, groups=tuple(groups)
    )  # fmt: skip
    return scene, {seat.spot.key: _dot(seat, ring.scale).moved(MARGIN, top) for seat in ring.seats if seat.spot.radius}


def _unset(pairs: Sequence[Pair], language: str) -> list[str]:
    """Return the numbers that found no room on their lines as a sentence, or how many there are when they are many."""
    if len(pairs) > _LISTED:
        return [term("maps.together_unset", language, n=number(len(pairs), language))]
    said = "; ".join(f"{clean(pair.a)} – {clean(pair.b)} {number(pair.cases or 0, language)}" for pair in pairs)
    return [term("maps.together_no_room", language, pairs=said)] if pairs else []


def _look(cases: int | None, classes: Sequence[tuple[int, int]]) -> _Look:
    if cases is None:
        return _HIDDEN
    at = _USED[len(classes)][next(at for at, (_, last) in enumerate(classes) if cases <= last)]
    return _WIDTHS[at], _COLOURS[at], ()


def _line(line: Chord, look: _Look, ring: Ring, top: float) -> Path:
    start, bend, end = ((x + MARGIN, y + top) for x, y in (line.start, line.bend, line.end))
    dash = tuple(length * ring.scale for length in look[2])
    return Path(
        commands=(("M", (start,)), ("Q", (bend, end))), stroke=look[1], line=line.width, dash=dash
    )  # fmt: skip


def _number(text: str, box: Rect, ring: Ring) -> tuple[Path | Words, ...]:
    size = _NUMBER * ring.scale
    y = box.y + (box.height - size * LEADING) / 2
    words = set_lines((text,), box.middle[0], y, size, "regular", INK, middle=True)
    return (Path(commands=box_path(box, 1.5), fill=PAPER), *words)


def _dot(seat: Seat, scale: float) -> Rect:
    r = seat.spot.radius * scale
    return Rect(seat.middle[0] - r, seat.middle[1] - r, 2 * r, 2 * r)


def _seat(seat: Seat, contents: RingContents, ring: Ring, top: float) -> Group:
    spot, scale, words = seat.spot, ring.scale, seat.words.moved(MARGIN, top)
    heading = not spot.radius
    marks: list[Path | Words] = []
    if not heading:
        role = contents.roles[spot.key]
        marks += _sign(_dot(seat, scale).moved(MARGIN, top), role, scale, candidate=spot.key in contents.candidates)
    if seat.leader:
        ends = tuple((x + MARGIN, y + top) for x, y in seat.leader)
        marks.append(Path(commands=line_path(ends, 0.0), stroke=FAINT, line=0.6 * scale))
    size = spot.size * scale
    for at, line in enumerate(seat.lines):
        x = words.x if seat.side == 1 else words.right - text_width(line, size, spot.face)
        y = words.y + at * size * LEADING
        marks += set_lines((line,), x, y, size, spot.face, QUIET if heading else INK, middle=False)
    kind = "heading" if heading else contents.roles[spot.key]
    return Group(kind=kind, name=spot.key, marks=tuple(marks))


def _sign(box: Rect, role: str, scale: float, *, candidate: bool = False) -> Iterator[Path]:
    look = NODE_LOOKS[role]
    dash = tuple(length * scale for length in _CANDIDATE) if candidate else ()
    fill = PAPER if candidate or role == "code" else look.fill
    yield Path(commands=oval_path(box), fill=fill, stroke=look.stroke, line=1.1 * scale, dash=dash)
    if role == "overarching":
        yield Path(commands=oval_path(box.grown(-1.8 * scale)), fill=PAPER, stroke=look.stroke, line=0.9 * scale)


def _title(contents: RingContents, width: float) -> tuple[list[Group], float]:
    """Return the title, and where it ends."""
    lines = wrap(contents.title, width - 2 * MARGIN, TITLE_SIZE, "bold", contents.language)
    marks = set_lines(lines, MARGIN, MARGIN - 4.0, TITLE_SIZE, "bold", INK, middle=False)
    return [Group(kind="title", name="", marks=marks)], MARGIN + len(lines) * TITLE_SIZE * LEADING + 8.0


def _legend(
    contents: RingContents, classes: Sequence[tuple[int, int]], notes: Sequence[str], width: float, y: float
) -> tuple[list[Group], float]:
    """Return the legend with the notes below it, from y on, and where it ends."""
    marks: list[Path | Words] = []
    if contents.spots or notes:
        marks.append(
            Path(commands=line_path(((MARGIN, y - 5.0), (width - MARGIN, y - 5.0)), 0.0), stroke=FAINT, line=0.5)
        )
    for row in _rows(_entries(contents, classes), width - 2 * MARGIN):
        x = MARGIN
        for sample, text in row:
            if sample is not None:
                marks += sample(Rect(x, y, _SAMPLE, _ROW))
                x += _SAMPLE + 5.0
            marks += set_lines(
                (text,), x, y + (_ROW - LEGEND_SIZE * LEADING) / 2, LEGEND_SIZE, "regular", INK, middle=False
            )
            x += text_width(text, LEGEND_SIZE) + 14.0
        y += _ROW
    for note in notes:
        lines = wrap(note, width - 2 * MARGIN, LEGEND_SIZE, "regular", contents.language)
        marks += set_lines(lines, MARGIN, y, LEGEND_SIZE, "regular", QUIET, middle=False)
        y += len(lines) * LEGEND_SIZE * LEADING + 1.5
    return [Group(kind="legend", name="", marks=tuple(marks))] if marks else [], y


class _Sample:
    """A sign of the legend, to be drawn in a box."""

    def __init__(self, role: str = "", look: _Look | None = None, *, candidate: bool = False) -> None:
        self._role, self._look, self._candidate = role, look, candidate

    def __call__(self, box: Rect) -> list[Path]:
        y = box.middle[1]
        if self._look is not None:
            line = line_path(((box.x, y), (box.right, y)), 0.0)
            return [Path(commands=line, stroke=self._look[1], line=self._look[0], dash=self._look[2])]
        r = _SPOTS[self._role][2]
        return list(
            _sign(Rect(box.right - 2 * r - 1.0, y - r, 2 * r, 2 * r), self._role, 1.0, candidate=self._candidate)
        )


_Entry = tuple[_Sample | None, str]


def _entries(contents: RingContents, classes: Sequence[tuple[int, int]]) -> list[list[_Entry]]:
    """Return what the legend says: of nodes, and of lines, each as entries that stay in their order."""
    language = contents.language
    roles = [contents.roles[spot.key] for spot in contents.spots]
    nodes: list[_Entry] = [
        (_Sample(role), term(f"maps.{role}", language)) for role in _SPOTS if role in roles
    ]  # fmt: skip
    if any(spot.key in contents.candidates for spot in contents.spots):
        nodes.append((_Sample("theme", candidate=True), term("maps.candidate", language)))
    if not contents.pairs:
        return [nodes]
    lines: list[_Entry] = [(None, term("maps.together_width", language))]
    if any(pair.cases is None for pair in contents.pairs):
        lines.append((_Sample(look=_HIDDEN), term("maps.together_hidden", language)))
    for first, last in classes:
        counts = [number(count, language) for count in dict.fromkeys((first, last))]
        lines.append((_Sample(look=_look(last, classes)), "–".join(counts)))
    return [nodes, lines]


def _rows(groups: Sequence[Sequence[_Entry]], width: float) -> Iterator[list[_Entry]]:
    for group in groups:
        row: list[_Entry] = []
        x = 0.0
        for sample, text in group:
            wide = text_width(text, LEGEND_SIZE) + (0.0 if sample is None else _SAMPLE + 5.0)
            if row and x + wide > width:
                yield row
                row, x = [], 0.0
            row.append((sample, text))
            x += wide + 14.0
        if row:
            yield row
