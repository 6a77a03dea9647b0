"""Words before a name that say a name follows: titles, kin, *nimeni on*."""

from __future__ import annotations

import re
from typing import Literal

from teema.privacy.finding import Word

__all__ = ["cue", "followed"]

_TITLES = re.compile(
    r"^(?:\w*(?:hoitaja|ohjaaja|opettaja|työntekijä|lääkäri|terapeutti|johtaja|päällikkö|valmentaja|neuvoja|avustaja"
    r"|sihteeri|psykologi|kuraattori|isännöitsijä|pastori|rehtori|professori|kouluttaja|tohtori|kätilö|vastaava"
    r"|esimies|esihenkilö|sosionomi|diakoni|poliisi|ministeri|kummi)|ope|opettajat|rouva|herra|neiti|täti|setä|eno"
    r"|mummo|mummi|mummu|mamma|ukki|vaari|pappa|pappi|pomo|kollega|kaveri|ystävä|naapuri|serkku|veli|sisko|tri|prof"
    r"|hra|rva|nti|asiakas|potilas|oppilas|opiskelija|"
    r"doktor|herr|fru|fröken|läkare|lärare|\w*skötare|\w*sköterska|handledare|farbror|tant|mr|mrs|ms|dr|nurse|teacher)$"
)
_KIN = re.compile(
    r"^(?:\w*äiti|äidi|\w*isä|poika|poja|tytär|tyttär|tyttö|tytö|lapse|sisko|sisare|velje|vaimo|miehe|mies|\w*puoliso"
    r"|serk[kua]|ystävä|kaveri|kolleg|esimiehe|esihenkilö|\w*ystävä|kummi|mummo|mummi|anoppi|anopi|appi|api|naapuri"
    r"|pomo|hoitaja|lääkäri|ohjaaja|opettaja|terapeutti|omahoitaja|kaks\w*|esikois|kuopu|vauva)\w*"
    r"(?:ni|mme|nsa|nsä|aan|ään|een|si)$"
)
_SWEDISH_KIN = re.compile(r"^(?:man|fru|son|dotter|bror|syster|mamma|pappa|mormor|farmor|kollega|vän|chef|sambo)$")
_NAMED = re.compile(
    r"^(?:nimeni|nimi|nimeltä|nimeltään|nimenä|nimensä|nimeksi|etunimi|sukunimi|heter|namn|named|called|terveisin|terv"
    r"|terveisiä|terkuin|hälsningar|allekirjoittanut)$"
)
# What is done with somebody, or by somebody.
_WITH = re.compile(r"^(?:kanssa|kaa|kans|luona|luokse|luo|luota|mielestä|ansiosta|puheille|puheilla)$")
_DID = re.compile(
    r"^(?:sano[oi]|kerto[oi]|kertoo|kysyi|kysyy|vastasi|soitti|soittaa|hymyili|itki|nauroi|halasi|lohdutti|kuunteli|lupasi"
    r"|pyysi|neuvoi|muistutti|ehdotti|sa|said|told|asked|sade|frågade)$"
)


def cue(words: list[Word], place: int) -> Literal["named", "title", ""]:
    """Say whether the words before one announce a name.

    Example:
        >>> from teema.privacy.finding import words_of
        >>> [cue(words_of(text), 2) for text in ("Nimeni on Xara", "Kun ohjaaja Xara", "Kun sitten Xara")]
        ['named', 'title', '']
    """
    before = [word.text.lower() for word in words[max(0, place - 2) : place]]
    if not before:
        return ""
    last = before[-1]
    earlier = before[0] if len(before) == 2 else ""
    if _NAMED.match(last) or (last in ("on", "oli", "är", "is", "was") and _NAMED.match(earlier)):
        return "named"
    if words[place].first and last not in ("tri", "prof", "hra", "rva", "nti", "dr", "mr", "mrs", "ms"):
        return ""  # another sentence
    if _TITLES.match(last) or _KIN.match(last):
        return "title"
    return "title" if _SWEDISH_KIN.match(last) and earlier in ("min", "mitt", "vår", "hennes", "hans") else ""


def followed(words: list[Word], place: int) -> bool:
    """Say whether the word after one tells that it is a person: *kanssa*, *luona*, or a verb of speaking.

    Example:
        >>> from teema.privacy.finding import words_of
        >>> followed(words_of("Uskon kanssa puhuin"), 0), followed(words_of("Uskon tulevaan"), 0)
        (True, False)
    """
    if place + 1 >= len(words) or words[place + 1].first:
        return False
    after = words[place + 1].text.lower()
    genitive = words[place].text.lower().endswith(("n", "s"))
    return bool(_WITH.match(after) if genitive else _DID.match(after))
