"""What a detector gives back, and the words of a text as the detectors of names read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Found", "Readings", "Word", "listed", "listed_set", "words_of"]

# Gives the dictionary's readings of a word: base form and kind (first-name, surname, place, name, noun, verb …).
Readings = Callable[[str], Sequence[tuple[str, str]]]

_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*(?::[a-zåäö]+)?")
# What may end a sentence, or stand before one that begins in the middle of a line.
_BEFORE_SENTENCE = frozenset('.!?:;…\n\r"”“»*•–-(/|')
_ABBREVIATION = re.compile(
    r"\b(?:esim|mm|ns|nk|ks|t|terv|yt|tri|prof|rva|hra|nti|dr|mr|mrs|ent|synt)\.$", re.IGNORECASE
)


class Found(NamedTuple):
    """A place in a text that may identify somebody.

    Attributes:
        key: What is the same for all forms of one identifier, in small letters.
        sure: The detector is sure; otherwise the reader has to look closely.
        reason: Why it was found, a term of `privacy.toml`.
        rank: Of places that overlap the one with the smallest rank is kept.
    """

    start: int
    end: int
    kind: str
    text: str
    key: str
    sure: bool
    reason: str
    rank: int = 0


class Word(NamedTuple):
    """A word of a text: its place, its letters, and whether a sentence may begin with it."""

    start: int
    end: int
    text: str
    first: bool

    @property
    def capital(self) -> bool:
        """It begins with a capital and has small letters, too."""
        return self.text[0].isupper() and not self.shouted

    @property
    def shouted(self) -> bool:
        """All of it is in capitals."""
        return len(self.text) > 1 and self.text.partition(":")[0].isupper()


def words_of(text: str) -> list[Word]:
    """Return the words of a text; after an abbreviation such as *esim.* no sentence begins.

    Example:
        >>> [(word.text, word.first) for word in words_of("Näin Maijan. Hän hymyili.")]
        [('Näin', True), ('Maijan', False), ('Hän', True), ('hymyili', False)]
    """
    return list(_words(text))


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        line = before.rstrip(" \t\u00a0")
        first = not line or line[-1] in _BEFORE_SENTENCE
        yield Word(match.start(), match.end(), match[0], first and not _ABBREVIATION.search(line))


@cache
def listed(name: str) -> tuple[str, ...]:
    """Return the entries of a list that comes with teema."""
    text = (files("teema.privacy") / "data" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@cache
def listed_set(name: str) -> frozenset[str]:
    """Return the same entries for looking up."""
    return frozenset(listed(name))
