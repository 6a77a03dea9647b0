"""Whatever happens to a study file: a clear word, no byte touched, check says what, rescue saves what is there."""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import teema
from teema.errors import (
    DamagedStudyError,
    NotFoundError,
    StudyExistsError,
    StudyReplacedError,
    TeemaError,
    UnusableValueError,
)
from teema.store import Store, backups
from teema.store.check import check
from teema.store.rescue import rescue
from teema.study import Study
from teema.survey import Survey

CODES = ("Luottamus", "Kiire", "Arki")


def work(study: Study) -> None:
    """Do something of every kind."""
    for name in CODES:
        study.codebook.add(name, definition=f"Mitä {name.lower()} on vastaajalle.")
    for number, answer in enumerate(study.answers["answer"]):
        study.code(answer, (0, 5), CODES[number % 3])
        study.code(answer, None, CODES[number % 2])
    study.codebook.merge("Arki", into="Kiire")
    study.undo()
    study.redo()
    study.memo("Pohdi.", code="Kiire")
    themes = study.analysis("TA")
    themes.add("Aika ei riitä", ["Kiire"])
    themes.snapshot("alustava")


@pytest.fixture
def worked(study: Study) -> Study:
    work(study)
    return study


@pytest.fixture
def closed(worked: Study) -> Path:
    """A study file in which something of every kind was done."""
    worked.close()
    return worked.path


@pytest.fixture
def crashed(worked: Study, tmp_path: Path) -> Path:
    """The same as a crash leaves it: the study, its log beside it, and the lock file."""
    folder = tmp_path / "kaatui"
    folder.mkdir()
    for item in tmp_path.iterdir():
        if item.is_file():
            shutil.copyfile(item, folder / item.name)
    worked.close()
    return folder / worked.path.name


def files(folder: Path) -> dict[str, bytes]:
    return {str(item.relative_to(folder)): item.read_bytes() for item in sorted(folder.rglob("*")) if item.is_file()}


def flipped(data: bytes, seed: int) -> bytes:
    """Return bytes with some of their bits turned."""
    chance = random.Random(seed)
    broken = bytearray(data)
    for _ in range(chance.choice([1, 5, 30, 200])):
        broken[chance.randrange(len(broken))] ^= 1 << chance.randrange(8)
    return bytes(broken)


