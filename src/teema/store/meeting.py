"""Where the rows of two studies meet: by GUID, and without a common GUID by what they are."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable

from teema.store.contents import Contents
from teema.store.journal import Row

__all__ = ["meet"]

# What makes a row the same although its GUID differs; codes, analyses and themes by name in any letter case.
_SAME: dict[str, Callable[[Row], Hashable]] = {
    "codes": lambda row: row["name"].casefold(),
    "extracts": lambda row: (row["answer"], row["start"], row["end"]),
    "codings": lambda row: (row["extract"], row["code"], row["coder"]),
    "analyses": lambda row: row["name"].casefold(),
    "themes": lambda row: (row["analysis"], row["name"].casefold()),
    "members": lambda row: (row["theme"], row["code"], row["extract"], row["reduced"]),
    "relations": lambda row: (row["source"], row["target"], row["kind"]),
    "snapshots": lambda row: (row["analysis"], row["name"]),
    "summaries": lambda row: (row["theme"], row["variable"], row["value"]),
    "evidence": lambda row: (row["theme"], row["relation"], row["summary"], row["extract"]),
    "reviews": lambda row: (row["analysis"], row["kind"], row["item"]),
    "types": lambda row: (row["analysis"], row["name"].casefold()),
    "type_parts": lambda row: (row["type"], row["code"], row["case"]),
}
# Which table a column points to.
_POINTS: dict[str, dict[str, str]] = {
    "codes": {"parent": "codes"},
    "codings": {"extract": "extracts", "code": "codes"},
    "themes": {"analysis": "analyses", "parent": "themes", "also": "themes"},
    "members": {"theme": "themes", "code": "codes", "extract": "extracts"},
    "relations": {"analysis": "analyses", "source": "themes", "target": "themes"},
    "snapshots": {"analysis": "analyses"},
    "summaries": {"theme": "themes"},
    "evidence": {"theme": "themes", "relation": "relations", "summary": "summaries", "extract": "extracts"},
    "reviews": {"analysis": "analyses"},
    "types": {"analysis": "analyses"},
    "type_parts": {"type": "types", "code": "codes"},
}
_MEMOS = {"code": "codes", "extract": "extracts", "theme": "themes", "analysis": "analyses"}


def meet(
    mine: Contents, theirs: Contents, *, gone: Collection[str] = ()
) -> tuple[Contents, tuple[tuple[str, str], ...]]:
    """Return the rows of another study under the GUIDs that the same things have in mine.

    Args:
        mine: My rows.
        theirs: The rows of the other study.
        gone: Rows of mine that will go; what was made anew in their place meets none of them.

    Returns:
        Their rows, and the codes that met by name, each as (my name, their name).
    """
    ids: dict[str, dict[str, str]] = {}
    found: Contents = {}
    for table, rows in theirs.items():
        if table == "places":
            moved = {ids["themes"].get(key, key): row for key, row in rows.items()}
            found[table] = {key: {**row, "id": key} for key, row in moved.items()}
        elif table == "memos":
            found[table] = {key: _memo(row, ids) for key, row in rows.items()}
        elif table in _SAME:
            kept = {key: row for key, row in mine[table].items() if key not in gone}
            found[table], ids[table] = _table(table, kept, rows, ids)
        else:
            found[table] = dict(rows)
    pairs = tuple(
        (str(mine["codes"][own]["name"]), str(theirs["codes"][key]["name"])) for key, own in ids["codes"].items()
    )
    return found, pairs


def _table(
    table: str, mine: dict[str, Row], theirs: dict[str, Row], ids: dict[str, dict[str, str]]
) -> tuple[dict[str, Row], dict[str, str]]:
    same = _SAME[table]
    points = {column: of for column, of in _POINTS.get(table, {}).items() if of != table}
    pointed = {key: _pointed(row, points, ids) for key, row in theirs.items()}
    if table == "reviews":
        pointed = {key: _review(row, ids) for key, row in pointed.items()}
    # What they hold under my GUID is that; only a row of mine that they do not have can meet another of theirs.
    known = {same(row): key for key, row in mine.items() if key not in theirs}
    own: dict[str, str] = {}
    taken: set[str] = set()
    for key, row in pointed.items():
        met = known.get(same(row))
        if key not in mine and met is not None and met not in taken:
            own[key] = met
            taken.add(met)
    itself = {column: of for column, of in _POINTS.get(table, {}).items() if of == table}
    rows = {}
    for key, row in pointed.items():
        new = own.get(key, key)
        rows[new] = _pointed({**row, "id": new}, itself, {table: own})
    return rows, own


def _pointed(row: Row, points: dict[str, str], ids: dict[str, dict[str, str]]) -> Row:
    moved = {column: ids[of].get(row[column], row[column]) for column, of in points.items()}
    return {**row, **moved}


def _review(row: Row, ids: dict[str, dict[str, str]]) -> Row:
    """Return a review that speaks of the theme as it is known to me: a silenced warning is `warning:theme`."""
    warning, colon, theme = str(row["item"]).partition(":")
    return {**row, "item": f"{warning}{colon}{ids['themes'].get(theme, theme)}"}


def _memo(row: Row, ids: dict[str, dict[str, str]]) -> Row:
    of = _MEMOS.get(str(row["target_kind"]))
    return row if of is None else {**row, "target": ids[of].get(row["target"], row["target"])}
