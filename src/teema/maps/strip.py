"""What is no longer there: a strip below the map with the themes that are gone, and where their codes went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from teema.maps.blocks import Rect, columns_of
from teema.maps.chips import ABOVE, Chip, chips_of
from teema.maps.look import LEGEND_SIZE, MARK_SIZE
from teema.maps.marks import Gone, Mark, Marks, said
from teema.maps.text import LEADING, clean, text_width, wrap
from teema.terms import term

__all__ = ["HEAD_SIZE", "NAME_SIZE", "GoneCard", "Strip", "strip_of"]

HEAD_SIZE = 9.0
NAME_SIZE = 7.8
_LEAST = 150.0  # width of a card, unless the page is narrower
_PAD = 4.5
_GAP = 6.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoneCard:
    """A theme that is no longer there.

    Attributes:
        name: As it was called.
        box: Where it is.
        lines: Its name in lines.
        chips: What became of it.
        codes: Lines that say where its codes went, and where they begin.
    """

    name: str
    box: Rect
    lines: tuple[str, ...]
    chips: tuple[Chip, ...]
    codes: tuple[tuple[str, ...], Rect]

    def moved(self, dx: float, dy: float) -> GoneCard:
        """Return the card moved."""
        chips = tuple(chip.moved(dx, dy) for chip in self.chips)
        codes = self.codes[0], self.codes[1].moved(dx, dy)
        return replace(self, box=self.box.moved(dx, dy), chips=chips, codes=codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The strip, from (0, 0) or moved to its place.

    Attributes:
        heading: Its heading and where it stands.
        cards: Themes that are gone.
        lost: Lines that tell of relations that are gone, and where they stand.
        height: Of all.
    """

    heading: tuple[str, Rect]
    cards: tuple[GoneCard, ...]
    lost: tuple[tuple[str, Rect], ...]
    height: float

    def moved(self, dx: float, dy: float) -> Strip:
        """Return the strip moved."""
        return replace(
            self, heading=(self.heading[0], self.heading[1].moved(dx, dy)),
            cards=tuple(card.moved(dx, dy) for card in self.cards),
            lost=tuple((text, box.moved(dx, dy)) for text, box in self.lost),
        )  # fmt: skip


def strip_of(marks: Marks, width: float, language: str) -> Strip | None:
    """Set what is gone in columns, or return None when nothing is.

    Args:
        marks: What changed.
        width: Of the page inside its margins.
        language: fi, sv or en.
    """
    if not marks.gone and not marks.lost:
        return None
    heading = term("maps.gone", language)
    y = HEAD_SIZE * LEADING + 4.0
    cards: list[GoneCard] = []
    count = max(1, min(len(marks.gone), int((width + _GAP) // (_LEAST + _GAP))))
    wide = min(240.0, (width - _GAP * (count - 1)) / count)
    made = [_card(gone, wide, language) for gone in marks.gone]
    for at, share in enumerate(columns_of([card.box.height for card in made], count, _GAP)):
        top = y
        for index in share:
            cards.append(made[index].moved(at * (wide + _GAP), top))
            top = cards[-1].box.bottom + _GAP
    y = max((card.box.bottom + _GAP for card in cards), default=y)
    lost = []
    for line in _lost(marks, width, language):
        lost.append((line, Rect(0.0, y, text_width(line, LEGEND_SIZE), LEGEND_SIZE * LEADING)))
        y += LEGEND_SIZE * 1.35
    place = Rect(0.0, 0.0, text_width(heading, HEAD_SIZE, "bold"), HEAD_SIZE * LEADING)
    return Strip(heading=(heading, place), cards=tuple(cards), lost=tuple(lost), height=y + 10.0)


def _lost(marks: Marks, width: float, language: str) -> Iterator[str]:
    for sentence in marks.lost:
        yield from wrap(said(Mark("unrelated", sentence)), width, LEGEND_SIZE, "regular", language)


def _card(gone: Gone, width: float, language: str) -> GoneCard:
    inner = width - 2 * _PAD
    lines = wrap(clean(gone.name), inner, NAME_SIZE, "bold", language)
    y = _PAD + len(lines) * NAME_SIZE * LEADING + ABOVE
    chips, high = chips_of([gone.mark], inner, language)
    chips = tuple(chip.moved(_PAD - chip.box.x, y) for chip in chips)
    y += high
    codes = wrap(gone.codes, inner, MARK_SIZE, "regular", language) if gone.codes else ()
    place = Rect(_PAD, y + ABOVE, inner, len(codes) * MARK_SIZE * LEADING)
    box = Rect(0.0, 0.0, width, (place.bottom if codes else y) + _PAD)
    return GoneCard(name=gone.name, box=box, lines=lines, chips=chips, codes=(codes, place))
