"""Which of Voikko's readings a word has in its sentence: the one that agrees with what the tagger saw.

Lemmas follow the Universal Dependencies treebank of Finnish (TDT): participles used as verbs have the verb's
infinitive, as adjectives their own form; nouns in -minen are nouns; adverbs keep their form; `me` is `minä`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from typing import NamedTuple

from teema.language.agreement import agreement, features_of
from teema.language.base_forms import base_forms
from teema.language.endings import without_clitic
from teema.language.frozen import frozen_form
from teema.language.guesser import Found, guess, respelt
from teema.language.lexicon import always_frozen, spoken_forms
from teema.language.voikko import NAMES, Analysis, analyses

__all__ = ["Reading", "lemmatise"]


class Reading(NamedTuple):
    """What a word is in its sentence.

    Attributes:
        lemma: The base form.
        lemmas: Every base form that the sentence does not rule out, the chosen one first.
        parts: The parts of the compound, as base forms; of a plain word, the word.
    """

    lemma: str
    lemmas: tuple[str, ...]
    parts: tuple[str, ...]


_MARKS = ("PUNCT", "SYM", "SPACE")
_NAMING = ("noun", "noun-adjective", "adjective", "pronoun")
_FROZEN = ("ADV", "ADP", "CCONJ", "SCONJ", "PART", "INTJ")
# A reading whose score is so much lower is what the sentence rules out.
_NEAR = 1.5
# Parts of speech that taggers take for each other in spoken forms.
_ALIKE = {"AUX": "VERB", "DET": "PRON", "PART": "ADV", "SCONJ": "CCONJ"}
_EDGES = "–—-'’´`\"”.:,;!?*_#"
# Letters that look alike in exports; Voikko knows the first.
_LETTERS = str.maketrans({"’": "'", "´": "'", "‐": "-", "‑": "-", "\u00ad": None})
# 20:n, 5 %:lla, x:ää
_INFLECTED_SIGN = re.compile(r"^([\d.,/+%-]*[\d%]|\w):[a-zäö]+$")


@cache
def lemmatise(form: str, pos: str, morph: str) -> Reading:
    """Return the reading of a word form that agrees best with the tagger.

    Args:
        form: The word as it stands.
        pos: Part of speech (Universal Dependencies).
        morph: Features as `Case=Ine|Number=Sing`.

    Example:
        >>> lemmatise("asiakassuhteessa", "NOUN", "Case=Ine|Number=Sing")
        Reading(lemma='asiakassuhde', lemmas=('asiakassuhde',), parts=('asiakas', 'suhde'))
        >>> lemmatise("kuulla", "VERB", "InfForm=1|VerbForm=Inf").lemma
        'kuulla'
    """
    low = form.lower()
    sign = _INFLECTED_SIGN.match(low)
    if sign:
        return _plain(sign[1])
    if not any(map(str.isalpha, low)) or (pos in _MARKS and low[0] not in "–-"):
        return _plain(low)
    low = low.translate(_LETTERS)
    spoken = spoken_forms().get(low, ())
    fitting = [lemma for lemma, its in spoken if _ALIKE.get(its, its) == _ALIKE.get(pos, pos)]
    # A form that the written language has too (katon, multa) is the spoken one only where the tagger sees it so.
    if fitting or (spoken and not analyses(low)):
        found = _spoken(fitting, spoken)
        # Without a verb beside it (Jatko epäselvä), a noun in its base form is easily taken for such a verb.
        noun = pos == "VERB" and any(item.kind == "noun" and item.lemma == low for item in analyses(low))
        return found._replace(lemmas=(*found.lemmas, low)) if noun else found
    features = features_of(morph)
    ranked = [] if low.endswith("-") and len(low) > 2 else _ranked(low, pos, features)
    if _only_a_name(form, pos) and (other := respelt(low, partial(_choose, pos=pos, features=features))):
        ranked = [((other[0], other[1]), other[2])]
    if not ranked:
        ranked = [(_unknown(low, pos, features), 0.0)]
    (lemma, parts), score = ranked[0]
    if pos == "PROPN" and form[0].isupper() and _may_be_a_name(low, lemma):
        lemma = lemma[0].upper() + lemma[1:]
    near = [other for (other, _), its in ranked if its >= score - _NEAR] + [other for other, _ in spoken]
    near += _also(low, pos, lemma)
    return Reading(lemma, tuple(dict.fromkeys([lemma, *near])), parts)


def _may_be_a_name(low: str, lemma: str) -> bool:
    """Say whether a lemma may be a name: the dictionary has it as one, or does not have it at all."""
    kinds = {item.kind for item in analyses(low) if item.lemma.lower() == lemma.lower()}
    return not kinds or not kinds.isdisjoint(NAMES | {"abbreviation"})


def _only_a_name(form: str, pos: str) -> bool:
    """Say whether the dictionary has nothing but a name for a word that is none here (*kii*, *valkosia*)."""
    known = analyses(form.lower()) if form.islower() and pos != "PROPN" else ()
    return bool(known) and all(item.kind in NAMES for item in known)


def _unknown(low: str, pos: str, features: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    if "Foreign" in features or "@" in low or "://" in low or low.startswith(("#", "www.")):
        return low, (low,)

    choose = partial(_choose, pos=pos, features=features)
    bare = low.strip(_EDGES) if low[-1] != "-" else low.lstrip(_EDGES)
    base, colon, ending = bare.partition(":")
    if colon and base and ending.isalpha():
        return base, (base,)  # EU:n
    if bare and bare != low and analyses(bare):
        found = choose(bare)
        if found and not (low.endswith(".") and len(bare) < 5):
            return found[0], found[1]
    if low.endswith(".") or not bare:
        return low, (low,)  # an abbreviation
    return guess(bare, pos, features, choose)


def _choose(form: str, *, pos: str, features: Mapping[str, str]) -> Found | None:
    ranked = _ranked(form, pos, features)
    return (*ranked[0][0], ranked[0][1]) if ranked else None


def _also(low: str, pos: str, chosen: str) -> list[str]:
    """Return lemmas that a searcher means too: the verb of a -minen noun or participle, the word that froze.

    *Leikkiminen* and *leikkivä* are forms of *leikkiä* in the Finnish tradition of grammar; *kaverilta* that the tagger
    takes for an adverb is still *kaveri*.
    """
    found = []
    for item in analyses(low):
        if (item.infinitive == "Minen" and pos == "NOUN") or (pos in _FROZEN and item.kind in _NAMING):
            found.append(item.lemma)
        elif item.participle and item.verb and item.lemma.lower() == chosen.lower():
            found.append(item.verb_whole)
    return found


def _plain(low: str) -> Reading:
    return Reading(low, (low,), (low,))


def _spoken(fitting: list[str], pairs: tuple[tuple[str, str], ...]) -> Reading:
    # Where the part of speech fits some of its readings the others are ruled out: mut as a conjunction is not minä.
    lemmas = tuple(dict.fromkeys(fitting or [lemma for lemma, _ in pairs]))
    return Reading(lemmas[0], lemmas, (lemmas[0],))


def _always_frozen(low: str, known: Sequence[Analysis], pos: str) -> str | None:
    """Return an adverb that is one wherever it stands, without a clitic; a name or a verb's form may look like it."""
    if pos == "PROPN" or (
        pos == "VERB" and low != "kuluttua" and any(item.kind == "verb" or item.verb for item in known)
    ):
        return None
    return next((form for form in (low, without_clitic(low)) if form in always_frozen()), None)


def _ranked(low: str, pos: str, features: Mapping[str, str]) -> list[tuple[tuple[str, tuple[str, ...]], float]]:
    """Return candidate (lemma, parts) with their scores, best first."""
    known = analyses(low)
    frozen = _always_frozen(low, known, pos)
    if frozen is not None:
        return [((frozen, (frozen,)), 6.0)]
    if known and pos in _FROZEN:
        frozen = frozen_form(low, pos, known)
        if frozen is not None:
            return [((frozen, (frozen,)), 6.0)]
    scores: dict[tuple[str, tuple[str, ...]], float] = {}
    for place, item in enumerate(known):
        fit = agreement(item, pos, features) - 0.01 * place
        for lemma, parts, extra in base_forms(item, low, pos):
            key = (lemma, parts)
            scores[key] = max(scores.get(key, -99.0), fit + extra)
    return sorted(scores.items(), key=lambda pair: -pair[1])
