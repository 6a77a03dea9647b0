"""Voikko's analyses of one word form, from pip packages alone, or from the system library where there is one.

Both give Voikko's own analysis string; it is taken apart here, so that the result is the same record from either.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

__all__ = ["NAMES", "Analysis", "analyses", "parse"]

# The kinds that are proper names.
NAMES = frozenset({"place", "name", "first-name", "surname"})

_TAG = re.compile(r"\[([A-Z][^\]]*)\]|([^\[]+)")
# What is left of an analysis without base forms and tags other than the boundary of a compound is the word itself.
_SKIPPED = re.compile(r"\[X[pjr]\][^\[]*(?=\[)|\[(?!Bc\])[^\]]*\]")
# Finnish writes a hyphen between two equal vowels of a compound: matka-ansa, so matkaansa is no compound.
_DOUBLED = re.compile(r"([aeiouyäö])\[Bc\]\1")
_CLASSES = {
    "n": "noun", "nl": "noun-adjective", "l": "adjective", "s": "adverb", "r": "pronoun", "u": "numeral", "t": "verb",
    "k": "negation", "c": "conjunction", "d": "adposition", "a": "abbreviation", "h": "interjection",
    "ee": "first-name", "es": "surname", "ep": "place", "em": "name", "p": "prefix",
}  # fmt: skip
_CASES = {
    "n": "Nom", "g": "Gen", "p": "Par", "ine": "Ine", "ela": "Ela", "ill": "Ill", "ade": "Ade", "abl": "Abl",
    "all": "All", "es": "Ess", "tr": "Tra", "ab": "Abe", "in": "Ins", "ko": "Com", "a": "Acc", "sti": "Sti",
}  # fmt: skip
_INFINITIVES = {"n1": "1", "n2": "2", "n3": "3", "n4": "Minen", "n5": "Maisillaan"}
_MOODS = {"t": "Ind", "e": "Cnd", "k": "Imp", "m": "Pot"}
_PARTICIPLES = {"v": "Pres", "a": "PresPass", "u": "Past", "t": "PastPass", "m": "Agt", "e": "Neg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """One way of reading a word form. Features carry Universal Dependencies' names; None where they do not apply.

    Attributes:
        lemma: The base form, derivations included (`asiakassuhde`, `kiusaaja`).
        parts: Base forms of the compound's parts.
        kind: Word class: noun, noun-adjective, adjective, adverb, pronoun, numeral, verb, negation, conjunction,
            adposition, abbreviation, interjection, first-name, surname, place, name or prefix.
        verb: The verb that a participle or an action noun comes from.
        derived: How many derivations were needed; a word of the dictionary has none.
        clitic: True when a clitic (-kin, -ko, -han …) was taken off.
        possessive: True when a possessive suffix was taken off.
    """

    lemma: str
    parts: tuple[str, ...]
    kind: str
    case: str | None = None
    number: str | None = None
    person: str | None = None
    mood: str | None = None
    tense: str | None = None
    infinitive: str | None = None
    participle: str | None = None
    degree: str | None = None
    verb: str | None = None
    derived: int = 0
    clitic: bool = False
    possessive: bool = False

    @property
    def verb_whole(self) -> str:
        """The verb of a participle or action noun, with the parts of the compound before it."""
        tail = self.parts[-1] if self.parts else self.lemma
        verb = (self.verb or self.lemma).replace("=", "")
        return self.lemma[: len(self.lemma) - len(tail)] + verb if self.lemma.endswith(tail) else verb


@cache
def analyses(form: str) -> tuple[Analysis, ...]:
    """Return every reading of a word form, the plainest first; none when the dictionary knows none.

    Letter case is left aside: the tagger knows names by their place in the sentence.

    Example:
        >>> [(item.lemma, item.parts, item.case) for item in analyses("asiakassuhteessa")]
        [('asiakassuhde', ('asiakas', 'suhde'), 'Ine')]
        >>> sorted({item.lemma for item in analyses("kuulla")})
        ['kuu', 'kuulla', 'kuultaa']
    """
    low = form.lower()
    # libvoikko has rules of its own for hyphens; the transducer itself is asked, so that both give the same.
    found = _by_pyvoikko()(low) if "-" in low else _lookup()(low)
    texts = [text for text in found if not _DOUBLED.search(_SKIPPED.sub("", text))]
    # Each gives them in an order of its own; ours puts what needs least explaining first.
    texts.sort(key=lambda text: (text.count("[Bc]"), text.count("[Xj]"), text))
    return tuple(dict.fromkeys(map(parse, texts)))


@cache
def _lookup() -> Callable[[str], list[str]]:
    """Return the function that gives Voikko's analysis strings: the system library when it works, else pyvoikko."""
    try:
        from libvoikko import Voikko, VoikkoException, VoikkoLibrary
    except (ImportError, OSError):
        return _by_pyvoikko()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the binding warns of what only concerns its own import
            # Asked for first: a Voikko that finds no library is half made, and complains when it is thrown away.
            VoikkoLibrary.open()
            library = Voikko("fi")
    except (VoikkoException, OSError, AttributeError):
        return _by_pyvoikko()
    return lambda word: [item["FSTOUTPUT"] for item in library.analyze(word) if "FSTOUTPUT" in item]


