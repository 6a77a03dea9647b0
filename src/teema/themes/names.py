"""What a theme was called, from the journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.store import standing

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store

__all__ = ["name_history"]


def name_history(store: Store, theme: str) -> pd.DataFrame:
    """Return the names of a theme, oldest first: `time` (UTC), `coder`, `name`.

    Args:
        store: The study file.
        theme: GUID of the theme.
    """
    import pandas as pd

    rows: list[tuple[str, str, str]] = []
    stands = {event.event: event for event in standing(store.history())}
    for number, changes in store.changes():
        for change in changes:
            if change.table != "themes" or change.key != theme or change.after is None or number not in stands:
                continue
            name = str(change.after["name"])
            if not rows or rows[-1][2] != name:
                rows.append((stands[number].time, stands[number].coder, name))
    return pd.DataFrame(rows, columns=["time", "coder", "name"])
