"""A ring: nodes on the two halves of an oval, and words outside it, where no line inside it can meet them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from teema.maps.blocks import Point, Rect
from teema.maps.layout import SMALLEST
from teema.maps.text import LEADING, Face, text_width, wrap

__all__ = ["Ring", "Seat", "Spot", "ring_of"]

_SCALES = (1.25, 1.2, 1.15, 1.1, 1.05, 1.0, 0.96, 0.92, SMALLEST)
_LARGEST_PAGE = 16.0  # times the width of A4
_SHARES = (0.3, 0.26, 0.22)  # half the width of the ring, of the page
_ROUND = 2.4  # exponent of the superellipse: 2 is an ellipse, more is fuller
_WIDEST = 230.0  # words before they are broken
_GAP = 2.8  # between words
_AWAY = 5.0  # from a node to its words
_LEADER = 9.0  # the shortest line from a node to its words that is worth drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """What stands at the ring: a node, or the name of the theme that the nodes below it belong to.

    Attributes:
        key: The node, or the theme.
        text: The words.
        size: Of the letters, at scale 1.
        face: Of the letters.
        radius: Of the node; 0 for a heading, which is not on the ring.
        group: What it belongs to; where that changes, a heading stands.
    """

    key: str
    text: str
    size: float
    face: Face
    radius: float
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """A spot at its place, in points.

    Attributes:
        spot: Which.
        middle: Of the node.
        side: −1 on the left half, 1 on the right.
        lines: The words.
        words: Where they stand.
        leader: A line from the node to its words, where they are far from it.
    """

    spot: Spot
    middle: Point
    side: Literal[-1, 1]
    lines: tuple[str, ...]
    words: Rect
    leader: tuple[Point, Point] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """All seats; (0, 0) is the corner of the room inside the margins."""

    seats: tuple[Seat, ...]
    scale: float
    page: float
    middle: Point
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Oval:
    """A superellipse, which is convex: no line between two of its points leaves it."""

    x: float
    y: float
    a: float
    b: float

    def half(self, y: float) -> float:
        """Return half its width at a height."""
        t = min(1.0, abs(y - self.y) / self.b)
        return float(self.a * (1 - t**_ROUND) ** (1 / _ROUND))

    def widest(self, top: float, bottom: float) -> float:
        """Return half its largest width between two heights."""
        return self.a if top <= self.y <= bottom else max(self.half(top), self.half(bottom))


_Band = tuple[Spot, tuple[str, ...], float]  # a spot, its lines, and the height they take


def ring_of(
    spots: Sequence[Spot],
    headings: Mapping[str, Spot],
    room: Callable[[float], tuple[float, float]],
    language: str,
) -> Ring:
    """Seat nodes clockwise from the top, on the smallest page on which they can be read, in as large letters as fit.

    Args:
        spots: The nodes in their order.
        headings: What stands above the nodes of a group on each side; nothing for groups that are not in it.
        room: Gives width and height inside margins, title and legend, for a page so many times as wide as A4.
        language: For breaking words.
    """
    page = 1.0
    while True:
        width, height = room(page)
        for scale in _SCALES:
            made = _seated(spots, headings, width / scale, height / scale, language)
            if made is not None:
                return _scaled(made, scale, page)
        if page >= _LARGEST_PAGE:
            break
        page *= 2**0.5
    while made is None:
        scale *= 0.9
        made = _seated(spots, headings, width / scale, height / scale, language)
    return _scaled(made, scale, page)


def _seated(
    spots: Sequence[Spot], headings: Mapping[str, Spot], width: float, height: float, language: str
) -> Ring | None:
    """Return the ring at scale 1 in a room, or None where it does not fit."""
    for share in _SHARES:
        a = share * width
        words = min(width / 2 - a - _AWAY - 5.0, _WIDEST)
        right, left = _halves(spots, headings, words, language)
        needed = max(_tall(right), _tall(left)) + 2.0
        if needed > height or words < 100.0:
            continue
        b = max(needed / 2, min(height / 2, a * 0.8, 60.0 + 16.0 * len(spots)))
        oval = _Oval(x=width / 2, y=b, a=min(a, b * 1.25), b=b)
        seats = [*_seats(right, oval, 1), *_seats(left, oval, -1)]
        return Ring(seats=tuple(seats), scale=1.0, page=1.0, middle=(oval.x, oval.y), height=2 * b)
    return None


def _halves(
    spots: Sequence[Spot], headings: Mapping[str, Spot], width: float, language: str
) -> tuple[list[_Band], list[_Band]]:
    """Return what stands on the right and on the left, from the top down, the two about equally tall."""

    def bands(nodes: Sequence[Spot]) -> list[_Band]:
        found: list[_Band] = []
        group = None
        for spot in nodes:
            if spot.group != group and spot.group in headings:
                found.append(_band(headings[spot.group], width, language))
            group = spot.group
            found.append(_band(spot, width, language))
        return found

    high = [_band(spot, width, language)[2] for spot in spots]
    half, at, used = sum(high) / 2, 0, 0.0
    while at < len(spots) and used + high[at] / 2 <= half:
        used += high[at]
        at += 1
    return bands(spots[:at]), bands(spots[at:][::-1])


def _band(spot: Spot, width: float, language: str) -> _Band:
    lines = wrap(spot.text, width, spot.size, spot.face, language)
    return spot, lines, max(len(lines) * spot.size * LEADING, 2 * spot.radius + 2.0) + _GAP


def _tall(bands: Sequence[_Band]) -> float:
    return sum(high for _, _, high in bands)


def _seats(bands: Sequence[_Band], oval: _Oval, side: Literal[-1, 1]) -> Iterator[Seat]:
    if not bands:
        return
    spare = (2 * oval.b - _tall(bands)) / sum(spot.radius > 0 for spot, _, _ in bands)
    y = oval.y - oval.b
    headed = False
    for spot, lines, high in bands:
        # A heading keeps close to what it heads, so the room that is left goes below the first of those.
        middle = y + high / 2 + (0.0 if headed or not spot.radius else spare / 2)
        y += high + (spare if spot.radius else 0.0)
        headed = not spot.radius
        text = len(lines) * spot.size * LEADING
        top, bottom = middle - text / 2, middle + text / 2
        at = oval.half(middle)
        away = oval.widest(top, bottom) + spot.radius + _AWAY
        wide = max(text_width(line, spot.size, spot.face) for line in lines)
        words = Rect(oval.x + away if side == 1 else oval.x - away - wide, top, wide, text)
        leader = None
        if spot.radius and away - at - spot.radius > _LEADER:
            ends = at + spot.radius + 1.5, away - 2.0
            leader = (oval.x + side * ends[0], middle), (oval.x + side * ends[1], middle)
        yield Seat(
            spot=spot, middle=(oval.x + side * at, middle), side=side, lines=lines, words=words, leader=leader
        )  # fmt: skip


def _scaled(ring: Ring, scale: float, page: float) -> Ring:
    def point(at: Point) -> Point:
        return at[0] * scale, at[1] * scale

    seats = tuple(
        Seat(
            spot=seat.spot, middle=point(seat.middle), side=seat.side, lines=seat.lines, words=seat.words.scaled(scale),
            leader=(point(seat.leader[0]), point(seat.leader[1])) if seat.leader else None,
        )
        for seat in ring.seats
    )  # fmt: skip
    return Ring(seats=seats, scale=scale, page=page, middle=point(ring.middle), height=ring.height * scale)
