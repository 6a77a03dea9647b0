"""One writer at a time: an operating-system lock on a file beside the study.

The lock dies with its process, so a crash never leaves a study locked. The lock file's text says who holds it, for the
message to the second writer; the text itself is no lock.
"""

from __future__ import annotations

import contextlib
import getpass
import json
import os
import platform
import sys
from datetime import datetime
from pathlib import Path
from typing import IO

from teema.errors import StudyInUseError

__all__ = ["Lock", "user_name"]


class Lock:
    """The right to write to one study file.

    Args:
        study: The study file; the lock file is `<name>.teema-lock` in the same folder.

    Raises:
        StudyInUseError: Another writer holds the lock; says who and since when.
    """

    def __init__(self, study: Path) -> None:
        self.path = study.with_name(study.name + "-lock")
        handle = self._open(study)
        # A holder that lets go removes the file: what we locked may be gone from the folder by now.
        while not _is_at(handle, self.path):
            handle.close()
            handle = self._open(study)
        handle.seek(0)
        handle.truncate()
        json.dump(
            {
                "user": user_name(),
                "computer": platform.node(),
                "process": os.getpid(),
                "since": datetime.now().astimezone().isoformat(timespec="seconds"),
            },
            handle,
        )
        handle.flush()
        self._handle: IO[str] | None = handle

    def _open(self, study: Path) -> IO[str]:
        handle = self.path.open("a+", encoding="utf-8")
        try:
            _take(handle)
        except OSError:
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
        self._handle.close()
        self._handle = None


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
        facts = json.loads(text)
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
