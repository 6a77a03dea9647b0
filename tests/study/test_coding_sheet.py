"""A coding sheet survives what people do to a spreadsheet, and reading it back changes only what they meant."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from teema.errors import ImportFileError, NotFoundError, UnusableValueError
from teema.privacy import IdentifiersWarning
from teema.study import Study, create
from teema.survey import Survey

HEADER = 2  # row 1 holds the hidden keys


@pytest.fixture
def coded(study: Study) -> Study:
    """Three codes; one whole answer, one sentence and a colleague's quotation are coded."""
    for name in ("Luottamus", "Kiire", "Turva"):
        study.codebook.add(name)
    study.code("3:Q1", None, "Turva")
    study.code("1:Q2", "Aina kiire!", "Kiire")
    study.store.coder = "MK"
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    study.store.coder = "AJ"
    return study


def written(study: Study, **options: Any) -> Path:
    return study.export(study.path.with_name("koodaus.xlsx"), kind="coding-sheet", **options)


def edited(path: Path, edit: Callable[[Worksheet], object]) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)
    return path


def row_of(sheet: Worksheet, name: str) -> int:
    return next(row for row in range(HEADER + 1, sheet.max_row + 1) if sheet.cell(row, 1).value == name)


def column_of(sheet: Worksheet, header: str) -> int:
    return next(i for i in range(1, sheet.max_column + 1) if sheet.cell(HEADER, i).value == header)


def put(name: str, header: str, value: object) -> Callable[[Worksheet], object]:
    def edit(sheet: Worksheet) -> None:
        sheet.cell(row_of(sheet, name), column_of(sheet, header)).value = value

    return edit


def pairs(study: Study) -> set[tuple[str, str, str, str]]:
    codings = study.codings
    return set(zip(codings["answer"], codings["text"], codings["code"], codings["coder"], strict=True))


