"""Detectors for identifiers that have a form: identity codes, accounts, addresses on the net, phone numbers.

They propose; the researcher decides. Names of people and places and street addresses have no form and are not among
them yet: a text without a proposal is not a text without identifiers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from teema.errors import UnusableValueError
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "IDENTIFIER_COLUMNS",
    "KINDS",
    "find_identifiers",
    "summary",
    "valid_business_id",
    "valid_hetu",
    "valid_iban",
]

IDENTIFIER_COLUMNS = ("answer", "start", "end", "kind", "text", "certainty", "reason")

# Separators of birth centuries: + 1800s; - Y X W V U 1900s; A B C D E F 2000s (since 2023 several for each).
_CENTURIES = {"+": 1800, **dict.fromkeys("-YXWVU", 1900), **dict.fromkeys("ABCDEF", 2000)}
_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
# The check character may be left out: date and individual number already point at one person.
_HETU = re.compile(r"(?<![\w-])(\d{2})(\d{2})(\d{2})([-+YXWVUABCDEF\u2013])(\d{3})([0-9A-Y]?)(?!\w)", re.IGNORECASE)
_BUSINESS = re.compile(r"(?<![\w-])(?:FI)?(\d{7})-?(\d)(?![\w-])")
_IBAN = re.compile(r"\bFI\d{2}(?:[ \u00a0]?\d{4}){3}[ \u00a0]?\d{2}\b", re.IGNORECASE)
# Looked for at the beginning of a word only, or a long word would be read anew from each of its letters.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+(?:@|\s?(?:\(at\)|\[at\])\s?)[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}", re.IGNORECASE
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'()]+[^\s<>\"'().,;:!?]", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-zÅÄÖåäö_][\w.]{2,29}\b")
# 0 or +358, an area or mobile prefix, and in all 7 to 10 digits with spaces or hyphens between.
_PHONE = re.compile(
    r"(?<![\w,.\-])(?:\(0[1-9]\d?\)|(?:\+358[ \u00a0-]?(?:\(0\))?|0)(?:4\d|50|[1-9]\d?))"
    r"(?:[ \u00a0-]?\d){4,9}(?![\w%€]|[.,]\d)"
)
# Most answers have none of these and need no closer look.
_SIGNS = re.compile(r"[\d@]|www\.|https?:|[(\[]at[)\]]", re.IGNORECASE)
_POSTAL = re.compile(r"(?<![\w-])\d{5}[ \u00a0]+[A-ZÅÄÖ][a-zåäö]{2,}")


class _Hit(NamedTuple):
    sure: bool
    reason: str


def valid_hetu(text: str) -> bool:
    """Say whether a personal identity code has a real date and the right check character.

    The check character is the number of day, month, year and individual number modulo 31 (Digital and Population Data
    Services Agency, dvv.fi).

    Example:
        >>> valid_hetu("010594Y9032"), valid_hetu("010594Y9033")
        (True, False)
    """
    match = _HETU.fullmatch(text)
    return match is not None and _hetu(match) == _Hit(sure=True, reason="reason_check")


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


def _hetu(match: re.Match[str]) -> _Hit | None:
    day, month, year, sign, number, check = match.groups()
    sign = "-" if sign == "\u2013" else sign.upper()
    try:
        date(_CENTURIES[sign] + int(year), int(month), int(day))
    except ValueError:
        return None  # no such day: a number that looks like one
    if not check:
        return _Hit(sure=False, reason="reason_no_check")
    fits = _CHECKS[int(day + month + year + number) % 31] == check.upper() and int(number) >= 2
    return _Hit(sure=True, reason="reason_check") if fits else _Hit(sure=False, reason="reason_bad_check")


def _business(match: re.Match[str]) -> _Hit | None:
    marked = "-" in match[0] or match[0].startswith("FI")  # other numbers of eight digits are often valid by chance
    if valid_business_id(match[0]):
        return _Hit(sure=marked, reason="reason_check")
    return _Hit(sure=False, reason="reason_bad_check") if marked else None


def _iban(match: re.Match[str]) -> _Hit:
    if valid_iban(match[0]):
        return _Hit(sure=True, reason="reason_check")
    return _Hit(sure=False, reason="reason_bad_check")


def _phone(match: re.Match[str]) -> _Hit | None:
    digits = re.sub(r"\D", "", match[0]).removeprefix("358")
    if not 7 <= len(digits.lstrip("0")) + 1 <= 11:
        return None
    return _Hit(sure=digits.lstrip("0").startswith(("4", "50")), reason="reason_form")


def _always(_match: re.Match[str]) -> _Hit:
    return _Hit(sure=True, reason="reason_form")


def _perhaps(_match: re.Match[str]) -> _Hit:
    return _Hit(sure=False, reason="reason_form")


# In this order: what one detector has taken is not offered by the next.
_DETECTORS: dict[str, tuple[re.Pattern[str], Callable[[re.Match[str]], _Hit | None]]] = {
    "email": (_EMAIL, _always),
    "url": (_URL, _always),
    "hetu": (_HETU, _hetu),
    "iban": (_IBAN, _iban),
    "phone": (_PHONE, _phone),
    "business": (_BUSINESS, _business),
    "postal": (_POSTAL, _perhaps),
    "handle": (_HANDLE, _perhaps),
}
KINDS = tuple(_DETECTORS)


def find_identifiers(
    texts: Mapping[str, str] | pd.Series[str], *, kinds: Iterable[str] | None = None, language: str = "fi"
) -> pd.DataFrame:
    """Return the places that look like identifiers.

    Args:
        texts: Texts by the id of their answer.
        kinds: Only these of `KINDS`.
        language: Language of the reasons.

    Returns:
        `answer`, `start`, `end`, `kind`, `text`, `certainty` (sure or unsure), `reason`; in the order of the texts.

    Raises:
        UnusableValueError: There is no such kind.

    Example:
        >>> found = find_identifiers({"7:Q5": "Soita 040 000 0427 tai kirjoita."})
        >>> found[["answer", "kind", "text"]].values.tolist()
        [['7:Q5', 'phone', '040 000 0427']]
    """
    import pandas as pd

    chosen = tuple(kinds) if kinds is not None else KINDS
    for kind in chosen:
        if kind not in KINDS:
            raise UnusableValueError.of("kind", kind, KINDS)
    rows = []
    for answer, text in texts.items():
        if not _SIGNS.search(text):
            continue
        taken: list[tuple[int, int]] = []
        for kind in chosen:
            pattern, judge = _DETECTORS[kind]
            for match in pattern.finditer(text):
                start, end = match.span()
                hit = judge(match)
                if hit is None or any(start < other_end and end > other for other, other_end in taken):
                    continue
                taken.append((start, end))
                certainty = "sure" if hit.sure else "unsure"
                reason = term(f"privacy.{hit.reason}", language)
                rows.append((str(answer), start, end, kind, match[0], certainty, reason))
    frame = pd.DataFrame(rows, columns=list(IDENTIFIER_COLUMNS))
    order = {str(answer): place for place, answer in enumerate(texts.keys())}
    frame = frame.assign(_place=frame["answer"].map(order)).sort_values(["_place", "start"], kind="stable")
    return frame.drop(columns="_place").reset_index(drop=True)


def summary(found: pd.DataFrame, language: str = "fi") -> str:
    """Return how many of each kind were found, without what was found.

    Example:
        >>> summary(find_identifiers({"1:Q1": "maija@esimerkki.fi"}), "sv")
        'e-postadress 1'
    """
    counts = found["kind"].value_counts(sort=False)
    return ", ".join(f"{term(f'privacy.{kind}', language)} {counts[kind]}" for kind in KINDS if kind in counts)
