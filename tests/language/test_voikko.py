"""Voikko's readings: the same from the packages alone and from the system library."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest

from teema.language import voikko
from teema.language.voikko import analyses

TREEBANKS = Path(__file__).resolve().parents[3] / "shared" / "data" / "ud"


def test_a_compound_has_the_base_forms_of_its_parts() -> None:
    reading = analyses("asiakassuhteissaan")[0]
    assert (reading.lemma, reading.parts, reading.case, reading.possessive) == (
        "asiakassuhde",
        ("asiakas", "suhde"),
        "Ine",
        True,
    )


def test_equal_vowels_do_not_meet_in_a_compound() -> None:
    """Matka-ansa has a hyphen; matkaansa is matka with its owner."""
    assert {reading.lemma for reading in analyses("matkaansa")} == {"matka"}
    assert "ohjaaika" not in {reading.lemma for reading in analyses("ohjaajalla")}


def test_readings_that_need_least_explaining_come_first() -> None:
    for form in ("kuulla", "alusta", "tuulta", "maasta"):
        counts = [len(reading.parts) for reading in analyses(form)]
        assert counts == sorted(counts)


def test_without_the_system_library_the_packages_serve_and_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    libvoikko = pytest.importorskip("libvoikko", reason="the binding of the system library is not installed")

    def missing(path: object = None) -> None:
        raise OSError("libvoikko.so.1: cannot open shared object file")

    said: list[object] = []
    monkeypatch.setattr(libvoikko.VoikkoLibrary, "open", missing)
    monkeypatch.setattr("sys.unraisablehook", said.append)
    voikko._lookup.cache_clear()
    found = voikko._lookup()
    gc.collect()
    voikko._lookup.cache_clear()

    assert found is voikko._by_pyvoikko()
    assert said == []


def test_every_word_of_the_treebanks_has_the_same_readings_from_both(monkeypatch: pytest.MonkeyPatch) -> None:
    if voikko._lookup() is voikko._by_pyvoikko():
        pytest.skip("no system libvoikko here: there is nothing to compare with")
    if not TREEBANKS.exists():
        pytest.skip(f"{TREEBANKS} is not there")
    forms = set()
    for file in TREEBANKS.glob("*.conllu"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line[:1].isdigit():
                forms.add(line.split("\t")[1])
    some = sorted(forms)[::7]
    with_library = {form: analyses(form) for form in some}
    analyses.cache_clear()
    monkeypatch.setattr(voikko, "_lookup", voikko._by_pyvoikko)
    different = [form for form in some if analyses(form) != with_library[form]]
    analyses.cache_clear()
    assert different == []
