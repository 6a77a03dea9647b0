"""The language of each answer: Finnish, Swedish or English, by the small words that only one of them has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from teema.terms import LANGUAGES, Language

__all__ = ["Detected", "detect"]

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# So many of an answer's words must speak for another language than the study's …
_ENOUGH = 0.2
# … and no more than this share may be words of the study's Finnish dictionary.
_KNOWN = 0.6
_SHORT = 6


class Detected(NamedTuple):
    """What language a text is in.

    Attributes:
        language: fi, sv or en.
        certain: Whether the words of the text say so; else it is the language that was expected.
        words: The words that decided, each once, in the order of the text.
    """

    language: Language
    certain: bool
    words: tuple[str, ...]


@cache
def _function_words() -> Mapping[str, frozenset[str]]:
    text = (files("teema.language") / "data" / "function_words.txt").read_text(encoding="utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return {language: frozenset(words.split()) for language, words in lines}


def detect(texts: Iterable[str], expected: Language) -> list[Detected]:
    """Return the language of each text.

    A text is taken for another language than the expected one only where its own words say so: a word or name alone,
    *OK* or *bra*, stays what was expected.

    Args:
        texts: The answers.
        expected: Language of the study.

    Example:
        >>> found = detect(["Ryhmän tuki oli tärkeää.", "Stödet från gruppen var viktigt för mig.", "OK"], "fi")
        >>> [(item.language, item.certain) for item in found]
        [('fi', True), ('sv', True), ('fi', False)]
    """
    known: dict[str, Detected] = {}
    found = []
    for text in texts:
        if text not in known:
            known[text] = _of(text, expected)
        found.append(known[text])
    return found


def _of(text: str, expected: Language) -> Detected:
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    hits = {language: [word for word in words if word in small] for language, small in _function_words().items()}
    own = hits[expected]
    best: Language = max((language for language in LANGUAGES if language != expected), key=lambda item: len(hits[item]))
    if _speaks_for(best, hits[best], own, words):
        return Detected(best, certain=True, words=tuple(dict.fromkeys(hits[best])))
    if expected != "fi" and not own and len(words) > 2 and _finnish_share(words) > _KNOWN:
        return Detected("fi", certain=True, words=tuple(dict.fromkeys(words[:3])))
    return Detected(expected, certain=bool(own), words=tuple(dict.fromkeys(own)))


def _speaks_for(language: Language, hits: Sequence[str], own: Sequence[str], words: Sequence[str]) -> bool:
    if not hits or len(hits) <= 2 * len(own) or len(hits) < _ENOUGH * len(words):
        return False
    if len(hits) == 1 and (len(words) < 2 or len(words) > _SHORT):
        return False  # one small word may be a slip, or a name
    return language == "fi" or _finnish_share([word for word in words if word not in hits] or words) < _KNOWN


def _finnish_share(words: Sequence[str]) -> float:
    """Return the share of words that Finnish has; short ones are left out, because Voikko takes most for something."""
    from teema.language.lexicon import spoken_forms
    from teema.language.voikko import analyses

    long = [word for word in words if len(word) > 3] or words
    spoken = spoken_forms()
    return sum(bool(analyses(word)) or word in spoken for word in long) / len(long)