def blanked(data: bytes, seed: int) -> bytes:
    """Return bytes with some of their pages emptied, as a disk that gives up leaves them."""
    chance = random.Random(seed)
    broken = bytearray(data)
    for _ in range(chance.choice([1, 4, 12])):
        start = chance.randrange(len(data) // 4096) * 4096
        broken[start : start + 4096] = bytes(4096)
    return bytes(broken)


def cut(data: bytes, seed: int) -> bytes:
    """Return the beginning of bytes."""
    return data[: random.Random(seed).randrange(len(data))]


def looked_through(path: Path) -> None:
    """Read everything a study shows."""
    with teema.open(path, read_only=True) as study, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of pandas, on values that no category has
        _ = repr(study), study.answers, study.cases, study.questions, study.codings, study.codebook.to_frame()
        _ = study.history(), study.memos, study.report
        for name in study.analyses:
            _ = study.analysis(name).themes


def worked_on(path: Path) -> None:
    """Work on a study whose lock and log are then left as a careful program leaves them."""
    with teema.open(path, coder="AJ") as study:
        study.code("1:Q1", None, "Luottamus")
        study.undo(3)
        study.redo(2)


@pytest.mark.parametrize("damage", [flipped, blanked, cut])
@pytest.mark.parametrize("seed", range(25))
def test_any_damage(closed: Path, damage: Callable[[bytes, int], bytes], seed: int) -> None:
    broken = closed.with_name("rikki.teema")
    broken.write_bytes(damage(closed.read_bytes(), seed))
    before = files(closed.parent)
    report = check(broken, rebuild=True)
    with contextlib.suppress(TeemaError):
        looked_through(broken)
    try:
        saved = rescue(broken, closed.with_name("pelastettu.teema"))
    except DamagedStudyError as error:
        assert "Nothing of a study is left" in error.what  # noqa: PT017 -- only when there is nothing
        assert damage is cut
    else:
        assert check(saved.target, rebuild=True)
        looked_through(saved.target)
        saved.target.unlink()
        if report:
            assert saved.how == "journal"
    assert files(closed.parent) == before
    with contextlib.suppress(TeemaError):
        worked_on(broken)


@pytest.mark.parametrize("seed", range(10))
def test_any_damage_to_the_log_of_a_crashed_study(crashed: Path, seed: int) -> None:
    log = crashed.with_name(crashed.name + "-wal")
    log.write_bytes(flipped(log.read_bytes(), seed))
    before = files(crashed.parent)
    saved = rescue(crashed, crashed.with_name("pelastettu.teema"))
    assert check(saved.target, rebuild=True)
    saved.target.unlink()
    assert files(crashed.parent) == before
    with contextlib.suppress(TeemaError):
        worked_on(crashed)
        assert check(crashed, rebuild=True)


class TestRescue:
    def test_of_a_sound_file_saves_everything(self, closed: Path, tmp_path: Path) -> None:
        report = rescue(closed, tmp_path / "pelastettu.teema")
        with teema.open(closed, read_only=True) as old, teema.open(report.target, read_only=True) as new:
            assert new.codings.equals(old.codings)
            assert new.history().equals(old.history())
        assert "Kaikki saatiin takaisin" in str(report)

    def test_takes_everything_from_the_journal_when_the_tables_are_gone(self, closed: Path, tmp_path: Path) -> None:
        raw = sqlite3.connect(closed)
        raw.executescript(
            "PRAGMA foreign_keys = OFF; DELETE FROM codings; UPDATE codes SET name = id; DROP TABLE memos"
        )
        raw.close()
        report = rescue(closed, tmp_path / "pelastettu.teema")
        assert report.how == "journal"
        with teema.open(report.target, read_only=True) as new:
            assert sorted(code.name for code in new.codebook) == ["Kiire", "Luottamus"]
            assert len(new.memos) == 1

    def test_takes_the_tables_when_lines_of_the_journal_are_gone(self, closed: Path, tmp_path: Path) -> None:
        with teema.open(closed, read_only=True) as old:
            wanted = old.codings
        raw = sqlite3.connect(closed)
        raw.executescript("DROP TRIGGER journal_is_append_only_d; DELETE FROM journal WHERE event IN (1, 3); VACUUM")
        raw.close()
        report = rescue(closed, tmp_path / "pelastettu.teema")
        assert report.how == "tables"
        assert report.missing == (1, 3)
        assert "Puuttuvat lokirivit: 1, 3" in str(report)
        with teema.open(report.target, read_only=True) as new:
            assert new.codings.equals(wanted)
            assert new.history()["command"].iloc[-1] == "study.rescue"
            assert new.history(code="Kiire")["command"].tolist()  # the lines that are left still tell their part
        with teema.open(report.target, coder="AJ") as new:
            new.code("1:Q1", (1, 4), "Kiire")
            assert new.undo(5) == 1  # not beyond the rescue
        assert check(report.target, rebuild=True)

    def test_takes_missing_lines_from_the_newest_sound_copy(self, worked: Study, tmp_path: Path) -> None:
        worked.store.backup("kokeilu")
        worked.codebook.rename("Kiire", "Ajan puute")
        worked.store.backup("rikki").write_bytes(b"SQLite format 3\x00 rikki")
        worked.close()
        raw = sqlite3.connect(worked.path)
        raw.executescript("DROP TRIGGER journal_is_append_only_d; DELETE FROM journal WHERE event = 1; VACUUM")
        raw.close()
        report = rescue(worked.path, tmp_path / "pelastettu.teema")
        assert report.how == "journal"
        assert "kokeilu" in report.copy
        assert report.copy in str(report)
        with teema.open(report.target, read_only=True) as new:
            assert "Ajan puute" in new.codebook

    def test_of_a_file_of_nothing_saves_the_copy(self, worked: Study, tmp_path: Path) -> None:
        copy = worked.store.backup("kokeilu")
        worked.close()
        worked.path.write_bytes(b"")
        report = rescue(worked.path, tmp_path / "pelastettu.teema")
        assert report.how == "copy"
        assert copy.name in str(report)
        with teema.open(report.target, read_only=True) as new:
            assert len(new.codebook) == 2

    def test_lends_nothing_from_a_copy_of_another_study(self, closed: Path, survey: Survey, tmp_path: Path) -> None:
        with teema.create(tmp_path / "toinen.teema", survey, coder="BK") as other:
            other.codebook.add("Toivo")
            foreign = other.store.backup("kokeilu")
        raw = sqlite3.connect(closed)
        raw.executescript("DROP TRIGGER journal_is_append_only_d; DELETE FROM journal WHERE event = 1; VACUUM")
        raw.close()
        report = rescue(closed, tmp_path / "pelastettu.teema", backup=foreign)
        assert report.copy == ""
        with teema.open(report.target, read_only=True) as new:
            assert "Toivo" not in new.codebook

    def test_finds_changes_that_are_only_in_the_log(self, crashed: Path, tmp_path: Path) -> None:
        report = rescue(crashed, tmp_path / "pelastettu.teema")
        assert report.how == "journal"
        with teema.open(report.target, read_only=True) as new:
            assert new.analyses == ["TA"]

    def test_never_writes_over_a_file(self, closed: Path) -> None:
        with pytest.raises(StudyExistsError):
            rescue(closed, closed)

    def test_of_what_is_no_study_says_so(self, tmp_path: Path) -> None:
        (tmp_path / "kansio.teema").mkdir()
        (tmp_path / "teksti.teema").write_text("Kiire on arkea. " * 1000)
        with pytest.raises(UnusableValueError, match="no file"):
            rescue(tmp_path / "kansio.teema", tmp_path / "uusi.teema")
        with pytest.raises(DamagedStudyError, match="Nothing of a study"):
            rescue(tmp_path / "teksti.teema", tmp_path / "uusi.teema")
        with pytest.raises(NotFoundError):
            rescue(tmp_path / "ei-ole.teema", tmp_path / "uusi.teema")
        with pytest.raises(UnusableValueError, match="folder does not exist"):
            rescue(tmp_path / "teksti.teema", tmp_path / "ei" / "uusi.teema")
        assert sorted(item.name for item in tmp_path.iterdir()) == ["kansio.teema", "teksti.teema"]

    def test_leaves_a_newer_file_to_a_newer_teema(self, closed: Path, tmp_path: Path) -> None:
        raw = sqlite3.connect(closed)
        raw.execute("PRAGMA user_version = 99")
        raw.close()
        with pytest.raises(DamagedStudyError, match="newer teema"):
            rescue(closed, tmp_path / "uusi.teema")


class TestAFileCutShort:
    def test_is_not_opened_and_not_touched(self, closed: Path) -> None:
        closed.write_bytes(closed.read_bytes()[:-5000])
        before = files(closed.parent)
        for read_only in (True, False):
            with pytest.raises(DamagedStudyError, match=r"cut short: 5,000.*\n.*teema rescue"):
                teema.open(closed, coder="AJ", read_only=read_only)
        assert files(closed.parent) == before
        assert "cut short" in str(check(closed))


class TestTheLog:
    def test_of_a_crashed_study_is_taken_in(self, crashed: Path) -> None:
        assert crashed.with_name(crashed.name + "-wal").stat().st_size > 0
        assert check(crashed, rebuild=True)
        with teema.open(crashed, coder="AJ") as study:
            assert study.analyses == ["TA"]

    def test_that_is_missing_is_asked_for(self, crashed: Path) -> None:
        log = crashed.with_name(crashed.name + "-wal").rename(crashed.with_name("muualla"))
        before = files(crashed.parent)
        for read_only in (True, False):
            with pytest.raises(DamagedStudyError, match=r"its log kysely.teema-wal is not beside it"):
                teema.open(crashed, coder="AJ", read_only=read_only)
        before.pop("kysely.teema-lock")
        assert files(crashed.parent) == before
        assert "not beside it" in str(check(crashed))
        assert check(rescue(crashed, crashed.with_name("pelastettu.teema")).target, rebuild=True)
        log.rename(crashed.with_name(crashed.name + "-wal"))
        with teema.open(crashed, coder="AJ") as study:
            assert study.analyses == ["TA"]

    def test_of_a_study_that_was_only_read_does_not_exist(self, closed: Path) -> None:
        before = closed.read_bytes()
        with teema.open(closed, coder="AJ") as study:
            assert len(study.codebook) == 2
            assert sorted(files(closed.parent)) == ["kysely.teema", "kysely.teema-lock"]
        assert closed.read_bytes() == before


class TestAFileReplacedWhileOpen:
    def replaced(self, study: Study, content: bytes, *, in_place: bool) -> None:
        if in_place:
            with study.path.open("r+b") as handle:
                handle.write(content)
                handle.truncate()
        else:
            other = study.path.with_name("muualta")
            other.write_bytes(content)
            other.replace(study.path)

    @pytest.mark.parametrize("in_place", [True, False])
    @pytest.mark.parametrize("foreign", [b"jotain muuta " * 9000, None])
    def test_is_not_written_to_any_more(self, worked: Study, *, in_place: bool, foreign: bytes | None) -> None:
        if foreign is None:  # the study as it was somewhere else
            other = Store(worked.store.backup("kokeilu"), coder="BK")
            with other.step("set") as step:
                step.put("settings", {"name": "a", "value": "1"})
            other.close()
            foreign = other.path.read_bytes()
            other.path.unlink()
        worked.codebook.rename("Kiire", "Ajan puute")
        self.replaced(worked, foreign, in_place=in_place)
        with pytest.raises(StudyReplacedError, match="Another program replaced the file"):
            worked.codebook.add("Toivo")
        with pytest.raises(StudyReplacedError):
            worked.undo()
        worked.close()
        assert worked.path.read_bytes() == foreign
        beside = [item.name for item in worked.path.parent.iterdir() if item.is_file()]
        assert beside == ["kysely.teema"]

    def test_leaves_a_copy_of_what_was_open(self, worked: Study) -> None:
        worked.codebook.rename("Kiire", "Ajan puute")
        self.replaced(worked, b"jotain muuta", in_place=False)
        with pytest.raises(StudyReplacedError, match=r"saved as kysely.backups/.*replaced.teema"):
            worked.codebook.add("Toivo")
        worked.close()
        (copy,) = backups(worked.path)
        with teema.open(copy.path, read_only=True) as saved:
            assert "Ajan puute" in saved.codebook
        assert check(copy.path, rebuild=True)

    def test_or_removed_says_so_too(self, worked: Study) -> None:
        worked.path.unlink()
        with pytest.raises(StudyReplacedError):
            worked.codebook.add("Toivo")
        worked.close()
        assert len(backups(worked.path)) == 1

    def test_during_a_command_that_fails_is_noticed_by_the_next(self, worked: Study) -> None:
        with pytest.raises(ZeroDivisionError), worked.store.step("set") as step:
            step.put("settings", {"name": "a", "value": "1"})
            self.replaced(worked, b"jotain muuta", in_place=False)
            _ = 1 / 0
        with pytest.raises(StudyReplacedError):
            worked.codebook.add("Toivo")
        worked.close()

    def test_but_not_when_only_its_time_changed(self, worked: Study) -> None:
        os.utime(worked.path)
        worked.codebook.add("Toivo")
        assert "Toivo" in worked.codebook


def run(code: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a piece of Python in a process of its own."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code, *map(str, words)], capture_output=True, text=True, check=False
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit for the size of files")
class TestADiskThatIsFull:
    @pytest.mark.parametrize("room", [0, 8192, 60_000, 200_000])
    def test_gives_a_clear_error_and_loses_nothing_that_was_said_to_be_written(self, closed: Path, room: int) -> None:
        code = (
            "import resource, sys\nimport teema\nfrom teema.errors import TeemaError\n"
            "study = teema.open(sys.argv[1], coder='AJ')\n"
            "room = int(sys.argv[2])\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))\n"
            "try:\n"
            "    for number in range(5000):\n"
            "        study.codebook.add(f'Koodi {number}', definition='x' * 200)\n"
            "        print(number, flush=True)\n"
            "except TeemaError as error:\n"
            "    print(error, file=sys.stderr)\n"
            "study.close()\n"
        )
        done = run(code, closed, room)
        assert done.returncode == 0, done.stderr
        assert "could not be written" in done.stderr
        with teema.open(closed, coder="AJ") as study:
            assert len(study.codebook) == 2 + len(done.stdout.splitlines())
        assert check(closed, rebuild=True)

    def test_when_a_study_is_made_leaves_nothing(self, tmp_path: Path) -> None:
        code = (
            "import resource, sys\nimport teema\nfrom teema.errors import TeemaError\n"
            "survey = teema.read_survey(teema.samples() / 'asiakassuhde.csv')\n"
            "room = int(sys.argv[2])\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))\n"
            "try:\n    teema.create(sys.argv[1], survey, coder='AJ')\n"
            "except TeemaError as error:\n    print(error)\n"
        )
        for room in (0, 50_000, 200_000):
            done = run(code, tmp_path / "uusi.teema", room)
            assert done.returncode == 0, done.stderr
            assert "disk" in done.stdout
            assert list(tmp_path.iterdir()) == []


@pytest.fixture
def foreign_folder(closed: Path) -> Iterator[Path]:
    """The study in a folder where everybody may read and nobody but its owner may write."""
    folder = Path(tempfile.mkdtemp())
    shutil.copyfile(closed, folder / closed.name)
    (folder / closed.name).chmod(0o444)
    folder.chmod(0o555)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="rights are other there")
class TestAReadOnlyFolder:
    # The administrator may write everywhere: then the study is opened as nobody.
    AS_USER = (
        "import os, sys\nimport importlib.readers\n"
        "import pandas, teema, teema.study, teema.store.check\nfrom teema.errors import TeemaError\n"
        "if os.geteuid() == 0:\n    os.setgid(65534)\n    os.setuid(65534)\n"
    )

    def test_opens_for_reading_and_says_why_not_for_writing(self, foreign_folder: Path) -> None:
        before = files(foreign_folder)
        code = self.AS_USER + (
            "with teema.open(sys.argv[1], read_only=True) as study:\n    print(len(study.codebook))\n"
            "print(bool(teema.store.check.check(sys.argv[1], rebuild=True)))\n"
            "try:\n    teema.open(sys.argv[1], coder='AJ')\nexcept TeemaError as error:\n"
            "    print(type(error).__name__, error)\n"
        )
        done = run(code, foreign_folder / "kysely.teema")
        assert done.stdout.splitlines()[:2] == ["2", "True"], done.stderr
        assert "ReadOnlyStudyError" in done.stdout
        assert "read_only=True" in done.stdout
        assert files(foreign_folder) == before

    def test_with_a_file_that_may_be_written_says_the_same(self, foreign_folder: Path) -> None:
        (foreign_folder / "kysely.teema").chmod(0o666)
        code = self.AS_USER + (
            "try:\n    teema.open(sys.argv[1], coder='AJ')\nexcept TeemaError as error:\n"
            "    print(type(error).__name__, error)\n"
        )
        done = run(code, foreign_folder / "kysely.teema")
        assert "ReadOnlyStudyError" in done.stdout, done.stderr
        assert "cannot be locked for writing in this folder" in done.stdout
