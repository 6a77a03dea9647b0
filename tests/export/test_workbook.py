"""A workbook opens, reads well, and never runs what a respondent wrote."""

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from teema.errors import UnusableValueError
from teema.export import write_csv, write_workbook
from teema.export.excel import sheet_names
from teema.tables import Column, Table

HOSTILE = [
    "=1+1",
    "+358 40",
    "-kiire",
    "@SUMMA(A1)",
    "\t=x",
    '=HYPERLINK("http://x")',
    "a\x07b",
    "\ud83d",
    "😀 ilo",
    "x" * 40_000,
]


def table(texts: list[str], **changes: object) -> Table:
    frame = pd.DataFrame(
        {"code": texts, "depth": [0] * len(texts), "n": range(len(texts)), "share": [0.5] * len(texts)}
    )
    columns = (Column("code", "Koodi", "wide-text"), Column("n", "n", "count"), Column("share", "%", "percent"))
    given: dict[str, object] = {
        "frame": frame,
        "title": "Koodit",
        "base": "27",
        "notes": ("Huom.",),
        "columns": columns,
    }
    return Table(**{**given, "indent": "depth", **changes})  # type: ignore[arg-type]


def cells(path: Path) -> list[list[object]]:
    return [[cell.value for cell in row] for row in load_workbook(path).worksheets[0].iter_rows()]


def test_title_base_header_body_and_notes_stand_under_each_other(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "t.xlsx", {"Koodit": table(["Turva", "Kiire"])})
    assert cells(path) == [
        ["Koodit", None, None], ["27", None, None], [None] * 3, ["Koodi", "n", "%"],
        ["Turva", 0, 0.5], ["Kiire", 1, 0.5], [None] * 3, ["Huom.", None, None],
    ]  # fmt: skip
    sheet = load_workbook(path)["Koodit"]
    assert sheet.freeze_panes == "B5"
    assert sheet["C5"].number_format == "0 %"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.print_title_rows == "$4:$4"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    path = write_workbook(tmp_path / "t.xlsx", {"Taulu": table([text])})
    cell = load_workbook(path)["Taulu"]["A5"]
    assert cell.data_type in ("s", "inlineStr")
    assert len(str(cell.value)) <= 32_767
    if text.startswith(("=", "+", "-", "@", "\t")):
        assert cell.quotePrefix
    with zipfile.ZipFile(path) as archive:
        assert "<f>" not in archive.read("xl/worksheets/sheet1.xml").decode()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1), min_size=1, max_size=5)
)
def test_what_is_written_is_read_back(tmp_path: Path, texts: list[str]) -> None:
    path = write_workbook(tmp_path / "t.xlsx", {"Taulu": table(texts)})
    read = [row[0] for row in cells(path)[4 : 4 + len(texts)]]
    assert read == [text.replace("\ufffe", "").replace("\uffff", "") or None for text in texts]


def test_suppressed_cells_stand_among_numbers(tmp_path: Path) -> None:
    frame = pd.DataFrame({"code": ["a", "b"], "depth": [0, 1], "n": [5, "–"], "share": [0.1, "–"]})
    path = write_workbook(tmp_path / "t.xlsx", {"Taulu": table([], frame=frame)})
    assert [row[1] for row in cells(path)[4:6]] == [5, "–"]


def test_groups_are_merged_above_their_columns(tmp_path: Path) -> None:
    columns = (
        Column("code", "Koodi"),
        Column("n", "n", "count", "Avopalvelu"),
        Column("share", "%", "percent", "Avopalvelu"),
    )
    path = write_workbook(tmp_path / "t.xlsx", {"Taulu": table(["Turva"], columns=columns)})
    assert {str(area) for area in load_workbook(path)["Taulu"].merged_cells.ranges} == {"B4:C4", "A8:C8"}


def test_sheet_names_are_what_excel_allows() -> None:
    names = sheet_names({"Koodit × [a]/b:*?": 1, "x" * 40: 2, "X" * 40: 3, "": 4, "'nimi'": 5})
    assert len({name.casefold() for name in names}) == 5
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_a_folder_that_is_missing_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(UnusableValueError, match="folder does not exist"):
        write_workbook(tmp_path / "ei" / "t.xlsx", {"Taulu": table(["a"])})


def test_a_file_that_cannot_be_replaced_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").mkdir()
    with pytest.raises(UnusableValueError, match="cannot be written"):
        write_workbook(tmp_path / "t.xlsx", {"Taulu": table(["a"])})
    assert [item.name for item in tmp_path.iterdir()] == ["t.xlsx"]


def test_csv_headers_are_no_formulas_either(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "k.csv", pd.DataFrame({"=CMD()": [1], "@a": [2]}))
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == "'=CMD();'@a"


