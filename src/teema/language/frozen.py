"""Adverbs, adpositions and particles: the form that a case form of another word froze into."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teema.language.endings import without_clitic, without_possessive
from teema.language.lexicon import frozen_forms
from teema.language.voikko import NAMES, Analysis, analyses

__all__ = ["frozen_form"]

_ADVERBS = frozenset({"adverb", "adposition", "conjunction", "interjection"})
# Adverbs whose possessive is a part of them, in the third person: pahoillaan, innoissaan.
_OWN_POSSESSIVE = re.compile(r"(?<=i)(lla|llä|ssa|ssä)(?:an|än|ni|si|mme|nne|nsa|nsä)$")
_ADVERB_OF = {
    "hyvä": "hyvin",
    "parhaiten": "hyvin",
    "usea": "usein",
    "harva": "harvoin",
    "pitkä": "pitkään",
    "paljo": "paljon",
}
_NAMING = NAMES | {"noun", "noun-adjective", "adjective", "pronoun"}
_RULED = re.compile(r"(?:sti|ttain|ttäin|isin|ten)$")


def frozen_form(low: str, pos: str, known: Sequence[Analysis]) -> str | None:
    """Return the lemma of a form used as adverb, adposition or particle: what it froze in; None for a plain case form.

    Args:
        low: The form in small letters.
        pos: ADV, ADP, CCONJ, SCONJ, PART or INTJ.
        known: Its readings.

    Example:
        >>> from teema.language.voikko import analyses
        >>> [frozen_form(form, "ADV", analyses(form)) for form in ("kanssani", "kotonakin", "useammin", "nuoretkin")]
        ['kanssa', 'kotona', 'usein', None]
    """
    if low in frozen_forms():
        return low
    if low in _ADVERB_OF:
        return _ADVERB_OF[low]
    if pos == "ADV" and any(item.kind == "negation" for item in known):
        return None
    own = any(item.kind in _ADVERBS and not item.possessive for item in known)
    bare = without_clitic(low)
    if bare != low and not any(_is_whole(item, low) for item in known) and _is_adverb(bare):
        return bare
    if low.endswith("mmin") and (item := next((item for item in known if item.degree), None)):
        return _of_comparative(low, item)
    if own or (_RULED.search(low) and any(item.case in ("Ins", "Sti") or item.derived for item in known)):
        return low
    if any(item.possessive for item in known):
        return _without_owner(low)
    # Only adverbs are taken for nouns and the reverse; an adposition is what the sentence makes of it.
    return None if pos == "ADV" and any(item.kind in _NAMING or item.mood for item in known) else low


def _is_whole(item: Analysis, low: str) -> bool:
    """Say whether a reading takes what looks like a clitic for a part of the word (-hän is not marked)."""
    if item.lemma.lower() == low:
        return True
    if len(item.parts) > 1 or item.kind in NAMES or item.clitic or not item.case:
        return False
    return item.case == "Ill" or not low.endswith(("han", "hän"))


def _is_adverb(form: str) -> bool:
    return form in frozen_forms() or form.endswith("sti") or any(item.kind in _ADVERBS for item in analyses(form))


def _of_comparative(low: str, item: Analysis) -> str:
    """Return the adverb that a comparative or superlative in -mmin belongs to: *nopeammin*, *nopeimmin*: nopeasti."""
    if item.lemma in _ADVERB_OF:
        return _ADVERB_OF[item.lemma]
    stem, last = low[:-4], "ä" if item.lemma[-1] == "ä" else "a"
    for form in (stem[:-1] + last, stem, stem[:-1], stem[:-1] + "e", item.lemma):
        if any(other.lemma == item.lemma for other in analyses(form + "sti")):
            return form + "sti"
    return low


def _without_owner(low: str) -> str | None:
    """Return an adverb or adposition without its possessive suffix, where it has one of its own."""
    bare = without_possessive(low)
    for form in (bare + "n", bare) if bare[-1:] == bare[-2:-1] else (bare, bare + "n"):
        if form in frozen_forms() or any(item.kind in _ADVERBS and not item.possessive for item in analyses(form)):
            return form
    if _OWN_POSSESSIVE.search(low):
        return _OWN_POSSESSIVE.sub(lambda match: match[1] + ("an" if match[1][-1] == "a" else "än"), low)
    return None
