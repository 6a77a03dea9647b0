"""Spoken spellings undone: the written forms that a form of spoken Finnish may stand for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

__all__ = ["respellings"]

_V = "aeiouyäö"


def _rule(pattern: str, *replacements: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    return re.compile(pattern), replacements


# Sound changes of everyday speech, undone; the likeliest first. Each may be applied once, two of them together.
_RULES = (
    _rule(r"(?<=[nlrs][uy])$", "t"),  # menny, tullu -> mennyt, tullut
    _rule(
        r"(?<=[aouyäö])(?=(?:nen|sen|set|sii|sia|siä|sta|stä|ses|sel|seen|sessa|sessä|siin|sella|sellä|selle|seksi?|see|sin|sevat|sevät)$)",
        "i",
    ),
    _rule(r"n[uy]nn[aä]$", "nut", "nyt"),
    _rule(r"(?<=[aeiouyäö])nt$", "nut", "nyt"),
    _rule(r"(?<=[^i])ee(?=[^aeiouyäö]|$)", "ea", "eä"),  # korkee -> korkea
    _rule(r"ii$", "ia", "iä", "iin"),  # lapsii -> lapsia
    _rule(r"oo$", "oa", "oon"),  # sanoo
    _rule(r"öö$", "öä", "öön"),
    _rule(r"ui$", "uja"),  # juttui -> juttuja
    _rule(r"yi$", "yjä"),
    _rule(r"oi$", "oja", "oita"),
    _rule(r"öi$", "öjä", "öitä"),
    _rule(r"uu$", "ua", "uun"),
    _rule(r"yy$", "yä", "yyn"),
    _rule(r"(?<=[ouöy])(?=tt?(?:a|ä|i|u)|tel)", "i"),  # tarkottaa -> tarkoittaa
    _rule(r"(?<=[ouöy])(?=ta$|tä$)", "i"),
    _rule(r"(?<=[aeiouyäö])$", "n"),  # iha -> ihan
    _rule(r"kii?$", "kin"),
    _rule(r"kaa$", "kaan"),
    _rule(r"kää$", "kään"),
    _rule(r"(?<=h)([aä])$", r"\1n"),
    _rule(r"(?<=[aeiouyäö])s$", "ssa", "ssä"),  # koulus -> koulussa
    _rule(r"(?<=[aeiouyäö])l$", "lla", "llä"),
    _rule(r"(?<=[aeiouyäö])lt$", "lta", "ltä"),
    _rule(r"(?<=[aeiouyäö])st$", "sta", "stä"),
    _rule(r"(?<=[aeiouyäö])ks$", "ksi", ""),  # isoks -> isoksi, onks -> on
    _rule(r"is$", "isi"),  # tulis -> tulisi
    _rule(r"(?<=i)t$", "tä", "ta"),  # kavereit -> kavereita
    _rule(r"(?<=p[aä])s$|(?<=k[oö])s$|(?<=kaa)s$|(?<=kää)s$", ""),  # meneppäs
    _rule(r"uu(?=t$|mme$|tte$|tko$|tkos$)", "ua"),
    _rule(r"yy(?=t$|mme$|tte$|tkö$|tkös$)", "yä"),
    _rule(r"(?<=ll)$|(?<=kk)$|(?<=tt)$", "a", "ä"),
    _rule(r"pp(?=[aä]s?$)", "p"),
    _rule(r"(?<=h)(?=[eioö])", "d"),  # lähen -> lähden
    _rule(r"(?<=[iy])(?=[ie]n$)", "d"),
    _rule(r"tt(?=[aäeou])", "ts"),  # mettä -> metsä
    _rule(r"ht(?=[aäeo])", "ts"),
    _rule(rf"([{_V}])([lnrh])\1(?=[mkvhjp])", r"\1\2"),  # silimä -> silmä, vanaha -> vanha
    _rule(rf"([{_V}])l\1?(?=[kp])", r"\1l"),
    _rule(r"([bdfghjklmnprstv])\1(?=(?:aa|ää|oo|uu|yy|ee|ii|öö))", r"\1"),  # pitkkää, aikkaa
    _rule(r"(?<=[oöu])o(?=[a-zäö])", "a"),
    _rule(r"uo", "ua"),
    _rule(r"ua", "aa"),
    _rule(r"iä", "ie", "ää"),
    _rule(r"(?<=[aeiouyäö])[mvpkjlr]$", "n", ""),  # the n before another word, as dialects are written down
    _rule(r"(?<=[aeiouyäö])j(?=[aeiouyäö])", "d"),
    _rule(r"(?<=[aä])s$", ""),  # kuinkas, missäs
    _rule(r"w", "v"),
    _rule(r"(.)\1\1+", r"\1\1", r"\1"),  # kivaaaa -> kivaa
)


def respellings(form: str, known: Callable[[str], bool]) -> Iterator[str]:
    """Yield written forms that a spoken form may stand for, likeliest first, only those that are known words.

    Args:
        form: A form in small letters that the dictionary does not know.
        known: Says whether a form is known.

    Example:
        >>> from teema.language.voikko import analyses
        >>> known = lambda word: bool(analyses(word))
        >>> next(respellings("tarkottaa", known)), next(respellings("juttui", known)), next(respellings("isoks", known))
        ('tarkoittaa', 'juttuja', 'isoksi')
    """
    seen = {form}
    first = []
    for changed in _changed(form):
        if changed not in seen and len(changed) > 2:
            seen.add(changed)
            first.append(changed)
            if known(changed):
                yield changed
    for once in first:
        for twice in _changed(once):
            if twice not in seen and len(twice) > 2:
                seen.add(twice)
                if known(twice):
                    yield twice


def _changed(form: str) -> Iterator[str]:
    for pattern, replacements in _RULES:
        if pattern.search(form):
            for replacement in replacements:
                yield pattern.sub(replacement, form)
