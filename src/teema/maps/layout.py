"""Where every theme stands: rows that fill a landscape page, at the largest scale that fits; the same every time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from teema.maps.blocks import Block, Rect, Role
from teema.maps.cards import CARD_WIDTH, card, heading
from teema.maps.contents import Contents
from teema.maps.graph import Node, node_of, relations_of
from teema.maps.look import LABEL_SIZE
from teema.maps.order import better_order, in_rows
from teema.maps.ovals import oval_tree
from teema.maps.rows import Measure, Ruler, Strip, best_rows, filled, placed, total_height
from teema.maps.text import text_width, wrap

__all__ = [
    "A4",
    "LARGEST",
    "SMALLEST",
    "Arrangement",
    "Style",
    "arrange",
    "grown",
    "measure_of",
    "narrowest",
    "role_of",
    "root_of",
]

Style = Literal["cards", "ovals"]
A4 = (841.89, 595.28)  # landscape, in points
SMALLEST = 0.88  # scale at which the names of codes are 6.5 points high
LARGEST = 1.25
_MOST_ROWS = 9
_LARGEST_PAGE = 8.0  # times the width of A4


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Blocks on a page.

    Attributes:
        blocks: In points; (0, 0) is the corner of the room inside the margins.
        scale: By how much sizes are multiplied.
        page: Width of the page as a multiple of A4's.
        height: Of all blocks.
        grounds: Tinted areas behind blocks that stand in one column.
    """

    blocks: tuple[Block, ...]
    scale: float
    page: float
    height: float
    grounds: tuple[Rect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sections:
    """Themes that stand together: below one overarching theme, or below none."""

    banners: tuple[str | None, ...]
    names: tuple[tuple[str, ...], ...]

    @property
    def of(self) -> dict[str, int]:
        return {name: at for at, names in enumerate(self.names) for name in names}


def arrange(
    contents: Contents,
    *,
    style: Style,
    measure: Measure,
    room: Callable[[float], tuple[float, float]],
    ease: float,
    largest: float = LARGEST,
    ordered: bool = False,
) -> Arrangement:
    """Place all themes that stand by themselves.

    Args:
        contents: What is to be drawn.
        style: cards or ovals.
        measure: As `measure_of` makes it.
        room: Gives width and height inside margins, title and legend, for a page so many times as wide as A4.
        ease: Multiplies the gutters; raised when the labels of relations do not find room.
        largest: The scale that is not exceeded, however much room there is.
        ordered: Keep themes in the order given, rather than bring related ones together.
    """
    sections = _sections(contents)
    ruler = _ruler(contents, style, measure, ease)
    if not any(sections.names) and not any(sections.banners):
        return Arrangement(blocks=(), scale=1.0, page=1.0, height=0.0)
    sizes = {name: _area(ruler, name) for names in sections.names for name in names}
    pairs = [] if ordered else _pairs(contents)
    page = 1.0
    width, height = room(page)
    strips, scale = _best(sections, ruler, sizes, (width, height), largest, pairs)
    if scale < SMALLEST:
        while scale * page < SMALLEST and page < _LARGEST_PAGE:
            page *= 2**0.5
        width, height = room(page)
        strips, scale = _best(sections, ruler, sizes, (width, height), largest, pairs)
    used = total_height(strips, ruler, width / scale)
    gutters = sum(len(strip.rows) + bool(strip.banners) for strip in strips) - 1
    spare = (height / scale - used) / gutters if gutters > 0 else 0.0
    down = ruler.down + max(0.0, min(spare, 0.5 * ruler.down))
    for _ in range(4):
        made = [block.scaled(scale) for block in placed(strips, ruler, width / scale, down=down)]
        used = max(block.box.bottom for block in made)
        if used <= height + 0.5:
            break
        scale, down = scale * min(0.985, height / used), ruler.down
    return Arrangement(blocks=tuple(made), scale=scale, page=page, height=used)


def grown(fits: Callable[[float, float], bool], largest: float) -> tuple[float, float]:
    """Return the smallest page on which letters stay legible, as a multiple of A4's width, and its largest scale.

    Args:
        fits: Says whether everything fits at a scale on a page.
        largest: Scale that is not exceeded.
    """
    page = 1.0
    least = min(SMALLEST, largest)
    while not fits(least, page) and page < _LARGEST_PAGE:
        page *= 2**0.5
    low, high = (least if fits(least, page) else 0.1), largest
    if fits(high, page):
        return page, high
    while high - low > 0.01:
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle, page) else (low, middle)
    return page, low


