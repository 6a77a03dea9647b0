"""Whether the study file is still the one that was opened: sync programs and careless copying replace it."""

from __future__ import annotations

import hashlib
from pathlib import Path

__all__ = ["Watch"]

_PART = 2**16


class Watch:
    """What a file looked like when this program last wrote it.

    Only this program writes to a study it has open, so a file that looks otherwise was replaced or written by another.
    The time alone proves nothing (network disks and Windows set it late): then the beginning and the end are compared.

    Args:
        path: The study file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._stat: tuple[int, int, int] | None = None
        self._digest = b""
        self.settle()

    def settle(self) -> None:
        """Take the file as it is now for ours; to be called after every change of ours."""
        found = self._look()
        if found != self._stat:
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
            with self.path.open("rb") as handle:
                first = handle.read(_PART)
                handle.seek(max(0, handle.seek(0, 2) - _PART))
                return hashlib.blake2b(first + handle.read(), digest_size=16).digest()
        except OSError:
            return b""
