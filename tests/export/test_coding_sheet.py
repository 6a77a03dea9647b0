"""A coding sheet says in every language what its cells take, within what Excel allows."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pandas as pd
import pytest

from teema.coding.sheet import SheetRow
from teema.coding.sheet_file import MEMORY
from teema.export.coding_sheet import LAYOUTS, write_coding_sheet
from teema.terms import LANGUAGES, Language

CODES = pd.DataFrame(
    {
        "code": ["Luottamus", "Vuorovaikutushavainnointi ja sen merkitys asiakassuhteessa"],
        "id": ["a" * 36, "b" * 36],
        "depth": [0, 1],
        "definition": ["=ei kaava", ""],
        "include": ["", ""],
        "exclude": ["", ""],
        "example": ["", ""],
    }
)


def row(number: int, codes: tuple[str, ...] = (), text: str = "Kiire syö kohtaamiset.") -> SheetRow:
    return SheetRow(f"{number}:Q1", f"{number}:Q1", str(number), "Q1", 0, len(text), text, codes)


def written(path: Path, rows: list[SheetRow], layout: str = "lists", language: Language = "fi") -> openpyxl.Workbook:
    cases = pd.DataFrame({"Ikä": [31.0, None], "Hinta": [2.5, 1.0]}, index=pd.Index(["1", "2"], name="case"))
    write_coding_sheet(
        path / "k.xlsx", rows, codes=CODES, cases=cases, questions={"Q1": "Mikä on vaikeaa? " * 12}, layout=layout,
        coder="AJ", language=language,
    )  # fmt: skip
    return openpyxl.load_workbook(path / "k.xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_messages_fit_the_boxes_of_excel(tmp_path: Path, language: Language, layout: str) -> None:
    book = written(tmp_path, [row(1)], layout, language)
    rules = book.worksheets[0].data_validations.dataValidation
    assert len(rules) == 2
    for rule in rules:
        assert 0 < len(rule.errorTitle or "") <= 32
        assert 0 < len(rule.error or "") <= 225
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible", "visible", "visible", "hidden"]
    assert book.sheetnames[-1] == MEMORY


def test_there_is_room_for_two_more_codes_than_any_row_has(tmp_path: Path) -> None:
    headers = [cell.value for cell in written(tmp_path, [row(1)]).worksheets[0][2]]
    assert [name for name in headers if str(name).startswith("Koodi ")] == [f"Koodi {i}" for i in range(1, 6)]


def test_text_is_text_and_numbers_are_numbers(tmp_path: Path) -> None:
    book = written(tmp_path, [row(1, text="=1+1"), row(2)])
    sheet = book.worksheets[0]
    assert sheet["C3"].data_type == "s"
    assert sheet["C3"].quotePrefix
    assert not sheet["C4"].quotePrefix
    last = sheet.max_column
    assert [[sheet.cell(number, i).value for i in (last - 1, last)] for number in (3, 4)] == [[31, 2.5], [None, 1]]
    assert book["Koodikirja"]["B2"].data_type == "s"


def test_rows_are_as_tall_as_their_text_and_may_change(tmp_path: Path) -> None:
    sheet = written(tmp_path, [row(1), row(2, text="Pitkä vastaus kiireestä. " * 40)]).worksheets[0]
    assert sheet.row_dimensions[4].height > sheet.row_dimensions[3].height
    # A height that a program may change is written without the mark that fixes it.
    text = ZipFile(tmp_path / "k.xlsx").read("xl/worksheets/sheet1.xml").decode()
    assert '<row r="2" ht="15" customHeight="1">' in text
    assert "customHeight" not in text.split('<row r="3"')[1].split(">")[0]


def test_an_empty_sheet_can_be_written(tmp_path: Path) -> None:
    assert written(tmp_path, []).worksheets[0].max_row == 2
