"""Notes on anything; and marks of what was read, which undo leaves alone."""

from __future__ import annotations

import pytest

from teema.coding import edit_memo, mark_read, read_answers, remove_memo
from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study


class TestMemos:
    def test_on_everything_a_study_has(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        study.code("1:Q1", "luottamus syntyy", "Luottamus")
        study.analysis("Teemat", approach="reflexive").add("Luottamus kantaa")
        extract = study.codings["extract"].iloc[0]
        study.memo("Aineisto on niukka.")
        study.memo("Kokenut työntekijä.", case="1")
        study.memo("Ironiaa?", answer="1:Q2")
        study.memo("Avainkohta.", extract=extract)
        study.memo("Lähellä turvaa.", code="luottamus")
        study.memo("Otsikko kesken.", theme="luottamus kantaa")
        assert study.memos[["on", "target"]].values.tolist() == [
            ["study", ""], ["case", "1"], ["answer", "1:Q2"], ["extract", "luottamus syntyy"], ["code", "Luottamus"],
            ["theme", "Luottamus kantaa"],
        ]  # fmt: skip

    def test_can_be_edited_and_deleted_and_that_undone(self, study: Study) -> None:
        memo = study.memo("Ensin näin.")
        edit_memo(study.store, memo, "Sittemmin toisin. ")
        assert study.memos["text"].tolist() == ["Sittemmin toisin."]
        remove_memo(study.store, memo)
        assert study.memos.empty
        study.undo(2)
        assert study.memos["text"].tolist() == ["Ensin näin."]

    def test_mistakes_are_named(self, study: Study) -> None:
        with pytest.raises(UnusableValueError, match="empty"):
            study.memo("  ")
        with pytest.raises(NotFoundError, match="99"):
            study.memo("Hm.", case="99")
        with pytest.raises(NotFoundError, match="ei-ole"):
            edit_memo(study.store, "ei-ole", "Hm.")


class TestReading:
    def test_each_coder_has_read_her_own(self, study: Study) -> None:
        mark_read(study.store, ["1:Q1", "1:Q2"])
        mark_read(study.store, ["1:Q2"], read=False)
        assert read_answers(study.store) == {"1:Q1"}
        study.store.coder = "MK"
        assert read_answers(study.store) == set()

    def test_undo_takes_back_the_coding_and_not_the_reading_after_it(self, study: Study) -> None:
        study.codebook.add("Kiire")
        study.code("1:Q2", "Kiire.", "Kiire")
        mark_read(study.store, ["1:Q2"])
        study.undo()
        assert study.codings.empty
        assert read_answers(study.store) == {"1:Q2"}
        mark_read(study.store, ["2:Q1"])
        study.redo()
        assert len(study.codings) == 1

    def test_reading_again_writes_nothing(self, study: Study) -> None:
        mark_read(study.store, ["1:Q1"])
        before = study.store.revision()
        mark_read(study.store, ["1:Q1"])
        assert study.store.revision() == before

    def test_progress_counts_reading_and_coding(self, study: Study) -> None:
        study.codebook.add("Kiire")
        study.code("1:Q2", "Kiire.", "Kiire")
        mark_read(study.store, ["1:Q1", "2:Q1"])
        assert study.progress.values.tolist() == [["Q1", 3, 2, 0], ["Q2", 3, 0, 1]]
