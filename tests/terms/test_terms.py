"""Every word shown exists in Finnish, Swedish and English, with the same places to fill in."""

import string
import tomllib
from importlib.resources import files

import pytest

from teema.terms import LANGUAGES, number, percent, term

ROOMS = sorted(
    item.name
    for item in files("teema.terms").iterdir()
    if item.name.endswith(".toml") and item.name not in ("case_units.toml", "node_words.toml")  # forms of words
)


def places(text: str) -> set[str]:
    """Return the places to fill in; one language may name the case or theme where another has a pronoun."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None} - {"unit", "node"}


@pytest.mark.parametrize("room", ROOMS)
def test_every_term_is_there_in_every_language(room: str) -> None:
    entries = tomllib.loads((files("teema.terms") / room).read_text(encoding="utf-8"))
    assert entries
    for key, entry in entries.items():
        assert set(entry) == set(LANGUAGES), key
        assert all(text.strip() == text and text for text in entry.values()), key
        assert len({frozenset(places(text)) for text in entry.values()}) == 1, key


def test_a_term_is_filled_in() -> None:
    assert term("common.theme", "sv") == "tema"
    with pytest.raises(KeyError):
        term("common.ei-ole", "fi")


@pytest.mark.parametrize(
    ("value", "language", "decimals", "expected"),
    [
        (1234567, "fi", 0, "1\u202f234\u202f567"),
        (-0.5, "sv", 1, "\u22120,5"),
        (1234.5, "en", 1, "1,234.5"),
    ],
)
def test_numbers_are_written_as_the_language_does(value: float, language: str, decimals: int, expected: str) -> None:
    assert number(value, language, decimals) == expected


def test_percentages_too() -> None:
    assert percent(0.1481, "fi", 1) == "14,8\xa0%"
    assert percent(1, "en") == "100%"
