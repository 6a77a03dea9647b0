"""What changed between two versions of an analysis, told change by change.

Themes are the same by their GUID, else (dropped and made again) by their name; they are not matched by what they hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from teema.themes.snapshots import View

__all__ = ["KINDS", "NOWHERE", "TEXTS", "Change", "Move", "changes", "unchanged_boxes"]

# In the order they are told.
KINDS = (
    "added", "split", "merged", "removed", "renamed", "definition", "concept", "story", "boundary", "level",
    "moved", "also", "candidate", "code", "extract", "related", "unrelated", "relabelled",
)  # fmt: skip
# What stands for the themes of a code or an extract that is in none.
NOWHERE = "–"
TEXTS = ("definition", "concept", "story", "boundary")
_RANK = ("subtheme", "theme", "overarching", "unifying")


class Move(NamedTuple):
    """A code or an extract that stands elsewhere.

    Attributes:
        what: The code, or the words of the extract.
        before: The themes it stood in, as they were called.
        after: The themes it stands in, as they are called now.
        came: Those of `after` in which it is new and which no other change tells of.
        left: Themes that are still there, as they are called now, in which it no longer stands.
    """

    what: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    came: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class Change(NamedTuple):
    """One change.

    Attributes:
        kind: One of `KINDS`.
        theme: The theme as it is called now, or was called when it is gone; of a relation both, joined by a dash.
        before: What it was.
        after: What it became.
        note: What the change rests on, such as where the codes of a removed theme went.
        boxes: The themes at the top under which it happened, as they are called now; none for relations.
        moves: The codes or the extract that the change tells of, each with its themes.
        ends: Of a relation its source and its target.
    """

    kind: str
    theme: str
    before: str = ""
    after: str = ""
    note: str = ""
    boxes: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()
    ends: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Side:
    """A version with its themes by key; the key is the same in both versions where the theme is."""

    rows: dict[str, dict[Any, Any]]  # by key
    key: dict[str, str]  # of a theme's name
    codes: dict[str, set[str]]  # of a theme's key
    extracts: dict[str, dict[str, str]]  # of a theme's key: extract and its words
    relations: dict[tuple[str, str, str], str]  # ends by key, kind -> label

    def name(self, key: str | None) -> str:
        return str(self.rows[key]["theme"]) if key in self.rows else ""

    def parent(self, key: str) -> str | None:
        return self.key.get(_text(self.rows[key]["parent"]))

    def top(self, key: str) -> str:
        """Return the key of the theme at the top."""
        above = self.parent(key)
        return key if above is None else self.top(above)

    def holders(self, code: str) -> set[str]:
        return {key for key, codes in self.codes.items() if code in codes}


def changes(before: View, after: View) -> list[Change]:
    """Return what changed, in the order of `KINDS`, and of the themes within a kind.

    A removed theme was merged into another that stayed when at least half of its codes went there and nowhere else had
    been; an added one was split off in the same way. Codes that moved along are told with it, not again by themselves.

    Args:
        before: The earlier version.
        after: The later one.
    """
    keys = _keys(before, after)
    was, now = _side(before, keys[0]), _side(after, keys[1])
    merged, split = _flows(was, now), _flows(now, was)
    found = [
        *_themes(was, now, merged, split),
        *_fields(was, now),
        *_codes(was, now, merged, split),
        *_extracts(was, now),
        *_relations(was, now, merged),
    ]
    return sorted(found, key=lambda change: KINDS.index(change.kind))


def unchanged_boxes(after: View, found: Iterable[Change]) -> list[str]:
    """Return the themes at the top under which nothing changed, in their order."""
    touched = {box for change in found for box in change.boxes}
    tops = [row["theme"] for row in after.themes.to_dict("records") if not _text(row["parent"])]
    return [name for name in tops if name not in touched]


# -- which themes are the same


def _keys(before: View, after: View) -> tuple[dict[str, str], dict[str, str]]:
    """Return a key for each theme's name in both versions, the same where the theme is."""
    old, new = ({row["theme"]: row["id"] for row in view.themes.to_dict("records")} for view in (before, after))
    left = {name.casefold(): guid for name, guid in old.items() if guid not in new.values()}
    known = set(old.values())
    later = {name: guid if guid in known else left.get(name.casefold(), guid) for name, guid in new.items()}
    return old, later


