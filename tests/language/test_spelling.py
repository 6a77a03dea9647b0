"""Typing errors are found among unknown words, and what was meant is offered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.language import suggest, unknown
from teema.language.voikko import analyses


@pytest.mark.parametrize(
    ("form", "meant"),
    [
        ("luotamus", "luottamus"), ("palapeleja", "palapelejä"), ("ohjajaa", "ohjaajaa"), ("kaevri", "kaveri"),
        ("liikunassa", "liikunnassa"), ("aikatualu", "aikataulu"), ("joky", "joku"), ("hoitajsa", "hoitajaa"),
    ],
)  # fmt: skip
def test_one_slip_is_seen_through(form: str, meant: str) -> None:
    found = suggest([form], {"luottamus": 5})[0]
    assert meant in (found.suggestion, *found.others)


def test_a_word_that_the_same_people_use_comes_first() -> None:
    assert suggest(["kaleri"], {"kalevi": 400})[0].suggestion == "kalevi"
    assert suggest(["kaleri"], {"kaveri": 40})[0].suggestion == "kaveri"


def test_two_words_written_together() -> None:
    found = suggest(["pikkulegoja"], {"pikku": 3, "legoja": 2})[0]
    assert (found.suggestion, found.lemma, found.slip) == ("pikku legoja", "legoja", "missing space")


@pytest.mark.parametrize(
    "form", ["mä", "oon", "tarkottaa", "juttui", "korkeelta", "asiakassuhteessa", "12", "ok", "n."]
)
def test_spoken_and_known_words_are_no_errors(form: str) -> None:
    assert not unknown(form)


@given(st.text(alphabet="aeiouyäöhjklmnprstv", min_size=4, max_size=10))
def test_only_known_words_are_offered(form: str) -> None:
    for found in suggest([form], {}):
        assert found.suggestion != form
        assert all(analyses(word) for word in (found.suggestion, *found.others))
