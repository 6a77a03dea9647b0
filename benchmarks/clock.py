"""Timing on a noisy machine: the best of some runs."""

from __future__ import annotations

import time
from collections.abc import Callable

__all__ = ["best"]


def best(work: Callable[[], object], *, times: int = 3) -> float:
    """Return the shortest time, in seconds, that the work took."""
    found = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        found = min(found, time.perf_counter() - start)
    return found
