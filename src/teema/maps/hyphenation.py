"""Where a word may be broken at the end of a line: Finnish by its own syllable rules, Swedish and English by pyphen.

Finnish: a syllable begins at the consonant that a vowel follows (Kielitoimiston ohjepankki, "Tavutus"); breaks between
two vowels are avoided in print, so they are not offered. A soft hyphen in the word says where its writer wants it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

__all__ = ["SOFT_HYPHEN", "break_points", "compound_seams"]

SOFT_HYPHEN = "\u00ad"
_VOWELS = frozenset("aeiouyäöå")
_BACK = frozenset("aou")
_FRONT = frozenset("äöy")
_LEFT, _RIGHT = 3, 3


def break_points(word: str, language: str) -> tuple[int, ...]:
    """Return the offsets at which a word may be broken, at least three letters from either end.

    Args:
        word: One word without soft hyphens.
        language: fi, sv or en.

    Example:
        >>> word = "luottamuksellisuus"
        >>> "-".join(word[a:b] for a, b in zip((0, *break_points(word, "fi")), (*break_points(word, "fi"), None)))
        'luot-ta-muk-sel-li-suus'
    """
    offsets = _finnish(word.casefold()) if language == "fi" else _by_pattern(word, language)
    return tuple(at for at in offsets if _LEFT <= at <= len(word) - _RIGHT and _between_letters(word, at))


def compound_seams(word: str) -> frozenset[int]:
    """Return the breaks of a Finnish word that show themselves as seams of a compound.

    Vowels change there between back and front, or a loan word begins with a stop and a liquid.

    Example:
        >>> sorted(compound_seams("päihdekuntoutusprosessi"))
        [6, 15]
    """
    lower = word.casefold()
    breaks = _finnish(lower)
    seams = set()
    side = ""
    for start, end in zip((0, *breaks), (*breaks, len(lower)), strict=True):
        syllable = set(lower[start:end])
        now = "back" if syllable & _BACK else "front" if syllable & _FRONT else ""
        onset = start > 0 and _loan_onset(lower, start + 1)
        if onset or (now and side and now != side):
            seams.add(start)
        side = now or side
    return frozenset(seams)


def _finnish(word: str) -> tuple[int, ...]:
    if len(word) != len(word.casefold()):  # pragma: no cover - a letter that folds to two, not Finnish
        return ()
    breaks = []
    vowel_before = False
    for at in range(len(word) - 1):
        here, after = word[at], word[at + 1]
        if vowel_before and here not in _VOWELS and here.isalpha() and after in _VOWELS:
            breaks.append(at - 1 if _loan_onset(word, at) else at)
        vowel_before = vowel_before or here in _VOWELS
    return tuple(breaks)


def _loan_onset(word: str, at: int) -> bool:
    """Say whether a stop and a liquid after an s begin a loan word: kuntoutus-prosessi, not kuntoutusp-rosessi."""
    return word[at] in "rl" and word[at - 1] in "ptk" and word[at - 2] == "s"


def _by_pattern(word: str, language: str) -> tuple[int, ...]:
    return tuple(int(at) for at in _dictionary("sv" if language == "sv" else "en_GB").positions(word))


@cache
def _dictionary(name: str) -> Any:
    import pyphen

    return pyphen.Pyphen(lang=name, left=_LEFT, right=_RIGHT)


def _between_letters(word: str, at: int) -> bool:
    return word[at - 1].isalpha() and word[at].isalpha()