def measure_of(contents: Contents, style: Style) -> Measure:
    """Return what gives the block of a theme for a width, and remembers it."""
    roles = {node.key: role_of(contents, node) for node in contents.standing()}
    draw = card if style == "cards" else oval_tree

    @cache
    def measure(name: str, width: float) -> Block:
        if contents.setting == "columns" and contents.spans(name):
            return heading(contents, node_of(contents.graph, name), width)
        return draw(contents, node_of(contents.graph, name), width, role=roles[name])

    return measure


def narrowest(contents: Contents) -> float:
    """Return the width below which no block goes: wider where themes lie deep inside each other."""
    standing = contents.standing()

    def below(node: Node) -> int:
        return max((1 + below(child) for child in contents.themes(node.key)), default=0)

    depths = [below(node) for node in standing if not contents.spans(node.key)]
    return CARD_WIDTH + 14.0 * max(0, max(depths, default=0) - 1)


def root_of(contents: Contents, key: str) -> str:
    """Return the theme that stands by itself and in whose block a theme is drawn."""
    standing = {node.key for node in contents.standing()}
    while key not in standing:
        key = node_of(contents.graph, key).parent or key
    return key


def _sections(contents: Contents) -> _Sections:
    banners: list[str | None] = []
    names: list[list[str]] = []
    loose: list[str] = []
    for node in contents.standing():
        if node.key in contents.detached:
            continue
        if contents.spans(node.key):
            banners.append(node.key)
            names.append([])
        elif node.parent in banners:
            names[banners.index(node.parent)].append(node.key)
        else:
            loose.append(node.key)
    if loose:
        banners.append(None)
        names.append(loose)
    return _Sections(banners=tuple(banners), names=tuple(tuple(group) for group in names))


def _best(
    sections: _Sections,
    ruler: Ruler,
    sizes: Mapping[str, float],
    room: tuple[float, float],
    largest: float,
    pairs: Sequence[tuple[str, str]],
) -> tuple[list[Strip], float]:
    """Return the strips that fit the room at the largest scale."""
    total = sum(len(names) for names in sections.names)
    best: tuple[float, float, list[Strip]] | None = None
    worse = 0
    for count in range(1, min(max(total, 1), _MOST_ROWS) + 1):
        strips = _strips(sections, sizes, pairs, count, ruler, room)
        scale, value = _scale(strips, ruler, room, largest)
        if best is None or value > best[0] + 0.02:
            best, worse = (value, scale, strips), 0
        else:
            worse += 1
        if worse >= 2:
            break
    if best is None:  # pragma: no cover - there is at least one count
        raise AssertionError
    return best[2], best[1]


def _scale(strips: Sequence[Strip], ruler: Ruler, room: tuple[float, float], largest: float) -> tuple[float, float]:
    """Return the largest scale at which strips fit, and how good that is: at a large scale, with little left empty."""
    width, height = room
    low, high = min(0.1, largest), largest
    if total_height(strips, ruler, width / high) * high <= height:
        low = high
    while high - low > 0.01:
        middle = (low + high) / 2
        if total_height(strips, ruler, width / middle) * middle <= height:
            low = middle
        else:
            high = middle
    return low, low + 0.5 * filled(strips, ruler, width / low)


