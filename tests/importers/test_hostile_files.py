"""Files that break or trap other programs: each is read or refused, and a refusal names the file and the next step."""

from __future__ import annotations

import random
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from benchmarks.mutations import CONTAINERS, damaged, sound

from teema.errors import ImportFileError, TeemaError
from teema.export.csv import write_csv
from teema.importers import read_survey

Write = Callable[..., Path]
FILES = Path(__file__).parent / "files"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = (
    '<row r="1"><c r="A1" t="str"><v>Ikä</v></c><c r="B1" t="str"><v>Mikä auttoi?</v></c></row>'
    '<row r="2"><c r="A2"><v>31</v></c><c r="B2" t="str"><v>Kiireetön aika auttoi</v></c></row>'
)


def sheet(rows: str, *, before: str = "", dimension: str = "") -> str:
    return f'{before}<worksheet xmlns="{MAIN}">{dimension}<sheetData>{HEAD}{rows}</sheetData></worksheet>'


def relation(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


@pytest.fixture
def raw_workbook(tmp_path: Path) -> Write:
    """Write a workbook whose only sheet is the given XML."""

    def write(content: str | bytes, name: str = "kysely.xlsx") -> Path:
        path = tmp_path / name
        book = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/>'
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("_rels/.rels", relation("officeDocument", "xl/workbook.xml"))
            packed.writestr("xl/_rels/workbook.xml.rels", relation("worksheet", "worksheets/sheet1.xml"))
            packed.writestr("xl/workbook.xml", f"{book}</sheets></workbook>")
            packed.writestr("xl/worksheets/sheet1.xml", content)
        return path

    return write


def refusal(path: Path) -> ImportFileError:
    with pytest.raises(ImportFileError) as caught:
        read_survey(path)
    assert caught.value.where == str(path)
    assert caught.value.hint
    return caught.value


def answers(path: Path) -> list[str]:
    return list(read_survey(path).answers["text"])


def test_a_sheet_that_claims_to_be_huge_is_read_by_its_cells(raw_workbook: Write) -> None:
    path = raw_workbook(sheet("", dimension='<dimension ref="A1:XFD1048576"/>'))
    assert answers(path) == ["Kiireetön aika auttoi"]


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row>',
        "<row r='1048576'><c r = 'xfd1048576' t='str'><v>x</v></c></row>",
        '<row r="4294967290"><c t="str"><v>x</v></c></row>',
        '<row r="3"><c s=">" r="ABC1000000" t="str"><v>x</v></c></row>',
        '<row r="3"><c r="ZZZZ3" t="str"><v>x</v></c></row>',
    ],
)
def test_a_cell_in_the_far_corner(raw_workbook: Write, rows: str) -> None:
    error = refusal(raw_workbook(sheet(rows)))
    assert "The sheet reaches to row" in error.what
    assert "empty rows" in error.hint


def test_an_answer_that_speaks_of_a_far_cell_is_an_answer(raw_workbook: Write) -> None:
    text = 'Kaava oli &lt;c r="XFD1048576"'
    path = raw_workbook(sheet(f'<row r="3"><c r="B3" t="str"><v>{text}</v></c></row>'))
    assert answers(path)[1] == 'Kaava oli <c r="XFD1048576"'


def test_a_bomb_that_says_what_it_is(raw_workbook: Write) -> None:
    assert "would unpack to 80 MiB" in refusal(raw_workbook(sheet("") + " " * (80 * 2**20))).what


def test_a_bomb_that_lies(raw_workbook: Write) -> None:
    path = raw_workbook(sheet("") + " " * (8 * 2**20))
    size = zipfile.ZipFile(path).getinfo("xl/worksheets/sheet1.xml").file_size
    path.write_bytes(path.read_bytes().replace(struct.pack("<I", size), struct.pack("<I", 900)))
    error = refusal(path)
    assert "'xl/worksheets/sheet1.xml' cannot be unpacked" in error.what


def test_parts_with_a_password_of_their_own(raw_workbook: Write) -> None:
    path = raw_workbook(sheet(""))
    data = bytearray(path.read_bytes())
    start = data.rindex(b"PK\x01\x02")
    data[start + 8] |= 1
    path.write_bytes(bytes(data))
    assert "locked" in refusal(path).what


@pytest.mark.parametrize(
    "entity", ['SYSTEM "file:///etc/hostname"', 'PUBLIC "a" "http://example.org/a"', '"&b;&b;&b;&b;"']
)
def test_entities_are_never_looked_up(raw_workbook: Write, entity: str) -> None:
    before = f'<!DOCTYPE a [<!ENTITY b "kiire"><!ENTITY x {entity}>]>'
    error = refusal(raw_workbook(sheet('<row r="3"><c r="B3" t="str"><v>&x;</v></c></row>', before=before)))
    assert "unrecognized entity" in error.what


