"""The themes of an analysis as data frames."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.records import Theme
from teema.trees import in_tree_order

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store

__all__ = [
    "THEME_COLUMNS",
    "members_frame",
    "names_of_analyses",
    "relations_frame",
    "themes_frame",
    "unplaced",
]

THEME_COLUMNS = (
    "theme", "id", "parent", "depth", "kind", "definition", "concept", "story", "candidate", "boundary", "also",
    "holding", "fields",
)  # fmt: skip


def names_of_analyses(store: Store) -> list[str]:
    """Return the names of a study's analyses, in the order they were made."""
    return [row["name"] for row in store.rows("SELECT name FROM analyses ORDER BY position")]


def themes_frame(themes: Iterable[Theme]) -> pd.DataFrame:
    """Return one row per theme in tree order; columns as in `THEME_COLUMNS`, `parent` and `also` by name."""
    import pandas as pd

    known = {theme.id: theme for theme in themes}
    rows = []
    for node, depth in in_tree_order({theme.id: theme.parent for theme in known.values()}):
        theme = known[node]
        parent = known[theme.parent].name if theme.parent else None
        texts = (theme.definition, theme.concept, theme.story)
        also = known[theme.also].name if theme.also else None
        later = (theme.candidate, theme.boundary, also, theme.holding, theme.fields)
        rows.append((theme.name, theme.id, parent, depth, theme.kind, *texts, *later))
    return pd.DataFrame(rows, columns=list(THEME_COLUMNS))


def members_frame(store: Store, analysis: str) -> pd.DataFrame:
    """Return the codes that the themes hold: `theme`, `code`."""
    return store.frame(
        "SELECT themes.name AS theme, codes.name AS code FROM members JOIN themes ON themes.id = members.theme"
        " JOIN codes ON codes.id = members.code WHERE themes.analysis = ?"
        " ORDER BY themes.position, codes.position",
        (analysis,),
    )


def relations_frame(store: Store, analysis: str) -> pd.DataFrame:
    """Return the edges between themes: `source`, `target`, `kind`, `label`, `evidence` (how many extracts)."""
    return store.frame(
        "SELECT source.name AS source, target.name AS target, relations.kind, relations.label,"
        " (SELECT count(*) FROM evidence WHERE evidence.relation = relations.id) AS evidence FROM relations"
        " JOIN themes AS source ON source.id = relations.source"
        " JOIN themes AS target ON target.id = relations.target"
        " WHERE relations.analysis = ? ORDER BY source.position, target.position, relations.kind",
        (analysis,),
    )


def unplaced(codes: pd.DataFrame, members: pd.DataFrame) -> list[str]:
    """Return the codes that no theme holds, neither themselves nor through a code above them.

    Args:
        codes: `code`, `parent`, in tree order.
        members: `theme`, `code`.
    """
    parents = dict(zip(codes["code"], codes["parent"], strict=True))
    placed = set(members["code"])
    for code in codes["code"]:  # a parent is seen before its children
        if parents[code] in placed:
            placed.add(code)
    return [code for code in codes["code"] if code not in placed]
