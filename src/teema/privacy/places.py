"""Municipalities of Finland, in all forms (Lahdessa, Turun) and as their people (lahtelainen, helsinkiläiset)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from teema.privacy.finding import Found, Readings, Word, listed, listed_set
from teema.privacy.inflection import Forms, stems

__all__ = ["find_municipalities", "is_municipality"]

# Names of two inflected parts: Uudessakaupungissa, Isonkyrön.
_DOUBLE = re.compile(
    r"^(?:uude(?:n|ssa|sta|lta|lla|lle)|uuteen|uutta)(kaupun[gk]i\w*|kaarlepyy\w*)$|^iso(?:n|ssa|sta|on|a)(kyrö\w*)$"
)
_DOUBLE_NAMES = {"kaup": "Uusikaupunki", "kaar": "Uusikaarlepyy", "kyrö": "Isokyrö"}
_INNER = re.compile(r"(?:ssa|ssä|sta|stä|seen|hun|hin|[aeiouyäö]{2}n)(?:kin|kaan|kään|ko|kö)?$")
_LOCAL = re.compile(r"(?:ssa|ssä|sta|stä|lla|llä|lta|ltä|lle|seen|hun|hin|[aeiouyäö]{2}n)(?:kin|kaan|kään|ko|kö)?$")
_OUTER_TOWNS = re.compile(r"(?:mäki|niemi|järvi|joki|koski|salmi|vesi|kylä|lampi)$")
_AFTER = re.compile(
    r"^(?:kaupun[gk]i|kunta|kunna|keskusta|seudu|seutu|alue|sairaala|yliopisto|terveyskesku|yksik|toimipist)"
)
_PEOPLE = re.compile(r"^(.{3,}?)l[aä]i(?:nen|se|st|si|s)\w*$")


@cache
def _names() -> Forms:
    return Forms(listed("municipalities"), genitive_s=True)


@cache
def _people() -> dict[str, str]:
    """Return the stems of inhabitants: lahte, rovaniemelä without their -lainen, with the municipality."""
    found: dict[str, str] = {}
    for name in listed("municipalities"):
        base = name.lower()
        for stem in {base, base[:-1] + "e" if base.endswith("i") else base, *stems(name)}:
            if stem[-1] in "aeiouyäö":
                found.setdefault(stem, name)
        if base.endswith("nen"):
            found.setdefault(base[:-3] + "s", name)
    return found


@cache
def _persons() -> frozenset[str]:
    return listed_set("given_names") | listed_set("surnames")


def find_municipalities(words: Iterable[Word], readings: Readings | None = None) -> Iterator[Found]:
    """Yield municipalities, their compounds with a hyphen and their people.

    In small letters only those are taken whose name is no other word; a name that people have too (Salo, Kaarina) is
    taken as a place in the cases that answer *where*.

    Args:
        words: The words of a text.
        readings: The dictionary, when there is one: what it knows as another word is unsure.

    Example:
        >>> from teema.privacy.finding import words_of
        >>> [(found.text, found.key) for found in find_municipalities(words_of("Muutin Lahteen, olen turkulainen."))]
        [('Lahteen', 'lahti'), ('turkulainen', 'turku')]
    """
    words = list(words)
    for place, word in enumerate(words):
        after = words[place + 1].text.lower() if place + 1 < len(words) else ""
        found = _whole(word, after, readings) or _inhabitant(word) or _compound(word)
        if found is not None:
            yield found


def is_municipality(text: str) -> bool:
    """Say whether a word is a form of a municipality's name."""
    return bool(_names().bases(text) or _DOUBLE.match(text.lower()))


def _whole(word: Word, after: str, readings: Readings | None) -> Found | None:
    text = word.text
    double = _DOUBLE.match(text.lower())
    if double:
        return _found(word, _DOUBLE_NAMES[(double[1] or double[2])[:4]], sure=True)
    bases = _names().bases(text)
    if not bases:
        return None
    name = bases[0]
    other = name in listed_set("everyday_words")
    if not text[0].isupper():
        if other or name in _persons() or len(name) < 4:
            return None
        said = _LOCAL.search(text) or (text.lower() == name.lower() and not _other_word(text, name, readings))
        return _found(word, name, sure=False) if said else None
    if _AFTER.match(after):
        return _found(word, name, sure=True)
    if name in _persons():
        # Some towns are spoken of with the outer cases: Riihimäellä, where Salolla is a person.
        outside = _OUTER_TOWNS.search(name.lower()) is not None and name not in listed_set("given_names")
        inner = _INNER.search(text) is not None or (outside and _LOCAL.search(text) is not None)
        if word.first and other and not inner:
            return None
        return _found(word, name, sure=inner, rank=2 if inner else 6)
    if word.first and other:
        return _found(word, name, sure=False, rank=6) if _LOCAL.search(text) else None
    return _found(word, name, sure=not word.shouted)


def _other_word(text: str, name: str, readings: Readings | None) -> bool:
    if readings is None:
        return name in listed_set("also_words")
    return any(kind not in ("place", "name") for _, kind in readings(text))


def _inhabitant(word: Word) -> Found | None:
    match = _PEOPLE.match(word.text.lower())
    name = _people().get(match[1]) if match else None
    return None if name is None else _found(word, name, sure=True, reason="reason_people")


def _compound(word: Word) -> Found | None:
    """Take the place out of a compound with a hyphen: Lahden-yksikkö, Turku-Tampere."""
    head, hyphen, _ = word.text.partition("-")
    if not hyphen or not head[:1].isupper():
        return None
    bases = _names().bases(head)
    if not bases or (bases[0] in _persons() and not head.endswith("n")):
        return None
    end = word.start + len(head)
    return Found(word.start, end, "municipality", head, bases[0].lower(), sure=True, reason="reason_list", rank=2)


def _found(word: Word, name: str, *, sure: bool, rank: int = 2, reason: str = "reason_list") -> Found:
    return Found(word.start, word.end, "municipality", word.text, name.lower(), sure, reason, rank)
