"""A later export adds and corrects, and never moves a coding."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.records import Question
from teema.study import Study
from teema.study.rounds import moved
from teema.survey import Survey


def texts(survey: Survey, change: Callable[[pd.DataFrame], pd.DataFrame]) -> Survey:
    return replace(survey, answers=change(survey.answers.copy()))


def with_new_case(survey: Survey, case: str = "5") -> Survey:
    row = {"answer": f"{case}:Q1", "case": case, "question": "Q1", "text": "Rauha ja aika", "source_row": 9}
    background = survey.cases.iloc[[0]].set_axis([case])
    return replace(
        survey,
        answers=pd.concat([survey.answers, pd.DataFrame([row])], ignore_index=True),
        cases=pd.concat([survey.cases, background]).rename_axis("case"),
    )


class TestMatching:
    def test_the_same_export_changes_nothing(self, study: Study, survey: Survey) -> None:
        update = study.update(survey)
        assert not update
        assert len(update.vanished) == 0
        assert update.apply() == 0

    def test_a_new_respondent_is_added_and_nobody_moves(self, study: Study, survey: Survey) -> None:
        study.codebook.add("Kiire")
        study.code("1:Q2", "Aina kiire", "Kiire")
        before = study.codings
        update = study.update(with_new_case(survey))
        assert update.new.index.tolist() == ["5"]
        assert update.apply() == 1
        assert study.answers.set_index("answer").loc["5:Q1", "text"] == "Rauha ja aika"
        pd.testing.assert_frame_equal(study.codings, before)
        assert study.find("rauha").to_frame()["answer"].tolist() == ["5:Q1"]
        study.undo()
        assert len(study.cases) == 4

    def test_respondents_are_known_again_when_their_rows_were_renumbered(self, study: Study, survey: Survey) -> None:
        numbers = {"1": "2", "2": "3", "3": "4", "4": "1"}
        answers = survey.answers.assign(
            case=survey.answers["case"].map(numbers),
            answer=survey.answers["case"].map(numbers) + ":" + survey.answers["question"],
        )
        cases = survey.cases.set_axis([numbers[case] for case in survey.cases.index]).rename_axis("case")
        assert not study.update(replace(survey, answers=answers, cases=cases))

    def test_a_taken_id_is_numbered_on(self, study: Study, survey: Survey) -> None:
        answers = survey.answers.assign(case=survey.answers["case"].replace("4", "9"))
        row = {"answer": "4:Q1", "case": "4", "question": "Q1", "text": "Joku aivan muu vastaaja", "source_row": 9}
        index = [*survey.cases.index[:3], "9", "4"]
        cases = pd.concat([survey.cases, survey.cases.iloc[[0]].assign(Ikä=99.0)]).set_axis(index).rename_axis("case")
        later = replace(survey, answers=pd.concat([answers, pd.DataFrame([row])], ignore_index=True), cases=cases)
        update = study.update(later)
        assert update.new.index.tolist() == ["5"]
        update.apply()
        assert study.answers.set_index("answer").loc["5:Q1", "text"] == "Joku aivan muu vastaaja"

    def test_by_a_key(self, study: Study, survey: Survey) -> None:
        with pytest.raises(UnusableValueError, match="every respondent once"):
            study.update(survey, key="kaupunki")
        with pytest.raises(NotFoundError, match="background variable"):
            study.update(survey, key="tunnus")

    def test_another_survey_is_refused(self, study: Study, survey: Survey) -> None:
        other = replace(survey, questions=(Question(question="Q1", text="Mitä söit?", column="1"),))
        with pytest.raises(UnusableValueError, match="no open question in common"):
            study.update(other)


class TestCorrecting:
    def test_a_corrected_answer_keeps_its_extracts_on_their_words(self, study: Study, survey: Survey) -> None:
        study.codebook.add("Kiire")
        study.code("1:Q2", "Aina kiire", "Kiire")
        later = texts(survey, lambda frame: frame.replace("Kiire. Aina kiire!", "Kova kiire. Aina kiire! Huh."))
        update = study.update(later)
        assert update.changed[["answer", "extracts", "status"]].values.tolist() == [["1:Q2", 1, "changed"]]
        update.apply()
        coding = study.codings.iloc[0]
        assert (coding["text"], coding["start"]) == ("Aina kiire", 12)
        study.undo()
        assert study.codings.iloc[0]["start"] == 7

    def test_an_answer_whose_coded_words_are_gone_stays_as_it_was(self, study: Study, survey: Survey) -> None:
        study.codebook.add("Kiire")
        study.code("1:Q2", "Aina kiire", "Kiire")
        later = texts(survey, lambda frame: frame.replace("Kiire. Aina kiire!", "Ei ole kiirettä."))
        update = study.update(later)
        assert update.changed["status"].tolist() == ["keeps"]
        assert "1 säilyy entisellään" in repr(update)
        update.apply()
        assert study.answers.set_index("answer").loc["1:Q2", "text"] == "Kiire. Aina kiire!"

    def test_who_vanished_stays_and_is_shown(self, study: Study, survey: Survey) -> None:
        gone = survey.answers["case"] == "2"
        later = replace(survey, answers=survey.answers[~gone], cases=survey.cases.drop(index="2"))
        update = study.update(later)
        assert update.vanished.index.tolist() == ["2"]
        update.apply()
        assert "2" in study.cases.index

    def test_a_text_can_be_kept_by_name(self, study: Study, survey: Survey) -> None:
        later = texts(survey, lambda frame: frame.replace("en osaa sanoa", "Osaan sanoa jotakin"))
        assert study.update(later).apply(keep="3:Q2") == 0
        assert study.update(later).apply() == 1

    def test_a_new_question_and_a_new_category(self, study: Study, survey: Survey) -> None:
        asked = (*survey.questions, Question(question="Q3", text="Mitä vielä?", column="3. Mitä vielä?"))
        row = {"answer": "1:Q3", "case": "1", "question": "Q3", "text": "Kiitos!", "source_row": 2}
        values = survey.cases["Kaupunki"].astype(object).where(survey.cases.index != "4", "Vaasa")
        cases = survey.cases.assign(Kaupunki=pd.Categorical(values, categories=["Oulu", "Turku", "Vaasa"]))
        first = replace(survey.variables[0], categories=("Oulu", "Turku", "Vaasa"))
        later = replace(
            survey, questions=asked, variables=(first, *survey.variables[1:]), cases=cases,
            answers=pd.concat([survey.answers, pd.DataFrame([row])], ignore_index=True),
        )  # fmt: skip
        study.update(later).apply()
        assert study.questions["question"].tolist() == ["Q1", "Q2", "Q3"]
        assert study.cases["Kaupunki"].cat.categories.tolist() == ["Oulu", "Turku", "Vaasa"]
        assert study.cases.loc["4", "Kaupunki"] == "Vaasa"
        assert not study.update(later)


@given(
    st.text("ab ", max_size=30), st.text("ab ", max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(1, 8)))
)
def test_moved_spans_read_the_same_words(before: str, after: str, wanted: list[tuple[int, int]]) -> None:
    spans = [(start, start + size) for start, size in wanted if start + size <= len(before)]
    found = moved(before, after, spans)
    if found is not None:
        assert [after[a:b] for a, b in found] == [before[a:b] for a, b in spans]
    assert moved(before, before, spans) == spans
