"""The history of a study can be asked for by what it concerns, and the study opened as it was."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest

import teema
from teema.errors import NotFoundError, ReadOnlyStudyError, UnusableValueError
from teema.study import Study
from teema.study.history import moment


@pytest.fixture
def worked(study: Study) -> Study:
    study.codebook.add("Kiire")
    study.codebook.add("Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    ta = study.analysis("Temaattinen analyysi", approach="reflexive")
    ta.add("Aika", codes=["Kiire"])
    study.codebook.rename("Kiire", "Ajan puute")
    return study


def commands(frame: pd.DataFrame) -> list[str]:
    return frame["command"].tolist()


class TestHistory:
    def test_of_a_code_has_its_codings_and_what_holds_it(self, worked: Study) -> None:
        assert commands(worked.history(code="Ajan puute")) == ["code.add", "code.assign", "theme.add", "code.rename"]
        assert commands(worked.history(code="Luottamus")) == ["code.add", "code.assign"]

    def test_of_an_answer_and_of_a_theme(self, worked: Study) -> None:
        assert commands(worked.history(answer="1:Q2")) == ["survey.import", "code.assign"]
        assert commands(worked.history(theme="Aika")) == ["theme.add"]
        assert commands(worked.history(answer="1:Q2", code="Luottamus")) == []

    def test_of_a_coder_and_a_time(self, worked: Study) -> None:
        assert len(worked.history(coder="aj")) == len(worked.history())
        assert worked.history(coder="MV").empty
        today = datetime.now().astimezone().date()
        tomorrow = today + timedelta(days=1)
        assert len(worked.history(since=today, until=today)) == len(worked.history())
        assert worked.history(since=tomorrow).empty
        assert worked.history(until="2001-01-01").empty

    def test_what_is_undone_stays_in_it(self, worked: Study) -> None:
        worked.undo()
        assert worked.history(code="Kiire")["kind"].tolist()[-1] == "undo"

    def test_unknown_names_and_dates_are_errors(self, worked: Study) -> None:
        with pytest.raises(NotFoundError, match="code"):
            worked.history(code="Kiirre")
        with pytest.raises(NotFoundError, match="theme"):
            worked.history(theme="Aikaa")
        with pytest.raises(UnusableValueError, match="2026-03-01"):
            worked.history(since="eilen")


class TestAsItWas:
    def test_after_each_line_it_is_what_it_was_then(self, worked: Study) -> None:
        counts = []
        for event in worked.history()["event"]:
            with worked.at(int(event)) as former:
                counts.append((len(former.codebook), len(former.codings), len(former.history())))
        assert counts == [(0, 0, 1), (1, 0, 2), (2, 0, 3), (2, 1, 4), (2, 2, 5), (2, 2, 6), (2, 2, 7), (2, 2, 8)]

    def test_the_last_line_is_the_study_as_it_is(self, worked: Study) -> None:
        with worked.at(datetime.now().astimezone() + timedelta(minutes=1)) as former:
            pd.testing.assert_frame_equal(former.codings, worked.codings)
            pd.testing.assert_frame_equal(former.answers, worked.answers)
            assert [code.name for code in former.codebook] == [code.name for code in worked.codebook]

    def test_it_is_for_reading_and_gone_when_closed(self, worked: Study) -> None:
        former = worked.at(3)
        path = former.path
        with pytest.raises(ReadOnlyStudyError):
            former.codebook.add("Uusi")
        assert path.exists()
        former.close()
        assert not path.parent.exists()
        assert worked.path.exists()

    def test_before_it_existed_there_was_nothing(self, worked: Study) -> None:
        with pytest.raises(NotFoundError, match="did not exist yet"):
            worked.at("2001-01-01")

    def test_also_of_a_study_opened_for_reading(self, worked: Study) -> None:
        worked.close()
        with teema.open(worked.path, read_only=True) as again, again.at(2) as former:
            assert len(former.codebook) == 1


class TestMoments:
    def test_a_day_is_its_end_and_a_time_is_local(self) -> None:
        assert moment(date(2026, 3, 1)) == moment("2026-03-01") > moment("2026-03-01 23:00")
        assert moment("2026-03-01 12:00") == moment(datetime.fromisoformat("2026-03-01T12:00").astimezone())
        assert moment("2026-03-01T12:00:00+02:00") == "2026-03-01T10:00:00.000Z"


def test_nothing_is_left_beside_the_study(worked: Study) -> None:
    before = sorted(Path(worked.path).parent.iterdir())
    with worked.at(2):
        pass
    assert sorted(Path(worked.path).parent.iterdir()) == before
