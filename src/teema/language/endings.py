"""Endings of Finnish words: clitics, possessives, and base forms by the ending alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = [
    "adjective",
    "infinitive",
    "looks_finnish",
    "minen_noun",
    "nominative",
    "without_clitic",
    "without_possessive",
]

_CLITICS = re.compile(
    r"(?<=\w{2})(kaan|kään|kin|han|hän|ko|kö|pa|pä|kohan|köhän|pahan|pähän|pas|päs|kos|kös|kaa|kää|ki)$"
)
_POSSESSIVES = re.compile(r"(?<=\w{3})(ni|si|nsa|nsä|mme|nne|(?<=a)an|(?<=ä)än|(?<=e)en)$")
_MINEN = re.compile(r"^(.*m)(?:inen|is\w*|iin\w*|isten)$")
# Case endings after a vowel stem, or after a foreign word's i; longest first.
_ENDINGS: dict[str, tuple[str, ...]] = {
    "Gen": ("ien", "jen", "iden", "in", "n"),
    "Par": ("ita", "itä", "ja", "jä", "ia", "iä", "tä", "ta", "a", "ä"),
    "Ine": ("issa", "issä", "ssa", "ssä"),
    "Ela": ("ista", "istä", "sta", "stä"),
    "Ill": (
        "ihin", "iihin", "seen", "iin", "aan", "ään", "een", "oon", "uun", "yyn", "öön",
        "hin", "han", "hen", "hon", "hun", "hyn", "hän", "hön",
    ),
    "Ade": ("illa", "illä", "lla", "llä"),
    "Abl": ("ilta", "iltä", "lta", "ltä"),
    "All": ("ille", "lle"),
    "Ess": ("ina", "inä", "na", "nä"),
    "Tra": ("iksi", "ksi"),
    "Abe": ("itta", "ittä", "tta", "ttä"),
}  # fmt: skip
# Cases before whose ending a doubled stop is single (servetin, but servettinä), and a single one d, v or nothing.
_WEAK = frozenset({"Gen", "Ine", "Ela", "Ade", "Abl", "All", "Tra", "Abe"})
_WEAK_STOP = re.compile(r"((?:^|[^aeiouyäö])[aeiouyäö]|[nlrm])([ptk])([iuo])$")
# Forms that only a word in -inen has: kiihkoisen, kiihkoisia; not kiihkoista, which might come from kiihko.
_INEN = re.compile(
    r"^(\w{2,}[aeouyäö]i)s(?:e[nt]|e(?:ss|st|ll|lt)[aä]|elle|een|eksi|en[aä]|i[aä]|i(?:ss|st|ll|lt)[aä]|iin|ille|iksi|ten)$"
)
# Names that end so have an i of their own: Kocinski, Jurkki, Halvari.
_OWN_I = re.compile(r"(kk|pp|tt|sk|nk|rj|lj|[aeu]r)i$")
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


def looks_finnish(word: str) -> bool:
    """Say whether a word looks Finnish: no letters of loans, no cluster at its beginning.

    Example:
        >>> looks_finnish("kalymnos"), looks_finnish("leaf")
        (True, False)
    """
    return not re.search(r"[bcfgqwxzåšž]|sh|th|ee[tdk]$|^[^aeiouyäö]{2}", word)


def nominative(form: str, features: Mapping[str, str], *, name: bool) -> str:
    """Return the base form of an unknown nominal by the case that the tagger saw; the form itself when none fits.

    Args:
        form: In small letters, clitics taken off.
        features: The tagger's: Case, Number, Person[psor].
        name: A name; names from abroad have no i of their own at the end (*Cohenin*: Cohen), loans do (*plugin*).

    Example:
        >>> nominative("leafin", {"Case": "Gen", "Number": "Sing"}, name=True)
        'leaf'
        >>> nominative("attraktorilta", {"Case": "Abl", "Number": "Sing"}, name=False)
        'attraktori'
    """
    if "Person[psor]" in features:
        form = _POSSESSIVES.sub("", form)
    case = features.get("Case", "Nom")
    plural = features.get("Number") == "Plur"
    if case == "Nom":
        if not (plural and len(form) > 3 and form.endswith("t")):
            return form
        found = _base_of_stem(form[:-1], name=name)
        return found if name else _WEAK_STOP.sub(r"\1\2\2\3", found)
    for ending in _ENDINGS.get(case, ()):
        if form.endswith(ending) and len(form) - len(ending) >= 2:
            base = _by_ending(form[: -len(ending)], ending, case, name=name)
            if base is not None:
                return base if name or case not in _WEAK else _WEAK_STOP.sub(r"\1\2\2\3", base)
    return form


def _by_ending(stem: str, ending: str, case: str, *, name: bool) -> str | None:
    last = stem[-1]
    if case == "Ill" and len(ending) == 3 and ending[0] == ending[1]:
        return _base_of_stem(stem + ending[0], name=name)
    if ending in ("jen", "ja", "jä"):
        return stem if last in _VOWELS else None
    if ending == "ien":
        return stem if name and last not in _VOWELS else stem + ("i" if last not in _VOWELS else "")
    if ending[0] == "i":
        if last not in _VOWELS:
            return _base_of_stem(stem + "i", name=name)
        # the i of a plural: nereideillä has e for the i of the singular
        return _base_of_stem(stem[:-1] + "i" if last == "e" and stem[-2] not in _VOWELS else stem, name=name)
    if last in _VOWELS or case == "Par":
        return _base_of_stem(stem, name=name)
    return None


def adjective(form: str) -> str | None:
    """Return the base of an unknown word whose ending shows that it is one in -inen, or None.

    Example:
        >>> adjective("kansalliskiihkoisia"), adjective("someaktiivisempia"), adjective("kahvilla")
        ('kansalliskiihkoinen', None, None)
    """
    match = _INEN.match(form)
    return f"{match[1]}nen" if match else None


def _base_of_stem(stem: str, *, name: bool) -> str:
    """Return the nominative of a vowel stem, where a rule is safe."""
    if re.search(r"[aeiouyäö]ksi$", stem) and not name:
        return stem[:-3] + "s"
    if stem.endswith("i") and len(stem) > 3 and stem[-2] not in _VOWELS:
        # Kalymnos, Leaf, Theron; a common noun only where it shows its English spelling.
        if name:
            own = _OWN_I.search(stem)
            foreign = own is None or not (own[1] == "sk" or looks_finnish(stem))
        else:
            foreign = re.search(r"(?:[cwxq]|sh|th|ee[tdk])i$|ck", stem) is not None
        return stem[:-1] if foreign else stem
    if stem.endswith("kse"):
        return stem[:-3] + "s"
    if stem.endswith(("ude", "yde")):
        return stem[:-2] + "s"
    if stem.endswith("se") and len(stem) > 4 and stem[-3] in _VOWELS and (not name or looks_finnish(stem)):
        return stem[:-2] + "nen"
    if stem.endswith("ee") and not name:
        return stem[:-1]
    return stem


# What a verb's form ends in, and what its first infinitive ends in; {a} is a or ä. The first that fits.
_VERB_ENDINGS = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        # participles
        (r"(oi|öi)(?:nut|nyt|nee\w*|tu\w*|ty\w*|da|dä)$", r"\1d{a}"),
        (r"(?:a|ä)(?:nnut|nnyt|nnu|nny|nnee\w*|ttu\w*|tty\w*|tu|ty)$", "{a}t{a}"),
        (r"e(?:ttu|tty)\w*$", "{a}{a}"),
        (r"(u|y|i|o|ö)(?:nut|nyt|nee\w*|nu|ny|ttu\w*|tty\w*)$", r"\1{a}"),
        (r"(?:a|ä)(?:nut|nyt|nee\w*|nu|ny)$", "{a}{a}"),
        (r"l(?:lut|lyt|lee\w*|lu|ly|tu\w*|ty\w*)$", "ll{a}"),
        (r"s(?:sut|syt|see\w*|su|sy|tu\w*|ty\w*)$", "st{a}"),
        # passive
        (r"(oi|öi)(?:daan|dään|tiin)$", r"\1d{a}"),
        (r"(?:a|ä)(?:taan|tään|ttiin)$", "{a}t{a}"),
        (r"e(?:taan|tään|ttiin)$", "{a}{a}"),
        (r"(u|y|i|o|ö)(?:taan|tään|ttiin)$", r"\1{a}"),
        # infinitives and the present participle
        (r"(oi|öi)(?:ma\w*|mä\w*|va\w*|vä\w*|den|dessa\w*|dessä\w*)$", r"\1d{a}"),
        (r"(?:aa|ää)(?:ma\w*|mä\w*|va\w*|vä\w*)$", "{a}t{a}"),
        (r"(?:a|ä)(?:ten|tessa\w*|tessä\w*)$", "{a}t{a}"),
        (r"([tshlnr]t|t|d|s)(?:a|ä)(?:ma\w*|mä\w*|va\w*|vä\w*|en|essa\w*|essä\w*)$", r"\1{a}{a}"),
        (r"(u|y|i|o|ö)(?:ma\w*|mä\w*|va\w*|vä\w*|en|essa\w*|essä\w*)$", r"\1{a}"),
        (r"(?:a|ä)(?:va\w*|vä\w*|ma\w*|mä\w*)$", "{a}{a}"),
        # conditional, past, present
        (r"(oi|öi)(?:si\w*|n|t|mme|tte|vat|vät)?$", r"\1d{a}"),
        (r"(?:a|ä)isi\w*$", "{a}t{a}"),
        (r"(u|y)isi\w*$", r"\1{a}"),
        (r"(?:a|ä)si(?:n|t|mme|tte|vat|vät)?$", "{a}t{a}"),
        (r"(tt|ht|st)i(?:n|t|mme|tte|vat|vät)?$", r"\1{a}{a}"),
        (r"(?:taa|tää)(?:n|t|mme|tte)?$", "t{a}{a}"),
        (r"(?:aa|ää)(?:n|t|mme|tte)?$", "{a}t{a}"),
        (r"(u|y|o|ö)(?:n|t|mme|tte|\1)$", r"\1{a}"),
        (r"(uu|yy|oo|öö)$", "{a}"),
    )
)


def infinitive(form: str) -> str:
    """Return the first infinitive of an unknown verb by its ending; the form itself when none fits.

    Example:
        >>> infinitive("bannattu"), infinitive("filtteröity"), infinitive("treenaantuvat"), infinitive("stumppaa")
        ('bannata', 'filtteröidä', 'treenaantua', 'stumpata')
    """
    front = not re.search("[aou]", form)
    for pattern, ending in _VERB_ENDINGS:
        match = pattern.search(form)
        if match and match.start() >= 2:
            tail = match.expand(ending).replace("{a}", "ä" if front else "a")
            stem = form[: match.start()]
            if tail in ("ata", "ätä"):
                # stumppaa, stumpata: the infinitive of these verbs has the weak grade
                stem = re.sub(r"(pp|tt|kk)$", lambda found: found[1][0], stem)
            return stem + tail
    return form
