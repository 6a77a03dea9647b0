"""The coding sheet: a workbook in which answers are coded with drop-down lists or with ones and noughts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.coding.sheet import SheetRow
from teema.coding.sheet_file import key
from teema.errors import UnusableValueError
from teema.export.coding_sheet_parts import HEAD, add_codebook, add_help, add_memory, auto_height, put_text
from teema.export.excel import lines_of, save_book
from teema.export.files import write_whole
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["LAYOUTS", "write_coding_sheet"]

LAYOUTS = ("lists", "columns")
_ROWS = 1_048_000  # of the 1,048,576 of a sheet
_FEWEST, _MOST = 5, 30  # code columns
_KEYS, _HEADER, _FIRST = 1, 2, 3  # rows: hidden keys, header, first answer
_FILLS = {"head": HEAD, "code head": "FFE9A8", "code": "FFFBEA"}
_LINE, _PALE = "8C8C8C", "D9D9D9"


@dataclass(slots=True)
class _Column:
    """One column: its key, header, width and cells; `codes` are the cells that are to be filled in."""

    key: str
    label: str
    width: float
    cells: list[Any] = field(default_factory=list)
    kind: str = "text"


def write_coding_sheet(
    path: str | Path,
    rows: Sequence[SheetRow],
    *,
    codes: pd.DataFrame,
    cases: pd.DataFrame,
    questions: Mapping[str, str],
    layout: str = "lists",
    unit: str = "answer",
    coder: str,
    language: Language = "fi",
) -> Path:
    """Write a coding sheet: the answers, the codebook, instructions, and hidden what was coded when it was written.

    Cells that are not for coding refuse to be typed over by a validation rule and not by a lock, because Excel does not
    sort locked cells whatever the protection allows.

    Args:
        path: The file to write; one of the same name is replaced.
        rows: As `sheet_rows` returns them.
        codes: The codebook, columns as in `CODE_COLUMNS`.
        cases: Index `case`; the background variables to show.
        questions: Text of each question by its id.
        layout: `lists` (several code columns with drop-down lists) or `columns` (a column of 0 and 1 for each code).
        unit: `answer` or `sentence`, as the rows are.
        coder: Who the codings in the code columns belong to.
        language: Language of what stands around the answers.

    Raises:
        UnusableValueError: There is no such layout, there are more rows than a sheet holds, or the file cannot be
            written.
    """
    from openpyxl import Workbook

    if layout not in LAYOUTS:
        raise UnusableValueError.of("layout", layout, LAYOUTS)
    if len(rows) > _ROWS:
        raise UnusableValueError(
            f"{len(rows):,} rows are more than a sheet holds ({_ROWS:,}).",
            where=Path(path).name,
            hint='Choose questions: export(…, kind="coding-sheet", questions="Q1").',
        )
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, _worksheet())  # noqa: S101 -- a new workbook has one
    columns = _columns(rows, codes, cases, questions, layout=layout, unit=unit, language=language)
    _fill(sheet, columns, len(rows), codes, language)
    add_codebook(book, codes, language)
    add_help(book, Path(path).name, rows, questions, layout=layout, coder=coder, language=language)
    count = sum(column.kind == "code" for column in columns)
    add_memory(book, rows, codes, code_columns=count, layout=layout, unit=unit, coder=coder)
    book.properties.creator = "teema"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 -- xlsx has no zones
    return write_whole(path, lambda place: save_book(book, place))


def _worksheet() -> type[Worksheet]:
    from openpyxl.worksheet.worksheet import Worksheet

    return Worksheet


def _columns(
    rows: Sequence[SheetRow],
    codes: pd.DataFrame,
    cases: pd.DataFrame,
    questions: Mapping[str, str],
    *,
    layout: str,
    unit: str,
    language: Language,
) -> list[_Column]:
    names = dict(zip(codes["id"], codes["code"], strict=True))
    text = term(f"coding.sheet_{unit}", language)
    columns = [
        _Column(key("id"), term("coding.sheet_id", language), 11.0, [row.id for row in rows]),
        _Column(
            key("question"), term("coding.sheet_question", language), 18.0,
            [_short(questions.get(row.question, row.question), 90 if unit == "answer" else 45) for row in rows],
        ),
        _Column(key("text"), text, 60.0, [row.text for row in rows]),
    ]  # fmt: skip
    if layout == "lists":
        most = max((len(row.codes) for row in rows), default=0)
        count = min(max(_FEWEST, most + 2), max(_MOST, most))
        for i in range(count):
            label = term("coding.sheet_code", language, number=i + 1)
            cells = [names[row.codes[i]] if i < len(row.codes) else None for row in rows]
            columns.append(_Column(key("code"), label, 20.0, cells, "code"))
    else:
        held = [set(row.codes) for row in rows]
        for guid, name in names.items():
            columns.append(_Column(key("code", guid), name, 5.5, [int(guid in given) for given in held], "binary"))
    if any(row.other for row in rows):
        cells = ["\n".join(_other(*item) for item in row.other) for row in rows]
        columns.append(_Column(key("other"), term("coding.sheet_other", language), 34.0, cells))
    columns.append(_Column(key("case"), term("coding.sheet_case", language), 11.0, [row.case for row in rows]))
    for name in cases.columns:
        values = dict(zip(cases.index, map(_plain, cases[name]), strict=True))
        columns.append(_Column(key("background"), str(name), 16.0, [values.get(row.case, "") for row in rows]))
    return columns


def _short(text: str, length: int = 90) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _other(code: str, quotation: str, coder: str) -> str:
    said = f" – ”{_short(' '.join(quotation.split()), 60)}”" if quotation else ""
    return f"{code}{said} ({coder})"


def _plain(value: Any) -> Any:
    """Return a background value as a cell holds it: a number, or text."""
    import pandas as pd

    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if pd.isna(value):
        return ""
    if isinstance(value, int | float):
        return int(value) if float(value).is_integer() else float(value)
    return value.strftime("%Y-%m-%d") if hasattr(value, "strftime") else str(value)


def _fill(sheet: Worksheet, columns: list[_Column], count: int, codes: pd.DataFrame, language: Language) -> None:
    """Write header and body, and set how they are seen and what they take."""
    from openpyxl.utils import get_column_letter

    sheet.title = term("coding.sheet_name", language)
    tallest = max((len(column.label) for column in columns if column.kind == "binary"), default=0)
    for i, column in enumerate(columns, start=1):
        sheet.cell(_KEYS, i, column.key)
        _head(sheet, i, column, language)
        _body(sheet, i, column, language)
        sheet.column_dimensions[get_column_letter(i)].width = column.width
    labels = max(lines_of(column.label, column.width / 1.1) for column in columns if column.kind != "binary")
    for number, lines in enumerate(zip(*(_heights(column) for column in columns), strict=True), start=_FIRST):
        auto_height(sheet, number, max(lines))
    sheet.row_dimensions[_KEYS].hidden = True
    sheet.row_dimensions[_HEADER].height = min(30.0 + 6.0 * tallest, 300.0) if tallest else 15.0 * labels
    last = _HEADER + count
    frozen = next(i for i, column in enumerate(columns, start=1) if column.key == key("text")) + 1
    sheet.freeze_panes = sheet.cell(_FIRST, frozen).coordinate
    sheet.auto_filter.ref = f"A{_HEADER}:{get_column_letter(len(columns))}{last}"
    if count:
        _rules(sheet, columns, last, len(codes), language)
    protection = sheet.protection
    protection.sheet = True
    # For openpyxl, as in the file, true is what the protection forbids.
    protection.sort = protection.autoFilter = protection.deleteRows = False
    protection.formatColumns = protection.formatRows = protection.formatCells = False
    sheet.print_title_rows = f"{_HEADER}:{_HEADER}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]


def _heights(column: _Column) -> list[int]:
    """Return how many lines each cell of a column takes."""
    if column.kind == "binary":
        return [1] * len(column.cells)
    room = column.width - 1
    known: dict[Any, int] = {}
    for value in column.cells:
        if value not in known:
            known[value] = lines_of(value, room) if isinstance(value, str) else 1
    return [known[value] for value in column.cells]


def _head(sheet: Worksheet, i: int, column: _Column, language: Language) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = put_text(sheet.cell(_HEADER, i), column.label, language)
    cell.font = Font(name="Calibri", bold=True)
    cell.fill = PatternFill("solid", fgColor=_FILLS["head" if column.kind == "text" else "code head"])
    line = Side(style="thin", color=_LINE)
    side = Side(style="hair", color=_LINE) if column.kind != "text" else None
    cell.border = Border(top=line, bottom=line, left=side, right=side)
    turned = 90 if column.kind == "binary" else 0
    cell.alignment = Alignment(wrap_text=not turned, vertical="bottom", textRotation=turned)


def _body(sheet: Worksheet, i: int, column: _Column, language: Language) -> None:
    """Write the cells of a column; alike cells share one style, so that ten thousand answers are quick to write."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

    styles = {}
    for number, value in enumerate(column.cells, start=_FIRST):
        cell: Any = sheet.cell(number, i)  # `_style` is the only way to share one, and is not typed
        if isinstance(value, str) and value:
            put_text(cell, value, language)
        elif value is not None and value != "":
            cell.value = value
        quoted = bool(cell.quotePrefix)
        if quoted not in styles:
            pale = Side(style="hair", color=_PALE)
            cell.font = Font(name="Calibri")
            cell.protection = Protection(locked=False)
            cell.alignment = Alignment(
                wrap_text=column.kind != "binary", vertical="top",
                horizontal="center" if column.kind == "binary" else "left",
            )  # fmt: skip
            if column.kind != "text":
                cell.fill = PatternFill("solid", fgColor=_FILLS["code"])
                cell.border = Border(top=pale, bottom=pale, left=pale, right=pale)
            else:
                cell.border = Border(top=pale, bottom=pale)
            if column.kind == "binary":
                cell.number_format = '0;-0;"·";@'
            styles[quoted] = cell._style
        else:
            cell._style = styles[quoted]


