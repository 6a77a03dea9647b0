"""The rules of the codebook: what they find is looked at first, what was declined stays so, new data are added."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teema.coding.declined import PREFIX, decline, declined_spans, reconsider
from teema.errors import NotFoundError
from teema.store import Store
from teema.study import Study
from teema.survey import Survey


@pytest.fixture
def ruled(study: Study) -> Study:
    """Two codes with queries in exact forms, so that no language model is loaded."""
    study.codebook.add("Kiire", query='"kiire" OR "kiireen"')
    study.codebook.add("Luottamus", query='"luottamus"')
    return study


def counts(study: Study) -> list[list[object]]:
    frame = study.autocode().summary().to_frame()
    return frame[["code", "new", "coded", "declined"]].values.tolist()  # type: ignore[no-any-return]


class TestDeclining:
    def test_new_coded_and_declined_are_counted_per_code(self, ruled: Study) -> None:
        ruled.code("4:Q2", None, "Kiire")
        assert counts(ruled) == [["Kiire", 2, 1, 0], ["Luottamus", 2, 0, 0]]
        ruled.autocode().decline([0, 4])
        assert counts(ruled) == [["Kiire", 1, 1, 1], ["Luottamus", 1, 0, 1]]
        assert "Hylätty" in repr(ruled.autocode())

    def test_what_was_declined_is_neither_applied_nor_proposed_again(self, ruled: Study) -> None:
        left = ruled.autocode(["Kiire"]).decline(1)
        assert left.proposals["status"].tolist() == ["new", "declined", "new"]
        assert left.apply() == 2
        assert ruled.autocode(["Kiire"]).apply() == 0
        assert ruled.autocode(["Kiire"]).proposals["status"].tolist() == ["coded", "declined", "coded"]

    def test_it_is_in_the_journal_and_can_be_undone(self, ruled: Study) -> None:
        ruled.autocode().decline(0)
        assert ruled.history()[["command", "summary"]].iloc[-1].tolist() == ["code.decline", "1"]
        ruled.undo()
        assert counts(ruled)[0] == ["Kiire", 3, 0, 0]
        ruled.redo()
        assert counts(ruled)[0] == ["Kiire", 2, 0, 1]

    def test_declining_again_is_no_step(self, ruled: Study) -> None:
        proposed = ruled.autocode()
        proposed.decline(0)
        events = len(ruled.history())
        proposed.decline(0)
        assert len(ruled.history()) == events

    def test_it_may_be_reconsidered(self, ruled: Study) -> None:
        ruled.autocode().decline([0, 1])
        again = ruled.autocode()
        assert again.reconsider(0).proposals["status"].tolist()[:2] == ["new", "declined"]
        assert counts(ruled)[0] == ["Kiire", 2, 0, 1]

    def test_it_is_of_one_code_only(self, ruled: Study) -> None:
        ruled.codebook.add("Melu", query='"kiire"')
        ruled.autocode(["Kiire"]).decline(0)
        assert ruled.autocode(["Melu"]).proposals["status"].tolist() == ["new", "new"]

    def test_a_search_does_not_code_it_either(self, ruled: Study) -> None:
        ruled.find('"kiire"').preview("Kiire").decline(0)
        assert ruled.find('"kiire"').code("Kiire") == 1

    def test_a_row_that_is_not_there(self, ruled: Study) -> None:
        with pytest.raises(NotFoundError, match="row '99'"):
            ruled.autocode().decline([0, 99])
        assert counts(ruled)[0] == ["Kiire", 3, 0, 0]


class TestHowMuchAroundAHit:
    def test_a_declined_sentence_is_declined_as_a_match_too(self, ruled: Study) -> None:
        ruled.autocode(["Kiire"]).decline([0, 1])
        assert ruled.autocode(["Kiire"], unit="match").proposals["status"].tolist() == ["declined", "declined", "new"]
        assert ruled.autocode(["Kiire"], unit="answer").proposals["status"].tolist() == ["declined", "new"]

    def test_an_answer_with_another_hit_is_proposed_for_that(self, ruled: Study) -> None:
        ruled.autocode(["Kiire"]).decline(0)
        assert ruled.autocode(["Kiire"], unit="answer").proposals["status"].tolist() == ["new", "new"]


class TestNewData:
    def test_only_what_is_new_is_proposed_when_data_arrive(self, ruled: Study, survey: Survey) -> None:
        ruled.autocode().decline(0).apply()
        row = {"answer": "3:Q2", "case": "3", "question": "Q2", "text": "Aina vain kiire.", "source_row": 4}
        answers = survey.answers[survey.answers["answer"] != "3:Q2"]
        later = replace(survey, answers=pd.concat([answers, pd.DataFrame([row])], ignore_index=True))
        ruled.update(later).apply()
        proposed = ruled.autocode(["Kiire"])
        new = proposed.proposals.query("status == 'new'")
        assert new[["answer", "text"]].values.tolist() == [["3:Q2", "Aina vain kiire."]]
        assert proposed.apply() == 1

    def test_a_place_that_moved_is_still_declined(self, ruled: Study, survey: Survey) -> None:
        ruled.autocode(["Kiire"]).decline(1)
        answers = survey.answers.copy()
        answers.loc[answers["answer"] == "1:Q2", "text"] = "Ihan sama. Kiire. Aina kiire!"
        ruled.update(replace(survey, answers=answers)).apply()
        assert ruled.autocode(["Kiire"]).proposals[["text", "status"]].values.tolist() == [
            ["Kiire.", "new"], ["Aina kiire!", "declined"], ["Asiakassuhteet katkeavat kiireen takia.", "new"]
        ]  # fmt: skip

    def test_words_that_have_changed_are_looked_at_again(self, ruled: Study, survey: Survey) -> None:
        ruled.autocode(["Kiire"]).decline(1)
        answers = survey.answers.copy()
        answers.loc[answers["answer"] == "1:Q2", "text"] = "Kiire. Aina on kiire!"
        ruled.update(replace(survey, answers=answers)).apply()
        assert ruled.autocode(["Kiire"]).proposals["status"].tolist() == ["new", "new", "new"]


class TestTheCodebookChanges:
    def test_a_renamed_code_keeps_what_was_declined(self, ruled: Study) -> None:
        ruled.autocode().decline(0)
        ruled.codebook.rename("Kiire", "Ajan puute")
        assert counts(ruled)[0] == ["Ajan puute", 2, 0, 1]

    def test_a_merged_code_hands_it_over(self, ruled: Study) -> None:
        ruled.codebook.add("Melu", query='"kiire"')
        ruled.autocode(["Kiire"]).decline(0)
        ruled.autocode(["Melu"]).decline([0, 1])
        ruled.codebook.merge("Kiire", into="Melu")
        assert ruled.autocode(["Melu"]).proposals["status"].tolist() == ["declined", "declined"]

    def test_a_deleted_code_takes_it_with_it_and_undo_brings_it_back(self, ruled: Study) -> None:
        ruled.autocode().decline(0)
        ruled.codebook.delete("Kiire")
        assert ruled.store.rows(f"SELECT * FROM settings WHERE name LIKE '{PREFIX}%'") == []
        ruled.undo()
        assert counts(ruled)[0] == ["Kiire", 2, 0, 1]

    def test_the_words_themselves_are_not_kept(self, ruled: Study) -> None:
        ruled.autocode().decline(0)
        held = ruled.store.rows(f"SELECT value FROM settings WHERE name LIKE '{PREFIX}%'")
        assert [[type(item) for item in entry] for entry in json.loads(held[0]["value"])] == [[int, int, int]]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.text(max_size=30), words=st.text(min_size=1, max_size=12), after=st.text(max_size=30), data=st.data())
def test_a_declined_place_is_found_wherever_its_words_stand_and_forgotten_again(
    empty_store: Store, before: str, words: str, after: str, data: st.DataObject
) -> None:
    moved = data.draw(st.text(max_size=10)) + before
    decline(empty_store, [("k", "1:Q1", len(before), len(before) + len(words), words)])
    spans = declined_spans(empty_store, "k", {"1:Q1": moved + words + after})["1:Q1"]
    assert [(moved + words + after)[start:end] for start, end in spans] == [words]
    assert declined_spans(empty_store, "k", {}) == {}
    assert reconsider(empty_store, [("k", "1:Q1", *spans[0], moved + words + after)]) == 1
    assert declined_spans(empty_store, "k", {"1:Q1": moved + words + after}) == {}
