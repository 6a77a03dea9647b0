"""What hangs on themes and relations: evidence, summaries and second kinds, when the theme or relation goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.coding.codings import drop_idle

if TYPE_CHECKING:
    from teema.store import Row, Step, Store

__all__ = ["drop_relation", "pass_on"]


def drop_relation(store: Store, step: Step, relation: str) -> None:
    """Delete a relation with its evidence, inside a step."""
    _drop_evidence(store, step, "relation", relation)
    step.delete("relations", relation)


def pass_on(store: Store, step: Step, source: str, target: str | None) -> None:
    """Hand a theme's evidence, summaries and the themes also seen under it to another theme, or let them go.

    To be called inside a step, before the theme is deleted. Two summaries of one cell become one text.

    Args:
        store: The study file.
        step: The step.
        source: GUID of the theme that goes.
        target: GUID of the theme that takes over, or None.
    """
    for row in store.rows("SELECT * FROM themes WHERE also = ?", (source,)):
        step.put("themes", {**row, "also": None if target == row["id"] else target})
    if target is None:
        for row in store.rows("SELECT * FROM summaries WHERE theme = ?", (source,)):
            _drop_summary(store, step, row)
        _drop_evidence(store, step, "theme", source)
        return
    cells = {_cell(row): row for row in store.rows("SELECT * FROM summaries WHERE theme = ?", (target,))}
    for row in store.rows("SELECT * FROM summaries WHERE theme = ?", (source,)):
        kept = cells.get(_cell(row))
        if kept is None:
            step.put("summaries", {**row, "theme": target})
            continue
        step.put("summaries", {**kept, "text": "\n".join(dict.fromkeys([kept["text"], row["text"]]))})
        _move_evidence(store, step, "summary", row["id"], kept["id"])
        step.delete("summaries", row["id"])
    _move_evidence(store, step, "theme", source, target)


def _cell(summary: Row) -> tuple[str, str]:
    return summary["variable"], summary["value"]


def _drop_summary(store: Store, step: Step, summary: Row) -> None:
    _drop_evidence(store, step, "summary", summary["id"])
    step.delete("summaries", summary["id"])


def _drop_evidence(store: Store, step: Step, column: str, key: str) -> None:
    rows = store.rows(f"SELECT * FROM evidence WHERE {column} = ?", (key,))  # noqa: S608 -- names of ours
    for row in rows:
        step.delete("evidence", row["id"])
    drop_idle(store, step, [row["extract"] for row in rows])


def _move_evidence(store: Store, step: Step, column: str, source: str, target: str) -> None:
    query = f"SELECT * FROM evidence WHERE {column} = ?"  # noqa: S608 -- names of ours
    held = {row["extract"] for row in store.rows(query, (target,))}
    for row in store.rows(query, (source,)):
        if row["extract"] in held:
            step.delete("evidence", row["id"])
        else:
            step.put("evidence", {**row, column: target})
