"""Lines between nodes: shortest ways with few bends and crossings through the gutters, never over a block.

A* (Hart, Nilsson & Raphael 1968) on the lattice, line after line; a line keeps off the tracks of those before it.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from itertools import pairwise

from teema.maps.blocks import Point, Rect
from teema.maps.lattice import Lattice
from teema.maps.ports import Port

__all__ = ["occupy", "route", "simplified"]

_BEND = 16.0
_CROSSING = 30.0
_CROSSING_TREE = 9.0
_NEAR = 0.5  # per point of length, beside a block
_NEAR_TREE = 0.08  # the same for a line of the hierarchy, which goes on where its trunk runs
_BESIDE = 0.25  # per point of length, beside another line
_SHARED = 60.0  # per step on another line's track, allowed only when there is no other way

# place, upright, from where
_State = tuple[int, bool]


def route(
    lattice: Lattice,
    starts: Sequence[Port],
    goals: Sequence[Port],
    *,
    number: int,
    trees: frozenset[int] = frozenset(),
    own: frozenset[int] = frozenset(),
    sharing: bool = False,
) -> tuple[list[int], Port, Port] | None:
    """Find the cheapest way from one of the starts to one of the goals.

    Args:
        lattice: Points with what is taken.
        starts: Ports of the source.
        goals: Ports of the target.
        number: Of the line.
        trees: Numbers of hierarchy lines, which may be crossed cheaply.
        own: Numbers of lines of the same tree, whose tracks may be shared.
        sharing: Whether tracks of other lines may be used at a price.

    Returns:
        Lattice points from start to goal with the ports used, or None when there is no way.
    """
    search = _Search(lattice, goals, trees=trees, own=own | {number}, sharing=sharing)
    return search.run(starts)


class _Search:
    def __init__(
        self, lattice: Lattice, goals: Sequence[Port], *, trees: frozenset[int], own: frozenset[int], sharing: bool
    ) -> None:
        self.lattice = lattice
        self.goals: dict[_State, Port] = {}
        for port in goals:
            state = (port.place, port.upright)
            if state not in self.goals or port.cost < self.goals[state].cost:
                self.goals[state] = port
        points = [lattice.point(port.place) for port in goals]
        self.box = _bounds(points)
        self.trees, self.own, self.sharing = trees, own, sharing
        self.branch = len(own) > 1

    def run(self, starts: Sequence[Port]) -> tuple[list[int], Port, Port] | None:
        cost: dict[_State, float] = {}
        before: dict[_State, _State | None] = {}
        first: dict[_State, Port] = {}
        heap: list[tuple[float, float, _State]] = []
        for port in starts:
            state = (port.place, port.upright)
            price = self._price(state) + port.cost
            if price < cost.get(state, float("inf")):
                cost[state], before[state], first[state] = price, None, port
                heapq.heappush(heap, (price + self._ahead(port.place), price, state))
        best: tuple[float, _State] | None = None
        while heap:
            estimate, price, state = heapq.heappop(heap)
            if best is not None and estimate >= best[0]:
                break
            if price > cost[state]:
                continue
            goal = self.goals.get(state)
            if goal and (before[state] is not None or goal.border != first[state].border):
                best = min(best or (float("inf"), state), (price + goal.cost, state))
            for onward, step in self._onward(state):
                total = price + step
                if total < cost.get(onward, float("inf")):
                    cost[onward], before[onward] = total, state
                    heapq.heappush(heap, (total + self._ahead(onward[0]), total, onward))
        if best is None:
            return None
        return self._read_back(best[1], before, first)

    def _read_back(
        self, state: _State, before: dict[_State, _State | None], first: dict[_State, Port]
    ) -> tuple[list[int], Port, Port]:
        goal = self.goals[state]
        places = [state[0]]
        earlier = before[state]
        while earlier is not None:
            state = earlier
            if state[0] != places[-1]:
                places.append(state[0])
            earlier = before[state]
        return places[::-1], first[state], goal

    def _onward(self, state: _State) -> list[tuple[_State, float]]:
        place, upright = state
        lattice = self.lattice
        width = len(lattice.xs)
        found: list[tuple[_State, float]] = []
        turned = (place, not upright)
        if self._free_corner(place):
            found.append((turned, _BEND))
        if upright:
            steps = [place - width, place + width]
        else:
            column = place % width
            steps = [place - 1] * (column > 0) + [place + 1] * (column < width - 1)
        for onward in steps:
            if 0 <= onward < len(lattice.blocked) and not lattice.blocked[onward]:
                price = self._price((onward, upright))
                if price < float("inf"):
                    found.append(((onward, upright), price + lattice.pitch))
        return found

    def _price(self, state: _State) -> float:
        """Return what it costs to pass a point, besides the length."""
        place, upright = state
        lattice = self.lattice
        along = (lattice.upright if upright else lattice.level)[place]
        across = (lattice.level if upright else lattice.upright)[place]
        corner = lattice.corner[place]
        price = lattice.pitch * (_NEAR_TREE if self.branch else _NEAR) if lattice.near[place] else 0.0
        if (along >= 0 and along not in self.own) or (corner >= 0 and corner not in self.own):
            if not self.sharing:
                return float("inf")
            price += _SHARED
        if across >= 0 and across not in self.own:
            price += _CROSSING_TREE if across in self.trees else _CROSSING
        return price + self._beside(place, upright=upright)

    def _beside(self, place: int, *, upright: bool) -> float:
        lattice = self.lattice
        taken = lattice.upright if upright else lattice.level
        step = 1 if upright else len(lattice.xs)
        for other in (place - step, place + step):
            if 0 <= other < len(taken) and taken[other] >= 0 and taken[other] not in self.own:
                return lattice.pitch * _BESIDE
        return 0.0

    def _free_corner(self, place: int) -> bool:
        lattice = self.lattice
        taken = (lattice.upright[place], lattice.level[place], lattice.corner[place])
        return self.sharing or all(line < 0 or line in self.own for line in taken)

    def _ahead(self, place: int) -> float:
        x, y = self.lattice.point(place)
        box = self.box
        return max(box.x - x, 0.0, x - box.right) + max(box.y - y, 0.0, y - box.bottom)


def occupy(lattice: Lattice, places: Sequence[int], start: Port, goal: Port, number: int) -> None:
    """Mark the points of a line as taken."""
    if len(places) == 1:
        lattice.corner[places[0]] = number
    ways = [(a, b, abs(a - b) >= len(lattice.xs)) for a, b in pairwise(places)]
    for a, b, upright in ways:
        taken = lattice.upright if upright else lattice.level
        taken[a] = taken[b] = number
    turns = [start.upright, *(upright for _, _, upright in ways), goal.upright]
    for place, (one, other) in zip(places, pairwise(turns), strict=True):
        (lattice.upright if one else lattice.level)[place] = number
        if one != other:
            lattice.corner[place] = number


def simplified(points: Sequence[Point]) -> tuple[Point, ...]:
    """Leave out the points at which a line goes straight on.

    Example:
        >>> simplified([(0, 0), (5, 0), (9, 0), (9, 4)])
        ((0, 0), (9, 0), (9, 4))
    """
    kept: list[Point] = []
    for point in points:
        if kept and _same(kept[-1], point):
            continue
        if len(kept) > 1 and _straight(kept[-2], kept[-1], point):
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _same(a: Point, b: Point) -> bool:
    return abs(a[0] - b[0]) < 1e-6 and abs(a[1] - b[1]) < 1e-6


def _straight(a: Point, b: Point, c: Point) -> bool:
    return (abs(a[0] - b[0]) < 1e-6 and abs(b[0] - c[0]) < 1e-6) or (
        abs(a[1] - b[1]) < 1e-6 and abs(b[1] - c[1]) < 1e-6
    )


def _bounds(points: Sequence[Point]) -> Rect:
    if not points:
        return Rect(0, 0, 0, 0)
    left, top = min(x for x, _ in points), min(y for _, y in points)
    return Rect(left, top, max(x for x, _ in points) - left, max(y for _, y in points) - top)
