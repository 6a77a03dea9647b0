"""How long a large export takes to read, beside the library that only takes its cells out."""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.clock import best
from benchmarks.row import BenchRow

__all__ = ["rows"]

RESPONDENTS = (1_000, 10_000, 100_000)
WORDS = [
    "luottamus", "kiire", "asiakas", "perhe", "työ", "yhdessä", "aikaa", "vauva", "ohjaaja", "tuki", "arki",
    "kuntoutus", "ei", "on", "ja", "se", "että", "kun", "minä", "lapsi", "äiti", "ryhmä", "keskustelu",
    "verkosto", "turvallisuus",
]  # fmt: skip
OPTIONS = ["Videointi", "Kotikäynti", "Ryhmätoiminta", "Verkostopalaveri"]
TOP = [
    "Vastaajanumero", "Vastausaika", "1. Kaupunki", "2. Työkokemus", "3. Ikä", "4. Menetelmät", "", "", "",
    "5. Saan tukea", "6. Mitä hyvää?", "7. Mikä on vaikeaa?", "8. Mitä toivot?", "9. Miksi?", "10. Muuta?",
]  # fmt: skip
BELOW = [""] * 5 + OPTIONS + [""] * 6


def rows() -> list[BenchRow]:
    """Measure `read_survey` of a Webropol export (two header rows; CSV with one) against the bare readers."""
    from teema.importers import read_survey

    made: list[BenchRow] = []
    with tempfile.TemporaryDirectory() as folder:
        files = {count: _write(Path(folder), count) for count in RESPONDENTS}
        for kind, other, bare in (("xlsx", "python-calamine alone", _cells), ("csv", "pandas.read_csv", _frame)):
            before = 0.0
            for count, paths in files.items():
                path = paths[kind]
                read_survey(path)  # what is imported on first use is no part of reading
                times = 3 if count > 50_000 else 5
                plain, ours = (best(partial(work, path), times=times) for work in (bare, read_survey))
                what = f"read_survey, {kind} of {count:,} rows × {len(TOP)}"
                made.append(BenchRow(what, ours, "s", ours / plain, other, "≤ 1.5"))
                if before:
                    made.append(BenchRow("… for ten times the rows", ours, "s", ours / before, "a tenth", "≤ 12"))
                before = ours
            made.append(_memory(files[RESPONDENTS[-1]][kind], files[RESPONDENTS[-1]]["csv"]))
    return made


def _cells(path: Path) -> object:
    from python_calamine import load_workbook

    return load_workbook(str(path)).get_sheet_by_index(0).to_python()


def _frame(path: Path) -> object:
    import pandas as pd

    return pd.read_csv(path, sep=";", dtype="str", keep_default_na=False)


# How much more memory a program holds at most when it reads the file, in MiB, what it needs for a small one apart.
_MEMORY = r"""
import re, sys, teema
def most():  # ru_maxrss would begin with what the program that started this one held
    return int(re.search(r"VmHWM:\s*(\d+)", open("/proc/self/status").read())[1]) / 1024
teema.read_survey(teema.samples() / f"asiakassuhde.{sys.argv[1].rsplit('.')[-1]}")
before = most()
teema.read_survey(sys.argv[1])
print(most() - before)
"""


def _memory(path: Path, text: Path) -> BenchRow:
    done = subprocess.run([sys.executable, "-c", _MEMORY, str(path)], capture_output=True, text=True, check=True)
    held = float(done.stdout)
    decoded = sys.getsizeof(text.read_text(encoding="utf-8")) / 2**20
    return BenchRow("… memory that it took", held, "MiB", held / decoded, "the decoded text", "≤ 3")


def _write(folder: Path, count: int) -> dict[str, Path]:
    from openpyxl import Workbook

    chance = random.Random(1)
    book, text = folder / f"kysely_{count}.xlsx", folder / f"kysely_{count}.csv"
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Perusraportti")
    sheet.append(TOP)
    sheet.append(BELOW)
    with text.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(f"4. Menetelmät:{below}" if below else top for top, below in zip(TOP, BELOW, strict=True))
        for number in range(1, count + 1):
            row = _respondent(number, chance)
            sheet.append(row)
            writer.writerow([f"{row[1]:%d.%m.%Y %H:%M}" if i == 1 else cell for i, cell in enumerate(row)])
    workbook.save(book)
    return {"xlsx": book, "csv": text}


def _respondent(number: int, chance: random.Random) -> list[Any]:
    answers = [
        " ".join(chance.choices(WORDS, k=chance.randint(3, 40))) if chance.random() < 0.8 else None for _ in range(5)
    ]
    return [
        number,
        datetime(2025, 2, 3, 9, 14) + timedelta(minutes=number),  # noqa: DTZ001 -- exports have no zone
        chance.choice(["Turku", "Oulu", "Lahti", "Helsinki"]),
        chance.choice(["alle 2 vuotta", "2–5 vuotta", "yli 10 vuotta"]),
        chance.randint(20, 65),
        *(option if chance.random() < 0.4 else None for option in OPTIONS),
        chance.choice(["täysin samaa mieltä", "jokseenkin eri mieltä", "en osaa sanoa"]),
        *answers,
    ]
