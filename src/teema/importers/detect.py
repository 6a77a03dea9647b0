"""Which of Webropol's row layouts a table has, or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from teema.importers.columns import SourceColumn
from teema.importers.values import clean_value

__all__ = ["Detected", "detect"]

_TIMES = frozenset({"vastausaika", "response time", "svarstid"})


class Detected(NamedTuple):
    """A layout, and why: a key of `terms/importers.toml` with what fills its places."""

    layout: str
    reason: str
    facts: dict[str, object]


def detect(columns: Sequence[SourceColumn], *, header_rows: int) -> Detected:
    """Return the layout by its signature; the first that fits (webropol.md §7.3).

    Two header rows are W2; a response time column, or neighbouring columns `Question:Option`, are W1; anything else is
    a plain table.
    """
    if header_rows == 2:
        return Detected("webropol-w2", "layout_w2", {})
    for column in columns:
        if clean_value(column.raw).casefold().rstrip(":") in _TIMES:
            return Detected("webropol-w1", "layout_time", {"column": clean_value(column.raw)})
    if any(column.group is not None for column in columns):
        return Detected("webropol-w1", "layout_colon", {})
    return Detected("table", "layout_plain", {})
