"""A set of themes that was worked out elsewhere, in a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from teema.coding.table_files import read_table
from teema.errors import NotFoundError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_themes"]


def read_themes(path: str | Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read themes and relations from a workbook, for `analysis.add_all(...)`.

    Args:
        path: First sheet: `name`, and any of `parent`, `kind`, `definition`, `concept`, `story`, `boundary`,
            `candidate`, `codes` (names joined by `;`). Second sheet: `source`, `target`, `kind`, `label`.

    Raises:
        ImportFileError: The file is missing or cannot be read.
        NotFoundError: A sheet lacks a column.
    """
    themes, relations = read_table(path, 0), read_table(path, 1)
    for table, needed in ((themes, ("name",)), (relations, ("source", "target", "kind"))):
        for column in needed:
            if column not in table.columns:
                raise NotFoundError.of("column", column, table.columns, where=path)
    return themes, relations