class TestWriting:
    def test_an_answer_is_a_row_with_its_codes_and_background(self, coded: Study) -> None:
        sheet = openpyxl.load_workbook(written(coded))["Koodaus"]
        headers = [cell.value for cell in sheet[HEADER]]
        assert headers[:4] == ["Tunniste", "Kysymys", "Vastaus", "Koodi 1"]
        assert headers[-5:] == ["Vastaaja", "Kaupunki", "Kokemus", "Menetelmät", "Ikä"]
        row = row_of(sheet, "3:Q1")
        assert sheet.cell(row, column_of(sheet, "Koodi 1")).value == "Turva"
        assert sheet.cell(row, column_of(sheet, "Menetelmät")).value == "videointi; kotikäynti"
        assert sheet.cell(row_of(sheet, "2:Q1"), column_of(sheet, "Ikä")).value == 45

    def test_what_others_coded_and_what_is_finer_stands_beside(self, coded: Study) -> None:
        sheet = openpyxl.load_workbook(written(coded))["Koodaus"]
        other = column_of(sheet, "Muut koodaukset")
        assert sheet.cell(row_of(sheet, "1:Q2"), other).value == "Kiire – ”Aina kiire!” (AJ)"
        assert sheet.cell(row_of(sheet, "1:Q1"), other).value == "Luottamus – ”luottamus syntyy hitaasti” (MK)"

    def test_a_sentence_may_be_a_row(self, coded: Study) -> None:
        sheet = openpyxl.load_workbook(written(coded, unit="sentence"))["Koodaus"]
        row = row_of(sheet, "1:Q2#7-18")
        assert sheet.cell(row, column_of(sheet, "Virke")).value == "Aina kiire!"
        assert sheet.cell(row, column_of(sheet, "Koodi 1")).value == "Kiire"

    def test_a_code_may_be_a_column_of_0_and_1(self, coded: Study) -> None:
        sheet = openpyxl.load_workbook(written(coded, layout="columns"))["Koodaus"]
        row = row_of(sheet, "3:Q1")
        assert [sheet.cell(row, column_of(sheet, name)).value for name in ("Luottamus", "Kiire", "Turva")] == [0, 0, 1]

    def test_coding_cells_list_the_codes_and_the_others_refuse_typing(self, coded: Study) -> None:
        book = openpyxl.load_workbook(written(coded))
        rules = {rule.type: rule for rule in book["Koodaus"].data_validations.dataValidation}
        assert rules["list"].formula1 == "'Koodikirja'!$A$2:$A$4"
        assert [cell.value for cell in book["Koodikirja"]["A"]] == ["Koodi", "Luottamus", "Kiire", "Turva"]
        assert "D3" in rules["list"].sqref
        assert "A3" in rules["custom"].sqref
        assert "C3" in rules["custom"].sqref

    def test_rows_may_be_sorted_filtered_and_deleted_under_protection(self, coded: Study) -> None:
        sheet = openpyxl.load_workbook(written(coded))["Koodaus"]
        assert sheet.protection.sheet
        forbidden = [sheet.protection.sort, sheet.protection.autoFilter, sheet.protection.deleteRows]
        assert not any(forbidden)
        # Excel sorts no range that holds a locked cell; only what is above the answers is locked.
        body = [cell for row in sheet.iter_rows(min_row=HEADER + 1) for cell in row]
        assert not any(cell.protection.locked for cell in body)
        assert all(cell.protection.locked for cell in sheet[HEADER])
        assert sheet.freeze_panes == "D3"
        assert sheet.auto_filter.ref == "A2:N8"
        assert sheet.row_dimensions[1].hidden

    def test_only_some_questions_and_variables(self, coded: Study) -> None:
        sheet = openpyxl.load_workbook(written(coded, questions="Q2", by="kaupunki"))["Koodaus"]
        assert [sheet.cell(row, 1).value for row in range(3, sheet.max_row + 1)] == ["1:Q2", "3:Q2", "4:Q2"]
        assert sheet.cell(HEADER, sheet.max_column).value == "Kaupunki"

    def test_answers_that_may_identify_somebody_are_warned_of(self, survey: Survey, tmp_path: Path) -> None:
        answers = survey.answers.assign(text=["Soita 040 123 4567", *survey.answers["text"][1:]])
        with (
            create(tmp_path / "k.teema", replace(survey, answers=answers), coder="AJ") as study,
            pytest.warns(IdentifiersWarning, match=r"k\.xlsx: puhelinnumero 1"),
        ):
            study.export(tmp_path / "k.xlsx", kind="coding-sheet")

    def test_the_same_study_gives_the_same_file(self, coded: Study) -> None:
        assert written(coded).read_bytes() == written(coded).read_bytes()

    @pytest.mark.parametrize(
        "options", [{"unit": "paragraph"}, {"layout": "matrix"}, {"questions": "Q9"}, {"by": "Paino"}]
    )
    def test_what_is_not_there_is_refused(self, coded: Study, options: dict[str, Any]) -> None:
        with pytest.raises((UnusableValueError, NotFoundError)):
            written(coded, **options)

    def test_another_ending_or_kind_is_refused(self, coded: Study, tmp_path: Path) -> None:
        with pytest.raises(UnusableValueError, match=r"\.docx"):
            coded.export(tmp_path / "koodaus.docx", kind="coding-sheet")
        with pytest.raises(UnusableValueError, match="kind"):
            coded.export(tmp_path / "koodaus.xlsx", kind="sheet")  # type: ignore[arg-type]


