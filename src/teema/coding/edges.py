"""Moving the edges of an extract: the same coding on a little more or fewer words."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from teema.coding.codings import drop, drop_idle
from teema.coding.extracts import locate
from teema.errors import NotFoundError
from teema.records import Extract

if TYPE_CHECKING:
    from teema.store import Row, Step, Store

__all__ = ["move_edges"]


def move_edges(store: Store, coding: str, start: int, end: int) -> str:
    """Put the extract of a coding on other words of its answer, as one step, and return the extract's GUID.

    All codings that this coder has on the extract move with it, and so do its reduced expression, its memo and its
    places in themes. What other coders coded stays where they put it.

    Args:
        store: The study file.
        coding: GUID of a coding.
        start: Where the extract shall begin, in characters from the beginning of the answer.
        end: Where it shall end.

    Raises:
        NotFoundError: There is no such coding.
        UnusableValueError: The span is empty or reaches outside the answer.
    """
    found = store.rows(
        "SELECT extracts.*, answers.text FROM codings JOIN extracts ON extracts.id = codings.extract"
        " JOIN answers ON answers.answer = extracts.answer WHERE codings.id = ?",
        (coding,),
    )
    if not found:
        raise NotFoundError.of("coding", coding, [], advice="The GUIDs stand in study.codings, column coding.")
    old, text = {name: value for name, value in found[0].items() if name != "text"}, str(found[0]["text"])
    start, end = locate(text, (start, end), where=f"answer {old['answer']}")
    if (start, end) == (old["start"], old["end"]):
        return str(old["id"])
    codings = store.rows("SELECT * FROM codings WHERE extract = ?", (old["id"],))
    mine = [row for row in codings if row["coder"] == store.coder or row["id"] == coding]
    there = store.rows(
        'SELECT * FROM extracts WHERE answer = ? AND start = ? AND "end" = ?', (old["answer"], start, end)
    )
    with store.step("code.move_edges", f"{old['answer']}: {text[start:end][:60]}") as step:
        if not there and len(mine) == len(codings):
            step.put("extracts", {**old, "start": start, "end": end, "quote": text[start:end]})
            return str(old["id"])
        target = there[0] if there else _like(old, start, end, text)
        kept = {name: target[name] or old[name] for name in ("reduced", "memo")}
        step.put("extracts", {**target, **kept})
        _hand_over(store, step, old, str(target["id"]), mine, whole=len(mine) == len(codings))
        return str(target["id"])


def _like(old: Row, start: int, end: int, text: str) -> Row:
    return asdict(
        Extract(
            answer=old["answer"], start=start, end=end, quote=text[start:end], reduced=old["reduced"], memo=old["memo"]
        )
    )


def _hand_over(store: Store, step: Step, old: Row, target: str, mine: list[Row], *, whole: bool) -> None:
    """Move codings to another extract, and with all of them what else holds the old one."""
    held = {(row["code"], row["coder"]) for row in store.rows("SELECT * FROM codings WHERE extract = ?", (target,))}
    twice = [row for row in mine if (row["code"], row["coder"]) in held]
    for row in mine:
        if row not in twice:
            step.put("codings", {**row, "extract": target})
    if whole:
        themes = {row["theme"] for row in store.rows("SELECT theme FROM members WHERE extract = ?", (target,))}
        for row in store.rows("SELECT * FROM members WHERE extract = ?", (old["id"],)):
            if row["theme"] in themes:
                step.delete("members", row["id"])
            else:
                step.put("members", {**row, "extract": target})
        proven = {_rests(row) for row in store.rows("SELECT * FROM evidence WHERE extract = ?", (target,))}
        for row in store.rows("SELECT * FROM evidence WHERE extract = ?", (old["id"],)):
            if _rests(row) in proven:
                step.delete("evidence", row["id"])
            else:
                step.put("evidence", {**row, "extract": target})
        for row in store.rows("SELECT * FROM memos WHERE target_kind = 'extract' AND target = ?", (old["id"],)):
            step.put("memos", {**row, "target": target})
        step.put("extracts", {**old, "reduced": "", "memo": ""})
    drop(store, step, twice)
    drop_idle(store, step, [old["id"]])


def _rests(evidence: Row) -> tuple[object, ...]:
    """Return what a row of evidence is evidence of."""
    return evidence["theme"], evidence["relation"], evidence["summary"]
