"""Where the words of a relation stand: on its line if there is room, else beside it, and over nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from teema.maps.blocks import Point, Rect
from teema.maps.look import LABEL_SIZE
from teema.maps.text import LEADING, text_width, wrap

__all__ = ["Label", "place_label", "thin_boxes"]

_WIDTHS = (150.0, 110.0, 84.0, 66.0, 54.0, 42.0)
_STEP = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """The words of a relation and where they stand."""

    box: Rect
    lines: tuple[str, ...]
    size: float
    on_line: bool


def place_label(
    text: str,
    line: Sequence[Point],
    taken: Sequence[Rect],
    bounds: Rect,
    *,
    scale: float,
    language: str,
    margin: float,
) -> Label | None:
    """Find the best free place for a text along a line.

    Args:
        text: The words.
        line: Corners of the line.
        taken: Boxes that the words must not touch: blocks, other words, other lines.
        bounds: Where words may stand.
        scale: By how much sizes are multiplied.
        language: For breaking lines.
        margin: Length at each end of the line that must stay visible, for heads.
    """
    size = LABEL_SIZE * scale
    near = _close(line, taken, 170.0 * scale)
    best: tuple[float, Label] | None = None
    seen: set[tuple[str, ...]] = set()
    for width in _WIDTHS:
        lines = wrap(text, width * scale, size, "oblique", language)
        if lines in seen:
            continue
        seen.add(lines)
        wide = max(text_width(words, size, "oblique") for words in lines) + 3 * scale
        high = len(lines) * size * LEADING + 1.5 * scale
        for cost, box, on_line in _places(line, wide, high, margin):
            price = cost + 7.0 * len(lines)
            if (
                (best is None or price < best[0])
                and _inside(box, bounds)
                and not _hits(box, near, line, on_line=on_line)
            ):
                best = (price, Label(box=box, lines=lines, size=size, on_line=on_line))
    return best[1] if best else None


def thin_boxes(line: Sequence[Point], margin: float) -> list[Rect]:
    """Return a line's pieces as boxes, with a margin around each."""
    return [_around(a, b, margin) for a, b in pairwise(line)]


def _places(line: Sequence[Point], wide: float, high: float, margin: float) -> Iterator[tuple[float, Rect, bool]]:
    """Give places with their costs: the longer the piece and the nearer its middle, the better."""
    total = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(line))
    last = len(line) - 2
    for number, (a, b) in enumerate(pairwise(line)):
        length = abs(a[0] - b[0]) + abs(a[1] - b[1])
        level = abs(a[0] - b[0]) > abs(a[1] - b[1])
        along, across = (wide, high) if level else (high, wide)
        start = margin if number == 0 else 5.0
        end = length - (margin if number == last else 5.0)
        base = 12.0 * (1 - length / total) + (0 if level else 3.0)
        for at in _positions(start, end, along):
            x = a[0] + (b[0] - a[0]) * at / length
            y = a[1] + (b[1] - a[1]) * at / length
            cost = base + 0.12 * abs(at - length / 2)
            if start <= at - along / 2 and at + along / 2 <= end:
                yield cost, Rect(x - wide / 2, y - high / 2, wide, high), True
            for side in (-1, 1):
                away = side * (across / 2 + 2.0)
                dx, dy = (0.0, away) if level else (away, 0.0)
                yield cost + 9.0, Rect(x - wide / 2 + dx, y - high / 2 + dy, wide, high), False


def _positions(start: float, end: float, along: float) -> list[float]:
    """Return places along a piece, its middle first."""
    middle = (start + end) / 2
    reach = max(0.0, (end - start) / 2, along / 2)
    steps = int(reach // _STEP)
    return [middle, *(middle + sign * step * _STEP for step in range(1, steps + 1) for sign in (-1, 1))]


def _hits(box: Rect, taken: Sequence[Rect], line: Sequence[Point], *, on_line: bool) -> bool:
    roomy = box.grown(1.6)
    if any(roomy.meets(other) for other in taken):
        return True
    own = [piece for piece in thin_boxes(line, 0.8) if piece.meets(box)]
    return len(own) > (1 if on_line else 0)


def _close(line: Sequence[Point], taken: Sequence[Rect], reach: float) -> list[Rect]:
    left, right = min(x for x, _ in line), max(x for x, _ in line)
    top, bottom = min(y for _, y in line), max(y for _, y in line)
    field = Rect(left, top, right - left, bottom - top).grown(reach)
    return [box for box in taken if box.meets(field)]


def _inside(box: Rect, bounds: Rect) -> bool:
    return (
        bounds.x <= box.x and bounds.y <= box.y and box.right <= bounds.right and box.bottom <= bounds.bottom
    )  # fmt: skip


def _around(a: Point, b: Point, margin: float) -> Rect:
    return Rect(min(a[0], b[0]), min(a[1], b[1]), abs(a[0] - b[0]), abs(a[1] - b[1])).grown(margin)
