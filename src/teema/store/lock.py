"""One writer at a time: an operating-system lock on a file beside the study.

The lock dies with its process, so a crash never leaves a study locked. The lock file's text says who holds it, for the
message to the second writer; the text itself is no lock.
"""

from __future__ import annotations

import contextlib
import errno
import getpass
import json
import os
import platform
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from teema.errors import ReadOnlyStudyError, StudyInUseError

__all__ = ["Lock", "computer", "held", "lock_file", "user_name"]


class Lock:
    """The right to write to one study file.

    Args:
        study: The study file; the lock file is `<name>.teema-lock` in the same folder.

    Attributes:
        former: What the last holder left written; empty when it let go as it should.

    Raises:
        StudyInUseError: Another writer holds the lock; says who and since when.
        ReadOnlyStudyError: The folder may not be written to, or cannot keep locks.
    """

    def __init__(self, study: Path) -> None:
        self.path = lock_file(study)
        handle = self._open(study)
        # A holder that lets go removes the file: what we locked may be gone from the folder by now.
        while not _is_at(handle, self.path):
            handle.close()
            handle = self._open(study)
        self._handle: IO[str] | None = handle
        try:
            handle.seek(0)
            self.former = handle.read()
            os.ftruncate(handle.fileno(), 0)
            facts = {
                "user": user_name(),
                "computer": platform.node(),
                "process": os.getpid(),
                "since": datetime.now().astimezone().isoformat(timespec="seconds"),
            }
            self.note(json.dumps(facts))
        except OSError as error:
            self.release()
            raise _no_lock(study, error) from error

    def note(self, line: str) -> None:
        """Write down how far the holder is, for whoever comes after a crash.

        Raises:
            OSError: The disk is full.
        """
        if self._handle is not None:
            os.write(self._handle.fileno(), f"{line}\n".encode())

    def _open(self, study: Path) -> IO[str]:
        try:
            handle = self.path.open("a+", encoding="utf-8")
        except OSError as error:
            raise _no_lock(study, error) from error
        try:
            _take(handle)
        except OSError as error:
            if error.errno not in _HELD:
                handle.close()
                raise _no_lock(study, error) from error
            handle.seek(0)
            holder = _holder(handle.read())
            handle.close()
            raise StudyInUseError(
                f"The study is already open for writing{holder}.",
                where=study,
                hint="Close it there (study.close()), or open it here for reading: "
                f'teema.open("{study.name}", read_only=True).',
            ) from None
        return handle

    def release(self) -> None:
        """Give the right back; calling it again does nothing."""
        if self._handle is None:
            return
        # Removed while still held, so that nobody can take a lock on a file that is about to go.
        with contextlib.suppress(OSError):
            self.path.unlink()
        with contextlib.suppress(OSError):  # what a full disk did not take
            self._handle.close()
        self._handle = None


# What the operating systems say when a lock is held by another.
_HELD = (errno.EACCES, errno.EAGAIN, errno.EWOULDBLOCK, errno.EDEADLK)


def _no_lock(study: Path, error: OSError) -> ReadOnlyStudyError:
    return ReadOnlyStudyError(
        f"The study cannot be locked for writing in this folder ({error.strerror}).",
        where=study,
        hint=f'Open it for reading: teema.open("{study.name}", read_only=True), or copy it to a folder on your own '
        "disk that has room and that you may write to.",
    )


def lock_file(study: Path) -> Path:
    """Return the name of the file that is locked for a study."""
    return study.with_name(study.name + "-lock")


def held(study: Path) -> bool:
    """Return whether a program has the study open for writing; leaves everything as it is."""
    try:
        with lock_file(study).open("r+", encoding="utf-8") as handle:
            _take(handle)
    except FileNotFoundError:
        return False
    except OSError as error:
        return error.errno in _HELD
    return False


def computer(text: str) -> str:
    """Return the name of the computer that wrote the text of a lock file, or nothing."""
    try:
        return str(json.loads(text.partition("\n")[0])["computer"])
    except (ValueError, KeyError, TypeError):
        return ""


def _is_at(handle: IO[str], path: Path) -> bool:
    try:
        return path.stat().st_ino == os.fstat(handle.fileno()).st_ino
    except FileNotFoundError:
        return False


def user_name() -> str:
    """Return the name under which somebody is logged in, or a question mark."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "?"


def _holder(text: str) -> str:
    try:
        facts = json.loads(text.partition("\n")[0])
        return f" by {facts['user']} on {facts['computer']} (process {facts['process']}, since {facts['since']})"
    except (ValueError, KeyError, TypeError):
        return " in another program"


if sys.platform == "win32":
    import msvcrt

    # Windows locks byte ranges and they are mandatory: one far beyond the text leaves the text readable.
    _FAR = 2**30

    def _take(handle: IO[str]) -> None:
        handle.seek(_FAR)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _take(handle: IO[str]) -> None:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
