"""Values: cleaned text, blanks, numbers, dates, and answers without content."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime

__all__ = ["CONTENTLESS", "clean_answer", "clean_value", "is_blank", "parse_date", "parse_number"]

# Answers that look as if they had no content. They stay answers; the report counts them.
CONTENTLESS = re.compile(
    r"(en (osaa|tiedä|muista)( sanoa| vastata)?|eos|ei (ole )?(mitään|kommentoitavaa|lisättävää)|ei|no|nej|"
    r"vet (ej|inte)|(i )?don'?t know|n/?a|none|[-–—.…?/x]+)[.!]?",
    re.IGNORECASE,
)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SPACES = "\u00a0\u2007\u202f\u200b\ufeff"
_NUMBER = re.compile(r"[-+\u2212]?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|[-+\u2212]?\d+(?:[.,]\d+)?")
_DATE = re.compile(
    r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"
    r"(?:[ T](?:klo )?(?P<H>\d{1,2})[:.](?P<M>\d{2})(?:[:.](?P<S>\d{2}))?)?"
)


def clean_answer(cell: str) -> str:
    """Return an answer as it was written: outer white space, Windows line ends and export escapes apart.

    Example:
        >>> clean_answer("  Kiire_x000D_\\r\\nAina kiire \\xa0")
        'Kiire\\nAina kiire'
    """
    if "_x" in cell:
        cell = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), cell)
    if "\r" in cell:
        cell = re.sub(r"\r+\n?", "\n", cell)
    return unicodedata.normalize("NFC", cell).strip().strip(_SPACES).strip()


def clean_value(cell: str) -> str:
    """Return a short value with its white space made plain.

    Example:
        >>> clean_value(" Yli\\xa010  vuotta")
        'Yli 10 vuotta'
    """
    return " ".join(unicodedata.normalize("NFC", cell).replace("\u200b", "").replace("\ufeff", "").split())


def is_blank(cell: str) -> bool:
    """Say whether a cell holds nothing but white space."""
    return not cell.strip().strip(_SPACES).strip()


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


def parse_date(cell: str) -> datetime | None:
    """Return the date that a cell is, or None: ISO, or day first with full stops or slashes, with or without a time.

    A slash date whose second number cannot be a month is read month first.

    Example:
        >>> parse_date("3.2.2025 9.14"), parse_date("2025-02-03")
        (datetime.datetime(2025, 2, 3, 9, 14), datetime.datetime(2025, 2, 3, 0, 0))
    """
    text = cell.strip()
    match = _DATE.fullmatch(text)
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


def share(values: Sequence[str], test: object) -> float:
    """Return the share of non-blank values for which the test gives something; 0 when there are none."""
    filled = [value for value in values if not is_blank(value)]
    if not filled or not callable(test):
        return 0.0
    return sum(test(value) is not None for value in filled) / len(filled)
