"""Extracts: finding a quotation in an answer, and the sentence around a hit."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

from teema.errors import QuotationError, UnusableValueError

__all__ = ["Place", "locate", "sentences", "widen"]

# Where the words stand: the quotation itself, (start, end), or None for the whole answer.
Place = str | tuple[int, int] | None

# A sentence ends at . ! ? … (and closing marks) before white space and a capital, digit, quotation mark or dash, and
# at a line break. "esim. lapsi" goes on, because a small letter follows.
_SENTENCE_END = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"”’'(\[–—-]?\s*[A-ZÅÄÖŠŽÉÜ0-9])|\n+")

# Words that are written with a full stop and are followed by a number: "n. 2 tuntia", "klo. 12", "s. 4".
_BEFORE_NUMBER = re.compile(r"\b(?:n|s|v|p|k|nro|klo|puh|esim|mm|ks|vrt|ca|nr|kl|tel|no|vs)\.$", re.IGNORECASE)


def locate(text: str, place: Place, *, occurrence: int | None = None, where: str = "") -> tuple[int, int]:
    """Return the span `(start, end)` of a place in an answer, in code points.

    A quotation must stand in the answer word for word; only the kind and amount of white space may differ, because
    line breaks are lost when a quotation is copied.

    Args:
        text: The answer.
        place: A quotation, a span, or None for the whole answer.
        occurrence: Which one, from 1, when the quotation stands in the answer more than once.
        where: The answer's id, for the message.

    Raises:
        QuotationError: The quotation is not in the answer, or is there more than once.
        UnusableValueError: The span is empty or reaches outside the answer.

    Example:
        >>> locate("Luottamus syntyy hitaasti.", "syntyy hitaasti")
        (10, 25)
    """
    if place is None:
        return _trimmed(text, 0, len(text))
    if isinstance(place, tuple):
        start, end = (int(edge) for edge in place)  # data frames hand out integers of NumPy's
        if not 0 <= start < end <= len(text):
            raise UnusableValueError(
                f"The span ({start}, {end}) is not inside the answer, which has {len(text)} characters.",
                where=where,
                hint="Give 0 ≤ start < end ≤ length, or the words themselves.",
            )
        return start, end
    found = _occurrences(text, place)
    if not found:
        raise QuotationError(
            f"The quotation {_shortened(place)} does not stand in the answer.", where=where, hint=_nearest(text, place)
        )
    if occurrence is None and len(found) > 1:
        raise QuotationError(
            f"The quotation {_shortened(place)} stands in the answer {len(found)} times.",
            where=where,
            hint=f"Say which one: occurrence=1 … {len(found)}, or quote more of the sentence.",
        )
    number = occurrence or 1
    if not 1 <= number <= len(found):
        raise QuotationError(
            f"occurrence={number}, but the quotation {_shortened(place)} stands there {len(found)} times.",
            where=where,
            hint=f"Give a number from 1 to {len(found)}.",
        )
    return found[number - 1]


def sentences(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences and lines of an answer, white space trimmed.

    Example:
        >>> text = "Kiire syö kohtaamiset. Silti yritetään, esim. kotikäynneillä!"
        >>> [text[start:end] for start, end in sentences(text)]
        ['Kiire syö kohtaamiset.', 'Silti yritetään, esim. kotikäynneillä!']
    """
    spans, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        if text[match.end() :].lstrip()[:1].isdigit() and _BEFORE_NUMBER.search(text, start, match.end()):
            continue
        spans.append((start, match.end()))
        start = match.end()
    spans.append((start, len(text)))
    return [_trimmed(text, *span) for span in spans if text[span[0] : span[1]].strip()]


def widen(text: str, start: int, end: int, unit: str) -> tuple[int, int]:
    """Return the span of the unit around a hit.

    Args:
        text: The answer.
        start: Where the hit begins.
        end: Where it ends.
        unit: `match` (the hit itself), `sentence` (all sentences it touches) or `answer`.

    Raises:
        UnusableValueError: The unit is none of these.

    Example:
        >>> widen("Ensin arki. Sitten luottamus kasvaa.", 19, 28, "sentence")
        (12, 36)
    """
    if unit == "match":
        return start, end
    if unit == "answer":
        return _trimmed(text, 0, len(text))
    if unit == "sentence":
        touched = [span for span in sentences(text) if span[0] < end and span[1] > start]
        return touched[0][0], touched[-1][1]
    raise UnusableValueError.of("unit", unit, ("match", "sentence", "answer"))


def _occurrences(text: str, quotation: str) -> list[tuple[int, int]]:
    # As it was copied; else composed, as answers are: some programs take ä apart.
    for words in (quotation.split(), unicodedata.normalize("NFC", quotation).split()):
        pattern = re.compile(r"\s+".join(map(re.escape, words)))
        found = [match.span() for match in pattern.finditer(text)] if words else []
        if found:
            return found
    return []


def _nearest(text: str, quotation: str) -> str:
    sizes = SequenceMatcher(None, text.casefold(), quotation.casefold(), autojunk=False)
    best = sizes.find_longest_match()
    if best.size < max(4, len(quotation) // 4):
        return f"The answer is: {_shortened(text, 200)}"
    start, end = max(0, best.a - best.b - 10), min(len(text), best.a + len(quotation) - best.b + 10)
    # Whole words, so that the place can be recognised and copied as it stands.
    while start and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return f"The nearest place is: {_shortened(text[start:end].strip(), 200)}. Copy the words from study.answers."


def _shortened(text: str, length: int = 60) -> str:
    return repr(text if len(text) <= length else text[: length - 1] + "…")


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    inner = text[start:end]
    return start + len(inner) - len(inner.lstrip()), end - (len(inner) - len(inner.rstrip()))
