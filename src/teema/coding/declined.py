"""Declined hits: places that a code's query finds and somebody has said are not it; they are not proposed again.

They are rows of the settings, one per code and answer, so that they are journalled and can be undone. What stands there
is a span and a checksum of its words, not the words: when the answer's text changes, the place is found again by them.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from teema.store import Row, Step, Store

__all__ = ["PREFIX", "decline", "declined_spans", "drop_declined", "hand_over_declined", "reconsider"]

PREFIX = "declined:"
Span = tuple[int, int]


def decline(store: Store, places: Iterable[tuple[str, str, int, int, str]]) -> int:
    """Remember places as declined, as one undoable step, and return how many are new.

    Args:
        store: The study file.
        places: GUID of the code, answer, start, end, and the words that stand there.
    """
    wanted = list(places)
    with store.step("code.decline") as step:
        count = 0
        for (code, answer), items in _grouped(wanted).items():
            held = _entries(store, code, answer)
            new = [item for item in items if item not in held]
            count += len(new)
            _put(step, code, answer, [*held, *new])
        step.summary = f"{count}"
    return count


def reconsider(store: Store, places: Iterable[tuple[str, str, int, int, str]]) -> int:
    """Forget, as one undoable step, that places were declined: whatever overlaps them; return how many.

    Args:
        store: The study file.
        places: GUID of the code, answer, start, end, and the text of the whole answer.
    """
    with store.step("code.reconsider") as step:
        count = 0
        for code, answer, start, end, text in places:
            held = _entries(store, code, answer)
            kept = [
                item
                for item in held
                if (place := _found(item, text)) is None or not (place[0] < end and place[1] > start)
            ]
            count += len(held) - len(kept)
            if len(kept) < len(held):
                _put(step, code, answer, kept)
        step.summary = f"{count}"
    return count


def declined_spans(store: Store, code: str, texts: dict[str, str]) -> dict[str, list[Span]]:
    """Return the declined spans of a code by answer, as they stand in the present texts.

    Args:
        store: The study file.
        code: GUID of the code.
        texts: Text of each answer by its id; declined places in other answers are left out.
    """
    start = f"{PREFIX}{code}:"
    found: dict[str, list[Span]] = {}
    for row in store.rows("SELECT name, value FROM settings WHERE substr(name, 1, ?) = ?", (len(start), start)):
        answer = str(row["name"])[len(start) :]
        if answer in texts:
            places = (_found(tuple(item), texts[answer]) for item in json.loads(row["value"]))
            found[answer] = [place for place in places if place is not None]
    return found


def hand_over_declined(store: Store, step: Step, source: str, target: str) -> None:
    """Give what was declined for a code to the one it is merged into."""
    for row in _rows(store, source):
        answer = str(row["name"]).removeprefix(f"{PREFIX}{source}:")
        held = _entries(store, target, answer)
        moved = [tuple(item) for item in json.loads(row["value"])]
        _put(step, target, answer, [*held, *(item for item in moved if item not in held)])
        step.delete("settings", row["name"])


def drop_declined(store: Store, step: Step, code: str) -> None:
    """Forget what was declined for a code that goes."""
    for row in _rows(store, code):
        step.delete("settings", row["name"])


def _rows(store: Store, code: str) -> list[Row]:
    start = f"{PREFIX}{code}:"
    return store.rows("SELECT name, value FROM settings WHERE substr(name, 1, ?) = ?", (len(start), start))


def _grouped(
    places: Iterable[tuple[str, str, int, int, str]],
) -> dict[tuple[str, str], list[tuple[int, ...]]]:
    groups: dict[tuple[str, str], list[tuple[int, ...]]] = {}
    for code, answer, start, end, words in places:
        groups.setdefault((code, answer), []).append((start, end, _checksum(words)))
    return groups


def _entries(store: Store, code: str, answer: str) -> list[tuple[int, ...]]:
    found = store.rows("SELECT value FROM settings WHERE name = ?", (f"{PREFIX}{code}:{answer}",))
    return [tuple(item) for item in json.loads(found[0]["value"])] if found else []


def _put(step: Step, code: str, answer: str, entries: list[tuple[int, ...]]) -> None:
    name = f"{PREFIX}{code}:{answer}"
    if entries:
        step.put("settings", {"name": name, "value": json.dumps(entries)})
    else:
        step.delete("settings", name)


def _checksum(words: str) -> int:
    return zlib.crc32(words.encode("utf-8", "surrogatepass"))


def _found(entry: tuple[int, ...], text: str) -> Span | None:
    """Return where the words of a declined place stand now: at their place, or the first that are the same."""
    start, end, checksum = entry
    length = end - start
    for at in (start, *range(len(text) - length + 1)):
        if _checksum(text[at : at + length]) == checksum and at + length <= len(text):
            return at, at + length
    return None
