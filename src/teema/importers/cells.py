"""The cells of each column: as cleaned text, and which of them hold the same.

A large table has more cells than the fast memory of a computer holds, and fetching one from the slow memory takes
longer than cleaning, comparing and measuring it. So some rows are taken at a time, and everything is done to their
cells at once; and where values recur, what follows looks at each value and not at each cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from teema.importers.dates import parse_dates
from teema.importers.spreadsheets import as_text, columns_of
from teema.importers.text_files import NotPlainError
from teema.importers.values import LONGEST_CONTENTLESS, clean_cells, contentless_places

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.int64]

__all__ = ["Block", "Cells", "blocks_of_rows", "gather"]

Block = Sequence[Sequence[Any]]  # the columns of some rows, all of the same length; texts may be bytes in UTF-8
_ROWS = 1000  # in a block
_REPEATED = 4  # cells for each value, from which on a column is one of repeated values


class Cells:
    """The cells of one column below the headers, cleaned; blank ones empty.

    In a column of repeated values each value stands once in `values`; in any other, each cell does.

    Attributes:
        values: What the cells hold, in the order met.
        places: Which value each cell holds.
        lengths: Letters in each value.

    Example:
        >>> found = Cells.of(["kiire", "", "kiire"])
        >>> found.texts, found.blanks, found.distinct
        (['kiire', '', 'kiire'], 1, 1)
    """

    def __init__(self, values: list[str], places: Numbers | None, lengths: Numbers, hashes: Numbers | None) -> None:
        import numpy as np

        self.values = values
        self.lengths = lengths
        self.places = np.arange(len(values)) if places is None else places
        self._repeated = places is not None
        self._hashes = hashes

    @classmethod
    def of(cls, texts: Sequence[str]) -> Cells:
        """Return the cells of a column that was cleaned already."""
        made = _Column(texts=True, cleaned=True)
        for start in range(0, len(texts), _ROWS):
            made.add(texts[start : start + _ROWS])
        return made.finished()

    @property
    def texts(self) -> list[str]:
        """The cells themselves."""
        return list(map(self.values.__getitem__, self.places.tolist())) if self._repeated else self.values

    @cached_property
    def new(self) -> NDArray[np.bool_]:
        """Whether each value is none of those before it."""
        import numpy as np
        import pandas as pd

        if self._hashes is None:
            return np.ones(len(self.values), dtype="bool")
        # Texts that differ have different hashes: of a million, one pair in some tens of millions of files has not.
        return ~pd.Series(self._hashes, copy=False).duplicated().to_numpy()

    @cached_property
    def numbers(self) -> Numbers:
        """How many cells hold each value."""
        import numpy as np

        count = len(self.values)
        return np.bincount(self.places, minlength=count) if self._repeated else np.ones(count, dtype="int64")

    @cached_property
    def dates(self) -> NDArray[np.datetime64]:
        """The date that each value is, or not-a-time."""
        return parse_dates(self.values)

    @cached_property
    def contentless(self) -> NDArray[np.bool_]:
        """Whether each value looks as if it had no content."""
        import numpy as np

        found = np.zeros(len(self.values), dtype="bool")
        short = np.flatnonzero((self.lengths > 0) & (self.lengths <= LONGEST_CONTENTLESS)).tolist()
        found[contentless_places(self.values, short)] = True
        return found

    @property
    def blanks(self) -> int:
        """How many cells are blank."""
        return int(self.numbers[self.lengths == 0].sum())

    @property
    def distinct(self) -> int:
        """How many different values there are, blanks apart."""
        return int((self.new & (self.lengths > 0)).sum())

    def holds(self) -> NDArray[np.bool_]:
        """Whether each cell holds something."""
        return (self.lengths > 0)[self.places] if self._repeated else self.lengths > 0

    def only(self, kept: NDArray[np.bool_]) -> Cells:
        """Return the cells in the rows to be kept."""
        import numpy as np

        if not self._repeated:
            hashes = None if self._hashes is None else self._hashes[kept]
            return Cells([self.values[i] for i in np.flatnonzero(kept)], None, self.lengths[kept], hashes)
        places = self.places[kept]
        found = np.flatnonzero(np.bincount(places, minlength=len(self.values)))
        renumbered = np.zeros(len(self.values), dtype="int64")
        renumbered[found] = np.arange(len(found))
        return Cells([self.values[i] for i in found], renumbered[places], self.lengths[found], None)


def blocks_of_rows(rows: Sequence[Sequence[Any]]) -> Iterator[Block]:
    """Yield the columns of some rows at a time; short rows are filled with empty text."""
    width = max(map(len, rows), default=0)
    for start in range(0, len(rows), _ROWS):
        yield columns_of(rows[start : start + _ROWS], width)


def gather(blocks: Iterable[Block], start: int, *, texts: bool = False) -> list[Cells]:
    """Return the cells of each column below the first rows.

    Args:
        blocks: The columns of some rows at a time.
        start: How many rows at the top hold headers and what stands above them.
        texts: Whether all cells are text.
    """
    columns: list[_Column] = []
    for block in blocks:
        columns = columns or [_Column(texts=texts) for _ in block]
        skipped = min(start, len(block[0])) if block else 0
        start -= skipped
        for column, cells in zip(columns, block, strict=True):
            column.add(cells[skipped:] if skipped else cells)
    return [column.finished() for column in columns]


class _Column:
    """A column to which cells are still added."""

    def __init__(self, *, texts: bool, cleaned: bool = False) -> None:
        self._only_texts = texts
        self._clean = list if cleaned else _clean
        self._count = 0
        self._raw: list[Any] = []
        # Of repeated values: each as it stands, and cleaned, with its number; and the numbers of the cells.
        self._raw_numbers: dict[str | bytes, int] = {}
        self._numbers: dict[str, int] = {}
        self._places: list[Numbers] = []
        # Of others: the cells, their lengths and hashes.
        self._texts: list[str] = []
        self._lengths: list[Numbers] = []
        self._hashes: list[Numbers] = []

    def add(self, cells: Sequence[Any]) -> None:
        if self._only_texts or (not self._raw and set(map(type, cells)) <= {str}):
            self._take(cells)
        else:  # how a date is written depends on all others of the column: they wait for each other
            self._raw += cells

    def _take(self, cells: Sequence[Any]) -> None:
        if not self._texts:
            self._count += len(cells)
            if self._took_repeated(cells):
                return
            before = self._repeated_texts()
            if before:
                self._take_others(before)
        self._take_others(self._clean(cells))

    def _took_repeated(self, cells: Sequence[Any]) -> bool:
        """Take cells of a column of repeated values; False when it turns out to be none."""
        try:  # mostly all of them were met before
            self._places.append(_numbers(map(self._raw_numbers.__getitem__, cells), len(cells)))
        except KeyError:
            new = [cell for cell in dict.fromkeys(cells) if cell not in self._raw_numbers]
            if (len(self._raw_numbers) + len(new)) * _REPEATED > self._count:
                return False
            for cell, text in zip(new, self._clean(new), strict=True):
                self._raw_numbers[cell] = self._numbers.setdefault(text, len(self._numbers))
            self._places.append(_numbers(map(self._raw_numbers.__getitem__, cells), len(cells)))
        return True

    def _repeated_texts(self) -> list[str]:
        """Return the cells taken so far, which turn out not to be repeated."""
        values = list(self._numbers)
        return [values[place] for places in self._places for place in places.tolist()]

    def _take_others(self, texts: list[str]) -> None:
        self._texts += texts
        self._lengths.append(_numbers(map(len, texts), len(texts)))
        self._hashes.append(_numbers(map(hash, texts), len(texts)))

    def finished(self) -> Cells:
        if self._raw:
            self._take(as_text(self._raw))
        if self._texts or not self._places:
            return Cells(self._texts, None, _joined(self._lengths), _joined(self._hashes))
        values = list(self._numbers)
        return Cells(values, _joined(self._places), _numbers(map(len, values), len(values)), None)


def _clean(cells: Sequence[Any]) -> list[str]:
    if cells and type(cells[0]) is bytes:
        try:
            cells = list(map(bytes.decode, cells))
        except UnicodeDecodeError:
            raise NotPlainError from None
    return clean_cells(cells)


def _numbers(found: Iterable[int], count: int) -> Numbers:
    import numpy as np

    return np.fromiter(found, dtype="int64", count=count)


def _joined(parts: Sequence[Numbers]) -> Numbers:
    import numpy as np

    return np.concatenate(parts) if parts else np.array([], dtype="int64")
