"""What can still be read of a damaged study: its journal lines, wherever they lie, and the rows of its tables."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from teema.errors import TeemaError
from teema.store.connect import sidecar
from teema.store.journal import KEYS, KINDS, Change, Row, decode
from teema.store.pages import Pages, Record
from teema.store.versions import ADDED, schema

__all__ = ["Line", "Remains", "read_remains"]


@dataclass(frozen=True, slots=True)
class Line:
    """A journal line that could be read whole."""

    event: int
    time: str
    coder: str
    command: str
    summary: str
    kind: str
    undoes: int | None
    changes: list[Change] = field(compare=False)


@dataclass(slots=True)
class Remains:
    """What was read of a file.

    Attributes:
        lines: Journal lines by number.
        last: The number of the last line that is known to have been there.
        rows: Rows of each table by key.
        holed: Tables of which something could not be read.
        pages: How many pages could not be read.
    """

    lines: dict[int, Line] = field(default_factory=dict)
    last: int = 0
    rows: dict[str, dict[str, Row]] = field(default_factory=dict)
    holed: set[str] = field(default_factory=set)
    pages: int = 0


def read_remains(path: Path) -> Remains:
    """Read what can be read of a study file; the file and what lies beside it stay as they are."""
    found = Remains()
    with tempfile.TemporaryDirectory(prefix="teema-") as folder:
        with Pages(path) as pages:  # as it lies
            _read_lines(found, pages)
        copy = Path(folder) / "copy"
        for source, target in [(path, copy), *((sidecar(path, x), sidecar(copy, x)) for x in ("wal", "journal"))]:
            if source.is_file():
                shutil.copyfile(source, target)
        _settle(copy)
        with Pages(copy) as pages:  # as SQLite would have it after a crash
            _read_lines(found, pages)
            _read_tables(found, pages)
    return found


def _settle(copy: Path) -> None:
    """Let SQLite take back an unfinished change and carry the log over, if it can."""
    with suppress(sqlite3.Error, UnicodeDecodeError):
        connection = sqlite3.connect(copy)
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        finally:
            connection.close()


def _read_lines(found: Remains, pages: Pages) -> None:
    """Add the journal lines; they are never changed or removed, so that any copy of one is a true one."""
    for rowid, values in pages.everywhere():
        if len(values) == 2 and values[0] == "journal" and isinstance(values[1], int):  # sqlite_sequence
            found.last = max(found.last, values[1] if values[1] < 2**40 else 0)
        line = _line(rowid, values)
        if line is not None:
            found.lines[line.event] = line
    found.last = max(found.last, *found.lines, 0) if found.lines else found.last


def _line(rowid: int, values: list[object]) -> Line | None:
    if len(values) != 8 or values[0] is not None or rowid < 1:
        return None
    _, time, coder, command, summary, kind, undoes, blob = values
    texts = all(isinstance(value, str) for value in (time, coder, command, summary))
    if not texts or not isinstance(kind, str) or not isinstance(blob, bytes) or not isinstance(undoes, int | None):
        return None
    if kind not in KINDS:  # a letter of it is lost; the rows, which have a checksum of their own, are not
        kind = "import" if rowid == 1 else "do" if undoes is None else "undo"
    with suppress(TeemaError):
        return Line(rowid, str(time), str(coder), str(command), str(summary), str(kind), undoes, decode(blob))
    return None


def _read_tables(found: Remains, pages: Pages) -> None:
    columns, usual = _as_made()
    roots, sure = _roots(pages)
    for table in KEYS:
        before = pages.lost
        rows = pages.table(roots[table]) if table in roots else pages.table(usual[table])
        found.rows[table] = dict(_named(table, columns[table], rows))
        if pages.lost > before or (not sure and table not in roots):
            found.holed.add(table)
    found.pages = pages.lost


def _as_made() -> tuple[dict[str, list[tuple[str, str]]], dict[str, int]]:
    """Return the columns of each table with their types, and the page where it begins in a new file."""
    empty = sqlite3.connect(":memory:")
    try:
        empty.executescript(schema())
        columns = {
            table: [(str(row[1]), str(row[2])) for row in empty.execute(f"PRAGMA table_info({table})")]
            for table in KEYS
        }
        return columns, dict(empty.execute("SELECT name, rootpage FROM sqlite_schema WHERE type = 'table'"))
    finally:
        empty.close()


def _roots(pages: Pages) -> tuple[dict[str, int], bool]:
    """Return the page where each table begins, and whether all that the file says of it could be read."""
    found = {}
    before = pages.lost
    for _, values in pages.table(1):
        if len(values) >= 4 and values[0] == "table" and isinstance(values[3], int):
            found[str(values[1])] = values[3]
    return found, pages.lost == before


_TYPES: dict[str, type | tuple[type, ...]] = {"TEXT": str, "INTEGER": int, "REAL": (int, float)}


def _named(table: str, columns: list[tuple[str, str]], rows: Iterator[Record]) -> Iterator[tuple[str, Row]]:
    """Yield the rows that fit the table, by key."""
    added = list(ADDED.get(table, {}).values())
    for _, read in rows:
        values = [*read, *added] if len(read) == len(columns) - len(added) else read  # of an earlier version
        if len(values) != len(columns):
            continue
        row: Row = {}
        for (name, kind), value in zip(columns, values, strict=True):
            if value is not None and not isinstance(value, _TYPES[kind]):
                break
            row[name] = float(value) if kind == "REAL" and isinstance(value, int) else value
        else:
            if row[KEYS[table]] is not None:
                yield str(row[KEYS[table]]), row
