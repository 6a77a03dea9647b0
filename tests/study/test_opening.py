"""Opening a study in a folder that is synced: said once, in the language of the study; two notebooks, one writer."""

import json
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import teema
from teema.study.opening import SyncedFolderWarning
from teema.survey import Survey


@pytest.fixture
def synced(tmp_path: Path, survey: Survey) -> Path:
    """A study that was made elsewhere and moved into a synced folder."""
    folder = tmp_path / "OneDrive - Yliopisto"
    folder.mkdir()
    teema.create(tmp_path / "tutkimus.teema", survey, coder="AJ", language="sv").close()
    return (tmp_path / "tutkimus.teema").rename(folder / "tutkimus.teema")


def test_a_synced_folder_is_warned_of_once_in_the_language_of_the_study(synced: Path) -> None:
    with pytest.warns(SyncedFolderWarning, match="OneDrive synkroniserar"):
        teema.open(synced, coder="AJ").close()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        teema.open(synced, coder="AJ").close()


def test_a_reader_is_not_warned(synced: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        teema.open(synced, read_only=True).close()


def test_a_study_left_open_on_another_computer_is_told_of(synced: Path) -> None:
    text = json.dumps({"user": "aino", "computer": "TYÖKONE", "process": 1, "since": "2026-03-01T10:00:00+02:00"})
    for _ in range(2):
        synced.with_name("tutkimus.teema-lock").write_text(text, encoding="utf-8")
        with pytest.warns(SyncedFolderWarning, match="datorn TYÖKONE"):
            teema.open(synced, coder="AJ").close()
    assert not synced.with_name("tutkimus.teema-lock").exists()


def test_two_programs_on_one_file_write_in_turns_and_corrupt_nothing(synced: Path) -> None:
    code = (
        "import sys, warnings\nimport teema\nfrom teema.errors import StudyInUseError\n"
        "warnings.simplefilter('ignore')\ndone = 0\n"
        "while done < 15:\n"
        "    try:\n"
        "        study = teema.open(sys.argv[1], coder=sys.argv[2])\n"
        "    except StudyInUseError:\n"
        "        continue\n"
        "    with study:\n"
        "        study.codebook.add(f'{sys.argv[2]} {done}')\n"
        "    done += 1\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(synced), coder], stderr=subprocess.PIPE, text=True)
        for coder in ("AJ", "BK")
    ]
    said = [program.communicate()[1] for program in running]
    assert said == ["", ""]
    from teema.store.check import check

    assert check(synced, rebuild=True)
    with teema.open(synced, read_only=True) as study:
        assert len(study.codebook) == 30
