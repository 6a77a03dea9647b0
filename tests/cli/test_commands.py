"""The command line: the same job without code, and one or two lines with exit code 2 when something is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

import teema

SAMPLES = teema.samples()


def run(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from teema.cli import run; run()", *map(str, words)],
        capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "100"},
    )  # fmt: skip


def test_help_names_every_command(tmp_path: Path) -> None:
    done = run("--help", cwd=tmp_path)
    assert done.returncode == 0
    commands = "import new find export pseudonymise share sheet read-sheet grouping read-grouping read-codebook demo"
    for command in commands.split():
        assert command in done.stdout


def test_a_dry_run_explains_and_makes_nothing(tmp_path: Path) -> None:
    done = run("import", SAMPLES / "asiakassuhde.csv", "--dry-run", cwd=tmp_path)
    assert done.returncode == 0
    assert "webropol-w1" in done.stdout
    assert list(tmp_path.iterdir()) == []


def test_every_correction_has_its_word_on_the_command_line_and_the_call_to_paste_follows(tmp_path: Path) -> None:
    rows = ["Kunta;Kommentit"] + [f"Oulu;{'hyvä' if i % 2 else '0'}" for i in range(8)]
    (tmp_path / "kysely.csv").write_text("\n".join(rows), encoding="utf-8")
    words = ["--header-rows", "1", "--separator", ";", "--layout", "webropol", "--role", "Kommentit=open",
             "--no-zero-fill", "--case-unit", "pienryhmä", "--language", "fi"]  # fmt: skip
    done = run("import", "kysely.csv", *words, "--dry-run", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    call = done.stdout.splitlines()[-1].strip()
    given = ("layout='webropol'", "header_rows=1", "roles={'Kommentit': 'open'}", "separator=';'", "zero_fill=False")
    assert all(argument in call for argument in (*given, "case_unit='pienryhmä'"))


@pytest.mark.slow
def test_the_whole_job(tmp_path: Path) -> None:
    study = tmp_path / "tutkimus.teema"
    made = run("new", study, SAMPLES / "asiakassuhde.xlsx", "--codebook", SAMPLES / "koodikirja.xlsx", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "study.pseudonyms()" in made.stderr
    found = run("find", study, "luottamus", cwd=tmp_path)
    assert "[luottamu" in found.stdout.lower()
    assert "vastaajaa" in found.stdout.splitlines()[-1]
    table = run("export", study, "tulokset.xlsx", cwd=tmp_path)
    assert table.returncode == 0, table.stderr
    assert (tmp_path / "tulokset.xlsx").stat().st_size > 5000
    assert sorted(item.name for item in tmp_path.iterdir()) == ["tulokset.xlsx", "tutkimus.teema"]


class TestWhatIsWrong:
    """Each is one or two lines, exit code 2, and nothing half-written."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "tyhjä.xlsx").touch()
        (tmp_path / "raportti.xlsx").write_bytes(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        (tmp_path / "luvut.csv").write_text("ika;pisteet\n31;4\n45;5\n29;3\n", encoding="utf-8")
        return tmp_path

    @pytest.mark.parametrize(
        ("words", "said"),
        [
            (["import", "ei-ole.xlsx"], "ei-ole.xlsx"),
            (["import", "tyhjä.xlsx"], "tyhjä.xlsx"),
            (["import", "raportti.xlsx"], "PDF"),
            (["import", "luvut.csv"], "luvut.csv"),
            (["import", "luvut.csv", "--encoding", "klingon"], "klingon"),
            (["import", "luvut.csv", "--role", "ika"], "--role"),
            (["import", "luvut.csv", "raportti.xlsx"], "teema import luvut.csv toinen.teema"),
            (["find", "ei-ole.teema", "kiire"], "ei-ole.teema"),
            (["find", "luvut.csv", "kiire"], "not a study"),
            (["new", "uusi.teema", "luvut.csv", "--codebook", "ei-ole.xlsx"], "ei-ole.xlsx"),
        ],
    )
    def test_is_said_in_a_line_or_two(self, folder: Path, words: list[str], said: str) -> None:
        before = sorted(item.name for item in folder.iterdir())
        done = run(*words, cwd=folder)
        assert done.returncode == 2
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert 1 <= len(done.stderr.strip().splitlines()) <= 3
        assert sorted(item.name for item in folder.iterdir()) == before

    def test_a_study_that_is_open_elsewhere(self, study: teema.Study, tmp_path: Path) -> None:
        path = study.path
        code = f"import teema; teema.open({str(path)!r}, coder='MK')"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
        assert "StudyInUseError" in done.stderr
        assert run("find", path, '"kiire"', cwd=tmp_path).returncode == 0

    def test_a_query_that_cannot_be_read(self, study: teema.Study, tmp_path: Path) -> None:
        done = run("find", study.path, "kiire AND", cwd=tmp_path)
        assert done.returncode == 2
        assert "kiire AND" in done.stderr


def test_a_coding_sheet_there_and_back(study: teema.Study, tmp_path: Path) -> None:
    study.codebook.add("Kiire")
    study.close()
    assert run("sheet", study.path, "koodaus.xlsx", "--coder", "AJ", cwd=tmp_path).returncode == 0
    book = openpyxl.load_workbook(tmp_path / "koodaus.xlsx")
    book["Koodaus"]["D4"] = "kiire; Väsymys"
    book.save(tmp_path / "koodaus.xlsx")
    looked = run("read-sheet", study.path, "koodaus.xlsx", cwd=tmp_path)
    assert "Väsymys (1)" in looked.stdout
    assert "--apply" in looked.stdout.splitlines()[-1]
    with teema.open(study.path, read_only=True) as opened:
        assert opened.codings.empty
    done = run("read-sheet", study.path, "koodaus.xlsx", "--apply", "--create", cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "Koodauksia lisätty tai poistettu: 2"
    with teema.open(study.path, read_only=True) as opened:
        assert opened.codings[["answer", "code", "coder"]].values.tolist() == [
            ["1:Q2", "Kiire", "AJ"], ["1:Q2", "Väsymys", "AJ"]
        ]  # fmt: skip


def test_a_grouping_sheet_there_and_back(study: teema.Study, tmp_path: Path) -> None:
    study.codebook.add("Kiire")
    study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
    study.analysis("Sisällönanalyysi", approach="content-analysis")
    study.close()
    assert run("grouping", study.path, "ryhmittely.xlsx", cwd=tmp_path).returncode == 0
    book = openpyxl.load_workbook(tmp_path / "ryhmittely.xlsx")
    book["Ryhmittely"]["C3"] = "Ajan puute"
    book.save(tmp_path / "ryhmittely.xlsx")
    looked = run("read-grouping", study.path, "ryhmittely.xlsx", cwd=tmp_path)
    assert "uusi luokka" in looked.stdout
    assert "--apply" in looked.stdout.splitlines()[-1]
    done = run("read-grouping", study.path, "ryhmittely.xlsx", "--apply", cwd=tmp_path)
    assert done.stdout.splitlines()[-1] == "Muutoksia tehty: 2"
    with teema.open(study.path, read_only=True) as opened:
        assert opened.analysis("Sisällönanalyysi").ungrouped == []
    wrong = run("read-grouping", study.path, "ryhmittely.xlsx", "--analysis", "Sisälönanalyysi", cwd=tmp_path)
    assert wrong.returncode == 2
    assert "Sisällönanalyysi" in wrong.stderr


def test_a_codebook_there_and_back(study: teema.Study, tmp_path: Path) -> None:
    study.codebook.add("Kiire")
    study.close()
    assert run("export", study.path, "koodikirja.yaml", "--codebook", cwd=tmp_path).returncode == 0
    path = tmp_path / "koodikirja.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("nimi: Kiire", "nimi: Ajan puute"), encoding="utf-8")
    looked = run("read-codebook", study.path, path, cwd=tmp_path)
    assert "Ajan puute" in looked.stdout
    assert "--apply" in looked.stdout.splitlines()[-1]
    assert run("read-codebook", study.path, path, "--apply", cwd=tmp_path).stdout.splitlines()[-1].endswith(": 1")
    with teema.open(study.path, read_only=True) as opened:
        assert [code.name for code in opened.codebook] == ["Ajan puute"]