def _strips(
    sections: _Sections,
    sizes: Mapping[str, float],
    pairs: Sequence[tuple[str, str]],
    count: int,
    ruler: Ruler,
    room: tuple[float, float],
) -> list[Strip]:
    of = sections.of
    whole = sum(sizes.values()) or 1.0
    groups: list[list[int]] = []
    shares = [sum(sizes[name] for name in names) / whole * count for names in sections.names]
    for at, share in enumerate(shares):
        together = groups and all(sections.names[i] for i in groups[-1]) and sections.names[at]
        if together and sum(shares[i] for i in groups[-1]) + share <= 1.2:
            groups[-1].append(at)
        else:
            groups.append([at])
    rows: list[list[str]] = []
    spans = []
    for group in groups:
        names = [name for at in group for name in sections.names[at]]
        many = 1 if len(group) > 1 else max(1, round(sum(shares[at] for at in group)))
        made = in_rows(names, sizes, many) if names else []
        spans.append((group, len(rows), len(rows) + len(made)))
        rows += made
    rows = better_order(rows, sizes, pairs, of) if rows else rows
    strips = []
    # Stacks are chosen at the scale the count of rows suggests; the scale itself is found afterwards.
    width = room[0] / min(LARGEST, max(0.3, (room[0] * room[1] / (whole * 1.5)) ** 0.5))
    for group, first, last in spans:
        slots = tuple(best_rows(row, ruler, width, of) for row in rows[first:last])
        banners = tuple(
            (banner, frozenset(sections.names[at])) for at in group if (banner := sections.banners[at]) is not None
        )
        strips.append(Strip(rows=slots, banners=banners))
    return strips


def _ruler(contents: Contents, style: Style, measure: Measure, ease: float) -> Ruler:
    relations = relations_of(contents.graph)
    labelled = any(label for _, _, _, label in relations)
    banners = any(contents.spans(node.key) for node in contents.standing())
    across, down = (30.0, 38.0) if labelled else (26.0, 26.0) if relations else (14.0, 14.0)
    beside = 0.0
    if style == "ovals":  # there is room beside an oval in its own block
        across, beside = across * 0.75, 8.0
    if banners:
        across, down = max(across, 20.0), max(down, 20.0)
    wider: dict[frozenset[str], float] = {}
    for source, target, _, label in relations:
        pair = frozenset((root_of(contents, source), root_of(contents, target)))
        if label and len(pair) == 2:
            wider[pair] = max(wider.get(pair, 0.0), _label_room(label, contents.language) + 14 - beside)
    return Ruler(
        measure=measure,
        narrowest=narrowest(contents),
        across=across * ease,
        down=down * ease,
        below_banner=max(22.0, 0.7 * down) * ease,
        wider={pair: width * max(1.0, ease * 0.9) for pair, width in wider.items()},
        stretch=style == "cards",
    )


def _label_room(label: str, language: str) -> float:
    lines = wrap(label, 58.0, LABEL_SIZE, "oblique", language)
    return max(text_width(line, LABEL_SIZE, "oblique") for line in lines)


def role_of(contents: Contents, node: Node) -> Role:
    """Return what a theme that stands by itself is drawn as."""
    if contents.spans(node.key) or (contents.setting == "grid" and node.kind in ("unifying", "overarching")):
        return "overarching"
    return "theme" if node.parent is None or contents.spans(node.parent) else "subtheme"


def _area(ruler: Ruler, name: str) -> float:
    widths = (ruler.narrowest + 24, ruler.narrowest + 64, ruler.narrowest + 120)
    return min((width + ruler.across) * (ruler.exact_height((name,), width) + ruler.down) for width in widths)


def _pairs(contents: Contents) -> list[tuple[str, str]]:
    pairs = []
    spanning = {node.key for node in contents.standing() if contents.spans(node.key)} | contents.detached
    for source, target, _, _ in relations_of(contents.graph):
        a, b = root_of(contents, source), root_of(contents, target)
        if a != b and not {a, b} & spanning:
            pairs.append((a, b))
    return pairs
