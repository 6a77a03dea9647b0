"""Finds with the pseudonyms proposed for them: typed, numbered, the same for the same person everywhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING

from teema.privacy.inflection import ending_of, stems
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ACCEPTED", "NUMBERED", "REJECTED", "UNDECIDED", "ending", "propose"]

UNDECIDED, ACCEPTED, REJECTED = "", "accepted", "rejected"
# Kinds of which one is told from another; the others are only said to be what they are.
NUMBERED = ("person", "workplace")
_INFLECTED = ("person", "municipality", "workplace")
_PEOPLE = re.compile(r"l[aä]i(?:nen|se|st|si|s)\w*$")
_NUMBER = re.compile(r" (\d+)\]$")


def ending(text: str, key: str, kind: str) -> str:
    """Return the inflection of a find, to be put after its pseudonym.

    Example:
        >>> ending("Lahdessa", "lahti", "municipality"), ending("lahtelaiset", "lahti", "municipality")
        ('ssa', 'laiset')
        >>> ending("Anna Virtaselle", "anna virtanen", "person"), ending("Maija", "maija", "person")
        ('lle', '')
    """
    if kind not in _INFLECTED:
        return ""
    word = text.rpartition(" ")[2].lower()
    base = key.rpartition(" ")[2]
    if kind == "municipality" and (people := _PEOPLE.search(word)):
        return people[0]
    if not base or word == base:
        return ""
    for stem in sorted(stems(base), key=lambda item: (-len(item), item)):
        rest = ending_of(word, stem)
        if rest:
            return rest.removeprefix(":i").removeprefix(":")
    return ""


def propose(
    found: pd.DataFrame,
    *,
    groups: Mapping[str, str] | None = None,
    given: Mapping[tuple[str, str], str] | None = None,
    endings: bool = True,
    language: str = "fi",
) -> pd.DataFrame:
    """Return finds with a pseudonym each.

    All forms of a name have one pseudonym. A given name or surname alone is the person whose whole name stands in the
    same group of texts (the answers of one respondent), if only one has it; else it is a person of its own. In a text
    without a group, such as a note, it is the person of the whole study, if only one has it.

    Args:
        found: As `teema.privacy.find` returns it.
        groups: Group of each answer; by default each text is a group.
        given: Pseudonyms that are in use already, by kind and key.
        endings: Keep the inflection after the bracket: `[kunta]ssa`.
        language: Language of the pseudonyms.

    Returns:
        The columns of `found`, and `replacement`, `ending`, `decision` (empty: nothing is decided yet).

    Example:
        >>> from teema.privacy.detect import find
        >>> found = find({"1": "Anna Virtanen auttoi. Annan kanssa Lahteen!", "2": "Lahdessa oli Pekka."})
        >>> propose(found)[["text", "replacement", "ending"]].values.tolist()
        [['Anna Virtanen', '[henkilö 1]', ''], ['Annan', '[henkilö 1]', 'n'], ['Lahteen', '[kunta]', 'en'],
         ['Lahdessa', '[kunta]', 'ssa'], ['Pekka', '[henkilö 2]', '']]
    """
    frame = found.copy()
    where = [str(name) if groups is None else groups.get(str(name), "") for name in frame["answer"]]
    frame["key"] = _whole_names(frame["kind"], frame["key"], where)
    known = dict(given or {})
    highest = {kind: _highest(known, kind, language) for kind in NUMBERED}
    for kind, key in zip(frame["kind"], frame["key"], strict=True):
        if (kind, key) not in known:
            name = term(f"privacy.as_{kind}", language)
            if kind in NUMBERED:
                highest[kind] += 1
                name = f"{name} {highest[kind]}"
            known[kind, key] = f"[{name}]"
    rows = list(zip(frame["text"], frame["key"], frame["kind"], strict=True))
    frame["replacement"] = [known[kind, key] for _, key, kind in rows]
    # The ending of what was said, not of the whole name that the key may have become.
    said = list(zip(found["text"], found["key"], found["kind"], strict=True))
    frame["ending"] = [ending(*row) if endings else "" for row in said]
    frame["decision"] = UNDECIDED
    return frame


def _highest(known: Mapping[tuple[str, str], str], kind: str, language: str) -> int:
    name = term(f"privacy.as_{kind}", language)
    numbers = [_NUMBER.search(text) for text in known.values() if text.startswith(f"[{name} ")]
    return max((int(match[1]) for match in numbers if match), default=0)


def _whole_names(kinds: Iterable[str], keys: Iterable[str], groups: Iterable[str]) -> list[str]:
    rows = list(zip(kinds, keys, groups, strict=True))
    whole: dict[tuple[str, str], set[str]] = {}
    for kind, key, group in rows:
        if kind == "person" and " " in key:
            for part in key.split():
                whole.setdefault((group, part), set()).add(key)
                whole.setdefault(("", part), set()).add(key)
    result = []
    for kind, key, group in rows:
        names: Collection[str] = whole.get((group, key), ()) if kind == "person" else ()
        result.append(next(iter(names)) if len(names) == 1 else key)
    return result
