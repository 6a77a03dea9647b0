"""The words of a study follow what the researcher says of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

import teema
from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study, create
from teema.survey import Survey


class TestCorrecting:
    def test_everything_follows(self, study: Study) -> None:
        study.codebook.add("Kiireinen", query="kiireinen")
        assert study.words.correct("kiireen", lemma="kiireinen") == 1
        assert study.find("kiireinen").to_frame()["match"].tolist() == ["kiireen"]
        assert "kiireen" not in study.find("kiire").to_frame()["match"].tolist()
        assert "kiireinen" in study.words(stop_words=False).to_frame()["lemma"].tolist()
        assert study.autocode(["Kiireinen"]).apply() == 1

    def test_is_undone_and_done_again(self, study: Study) -> None:
        before = study.tokens
        study.words.correct("kiireen", lemma="kiireinen")
        after = study.tokens
        assert not before.equals(after)
        study.undo()
        pd.testing.assert_frame_equal(study.tokens, before)
        study.redo()
        pd.testing.assert_frame_equal(study.tokens, after)

    def test_is_there_after_reopening(self, study: Study) -> None:
        study.words.correct("kiireen", lemma="kiireinen")
        study.close()
        with teema.open(study.path, coder="AJ") as again:
            assert "kiireinen" in again.tokens["lemma"].tolist()
            rows = again.words.corrections
            assert rows[["form", "lemma", "tokens", "coder"]].values.tolist() == [["kiireen", "kiireinen", 1, "AJ"]]

    def test_stands_in_the_history(self, study: Study) -> None:
        study.words.correct("kiireen", lemma="kiireinen")
        assert "kiireen → kiireinen" in study.history()["summary"].iloc[-1]

    def test_is_taken_back_by_its_form(self, study: Study) -> None:
        before = study.tokens
        study.words.correct("kiireen", lemma="kiireinen")
        assert study.words.uncorrect("Kiireen") == 1
        pd.testing.assert_frame_equal(study.tokens, before)
        with pytest.raises(NotFoundError, match="correction"):
            study.words.uncorrect("kiireen")

    def test_a_form_that_nobody_wrote_is_an_error_that_names_near_ones(self, study: Study) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'kiireen'"):
            study.words.correct("kireen", lemma="kiire")

    def test_a_narrowing_that_nothing_fits_says_what_there_is(self, study: Study) -> None:
        with pytest.raises(NotFoundError, match=r"NOUN \(kiire\)"):
            study.words.correct("kiireen", lemma="kiireinen", pos="VERB")

    @pytest.mark.parametrize("lemma", ["", "  ", "kaksi sanaa"])
    def test_a_lemma_is_one_word(self, study: Study, lemma: str) -> None:
        with pytest.raises(UnusableValueError, match="not one word"):
            study.words.correct("kiireen", lemma=lemma)


class TestTypingErrors:
    @pytest.fixture
    def slipped(self, survey: Survey, tmp_path: Path) -> Iterator[Study]:
        texts = survey.answers["text"].replace("Kiire. Aina kiire!", "Luotamus! Ja luotamus.")
        two = Survey(
            answers=survey.answers.assign(text=texts), cases=survey.cases, questions=survey.questions,
            variables=survey.variables, report=survey.report,
        )  # fmt: skip
        with create(tmp_path / "virheet.teema", two, coder="AJ") as study:
            yield study

    def test_are_shown_and_nothing_is_changed(self, slipped: Study) -> None:
        found = slipped.words.suggestions()
        assert found[["form", "suggestion", "lemma", "slip", "mentions", "cases"]].values.tolist() == [
            ["luotamus", "luottamus", "luottamus", "missing letter", 2, 1]
        ]
        assert "luottamus" not in slipped.tokens.loc[slipped.tokens["answer"] == "1:Q2", "lemma"].tolist()

    def test_are_corrected_when_accepted_as_one_step(self, slipped: Study) -> None:
        assert slipped.words.accept(slipped.words.suggestions()) == 2
        assert len(slipped.find("luottamus")) == 4
        assert slipped.words.suggestions().empty
        slipped.undo()
        assert len(slipped.find("luottamus")) == 2
        assert slipped.words.accept("Luotamus") == 2

    def test_only_what_was_suggested_can_be_accepted(self, slipped: Study) -> None:
        with pytest.raises(NotFoundError, match="suggestion"):
            slipped.words.accept("perusta")