@pytest.mark.parametrize("end", [40, 100, 200])
def test_broken_xml(raw_workbook: Write, end: int) -> None:
    assert "cannot be read" in refusal(raw_workbook(sheet("")[:-end])).what


def test_a_formula_is_not_reckoned(raw_workbook: Write) -> None:
    formula = '<f>HYPERLINK("http://example.org","x")</f><v>Tämä on vastaus sanoina</v>'
    path = raw_workbook(sheet(f'<row r="3"><c r="B3" t="str">{formula}</c></row>'))
    assert answers(path)[1] == "Tämä on vastaus sanoina"


def test_macros_are_passed_over(raw_workbook: Write) -> None:
    path = raw_workbook(sheet(""), name="kysely.xlsm")
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0" + bytes(600))
    assert answers(path) == ["Kiireetön aika auttoi"]


def test_a_binary_workbook(tmp_path: Path) -> None:
    path = tmp_path / "kysely.xlsb"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/workbook.bin", b"")
    assert ".xlsb" in refusal(path).what


def test_a_record_that_would_widen_all_others(text_file: Write) -> None:
    path = text_file("Ikä;Syy\n" + "31;Kiire on tässä työssä\n" * 3000 + "45" + ";" * 15_000 + "\n")
    error = refusal(path)
    assert "Record 3,002 has 15,001 cells, others 2." in error.what
    assert "quotation mark" in error.hint
    assert "16,390 cells" in refusal(text_file("Ikä;Syy" + ";" * 16_388)).what


FORMULAS = [
    "=1+1 on kaksi",
    "+ hyvä ilmapiiri talossa",
    "- kiire, aina vain kiire",
    "@ohjaaja kuunteli minua",
    "'lainaus' alussa",
]


def test_answers_that_look_like_formulas_stay_text(workbook: Write, text_file: Write) -> None:
    rows = [["Ikä", "Mikä auttoi?"], *([20 + i, text] for i, text in enumerate(FORMULAS))]
    assert answers(workbook(rows)) == FORMULAS
    assert answers(text_file("\n".join(";".join(map(str, row)) for row in rows))) == FORMULAS


def test_answers_that_look_like_formulas_go_out_and_come_back(tmp_path: Path) -> None:
    frame = pd.DataFrame({"Ikä": range(20, 25), "Mikä auttoi?": FORMULAS})
    survey = read_survey(write_csv(tmp_path / "vastaukset.csv", frame))
    assert list(survey.answers["text"]) == FORMULAS
    assert any("4 solun alusta" in warning for warning in survey.report.warnings)


def test_answers_that_look_like_formulas_stay_text_in_a_word_report_and_in_a_workbook_of_ours(tmp_path: Path) -> None:
    import docx
    from openpyxl import Workbook

    from teema.export.coding_sheet_parts import put_text

    document = docx.Document()
    for line in ("Mikä auttoi?", f"Vastaajien määrä: {len(FORMULAS)}", "Vastaukset", *FORMULAS):
        document.add_paragraph(line)
    document.save(str(tmp_path / "raportti.docx"))
    assert answers(tmp_path / "raportti.docx") == FORMULAS
    book = Workbook()
    for row, text in enumerate(["Mikä auttoi?", *FORMULAS], 1):
        put_text(book.worksheets[0].cell(row, 1), text, "fi")
    book.save(tmp_path / "kysely.xlsx")
    assert answers(tmp_path / "kysely.xlsx") == FORMULAS


@pytest.mark.parametrize("container", ["xls", "ods"])
def test_workbooks_of_other_formats_are_read(container: str) -> None:
    survey = read_survey(FILES / f"vastaukset.{container}")
    assert len(survey.answers) == 48
    assert sum(text.startswith("=kiire") for text in survey.answers["text"]) == 8


