"""Whether a study file is sound: as a database, as a study, and as its own journal tells it.

Nothing is changed by looking: a file that nobody has open is read as it lies, one with a log beside it as a copy.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from teema.errors import NotFoundError, TeemaError
from teema.store import journal
from teema.store.connect import check_header, sidecar
from teema.store.journal import KEYS, KINDS
from teema.store.lock import held
from teema.store.mend import JSON
from teema.store.outside import check_log
from teema.store.versions import schema, up_to_date
from teema.terms import Language, term

__all__ = ["CheckReport", "Fault", "check", "looked_at"]

# Of one kind so many faults are listed; the rest is counted.
_LISTED = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a study file.

    Attributes:
        kind: header, structure, references, journal, extracts, values or rebuild.
        where: The table and row, the journal line, or nothing.
        what: What is wrong.
    """

    kind: str
    where: str
    what: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What `check` found.

    Attributes:
        path: The file.
        faults: Empty when the file is sound.
        lines: Journal lines.
        rows: Rows in all tables.
        rebuilt: Whether the tables were compared with the journal.
        language: Language of the text.
    """

    path: Path
    faults: tuple[Fault, ...]
    lines: int
    rows: int
    rebuilt: bool
    language: Language = "fi"

    def __bool__(self) -> bool:
        return not self.faults

    def __str__(self) -> str:
        say = self.language
        if self.faults:
            text = [term("store.check_found", say, path=self.path.name, count=len(self.faults))]
            for fault in self.faults:
                place = f" {fault.where}" if fault.where else ""
                text.append(f"  {term(f'store.check_{fault.kind}', say)}{place}: {fault.what}")
            text.append(term("store.check_advice", say, name=self.path.name))
        else:
            text = [term("store.check_sound", say, path=self.path.name, lines=self.lines, rows=self.rows)]
        if not self.rebuilt:
            text.append(term("store.check_not_rebuilt", say))
        return "\n".join(text)


def check(path: str | Path, *, rebuild: bool = False) -> CheckReport:
    """Look a study file through; the file and what lies beside it stay as they are.

    Args:
        path: The file.
        rebuild: Build all tables from the journal alone and compare them row by row.

    Raises:
        NotFoundError: There is no such file.
    """
    path = Path(path).absolute()
    if not path.exists():  # a folder exists; what is wrong with it the header says
        known = [item.name for item in path.parent.glob("*.teema")]
        raise NotFoundError.of("study file", path.name, known, where=path.parent)
    try:
        check_header(path, read_only=False, must_write=False)
        check_log(path)
    except TeemaError as error:
        return CheckReport(path, (Fault("header", "", error.what),), 0, 0, rebuild)
    language: Language = "fi"
    lines = rows = 0
    faults: list[Fault] = []
    try:
        with looked_at(path) as connection:
            faults += _few(_integrity(connection))
            connection = up_to_date(connection)  # noqa: PLW2901 -- a file of an earlier teema is looked at as it becomes
            language = _language(connection)
            for look in (_structure, _references, _journal, _extracts, _values, *([_rebuilt] if rebuild else [])):
                faults += _few(look(connection))
            lines = _count(connection, "journal")
            rows = sum(_count(connection, table) for table in KEYS)
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        faults.append(Fault("structure", "", str(error)))
    return CheckReport(path, tuple(dict.fromkeys(faults)), lines, rows, rebuild, language)


@contextmanager
def looked_at(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a study so that neither it nor what lies beside it is touched."""
    beside = [sidecar(path, kind) for kind in ("wal", "journal") if sidecar(path, kind).exists()]
    with tempfile.TemporaryDirectory(prefix="teema-") as folder:
        if held(path):
            address = f"{path.as_uri()}?mode=ro"
        elif beside:
            for item in (path, *beside):
                shutil.copyfile(item, Path(folder) / item.name)
            address = f"{(Path(folder) / path.name).as_uri()}?mode=rw"
        else:
            address = f"{path.as_uri()}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        try:
            yield connection
        finally:
            connection.close()


def _few(found: Iterator[Fault]) -> Iterator[Fault]:
    """Yield the first faults and the number of the others; an error in the database is a fault, too."""
    more = 0
    kind = ""
    try:
        for number, fault in enumerate(found):
            kind = fault.kind
            if number < _LISTED:
                yield fault
            else:
                more += 1
    except (sqlite3.Error, ValueError, KeyError, TypeError) as error:
        yield Fault("structure", "", str(error))
    if more:
        yield Fault(kind, "", f"… + {more}")


def _integrity(connection: sqlite3.Connection) -> Iterator[Fault]:
    for (line,) in connection.execute(f"PRAGMA integrity_check({_LISTED})"):
        if line != "ok":
            yield Fault("structure", "", line.strip())


def _structure(connection: sqlite3.Connection) -> Iterator[Fault]:
    with sqlite3.connect(":memory:") as empty:
        empty.executescript(schema())
        wanted = _made(empty)
    empty.close()
    found = _made(connection)
    for name in sorted(wanted.items() ^ found.items()):
        word = "missing" if name[0] not in found else "unknown" if name[0] not in wanted else "not as teema makes it"
        yield Fault("structure", name[0], word)


