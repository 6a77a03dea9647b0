"""A study holds the survey as it was read, is written to by one at a time, and forgets nothing."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import teema
from teema.errors import NotFoundError, StudyExistsError, StudyInUseError, UnusableValueError
from teema.study import Study, create
from teema.survey import Survey


class TestTheSurvey:
    def test_comes_back_as_it_went_in(self, study: Study, survey: Survey) -> None:
        pd.testing.assert_frame_equal(study.answers, survey.answers, check_dtype=False)
        pd.testing.assert_frame_equal(study.cases, survey.cases, check_dtype=False)
        assert study.variables == list(survey.variables)
        assert study.report == survey.report
        assert study.case_unit == "vastaaja"

    def test_keeps_types_after_reopening(self, study: Study) -> None:
        study.close()
        with teema.open(study.path, read_only=True) as again:
            cases = again.cases
            assert cases["Kokemus"].cat.ordered
            assert cases["Ikä"].isna().tolist() == [False, False, True, False]
            assert cases.loc["3", "Menetelmät"] == ["videointi", "kotikäynti"]

    def test_frames_are_the_users_to_change(self, study: Study) -> None:
        mine = study.answers
        mine.loc[0, "text"] = "muutettu"
        assert study.answers.loc[0, "text"].startswith("Luottamus")

    def test_says_how_much_of_what_it_holds(self, study: Study) -> None:
        assert repr(study) == ("kysely.teema: 4 vastaajaa, 2 avointa kysymystä, 6 vastausta, 0 koodia, 0 koodausta")
        study.code("1:Q2", "Aina kiire", study.codebook.add("Kiire").name)
        assert repr(study).endswith("6 vastausta, 1 koodi, 1 koodaus")


class TestCreating:
    def test_never_overwrites(self, study: Study, survey: Survey) -> None:
        with pytest.raises(StudyExistsError, match="already a file"):
            create(study.path, survey, coder="AJ")

    def test_a_failed_import_leaves_nothing(self, survey: Survey, tmp_path: Path) -> None:
        broken = survey.answers.assign(case="ei-ole-vastaajissa")
        bad = Survey(
            answers=broken, cases=survey.cases, questions=survey.questions, variables=survey.variables,
            report=survey.report,
        )  # fmt: skip
        with pytest.raises(teema.TeemaError):
            create(tmp_path / "uusi.teema", bad, coder="AJ")
        assert list(tmp_path.iterdir()) == []

    def test_knows_its_languages(self, survey: Survey, tmp_path: Path) -> None:
        with pytest.raises(UnusableValueError, match="fi, sv, en"):
            create(tmp_path / "uusi.teema", survey, coder="AJ", language="de")  # type: ignore[arg-type]


class TestOpening:
    def test_twice_for_writing_is_refused(self, study: Study) -> None:
        with pytest.raises(StudyInUseError, match="already open for writing"):
            teema.open(study.path, coder="MK")

    def test_again_in_a_notebook_takes_over(self, study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=object))
        again = teema.open(study.path, coder="AJ")
        again.codebook.add("Luottamus")
        with pytest.raises(teema.TeemaError, match="has been closed"):
            study.codebook.add("Kiire")
        again.close()

    def test_names_the_coder(self, study: Study) -> None:
        study.close()
        with pytest.raises(UnusableValueError, match="Who works"):
            teema.open(study.path)


class TestCoding:
    def test_the_same_again_is_one_coding(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        first = study.code("1:Q1", "luottamus syntyy hitaasti", "luottamus")
        second = study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus", level="latent", reduced="hidas luottamus")
        assert first == second
        assert study.codings["level"].tolist() == ["latent"]
        assert study.store.rows("SELECT reduced FROM extracts") == [{"reduced": "hidas luottamus"}]

    def test_several_codes_share_an_extract(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        study.codebook.add("Hitaus")
        for code in ("Luottamus", "Hitaus"):
            study.code("1:Q1", "luottamus syntyy hitaasti", code)
        assert len(set(study.codings["extract"])) == 1

    @pytest.mark.parametrize(
        ("answer", "code", "words"),
        [("9:Q1", "Luottamus", "no answer '9:Q1'"), ("1:Q1", "Luotamus", "Did you mean 'Luottamus'")],
    )
    def test_what_is_not_there_is_said(self, study: Study, answer: str, code: str, words: str) -> None:
        study.codebook.add("Luottamus")
        with pytest.raises(NotFoundError, match=words):
            study.code(answer, None, code)
        assert study.codings.empty

    def test_removing_takes_an_idle_extract_along(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        coding = study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
        assert study.uncode(coding) == 1
        assert study.store.rows("SELECT * FROM extracts") == []
        study.undo()
        assert study.codings["coding"].tolist() == [coding]
        with pytest.raises(NotFoundError, match="no coding"):
            study.uncode("ei-ole")

    def test_an_emoji_is_one_character(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        study.code("2:Q1", "🙂 – ja se vie aikaa.", "Luottamus")
        row = study.codings.iloc[0]
        assert study.answers.set_index("answer").loc["2:Q1", "text"][row["start"] : row["end"]] == row["text"]


class TestHistory:
    def test_tells_who_did_what(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        study.undo()
        study.redo()
        history = study.history()
        assert history["command"].tolist() == ["survey.import", "code.add", "code.add", "code.add"]
        assert history["kind"].tolist() == ["import", "do", "undo", "redo"]
        assert set(history["coder"]) == {"AJ"}
        assert history.loc[2, "undoes"] == 2

    def test_undo_of_more_steps_than_there_are_stops_at_the_import(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        study.codebook.add("Kiire")
        assert study.undo(99) == 2
        assert study.redo(99) == 2
        assert len(study.answers) == 6

    def test_memos_stand_on_codes_answers_and_the_study(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        study.memo("Ensivaikutelma: kiire toistuu.")
        study.memo("Rajaa vielä.", code="Luottamus")
        study.memo("Ironinen?", answer="1:Q2")
        assert study.memos[["on", "target"]].values.tolist() == [
            ["study", ""], ["code", "Luottamus"], ["answer", "1:Q2"],
        ]  # fmt: skip
        with pytest.raises(NotFoundError, match="no answer"):
            study.memo("?", answer="77:Q1")


def test_a_note_on_a_theme_that_two_analyses_have_asks_which(study: Study) -> None:
    first, second = study.analysis("Teemat"), study.analysis("Luokat", approach="content-analysis")
    theme = first.add("Aika")
    second.add("aika")
    with pytest.raises(UnusableValueError, match="2 analyses have a theme 'Aika'"):
        study.memo("Kumpi?", theme="Aika")
    study.memo("Tämä.", theme=theme.id)
    assert study.memos["text"].tolist() == ["Tämä."]
