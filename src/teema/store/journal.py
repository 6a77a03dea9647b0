"""The journal: every change as rows before and after, so that it can be undone, redone and audited."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Literal, NamedTuple, cast, get_args

from teema.errors import DamagedStudyError
from teema.records import Event
from teema.store.versions import ADDED

__all__ = [
    "KEYS",
    "KINDS",
    "Change",
    "Row",
    "apply",
    "changes",
    "changes_of",
    "decode",
    "encode",
    "events",
    "inverse",
    "net",
    "next_redo",
    "next_undo",
    "now",
    "rebuild",
    "standing",
    "write",
]

Row = dict[str, Any]
Kind = Literal["import", "do", "undo", "redo"]
KINDS: tuple[Kind, ...] = get_args(Kind)

# Lines that undo and redo pass over: having read an answer is no work that one wants to take back first.
_PASSED_OVER = "read."

# The tables that the journal covers, each with its key column, parents before children.
KEYS: dict[str, str] = {
    "settings": "name",
    "variables": "name",
    "questions": "question",
    "cases": "case",
    "answers": "answer",
    "codes": "id",
    "extracts": "id",
    "codings": "id",
    "analyses": "id",
    "themes": "id",
    "members": "id",
    "relations": "id",
    "places": "id",
    "memos": "id",
    "snapshots": "id",
    "summaries": "id",
    "evidence": "id",
    "reviews": "id",
    "types": "id",
    "type_parts": "id",
}


class Change(NamedTuple):
    """One row as it was and as it became; None where there was no row."""

    table: str
    before: Row | None
    after: Row | None

    @property
    def key(self) -> str:
        """The row's key."""
        row = self.after if self.after is not None else self.before
        return str(cast("Row", row)[KEYS[self.table]])


def now() -> str:
    """Return the present time in UTC as ISO 8601 with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def inverse(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that take the given ones back, last first.

    Example:
        >>> inverse([Change("settings", None, {"name": "a", "value": "1"})])
        [Change(table='settings', before={'name': 'a', 'value': '1'}, after=None)]
    """
    return [Change(table, after, before) for table, before, after in reversed(list(changes))]


def net(changes: Iterable[Change]) -> list[Change]:
    """Return what changes come to: one for each row that is not as it was.

    Example:
        >>> made, gone = Change("codes", None, {"id": "a"}), Change("codes", {"id": "a"}, None)
        >>> net([made, gone])
        []
    """
    found: dict[tuple[str, str], Change] = {}
    for change in changes:
        place = change.table, change.key
        first = found.get(place, change)
        found[place] = Change(change.table, first.before, change.after)
    return [change for change in found.values() if change.before != change.after]


def apply(connection: sqlite3.Connection, changes: Iterable[Change]) -> None:
    """Make the rows what the changes say they became; runs of alike changes go to SQLite in one call."""
    for (table, removes), run in groupby(changes, key=lambda item: (item.table, item.after is None)):
        if removes:
            connection.executemany(
                f'DELETE FROM {table} WHERE "{KEYS[table]}" = ?',  # noqa: S608 -- names from KEYS
                [(change.key,) for change in run],
            )
        else:
            rows = [cast("Row", change.after) for change in run]
            connection.executemany(_upsert(table, tuple(rows[0])), rows)


def _upsert(table: str, columns: tuple[str, ...]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    places = ", ".join(f":{name}" for name in columns)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in columns)
    return (
        f"INSERT INTO {table} ({names}) VALUES ({places}) "  # noqa: S608 -- names from the schema
        f'ON CONFLICT ("{KEYS[table]}") DO UPDATE SET {updates}'
    )


