"""Values: cleaned text, blanks, numbers, dates, and answers without content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = [
    "DAY_FIRST",
    "LONGEST_CONTENTLESS",
    "clean_answer",
    "clean_cells",
    "clean_value",
    "clean_values",
    "contentless_places",
    "count_words",
    "is_blank",
    "is_contentless",
    "parse_date",
    "parse_number",
    "parse_numbers",
    "parse_serial",
]

_CONTENTLESS = re.compile(
    r"(en (osaa|tiedä|muista)( sanoa| vastata)?|eos|ei (ole )?(mitään|kommentoitavaa|lisättävää)|ei|no|nej|"
    r"vet (ej|inte)|(i )?don'?t know|n/?a|none|[-–—.…?/x]+)[.!]?",
    re.IGNORECASE,
)
# Each of these begins so, and few others do: looking at one letter is quick. Two are a Turkish i.
_FIRST_LETTERS = frozenset("dDeEvViInNxX\u0130\u0131-–—.…?/")
LONGEST_CONTENTLESS = 24
_LAST_SPACE = 0x3000  # beyond it no sign is white space
_HEAD = 1000  # cells by which a column of repeated values shows itself
# Spreadsheets write control characters as _x000D_, and the underscore that would begin such a word as _x005F_.
_ESCAPED = re.compile(r"_x(00[01][0-9A-Fa-f]|005[Ff])_")
# What white space is not plain, and what would be taken for an escape once more.
_ODD_SPACE = re.compile(r"[^\S ]|  |[\u200b\ufeff\u2060\x00]|_x00")
_LINE_END = re.compile("\r+\n?|\x0b")
_SPACES = " \t\n\r\x0b\x0c\x00\u00a0\u1680\u2002\u2003\u2007\u2009\u200a\u200b\u2028\u2029\u202f\u2060\u3000\ufeff"
_NUMBER = re.compile(r"[-+\u2212]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|[-+\u2212]?\d+(?:[.,]\d+)?")
DAY_FIRST = re.compile(
    r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"
    r"(?:[ T](?:klo )?(?P<H>\d{1,2})[:.](?P<M>\d{2})(?:[:.](?P<S>\d{2}))?)?"
)
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 -- day zero of spreadsheets, which know no zones


def clean_cells(cells: Sequence[str]) -> list[str]:
    """Return the cells of a column as they were written: outer white space, line ends and export escapes apart.

    Line ends become `\\n`, letters are composed (NFC), and a cell with nothing but white space becomes empty; inside
    an answer nothing else is touched. What rarely needs doing is looked for once in the whole column; a value that
    many cells share is cleaned once.

    Example:
        >>> clean_cells(["  Kiire_x000D_\\r\\nAina kiire \\xa0", "\\xa0"])
        ['Kiire\\nAina kiire', '']
    """
    first = cells[:_HEAD]
    if len(cells) > _HEAD and len(set(first)) < _HEAD / 4:
        known = list(set(cells))
        cleaned = dict(zip(known, _cleaned(known), strict=True))
        return [cleaned[cell] for cell in cells]
    return _cleaned(list(cells))


def _cleaned(found: list[str]) -> list[str]:
    whole = "\n".join(found)
    if "_" in whole and "_x00" in whole:
        found = [_ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell) for cell in found]
        whole = "\n".join(found)
    if "\r" in whole or "\x0b" in whole:
        found = [_LINE_END.sub("\n", cell) for cell in found]
    if not _is_latin(whole) and not unicodedata.is_normalized("NFC", whole):
        found = [unicodedata.normalize("NFC", cell) for cell in found]
    return list(map(str.strip, found, repeat(_SPACES)))


def _is_latin(text: str) -> bool:
    """Say whether a text has Latin-1 letters only, all of which are composed; much quicker than looking at each."""
    try:
        text.encode("latin-1")
    except UnicodeEncodeError:
        return False
    return True


def clean_answer(cell: str) -> str:
    """Return one answer cleaned as `clean_cells` does it.

    Example:
        >>> clean_answer(" Luottamus. ")
        'Luottamus.'
    """
    plain = cell.isascii() and "_" not in cell and "\r" not in cell and "\x0b" not in cell
    return cell.strip(_SPACES) if plain else clean_cells([cell])[0]


def clean_value(cell: str) -> str:
    """Return a short value with its white space made plain.

    Example:
        >>> clean_value(" Yli\\xa010  vuotta")
        'Yli 10 vuotta'
    """
    return " ".join(clean_answer(cell).replace("\u200b", "").replace("\ufeff", "").split())


def clean_values(cells: list[str]) -> list[str]:
    """Return short values, cleaned by `clean_cells`, with their white space made plain; the same list if it was.

    Example:
        >>> clean_values(["Yli\\xa010  vuotta", "Turku"])
        ['Yli 10 vuotta', 'Turku']
    """
    return list(map(clean_value, cells)) if _ODD_SPACE.search("·".join(cells)) else cells


def count_words(cells: Sequence[str]) -> NDArray[np.int64]:
    """Return how many words, parted by white space, each cell has; none of them is blank.

    Example:
        >>> count_words(["aina kiire", "kiire"]).tolist()
        [2, 1]
    """
    import numpy as np

    white = _are_white("\n".join(["", *cells]))
    begins = white[:-1] & ~white[1:]
    lengths = np.fromiter(map(len, cells), dtype="int64", count=len(cells)) + 1
    starts = np.cumsum(lengths) - lengths
    return np.add.reduceat(begins, starts, dtype="int64")


def _are_white(text: str) -> NDArray[np.bool_]:
    """Return whether each letter is white space."""
    import numpy as np

    try:  # most texts have these letters only, and bytes are looked up quickly
        return np.frombuffer(text.encode("latin-1").translate(_white_space()[:256].tobytes()), dtype="bool")
    except UnicodeEncodeError:
        signs = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        white: NDArray[np.bool_] = _white_space()[np.minimum(signs, _LAST_SPACE + 1)]
        return white


@cache
def _white_space() -> NDArray[np.bool_]:
    import numpy as np

    return np.array([chr(code).isspace() for code in range(_LAST_SPACE + 2)])


def is_blank(cell: str) -> bool:
    """Say whether a cell holds nothing but white space."""
    return not cell.strip(_SPACES)


def is_contentless(cell: str) -> bool:
    """Say whether an answer looks as if it had no content. It stays an answer; the report counts such.

    Example:
        >>> [is_contentless(cell) for cell in ("-", "En osaa sanoa.", "ei", "ei kiirettä")]
        [True, True, True, False]
    """
    return len(cell) <= LONGEST_CONTENTLESS and _CONTENTLESS.fullmatch(cell) is not None


def contentless_places(cells: Sequence[str], places: Iterable[int]) -> list[int]:
    """Return those of the places at which a cell is contentless; none of the cells there is blank.

    Example:
        >>> contentless_places(["ei", "kiire", "-"], [0, 1, 2])
        [0, 2]
    """
    return [i for i in places if cells[i][0] in _FIRST_LETTERS and is_contentless(cells[i])]


def parse_number(cell: str) -> float | None:
    """Return the number that a cell is, with a decimal point or comma, or None.

    Example:
        >>> parse_number("1 234,5"), parse_number("alle 2")
        (1234.5, None)
    """
    text = cell.strip()
    if not _NUMBER.fullmatch(text):
        return None
    plain = re.sub(r"[ \u00a0\u202f]", "", text).replace(",", ".").replace("\u2212", "-")
    return float(plain)


def parse_numbers(cells: Sequence[str]) -> NDArray[np.float64]:
    """Return the number that each cell is, or not-a-number.

    Example:
        >>> parse_numbers(["31", "1 234,5", "alle 2"]).tolist()
        [31.0, 1234.5, nan]
    """
    import numpy as np

    numbers = (float(cell) if cell.isdecimal() else parse_number(cell) for cell in cells)
    return np.array([float("nan") if number is None else number for number in numbers], dtype="float64")


def parse_date(cell: str) -> datetime | None:
    """Return the date that a cell is, or None: ISO, or day first with full stops or slashes, with or without a time.

    A slash date whose second number cannot be a month is read month first.

    Example:
        >>> parse_date("3.2.2025 9.14"), parse_date("2025-02-03")
        (datetime.datetime(2025, 2, 3, 9, 14), datetime.datetime(2025, 2, 3, 0, 0))
    """
    text = cell.strip()
    match = DAY_FIRST.fullmatch(text)
    try:
        if match is None:
            if len(text) < 8 or not text[:4].isdigit() or text[4] not in "-/":
                return None
            return datetime.fromisoformat(text.replace("/", "-")).replace(tzinfo=None)
        day, month = int(match["d"]), int(match["m"])
        if month > 12 and "/" in text:
            day, month = month, day
        hour, minute, second = (int(match[part] or 0) for part in "HMS")
        return datetime(int(match["y"]), month, day, hour, minute, second)  # noqa: DTZ001 -- exports have no zone
    except ValueError:
        return None


def parse_serial(cell: str) -> datetime | None:
    """Return the date that a spreadsheet's day number stands for, or None; only years 1980–2099 are believed.

    Example:
        >>> parse_serial("45691.5"), parse_serial("7")
        (datetime.datetime(2025, 2, 3, 12, 0), None)
    """
    number = parse_number(cell)
    if number is None or not 29221 <= number < 73051:
        return None
    return _FIRST_DAY + timedelta(seconds=round(number * 86400))