class TestReading:
    @pytest.mark.parametrize("unit", ["answer", "sentence"])
    @pytest.mark.parametrize("layout", ["lists", "columns"])
    def test_an_untouched_sheet_changes_nothing(self, coded: Study, unit: str, layout: str) -> None:
        before = coded.codings
        read = coded.read_coding_sheet(written(coded, unit=unit, layout=layout))
        assert not read
        assert read.refused.empty
        assert read.apply() == 0
        pd.testing.assert_frame_equal(coded.codings, before)
        assert "Mikään ei muuttuisi" in repr(read)

    def test_codes_are_added_and_removed_as_one_step(self, coded: Study) -> None:
        before = pairs(coded)
        path = edited(written(coded), put("3:Q1", "Koodi 1", None))
        read = coded.read_coding_sheet(edited(path, put("4:Q2", "Koodi 2", "kiire ; LUOTTAMUS")))
        assert read.changes[["row", "answer", "code", "change"]].values.tolist() == [
            [6, "3:Q1", "Turva", "remove"], [8, "4:Q2", "Kiire", "add"], [8, "4:Q2", "Luottamus", "add"],
        ]  # fmt: skip
        assert read.summary().to_frame().values.tolist() == [
            ["Luottamus", 1, 0, 1], ["Kiire", 1, 0, 1], ["Turva", 0, 1, 1],
        ]  # fmt: skip
        assert pairs(coded) == before, "nothing is written before apply"
        assert read.apply() == 3
        text = coded.answers.set_index("answer").loc["4:Q2", "text"]
        gone = {item for item in before if item[0] == "3:Q1"}
        assert pairs(coded) == (before - gone) | {
            ("4:Q2", text, "Kiire", "AJ"), ("4:Q2", text, "Luottamus", "AJ")
        }  # fmt: skip
        coded.undo()
        assert pairs(coded) == before

    def test_a_mark_in_a_column_of_0_and_1(self, coded: Study) -> None:
        path = edited(written(coded, layout="columns"), put("2:Q1", "Luottamus", "x"))
        coded.read_coding_sheet(edited(path, put("3:Q1", "Turva", 0))).apply()
        assert {item[:1] + item[2:] for item in pairs(coded)} == {
            ("2:Q1", "Luottamus", "AJ"), ("1:Q2", "Kiire", "AJ"), ("1:Q1", "Luottamus", "MK")
        }  # fmt: skip

    def test_a_mark_that_says_nothing_is_refused_and_the_rest_of_the_row_is_read(self, coded: Study) -> None:
        path = edited(written(coded, layout="columns"), put("2:Q1", "Luottamus", "ehkä"))
        read = coded.read_coding_sheet(edited(path, put("2:Q1", "Kiire", 1)))
        assert read.refused["reason"].tolist() == ["solussa on 'ehkä', ei 1 tai 0 (koodi Luottamus)"]
        assert read.changes["code"].tolist() == ["Kiire"]

    def test_a_doubtful_mark_removes_nothing(self, coded: Study) -> None:
        path = edited(written(coded, layout="columns"), put("3:Q1", "Turva", "?"))
        read = coded.read_coding_sheet(path)
        assert len(read.refused) == 1
        assert len(read.changes) == 0

    def test_rows_in_another_order_and_some_deleted(self, coded: Study) -> None:
        def turn(sheet: Worksheet) -> None:
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEADER + 1)]
            for number, values in enumerate(reversed(rows), start=HEADER + 1):
                for i, value in enumerate(values, start=1):
                    sheet.cell(number, i).value = value
            sheet.delete_rows(row_of(sheet, "3:Q1"))

        read = coded.read_coding_sheet(edited(written(coded), turn))
        assert not read, "the codings of a deleted row stay"
        assert read.refused.empty

    def test_columns_renamed_moved_and_added(self, coded: Study) -> None:
        def rearrange(sheet: Worksheet) -> None:
            sheet.cell(HEADER, column_of(sheet, "Koodi 1")).value = "Mistä puhutaan"
            sheet.cell(HEADER, column_of(sheet, "Vastaus")).value = "Teksti"
            sheet.insert_cols(1)
            sheet.cell(HEADER, 1).value = "Omat merkinnät"
            sheet.cell(HEADER + 1, 1).value = "kysy ohjaajalta"
            sheet.insert_cols(1)
            sheet.cell(HEADER, 1).value = "Koodi 9"
            sheet.cell(HEADER + 1, 1).value = "Kiire"

        read = coded.read_coding_sheet(edited(written(coded), rearrange))
        assert read.changes[["answer", "code", "change"]].values.tolist() == [["1:Q1", "Kiire", "add"]]
        assert "Omat merkinnät" in repr(read)

    def test_a_deleted_code_column_removes_nothing(self, coded: Study) -> None:
        for layout, header in (("lists", "Koodi 1"), ("columns", "Turva")):
            path = written(coded, layout=layout)
            read = coded.read_coding_sheet(edited(path, lambda s, h=header: s.delete_cols(column_of(s, h))))  # type: ignore[misc]
            assert not read
            assert any("Turva" in note for note in read.notes)

    def test_a_code_called_by_a_name_with_a_semicolon(self, coded: Study) -> None:
        coded.codebook.add("Aika; kiire")
        read = coded.read_coding_sheet(edited(written(coded), put("4:Q2", "Koodi 1", "AIKA;  kiire")))
        assert read.changes["code"].tolist() == ["Aika; kiire"]
        assert read.new_codes.empty

    def test_new_names_are_listed_and_made_only_when_asked(self, coded: Study) -> None:
        path = edited(written(coded), put("4:Q2", "Koodi 1", "Uupumus; Toivo"))
        read = coded.read_coding_sheet(edited(path, put("2:Q1", "Koodi 1", "uupumus")))
        assert read.new_codes["code"].tolist() == ["uupumus", "Uupumus", "Toivo"]
        assert read.apply() == 0
        assert "Uupumus" not in coded.codebook
        with pytest.raises(NotFoundError, match="Uupumsu"):
            read.apply(create="Uupumsu")
        assert read.apply(create="Toivo") == 1
        assert read.apply(create=True) == 2
        assert len(coded.codebook) == 5
        coded.undo(2)
        assert len(coded.codebook) == 3

    def test_a_code_that_was_renamed_meanwhile_is_still_known(self, coded: Study) -> None:
        path = edited(written(coded), put("4:Q2", "Koodi 1", "Kiire"))
        coded.codebook.rename("Kiire", "Ajan puute")
        read = coded.read_coding_sheet(path)
        assert read.changes["code"].tolist() == ["Ajan puute"]
        assert read.new_codes.empty

    def test_a_code_that_was_merged_meanwhile_takes_nothing_with_it(self, coded: Study) -> None:
        path = written(coded)
        coded.codebook.merge("Turva", into="Luottamus")
        assert not coded.read_coding_sheet(path)

    def test_what_was_coded_meanwhile_stays(self, coded: Study) -> None:
        path = written(coded)
        coded.code("4:Q2", None, "Kiire")
        coded.uncode(coded.codings.query("answer == '3:Q1'")["coding"])
        assert not coded.read_coding_sheet(path)

    def test_the_same_answer_on_two_rows_unites_their_codes(self, coded: Study) -> None:
        def copy(sheet: Worksheet) -> None:
            source, target = row_of(sheet, "3:Q1"), sheet.max_row + 1
            for i in range(1, sheet.max_column + 1):
                sheet.cell(target, i).value = sheet.cell(source, i).value
            sheet.cell(target, column_of(sheet, "Koodi 1")).value = "Luottamus"

        read = coded.read_coding_sheet(edited(written(coded), copy))
        assert read.changes[["code", "change"]].values.tolist() == [["Luottamus", "add"]]
        assert any("3:Q1 (6, 9)" in note for note in read.notes)


