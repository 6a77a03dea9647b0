"""Dates: days in figures and words, a month of a year, a year of birth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from teema.privacy.finding import Found

__all__ = ["find_dates"]

_MONTHS = (
    "tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu",
)  # fmt: skip
_MONTHS_SV = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
    "december",
)  # fmt: skip
_FI = rf"(?:{'|'.join(_MONTHS)})kuu\w*"
_SV = rf"(?:{'|'.join(_MONTHS_SV)})"
_FIGURES = re.compile(r"(?<![\w.,/-])([0-3]?\d)\.\s?([01]?\d)\.(?:\s?((?:19|20)\d\d)|([0-9]{2})\b)?(?![\d%€]|\.\d)")
_ISO = re.compile(r"(?<![\w-])((?:19|20)\d\d)-(\d\d)-(\d\d)(?![\w-])")
_WORDS = re.compile(
    rf"(?<![\w.,])[0-3]?\d\.\s?{_FI}(?:\s+(?:19|20)\d\d)?|\b{_FI}\s+[0-3]?\d\.?\s?(?:päivä\w*)?(?!\d)"
    rf"|(?<![\w.,])[0-3]?\d(?:\.|:e)?\s{_SV}\b(?:\s+(?:19|20)\d\d)?",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b(?:{_FI}|{_SV})\s+(?:vuonna\s+)?(?:19|20)\d\d\b", re.IGNORECASE)
_BIRTH = re.compile(r"\b(?:synt\.?|syntyny\w*|synnyin|syntyi\w*|född)\s+(?:vuonna\s+|v\.\s?|år\s+)?((?:19|20)\d\d)\b")


def find_dates(text: str) -> Iterator[Found]:
    """Yield dates; sure with day, month and year. A bare year is none, unless it is said to be one of birth.

    Example:
        >>> [found.text for found in find_dates("Vuonna 2019 alkoi, 3.2.2025 loppui.")]
        ['3.2.2025']
    """
    for match in _FIGURES.finditer(text):
        day, month, year = int(match[1]), int(match[2]), match[3] or match[4]
        clock = re.search(r"\b(?:klo|kello)\s*$", text[max(0, match.start() - 8) : match.start()], re.IGNORECASE)
        if not clock and _real(2000, month, day):
            yield _found(match, f"{day}.{month}.{year or ''}", sure=year is not None)
    for match in _ISO.finditer(text):
        if _real(int(match[1]), int(match[2]), int(match[3])):
            yield _found(match, f"{int(match[3])}.{int(match[2])}.{match[1]}", sure=True)
    for match in _WORDS.finditer(text):
        yield _found(match, match[0].lower(), sure=match[0][-4:].isdigit())
    for match in _MONTH_YEAR.finditer(text):
        yield _found(match, match[0].lower(), sure=False, rank=1)
    for match in _BIRTH.finditer(text):
        yield Found(
            match.start(1), match.end(1), "date", match[1], match[1], sure=True, reason="reason_context", rank=1
        )


def _found(match: re.Match[str], key: str, *, sure: bool, rank: int = 0) -> Found:
    return Found(*match.span(), "date", match[0], key, sure, "reason_form", rank)


def _real(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
