"""A codebook goes to a file and comes back: what changed in it is looked at first, and no coding is lost."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from teema.coding import read_codebook
from teema.coding.codebook_merge import merge
from teema.coding.codebook_yaml import yaml_text
from teema.coding.sheet import folded, kept_text
from teema.errors import CodebookError, ImportFileError, NotFoundError, UnusableValueError
from teema.export.codebook_tables import write_codebook_csv, write_codebook_sheet
from teema.records import Code
from teema.study import Study, create
from teema.survey import Survey

ENDINGS = ["xlsx", "csv", "yaml"]


@pytest.fixture
def book(study: Study) -> Study:
    """Three codes, one under another, one with all its fields; one is coded."""
    study.codebook.add(
        "Luottamus", definition="Asiakas uskaltaa puhua: hän luottaa.\nMyös sen puute.",
        include="Luottamus lähtökohtana.", exclude="Sen menetys.", example="”luottamus syntyy hitaasti”",
        query='luottamus OR "luotan"', colour="#1f6f8b", origin="theory",
    )  # fmt: skip
    study.codebook.add("Luottamuksen menetys", parent="Luottamus")
    study.codebook.add("Kiire", query="=kiire*")
    study.code("1:Q2", "Aina kiire!", "Kiire")
    return study


def written(study: Study, ending: str) -> Path:
    return study.export(study.path.with_name(f"koodikirja.{ending}"), kind="codebook")


def edited(path: Path, edit: Callable[[Worksheet], object]) -> Path:
    workbook = openpyxl.load_workbook(path)
    edit(workbook.worksheets[0])
    workbook.save(path)
    return path


def put(cell: str, value: object) -> Callable[[Worksheet], object]:
    def edit(sheet: Worksheet) -> None:
        sheet[cell] = value

    return edit


def statuses(update: Any) -> list[list[str]]:
    found: list[list[str]] = update.changes[["code", "status", "field", "before", "after"]].values.tolist()
    return found


class TestWriting:
    def test_excel_has_one_row_per_code_and_headers_first(self, book: Study) -> None:
        sheet = openpyxl.load_workbook(written(book, "xlsx"))["Koodikirja"]
        assert [cell.value for cell in sheet[1]][:6] == [
            "Koodi", "Yläkoodi", "Määritelmä", "Käytä kun", "Älä käytä kun", "Esimerkki aineistosta"
        ]  # fmt: skip
        assert [cell.value for cell in sheet["A"]] == ["Koodi", "Luottamus", "Luottamuksen menetys", "Kiire"]
        assert sheet["B3"].value == "Luottamus"
        assert sheet["I2"].value == "teoria"
        assert sheet["G4"].data_type == "s", "a query that begins like a formula is text"

    def test_yaml_is_read_by_people(self, book: Study) -> None:
        lines = written(book, "yaml").read_text(encoding="utf-8").splitlines()
        assert lines[0].startswith("# Koodikirja: kysely. ")
        assert lines[1:5] == [
            "koodit:",
            "- nimi: Luottamus",
            "  määritelmä: |-",
            "    Asiakas uskaltaa puhua: hän luottaa.",
        ]
        assert "  alakoodit:" in lines
        assert "  - nimi: Luottamuksen menetys" in lines

    def test_csv_holds_no_formula(self, book: Study) -> None:
        assert ";'=kiire*;" in written(book, "csv").read_text(encoding="utf-8-sig")

    @pytest.mark.parametrize("ending", [*ENDINGS, "docx"])
    def test_the_same_codebook_is_the_same_file(self, book: Study, ending: str) -> None:
        assert written(book, ending).read_bytes() == written(book, ending).read_bytes()

    def test_another_ending_is_refused(self, book: Study) -> None:
        with pytest.raises(UnusableValueError, match=r"\.docx, \.xlsx, \.csv, \.yaml"):
            written(book, "pdf")

    def test_a_text_too_long_for_a_cell_is_refused_where_it_would_be_cut(self, book: Study) -> None:
        book.codebook.edit("Kiire", definition="pitkä " * 7000)
        with pytest.raises(UnusableValueError, match="Määritelmä of 'Kiire'"):
            written(book, "xlsx")
        assert not book.read_codebook(written(book, "yaml"))


class TestReading:
    @pytest.mark.parametrize("ending", ENDINGS)
    def test_an_untouched_file_changes_nothing(self, book: Study, ending: str) -> None:
        before, events = list(book.codebook), len(book.history())
        update = book.read_codebook(written(book, ending))
        assert not update
        assert update.changes.empty
        assert update.unchanged == ["Luottamus", "Luottamuksen menetys", "Kiire"]
        assert update.apply() == 0
        assert list(book.codebook) == before
        assert len(book.history()) == events

    def test_changes_are_shown_before_and_after_and_made_as_one_step(self, book: Study) -> None:
        def edit(sheet: Worksheet) -> None:
            sheet["A4"], sheet["C4"], sheet["B4"] = "Ajan puute", "Aika ei riitä.", "Luottamus"
            sheet["A5"], sheet["B5"] = "Turva", "Ajan puute"

        before = list(book.codebook)
        update = book.read_codebook(edited(written(book, "xlsx"), edit))
        assert statuses(update) == [
            ["Ajan puute", "renamed", "code", "Kiire", "Ajan puute"],
            ["Ajan puute", "changed", "definition", "", "Aika ei riitä."],
            ["Ajan puute", "moved", "parent", "", "Luottamus"],
            ["Turva", "added", "parent", "", "Ajan puute"],
        ]
        assert "Aika ei riitä." in repr(update)
        assert "Uusia 1, muuttuvia 1, siirtyviä 1, ennallaan 2" in repr(update)
        assert list(book.codebook) == before, "nothing is written before apply"
        assert update.apply() == 2
        assert book.codebook.to_frame()[["code", "parent", "depth"]].values.tolist()[2:] == [
            ["Ajan puute", "Luottamus", 1], ["Turva", "Ajan puute", 2]
        ]  # fmt: skip
        assert book.codings["code"].tolist() == ["Ajan puute"]
        book.undo()
        assert list(book.codebook) == before

    def test_children_may_still_name_the_former_name_of_their_parent(self, book: Study) -> None:
        update = book.read_codebook(edited(written(book, "xlsx"), put("A2", "Luottaminen")))
        assert [item[:2] for item in statuses(update)] == [["Luottaminen", "renamed"]]

    def test_names_may_change_places(self, book: Study) -> None:
        def swap(sheet: Worksheet) -> None:
            sheet["A3"], sheet["A4"] = "Kiire", "Luottamuksen menetys"

        former = {code.name: code.id for code in book.codebook}
        book.read_codebook(edited(written(book, "xlsx"), swap)).apply()
        assert book.codebook["Kiire"].id == former["Luottamuksen menetys"]
        assert book.codings["code"].tolist() == ["Luottamuksen menetys"]

    def test_without_ids_codes_are_known_by_name(self, book: Study, tmp_path: Path) -> None:
        (tmp_path / "oma.csv").write_text(
            "nimi;määritelmä;huomautus\nKIIRE;Aika ei riitä.;x\nTurva;;\n", encoding="utf-8"
        )
        update = book.read_codebook(tmp_path / "oma.csv")
        assert statuses(update) == [
            ["Kiire", "changed", "definition", "", "Aika ei riitä."], ["Turva", "added", "", "", ""],
            ["Luottamus", "missing", "", "", ""], ["Luottamuksen menetys", "missing", "", "", ""],
        ]  # fmt: skip
        update.apply()
        assert len(book.codebook) == 4
        assert book.codebook["Luottamus"].origin == "theory", "a field that the file does not have stays"

    def test_a_codebook_of_another_study_brings_its_ids(self, book: Study, survey: Survey, tmp_path: Path) -> None:
        path = written(book, "yaml")
        with create(tmp_path / "toinen.teema", survey, coder="MK") as other:
            other.read_codebook(path).apply()
            assert [asdict(code) for code in other.codebook] == [asdict(code) for code in book.codebook]

    def test_blank_fields_are_kept_unless_they_are_to_be_cleared(self, book: Study) -> None:
        path = edited(written(book, "xlsx"), put("C2", None))
        update = book.read_codebook(path)
        assert [item[:3] for item in statuses(update)] == [["Luottamus", "cleared", "definition"]]
        assert not update
        assert update.apply() == 0
        assert book.codebook["Luottamus"].definition
        assert ".apply(clear=True)" in repr(update)
        assert update.apply(clear=True) == 1
        assert book.codebook["Luottamus"].definition == ""

    def test_codes_are_deleted_only_when_asked_and_never_with_codings(self, book: Study) -> None:
        path = edited(written(book, "xlsx"), lambda sheet: sheet.delete_rows(3, 2))
        update = book.read_codebook(path)
        assert [item[:2] for item in statuses(update)] == [["Luottamuksen menetys", "missing"], ["Kiire", "missing"]]
        assert update.apply() == 0
        with pytest.raises(CodebookError, match="'Kiire' has 1 codings"):
            update.apply(delete=True)
        assert len(book.codebook) == 3, "half of it is not done either"
        book.uncode(book.codings["coding"])
        assert update.apply(delete=True) == 2
        assert [code.name for code in book.codebook] == ["Luottamus"]

    def test_the_order_of_the_file_is_taken(self, book: Study, tmp_path: Path) -> None:
        (tmp_path / "uusi.yaml").write_text(
            "codes:\n- Turva\n- Kiire\n- name: Luottamus\n  subcodes:\n"
            "  - Luottamuksen menetys\n  - Ansaittu luottamus\n",
            encoding="utf-8",
        )
        update = book.read_codebook(tmp_path / "uusi.yaml")
        assert update.reordered
        assert "järjestys" in repr(update)
        update.apply()
        assert [code.name for code in book.codebook] == [
            "Turva", "Kiire", "Luottamus", "Luottamuksen menetys", "Ansaittu luottamus"
        ]  # fmt: skip
        assert not book.read_codebook(tmp_path / "uusi.yaml")

    def test_words_that_yaml_takes_for_something_else_stay_words(self, book: Study, tmp_path: Path) -> None:
        (tmp_path / "k.yaml").write_text("koodit:\n- nimi: on\n- nimi: 2024\n- nimi: ei\n", encoding="utf-8")
        book.read_codebook(tmp_path / "k.yaml").apply()
        assert [code.name for code in book.codebook][-3:] == ["on", "2024", "ei"]

    def test_origins_may_be_written_in_words(self, study: Study, tmp_path: Path) -> None:
        (tmp_path / "k.csv").write_text("kod;ursprung\nTid;teori\nRo;\n", encoding="utf-8")
        study.read_codebook(tmp_path / "k.csv").apply()
        assert [code.origin for code in study.codebook] == ["theory", "data"]
        assert read_codebook(tmp_path / "k.csv")["origin"].tolist() == ["theory", ""]


class TestRefusing:
    @pytest.mark.parametrize(
        ("text", "error", "said"),
        [
            ("koodit: [nimi: a", ImportFileError, "cannot be read"),
            ("koodit:\n- &a {nimi: A}\n- *a\n", ImportFileError, "reference"),
            ("luettelo:\n- nimi: A\n", ImportFileError, "no list of codes"),
            ("koodit:\n- nimi: A\n  määritemä: B\n", NotFoundError, "määritelmä"),
            ("koodit:\n- nimi: A\n  määritelmä: [B]\n", ImportFileError, "holds a list"),
            ("koodit:\n- [A]\n", ImportFileError, "is no code"),
            ("koodit:\n- määritelmä: B\n", CodebookError, "no name"),
            ("koodit:\n- A\n- a\n", CodebookError, "Two codes"),
            ("koodit:\n- nimi: A\n  väri: sininen\n", UnusableValueError, "row 1, 'A'"),
            ("[" * 20_000, ImportFileError, "cannot be read"),
        ],
    )
    def test_yaml_that_is_no_codebook(
        self, study: Study, tmp_path: Path, text: str, error: type[Exception], said: str
    ) -> None:
        (tmp_path / "k.yaml").write_text(text, encoding="utf-8")
        with pytest.raises(error, match=said):
            study.read_codebook(tmp_path / "k.yaml")

    def test_a_file_that_is_not_there(self, study: Study, tmp_path: Path) -> None:
        for ending in ENDINGS:
            with pytest.raises(ImportFileError, match="no such file"):
                study.read_codebook(tmp_path / f"ei-ole.{ending}")

    def test_a_parent_that_is_nowhere(self, book: Study) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'Luottamus'"):
            book.read_codebook(edited(written(book, "xlsx"), put("B3", "Luotamus")))

    def test_codes_that_would_be_each_others_parents(self, book: Study) -> None:
        with pytest.raises(CodebookError, match="each other's parents: Luottamus, Luottamuksen menetys"):
            book.read_codebook(edited(written(book, "xlsx"), put("B2", "Luottamuksen menetys")))

    def test_a_row_that_was_copied_with_its_id(self, book: Study) -> None:
        def copy(sheet: Worksheet) -> None:
            sheet["A5"], sheet["J5"] = "Turva", sheet["J4"].value

        with pytest.raises(CodebookError, match="'Kiire' and 'Turva' have the same id"):
            book.read_codebook(edited(written(book, "xlsx"), copy))

    def test_a_name_that_another_code_of_the_study_has(self, book: Study) -> None:
        def edit(sheet: Worksheet) -> None:
            sheet["A4"] = "Luottamus"
            sheet.delete_rows(2)

        with pytest.raises(CodebookError, match="Two codes would be called 'Luottamus'"):
            book.read_codebook(edited(written(book, "xlsx"), edit))


WORDS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "=1+1", "'=1+1", "''-x", "@", "- viiva", "a: b", "# risuaita", "|", ">", "on", "~", "null", "1.0",
            "2024-01-01", "rivi\nvaihtuu", "  alussa", "lopussa  \nja rivi", "\ttab", "😀", "”lainaus”", '"',
            "a\u00adb", "[x]", "{y}", "!tag", "sana " * 40, "&a", "*a", "%x", "\x85", "\u2028", "_x0041_", "ääni\x07",
        ]
    ),
)  # fmt: skip


class TestLaws:
    @settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @example(names=["Kiire"], fields=["", "", "", "", "aika\x85loppuu\u2028kesken\u2029"])
    @given(names=st.lists(WORDS, min_size=1, max_size=3), fields=st.lists(WORDS, min_size=5, max_size=5))
    @pytest.mark.parametrize("ending", ENDINGS)
    def test_a_round_trip_changes_nothing_whatever_the_words(
        self, tmp_path: Path, ending: str, names: list[str], fields: list[str]
    ) -> None:
        written = dict(zip(("definition", "include", "exclude", "example", "query"), fields, strict=True))
        codes: list[Code] = []
        for name in dict.fromkeys(" ".join(name.split()) for name in names):
            if kept_text(name).strip() and folded(kept_text(name)) not in {folded(kept_text(c.name)) for c in codes}:
                codes.append(Code(name=name, parent=codes[-1].id if codes else None, **written))
        frame = pd.DataFrame([asdict(code) for code in codes], columns=list(asdict(Code(name="")))).rename(
            columns={"name": "code"}
        )
        frame["parent"] = [None, *[code.name for code in codes[:-1]]][: len(codes)]
        frame["depth"] = range(len(codes))
        path = tmp_path / f"k.{ending}"
        if ending == "xlsx":
            write_codebook_sheet(path, frame)
        elif ending == "csv":
            write_codebook_csv(path, frame)
        else:
            path.write_text(yaml_text(frame), encoding="utf-8")
        found = merge(codes, read_codebook(path).to_dict("records"))  # type: ignore[arg-type]
        assert list(found.codes) == codes
        assert not found.differences


class TestWord:
    def test_a_table_of_styles_with_a_caption(self, book: Study) -> None:
        document = docx.Document(str(written(book, "docx")))
        assert [paragraph.style.name for paragraph in document.paragraphs] == ["Heading 1", "Normal", "Caption"]  # type: ignore[union-attr]
        assert "3 koodia, joista 2 on ylimmällä tasolla" in document.paragraphs[1].text
        table = document.tables[0]
        assert [cell.text for cell in table.rows[0].cells] == ["Koodi", "Määritelmä", "Käyttö", "Esimerkki aineistosta"]
        cells = [cell.text.replace("\u00ad", "") for cell in table.rows[1].cells]
        assert cells[:3] == [
            "Luottamus", "Asiakas uskaltaa puhua: hän luottaa.\nMyös sen puute.",
            "Käytä kun: Luottamus lähtökohtana.\nÄlä käytä kun: Sen menetys.",
        ]  # fmt: skip
        styles = {paragraph.style.name for row in table.rows for cell in row.cells for paragraph in cell.paragraphs}  # type: ignore[union-attr]
        assert styles == {"Table Text"}

    def test_the_table_is_as_wide_as_the_page_and_its_header_repeats(self, book: Study) -> None:
        table = docx.Document(str(written(book, "docx"))).tables[0]
        widths = [cell.width.cm for cell in table.rows[1].cells if cell.width is not None]
        assert sum(widths) == pytest.approx(17.0, abs=0.05)
        text = ZipFile(written(book, "docx")).read("word/document.xml").decode()
        assert text.count("<w:tblHeader/>") == 1
        assert text.count("<w:cantSplit/>") == 4
        assert "SEQ Table" in text
        assert "<w:softHyphen/>" in text

    def test_columns_without_text_are_left_out(self, study: Study) -> None:
        study.codebook.add("Kiire")
        document = docx.Document(str(written(study, "docx")))
        assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Koodi"]
        assert document.paragraphs[1].text == "Koodikirjassa on 1 koodia."

    def test_an_empty_codebook_is_an_empty_table(self, study: Study) -> None:
        assert len(docx.Document(str(written(study, "docx"))).tables[0].rows) == 1

    def test_text_that_xml_cannot_hold(self, study: Study) -> None:
        study.codebook.add("Melu", definition="ääni\x07 <b> & \x0b loppu")
        table = docx.Document(str(written(study, "docx"))).tables[0]
        assert table.rows[1].cells[1].text == "ääni <b> &  loppu"

    @pytest.mark.slow
    @pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
    def test_libreoffice_opens_it(self, book: Study) -> None:
        path = written(book, "docx")
        profile = (path.parent / "profile").as_uri()
        subprocess.run(
            ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "txt:Text", "--outdir",
             path.parent, path],
            check=True, capture_output=True, timeout=180,
        )  # fmt: skip
        text = path.with_suffix(".txt").read_text(encoding="utf-8-sig")
        assert "Taulukko 1. Koodikirja" in text
        assert "Luottamuksen menetys" in text.replace("\u00ad", "")


def test_add_all_takes_our_own_files(study: Study, book: Study, tmp_path: Path) -> None:
    frame = read_codebook(written(book, "xlsx"))
    assert {"code", "id", "parent", "origin"} <= set(frame.columns)
    pd.testing.assert_frame_equal(
        frame.drop(columns="id"), read_codebook(written(book, "csv")).drop(columns="id"), check_dtype=False
    )