class TestRefusing:
    def test_a_changed_answer_is_refused_by_row_and_the_others_are_read(self, coded: Study) -> None:
        def change(sheet: Worksheet) -> None:
            put("4:Q2", "Vastaus", "Asiakassuhteet säilyvät.")(sheet)
            put("4:Q2", "Koodi 1", "Kiire")(sheet)
            put("2:Q1", "Koodi 1", "Luottamus")(sheet)

        read = coded.read_coding_sheet(edited(written(coded), change))
        assert read.refused.values.tolist() == [[8, "4:Q2", "vastauksen tekstiä on muutettu taulukossa"]]
        assert "Koodaus rivi 8, 4:Q2" in repr(read)
        assert read.changes["answer"].tolist() == ["2:Q1"]

    def test_an_answer_that_changed_in_the_study_is_told_apart(self, coded: Study, survey: Survey) -> None:
        path = edited(written(coded), put("4:Q2", "Koodi 1", "Kiire"))
        answers = survey.answers.copy()
        answers.loc[answers["answer"] == "4:Q2", "text"] = "Asiakassuhteet katkeavat liian aikaisin."
        coded.update(replace(survey, answers=answers)).apply()
        read = coded.read_coding_sheet(path)
        assert read.refused["reason"].tolist() == ["vastaus on muuttunut tutkimuksessa viennin jälkeen"]

    def test_rows_without_an_id_or_with_a_strange_one(self, coded: Study) -> None:
        path = edited(written(coded), put("4:Q2", "Tunniste", "44:Q2"))

        def lose(sheet: Worksheet) -> None:
            put("3:Q1", "Tunniste", None)(sheet)

        read = coded.read_coding_sheet(edited(path, lose))
        assert read.refused["reason"].tolist() == [
            "rivillä on koodeja mutta ei tunnistetta", "tunnistetta ei ole tutkimuksessa"
        ]  # fmt: skip
        assert len(read.changes) == 0

    def test_a_sheet_of_another_study(self, coded: Study) -> None:
        def rename(sheet: Worksheet) -> None:
            for row in range(HEADER + 1, sheet.max_row + 1):
                sheet.cell(row, 1).value = f"X{row}:Q1"

        with pytest.raises(ImportFileError, match="None of its rows"):
            coded.read_coding_sheet(edited(written(coded), rename))

    def test_files_that_are_no_coding_sheet(self, coded: Study, tmp_path: Path) -> None:
        with pytest.raises(ImportFileError, match="no such file"):
            coded.read_coding_sheet(tmp_path / "ei-ole.xlsx")
        (tmp_path / "rikki.xlsx").write_bytes(b"PK\x03\x04 rikki")
        with pytest.raises(ImportFileError, match="cannot be read"):
            coded.read_coding_sheet(tmp_path / "rikki.xlsx")
        with pytest.raises(ImportFileError, match="no coding sheet"):
            coded.read_coding_sheet(coded.export(tmp_path / "tulokset.xlsx"))

    def test_without_the_hidden_parts_codes_are_added_and_none_removed(self, coded: Study, tmp_path: Path) -> None:
        old = openpyxl.load_workbook(written(coded))["Koodaus"]
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in old.iter_rows(min_row=HEADER, values_only=True):
            sheet.append(row)
        sheet["D5"], sheet["D7"] = None, "kiire"
        book.save(tmp_path / "kopio.xlsx")
        read = coded.read_coding_sheet(tmp_path / "kopio.xlsx")
        assert read.changes[["row", "answer", "code", "change"]].values.tolist() == [[7, "4:Q2", "Kiire", "add"]]
        assert any("mitään ei poisteta" in note for note in read.notes)


