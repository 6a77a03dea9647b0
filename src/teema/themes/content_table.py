"""The table of content analysis: from original expressions over reduced ones to classes.

*Alkuperäisilmaus → pelkistetty ilmaus → alaluokka → yläluokka → pääluokka (→ yhdistävä luokka)*, after Tuomi &
Sarajärvi (2018) and Elo & Kyngäs (2008); with codes between, after Graneheim & Lundman (2004).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from teema.records import THEME_KINDS
from teema.tables import Column, Table
from teema.terms import number, term
from teema.themes.placed import reduced_lines

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Variant", "content_rows", "content_table"]

Variant = Literal["finnish", "graneheim"]
# The levels of classes, lowest first, as the table reads from left to right.
_LEVELS = tuple(reversed(THEME_KINDS))


def content_rows(themes: pd.DataFrame, said: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each original expression in each class, in the order of the table.

    Args:
        themes: `theme`, `parent`, `kind`, in tree order.
        said: What the classes rest on: `theme`, `extract`, `case`, `text`, `reduced` (expressions, one a line, or the
            one through which the class holds the extract), `code` (empty where no code brings it).

    Returns:
        `text`, `reduced`, `code`, `subtheme`, `theme`, `overarching`, `unifying`, `case`, `extract`; a level that a
        class does not have is empty. Two levels of one kind above each other are joined, the upper first.

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame(
        ...     {"theme": ["Ajan puute", "Työn ehdot"], "parent": ["Työn ehdot", None], "kind": ["subtheme", "theme"]}
        ... )
        >>> said = pd.DataFrame(
        ...     {
        ...         "theme": ["Ajan puute"],
        ...         "extract": ["a"],
        ...         "case": ["1"],
        ...         "text": ["aina kiire"],
        ...         "reduced": ["jatkuva kiire"],
        ...         "code": [""],
        ...     }
        ... )
        >>> content_rows(themes, said)[["text", "reduced", "subtheme", "theme"]].values.tolist()
        [['aina kiire', 'jatkuva kiire', 'Ajan puute', 'Työn ehdot']]
    """
    import pandas as pd

    parents = dict(zip(themes["theme"], themes["parent"], strict=True))
    kinds = dict(zip(themes["theme"], themes["kind"], strict=True))
    order = {theme: place for place, theme in enumerate(themes["theme"])}
    rows = []
    for place, row in enumerate(said.to_dict("records")):
        levels = _levels(row["theme"], parents, kinds)
        for words in reduced_lines(row["reduced"]) or [""]:
            path = [levels.get(kind, "") for kind in _LEVELS]
            rows.append(
                (order[row["theme"]], place, row["text"], words, row["code"], *path, row["case"], row["extract"])
            )
    columns = ["_order", "_place", "text", "reduced", "code", *_LEVELS, "case", "extract"]
    frame = pd.DataFrame(rows, columns=columns)
    # A class may hold an expression both by its words and through a code.
    frame = frame.drop_duplicates(["_order", "extract", "reduced"], ignore_index=True)
    # Of one class, an expression's extracts stand together, expressions as they first occur.
    first = frame.groupby(["_order", "reduced", "code"], sort=False)["_place"].transform("min")
    sorted_ = frame.assign(_first=first).sort_values(["_order", "_first", "_place"], kind="stable")
    return sorted_.drop(columns=["_order", "_place", "_first"]).reset_index(drop=True)


def _levels(theme: str, parents: Mapping[str, object], kinds: Mapping[str, str]) -> dict[str, str]:
    """Return the names of a class and those above it, by level."""
    found: dict[str, str] = {}
    at: object = theme
    while isinstance(at, str):
        below = found.get(kinds[at])
        found[kinds[at]] = f"{at} › {below}" if below else at
        at = parents[at]
    return found


def content_table(
    rows: pd.DataFrame,
    *,
    levels: Mapping[str, str],
    variant: Variant = "finnish",
    counts: bool = False,
    left_out: int = 0,
    title: str = "",
    language: str = "fi",
) -> Table:
    """Return the table; cells that say the same in neighbouring rows are one.

    Args:
        rows: As `content_rows` returns them.
        levels: What the levels of classes are called.
        variant: `finnish`, or `graneheim` with the code between the condensed unit and the class.
        counts: Add f (expressions) and n (cases) to the name of each class.
        left_out: Reduced expressions that no class holds, for a note.
        title: What the table is called.
        language: fi, sv or en.
    """
    used = [kind for kind in _LEVELS if (rows[kind] != "").any()]
    texts = ["text", "reduced"] if (rows["reduced"] != "").any() else ["text"]
    # Where a class is built of codes, the code says what the expressions have in common.
    with_code = variant == "graneheim" or (rows.loc[rows["reduced"] == "", "code"] != "").any()
    texts += ["code"] if with_code and (rows["code"] != "").any() else []
    frame = rows.copy()
    if counts:
        for i, kind in enumerate(used):
            frame[kind] = _counted(rows, used[i:], language)
    notes = [term("themes.content_note_counts", language)] if counts else []
    if left_out:
        notes.append(term("themes.content_left_out", language, n=number(left_out, language)))
    if rows.empty:
        notes.append(term("themes.content_empty", language))
    heads = {name: term(f"themes.content_{variant}_{name}", language) for name in texts}
    return Table(
        frame=frame,
        title=title or term("themes.title_content", language),
        notes=tuple(notes),
        columns=(
            *(Column(name, heads[name], "wide-text") for name in texts),
            *(Column(kind, levels[kind][:1].upper() + levels[kind][1:], "wide-text") for kind in used),
        ),
        language=language,
        merged=(*reversed(used), *(name for name in ("code", "reduced") if name in texts)),
    )


def _counted(rows: pd.DataFrame, path: Sequence[str], language: str) -> list[str]:
    """Return the names of classes with how many expressions and cases they rest on; a class is known by its path."""
    groups = rows.groupby(list(path), sort=False)
    mentions = groups["extract"].transform("nunique")
    cases = groups["case"].transform("nunique")
    return [
        f"{name}\n(f\u00a0=\u00a0{number(f, language)}, n\u00a0=\u00a0{number(n, language)})" if name else ""
        for name, f, n in zip(rows[path[0]], mentions, cases, strict=True)
    ]