def _codes_of(view: View) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for theme, code in zip(view.members["theme"], view.members["code"], strict=True):
        found.setdefault(theme, set()).add(code)
    return found


def _side(view: View, keys: Mapping[str, str]) -> _Side:
    rows: dict[str, dict[Any, Any]] = {keys[row["theme"]]: row for row in view.themes.to_dict("records")}
    codes = _codes_of(view)
    extracts: dict[str, dict[str, str]] = {}
    for row in view.placed.to_dict("records"):
        extracts.setdefault(keys[row["theme"]], {})[row["extract"]] = row["text"]
    relations = {
        (keys[row["source"]], keys[row["target"]], row["kind"]): row["label"]
        for row in view.relations.to_dict("records")
    }
    held = {key: codes.get(str(row["theme"]), set()) for key, row in rows.items()}
    return _Side(rows, dict(keys), held, extracts, relations)


def _flows(left: _Side, there: _Side) -> dict[str, str]:
    """Return for each theme of one version that the other lacks the one which got at least half of its codes."""
    found = {}
    for key in left.rows:
        if key in there.rows or not left.codes[key]:
            continue
        into = Counter(
            other
            for code in left.codes[key]
            for other in there.holders(code)
            if other in left.rows and code not in left.codes[other] and not _holding(other, left, there)
        )
        best = max(into, key=lambda other: (into[other], -list(there.rows).index(other)), default=None)
        if best is not None and 2 * into[best] >= len(left.codes[key]) and not _holding(key, left, there):
            found[key] = best
    return found


def _holding(key: str, *sides: _Side) -> bool:
    """Say whether a theme only sets codes aside: what goes there is not merged, what comes from there not split off."""
    return any(bool(side.rows[key].get("holding")) for side in sides if key in side.rows)


# -- what changed


def _themes(was: _Side, now: _Side, merged: Mapping[str, str], split: Mapping[str, str]) -> Iterator[Change]:
    for key in now.rows:
        if key in was.rows:
            continue
        box = (now.name(now.top(key)),)
        moves = tuple(_move(was, now, code, came=(key,)) for code in sorted(now.codes[key]))
        if key in split:
            source = split[key]
            kept = f"{len(now.codes[key] & was.codes[source])}/{len(now.codes[key])}"
            yield Change("split", now.name(key), was.name(source), now.name(key), kept, box, moves)
        else:
            came = [f"{code} ← {_listed(was, was.holders(code))}" for code in sorted(now.codes[key])]
            yield Change("added", now.name(key), "", now.name(now.parent(key)), "; ".join(came), box, moves)
    for key in was.rows:
        if key in now.rows:
            continue
        box = (now.name(was.top(key)) or was.name(was.top(key)),)
        moves = tuple(_move(was, now, code) for code in sorted(was.codes[key]))
        if key in merged:
            target = merged[key]
            kept = f"{len(was.codes[key] & now.codes[target])}/{len(was.codes[key])}"
            yield Change("merged", was.name(key), was.name(key), now.name(target), kept, box, moves)
        else:
            went = [f"{code} → {_listed(now, now.holders(code))}" for code in sorted(was.codes[key])]
            yield Change("removed", was.name(key), "", "", "; ".join(went), box, moves)


def _fields(was: _Side, now: _Side) -> Iterator[Change]:
    for key, row in now.rows.items():
        if key not in was.rows:
            continue
        old, name, box = was.rows[key], now.name(key), (now.name(now.top(key)),)
        if old["theme"] != row["theme"]:
            yield Change("renamed", name, old["theme"], name, "", box)
        for text in TEXTS:
            if _text(old[text]) != _text(row[text]):
                yield Change(text, name, _text(old[text]), _text(row[text]), "", box)
        if old["kind"] != row["kind"]:
            risen = _RANK.index(row["kind"]) > _RANK.index(old["kind"])
            yield Change("level", name, old["kind"], row["kind"], "up" if risen else "down", box)
        if was.parent(key) != now.parent(key):
            yield Change("moved", name, was.name(was.parent(key)), now.name(now.parent(key)), "", box)
        also = was.key.get(_text(old["also"])), now.key.get(_text(row["also"]))
        if also[0] != also[1]:
            second = also[1] if also[1] is not None else also[0]
            # What is also seen elsewhere stays what it was in its own box.
            where = (now.name(now.top(second)),) if second in now.rows else box
            yield Change("also", name, was.name(also[0]), now.name(also[1]), "", where)
        if bool(old["candidate"]) != bool(row["candidate"]):
            yield Change("candidate", name, _yes(old["candidate"]), _yes(row["candidate"]), "", box)


