"""Number plates of cars: ABC-123."""

from __future__ import annotations

import re
from collections.abc import Iterator

from teema.privacy.finding import Found, listed

__all__ = ["find_plates"]

_PLATE = re.compile(r"(?<![\w-])([A-ZÅÄÖ]{2,3})[-\u2013](\d{1,3})(?![\w-]|[.,]\d)")
_LOOSE = re.compile(r"(?<![\w-])([A-ZÅÄÖ]{3})[-\u2013 ]?(\d{1,3})(?![\w-]|[.,]\d)", re.IGNORECASE)
_CONTEXT = re.compile(r"rekister|rekkari|kilpi|kilve|\bauto|registernummer|\bbil", re.IGNORECASE)


def find_plates(text: str) -> Iterator[Found]:
    """Yield number plates; sure only where a car or a register is spoken of just before."""
    others = listed("not_plates")
    for match in _LOOSE.finditer(text):
        letters = match[1].upper()
        context = bool(_CONTEXT.search(text[max(0, match.start() - 40) : match.start()]))
        if letters in others or not (context or _PLATE.fullmatch(match[0])):
            continue
        reason = "reason_context" if context else "reason_form"
        yield Found(*match.span(), "plate", match[0], f"{letters}-{match[2]}".lower(), context, reason)
    for match in _PLATE.finditer(text):
        if len(match[1]) == 2 and match[1] not in others:
            yield Found(*match.span(), "plate", match[0], match[0].lower(), sure=False, reason="reason_form")
