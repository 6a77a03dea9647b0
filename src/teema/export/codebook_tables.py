"""The codebook as an Excel or CSV table that is edited and read back: one row per code, headers in the first row."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.export.cells import FORMULA_STARTS, too_long
from teema.export.coding_sheet_parts import HEAD, auto_height, put_text
from teema.export.excel import lines_of, save_book
from teema.export.files import write_whole
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_codebook_csv", "write_codebook_sheet"]

_WIDTHS = {
    "code": 28.0, "parent": 22.0, "definition": 46.0, "include": 34.0, "exclude": 34.0, "example": 46.0,
    "query": 26.0, "colour": 10.0, "origin": 11.0, "id": 38.0,
}  # fmt: skip
_ORIGINS = ("data", "theory", "mixed")


def _labelled(codes: pd.DataFrame, language: Language) -> pd.DataFrame:
    """Return the columns of the table under the words that people read, origins in words too."""
    origins = {name: term(f"results.origin_{name}", language) for name in _ORIGINS}
    shown = codes[list(_WIDTHS)].assign(origin=codes["origin"].map(origins)).fillna("").astype(str)
    # Ends trimmed and line breaks of one kind: neither survives every program.
    return shown.map(lambda cell: cell.replace("\r\n", "\n").replace("\r", "\n").strip()).rename(
        columns=_labels(language)
    )


def _labels(language: Language) -> dict[str, str]:
    rooms = {name: "coding.book" if name in ("parent", "query", "colour", "id") else "results" for name in _WIDTHS}
    return {
        name: term(f"{room}_{name}" if room == "coding.book" else f"{room}.{name}", language)
        for name, room in rooms.items()
    }


def write_codebook_sheet(path: str | Path, codes: pd.DataFrame, *, language: Language = "fi") -> Path:
    """Write a codebook to Excel.

    Args:
        path: The file to write; one of the same name is replaced.
        codes: Columns as in `CODE_COLUMNS`, in tree order.
        language: Language of the headers.

    Raises:
        UnusableValueError: A text is longer than a cell holds, or the file cannot be written.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    table = _labelled(codes, language)
    for name in table.columns:
        for code, cell in zip(codes["code"], table[name], strict=True):
            if too_long(cell):
                raise UnusableValueError(
                    f"{name} of {code!r} is longer than a cell of Excel holds.",
                    where=Path(path).name,
                    hint="Write the codebook as .yaml or .csv, which hold it whole.",
                )
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = term("study.sheet_codebook", language)
    depths = codes["depth"].astype(int).tolist()
    for i, (name, width) in enumerate(zip(table.columns, _WIDTHS.values(), strict=True), start=1):
        head = put_text(sheet.cell(1, i), name, language)
        head.font = Font(name="Calibri", bold=True)
        head.fill = PatternFill("solid", fgColor=HEAD)
        head.alignment = Alignment(wrap_text=True, vertical="bottom")
        sheet.column_dimensions[get_column_letter(i)].width = width
        for number, (value, depth) in enumerate(zip(table[name], depths, strict=True), start=2):
            cell = sheet.cell(number, i)
            if value:
                put_text(cell, value, language)
            cell.font = Font(name="Calibri", bold=i == 1 and depth == 0)
            cell.alignment = Alignment(wrap_text=True, vertical="top", indent=2 * depth if i == 1 else 0)
    for number, values in enumerate(table.itertuples(index=False), start=2):
        texts = zip(values, _WIDTHS.values(), strict=True)
        auto_height(sheet, number, max(lines_of(str(text), width - 1) for text, width in texts))
    colour, origin = (list(_WIDTHS).index(name) + 1 for name in ("colour", "origin"))
    for number, value in enumerate(codes["colour"], start=2):
        if value:
            digits = str(value).removeprefix("#").upper()
            sheet.cell(number, colour).fill = PatternFill("solid", fgColor=digits)
            sheet.cell(number, colour).font = Font(name="Calibri", color=_ink(digits))
    choices = ",".join(term(f"results.origin_{name}", language) for name in _ORIGINS)
    rule = DataValidation(type="list", formula1=f'"{choices}"', allow_blank=True)
    rule.add(f"{get_column_letter(origin)}2:{get_column_letter(origin)}{len(table) + 200}")
    sheet.add_data_validation(rule)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{len(table) + 1}"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    book.properties.creator = "teema"
    book.properties.created = book.properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001 -- xlsx has no zones
    return write_whole(path, lambda place: save_book(book, place))


def write_codebook_csv(path: str | Path, codes: pd.DataFrame, *, language: Language = "fi") -> Path:
    """Write a codebook to CSV (semicolons, UTF-8); what looks like a formula stands behind an apostrophe.

    Args:
        path: The file to write; one of the same name is replaced.
        codes: Columns as in `CODE_COLUMNS`, in tree order.
        language: Language of the headers.

    Raises:
        UnusableValueError: The file cannot be written.
    """
    table = _labelled(codes, language).map(_csv_text)
    return write_whole(path, lambda place: table.to_csv(place, sep=";", index=False, encoding="utf-8-sig"))


def _ink(background: str) -> str:
    """Return black or white, whichever is read more easily on a colour (weights of the channels: ITU-R BT.601)."""
    red, green, blue = (int(background[i : i + 2], 16) for i in (0, 2, 4))
    return "000000" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "FFFFFF"


def _csv_text(cell: str) -> str:
    """Return a cell that is no formula, and that reading gives back as it was: it takes one apostrophe away."""
    formula = cell.startswith(FORMULA_STARTS) or re.match(r"'+[=+\-@\t\r\n]", cell)
    return f"'{cell}" if formula else cell
