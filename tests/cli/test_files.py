"""The commands that look after the study file: check, rescue, restore."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import teema
from teema.study import Study


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from teema.cli import run; run()", *map(str, words)],
        capture_output=True, text=True, check=False, env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "100"},
    )  # fmt: skip


@pytest.fixture
def path(study: Study) -> Path:
    study.codebook.add("Luottamus")
    study.store.backup("kokeilu")
    study.codebook.rename("Luottamus", "Turva")
    study.close()
    return study.path


def test_check_says_that_a_study_is_sound(path: Path) -> None:
    done = run("check", path, "--rebuild")
    assert (done.returncode, done.stderr) == (0, "")
    assert "kunnossa" in done.stdout


def test_check_says_what_is_wrong_and_what_to_do(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])
    done = run("check", path)
    assert done.returncode == 1
    assert "cut short" in done.stdout
    assert "teema rescue kysely.teema" in done.stdout


def test_rescue_saves_into_a_new_file(path: Path) -> None:
    saved = path.with_name("pelastettu.teema")
    done = run("rescue", path, saved)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Kaikki saatiin takaisin" in done.stdout
    with teema.open(saved, read_only=True) as study:
        assert "Turva" in study.codebook
    again = run("rescue", path, saved)
    assert again.returncode == 2
    assert "already a file of this name" in again.stderr


def test_restore_lists_the_copies_and_goes_back_to_one(path: Path) -> None:
    listed = run("restore", path)
    assert "kokeilu.teema" in listed.stdout
    done = run("restore", path, "kokeilu", "--coder", "AJ")
    assert done.returncode == 0, done.stderr
    assert "study.undo()" in done.stdout
    with teema.open(path, read_only=True) as study:
        assert "Luottamus" in study.codebook
        assert study.history()["coder"].iloc[-1] == "AJ"


def test_restore_without_copies_says_so(study: Study) -> None:
    study.close()
    assert "Kopioita ei ole" in run("restore", study.path).stdout
