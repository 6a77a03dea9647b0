"""How well one of Voikko's readings of a word agrees with what the tagger saw in the sentence."""

from __future__ import annotations

from collections.abc import Mapping

from teema.language.lexicon import commonness
from teema.language.voikko import NAMES, Analysis

__all__ = ["agreement", "features_of"]

# The word classes of Voikko that go with a part of speech of the tagger, best first.
_KINDS: dict[str, tuple[str, ...]] = {
    "NOUN": ("noun", "noun-adjective", "abbreviation"),
    "PROPN": ("place", "first-name", "surname", "name", "abbreviation", "noun"),
    "ADJ": ("adjective", "noun-adjective", "numeral", "pronoun"),
    "VERB": ("verb", "negation", "adjective"),
    "AUX": ("verb", "negation"),
    "ADV": ("adverb", "adposition", "conjunction", "abbreviation"),
    "ADP": ("adposition", "adverb"),
    "PRON": ("pronoun",),
    "DET": ("pronoun",),
    "NUM": ("numeral",),
    "CCONJ": ("conjunction", "adverb"),
    "SCONJ": ("conjunction", "adverb"),
    "PART": ("adverb", "conjunction"),
    "INTJ": ("interjection", "adverb"),
    "SYM": ("abbreviation",),
}
_CASE_BLIND = frozenset({"Nom", "Gen", "Acc"})  # the object may be any of these in the taggers' eyes
# What one step of commonness (a factor of e) weighs against one feature that agrees or not.
_COMMON = 0.2


def features_of(morph: str) -> dict[str, str]:
    """Return features written as `Case=Ine|Number=Sing` as a dictionary."""
    return dict(item.split("=", 1) for item in morph.split("|") if "=" in item)


def agreement(item: Analysis, pos: str, features: Mapping[str, str]) -> float:
    """Return how well a reading fits; the higher, the better.

    Args:
        item: The reading.
        pos: Part of speech that the tagger chose.
        features: Features that the tagger chose.

    Example:
        >>> from teema.language.voikko import analyses
        >>> seen = {"VerbForm": "Inf", "InfForm": "1"}
        >>> max(analyses("kuulla"), key=lambda item: agreement(item, "VERB", seen)).lemma
        'kuulla'
    """
    score = _of_class(item, pos)
    score += _same(item.number, features.get("Number"), 1.0)
    score += _case(item.case, features.get("Case"))
    score += _of_person(item, features)
    # What follows the negation looks like the imperative, and is that for the dictionary.
    connegative = item.mood == "Imp" and "Connegative" in features
    score += 1.0 if connegative else _same(item.mood, features.get("Mood"), 1.0)
    score += _same(item.tense, features.get("Tense"), 0.7) if features.get("VerbForm") == "Fin" else 0.0
    score += _same(item.infinitive, features.get("InfForm"), 1.5) if "InfForm" in features else 0.0
    score += _same(item.degree, features.get("Degree", "Pos").replace("Pos", "") or None, 1.0)
    score += _of_participle(item, features)
    if pos == "NOUN" and item.degree:
        score -= 1.0
    if features.get("VerbForm") == "Inf" and not item.infinitive:
        score -= 1.0
    score -= 1.5 * (item.possessive != ("Person[psor]" in features))
    score -= 0.6 * (item.clitic != ("Clitic" in features))
    # A word of the dictionary before one that is put together, few parts before many, common words before rare ones.
    return score - 0.4 * item.derived - 0.6 * (len(item.parts) - 1) + _COMMON * _common(item)


def _common(item: Analysis) -> float:
    whole = commonness(item.lemma.lower())
    if len(item.parts) > 1:
        return max(whole, commonness(item.parts[-1].lower()) - 4.0)
    if item.verb:
        return max(whole, commonness(item.verb.lower()))
    return whole


def _of_class(item: Analysis, pos: str) -> float:
    kinds = _KINDS.get(pos, ())
    if item.kind in kinds:
        return 4.0 - 0.3 * kinds.index(item.kind)
    if item.participle and pos in ("VERB", "AUX", "ADJ", "NOUN"):
        return 3.5 if pos in ("VERB", "AUX") else 2.0
    if item.infinitive == "Minen" and pos == "NOUN":
        return 3.8
    return -1.0 if item.kind in NAMES else 0.0


def _of_participle(item: Analysis, features: Mapping[str, str]) -> float:
    if features.get("VerbForm") != "Part":
        return 0.0
    if not item.participle:
        return -1.5
    seen = features.get("PartForm", "")
    if seen in ("Pres", "Past") and features.get("Voice") == "Pass":
        seen += "Pass"
    return 1.5 if item.participle == seen else 0.3


def _same(own: str | None, seen: str | None, weight: float) -> float:
    if seen is None:
        return -0.3 * weight if own is not None else 0.0
    if own is None:
        return -0.3 * weight
    return weight if own == seen else -weight


def _case(own: str | None, seen: str | None) -> float:
    if own != seen and own in _CASE_BLIND and seen in _CASE_BLIND:
        return -0.5
    return _same(own, seen, 1.5)


def _of_person(item: Analysis, features: Mapping[str, str]) -> float:
    seen = features.get("Person")
    if features.get("Voice") == "Pass" and features.get("VerbForm") == "Fin":
        seen = "4"
    if item.person == "4" and seen != "4":
        # me mennään: the passive is the first person plural of everyday speech
        return 1.0 if seen == "1" and features.get("Number") == "Plur" else -2.0
    return _same(item.person, seen, 1.0)
