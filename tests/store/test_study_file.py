"""The study file: one writer, any number of readers, and a clear word when something is wrong."""

import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from teema.errors import (
    DamagedStudyError,
    NotFoundError,
    ReadOnlyStudyError,
    StudyExistsError,
    StudyInUseError,
    UnusableValueError,
)
from teema.store import Store


def put(store: Store, name: str, value: str) -> None:
    with store.step("set") as step:
        step.put("settings", {"name": name, "value": value})


class TestOneWriter:
    def test_a_second_writer_is_told_who_has_it(self, empty_store: Store) -> None:
        with pytest.raises(StudyInUseError, match="already open for writing by") as error:
            Store(empty_store.path, coder="toinen")
        assert "read_only=True" in error.value.hint

    def test_a_second_process_is_refused_too(self, empty_store: Store) -> None:
        code = (
            "import sys\nfrom teema.errors import TeemaError\nfrom teema.store import Store\n"
            "try:\n    Store(sys.argv[1], coder='toinen')\nexcept TeemaError as e:\n    print(type(e).__name__)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, str(empty_store.path)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "StudyInUseError"

    def test_readers_see_what_is_written_meanwhile(self, empty_store: Store) -> None:
        reader = Store(empty_store.path, coder="ohjaaja", read_only=True)
        put(empty_store, "a", "1")
        assert reader.setting("a") == "1"
        with pytest.raises(ReadOnlyStudyError, match="for reading only"):
            put(reader, "a", "2")
        reader.close()

    def test_closing_lets_the_next_one_in_and_leaves_one_file(self, empty_store: Store) -> None:
        empty_store.close()
        Store(empty_store.path, coder="toinen").close()
        assert [item.name for item in empty_store.path.parent.iterdir()] == [empty_store.path.name]

    def test_reading_a_closed_study_leaves_no_files_beside_it(self, empty_store: Store) -> None:
        empty_store.close()
        reader = Store(empty_store.path, coder="ohjaaja", read_only=True)
        assert reader.setting("a") is None
        writer = Store(empty_store.path, coder="AJ")
        put(writer, "a", "1")
        assert reader.setting("a") == "1"
        reader.close()
        writer.close()
        assert [item.name for item in empty_store.path.parent.iterdir()] == [empty_store.path.name]

    def test_a_reader_that_stays_longer_than_the_writer_reads_on(self, empty_store: Store) -> None:
        reader = Store(empty_store.path, coder="ohjaaja", read_only=True)
        put(empty_store, "a", "1")
        empty_store.close()
        assert reader.setting("a") == "1"
        reader.close()

    def test_a_killed_writer_leaves_no_lock_and_loses_nothing(self, tmp_path: Path) -> None:
        path = tmp_path / "kaatuu.teema"
        code = (
            "import os, signal, sys\nfrom teema.store import Store\n"
            "store = Store.create(sys.argv[1], coder='AJ')\n"
            "with store.step('set') as step:\n    step.put('settings', {'name': 'a', 'value': '1'})\n"
            "unfinished = store.step('set')\n"
            "unfinished.__enter__().put('settings', {'name': 'b', 'value': 'puolikas'})\n"
            "os._exit(9)"
        )
        subprocess.run([sys.executable, "-c", code, str(path)], check=False)
        store = Store(path, coder="AJ")
        assert store.setting("a") == "1"
        assert store.setting("b") is None
        store.close()

    def test_a_study_that_nobody_closed_is_closed_at_the_end(self, tmp_path: Path) -> None:
        path = tmp_path / "unohtui.teema"
        code = (
            "import sys\nfrom teema.store import Store\nstore = Store.create(sys.argv[1], coder='AJ')\n"
            "with store.step('set') as step:\n    step.put('settings', {'name': 'a', 'value': '1'})"
        )
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code, str(path)], capture_output=True, text=True, check=True
        )
        assert done.stderr == ""
        assert [item.name for item in tmp_path.iterdir()] == ["unohtui.teema"]

    def test_a_closed_study_says_so(self, empty_store: Store) -> None:
        empty_store.close()
        with pytest.raises(ReadOnlyStudyError, match="has been closed"):
            put(empty_store, "a", "1")


