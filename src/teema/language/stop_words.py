"""Stop words: the lemmas without content of their own, a list for each language."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

__all__ = ["stop_words"]


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the lemmas without content of their own: pronouns, particles, the commonest verbs.

    Example:
        >>> "olla" in stop_words("fi"), "luottamus" in stop_words("fi")
        (True, False)
    """
    text = (files("teema.language") / "data" / f"stop_{language}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
