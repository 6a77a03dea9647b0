"""What may stand in a spreadsheet cell: text that is never a formula, within the limits of the format."""

from __future__ import annotations

import re
from typing import Any

__all__ = ["CELL_LIMIT", "FORMULA_STARTS", "clean_text", "csv_text", "too_long"]

# A cell beginning so is taken for a formula by a spreadsheet program (OWASP: CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CELL_LIMIT = 32_767  # characters, counted by Excel in UTF-16 units
# Control characters that XML 1.0 cannot hold, and lone surrogates.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str, *, cut: str) -> str:
    """Return text that an xlsx cell can hold.

    Args:
        text: Any text.
        cut: Words that end a text which was too long.

    Example:
        >>> clean_text("Kiire\\x07!", cut="…")
        'Kiire!'
    """
    text = _ILLEGAL.sub("", text)
    if not too_long(text):
        return text
    room = CELL_LIMIT - len(cut) - 1
    short = text.encode("utf-16-le")[: room * 2].decode("utf-16-le", "ignore")
    return f"{short} {cut}"


def too_long(value: Any) -> bool:
    """Say whether a value is text that does not fit a cell.

    Example:
        >>> too_long("Kiire"), too_long("😀" * 20_000), too_long(4)
        (False, True, False)
    """
    if not isinstance(value, str) or len(value) * 2 <= CELL_LIMIT:
        return False
    return len(value.encode("utf-16-le", "ignore")) // 2 > CELL_LIMIT


def csv_text(value: Any) -> Any:
    """Return a value for a CSV cell: lists joined by `; `, text that looks like a formula behind an apostrophe.

    Example:
        >>> csv_text("=SUMMA(A1:A9)"), csv_text(["videointi", "kotikäynti"]), csv_text(4)
        ("'=SUMMA(A1:A9)", 'videointi; kotikäynti', 4)
    """
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value
