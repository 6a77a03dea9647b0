"""Codes with a check: the personal identity code, the business id and the account number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from teema.privacy.finding import Found

__all__ = ["find_business_ids", "find_hetus", "find_ibans", "valid_business_id", "valid_hetu", "valid_iban"]

# Separators of birth centuries: + 1800s; - Y X W V U 1900s; A B C D E F 2000s (since 2023 several for each).
_CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
# The check character may be left out: date and individual number already point at one person.
_HETU = re.compile(r"(?<![\w-])(\d{2})(\d{2})(\d{2})([-+YXWVUABCDEF\u2013])(\d{3})([0-9A-Y]?)(?!\w)", re.IGNORECASE)
_BUSINESS = re.compile(r"(?<![\w-])(?:FI)?(\d{7})-?(\d)(?![\w-])")
_IBAN = re.compile(r"\bFI\d{2}(?:[ \u00a0]?\d{4}){3}[ \u00a0]?\d{2}\b", re.IGNORECASE)


def valid_hetu(text: str) -> bool:
    """Say whether a personal identity code has a real date and the right check character.

    The check character is the number of day, month, year and individual number modulo 31 (Digital and Population Data
    Services Agency, dvv.fi).

    Example:
        >>> valid_hetu("010594Y9032"), valid_hetu("010594Y9033")
        (True, False)
    """
    match = _HETU.fullmatch(text)
    return match is not None and _hetu(match) == (True, "reason_check")


def valid_business_id(text: str) -> bool:
    """Say whether a business id (Y-tunnus) has the right check digit (weights 7 9 10 5 8 4 2, modulo 11).

    Example:
        >>> valid_business_id("2229500-6"), valid_business_id("2229500-7")
        (True, False)
    """
    match = _BUSINESS.fullmatch(text)
    if match is None:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(match[1], (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return rest != 1 and int(match[2]) == (0 if rest == 0 else 11 - rest)


def valid_iban(text: str) -> bool:
    """Say whether a Finnish account number has the right check digits (ISO 13616, modulo 97).

    Example:
        >>> valid_iban("FI21 1234 5600 0007 85")
        True
    """
    bare = re.sub(r"\s", "", text).upper()
    turned = bare[4:] + bare[:4]
    return bare[:2] == "FI" and len(bare) == 18 and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1


def _hetu(match: re.Match[str]) -> tuple[bool, str] | None:
    day, month, year, sign, number, check = match.groups()
    sign = "-" if sign == "\u2013" else sign.upper()
    try:
        date(_CENTURIES[sign] + int(year), int(month), int(day))
    except ValueError:
        return None  # no such day: a number that looks like one
    if not check:
        return False, "reason_no_check"
    fits = _CHECKS[int(day + month + year + number) % 31] == check.upper() and int(number) >= 2
    return (True, "reason_check") if fits else (False, "reason_bad_check")


def find_hetus(text: str) -> Iterator[Found]:
    """Yield personal identity codes of every century mark; a wrong or missing check character makes one unsure."""
    for match in _HETU.finditer(text):
        hit = _hetu(match)
        if hit is not None:
            yield Found(*match.span(), "hetu", match[0], match[0].lower(), *hit)


def find_business_ids(text: str) -> Iterator[Found]:
    """Yield business ids; eight digits without hyphen or FI are often valid by chance and therefore unsure."""
    for match in _BUSINESS.finditer(text):
        marked = "-" in match[0] or match[0].startswith("FI")
        fits = valid_business_id(match[0])
        if fits or marked:
            reason = "reason_check" if fits else "reason_bad_check"
            yield Found(*match.span(), "business", match[0], match[1] + match[2], fits and marked, reason)


def find_ibans(text: str) -> Iterator[Found]:
    """Yield Finnish account numbers; wrong check digits make one unsure."""
    for match in _IBAN.finditer(text):
        fits = valid_iban(match[0])
        key = re.sub(r"\s", "", match[0]).lower()
        yield Found(*match.span(), "iban", match[0], key, fits, "reason_check" if fits else "reason_bad_check")
