"""Lanes for overlapping extracts, so that each can be drawn as a stripe of its own."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

__all__ = ["lanes"]


def lanes(spans: Sequence[tuple[int, int]]) -> list[int]:
    """Return a lane for each span `[start, end)`, from 0: spans that share a character have different lanes.

    The longer of two spans that begin together has the lower lane, and no more lanes are used than spans overlap
    anywhere (interval partitioning: earliest beginning first, into the lowest lane that is free).

    Example:
        >>> lanes([(0, 10), (4, 6), (12, 20)])
        [0, 1, 0]
    """
    found = [0] * len(spans)
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    used = 0
    for place in sorted(range(len(spans)), key=lambda i: (spans[i][0], -spans[i][1], i)):
        start, end = spans[place]
        while busy and busy[0][0] <= start:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, used = used, used + 1
        heapq.heappush(busy, (end, lane))
        found[place] = lane
    return found
