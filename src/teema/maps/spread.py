"""Boxes pushed apart until none overlap, each staying as near its place as that allows."""

from __future__ import annotations

from collections.abc import Sequence

from teema.maps.blocks import Point

__all__ = ["spread"]

_ROUNDS = 400
_WIDER = 1.12  # by how much everything moves apart when pushing was not enough


def spread(middles: Sequence[Point], sizes: Sequence[tuple[float, float]], *, gap: float = 2.0) -> list[Point]:
    """Return middles at which no two boxes overlap; the same middles and sizes always give the same.

    Each pair that overlaps is pushed apart along the axis on which it overlaps less, half by half, until no pair does
    (Misue et al. 1995 push likewise, in order of place). Boxes that are still crowded after many rounds are all moved
    away from each other a little, which must end, since places that differ can be drawn as far apart as wanted.

    Args:
        middles: Middles of the boxes.
        sizes: Their widths and heights.
        gap: Room between any two.

    Example:
        >>> spread([(0, 0), (4, 0)], [(10, 5), (10, 5)], gap=0)
        [(0.0, -2.5), (4.0, 2.5)]
    """
    import numpy as np

    place = np.array(middles, dtype=np.float64).reshape(-1, 2)
    room = np.array(sizes, dtype=np.float64).reshape(-1, 2) + gap
    if len(place) < 2:
        return [(float(x), float(y)) for x, y in place]
    first, second = np.triu_indices(len(place), k=1)
    least = (room[first] + room[second]) / 2
    while True:
        for _ in range(_ROUNDS):
            apart = place[second] - place[first]
            over = least - np.abs(apart)
            crowded = np.flatnonzero((over > 1e-9).all(axis=1))
            if not len(crowded):
                return [(float(x), float(y)) for x, y in place]
            axis = over[crowded].argmin(axis=1)
            depth = over[crowded, axis]
            # Boxes in the very same place part in the order in which they were given.
            sign = np.where(apart[crowded, axis] < 0, -1.0, 1.0)
            move = np.zeros_like(place)
            np.add.at(move, (first[crowded], axis), -sign * depth / 2)
            np.add.at(move, (second[crowded], axis), sign * depth / 2)
            most = np.abs(move).max()
            place = place + move * min(1.0, room.min() / most)  # many neighbours may push at once
        place = (place - place.mean(axis=0)) * _WIDER + place.mean(axis=0)
