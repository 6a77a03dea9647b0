"""The words of a study: counted by asking, shown as a table when not asked, their stop words in the journal."""

import pandas as pd
import pytest

import teema
from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study

pytestmark = pytest.mark.slow


class TestShown:
    def test_as_the_plain_table(self, study: Study) -> None:
        assert repr(study.words) == repr(study.words())
        assert "kiire" in study.words._repr_html_()


class TestAsked:
    def test_names_are_found_whatever_the_letter_case(self, study: Study) -> None:
        table = study.words(by="kaupunki", questions="q2", pos="NOUN")
        assert table.to_frame().set_index("lemma").loc["kiire", ["cases", "n:Turku"]].tolist() == [2, 1]

    def test_of_groups_stand_in_the_order_of_the_variable(self, study: Study) -> None:
        names = [name for name in study.words(by="Menetelmät").to_frame() if name.startswith("n:")]
        assert names == ["n:videointi", "n:kotikäynti", "n:(ei tietoa)"]

    def test_a_question_that_is_not_there(self, study: Study) -> None:
        with pytest.raises(NotFoundError, match="no question 'Q7'"):
            study.words(questions="Q7")

    def test_a_weight_that_somebody_lacks(self, study: Study) -> None:
        with pytest.raises(UnusableValueError, match="1 of 4 cases"):
            study.words(weight="ikä")

    def test_keyness_is_asked_the_same_way(self, study: Study) -> None:
        found = study.words.keyness("kokemus", "alle 2 v", min_cases=1, top=3)
        assert set(found.to_frame()["group"]) == {"alle 2 v"}
        assert "kiire" in found.to_frame()["lemma"].tolist()


class TestStopWords:
    def test_are_visible_and_in_alphabetical_order(self, study: Study) -> None:
        listed = study.words.stop_words
        assert "olla" in listed
        assert listed == sorted(listed)

    def test_added_are_no_longer_counted_and_removed_are(self, study: Study) -> None:
        study.words.stop(add=["Kiire"], remove=["olla"])
        counted = set(study.words().to_frame()["lemma"])
        assert "kiire" not in counted
        assert "olla" in counted

    def test_change_in_one_undoable_step_that_the_journal_tells(self, study: Study) -> None:
        before = study.words.stop_words
        study.words.stop(add=["asiakas", "arki"], remove="olla")
        last = study.history().iloc[-1]
        assert last[["command", "summary"]].tolist() == ["words.stop", "+arki +asiakas −olla"]
        assert study.undo() == 1
        assert study.words.stop_words == before

    def test_are_the_same_after_reopening(self, study: Study) -> None:
        listed = study.words.stop(add="asiakas")
        study.close()
        with teema.open(study.path, read_only=True) as again:
            assert again.words.stop_words == listed

    def test_put_back_leave_no_setting_behind(self, study: Study) -> None:
        study.words.stop(add="asiakas")
        study.words.stop(remove="asiakas")
        assert study.store.setting("stop_words") is None

    def test_that_are_none_cannot_be_removed(self, study: Study) -> None:
        with pytest.raises(UnusableValueError, match="'kiire' is no stop word"):
            study.words.stop(remove="kiire")
        with pytest.raises(UnusableValueError, match="both added and removed"):
            study.words.stop(add="olla", remove="olla")
        with pytest.raises(UnusableValueError, match="empty word"):
            study.words.stop(add=" ")
        assert len(study.history()) == 1

    def test_may_be_given_for_one_table_only(self, study: Study) -> None:
        counted = study.words(stop_words=["kiire"]).to_frame()["lemma"]
        assert "kiire" not in set(counted)
        assert "olla" in set(counted)
        pd.testing.assert_frame_equal(study.words().to_frame(), study.words(stop_words=True).to_frame())

    def test_follow_the_languages_of_the_answers(self, study: Study) -> None:
        assert "och" not in study.words.stop_words
        study.set_language("3:Q2", "sv")
        assert {"och", "olla"} <= set(study.words.stop_words)


class TestNgrams:
    def test_leave_out_the_stop_words_of_the_study(self, study: Study) -> None:
        assert "turvallinen arki" in study.words.ngrams(min_cases=1).to_frame()["ngram"].tolist()
        study.words.stop(add="arki")
        assert "turvallinen arki" not in study.words.ngrams(min_cases=1).to_frame()["ngram"].tolist()
