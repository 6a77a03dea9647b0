"""Export files made on the spot, all of their text invented."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]
Write = Callable[..., Path]


def save_workbook(path: Path, sheets: dict[str, Rows], merged: Sequence[str] = (), hidden: Sequence[str] = ()) -> Path:
    """Write sheets of cells; text stays text, also when it begins with an equals sign."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for i, row in enumerate(rows, 1):
            for j, value in enumerate(row, 1):
                if value not in ("", None):
                    cell = sheet.cell(i, j, value)
                    if isinstance(value, str):
                        cell.data_type = "s"
        for span in merged:
            sheet.merge_cells(span)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(path)
    return path


@pytest.fixture
def workbook(tmp_path: Path) -> Write:
    """Write rows as the only sheet of a workbook: `workbook(rows, merged=["B1:C1"])`."""

    def write(rows: Rows, name: str = "kysely_Perusraportti.xlsx", **options: Any) -> Path:
        return save_workbook(tmp_path / name, {"Perusraportti": rows}, **options)

    return write


@pytest.fixture
def sheets(tmp_path: Path) -> Write:
    """Write a workbook of many sheets: `sheets({"Ohje": rows, "Vastaukset": rows})`."""

    def write(content: dict[str, Rows], **options: Any) -> Path:
        return save_workbook(tmp_path / "kysely.xlsx", content, **options)

    return write


@pytest.fixture
def text_file(tmp_path: Path) -> Write:
    """Write text as it stands, or bytes: `text_file("Ikä;Syy\\n", encoding="cp1252")`."""

    def write(content: str | bytes, name: str = "kysely_Perusraportti.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write
