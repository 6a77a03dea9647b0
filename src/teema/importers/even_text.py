"""Even texts: the columns of a delimited text, found without a look at each letter.

Most exports are even: every record has as many cells as the first, and quotation marks stand around cells only. Such
a text is taken some hundred records at a time, and divided by searching for separators where no quotation mark hides
one. The first record that is otherwise ends the attempt: `teema.importers.text_files.records` reads any text.

In UTF-8 no part of a letter looks like a separator, so its bytes are divided as they are: cells that recur need not be
decoded, and one rare letter does not make all the others wider.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import AnyStr

from teema.importers.spreadsheets import columns_of
from teema.importers.text_files import NotPlainError, has_guards, is_odd

__all__ = ["UnevenError", "even_blocks", "plain_blocks"]

_PIECE = 2**20  # bytes of a file
_MOST = 2**23  # bytes of records that belong together in it
_SIZE = 2**18  # characters at a time: what is found in them stays in the fast memory while it is looked at
_LONGEST = 2**26  # characters of records that belong together


class UnevenError(ValueError):
    """A text has records of different width, or marks where they do not belong."""


def even_blocks(text: AnyStr, separator: str, width: int) -> Iterator[list[list[AnyStr]] | list[list[str]]]:
    """Yield the columns of some hundred records at a time; of bytes, those without quotation marks are bytes.

    Args:
        text: The text, or its bytes in UTF-8, its first record with `width` cells.
        separator: Between its cells; in bytes an ASCII sign.
        width: How many cells each record has; two at least.

    Raises:
        UnevenError: The text must be read letter by letter.

    Example:
        >>> list(even_blocks('a;b\\n1;"x; y"\\n', ";", 2))
        [[['a', '1'], ['b', 'x; y']]]
        >>> list(even_blocks("ikä;syy\\n31;työ\\n".encode(), ";", 2))
        [[[b'ik\\xc3\\xa4', b'31'], [b'syy', b'ty\\xc3\\xb6']]]
    """
    if width < 2:
        raise UnevenError
    quote, windows, unix = _like(text, '"'), _like(text, "\r\n"), _like(text, "\n")
    start = 0
    while start < len(text):
        end = _end(text, start)
        closing = 2 if text[end - 2 : end] == windows else 1 if text[end - 1 : end] == unix else 0
        piece = text[start : end - closing]
        if quote in piece:
            yield _read(text[start:end], separator, width)
        else:
            yield _divided(piece, _like(text, separator), width)
        start = end


def plain_blocks(path: Path, start: int, separator: str, width: int) -> Iterator[Sequence[Sequence[str | bytes]]]:
    """Yield the columns of some hundred records of a plain text file at a time, as `even_blocks` does.

    Args:
        path: The file.
        start: Where its first record begins, in bytes.
        separator: Between its cells; an ASCII sign.
        width: How many cells each record has.

    Raises:
        NotPlainError: The file is to be read as a whole.
    """
    rest = b""
    with path.open("rb") as handle:
        handle.seek(start)
        while piece := handle.read(_PIECE):
            text = rest + piece
            end = text.rfind(b"\n") + 1
            if text.count(b'"', 0, end) % 2:  # inside of quotation marks
                end = 0
            rest = text[end:]
            if len(rest) > _MOST:
                raise NotPlainError
            yield from _plain_blocks(text[:end], separator, width)
    yield from _plain_blocks(rest, separator, width)


def _plain_blocks(text: bytes, separator: str, width: int) -> Iterator[Sequence[Sequence[str | bytes]]]:
    if is_odd(text) or has_guards(text, separator):
        raise NotPlainError
    try:
        yield from even_blocks(text, separator, width)
    except (UnevenError, UnicodeDecodeError):
        raise NotPlainError from None


def _like(text: AnyStr, signs: str) -> AnyStr:
    """Return signs as text or bytes, whichever the text is."""
    return signs.encode() if isinstance(text, bytes) else signs


def _end(text: AnyStr, start: int) -> int:
    """Return where a record ends that lies about a block further: at a line end outside of quotation marks."""
    feed, quote = _like(text, "\n"), _like(text, '"')
    end = text.find(feed, start + _SIZE) + 1 or len(text)
    if text.find(quote, start, end) < 0:
        return end
    marks = text.count(quote, start, end)
    while marks % 2:
        later = text.find(feed, end) + 1 or len(text)
        if later == end or later - start > _LONGEST:
            raise UnevenError
        marks += text.count(quote, end, later)
        end = later
    return end


def _divided(piece: AnyStr, separator: AnyStr, width: int) -> list[list[AnyStr]]:
    """Return the columns of records without quotation marks around their cells."""
    returns, feeds = _line_ends(piece)
    if returns not in (0, feeds):
        raise UnevenError
    # A separator comes to stand before the LF of each line end, which then begins the first cell of the next record.
    feed = _like(piece, "\n")
    parted = piece.replace(_like(piece, "\r"), separator) if returns else piece.replace(feed, separator + feed)
    cells: list[AnyStr] = parted.split(separator)
    first: list[AnyStr] = separator.join(cells[::width]).split(separator + feed)
    if len(cells) != len(first) * width or len(first) != feeds + 1:
        raise UnevenError
    columns = [cells[i::width] for i in range(width)]
    columns[0] = first
    return columns


def _line_ends(piece: AnyStr) -> tuple[int, int]:
    """Return how many signs of each kind end lines: CR and LF."""
    import numpy as np

    if isinstance(piece, bytes):
        signs = np.frombuffer(piece, dtype="uint8")
    else:  # counting in it is quicker
        signs = np.frombuffer(piece.encode("utf-16-le", "surrogatepass"), dtype="<u2")
    return int(np.count_nonzero(signs == 13)), int(np.count_nonzero(signs == 10))


def _read(piece: AnyStr, separator: str, width: int) -> list[list[str]]:
    """Return the columns of records with quotation marks around some of their cells, read letter by letter."""
    text = piece.decode() if isinstance(piece, bytes) else piece
    try:  # strictly: a mark in a wrong place may have misled the search for the end of the piece
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        raise UnevenError from None
    if any(len(row) != width for row in rows):
        raise UnevenError
    return columns_of(rows, width)
