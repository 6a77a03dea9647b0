"""All lines of a map with their words: hierarchy first, then relations from the shortest to the longest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import pairwise

from teema.maps.blocks import Block, Point, Rect
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
    order = _order(blocks, links)
    # Until the first words are set, both ways are the same; without words, to the end.
    worded = next((at for at, link in enumerate(order) if links[link].label), len(order))
    late = _Wiring(blocks, bounds, scale, language)
    late.lay(links, order[: worded + 1])
    if worded == len(order):
        return late.result(links)
    early = late.copy()
    early.label(order[: worded + 1])
    early.lay(links, order[worded + 1 :], at_once=True)
    late.lay(links, order[worded + 1 :])
    late.label(order)
    return min((late.result(links), early.result(links)), key=_badness)


def _order(blocks: Sequence[Block], links: Sequence[Link]) -> list[int]:
    parts = {block.key: {part.node.key: part.box for part in reversed(block.parts)} for block in blocks}

    def distance(link: Link) -> float:
        a, b = parts[link.source_block][link.source], parts[link.target_block][link.target]
        return max(a.x - b.right, b.x - a.right, 0.0) + max(a.y - b.bottom, b.y - a.bottom, 0.0)

    return sorted(range(len(links)), key=lambda at: (links[at].kind != PART_OF, distance(links[at]), at))


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
        self.tracks: dict[str, set[int]] = {}
        self.done: dict[int, Wire] = {}
        self.lines: dict[int, list[Rect]] = {}

    def copy(self) -> _Wiring:
        """Return the lines as they are laid so far, to go on otherwise."""
        other = copy(self)
        other.lattice = self.lattice.copy()
        other.taken, other.done, other.lines = list(self.taken), dict(self.done), dict(self.lines)
        other.trees = {key: list(lines) for key, lines in self.trees.items()}
        other.tracks = {key: set(places) for key, places in self.tracks.items()}
        return other

    def lay(self, links: Sequence[Link], order: Sequence[int], *, at_once: bool = False) -> None:
        """Lay lines one after the other, with their words at once or without."""
        for at in order:
            self.done[at] = self._wire(links[at], at)
            if at_once:
                self.label([at])

    def label(self, order: Sequence[int]) -> None:
        """Set the words of lines that are laid."""
        for at in order:
            self.done[at] = self._labelled(self.done[at], at)

    def result(self, links: Sequence[Link]) -> tuple[Wire, ...]:
        """Return the lines in the order of the links."""
        return tuple(self.done[at] for at in range(len(links)))

    def _wire(self, link: Link, number: int) -> Wire:
        tree = self.trees.setdefault(link.source, []) if link.kind == PART_OF else []
        own = frozenset(tree)
        trees = frozenset(line for lines in self.trees.values() for line in lines)
        starts = self._ports(link.source_block, link.source)
        goals = self._ports(link.target_block, link.target)
        if link.source_block == link.target_block:
            starts, goals = _apart(starts, goals, same=link.source == link.target)
        starts += self._tree_ports(link.source, own)
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
        if link.kind == PART_OF:
            self.tracks.setdefault(link.source, set()).update(places)
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

    def _tree_ports(self, source: str, own: frozenset[int]) -> list[Port]:
        """Return the points of the lines of a tree, from which another branch may set out."""
        lattice = self.lattice
        found = []
        for place in sorted(self.tracks.get(source, ())) if own else ():
            # Where there was no other way, another line may have taken over a track.
            if {lattice.level[place], lattice.upright[place], lattice.corner[place]} & own:
                point = lattice.point(place)
                found += [Port(place, upright=upright, border=point, cost=0.0) for upright in (False, True)]
        return found
