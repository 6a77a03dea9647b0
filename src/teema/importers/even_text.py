"""Even texts: the columns of a delimited text, found without a look at each letter.

Most exports are even: every record has as many cells as the first, and quotation marks stand around cells only. Such
a text is divided by searching for separators, some hundred records at a time. The first record that is otherwise ends
the attempt, and the text is read letter by letter: `teema.importers.text_files.records`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import repeat
from operator import contains

__all__ = ["UnevenError", "even_blocks"]

_SIZE = 2**18  # characters at a time: what is found in them stays in the fast memory while it is looked at
_LONGEST = 2**26  # characters of records that belong together
# One of these that the text does not hold stands for a mark inside a quoted cell, until the cells are divided.
_STAND_INS = "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12"


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
        start = end
        yield _quoted(piece, separator, width) if '"' in piece else _divided(piece, separator, width)


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


def _quoted(piece: str, separator: str, width: int) -> list[list[str]]:
    """Return the columns of records with quotation marks around some of their cells."""
    parts = piece.split('"')
    outside, inside = parts[::2], parts[1::2]
    before, after = {part[-1:] for part in outside[:-1]}, {part[:1] for part in outside[1:]}
    stand_ins = [sign for sign in _STAND_INS if sign not in piece]
    if not before <= {"", separator, "\n"} or not after <= {"", separator, "\n", "\r"} or len(stand_ins) < 4:
        raise UnevenError
    text = '"'.join(inside)
    hidden = {sign: stand_ins.pop() for sign in (separator, "\n", "\r") if sign in text}
    for sign, stand_in in hidden.items():
        text = text.replace(sign, stand_in)
    parts[1::2] = text.split('"')
    # Nothing between two quoted parts is a doubled mark: one that is meant.
    parts[2:-1:2] = [part or '"' for part in outside[1:-1]]
    columns = _divided("".join(parts), separator, width)
    return [_restored(column, hidden, stand_ins[0]) for column in columns] if hidden else columns


def _restored(column: list[str], hidden: Mapping[str, str], between: str) -> list[str]:
    """Return the cells with the signs that were hidden in them."""
    text = between.join(column)
    found = {sign: stand_in for sign, stand_in in hidden.items() if stand_in in text}
    for sign, stand_in in found.items():
        text = text.replace(stand_in, sign)
    return text.split(between) if found else column
