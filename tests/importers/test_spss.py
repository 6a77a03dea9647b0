"""A real SPSS file, written by the library that reads it: labels, scales, blanks; and one that is damaged."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from teema.errors import ImportFileError
from teema.importers import read_survey

pyreadstat = pytest.importorskip("pyreadstat", reason="pyreadstat is not installed: make test installs it")


@pytest.fixture
def sav(tmp_path: Path) -> Path:
    """Three respondents: a labelled scale, an open question, a weight."""
    frame = pd.DataFrame(
        {
            "id": [1, 2, 3],
            "v1": [1.0, 2.0, None],
            "q1": ["Kiire vie ajan, eikä työ lopu koskaan 😀.", "", "=Luottamus syntyy hitaasti äidin kanssa."],
            "paino": [1.2, 0.8, 1.0],
        }
    )
    path = tmp_path / "kysely.sav"
    pyreadstat.write_sav(
        frame,
        str(path),
        column_labels=["Vastaajanumero", "Kuinka tyytyväinen olet?", "Mitä haluat sanoa?", "Paino"],
        variable_value_labels={"v1": {1: "tyytymätön", 2: "tyytyväinen", 3: "erittäin tyytyväinen"}},
        variable_measure={"v1": "ordinal"},
    )
    return path


def test_labels_scales_and_answers_come_out_as_they_went_in(sav: Path) -> None:
    survey = read_survey(sav)
    assert survey.report.layout == "spss"
    assert survey.answers[["case", "text"]].values.tolist() == [
        ["1", "Kiire vie ajan, eikä työ lopu koskaan 😀."],
        ["3", "=Luottamus syntyy hitaasti äidin kanssa."],
    ]
    assert [question.text for question in survey.questions] == ["Mitä haluat sanoa?"]
    scale = survey.cases["Kuinka tyytyväinen olet?"]
    assert scale.cat.ordered
    assert list(scale.cat.categories) == ["tyytymätön", "tyytyväinen", "erittäin tyytyväinen"]
    assert scale.isna().tolist() == [False, False, True]
    assert survey.cases["Paino"].tolist() == [1.2, 0.8, 1.0]


@pytest.mark.parametrize("length", [0, 10, 200, 500])
def test_a_file_cut_short_is_one_clear_error(sav: Path, length: int) -> None:
    sav.write_bytes(sav.read_bytes()[:length])
    with pytest.raises(ImportFileError, match="kysely"):
        read_survey(sav)
