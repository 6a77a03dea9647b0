"""Files that people really have: the samples in their three forms, and two open data sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from teema.importers import read_survey
from teema.survey import Survey

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "data_samples"
SURVEYS = ROOT.parent / "shared" / "data" / "survey"

FORMS = [
    ("asiakassuhde.csv", "webropol-w1", 2),
    ("asiakassuhde.xlsx", "webropol-w2", 3),
    ("asiakassuhde_yksi_otsikkorivi.xlsx", "webropol-w1", 2),
]


def real(name: str) -> Path:
    path = SURVEYS / name
    if not path.exists():
        pytest.skip(f"{name} is not beside the clone (../shared/data/survey)")
    return path


def by_question(survey: Survey) -> list[tuple[str, str, str]]:
    texts = {question.question: question.text for question in survey.questions}
    frame = survey.answers
    return list(zip(frame["answer"], frame["question"].map(texts), frame["text"], strict=True))


@pytest.mark.parametrize(("name", "layout", "first_row"), FORMS)
def test_the_sample_in_each_form(name: str, layout: str, first_row: int) -> None:
    survey = read_survey(SAMPLES / name)
    assert survey.report.layout == layout
    assert (len(survey.cases), len(survey.questions), len(survey.answers)) == (27, 5, 130)
    assert survey.answers["source_row"].min() == first_row
    assert {variable.name: variable.kind for variable in survey.variables} == {
        "Kaupunki": "choice",
        "Yksikkötyyppi": "choice",
        "Työryhmä": "choice",
        "Työkokemus": "scale",
        "Mitä työmenetelmiä käytät viikoittain?": "multiple",
    }
    assert survey.cases["Työkokemus"].cat.categories.to_list()[0] == "alle 2 vuotta"
    assert len(survey.variables[-1].categories) == 5
    [warning] = survey.report.warnings
    assert "2" in warning  # "En osaa sanoa" and "eos" are answers, and are told of


def test_the_sample_is_the_same_in_all_forms() -> None:
    first, *others = [read_survey(SAMPLES / name) for name, _, _ in FORMS]
    for other in others:
        assert by_question(other) == by_question(first)
        assert other.cases.equals(first.cases)
        assert [variable.categories for variable in other.variables] == [item.categories for item in first.variables]


def test_child_barometer() -> None:
    survey = read_survey(real("lapsibarometri_2016_fsd3134.csv"))
    roles = {column.column: column.role for column in survey.report.columns}
    assert roles == {
        "fsd_id": "id", "q3": "open", "q7": "open", "q11": "open", "paino": "number",
        "gender": "choice", "major_region": "choice", "daycare_before_school": "choice",
    }  # fmt: skip
    assert [question.question for question in survey.questions] == ["q3", "q7", "q11"]
    assert (len(survey.cases), len(survey.answers)) == (414, 1231)
    assert survey.answers["answer"].is_unique
    assert survey.cases.index[0] == "1"
    assert survey.report.layout == "table"


def test_patient_joe() -> None:
    survey = read_survey(real("patient_joe_en.csv"), language="en")
    assert [(question.question, question.column) for question in survey.questions] == [("Q1", "text")]
    assert survey.cases.columns.to_list() == ["label", "label_coder1", "label_coder2"]
    assert len(survey.answers) == len(survey.cases) == 585
