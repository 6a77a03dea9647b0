"""The contents of a study as plain rows, and what two studies had in common when they parted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from teema.store import journal
from teema.store.journal import KEYS, Change, Row
from teema.store.store import Store

__all__ = ["BLIND", "Contents", "common", "contents", "owners_removals", "replay"]

# Rows by table and key.
Contents = dict[str, dict[str, Row]]

# The command of the first journal line of a blind copy.
BLIND = "study.blind"


def contents(store: Store) -> Contents:
    """Return all rows that the journal covers, in the order they were first written."""
    return {
        table: {str(row[key]): row for row in store.rows(f"SELECT * FROM {table} ORDER BY rowid")}  # noqa: S608
        for table, key in KEYS.items()
    }


def replay(changes: Iterable[Change]) -> Contents:
    """Return the rows that changes leave when they are made on an empty study.

    Example:
        >>> replay([Change("settings", None, {"name": "kieli", "value": '"fi"'})])["settings"]
        {'kieli': {'name': 'kieli', 'value': '"fi"'}}
    """
    found: Contents = {table: {} for table in KEYS}
    for change in changes:
        if change.after is None:
            found[change.table].pop(change.key, None)
        else:
            found[change.table][change.key] = change.after
    return found


def common(mine: Store, theirs: Store) -> tuple[Contents, int]:
    """Return what both held when they parted, and how many first lines their journals share.

    A copy of a file shares the beginning of its journal. A blind copy has a journal of its own, which begins with all
    that was handed out. Two studies of neither kind have nothing in common.
    """
    lines = [store.rows("SELECT * FROM journal ORDER BY event") for store in (mine, theirs)]
    shared = 0
    for one, other in zip(*lines, strict=False):
        if one != other:
            break
        shared += 1
    if shared:
        return replay(_changes(lines[0][:shared])), shared
    handed = [replay(_changes(its[:1])) for its in lines if its and its[0]["command"] == BLIND]
    if not handed:
        return replay(()), 0
    first, last = handed[0], handed[-1]
    same = {
        table: {key: row for key, row in rows.items() if last[table].get(key) == row} for table, rows in first.items()
    }
    return same, 0


def owners_removals(store: Store, base: Contents, shared: int) -> frozenset[str]:
    """Return the codings of `base` that are no longer in a study and that their own coder removed.

    What somebody else removed in a copy does not count, unless a merge carried it over from the coder's file.

    Args:
        store: The study file.
        base: What was there when the studies parted.
        shared: How many journal lines belong to that time.
    """
    held = {str(row["id"]) for row in store.rows("SELECT id FROM codings")}
    missing = set(base["codings"]) - held
    found: dict[str, bool] = {}
    if not missing:
        return frozenset()
    for line in store.rows("SELECT * FROM journal WHERE event > ? ORDER BY event", (shared,)):
        for change in journal.decode(line["changes"]):
            if change.table == "codings" and change.after is None and change.key in missing:
                owner = str(cast("Row", change.before)["coder"]).casefold() == str(line["coder"]).casefold()
                carried = line["command"] == "study.merge" and line["kind"] != "undo"
                found[change.key] = owner or carried
    return frozenset(key for key, own in found.items() if own)


def _changes(lines: Iterable[Row]) -> Iterable[Change]:
    for line in lines:
        yield from journal.decode(line["changes"])
