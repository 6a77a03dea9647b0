"""The rows of a damaged database, read page by page without SQLite, as far as they can be read.

The layout of pages, cells and records is that of https://www.sqlite.org/fileformat.html; a page that makes no sense is
left out and counted.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from teema.store.connect import sidecar

__all__ = ["Pages", "Record"]

# A row's number and its values in the order of the table's columns.
Record = tuple[int, list[object]]

_LEAF, _INTERIOR = 13, 5
_LOG_HEADER, _FRAME_HEADER = 32, 24
_FAULTS = (IndexError, ValueError, struct.error, OverflowError)


class Pages:
    """A database file and the committed pages of the log beside it.

    Args:
        path: The file; it is only read.

    Attributes:
        lost: How many pages of the tables that were walked could not be read.
    """

    def __init__(self, path: Path) -> None:
        self._handle = path.open("rb")
        length = path.stat().st_size
        self._data: mmap.mmap | bytes = b""
        if length:
            self._data = mmap.mmap(self._handle.fileno(), 0, access=mmap.ACCESS_READ)
        said = int.from_bytes(self._data[16:18], "big")
        self.size = 65536 if said == 1 else said
        if self.size < 512 or self.size & (self.size - 1):
            self.size = 4096
        log = sidecar(path, "wal")
        self._logged = self._frames(log.read_bytes()) if log.is_file() else {}
        self.count = max(length // self.size, *self._logged, 0) if self._logged else length // self.size
        self.lost = 0

    def _frames(self, log: bytes) -> dict[int, bytes]:
        """Return the pages that the log's finished transactions wrote."""
        done: dict[int, bytes] = {}
        begun: dict[int, bytes] = {}
        salts = log[16:24]
        whole = _FRAME_HEADER + self.size
        for start in range(_LOG_HEADER, len(log) - whole + 1, whole):
            number, pages = struct.unpack_from(">II", log, start)
            if log[start + 8 : start + 16] != salts:
                break
            begun[number] = log[start + _FRAME_HEADER : start + whole]
            if pages:
                done |= begun
                begun = {}
        return done

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(self._data, mmap.mmap):
            self._data.close()
        self._handle.close()

    def table(self, root: int) -> Iterator[Record]:
        """Yield the rows of a table that begins at a page; parts that cannot be read are counted in `lost`."""
        seen: set[int] = set()
        below = [root]
        while below:
            number = below.pop()
            page, start = self._page(number), _start(number)
            if number in seen or page is None or page[start] not in (_LEAF, _INTERIOR):
                self.lost += 1
                continue
            seen.add(number)
            if page[start] == _LEAF:
                yield from self._rows(page, start)
            else:
                below += reversed(self._children(page, start))

    def everywhere(self) -> Iterator[Record]:
        """Yield whatever reads as a row of some table, wherever it lies, also where nothing points to it any more."""
        lost = self.lost
        for number in range(1, self.count + 1):
            page, start = self._page(number), _start(number)
            if page is not None and page[start] == _LEAF:
                yield from self._rows(page, start)
        self.lost = lost

    def _page(self, number: int) -> bytes | None:
        page = self._logged.get(number) or self._data[(number - 1) * self.size : number * self.size]
        return bytes(page) if number > 0 and len(page) == self.size else None

    def _children(self, page: bytes, start: int) -> list[int]:
        (cells,) = struct.unpack_from(">H", page, start + 3)
        found = []
        for i in range(cells):
            try:
                (cell,) = struct.unpack_from(">H", page, start + 12 + 2 * i)
                found.append(struct.unpack_from(">I", page, cell)[0])
            except struct.error:
                self.lost += 1
        return [*found, struct.unpack_from(">I", page, start + 8)[0]]

    def _rows(self, page: bytes, start: int) -> Iterator[Record]:
        (cells,) = struct.unpack_from(">H", page, start + 3)
        for i in range(min(cells, self.size // 4)):
            try:
                (cell,) = struct.unpack_from(">H", page, start + 8 + 2 * i)
                length, cell = _varint(page, cell)
                rowid, cell = _varint(page, cell)
                yield rowid, _values(self._payload(page, cell, length))
            except _FAULTS:
                self.lost += 1

    def _payload(self, page: bytes, start: int, length: int) -> bytes:
        """Return a row's bytes: those in its page, and those in the pages that it overflows into."""
        if length <= self.size - 35:
            return page[start : start + length]
        least = (self.size - 12) * 32 // 255 - 23
        local = least + (length - least) % (self.size - 4)
        local = local if local <= self.size - 35 else least
        if length > self.size * self.count:
            raise ValueError(length)
        parts = [page[start : start + local]]
        (following,) = struct.unpack_from(">I", page, start + local)
        left = length - local
        while left > 0:
            more = self._page(following)
            if more is None:
                raise ValueError(following)
            parts.append(more[4 : 4 + left])
            left -= len(parts[-1])
            (following,) = struct.unpack_from(">I", more, 0)
        return b"".join(parts)


def _start(number: int) -> int:
    return 100 if number == 1 else 0  # the first page begins with the file's header


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return a number of one to nine bytes, and where it ends.

    Example:
        >>> _varint(bytes([0x81, 0x00]), 0)
        (128, 2)
    """
    value = 0
    for i in range(8):
        byte = data[at + i]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + i + 1
    value = value << 8 | data[at + 8]
    return value - (1 << 64) if value >> 63 else value, at + 9


_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


def _values(record: bytes) -> list[object]:
    """Return the values of a record."""
    end, at = _varint(record, 0)
    kinds = []
    while at < end:
        kind, at = _varint(record, at)
        kinds.append(kind)
    values = []
    for kind in kinds:
        value, at = _value(record, at, kind)
        values.append(value)
    if at > len(record):
        raise ValueError(at)
    return values


def _value(record: bytes, at: int, kind: int) -> tuple[object, int]:
    if kind == 0:
        return None, at
    if kind in (8, 9):
        return kind - 8, at
    if kind in _INTEGERS:
        end = at + _INTEGERS[kind]
        return int.from_bytes(record[at:end], "big", signed=True), end
    if kind == 7:
        return struct.unpack_from(">d", record, at)[0], at + 8
    if kind < 12:
        raise ValueError(kind)
    end = at + (kind - 12) // 2
    data = record[at:end]
    return (data.decode() if kind % 2 else data), end
