"""Laws of files that are no plain table of respondents: REDCap with events, Webropol Events, reports in Excel and Word.

Every answer comes out exactly once, in its order, under its question; no answer becomes a header nor the reverse.
"""

from __future__ import annotations

import importlib.util
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from teema.importers import read_survey
from teema.survey import Survey

_spec = importlib.util.spec_from_file_location("made_surveys", Path(__file__).parent / "made.py")
assert _spec is not None
assert _spec.loader is not None
made_surveys = importlib.util.module_from_spec(_spec)
sys.modules["made_surveys"] = made_surveys
_spec.loader.exec_module(made_surveys)
Made, cleaned, quick, surveys, triples, write_csv, write_xlsx = (
    getattr(made_surveys, name)
    for name in ("Made", "cleaned", "quick", "surveys", "triples", "write_csv", "write_xlsx")
)
EVENTS = ("alku_arm_1", "valikysely_arm_1", "seuranta_arm_1")


def read(rows: Sequence[Sequence[str]], write: str = "kysely.xlsx", **options: object) -> Survey:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / write
        if path.suffix == ".xlsx":
            write_xlsx(rows, path)
        else:
            write_csv(rows, path, ";", "utf-8")
        return read_survey(path, zero_fill=False, keep_trailing=True, **options)  # type: ignore[arg-type]


# -- REDCap


def redcap_row(record: str, event: str, form: str, instance: str, texts: Sequence[str]) -> list[str]:
    return [record, event, form, instance, *texts, "2"]


def redcap_header(made: Made) -> list[str]:
    own = ["record_id", "redcap_event_name", "redcap_repeat_instrument", "redcap_repeat_instance"]
    return [*own, *made.questions, "kysely_complete"]


@quick
@given(made=surveys())
def test_a_redcap_project_without_events_gives_the_same_answers_as_any_program(made: Made) -> None:
    rows = [[str(i), *texts, "2"] for i, texts in enumerate(made.texts, 1)]
    survey = read(
        [["record_id", *made.questions, "kysely_complete"], *rows], roles=dict.fromkeys(made.questions, "open")
    )
    assert survey.report.layout == "redcap"
    assert triples(survey) == made.expected()


@quick
@given(made=surveys(), data=st.data())
def test_every_answer_of_every_event_and_repetition_comes_out_once_and_a_record_is_one_case(
    made: Made, data: st.DataObject
) -> None:
    rows, told = [], {}
    for i, texts in enumerate(made.texts):
        record = str(data.draw(st.integers(1, 3)))
        event = data.draw(st.sampled_from(EVENTS))
        form, instance = data.draw(st.sampled_from([("", ""), ("paivakirja", str(i + 1))]))
        rows.append(redcap_row(record, event, form, instance, texts))
        told |= {(record, i + 2, name, cleaned(text)): 0 for name, text in zip(made.questions, texts, strict=True)}
    survey = read([redcap_header(made), *rows], roles=dict.fromkeys(made.questions, "open"))
    expected = sorted((record, row, name, text) for record, row, name, text in told if text)
    columns = {question.question: question.column for question in survey.questions}
    frame = survey.answers
    found = zip(frame["case"], frame["source_row"], frame["question"].map(columns), frame["text"], strict=True)
    records = {row[0] for row in rows}
    if len(records) < len(rows):
        assert sorted(found) == expected
        assert set(survey.cases.index) == records
    else:
        assert sorted((row, name, text) for _, row, name, text in found) == sorted(item[1:] for item in expected)


@quick
@given(made=surveys())
def test_the_rows_of_a_record_stay_cases_of_their_own_where_the_user_says_so(made: Made) -> None:
    rows = [redcap_row("1", EVENTS[i % 3], "", "", texts) for i, texts in enumerate(made.texts)]
    roles = {"record_id": "text"} | dict.fromkeys(made.questions, "open")
    assert triples(read([redcap_header(made), *rows], roles=roles)) == made.expected()


# -- Webropol Events


@quick
@given(made=surveys())
def test_the_answers_of_those_who_came_to_an_event_are_all_there(made: Made) -> None:
    assume(any(cleaned(text) not in ("", "-") for row in made.texts for text in row))
    top = ["#", "Ilm.aika", "Nimi", "Tila", *["-"] * (1 + len(made.questions))]
    below = ["-", "-", "-", "-", "Nimi", *made.questions]
    own = ["1.3.2025 9:00", "Testi Varaaja", "Ilmoittautunut", "-"]
    rows = [
        [str(i), *own, *(text if cleaned(text) else "-" for text in texts)]
        for i, texts in enumerate(made.texts, 1)
    ]  # fmt: skip
    survey = read(
        [["Tapahtuman nimi", "Vertaistuen päivä"], top, below, *rows], "tapahtuma.csv",
        roles=dict.fromkeys(made.questions, "open"),
    )  # fmt: skip
    assert survey.report.layout == "webropol-events"
    assert len(survey.cases) == len(made.texts)
    assert triples(survey) == [item for item in made.expected() if item[2] != "-"]


# -- reports


def report_lines(made: Made) -> list[list[str]]:
    """Return the lines of the report, question by question; blank answers are not in its lists."""
    pages = [["Oletko käynyt ennen?", f"Vastaajien määrä: {len(made.texts)}"]]
    for place, question in enumerate(made.questions):
        texts = [row[place] for row in made.texts if cleaned(row[place])]
        if texts:
            pages.append([question, f"Vastaajien määrä: {len(texts)}", "Vastaukset", *texts])
    return pages


def listed(made: Made) -> list[tuple[str, str]]:
    """Return question and answer in the order of the report."""
    return [
        (question, cleaned(row[place]))
        for place, question in enumerate(made.questions) for row in made.texts if cleaned(row[place])
    ]  # fmt: skip


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@quick
@given(made=surveys())
def test_the_lists_of_a_report_come_out_whole_and_in_order_and_each_answer_is_a_case(made: Made, ending: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"raportti.{ending}"
        if ending == "xlsx":
            from openpyxl import Workbook

            book = Workbook()
            book.remove(book.worksheets[0])
            for number, lines in enumerate(report_lines(made), 1):
                sheet = book.create_sheet(f"Kysymys {number}")
                for row, line in enumerate(lines, 1):
                    sheet.cell(row, 1, line).data_type = "s"
            book.save(path)
        else:
            document = docx.Document()
            for lines in report_lines(made):
                for line in lines:
                    document.add_paragraph(line)
            document.save(str(path))
        survey = read_survey(path)
    assert survey.report.layout == "webropol-report"
    assert [(question, text) for _, question, text in triples(survey)] == listed(made)
    assert len(survey.cases) == len(listed(made))
    assert survey.answers["case"].is_unique
