"""Repeat counts of open sheets (.ods): a few bytes that say how often a row, a cell or a space stands there.

The reader writes each repetition out. How much that makes is reckoned first, from the bytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from teema.errors import ImportFileError

__all__ = ["check_repeats"]

_CELLS = 2_500_000  # filled cells that are written out; among answers, few neighbours are equal
_BYTES = 64 * 2**20  # of text that is written out
_PIECE = 4 * 2**20
_ROW_END = b"table-row>"
# Each begins with letters that are searched for quickly.
_REPEATED = re.compile(rb"-repeated\s*=\s*[\"']\s*\+?(\d+)")
_SPACES = re.compile(rb":c\s*=\s*[\"']\s*\+?(\d+)")


def check_repeats(path: Path) -> None:
    """Refuse an open sheet whose repeat counts make more than any export holds.

    Raises:
        ImportFileError: They do.
        zipfile.BadZipFile: The archive is damaged.
    """
    with zipfile.ZipFile(path) as archive:
        if "content.xml" not in archive.namelist():
            return
        cells = size = 0
        for rows in _rows(archive):
            more, longer = _written_out(rows)
            cells, size = cells + more, size + longer
            if cells > _CELLS or size > _BYTES:
                raise ImportFileError(
                    "The sheet says that cells are repeated so often that they would make more than any export holds.",
                    where=path,
                    hint="Delete the rows and columns that only repeat others, or save the sheet as CSV.",
                )


def _rows(archive: zipfile.ZipFile) -> Iterator[bytes]:
    """Yield the content, in pieces of whole rows."""
    rest = b""
    with archive.open("content.xml") as content:
        while piece := content.read(_PIECE):
            whole, mark, after = (rest + piece).rpartition(_ROW_END)
            if mark or len(after) > 4 * _PIECE:
                yield whole + mark if mark else after
                rest = after if mark else b""
            else:
                rest = after
    yield rest


def _written_out(rows: bytes) -> tuple[int, int]:
    """Return how many filled cells repetition makes, and how many bytes.

    Example:
        >>> _written_out(
        ...     b'<t:table-row t:number-rows-repeated="3"><t:table-cell o:value-type="s"><p>on</p>'
        ...     b"</t:table-cell></t:table-row>"
        ... )[0]
        3
        >>> _written_out(
        ...     b'<t:table-row t:number-rows-repeated="99"><t:table-cell t:number-columns-repeated="9"/></t:table-row>'
        ... )
        (0, 0)
    """
    cells = size = 0
    row_times, row_end, most = 1, 0, 1
    for match in _REPEATED.finditer(rows):
        times, start = int(match[1][:12]), rows.find(b">", match.end()) % (len(rows) + 1)
        if rows[match.start() - 4 : match.start()] == b"rows":
            row_end = rows.find(_ROW_END, start) % (len(rows) + 1)
            row_times = times
            filled = rows.count(b"value-type", start, row_end)
            cells += times * filled
            size += times * (row_end - start) if filled else 0
            most = max(most, times) if filled else most
        elif b"value" in rows[(begin := max(rows.rfind(b"<", 0, start), 0)) : start]:
            within = times * (row_times if start < row_end else 1)
            closed = rows[start - 1 : start] == b"/"  # its value stands in the tag
            end = start if closed else rows.find(b"table-cell>", start) % (len(rows) + 1)
            cells += within
            size += within * (end - begin)
            most = max(most, within)
    return cells, size + most * sum(int(match[1][:12]) for match in _SPACES.finditer(rows))
