"""A study file is looked through without touching it: the database, the references, the journal and the extracts."""

import sqlite3
from pathlib import Path

import pytest

from teema.errors import NotFoundError
from teema.store import Store
from teema.store.check import check
from teema.study import Study


@pytest.fixture
def coded(study: Study) -> Study:
    study.codebook.add("Luottamus")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    return study


def tamper(path: Path, *statements: str) -> None:
    """Change the tables past the journal, as no part of teema can."""
    raw = sqlite3.connect(path)
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


def found(path: Path, **given: bool) -> list[tuple[str, str]]:
    return [(fault.kind, fault.what) for fault in check(path, **given).faults]


class TestASoundStudy:
    def test_is_called_sound_in_its_own_language(self, coded: Study) -> None:
        coded.close()
        report = check(coded.path, rebuild=True)
        assert report
        assert "kunnossa" in str(report)
        assert report.lines == 3

    def test_also_while_it_is_open(self, coded: Study) -> None:
        assert check(coded.path, rebuild=True)
        coded.code("1:Q2", "Kiire", "Luottamus")
        assert check(coded.path, rebuild=True).lines == 4

    def test_says_that_the_journal_was_not_replayed(self, coded: Study) -> None:
        assert "--rebuild" in str(check(coded.path))

    def test_is_left_as_it_is(self, coded: Study) -> None:
        coded.close()
        before = coded.path.read_bytes(), coded.path.stat().st_mtime_ns
        check(coded.path, rebuild=True)
        assert (coded.path.read_bytes(), coded.path.stat().st_mtime_ns) == before
        assert [item.name for item in coded.path.parent.iterdir()] == [coded.path.name]


class TestWhatIsWrongIsSaid:
    def test_a_row_changed_past_the_journal(self, coded: Study) -> None:
        coded.close()
        tamper(coded.path, "UPDATE codes SET name = 'Epäluottamus'")
        assert check(coded.path)
        (fault,) = check(coded.path, rebuild=True).faults
        assert fault.kind == "rebuild"
        assert fault.what == "name is 'Epäluottamus', in the journal 'Luottamus'"

    def test_a_row_added_or_removed_past_the_journal(self, coded: Study) -> None:
        coded.close()
        tamper(coded.path, "INSERT INTO settings VALUES ('a', '1')", "DELETE FROM codings")
        assert found(coded.path, rebuild=True) == [
            ("rebuild", "the journal knows no such row"),
            ("rebuild", "missing, though the journal has it"),
        ]

    def test_a_reference_to_nothing(self, coded: Study) -> None:
        coded.close()
        tamper(coded.path, "DELETE FROM codes")
        assert found(coded.path) == [("references", "there is no such row in codes")]

    def test_an_extract_that_reads_other_words(self, coded: Study) -> None:
        coded.close()
        tamper(coded.path, 'UPDATE extracts SET start = start + 1, "end" = "end" + 1')
        ((kind, what),) = found(coded.path)
        assert kind == "extracts"
        assert "was made on 'luottamus syntyy hitaasti'" in what

    def test_an_extract_beyond_its_answer(self, coded: Study) -> None:
        coded.close()
        tamper(coded.path, 'UPDATE extracts SET "end" = 10000')
        assert "reaches beyond answer 1:Q1" in found(coded.path)[0][1]

    def test_a_line_missing_from_the_journal(self, coded: Study) -> None:
        coded.close()
        tamper(coded.path, "DROP TRIGGER journal_is_append_only_d", "DELETE FROM journal WHERE event = 2")
        assert found(coded.path) == [
            ("structure", "missing"),
            ("journal", "lines 2–2 are missing"),
        ]

    def test_the_last_lines_missing_from_the_journal(self, coded: Study) -> None:
        coded.close()
        tamper(coded.path, "DROP TRIGGER journal_is_append_only_d", "DELETE FROM journal WHERE event = 3")
        assert ("journal", "lines 3–3 are missing") in found(coded.path)

    def test_a_line_that_cannot_be_read(self, coded: Study) -> None:
        coded.close()
        tamper(
            coded.path, "DROP TRIGGER journal_is_append_only_u", "UPDATE journal SET changes = x'00' WHERE event = 2"
        )
        kinds = [kind for kind, _ in found(coded.path, rebuild=True)]
        assert kinds == ["structure", "journal", "rebuild"]

    def test_a_value_that_cannot_be_read(self, coded: Study) -> None:
        coded.close()
        tamper(coded.path, """UPDATE cases SET background = '{"Ikä": ' WHERE "case" = '1'""")
        assert found(coded.path)[0][0] == "values"

    def test_many_faults_of_a_kind_are_counted(self, coded: Study) -> None:
        for number in range(30):
            coded.codebook.add(f"Koodi {number}")
        coded.close()
        tamper(coded.path, "UPDATE codes SET colour = '#000000'")
        faults = check(coded.path, rebuild=True).faults
        assert len(faults) == 21
        assert faults[-1].what == "… + 11"

    def test_another_database_an_empty_file_and_a_folder(self, tmp_path: Path) -> None:
        tamper(tmp_path / "muu.teema", "CREATE TABLE muistio (teksti)")
        (tmp_path / "tyhjä.teema").touch()
        (tmp_path / "kansio.teema").mkdir()
        said = {name: found(tmp_path / name)[0] for name in ("muu.teema", "tyhjä.teema", "kansio.teema")}
        assert {kind for kind, _ in said.values()} == {"header"}
        assert "no study of teema" in said["muu.teema"][1]
        assert "empty" in said["tyhjä.teema"][1]
        assert "cannot be read" in said["kansio.teema"][1]

    def test_a_newer_file(self, empty_store: Store) -> None:
        empty_store.close()
        tamper(empty_store.path, "PRAGMA user_version = 99")
        assert "newer teema" in found(empty_store.path)[0][1]

    def test_no_file_at_all(self, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError):
            check(tmp_path / "tutkimus.teema")
