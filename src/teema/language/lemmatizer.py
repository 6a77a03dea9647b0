"""Which of Voikko's readings a word has in its sentence: the one that agrees with what the tagger saw.

Lemmas follow the Universal Dependencies treebank of Finnish (TDT): participles used as verbs have the verb's
infinitive, as adjectives their own form; nouns in -minen are nouns; adverbs keep their form; `me` is `minä`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from teema.language.endings import guess, minen_noun, without_clitic, without_possessive
from teema.language.voikko import Analysis, analyses

__all__ = ["Reading", "lemmatise", "spoken_forms"]


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
_PRONOUNS = {
    "me": "minä", "te": "sinä", "he": "hän", "nämä": "tämä", "ne": "se", "nuo": "tuo", "ken": "kuka",
}  # fmt: skip
# Adverbs that are words of their own with their clitic.
_WHOLE_WITH_CLITIC = frozenset(
    [
        "ainakin",
        "kuitenkin",
        "kuitenkaan",
        "varsinkin",
        "ollenkaan",
        "mitenkään",
        "jotenkin",
        "sittenkin",
        "ehkäpä",
        "jopa",
        "edeskään",
        "ainakaan",
        "sentään",
        "tosinkin",
        "missään",
        "mihinkään",
        "mistään",
        "jossakin",
        "johonkin",
        "jostakin",
        "jotakuinkin",
        "kumminkin",
        "siltikin",
        "vaikkakin",
        "kunhan",
        "olkoonkin",
        "milloinkaan",
        "koskaan",
        "konsanaan",
        "lainkaan",
    ]
)
_NEGATIONS = frozenset({"ei", "en", "et", "emme", "ette", "eivät", "älä", "älkää", "älköön"})
_NAMING = ("noun", "noun-adjective", "adjective", "pronoun")
_FROZEN = ("ADV", "ADP", "CCONJ", "SCONJ", "PART", "INTJ")
# Nouns that have a plural only; Voikko gives them a singular that nobody uses.
_PLURAL_ONLY = frozenset(
    [
        "aivot",
        "avajaiset",
        "arpajaiset",
        "bileet",
        "festarit",
        "farkut",
        "hautajaiset",
        "häät",
        "housut",
        "kasvot",
        "kekkerit",
        "kihlajaiset",
        "kisat",
        "kulissit",
        "kutsut",
        "liivit",
        "maksajaiset",
        "markkinat",
        "messut",
        "pidot",
        "pihdit",
        "rattaat",
        "ristiäiset",
        "sakset",
        "silmälasit",
        "synttärit",
        "tanssiaiset",
        "tupaantuliaiset",
        "vaalit",
        "valjaat",
        "viikset",
        "nimpparit",
        "läksiäiset",
        "valmistujaiset",
        "sukkahousut",
        "kalsarit",
        "kuulumiset",
        "pikkuhousut",
        "alushousut",
        "shortsit",
        "jäähyväiset",
        "yhdysvallat",
        "alankomaat",
        "filippiinit",
    ]
)
# A reading whose score is so much lower is what the sentence rules out.
_NEAR = 1.5
# Parts of speech that taggers take for each other in spoken forms.
_ALIKE = {"AUX": "VERB", "DET": "PRON", "PART": "ADV", "SCONJ": "CCONJ"}
_CASE_BLIND = frozenset({"Nom", "Gen", "Acc"})  # the object may be any of these in the taggers' eyes


@cache
def spoken_forms() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Return the hand-made lexicon of spoken and dialectal forms: form -> (lemma, part of speech), likeliest first."""
    found: dict[str, list[tuple[str, str]]] = {}
    text = (files("teema.language") / "data" / "spoken_fi.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            form, lemma, pos = line.split("\t")
            found.setdefault(form, []).append((lemma, pos))
    return {form: tuple(pairs) for form, pairs in found.items()}


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
    if pos in ("PUNCT", "SPACE", "SYM") or not any(map(str.isalpha, low)):
        return _plain(low)
    spoken = spoken_forms().get(low, ())
    fitting = [lemma for lemma, its in spoken if _ALIKE.get(its, its) == _ALIKE.get(pos, pos)]
    # A form that the written language has too (katon, multa) is the spoken one only where the tagger sees it so.
    if fitting or (spoken and not analyses(low)):
        return _spoken(fitting, spoken)
    features = dict(item.split("=", 1) for item in morph.split("|") if "=" in item)
    ranked = _ranked(low, pos, features)
    if not ranked:
        lemma, parts = guess(low, pos, features)
        ranked = [((lemma, parts), 0.0)]
    (lemma, parts), score = ranked[0]
    if pos == "PROPN" and form[0].isupper():
        lemma = lemma[0].upper() + lemma[1:]
    near = [other for (other, _), its in ranked if its >= score - _NEAR] + [other for other, _ in spoken]
    near += _also(low, pos, lemma)
    return Reading(lemma, tuple(dict.fromkeys([lemma, *near])), parts)


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
            found.append(_with_beginning(item, item.verb))
    return found


def _plain(low: str) -> Reading:
    return Reading(low, (low,), (low,))


def _spoken(fitting: list[str], pairs: tuple[tuple[str, str], ...]) -> Reading:
    lemmas = tuple(dict.fromkeys([*fitting, *(lemma for lemma, _ in pairs)]))
    return Reading(lemmas[0], lemmas, (lemmas[0],))


def _ranked(low: str, pos: str, features: Mapping[str, str]) -> list[tuple[tuple[str, tuple[str, ...]], float]]:
    """Return candidate (lemma, parts) with their scores, best first."""
    scores: dict[tuple[str, tuple[str, ...]], float] = {}
    for place, item in enumerate(analyses(low)):
        agreement = _agreement(item, pos, features) - 0.01 * place
        for lemma, parts, extra in _lemmas(item, low, pos, features):
            key = (lemma, parts)
            scores[key] = max(scores.get(key, -99.0), agreement + extra)
    return sorted(scores.items(), key=lambda pair: -pair[1])


def _agreement(item: Analysis, pos: str, features: Mapping[str, str]) -> float:
    kinds = _KINDS.get(pos, ())
    if item.kind in kinds:
        score = 4.0 - 0.3 * kinds.index(item.kind)
    elif item.participle and pos in ("VERB", "AUX", "ADJ", "NOUN"):
        score = 3.5 if pos in ("VERB", "AUX") else 2.0
    elif item.infinitive == "Minen" and pos == "NOUN":
        score = 3.8
    else:
        score = 0.0
    score += _same(item.number, features.get("Number"), 1.0)
    score += _case(item.case, features.get("Case"))
    score += _same(item.person, _person(features), 1.0)
    score += _same(item.mood, features.get("Mood"), 1.0)
    score += _same(item.tense, features.get("Tense"), 0.7) if features.get("VerbForm") == "Fin" else 0.0
    score += _same(item.infinitive, features.get("InfForm"), 1.5) if "InfForm" in features else 0.0
    score += _same(item.degree, features.get("Degree", "Pos").replace("Pos", "") or None, 1.0)
    if features.get("VerbForm") == "Part":
        score += 1.5 if item.participle else -1.5
    if features.get("VerbForm") == "Inf" and not item.infinitive:
        score -= 1.0
    score -= 1.5 * (item.possessive != ("Person[psor]" in features))
    score -= 0.6 * (item.clitic != ("Clitic" in features))
    # A word of the dictionary before one that is put together, and few parts before many.
    return score - 0.4 * item.derived - 0.6 * (len(item.parts) - 1)


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


def _person(features: Mapping[str, str]) -> str | None:
    if features.get("Voice") == "Pass" and features.get("VerbForm") == "Fin":
        return "4"
    return features.get("Person")


def _lemmas(
    item: Analysis, low: str, pos: str, features: Mapping[str, str]
) -> list[tuple[str, tuple[str, ...], float]]:
    """Return the lemmas that a reading may give as this part of speech, each with what speaks for it."""
    lemma, parts = item.lemma, item.parts
    if pos in _FROZEN and item.kind != "negation":
        return [_frozen(item, low, pos)]
    if item.kind == "pronoun":
        lemma = _PRONOUNS.get(lemma, lemma)
        return [(lemma, (lemma,), 0.0)]
    if item.kind == "negation":
        ending = next((name for name in ("ei", "älä") if lemma.endswith(name)), lemma)
        return [(ending, (ending,), 0.0)]
    if item.infinitive == "Minen" and pos == "NOUN":
        noun = minen_noun(low) or lemma
        return [(noun, (*parts[:-1], _tail(noun, parts)), 0.0)]
    if item.participle and item.verb:
        whole = _with_beginning(item, item.verb)
        as_verb = (whole, (*parts[:-1], item.verb), 0.0)
        if pos in ("VERB", "AUX"):
            return [as_verb]
        return [(lemma, parts, 0.2), (*as_verb[:2], -3.0)]
    if item.number == "Plur" and item.kind in ("noun", "place", "name", "noun-adjective") and parts:
        plural = _plural_only(lemma, parts)
        if plural is not None:
            return [plural]
    if item.degree == "Sup" and item.kind == "noun-adjective" and pos == "ADJ":
        return [(lemma, parts, 0.2)]
    return [(lemma, parts, 0.0)]


def _frozen(item: Analysis, low: str, pos: str) -> tuple[str, tuple[str, ...], float]:
    """Return the form itself as lemma: adverbs and adpositions are words of their own in the case they froze in."""
    if item.degree and item.lemma == "hyvä":
        return "hyvin", ("hyvin",), 0.0
    form = low
    if item.clitic and low not in _WHOLE_WITH_CLITIC:
        form = without_clitic(low)
    if item.possessive and pos == "ADP":
        form = without_possessive(form)
    return form, (form,), 0.0


def _plural_only(lemma: str, parts: tuple[str, ...]) -> tuple[str, tuple[str, ...], float] | None:
    if lemma.lower() + "t" in _PLURAL_ONLY:
        return lemma + "t", (*parts[:-1], parts[-1] + "t"), 0.3
    if parts[-1] + "t" in _PLURAL_ONLY:
        return lemma + "t", (*parts[:-1], parts[-1] + "t"), 0.3
    if parts[-1].endswith("nen") and parts[-1][:-3] + "set" in _PLURAL_ONLY:
        return lemma[:-3] + "set", (*parts[:-1], parts[-1][:-3] + "set"), 0.3
    return None


def _with_beginning(item: Analysis, verb: str) -> str:
    """Return the verb with the parts of the compound before it."""
    tail = item.parts[-1] if item.parts else item.lemma
    return item.lemma[: len(item.lemma) - len(tail)] + verb if item.lemma.endswith(tail) else verb


def _tail(noun: str, parts: tuple[str, ...]) -> str:
    """Return the last part of a -minen noun, the parts before it taken off."""
    found = re.search(r"-?([^-]+)$", noun)
    text = found[1] if found else noun
    verb = parts[-1] if parts else ""
    start = text.rfind(verb[:3]) if len(verb) > 3 and len(parts) > 1 else 0
    return text[start:] if start > 0 else text
