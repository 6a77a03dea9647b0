"""All lines of a map with their words: hierarchy first, then relations from the shortest to the longest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from teema.maps.blocks import Block, Part, Point, Rect
from teema.maps.graph import PART_OF
from teema.maps.labels import Label, place_label, thin_boxes
from teema.maps.lattice import Lattice, lattice_of
from teema.maps.ports import Port, ports
from teema.maps.routing import occupy, route, simplified

__all__ = ["Link", "Wire", "wires"]

_PITCH = 6.0
_MOST_POINTS = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A line that is wanted: between two themes, in the blocks that hold them."""

    source: str
    target: str
    kind: str
    label: str = ""
    source_block: str
    target_block: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wire:
    """A line that is drawn.

    Attributes:
        link: What it joins.
        points: Its corners; none where there is no way for it, and it must be told in words.
        label: Where its words stand, or None.
        free: False when it had to use the track of another line, or found no way.
    """

    link: Link
    points: tuple[Point, ...]
    label: Label | None
    free: bool = True

    @property
    def good(self) -> bool:
        """Whether the line is free and its words have found a place."""
        return self.free and (self.label is not None or not self.link.label)


def wires(
    blocks: Sequence[Block], links: Sequence[Link], bounds: Rect, *, scale: float, language: str
) -> tuple[Wire, ...]:
    """Draw all lines.

    Args:
        blocks: As placed on the page.
        links: In the order given by the user.
        bounds: Where lines and words may go.
        scale: By how much sizes are multiplied.
        language: For breaking the words of relations.

    Returns:
        One wire per link, in the order of the links.
    """
    # Words set at once keep later lines away; words set last leave lines the shortest ways. The better is kept.
    options = [_Wiring(blocks, bounds, scale, language).run(links, at_once=at_once) for at_once in (False, True)]
    return min(options, key=_badness)


def _badness(lines: Sequence[Wire]) -> tuple[int, int, float]:
    length = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for line in lines for a, b in pairwise(line.points))
    beside = sum(line.label is not None and not line.label.on_line for line in lines)
    bends = sum(len(line.points) for line in lines)
    lost, bad = sum(not line.points for line in lines), sum(not line.good for line in lines)
    return lost, bad, length + 16.0 * bends + 20.0 * beside


def _apart(starts: list[Port], goals: list[Port], *, same: bool) -> tuple[list[Port], list[Port]]:
    """Leave no port to both ends of a line whose ends lie in one block, so that it has to leave the block."""
    if same:
        level, upright = [port for port in starts if not port.upright], [port for port in starts if port.upright]
        half = len(starts) // 2
        return (level, upright) if level and upright else (starts[:half], starts[half:])
    taken = {(port.place, port.upright) for port in goals}
    free = [port for port in starts if (port.place, port.upright) not in taken]
    if free:
        return free, goals
    taken = {(port.place, port.upright) for port in starts}
    return starts, [port for port in goals if (port.place, port.upright) not in taken]


class _Wiring:
    def __init__(self, blocks: Sequence[Block], bounds: Rect, scale: float, language: str) -> None:
        self.blocks: Mapping[str, Block] = {block.key: block for block in blocks}
        self.bounds, self.scale, self.language = bounds, scale, language
        # A theme moved far away makes a large page; the grid then is coarser, not larger.
        pitch = max(_PITCH * scale, math.sqrt(bounds.width * bounds.height / _MOST_POINTS))
        self.lattice: Lattice = lattice_of([wall for block in blocks for wall in block.walls], bounds, pitch)
        self.taken: list[Rect] = [wall for block in blocks for wall in block.walls]
        self.trees: dict[str, list[int]] = {}
        self.done: dict[int, Wire] = {}
        self.lines: dict[int, list[Rect]] = {}

    def run(self, links: Sequence[Link], *, at_once: bool) -> tuple[Wire, ...]:
        order = sorted(range(len(links)), key=lambda at: (links[at].kind != PART_OF, self._distance(links[at]), at))
        for at in order:
            wire = self._wire(links[at], at)
            self.done[at] = self._labelled(wire, at) if at_once else wire
        if not at_once:
            self.done = {at: self._labelled(self.done[at], at) for at in order}
        return tuple(self.done[at] for at in range(len(links)))

    def _wire(self, link: Link, number: int) -> Wire:
        tree = self.trees.setdefault(link.source, []) if link.kind == PART_OF else []
        own = frozenset(tree)
        trees = frozenset(line for lines in self.trees.values() for line in lines)
        starts = self._ports(link.source_block, link.source)
        goals = self._ports(link.target_block, link.target)
        if link.source_block == link.target_block:
            starts, goals = _apart(starts, goals, same=link.source == link.target)
        starts += self._tree_ports(own)
        found = None
        for sharing in (False, True):
            found = route(self.lattice, starts, goals, number=number, trees=trees, own=own, sharing=sharing)
            if found:
                break
        if found is None:
            return Wire(link=link, points=(), label=None, free=False)
        places, start, goal = found
        occupy(self.lattice, places, start, goal, number)
        tree.append(number)
        points = simplified([start.border, *(self.lattice.point(place) for place in places), goal.border])
        self.lines[number] = thin_boxes(points, 1.2 * self.scale)
        return Wire(link=link, points=points, label=None, free=not sharing)

    def _labelled(self, wire: Wire, number: int) -> Wire:
        if not wire.link.label or not wire.free:
            return wire
        others = [box for line, boxes in self.lines.items() if line != number for box in boxes]
        label = place_label(
            wire.link.label, wire.points, [*self.taken, *others], self.bounds, scale=self.scale, language=self.language,
            margin=11.0 * self.scale,
        )  # fmt: skip
        if label is not None:
            self.taken.append(label.box)
            self.lattice.block(label.box.grown(2.5 * self.scale), self.lattice.blocked)
        return replace(wire, label=label)

    def _ports(self, block: str, key: str) -> list[Port]:
        return ports(self.blocks[block], key, self.lattice)

    def _tree_ports(self, own: frozenset[int]) -> list[Port]:
        """Return the points of the lines of a tree, from which another branch may set out."""
        lattice = self.lattice
        found = []
        for place in range(len(lattice.blocked)) if own else ():
            if {lattice.level[place], lattice.upright[place], lattice.corner[place]} & own:
                point = lattice.point(place)
                found += [Port(place, upright=upright, border=point, cost=0.0) for upright in (False, True)]
        return found

    def _part(self, block: str, key: str) -> Part:
        return next(part for part in self.blocks[block].parts if part.node.key == key)

    def _distance(self, link: Link) -> float:
        a, b = self._part(link.source_block, link.source).box, self._part(link.target_block, link.target).box
        across = max(a.x - b.right, b.x - a.right, 0.0)
        down = max(a.y - b.bottom, b.y - a.bottom, 0.0)
        return across + down
