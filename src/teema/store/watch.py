"""Whether the study file is still the one that was opened: sync programs and careless copying replace it.

On POSIX systems, closing any handle of a file lets go of all locks that the process has on it, SQLite's too. Therefore
what this process has open is read through one handle, which stays open as long as the study does.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path

__all__ = ["Watch", "peek"]

_PART = 2**16
# Handles of the studies that this process has open, by device and number of the file; and how many watch each.
_HANDLES: dict[tuple[int, int], list[int]] = {}


def peek(path: Path, size: int, start: int = 0) -> bytes:
    """Return some bytes of a file, without letting go of locks that this process has on it.

    Raises:
        OSError: The file cannot be read.
    """
    found = path.stat()
    kept = _HANDLES.get((found.st_dev, found.st_ino))
    if kept is not None:
        return os.pread(kept[0], size, start)
    with path.open("rb") as handle:
        handle.seek(start)
        return handle.read(size)


class Watch:
    """What a file looked like when this program last wrote it.

    Only this program writes to a study it has open, so a file that looks otherwise was replaced or written by another.
    The time alone proves nothing (network disks and Windows set it late): then the beginning and the end are compared.

    Args:
        path: The study file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: tuple[int, int] | None = None
        self._keep()
        self._stat: tuple[int, int, int] | None = None
        self._digest = b""
        self.settle()

    def _keep(self) -> None:
        if not hasattr(os, "pread"):  # Windows, where closing lets go of nothing
            return
        with contextlib.suppress(OSError):
            found = self.path.stat()
            file = found.st_dev, found.st_ino
            if file in _HANDLES:
                _HANDLES[file][1] += 1
            else:
                _HANDLES[file] = [os.open(self.path, os.O_RDONLY | os.O_CLOEXEC), 1]
            self._kept = file

    def close(self) -> None:
        """Let the file go; to be called when the connection is closed."""
        if self._kept is None:
            return
        kept = _HANDLES[self._kept]
        kept[1] -= 1
        if not kept[1]:
            os.close(_HANDLES.pop(self._kept)[0])
        self._kept = None

    def settle(self) -> None:
        """Take the file as it is now for ours, unless it is another; to be called after every change of ours."""
        found = self._look()
        if found != self._stat and (self._stat is None or not self.moved()):
            self._stat, self._digest = found, self._summed()

    def moved(self) -> bool:
        """Return whether another file, or none, stands in the place of the one that was opened."""
        now = self._look()
        return now is None or self._stat is None or now[0] != self._stat[0]

    def changed(self) -> bool:
        """Return whether the file was replaced or written by somebody else since it was last settled."""
        now = self._look()
        if now == self._stat:
            return False
        if self.moved() or self._summed() != self._digest:
            return True
        self._stat = now
        return False

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_size, found.st_mtime_ns

    def _summed(self) -> bytes:
        try:
            last = max(0, self.path.stat().st_size - _PART)
            return hashlib.blake2b(peek(self.path, _PART) + peek(self.path, _PART, last), digest_size=16).digest()
        except OSError:
            return b""