def encode(changes: Iterable[Change]) -> bytes:
    """Pack changes for the journal: runs on one table share their column names.

    Example:
        >>> change = Change("settings", None, {"name": "kieli", "value": '"fi"'})
        >>> decode(encode([change])) == [change]
        True
    """
    runs = []
    for (table, has_before, has_after), run in groupby(
        changes, key=lambda item: (item.table, item.before is not None, item.after is not None)
    ):
        pairs = [(change.before, change.after) for change in run]
        columns = list(cast("Row", pairs[0][0] if has_before else pairs[0][1]))
        befores = [[cast("Row", row)[name] for name in columns] for row, _ in pairs] if has_before else None
        afters = [[cast("Row", row)[name] for name in columns] for _, row in pairs] if has_after else None
        runs.append([table, columns, befores, afters])
    text = json.dumps(runs, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def decode(blob: bytes) -> list[Change]:
    """Unpack what `encode` packed.

    Raises:
        DamagedStudyError: The bytes are not what was written.
    """
    try:
        return _unpacked(json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass")))
    except (zlib.error, ValueError, KeyError, TypeError) as error:
        raise DamagedStudyError(
            f"A line of the journal cannot be read ({error}).",
            hint="See with teema check what is wrong; teema rescue saves what can be saved.",
        ) from error


def _unpacked(runs: list[list[Any]]) -> list[Change]:
    changes = []
    for table, columns, befores, afters in runs:
        _ = KEYS[table]
        count = len(befores if befores is not None else afters)
        added = ADDED.get(table, {})  # a line of an earlier version lacks them
        for i in range(count):
            before = {**added, **dict(zip(columns, befores[i], strict=True))} if befores is not None else None
            after = {**added, **dict(zip(columns, afters[i], strict=True))} if afters is not None else None
            changes.append(Change(table, before, after))
    return changes


def write(
    connection: sqlite3.Connection,
    changes: list[Change],
    *,
    coder: str,
    command: str,
    summary: str,
    kind: Kind = "do",
    undoes: int | None = None,
) -> int:
    """Add one line to the journal, inside the caller's transaction, and return its number."""
    cursor = connection.execute(
        "INSERT INTO journal (time, coder, command, summary, kind, undoes, changes) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (now(), coder, command, summary, kind, undoes, encode(changes)),
    )
    return int(cursor.lastrowid or 0)


_EVENT = ("event", "time", "coder", "command", "summary", "kind", "undoes")


def events(connection: sqlite3.Connection, event: int | None = None) -> Iterator[Event]:
    """Yield the journal's lines, oldest first, without their rows; with a number, only that one."""
    only = "" if event is None else " WHERE event = ?"
    query = f"SELECT {', '.join(_EVENT)} FROM journal{only} ORDER BY event"  # noqa: S608 -- names of ours
    for row in connection.execute(query, () if event is None else (event,)):
        yield Event(**dict(zip(_EVENT, row, strict=True)))


def standing(events: Iterable[Event]) -> list[Event]:
    """Return what was done and still stands, oldest first: neither what was undone, nor the undoing itself.

    Example:
        >>> lines = [(1, "do", None), (2, "do", None), (3, "undo", 2), (4, "redo", 2), (5, "undo", 2)]
        >>> told = {"time": "", "coder": "AJ", "command": "theme.rename", "summary": ""}
        >>> made = [Event(event=event, kind=kind, undoes=undoes, **told) for event, kind, undoes in lines]
        >>> [event.event for event in standing(made)]
        [1]
    """
    stands: dict[int, Event] = {}
    done: dict[int, Event] = {}
    for event in events:
        if event.kind in ("do", "import"):
            stands[event.event] = done[event.event] = event
        elif event.undoes is not None and event.kind == "undo":
            stands.pop(event.undoes, None)
        elif event.undoes in done:
            stands[event.undoes] = done[event.undoes]
    return [stands[number] for number in sorted(stands)]


def next_undo(connection: sqlite3.Connection) -> int | None:
    """Return the event whose changes an undo would take back now, or None.

    Walking back from the newest line, each undo cancels the nearest earlier doing (a redo counts as doing again what
    it brings back). An import is a floor: nothing before it is undone.
    """
    cancelled = 0
    for event, kind, undoes in _newest_first(connection):
        if kind == "import":
            return None
        if kind == "undo":
            cancelled += 1
        elif cancelled:
            cancelled -= 1
        else:
            return undoes if kind == "redo" else event
    return None


def next_redo(connection: sqlite3.Connection) -> int | None:
    """Return the event that a redo would bring back now, or None: anything newly done ends the chance."""
    brought_back = 0
    for _event, kind, undoes in _newest_first(connection):
        if kind == "redo":
            brought_back += 1
        elif kind == "undo":
            if not brought_back:
                return undoes
            brought_back -= 1
        else:
            return None
    return None


def _newest_first(connection: sqlite3.Connection) -> Iterator[tuple[int, str, int | None]]:
    yield from connection.execute(
        "SELECT event, kind, undoes FROM journal WHERE substr(command, 1, ?) <> ? ORDER BY event DESC",
        (len(_PASSED_OVER), _PASSED_OVER),
    )


def changes_of(connection: sqlite3.Connection, event: int) -> list[Change]:
    """Return the rows an event changed."""
    (blob,) = connection.execute("SELECT changes FROM journal WHERE event = ?", (event,)).fetchone()
    return decode(blob)


def changes(connection: sqlite3.Connection) -> Iterator[tuple[int, list[Change]]]:
    """Yield each event's number and the rows it changed, oldest first."""
    for event, blob in connection.execute("SELECT event, changes FROM journal ORDER BY event"):
        yield event, decode(blob)


def rebuild(source: sqlite3.Connection, target: sqlite3.Connection, *, until: int | None = None) -> None:
    """Replay the journal of one study into the empty tables of another.

    Args:
        source: Has the journal.
        target: Has the schema and no rows; afterwards its tables equal those of `source` as they were.
        until: The last event to replay; then the journal up to there is copied, too. By default everything is
            replayed, and the journal is left out.
    """
    for event, found in changes(source):
        if until is not None and event > until:
            break
        apply(target, found)
    if until is not None:
        rows = source.execute("SELECT * FROM journal WHERE event <= ? ORDER BY event", (until,))
        target.executemany("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