@cache
def _by_pyvoikko() -> Callable[[str], list[str]]:
    from kfst import TokenizationException
    from pyvoikko import VOIKKO_FST

    def look_up(word: str) -> list[str]:
        try:
            return [text for text, _weight in VOIKKO_FST.lookup(word)]
        except TokenizationException:
            return []  # a letter that Finnish words do not have

    return look_up


def parse(text: str) -> Analysis:
    """Take one of Voikko's analysis strings apart.

    `[Xp]base[X]surface` gives the base of a part and how much of it stands in the word; `[Xj]ending[X]surface` a
    derivation; `[Bc]` parts a compound; the other tags are classes and features of the last part.

    Example:
        >>> parse("[Lt][Xp]kiusata[X]kiusaa[Tn4]mise[Sela][Ny]sta").infinitive
        'Minen'
    """
    pieces = text.split("[Bc]")
    parts = [_part(piece) for piece in pieces]
    last = parts[-1]
    # All but the last part stand as they are written; joined, they are the beginning of the lemma.
    beginning = "".join(surface for surface, _, _ in parts[:-1])
    lemma, features, derived = last[1], last[2], text.count("[Xj]")
    if "verb" in features and features.get("L") == "l" and lemma.endswith(("va", "vä")):
        features.setdefault("R", "v")  # saava, jäävä: the dictionary does not mark these participles as such
    # "=" marks a joint inside a word that the dictionary holds whole: toimen=pide.
    bases = tuple(base for part in parts for base in part[1].strip("-").split("=") if base)
    return Analysis(
        lemma=(beginning + lemma).replace("=", ""),
        parts=bases,
        kind=_CLASSES.get(features.get("L", ""), "other"),
        case=_CASES.get(features.get("S", "")),
        number={"y": "Sing", "m": "Plur"}.get(features.get("N", "")),
        person=features.get("P"),
        mood=_MOODS.get(features.get("T", "")),
        tense={"p": "Pres", "i": "Past"}.get(features.get("A", "")),
        infinitive=_INFINITIVES.get(features.get("T", "")),
        participle=_PARTICIPLES.get(features.get("R", "")),
        degree={"c": "Cmp", "s": "Sup"}.get(features.get("C", "")),
        verb=features.get("verb"),
        derived=derived,
        clitic="F" in features,
        possessive="O" in features,
    )


def _part(piece: str) -> tuple[str, str, dict[str, str]]:
    """Return surface, base form and features of one part of a compound."""
    surface = ""
    base = ""
    features: dict[str, str] = {}
    state = ""
    for tag, plain in _TAG.findall(piece):
        if plain:
            if state in ("Xp", "Xj"):
                base += plain
            elif state != "Xr":  # which is a remark of Voikko's own
                surface += plain
        elif tag in ("Xp", "Xj", "Xr"):
            # What was read so far begins the base; an empty ending (-ittain) leaves it as it stands.
            base = base if tag == "Xr" else surface
            state = tag
        elif tag == "X":
            state = ""
        elif tag[0] == "L" and tag[1:] in _CLASSES:
            if features.get("L") == "t":
                features["verb"] = base
            features["L"] = tag[1:]
        elif tag[0] in "SNPTACROF" and len(tag) > 1:
            # The tense tag of a verb and the class of an infinitive share a letter with nothing else.
            features[tag[0]] = tag[1:]
    return surface, base or surface, features
