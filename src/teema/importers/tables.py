"""A table as a file gives it: its first rows as they stand, and all of it column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from teema.importers.cells import Block, Cells, blocks_of_rows, gather
from teema.importers.even_text import UnevenError

__all__ = ["HEAD", "Table", "table_of"]

HEAD = 40  # rows from which headers and layouts are known


@dataclass(kw_only=True)
class Table:
    """A table that is read when its cells are asked for.

    Attributes:
        head: Its first rows.
        rows: Gives all its rows.
        blocks: Gives the columns of some rows at a time; None when only `rows` can be had.
        texts: Whether all cells are text.
    """

    head: list[list[Any]]
    rows: Callable[[], list[list[Any]]]
    blocks: Callable[[], Iterable[Block]] | None = None
    texts: bool = False

    def below(self, start: int) -> list[Cells]:
        """Return the cells of each column below the first `start` rows."""
        if self.blocks is not None:
            try:
                return gather(self.blocks(), start, texts=self.texts)
            except UnevenError:
                pass
        return gather(blocks_of_rows(self.rows()), start, texts=self.texts)


def table_of(rows: list[list[Any]], *, texts: bool = False) -> Table:
    """Return the table of rows at hand."""
    return Table(head=rows[:HEAD], rows=lambda: rows, texts=texts)
