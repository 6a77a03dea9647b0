"""How long a large export takes to read, beside the library that only takes its cells out."""

from __future__ import annotations

import csv
import random
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.clock import best
from benchmarks.row import BenchRow

__all__ = ["rows"]

RESPONDENTS = 50_000
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
    import pandas as pd
    from python_calamine import load_workbook

    from teema.importers import read_survey

    with tempfile.TemporaryDirectory() as folder:
        book, text = _write(Path(folder))
        read_survey(text)  # what is imported on first use is no part of reading
        bare = best(lambda: load_workbook(str(book)).get_sheet_by_index(0).to_python(), times=5)
        ours = best(lambda: read_survey(book), times=5)
        plain = best(lambda: pd.read_csv(text, sep=";", dtype="str", keep_default_na=False), times=5)
        ours_text = best(lambda: read_survey(text), times=5)
    size = f"{RESPONDENTS:,} rows × {len(TOP)}"
    return [
        BenchRow(f"read_survey, xlsx of {size}", ours, "s", ours / bare, "python-calamine alone", "≤ 2"),
        BenchRow(f"read_survey, csv of {size}", ours_text, "s", ours_text / plain, "pandas.read_csv", ""),
    ]


def _write(folder: Path) -> tuple[Path, Path]:
    from openpyxl import Workbook

    chance = random.Random(1)
    book, text = folder / "kysely.xlsx", folder / "kysely.csv"
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Perusraportti")
    sheet.append(TOP)
    sheet.append(BELOW)
    with text.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, delimiter=";")
        writer.writerow(f"4. Menetelmät:{below}" if below else top for top, below in zip(TOP, BELOW, strict=True))
        for number in range(1, RESPONDENTS + 1):
            row = _respondent(number, chance)
            sheet.append(row)
            writer.writerow([f"{row[1]:%d.%m.%Y %H:%M}" if i == 1 else cell for i, cell in enumerate(row)])
    workbook.save(book)
    return book, text


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
