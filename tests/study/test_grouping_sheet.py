"""Reduced expressions are grouped in a workbook and read back: previewed, one step, nothing lost."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teema.errors import ImportFileError, UnusableValueError
from teema.study import Study
from teema.study import open as open_study
from teema.study.analysis import Analysis

WORDS = {
    ("1:Q1", "luottamus syntyy hitaasti"): "luottamus syntyy hitaasti",
    ("1:Q2", "Aina kiire"): "jatkuva kiire\naika ei riitä",
    ("2:Q1", "vie aikaa"): "Aika ei riitä",
    ("3:Q1", "Turvallinen arki"): "arki kannattelee",
    ("4:Q2", "kiireen takia"): "=kiire katkaisee suhteen",
}
# Columns of the sheet.
REDUCED, SUB, UPPER, MAIN, UNIFYING = 2, 3, 4, 5, 6
FIRST = 3


@pytest.fixture
def ta(study: Study) -> Analysis:
    study.codebook.add("Kaikki")
    for (answer, quotation), reduced in WORDS.items():
        study.code(answer, quotation, "Kaikki", reduced=reduced)
    ta = study.analysis("Sisällönanalyysi", approach="content-analysis")
    ta.add("Työn ehdot", kind="overarching")
    ta.add("Aika", kind="theme", parent="Työn ehdot")
    ta.group("Ajan puute", ["jatkuva kiire", "aika ei riitä"], parent="Aika")
    ta.group("Suhteen synty", "luottamus syntyy hitaasti")
    return ta


@pytest.fixture
def path(ta: Analysis, tmp_path: Path) -> Path:
    return ta.export_grouping(tmp_path / "ryhmittely.xlsx")


Edit = Callable[[Any], None]


def edited(path: Path, edit: Edit) -> Path:
    book = openpyxl.load_workbook(path)
    edit(book.worksheets[0])
    book.save(path)
    return path


def cells(path: Path) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return [row[REDUCED - 1 : UNIFYING] for row in sheet.iter_rows(min_row=FIRST, values_only=True) if row[1]]


def row_of(sheet: Any, words: str) -> int:
    return next(row for row in range(FIRST, sheet.max_row + 1) if sheet.cell(row, REDUCED).value == words)


def put(expression: str, **levels: str | None) -> Edit:
    def edit(sheet: Any) -> None:
        row = row_of(sheet, expression)
        for name, value in levels.items():
            sheet.cell(row, {"sub": SUB, "upper": UPPER, "main": MAIN, "words": REDUCED}[name], value)

    return edit


def held(ta: Analysis) -> set[tuple[str, str]]:
    frame = ta.reduced.dropna()
    return set(map(tuple, frame[["reduced", "theme"]].values.tolist()))


class TestWriting:
    def test_what_has_no_class_stands_first_then_class_by_class(self, path: Path) -> None:
        assert [row[:4] for row in cells(path)] == [
            ("arki kannattelee", None, None, None),
            ("=kiire katkaisee suhteen", None, None, None),
            ("jatkuva kiire", "Ajan puute", "Aika", "Työn ehdot"),
            ("aika ei riitä", "Ajan puute", "Aika", "Työn ehdot"),
            ("luottamus syntyy hitaasti", "Suhteen synty", None, None),
        ]

    def test_beside_it_stand_how_many_said_so_and_how(self, path: Path) -> None:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        row = [cell.value for cell in sheet[row_of(sheet, "aika ei riitä")]]
        assert row[6:] == [2, 2, "”Aina kiire”\n”vie aikaa”"]

    def test_the_columns_are_called_as_the_levels_are(self, ta: Analysis, tmp_path: Path) -> None:
        ta.rename_level("overarching", "ydinluokka")
        sheet = openpyxl.load_workbook(ta.export_grouping(tmp_path / "a.xlsx")).worksheets[0]
        assert [cell.value for cell in sheet[2]][1:8] == [
            "Pelkistetty ilmaus", "Alaluokka", "Yläluokka", "Ydinluokka", "Yhdistävä luokka", "Otteita", "Vastaajia",
        ]  # fmt: skip

    def test_lists_offer_the_classes_of_a_level_and_take_other_names(self, path: Path) -> None:
        book = openpyxl.load_workbook(path)
        rules = [rule for rule in book.worksheets[0].data_validations.dataValidation if rule.type == "list"]
        assert len(rules) == 4
        assert not any(rule.showErrorMessage for rule in rules)
        assert rules[0].formula1.startswith("'Luokat'!$A$2")
        assert [cell.value for cell in book["Luokat"]["A"]] == ["Alaluokka", "Ajan puute", "Suhteen synty"]

    def test_words_that_look_like_a_formula_stay_words(self, path: Path) -> None:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        cell = sheet.cell(row_of(sheet, "=kiire katkaisee suhteen"), REDUCED)
        assert (cell.data_type, cell.quotePrefix) == ("s", True)

    def test_without_reduced_expressions_it_says_what_to_do(self, study: Study, tmp_path: Path) -> None:
        with pytest.raises(UnusableValueError, match="nothing to group"):
            study.analysis("SA").export_grouping(tmp_path / "a.xlsx")
        assert not list(tmp_path.glob("*.xlsx"))

    def test_another_ending_is_refused(self, ta: Analysis, tmp_path: Path) -> None:
        with pytest.raises(UnusableValueError, match=r"\.csv"):
            ta.export_grouping(tmp_path / "a.csv")

    @pytest.mark.parametrize(("language", "sheet"), [("fi", "Ryhmittely"), ("sv", "Gruppering"), ("en", "Grouping")])
    def test_it_speaks_the_language_of_the_study(self, ta: Analysis, tmp_path: Path, language: str, sheet: str) -> None:
        ta.language = language  # type: ignore[assignment]
        path = ta.export_grouping(tmp_path / "a.xlsx")
        assert openpyxl.load_workbook(path).sheetnames[0] == sheet
        assert not ta.read_grouping(path)


class TestReading:
    def test_as_it_was_written_it_changes_nothing(self, study: Study, ta: Analysis, path: Path) -> None:
        read = ta.read_grouping(path)
        assert not read
        assert (len(read.changes), len(read.refused), len(read.missing), read.notes) == (0, 0, 0, ())
        before = len(study.store.history())
        assert read.apply() == 0
        assert len(study.store.history()) == before

    def test_what_would_change_is_shown_before_it_changes(self, ta: Analysis, path: Path) -> None:
        read = ta.read_grouping(edited(path, put("arki kannattelee", sub="Arjen tuki", upper="Turva")))
        assert read
        assert read.changes.values.tolist() == [
            [3, "new-class", "Arjen tuki", "", "Turva › Arjen tuki"],
            [3, "new-class", "Turva", "", "yläluokka"],
            [3, "grouped", "arki kannattelee", "", "Arjen tuki"],
        ]
        assert "Turva" not in ta
        shown = str(read)
        assert "Mitään ei ole vielä muutettu" in shown
        assert "uusi luokka" in shown

    def test_then_it_is_one_step_that_can_be_undone(self, study: Study, ta: Analysis, path: Path) -> None:
        before = (held(ta), ta.themes["theme"].tolist(), ta.expressions["reduced"].tolist())
        edited(path, put("arki kannattelee", sub="Arjen tuki", upper="Turva", main="Työn ehdot"))
        edited(path, put("jatkuva kiire", sub="Kiire", words="kiire ei lopu"))
        assert ta.read_grouping(path).apply() == 7
        assert ("kiire ei lopu", "Kiire") in held(ta)
        assert ta.themes.set_index("theme").loc[["Turva", "Arjen tuki", "Kiire"], "parent"].tolist() == [
            "Työn ehdot", "Turva", "Aika",
        ]  # fmt: skip
        assert study.store.history()[-1].command == "theme.grouping"
        study.undo()
        assert (held(ta), ta.themes["theme"].tolist(), ta.expressions["reduced"].tolist()) == before
        study.redo()
        assert ("kiire ei lopu", "Kiire") in held(ta)

    def test_the_decision_trail_tells_of_it(self, ta: Analysis, path: Path) -> None:
        ta.read_grouping(edited(path, put("arki kannattelee", sub="Arjen tuki"))).apply()
        told = ta.trail().frame[["change", "theme"]].values.tolist()
        assert ["lisättiin", "Arjen tuki"] in told

    def test_an_unsorted_sheet_with_a_copied_row_reads_the_same(self, ta: Analysis, path: Path) -> None:
        def edit(sheet: Any) -> None:
            rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST, max_row=FIRST + 4)]
            copy = [*rows[2]]
            copy[SUB - 1 : MAIN] = ["Suhteen synty", None, None]
            for number, row in enumerate([copy, *reversed(rows)], start=FIRST):
                for place, value in enumerate(row, start=1):
                    sheet.cell(number, place, value)

        read = ta.read_grouping(edited(path, edit))
        assert read.changes[["change", "what", "after"]].values.tolist() == [
            ["grouped", "jatkuva kiire", "Suhteen synty"]
        ]
        read.apply()
        assert {("jatkuva kiire", "Ajan puute"), ("jatkuva kiire", "Suhteen synty")} <= held(ta)

    def test_a_class_under_two_others_is_told_by_row_with_advice(self, ta: Analysis, path: Path) -> None:
        read = ta.read_grouping(edited(path, put("jatkuva kiire", upper="Turva")))
        assert not read
        assert read.refused[["row", "reduced"]].values.tolist() == [[5, "jatkuva kiire"]]
        assert read.refused["reason"].item() == (
            "kohdan ”Ajan puute” yläpuolella on eri riveillä ”Turva”, ”Aika”. Kirjoita kaikille sen riveille sama tai"
            " jaa se kahdeksi eri nimellä"
        )
        assert "Hylätty, Ryhmittely rivi 5" in str(read)

    def test_a_deleted_row_changes_nothing_unless_asked(self, ta: Analysis, path: Path) -> None:
        before = held(ta)
        read = ta.read_grouping(edited(path, lambda sheet: sheet.delete_rows(row_of(sheet, "jatkuva kiire"))))
        assert not read
        assert read.missing.values.tolist() == [["jatkuva kiire", "Ajan puute"]]
        assert "rivi puuttuu taulukosta: 1" in str(read)
        read.apply()
        assert held(ta) == before
        assert read.apply(delete=True) == 1
        assert held(ta) == before - {("jatkuva kiire", "Ajan puute")}
        assert "jatkuva kiire" in ta.ungrouped

    def test_what_was_grouped_meanwhile_is_not_overrun(self, ta: Analysis, path: Path) -> None:
        ta.group("Arki", "arki kannattelee")
        read = ta.read_grouping(edited(path, put("arki kannattelee", sub="Arjen tuki")))
        assert not read
        assert "nyt: ”Arki”" in read.refused["reason"].tolist()[0]

    def test_what_changes_between_preview_and_apply_is_refused_there(self, ta: Analysis, path: Path) -> None:
        read = ta.read_grouping(edited(path, put("arki kannattelee", sub="Arjen tuki")))
        ta.group("Arki", "arki kannattelee")
        assert read.apply() == 0
        assert ("arki kannattelee", "Arki") in held(ta)
        assert "Arjen tuki" not in ta

    def test_a_class_left_empty_stays_and_is_told(self, ta: Analysis, path: Path) -> None:
        read = ta.read_grouping(edited(path, put("luottamus syntyy hitaasti", sub="Ajan puute")))
        assert read.notes == ('Jäisi tyhjäksi mutta säilyy: ”Suhteen synty”. Poista: ta.drop("…")',)
        read.apply()
        assert "Suhteen synty" in ta

    def test_words_that_become_the_same_are_told(self, ta: Analysis, path: Path) -> None:
        read = ta.read_grouping(edited(path, put("jatkuva kiire", words="aika ei riitä")))
        assert "yhtyvät: ”aika ei riitä”" in str(read)
        read.apply()
        assert ta.expressions["reduced"].tolist().count("aika ei riitä") == 2

    def test_a_column_that_was_removed_changes_nothing_on_its_level(self, ta: Analysis, path: Path) -> None:
        read = ta.read_grouping(edited(path, lambda sheet: sheet.delete_cols(MAIN)))
        assert not read
        assert read.notes == ("Tasot, joiden saraketta ei enää ole ja joilla mikään ei muutu: pääluokka",)

    def test_without_its_hidden_keys_it_is_read_by_its_headers(self, ta: Analysis, path: Path) -> None:
        read = ta.read_grouping(edited(path, lambda sheet: sheet.delete_rows(1)))
        assert not read
        assert not len(read.refused)


class TestWrongFile:
    def test_a_coding_sheet_is_told_from_it(self, study: Study, ta: Analysis, tmp_path: Path) -> None:
        other = study.export(tmp_path / "koodaus.xlsx", kind="coding-sheet")
        with pytest.raises(ImportFileError, match="a coding sheet"):
            ta.read_grouping(other)

    def test_any_other_workbook_is_refused(self, ta: Analysis, tmp_path: Path) -> None:
        book = openpyxl.Workbook()
        book.save(tmp_path / "muu.xlsx")
        with pytest.raises(ImportFileError, match="no grouping sheet"):
            ta.read_grouping(tmp_path / "muu.xlsx")

    def test_the_sheet_of_another_analysis_says_where_it_belongs(self, study: Study, path: Path) -> None:
        with pytest.raises(ImportFileError, match="'Sisällönanalyysi', not of 'Muu'"):
            study.analysis("Muu").read_grouping(path)

    def test_the_sheet_of_another_study_is_refused(self, study: Study, ta: Analysis, path: Path) -> None:
        while study.analyses:
            study.undo()
        with pytest.raises(ImportFileError, match="another study"):
            study.analysis("Sisällönanalyysi").read_grouping(path)

    def test_a_file_that_is_not_there(self, ta: Analysis, tmp_path: Path) -> None:
        with pytest.raises(ImportFileError, match="no such file"):
            ta.read_grouping(tmp_path / "ei.xlsx")

    def test_a_study_open_for_reading_shows_but_does_not_change(self, study: Study, ta: Analysis, path: Path) -> None:
        edited(path, put("arki kannattelee", sub="Arjen tuki"))
        with open_study(study.path, read_only=True) as reader:
            read = reader.analysis("Sisällönanalyysi").read_grouping(path)
            assert read


SUBS = ["Kiire", "Tuki", "Ajan puute", "Suhteen synty"]
UPPERS = {"Kiire": "Aika", "Tuki": "Turva", "Ajan puute": "Aika", "Suhteen synty": "Turva"}
MAINS = {"Aika": "Työn ehdot", "Turva": "Kohtaaminen"}
KEYS = ["arki kannattelee", "jatkuva kiire", "aika ei riitä", "luottamus syntyy hitaasti"]


# One study serves all examples: each is taken back before the next, which is a law of its own.
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.dictionaries(st.sampled_from(KEYS), st.sampled_from(SUBS), min_size=1))
def test_what_is_written_in_the_sheet_is_what_the_next_sheet_shows(
    study: Study, ta: Analysis, tmp_path: Path, choice: dict[str, str]
) -> None:
    path = ta.export_grouping(tmp_path / "ryhmittely.xlsx")
    before, events = cells(path), len(study.store.history())
    wanted = {}
    for words, *levels in before:
        sub = choice.get(words, levels[0])
        upper = UPPERS.get(sub) if sub else None
        wanted[words] = (sub, upper, MAINS.get(upper) if upper else None, None)
    for words, levels in wanted.items():
        edited(path, put(words, sub=levels[0], upper=levels[1], main=levels[2]))
    read = ta.read_grouping(path)
    assert not len(read.refused)
    read.apply()
    shown = {words: tuple(levels) for words, *levels in cells(ta.export_grouping(tmp_path / "uusi.xlsx"))}
    assert shown == wanted
    assert not ta.read_grouping(tmp_path / "uusi.xlsx")
    assert len(study.store.history()) == events + bool(read)
    if read:
        study.undo()
    assert cells(ta.export_grouping(tmp_path / "ennen.xlsx")) == before
