"""Where the headers are: metadata lines above, one header row or two, answers below, notes at the bottom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from teema.importers.known_names import IDS, PERSONAL, SUMMARY_ROWS, SYSTEM
from teema.importers.values import is_blank, parse_date, parse_number

__all__ = ["Headers", "find_headers", "trailing_junk"]

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


def find_headers(rows: Sequence[Sequence[str]], header_rows: int | None = None) -> Headers:
    """Find the header rows of a table.

    The first header row is the first that is wide enough. There is a second one when the first has gaps, the row
    below is text only, fills most of the gaps, and is blank where a column has a question of its own: an answer row
    would be filled there.

    Args:
        rows: The first rows of the file as text; blank cells empty.
        header_rows: How many, when the user said so.
    """
    row = _first_wide(rows)
    if header_rows is not None:
        return Headers(row, header_rows, "headers_given")
    if row + 2 >= len(rows) + 1:
        return Headers(row, 1, "headers_one")
    top = [_cell(cell) for cell in rows[row]]
    below = [_cell(cell) for cell in rows[row + 1]] if row + 1 < len(rows) else []
    width = max(len(top), len(below))
    top, below = _padded(top, width), _padded(below, width)
    used = [i for i in range(width) if any(i < len(r) and not is_blank(r[i]) for r in rows[row : row + 40])]
    gaps = [i for i in used if not top[i] and i > 0]
    if not gaps:
        return Headers(row, 1, "headers_one")
    filled = [i for i in gaps if below[i]]
    starts = {i - 1 for i in filled if top[i - 1]}
    single = [i for i in used if top[i] and i not in starts]
    text_only = all(parse_number(cell) is None and parse_date(cell) is None for cell in below if cell)
    fills = len(filled) >= 0.6 * len(gaps)
    blank_elsewhere = sum(not below[i] for i in single) >= 0.8 * len(single)
    if fills and text_only and blank_elsewhere:
        return Headers(row, 2, "headers_two")
    return Headers(row, 1, "headers_one_gaps", alternative=fills and (text_only or blank_elsewhere))


def trailing_junk(rows: Sequence[Sequence[str]]) -> int:
    """Return how many rows at the end are notes or sums rather than answers.

    A row counts as such when it has one filled cell below rows that have more, or begins with a word like *yhteensä*.
    """
    filled = [sum(not is_blank(cell) for cell in row) for row in rows]
    usual = sorted(filled)[len(filled) // 2] if filled else 0
    count = 0
    for row, cells in zip(reversed(rows), reversed(filled), strict=True):
        first = next((cell for cell in row if not is_blank(cell)), "").strip().rstrip(":").casefold()
        note = cells <= 1 and usual > 2 and is_blank(row[-1]) and not is_blank(row[0])
        if cells and not note and first not in SUMMARY_ROWS:
            break
        count += 1
    return count


def _first_wide(rows: Sequence[Sequence[str]]) -> int:
    head = rows[:_SEARCHED]
    filled = [sum(not is_blank(cell) for cell in row) for row in head]
    widest = max(filled, default=0)
    known = IDS | SYSTEM | PERSONAL
    for i, (row, count) in enumerate(zip(head, filled, strict=True)):
        named = sum(cell.strip().casefold() in known for cell in row)
        if named >= 2 or count >= max(1, 0.5 * widest) or (count > 3 and named):
            return i
    return 0


def _cell(cell: str) -> str:
    text = "" if is_blank(cell) else cell.strip()
    return "" if text == _FILLER else text


def _padded(cells: list[str], width: int) -> list[str]:
    return cells + [""] * (width - len(cells))
