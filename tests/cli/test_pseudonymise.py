"""Pseudonyms on the command line: shown first, replaced when accepted, shared without the originals."""

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import teema
from teema.study import create
from teema.survey import Survey


def run(*words: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from teema.cli import run; run()", *map(str, words)],
        capture_output=True, text=True, check=False, cwd=cwd, env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "100"},
    )  # fmt: skip


@pytest.fixture
def study(survey: Survey, tmp_path: Path) -> Path:
    survey.answers.loc[0, "text"] = "Ohjaaja Maija auttoi Lahdessa."
    with create(tmp_path / "nimet.teema", survey, coder="AJ") as made:
        return made.path


def answer(study: Path) -> str:
    with teema.open(study, read_only=True) as opened:
        return str(opened.answers["text"].iloc[0])


def test_it_shows_and_changes_nothing_unless_told(study: Path) -> None:
    before = study.read_bytes()
    done = run("pseudonymise", study, "--accept", "all", cwd=study.parent)
    assert done.returncode == 0, done.stderr
    assert "Ohjaaja ⟦Maija⟧ auttoi Lahdessa." in done.stdout
    assert study.read_bytes() == before


def test_what_is_accepted_is_replaced_with_a_key_beside(study: Path) -> None:
    done = run("pseudonymise", study, "--kind", "person", "--key", "avain.json", "--apply", cwd=study.parent)
    assert done.returncode == 0, done.stderr
    assert answer(study) == "Ohjaaja [henkilö 1] auttoi Lahdessa."
    assert "Maija" in (study.parent / "avain.json").read_text(encoding="utf-8")


def test_nothing_accepted_is_an_error_of_two_lines(study: Path) -> None:
    done = run("pseudonymise", study, "--apply", cwd=study.parent)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 2)


def test_decisions_go_by_way_of_a_table(study: Path) -> None:
    assert run("pseudonymise", study, "--kind", "municipality", "--write", "n.xlsx", cwd=study.parent).returncode == 0
    table = pd.read_excel(study.parent / "n.xlsx", header=None, engine="calamine")
    assert "kyllä" in set(table.astype(str).to_numpy().ravel())
    assert run("pseudonymise", study, "--read", "n.xlsx", "--apply", cwd=study.parent).returncode == 0
    assert answer(study) == "Ohjaaja Maija auttoi [kunta]ssa."


def test_sharing_warns_in_one_line_and_exports_too(study: Path) -> None:
    shared = run("share", study, "jaettu.teema", "--without", "Ikä", cwd=study.parent)
    assert shared.returncode == 0, shared.stderr
    assert len(shared.stderr.splitlines()) == 1
    assert "henkilön nimi 1" in shared.stderr
    with teema.open(study.parent / "jaettu.teema", read_only=True) as copy:
        assert "Ikä" not in copy.cases.columns
