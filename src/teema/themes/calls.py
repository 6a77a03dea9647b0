"""Names inside calls that are shown to be pasted."""

from __future__ import annotations

import json

__all__ = ["quoted"]


def quoted(text: str) -> str:
    """Return a text as it is written in a call, whatever quotation marks stand in it.

    Example:
        >>> print(quoted('Arki "kantaa"'))
        "Arki \\"kantaa\\""
    """
    return json.dumps(text, ensure_ascii=False)
