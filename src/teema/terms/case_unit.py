"""What a case is called: respondent, small group, workshop; in the forms that sentences need."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple, Self

__all__ = ["CaseUnit", "Wording"]

_USUAL = "vastaaja"
_UNKNOWN = "tapaus"


class Wording(str):
    """A language with the study's word for a case: equal to `"fi"`, `"sv"` or `"en"`, and used like it.

    Everything shown takes a language; a study hands out this one, so that a table of group notes tells of groups.

    Example:
        >>> Wording("fi", case_unit="pienryhmä") == "fi"
        True
    """

    __slots__ = ("case_unit",)
    case_unit: str

    def __new__(cls, language: str, *, case_unit: str = _USUAL) -> Self:
        """Make it of a language and the word for a case in any of the languages."""
        made = super().__new__(cls, language)
        made.case_unit = case_unit
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, str]]:
        return (str(self),), {"case_unit": self.case_unit}


class CaseUnit(NamedTuple):
    """The word for a case; the format `{unit:par_pl}` in a term gives a form of it, `{unit:Par_pl}` with a capital.

    A word that is not in `case_units.toml` is not inflected by guess: a case is then called a case, and `{unit:named}`
    adds the word in brackets.

    Example:
        >>> unit = CaseUnit.of(Wording("fi", case_unit="opintopiiri"))
        >>> f"{unit:Par_pl}{unit:named}"
        'Tapauksia (opintopiiri)'
    """

    word: str
    language: str
    known: str

    @classmethod
    def of(cls, language: str) -> CaseUnit:
        """Return the word for a case in a language; without a `Wording` it is the respondent."""
        word = getattr(language, "case_unit", _USUAL).strip()
        return cls(word, str(language), _names().get(word.casefold(), _UNKNOWN))

    def __format__(self, form: str) -> str:
        if form == "named":
            return "" if self.word.casefold() in _names() else f" ({self.word})"
        found = _units()[self.known][self.language][form.lower()]
        return found[:1].upper() + found[1:] if form[:1].isupper() else found


@cache
def _units() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((files("teema.terms") / "case_units.toml").read_text(encoding="utf-8"))


@cache
def _names() -> dict[str, str]:
    """Return each unit by its word in any of the languages; a word of two units belongs to the first."""
    found: dict[str, str] = {}
    for unit, languages in _units().items():
        for forms in languages.values():
            found.setdefault(forms["nom"].casefold(), unit)
    return found
