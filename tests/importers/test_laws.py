"""Laws of every importer: nothing an informant wrote is lost, doubled, moved, or taken for a header.

Hypothesis makes the surveys: questions, options, blanks, line breaks, quotation marks, separators, emoji, text that
runs from right to left.
"""

from __future__ import annotations

import csv
import importlib.util
import io
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from teema.errors import ImportFileError
from teema.importers import read_survey, text_files
from teema.importers.columns import read_columns
from teema.importers.headers import find_headers
from teema.survey import Survey

_spec = importlib.util.spec_from_file_location("made_surveys", Path(__file__).parent / "made.py")
assert _spec is not None
assert _spec.loader is not None
made_surveys = importlib.util.module_from_spec(_spec)
sys.modules["made_surveys"] = made_surveys
_spec.loader.exec_module(made_surveys)
Made, SIGNS, answers, body, cleaned = (
    getattr(made_surveys, name) for name in ("Made", "SIGNS", "answers", "body", "cleaned")
)
quick, surveys, triples, write_csv, write_xlsx = (
    getattr(made_surveys, name) for name in ("quick", "surveys", "triples", "write_csv", "write_xlsx")
)

LAYOUTS = ("webropol-w1", "webropol-w2", "table")


def write_w1(made: Made, folder: Path) -> Path:
    header = ["Vastaajanumero", "Vastausaika", *(f"Menetelmät:{option}" for option in made.options), *made.questions]
    return write_csv([*made.above, header, *body(made)], folder / "kysely.csv", ";", "utf-8-sig")


def write_w2(made: Made, folder: Path) -> Path:
    top = ["Vastaajanumero", "Vastausaika", "Menetelmät", *[""] * (len(made.options) - 1), *made.questions]
    below = ["", "", *made.options, *[""] * len(made.questions)]
    return write_xlsx([*made.above, top, below, *body(made)], folder / "kysely.xlsx")


def write_table(made: Made, folder: Path) -> Path:
    header = ["ID", "Päivä", *(f"Menetelmä {option}" for option in made.options), *made.questions]
    return write_csv([*made.above, header, *body(made)], folder / "kysely.tsv", "\t", "utf-16")


WRITERS: dict[str, Callable[[Made, Path], Path]] = {
    "webropol-w1": write_w1, "webropol-w2": write_w2, "table": write_table,
}  # fmt: skip


