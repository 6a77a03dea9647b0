"""Traps: what would unpack or spread out to more than a computer holds is found before it is read.

The reader of workbooks is compiled code. It reserves room for every cell between the first and the last, and where
there is not enough the whole program ends; so the room is reckoned here first, from the bytes.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO

from teema.errors import ImportFileError

__all__ = ["CELLS", "EDGES", "check_archive", "check_document", "check_size", "check_widths"]

CELLS = 25_000_000  # in the rectangle from A1 to the last cell; 32 bytes each in the reader
_COLUMNS = 16_384  # that a spreadsheet has
_FILE = 2 * 2**30  # bytes of a file
_UNPACKED = 2**30  # bytes of a workbook's parts; 100,000 respondents with 15 questions need an eighth
_DOCUMENT = 32 * 2**20  # bytes of a Word document's text; some 80,000 answers
_RATIO = 250  # times that a large part may shrink when packed; sheets of answers shrink 5 to 30 times
_LARGE = 64 * 2**20
_CHUNK = 2**20
_OVERLAP = 128
_TAG = 4000  # bytes of a cell's tag
_REFERENCE = 16  # bytes of the place of a cell; fewer than ten are usual
_AGAIN = "Export it again; if somebody else made the file, do not trust it."
EDGES = "Delete the empty rows below and the empty columns to the right of the table, or save the sheet as CSV."

_SPACE = b" \t\r\n"  # may stand around the equals sign of an attribute
_PLACE = re.compile(rb"r=[\"']([A-Za-z]*)([0-9]+)")
_CELL = re.compile(rb"<(?:[\w.-]+:)?(?:c|row)\s(?:[^<]{0,%d}?\s)?r\s*=\s*[\"']([A-Za-z]*)([0-9]+)" % _TAG)


def check_size(path: Path) -> None:
    """Refuse a file that is larger than any export.

    Raises:
        ImportFileError: It is.
    """
    size = path.stat().st_size
    if size > _FILE:
        raise ImportFileError(
            f"The file is {size / 2**30:.0f} GiB, more than any export.",
            where=path,
            hint="Export fewer questions or a shorter period.",
        )


def check_archive(path: Path) -> None:
    """Refuse a packed workbook that unpacks to too much, or whose cells lie too far apart.

    What the archive says of itself is not believed: each part is unpacked piece by piece and counted.

    Raises:
        ImportFileError: It is damaged, packed in an odd way, or a trap.
        zipfile.BadZipFile: Its list of parts cannot be read.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    packed = sum(part.compress_size for part in parts)
    said = sum(part.file_size for part in parts)
    if said > _UNPACKED or (said > _LARGE and said > _RATIO * packed):
        raise _bomb(path, said)
    with path.open("rb") as handle:
        for part in parts:
            extent = _Extent()
            pieces = _unpacked(handle, part, path)
            for piece in _ahead(pieces) if part.file_size > _CHUNK else pieces:
                extent.see(piece)
            if extent.most > CELLS or extent.wide:
                _refuse_far(path, _exact(_unpacked(handle, part, path)))


def check_document(path: Path) -> None:
    """Refuse a Word document that is longer than any report.

    Raises:
        ImportFileError: It is.
        zipfile.BadZipFile: Its list of parts cannot be read.
    """
    with zipfile.ZipFile(path) as archive:
        size = max(part.file_size for part in archive.infolist() if part.filename == "word/document.xml")
    if size > _DOCUMENT:
        raise ImportFileError(
            f"The document holds {size / 2**20:.0f} MiB of text, more than any report.",
            where=path,
            hint="Export the answers to Excel instead, with “answers as text” and “raw data in rows”.",
        )


def _bomb(path: Path, size: int) -> ImportFileError:
    shown = f"{size / 2**30:.0f} GiB" if size >= 2**30 else f"{size / 2**20:.0f} MiB"
    return ImportFileError(f"The file would unpack to {shown}, more than any export.", where=path, hint=_AGAIN)


