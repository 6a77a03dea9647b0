"""Merging a codebook from a file into that of a study: which code is which, and what would change."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from teema.coding.codebook import EDITABLE, checked_colour, checked_origin
from teema.coding.sheet import folded, kept_text
from teema.errors import CodebookError, NotFoundError, UnusableValueError
from teema.records import Code, new_id
from teema.trees import in_tree_order

__all__ = ["Difference", "Merge", "merge"]

Status = Literal["added", "renamed", "changed", "moved", "cleared", "missing"]
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Difference(NamedTuple):
    """One thing that would change: a field of a code, its place, or the code itself."""

    code: str
    id: str
    status: Status
    field: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Merge:
    """What a codebook from a file would change.

    Attributes:
        codes: The codes as they would be, in their order: those of the file and those that only the study has.
        differences: What would change, in the order of the codes.
        unchanged: Names of codes of the file that are as they are.
        reordered: True when the order of the study's codes would change.
    """

    codes: tuple[Code, ...]
    differences: tuple[Difference, ...]
    unchanged: tuple[str, ...]
    reordered: bool


def merge(present: Sequence[Code], rows: Sequence[Mapping[str, str]], *, clear: bool = False) -> Merge:
    """Say what taking in a codebook would change.

    A row is the code with its GUID, else the code of its name, else a new code. Fields the rows do not have stay; so
    do fields that are blank in a row, unless they are to be cleared.

    Args:
        present: The codes of the study, in tree order.
        rows: `code` (name), and any of `id`, `parent` (by name), and the fields of a code, as text.
        clear: Blank fields empty those of the study.

    Raises:
        CodebookError: A name is empty or stands twice, two rows are one code, or codes are each other's parents.
        NotFoundError: A parent is neither in the rows nor in the study.
        UnusableValueError: A colour or an origin cannot be used.

    Example:
        >>> kiire = Code(name="Kiire", definition="Ajan puute.")
        >>> found = merge([kiire], [{"code": "kiire", "definition": "Aika ei riitä."}, {"code": "Turva"}])
        >>> [(item.code, item.status, item.before, item.after) for item in found.differences]
        [('Kiire', 'changed', 'Ajan puute.', 'Aika ei riitä.'), ('Turva', 'added', '', '')]
    """
    matched = _matched(present, rows)
    made = [
        _made(row, old, number, clear=clear) for number, (row, old) in enumerate(zip(rows, matched, strict=True), 1)
    ]
    kept = [code for code in present if code.id not in {item.id for item in made}]
    _unique([*made, *kept])
    placed = _placed(made, kept, present, rows)
    _rooted([*placed, *kept])
    order, reordered = _ordered(present, placed)
    former = {code.id: code for code in present}
    names = {code.id: code.name for code in present} | {code.id: code.name for code in placed}
    differences: list[Difference] = []
    unchanged = []
    for code, row in zip(placed, rows, strict=True):
        found = list(_differences(former.get(code.id), code, row, names))
        differences += found
        if all(item.status == "cleared" for item in found):
            unchanged.append(code.name)
    differences += [Difference(code.name, code.id, "missing") for code in kept]
    return Merge(tuple(order), tuple(differences), tuple(unchanged), reordered)


def _matched(present: Sequence[Code], rows: Sequence[Mapping[str, str]]) -> list[Code | None]:
    """Return the code of the study that each row is: first by GUID, then by a name that no GUID has claimed."""
    by_id = {code.id: code for code in present}
    by_name = {_key(code.name): code for code in present}
    claimed: dict[str, int] = {}
    found: list[Code | None] = [by_id.get(row.get("id", "").strip().casefold()) for row in rows]
    for number, code in enumerate(found):
        if code is not None:
            _claim(claimed, code, number, rows)
    for number, row in enumerate(rows):
        code = by_name.get(_key(row["code"]))
        if found[number] is None and code is not None and code.id not in claimed:
            _claim(claimed, code, number, rows)
            found[number] = code
    return found


def _claim(claimed: dict[str, int], code: Code, number: int, rows: Sequence[Mapping[str, str]]) -> None:
    if code.id in claimed:
        first = rows[claimed[code.id]]["code"]
        raise CodebookError(
            f"{first!r} and {rows[number]['code']!r} have the same id: both are the code {code.name!r}.",
            where=f"row {number + 1}",
            hint="Remove the id of the one that is to be a new code.",
        )
    claimed[code.id] = number


def _made(row: Mapping[str, str], old: Code | None, number: int, *, clear: bool) -> Code:
    """Return a code as its row wants it, its parent still as it was."""
    name = " ".join(row["code"].split())
    if not name:
        raise CodebookError("A code has no name.", where=f"row {number}", hint="Give every code a name of its own.")
    given = row.get("id", "").strip().casefold()
    # A code that is known by its name keeps that name, however the file writes it; only a GUID tells of a new name.
    renamed = old is None or (given == old.id and " ".join(kept_text(old.name).split()) != name)
    new: dict[str, Any] = {"name": name if renamed or old is None else old.name}
    for field in EDITABLE:
        value = _plain(row.get(field, ""))
        held = "" if old is None else _plain(str(getattr(old, field)))
        if value and kept_text(value) != kept_text(held):
            new[field] = value
        elif clear and field in row and not value and held and field != "origin":
            new[field] = ""
    try:
        new |= {"colour": checked_colour(new["colour"])} if "colour" in new else {}
        new |= {"origin": checked_origin(new["origin"])} if "origin" in new else {}
    except UnusableValueError as error:
        raise UnusableValueError(error.what, where=f"row {number}, {name!r}", hint=error.hint) from None
    if old is not None:
        return replace(old, **new)
    return Code(id=given if _GUID.fullmatch(given) else new_id(), **new)


def _key(name: str) -> str:
    """Return a name as it is compared with what a file made of it."""
    return folded(kept_text(name))


def _plain(text: str) -> str:
    """Return a text with its ends trimmed and line breaks of one kind."""
    return re.sub("\r\n|[\r\x85\u2028\u2029]", "\n", text).strip()


def _unique(codes: Iterable[Code]) -> None:
    seen: dict[str, Code] = {}
    for code in codes:
        other = seen.setdefault(_key(code.name), code)
        if other is not code:
            raise CodebookError(
                f"Two codes would be called {code.name!r}.",
                hint="Names are unique: give one of them another name in the file, or the id of the code it is.",
            )


def _placed(
    made: Sequence[Code], kept: Sequence[Code], present: Sequence[Code], rows: Sequence[Mapping[str, str]]
) -> list[Code]:
    """Return the codes of the file under the parents that their rows name, by their new name or their former one."""
    ids = {_key(code.name): code.id for code in [*present, *kept, *made]}
    placed = []
    for code, row in zip(made, rows, strict=True):
        if "parent" not in row:
            placed.append(code)
            continue
        parent = _key(row["parent"])
        if parent and parent not in ids:
            names = [item.name for item in [*made, *kept]]
            raise NotFoundError.of("parent code", row["parent"], names, where=f"code {code.name!r}")
        placed.append(replace(code, parent=ids[parent] if parent else None))
    return placed


def _rooted(codes: Sequence[Code]) -> None:
    """Refuse codes that are, over some others, their own parents."""
    parents = {code.id: code.parent for code in codes}
    reached = {node for node, _ in in_tree_order(parents)}
    lost = [code.name for code in codes if code.id not in reached]
    if lost:
        raise CodebookError(
            f"Codes would be each other's parents: {', '.join(lost[:6])}.", hint="Give one of them another parent."
        )


def _ordered(present: Sequence[Code], placed: Sequence[Code]) -> tuple[list[Code], bool]:
    """Return all codes in their order, and whether that of the study's own changes; positions are numbered if needed.

    Codes of the file stand in its order in the places that the study's have; a new one follows the one it follows in
    the file, or goes before the one it goes before.
    """
    former = [code.id for code in present]
    given = {code.id: code for code in placed}
    known = [code.id for code in placed if code.id in set(former)]
    slots = iter(known)
    order = [next(slots) if code in given else code for code in former]
    before: str | None = None
    for code in placed:
        if code.id not in set(former):
            first = order.index(known[0]) if known else len(order)
            order.insert(first if before is None else order.index(before) + 1, code.id)
        before = code.id
    codes = {code.id: code for code in present} | given
    reordered = known != [code for code in former if code in given]
    tree = [node for node, _ in in_tree_order({code: codes[code].parent for code in order})]
    if len(order) == len(former) and not reordered:
        return [codes[code] for code in tree], False
    return [replace(codes[code], position=position) for position, code in enumerate(tree)], reordered


def _differences(old: Code | None, new: Code, row: Mapping[str, str], names: Mapping[str, str]) -> Iterable[Difference]:
    if old is None:
        above = names[new.parent] if new.parent else ""
        yield Difference(new.name, new.id, "added", "parent" if above else "", "", above)
        return
    if old.name != new.name:
        yield Difference(new.name, new.id, "renamed", "code", old.name, new.name)
    for field in EDITABLE:
        before, after = str(getattr(old, field)), str(getattr(new, field))
        if before != after:
            yield Difference(new.name, new.id, "changed", field, before, after)
        elif kept_text(before).strip() and field in row and not row[field].strip() and field != "origin":
            yield Difference(new.name, new.id, "cleared", field, before, "")
    if old.parent != new.parent:
        before, after = (names[item] if item else "" for item in (old.parent, new.parent))
        yield Difference(new.name, new.id, "moved", "parent", before, after)
