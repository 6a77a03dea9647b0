"""A grouping sheet as data: each reduced expression in its class, and the classes above it, level by level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teema.records import THEME_KINDS, Theme, ThemeKind
from teema.themes.placed import folded

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "LEVELS",
    "WITHIN",
    "GroupingRow",
    "ReadLine",
    "Remembered",
    "SheetClass",
    "cells_of",
    "grouping_rows",
    "path_of",
]

# The levels of classes as the columns stand: lowest first.
LEVELS: tuple[ThemeKind, ...] = tuple(reversed(THEME_KINDS))
# Stands between two classes of one level above each other, the upper first, in one cell.
WITHIN = " › "


@dataclass(frozen=True, slots=True)
class SheetClass:
    """A class as a sheet knows it: GUID, name, level, and the GUID of the class above."""

    id: str
    name: str
    kind: ThemeKind
    parent: str | None


@dataclass(frozen=True, slots=True)
class GroupingRow:
    """One reduced expression in one class.

    Attributes:
        id: Number of the row in the order in which the sheet was written.
        reduced: The reduced expression.
        holder: GUID of the class that holds it; None when no class does.
        cells: Names of the classes by level, lowest first; empty where there is none.
        extracts: On how many extracts it stands.
        cases: In how many cases.
        sample: Some of its original expressions.
    """

    id: str
    reduced: str
    holder: str | None
    cells: tuple[str, ...]
    extracts: int = 0
    cases: int = 0
    sample: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a sheet held when it was written: rows by their id, and all classes of the analysis by GUID."""

    rows: Mapping[str, GroupingRow]
    classes: Mapping[str, SheetClass]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line that was read from a sheet.

    Attributes:
        number: Row of the sheet, from 1, as the spreadsheet program shows it.
        id: As in `GroupingRow`; empty when somebody added the line.
        reduced: What stands in the column of reduced expressions.
        cells: What stands in the columns of the levels, lowest first; None where the sheet has no such column.
    """

    number: int
    id: str
    reduced: str
    cells: tuple[str | None, ...]


def grouping_rows(
    said: pd.DataFrame, held: Iterable[tuple[str, str]], themes: Iterable[Theme], *, sample: int = 3
) -> list[GroupingRow]:
    """Return the rows of a grouping sheet: first what no class holds, then class by class.

    Args:
        said: `reduced`, `extract`, `case`, `text`, in the order of the answers.
        held: Which class (GUID) holds which reduced expression.
        themes: The classes in tree order.
        sample: How many original expressions to show.

    Example:
        >>> import pandas as pd
        >>> said = pd.DataFrame({"reduced": ["jatkuva kiire"], "extract": ["a"], "case": ["1"], "text": ["aina kiire"]})
        >>> above = Theme(analysis="a", name="Työn ehdot")
        >>> below = Theme(analysis="a", name="Ajan puute", parent=above.id, kind="subtheme")
        >>> grouping_rows(said, [(below.id, "jatkuva kiire")], [above, below])[0].cells
        ('Ajan puute', 'Työn ehdot', '', '')
    """
    classes = {item.id: SheetClass(item.id, item.name, item.kind, item.parent) for item in themes}
    turns: dict[str | None, int] = {None: -1, **{theme: turn for turn, theme in enumerate(classes)}}
    holders: dict[str, set[str]] = {}
    for theme, its_words in held:
        holders.setdefault(folded(its_words), set()).add(theme)
    lines = []
    for place, (expression, its) in enumerate(said.groupby("reduced", sort=False)):
        words = str(expression)
        texts = tuple(dict.fromkeys(" ".join(str(text).split()) for text in its["text"]))[:sample]
        counts = (its["extract"].nunique(), its["case"].nunique())
        found: list[str | None] = [*holders.get(folded(words), ())] or [None]
        lines += [(turns[holder], place, holder, words, counts, texts) for holder in found]
    lines.sort(key=lambda line: line[:2])
    return [
        GroupingRow(str(number), words, holder, cells_of(holder, classes), *counts, texts)
        for number, (_, _, holder, words, counts, texts) in enumerate(lines, start=1)
    ]


def path_of(holder: str | None, classes: Mapping[str, SheetClass]) -> list[SheetClass]:
    """Return a class and those above it, nearest first."""
    found = []
    while holder is not None and holder in classes:
        found.append(classes[holder])
        holder = classes[holder].parent
    return found


def cells_of(holder: str | None, classes: Mapping[str, SheetClass]) -> tuple[str, ...]:
    """Return the names of a class and those above it by level, lowest first."""
    path = path_of(holder, classes)
    return tuple(WITHIN.join(item.name for item in reversed(path) if item.kind == level) for level in LEVELS)
