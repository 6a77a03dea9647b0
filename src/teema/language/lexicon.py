"""What is known of Finnish words beside the dictionary: spoken forms, frozen forms, plural-only nouns, commonness."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib.resources import files

__all__ = [
    "adjectives_of_verbs",
    "always_frozen",
    "common_lemmas",
    "commonness",
    "frozen_forms",
    "plural_only",
    "spoken_forms",
]

# What a word that is not among the common ones is taken to have; a little below the rarest of those.
_UNCOMMON = -17.0


def _lines(name: str) -> list[str]:
    text = (files("teema.language") / "data" / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@cache
def spoken_forms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the hand-made lexicon of spoken and dialectal forms: form -> (lemma, part of speech), likeliest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in _lines("spoken_fi.tsv"):
        form, lemma, pos = line.split("\t")
        found.setdefault(form, []).append((lemma, pos))
    return {form: tuple(pairs) for form, pairs in found.items()}


@cache
def frozen_forms() -> frozenset[str]:
    """Return adverbs and adpositions that the dictionary takes for a case form of another word.

    Example:
        >>> "kotona" in frozen_forms(), "talossa" in frozen_forms()
        (True, False)
    """
    return frozenset(word.rstrip("!") for line in _lines("frozen_fi.txt") for word in line.split())


@cache
def always_frozen() -> frozenset[str]:
    """Return those of the frozen forms that are adverbs wherever they stand (*hengissä*, *pahoillaan*)."""
    words = (word for line in _lines("frozen_fi.txt") for word in line.split())
    return frozenset(word[:-1] for word in words if word.endswith("!"))


@cache
def plural_only() -> frozenset[str]:
    """Return nouns that have a plural only (*vaalit*, *kasvot*)."""
    return frozenset(word for line in _lines("plural_fi.txt") for word in line.split())


@cache
def adjectives_of_verbs() -> frozenset[str]:
    """Return participles that have become adjectives (*kiinnostunut*, *merkittävä*)."""
    return frozenset(word for line in _lines("participles_fi.txt") for word in line.split())


@cache
def _common() -> Mapping[str, float]:
    found: dict[str, float] = {}
    for line in _lines("common_fi.txt"):
        level, words = line.split("\t")
        found.update(dict.fromkeys(words.split(" "), float(level)))
    return found


def common_lemmas() -> Collection[str]:
    """Return the lemmas whose commonness is known."""
    return _common().keys()


def commonness(lemma: str) -> float:
    """Return the natural logarithm of a lemma's share of running text, roughly; a floor for words that are not listed.

    Example:
        >>> commonness("nuori") > commonness("nuora")
        True
    """
    return _common().get(lemma, _UNCOMMON)
