"""Extracts that themes hold by themselves or through a reduced expression, beside those of their codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store

__all__ = ["PLACED_COLUMNS", "folded", "placed_frame", "reduced_lines"]

PLACED_COLUMNS = ("theme", "extract", "answer", "case", "question", "start", "end", "text", "reduced")


def placed_frame(store: Store, analysis: str) -> pd.DataFrame:
    """Return the single extracts of the themes, in the order of themes and answers; columns as in `PLACED_COLUMNS`.

    `reduced` is the reduced expression through which a theme holds the extract; empty for a single extract.
    """
    import pandas as pd

    members = store.rows(
        "SELECT themes.name AS theme, members.extract, members.reduced FROM members"
        " JOIN themes ON themes.id = members.theme WHERE themes.analysis = ? AND members.code IS NULL"
        " ORDER BY themes.position, themes.name",
        (analysis,),
    )
    extracts = _extracts(store) if members else {}
    said: dict[str, list[tuple[str, str]]] = {}
    if any(row["reduced"] is not None for row in members):
        for key, extract in extracts.items():
            for line in reduced_lines(extract["reduced"]):
                said.setdefault(folded(line), []).append((key, line))
    rows = []
    for row in members:
        through = [(row["extract"], "")] if row["extract"] else said.get(folded(row["reduced"]), [])
        rows += [(row["theme"], *extracts[key]["place"], words) for key, words in dict.fromkeys(through)]
    return pd.DataFrame(rows, columns=list(PLACED_COLUMNS))


def reduced_lines(reduced: str) -> list[str]:
    """Return the reduced expressions of an extract, which stand one on a line.

    Example:
        >>> reduced_lines("luottamus syntyy hitaasti\\n\\nkiire estää kohtaamisen")
        ['luottamus syntyy hitaasti', 'kiire estää kohtaamisen']
    """
    return [" ".join(line.split()) for line in reduced.split("\n") if line.strip()]


def folded(reduced: str) -> str:
    """Return what makes two reduced expressions the same: their words, whatever the letter case and spaces."""
    return " ".join(reduced.split()).casefold()


def _extracts(store: Store) -> dict[str, dict[str, Any]]:
    rows = store.rows(
        'SELECT extracts.id, answers.answer, answers."case", answers.question, extracts.start, extracts."end",'
        " extracts.quote, extracts.reduced FROM extracts JOIN answers ON answers.answer = extracts.answer"
        ' ORDER BY answers.position, extracts.start, extracts."end"'
    )
    place = ("id", "answer", "case", "question", "start", "end", "quote")
    return {str(row["id"]): {"place": tuple(row[name] for name in place), "reduced": row["reduced"]} for row in rows}
