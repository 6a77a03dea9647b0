"""The 19 groups of export files of webropol.md §7.4, each read as it must be."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from typing import Any

import pytest

import teema
from teema.errors import ImportFileError, TeemaError
from teema.importers import read_survey
from teema.survey import Survey

_spec = importlib.util.spec_from_file_location("importer_fixtures", Path(__file__).parent / "fixtures.py")
assert _spec is not None
assert _spec.loader is not None
fixtures = importlib.util.module_from_spec(_spec)
sys.modules["importer_fixtures"] = fixtures
_spec.loader.exec_module(fixtures)
NAMED = [pytest.param(each, id=f"{each.group}-{each.name}") for each in fixtures.FIXTURES if not each.error]
REFUSED = [pytest.param(each, id=f"{each.group}-{each.name}") for each in fixtures.FIXTURES if each.error]


def read(fixture: fixtures.Fixture, folder: Path) -> Survey:
    path = folder / fixture.name
    path.write_bytes(fixture.content)
    return read_survey(path, language="en", **fixture.options)


def triples(survey: Survey) -> list[tuple[str, str, str]]:
    texts = {question.question: question.text for question in survey.questions}
    frame = survey.answers
    return list(zip(frame["case"], frame["question"].map(texts), frame["text"], strict=True))


@pytest.mark.parametrize("fixture", NAMED)
def test_a_file_is_read_as_it_must_be(fixture: fixtures.Fixture, tmp_path: Path) -> None:
    survey = read(fixture, tmp_path)
    assert survey.report.layout == fixture.layout
    assert [question.text for question in survey.questions] == list(fixture.questions)
    assert triples(survey) == list(fixture.answers)
    for name, values in fixture.cases.items():
        assert survey.cases[name].to_list() == values
    roles = {column.column: column.role for column in survey.report.columns}
    assert {name: roles[name] for name in fixture.roles} == fixture.roles
    for words in fixture.warns:
        assert any(words in warning for warning in survey.report.warnings), survey.report.warnings


@pytest.mark.parametrize("fixture", NAMED)
def test_the_printed_call_reads_the_same_survey_when_it_is_pasted(
    fixture: fixtures.Fixture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    survey = read(fixture, tmp_path)
    monkeypatch.chdir(tmp_path)
    pasted: dict[str, Any] = {"teema": teema}
    exec(survey.report.call, pasted)
    again = pasted["survey"]
    assert again.answers.equals(survey.answers)
    assert again.cases.astype(str).equals(survey.cases.astype(str))
    assert again.report == survey.report


@pytest.mark.parametrize("fixture", NAMED)
def test_every_rejected_choice_can_be_made_with_the_argument_that_is_printed_for_it(
    fixture: fixtures.Fixture, tmp_path: Path
) -> None:
    survey = read(fixture, tmp_path)
    path = tmp_path / fixture.name
    assert survey.report.rejected or fixture.name.endswith(".docx")
    for what, _, argument in survey.report.rejected:
        assert what in {name for name, _, _ in survey.report.decisions}
        given = eval(f"dict({argument})")
        try:
            made = read_survey(path, language="en", **given)
        except TeemaError as error:
            assert error.hint  # noqa: PT017 -- a choice that does not fit the file is refused in words
            continue
        decided = {name: (value, reason) for name, value, reason in made.report.decisions}
        assert argument.partition("=")[0] in made.report.call
        if what in ("encoding", "separator", "sheet", "header rows", "layout"):
            assert decided[what][1] == "given in the call"


@pytest.mark.parametrize("fixture", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_the_next_step(fixture: fixtures.Fixture, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=fixture.error) as caught:
        read(fixture, tmp_path)
    assert fixture.name in str(caught.value)
    assert caught.value.hint
