"""Workbooks: which sheet, and its cells as text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from teema.errors import ImportFileError, NotFoundError

__all__ = ["Sheet", "as_text", "columns_of", "read_sheet"]


class Sheet(NamedTuple):
    """One sheet: its name, its rows of cells as calamine gives them, and the other sheets' names."""

    name: str
    rows: list[list[Any]]
    others: tuple[str, ...]


def read_sheet(path: Path, sheet: str | None = None) -> Sheet:
    """Read one sheet of a workbook: the named one, or the first with two rows and visible.

    Raises:
        ImportFileError: The workbook cannot be read, or every sheet is empty.
        NotFoundError: There is no such sheet.
    """
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
        names = list(book.sheet_names)
        if sheet is not None:
            folded = {name.casefold(): name for name in names}
            if sheet.casefold() not in folded:
                raise NotFoundError.of("sheet", sheet, names, where=path)
            candidates = [folded[sheet.casefold()]]
        else:
            visible = {item.name for item in book.sheets_metadata if item.visible == SheetVisibleEnum.Visible}
            candidates = [name for name in names if name in visible] or names
        first: Sheet | None = None
        for name in candidates:
            # Rows are counted as the spreadsheet shows them, so empty ones at the top must stay.
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            found = Sheet(name, rows, tuple(other for other in names if other != name))
            if sum(any(cell != "" for cell in row) for row in rows[:50]) > 1:
                return found
            first = first or found
    except NotFoundError:
        raise
    except Exception as error:  # calamine has an error class for each format
        raise ImportFileError(
            f"The workbook cannot be read ({error}).",
            where=path,
            hint="Open it in Excel or LibreOffice and save it again as .xlsx.",
        ) from error
    if first is None or not first.rows:
        raise ImportFileError("The workbook has no sheet with data.", where=path, hint="Export it again.")
    return first


def as_text(cells: Sequence[Any]) -> list[str]:
    """Return the cells of one column as text, the way the spreadsheet shows them.

    Whole numbers lose the `.0` that the reader gives them; dates become ISO; a column of dates and times keeps both.

    Example:
        >>> as_text([5.0, "007", 1.5, ""])
        ['5', '007', '1.5', '']
    """
    kinds = set(map(type, cells))
    if kinds <= {str}:
        return list(cells)
    # A midnight comes as a date though its sisters have times.
    timed = datetime in kinds
    return [cell if type(cell) is str else _text(cell, timed=timed) for cell in cells]


def _text(cell: Any, *, timed: bool) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat() + (" 00:00:00" if timed else "")
    if isinstance(cell, time | timedelta):
        return str(cell)
    return str(cell)


def columns_of(rows: Iterable[Sequence[Any]], width: int) -> list[list[Any]]:
    """Return rows as columns of equal length; short rows are filled with empty text."""
    full = [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]
    return [list(column) for column in zip(*full, strict=True)] if full else [[] for _ in range(width)]
