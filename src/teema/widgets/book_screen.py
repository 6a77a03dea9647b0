"""What the codebook view shows: the tree with its numbers; of the chosen code alone what it means and its extracts.

Only the tree is state that a notebook may save; extracts travel as answers to commands.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from teema.results.cooccurrence import cooccurrence
from teema.results.counting import cases_of_nodes, count_mentions, counted, tree_of
from teema.trees import in_tree_order

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Change, Store

__all__ = ["Numbers", "changed_lines", "code_extracts", "coded_frame", "numbers_of", "overlaps_of", "tree_rows"]

Shown = dict[str, Any]
_TREE_FIELDS = ("id", "name", "parent", "colour")


class Numbers(NamedTuple):
    """How much a code was used.

    Attributes:
        cases: Cases coded with it or with anything below it.
        mentions: Mentions of it or of anything below it, overlapping extracts in an answer as one.
        codings: Codings with the code itself.
    """

    cases: int
    mentions: int
    codings: int


def coded_frame(store: Store) -> pd.DataFrame:
    """Return one row per coding: `code` (GUID), `answer`, `case`, `start`, `end`."""
    return store.frame(
        'SELECT codings.code, extracts.answer, answers."case" AS "case", extracts.start, extracts."end"'
        " FROM codings JOIN extracts ON extracts.id = codings.extract JOIN answers ON answers.answer = extracts.answer"
    )


def numbers_of(codings: pd.DataFrame, parents: Mapping[str, str | None]) -> dict[str, Numbers]:
    """Return how much each code was used, counted as `Analysis.frequency` counts.

    Args:
        codings: As `coded_frame` returns them.
        parents: Parent of each code, by GUID.
    """
    import numpy as np
    import pandas as pd

    tree = tree_of(pd.DataFrame({"code": list(parents), "parent": list(parents.values())}, dtype=object), codings)
    cases = pd.Index(codings["case"].unique())
    rows = counted(codings, tree, cases)
    n = np.diff(cases_of_nodes(rows, tree, len(cases)).indptr)
    own = np.bincount(rows.node, minlength=len(tree.nodes))
    found = zip(n.tolist(), count_mentions(rows, tree).tolist(), own.tolist(), strict=True)
    return {code: Numbers(*item) for code, item in zip(tree.nodes, found, strict=True)}


def overlaps_of(codings: pd.DataFrame) -> dict[str, list[tuple[str, int]]]:
    """Return for each code the codes whose extracts overlap its own, and in how many answers; the commonest first.

    Args:
        codings: As `coded_frame` returns them.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    pairs = cooccurrence(codings, within="extract")
    for one, other, n in zip(pairs["code_a"], pairs["code_b"], pairs["n"].tolist(), strict=True):
        found.setdefault(one, []).append((other, n))
        found.setdefault(other, []).append((one, n))
    return found


def tree_rows(
    store: Store, numbers: Mapping[str, Numbers], overlaps: Mapping[str, Sequence[tuple[str, int]]]
) -> list[Shown]:
    """Return the codes in tree order.

    Each has `id`, `name`, `parent`, `colour`, `depth`, `cases`, `mentions`, `codings`, `overlaps` (with how many codes)
    and `rule` (whether it carries a query).
    """
    rows = store.rows("SELECT id, name, parent, colour, query <> '' AS rule FROM codes ORDER BY position, name")
    codes = {row["id"]: row for row in rows}
    none = Numbers(0, 0, 0)
    return [
        {
            **{name: codes[node][name] for name in _TREE_FIELDS},
            "depth": depth,
            **numbers.get(node, none)._asdict(),
            "overlaps": len(overlaps.get(node, ())),
            "rule": bool(codes[node]["rule"]),
        }
        for node, depth in in_tree_order({node: row["parent"] for node, row in codes.items()})
    ]


def code_extracts(
    store: Store, code: str, *, words: str = "", start: int = 0, count: int = 50
) -> tuple[list[Shown], int]:
    """Return some extracts of a code in the order of the answers, and how many there are.

    Args:
        store: The study file.
        code: GUID of the code.
        words: Only extracts with these words; letter case does not matter.
        start: How many are passed over.
        count: How many are wanted.

    Returns:
        Each with `extract`, `answer`, `text`, `reduced` and `coders`.
    """
    wanted = words.casefold().split()
    # A search goes through all of the code's extracts, because SQLite knows letter case in English only.
    limit = (-1, 0) if wanted else (count, start)
    rows = store.rows(
        "SELECT extracts.id AS extract, extracts.answer, quote AS text, reduced,"
        " group_concat(codings.coder, ', ') AS coders"
        " FROM codings JOIN extracts ON extracts.id = codings.extract JOIN answers ON answers.answer = extracts.answer"
        ' WHERE codings.code = ? GROUP BY extracts.id ORDER BY answers.position, extracts.start, extracts."end"'
        " LIMIT ? OFFSET ?",
        (code, *limit),
    )
    if wanted:
        fitting = [row for row in rows if all(word in str(row["text"]).casefold() for word in wanted)]
        return fitting[start : start + count], len(fitting)
    total = store.rows("SELECT count(DISTINCT extract) AS n FROM codings WHERE code = ?", (code,))
    return rows, int(total[0]["n"])


def changed_lines(changes: Sequence[Change], kept: str | None) -> dict[str, int]:
    """Count what a trial came to, by what is said of it.

    Args:
        changes: Rows before and after.
        kept: GUID of the code whose own row is not counted.

    Returns:
        `codings_moved`, `codings_gone`, `extracts_gone`, `codes_moved`, `themes_moved`, `themes_gone`, `memos_moved`,
        `memos_gone`: those that are not nought.
    """
    found: dict[str, int] = {}
    for change in changes:
        what = _SAID.get(change.table)
        if what is None or (change.table == "codes" and (change.after is None or change.key == kept)):
            continue
        if change.before is None:
            continue
        name = f"{what}_{'gone' if change.after is None else 'moved'}"
        found[name] = found.get(name, 0) + 1
    found.pop("extracts_moved", None)
    return found


_SAID = {"codings": "codings", "extracts": "extracts", "codes": "codes", "members": "themes", "memos": "memos"}
