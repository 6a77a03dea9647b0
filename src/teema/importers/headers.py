"""Where the headers are: metadata lines above, one header row or two, answers below, notes at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from teema.importers.known_names import IDS, PERSONAL, SYSTEM, is_summary_word
from teema.importers.values import is_blank, parse_date, parse_number

if TYPE_CHECKING:
    from teema.importers.cells import Cells

__all__ = ["Headers", "find_headers", "headers_again", "trailing_junk"]

_SEARCHED = 15
_FILLER = "-"  # stands in empty header cells of some exports


class Headers(NamedTuple):
    """Where the headers stand.

    Attributes:
        row: 0-based position of the first header row.
        number: One or two header rows.
        reason: Why, as a key of `terms/importers.toml`.
        alternative: True when the other count was possible too.
    """

    row: int
    number: int
    reason: str
    alternative: bool = False


class _Below(NamedTuple):
    """How well a row would do as the second header row under another one."""

    gaps: bool
    fills: bool
    text_only: bool
    blank_elsewhere: bool

    @property
    def fits(self) -> bool:
        return self.fills and self.text_only and self.blank_elsewhere


def find_headers(rows: Sequence[Sequence[str]], header_rows: int | None = None) -> Headers:
    """Find the header rows of a table.

    The first header row is the first that is wide enough. There is a second one when the first has gaps, the row
    below is text only, fills most of the gaps, and is blank where a column has a question of its own: an answer row
    would be filled there.

    Args:
        rows: The first rows of the file as text; blank cells empty.
        header_rows: How many, when the user said so.
    """
    row = _first_header(rows, header_rows)
    if header_rows is not None:
        return Headers(row, header_rows, "headers_given")
    below = _below(rows, row)
    if not below.gaps:
        return Headers(row, 1, "headers_one")
    if below.fits:
        return Headers(row, 2, "headers_two")
    doubtful = below.fills and (below.text_only or below.blank_elsewhere)
    return Headers(row, 1, "headers_one_gaps", alternative=doubtful)


def trailing_junk(rows: Sequence[Sequence[str]], *, after_blank: Sequence[bool]) -> int:
    """Return how many rows at the end are notes or sums rather than answers.

    A respondent who answered one question only is no note. A row is set aside when it begins with a word like
    *yhteensä* and the rest are numbers, when it lacks what every answer has in the first column and is numbers only,
    or when it is a single cell after a blank row or where all others have a number or a date.

    Args:
        rows: The last rows, blank ones left out; blank cells empty.
        after_blank: For each row, whether a blank one was above it.
    """
    count = 0
    for i in range(len(rows) - 1, 0, -1):
        if not _is_junk(rows[i], rows[:i], after_blank=after_blank[i]):
            # A note may stand above a sum and below a blank row, but an answer ends the search.
            break
        count += 1
    return count


def _is_junk(row: Sequence[str], above: Sequence[Sequence[str]], *, after_blank: bool) -> bool:
    filled = [cell for cell in row if cell]
    counted = all(_is_value(other[0]) for other in above)
    sums = all(parse_number(cell) is not None for cell in filled[1:])
    word = is_summary_word(filled[0]) and (counted or len(filled[0]) > 2)
    if word and sums and len(filled) > 1 and all(filled[0] not in other for other in above):
        return True
    usual = sorted(sum(map(bool, other)) for other in above)[len(above) // 2]
    if usual < 3:
        return False
    if not row[0]:
        return counted and sums and parse_number(filled[0]) is not None
    return len(filled) == 1 and (after_blank or (counted and not _is_value(row[0])))


def _is_value(cell: str) -> bool:
    return parse_number(cell) is not None or parse_date(cell) is not None


def _first_header(rows: Sequence[Sequence[str]], header_rows: int | None) -> int:
    head = rows[:_SEARCHED]
    filled = [sum(not is_blank(cell) for cell in row) for row in head]
    first = next((i for i, count in enumerate(filled) if count), 0)
    first = _below_blank_row(head, filled, first) or first
    for i in range(first, len(head)):
        if i > first and any(_is_value(cell) for cell in head[i]):
            continue
        if _named(head[i]) or _is_wide(head, filled, i, first) or _spanning(rows, i, header_rows):
            return i
        if filled[i] > 3:  # a line about the file is short
            break
    return first


def _below_blank_row(head: Sequence[Sequence[str]], filled: Sequence[int], first: int) -> int | None:
    """Return the row of headers that stands below short lines about the file and a blank row; None when there is none.

    It is wider than those lines, or has a known name, or stands as text above numbers and dates.
    """
    if _named(head[first]) if head else True:
        return None
    for i in range(first + 2, len(head)):
        above = max(filled[first:i])
        if above > 3:
            return None
        if filled[i - 1] or filled[i] < 2 or any(_is_value(cell) for cell in head[i]):
            continue
        known = any(cell.strip().casefold() in IDS | SYSTEM for cell in head[i])
        if known or filled[i] > above or _stands_above_values(head[i], head[i + 1 :]):
            return i
    return None


def _stands_above_values(row: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    for place, cell in enumerate(row):
        cells = [other[place] for other in below if place < len(other) and not is_blank(other[place])]
        if not is_blank(cell) and cells and all(map(_is_value, cells)):
            return True
    return False


def headers_again(tops: Sequence[Sequence[str]], values: Sequence[Cells]) -> list[int]:
    """Return the places of rows below that repeat the headers word for word, as files do that were put together.

    Args:
        tops: The header rows, cleaned as the values are. Only the first tells: the second may be what somebody chose.
        values: The cells below, column by column.

    Example:
        >>> from teema.importers.cells import Cells
        >>> headers_again([["Ikä", "Syy"]], [Cells.of(["31", "Ikä", "45"]), Cells.of(["Kiire", "Syy", "Ikä"])])
        [1]
    """
    if not tops or sum(map(bool, tops[0])) < 2:  # an answer may repeat its question
        return []
    first = next(place for place, header in enumerate(tops[0]) if header)
    same = {i for i, text in enumerate(values[first].values) if text == tops[0][first]}
    found = []
    for place in (k for k, i in enumerate(values[first].places.tolist()) if i in same) if same else ():
        if _is_row(tops[0], values, place):
            found += [place + k for k, top in enumerate(tops) if _is_row(top, values, place + k)]
    return found


def _is_row(top: Sequence[str], values: Sequence[Cells], place: int) -> bool:
    return any(top) and all(
        place < len(cells.places) and cells.values[cells.places[place]] == text
        for cells, text in zip(values, top, strict=False) if text
    )  # fmt: skip


def _named(row: Sequence[str]) -> bool:
    known = IDS | SYSTEM | PERSONAL
    return sum(cell.strip().casefold() in known for cell in row) >= 2


def _is_wide(head: Sequence[Sequence[str]], filled: Sequence[int], i: int, first: int) -> bool:
    if filled[i] < max(1, 0.5 * max(filled)):
        return False
    # Below lines about the file, most rows are wider than they; one odd wide row does not make them so. Answers may be
    # few, but in a text file their records are as wide as the headers all the same.
    above = max(filled[first:i], default=0)
    wider = sum(count > above for count in filled[i:])
    records = sum(len(row) >= filled[i] for row in head[i:]) if all(len(row) < filled[i] for row in head[:i]) else 0
    return i == first or max(wider, records) >= 0.5 * len(filled[i:])


def _spanning(rows: Sequence[Sequence[str]], i: int, header_rows: int | None) -> bool:
    """Say whether a row with few cells is the upper of two header rows, each cell above many columns."""
    if header_rows == 1 or sum(not is_blank(cell) for cell in rows[i]) < 2:
        return False
    below = _below(rows, i)
    return below.gaps and (below.fills if header_rows == 2 else below.fits)


def _below(rows: Sequence[Sequence[str]], row: int) -> _Below:
    top = [_cell(cell) for cell in rows[row]] if row < len(rows) else []
    below = [_cell(cell) for cell in rows[row + 1]] if row + 1 < len(rows) else []
    width = max(len(top), len(below))
    top, below = _padded(top, width), _padded(below, width)
    used = [i for i in range(width) if any(i < len(r) and not is_blank(r[i]) for r in rows[row : row + 40])]
    gaps = [i for i in used if not top[i] and i > 0]
    filled = [i for i in gaps if below[i]]
    starts = {i - 1 for i in filled if top[i - 1]}
    single = [i for i in used if top[i] and i not in starts]
    blank = sum(not below[i] for i in single)
    recurs = any(
        below[i] == _cell(r[i]) for i in [*starts, *filled] for r in rows[row + 2 :] if below[i] and i < len(r)
    )
    return _Below(
        gaps=bool(gaps),
        fills=bool(filled) and len(filled) >= 0.6 * len(gaps),
        text_only=_texts_or_counting([cell for cell in below if cell]),
        # Without a question of its own to look at, only option labels that recur as answers tell headers apart.
        blank_elsewhere=blank >= 0.8 * len(single) if single else recurs,
    )


def _texts_or_counting(cells: Sequence[str]) -> bool:
    """Say whether the cells are texts; option numbers that count upwards are allowed among them."""
    if any(parse_date(cell) is not None for cell in cells):
        return False
    numbers = [number for cell in cells if (number := parse_number(cell)) is not None]
    steps = [later - former for former, later in pairwise(numbers)]
    return all(step == 1 or later == 1 for step, later in zip(steps, numbers[1:], strict=True)) and (
        not numbers or (numbers[0] in (0, 1) and len(numbers) > 1)
    )


def _cell(cell: str) -> str:
    text = "" if is_blank(cell) else cell.strip()
    return "" if text == _FILLER else text


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
