"""Themes as cards: a box with a tinted band for the name, sub-themes as boxes in it, codes as pills in columns."""

from __future__ import annotations

from collections.abc import Sequence

from teema.maps.blocks import LEVELLED, Block, Part, Rect, Role, columns_of, heightened, text_height
from teema.maps.chips import ABOVE, chips_of
from teema.maps.contents import Contents
from teema.maps.graph import Node
from teema.maps.look import NODE_LOOKS
from teema.maps.text import wrap

__all__ = ["CARD_WIDTH", "INSET", "TIP", "card", "heading"]

CARD_WIDTH = 104.0  # the narrowest card
INSET = 6.0  # of what stands in a column from the edge of the column
TIP = 9.0  # length of the point of the arrow that heads a column
_CODE_WIDTH = 62.0
_THEME_WIDTH = 92.0
_GAP = 4.0


def card(contents: Contents, node: Node, width: float, *, role: Role) -> Block:
    """Measure a theme as a card of a given width.

    Args:
        contents: What is to be drawn.
        node: The theme.
        width: Of the card, in points at scale 1.
        role: overarching, theme or subtheme.

    Returns:
        The block with its corner at (0, 0).
    """
    # A relation reaches a sub-theme from the side of the card, so then no sub-theme may stand between two others.
    parts = _box(contents, node, Rect(0, 0, width, 0), role, (2, 1) if _ends_below(contents, node) else (4, 3))
    return Block(key=node.key, box=parts[0].box, parts=tuple(parts))


def heading(contents: Contents, node: Node, width: float) -> Block:
    """Measure the heading of a column: an arrow that points at the next one, and below it the codes of its own."""
    look = NODE_LOOKS["overarching"]
    inner = width - look.pad - TIP - 2.0
    lines = (*wrap(node.label, inner, look.size, look.face, contents.language), *contents.count_line(node))
    name = text_height(lines, look)
    chips, chips_high = chips_of(contents.marks.of(node.key), inner, contents.language)
    high = name + (ABOVE + chips_high if chips else 0.0) + look.pad
    words = Rect(look.pad * 0.6, look.pad / 2, inner, high - look.pad)
    own = Part(
        node=node, role="overarching", shape="arrow", box=Rect(0, 0, width, high), words=words, lines=lines,
        chips=tuple(chip.moved(words.x, words.y + name + ABOVE) for chip in chips),
    )  # fmt: skip
    pills = _codes(contents, contents.codes(node.key), Rect(INSET, high + look.pad, width - 2 * INSET, 0))
    bottom = max((part.box.bottom for part in pills), default=high)
    solids = (own.box, *(part.box for part in pills)) if pills else ()
    return Block(key=node.key, box=Rect(0, 0, width, bottom), parts=(own, *pills), solids=solids)


def _box(contents: Contents, node: Node, room: Rect, role: Role, most: tuple[int, int]) -> list[Part]:
    look = NODE_LOOKS[role]
    inner = room.width - 2 * look.pad
    lines = (*wrap(node.label, inner, look.size, look.face, contents.language), *contents.count_line(node))
    above = look.pad * 0.7
    name = text_height(lines, look)
    chips, chips_high = chips_of(contents.marks.of(node.key), inner, contents.language)
    band = name + (ABOVE + chips_high if chips else 0.0) + 2 * above
    words = Rect(room.x + look.pad, room.y + above, inner, band - 2 * above)
    left = room.x + look.pad * 0.85
    y = room.y + band + look.pad * 0.8
    breadth = room.width - 1.7 * look.pad
    inside = _codes(contents, contents.codes(node.key), Rect(left, y, breadth, 0))
    if inside:
        y = max(part.box.bottom for part in inside) + _GAP * 1.4
    if not contents.spans(node.key):
        below = contents.themes(node.key)
        inside += _themes(contents, below, Rect(left, y, breadth, 0), most)
    bottom = max((part.box.bottom for part in inside), default=room.y + band - look.pad * 0.85) + look.pad * 0.85
    box = Rect(room.x, room.y, room.width, bottom - room.y)
    banded = inside or (contents.setting == "grid" and node.parent is None)  # boxes of a grid are named at the top
    own = Part(
        node=node, role=role, shape="rounded", box=box, words=words, lines=lines, band=band if banded else 0.0,
        chips=tuple(chip.moved(words.x, words.y + name + ABOVE) for chip in chips),
    )  # fmt: skip
    return [own, *inside]


