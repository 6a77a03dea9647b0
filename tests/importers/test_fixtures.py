"""The 19 groups of export files of webropol.md §7.4, each read as it must be."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from teema.errors import ImportFileError
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


@pytest.mark.parametrize("fixture", REFUSED)
def test_a_file_that_cannot_be_read_is_refused_with_the_next_step(fixture: fixtures.Fixture, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=fixture.error) as caught:
        read(fixture, tmp_path)
    assert fixture.name in str(caught.value)
    assert caught.value.hint
