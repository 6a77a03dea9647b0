"""Saving what can be saved of a damaged study into a new file; the damaged one is only read.

The journal comes first: when all its lines can be read, the study is made from them and is whole. Otherwise the tables
are put together from what can be read of them, then from the lines that are left; what refers to something lost goes.
The newest sound copy of the study lends the lines that it has.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from teema.errors import DamagedStudyError, NotFoundError, StudyExistsError, UnusableValueError
from teema.import_report import ImportReport
from teema.store import journal
from teema.store.backup import backups, to_disk
from teema.store.check import check
from teema.store.connect import sidecar
from teema.store.journal import KEYS, Change, Row
from teema.store.mend import sense, with_seen_values
from teema.store.remains import Line, Remains, read_remains
from teema.store.rescue_report import RescueReport
from teema.store.versions import APPLICATION_ID, SCHEMA_VERSION, schema
from teema.terms import LANGUAGES, Language, term

__all__ = ["rescue"]

_COMMAND = "study.rescue"


def rescue(broken: str | Path, saved: str | Path, *, backup: str | Path | None = None) -> RescueReport:
    """Save what can be saved of a damaged study into a new file.

    Args:
        broken: The damaged file; it is only read.
        saved: The file to make.
        backup: A copy of the study that lends what it has; by default the newest sound one beside the damaged file.

    Raises:
        NotFoundError: There is no such file.
        StudyExistsError: The file to make is already there.
        UnusableValueError: A folder was named, or the new file cannot be written.
        DamagedStudyError: Nothing of a study is left, or the file is of a newer teema.
    """
    broken, saved = Path(broken).absolute(), Path(saved).absolute()
    _check_names(broken, saved)
    try:
        found = read_remains(broken)
    except OSError as error:
        raise UnusableValueError(f"The file cannot be read ({error.strerror}).", where=broken) from error
    report = RescueReport(broken, saved, pages=found.pages)
    report.language = _language(found)
    _lend(found, broken, None if backup is None else Path(backup), report)
    if not found.lines and not any(found.rows.values()):
        raise DamagedStudyError(
            "Nothing of a study is left in the file.", where=broken, hint="Go back to a copy of it from elsewhere."
        )
    unfinished = saved.with_name(f".{saved.name}-{os.getpid()}")
    try:
        _write(found, unfinished, report)
        unfinished.rename(saved)
        to_disk(saved.parent)
    except (OSError, sqlite3.Error) as error:
        raise UnusableValueError(
            f"The new file cannot be written ({error}).", where=saved, hint="Choose a folder with room on the disk."
        ) from error
    finally:
        for left in (unfinished, sidecar(unfinished, "journal")):
            left.unlink(missing_ok=True)
    return report


def _check_names(broken: Path, saved: Path) -> None:
    if not broken.exists():
        known = [item.name for item in broken.parent.glob("*.teema")]
        raise NotFoundError.of("study file", broken.name, known, where=broken.parent)
    if not broken.is_file():
        raise UnusableValueError("This is no file.", where=broken, hint="Name the study file, which ends in .teema.")
    if saved.exists():
        raise StudyExistsError("There is already a file of this name.", where=saved, hint="Choose another name.")
    if not saved.parent.is_dir():
        raise UnusableValueError("The folder does not exist.", where=saved.parent, hint="Make the folder first.")
    with broken.open("rb") as handle:
        header = handle.read(100)
    version = int.from_bytes(header[60:64], "big")
    if int.from_bytes(header[68:72], "big") == APPLICATION_ID and SCHEMA_VERSION < version < 1000:
        raise DamagedStudyError(
            f"The study was made by a newer teema (file version {version}, this teema knows {SCHEMA_VERSION}).",
            where=broken,
            hint="Update teema (pip install --upgrade teema), and save it with that.",
        )


def _lend(found: Remains, broken: Path, given: Path | None, report: RescueReport) -> None:
    """Add the journal lines of a copy, where it is a copy of this study."""
    if not _gaps(found):
        return
    for path in [given] if given is not None else [item.path for item in backups(broken)]:
        if not path.is_file() or not check(path):
            continue
        lent = read_remains(path)
        both = lent.lines.keys() & found.lines.keys()
        if any(lent.lines[event] != found.lines[event] for event in both):
            continue
        if not found.lines and not any(found.rows.values()):
            report.how = "copy"
        report.copy = path.name
        found.lines |= {event: line for event, line in lent.lines.items() if event not in both}
        found.last = max(found.last, lent.last)
        for table, rows in lent.rows.items():
            if table not in found.rows:
                found.rows[table] = rows
        return


def _language(found: Remains) -> Language:
    told = [change.after for line in found.lines.values() for change in line.changes if change.table == "settings"]
    rows = [*found.rows.get("settings", {}).values(), *(row for row in told if row)]
    for row in rows:
        if row["name"] == "language":
            for known in LANGUAGES:
                if row["value"] == f'"{known}"':
                    return known
    return "fi"


def _gaps(found: Remains) -> list[int]:
    return [event for event in range(1, max(found.last, 1) + 1) if event not in found.lines]


def _write(found: Remains, path: Path, report: RescueReport) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.executescript(
            f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};" + schema()
        )
        connection.execute("BEGIN")
        report.missing = tuple(_gaps(found))
        broken_lines = _replay(connection, found)
        if report.missing or broken_lines:
            report.how = "tables"
            wanted = _put_together(found, report)
            _write_rescue(connection, wanted, found, report)
        connection.execute("COMMIT")
        _tell(connection, report)
    finally:
        connection.close()


def _replay(connection: sqlite3.Connection, found: Remains) -> int:
    """Write the lines into the journal and make their changes; return how many could not be made."""
    failed = 0
    for event in sorted(found.lines):
        line = found.lines[event]
        changes = line.changes
        connection.execute("SAVEPOINT line")
        try:
            journal.apply(connection, changes)
        except sqlite3.Error:
            connection.execute("ROLLBACK TO line")
            changes = []
            failed += 1
        undoes = line.undoes if line.undoes in found.lines else None
        connection.execute(
            "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (event, line.time, line.coder, line.command, line.summary, line.kind, undoes, journal.encode(changes)),
        )
        connection.execute("RELEASE line")
    return failed


def _put_together(found: Remains, report: RescueReport) -> dict[str, dict[str, Row]]:
    """Return the rows of all tables: what could be read and what the lines tell of, without what lost its parent."""
    told = _told(found.lines[event] for event in sorted(found.lines))
    scratch = sqlite3.connect(":memory:", isolation_level=None)
    try:
        scratch.executescript(schema())
        lost: Counter[str] = Counter()
        mended: Counter[str] = Counter()
        texts: dict[str, str] = {}
        for table in KEYS:
            rows = dict(found.rows.get(table, {}))
            if table in found.holed or table not in found.rows:
                rows |= {key: row for key, row in told.get(table, {}).items() if row is not None and key not in rows}
            for key, row in rows.items():
                sensible = sense(table, row, told.get(table, {}).get(key), texts)
                mended[table] += sensible not in (row, None)
                try:
                    journal.apply(scratch, [Change(table, None, sensible)] if sensible else [])
                except sqlite3.Error:
                    sensible = None
                lost[table] += sensible is None
            if table == "settings" and "report" not in _rows(scratch, table):
                journal.apply(scratch, [Change(table, None, _no_report(report.source))])
            if table == "answers":
                texts = {key: row["text"] for key, row in _rows(scratch, table).items()}
        for row in with_seen_values(_rows(scratch, "variables"), _rows(scratch, "cases")).values():
            journal.apply(scratch, [Change("variables", None, row)])
            mended["variables"] += 1
        lost += _without_parents(scratch, told)
        report.lost = {table: lost[table] for table in KEYS if lost[table]}
        report.mended = {table: mended[table] for table in KEYS if mended[table]}
        return {table: _rows(scratch, table) for table in KEYS}
    finally:
        scratch.close()


def _no_report(source: Path) -> Row:
    """Return the setting that says how the survey was understood, for when that is lost."""
    return {"name": "report", "value": json.dumps(asdict(ImportReport(source=source.name, sha256="", layout="table")))}


def _told(lines: Iterable[Line]) -> dict[str, dict[str, Row | None]]:
    """Return the last that the lines say of each row; None where it was removed."""
    told: dict[str, dict[str, Row | None]] = {}
    for line in lines:
        for change in line.changes:
            told.setdefault(change.table, {})[change.key] = change.after
    return told


def _without_parents(scratch: sqlite3.Connection, told: dict[str, dict[str, Row | None]]) -> Counter[str]:
    """Bring back the parents that the lines still tell of; let rows go whose parent is lost, and count them."""
    lost: Counter[str] = Counter()
    tried: set[tuple[str, str]] = set()
    while orphans := scratch.execute("PRAGMA foreign_key_check").fetchall():
        for table, rowid, parent, number in orphans:
            column = scratch.execute(f"PRAGMA foreign_key_list({table})").fetchall()
            name = next(row[3] for row in column if row[0] == number)
            found = scratch.execute(f'SELECT "{name}" FROM {table} WHERE rowid = ?', (rowid,)).fetchone()  # noqa: S608
            if found is None:
                continue
            row = told.get(parent, {}).get(str(found[0]))
            if row is not None and (parent, str(found[0])) not in tried:
                tried.add((parent, str(found[0])))
                with suppress(sqlite3.Error):
                    journal.apply(scratch, [Change(parent, None, row)])
            elif parent == table:  # a code or theme whose parent is lost stands at the top
                scratch.execute(f'UPDATE {table} SET "{name}" = NULL WHERE rowid = ?', (rowid,))  # noqa: S608
            else:
                scratch.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))  # noqa: S608 -- our names
                lost[table] += 1
    return lost


def _rows(connection: sqlite3.Connection, table: str) -> dict[str, Row]:
    cursor = connection.execute(f'SELECT * FROM {table} ORDER BY "{KEYS[table]}"')  # noqa: S608 -- names from KEYS
    names = [str(column[0]) for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return {str(row[KEYS[table]]): row for row in rows}


def _write_rescue(
    connection: sqlite3.Connection, wanted: dict[str, dict[str, Row]], found: Remains, report: RescueReport
) -> None:
    """Write, as one line that nothing undoes, what the replayed lines do not give."""
    removed: list[Change] = []
    added: list[Change] = []
    for table, rows in wanted.items():
        now = _rows(connection, table)
        removed += [Change(table, row, None) for key, row in now.items() if rows.get(key) != row]
        added += [Change(table, None, row) for key, row in rows.items() if now.get(key) != row]
    journal.apply(connection, removed + added)
    rows_in_all = sum(map(len, wanted.values()))
    summary = term(
        "store.rescue_summary", report.language, name=report.source.name, rows=rows_in_all, gone=len(report.missing)
    )
    connection.execute(
        "INSERT INTO journal VALUES (?, ?, '', ?, ?, 'import', NULL, ?)",
        (found.last + 1, journal.now(), _COMMAND, summary, journal.encode(removed + added)),
    )


def _tell(connection: sqlite3.Connection, report: RescueReport) -> None:
    """Fill the report in from the new file."""
    for table in KEYS:
        (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608 -- names from KEYS
        if count:
            report.saved[table] = count
    report.lines, report.time = connection.execute(
        f"SELECT count(*), coalesce(max(time), '') FROM journal WHERE command <> '{_COMMAND}'"  # noqa: S608 -- ours
    ).fetchone()
