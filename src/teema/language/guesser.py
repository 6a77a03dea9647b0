"""A base form for words that the dictionary does not know: names, loans, spoken spellings, slips of hyphenation."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from teema.language.endings import adjective, infinitive, nominative, without_clitic
from teema.language.lexicon import commonness
from teema.language.respelling import respellings
from teema.language.voikko import analyses

__all__ = ["Choose", "Found", "guess", "respelt"]

Found = tuple[str, tuple[str, ...], float]
Choose = Callable[[str], Found | None]

_NOMINAL = ("NOUN", "PROPN", "ADJ", "X", "NUM", "ADV", "PUNCT", "SYM")
_INFLECTED = frozenset({"noun", "noun-adjective", "adjective", "verb", "place"})
# Words in -us and -is have forms that end like uksi and iksi, which are words too.
_US = re.compile(r"[iuy]ks(?:e[ntsl]|i[asä]|ee|i[el])")
_ADJECTIVES = frozenset({"adjective", "noun-adjective"})
_SHORTEST_HEAD = 3
_RARE = -16.5
_SHORTEST_LEMMA = 4
# A tail whose reading disagrees with the tagger is a coincidence of letters.
_AGREES = 2.5


def guess(form: str, pos: str, features: Mapping[str, str], choose: Choose) -> tuple[str, tuple[str, ...]]:
    """Return a likely base form of a word that the dictionary does not know, and its parts.

    Tried in order: what stands around a word (hyphens, dashes); a part of a hyphenated word; a known word with a
    clitic; a spoken spelling of a known word; a word that ends in a known one (which is inflected like it); the ending
    that the tagger's features ask for, taken off.

    Args:
        form: The form in small letters.
        pos: Part of speech.
        features: Features that the tagger saw.
        choose: Gives lemma, parts and agreement of a known form in this place, or None.

    Example:
        >>> guess("leafin", "PROPN", {"Case": "Gen", "Number": "Sing"}, lambda word: None)
        ('leaf', ('leaf',))
    """
    form = form.lstrip("-") or form
    found = _hyphenated(form, pos, features, choose)
    if found is None:
        bare = without_clitic(form)
        if bare != form and analyses(bare):
            found = choose(bare)
    if found is None and pos != "PROPN":
        found = respelt(form, choose)
    if found is None and pos in ("NOUN", "ADJ") and (base := adjective(form)):
        return base, (base,)
    if found is None and not _US.search(form):
        found = _by_tail(form, choose, shortest=6 if pos == "PROPN" else 4)
    if found is not None:
        return found[0], found[1]
    lemma = _by_ending(form, pos, features)
    return lemma, (lemma,)


def _hyphenated(form: str, pos: str, features: Mapping[str, str], choose: Choose) -> Found | None:
    if form.endswith("-") and len(form) > 2:
        return _elliptic(form[:-1], choose)
    head, hyphen, tail = form.rpartition("-")
    if not (hyphen and head and tail):
        return None
    if head.isalpha() and analyses(head + tail) and not (analyses(head) and analyses(tail)):
        return choose(head + tail)  # parted at the end of a line
    last = choose(tail) if analyses(tail) else None
    # Isossa-Britanniassa: what is before the hyphen has the case, too
    case = features.get("Case", "Nom")
    same = [item.lemma for item in analyses(head) if item.case == case and item.kind in _ADJECTIVES]
    head = same[0] if pos == "PROPN" and case != "Nom" and same else head
    if last is None:
        base = _by_ending(tail, pos, features)
        last = base, (base,), 0.0
    lemma, parts = last[0], last[1]
    return f"{head}-{lemma}", (*(part for part in head.split("-") if part), *parts), 0.0


def _elliptic(stem: str, choose: Choose) -> Found:
    """Return the word that an elliptic compound begins with (*ihmis-* ja *eläinsuhteet*: ihminen)."""
    known = analyses(stem)
    if stem.endswith("s") and not any(item.case == "Nom" for item in known) and analyses(stem[:-1] + "nen"):
        return stem[:-1] + "nen", (stem[:-1] + "nen",), 0.0
    found = choose(stem) if known else None
    return found or (stem, (stem,), 0.0)


def respelt(form: str, choose: Choose) -> Found | None:
    """Return the best reading of the written words that a spoken form may stand for, or None."""
    best: Found | None = None
    for place, candidate in enumerate(respellings(form, _plain_word)):
        found = choose(candidate)
        if found is not None:
            found = (found[0], found[1], found[2] - 0.3 * place)
            if best is None or found[2] > best[2]:
                best = found
        if place >= 11:
            break
    return best


def _plain_word(word: str) -> bool:
    """Say whether a form is a word of the dictionary or a common compound, not one that was put together to fit."""
    return any(len(item.parts) < 2 or commonness(item.lemma.lower()) > _RARE for item in analyses(word))


def _by_tail(form: str, choose: Choose, *, shortest: int) -> Found | None:
    """Return head + base form of the longest known end of the word that agrees: words that end alike inflect alike."""
    for start in range(_SHORTEST_HEAD, len(form) - shortest + 1):
        tail = form[start:]
        if not any(len(item.parts) < 2 and item.kind in _INFLECTED for item in analyses(tail)):
            continue
        found = choose(tail)
        if found is not None and found[2] >= _AGREES and len(found[0]) >= _SHORTEST_LEMMA:
            found = found[0].lower(), tuple(map(str.lower, found[1])), found[2]
            head = form[:start]
            whole = len(tail) >= 5 and bool(analyses(head))
            parts = (head.rstrip("-"), *found[1]) if whole else (head + found[0],)
            return head + found[0], parts, found[2]
    return None


def _by_ending(form: str, pos: str, features: Mapping[str, str]) -> str:
    bare = without_clitic(form) if features.get("Clitic") else form
    if pos in ("VERB", "AUX"):
        return infinitive(bare)
    if pos in _NOMINAL:
        return nominative(bare, features, name=pos == "PROPN")
    return bare
