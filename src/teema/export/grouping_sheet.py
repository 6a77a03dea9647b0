"""The grouping sheet: a workbook in which reduced expressions are put into classes, and classes under higher ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.coding.sheet_file import MEMORY, key
from teema.errors import UnusableValueError
from teema.export.coding_sheet_parts import HEAD, auto_height, put_text
from teema.export.excel import lines_of, save_book
from teema.export.files import write_whole
from teema.terms import term
from teema.themes.grouping import LEVELS, GroupingRow, SheetClass
from teema.themes.grouping_file import memory_lines

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["write_grouping_sheet"]

_ROWS = 1_000_000  # of the 1,048,576 of a sheet, some left for lines that are added
_KEYS, _HEADER, _FIRST = 1, 2, 3  # rows: hidden keys, header, first line
_MORE = 200  # lines below the last that the lists work on too
_FILLS = {"work head": "FFE9A8", "work": "FFFBEA", "open": "F6C667"}
_LINE, _PALE = "8C8C8C", "D9D9D9"
_LONGEST = 140  # letters of an original expression that are shown


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its key, header, width and cells; `work` is filled in, the others only tell."""

    key: str
    label: str
    width: float
    cells: tuple[Any, ...]
    work: bool = False


def write_grouping_sheet(
    path: str | Path,
    rows: Sequence[GroupingRow],
    classes: Sequence[SheetClass],
    *,
    analysis: tuple[str, str],
    levels: Mapping[str, str],
    language: str = "fi",
) -> Path:
    """Write a grouping sheet: the expressions, the classes there are, instructions, and hidden how it all was.

    Args:
        path: The file to write; one of the same name is replaced.
        rows: As `grouping_rows` returns them.
        classes: All classes of the analysis, in tree order.
        analysis: Its GUID and name.
        levels: What the levels of classes are called.
        language: Language of what stands around the expressions.

    Raises:
        UnusableValueError: There are more rows than a sheet holds, or the file cannot be written.
    """
    from openpyxl import Workbook

    if len(rows) > _ROWS:
        raise UnusableValueError(f"{len(rows):,} rows are more than a sheet holds.", where=Path(path).name)
    book = Workbook()
    sheet: Any = book.active
    columns = _columns(rows, levels, language)
    _fill(sheet, columns, len(rows), language)
    _add_classes(book, classes, levels, language)
    _rules(sheet, columns, _HEADER + len(rows) + _MORE, _most(classes), language)
    _add_help(book, Path(path).name, analysis[1], levels, language)
    headers = {column.key: column.label for column in columns}
    _add_memory(book, memory_lines(list(rows), list(classes), analysis=analysis, headers=headers))
    book.properties.creator = "teema"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 -- xlsx has no zones
    return write_whole(path, lambda place: save_book(book, place))


def _columns(rows: Sequence[GroupingRow], levels: Mapping[str, str], language: str) -> list[_Column]:
    def say(name: str) -> str:
        return term(f"grouping.column_{name}", language)

    sample = ["\n".join(f"”{_short(text)}”" for text in row.sample) for row in rows]
    work = [
        _Column(key("level", level), _capital(levels[level]), 23.0, tuple(row.cells[place] for row in rows), work=True)
        for place, level in enumerate(LEVELS)
    ]
    return [
        _Column(key("id"), say("id"), 6.0, tuple(int(row.id) for row in rows)),
        _Column(key("reduced"), say("reduced"), 34.0, tuple(row.reduced for row in rows), work=True),
        *work,
        _Column(key("extracts"), say("extracts"), 8.0, tuple(row.extracts for row in rows)),
        _Column(key("cases"), say("cases"), 11.0, tuple(row.cases for row in rows)),
        _Column(key("sample"), say("sample"), 52.0, tuple(sample)),
    ]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _fill(sheet: Worksheet, columns: Sequence[_Column], count: int, language: str) -> None:
    """Write header and body, and set how they are seen."""
    from openpyxl.formatting.rule import FormulaRule
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet.title = term("grouping.sheet", language)
    line, pale = Side(style="thin", color=_LINE), Side(style="hair", color=_PALE)
    for i, column in enumerate(columns, start=1):
        sheet.cell(_KEYS, i, column.key)
        head = put_text(sheet.cell(_HEADER, i), column.label, language)  # type: ignore[arg-type]
        head.font = Font(name="Calibri", bold=True)
        head.fill = PatternFill("solid", fgColor=_FILLS["work head"] if column.work else HEAD)
        head.border = Border(top=line, bottom=line)
        head.alignment = Alignment(wrap_text=True, vertical="bottom")
        sheet.column_dimensions[get_column_letter(i)].width = column.width
        for number, value in enumerate(column.cells, start=_FIRST):
            cell: Any = sheet.cell(number, i)
            if isinstance(value, str):
                if value:
                    put_text(cell, value, language)  # type: ignore[arg-type]
            else:
                cell.value = value
            cell.font = Font(name="Calibri")
            cell.alignment = Alignment(
                wrap_text=True, vertical="top", horizontal="left" if isinstance(value, str) else "center"
            )
            cell.border = Border(top=pale, bottom=pale, left=pale, right=pale)
            if column.work:
                cell.fill = PatternFill("solid", fgColor=_FILLS["work"])
    for number, values in enumerate(zip(*(column.cells for column in columns), strict=True), start=_FIRST):
        texts = zip(values, columns, strict=True)
        auto_height(sheet, number, max(lines_of(str(value), 0.85 * column.width) for value, column in texts))
    widest = max(lines_of(column.label, column.width / 1.1) for column in columns)
    sheet.row_dimensions[_KEYS].hidden = True
    sheet.row_dimensions[_HEADER].height = 15.0 * widest
    sheet.freeze_panes = sheet.cell(_FIRST, 3).coordinate
    last = get_column_letter(len(columns))
    sheet.auto_filter.ref = f"A{_HEADER}:{last}{_HEADER + max(count, 1)}"
    # An expression that no class holds is marked until it has one: bold as well, for paper without colours.
    low, high = (get_column_letter(2 + place) for place in (1, len(LEVELS)))
    rule = FormulaRule(  # type: ignore[no-untyped-call]
        formula=[f'AND($B{_FIRST}<>"",COUNTBLANK(${low}{_FIRST}:${high}{_FIRST})={len(LEVELS)})'],
        fill=PatternFill("solid", bgColor=_FILLS["open"]),
        font=Font(bold=True),
    )
    sheet.conditional_formatting.add(f"A{_FIRST}:B{_HEADER + count + _MORE}", rule)
    sheet.print_title_rows = f"{_HEADER}:{_HEADER}"
    _page(sheet)


