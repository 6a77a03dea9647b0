"""Files as they come: encodings, separators, sheets, cell types, and rows that people added."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

from teema.errors import ImportFileError, NotFoundError, UnusableValueError
from teema.importers import read_survey
from teema.importers.spreadsheets import as_text

Write = Callable[..., Path]
TEXT = "Ikä\tMikä on hyvää?\r\n31\tÄidin tuki – ”aina” 🙂 on tärkeää\r\n45\tYhteinen aika perheen kanssa\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_recognised(text_file: Write, encoding: str) -> None:
    survey = read_survey(text_file(TEXT, encoding=encoding))
    assert survey.answers["text"].to_list() == ["Äidin tuki – ”aina” 🙂 on tärkeää", "Yhteinen aika perheen kanssa"]
    assert survey.questions[0].text == "Mikä on hyvää?"


def test_windows_letters(text_file: Write) -> None:
    survey = read_survey(text_file(TEXT.replace("🙂", "!"), encoding="cp1252"))
    assert survey.answers["text"][0] == "Äidin tuki – ”aina” ! on tärkeää"


def test_a_few_damaged_places_do_not_make_the_whole_file_another_encoding(text_file: Write) -> None:
    more = "".join(f"4{i}\tHyvää päivää äidille ja isälle {i}\r\n" for i in range(5))
    whole = (TEXT + more).encode() + b"50\tRikki\xff meni\r\n"
    survey = read_survey(text_file(whole))
    assert survey.answers["text"].to_list()[-1] == "Rikki\ufffd meni"
    assert any("\ufffd" in warning for warning in survey.report.warnings)


def test_old_macintosh_letters_are_doubted_and_the_encoding_can_be_given(text_file: Write) -> None:
    path = text_file(
        "Ikä;Syy\n31;Äidin työpäivä päättyi täällä\n40;Pyöräily mäellä, käynti töissä\n", encoding="mac_roman"
    )
    assert any("mac_roman" in warning for warning in read_survey(path).report.warnings)
    survey = read_survey(path, encoding="mac_roman")
    assert survey.answers["text"][0] == "Äidin työpäivä päättyi täällä"
    assert ("merkistö", "mac_roman", "annettu kutsussa") in survey.report.decisions


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_separators_are_found_though_others_stand_in_the_text(text_file: Write, separator: str) -> None:
    rows = ["Ikä{}Syy", '31{}"Kiire; aina, vai | mitä\tsitten"', '45{}"Rauha, aika; tuki on tärkeää"']
    survey = read_survey(text_file("\n".join(row.format(separator) for row in rows)))
    assert survey.answers["text"].to_list() == ["Kiire; aina, vai | mitä\tsitten", "Rauha, aika; tuki on tärkeää"]


def test_a_separator_that_stands_in_an_option_of_every_row_is_not_taken(text_file: Write) -> None:
    rows = ["Kysely\tAsiakassuhde", "", "Vastaajia\t2", "Nro\tIkä\tKaupunki\tMuu;;mikä\tKommentit"]
    rows += [f"{i}\t3{i}\tOulu\tMuu;;mikä\t{text}" for i, text in enumerate(("kiire vie ajan", "luottamus"), start=1)]
    survey = read_survey(text_file("\n".join(rows)), roles={"Muu;;mikä": "text", "Kommentit": "open"})
    assert survey.answers["text"].tolist() == ["kiire vie ajan", "luottamus"]


def test_a_declared_separator(text_file: Write) -> None:
    survey = read_survey(text_file("sep=|\r\nIkä|Syy\r\n31|Kiire, kiire, aina kiire\r\n40|Ei, ei mitään; ei\r\n"))
    assert survey.answers["text"].to_list() == ["Kiire, kiire, aina kiire", "Ei, ei mitään; ei"]
    assert survey.answers["source_row"].to_list() == [2, 3]


def test_one_column_of_sentences_is_not_divided(text_file: Write) -> None:
    lines = [
        "Mikä auttaa?",
        "Aika, rauha ja tuki; ne auttavat",
        "Yhdessä, aina yhdessä tekeminen",
        "Kun on rauha; ja aika",
    ]
    survey = read_survey(text_file("\n".join(lines), name="vastaukset.txt"))
    assert survey.answers["text"].to_list() == lines[1:]


def test_a_table_below_lines_about_the_file(text_file: Write) -> None:
    survey = read_survey(text_file("Kysely 2025\n\nTunnus;Ikä;Syy\n7;31;Kiire, hoppu, aina kiire\n"))
    assert survey.answers[["answer", "text", "source_row"]].values.tolist() == [["7:Q1", "Kiire, hoppu, aina kiire", 4]]


def test_separator_and_its_mistakes(text_file: Write) -> None:
    path = text_file("Ikä;Syy\n31;Kiire on tässä työssä\n")
    assert len(read_survey(path, separator=";").answers) == 1
    with pytest.raises(UnusableValueError, match="separator=';;'"):
        read_survey(path, separator=";;")


def test_a_broken_row_loses_nothing_and_is_told(text_file: Write) -> None:
    survey = read_survey(text_file("Ikä;Syy\n31;Kiire ja hoppu on\n45;Rauha on tärkein\n50;Aikaa on; liikaa; siis\n"))
    assert "Aikaa on" in survey.answers["text"].to_list()
    assert [role.role for role in survey.report.columns[2:]] == ["text", "text"]
    assert any("ensimmäinen on rivi 4" in warning for warning in survey.report.warnings)


# -- workbooks


def moment(*rest: int) -> datetime:
    return datetime(2025, 2, 3, 9, *rest)  # noqa: DTZ001 -- cells have no zone


def test_types_of_cells(workbook: Write) -> None:
    long = "a" * 32_767
    rows = [
        ["Tunnus", "Postinumero", "Käyntipäivä", "Osuus", "Kommentti"],
        [7.0, 100, moment(14, 59, 999_900), 4.0, "Ensin_x000D_\nsitten tuli kiire"],
        [8.0, 15140, "4.2.2025 10.30", 4.5, long],
        [9.0, 33100, 45691.5, None, "Pelkkä \u00a0 väli\u00a0"],
        [12.0, 200, date(2025, 2, 7), 1.0, "a\u0308iti ja isa\u0308 olivat paikalla"],
    ]
    survey = read_survey(workbook(rows), roles={"Postinumero": "choice", "Kommentti": "open"})
    assert survey.cases.index.to_list() == ["7", "8", "9", "12"]
    assert survey.cases["Postinumero"].to_list() == ["00100", "15140", "33100", "00200"]
    assert survey.cases["Käyntipäivä"].to_list() == [
        pd.Timestamp("2025-02-03 09:15:00"), pd.Timestamp("2025-02-04 10:30:00"),
        pd.Timestamp("2025-02-03 12:00:00"), pd.Timestamp("2025-02-07"),
    ]  # fmt: skip
    assert survey.cases["Osuus"].to_list()[:2] == [4.0, 4.5]
    assert survey.answers["text"].to_list() == [
        "Ensin\nsitten tuli kiire", long, "Pelkkä \u00a0 väli", "äiti ja isä olivat paikalla",
    ]  # fmt: skip
    assert any("katkenneet: 1" in warning for warning in survey.report.warnings)


def test_cells_as_text() -> None:
    assert as_text([5.0, "007", 1.5, True, ""]) == ["5", "007", "1.5", "1", ""]
    assert as_text([date(2025, 2, 3), moment(14)]) == ["2025-02-03 00:00:00", "2025-02-03 09:14:00"]
    assert as_text([1e300, 12345678901.0]) == ["1e+300", "12345678901"]


DATA = [
    ["Tunnus", "Ikä", "Työ", "Kommentti"],
    *([i, 30 + i, "hoitaja", f"Vastaus numero {i} on tässä"] for i in range(1, 9)),
]


def test_data_on_the_second_sheet_and_a_hidden_one(sheets: Write) -> None:
    path = sheets(
        {"Vanha": [*DATA, *DATA[1:]], "Ohje": [["Lue tämä"], ["Avaa toinen"]], "Data": DATA}, hidden=["Vanha"]
    )
    survey = read_survey(path)
    assert len(survey.cases) == 8
    [(_, sheet, reason)] = [item for item in survey.report.decisions if item[0] == "taulukko"]
    assert sheet == "Data"
    assert "Ohje" in reason
    assert len(read_survey(path, sheet="vanha").cases) == 16
    with pytest.raises(NotFoundError, match="Dta"):
        read_survey(path, sheet="Dta")


def test_rows_and_columns_added_by_people(workbook: Write) -> None:
    rows = [
        [],
        [*DATA[0], "Huom", "Corrected"],
        *DATA[1:4],
        [],
        [*DATA[4], "soitettu", "x"],
        ["Keskiarvo", 34.5],
        [],
        ["Poistettu yksi testivastaus"],
    ]
    survey = read_survey(workbook(rows))
    assert survey.answers["source_row"].to_list() == [3, 4, 5, 7]
    assert survey.cases.columns.to_list() == ["Ikä", "Työ"]
    assert any("2 riviä" in warning and "8–10" in warning for warning in survey.report.warnings)
    assert any("Huom, Corrected" in warning for warning in survey.report.warnings)
    kept = read_survey(workbook(rows), keep_trailing=True)
    assert len(kept.cases) == 6


def test_the_last_respondent_who_answered_one_question_is_no_note(text_file: Write) -> None:
    content = (
        "Syy;Este;Toive;Kaupunki\n"
        + "Rauha ja aika;Kiire on este;Lisää aikaa meille;Turku\n" * 4
        + "Vain tämä vastaus;;;\n"
    )
    survey = read_survey(text_file(content))
    assert survey.answers["text"].to_list()[-1] == "Vain tämä vastaus"
    assert not any("Lopusta" in warning for warning in survey.report.warnings)


def test_a_thousand_columns(text_file: Write) -> None:
    header = ";".join(f"Kysymys {chr(97 + i % 26)}{i} tässä" for i in range(1000))
    survey = read_survey(text_file(header + "\n" + ";".join(f"Tämä on vastaus {i}" for i in range(1000))))
    assert len(survey.questions) == len(survey.answers) == 1000


def test_formatting_beyond_the_table_leaves_no_columns(text_file: Write) -> None:
    survey = read_survey(text_file("Ikä;Syy;;;\n31;Kiire on tässä työssä;;;\n"))
    assert len(survey.report.columns) == 2


def test_the_same_bytes_have_the_same_digest(text_file: Write) -> None:
    first = read_survey(text_file(TEXT, name="a.csv")).report.sha256
    assert first == read_survey(text_file(TEXT, name="b.csv")).report.sha256


def test_reading_leaves_the_file_alone(text_file: Write) -> None:
    path = text_file(TEXT)
    before = path.read_bytes()
    read_survey(path)
    assert path.read_bytes() == before


def test_a_file_of_blanks(text_file: Write) -> None:
    with pytest.raises(ImportFileError, match="no text"):
        read_survey(text_file(" ;\n;\n"))


def test_a_large_file_is_read_under_a_progress_bar(text_file: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, int]] = []

    def track(items: range, label: str) -> Iterator[int]:
        for item in items:
            yield item
            shown.append((label, item + 1))

    monkeypatch.setattr("teema.importers.read.track", track)
    rows = "31;Kiire on tässä työssä\n"
    read_survey(text_file("Ikä;Syy\n" + rows * 100), roles={"Syy": "open"})
    assert shown == []
    read_survey(text_file("Ikä;Syy\n" + rows * 90_000), roles={"Syy": "open"})
    assert shown == [("Luetaan vastauksia", step) for step in range(1, 5)]
