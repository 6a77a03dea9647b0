"""Days as a language writes them."""

from __future__ import annotations

from datetime import datetime

__all__ = ["day"]


def day(time: str, language: str) -> str:
    """Return the day of a moment of the journal, in the computer's own time zone.

    Args:
        time: ISO 8601 in UTC, as the journal has it.
        language: Finnish writes 23.11.2026, Swedish and English 2026-11-23 (Swedish standard; clear to any reader).

    Example:
        >>> day("2026-11-23T12:00:00.000Z", "fi"), day("2026-11-23T12:00:00.000Z", "en")
        ('23.11.2026', '2026-11-23')
    """
    local = datetime.fromisoformat(time).astimezone()
    return f"{local.day}.{local.month}.{local.year}" if language == "fi" else local.date().isoformat()
