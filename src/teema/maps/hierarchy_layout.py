"""Where everything stands in a hierarchy: a tidy tree from left to right, cut into lanes where it is too tall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from teema.maps.blocks import Block, Part, Point, Rect, hull, text_height
from teema.maps.contents import Contents
from teema.maps.hierarchy_tree import COLUMNS, Lane, Tree, column_widths, in_order
from teema.maps.layout import SMALLEST, Arrangement
from teema.maps.look import NODE_LOOKS
from teema.terms import term

__all__ = ["arrange_tree"]

_SCALES = (1.25, 1.2, 1.15, 1.1, 1.05, 1.0, 0.96, 0.92, SMALLEST)
_LARGEST_PAGE = 16.0  # times the width of A4
# Widths of columns that hold themes, and of columns that hold codes alone.
_WIDTHS = ((93.0, 92.0), (104.0, 118.0), (120.0, 150.0), (144.0, 190.0), (168.0, 240.0))
_LANES = 26.0
_LANE_COST = 0.05  # in scale: by how much letters must grow to be worth another lane
_BREAK_COST = 0.03
_WIDEST_GAP = 44.0
_LEVEL = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A way to set the tree: widths of columns, scale, page, and the leaf at which each lane begins."""

    tree: Tree
    scale: float
    page: float
    starts: list[int]
    value: float


def arrange_tree(contents: Contents, room: Callable[[float], tuple[float, float]]) -> Arrangement:
    """Place the tree on the smallest page on which it can be read, in as large letters and as few lanes as go there.

    What stands above the first node of a lane and began in the lane before is set there again, and says so.

    Args:
        contents: What is to be drawn.
        room: Gives width and height inside margins, title and legend, for a page so many times as wide as A4.

    Returns:
        One block for each tree of each lane.
    """
    nodes = list(in_order(contents))
    if not nodes:
        return Arrangement(blocks=(), scale=1.0, page=1.0, height=0.0)
    place = {node.key: at for at, node in enumerate(nodes)}
    above = tuple(-1 if node.parent is None else place[node.parent] for node in nodes)
    trees = [
        Tree(contents=contents, nodes=tuple(nodes), above=above, widths=column_widths(nodes, *widths))
        for widths in _WIDTHS
    ]
    page = 1.0
    plan = _best(trees, page, room(page), _SCALES)
    while plan is None and page < _LARGEST_PAGE:
        page *= 2**0.5
        plan = _best(trees, page, room(page), _SCALES)
    scale = SMALLEST
    while plan is None:
        scale *= 0.9
        plan = _best(trees, page, room(page), (scale,))
    return _set(plan, room(plan.page))


def _best(trees: Sequence[Tree], page: float, room: tuple[float, float], scales: Sequence[float]) -> _Plan | None:
    best: _Plan | None = None
    for tree in trees:
        for scale in scales:
            width, height = room[0] / scale, room[1] / scale
            most = int((width + _LANES) / (_wide(tree) + _LANES) + 1e-9)
            starts = _filled(tree, height, most)
            if starts is None:
                continue
            value = scale - _LANE_COST * (len(starts) - 1) - _BREAK_COST * sum(map(tree.split, starts))
            if best is None or value >= best.value - 1e-9:  # the wider columns, when all else is equal
                best = _Plan(tree=tree, scale=scale, page=page, starts=starts, value=value)
    return best


def _wide(tree: Tree) -> float:
    return sum(tree.widths) + COLUMNS * (len(tree.widths) - 1)


def _filled(tree: Tree, height: float, most: int) -> list[int] | None:
    """Return where lanes begin when each is filled to a height; None when they are too many, or a node too tall."""
    starts: list[int] = []
    lane = Lane(tree, 0)
    for leaf in range(len(tree.leaves)):
        if not starts or lane.add(leaf) > height:
            starts.append(leaf)
            lane = Lane(tree, leaf)
            if len(starts) > most or lane.add(leaf) > height:
                return None
    return starts


def _even(plan: _Plan, height: float) -> list[int]:
    """Return where lanes begin when they may be less than full: at good places to break, and about equally tall."""
    tree, count = plan.tree, len(plan.starts)
    if count == 1:
        return plan.starts
    leaves = len(tree.leaves)
    tall: list[list[float]] = []
    for first in range(leaves):
        lane, row = Lane(tree, first), []
        for leaf in range(first, leaves):
            row.append(lane.add(leaf))
            if row[-1] > height:
                row.pop()
                break
        tall.append(row)
    whole = Lane(tree, 0)
    target = [whole.add(leaf) for leaf in range(leaves)][-1] / count
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _ in range(count):
        found: dict[int, tuple[float, int]] = {}
        for first, (cost, _) in best[-1].items():
            price = cost + (tree.split(first) if first < leaves else 0.0)
            for more, high in enumerate(tall[first] if first < leaves else []):
                total = price + 4.0 * (high / target - 1.0) ** 2
                if first + more + 1 not in found or total < found[first + more + 1][0]:
                    found[first + more + 1] = (total, first)
        best.append(found)
    starts, end = [], leaves
    for reached in reversed(best[1:]):
        end = reached[end][1]
        starts.append(end)
    return starts[::-1]


