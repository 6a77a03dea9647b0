"""Ways to reach a person: e-mail and web addresses, user names, telephone numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from teema.privacy.finding import Found

__all__ = ["find_emails", "find_handles", "find_phones", "find_urls"]

# Looked for at the beginning of a word only, or a long word would be read anew from each of its letters.
_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]+(?:@|\s?(?:\(at\)|\[at\])\s?)[\w-]+(?:\.[\w-]+)*\.[a-zA-Z]{2,}", re.IGNORECASE
)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'()]+[^\s<>\"'().,;:!?]", re.IGNORECASE)
_HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-zÅÄÖåäö_][\w.]{1,28}\w")
# 0 or +358, an area or mobile prefix, and in all 7 to 10 digits with spaces or hyphens between.
_PHONE = re.compile(
    r"(?<![\w,.\-])(?:\(0[1-9]\d?\)|(?:(?:\+|00)358[ \u00a0-]?(?:\(0\)[ \u00a0]?)?|0)(?:4\d|50|[1-9]\d?))"
    r"(?:[ \u00a0-]?\d){4,9}(?![\w%€]|[.,]\d)"
)


def find_emails(text: str) -> Iterator[Found]:
    """Yield e-mail addresses, also with (at)."""
    if "@" in text or "at" in text.lower():
        for match in _EMAIL.finditer(text):
            yield Found(*match.span(), "email", match[0], match[0].lower(), sure=True, reason="reason_form")


def find_urls(text: str) -> Iterator[Found]:
    """Yield web addresses that begin with http or www."""
    for match in _URL.finditer(text):
        yield Found(*match.span(), "url", match[0], match[0].lower(), sure=True, reason="reason_form")


def find_handles(text: str) -> Iterator[Found]:
    """Yield user names such as @nimi."""
    if "@" in text:
        for match in _HANDLE.finditer(text):
            yield Found(*match.span(), "handle", match[0], match[0].lower(), sure=False, reason="reason_form")


def find_phones(text: str) -> Iterator[Found]:
    """Yield Finnish telephone numbers; those of mobile telephones are sure."""
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0]).removeprefix("00").removeprefix("358").lstrip("0")
        if 7 <= len(digits) + 1 <= 11:
            sure = digits.startswith(("4", "50"))
            yield Found(*match.span(), "phone", match[0], digits, sure, "reason_form")
