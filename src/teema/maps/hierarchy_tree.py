"""A hierarchy as it is measured: its nodes in reading order, and how tall they stand below each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from teema.maps.blocks import Role, text_height
from teema.maps.contents import Contents
from teema.maps.graph import Node, children, roots
from teema.maps.layout import role_of
from teema.maps.look import NODE_LOOKS
from teema.maps.text import text_width, wrap

__all__ = ["COLUMNS", "Lane", "Tree", "column_widths", "in_order"]

_CODE = 250.0  # the widest code: one may reach over the columns to its right, where there is nothing
_WIDER = 13.0  # by how much a column is wider where names stand in the largest letters
_PAD = 0.75  # room beside the words of a theme, of what it is on other maps
COLUMNS = 18.0  # between columns, where the lines run


def in_order(contents: Contents) -> Iterator[Node]:
    """Give the nodes that are drawn, each before what it holds."""
    pending = list(reversed(roots(contents.graph)))
    while pending:
        node = pending.pop()
        yield node
        below = [] if node.kind == "code" else children(contents.graph, node.key)
        pending.extend(child for child in reversed(below) if contents.show_codes or child.kind != "code")


def column_widths(nodes: Sequence[Node], themes: float, codes: float) -> tuple[float, ...]:
    """Return the width of each column, from those of columns that hold themes and of columns that hold codes alone."""
    deepest = max(node.depth for node in nodes)
    holding = {node.depth for node in nodes if node.kind != "code"}
    largest = {node.depth for node in nodes if node.kind in ("unifying", "overarching")}
    return tuple(
        themes + (_WIDER if depth in largest else 0.0) if depth in holding else codes for depth in range(deepest + 1)
    )


@dataclass(frozen=True, eq=False)
class Tree:
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
        return min(sum(right) + COLUMNS * (len(right) - 1), max(_CODE, right[0]))

    def height_in(self, at: int, first: int) -> float:
        """Return the height of a box in a lane that begins at a leaf; a box set again has a line more."""
        return self.box_height(at, more=1) if self.begins[at] < first else self.heights[at]

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


class Lane:
    """The height of a lane as leaves are added to it, each below the one before."""

    def __init__(self, tree: Tree, first: int) -> None:
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
            high = max(self._tree.height_in(at, self._first), self._closed[at] + high)
        return high
