"""What a coder has read: a mark on each answer, which undo passes over."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.store import now

if TYPE_CHECKING:
    from teema.store import Store

__all__ = ["mark_read", "read_answers", "read_key"]

_KEY = "read:"


def mark_read(store: Store, answers: Iterable[str], *, read: bool = True) -> None:
    """Note that this coder has read answers, or has not; answers already so marked keep their time."""
    with store.step("read.mark") as step:
        for answer in answers:
            name = read_key(store.coder, answer)
            if not read:
                step.delete("settings", name)
            elif store.setting(name) is None:
                step.put("settings", {"name": name, "value": json.dumps(now())})


def read_answers(store: Store) -> set[str]:
    """Return the ids of the answers that this coder has read."""
    start = f"{_KEY}{store.coder}:"
    rows = store.rows("SELECT name FROM settings WHERE substr(name, 1, ?) = ?", (len(start), start))
    return {str(row["name"])[len(start) :] for row in rows}


def read_key(coder: str, answer: str) -> str:
    """Return the name of the setting that marks an answer as read by a coder."""
    return f"{_KEY}{coder}:{answer}"
