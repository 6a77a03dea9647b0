"""Themes as ovals, the look of Braun & Clarke's thematic maps: what a theme holds hangs below it on solid lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from teema.maps.blocks import Block, Part, Point, Rect, Role, columns_of, hull, text_height
from teema.maps.chips import ABOVE, Chip, chips_of
from teema.maps.contents import Contents
from teema.maps.graph import Node
from teema.maps.look import NODE_LOOKS, NodeLook
from teema.maps.marks import Mark
from teema.maps.text import LEADING, text_width, wrap

__all__ = ["oval_tree"]

_GAP = 3.2
_DROP = 6.5  # from an oval to the line that its columns hang on
_INDENT = 10.0
_COLUMN = 92.0
_ASPECTS = (1.5, 1.8, 2.2, 2.6, 3.2, 4.0, 5.0)

_Hung = tuple[list[Part], list[tuple[Point, ...]], float]  # parts, links, height
_Columns = tuple[list[Part], list[tuple[Point, ...]], list[Rect], float]  # and what covers each column


def oval_tree(contents: Contents, node: Node, width: float, *, role: Role) -> Block:
    """Measure a theme as an oval above all it holds.

    Args:
        contents: What is to be drawn.
        node: The theme.
        width: Of the block, in points at scale 1.
        role: overarching, theme or subtheme.

    Returns:
        The block with its corner at (0, 0).
    """
    own = _oval(contents, node, width, role)
    own = own.moved((width - own.box.width) / 2, 0)
    held = [] if contents.spans(node.key) else contents.themes(node.key)
    held = [*contents.codes(node.key), *held]
    if not held:
        return Block(key=node.key, box=Rect(0, 0, width, own.box.height), parts=(own,))
    most = 2 if any(contents.is_end(child.key) for child in held) else 8
    count = max(1, min(len(held), most, int(width // _COLUMN)))
    options = [_columns(contents, held, width, own, columns) for columns in range(1, count + 1)]
    parts, links, solids, height = min(options, key=lambda option: round(option[3], 3))
    return Block(
        key=node.key, box=Rect(0, 0, width, height), parts=(own, *parts), links=tuple(links),
        solids=(own.box, *solids),
    )  # fmt: skip


def _columns(contents: Contents, held: Sequence[Node], width: float, own: Part, count: int) -> _Columns:
    column = min(width / count, 170.0)
    items = [_hung(contents, node, column - _INDENT - _GAP) for node in held]
    shares = columns_of([height for _, _, height in items], count, _GAP)
    left = (width - column * len(shares)) / 2
    middle, below = own.box.middle[0], own.box.bottom
    bus = below + _DROP
    parts: list[Part] = []
    links: list[tuple[Point, ...]] = []
    solids: list[Rect] = []
    trunks = [left + column * at + _INDENT / 2 for at in range(len(shares))]
    for trunk, share in zip(trunks, shares, strict=True):
        more, lines, end = _hang([items[index] for index in share], trunk, bus, bus + _GAP)
        parts += more
        links += lines
        solids.append(hull([*(part.box for part in more), Rect(trunk, bus, 0.5, end - bus)]))
    first, last = min(middle, *trunks), max(middle, *trunks)
    links += [((middle, below), (middle, bus)), ((first, bus), (last, bus))]
    solids.append(Rect(first, below - 1, last - first + 0.5, bus - below + 2))
    return parts, links, solids, max(box.bottom for box in solids)


def _hang(items: Sequence[_Hung], trunk: float, top: float, y: float) -> _Hung:
    """Hang items below each other on a vertical line that begins at `top`."""
    parts: list[Part] = []
    links: list[tuple[Point, ...]] = []
    end = top
    for its_parts, its_links, height in items:
        x = trunk + _INDENT / 2
        parts += [part.moved(x, y) for part in its_parts]
        links += [tuple((a + x, b + y) for a, b in link) for link in its_links]
        end = y + its_parts[0].box.height / 2
        links.append(((trunk, end), (x, end)))
        y += height + _GAP
    links.append(((trunk, top), (trunk, end)))
    return parts, links, y - _GAP


def _hung(contents: Contents, node: Node, width: float) -> _Hung:
    """Measure one thing that hangs, with its own corner at (0, 0)."""
    if node.kind == "code":
        return [_label_box(contents, node, width)], [], _label_box(contents, node, width).box.height
    own = _oval(contents, node, width, "subtheme")
    own = own.moved(-own.box.x, 0)
    held = [*contents.codes(node.key), *contents.themes(node.key)]
    if not held:
        return [own], [], own.box.height
    trunk = _INDENT
    room = max(40.0, width - trunk - _INDENT / 2)
    items = [_hung(contents, child, room) for child in held]
    # The line begins on the oval's lower edge, where that is above the line.
    across = (trunk - own.box.middle[0]) / (own.box.width / 2)
    top = own.box.middle[1] + own.box.height / 2 * math.sqrt(max(0.0, 1 - across * across))
    parts, links, height = _hang(items, trunk, top, own.box.height + _GAP)
    return [own, *parts], links, height


def _label_box(contents: Contents, node: Node, width: float) -> Part:
    look = NODE_LOOKS["code"]
    inner = width - 2 * look.pad
    lines = wrap(contents.label(node), inner, look.size, look.face, contents.language)
    name = text_height(lines, look)
    wide = max(text_width(line, look.size, look.face) for line in lines)
    chips, chips_high = chips_of(contents.marks.of(node.key), inner, contents.language)
    wide = max([wide, *(2 * max(inner / 2 - chip.box.x, chip.box.right - inner / 2) for chip in chips)])
    high = name + (ABOVE + chips_high if chips else 0.0)
    box = Rect(0, 0, min(width, wide + 2 * look.pad), high + look.pad * 1.1)
    words = Rect(look.pad, look.pad * 0.55, box.width - 2 * look.pad, high)
    dx = words.middle[0] - inner / 2
    return Part(
        node=node, role="code", shape="rounded", box=box, words=words, lines=lines,
        chips=tuple(chip.moved(dx, words.y + name + ABOVE) for chip in chips),
    )  # fmt: skip


def _oval(contents: Contents, node: Node, width: float, role: Role) -> Part:
    look = NODE_LOOKS[role]
    marks = contents.marks.of(node.key)
    (wide, high), lines, chips = _oval_shape(
        node.label, contents.count_line(node), marks, width, role, contents.language
    )
    text = text_height(lines, look)
    below = _chips_height(chips)
    words = Rect((wide - width * 0.9) / 2, (high - text - below) / 2, width * 0.9, text + below)
    chips = tuple(chip.moved(wide / 2, words.y + text + ABOVE) for chip in chips)
    return Part(node=node, role=role, shape="oval", box=Rect(0, 0, wide, high), words=words, lines=lines, chips=chips)


def _chips_height(chips: Sequence[Chip]) -> float:
    return ABOVE + max(chip.box.bottom for chip in chips) if chips else 0.0


@lru_cache(maxsize=8192)
def _oval_shape(
    label: str, count: tuple[str, ...], marks: tuple[Mark, ...], width: float, role: Role, language: str
) -> tuple[tuple[float, float], tuple[str, ...], tuple[Chip, ...]]:
    """Return the smallest oval around a name and its marks, with the name in lines and the marks set around x = 0.

    A hyphen counts as much as a fifth of the oval.
    """
    look = NODE_LOOKS[role]
    options = []
    for share in (0.84, 0.74, 0.64, 0.54):
        lines = wrap(label, width * share, look.size, look.face, language)
        hyphens = sum(line.endswith("-") for line in lines)
        inner = width * share
        chips = tuple(chip.moved(-inner / 2, 0) for chip in chips_of(marks, inner, language)[0])
        for wide, high in _around(_corners((*lines, *count), look, chips), look, width):
            flat = 1 + 0.1 * abs(wide / high - 2.4)
            options.append((wide * high * flat * (1 + 0.2 * hyphens), (wide, high), (*lines, *count), chips))
    _, shape, best, set_chips = min(options, key=lambda option: option[:3])
    return shape, best, set_chips


def _corners(lines: Sequence[str], look: NodeLook, chips: Sequence[Chip]) -> list[Point]:
    """Return how far the lines and chips reach from the middle, across and up or down."""
    step = look.size * LEADING
    half = (len(lines) * step + _chips_height(chips)) / 2
    found = [
        (text_width(line, look.size, look.face) / 2, max(abs(at * step - half), abs((at + 1) * step - half)))
        for at, line in enumerate(lines)
    ]
    top = len(lines) * step + ABOVE - half
    return found + [
        (max(-chip.box.x, chip.box.right), max(abs(top + chip.box.y), abs(top + chip.box.bottom))) for chip in chips
    ]


def _around(corners: Sequence[Point], look: NodeLook, width: float) -> list[tuple[float, float]]:
    """Return ovals, width and height, that hold all corners and are not too wide."""
    found = []
    for aspect in _ASPECTS:
        half = max((math.hypot((x + look.pad * 0.4) / aspect, y) for x, y in corners), default=0.0)
        found.append((2 * half * aspect, 2 * half))
    fitting = [shape for shape in found if shape[0] <= width]
    return fitting or [_squeezed(corners, width)]


def _squeezed(corners: Sequence[Point], width: float) -> tuple[float, float]:
    """Return the oval of full width, as high as its lines need."""
    half = 0.0
    for across, y in corners:
        x = min(0.95, across / (width / 2))
        half = max(half, y / math.sqrt(1 - x * x))
    return width, 2 * half
