"""Workbooks: which sheet, and its cells as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from teema.errors import ImportFileError, NotFoundError

__all__ = ["Sheet", "as_text", "columns_of", "read_sheet"]

_ROWS = 1000  # taken at a time


class Sheet(NamedTuple):
    """One sheet: its name, the sheet as calamine gives it, why this one, and the other sheets' names.

    The reason is a key of `terms/importers.toml`.
    """

    name: str
    data: Any
    where: Path
    reason: str
    others: tuple[str, ...]
    names: tuple[str, ...]  # of all sheets, in their order

    def rows(self) -> list[list[Any]]:
        """Return the rows of cells. They are counted as the spreadsheet shows them, so empty ones at the top stay."""
        with _refusing(self.where):
            return list(self.data.to_python(skip_empty_area=False))

    def head(self, count: int) -> list[list[Any]]:
        """Return the first rows."""
        return next((list(map(list, zip(*block, strict=True))) for block in self.blocks(count)), [])

    def blocks(self, count: int = _ROWS) -> Iterator[list[Sequence[Any]]]:
        """Yield the columns of so many rows at a time."""
        with _refusing(self.where):
            rows = self.data.iter_rows()
            # Unlike those above the first cell, empty columns before it are passed over.
            before = self.data.start[1] if self.data.start else 0
            while block := list(islice(rows, count)):
                yield [*([""] * len(block) for _ in range(before)), *zip(*block, strict=True)]


def read_sheet(path: Path, sheet: str | None = None) -> Sheet:
    """Read one sheet of a workbook: the named one, or the first visible one that holds about as much as any.

    Raises:
        ImportFileError: The workbook cannot be read, or every sheet is empty.
        NotFoundError: There is no such sheet.
    """
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    with _refusing(path):
        book = CalamineWorkbook.from_path(str(path))
        tables = [item for item in book.sheets_metadata if item.typ == SheetTypeEnum.WorkSheet]
        names = [item.name for item in tables]
        visible = [item.name for item in tables if item.visible == SheetVisibleEnum.Visible] or names
        chosen = _named(sheet, names, path) if sheet is not None else _fullest(book, visible)
        data = book.get_sheet_by_name(chosen) if chosen else None
    if chosen is None or data is None or data.end is None:
        raise ImportFileError("The workbook has no sheet with data.", where=path, hint="Export it again.")
    others = tuple(name for name in names if name != chosen)
    reason = "sheet_given" if sheet is not None else "sheet_first" if others else "sheet_only"
    return Sheet(chosen, data, path, reason, others, tuple(names))


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Turn what the reader of workbooks breaks off with into an error that names the file."""
    try:
        yield
    except (NotFoundError, KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # calamine has an error class for each format, and its panics are no `Exception`
        raise _unreadable(path, error) from error


def _named(sheet: str, names: Sequence[str], path: Path) -> str:
    folded = {name.casefold(): name for name in names}
    if sheet.casefold() not in folded:
        raise NotFoundError.of("sheet", sheet, names, where=path)
    return folded[sheet.casefold()]


def _fullest(book: Any, names: Sequence[str]) -> str | None:
    """Return the first sheet at least half as large as the largest: notes and legends are small."""
    if len(names) == 1:
        return names[0]
    sizes = {}
    for name in names:
        sheet = book.get_sheet_by_name(name)
        sizes[name] = sheet.height * sheet.width
    largest = max(sizes.values(), default=0)
    return next((name for name in names if largest and sizes[name] >= largest / 2), None)


def _unreadable(path: Path, error: BaseException) -> ImportFileError:
    if "password" in str(error).casefold():
        return ImportFileError(
            "The workbook is protected with a password.", where=path, hint="Open it in Excel and save it without one."
        )
    return ImportFileError(
        f"The workbook cannot be read ({error}).",
        where=path,
        hint="Open it in Excel or LibreOffice and save it again as .xlsx.",
    )


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
    if kinds == {float}:
        return _numbers(cells)
    if kinds == {datetime}:
        return [_moment(cell) if cell.microsecond else cell.isoformat(" ") for cell in cells]
    # A midnight comes as a date though its sisters have times.
    written = {**_WRITTEN, date: _midnight} if datetime in kinds else _WRITTEN
    return [cell if type(cell) is str else written.get(type(cell), str)(cell) for cell in cells]


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < 2**53 else repr(cell)


def _numbers(cells: Sequence[float]) -> list[str]:
    """Return a column of numbers as text; whole ones, as most are, all at once."""
    import numpy as np

    numbers = np.array(cells, dtype="float64")
    whole = np.trunc(numbers)
    if (numbers == whole).all() and (abs(whole) < 2**53).all():
        return list(map(str, whole.astype("int64").tolist()))
    return list(map(_number, cells))


def _moment(cell: datetime) -> str:
    if cell.microsecond:  # a day number is of finite precision: 9:15 may come as 9:14:59.9999
        return str((cell + timedelta(microseconds=500_000)).replace(microsecond=0))
    return cell.isoformat(" ")


def _midnight(cell: date) -> str:
    return f"{cell} 00:00:00"


def _nothing(_cell: None) -> str:
    return ""


def _truth(cell: object) -> str:
    return "1" if cell else "0"


# By the exact types that the reader gives; anything else is written as Python does it.
_WRITTEN: dict[type, Callable[[Any], str]] = {
    type(None): _nothing, bool: _truth, float: _number, datetime: _moment,
}  # fmt: skip


def columns_of(rows: Sequence[Sequence[Any]], width: int) -> list[list[Any]]:
    """Return rows as columns of equal length; short rows are filled with empty text."""
    if all(len(row) == width for row in rows):
        return list(map(list, zip(*rows, strict=True))) if rows else [[] for _ in range(width)]
    full = [row if len(row) == width else [*row, *[""] * (width - len(row))] for row in rows]
    return list(map(list, zip(*full, strict=True)))
