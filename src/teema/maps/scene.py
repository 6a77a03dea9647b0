"""The scene: what is on the page, as shapes and words with their places. Renderers only translate it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from teema.maps.blocks import Point, Rect
from teema.maps.text import LEADING, Face, text_width

__all__ = [
    "BASELINE",
    "Group",
    "Path",
    "Scene",
    "Words",
    "arrow_path",
    "box_path",
    "line_path",
    "oval_path",
    "set_lines",
]

Command = tuple[Literal["M", "L", "Q", "C", "Z"], tuple[Point, ...]]
_ASCENT = 0.93  # of the font, in sizes
# Where the baseline lies in a line, in sizes: letters without descenders look centred.
BASELINE = (LEADING - 1.0) / 2 + _ASCENT - 0.06
_KAPPA = 0.5522847498  # control points of a quarter of an ellipse


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A line or an area.

    Attributes:
        commands: Moves, lines, quadratic and cubic curves, as in SVG.
        fill: Colour of the area, or None.
        stroke: Colour of the line, or None.
        line: Its width.
        dash: Lengths of dashes and gaps; empty for a solid line.
        round_caps: Whether dashes have round ends.
    """

    commands: tuple[Command, ...]
    fill: str | None = None
    stroke: str | None = None
    line: float = 0.0
    dash: tuple[float, ...] = ()
    round_caps: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One line of text: its anchor on the baseline, its size in points and its width."""

    text: str
    x: float
    y: float
    size: float
    width: float
    colour: str
    face: Face = "regular"
    anchor: Literal["start", "middle"] = "middle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """What belongs together: a node, an edge, the legend, the title, the notes."""

    kind: str
    name: str
    marks: tuple[Path | Words, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """A page.

    Attributes:
        page: Corner and size in points; the corner is not (0, 0) when something was moved beyond the left or top.
        title: What the map is called.
        outline: The map as words, for those who do not see it.
        language: fi, sv or en.
        groups: In drawing order.
    """

    page: Rect
    title: str
    outline: str
    language: str
    groups: tuple[Group, ...]


def box_path(box: Rect, radius: float, *, top_only: bool = False) -> tuple[Command, ...]:
    """Return a box with round corners, or with its upper corners round."""
    r = min(radius, box.width / 2, box.height / 2)
    low = 0.0 if top_only else r
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    return (
        ("M", ((x + r, y),)),
        ("L", ((right - r, y),)),
        ("Q", ((right, y), (right, y + r))),
        ("L", ((right, bottom - low),)),
        ("Q", ((right, bottom), (right - low, bottom))),
        ("L", ((x + low, bottom),)),
        ("Q", ((x, bottom), (x, bottom - low))),
        ("L", ((x, y + r),)),
        ("Q", ((x, y), (x + r, y))),
        ("Z", ()),
    )


def arrow_path(box: Rect, tip: float) -> tuple[Command, ...]:
    """Return a box whose right side is a point: a heading that leads on to the next one."""
    y = box.middle[1]
    shoulder = box.right - min(tip, box.width / 2)
    corners = ((box.x, box.y), (shoulder, box.y), (box.right, y), (shoulder, box.bottom), (box.x, box.bottom))
    return (("M", corners[:1]), *(("L", (corner,)) for corner in corners[1:]), ("Z", ()))


def oval_path(box: Rect) -> tuple[Command, ...]:
    """Return the ellipse that fills a box."""
    (x, y), a, b = box.middle, box.width / 2, box.height / 2
    ka, kb = a * _KAPPA, b * _KAPPA
    return (
        ("M", ((x + a, y),)),
        ("C", ((x + a, y + kb), (x + ka, y + b), (x, y + b))),
        ("C", ((x - ka, y + b), (x - a, y + kb), (x - a, y))),
        ("C", ((x - a, y - kb), (x - ka, y - b), (x, y - b))),
        ("C", ((x + ka, y - b), (x + a, y - kb), (x + a, y))),
        ("Z", ()),
    )


def line_path(points: Sequence[Point], radius: float) -> tuple[Command, ...]:
    """Return a line through points with round corners."""
    commands: list[Command] = [("M", (points[0],))]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        r = min(radius, _length(before, corner) / 2, _length(corner, after) / 2)
        commands.append(("L", (_toward(corner, before, r),)))
        commands.append(("Q", (corner, _toward(corner, after, r))))
    commands.append(("L", (points[-1],)))
    return tuple(commands)


def set_lines(
    lines: Sequence[str], x: float, y: float, size: float, face: Face, colour: str, *, middle: bool
) -> tuple[Words, ...]:
    """Set lines of text from y downwards, around x or from x on."""
    return tuple(
        Words(
            text=text,
            x=x,
            y=y + size * (LEADING * number + BASELINE),
            size=size,
            width=text_width(text, size, face),
            colour=colour,
            face=face,
            anchor="middle" if middle else "start",
        )
        for number, text in enumerate(lines)
    )


def shortened(points: Sequence[Point], *, start: float, end: float) -> tuple[Point, ...]:
    """Return a line without a piece at its start and its end, which heads will cover."""
    kept = list(points)
    kept[0] = _toward(kept[0], kept[1], min(start, _length(kept[0], kept[1]) * 0.9))
    kept[-1] = _toward(kept[-1], kept[-2], min(end, _length(kept[-1], kept[-2]) * 0.9))
    return tuple(kept)


def head_path(tip: Point, back: Point, length: float, width: float) -> tuple[Command, ...]:
    """Return an arrowhead at `tip` on a line that comes from `back`."""
    foot = _beyond(tip, back, length)
    x, y = (tip[0] - foot[0]) / length, (tip[1] - foot[1]) / length
    left = (foot[0] - y * width / 2, foot[1] + x * width / 2)
    right = (foot[0] + y * width / 2, foot[1] - x * width / 2)
    return (("M", (tip,)), ("L", (left,)), ("L", (right,)), ("Z", ()))


def _length(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _toward(start: Point, end: Point, by: float) -> Point:
    length = _length(start, end)
    return _beyond(start, end, by) if length else start


def _beyond(start: Point, end: Point, by: float) -> Point:
    length = _length(start, end) or 1.0
    return start[0] + (end[0] - start[0]) * by / length, start[1] + (end[1] - start[1]) * by / length
