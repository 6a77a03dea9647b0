"""What the theme board shows: each analysis as its themes with their cards, and the codes that the cards stand for.

Names and numbers are state that a notebook may save; extracts travel as answers to commands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from teema.themes import shows_counts, theme_codings
from teema.trees import in_tree_order
from teema.widgets.book_screen import Numbers, numbers_of

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Store
    from teema.themes import ThemeTree

__all__ = ["board_rows", "card_rows", "coded_extracts", "example_of", "theme_numbers"]

Shown = dict[str, Any]
_NONE = Numbers(0, 0, 0)


def coded_extracts(store: Store) -> pd.DataFrame:
    """Return one row per coding: `code` (GUID), `extract`, `answer`, `case`, `start`, `end`."""
    return store.frame(
        'SELECT codings.code, extracts.id AS extract, extracts.answer, answers."case" AS "case", extracts.start,'
        ' extracts."end" FROM codings JOIN extracts ON extracts.id = codings.extract'
        " JOIN answers ON answers.answer = extracts.answer"
    )


def card_rows(store: Store, numbers: Mapping[str, Numbers]) -> list[Shown]:
    """Return the codes in tree order: `id`, `name`, `parent`, `colour`, `cases`."""
    rows = store.rows("SELECT id, name, parent, colour FROM codes ORDER BY position, name")
    codes = {row["id"]: row for row in rows}
    order = in_tree_order({key: row["parent"] for key, row in codes.items()})
    return [{**codes[code], "cases": numbers.get(code, _NONE).cases} for code, _ in order]


def theme_numbers(
    store: Store, tree: ThemeTree, codings: pd.DataFrame, parents: Mapping[str, str | None]
) -> dict[str, Numbers]:
    """Return how much each theme holds, by GUID, counted as `Analysis.frequency` counts.

    Args:
        store: The study file.
        tree: The analysis.
        codings: As `coded_extracts` returns them.
        parents: Parent of each code, codes by GUID, a parent before what is below it.
    """
    import pandas as pd

    frame = tree.themes
    ids = dict(zip(frame["theme"], frame["id"], strict=True))
    members = pd.DataFrame(_members(store, tree), columns=["theme", "code", "extract", "reduced"])
    codes = pd.DataFrame({"code": list(parents), "parent": list(parents.values())}, dtype=object)
    placed = tree.placed
    placed = placed.assign(theme=placed["theme"].map(ids))
    held = theme_codings(codings, members.dropna(subset="code")[["theme", "code"]], codes, placed)
    above = [ids.get(parent) if isinstance(parent, str) else None for parent in frame["parent"]]
    return numbers_of(held, dict(zip(frame["id"], above, strict=True)))


def board_rows(
    store: Store, tree: ThemeTree, parents: Mapping[str, str | None], numbers: Mapping[str, Numbers]
) -> Shown:
    """Return one board.

    Args:
        store: The study file.
        tree: The analysis.
        parents: Parent of each code, codes by GUID, a parent before what is below it.
        numbers: As `theme_numbers` returns them.

    Returns:
        `id`, `name`, `counts` (whether they are shown by default), `themes` in tree order (`id`, `name`, `parent`,
        `depth`, `kind`, `level`, `candidate`, `holding`, `cases`, `codes`, `extracts`, `reduced`) and `unplaced`.
    """
    levels = tree.levels
    held: dict[str, list[str]] = {}
    others: dict[str, dict[str, int]] = {}
    for row in _members(store, tree):
        if row["code"] is not None:
            held.setdefault(row["theme"], []).append(row["code"])
        else:
            counts = others.setdefault(row["theme"], {"extracts": 0, "reduced": 0})
            counts["extracts" if row["extract"] is not None else "reduced"] += 1
    frame = tree.themes
    ids = dict(zip(frame["theme"], frame["id"], strict=True))
    themes = [
        {
            "id": row["id"],
            "name": row["theme"],
            "parent": ids.get(row["parent"]) if isinstance(row["parent"], str) else None,
            "depth": int(row["depth"]),
            "kind": row["kind"],
            "level": levels[row["kind"]],
            "candidate": bool(row["candidate"]),
            "holding": bool(row["holding"]),
            "cases": numbers.get(row["id"], _NONE).cases,
            "codes": held.get(row["id"], []),
            **others.get(row["id"], {"extracts": 0, "reduced": 0}),
        }
        for row in frame.to_dict("records")
    ]
    placed = {code for codes in held.values() for code in codes}
    for code, parent in parents.items():  # a sub-code goes with the code above it
        if parent in placed:
            placed.add(code)
    return {
        "id": tree.id,
        "name": tree.name,
        "counts": shows_counts(tree.approach),
        "themes": themes,
        "unplaced": [code for code in parents if code not in placed],
    }


def _members(store: Store, tree: ThemeTree) -> list[Row]:
    return store.rows(
        "SELECT members.theme, members.code, members.extract, members.reduced FROM members"
        " JOIN themes ON themes.id = members.theme LEFT JOIN codes ON codes.id = members.code"
        " WHERE themes.analysis = ? ORDER BY themes.position, codes.position, members.id",
        (tree.id,),
    )


def example_of(store: Store, codes: list[str]) -> Shown | None:
    """Return an extract of the first of the codes that has one: `text`, `answer`; a long one before a very short one.

    A reader learns little from one word: of the first extracts, the one nearest to a sentence is taken.
    """
    for code in codes:
        rows = store.rows(
            "SELECT extracts.quote AS text, extracts.answer FROM codings"
            " JOIN extracts ON extracts.id = codings.extract JOIN answers ON answers.answer = extracts.answer"
            " WHERE codings.code = ? ORDER BY answers.position, extracts.start LIMIT 20",
            (code,),
        )
        if rows:
            return min(rows, key=lambda row: abs(len(str(row["text"])) - _GOOD_LENGTH))
    return None


_GOOD_LENGTH = 90
