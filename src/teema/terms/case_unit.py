"""What a case is called: respondent, small group, workshop; in the forms that sentences need."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, Self

from teema.terms.node_word import USUAL_NODE

__all__ = ["CaseUnit", "Wording"]

_USUAL = "vastaaja"
_UNKNOWN = "tapaus"


class Wording(str):
    """A language with the study's own words: equal to `"fi"`, `"sv"` or `"en"`, and used like it.

    Everything shown takes a language; a study hands out this one, so that a table of group notes tells of groups, and
    an analysis one that tells of classes where it has classes.

    Example:
        >>> Wording("fi", case_unit="pienryhmä") == "fi"
        True
    """

    __slots__ = ("case_unit", "levels", "node")
    case_unit: str
    node: str
    levels: Mapping[str, str] | None

    def __new__(
        cls,
        language: str,
        *,
        case_unit: str = _USUAL,
        node: str = USUAL_NODE,
        levels: Mapping[str, str] | None = None,
    ) -> Self:
        """Make it of a language and its words.

        Args:
            language: fi, sv or en.
            case_unit: The word for a case in any of the languages.
            node: What stands above the codes, a word of `node_words.toml`; two with a slash between are said as "or".
            levels: What the levels are called; None takes those of thematic analysis.
        """
        made = super().__new__(cls, language)
        made.case_unit, made.node, made.levels = case_unit, node, levels
        return made

    @classmethod
    def of(cls, language: str, *, node: str | None = None, levels: Mapping[str, str] | None = None) -> Self:
        """Return a language with other words for themes, and the case unit that it has."""
        return cls(language, case_unit=getattr(language, "case_unit", _USUAL), node=node or USUAL_NODE, levels=levels)

    def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, Any]]:
        return (str(self),), {"case_unit": self.case_unit, "node": self.node, "levels": self.levels}


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
