"""Where everything stands in a hierarchy: a tidy tree from left to right, cut into lanes where it is too tall."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from teema.maps.blocks import Block, Part, Point, Rect, Role, hull, text_height
from teema.maps.contents import Contents
from teema.maps.graph import Node, children, roots
from teema.maps.layout import SMALLEST, Arrangement, role_of
from teema.maps.look import NODE_LOOKS
from teema.maps.text import text_width, wrap
from teema.terms import term

__all__ = ["arrange_tree"]

_SCALES = (1.25, 1.2, 1.15, 1.1, 1.05, 1.0, 0.96, 0.92, SMALLEST)
_LARGEST_PAGE = 16.0  # times the width of A4
# Widths of columns that hold themes, and of columns that hold codes alone.
_WIDTHS = ((93.0, 92.0), (104.0, 118.0), (120.0, 150.0), (144.0, 190.0), (168.0, 240.0))
_CODE = 250.0  # the widest code: one may reach over the columns to its right, where there is nothing
_WIDER = 13.0  # by how much a column is wider where names stand in the largest letters
_PAD = 0.75  # room beside the words of a theme, of what it is on other maps
_COLUMNS = 18.0  # between columns, where the lines run
_LANES = 26.0
_LANE_COST = 0.05  # in scale: by how much letters must grow to be worth another lane
_BREAK_COST = 0.03
_WIDEST_GAP = 44.0
_LEVEL = 4.0


@dataclass(frozen=True, eq=False)
class _Tree:
    """The nodes of a tree in reading order, with their heights in columns of a width.

    Attributes:
        contents: What is drawn.
        nodes: A node stands before what it holds.
        above: Position of the node above each; −1 at the top.
        widths: Width of each column; a node stands in the column of its depth.
    """

    contents: Contents
    nodes: tuple[Node, ...]
    above: tuple[int, ...]
    widths: tuple[float, ...]

    @cached_property
    def leaves(self) -> list[int]:
        """Positions of the nodes that hold nothing."""
        holding = set(self.above)
        return [at for at in range(len(self.nodes)) if at not in holding]

    @cached_property
    def chains(self) -> list[list[int]]:
        """The nodes above each leaf and the leaf itself, from the top."""
        return [self._chain(leaf) for leaf in self.leaves]

    @cached_property
    def begins(self) -> dict[int, int]:
        """The first leaf of each node."""
        found: dict[int, int] = {}
        for leaf, chain in enumerate(self.chains):
            for at in chain:
                found.setdefault(at, leaf)
        return found

    @cached_property
    def roles(self) -> list[Role]:
        """What each is drawn as."""
        return ["code" if node.kind == "code" else role_of(self.contents, node) for node in self.nodes]

    @cached_property
    def lines(self) -> list[tuple[str, ...]]:
        """The words of each in lines."""
        return [self._lines(at) for at in range(len(self.nodes))]

    @cached_property
    def heights(self) -> list[float]:
        """The height of each box."""
        return [self.box_height(at) for at in range(len(self.nodes))]

    def box_height(self, at: int, *, more: int = 0) -> float:
        """Return the height of a box, with room for more lines than its own."""
        look = NODE_LOOKS[self.roles[at]]
        pad = look.pad * (0.9 if self.roles[at] == "code" else 1.4)
        return (len(self.lines[at]) + more) * text_height(("",), look) + pad

    def reach(self, column: int) -> float:
        """Return how wide a code may be: to the end of the lane."""
        right = self.widths[column:]
        return min(sum(right) + _COLUMNS * (len(right) - 1), max(_CODE, right[0]))

    def box_width(self, at: int) -> float:
        """Return the width of a box: a theme's is that of its column, a code's that of its words."""
        node, look = self.nodes[at], NODE_LOOKS[self.roles[at]]
        if self.roles[at] != "code":
            return self.widths[node.depth]
        widest = max(text_width(line, look.size, look.face) for line in self.lines[at])
        return max(widest + 2 * look.pad, 40.0)

    def gap(self, at: int) -> float:
        """Return the room between a node and its sister before it."""
        if self.roles[at] == "code":
            return 2.8
        return (16.0, 10.0, 7.0)[min(self.nodes[at].depth, 2)]

    def split(self, leaf: int) -> float:
        """Return what it costs to begin a lane at a leaf: nothing between trees, most among the codes of a theme."""
        shared = [a for a, b in zip(self.chains[leaf], self.chains[leaf - 1], strict=False) if a == b]
        if not leaf or not shared:
            return 0.0
        if self.contents.spans(self.nodes[shared[-1]].key):
            return 0.25
        return 1.0 if self.roles[self.leaves[leaf]] == "code" else 0.6

    def _chain(self, at: int) -> list[int]:
        chain = []
        while at >= 0:
            chain.append(at)
            at = self.above[at]
        return chain[::-1]

    def _lines(self, at: int) -> tuple[str, ...]:
        node, look = self.nodes[at], NODE_LOOKS[self.roles[at]]
        if node.kind == "code":
            inner = self.reach(node.depth) - 2 * look.pad
            return wrap(self.contents.label(node), inner, look.size, look.face, self.contents.language)
        inner = self.widths[node.depth] - 2 * _PAD * look.pad
        name = wrap(node.label, inner, look.size, look.face, self.contents.language)
        return (*name, *self.contents.count_line(node))


class _Lane:
    """The height of a lane as leaves are added to it, each below the one before."""

    def __init__(self, tree: _Tree, first: int) -> None:
        self._tree, self._first = tree, first
        self._chain: list[int] = []
        self._closed: dict[int, float] = {}

    def add(self, leaf: int) -> float:
        """Add the next leaf and return the height of the lane."""
        tree, chain = self._tree, self._tree.chains[leaf]
        common = 0
        while common < min(len(chain), len(self._chain)) and chain[common] == self._chain[common]:
            common += 1
        if self._chain:
            done = self._tall(self._chain[common:])
            self._closed[chain[common - 1] if common else -1] += done + tree.gap(chain[common])
        else:
            self._closed[-1] = 0.0
        self._closed.update(dict.fromkeys(chain[common:], 0.0))
        self._chain = chain
        return self._closed[-1] + self._tall(chain)

    def _tall(self, chain: Sequence[int]) -> float:
        high = 0.0
        for at in reversed(chain):
            high = max(_own(self._tree, at, self._first), self._closed[at] + high)
        return high


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """A way to set the tree: widths of columns, scale, page, and the leaf at which each lane begins."""

    tree: _Tree
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
    nodes = list(_in_order(contents))
    if not nodes:
        return Arrangement(blocks=(), scale=1.0, page=1.0, height=0.0)
    place = {node.key: at for at, node in enumerate(nodes)}
    above = tuple(-1 if node.parent is None else place[node.parent] for node in nodes)
    trees = [
        _Tree(contents=contents, nodes=tuple(nodes), above=above, widths=_columns(nodes, *widths)) for widths in _WIDTHS
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


def _in_order(contents: Contents) -> Iterator[Node]:
    pending = list(reversed(roots(contents.graph)))
    while pending:
        node = pending.pop()
        yield node
        below = [] if node.kind == "code" else children(contents.graph, node.key)
        pending.extend(child for child in reversed(below) if contents.show_codes or child.kind != "code")


def _columns(nodes: Sequence[Node], themes: float, codes: float) -> tuple[float, ...]:
    deepest = max(node.depth for node in nodes)
    holding = {node.depth for node in nodes if node.kind != "code"}
    largest = {node.depth for node in nodes if node.kind in ("unifying", "overarching")}
    return tuple(
        themes + (_WIDER if depth in largest else 0.0) if depth in holding else codes for depth in range(deepest + 1)
    )


def _best(trees: Sequence[_Tree], page: float, room: tuple[float, float], scales: Sequence[float]) -> _Plan | None:
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


def _wide(tree: _Tree) -> float:
    return sum(tree.widths) + _COLUMNS * (len(tree.widths) - 1)


def _filled(tree: _Tree, height: float, most: int) -> list[int] | None:
    """Return where lanes begin when each is filled to a height; None when they are too many, or a node too tall."""
    starts: list[int] = []
    lane = _Lane(tree, 0)
    for leaf in range(len(tree.leaves)):
        if not starts or lane.add(leaf) > height:
            starts.append(leaf)
            lane = _Lane(tree, leaf)
            if len(starts) > most or lane.add(leaf) > height:
                return None
    return starts


def _own(tree: _Tree, at: int, first: int) -> float:
    """Return the height of a box in a lane that begins at a leaf; a box set again has a line more."""
    return tree.box_height(at, more=1) if tree.begins[at] < first else tree.heights[at]


def _even(plan: _Plan, height: float) -> list[int]:
    """Return where lanes begin when they may be less than full: at good places to break, and about equally tall."""
    tree, count = plan.tree, len(plan.starts)
    if count == 1:
        return plan.starts
    leaves = len(tree.leaves)
    tall: list[list[float]] = []
    for first in range(leaves):
        lane, row = _Lane(tree, first), []
        for leaf in range(first, leaves):
            row.append(lane.add(leaf))
            if row[-1] > height:
                row.pop()
                break
        tall.append(row)
    whole = _Lane(tree, 0)
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
    between = _COLUMNS + (min(_WIDEST_GAP - _COLUMNS, spare / (lanes * (columns - 1))) * 0.6 if columns > 1 else 0.0)
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


def _lane_blocks(tree: _Tree, first: int, end: int, lane: Rect, between: float) -> Iterator[Block]:
    """Set the leaves from first to before end, with all that stands above them."""
    below: dict[int, list[int]] = {}
    for chain in tree.chains[first:end]:
        for above, at in zip([-1, *chain], chain, strict=False):
            held = below.setdefault(above, [])
            if not held or held[-1] != at:
                held.append(at)
    tall: dict[int, float] = {}

    def measure(at: int) -> float:
        tall[at] = max(_own(tree, at, first), stack(below.get(at, [])))
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

    tree: _Tree
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
    high, band = _own(tree, at, setting.first), setting.tall[at]
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
