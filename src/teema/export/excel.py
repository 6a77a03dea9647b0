"""A workbook of tables: one sheet each, to be read on screen and printed as it is."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from textwrap import wrap
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from teema.errors import UnusableValueError
from teema.export.cells import FORMULA_STARTS, clean_text, too_long
from teema.export.files import write_whole
from teema.export.long_cells import said_again
from teema.tables import Column, Table
from teema.terms import Language, term

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["lines_of", "save_book", "sheet_names", "write_workbook"]

_FORMATS = {"count": "#,##0", "percent": "0 %", "number": "0.00"}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_NARROW, _TEXT, _WIDE = 8.5, 14.0, 46.0
_AGAIN = 20.0  # lines after which a merged cell is said again: a printed page and a screen hold more
_ROWS = 1_048_000  # of the 1,048,576 of a sheet, leaving room for title, header and notes
_PAGE = 130.0  # widths that fit an A4 page lying down at a readable size


def write_workbook(path: str | Path, sheets: Mapping[str, Table], *, language: Language = "fi") -> Path:
    """Write tables into a workbook, one sheet each: title, base, header, body, notes.

    Headers are frozen and repeated on every printed page, child rows are indented, and text never becomes a formula.

    Args:
        path: The file to write; one of the same name is replaced.
        sheets: Tables by the name of their sheet; names are shortened to what Excel allows and made unique.
        language: Language of what is added beside the tables.

    Raises:
        UnusableValueError: The file cannot be written, or a table has more rows than a sheet.

    Example:
        >>> import pandas as pd
        >>> table = Table(frame=pd.DataFrame({"n": [3]}), title="Koodit", columns=(Column("n", "n", "count"),))
        >>> write_workbook(getfixture("tmp_path") / "tulokset.xlsx", {"Koodit": table}).name
        'tulokset.xlsx'
    """
    from openpyxl import Workbook

    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    for name, table in zip(sheet_names(sheets, language), sheets.values(), strict=True):
        _sheet(book, name, table)
    # Who and when would stand in the properties of the file; the first sheet says it where it can be read.
    book.properties.creator = "teema"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 -- xlsx has no zones
    return write_whole(path, lambda place: save_book(book, place))


def save_book(book: Workbook, path: Path) -> None:
    """Write the workbook so that the same tables are the same bytes; `Workbook.save` would put the time in."""
    from openpyxl.writer.excel import ExcelWriter

    packed = BytesIO()
    ExcelWriter(book, ZipFile(packed, "w", ZIP_DEFLATED)).save()
    with ZipFile(packed) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name)  # its time is 1980, the first that a zip file knows
            info.compress_type = ZIP_DEFLATED
            with old.open(name) as source, new.open(info, "w") as target:
                copyfileobj(source, target)


def sheet_names(names: Mapping[str, Any], language: Language = "fi") -> list[str]:
    """Return names that Excel accepts: at most 31 characters, none of `[]:*?/\\`, unique whatever the letter case.

    Example:
        >>> sheet_names({"Koodit × Työkokemus: alle/yli": 1, "KOODIT × työkokemus: alle yli": 2})
        ['Koodit × Työkokemus alle yli', 'KOODIT × työkokemus alle yl (2)']
    """
    found: list[str] = []
    for name in names:
        clean = " ".join(name.translate(_FORBIDDEN).split()).strip("'")[:31].strip() or term("export.sheet", language)
        unique, number = clean, 2
        while unique.casefold() in [item.casefold() for item in found]:
            unique = f"{clean[: 31 - len(f' ({number})')].rstrip()} ({number})"
            number += 1
        found.append(unique)
    return found


def _sheet(book: Workbook, name: str, table: Table) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Side
    from openpyxl.utils import get_column_letter

    if len(table.frame) > _ROWS:
        raise UnusableValueError(
            f"{len(table.frame):,} rows are more than a sheet holds ({_ROWS:,}).",
            where=name,
            hint="Write the table as CSV instead.",
        )
    sheet: Worksheet = book.create_sheet(name)
    last = max(len(table.columns), 1)
    line = Side(style="thin", color="8C8C8C")
    row = 1
    for text, font in ((table.title, _font(bold=True, size=14)), (table.base, _font(italic=True, color="404040"))):
        if text:
            _text(sheet, row, 1, text, table.language).font = font
            row += 1
    header = first_header = row + 1
    if any(column.group for column in table.columns):
        _groups(sheet, header, table.columns, _widths(table), table.language)
        header += 1
    for i, column in enumerate(table.columns, start=1):
        cell = _text(sheet, header, i, column.label, table.language)
        cell.font = _font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E7EDF2")
        air = 1 if i > 1 and column.format not in _FORMATS else 0
        cell.alignment = Alignment(wrap_text=True, vertical="bottom", horizontal=_side(column), indent=air)
        cell.border = Border(top=line, bottom=line, left=_edge(table.columns, i))
    widths = _widths(table)
    tallest = max(
        (lines_of(column.label, width / 1.1) for column, width in zip(table.columns, widths, strict=True)), default=1
    )
    sheet.row_dimensions[header].height = 15.0 * tallest
    after = _body(sheet, header + 1, table, widths)
    for i in range(1, last + 1):
        sheet.cell(after - 1, i).border = Border(
            bottom=line, left=_edge(table.columns, i), top=line if after == header + 1 else None
        )
        sheet.column_dimensions[get_column_letter(i)].width = widths[i - 1] if widths else _WIDE
    _notes(sheet, after + 1, table, widths, language=table.language)
    sheet.freeze_panes = sheet.cell(header + 1, 2).coordinate
    sheet.sheet_view.showGridLines = False
    sheet.print_title_rows = f"{first_header}:{header}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    if sheet.oddFooter is not None:
        sheet.oddFooter.center.text = "&A – &P / &N"


def _font(*, bold: bool = False, italic: bool = False, size: int = 11, color: str = "000000") -> Any:
    """Return a font of the workbook's own family; one without a name falls back to whatever the program likes."""
    from openpyxl.styles import Font

    return Font(name="Calibri", bold=bold, italic=italic, size=size, color=color)


