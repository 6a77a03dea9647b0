"""Study files of an earlier teema: opened, read, checked, merged and rescued like present ones."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

import teema
from teema.errors import BackupError, DamagedStudyError
from teema.store import backups, versions
from teema.store import journal as lines
from teema.store.check import check
from teema.store.journal import KEYS, Change, Row
from teema.store.rescue import rescue
from teema.store.versions import ADDED, SCHEMA_VERSION
from teema.study import Study
from teema.study.opening import create
from teema.survey import Survey

_LATER = ("summaries", "evidence", "reviews", "types", "type_parts")


def without(row: Row | None, table: str) -> Row | None:
    return None if row is None else {name: value for name, value in row.items() if name not in ADDED.get(table, {})}


def as_version_1(study: Path, target: Path) -> Path:
    """Write a study as the first teema would have: its schema, no column that came later, and the same journal."""
    source, old = sqlite3.connect(study), sqlite3.connect(target, isolation_level=None)
    source.row_factory = sqlite3.Row
    old.executescript(
        f"PRAGMA application_id = {versions.APPLICATION_ID}; PRAGMA user_version = 1;"
        + (Path(__file__).parent / "schema_1.sql").read_text(encoding="utf-8")
    )
    old.execute("BEGIN")
    for table in [table for table in KEYS if table not in _LATER]:
        rows = [without(dict(row), table) for row in source.execute(f"SELECT * FROM {table} ORDER BY rowid")]
        lines.apply(old, [Change(table, None, row) for row in rows])
    for row in source.execute("SELECT * FROM journal ORDER BY event"):
        changes = [
            Change(table, without(before, table), without(after, table))
            for table, before, after in lines.decode(row["changes"])
        ]
        old.execute("INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (*tuple(row)[:7], lines.encode(changes)))
    old.execute("COMMIT")
    source.close()
    old.close()
    return target


def work(study: Study) -> None:
    """Do what the first version could: codes, codings, themes, relations, a snapshot, something undone."""
    book = study.codebook
    book.add("Luottamus"), book.add("Kiire", parent="Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire", reduced="kiire")
    ta = study.analysis("Temaattinen analyysi", unit="ajatuskokonaisuus")
    ta.add("Luottamus kantaa", codes=["Luottamus"])
    ta.add("Aika ei riitä", codes=["Kiire"], parent="Luottamus kantaa", story="Päivä loppuu kesken.")
    ta.relate("Luottamus kantaa", "Aika ei riitä", "contrasts", label="jännite")
    ta.snapshot("alustava", stage="initial")
    ta.rename("Aika ei riitä", "Aika loppuu kesken")
    ta.move("Aika loppuu kesken", None)
    study.undo()


@pytest.fixture
def old(survey: Survey, tmp_path: Path) -> Path:
    """A file of version 1 with the work above in it."""
    with create(tmp_path / "uusi.teema", survey, coder="AJ") as study:
        work(study)
        path = study.path
    return as_version_1(path, tmp_path / "vanha.teema")


@pytest.fixture
def opened(old: Path) -> Iterator[Study]:
    with teema.open(old, coder="AJ") as study:
        yield study


def version(path: Path) -> int:
    return int.from_bytes(path.read_bytes()[60:64], "big")


class TestOpenedForWriting:
    def test_it_is_brought_up_to_date_and_holds_what_it_held(self, old: Path) -> None:
        assert version(old) == 1
        with teema.open(old, coder="AJ") as study:
            ta = study.analysis("Temaattinen analyysi")
            assert ta.themes[["theme", "parent", "story"]].fillna("").values.tolist() == [
                ["Luottamus kantaa", "", ""],
                ["Aika loppuu kesken", "Luottamus kantaa", "Päivä loppuu kesken."],
            ]
            assert ta.themes[["boundary", "also", "holding", "fields"]].values.tolist() == [["", None, False, "{}"]] * 2
            assert ta.members.values.tolist() == [["Luottamus kantaa", "Luottamus"], ["Aika loppuu kesken", "Kiire"]]
            assert ta.relations["label"].tolist() == ["jännite"]
            assert ta.map(snapshot="alustava").data.nodes["name"].tolist()[0] == "Luottamus kantaa"
            assert study.codings["text"].tolist() == ["Aina kiire"]
        assert version(old) == SCHEMA_VERSION
        assert check(old, rebuild=True), str(check(old, rebuild=True))

    def test_it_is_the_file_that_a_present_teema_makes(self, old: Path, survey: Survey, tmp_path: Path) -> None:
        teema.open(old, coder="AJ").close()
        create(tmp_path / "malli.teema", survey, coder="AJ").close()
        made = []
        for path in (old, tmp_path / "malli.teema"):
            connection = sqlite3.connect(path)
            made.append(dict(connection.execute("SELECT name, sql FROM sqlite_schema")))
            connection.close()
        assert made[0] == made[1]

    def test_a_copy_of_it_as_it_was_is_made_first(self, old: Path, opened: Study) -> None:
        (copy,) = backups(old)
        assert copy.reason == "version-1"
        assert version(copy.path) == 1
        with teema.open(copy.path, read_only=True) as before:
            assert before.codings["code"].tolist() == opened.codings["code"].tolist()

    def test_what_was_done_before_can_be_undone_and_done_again(self, old: Path, opened: Study) -> None:
        before = opened.analysis("Temaattinen analyysi").themes
        steps = opened.undo(1000)
        assert len(opened.codebook) == 0
        assert opened.analyses == []
        opened.redo(steps)
        assert opened.analysis("Temaattinen analyysi").themes.equals(before)
        opened.close()
        assert check(old, rebuild=True), str(check(old, rebuild=True))

    def test_what_was_new_in_this_version_is_undone_with_the_rest(self, opened: Study) -> None:
        ta = opened.analysis("Temaattinen analyysi")
        ta.edit("Luottamus kantaa", boundary="Ei asiakkaan luottamusta palveluihin.")
        opened.undo(1)
        assert ta["Luottamus kantaa"].boundary == ""
        assert ta["Luottamus kantaa"].name == "Luottamus kantaa"

    def test_a_second_opening_changes_nothing(self, old: Path) -> None:
        teema.open(old, coder="AJ").close()
        bytes_after = old.read_bytes()
        teema.open(old, coder="AJ").close()
        assert old.read_bytes() == bytes_after
        assert len(backups(old)) == 1

    def test_one_that_cannot_be_changed_stays_as_it_was(self, old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        before = old.read_bytes()
        monkeypatch.setattr(versions, "schema", lambda: "CREATE TABLE themes (id TEXT); CREATE TABLE x (y REFERENCES;")
        with pytest.raises(DamagedStudyError, match="the study is as it was before"):
            teema.open(old, coder="AJ")
        monkeypatch.undo()
        assert old.read_bytes() == before
        with teema.open(old, coder="AJ") as study:
            assert study.codings["code"].tolist() == ["Kiire"]

    def test_without_room_for_a_copy_it_is_not_changed(self, old: Path) -> None:
        before = old.read_bytes()
        old.with_suffix(".backups").write_text("no folder", encoding="utf-8")
        with pytest.raises(BackupError, match="nothing was changed"):
            teema.open(old, coder="AJ")
        assert old.read_bytes() == before


class TestOnlyRead:
    def test_it_is_read_as_it_would_become_and_left_alone(self, old: Path) -> None:
        before = old.read_bytes()
        with teema.open(old, read_only=True) as study:
            assert study.analysis("Temaattinen analyysi").themes["boundary"].tolist() == ["", ""]
            assert study.codings["code"].tolist() == ["Kiire"]
        assert old.read_bytes() == before
        assert not backups(old)

    def test_check_finds_it_sound(self, old: Path) -> None:
        before = old.read_bytes()
        assert check(old, rebuild=True), str(check(old, rebuild=True))
        assert old.read_bytes() == before

    def test_check_still_sees_what_is_wrong_in_it(self, old: Path) -> None:
        connection = sqlite3.connect(old)
        with connection:
            connection.execute("UPDATE extracts SET quote = 'jotain muuta'")
        connection.close()
        assert [fault.kind for fault in check(old).faults] == ["extracts"]

    def test_its_former_states_open(self, opened: Study) -> None:
        made = opened.history().query("command == 'theme.rename'")["event"].iloc[0]
        with opened.at(int(made) - 1) as then:
            assert then.analysis("Temaattinen analyysi").themes["theme"].tolist()[1] == "Aika ei riitä"


class TestRescuedAndMerged:
    def test_it_is_rescued_from_its_journal(self, old: Path, tmp_path: Path) -> None:
        saved = rescue(old, tmp_path / "pelastettu.teema")
        assert saved.how == "journal"
        assert check(saved.target, rebuild=True)

    def test_it_is_rescued_from_its_tables_where_the_journal_is_lost(self, old: Path, tmp_path: Path) -> None:
        connection = sqlite3.connect(old)
        with connection:
            connection.execute("DROP TRIGGER journal_is_append_only_d")
            connection.execute("DELETE FROM journal WHERE event > 1")
        connection.close()
        saved = rescue(old, tmp_path / "pelastettu.teema")
        assert saved.how == "tables"
        with teema.open(saved.target, coder="AJ") as study:
            themes = study.analysis("Temaattinen analyysi").themes
            assert themes["theme"].tolist() == ["Luottamus kantaa", "Aika loppuu kesken"]
            assert themes["fields"].tolist() == ["{}", "{}"]

    def test_a_copy_of_it_is_merged_into_what_became_of_it(self, old: Path, opened: Study, tmp_path: Path) -> None:
        theirs = tmp_path / "toisen.teema"
        theirs.write_bytes(backups(old)[0].path.read_bytes())
        opened.analysis("Temaattinen analyysi").edit("Luottamus kantaa", boundary="Ei luottamusta palveluihin.")
        report = opened.merge(theirs)
        assert len(report.conflicts) == 0
        assert opened.analysis("Temaattinen analyysi")["Luottamus kantaa"].boundary == "Ei luottamusta palveluihin."
