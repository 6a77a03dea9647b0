"""Memos: notes on anything: an extract, a code, a theme, an answer, a case, or the whole study."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.records import Memo
from teema.store import now

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store

__all__ = ["MEMO_COLUMNS", "MEMO_KINDS", "edit_memo", "memos_frame", "remove_memo", "write_memo"]

MEMO_KINDS = ("study", "case", "answer", "extract", "code", "theme")
MEMO_COLUMNS = ("memo", "on", "target", "text", "coder", "created")


def write_memo(store: Store, text: str, *, kind: str = "study", target: str = "") -> str:
    """Write a note, as one step, and return its GUID.

    Args:
        store: The study file.
        text: The note.
        kind: What it is on, one of `MEMO_KINDS`.
        target: GUID of an extract, code or theme, or id of an answer or case; empty for the study.

    Raises:
        UnusableValueError: The note is empty.
    """
    if kind not in MEMO_KINDS:
        raise UnusableValueError.of("kind", kind, MEMO_KINDS)
    memo = Memo(text=_words(text), coder=store.coder, created=now(), target_kind=kind, target=target)
    with store.step("memo.add", memo.text[:60]) as step:
        step.put("memos", asdict(memo))
    return memo.id


def edit_memo(store: Store, memo: str, text: str) -> None:
    """Give a note other words, as one step.

    Raises:
        NotFoundError: There is no such note.
        UnusableValueError: The note would be empty.
    """
    old = _memo(store, memo)
    with store.step("memo.edit", text.strip()[:60]) as step:
        step.put("memos", asdict(replace(old, text=_words(text))))


def remove_memo(store: Store, memo: str) -> None:
    """Delete a note, as one step.

    Raises:
        NotFoundError: There is no such note.
    """
    old = _memo(store, memo)
    with store.step("memo.delete", old.text[:60]) as step:
        step.delete("memos", old.id)


def memos_frame(store: Store) -> pd.DataFrame:
    """Return one row per note, oldest first; columns as in `MEMO_COLUMNS`, `target` in words where it has a name."""
    return store.frame(
        "SELECT memos.id AS memo, target_kind AS 'on', coalesce(codes.name, themes.name, extracts.quote, target)"
        " AS target, memos.text, memos.coder, memos.created FROM memos"
        " LEFT JOIN codes ON target_kind = 'code' AND codes.id = target"
        " LEFT JOIN themes ON target_kind = 'theme' AND themes.id = target"
        " LEFT JOIN extracts ON target_kind = 'extract' AND extracts.id = target"
        " ORDER BY memos.created, memos.rowid"
    )


def _words(text: str) -> str:
    if not text.strip():
        raise UnusableValueError("The note is empty.", hint="Write something, or delete the note.")
    return text.strip()


def _memo(store: Store, memo: str) -> Memo:
    found = store.rows("SELECT * FROM memos WHERE id = ?", (memo,))
    if not found:
        raise NotFoundError.of("memo", memo, [], advice="The GUIDs stand in study.memos, column memo.")
    return Memo(**found[0])