def _edge(columns: tuple[Column, ...], i: int) -> Any:
    """Return the hairline that stands before the first column of a group; `i` counts from 1."""
    from openpyxl.styles import Side

    group = columns[i - 1].group if i <= len(columns) else ""
    begins = bool(group) and (i == 1 or columns[i - 2].group != group)
    return Side(style="hair", color="BFBFBF") if begins else None


def _groups(sheet: Worksheet, row: int, columns: tuple[Column, ...], widths: list[float], language: str) -> None:
    from openpyxl.styles import Alignment, Border, PatternFill, Side

    start = 1
    while start <= len(columns):
        group = columns[start - 1].group
        end = start
        while group and end < len(columns) and columns[end].group == group:
            end += 1
        if group:
            cell = _text(sheet, row, start, group, language)
            cell.font = _font(bold=True)
            cell.fill = PatternFill("solid", fgColor="E7EDF2")
            cell.alignment = Alignment(horizontal="center", vertical="bottom", wrap_text=True)
            line = Side(style="thin", color="8C8C8C")
            for column in range(start, end + 1):
                sheet.cell(row, column).border = Border(top=line, bottom=line, left=_edge(columns, column))
            if end > start:
                sheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=end)
            height = 15.0 * lines_of(group, sum(widths[start - 1 : end]) / 1.1)  # bold letters are wider
            sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 15, height)
        start = end + 1


def _body(sheet: Worksheet, row: int, table: Table, widths: list[float]) -> int:
    """Write the rows and return the number of the first free one."""
    from openpyxl.styles import Alignment, Border

    names = [column.name for column in table.columns]
    edges = {i: Border(left=edge) for i in range(1, len(names) + 1) if (edge := _edge(table.columns, i))}
    base_rows = table.frame["row"].eq("base").tolist() if "row" in table.frame.columns else []
    # Alike cells share one style object; a workbook of a hundred thousand extracts stays quick to write.
    styles = {
        (i, depth): Alignment(
            horizontal=_side(column), vertical="top", wrap_text=column.format not in _FORMATS,
            # A little air between columns of text, whose lines would else run into each other.
            indent=depth if i == 0 or column.format in _FORMATS else 1,
        )
        for i, column in enumerate(table.columns)
        for depth in ({0, *table.depths()} if i == 0 else {0})
    }  # fmt: skip
    first = row
    spans, again = said_again(table.spans(), _lines(table, widths), _AGAIN)
    goes_on = term("export.continued", table.language)
    for number, (values, depth) in enumerate(
        zip(table.frame[names].astype(object).itertuples(index=False), table.depths(), strict=True)
    ):
        lines = 1
        for i, (value, column) in enumerate(zip(values, table.columns, strict=True), start=1):
            if (column.name, number) in again and str(value):
                value = f"{str(value).partition(chr(10))[0]} {goes_on}"  # noqa: PLW2901 -- what is shown of it
            cell = _value(sheet, row, i, value, column, table)
            cell.alignment = styles[i - 1, depth if i == 1 else 0]
            if i in edges:
                cell.border = edges[i]
            alone = column.name not in spans or spans[column.name][number] == 1
            if isinstance(cell.value, str) and alone:
                lines = max(lines, lines_of(cell.value, widths[i - 1] - (2 * depth if i == 1 else 1)))
            if number < len(base_rows) and base_rows[number]:
                cell.font = _font(bold=True)
        if lines > 1:
            sheet.row_dimensions[row].height = min(15.0 * lines, 400)
        row += 1
    _merge(sheet, first, table, spans)
    return row


