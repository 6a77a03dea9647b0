"""Copies of the study file beside it: made before anything that takes much away, checked, and kept in a bounded number.

They stand in `<name>.backups/`, one file each, named by moment and reason. Kept are the newest five, and of the older
ones the last of each day, twenty in all and no more than two gibibytes together; the newest is kept whatever its size.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from teema.errors import BackupError
from teema.store.connect import sidecar

__all__ = [
    "KEEP_BYTES",
    "KEEP_IN_ALL",
    "KEEP_NEWEST",
    "MANY",
    "Backup",
    "backup_folder",
    "backups",
    "copy_database",
    "make_backup",
]

# A command that takes away, moves or adds so many codings is a great one.
MANY = 50
KEEP_NEWEST = 5
KEEP_IN_ALL = 20
KEEP_BYTES = 2 * 2**30
_NAME = re.compile(r"(\d{4}-\d\d-\d\dT\d{6}\.\d{3})Z ([\w.-]*)\.teema")
_STAMP = "%Y-%m-%dT%H%M%S.%f"


@dataclass(frozen=True, slots=True, order=True)
class Backup:
    """A copy of a study.

    Attributes:
        when: When it was made, in UTC.
        reason: The command before which it was made.
        path: The file.
        size: In bytes.
    """

    when: datetime
    reason: str
    path: Path
    size: int


def backup_folder(study: Path) -> Path:
    """Return the folder of a study's copies.

    Example:
        >>> backup_folder(Path("gradu/tutkimus.teema")).as_posix()
        'gradu/tutkimus.backups'
    """
    return study.with_suffix(".backups")


def backups(study: Path) -> list[Backup]:
    """Return the copies there are, newest first."""
    found = []
    with contextlib.suppress(OSError):
        for path in backup_folder(study).iterdir():
            match = _NAME.fullmatch(path.name)
            if match:
                when = datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)
                found.append(Backup(when, match[2], path, path.stat().st_size))
    return sorted(found, reverse=True)


def is_recent(study: Path) -> bool:
    """Return whether there is a copy from the last hour."""
    return any(datetime.now(UTC) - item.when < timedelta(hours=1) for item in backups(study)[:1])


def make_backup(study: Path, reason: str, *, source: sqlite3.Connection | None = None) -> Path:
    """Copy a study to the folder of its copies, check the copy, and let the oldest go.

    When the newest copy already holds the same journal, it is returned and none is made.

    Args:
        study: The study file.
        reason: Why, in one word, such as the command that follows; becomes part of the name.
        source: An open connection to copy from; by default the file is opened anew, which sees what is committed.

    Raises:
        BackupError: The copy could not be made (disk full, no right to write) or is not sound; nothing was removed.
    """
    folder = backup_folder(study)
    try:
        opened = source or sqlite3.connect(f"{study.as_uri()}?mode=ro", uri=True, timeout=5)
        try:
            same = _same(study, opened)
            if same is not None:
                return same
            folder.mkdir(exist_ok=True)
            for left in folder.glob(".*"):  # of a program that was killed while it copied
                left.unlink()
            made = _copied(opened, folder, reason)
        finally:
            if source is None:
                opened.close()
    except (OSError, sqlite3.Error) as error:
        raise _failed(study, folder, error) from error
    _let_go(study)
    return made


def _copied(source: sqlite3.Connection, folder: Path, reason: str) -> Path:
    needed = int(source.execute("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size").fetchone()[0])
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise OSError(f"{needed / 2**20:,.1f} MiB needed, {free / 2**20:,.1f} MiB free")
    now = datetime.now(UTC).strftime(_STAMP)[:-3]
    word = re.sub(r"[^\w.-]+", "-", reason, flags=re.ASCII).strip("-.")[:40]
    path = folder / f"{now}Z {word}.teema"
    unfinished = folder / f".{now}-{os.getpid()}"
    try:
        copy_database(source, unfinished)
        unfinished.rename(path)
        to_disk(folder)
    finally:
        for left in (unfinished, sidecar(unfinished, "journal")):
            with contextlib.suppress(OSError):
                left.unlink()
    return path


def copy_database(source: sqlite3.Connection, path: Path) -> None:
    """Copy a database to a new file, page by page, and see that the copy is whole and on disk.

    Raises:
        sqlite3.Error: The source cannot be read or the copy is not sound.
        OSError: The copy cannot be written.
    """
    target = sqlite3.connect(path, isolation_level=None)
    try:
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # the copy is one file, whatever its source is
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)
    finally:
        target.close()
    to_disk(path)


def to_disk(path: Path) -> None:
    """Put a file, or the names in a folder, on the disk; not every system lets a folder be opened."""
    folder = path.is_dir()
    with contextlib.suppress(*([OSError] if folder else [])):
        handle = os.open(path, os.O_RDONLY if folder else os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


_LAST = "SELECT event, time, command FROM journal ORDER BY event DESC LIMIT 1"


def _same(study: Path, source: sqlite3.Connection) -> Path | None:
    """Return the newest copy when nothing was done since it was made."""
    for newest in backups(study)[:1]:
        with contextlib.suppress(sqlite3.Error):
            copy = sqlite3.connect(f"{newest.path.as_uri()}?mode=ro", uri=True)
            try:
                if copy.execute(_LAST).fetchone() == source.execute(_LAST).fetchone():
                    return newest.path
            finally:
                copy.close()
    return None


def _let_go(study: Path) -> None:
    """Remove the copies that are no longer to be kept; one that cannot be removed stays."""
    for item in superfluous(backups(study)):
        with contextlib.suppress(OSError):
            item.path.unlink()


def superfluous(found: list[Backup]) -> list[Backup]:
    """Return the copies that the rule at the head of this module does not keep.

    Args:
        found: All copies, newest first.
    """
    kept: list[Backup] = []
    days = set()
    for number, item in enumerate(found):
        first_of_day = item.when.date() not in days
        days.add(item.when.date())
        if number < KEEP_NEWEST or (first_of_day and len(kept) < KEEP_IN_ALL):
            kept.append(item)
    total = 0
    gone = [item for item in found if item not in kept]
    for number, item in enumerate(kept):
        total += item.size
        if number and total > KEEP_BYTES:
            gone.append(item)
    return gone


def _failed(study: Path, folder: Path, error: Exception) -> BackupError:
    return BackupError(
        f"No safety copy of the study could be made ({error}); therefore nothing was changed.",
        where=folder,
        hint=f"Make room on the disk or see that {study.parent.name or 'the folder'} may be written to, and try again. "
        f"If the disk is in order, see with teema check {study.name} whether the study is.",
    )
