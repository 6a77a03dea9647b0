"""Endings of Finnish words: clitics, and a guess at the base form of a word that no dictionary knows."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["guess", "minen_noun", "without_clitic", "without_possessive"]

_CLITICS = re.compile(r"(?<=\w{2})(kaan|kään|kin|han|hän|ko|kö|pa|pä|kohan|köhän|pas|päs|kos|kös)$")
_POSSESSIVES = re.compile(r"(?<=\w{3})(ni|si|nsa|nsä|mme|nne|(?<=a)an|(?<=ä)än|(?<=e)en)$")
_MINEN = re.compile(r"^(.*m)(?:inen|is\w*|iin\w*|isten)$")
# Case endings after a vowel stem, or after a foreign word's i; longest first.
_ENDINGS: dict[str, tuple[str, ...]] = {
    "Gen": ("ien", "in", "n"),
    "Par": ("ia", "iä", "tä", "ta", "a", "ä"),
    "Ine": ("issa", "issä", "ssa", "ssä"),
    "Ela": ("ista", "istä", "sta", "stä"),
    "Ill": ("seen", "iin", "aan", "ään", "een", "oon", "uun", "yyn", "öön", "hin", "han", "hen", "hon", "hun"),
    "Ade": ("illa", "illä", "lla", "llä"),
    "Abl": ("ilta", "iltä", "lta", "ltä"),
    "All": ("ille", "lle"),
    "Ess": ("ina", "inä", "na", "nä"),
    "Tra": ("iksi", "ksi"),
    "Abe": ("itta", "ittä", "tta", "ttä"),
}
_VOWELS = frozenset("aeiouyåäöé")


def without_clitic(form: str) -> str:
    """Return a form without its clitic.

    Example:
        >>> without_clitic("siltäkin"), without_clitic("tuollako")
        ('siltä', 'tuolla')
    """
    return _CLITICS.sub("", form)


def without_possessive(form: str) -> str:
    """Return a form without its possessive suffix.

    Example:
        >>> without_possessive("kanssani"), without_possessive("luonaan")
        ('kanssa', 'luona')
    """
    return _POSSESSIVES.sub("", form)


def minen_noun(form: str) -> str | None:
    """Return the base of an action noun in -minen, or None.

    Example:
        >>> minen_noun("kiusaamisesta"), minen_noun("kohtaamisissamme")
        ('kiusaaminen', 'kohtaaminen')
    """
    match = _MINEN.match(form)
    return f"{match[1]}inen" if match else None


def guess(form: str, pos: str, features: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return a likely base form of a word that the dictionary does not know, and its parts.

    Tried in order: without a clitic; the last part of a hyphenated word; an abbreviation with a colon; the case ending
    that the tagger saw, taken off so that something like a word remains.

    Args:
        form: The form in small letters.
        pos: Part of speech.
        features: Features that the tagger saw.

    Example:
        >>> guess("leafin", "PROPN", {"Case": "Gen", "Number": "Sing"})
        ('leaf', ('leaf',))
        >>> guess("kelan", "PROPN", {"Case": "Gen", "Number": "Sing"})
        ('kela', ('kela',))
    """
    from teema.language.voikko import analyses

    if ":" in form.strip(":"):
        base = form.partition(":")[0]
        return base, (base,)
    bare = _CLITICS.sub("", form) if features.get("Clitic") else form
    head, hyphen, tail = bare.rpartition("-")
    if hyphen and tail and head:
        known = analyses(tail)
        last = known[0].lemma if known else guess(tail, pos, features)[0]
        return f"{head}-{last}", (*(part for part in head.split("-") if part), last)
    if bare != form and (known := analyses(bare)):
        return known[0].lemma, known[0].parts
    if pos in ("NOUN", "PROPN", "ADJ", "X"):
        stem = _stripped(bare, features)
        return stem, (stem,)
    return bare, (bare,)


def _stripped(form: str, features: Mapping[str, str]) -> str:
    if "Person[psor]" in features:
        form = _POSSESSIVES.sub("", form)
    case = features.get("Case", "Nom")
    if case == "Nom":
        return form.removesuffix("t") if features.get("Number") == "Plur" and len(form) > 3 else form
    for ending in _ENDINGS.get(case, ()):
        if not form.endswith(ending) or len(form) - len(ending) < 2:
            continue
        stem = form[: -len(ending)]
        if case == "Ill" and ending in ("aan", "ään", "een", "oon", "uun", "yyn", "öön"):
            return stem + ending[0]
        if ending in ("in", "ien", "iin") or (ending[0] == "i" and len(ending) > 2):
            # i joins an ending to a foreign word that ends in a consonant; to a word of our own it is the plural
            return stem if stem[-1] not in _VOWELS or ending == "ien" else stem + "i"
        if stem[-1] in _VOWELS or case == "Par":
            return _base_of_stem(stem)
    return form


def _base_of_stem(stem: str) -> str:
    """Return the nominative of a vowel stem, where a rule is safe."""
    if stem.endswith("i") and len(stem) > 3 and stem[-2] not in _VOWELS and not _finnish(stem):
        return stem[:-1]
    if stem.endswith("kse"):
        return stem[:-3] + "s"
    return stem[:-2] + "nen" if stem.endswith("se") and len(stem) > 4 else stem


def _finnish(word: str) -> bool:
    """Say whether a word looks Finnish: no letters of loans, no cluster at its beginning."""
    return not re.search(r"[bcfgqwxzåšž]|^[^aeiouyäö]{2}", word)
