"""Lines between nodes: shortest ways with few bends and crossings through the gutters, never over a block.

A* (Hart, Nilsson & Raphael 1968) on the lattice, line after line; a line keeps off the tracks of those before it.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from teema.maps.blocks import Point, Rect
from teema.maps.lattice import Lattice
from teema.maps.ports import Port

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    _Floats = NDArray[np.float64]

__all__ = ["occupy", "route", "simplified"]

_BEND = 16.0
_CROSSING = 30.0
_CROSSING_TREE = 9.0
_NEAR = 0.5  # per point of length, beside a block
_NEAR_TREE = 0.08  # the same for a line of the hierarchy, which goes on where its trunk runs
_BESIDE = 0.25  # per point of length, beside another line
_SHARED = 60.0  # per step on another line's track, allowed only when there is no other way


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
    """One search. A state is a point and a direction in one number: twice the place, plus one where the way is upright.

    What a step costs is worked out for all points at once; the search itself then only looks up.
    """

    def __init__(
        self, lattice: Lattice, goals: Sequence[Port], *, trees: frozenset[int], own: frozenset[int], sharing: bool
    ) -> None:
        self.lattice = lattice
        self.goals: dict[int, Port] = {}
        for port in goals:
            state = _state(port)
            if state not in self.goals or port.cost < self.goals[state].cost:
                self.goals[state] = port
        box = _bounds([lattice.point(port.place) for port in goals])
        self.ahead = (
            [max(box.x - x, 0.0, x - box.right) for x in lattice.xs],
            [max(box.y - y, 0.0, y - box.bottom) for y in lattice.ys],
        )
        self.prices, self.steps, self.bends = _prices(lattice, trees=trees, own=own, sharing=sharing)

    def run(self, starts: Sequence[Port]) -> tuple[list[int], Port, Port] | None:
        goals, (across, down), width = self.goals, self.ahead, len(self.lattice.xs)
        bends, level, upright, wall = self.bends, *self.steps, math.inf
        last = width - 1, len(self.lattice.ys) - 1
        # A step over the edge costs without end; the room for it saves asking.
        cost = [wall] * (2 * len(bends) + 2 * width)
        before = [-1] * (2 * len(bends))
        first: dict[int, Port] = {}
        heap: list[tuple[float, float, int]] = []
        for port in starts:
            state = _state(port)
            price = float(self.prices[port.upright][port.place]) + port.cost
            if price < cost[state]:
                cost[state], first[state] = price, port
                heapq.heappush(heap, (price + (across[port.place % width] + down[port.place // width]), price, state))
        best: tuple[float, int] | None = None
        while heap:
            estimate, price, state = heapq.heappop(heap)
            if best is not None and estimate >= best[0]:
                break
            if price > cost[state]:
                continue
            goal = goals.get(state)
            if goal and (before[state] >= 0 or goal.border != first[state].border):
                best = min(best or (wall, state), (price + goal.cost, state))
            place = state >> 1
            row, column = divmod(place, width)
            if state & 1:
                back, step = upright[place - width] if row else wall, 2 * width
                on = upright[place + width] if row < last[1] else wall
            else:
                back, step = level[place - 1] if column else wall, 2
                on = level[place + 1] if column < last[0] else wall
            for onward, more in ((state ^ 1, bends[place]), (state - step, back), (state + step, on)):
                total = price + more
                if total < cost[onward]:
                    cost[onward], before[onward] = total, state
                    row, column = divmod(onward >> 1, width)
                    heapq.heappush(heap, (total + (across[column] + down[row]), total, onward))
        return None if best is None else self._read_back(best[1], before, first)

    def _read_back(self, state: int, before: Sequence[int], first: dict[int, Port]) -> tuple[list[int], Port, Port]:
        goal = self.goals[state]
        places = [state >> 1]
        while before[state] >= 0:
            state = before[state]
            if state >> 1 != places[-1]:
                places.append(state >> 1)
        return places[::-1], first[state], goal


def _state(port: Port) -> int:
    return 2 * port.place + port.upright


def _prices(
    lattice: Lattice, *, trees: frozenset[int], own: frozenset[int], sharing: bool
) -> tuple[list[_Floats], tuple[list[float], list[float]], list[float]]:
    """Return what it costs, besides the length, to pass each point; what a step onto it costs; what a turn costs.

    The first two level and upright. What a line may not do costs without end.
    """
    import numpy as np

    # One more than the number of the line, so that no line is 0.
    level, upright, corner = (
        np.frombuffer(lines, dtype=np.intc) + 1 for lines in (lattice.level, lattice.upright, lattice.corner)
    )
    foreign = np.ones(2 + max(0, *own, *trees, int(level.max()), int(upright.max()), int(corner.max())), dtype=bool)
    foreign[[0, *(line + 1 for line in own)]] = False
    crossing = np.where(foreign, _CROSSING, 0.0)
    crossing[[line + 1 for line in trees - own]] = _CROSSING_TREE
    near = np.frombuffer(lattice.near, dtype=bool) * (lattice.pitch * (_NEAR_TREE if len(own) > 1 else _NEAR))
    blocked = np.frombuffer(lattice.blocked, dtype=bool)
    of = {True: foreign[upright], False: foreign[level]}
    turned = foreign[corner]
    prices, steps = [], []
    for along, across, step in ((False, upright, len(lattice.xs)), (True, level, 1)):
        beside = np.zeros(len(blocked), dtype=bool)
        beside[step:] |= of[along][:-step]
        beside[:-step] |= of[along][step:]
        price = near + np.where(of[along] | turned, _SHARED if sharing else math.inf, 0.0) + crossing[across]
        price += np.where(beside, lattice.pitch * _BESIDE, 0.0)
        prices.append(price)
        steps.append(np.where(blocked, math.inf, price + lattice.pitch).tolist())
    turning = ~(of[False] | of[True] | turned) | sharing
    return prices, (steps[0], steps[1]), np.where(turning, _BEND, math.inf).tolist()


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