def _unpacked(handle: BinaryIO, part: zipfile.ZipInfo, path: Path) -> Iterator[bytes]:
    """Yield a part's bytes, and refuse it when it holds more than its size or is not packed the usual way."""
    damaged = ImportFileError(
        f"The file is damaged: its part {part.filename!r} cannot be unpacked.",
        where=path,
        hint="Export or download it again; an interrupted download looks like this.",
    )
    if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ImportFileError(
            f"The file's part {part.filename!r} is locked or packed in an unusual way.",
            where=path,
            hint="Open it in Excel or LibreOffice and save it again as .xlsx.",
        )
    handle.seek(max(part.header_offset, 0))  # a broken list of parts may say less than nothing
    header = handle.read(30)
    if len(header) < 30 or not header.startswith(b"PK\x03\x04"):
        raise damaged
    handle.seek(sum(struct.unpack("<HH", header[26:30])), 1)
    left, size, checksum = part.compress_size, 0, 0
    unpack = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        raw = handle.read(min(left, _CHUNK // 8))
        if not raw:
            raise damaged
        left -= len(raw)
        while raw:
            try:
                piece = unpack.decompress(raw, _CHUNK) if unpack else raw
            except zlib.error as error:
                raise damaged from error
            raw = unpack.unconsumed_tail if unpack else b""
            if not piece:
                continue
            size += len(piece)
            if size > part.file_size:
                raise damaged
            checksum = zlib.crc32(piece, checksum)
            yield piece
    piece = unpack.flush() if unpack else b""
    if piece:
        size, checksum = size + len(piece), zlib.crc32(piece, checksum)
        yield piece
    if size != part.file_size or checksum != part.CRC:
        raise damaged


def _ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the pieces while the next one is being unpacked."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, pieces, b"")
        while piece := coming.result():
            coming = beside.submit(next, pieces, b"")
            yield piece


class _Extent:
    """How far the cells of a sheet reach at most: by how long the names of columns and rows are, and how they begin."""

    def __init__(self) -> None:
        self._column = self._row = (0, 0)  # how many letters or digits, and the first of them
        self._tail = b""

    def _beyond(self) -> re.Pattern[bytes]:
        """Return what a place further out than all before looks like: few are, so that the search seldom stops."""
        letters, letter = self._column
        digits, digit = self._row
        wider = b"[A-Za-z]{%d}" % (letters + 1)
        if letters and letter < 26:
            wider += b"|[%c-Z%c-z][A-Za-z]{%d}" % (64 + letter + 1, 96 + letter + 1, letters - 1)
        lower = b"[0-9]{%d}" % (digits + 1)
        if digits and digit < 9:
            lower += b"|[%d-9][0-9]{%d}" % (digit + 1, digits - 1)
        return re.compile(b"r=[\"'](?:%s|[A-Za-z]*(?:%s))" % (wider, lower))

    @property
    def most(self) -> int:
        """How many cells there can be from A1 to the last one."""
        letters, letter = self._column
        digits, digit = self._row
        columns: int = sum(26**i for i in range(1, letters)) + letter * 26 ** max(letters - 1, 0)
        rows = int((digit + 1) * 10 ** max(digits - 1, 0)) - 1
        return columns * rows

    @property
    def wide(self) -> bool:
        """Whether a column lies beyond those that a spreadsheet has."""
        return self._column > (3, 24)

    def see(self, piece: bytes) -> None:
        """Look at the next bytes."""
        text = self._tail + piece
        if not self._saw_together(text + bytes(_REFERENCE)):
            self._see_singly(text.translate(None, _SPACE))
        # What is cut in two is seen next time; there may be much space in it.
        tail = text[-_TAG:].translate(None, _SPACE)
        self._tail = (tail if len(tail) >= _OVERLAP else text.translate(None, _SPACE))[-_OVERLAP:]

    def _saw_together(self, text: bytes) -> bool:
        """Look at all places at once; False when one is written in an unusual way."""
        import numpy as np

        signs = np.frombuffer(text, dtype="uint8")
        equals = np.flatnonzero(signs == ord("="))
        before, after = signs[equals - 1], signs[equals + 1]
        space = np.zeros(256, dtype="bool")
        space[list(_SPACE)] = True
        if space[before].any() or space[after].any():
            return False
        equals = equals[(before == ord("r")) & ((after == ord('"')) | (after == ord("'")))]
        places = signs[equals[:, None] + np.arange(2, 2 + _REFERENCE)]
        letter = ((places | 32) >= ord("a")) & ((places | 32) <= ord("z"))
        letters = letter.argmin(axis=1)  # where the first stands that is none
        digit = ((places >= ord("0")) & (places <= ord("9"))) | (np.arange(_REFERENCE) < letters[:, None])
        digits = digit.argmin(axis=1) - letters
        closing = places[np.arange(len(places)), np.minimum(letters + digits, _REFERENCE - 1)]
        if letter.all(axis=1).any() or not ((closing == ord('"')) | (closing == ord("'"))).all():
            return False
        places, letters, digits = places[digits > 0], letters[digits > 0], digits[digits > 0]
        column = 32 * letters + np.where(letters > 0, places[:, 0] & 31, 0)
        row = 16 * digits + places[np.arange(len(places)), letters] - 48
        self._column = max(self._column, divmod(int(column.max(initial=0)), 32))
        self._row = max(self._row, divmod(int(row.max(initial=0)), 16))
        return True

    def _see_singly(self, text: bytes) -> None:
        further, place = self._beyond(), 0
        while match := further.search(text, place):
            place = match.start() + 3
            if whole := _PLACE.match(text, match.start()):
                letters, digits = whole[1].upper(), whole[2]
                self._column = max(self._column, (len(letters), letters[0] - 64 if letters else 0))
                self._row = max(self._row, (len(digits), digits[0] - 48))
                further = self._beyond()


def _exact(pieces: Iterator[bytes]) -> tuple[int, int]:
    """Return the last row and the last column that hold a cell."""
    columns: set[bytes] = set()
    last_row, tail = 0, b""
    for piece in pieces:
        text = tail + piece
        tail = text[-_TAG:]
        found = _CELL.findall(text)
        columns.update(letters for letters, _ in found)
        last_row = max([last_row, *(int(row[:12]) for row in {digits for _, digits in found})])
    return last_row, max((_number(letters[:6]) for letters in columns), default=0)


def _number(letters: bytes) -> int:
    """Return the number of a column: A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number


def _refuse_far(path: Path, last: tuple[int, int]) -> None:
    rows, columns = last
    if rows * columns > CELLS or columns > _COLUMNS:
        raise ImportFileError(
            f"The sheet reaches to row {rows:,} and column {columns:,}: {rows * columns:,} cells, too many to read.",
            where=path,
            hint=EDGES,
        )


def check_widths(rows: Sequence[Sequence[object]], path: Path) -> None:
    """Refuse records of which one is so wide that all the others would have to be filled up to it.

    Raises:
        ImportFileError: There is such a record.
    """
    widths = list(map(len, rows))
    widest = max(widths, default=0)
    usual = sorted(widths)[len(widths) // 2] if widths else 0
    if widest > _COLUMNS or (widest * len(rows) > CELLS and widest * len(rows) > 4 * sum(widths)):
        raise ImportFileError(
            f"Record {widths.index(widest) + 1:,} has {widest:,} cells, others {usual:,}.",
            where=path,
            hint='Look whether the separator is right (separator=";") and whether a quotation mark is left open there.',
        )