def _made(connection: sqlite3.Connection) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'")
    return {str(name): " ".join(str(sql).split()) for name, sql in rows}


def _references(connection: sqlite3.Connection) -> Iterator[Fault]:
    for table, rowid, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        key = KEYS.get(table, "rowid")
        row = connection.execute(f'SELECT "{key}" FROM {table} WHERE rowid = ?', (rowid,)).fetchone()  # noqa: S608
        yield Fault("references", f"{table} {row[0] if row else rowid}", f"there is no such row in {parent}")


def _journal(connection: sqlite3.Connection) -> Iterator[Fault]:
    expected = 1
    # What was lost before a rescue is told by the rescue; from its line on the journal must be whole.
    saved = connection.execute("SELECT max(event) FROM journal WHERE command = 'study.rescue'").fetchone()[0] or 0
    for event, kind, undoes in connection.execute("SELECT event, kind, undoes FROM journal ORDER BY event"):
        if event != expected and event > saved:
            yield Fault("journal", str(event), f"lines {expected}–{event - 1} are missing")
        expected = event + 1
        told = undoes is not None and undoes < event
        if kind not in KINDS or (told != (kind in ("undo", "redo")) and event > saved):
            yield Fault("journal", str(event), f"kind {kind!r} with undoes {undoes}")
        try:
            journal.changes_of(connection, event)
        except TeemaError as error:
            yield Fault("journal", str(event), error.what)
    last = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'journal'").fetchone()
    if last is not None and last[0] >= expected:
        yield Fault("journal", "", f"lines {expected}–{last[0]} are missing")


def _extracts(connection: sqlite3.Connection) -> Iterator[Fault]:
    query = (
        'SELECT extracts.id, extracts.answer, start, "end", quote, text FROM extracts '
        "JOIN answers ON answers.answer = extracts.answer"
    )
    for extract, answer, start, end, quote, text in connection.execute(query):
        if end > len(text):
            yield Fault(
                "extracts", extract, f"({start}, {end}) reaches beyond answer {answer} of {len(text)} characters"
            )
        elif text[start:end] != quote:
            yield Fault("extracts", extract, f"reads {text[start:end]!r} in answer {answer}, but was made on {quote!r}")


def _values(connection: sqlite3.Connection) -> Iterator[Fault]:
    for table, (column, _) in JSON.items():
        for key, text in connection.execute(f'SELECT "{KEYS[table]}", {column} FROM {table}'):  # noqa: S608 -- ours
            try:
                json.loads(text)
            except (ValueError, TypeError) as error:
                yield Fault("values", f"{table} {key}", f"{column} cannot be read ({error})")


def _rebuilt(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Yield where the tables differ from what the journal alone gives."""
    with tempfile.TemporaryDirectory(prefix="teema-") as folder:
        made = sqlite3.connect(Path(folder) / "rebuilt", isolation_level=None)
        try:
            # GUIDs come in no order: with a small cache, every row of a large table would be written out at once.
            fast = "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF; PRAGMA cache_size = -262144;"
            made.executescript(fast + schema() + "BEGIN;")
            journal.rebuild(connection, made)
            for table in KEYS:
                yield from _compared(connection, made, table)
        except (TeemaError, sqlite3.Error) as error:
            yield Fault("rebuild", "", f"the journal cannot be replayed ({error})")
        finally:
            made.close()


def _compared(study: sqlite3.Connection, made: sqlite3.Connection, table: str) -> Iterator[Fault]:
    """Yield the rows of a table that differ, walking both in the order of the key."""
    names = [str(row[1]) for row in made.execute(f"PRAGMA table_info({table})")]
    key = names.index(KEYS[table])
    ours, theirs = _ordered(study, table, names), _ordered(made, table, names)
    here, there = next(ours, None), next(theirs, None)
    while here is not None or there is not None:
        if here == there:
            here, there = next(ours, None), next(theirs, None)
        elif there is None or (here is not None and here[key] < there[key]):
            yield Fault("rebuild", f"{table} {here and here[key]}", "the journal knows no such row")
            here = next(ours, None)
        elif here is None or there[key] < here[key]:
            yield Fault("rebuild", f"{table} {there[key]}", "missing, though the journal has it")
            there = next(theirs, None)
        else:
            for name, value, told in zip(names, here, there, strict=True):
                if value != told:
                    what = f"{name} is {_short(value)}, in the journal {_short(told)}"
                    yield Fault("rebuild", f"{table} {here[key]}", what)
            here, there = next(ours, None), next(theirs, None)


def _ordered(connection: sqlite3.Connection, table: str, names: list[str]) -> Iterator[tuple[Any, ...]]:
    columns = ", ".join(f'"{name}"' for name in names)
    query = f'SELECT {columns} FROM {table} ORDER BY "{KEYS[table]}"'  # noqa: S608 -- names of ours
    yield from connection.execute(query)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _count(connection: sqlite3.Connection, table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 -- names of ours


def _language(connection: sqlite3.Connection) -> Language:
    with suppress(sqlite3.Error, ValueError, TypeError):
        found: Language = json.loads(
            connection.execute("SELECT value FROM settings WHERE name = 'language'").fetchone()[0]
        )
        if found in ("fi", "sv", "en"):
            return found
    return "fi"