class TestCoders:
    def test_a_sheet_is_read_for_the_coder_it_was_written_for(self, coded: Study) -> None:
        path = edited(written(coded, coder="Sari"), put("4:Q2", "Koodi 1", "Kiire"))
        read = coded.read_coding_sheet(path)
        assert read.coder == "Sari"
        read.apply()
        assert [item[3] for item in pairs(coded) if item[0] == "4:Q2"] == ["Sari"]
        assert coded.history()["coder"].iloc[-1] == "AJ"

    def test_read_for_another_all_its_codes_become_theirs(self, coded: Study) -> None:
        read = coded.read_coding_sheet(written(coded), coder="Sari")
        assert read.changes[["answer", "code", "change"]].values.tolist() == [["3:Q1", "Turva", "add"]]
        read.apply()
        assert {item[3] for item in pairs(coded) if item[0] == "3:Q1"} == {"AJ", "Sari"}


# What an answer may hold that a spreadsheet takes for something else.
NASTY = st.one_of(
    st.text(min_size=1, max_size=60).filter(str.strip),
    st.sampled_from(
        [
            "=SUMMA(A1:A9)", "+358 on numero", "-1", "@maininta", "\tsarkain", "rivi\nvaihtuu\r\nkahdesti", "007",
            "1.5.2024", "TOSI", "_x0041_ ja _x000D_", "😀👩‍👩‍👧 perhe", "a\u0308iti ja \u00e4iti", "''lainaus", "#N/A",
            "1e5",
            "\u202eoikealta", "<b>lihava</b> & muuta", "\x0bpysty\x07kello", "sana " * 9000, "😀" * 17_000,
        ]
    ),
)  # fmt: skip