def _set(plan: _Plan, room: tuple[float, float]) -> Arrangement:
    tree, scale = plan.tree, plan.scale
    starts = _even(plan, room[1] / scale)
    width, lanes, columns = room[0] / scale, len(starts), len(tree.widths)
    spare = width - lanes * _wide(tree) - (lanes - 1) * _LANES
    between = COLUMNS + (min(_WIDEST_GAP - COLUMNS, spare / (lanes * (columns - 1))) * 0.6 if columns > 1 else 0.0)
    lane = sum(tree.widths) + between * (columns - 1)
    spare = width - lanes * lane - (lanes - 1) * _LANES
    apart = _LANES + min(spare / (lanes + 1), 60.0)
    left = (width - lanes * lane - (lanes - 1) * apart) / 2
    blocks: list[Block] = []
    for at, (first, end) in enumerate(zip(starts, [*starts[1:], len(tree.leaves)], strict=True)):
        blocks += _lane_blocks(tree, first, end, Rect(left + at * (lane + apart), 0.0, lane, 0.0), between)
    scaled = tuple(block.scaled(scale) for block in blocks)
    return Arrangement(
        blocks=scaled, scale=scale, page=plan.page, height=max(block.box.bottom for block in scaled)
    )  # fmt: skip


def _lane_blocks(tree: Tree, first: int, end: int, lane: Rect, between: float) -> Iterator[Block]:
    """Set the leaves from first to before end, with all that stands above them."""
    below: dict[int, list[int]] = {}
    for chain in tree.chains[first:end]:
        for above, at in zip([-1, *chain], chain, strict=False):
            held = below.setdefault(above, [])
            if not held or held[-1] != at:
                held.append(at)
    tall: dict[int, float] = {}

    def measure(at: int) -> float:
        tall[at] = max(tree.height_in(at, first), stack(below.get(at, [])))
        return tall[at]

    def stack(nodes: Sequence[int]) -> float:
        return sum(measure(at) for at in nodes) + sum(tree.gap(at) for at in nodes[1:])

    stack(below[-1])
    left = [lane.x + sum(tree.widths[:column]) + between * column for column in range(len(tree.widths))]
    y = lane.y
    for root in below[-1]:
        parts: list[Part] = []
        links: list[tuple[Point, ...]] = []
        _branch(_Setting(tree=tree, first=first, below=below, tall=tall, left=left, between=between,
                         parts=parts, links=links), root, y)  # fmt: skip
        yield Block(
            key=tree.nodes[root].key, box=hull([part.box for part in parts]), parts=tuple(parts), links=tuple(links)
        )  # fmt: skip
        y += tall[root] + tree.gap(root)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What one tree of one lane is set from, and what has been set."""

    tree: Tree
    first: int
    below: dict[int, list[int]]
    tall: dict[int, float]
    left: list[float]
    between: float
    parts: list[Part]
    links: list[tuple[Point, ...]]


def _branch(setting: _Setting, at: int, y: float) -> Part:
    """Set a node and what it holds in a band of their own: a node stands midway between its first and its last."""
    tree, below = setting.tree, setting.below.get(at, [])
    high, band = tree.height_in(at, setting.first), setting.tall[at]
    held = sum(setting.tall[child] for child in below) + sum(tree.gap(child) for child in below[1:])
    place = len(setting.parts)
    setting.parts.append(_part(setting, at, y + (band - high) / 2, high))
    inside: list[Part] = []
    top = y + (band - held) / 2
    for child in below:
        inside.append(_branch(setting, child, top))
        top += setting.tall[child] + tree.gap(child)
    if not inside:
        return setting.parts[place]
    middle = (inside[0].box.middle[1] + inside[-1].box.middle[1]) / 2
    level = [part.box.middle[1] for part in inside if abs(part.box.middle[1] - middle) < _LEVEL]
    middle = level[0] if level else middle  # a line that is nearly straight is straight
    own = _part(setting, at, min(max(middle - high / 2, y), y + band - high), high)
    setting.parts[place] = own
    start = (own.box.right, own.box.middle[1])
    trunk = own.box.right + setting.between * 0.5
    for part in inside:
        end = (part.box.x, part.box.middle[1])
        straight = abs(start[1] - end[1]) < 0.5
        setting.links.append((start, end) if straight else (start, (trunk, start[1]), (trunk, end[1]), end))
    return own


def _part(setting: _Setting, at: int, y: float, high: float) -> Part:
    tree = setting.tree
    node, role = tree.nodes[at], tree.roles[at]
    look = NODE_LOOKS[role]
    again = tree.begins[at] < setting.first
    lines = tree.lines[at]
    if again:
        lines = (*lines, term("maps.again", tree.contents.language))
    box = Rect(setting.left[node.depth], y, tree.box_width(at), high)
    text = text_height(lines, look)
    words = Rect(box.x + look.pad, y + (high - text) / 2, box.width - 2 * look.pad, text)
    code = role == "code"
    return Part(
        node=node, role=role, shape="pill" if code else "rounded", box=box, words=words, lines=lines,
        anchor="start" if code else "middle", again=again,
    )  # fmt: skip
