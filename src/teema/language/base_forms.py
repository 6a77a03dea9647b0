"""The base forms that one reading of a word may have as this or that part of speech."""

from __future__ import annotations

import re
from functools import cache

from teema.language.endings import minen_noun
from teema.language.lexicon import adjectives_of_verbs, plural_only
from teema.language.voikko import Analysis, analyses

__all__ = ["base_forms"]

Candidate = tuple[str, tuple[str, ...], float]

_PRONOUNS = {
    "me": "minä", "te": "sinä", "he": "hän", "nämä": "tämä", "ne": "se", "nuo": "tuo", "ken": "kuka",
    "molempi": "molemmat",
}  # fmt: skip
# With a clitic these are pronouns of their own.
_INDEFINITE = {
    ("joka", "kin"): "jokin", ("mikä", "kin"): "mikin", ("kuka", "kin"): "kukin", ("kumpi", "kin"): "kumpikin",
    ("mikä", "kaan"): "mikään", ("kuka", "kaan"): "kukaan", ("kumpi", "kaan"): "kumpikaan",
}  # fmt: skip
_KUKIN = re.compile(r"ku(?:kin|nkin|takin|ssakin|stakin|hunkin|llakin|ltakin|llekin|nakin|ksikin|tkin)$")
# The third infinitive that became a noun: hän on tulossa.
_UNDER_WAY = {"tulossa": "tulla", "menossa": "mennä"}
# Verbs that the dictionary has by an infinitive of old.
_NEWER = {"parata": "parantua", "peljätä": "pelätä"}
# Compounds that nobody takes apart: who looks for the moon does not mean December.
_WHOLE = re.compile(r"(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu$|kuukausi$|periaate$")
_PARTICIPLES = ("va", "vä", "ut", "yt", "tu", "ty")
_WITH_PLURAL = frozenset({"noun", "place", "name", "noun-adjective", "verb"})


def base_forms(item: Analysis, low: str, pos: str) -> list[Candidate]:
    """Return the lemmas that a reading may give as this part of speech: lemma, parts, what speaks for it.

    Example:
        >>> from teema.language.voikko import analyses
        >>> base_forms(analyses("jotakin")[0], "jotakin", "PRON")
        [('jokin', ('jokin',), 0.0)]
    """
    lemma, parts = item.lemma, item.parts
    plain = _of_closed_class(item, low, pos)
    if plain is not None:
        return [(plain, (plain,), 2.0 if plain == "vanhempi" else 0.0)]
    if item.number == "Plur" and item.kind in _WITH_PLURAL and (plural := _plural_only(low, lemma, parts)):
        return [plural]
    if _WHOLE.match(lemma):
        return [(lemma, (lemma,), 0.0)]
    if item.infinitive == "Minen" and pos == "NOUN":
        noun = minen_noun(low) or lemma
        return [(noun, (*parts[:-1], _tail(noun, parts)), 0.0)]
    if item.participle and item.verb:
        whole = item.verb_whole
        as_verb = (whole, (*parts[:-1], item.verb), 0.0)
        if pos in ("VERB", "AUX"):
            return [as_verb]
        if pos in ("ADJ", "NOUN") and not _is_adjective(item):
            return [as_verb, (lemma, parts, -0.5)]
        return [(lemma, parts, 0.2), (*as_verb[:2], -3.0)]
    if item.degree == "Sup" and item.kind == "noun-adjective" and pos == "ADJ":
        return [(lemma, parts, 0.2)]
    if pos == "NUM" and item.kind in ("numeral", "other") and len(parts) > 1:
        return [("".join(parts), parts, 0.0)]
    return [(lemma, parts, 0.0)]


def _of_closed_class(item: Analysis, low: str, pos: str) -> str | None:
    """Return the lemma of a reading that has one of its own, pronouns, the negation, a few words."""
    lemma = item.lemma
    if item.kind == "pronoun" or lemma == "molempi":
        return _pronoun(lemma, low)
    if item.kind == "negation":
        return next((name for name in ("ei", "älä") if lemma.endswith(name)), lemma)
    if pos == "VERB" and low in _UNDER_WAY:
        return _UNDER_WAY[low]
    if pos == "ADJ" and low == "parasta":
        return "hyvä"  # the dictionary knows every other form of it
    if item.kind == "verb" and lemma in _NEWER:
        return _NEWER[lemma]
    return "vanhempi" if pos == "NOUN" and lemma == "vanha" and item.degree == "Cmp" else None


def _is_adjective(item: Analysis) -> bool:
    """Say whether what comes from a verb is an adjective or noun of its own, not one of the verb's participles."""
    return not item.lemma.endswith(_PARTICIPLES) or not {item.lemma, item.parts[-1]}.isdisjoint(adjectives_of_verbs())


def _pronoun(lemma: str, low: str) -> str:
    if _KUKIN.match(low):
        return "kukin"
    clitic = "kin" if low.endswith("kin") else "kaan" if re.search(r"(?:kaan|kään|[tslä]ään|[sltn]aan)$", low) else ""
    if clitic == "kaan" and lemma == "ken":
        return "kukaan"
    found = _INDEFINITE.get((lemma, clitic))
    return found or _PRONOUNS.get(lemma, lemma)


def _plural_only(low: str, lemma: str, parts: tuple[str, ...]) -> Candidate | None:
    plural = "kuulumiset" if low.startswith("kuulumis") else _plurals().get(lemma.lower())
    if plural is not None:
        return (plural if lemma[0].islower() else plural.capitalize()), _with_plural(parts, plural), 0.3
    last = _plurals().get(parts[-1].lower())
    if last is None or len(parts) < 2:
        return None
    return lemma[: len(lemma) - len(parts[-1])] + last, (*parts[:-1], last), 0.3


def _with_plural(parts: tuple[str, ...], plural: str) -> tuple[str, ...]:
    """Return the parts with the last one in the plural."""
    if len(parts) < 2:
        return (plural,)
    start = plural.rfind(parts[-1][:2])
    return (*parts[:-1], plural[start:] if start > 0 else plural)


@cache
def _plurals() -> dict[str, str]:
    """Return the plural-only noun for each singular that the dictionary gives it."""
    found = {}
    for plural in plural_only():
        singulars = [
            item.lemma.lower()
            for item in analyses(plural)
            if item.case == "Nom" and item.number == "Plur" and not item.infinitive
        ]
        own = [singular for singular in singulars if plural.startswith(singular)]  # häät: hää, not häkä
        found.update(dict.fromkeys(own or singulars, plural))
    return found


def _tail(noun: str, parts: tuple[str, ...]) -> str:
    """Return the last part of a -minen noun, the parts before it taken off."""
    found = re.search(r"-?([^-]+)$", noun)
    text = found[1] if found else noun
    verb = parts[-1] if parts else ""
    start = text.rfind(verb[:3]) if len(verb) > 3 and len(parts) > 1 else 0
    return text[start:] if start > 0 else text
