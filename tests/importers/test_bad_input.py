"""Files that cannot be read: each says what is wrong, where, and what to do next."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from teema.errors import ImportFileError, UnusableValueError
from teema.importers import read_survey

Write = Callable[..., Path]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"


def refusal(path: Path, **options: object) -> ImportFileError:
    with pytest.raises(ImportFileError) as caught:
        read_survey(path, **options)  # type: ignore[arg-type]
    assert caught.value.where == str(path)
    assert caught.value.hint
    assert len(str(caught.value).splitlines()) == 2
    return caught.value


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return path


def test_a_missing_file_names_the_one_that_was_meant(tmp_path: Path) -> None:
    (tmp_path / "vastaukset_2025.xlsx").touch()
    (tmp_path / "muistio.docx").touch()
    assert "'vastaukset_2025.xlsx'" in refusal(tmp_path / "vastaukset2025.xlsx").hint
    assert refusal(tmp_path / "kysely.csv").hint == "In the folder there is: vastaukset_2025.xlsx"
    assert "no folder" in refusal(tmp_path / "puuttuu" / "kysely.csv").hint


def test_a_folder(tmp_path: Path) -> None:
    assert "folder" in refusal(tmp_path).what


@pytest.mark.parametrize(
    ("content", "name", "what", "hint"),
    [
        (b"", "kysely.csv", "empty (0 bytes)", "again"),
        (b"%PDF-1.7\n%\xe2\xe3", "kysely.xlsx", "PDF", "answers as text"),
        (b"<html><table><tr><td>Syy</td></tr></table></html>", "kysely.xls", "web page", "save it as .xlsx"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "kysely.xls", "XML", ".xlsx"),
        (b"$FL2@(#) SPSS DATA FILE", "kysely.sav", "SPSS", "Excel or CSV"),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "kysely.csv", "no table", "Excel"),
        (b"SQLite format 3\x00" + bytes(100), "tutkimus.teema", "This is a study", "teema.open"),
        (b"PK\x03\x04" + bytes(60), "kysely.xlsx", "damaged", "again"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "kysely.xlsx", "password", "without one"),
        (OLE + "WordDocument".encode("utf-16-le"), "kysely.doc", "no workbook", ".xlsx"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(600), "kysely.xls", "cannot be read", ".xlsx"),
        (b"Ik\xe4;Syy\n31;\x81\x8d\x8f\n", "kysely.csv", "do not fit the encoding cp1252 (line 2)", "encoding="),
        (b"\xff\xfeI\x00k\x00\xd8", "kysely.csv", "do not fit the encoding utf-16 (line 1)", "encoding="),
        (bytes(range(1, 32)) * 20, "kysely.csv", "own format", "CSV"),
        (b"\r\n ; ;\r\n", "kysely.csv", "no text", "again"),
        (b"Vastausaika;Syy\r\n", "kysely.csv", "Vastausaika, Syy", "filtered"),
    ],
)
def test_files_that_are_not_what_they_seem(text_file: Write, content: bytes, name: str, what: str, hint: str) -> None:
    error = refusal(text_file(content, name=name))
    assert what in error.what
    assert hint in error.hint


def test_archives_that_are_no_workbooks(tmp_path: Path) -> None:
    word = archive(tmp_path / "kysely.docx", {"word/document.xml": b"<w/>"})
    assert "Word document" in refusal(word).what
    bundle = archive(tmp_path / "kysely.zip", {"kysely.csv": b"Syy\nKiire\n"})
    assert "zip archive with kysely.csv" in refusal(bundle).what
    hollow = archive(tmp_path / "kysely.xlsx", {"xl/workbook.xml": b"<workbook/>"})
    assert "cannot be read" in refusal(hollow).what


def test_a_workbook_cut_short(workbook: Write) -> None:
    path = workbook([["Ikä", "Syy"], [31, "Kiire on tässä työssä"]])
    path.write_bytes(path.read_bytes()[:-400])
    assert "damaged" in refusal(path).what


def test_a_workbook_without_data(workbook: Write, sheets: Write) -> None:
    assert "no sheet with data" in refusal(workbook([])).what
    assert "no sheet with data" in refusal(sheets({"A": [], "B": []})).what
    assert "no rows of answers" in refusal(workbook([["Ikä", "Syy"]])).what


@pytest.mark.parametrize("encoding", ["foo", "hex", "rot13"])
def test_an_encoding_that_does_not_exist(text_file: Write, encoding: str) -> None:
    error = refusal(text_file("Ikä;Syy\n31;Kiire on tässä\n"), encoding=encoding)
    assert repr(encoding) in error.what
    assert "cp1252" in error.hint


def test_an_encoding_that_does_not_fit(text_file: Write) -> None:
    path = text_file("Ikä;Syy\n31;Äiti auttoi minua\n", encoding="cp1252")
    assert "utf-8 (line 1)" in refusal(path, encoding="utf-8").what


def test_a_survey_without_open_answers_says_which_column_came_nearest(text_file: Write) -> None:
    rows = [f"{'Turku' if i % 2 else 'Oulu'};{20 + i};hyvin tärkeää" for i in range(8)]
    error = refusal(text_file("\n".join(["Kaupunki;Ikä;Kuinka tärkeää?", *rows])))
    assert "“Kuinka tärkeää?” (choice)" in error.what
    assert 'roles={"Kuinka tärkeää?": "open"}' in error.hint


def test_an_open_sheet_format_is_read(tmp_path: Path) -> None:
    cells = [["Ikä", "Syy"], ["31", "Kiire on tässä työssä"], ["45", "Rauha on tärkeintä"]]
    names = ("office", "table", "text")
    spaces = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in cells)
    table = f'<table:table table:name="Data">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f'<?xml version="1.0"?><office:document-content{spaces}>{body}</office:document-content>'
    manifest = b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    path = archive(
        tmp_path / "kysely.ods",
        {"mimetype": ODS, "content.xml": content.encode(), "META-INF/manifest.xml": manifest},
    )
    survey = read_survey(path)
    assert survey.answers["text"].to_list() == ["Kiire on tässä työssä", "Rauha on tärkeintä"]
    assert survey.report.decisions[0][1] == "ods"


@pytest.mark.parametrize(
    ("file", "argument"),
    [("asiakassuhde.xlsx", "separator"), ("asiakassuhde.xlsx", "encoding"), ("asiakassuhde.csv", "sheet")],
)
def test_an_argument_that_does_not_concern_the_file_is_not_passed_over(file: str, argument: str) -> None:
    import teema

    with pytest.raises(UnusableValueError, match=f"{argument}=';' says nothing about") as error:
        teema.read_survey(teema.samples() / file, **{argument: ";"})  # type: ignore[arg-type]
    assert file in str(error.value)
