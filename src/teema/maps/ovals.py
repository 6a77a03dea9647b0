"""Themes as ovals, the look of Braun & Clarke's thematic maps: what a theme holds hangs below it on solid lines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from teema.maps.blocks import Block, Part, Point, Rect, Role, columns_of, hull, text_height
from teema.maps.contents import Contents
from teema.maps.graph import Node
from teema.maps.look import NODE_LOOKS, NodeLook
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
    high = text_height(lines, look)
    wide = max(text_width(line, look.size, look.face) for line in lines)
    box = Rect(0, 0, min(width, wide + 2 * look.pad), high + look.pad * 1.1)
    words = Rect(look.pad, look.pad * 0.55, box.width - 2 * look.pad, high)
    return Part(node=node, role="code", shape="rounded", box=box, words=words, lines=lines)


def _oval(contents: Contents, node: Node, width: float, role: Role) -> Part:
    look = NODE_LOOKS[role]
    (wide, high), lines = _oval_shape(node.label, contents.count_line(node), width, role, contents.language)
    text = text_height(lines, look)
    words = Rect((wide - width * 0.9) / 2, (high - text) / 2, width * 0.9, text)
    return Part(node=node, role=role, shape="oval", box=Rect(0, 0, wide, high), words=words, lines=lines)


@lru_cache(maxsize=8192)
def _oval_shape(
    label: str, count: tuple[str, ...], width: float, role: Role, language: str
) -> tuple[tuple[float, float], tuple[str, ...]]:
    """Return the smallest oval around a name, and the name in lines; a hyphen counts as much as a fifth of the oval."""
    look = NODE_LOOKS[role]
    options = []
    for share in (0.84, 0.74, 0.64, 0.54):
        lines = wrap(label, width * share, look.size, look.face, language)
        hyphens = sum(line.endswith("-") for line in lines)
        for wide, high in _around((*lines, *count), look, width):
            flat = 1 + 0.1 * abs(wide / high - 2.4)
            options.append((wide * high * flat * (1 + 0.2 * hyphens), (wide, high), (*lines, *count)))
    _, shape, best = min(options)
    return shape, best


def _around(lines: Sequence[str], look: NodeLook, width: float) -> list[tuple[float, float]]:
    """Return ovals, width and height, that hold all corners of the lines and are not too wide."""
    step = look.size * LEADING
    found = []
    for aspect in _ASPECTS:
        half = 0.0
        for number, line in enumerate(lines):
            x = text_width(line, look.size, look.face) / 2 + look.pad * 0.4
            y = max(abs(number - len(lines) / 2), abs(number + 1 - len(lines) / 2)) * step
            half = max(half, math.hypot(x / aspect, y))
        found.append((2 * half * aspect, 2 * half))
    fitting = [shape for shape in found if shape[0] <= width]
    return fitting or [_squeezed(lines, look, width)]


def _squeezed(lines: Sequence[str], look: NodeLook, width: float) -> tuple[float, float]:
    """Return the oval of full width, as high as its lines need."""
    step = look.size * LEADING
    half = 0.0
    for number, line in enumerate(lines):
        x = min(0.95, text_width(line, look.size, look.face) / width)
        y = max(abs(number - len(lines) / 2), abs(number + 1 - len(lines) / 2)) * step
        half = max(half, y / math.sqrt(1 - x * x))
    return width, 2 * half
