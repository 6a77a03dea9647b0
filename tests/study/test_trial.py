"""What a command would do is told before it does it, and nothing is done."""

from __future__ import annotations

from pathlib import Path

import pytest

from teema.errors import CodebookError, ReadOnlyStudyError, UnusableValueError
from teema.study import Study
from teema.study import open as open_study


@pytest.fixture
def coded(study: Study) -> Study:
    for name in ("Kiire", "Resurssit", "Luottamus"):
        study.codebook.add(name)
    study.codebook.add("Ruuhka", parent="Kiire")
    study.code("1:Q2", "Kiire.", "Kiire")
    study.code("1:Q2", "Aina kiire!", "Kiire")
    study.code("4:Q2", "kiireen takia", "Kiire")
    study.code("1:Q2", "Kiire.", "Resurssit")
    study.analysis("Teemat", approach="reflexive").add("Kiire kuluttaa", codes=["Kiire"])
    return study


def told(study: Study, frame: object) -> set[tuple[object, ...]]:
    return {tuple(row) for row in frame[["change", "kind", "name", "before", "after", "n", "cases"]].values}  # type: ignore[index]


def contents(study: Study) -> list[object]:
    return [study.codings.values.tolist(), study.codebook.to_frame().values.tolist(), study.store.revision()]


def test_a_merge_says_where_the_codings_go_and_which_fall_together(coded: Study) -> None:
    before = contents(coded)
    with coded.dry_run() as tried:
        coded.codebook.merge("Kiire", into="Resurssit")
        assert len(coded.codings) == 3  # as it would be
    assert told(coded, tried.to_frame()) == {
        ("changed", "codings", "Kiire", "Kiire", "Resurssit", 2, 2),
        ("removed", "codings", "Kiire", "", "", 1, 1),
        ("changed", "codes", "Ruuhka", "Kiire", "Resurssit", 1, 0),
        ("changed", "members", "Kiire kuluttaa / Kiire", "Kiire", "Resurssit", 1, 0),
        ("removed", "codes", "Kiire", "", "", 1, 0),
    }
    assert contents(coded) == before
    assert coded.backups().empty


def test_a_deletion_says_what_would_be_lost(coded: Study) -> None:
    with coded.dry_run() as tried:
        coded.codebook.delete("Kiire", with_codings=True)
    assert ("removed", "codings", "Kiire", "", "", 3, 2) in told(coded, tried.to_frame())
    shown = str(tried)
    assert "poistuu" in shown
    assert "Mitään ei ole muutettu" in shown


def test_themes_too(coded: Study) -> None:
    analysis = coded.analysis("Teemat")
    analysis.add("Turva")
    with coded.dry_run() as tried:
        analysis.drop("Kiire kuluttaa", move_to="Turva")
    assert ("changed", "members", "Kiire kuluttaa / Kiire", "Kiire kuluttaa", "Turva", 1, 0) in told(
        coded, tried.to_frame()
    )
    assert "Kiire kuluttaa" in analysis


def test_many_commands_together_come_to_what_is_left_of_them(coded: Study) -> None:
    with coded.dry_run() as tried:
        coded.codebook.add("Tilapäinen")
        coded.codebook.rename("Tilapäinen", "Väliaikainen")
        coded.codebook.delete("Väliaikainen")
    assert not tried
    assert "Mikään ei muuttuisi." in str(tried)


def test_what_fails_in_a_trial_fails_as_ever_and_leaves_nothing(coded: Study) -> None:
    before = contents(coded)
    with pytest.raises(CodebookError, match="3 codings"), coded.dry_run():
        coded.codebook.rename("Luottamus", "Turva")
        coded.codebook.delete("Kiire")
    assert contents(coded) == before


def test_after_a_trial_the_study_works_as_before(coded: Study) -> None:
    with coded.dry_run():
        coded.codebook.merge("Kiire", into="Resurssit")
    coded.codebook.merge("Kiire", into="Resurssit")
    assert set(coded.codings["code"]) == {"Resurssit"}
    coded.undo()
    assert len(coded.codings) == 4


def test_undo_does_not_belong_into_a_trial(coded: Study) -> None:
    with pytest.raises(UnusableValueError, match="middle"), coded.dry_run():
        coded.undo()


def test_a_study_opened_for_reading_cannot_be_tried(coded: Study, tmp_path: Path) -> None:
    coded.close()
    with (
        open_study(coded.path, read_only=True) as reader,
        pytest.raises(ReadOnlyStudyError),
        reader.dry_run(),
    ):
        pass
