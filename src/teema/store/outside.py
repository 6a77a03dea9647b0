"""What others do to the file while it is open or after a crash: its log is lost, or another file takes its place."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import time
from pathlib import Path

from teema.errors import BackupError, DamagedStudyError, ReadOnlyStudyError, StudyReplacedError
from teema.store.backup import backup_folder, make_backup
from teema.store.connect import sidecar
from teema.store.lock import held, lock_file
from teema.store.watch import Watch, peek

__all__ = ["OPEN", "WHOLE", "check_log", "leave", "replaced"]

# What the lock file says of the log beside the study: changes may be in it alone, or all are in the study file.
OPEN = "log"
WHOLE = "whole"


def check_log(path: Path, *, former: str | None = None, read_only: bool = False) -> None:
    """See that the log (`-wal`) of a study that was not closed is still beside it.

    Args:
        path: The study file.
        former: What the last writer left in its lock file, for whoever holds the lock now; by default it is read.
        read_only: Whether the study will only be read, which needs the log or a study that was closed.

    Raises:
        DamagedStudyError: The log is gone, and with it the last changes.
        ReadOnlyStudyError: Nothing is gone, but the study must be opened once for writing before it can be read.
    """
    for _ in range(10):  # a writer that is just closing has the log away for a moment
        if not _expects_log(path) or sidecar(path, "wal").exists():
            return
        if former is not None or not held(path):
            break
        time.sleep(0.05)
    said = (_said(path) if former is None else former).splitlines()
    if not said or said[-1] == OPEN:
        raise DamagedStudyError(
            f"The study was not closed properly, and its log {path.name}-wal is not beside it: "
            "the last changes may be missing.",
            where=path,
            hint=f"Put {path.name}-wal back beside it if you can, and open the study. If it is gone for good, "
            f"save what the file holds: teema rescue {path.name} saved.teema",
        )
    # It was killed between taking the log away and saying so in the file, or before it wrote anything.
    if read_only:
        raise ReadOnlyStudyError(
            "The study was not closed properly; everything is there, but it cannot be read as it is.",
            where=path,
            hint=f'Open it once for writing: teema.open("{path.name}", coder=…).close()',
        )


def _said(path: Path) -> str:
    try:
        return lock_file(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _expects_log(path: Path) -> bool:
    return peek(path, 20)[18:20] == b"\x02\x02"


def replaced(path: Path, connection: sqlite3.Connection) -> StudyReplacedError:
    """Return the error for a file that is not ours any more, after saving what this program still holds of it."""
    try:
        saved = make_backup(path, "replaced", source=connection)
        kept = f"The study as you had it is saved as {saved.relative_to(path.parent)}."
    except BackupError:
        kept = "What you had could not be saved whole; the changes up to the last one before are in the copies, if any."
    return StudyReplacedError(
        "Another program replaced the file or wrote to it while it was open; nothing more is written to it.",
        where=path,
        hint=f"{kept} Close the study, see what stands in its place (a sync program? a copied backup?), and choose.",
    )


def leave(connection: sqlite3.Connection, watch: Watch) -> None:
    """Make sure that closing does not carry our log over into a file that is not ours.

    The log is put aside among the copies and taken from under SQLite, so that neither this closing nor the next opening
    can carry its pages into a file that they do not belong to.
    """
    log = sidecar(watch.path, "wal")
    with contextlib.suppress(OSError):
        if log.exists() and log.stat().st_size:
            backup_folder(watch.path).mkdir(exist_ok=True)
            shutil.copyfile(log, backup_folder(watch.path) / log.name)
            with log.open("r+b") as handle:
                handle.truncate(0)
    with contextlib.suppress(sqlite3.Error):
        connection.close()
    for left in (log, sidecar(watch.path, "shm")):
        with contextlib.suppress(OSError):
            left.unlink()
