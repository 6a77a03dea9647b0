"""The language of an answer is what its own words say, and the study's where they say nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from teema.language import detect

SURVEYS = Path(__file__).resolve().parents[3] / "shared" / "data" / "survey"
SWEDISH = [
    "Stödet från de andra i gruppen var viktigt för mig.", "Jag saknade tid att prata i lugn och ro.",
    "Det var bra att personalen lyssnade.", "Mer hjälp med vardagen, tack!", "Inte så mycket att säga om det.",
    "Väntetiden var alldeles för lång och ingen ringde tillbaka.", "Man kände sig trygg här.",
    "Barnen trivdes också.", "Vi fick äntligen svar på våra frågor.", "Allt gick bra.",
    "Jag vet inte.", "Informationen kom för sent.", "Personalen hade inte tid för oss.",
    "Kommunikationen med hemmet fungerade dåligt under sommaren.", "Bemötandet var vänligt men stressat.",
]  # fmt: skip
FINNISH = [
    "Ohjaaja kuunteli ja antoi aikaa.", "emmä tiiä", "Vertaistuki.", "ei oo mitään", "leikkiä kaverin kaa",
    "Rauhallinen ympäristö, hyvä ruoka", "No se Helsinki-reissu oli the best", "OK", "Super!", "Jaana ja Pekka",
    "Workshopit", "Team-palaverit ja one-to-one keskustelut esimiehen kanssa", "En vet -kurssi oli hyvä",
]  # fmt: skip


@pytest.mark.parametrize("text", SWEDISH)
def test_swedish_answers_in_a_finnish_survey(text: str) -> None:
    assert detect([text], "fi")[0][:2] == ("sv", True)


@pytest.mark.parametrize("text", FINNISH)
def test_finnish_answers_stay_finnish_with_a_loan_or_a_name_in_them(text: str) -> None:
    assert detect([text], "fi")[0].language == "fi"


def test_finnish_answers_in_a_swedish_survey() -> None:
    assert [item.language for item in detect(["Ohjaaja kuunteli ja antoi aikaa.", "Bra!", "12"], "sv")] == [
        "fi",
        "sv",
        "sv",
    ]


def test_what_says_nothing_is_the_studys_and_uncertain() -> None:
    assert detect(["", "OK", "12.3.", "😀"], "sv") == [("sv", False, ())] * 4


def test_real_answers_of_finnish_children_are_finnish() -> None:
    path = SURVEYS / "lapsibarometri_2016_fsd3134.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    text = path.read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(), delimiter=";" if ";" in text[:200] else ","))
    answers = [row[question] for row in rows for question in ("q3", "q7", "q11") if row[question]]
    assert len(answers) > 1000
    assert {item.language for item in detect(answers, "fi")} == {"fi"}


def test_real_english_answers_are_english_in_a_finnish_study() -> None:
    path = SURVEYS / "patient_joe_en.csv"
    if not path.exists():
        pytest.skip(f"{path} is not there")
    answers = [row["text"] for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    english = sum(item.language == "en" for item in detect(answers, "fi"))
    assert english / len(answers) > 0.99
