"""What stands above the codes is called: theme or class, and its levels; in the forms that sentences need."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple

__all__ = ["USUAL_NODE", "NodeWord", "node_of"]

USUAL_NODE = "theme"
_OR = {"fi": "tai", "sv": "eller", "en": "or"}
_LEVELS = ("unifying", "overarching", "theme", "subtheme")


class NodeWord(NamedTuple):
    """The word for themes; the format `{node:par_pl}` in a term gives a form of it, `{node:Par_pl}` a capital.

    `{node:unifying}`, `{node:overarching}`, `{node:theme}` and `{node:subtheme}` are the names of the levels, which are
    the researcher's own and stand as they were written.

    Example:
        >>> f"{NodeWord('category', 'fi'):Par_pl}", f"{NodeWord('theme/category', 'sv'):a}"
        ('Luokkia', 'ett tema eller en kategori')
    """

    node: str
    language: str
    levels: Mapping[str, str] | None = None

    @classmethod
    def of(cls, language: str) -> NodeWord:
        """Return the word in a language; without a `Wording` it is the theme."""
        return cls(getattr(language, "node", USUAL_NODE), str(language), getattr(language, "levels", None))

    def __format__(self, form: str) -> str:
        name = form.lower()
        if name in _LEVELS:
            found = (self.levels or _usual_levels(self.language))[name]
        else:
            said = dict.fromkeys(_words()[node][self.language][name] for node in self.node.split("/"))
            found = f" {_OR[self.language]} ".join(said)
        return found[:1].upper() + found[1:] if form[:1].isupper() else found


def node_of(levels: Mapping[str, str], language: str) -> str | None:
    """Return the word that most names of levels end with, or None where none does.

    Example:
        >>> node_of({"theme": "kategoria", "subtheme": "alakategoria"}, "fi")
        'class'
        >>> node_of({"theme": "ulottuvuus"}, "fi")
    """
    counts = {
        node: sum(name.casefold().endswith(forms[str(language)]["nom"]) for name in levels.values())
        for node, forms in _words().items()
    }
    best = max(counts, key=lambda node: counts[node])
    return best if counts[best] else None


def _usual_levels(language: str) -> dict[str, str]:
    from teema.terms import term

    return {level: term(f"themes.thematic_{level}", language) for level in _LEVELS}


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads((files("teema.terms") / "node_words.toml").read_text(encoding="utf-8"))
