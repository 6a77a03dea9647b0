"""A study of small groups speaks of groups in every table, note and summary; the word stands in the right form."""

import pickle
import re
import string
import tomllib
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest

import teema
from teema.language.voikko import analyses
from teema.survey import Survey
from teema.terms import LANGUAGES, Wording, term
from teema.terms.case_unit import CaseUnit

UNITS = tomllib.loads((files("teema.terms") / "case_units.toml").read_text(encoding="utf-8"))
TERMS = {
    f"{file.name.removesuffix('.toml')}.{key}": entry
    for file in files("teema.terms").iterdir()
    if file.name.endswith(".toml") and file.name not in ("case_units.toml", "node_words.toml")
    for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items()
}
CASES = {
    "nom": ("Nom", "Sing"), "gen": ("Gen", "Sing"), "par": ("Par", "Sing"),
    "ade": ("Ade", "Sing"), "nom_pl": ("Nom", "Plur"), "gen_pl": ("Gen", "Plur"),
    "par_pl": ("Par", "Plur"), "ela_pl": ("Ela", "Plur"),
}  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_every_finnish_form_is_the_form_it_claims_to_be(unit: str) -> None:
    assert set(UNITS[unit]["fi"]) == set(CASES)
    for name, form in UNITS[unit]["fi"].items():
        case, number = CASES[name]
        readings = [item for item in analyses(form) if item.lemma == unit]
        assert any(item.case == case and item.number == number for item in readings), form


def test_every_form_that_a_term_asks_for_is_there() -> None:
    for key, entry in TERMS.items():
        for language in LANGUAGES:
            for _, name, form, _ in string.Formatter().parse(entry[language]):
                if name == "unit" and form and form != "named":
                    assert form.lower() in UNITS["vastaaja"][language], (key, language)


def test_every_unit_has_the_same_forms() -> None:
    for unit, languages in UNITS.items():
        assert {name: set(forms) for name, forms in languages.items()} == {
            name: set(forms) for name, forms in UNITS["vastaaja"].items()
        }, unit


@pytest.mark.parametrize("word", ["pienryhmä", "Pienryhmä", " smågrupp", "small group"])
def test_the_word_may_be_given_in_any_language(word: str) -> None:
    assert term("results.share", Wording("fi", case_unit=word)) == "% pienryhmistä"
    assert term("results.share", Wording("sv", case_unit=word)) == "% av smågrupperna"
    assert term("results.share", Wording("en", case_unit=word)) == "% of small groups"


def test_a_word_without_known_forms_is_named_once_and_never_inflected_by_guess() -> None:
    wording = Wording("fi", case_unit="opintopiiri")
    assert term("results.base_cases", wording, n=12) == "100 % = kaikki 12 tapausta (opintopiiri)"
    assert term("results.share", wording) == "% tapauksista"


def test_without_a_wording_a_case_is_a_respondent() -> None:
    assert term("results.share", "fi") == "% vastaajista"
    assert f"{CaseUnit.of('en'):A}" == "A respondent"


def test_a_wording_is_its_language_and_outlives_pickling() -> None:
    wording = Wording("sv", case_unit="skola")
    assert wording == "sv"
    assert {"sv": 1}[wording] == 1
    assert pickle.loads(pickle.dumps(wording)).case_unit == "skola"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_study_of_groups_never_speaks_of_respondents(survey: Survey, tmp_path: Path, language: str) -> None:
    groups = replace(survey, case_unit="pienryhmä")
    with teema.create(tmp_path / "ryhmat.teema", groups, coder="AJ", language=language) as study:
        study.codebook.add("Luottamus", query="luott*")
        study.autocode().apply()
        found = study.find("luott*")
        shown = [
            str(study.frequency()), str(study.frequency(by="Kaupunki")), str(found.by("Kaupunki")), repr(study),
            str(study.words()), str(study.words.keyness(by="Kaupunki", group="Turku")), found._repr_html_(),
            study.autocode()._repr_html_(), study.frequency()._repr_html_(),
        ]  # fmt: skip
    for text in shown:
        assert not re.search("vastaaj|respondent", text, re.IGNORECASE), text
