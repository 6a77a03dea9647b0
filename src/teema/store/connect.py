"""Opening the file itself: what is looked at before SQLite may touch it, and how the connection is set."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from teema.errors import DamagedStudyError, ReadOnlyStudyError, TeemaError
from teema.store.versions import APPLICATION_ID, SCHEMA_VERSION, up_to_date
from teema.store.watch import peek

__all__ = ["check_header", "connect", "damaged", "not_written", "sidecar"]

_HEADER = 100


def sidecar(path: Path, kind: str) -> Path:
    """Return the name of a file that SQLite keeps beside the study: its `wal`, `shm` or `journal`.

    Example:
        >>> sidecar(Path("tutkimus.teema"), "wal").name
        'tutkimus.teema-wal'
    """
    return path.with_name(f"{path.name}-{kind}")


def check_header(path: Path, *, read_only: bool, must_write: bool = True) -> None:
    """Look at the file's first 100 bytes and its length, so that a file that is not ours is never opened by SQLite.

    Args:
        path: The file.
        read_only: Whether it will only be read; then a file of a newer teema is let through.
        must_write: Whether the file must be one that may be written to.

    Raises:
        DamagedStudyError: The file is no study, is cut short, or was made by a newer teema.
        ReadOnlyStudyError: The file may not be read, or not be written although that was asked for.
    """
    header, length = _beginning(path)
    if header[:16] != b"SQLite format 3\x00":
        raise DamagedStudyError(
            "The file is not a study." if header else "The file is empty.",
            where=path,
            hint="A study is made with teema.create(...); a survey export is read with teema.read_survey(...). "
            f"If it was a study: {_advice(path)}",
        )
    # Offsets of the numbers: https://www.sqlite.org/fileformat.html#the_database_header
    version = int.from_bytes(header[60:64], "big")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise DamagedStudyError(
            "The file is an SQLite database, but no study of teema.",
            where=path,
            hint="Choose the file whose name ends in .teema.",
        )
    if version > SCHEMA_VERSION and not read_only:
        raise DamagedStudyError(
            f"The study was made by a newer teema (file version {version}, this teema knows {SCHEMA_VERSION}).",
            where=path,
            hint="Update teema (pip install --upgrade teema), or open it with read_only=True.",
        )
    missing = _missing(header, length)
    if missing and not any(_filled(sidecar(path, kind)) for kind in ("wal", "journal")):
        raise DamagedStudyError(
            f"The file is cut short: {missing:,} of its bytes are missing.", where=path, hint=_advice(path)
        )
    if not read_only and must_write and not os.access(path, os.W_OK):
        raise ReadOnlyStudyError(
            "The file may not be written to.",
            where=path,
            hint=f'Open it for reading: teema.open("{path.name}", read_only=True), or copy it to a folder of yours.',
        )


def _beginning(path: Path) -> tuple[bytes, int]:
    try:
        return peek(path, _HEADER), path.stat().st_size
    except OSError as error:
        raise ReadOnlyStudyError(
            f"The file cannot be read ({error.strerror}).",
            where=path,
            hint="See that the disk is there and that you may read the file.",
        ) from error


def _missing(header: bytes, length: int) -> int:
    """Return how many bytes the file is shorter than its own page count says; 0 where the count does not hold."""
    size = int.from_bytes(header[16:18], "big")
    size = 65536 if size == 1 else size
    if header[24:28] != header[92:96]:  # the count is of another change than the file
        return 0 if length >= size else size - length
    return max(0, size * int.from_bytes(header[28:32], "big") - length)


def _filled(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Return a connection with foreign keys on; nothing in the file is changed.

    A file of an earlier version that is only read is read as a copy in the present version.

    Raises:
        DamagedStudyError: SQLite cannot read the file's schema.
    """
    mode = "ro" if read_only else "rw"
    # Widget messages arrive in another thread than the cells; the guard keeps the threads apart.
    connection = sqlite3.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        timeout=5,
    )
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # FULL makes a commit outlive a power cut; EXTRA the same where a rollback journal is used.
        connection.execute("PRAGMA synchronous = EXTRA")
        connection.execute("SELECT count(*) FROM settings").fetchone()
        connection.execute("SELECT max(event) FROM journal").fetchone()
        if read_only:
            connection = up_to_date(connection)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # a name in the schema, too, may be unreadable
        connection.close()
        raise damaged(path, error) from error
    return connection


def damaged(path: Path, error: Exception) -> TeemaError:
    """Return the error for a file that cannot be read."""
    return DamagedStudyError(f"The study cannot be read ({error}).", where=path, hint=_advice(path))


def _advice(path: Path) -> str:
    return (
        f"teema check {path.name} says what is wrong; teema rescue {path.name} saved.teema saves what can be saved, "
        "and leaves this file as it is."
    )


def not_written(path: Path, error: Exception) -> TeemaError:
    """Return the error for a change that was rolled back."""
    return DamagedStudyError(
        f"The change could not be written ({error}); the study is as it was before.",
        where=path,
        hint="See that the disk has room and that the file may be written to, then try again.",
    )