@pytest.mark.filterwarnings("ignore::teema.privacy.IdentifiersWarning")
class TestLaws:
    @pytest.mark.parametrize("unit", ["answer", "sentence"])
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(texts=st.lists(NASTY, min_size=6, max_size=6), name=NASTY.map(lambda text: text[:200]), data=st.data())
    def test_a_round_trip_without_edits_changes_nothing(
        self,
        survey: Survey,
        tmp_path_factory: pytest.TempPathFactory,
        unit: str,
        texts: list[str],
        name: str,
        data: Any,
    ) -> None:
        layout = data.draw(st.sampled_from(["lists", "columns"]))
        folder = tmp_path_factory.mktemp("laki")
        with create(
            folder / "k.teema", replace(survey, answers=survey.answers.assign(text=texts)), coder="AJ"
        ) as study:
            study.codebook.add("Kiire")
            if " ".join(name.split()).casefold() != "kiire":
                study.codebook.add(name)
            for answer in study.answers["answer"][::2]:
                study.code(answer, None, "Kiire")
            path = study.export(folder / "k.xlsx", kind="coding-sheet", unit=unit, layout=layout)
            before = study.codings
            read = study.read_coding_sheet(path)
            assert read.refused.empty
            assert not read
            assert read.apply() == 0
            pd.testing.assert_frame_equal(study.codings, before)

    def test_an_answer_too_long_for_a_cell_is_cut_and_can_be_coded(self, survey: Survey, tmp_path: Path) -> None:
        long = "Kiire vie voimat. " * 3000
        answers = survey.answers.assign(text=[long, *survey.answers["text"][1:]])
        with create(tmp_path / "k.teema", replace(survey, answers=answers), coder="AJ") as study:
            study.codebook.add("Kiire")
            path = study.export(tmp_path / "k.xlsx", kind="coding-sheet")
            assert len(openpyxl.load_workbook(path)["Koodaus"]["C3"].value) == 32_767
            assert "Pidempiä vastauksia, jotka on katkaistu: 1" in str(
                [cell.value for cell in openpyxl.load_workbook(path)["Ohje"]["A"]]
            )
            study.read_coding_sheet(edited(path, put("1:Q1", "Koodi 1", "Kiire"))).apply()
            assert study.codings["end"].tolist() == [len(long.rstrip())]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::teema.privacy.IdentifiersWarning")
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
class TestLibreOffice:
    """Opened and saved by LibreOffice, the sheet reads the same and still guards its cells."""

    @pytest.mark.parametrize("ending", ["xlsx", "ods"])
    @pytest.mark.parametrize("layout", ["lists", "columns"])
    def test_saved_by_libreoffice(self, survey: Survey, tmp_path: Path, layout: str, ending: str) -> None:
        texts = ["=1+1", "+358", "-kiire\n@kotona", "😀 perhe", "''lainaus & <b>", "_x0041_ " + "sana " * 7000]
        answers = survey.answers.assign(text=texts)
        with create(tmp_path / "k.teema", replace(survey, answers=answers), coder="AJ") as study:
            study.codebook.add("=Kiire")
            study.codebook.add("Yhdessä jaksaminen")
            study.code("3:Q1", None, "Yhdessä jaksaminen")
            first = "Koodi 1" if layout == "lists" else "Yhdessä jaksaminen"
            value = "=Kiire; yhdessä jaksaminen" if layout == "lists" else 1
            path = study.export(tmp_path / "k.xlsx", kind="coding-sheet", layout=layout)
            assert not study.read_coding_sheet(converted(path, ending))
            quoted = edited(path, lambda sheet: quote(sheet, row_of(sheet, "2:Q1"), column_of(sheet, first), value))
            read = study.read_coding_sheet(converted(quoted, ending))
            wanted = ["=Kiire", "Yhdessä jaksaminen"] if layout == "lists" else ["Yhdessä jaksaminen"]
            assert read.changes[["answer", "code", "change"]].values.tolist() == [
                ["2:Q1", name, "add"] for name in wanted
            ]
            assert read.refused.empty

    def test_the_drop_down_lists_and_the_protection_are_kept(self, coded: Study) -> None:
        sheet = openpyxl.load_workbook(converted(written(coded), "xlsx"))["Koodaus"]
        rules = {rule.type: rule for rule in sheet.data_validations.dataValidation}
        assert rules["list"].formula1.replace("'", "") == "Koodikirja!$A$2:$A$4"
        assert "A3" in rules["custom"].sqref
        assert sheet.protection.sheet
        assert not any([sheet.protection.sort, sheet.protection.autoFilter])
        assert not sheet["D3"].protection.locked


def quote(sheet: Worksheet, row: int, column: int, value: object) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def converted(path: Path, ending: str) -> Path:
    target = path.parent / "lo"
    soffice = shutil.which("soffice")
    assert soffice is not None
    profile = (path.parent / "profile").as_uri()
    subprocess.run(
        [soffice, f"-env:UserInstallation={profile}", "--headless", "--convert-to", ending, "--outdir", target, path],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return target / f"{path.stem}.{ending}"
