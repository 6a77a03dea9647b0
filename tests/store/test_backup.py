"""Copies beside the file: made before great changes, sound, bounded, and never skipped in silence."""

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import BackupError, ReadOnlyStudyError
from teema.store import Backup, Store, backups
from teema.store import backup as rules
from teema.store.backup import KEEP_BYTES, KEEP_IN_ALL, KEEP_NEWEST, superfluous


def put(store: Store, name: str, value: str) -> None:
    with store.step("set") as step:
        step.put("settings", {"name": name, "value": value})


class TestACopy:
    def test_stands_beside_the_study_and_holds_what_was_committed(self, empty_store: Store) -> None:
        put(empty_store, "a", "1")
        path = empty_store.backup("code.merge")
        put(empty_store, "a", "2")
        assert path.parent == empty_store.path.with_suffix(".backups")
        with Store(path, coder="", read_only=True) as copy:
            assert copy.setting("a") == "1"
            assert [event.command for event in copy.history()] == ["set"]
        assert [item.reason for item in backups(empty_store.path)] == ["code.merge"]
        assert [item.name for item in path.parent.iterdir()] == [path.name]

    def test_made_inside_a_step_holds_what_was_before_it(self, empty_store: Store) -> None:
        put(empty_store, "a", "1")
        with empty_store.step("set") as step:
            step.put("settings", {"name": "a", "value": "2"})
            path = empty_store.backup("set")
        with Store(path, coder="", read_only=True) as copy:
            assert copy.setting("a") == "1"

    def test_is_not_made_twice_of_the_same(self, empty_store: Store) -> None:
        put(empty_store, "a", "1")
        assert empty_store.backup("merge") == empty_store.backup("delete")
        put(empty_store, "a", "2")
        empty_store.backup("delete")
        assert [item.reason for item in backups(empty_store.path)] == ["delete", "merge"]

    def test_clears_away_what_a_killed_program_left_unfinished(self, empty_store: Store) -> None:
        put(empty_store, "a", "1")
        left = empty_store.path.with_suffix(".backups") / ".2026-11-23T120000.000-4711"
        left.parent.mkdir()
        left.write_bytes(b"puolikas")
        empty_store.backup("merge")
        assert not left.exists()

    def test_keeps_strange_signs_out_of_its_name(self, empty_store: Store) -> None:
        put(empty_store, "a", "1")
        path = empty_store.backup('yhdistä: "työ/arki"?')
        assert path.parent == empty_store.path.with_suffix(".backups")
        assert not set(path.name) & set('/\\:*?"<>|')
        assert len(backups(empty_store.path)) == 1

    def test_of_a_study_open_for_reading_is_refused(self, empty_store: Store) -> None:
        with Store(empty_store.path, coder="", read_only=True) as reader, pytest.raises(ReadOnlyStudyError):
            reader.backup("merge")


class TestWithoutACopyNothingIsDone:
    def test_when_the_disk_is_full(self, empty_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        put(empty_store, "a", "1")
        monkeypatch.setattr(rules.shutil, "disk_usage", lambda _: type("Usage", (), {"free": 10}))
        with pytest.raises(BackupError, match=r"nothing was changed.*\n.*Make room"):
            empty_store.backup_before("code.delete", rules.MANY)
        assert backups(empty_store.path) == []

    def test_when_the_folder_is_a_file(self, empty_store: Store) -> None:
        put(empty_store, "a", "1")
        empty_store.path.with_suffix(".backups").write_text("muistiinpanoja")
        with pytest.raises(BackupError, match="nothing was changed"):
            empty_store.backup("merge")

    def test_when_writing_it_breaks_off(self, empty_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        put(empty_store, "a", "1")

        def breaks(_: object, path: Path) -> None:
            path.write_bytes(b"puolikas")
            raise sqlite3.OperationalError("disk I/O error")

        monkeypatch.setattr(rules, "copy_database", breaks)
        with pytest.raises(BackupError, match="disk I/O error"):
            empty_store.backup("merge")
        assert list(empty_store.path.with_suffix(".backups").iterdir()) == []

    def test_and_what_only_adds_needs_one_an_hour(self, empty_store: Store) -> None:
        for value in "123":
            put(empty_store, "a", value)
            empty_store.backup_before("code.autocode", rules.MANY, only_adds=True)
        assert len(backups(empty_store.path)) == 1
        (old,) = backups(empty_store.path)
        earlier = old.path.name.replace(str(old.when.year), str(old.when.year - 1))
        old.path.rename(old.path.with_name(earlier))
        empty_store.backup_before("code.autocode", rules.MANY, only_adds=True)
        assert len(backups(empty_store.path)) == 2

    def test_and_a_small_command_needs_none(self, empty_store: Store) -> None:
        put(empty_store, "a", "1")
        empty_store.backup_before("code.delete", rules.MANY - 1)
        assert backups(empty_store.path) == []


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def copies(hours: list[int], size: int = 1) -> list[Backup]:
    return sorted(
        (Backup(NOW - timedelta(hours=hour), "merge", Path(f"{hour}.teema"), size) for hour in set(hours)),
        reverse=True,
    )


class TestTheRule:
    @given(st.lists(st.integers(0, 24 * 90), max_size=80), st.integers(1, 2**31))
    def test_keeps_few_and_the_newest(self, hours: list[int], size: int) -> None:
        found = copies(hours, size)
        gone = superfluous(found)
        kept = [item for item in found if item not in gone]
        assert len(kept) <= KEEP_IN_ALL
        assert kept[:1] == found[:1]
        assert sum(item.size for item in kept) <= max(KEEP_BYTES, size)
        if size * KEEP_IN_ALL <= KEEP_BYTES:
            assert kept[:KEEP_NEWEST] == found[:KEEP_NEWEST]

    def test_of_older_days_the_last_copy_stays(self) -> None:
        found = copies([0, 1, 2, 3, 4, 5, 30, 31, 32, 60])
        gone = {item.path.stem for item in superfluous(found)}
        assert gone == {"5", "31", "32"}

    def test_is_followed_on_disk(self, empty_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(rules, "KEEP_NEWEST", 2)
        for value in "1234":
            put(empty_store, "a", value)
            empty_store.backup("merge")
        assert len(backups(empty_store.path)) == 2
