"""The inflected forms of Finnish names: stems with their gradation, and the endings that may follow.

A name that stands on a list is turned into its stems once; a word is then cut into a stem and an ending. This makes
more forms than there are, which does no harm where a form that is made in vain is no other word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

__all__ = ["Forms", "ending_of", "stems"]

_CASES = (
    "", "n", "a", "ä", "ta", "tä", "ssa", "ssä", "sta", "stä", "lla", "llä", "lta", "ltä", "lle", "na", "nä", "ksi",
    "tta", "ttä", "hin", "seen", "hon", "hun", "han", "hän", "hen", "hön", "hyn",
)  # fmt: skip
_PLURALS = (
    "ien", "jen", "iden", "den", "ten", "ia", "iä", "ja", "jä", "ita", "itä", "issa", "issä", "ista", "istä", "illa",
    "illä", "ilta", "iltä", "ille", "iin", "ihin", "isiin", "iksi", "ina", "inä",
)  # fmt: skip
_CLITICS = ("", "kin", "kaan", "kään", "ko", "kö", "han", "hän", "pa", "pä")
_POSSESSIVES = ("", "ni", "mme", "nne")
# Endings after a stem that ends in a vowel; the illative of one vowel (Maijaan) is added for each stem.
_ENDINGS = frozenset(
    case + possessive + clitic for case in (*_CASES, *_PLURALS) for possessive in _POSSESSIVES for clitic in _CLITICS
) | {"t"}
_LONGEST = max(map(len, _ENDINGS))
_KEPT = 200_000  # forms that were looked up before
_VOWELS = "aeiouyäöå"
# The strong grade and its weak one at the border of the last syllable.
_GRADES = (
    ("kk", "k"), ("pp", "p"), ("tt", "t"), ("nk", "ng"), ("nt", "nn"), ("mp", "mm"), ("lt", "ll"), ("rt", "rr"),
    ("lk", "l"), ("rk", "r"), ("lk", "lj"), ("rk", "rj"), ("ht", "hd"), ("hk", "h"), ("p", "v"), ("t", "d"), ("k", ""),
    ("uku", "uvu"), ("yky", "yvy"),
)  # fmt: skip
# Nouns whose stem ends in e though they end in i, as last parts of names; names of people else keep their i.
_E_NOUNS = re.compile(
    r"(?:mäki|lahti|järvi|niemi|koski|joki|saari|salmi|lampi|vuori|kivi|lehti|hirvi|suvi|nurmi|talvi|tammi|suomi"
    r"|helsinki|kaski|kurki|tuomi|niini|henki|viini|meri|veri|lumi|ovi|sormi|lohi|hanki|kuusi|tuuli|pilvi|saarni)$"
)
_LAST = re.compile(rf"^(.*?[{_VOWELS}]?)([^{_VOWELS}]+)([{_VOWELS}]{{1,2}})$")


def stems(name: str, *, given: bool = False) -> set[str]:
    """Return the stems of a name, in small letters, that endings are put to.

    Args:
        name: The base form.
        given: It is a given name, in which a single consonant does not change: Satu, Satu-n; but Pekka, Peka-n.

    Example:
        >>> sorted(stems("Kerttu")), sorted(stems("Virtanen"))
        (['kerttu', 'kertu'], ['virtane', 'virtanen', 'virtas', 'virtase', 'virtasi'])
    """
    base = name.lower()
    found = {base}
    if base.endswith("nen") and len(base) > 4:
        root = base[:-3]
        return {base, root + "ne", root + "se", root + "s", root + "si"}
    if base[-1] not in _VOWELS:
        return found | _of_consonant(base)
    if _E_NOUNS.search(base):
        found |= _grades(base[:-1] + "e")
        if base.endswith(("vuori", "saari", "niemi", "meri", "lohi", "veri", "salmi", "tuuli")):
            found.add(base[:-1])  # Vuor-ta, Saar-ta, Mer-ta
        if base.endswith(("niemi", "lumi")):
            found.add(base[:-2] + "n")  # Niem-ta is Nientä
    if base.endswith("si"):  # Orivesi, Orivede-ssä, Orivet-tä
        found |= {base[:-2] + "de", base[:-2] + "te", base[:-2] + "t"}
    if base.endswith("e") and not given:
        found |= {stem + "e" for stem in _grades(base)}  # Rinne, Rintee-n
    grades = _grades(base, single=not given)
    return found | grades | {_plural(stem) for stem in grades}


def _plural(stem: str) -> str:
    """Return the stem before the i of the plural: Mäkelä, Mäkelö-i-llä; Virta, Virto-i-hin."""
    return stem[:-1] + {"a": "o", "ä": "ö"}.get(stem[-1], stem[-1])


def _of_consonant(base: str) -> set[str]:
    found = {base + "i"}  # Kevin, Kevini-n
    if base.endswith(("at", "ät")):
        found |= {_plural(stem) for stem in _grades(base[:-1])} | {base[:-1]}  # Virrat, Virro-illa
    if base.endswith(("us", "ys", "es", "os", "is", "as", "äs", "ös")):
        root = base[:-1]
        found |= {root + "kse", root + "ks", root + root[-1], root + "de", root + "te", root + "t"}
        found |= {stem + root[-1] for stem in _grades(root)}  # Kangas, Kankaa-n
    if base.endswith(("el", "er")):
        found.add(base + "e")
    return found


@cache
def _grades(stem: str, *, single: bool = True) -> frozenset[str]:
    """Return a stem in both grades, in whichever it is given; `single` consonants change, too."""
    match = _LAST.match(stem)
    if not match:
        return frozenset({stem})
    before, border, after = match.groups()
    found = {stem}
    for strong, weak in _GRADES:
        if not single and len(strong) == 1:
            continue
        if border.endswith(strong) and (len(strong) > 1 or len(border) == 1 or border[-2] in "lrhnm"):
            found.add(before + border[: len(border) - len(strong)] + weak + after)
        if weak and border.endswith(weak) and (len(border) == len(weak) or border[-len(weak) - 1] in "lrhnm"):
            found.add(before + border[: len(border) - len(weak)] + strong + after)
    if border == "k" and single:
        for vowels in ("uu", "yy"):
            if before[-1:] + after == vowels:
                found.add(before + "v" + after)  # Puku, Puvu-n
    return frozenset(found)


def ending_of(form: str, stem: str) -> str | None:
    """Return what stands after a stem when it may be an ending (`""` for none), or None.

    Example:
        >>> ending_of("maijallekin", "maija"), ending_of("maijaan", "maija"), ending_of("maijalainen", "maija")
        ('llekin', 'an', None)
    """
    if not form.startswith(stem):
        return None
    rest = form[len(stem) :]
    if rest in _ENDINGS:
        return rest
    last = stem[-1]
    if rest.startswith(last) and last in _VOWELS and rest[1:] in _ILLATIVES:
        return rest  # the illative: Maija-an
    return rest if rest.startswith(":") and rest[1:].lstrip("ie") in _ENDINGS else None


_ILLATIVES = frozenset("n" + clitic for clitic in _CLITICS)


class Forms:
    """The forms of listed names, looked up by word.

    Args:
        names: The names in their base forms.
        genitive_s: Also take the Swedish genitive (Eriks, Helsingfors).
        given: They are given names.

    Example:
        >>> Forms(["Lahti", "Turku"]).bases("Lahdessa"), Forms(["Lahti"]).bases("lahkossa")
        (('Lahti',), ())
    """

    def __init__(self, names: Iterable[str], *, genitive_s: bool = False, given: bool = False) -> None:
        self._names: dict[str, set[str]] = {}
        for name in names:
            for stem in stems(name, given=given):
                self._names.setdefault(stem, set()).add(name)
        self._s = genitive_s
        self._known: dict[str, tuple[str, ...]] = {}
        self._base = {name.lower(): name for found in self._names.values() for name in found}

    def bases(self, form: str, *, itself: bool = True) -> tuple[str, ...]:
        """Return the names that a word may be a form of; the one with the longest stem first.

        Args:
            form: The word.
            itself: A word that is itself a name is that name and nothing else; False asks for the others.
        """
        if not itself:
            return self._read(form, itself=False)
        if form not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[form] = self._read(form, itself=True)
        return self._known[form]

    def _read(self, form: str, *, itself: bool) -> tuple[str, ...]:
        word = form.lower().replace("’", "'")
        if itself and word in self._base:
            return (self._base[word],)
        found: dict[str, int] = {}
        for cut in range(len(word), max(1, len(word) - _LONGEST - 2), -1):
            names = self._names.get(word[:cut])
            if names and ending_of(word, word[:cut]) is not None:
                for name in sorted(names):
                    if _fits(name.lower(), word[:cut], word[cut:]) and (itself or name.lower() != word):
                        found.setdefault(name, cut)
        if not found and self._s and word.endswith("s") and word[:-1] in self._base:
            return (self._base[word[:-1]],)
        return tuple(found)


def _fits(name: str, stem: str, ending: str) -> bool:
    """Say whether an ending may follow a stem: a bare consonant takes only some, a stem that is no name needs one."""
    if not ending:
        return stem == name
    return stem[-1] in _VOWELS or (ending.startswith(("t", "i", ":")) and ending != "t")
