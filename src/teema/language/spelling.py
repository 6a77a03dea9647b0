"""Typing errors: known words one slip away from a form that nobody knows. Suggested, never applied."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Literal, NamedTuple

from teema.language.lexicon import common_lemmas, commonness, spoken_forms
from teema.language.respelling import respellings
from teema.language.voikko import NAMES, Analysis, analyses
from teema.progress import track

__all__ = ["Slip", "Suggestion", "suggest", "unknown"]

Slip = Literal["missing letter", "extra letter", "wrong letter", "swapped letters", "missing space"]

_LETTERS = "abcdefghijklmnoprstuvyåäö"
# Letters side by side on a Finnish keyboard.
_ROWS = ("qwertyuiopå", "asdfghjklöä", "zxcvbnm")
_SHORTEST = 4
_OTHERS = 4
_RARE = -16.0
# What one e-fold of commonness weighs against the kind of a slip.
_COMMON = 0.25
# One letter for two, or two for one, is the commonest slip of all.
_DOUBLED = 1.2
_SLIPS: dict[Slip, float] = {
    "missing letter": 0.8,
    "extra letter": 0.8,
    "swapped letters": 0.8,
    "wrong letter": 0.0,
    "missing space": -1.0,
}


class Suggestion(NamedTuple):
    """What a form was probably meant to be.

    Attributes:
        form: The form as it stands, in small letters.
        suggestion: A known form one slip away.
        lemma: The base form of that.
        slip: What went wrong.
        others: Other known forms, likeliest first.
    """

    form: str
    suggestion: str
    lemma: str
    slip: Slip
    others: tuple[str, ...]


def unknown(form: str) -> bool:
    """Say whether a form is neither in the dictionary nor a spoken form of what is.

    Example:
        >>> [form for form in ("luotamus", "luottamus", "tarkottaa", "mä", "12", "xbox") if unknown(form)]
        ['luotamus', 'xbox']
    """
    low = form.lower()
    if len(low) < _SHORTEST or not low.isalpha() or low in spoken_forms() or analyses(low):
        return False
    return next(respellings(low, _known), None) is None


def suggest(forms: Iterable[str], used: Mapping[str, int], *, label: str = "") -> list[Suggestion]:
    """Return suggestions for unknown forms, the likeliest slips first; none for a form that nothing known is near.

    Args:
        forms: Unknown forms in small letters; see `unknown`.
        used: Known forms of the same answers, in small letters, and how often each occurs: who wrote *luottamus* ten
            times meant it with *luotamus* too.

        label: Words beside the progress bar.

    Example:
        >>> suggest(["luotamus", "kokenus"], {"luottamus": 10})[0][:4]
        ('luotamus', 'luottamus', 'luottamus', 'missing letter')
    """
    possible = _triples(used)
    found = []
    for form in track(list(forms), label):
        ranked = sorted(_candidates(form, possible, used), key=lambda item: (-item[0], item[1]))
        if ranked:
            weight, best, lemma, slip = ranked[0]
            others = tuple(dict.fromkeys(other for _, other, _, _ in ranked[1:] if other != best))[:_OTHERS]
            found.append((weight, Suggestion(form, best, lemma, slip, others)))
    return [item for _, item in sorted(found, key=lambda pair: (-pair[0], pair[1].form))]


def _known(form: str) -> bool:
    return _plainest(form) is not None


def _plainest(form: str) -> Analysis | None:
    """Return the commonest reading of a form as a word of the dictionary or a common compound, or None."""
    plain = [item for item in analyses(form) if len(item.parts) < 2 or commonness(item.lemma.lower()) > _RARE]
    return max(plain, key=lambda item: (item.kind not in NAMES, commonness(item.lemma.lower())), default=None)


# Endings whose letters the lemmas do not show.
_USUAL = """
ssa ssä sta stä lla llä lta ltä lle ksi tta ttä nsa nsä mme nne kin kaan kään han hän vat vät isin neet ttiin taan tään
essa essä malla mällä masta mästä maan mään
"""


@cache
def _common_triples() -> frozenset[str]:
    endings = re.findall(r"\w+", _USUAL)
    words = [*common_lemmas(), *(lemma + ending for lemma in ("talo", "kylä", "sana") for ending in endings)]
    return frozenset(three for word in words for three in _threes(word))


def _triples(used: Mapping[str, int]) -> frozenset[str]:
    return _common_triples() | {three for word in used for three in _threes(word)}


def _threes(word: str) -> Iterator[str]:
    framed = f" {word} "
    return (framed[at : at + 3] for at in range(len(framed) - 2))


def _candidates(form: str, possible: frozenset[str], used: Mapping[str, int]) -> Iterator[tuple[float, str, str, Slip]]:
    seen = {form}
    for slip, changed, extra in _edits(form):
        # Most letters in most places give what no Finnish word has; the dictionary is asked about the rest.
        if changed in seen or not possible.issuperset(_threes(changed)):
            continue
        seen.add(changed)
        item = _plainest(changed)
        if item is not None:
            count = math.log1p(used.get(changed, 0))
            weight = _SLIPS[slip] + extra + count + _COMMON * commonness(item.lemma.lower()) - 0.5 * item.derived
            yield weight, changed, item.lemma, slip
    for at in range(3, len(form) - 2):
        first, second = form[:at], form[at:]
        if used.get(first, 0) and used.get(second, 0):
            yield _SLIPS["missing space"] - 4.0, f"{first} {second}", second, "missing space"


def _edits(form: str) -> Iterator[tuple[Slip, str, float]]:
    """Yield what a form may have been before one slip, with what speaks for that slip; a wrong first letter is rare."""
    yield "swapped letters", form[1] + form[0] + form[2:], 0.0
    yield "extra letter", form[1:], -1.0
    for letter in _LETTERS:
        yield "missing letter", letter + form, -1.0
        yield "wrong letter", letter + form[1:], _likeness(form[0], letter) - 1.0
    for at in range(1, len(form)):
        before, letter, after = form[:at], form[at], form[at + 1 :]
        doubled = letter == form[at - 1]
        yield "extra letter", before + after, _DOUBLED if doubled else 0.0
        if after and after[0] != letter:
            yield "swapped letters", before + after[0] + letter + after[1:], 0.0
        for other in _LETTERS:
            if other != letter:
                yield "wrong letter", before + other + after, _likeness(letter, other)
    for at in range(1, len(form) + 1):
        for letter in _LETTERS:
            near = form[at - 1 : at + 1]
            yield "missing letter", form[:at] + letter + form[at:], _DOUBLED if letter in near else 0.0


def _likeness(letter: str, other: str) -> float:
    if {letter, other} in ({"a", "ä"}, {"o", "ö"}):
        return 1.2
    return 0.8 if other in _neighbours(letter) else 0.0


@cache
def _neighbours(letter: str) -> frozenset[str]:
    found: set[str] = set()
    for y, row in enumerate(_ROWS):
        x = row.find(letter)
        if x >= 0:
            for other in _ROWS[max(y - 1, 0) : y + 2]:
                found.update(other[max(x - 1, 0) : x + 2])
    return frozenset(found - {letter})