def read(made: Made, layout: str, **options: object) -> Survey:
    with tempfile.TemporaryDirectory() as folder:
        path = WRITERS[layout](made, Path(folder))
        roles = dict.fromkeys(made.questions, "open")
        if layout == "table":  # there an option is a column of its own
            roles |= {f"Menetelmä {option}": "text" for option in made.options}
        return read_survey(path, roles=roles, zero_fill=False, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("layout", LAYOUTS)
@quick
@given(made=surveys())
def test_every_filled_cell_of_an_open_column_is_an_answer_exactly_once_and_in_order(made: Made, layout: str) -> None:
    assert triples(read(made, layout)) == made.expected()


@pytest.mark.parametrize("layout", LAYOUTS)
@quick
@given(made=surveys())
def test_the_layout_is_found_and_no_answer_becomes_a_header_nor_the_reverse(made: Made, layout: str) -> None:
    survey = read(made, layout)
    assert survey.report.layout == layout
    assert len(survey.cases) == len(made.texts)
    assert [question.text for question in survey.questions] == made.questions
    first = len(made.above) + (3 if layout == "webropol-w2" else 2)
    rows = dict(zip(survey.answers["case"], survey.answers["source_row"], strict=True))
    assert all(rows[case] == int(case) + first - 1 for case in rows)


def write_ms_forms(made: Made, folder: Path) -> Path:
    header = ["ID", "Start time", "Completion time", "Email", "Name", *made.questions]
    rows = [[str(i), "3.2.2025 9:00", "3.2.2025 9:14", "anonymous", "", *row] for i, row in enumerate(made.texts, 1)]
    return write_xlsx([header, *rows], folder / "kysely.xlsx")


def write_google_forms(made: Made, folder: Path) -> Path:
    rows = [["2025/02/03 9:14:05 ap. EET", *row] for row in made.texts]
    return write_xlsx([["Aikaleima", *made.questions], *rows], folder / "kysely.xlsx")


def write_limesurvey(made: Made, folder: Path) -> Path:
    header = ["id", "submitdate", "lastpage", *(f"q{i}. {question}" for i, question in enumerate(made.questions))]
    rows = [[str(i), "2025-02-03 09:14:00", "3", *row] for i, row in enumerate(made.texts, 1)]
    return write_xlsx([header, *rows], folder / "kysely.xlsx")


def write_qualtrics(made: Made, folder: Path) -> Path:
    names = ["ResponseId", *(f"Q{i}_TEXT" for i, _ in enumerate(made.questions, 1))]
    ids = [f'{{"ImportId":"QID{i}"}}' for i, _ in enumerate(names)]
    rows = [[str(i), *row] for i, row in enumerate(made.texts, 1)]
    return write_xlsx([names, ["Response ID", *made.questions], ids, *rows], folder / "kysely.xlsx")


SISTERS: dict[str, Callable[[Made, Path], Path]] = {
    "ms-forms": write_ms_forms, "google-forms": write_google_forms, "limesurvey": write_limesurvey,
    "qualtrics": write_qualtrics,
}  # fmt: skip


@pytest.mark.parametrize("layout", SISTERS)
@quick
@given(made=surveys())
def test_the_same_answers_come_out_of_every_survey_program(made: Made, layout: str) -> None:
    assume(not any(cleaned(text).startswith("'") for row in made.texts for text in row))  # LimeSurvey guards with it
    with tempfile.TemporaryDirectory() as folder:
        path = SISTERS[layout](made, Path(folder))
        survey = read_survey(path, roles=dict.fromkeys(made.questions, "open"), zero_fill=False, keep_trailing=True)
    assert survey.report.layout == layout
    assert triples(survey) == made.expected()


@quick
@given(made=surveys(), seed=st.randoms(use_true_random=False))
def test_rows_of_one_answer_each_are_put_together_whatever_their_order(made: Made, seed: Random) -> None:
    rows = [
        [str(i), question, text]
        for i, texts in enumerate(made.texts, 1) for question, text in zip(made.questions, texts, strict=True)
    ]  # fmt: skip
    seed.shuffle(rows)
    with tempfile.TemporaryDirectory() as folder:
        path = write_xlsx([["Vastaaja", "Kysymys", "Vastaus"], *rows], Path(folder) / "kysely.xlsx")
        roles = {question: "open" for _, question, _ in made.expected()}
        survey = read_survey(path, layout="long", roles=roles, zero_fill=False, keep_trailing=True)
    found = set(triples(survey))
    assert len(survey.answers) == len(found)
    assert found == set(made.expected())
    at = {(case, question): rows[row - 2][2] for (case, question, _), row in
          zip(triples(survey), survey.answers["source_row"], strict=True)}  # fmt: skip
    assert {(case, question, cleaned(text)) for (case, question), text in at.items()} == found


@quick
@given(made=surveys())
def test_chosen_options_become_one_list_in_both_webropol_layouts(made: Made) -> None:
    assume(any(map(any, made.chosen)))
    expected = [[option for option, yes in zip(made.options, row, strict=True) if yes] for row in made.chosen]
    for layout in ("webropol-w1", "webropol-w2"):
        assert read(made, layout).cases["Menetelmät"].to_list() == expected


@quick
@given(
    headers=st.lists(
        st.one_of(st.text("aB:1 ?\u00a0<>&;ä.", max_size=8), st.sampled_from(["K:a", "K:b", "K:K:a", ":x", "1. K"])),
        max_size=9,
    ),
    two_rows=st.booleans(),
)
def test_every_header_gets_a_name_of_its_own_and_is_kept_as_it_stands(headers: list[str], two_rows: bool) -> None:
    below = headers[::-1] if two_rows else None
    columns = read_columns(headers, below, unnamed="(nimetön {number})", written="{option} (kirjoitettu)")
    names = [column.name.casefold() for column in columns]
    assert len(columns) == len(headers) == len(set(names))
    assert all(names)
    assert [column.position for column in columns] == list(range(len(headers)))
    assert two_rows or [column.raw for column in columns] == headers
    questions = {column.group: column.question for column in columns if column.group is not None}
    assert all(column.group is None or column.question == questions[column.group] for column in columns)


@quick
@given(st.lists(st.lists(answers, min_size=1, max_size=5), min_size=1, max_size=6), st.sampled_from(";,\t|"))
def test_a_delimited_text_gives_back_its_records(rows: list[list[str]], separator: str) -> None:
    from teema.importers.text_files import records

    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    assert list(records(text.getvalue(), separator)) == rows


@quick
@given(st.lists(st.lists(st.text(SIGNS, max_size=6), max_size=5), max_size=12))
def test_headers_are_looked_for_in_any_table_without_failing(rows: list[list[str]]) -> None:
    found = find_headers(rows)
    assert found.number in (1, 2)
    assert 0 <= found.row <= max(len(rows) - 1, 0)


@settings(max_examples=150)
@given(content=st.one_of(st.binary(max_size=300), st.text(SIGNS + ":;,", max_size=300).map(str.encode)))
def test_any_bytes_give_a_survey_or_one_clear_error(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "outo.csv"
        path.write_bytes(content)
        error = refusal(path)
        assert error is None or (error.where == str(path) and error.hint)


def refusal(path: Path) -> ImportFileError | None:
    try:
        read_survey(path)
    except ImportFileError as error:
        return error
    return None


@given(st.text('ab;"\r\n\x0b\x0c\x1c\x85\u2028', max_size=60), st.integers(0, 20))
def test_lines_end_where_the_records_of_a_text_file_may_end_and_nowhere_else(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(text_files, "_ENOUGH", size)
        assert list(text_files._lines(text)) == list(io.StringIO(text, newline=""))
