"""The copies of a study: listing them, and going back to one as a step that can be undone like any other."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.store import Change, Store, backups
from teema.store.journal import KEYS
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row

__all__ = ["backups_frame", "restore"]


def backups_frame(store: Store) -> pd.DataFrame:
    """Return the copies of a study, newest first: `file`, `when` (UTC), `reason`, `size` (bytes)."""
    import pandas as pd

    rows = [(item.path.name, item.when, item.reason, item.size) for item in backups(store.path)]
    frame = pd.DataFrame(rows, columns=["file", "when", "reason", "size"])
    return frame.astype({"when": "datetime64[us, UTC]", "size": "int64"})


def restore(store: Store, backup: str | Path | None, *, language: str) -> int:
    """Make the study what a copy of it holds, as one undoable step; a copy of the present state is made first.

    Args:
        store: The study file.
        backup: File name of a copy, any part of it that names one alone, or a path; None is the newest.
        language: Language of the summary in the history.

    Returns:
        How many rows were changed.

    Raises:
        NotFoundError: There is no such copy.
        UnusableValueError: Several copies fit, or the file is a copy of another study.
        BackupError: The copy of the present state could not be made.
    """
    chosen = _chosen(store, backup)
    with Store(chosen, coder="", read_only=True) as copy:
        if not _akin(store, copy):
            raise UnusableValueError(
                "The copy is of another study.", where=chosen, hint="Open it by itself: teema.open(…, read_only=True)."
            )
        store.backup("restore")
        changes = list(_differences(store, copy))
    summary = term("study.restored", language, file=chosen.name, changes=len(changes))
    with store.step("survey.restore", summary) as step:
        step.make(changes)
    return len({(change.table, change.key) for change in changes})


def _chosen(store: Store, backup: str | Path | None) -> Path:
    found = backups(store.path)
    if backup is None and found:
        return found[0].path
    if backup is not None and os.sep in str(backup):
        return Path(backup)
    fitting = [item.path for item in found if str(backup) in item.path.name]
    if not fitting:
        raise NotFoundError.of("copy", backup or "", [item.path.name for item in found], where=store.path.name)
    if len(fitting) > 1 and str(backup) not in {path.name for path in fitting}:
        listed = ", ".join(path.name for path in fitting[:5])
        raise UnusableValueError(f"{str(backup)!r} fits {len(fitting)} copies.", hint=f"Choose one: {listed}")
    return fitting[0]


def _akin(store: Store, copy: Store) -> bool:
    """Return whether two files began with the same import."""
    first = "SELECT time, coder, command, summary FROM journal ORDER BY event LIMIT 1"
    return store.rows(first) == copy.rows(first)


def _differences(store: Store, copy: Store) -> Iterator[Change]:
    """Yield what makes the rows of a study those of its copy.

    Rows that differ go before the others come, so that names and places which two rows have exchanged never meet.
    """
    added: list[Change] = []
    for table, key in KEYS.items():
        now, then = _rows(store, table, key), _rows(copy, table, key)
        for name, row in now.items():
            if then.get(name) != row:
                yield Change(table, row, None)
        added += [Change(table, None, row) for name, row in then.items() if now.get(name) != row]
    yield from added


def _rows(store: Store, table: str, key: str) -> dict[str, Row]:
    rows = store.rows(f'SELECT * FROM {table} ORDER BY "{key}"')  # noqa: S608 -- names from KEYS
    return {str(row[key]): row for row in rows}