def _codes(contents: Contents, codes: Sequence[Node], room: Rect) -> list[Part]:
    if not codes:
        return []
    most = max(1, min(len(codes), int((room.width + _GAP) // (_CODE_WIDTH + _GAP))))
    grids = [_code_grid(contents, codes, room, count) for count in range(1, most + 1)]
    return min(grids, key=lambda parts: round(parts[-1].box.bottom, 3))


def _code_grid(contents: Contents, codes: Sequence[Node], room: Rect, count: int) -> list[Part]:
    look = NODE_LOOKS["code"]
    width = (room.width - (count - 1) * _GAP) / count
    inner = width - 2 * look.pad
    lines = [wrap(contents.label(code), inner, look.size, look.face, contents.language) for code in codes]
    marked = [chips_of(contents.marks.of(code.key), inner, contents.language) for code in codes]
    highs = [
        text_height(cell, look) + (ABOVE + chips_high if chips else 0.0)
        for cell, (chips, chips_high) in zip(lines, marked, strict=True)
    ]
    parts = []
    y = room.y
    for first in range(0, len(codes), count):
        row = lines[first : first + count]
        height = max(highs[first : first + count]) + look.pad * 1.1
        for at, cell in enumerate(row):
            x = room.x + at * (width + _GAP)
            high = highs[first + at]
            words = Rect(x + look.pad, y + (height - high) / 2, inner, high)
            box = Rect(x, y, width, height)
            below = words.y + text_height(cell, look) + ABOVE
            chips = tuple(chip.moved(words.x, below) for chip in marked[first + at][0])
            node = codes[first + at]
            parts.append(Part(node=node, role="code", shape="pill", box=box, words=words, lines=cell, chips=chips))
        y += height + _GAP * 0.75
    return parts


def _themes(contents: Contents, themes: Sequence[Node], room: Rect, most: tuple[int, int]) -> list[Part]:
    if not themes:
        return []
    count = max(1, min(len(themes), most[0], int((room.width + _GAP) // (_THEME_WIDTH + _GAP))))
    grids = [_theme_columns(contents, themes, room, columns, most[1]) for columns in range(1, count + 1)]
    return min(grids, key=lambda parts: round(max(part.box.bottom for part in parts), 3))


def _theme_columns(contents: Contents, themes: Sequence[Node], room: Rect, count: int, deeper: int) -> list[Part]:
    gap = _GAP * 1.4
    width = (room.width - (count - 1) * gap) / count
    boxes = [
        _box(contents, node, Rect(0, 0, width, 0), contents.role_within(node), (deeper, deeper)) for node in themes
    ]
    parts: list[Part] = []
    shares = columns_of([box[0].box.height for box in boxes], count, gap)
    deepest = max(sum(boxes[index][0].box.height + gap for index in share) for share in shares)
    for at, share in enumerate(shares):
        y = room.y
        spare = deepest - sum(boxes[index][0].box.height + gap for index in share)
        for index in share:
            own, *inside = boxes[index]
            if index == share[-1] and spare <= LEVELLED:
                own = heightened(own, own.box.height + spare)
            parts += [part.moved(room.x + at * (width + gap), y) for part in (own, *inside)]
            y += own.box.height + gap
    return parts


def _ends_below(contents: Contents, node: Node) -> bool:
    """Say whether a relation ends at a theme inside this one."""
    return any(contents.is_end(child.key) or _ends_below(contents, child) for child in contents.themes(node.key))
