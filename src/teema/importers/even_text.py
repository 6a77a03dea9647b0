"""Even texts: the columns of a delimited text, found without a look at each letter.

Most exports are even: every record has as many cells as the first, and quotation marks stand around cells only. Such
a text is taken some hundred records at a time, and divided by searching for separators where no quotation mark hides
one. The first record that is otherwise ends the attempt: `teema.importers.text_files.records` reads any text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import repeat
from operator import contains

from teema.importers.spreadsheets import columns_of

__all__ = ["UnevenError", "even_blocks"]

_SIZE = 2**18  # characters at a time: what is found in them stays in the fast memory while it is looked at
_LONGEST = 2**26  # characters of records that belong together


class UnevenError(ValueError):
    """A text has records of different width, or marks where they do not belong."""


def even_blocks(text: str, separator: str, width: int) -> Iterator[list[list[str]]]:
    """Yield the columns of some hundred records at a time.

    Args:
        text: The text, its first record with `width` cells.
        separator: Between its cells.
        width: How many cells each record has; two at least.

    Raises:
        UnevenError: The text must be read letter by letter.

    Example:
        >>> list(even_blocks('a;b\\n1;"x; y"\\n', ";", 2))
        [[['a', '1'], ['b', 'x; y']]]
    """
    if width < 2:
        raise UnevenError
    start = 0
    while start < len(text):
        end = _end(text, start)
        closing = 2 if text[end - 2 : end] == "\r\n" else 1 if text[end - 1] == "\n" else 0
        piece = text[start : end - closing]
        yield _read(text[start:end], separator, width) if '"' in piece else _divided(piece, separator, width)
        start = end


def _end(text: str, start: int) -> int:
    """Return where a record ends that lies about a block further: at a line end outside of quotation marks."""
    end = text.find("\n", start + _SIZE) + 1 or len(text)
    if text.find('"', start, end) < 0:
        return end
    marks = text.count('"', start, end)
    while marks % 2:
        later = text.find("\n", end) + 1 or len(text)
        if later == end or later - start > _LONGEST:
            raise UnevenError
        marks += text.count('"', end, later)
        end = later
    return end


def _divided(piece: str, separator: str, width: int) -> list[list[str]]:
    """Return the columns of records without quotation marks around their cells."""
    import numpy as np

    # Divided by separators alone, the last cell of a record and the first of the next are one, with a line end inside.
    cells = piece.split(separator)
    seams = cells[width - 1 : -1 : width - 1]
    signs = np.frombuffer(piece.encode("utf-16-le", "surrogatepass"), dtype="<u2")  # counting in it is quicker
    returns, feeds = np.count_nonzero(signs == 13), np.count_nonzero(signs == 10)
    end = "\r\n" if returns else "\n"
    if len(cells) != (len(seams) + 1) * (width - 1) + 1 or feeds != len(seams) or returns not in (0, feeds):
        raise UnevenError
    if not all(map(contains, seams, repeat(end))):
        raise UnevenError
    ends = end.join(seams).split(end) if seams else []
    return [
        [cells[0], *ends[1::2]],
        *(cells[i :: width - 1] for i in range(1, width - 1)),
        [*ends[::2], cells[-1]],
    ]


def _read(piece: str, separator: str, width: int) -> list[list[str]]:
    """Return the columns of records with quotation marks around some of their cells, read letter by letter."""
    try:  # strictly: a mark in a wrong place may have misled the search for the end of the piece
        rows = list(csv.reader(io.StringIO(piece, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise UnevenError from None
    if any(len(row) != width for row in rows):
        raise UnevenError
    return columns_of(rows, width)
