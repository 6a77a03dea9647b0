"""Going back to a copy is a step like any other; before great changes a copy is made by itself."""

import pandas as pd
import pytest

import teema
from teema.errors import BackupError, NotFoundError, UnusableValueError
from teema.store import MANY
from teema.study import Study
from teema.survey import Survey


def coded(study: Study, name: str, count: int) -> None:
    """Give a code to so many places of one answer."""
    study.codebook.add(name)
    for start in range(count):
        study.code("1:Q1", (start, start + 5), name)


def test_a_study_that_never_changed_greatly_has_no_copies(study: Study) -> None:
    frame = study.backups()
    assert frame.empty
    assert list(frame.columns) == ["file", "when", "reason", "size"]
    with pytest.raises(NotFoundError, match="no copy"):
        study.restore()


def test_restoring_brings_everything_back_and_can_be_undone(study: Study) -> None:
    study.codebook.add("Luottamus")
    study.codebook.add("Kiire")
    study.code("1:Q2", "Kiire", "Kiire")
    study.store.backup("kokeilu")
    before = study.codebook.to_frame(), study.codings
    study.codebook.rename("Kiire", "Välivaihe")
    study.codebook.rename("Luottamus", "Kiire")  # the names change places
    study.codebook.rename("Välivaihe", "Luottamus")
    study.uncode(study.codings["coding"])
    study.codebook.add("Toivo")
    later = study.codebook.to_frame(), study.codings
    assert study.restore("kokeilu") > 0
    pd.testing.assert_frame_equal(study.codebook.to_frame(), before[0])
    pd.testing.assert_frame_equal(study.codings, before[1])
    assert "kokeilu" in study.history()["summary"].iloc[-1]
    study.undo()
    pd.testing.assert_frame_equal(study.codebook.to_frame(), later[0])
    pd.testing.assert_frame_equal(study.codings, later[1])


def test_a_copy_is_named_by_any_part_that_fits_one(study: Study) -> None:
    study.codebook.add("Luottamus")
    study.store.backup("yksi")
    study.codebook.add("Kiire")
    study.store.backup("kaksi")
    with pytest.raises(UnusableValueError, match="fits 2 copies"):
        study.restore("20")
    study.restore("yksi")
    assert len(study.codebook) == 1


def test_a_copy_of_another_study_is_refused(study: Study, survey: Survey) -> None:
    with teema.create(study.path.with_name("toinen.teema"), survey, coder="BK") as other:
        copy = other.store.backup("kokeilu")
    with pytest.raises(UnusableValueError, match="another study"):
        study.restore(copy)


class TestACopyIsMadeBefore:
    def test_merging_a_code_with_many_codings(self, study: Study) -> None:
        coded(study, "Luottamus", MANY)
        study.codebook.add("Turva")
        study.codebook.merge("Luottamus", into="Turva")
        assert study.backups()["reason"].tolist() == ["code.merge"]
        study.restore()
        assert study.codings["code"].value_counts().to_dict() == {"Luottamus": MANY}

    def test_deleting_one(self, study: Study) -> None:
        coded(study, "Luottamus", MANY)
        study.codebook.delete("Luottamus", with_codings=True)
        assert study.backups()["reason"].tolist() == ["code.delete"]

    def test_removing_many_codings(self, study: Study) -> None:
        coded(study, "Luottamus", MANY)
        study.uncode(study.codings["coding"])
        assert study.backups()["reason"].tolist() == ["code.remove"]

    @pytest.mark.parametrize("command", ["merge", "drop"])
    def test_merging_or_dropping_a_theme_with_many_codings(self, study: Study, command: str) -> None:
        coded(study, "Luottamus", MANY)
        ta = study.analysis("TA")
        ta.add("Luottamus kantaa", ["Luottamus"])
        ta.add("Aika ei riitä")
        _ = ta.merge("Luottamus kantaa", "Aika ei riitä") if command == "merge" else ta.drop("Luottamus kantaa")
        assert study.backups()["reason"].tolist() == [f"theme.{command}"]

    def test_taking_in_a_later_export(self, study: Study, survey: Survey) -> None:
        study.update(survey).apply()
        assert study.backups()["reason"].tolist() == ["survey.update"]

    def test_and_not_before_a_small_change(self, study: Study) -> None:
        coded(study, "Luottamus", 3)
        study.codebook.delete("Luottamus", with_codings=True)
        assert study.backups().empty

    def test_and_when_it_cannot_be_made_nothing_is_done(self, study: Study) -> None:
        coded(study, "Luottamus", MANY)
        study.path.with_suffix(".backups").write_text("muistiinpanoja")
        with pytest.raises(BackupError):
            study.codebook.delete("Luottamus", with_codings=True)
        assert len(study.codings) == MANY