def _lines(table: Table, widths: Sequence[float]) -> list[float]:
    """Return how many lines each row takes; a merged cell gives its row none."""
    if not table.merged:
        return [1.0] * len(table.frame)
    alone = [
        (column.name, width)
        for column, width in zip(table.columns, widths, strict=True)
        if column.name not in table.merged
    ]
    cells = [[lines_of(str(value), width - 1) for value in table.frame[name]] for name, width in alone]
    return [float(max(lines)) for lines in zip(*cells, strict=True)] or [1.0] * len(table.frame)


def _merge(sheet: Worksheet, first: int, table: Table, spans: Mapping[str, list[int]]) -> None:
    """Make equal cells under each other one, a hairline above each."""
    from openpyxl.styles import Border, Side

    line = Side(style="hair", color="BFBFBF")
    if not spans:
        return
    for i, column in enumerate(table.columns, start=1):
        for row, span in enumerate(spans.get(column.name, [1] * len(table.frame)), start=first):
            if span:
                sheet.cell(row, i).border = Border(top=line)
            if span > 1:
                sheet.merge_cells(start_row=row, start_column=i, end_row=row + span - 1, end_column=i)


def _notes(sheet: Worksheet, row: int, table: Table, widths: list[float], *, language: str) -> None:
    from openpyxl.styles import Alignment

    last = max(len(table.columns), 1)
    cut = sum(int(table.frame[column.name].map(too_long).astype(bool).sum()) for column in table.columns)
    for note in (*table.notes, *([term("export.note_cut", language, count=cut)] if cut else [])):
        cell = _text(sheet, row, 1, note, table.language)
        cell.font = _font(size=10, color="404040")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if last > 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=last)
        sheet.row_dimensions[row].height = 14.0 * lines_of(note, sum(widths) or _WIDE)
        row += 1


def _value(sheet: Worksheet, row: int, column: int, value: Any, shown: Column, table: Table) -> Any:
    """Write one cell: numbers as numbers with a format, everything else as text."""
    import pandas as pd

    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    if isinstance(value, str):
        return _text(sheet, row, column, value, table.language)
    cell = sheet.cell(row, column)
    if pd.isna(value):
        return cell
    if shown.format in _FORMATS:
        cell.value = float(value) if shown.format != "count" else int(value)
        cell.number_format = "0.0 %" if shown.format == "percent" and table.decimals else _FORMATS[shown.format]
        return cell
    return _text(sheet, row, column, str(value), table.language)


def _text(sheet: Worksheet, row: int, column: int, text: str, language: str) -> Any:
    """Write text that stays text, also when it begins like a formula."""
    cell = sheet.cell(row, column)
    cell.value = clean_text(text, cut=term("export.cut", language))
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def _side(column: Column) -> str:
    return "right" if column.format in _FORMATS else "left"


def _widths(table: Table) -> list[float]:
    """Return column widths in characters: numbers narrow, wide text sharing what the page leaves."""
    widths: list[float] = []
    wide: dict[int, float] = {}
    for i, column in enumerate(table.columns):
        lengths = [len(str(value)) for value in table.frame[column.name].head(500)]
        longest = max([len(column.label), *lengths])
        if column.format == "wide-text" and longest > _TEXT:
            # Twice as much text gets not twice the width: it also takes more lines.
            wide[i] = math.sqrt(max(sum(lengths) / max(len(lengths), 1), len(column.label)))
            widths.append(longest + 3.0 + (2.0 * max(table.depths(), default=0) if i == 0 else 0.0))
        elif column.format in _FORMATS:
            widths.append(_width_in_group(table.columns, column) or max(_NARROW, min(len(column.label) + 2.0, _TEXT)))
        else:
            widths.append(min(longest + 4.0, 26.0))
    room = max(_PAGE - sum(width for i, width in enumerate(widths) if i not in wide), 24.0 * len(wide))
    # Those who want less than their share go first: what they leave is shared by the others.
    for i in sorted(wide, key=lambda place: widths[place] / wide[place]):  # a list of its own: `wide` shrinks
        share = room * wide[i] / sum(wide.values())
        del wide[i]
        widths[i] = max(16.0, min(widths[i], share))
        room -= widths[i]
    return widths


def _width_in_group(columns: tuple[Column, ...], column: Column) -> float | None:
    """Return the width of a number under a group: narrow, yet so that the longest word of the group stays whole."""
    if not column.group:
        return None
    beside = sum(other.group == column.group for other in columns)
    longest = max(map(len, column.group.split()), default=0) * 1.2 + 2  # bold letters are wider
    return max(7.5, longest / beside, len(column.label) + 2.0)


def lines_of(text: str, width: float) -> int:
    """Return how many lines a text takes; an average letter is a little narrower than the digit that widths count."""
    room = max(int(width * 1.08), 1)
    return sum(max(1, len(wrap(line, room)) if len(line) > room else 1) for line in text.split("\n"))
