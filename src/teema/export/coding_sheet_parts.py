"""What stands beside the answers in a coding sheet: the codebook, instructions, and the hidden memory."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from teema.coding.sheet import SheetRow, digest
from teema.coding.sheet_file import FORMAT, MEMORY
from teema.export.cells import FORMULA_STARTS, clean_text, too_long
from teema.export.excel import lines_of
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd
    from openpyxl.workbook.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["HEAD", "add_codebook", "add_help", "add_memory", "put_text"]

HEAD = "E7EDF2"  # fill of headers


def put_text(cell: Any, text: str, language: Language) -> Any:
    """Write text that stays text, also when it begins like a formula."""
    cell.value = clean_text(text, cut=term("export.cut", language))
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell


def auto_height(sheet: Worksheet, number: int, lines: int) -> None:
    """Set the height of a row to so many lines, which the program may change: rows that are sorted fit."""
    from openpyxl.worksheet.dimensions import RowDimension

    class AutoHeight(RowDimension):
        customHeight = False  # noqa: N815 -- openpyxl's name

    sheet.row_dimensions[number] = AutoHeight(sheet, index=number, ht=min(15.0 * lines, 405.0))


def add_codebook(book: Workbook, codes: pd.DataFrame, language: Language) -> None:
    """Add the codebook; its first column is what the drop-down lists show."""
    from openpyxl.styles import Alignment, Font, PatternFill

    sheet = book.create_sheet(term("study.sheet_codebook", language))
    fields = {"code": 30.0, "definition": 48.0, "include": 38.0, "exclude": 38.0, "example": 48.0}
    for i, (name, width) in enumerate(fields.items(), start=1):
        cell = put_text(sheet.cell(1, i), term(f"results.{name}", language), language)
        cell.font = Font(name="Calibri", bold=True)
        cell.fill = PatternFill("solid", fgColor=HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="bottom")
        sheet.column_dimensions[chr(64 + i)].width = width
        for row, (value, depth) in enumerate(zip(codes[name], codes["depth"], strict=True), start=2):
            cell = put_text(sheet.cell(row, i), value, language)
            indent = 2 * int(depth) if name == "code" else 0
            cell.alignment = Alignment(wrap_text=True, vertical="top", indent=indent)
            cell.font = Font(name="Calibri")
    for number, values in enumerate(zip(*(codes[name] for name in fields), strict=True), start=2):
        texts = zip(map(str, values), fields.values(), strict=True)
        auto_height(sheet, number, max(lines_of(text, width - 1) for text, width in texts))
    sheet.freeze_panes = "B2"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def add_help(
    book: Workbook,
    file: str,
    rows: Sequence[SheetRow],
    questions: Mapping[str, str],
    *,
    layout: str,
    coder: str,
    language: Language,
) -> None:
    """Add how the sheet is filled in and read back, and the questions in full."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet(term("coding.sheet_help", language))
    names = [f"sheet_help_{layout}", "sheet_help_rows"]
    names += ["sheet_help_other"] if any(row.other for row in rows) else []
    lines = [
        term("coding.sheet_help_coder", language, coder=coder),
        *(term(f"coding.{name}", language) for name in names),
    ]
    lines += [term("coding.sheet_help_read", language, file=file), term("coding.sheet_help_private", language)]
    cut = sum(too_long(row.text) for row in rows)
    lines += [term("coding.sheet_help_cut", language, count=cut)] if cut else []
    shown = {row.question for row in rows}
    asked = [f"{name}  {text}" for name, text in questions.items() if name in shown]
    put_text(sheet.cell(1, 1), term("coding.sheet_help_title", language), language).font = Font(
        name="Calibri", bold=True, size=14
    )
    for number, line in enumerate(lines, start=3):
        put_text(sheet.cell(number, 1), line, language)
    heading = len(lines) + 4
    put_text(sheet.cell(heading, 1), term("coding.sheet_help_questions", language), language)
    for number, line in enumerate(asked, start=heading + 1):
        put_text(sheet.cell(number, 1), line, language)
    for number in range(3, heading + len(asked) + 1):
        cell = sheet.cell(number, 1)
        cell.font = Font(name="Calibri", bold=number == heading)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        auto_height(sheet, number, lines_of(str(cell.value or ""), 83.0))
    sheet.column_dimensions["A"].width = 85.0
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.protection.sheet = True
    sheet.sheet_view.showGridLines = False


def add_memory(
    book: Workbook,
    rows: Sequence[SheetRow],
    codes: pd.DataFrame,
    *,
    code_columns: int,
    layout: str,
    unit: str,
    coder: str,
) -> None:
    """Write, hidden, what was coded when the sheet was made: only so can a code that is gone be told from a new one."""
    sheet = book.create_sheet(MEMORY)
    sheet.sheet_state = "hidden"
    facts = {"format": FORMAT, "coder": coder, "unit": unit, "layout": layout, "code_columns": code_columns}
    lines = [["facts", json.dumps(facts, ensure_ascii=False)]]
    numbers = {}
    for number, (guid, name) in enumerate(zip(codes["id"], codes["code"], strict=True)):
        numbers[guid] = str(number)
        lines.append(["code", guid, name])
    lines += [["row", row.id, digest(row.text), " ".join(numbers[code] for code in row.codes)] for row in rows]
    for number, values in enumerate(lines, start=1):
        for i, value in enumerate(values, start=1):
            cell = put_text(sheet.cell(number, i), value, "en")
            cell.number_format = "@"
