"""Merging settings: corrections of lemmas, languages of answers, stop words, declined hits."""

from __future__ import annotations

import json

__all__ = ["merged_setting"]

# How the survey was read, and what pseudonyms stand for, are facts of the file, not opinions.
_MINE = ("report", "pseudonyms")
_WORD_LISTS = ("stop_words",)
_LISTS = ("workplaces",)
# Hits that somebody declined for a code: whoever did, they are not proposed again.
_DECLINED = "declined:"
# When somebody read an answer: the first time counts.
_TIMES = "read:"


def merged_setting(name: str, base: str | None, mine: str | None, theirs: str | None) -> tuple[str | None, bool]:
    """Return the JSON text a setting gets (None: no such setting), and whether both sides changed it differently.

    Args:
        name: Name of the setting.
        base: What it was when the studies parted, or None.
        mine: What it is in my study.
        theirs: What it is in the other.

    Example:
        >>> merged_setting("language:1:Q1", None, None, '"sv"')
        ('"sv"', False)
        >>> merged_setting("language:1:Q1", None, '"fi"', '"sv"')
        ('"fi"', True)
    """
    if name in _MINE:
        return mine, False
    if name in _WORD_LISTS:
        return _lists(base, mine, theirs), False
    if name in _LISTS or name.startswith(_DECLINED):
        return _list(mine, theirs), False
    if name.startswith(_TIMES) and mine and theirs:
        return min(mine, theirs), False
    if _what(mine) == _what(theirs) or _what(theirs) == _what(base):
        return mine, False
    if _what(mine) == _what(base):
        return theirs, False
    return mine, True


def _what(value: str | None) -> object:
    """Return a setting without who set it and when."""
    found = json.loads(value or "null")
    if isinstance(found, dict):
        return {key: its for key, its in found.items() if key not in {"coder", "created"}}
    return found


def _lists(base: str | None, mine: str | None, theirs: str | None) -> str | None:
    """Return lists of words with what either side added, without what either took away."""
    was, own, other = (json.loads(value or "{}") for value in (base, mine, theirs))
    found = {}
    for key in dict.fromkeys([*own, *other]):
        old, here, there = (set(value.get(key, ())) for value in (was, own, other))
        found[key] = sorted((here - (old - there)) | (there - old))
    if found == own:
        return mine
    return json.dumps(found, ensure_ascii=False) if any(found.values()) else None


def _list(mine: str | None, theirs: str | None) -> str | None:
    """Return a list with what the other has after mine."""
    own, other = (json.loads(value or "[]") for value in (mine, theirs))
    more = [item for item in other if item not in own]
    return json.dumps([*own, *more], ensure_ascii=False) if more else mine
