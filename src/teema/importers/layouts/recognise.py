"""Which survey program wrote a table: its signature, looked for in the order of webropol.md §7.3."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, get_args

from teema.importers.layouts.events import recognise_events
from teema.importers.layouts.google_forms import recognise_google_forms
from teema.importers.layouts.limesurvey import recognise_limesurvey
from teema.importers.layouts.ms_forms import recognise_ms_forms
from teema.importers.layouts.qualtrics import recognise_qualtrics
from teema.importers.layouts.reading import Reading
from teema.importers.layouts.redcap import recognise_redcap

__all__ = ["LAYOUTS", "Layout", "recognise"]

Layout = Literal[
    "webropol", "webropol-w1", "webropol-w2", "webropol-events", "ms-forms", "google-forms", "limesurvey", "qualtrics",
    "redcap", "webropol-report", "spss", "long", "table",
]  # fmt: skip
LAYOUTS: tuple[Layout, ...] = get_args(Layout)

_KNOWN: dict[str, Callable[[Sequence[Sequence[str]]], Reading | None]] = {
    "qualtrics": recognise_qualtrics,
    "redcap": recognise_redcap,
    "limesurvey": recognise_limesurvey,
    "ms-forms": recognise_ms_forms,
    "google-forms": recognise_google_forms,
    "webropol-events": recognise_events,
}


def recognise(rows: Sequence[Sequence[str]], layout: str | None, header_rows: int | None) -> Reading | None:
    """Return how the program's own layout reads the table; None for Webropol's row exports and plain tables.

    Args:
        rows: The first rows as text.
        layout: The layout the user named, or None.
        header_rows: The number of header rows the user named; a layout with another number is not believed.
    """
    names = [layout] if layout in _KNOWN else list(_KNOWN) if layout is None else []
    for name in names:
        found = _KNOWN[str(name)](rows)
        if found is not None and header_rows in (None, found.header_rows):
            return found
    return None
