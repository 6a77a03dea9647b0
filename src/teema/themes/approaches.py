"""What an approach sets by default: names of levels, counts, nudges, phases, and its printed text. It locks nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from teema.errors import UnusableValueError
from teema.records import APPROACHES, THEME_KINDS, Approach
from teema.tables import Column, Table
from teema.terms import LANGUAGES, Language, Wording, node_of, term

__all__ = [
    "STATISTICS",
    "Statistic",
    "Tradition",
    "approach_table",
    "approach_text",
    "checked",
    "default_levels",
    "follows_from",
    "is_content_analysis",
    "shows_counts",
    "statistic_note",
    "wording",
]

Statistic = Literal["frequency", "test", "agreement"]
Use = Literal["off", "possible", "usual"]
Phases = Literal["thematic", "content", "content-theory"]

STATISTICS: tuple[Statistic, ...] = ("frequency", "test", "agreement")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tradition:
    """What follows from an approach.

    Attributes:
        levels: `thematic` (themes) or `class` (classes).
        frequency: Whether counts belong to it.
        test: Whether statistical tests between groups do.
        agreement: Whether agreement statistics between coders do.
        phases: Which phases it goes through.
        nudges: Warn of names that are a question or one word: a theme is then more than a topic.
    """

    levels: Literal["thematic", "class"] = "thematic"
    frequency: Use
    test: Use = "off"
    agreement: Use
    phases: Phases = "thematic"
    nudges: bool = False


# Braun & Clarke (2006, 2019, 2021, 2022) on their own and the neighbouring approaches; Boyatzis (1998) on coding
# reliability; Gale et al. (2013) on the framework method; Robinson (2022) on structured tabular analysis; Elo & Kyngäs
# (2008) and Tuomi & Sarajärvi (2018) on content analysis.
_TRADITIONS: dict[Approach, Tradition] = {
    "reflexive": Tradition(frequency="off", agreement="off", nudges=True),
    "codebook": Tradition(frequency="possible", agreement="possible"),
    "reliability": Tradition(frequency="usual", test="possible", agreement="usual"),
    "framework": Tradition(frequency="possible", agreement="off"),
    "tabular": Tradition(frequency="usual", agreement="usual"),
    "content-analysis": Tradition(
        levels="class", frequency="usual", test="possible", agreement="possible", phases="content"
    ),
    "content-analysis-theory-guided": Tradition(
        levels="class", frequency="usual", test="possible", agreement="possible", phases="content"
    ),
    "content-analysis-theory-driven": Tradition(
        levels="class", frequency="usual", test="possible", agreement="usual", phases="content-theory"
    ),
}


def checked(approach: str) -> Approach:
    """Return the approach, which may also be named in words of any of the three languages, or by how they begin.

    Raises:
        UnusableValueError: There is no such approach.

    Example:
        >>> checked("teoriaohjaava sisällönanalyysi"), checked("refleksiivinen")
        ('content-analysis-theory-guided', 'reflexive')
    """
    wanted = " ".join(approach.split()).casefold()
    for known in APPROACHES:
        if wanted == known or wanted in _names(known):
            return known
    begun = [known for known in APPROACHES if wanted and any(name.startswith(f"{wanted} ") for name in _names(known))]
    if len(begun) == 1:
        return begun[0]
    raise UnusableValueError.of("approach", approach, APPROACHES)


def _names(approach: Approach) -> set[str]:
    keys = [f"themes.approach_{approach}"]
    if is_content_analysis(approach):
        keys.append(f"themes.orientation_{approach}")
    return {term(key, language).casefold() for key in keys for language in LANGUAGES}


def follows_from(approach: Approach) -> Tradition:
    """Return what follows from an approach.

    Example:
        >>> follows_from("framework").agreement
        'off'
    """
    return _TRADITIONS[approach]


def is_content_analysis(approach: Approach) -> bool:
    """Say whether an approach is one of the three of content analysis, which build classes.

    Example:
        >>> is_content_analysis("content-analysis-theory-driven"), is_content_analysis("framework")
        (True, False)
    """
    return follows_from(approach).levels == "class"


def default_levels(approach: Approach, language: str) -> dict[str, str]:
    """Return the name of each level of themes, in the study's language.

    Content analysis builds classes (Elo & Kyngäs 2008; in Finland Tuomi & Sarajärvi), the others build themes.

    Example:
        >>> default_levels("content-analysis", "fi")["subtheme"]
        'alaluokka'
    """
    return {kind: term(f"themes.{follows_from(approach).levels}_{kind}", language) for kind in THEME_KINDS}


def wording(language: str, approach: Approach, levels: Mapping[str, str]) -> Wording:
    """Return a language that says themes or classes, whichever the levels are called.

    Where the names of the levels are the researcher's own and say neither, it follows the approach.

    Example:
        >>> term("study.sheet_themes", wording("fi", "content-analysis", {"theme": "ulottuvuus"}))
        'Luokat'
        >>> term("study.sheet_themes", wording("fi", "reflexive", {"theme": "kategoria", "subtheme": "alakategoria"}))
        'Kategoriat'
    """
    usual = default_levels(approach, language)
    node = node_of(levels, language) or node_of(usual, language)
    return Wording.of(language, node=node, levels={**usual, **levels})


def shows_counts(approach: Approach) -> bool:
    """Say whether maps print counts by default: not in reflexive analysis, where a theme is not made by counting.

    Braun & Clarke (2006, 2021): how often a thing is said does not tell how much it matters.

    Example:
        >>> shows_counts("reflexive"), shows_counts("content-analysis")
        (False, True)
    """
    return follows_from(approach).frequency != "off"


def statistic_note(approach: Approach, statistic: Statistic, language: str) -> str:
    """Return the line that is printed with a statistic outside its approach; nothing where it belongs.

    Raises:
        UnusableValueError: There is no such statistic.

    Example:
        >>> statistic_note("content-analysis", "frequency", "en")
        ''
        >>> statistic_note("reflexive", "frequency", "en")
        'Counts are not part of reflexive thematic analysis: ...
    """
    if statistic not in STATISTICS:
        raise UnusableValueError.of("statistic", statistic, STATISTICS)
    if getattr(follows_from(approach), statistic) != "off":
        return ""
    return term(f"themes.outside_{statistic}", language, approach=term(f"themes.approach_{approach}", language))


def approach_text(
    approach: Approach,
    language: str,
    *,
    levels: Mapping[str, str] | None = None,
    unit: str = "",
    unifying: bool = False,
) -> str:
    """Return an approach in the words of a method section: what it is, its levels, and the unit of analysis.

    It says what the approach means, not what was done; that stands in the journal.

    Args:
        approach: The approach.
        language: fi, sv or en.
        levels: What the levels are called; None takes the usual names.
        unit: The unit of analysis, in the researcher's words.
        unifying: Whether the highest level, which many analyses do without, is told of.

    Example:
        >>> print(approach_text("content-analysis", "en", unit="a meaning unit").split(". ")[-1])
        The unit of analysis is: a meaning unit.
    """
    names = default_levels(approach, language) | dict(levels or {})
    shown = ", ".join(names[kind] for kind in ("subtheme", "theme", "overarching", *(["unifying"] if unifying else [])))
    parts = [term(f"themes.text_{approach}", language), term("themes.text_levels", language, levels=shown)]
    if unit.strip():
        parts.append(term("themes.text_unit", language, named=unit.strip().rstrip(".")))
    return " ".join(parts)


def approach_table(language: Language) -> Table:
    """Return the approaches beside each other.

    Returns:
        Table with `approach`, `name`, `themes` (what themes are in it), `levels`, `frequency`, `test`, `agreement`
        (`off`, `possible` or `usual`) and `hint`.

    Example:
        >>> approach_table("en").to_frame()["approach"].tolist()[:2]
        ['reflexive', 'codebook']
    """
    import pandas as pd

    rows = []
    for approach in APPROACHES:
        tradition, levels = follows_from(approach), default_levels(approach, language)
        row = {
            "approach": str(approach),
            "name": term(f"themes.approach_{approach}", language),
            "themes": term(f"themes.are_{approach}", language),
            "levels": " → ".join(levels[kind] for kind in ("subtheme", "theme", "overarching")),
            "hint": term(f"themes.hint_{approach}", language),
        }
        uses = {str(name): term(f"themes.use_{getattr(tradition, name)}", language) for name in STATISTICS}
        rows.append(row | uses)
    return Table(
        frame=pd.DataFrame(rows),
        title=term("themes.title_approaches", language),
        notes=(term("themes.note_approaches", language),),
        columns=tuple(
            Column(name, term(f"themes.column_{name}", language), "wide-text" if name in ("themes", "hint") else "text")
            for name in ("approach", "name", "themes", "levels", *STATISTICS, "hint")
        ),
        language=language,
    )
