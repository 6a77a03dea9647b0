"""An answer is in the language of its words, or in the one that the researcher says."""

from __future__ import annotations

from pathlib import Path

import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study, create
from teema.survey import Survey


class TestLanguages:
    @pytest.fixture
    def mixed(self, survey: Survey, tmp_path: Path) -> Study:
        text = "Förtroendet för personalen var viktigt för mig"
        answers = survey.answers.assign(text=[text, *survey.answers["text"].iloc[1:]])
        two = Survey(
            answers=answers, cases=survey.cases, questions=survey.questions, variables=survey.variables,
            report=survey.report,
        )  # fmt: skip
        return create(tmp_path / "kaksi.teema", two, coder="AJ")

    def test_a_swedish_answer_has_swedish_lemmas(self, mixed: Study) -> None:
        with mixed:
            first = mixed.languages.iloc[0]
            assert (first["language"], first["chosen_by"]) == ("sv", "detected")
            assert "för" in first["why"]
            assert mixed.find("förtroende").to_frame()["match"].tolist() == ["Förtroendet"]
            assert mixed.find("kiire").to_frame()["match"].tolist()

    def test_can_be_set_for_an_answer_or_a_question_and_undone(self, mixed: Study) -> None:
        with mixed:
            mixed.set_language("1:Q1", "fi")
            assert mixed.languages.iloc[0][["language", "chosen_by"]].tolist() == ["fi", "you"]
            mixed.set_language("Q1", "sv")
            assert mixed.languages.set_index("answer").loc["2:Q1", "language"] == "sv"
            mixed.undo(2)
            assert mixed.languages.iloc[0]["chosen_by"] == "detected"
            mixed.set_language("1:Q1", "en")
            mixed.set_language("1:Q1", None)
            assert mixed.languages.iloc[0]["chosen_by"] == "detected"

    def test_only_three_languages_and_answers_that_exist(self, mixed: Study) -> None:
        with mixed:
            with pytest.raises(UnusableValueError, match="fi, sv, en"):
                mixed.set_language("1:Q1", "de")
            with pytest.raises(NotFoundError, match="answer"):
                mixed.set_language("9:Q9", "sv")