def test_csv_opens_in_a_finnish_excel(tmp_path: Path) -> None:
    frame = pd.DataFrame({"teksti": ["=1+1", 'sanoi: "ei"; lähti'], "lista": [["a", "b"], []]})
    path = write_csv(tmp_path / "k.csv", frame)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    again = pd.read_csv(path, sep=";", keep_default_na=False)
    assert again.values.tolist() == [["'=1+1", "a; b"], ['sanoi: "ei"; lähti', ""]]


def test_the_same_tables_are_the_same_bytes_and_tell_nobody_when(tmp_path: Path) -> None:
    first, second = (write_workbook(tmp_path / name, {"Koodit": table(["Turva"])}) for name in ("a.xlsx", "b.xlsx"))
    assert first.read_bytes() == second.read_bytes()
    properties = load_workbook(first).properties
    assert (properties.creator, properties.lastModifiedBy, properties.modified.year) == ("teema", None, 2000)


def test_a_cut_text_is_noted_under_the_table(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "t.xlsx", {"Taulu": table(["x" * 40_000, "😀" * 20_000, "lyhyt"])})
    read = cells(path)
    assert str(read[4][0]).endswith("[katkaistu: Excelin solu ei mahduta enempää]")
    assert str(read[-1][0]).startswith("Liian pitkiä tekstejä katkaistiin: 2.")


def test_children_are_indented_and_the_base_row_is_bold(tmp_path: Path) -> None:
    frame = pd.DataFrame({"code": ["Perusjoukko (n)", "Turva", "Rajat"], "depth": [0, 0, 1], "n": [27, 12, 5]})
    frame = frame.assign(share=[None, 12 / 27, 5 / 27], row=["base", "node", "node"])
    sheet = load_workbook(write_workbook(tmp_path / "t.xlsx", {"Taulu": table([], frame=frame)}))["Taulu"]
    assert [sheet.cell(row, 1).font.bold for row in (5, 6, 7)] == [True, False, False]
    assert [sheet.cell(row, 1).alignment.indent for row in (5, 6, 7)] == [0, 0, 1]
    assert sheet["C5"].value is None


def test_long_answers_get_the_lines_they_need(tmp_path: Path) -> None:
    long = "Luottamus syntyy pikkuhiljaa, ja se vaatii saman työntekijän koko kuntoutuksen ajan. " * 6
    sheet = load_workbook(write_workbook(tmp_path / "t.xlsx", {"Taulu": table(["Kiire", long])}))["Taulu"]
    width = sheet.column_dimensions["A"].width
    assert sheet.row_dimensions[5].height is None
    assert sheet.row_dimensions[6].height >= 15 * len(long) / width


def test_a_group_name_of_one_long_word_stays_whole(tmp_path: Path) -> None:
    columns = (
        Column("code", "Koodi"),
        Column("n", "n", "count", "Lastensuojeluyksikkö"),
        Column("share", "%", "percent", "Lastensuojeluyksikkö"),
    )
    sheet = load_workbook(write_workbook(tmp_path / "t.xlsx", {"T": table(["a"], columns=columns)}))["T"]
    assert sheet.column_dimensions["B"].width + sheet.column_dimensions["C"].width > len("Lastensuojeluyksikkö")


def test_more_rows_than_a_sheet_holds_are_refused(tmp_path: Path) -> None:
    many = Table(frame=pd.DataFrame({"n": range(1_048_577)}), title="", columns=(Column("n", "n", "count"),))
    with pytest.raises(UnusableValueError, match="more than a sheet holds"):
        write_workbook(tmp_path / "t.xlsx", {"Otteet": many})
    assert list(tmp_path.iterdir()) == []


def test_an_empty_table_is_a_sheet_with_headers(tmp_path: Path) -> None:
    columns = (Column("code", "Alkuperäinen ilmaisu aineistosta", "wide-text"), Column("n", "n", "count"))
    assert cells(write_workbook(tmp_path / "t.xlsx", {"Taulu": table([], columns=columns)}))[3] == [
        "Alkuperäinen ilmaisu aineistosta",
        "n",
    ]


def test_a_table_without_rows_is_written_with_its_header(tmp_path: Path) -> None:
    frame = pd.DataFrame({"lemma": pd.array([], dtype="str"), "cases": pd.array([], dtype="int64")})
    table = Table(
        frame=frame, title="Sanaparit", columns=(Column("lemma", "Perusmuoto"), Column("cases", "n", "count"))
    )
    sheet = load_workbook(write_workbook(tmp_path / "tyhja.xlsx", {"Sanaparit": table}))["Sanaparit"]
    assert "Perusmuoto" in [cell.value for row in sheet.iter_rows() for cell in row]