def test_threads_take_turns(empty_store: Store) -> None:
    threads = [threading.Thread(target=put, args=(empty_store, str(i), "1")) for i in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(empty_store.rows("SELECT * FROM settings")) == 20
    assert len(empty_store.history()) == 20


class TestBadFiles:
    def test_missing(self, tmp_path: Path) -> None:
        (tmp_path / "tutkimus.teema").touch()
        with pytest.raises(NotFoundError, match="Did you mean 'tutkimus.teema'"):
            Store(tmp_path / "tutkimu.teema", coder="AJ")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "empty"),
            (b"PK\x03\x04 taulukko", "not a study"),
            (b"SQLite format 3\x00" + b"\x00" * 52 + b"teem" + b"x" * 5000, "cannot be read"),
        ],
    )
    def test_other_content(self, tmp_path: Path, content: bytes, words: str) -> None:
        path = tmp_path / "rikki.teema"
        path.write_bytes(content)
        with pytest.raises(DamagedStudyError, match=words):
            Store(path, coder="AJ")
        assert path.read_bytes() == content
        assert [item.name for item in tmp_path.iterdir()] == ["rikki.teema"]

    def test_a_folder(self, tmp_path: Path) -> None:
        (tmp_path / "kansio.teema").mkdir()
        with pytest.raises(UnusableValueError, match="a folder"):
            Store(tmp_path / "kansio.teema", coder="AJ")

    def test_another_database(self, tmp_path: Path) -> None:
        path = tmp_path / "muu.teema"
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE muistio (teksti)")
        other.close()
        before = path.read_bytes()
        with pytest.raises(DamagedStudyError, match="no study of teema"):
            Store(path, coder="AJ")
        assert path.read_bytes() == before

    def test_a_newer_file_opens_for_reading_only(self, empty_store: Store) -> None:
        empty_store.close()
        with sqlite3.connect(empty_store.path) as raw:
            raw.execute("PRAGMA user_version = 99")
        raw.close()
        with pytest.raises(DamagedStudyError, match="newer teema"):
            Store(empty_store.path, coder="AJ")
        Store(empty_store.path, coder="AJ", read_only=True).close()

    def test_a_new_study_never_overwrites(self, empty_store: Store) -> None:
        with pytest.raises(StudyExistsError, match="already a file of this name"):
            Store.create(empty_store.path, coder="AJ")

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableValueError, match="folder does not exist"):
            Store.create(tmp_path / "ei" / "ole.teema", coder="AJ")


def test_annotations_are_kept_by_pipeline_and_are_no_part_of_the_journal(empty_store: Store) -> None:
    empty_store.keep_annotations("fi-1", [(b"x", b"data")])
    assert empty_store.annotations("fi-1") == {b"x": b"data"}
    assert empty_store.annotations("fi-2") == {}
    assert empty_store.history() == []


@pytest.mark.skipif(sys.platform == "win32", reason="locks are other there")
def test_looking_at_an_open_study_leaves_it_locked_against_other_programs(empty_store: Store) -> None:
    put(empty_store, "a", "1")
    with Store(empty_store.path, coder="", read_only=True) as reader:
        assert reader.setting("a") == "1"
    put(empty_store, "a", "2")
    # Any program that knows SQLite: were the study not locked, it would carry the log over and remove it.
    code = "import sqlite3, sys\nsqlite3.connect(sys.argv[1]).execute('SELECT * FROM settings').fetchall()"
    subprocess.run([sys.executable, "-c", code, str(empty_store.path)], check=True)
    assert empty_store.path.with_name(empty_store.path.name + "-wal").exists()
    put(empty_store, "a", "3")
    with Store(empty_store.path, coder="", read_only=True) as reader:
        assert reader.setting("a") == "3"