def _codes(was: _Side, now: _Side, merged: Mapping[str, str], split: Mapping[str, str]) -> Iterator[Change]:
    """Yield codes that came to or left themes which both versions have, as far as no other change tells it."""
    known = sorted({code for side in (was, now) for codes in side.codes.values() for code in codes})
    for code in known:
        before, after = was.holders(code), now.holders(code)
        gained = {key for key in after - before if key in was.rows and not _told(key, before - now.rows.keys(), merged)}
        lost = {key for key in before - after if key in now.rows and not _told(key, after - was.rows.keys(), split)}
        if gained or lost:
            boxes = _tops(now, gained | lost)
            move = _move(was, now, code, came=gained, left=lost)
            yield Change("code", code, _listed(was, before), _listed(now, after), "", boxes, (move,))


def _told(key: str, others: Iterable[str], flows: Mapping[str, str]) -> bool:
    """Say whether a theme that only one version has tells of its codes: all where they went, a merger its own way."""
    return any(flows.get(other, key) == key for other in others)


def _extracts(was: _Side, now: _Side) -> Iterator[Change]:
    """Yield single extracts that stand in other themes."""
    words = {extract: text for side in (was, now) for held in side.extracts.values() for extract, text in held.items()}
    for extract, text in words.items():
        before, after = ({key for key, held in side.extracts.items() if extract in held} for side in (was, now))
        if before != after:
            names = (_names(was, before), _names(now, after), _names(now, after - before), _names(now, before - after))
            boxes = _tops(now, after ^ before)
            yield Change(
                "extract", text, _listed(was, before), _listed(now, after), "", boxes, (Move(text, *names),)
            )  # fmt: skip


def _relations(was: _Side, now: _Side, merged: Mapping[str, str]) -> Iterator[Change]:
    def change(side: _Side, edge: tuple[str, str, str], kind: str, before: str, after: str, note: str) -> Change:
        ends = side.name(edge[0]), side.name(edge[1])
        return Change(kind, " – ".join(ends), before, after, note, ends=ends)

    moved = {(merged.get(a, a), merged.get(b, b), kind) for a, b, kind in was.relations}
    for edge, label in now.relations.items():
        if edge not in was.relations and edge not in moved:
            yield change(now, edge, "related", "", edge[2], label)
        elif edge in was.relations and was.relations[edge] != label:
            yield change(now, edge, "relabelled", was.relations[edge], label, edge[2])
    for edge, label in was.relations.items():
        follows = (merged.get(edge[0], edge[0]), merged.get(edge[1], edge[1]), edge[2])
        if edge not in now.relations and follows not in now.relations:
            yield change(was, edge, "unrelated", edge[2], "", label)


def _tops(side: _Side, keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({side.name(side.top(key)) for key in keys if key in side.rows}))


def _move(was: _Side, now: _Side, code: str, *, came: Iterable[str] = (), left: Iterable[str] = ()) -> Move:
    places = _names(was, was.holders(code)), _names(now, now.holders(code))
    return Move(code, *places, _names(now, came), _names(now, left))


def _names(side: _Side, keys: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the themes that a version has, in its order."""
    order = {key: place for place, key in enumerate(side.rows)}
    return tuple(side.name(key) for key in sorted((key for key in keys if key in order), key=order.__getitem__))


def _listed(side: _Side, keys: Iterable[str]) -> str:
    return ", ".join(_names(side, keys)) or NOWHERE


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _yes(value: object) -> str:
    return "yes" if bool(value) else "no"