def _rules(sheet: Worksheet, columns: list[_Column], last: int, codes: int, language: Language) -> None:
    """Say what each cell takes: codes of the codebook, 0 or 1, or nothing but what is there."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book = term("study.sheet_codebook", language)
    rules = {
        "text": DataValidation(type="custom", formula1="FALSE", allow_blank=False, errorStyle="stop"),
        "binary": DataValidation(type="list", formula1='"0,1"', allow_blank=True, errorStyle="stop"),
        "code": DataValidation(
            type="list", formula1=f"'{book}'!$A$2:$A${codes + 1}", allow_blank=True, errorStyle="warning"
        ),
    }
    rules["binary"].showDropDown = True  # which, in the file, hides the arrow
    said = {"text": "sheet_locked", "binary": "sheet_binary", "code": "sheet_unknown"}
    for kind, rule in rules.items():
        places = [
            f"{get_column_letter(i)}{_FIRST}:{get_column_letter(i)}{last}"
            for i, column in enumerate(columns, start=1)
            if column.kind == kind
        ]
        if not places or (kind == "code" and not codes):
            continue
        rule.showErrorMessage = True
        rule.errorTitle = term(f"coding.{said[kind]}_title", language)
        rule.error = term(f"coding.{said[kind]}", language)
        for place in places:
            rule.add(place)
        sheet.add_data_validation(rule)
