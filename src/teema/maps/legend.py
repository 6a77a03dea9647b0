"""The printed legend: the signs that occur on the map, no others, and notes below them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from teema.maps.blocks import Rect
from teema.maps.contents import Contents
from teema.maps.layout import Style, role_of
from teema.maps.look import LEGEND_SIZE
from teema.maps.strip import Strip, strip_of
from teema.maps.text import text_width, wrap
from teema.terms import term

__all__ = ["Legend", "Sign", "kinds_of", "legend_of", "set_signs"]

SAMPLE = {"node": 22.0, "edge": 32.0, "mark": 13.0}
_GAP = 5.0
_BETWEEN = 16.0
_ROW = 15.0
_NODES = ("overarching", "theme", "candidate", "subtheme", "code")
_EDGES = ("part_of", "leads_to", "relates", "contrasts", "overlaps")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One entry: a sample and its words.

    Attributes:
        kind: A role, candidate, a kind of edge, or `mark-` and a kind of mark.
        sample: Where the sample is drawn.
        words: Where the words stand.
        text: The words.
    """

    kind: str
    sample: Rect
    words: Rect
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Legend:
    """All entries and notes, from (0, 0) or moved to their place; above them what is no longer there."""

    signs: tuple[Sign, ...]
    notes: tuple[tuple[str, Rect], ...]
    height: float
    strip: Strip | None = None

    def moved(self, dx: float, dy: float) -> Legend:
        """Return the legend moved."""
        signs = tuple(
            replace(sign, sample=sign.sample.moved(dx, dy), words=sign.words.moved(dx, dy)) for sign in self.signs
        )
        notes = tuple((text, box.moved(dx, dy)) for text, box in self.notes)
        return replace(self, signs=signs, notes=notes, strip=self.strip and self.strip.moved(dx, dy))


def legend_of(contents: Contents, edges: Sequence[str], notes: Sequence[str], *, style: Style, width: float) -> Legend:
    """Set the entries in rows.

    Args:
        contents: What is drawn.
        edges: Kinds of the lines drawn.
        notes: Sentences below.
        style: cards or ovals; in ovals what a theme holds hangs on lines.
        width: Room of a row.
    """
    kinds = kinds_of([contents], edges, style)
    strip = strip_of(contents.marks, width, contents.language)
    below = strip.height if strip else 0.0
    made = set_signs(kinds, contents.marks.kinds(), notes, width=width, language=contents.language)
    return replace(made.moved(0.0, below), height=below + made.height, strip=strip)


def kinds_of(contents: Sequence[Contents], edges: Iterable[str], style: Style) -> list[str]:
    """Return the roles and kinds of edges that occur on maps, in the order of the legend."""
    roles = {role for content in contents for role in _roles(content)}
    drawn = set(edges)
    if style == "ovals" and {"subtheme", "code"} & roles:
        drawn.add("part_of")
    return [kind for kind in _NODES if kind in roles] + [kind for kind in _EDGES if kind in drawn]


def set_signs(
    kinds: Sequence[str], marks: Sequence[str], notes: Sequence[str], *, width: float, language: str
) -> Legend:
    """Set entries in rows, those of marks in rows of their own, and notes below them.

    Args:
        kinds: Roles and kinds of edges.
        marks: Kinds of marks.
        notes: Sentences below.
        width: Room of a row.
        language: fi, sv or en.
    """
    entries = [(kind, term(f"maps.{kind}", language), SAMPLE["edge" if kind in _EDGES else "node"]) for kind in kinds]
    entries += [(f"mark-{kind}", term(f"maps.sign_{kind}", language), SAMPLE["mark"]) for kind in marks]
    signs: list[Sign] = []
    x, y = 0.0, 0.0
    for at, (kind, text, sample) in enumerate(entries):
        words = text_width(text, LEGEND_SIZE)
        used = sample + _GAP + words
        if x and (x + used > width or at == len(kinds)):
            x, y = 0.0, y + _ROW
        signs.append(
            Sign(
                kind=kind,
                sample=Rect(x, y + 1.5, sample, _ROW - 4.0),
                words=Rect(x + sample + _GAP, y, words, _ROW - 1.0),
                text=text,
            )
        )
        x += used + _BETWEEN
    y += _ROW if signs else 0.0
    set_notes = []
    for note in notes:
        for line in wrap(note, width, LEGEND_SIZE, "regular", language):
            set_notes.append((line, Rect(0.0, y, text_width(line, LEGEND_SIZE), LEGEND_SIZE * 1.3)))
            y += LEGEND_SIZE * 1.35
    return Legend(signs=tuple(signs), notes=tuple(set_notes), height=y)


def _roles(contents: Contents) -> set[str]:
    found: set[str] = set()
    pending = list(contents.standing())
    standing = {node.key for node in pending}
    while pending:
        node = pending.pop()
        found.add(role_of(contents, node) if node.key in standing else contents.role_within(node))
        if node.candidate:
            found.add("candidate")
        if contents.codes(node.key):
            found.add("code")
        if not contents.spans(node.key):
            pending.extend(contents.themes(node.key))
    if contents.setting != "free":
        found.discard("overarching")  # headings of columns and names of boxes say what they are
    return found
