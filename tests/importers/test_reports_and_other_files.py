"""Files that are no row tables of a survey program: reports, long tables, SPSS."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pandas as pd
import pytest

from teema.errors import ImportFileError, UnusableValueError
from teema.importers import read_survey

Write = Callable[..., Path]
REPORT = [
    ["Mikä auttaa?"],
    ["Vastaajien määrä: 2"],
    ["Vastaukset"],
    ["Luottamus syntyy hitaasti."],
    ["Aika ja rauha."],
]


def test_the_cases_of_a_report_are_answers_and_not_respondents(workbook: Write) -> None:
    survey = read_survey(workbook(REPORT))
    assert survey.case_unit == "vastaus"
    assert survey.cases.index.to_list() == ["Q1-1", "Q1-2"]
    assert survey.answers["source_row"].to_list() == [4, 5]
    assert any("ei voi verrata" in warning for warning in survey.report.warnings)
    assert read_survey(workbook(REPORT), case_unit="vastaaja").case_unit == "vastaaja"


def test_a_line_about_the_file_does_not_make_a_table_a_report(workbook: Write) -> None:
    rows = [
        ["Kysely"],
        ["Vastaajien määrä: 2"],
        ["Nro", "Ikä", "Mikä auttaa?"],
        [1, 31, "Aika ja rauha"],
        [2, 40, "Tuki"],
    ]
    assert read_survey(workbook(rows), roles={"Mikä auttaa?": "open"}).report.layout == "table"


def test_more_answers_than_respondents_are_doubted(workbook: Write) -> None:
    survey = read_survey(workbook([*REPORT, ["Tämä ei ole vastaus"]]), language="en")
    assert any("3 answers but only 2 respondents" in warning for warning in survey.report.warnings)


def test_what_says_nothing_about_a_report_is_refused(workbook: Write) -> None:
    with pytest.raises(UnusableValueError, match="says nothing about a report"):
        read_survey(workbook(REPORT), header_rows=1)


def test_a_word_document_without_lists_is_refused(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("Muistio kokouksesta")
    document.save(str(tmp_path / "muistio.docx"))
    with pytest.raises(ImportFileError, match="no report") as caught:
        read_survey(tmp_path / "muistio.docx")
    assert "raw data in rows" in str(caught.value.hint)


def test_a_merged_cell_of_a_word_report_is_one_answer(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    for line in ("Mikä auttaa?", "Vastaajien määrä: 2", "Vastaukset"):
        document.add_paragraph(line)
    table = document.add_table(rows=3, cols=2)
    for i, text in enumerate(("Luottamus syntyy hitaasti.", "Luottamus syntyy hitaasti.")):
        table.cell(i, 0).merge(table.cell(i, 1)).text = text
    table.cell(1, 0).merge(table.cell(2, 1))
    document.save(str(tmp_path / "raportti.docx"))
    survey = read_survey(tmp_path / "raportti.docx")
    assert survey.answers["text"].to_list() == ["Luottamus syntyy hitaasti."] * 2


def test_a_layout_the_file_does_not_have_is_refused(workbook: Write) -> None:
    rows = [["Ikä", "Mikä auttaa?"], [31, "Aika ja rauha on tärkeää"]]
    with pytest.raises(UnusableValueError, match="none of its marks"):
        read_survey(workbook(rows), layout="qualtrics")


def test_every_row_of_a_long_table_is_traced_to_its_row(workbook: Write) -> None:
    rows = [["Pienryhmä", "Kysymys", "Vastaus"], ["B", "Mikä auttaa?", "Aika"], ["A", "Mikä estää?", "Kiire"],
            ["A", "Mikä auttaa?", "Rauha"], ["B", "Mikä estää?", "Melu"]]  # fmt: skip
    survey = read_survey(workbook(rows), case_unit="pienryhmä")
    found = survey.answers
    assert list(zip(found["case"], found["text"], found["source_row"], strict=True)) == [
        ("B", "Aika", 2), ("B", "Melu", 5), ("A", "Rauha", 4), ("A", "Kiire", 3),
    ]  # fmt: skip
    assert survey.case_unit == "pienryhmä"


def test_of_a_workshop_and_its_groups_the_groups_are_the_cases(workbook: Write) -> None:
    rows = [["Työpaja", "Ryhmä", "Teema", "Muistiinpano"]]
    for group in ("A1", "A2", "B1"):
        rows += [[group[0], group, topic, f"{topic} ryhmässä {group}"] for topic in ("Onnistuminen", "Viestintä")]
    survey = read_survey(workbook(rows), case_unit="ryhmä")
    assert survey.cases["Työpaja"].to_dict() == {"A1": "A", "A2": "A", "B1": "B"}
    assert len(survey.answers) == 6
    assert not survey.report.warnings


def test_rows_are_not_counted_as_workshops_in_silence(workbook: Write) -> None:
    rows = [["Työpaja", "Rooli", "Puheenvuoro"]]
    rows += [[f"Työpaja {i % 2}", "asiakas", f"Tässä puheenvuorossa {i} sanon asiani."] for i in range(6)]
    [warning] = read_survey(workbook(rows), case_unit="työpaja").report.warnings
    assert "2 eri arvoa 6 rivillä" in warning
    assert read_survey(workbook(rows), case_unit="puheenvuoro").report.warnings == ()


def sav(tmp_path: Path) -> Path:
    path = tmp_path / "kysely.sav"
    path.write_bytes(b"$FL2@(#) SPSS DATA FILE")
    return path


def test_an_spss_file_without_its_reader_says_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyreadstat", None)
    with pytest.raises(ImportFileError, match="pyreadstat") as caught:
        read_survey(sav(tmp_path))
    assert 'pip install "teema[spss]"' in str(caught.value.hint)


def test_labels_of_an_spss_file_name_questions_and_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = pd.DataFrame(
        {
            "V1": [3.0, 1.0, float("nan")],
            "V2": [2.0, 1.0, 1.0],
            "V3": ["Luottamus syntyy hitaasti.", "", "Aika ja rauha on tärkeää"],
        }
    )
    meta = SimpleNamespace(
        column_names_to_labels={"V1": "Kuinka usein?", "V2": "Yksikkö", "V3": "Mikä auttaa?"},
        variable_value_labels={"V1": {1.0: "Aina", 2.0: "Joskus", 3.0: "Harvoin"}, "V2": {1.0: "Avo", 2.0: "Ensikoti"}},
        variable_measure={"V1": "ordinal", "V2": "nominal", "V3": "nominal"},
        variable_storage_width={"V1": 8, "V2": 8, "V3": 24},
    )
    reader = ModuleType("pyreadstat")
    reader.read_sav = lambda _path, output_format: (frame.to_dict("list"), meta)  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pyreadstat", reader)
    survey = read_survey(sav(tmp_path))
    assert survey.report.layout == "spss"
    assert [(item.question, item.text, item.column) for item in survey.questions] == [("V3", "Mikä auttaa?", "V3")]
    assert survey.answers["text"].to_list() == ["Luottamus syntyy hitaasti.", "Aika ja rauha on tärkeää"]
    often = survey.cases["Kuinka usein?"]
    assert list(often.cat.categories) == ["Aina", "Joskus", "Harvoin"]
    assert often.cat.ordered
    assert survey.cases["Yksikkö"].to_list() == ["Ensikoti", "Avo", "Avo"]


def test_an_answer_of_one_sign_beside_an_option_called_tila_is_no_heading_of_events(tmp_path: Path) -> None:
    path = tmp_path / "kysely.csv"
    rows = ["Vastausaika;Mikä auttoi?:Tila;Mikä auttoi?:Aika;Miksi?", "3.2.2025 9:14;;Aika;Oli rauhallista",
            "4.2.2025 9:20;Tila;;#", "5.2.2025 9:31;Tila;Aika;Sai olla yksin"]  # fmt: skip
    path.write_text("\n".join(rows), encoding="utf-8")

    survey = read_survey(path, roles={"Miksi?": "open"})

    assert survey.answers["text"].tolist() == ["Oli rauhallista", "#", "Sai olla yksin"]
