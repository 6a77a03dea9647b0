"""Lines inside a ring, and the numbers on them: clear of other nodes, and numbers clear of everything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING, Any

from teema.maps.blocks import Point, Rect
from teema.maps.ring import Ring, Seat
from teema.maps.text import text_width

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Chord", "chords", "number_boxes"]

_PULLS = (0.5, 0.62, 0.74, 0.86, 1.0)  # how far a line bends towards the middle
_CELL = 2.0
_PLACES = tuple(0.5 + sign * step * 0.02 for step in range(19) for sign in ((1, -1) if step else (1,)))
_SAMPLES = 48
_NUMBERED = 600  # of more lines, the others are too many to leave room for a number


@dataclass(frozen=True, slots=True, kw_only=True)
class Chord:
    """A line between two nodes: a quadratic curve from `start` over `bend` to `end`."""

    start: Point
    bend: Point
    end: Point
    width: float

    def at(self, t: Any) -> tuple[Any, Any]:
        """Return x and y of points of the curve, for t from 0 to 1."""
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        (ax, ay), (bx, by), (cx, cy) = self.start, self.bend, self.end
        return a * ax + b * bx + c * cx, a * ay + b * by + c * cy


def chords(ring: Ring, pairs: Sequence[tuple[str, str, float]]) -> list[Chord]:
    """Return a line for each pair of nodes, bent towards the middle as far as it takes to keep clear of other nodes.

    Args:
        ring: The seats.
        pairs: Two nodes and the width of their line.
    """
    import numpy as np
    from scipy.spatial import cKDTree

    seats = [seat for seat in ring.seats if seat.spot.radius]
    place = {seat.spot.key: at for at, seat in enumerate(seats)}
    ends = [(place[a], place[b]) for a, b, _ in pairs]
    made = [
        _chord(seats[a], seats[b], ring, width, _PULLS[0]) for (a, b), (_, _, width) in zip(ends, pairs, strict=True)
    ]
    if len(seats) < 3:
        return made
    near = cKDTree([seat.middle for seat in seats])
    radii = np.array([seat.spot.radius * ring.scale for seat in seats])
    # Lines run near nodes close to their ends alone, so that is where they are looked at most closely.
    t = (1 - np.cos(np.linspace(0, np.pi, _SAMPLES))) / 2
    left = np.arange(len(made))
    for pull in _PULLS[1:]:
        left = left[[not _clear(made[at], ends[at], near, radii, t) for at in left]]
        for at in left:
            a, b = ends[at]
            made[at] = _chord(seats[a], seats[b], ring, made[at].width, pull)
    return made


def number_boxes(ring: Ring, lines: Sequence[Chord], texts: Sequence[str], size: float) -> list[Rect | None]:
    """Return where the number of each line stands on it, or None where it would touch anything else.

    Args:
        ring: The seats.
        lines: The lines.
        texts: The number of each; an empty one takes no place. The first have the first choice.
        size: Of the letters.
    """
    import numpy as np

    wide = max((seat.words.right for seat in ring.seats), default=0.0)
    taken: NDArray[np.int32] = np.zeros((int(ring.height / _CELL) + 3, int(wide / _CELL) + 3), dtype=np.int32)
    for seat in ring.seats:
        if seat.spot.radius:
            r = seat.spot.radius * ring.scale + 2.0
            taken[_cells(Rect(seat.middle[0] - r, seat.middle[1] - r, 2 * r, 2 * r))] += 1
    traces = [_trace(line, taken.shape) for line in lines]
    for trace in traces:
        taken[trace] += 1  # cells that stand twice in a trace are raised once
    found: list[Rect | None] = []
    for line, text, trace in zip(lines, texts, traces, strict=True):
        box = None
        if text and len(found) < _NUMBERED:
            taken[trace] -= 1
            box = _free(line, text_width(text, size) + 2.0, size * 1.1, taken)
            taken[trace] += 1
        if box is not None:
            taken[_cells(box.grown(1.0))] += 1
        found.append(box)
    return found


def _free(line: Chord, wide: float, high: float, taken: Any) -> Rect | None:
    import numpy as np

    for x, y in zip(*(values.tolist() for values in line.at(np.array(_PLACES))), strict=True):
        box = Rect(x - wide / 2, y - high / 2, wide, high)
        if not taken[_cells(box.grown(1.0))].any():
            return box
    return None


def _cells(box: Rect) -> tuple[slice, slice]:
    return (
        slice(max(int(box.y / _CELL), 0), max(int(box.bottom / _CELL), 0) + 1),
        slice(max(int(box.x / _CELL), 0), max(int(box.right / _CELL), 0) + 1),
    )


def _trace(line: Chord, shape: tuple[int, int]) -> tuple[Any, Any]:
    """Return the cells that a line runs through."""
    import numpy as np

    (ax, ay), (bx, by), (cx, cy) = line.start, line.bend, line.end
    length = hypot(ax - bx, ay - by) + hypot(bx - cx, by - cy)
    x, y = line.at(np.linspace(0, 1, max(2, int(length / _CELL * 1.6))))
    half = line.width / 2
    if half > 1.0:  # half of a thinner line is within the margin around numbers
        x = np.concatenate([x, x + half, x - half, x, x])
        y = np.concatenate([y, y, y, y + half, y - half])
    rows, columns = (y / _CELL).astype(np.int64), (x / _CELL).astype(np.int64)
    return np.clip(rows, 0, shape[0] - 1), np.clip(columns, 0, shape[1] - 1)


def _chord(a: Seat, b: Seat, ring: Ring, width: float, pull: float) -> Chord:
    mx, my = (a.middle[0] + b.middle[0]) / 2, (a.middle[1] + b.middle[1]) / 2
    bend = mx + (ring.middle[0] - mx) * pull, my + (ring.middle[1] - my) * pull
    start, end = (_beside(seat, bend, seat.spot.radius * ring.scale * 0.5) for seat in (a, b))
    return Chord(start=start, bend=bend, end=end, width=width)


def _beside(seat: Seat, toward: Point, by: float) -> Point:
    dx, dy = toward[0] - seat.middle[0], toward[1] - seat.middle[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    return seat.middle[0] + dx * by / length, seat.middle[1] + dy * by / length


def _clear(line: Chord, ends: tuple[int, int], near: Any, radii: Any, t: Any) -> bool:
    """Say whether a line keeps clear of all nodes but its own; of each of its points the nearest three are asked."""
    import numpy as np

    away, which = near.query(np.stack(line.at(t), axis=1), k=3)
    other = (which != ends[0]) & (which != ends[1])
    return not (other & (away <= radii[which] + line.width / 2 + 1.0)).any()
