"""What becomes of a code's codings, themes, types, memos and declined hits when the code goes or is divided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.coding.codings import drop
from teema.coding.declined import drop_declined, hand_over_declined
from teema.records import new_id

if TYPE_CHECKING:
    from teema.store import Row, Step, Store

__all__ = ["drop_uses", "hand_over", "share_themes"]


def hand_over(store: Store, step: Step, source: str, target: str) -> None:
    """Give a code's codings, memberships, memos and declined hits to another; what the other has already falls away."""
    held = store.rows("SELECT extract, coder FROM codings WHERE code = ?", (target,))
    taken = {(row["extract"], row["coder"]) for row in held}
    for row in store.rows("SELECT * FROM codings WHERE code = ?", (source,)):
        if (row["extract"], row["coder"]) in taken:
            step.delete("codings", row["id"])
        else:
            step.put("codings", {**row, "code": target})
    themes = {row["theme"] for row in _members(store, target)}
    for row in _members(store, source):
        if row["theme"] in themes:
            step.delete("members", row["id"])
        else:
            step.put("members", {**row, "code": target})
    types = {row["type"] for row in _marks(store, target)}
    for row in _marks(store, source):
        if row["type"] in types:
            step.delete("type_parts", row["id"])
        else:
            step.put("type_parts", {**row, "code": target})
    for row in _memos(store, source):
        step.put("memos", {**row, "target": target})
    hand_over_declined(store, step, source, target)


def share_themes(store: Store, step: Step, old: str, made: str) -> None:
    """Put a new code into every theme that holds an old one."""
    for row in _members(store, old):
        step.put("members", {**row, "id": new_id(), "code": made})


def drop_uses(store: Store, step: Step, code: str) -> None:
    """Delete a code's codings, memberships, memos and declined hits."""
    drop(store, step, store.rows("SELECT * FROM codings WHERE code = ?", (code,)))
    for row in _members(store, code):
        step.delete("members", row["id"])
    for row in _marks(store, code):
        step.delete("type_parts", row["id"])
    for row in _memos(store, code):
        step.delete("memos", row["id"])
    drop_declined(store, step, code)


def _members(store: Store, code: str) -> list[Row]:
    return store.rows("SELECT * FROM members WHERE code = ?", (code,))


def _marks(store: Store, code: str) -> list[Row]:
    """Return where the code marks a type."""
    return store.rows("SELECT * FROM type_parts WHERE code = ?", (code,))


def _memos(store: Store, code: str) -> list[Row]:
    return store.rows("SELECT * FROM memos WHERE target_kind = 'code' AND target = ?", (code,))
