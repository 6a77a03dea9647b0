"""Warnings suggest to stop and think; they block nothing, are silenced and heard again, and know their approach."""

import pandas as pd
import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Analysis, Study


@pytest.fixture
def ta(study: Study) -> Analysis:
    for name in ("Luottamus", "Kiire", "Arki"):
        study.codebook.add(name)
    for answer in ("1:Q1", "2:Q1", "3:Q1"):
        study.code(answer, None, "Luottamus")
    study.code("4:Q2", "kiireen takia", "Kiire")
    study.code("1:Q2", None, "Kiire")
    study.code("3:Q2", None, "Arki")
    return study.analysis("Temaattinen analyysi", approach="reflexive")


def warned(ta: Analysis) -> list[tuple[str, str]]:
    return [(str(warning), str(theme)) for warning, theme in ta.warnings().to_frame()[["warning", "theme"]].values]


class TestWarnings:
    def test_of_a_sound_theme_there_are_none(self, ta: Analysis) -> None:
        ta.add("Kiire syö kohtaamisen", ["Kiire"], definition="Ajan puute.")
        assert warned(ta) == []
        assert "Ei huomautuksia." in str(ta.warnings())

    @pytest.mark.parametrize("name", ["Mikä on vaikeaa?", "mikä on vaikeaa", "2. Mikä on vaikeaa", "Q2"])
    def test_a_theme_may_be_the_question_over_again(self, ta: Analysis, name: str) -> None:
        ta.add(name, ["Kiire"], definition="x")
        assert warned(ta) == [("equals-question", name)]

    def test_a_theme_may_hold_all_answers_to_one_question(self, ta: Analysis) -> None:
        ta.add("Luottamus kantaa kaiken", ["Luottamus"], definition="x")
        assert warned(ta) == [("all-of-question", "Luottamus kantaa kaiken")]
        ta.place("Luottamus kantaa kaiken", "Kiire")
        assert warned(ta) == []

    def test_a_theme_may_rest_on_one_case_or_have_one_word(self, ta: Analysis) -> None:
        ta.add("Arki", ["Arki"])
        assert warned(ta) == [("no-definition", "Arki"), ("one-case", "Arki"), ("single-word", "Arki")]
        assert "vastaaja 3" in str(ta.warnings())

    def test_the_cases_of_sub_themes_count(self, ta: Analysis) -> None:
        ta.add("Arki kantaa", ["Arki"], definition="x")
        assert warned(ta) == [("one-case", "Arki kantaa")]
        ta.add("Kiire arjessa", ["Luottamus"], parent="Arki kantaa", definition="x")
        assert ("one-case", "Arki kantaa") not in warned(ta)

    def test_what_has_no_place_yet_is_passed_over(self, ta: Analysis) -> None:
        ta.set_aside()
        assert warned(ta) == []

    def test_names_may_be_topics_outside_reflexive_analysis(self, study: Study, ta: Analysis) -> None:
        ta.add("Mikä on vaikeaa?", ["Luottamus"])
        ta.add("Arki", ["Kiire"])
        study.analysis(ta.name, approach="content-analysis")
        assert warned(ta) == [("no-definition", "Mikä on vaikeaa?"), ("no-definition", "Arki")]
        assert "aineistolähtöinen sisällönanalyysi" in str(ta.warnings())


class TestSilence:
    def test_is_for_one_theme_or_for_all(self, study: Study, ta: Analysis) -> None:
        ta.add("Arki", ["Kiire"], definition="x")
        ta.add("Kiire", ["Kiire"], definition="x")
        ta.silence("single-word", "Arki", reason="Aineiston oma sana.")
        assert warned(ta) == [("single-word", "Kiire")]
        ta.silence("single-word")
        assert warned(ta) == []
        assert ta.silenced[["warning", "theme", "reason"]].values.tolist() == [
            ["single-word", "Arki", "Aineiston oma sana."],
            ["single-word", "", ""],
        ]
        assert "Hiljennettyjä huomautuksia: 2" in str(ta.warnings())

    def test_outlives_a_new_name_and_is_undone(self, study: Study, ta: Analysis) -> None:
        ta.add("Arki", ["Kiire"])
        ta.silence("no-definition", "Arki")
        ta.rename("Arki", "Arki kantaa")
        assert warned(ta) == []
        study.undo(2)
        assert ("no-definition", "Arki") in warned(ta)

    def test_is_taken_back(self, ta: Analysis) -> None:
        ta.add("Arki kantaa", ["Kiire"])
        ta.silence("no-definition", "Arki kantaa")
        ta.unsilence("no-definition", "Arki kantaa")
        assert warned(ta) == [("no-definition", "Arki kantaa")]
        with pytest.raises(NotFoundError, match="no silenced warning"):
            ta.unsilence("no-definition", "Arki kantaa")

    def test_knows_its_warnings(self, ta: Analysis) -> None:
        with pytest.raises(UnusableValueError, match="equals-question, all-of-question"):
            ta.silence("liian ohut")
        with pytest.raises(NotFoundError):
            ta.silence("single-word", "Ei ole")

    def test_the_shown_call_silences_it(self, ta: Analysis) -> None:
        ta.add("Arki \"kantaa\" äidin 'omaa' aikaa", ["Kiire"])
        call = ta.warnings().to_frame()["silence"].iloc[0]
        eval(call, {"ta": ta})  # what the table shows is what one pastes
        assert warned(ta) == []


def test_an_empty_analysis_has_no_warnings(study: Study) -> None:
    found = study.analysis("TA").warnings().to_frame()
    assert isinstance(found, pd.DataFrame)
    assert found.empty
