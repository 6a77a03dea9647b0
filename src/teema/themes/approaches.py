"""What an approach sets by default: the names of its levels, and whether counts are shown. It locks nothing."""

from __future__ import annotations

from teema.errors import UnusableValueError
from teema.records import APPROACHES, THEME_KINDS, Approach
from teema.terms import term

__all__ = ["checked", "default_levels", "shows_counts"]


def checked(approach: str) -> Approach:
    """Return the approach.

    Raises:
        UnusableValueError: There is no such approach.
    """
    for known in APPROACHES:
        if approach == known:
            return known
    raise UnusableValueError.of("approach", approach, APPROACHES)


def default_levels(approach: Approach, language: str) -> dict[str, str]:
    """Return the name of each level of themes, in the study's language.

    Content analysis builds classes (Elo & Kyngäs 2008; in Finland Tuomi & Sarajärvi), the others build themes.

    Example:
        >>> default_levels("content-analysis", "fi")["subtheme"]
        'alaluokka'
    """
    tradition = "class" if approach == "content-analysis" else "thematic"
    return {kind: term(f"themes.{tradition}_{kind}", language) for kind in THEME_KINDS}


def shows_counts(approach: Approach) -> bool:
    """Say whether maps print counts by default: not in reflexive analysis, where a theme is not made by counting.

    Braun & Clarke (2006, 2021): how often a thing is said does not tell how much it matters.

    Example:
        >>> shows_counts("reflexive"), shows_counts("content-analysis")
        (False, True)
    """
    return approach != "reflexive"