def _page(sheet: Any) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _most(classes: Sequence[SheetClass]) -> int:
    return max((sum(item.kind == level for item in classes) for level in LEVELS), default=0)


def _rules(sheet: Worksheet, columns: Sequence[_Column], last: int, most: int, language: str) -> None:
    """Offer the classes there are, taking new names too; what only tells refuses to be typed over."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    locked = DataValidation(type="custom", formula1="FALSE", allow_blank=False, errorStyle="stop")
    locked.showErrorMessage = True
    locked.errorTitle = term("grouping.locked_title", language)
    locked.error = term("grouping.locked", language)
    name = term("grouping.classes", language)
    for i, column in enumerate(columns, start=1):
        letter = get_column_letter(i)
        if not column.work:
            locked.add(f"{letter}{_FIRST}:{letter}{last}")
        elif column.key.startswith(key("level")) and most:
            source = get_column_letter(1 + LEVELS.index(_level_of(column.key)))
            # Free lines at the end of the list are for names that the researcher adds there.
            rule = DataValidation(type="list", formula1=f"'{name}'!${source}$2:${source}${most + 21}", allow_blank=True)
            rule.showErrorMessage = False
            rule.add(f"{letter}{_FIRST}:{letter}{last}")
            sheet.add_data_validation(rule)
    sheet.add_data_validation(locked)


def _level_of(name: str) -> Any:
    return name.rpartition(":")[2]


def _add_classes(book: Workbook, classes: Sequence[SheetClass], levels: Mapping[str, str], language: str) -> None:
    """Add the classes there are, level by level; the drop-down lists show them."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(term("grouping.classes", language))
    for i, level in enumerate(LEVELS, start=1):
        head = put_text(sheet.cell(1, i), _capital(levels[level]), language)  # type: ignore[arg-type]
        head.font = Font(name="Calibri", bold=True)
        head.fill = PatternFill("solid", fgColor=HEAD)
        names = sorted({item.name for item in classes if item.kind == level}, key=str.casefold)
        for number, name in enumerate(names, start=2):
            cell = put_text(sheet.cell(number, i), name, language)  # type: ignore[arg-type]
            cell.font = Font(name="Calibri")
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.column_dimensions[get_column_letter(i)].width = 38.0
    sheet.freeze_panes = "A2"
    _page(sheet)


def _add_help(book: Workbook, file: str, name: str, levels: Mapping[str, str], language: str) -> None:
    """Add how the sheet is filled in and read back."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(term("grouping.help", language))
    shown = ", ".join(levels[level] for level in LEVELS)
    lines = [
        term("grouping.help_columns", language, levels=shown),
        term("grouping.help_several", language),
        term("grouping.help_rename", language),
        term("grouping.help_rows", language),
        term("grouping.help_read", language, file=file, analysis=name),
        term("grouping.help_private", language),
    ]
    title = put_text(sheet.cell(1, 1), term("grouping.help_title", language, name=name), language)  # type: ignore[arg-type]
    title.font = Font(name="Calibri", bold=True, size=14)
    for number, text in enumerate(lines, start=3):
        cell = put_text(sheet.cell(number, 1), text, language)  # type: ignore[arg-type]
        cell.font = Font(name="Calibri")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        auto_height(sheet, number, lines_of(text, 83.0))
    sheet.column_dimensions["A"].width = 85.0
    sheet.sheet_view.showGridLines = False
    _page(sheet)


def _add_memory(book: Workbook, lines: Sequence[Sequence[str]]) -> None:
    sheet = book.create_sheet(MEMORY)
    sheet.sheet_state = "hidden"
    for number, values in enumerate(lines, start=1):
        for i, value in enumerate(values, start=1):
            cell = put_text(sheet.cell(number, i), value, "en")
            cell.number_format = "@"
