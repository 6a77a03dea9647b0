"""Every word a user sees, in Finnish, Swedish and English side by side: one TOML file per room.

A key is `room.name`; its value may hold `{places}` to be filled in, `{unit:form}` for the study's word for a case, and
`{node:form}` for what an analysis calls its themes or classes.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal, cast, get_args

from teema.terms.case_unit import CaseUnit, Wording
from teema.terms.node_word import NodeWord, node_of

__all__ = ["LANGUAGES", "Language", "Wording", "node_of", "number", "percent", "term", "terms", "words_of_node"]

Language = Literal["fi", "sv", "en"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
# A word of the study's own in a form of it.
_WORD = re.compile(r"\{(unit|node):(\w+)\}")


def term(key: str, language: str, **places: object) -> str:
    """Return the word or sentence for `key` in a language, its places filled in.

    Args:
        key: `room.name`, such as `results.cases`.
        language: fi, sv or en; a `Wording` also says what a case is, and whether there are themes or classes.
        **places: Values for the `{places}` of the text.

    Raises:
        KeyError: The key or the language is not there; a fault of ours, never of the user's.

    Example:
        >>> term("common.theme", "fi")
        'teema'
        >>> term("common.theme", "sv")
        'tema'
        >>> term("results.cases", Wording("fi", case_unit="pienryhmä"))
        'n (pienryhmät)'
    """
    room, _, name = key.partition(".")
    text = _room(room)[name][language]
    if not places and not _WORD.search(text):
        return text  # with its places, for whoever fills them in later
    return text.format(unit=CaseUnit.of(language), node=NodeWord.of(language), **places)


def terms(room: str, language: str) -> dict[str, str]:
    """Return all words of a room in a language, their `{places}` left for whoever shows them.

    Example:
        >>> terms("common", "sv")["theme"]
        'tema'
    """
    words = {"unit": CaseUnit.of(language), "node": NodeWord.of(language)}
    return {
        name: _WORD.sub(lambda place: format(words[place[1]], place[2]), entry[str(language)])
        for name, entry in _room(room).items()
    }


def words_of_node(room: str, language: str) -> dict[str, str]:
    """Return those words of a room that say theme or class.

    Example:
        >>> words_of_node("widgets", Wording("fi", node="category"))["board_new"]
        'Uusi luokka'
    """
    said = terms(room, language)
    return {name: said[name] for name, entry in _room(room).items() if "{node:" in entry[str(language)]}


def number(value: float, language: str, decimals: int = 0) -> str:
    """Write a number the way the language does: decimal comma in Finnish and Swedish, narrow space in thousands.

    Example:
        >>> number(12345.678, "fi", 1)
        '12\\u202f345,7'
        >>> number(12345.678, "en", 1)
        '12,345.7'
    """
    text = f"{value:,.{decimals}f}"
    if language == "en":
        return text
    return text.replace(",", "\u202f").replace(".", ",").replace("-", "\u2212")


def percent(share: float, language: str, decimals: int = 0) -> str:
    """Write a share between 0 and 1 as a percentage: with a space in Finnish and Swedish, without in English.

    Example:
        >>> percent(14 / 27, "fi")
        '52\\xa0%'
        >>> percent(14 / 27, "en", 1)
        '51.9%'
    """
    space = "" if language == "en" else "\u00a0"
    return f"{number(share * 100, language, decimals)}{space}%"


@cache
def _room(room: str) -> dict[str, dict[str, str]]:
    text = (files(__name__) / f"{room}.toml").read_text(encoding="utf-8")
    return cast("dict[str, dict[str, str]]", tomllib.loads(text))