def with_more(path: Path, source: Path, part: str, before: bytes, more: bytes) -> Path:
    """Write a copy of a packed file with more in one of its parts."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name in old.namelist():
            content = old.read(name)
            made.writestr(name, content.replace(before, more + before, 1) if name == part else content)
    return path


def test_an_open_sheet_that_repeats_its_cells(tmp_path: Path) -> None:
    more = (
        b'<table:table-row table:number-rows-repeated="1048000"><table:table-cell office:value-type="string" '
        b'table:number-columns-repeated="16000"><text:p>x</text:p></table:table-cell></table:table-row>'
    )
    path = with_more(tmp_path / "kysely.ods", FILES / "vastaukset.ods", "content.xml", b"</table:table>", more)
    assert "cells" in refusal(path).what or "broke off" in refusal(path).what


@pytest.mark.parametrize(
    ("rows", "columns", "text"),
    [
        (1000, 8400, b"x"),
        (840_000, 10, b"x"),
        (1, 8_400_000, b"x"),
        (1000, 40, b"kiire " * 20_000),
        (1, 1, b'kiire<text:s text:c="4000000000"/>'),
        (1, 99_999_999_999_999_999_999, b"x"),
    ],
)
def test_repeat_counts_of_an_open_sheet_are_reckoned_before_they_are_written_out(
    tmp_path: Path, rows: int, columns: int, text: bytes
) -> None:
    more = (
        b'<table:table-row table:number-rows-repeated="%d"><table:table-cell office:value-type="string" '
        b'table:number-columns-repeated="%d"><text:p>%s</text:p></table:table-cell></table:table-row>'
    ) % (rows, columns, text)
    path = with_more(tmp_path / "kysely.ods", FILES / "vastaukset.ods", "content.xml", b"</table:table>", more)
    error = refusal(path)
    assert "repeated so often" in error.what
    assert "CSV" in error.hint


def test_values_that_stand_in_the_tags_of_an_open_sheet_are_reckoned_too(tmp_path: Path) -> None:
    cell = b'<table:table-cell office:value-type="float" office:value="43" table:number-columns-repeated="16380"/>'
    more = (b"<table:table-row>" + cell + b"</table:table-row>") * 500
    path = with_more(tmp_path / "kysely.ods", FILES / "vastaukset.ods", "content.xml", b"</table:table>", more)
    assert "repeated so often" in refusal(path).what


def test_equal_neighbours_and_blank_rows_of_an_open_sheet_are_no_trap(tmp_path: Path) -> None:
    more = (
        b'<table:table-row table:number-rows-repeated="40"><table:table-cell office:value-type="string" '
        b'table:number-columns-repeated="4"><text:p>sama<text:s text:c="2"/>vastaus</text:p></table:table-cell>'
        b'</table:table-row><table:table-row table:number-rows-repeated="1048000">'
        b'<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    first = b'<table:table-row table:style-name="ro1" table:number-rows-repeated="1048550">'
    path = with_more(tmp_path / "kysely.ods", FILES / "vastaukset.ods", "content.xml", first, more)
    assert answers(path).count("sama  vastaus") >= 40


def test_a_word_document_longer_than_any_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kysely.docx"
    path.write_bytes(sound("docx", FILES))
    assert len(answers(path)) == 48
    monkeypatch.setattr("teema.importers.limits._DOCUMENT", 2**12)
    error = refusal(path)
    assert "more than any report" in error.what
    assert "Excel" in error.hint


@pytest.mark.parametrize("entity", ['SYSTEM "file:///etc/hostname"', '"kiire"'])
def test_entities_of_a_word_document_are_never_looked_up(tmp_path: Path, entity: str) -> None:
    source = tmp_path / "ehjä.docx"
    source.write_bytes(sound("docx", FILES))
    declared = f"<!DOCTYPE a [<!ENTITY x {entity}>]>".encode()
    path = with_more(tmp_path / "a.docx", source, "word/document.xml", b"<w:document", declared)
    path = with_more(tmp_path / "kysely.docx", path, "word/document.xml", b"</w:t>", b"&x;")
    assert "cannot be read" in refusal(path).what


@pytest.mark.parametrize("container", CONTAINERS)
def test_a_file_cut_at_every_kilobyte(container: str, tmp_path: Path) -> None:
    data = sound(container, FILES)
    for end in range(0, len(data), 1024):
        path = tmp_path / f"kysely_{end}"
        path.write_bytes(data[:end])
        _read_or_refused(path)


@pytest.mark.parametrize(
    ("container", "count"),
    [("xlsx", 150), ("xls", 40), ("ods", 60), ("csv", 150), ("utf-16", 80), ("docx", 80), ("sav", 30)],
)
def test_damaged_files_are_read_or_refused(container: str, count: int, tmp_path: Path) -> None:
    data, chance = sound(container, FILES), random.Random(f"teema {container}")
    for number in range(count):
        path = tmp_path / f"kysely_{number}"
        path.write_bytes(damaged(data, chance))
        _read_or_refused(path)
        path.unlink()
    shutil.rmtree(tmp_path)


def _read_or_refused(path: Path) -> None:
    try:
        read_survey(path)
    except TeemaError as error:
        assert path.name in error.where  # noqa: PT017 -- either outcome is right
        assert error.hint  # noqa: PT017
