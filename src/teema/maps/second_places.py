"""Themes that are seen as a second kind, too: marked where they stand, and in the box that they belong to as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.maps.marks import Mark, Marks
from teema.maps.text import clean
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["second_places"]


def second_places(themes: pd.DataFrame, language: str) -> Marks:
    """Return the marks of second places.

    Args:
        themes: `theme`; and `also`, the other theme that one is seen under, where there is such a column.
        language: fi, sv or en.

    Example:
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"theme": ["Vertaistuki", "Mekanismit"], "also": ["Mekanismit", None]})
        >>> [mark.words for marks in second_places(frame, "fi").nodes.values() for mark in marks]
        ['nähdään myös: Mekanismit', 'tässä myös: Vertaistuki']
    """
    names = set(themes["theme"])
    pairs = zip(themes["theme"], themes["also"], strict=True) if "also" in themes.columns else ()
    nodes: dict[str, list[Mark]] = {}
    guests: dict[str, list[str]] = {}
    for theme, also in pairs:
        if also in names:
            nodes[theme] = [Mark("also", term("maps.mark_also", language, after=clean(also)))]
            guests.setdefault(also, []).append(clean(theme))
    for host, themes_here in guests.items():
        words = term("maps.mark_also_here", language, before="; ".join(themes_here))
        nodes.setdefault(host, []).append(Mark("also_here", words))
    return Marks(nodes={key: tuple(marks) for key, marks in nodes.items()})
