"""Merging two studies: what the second adds to the first, and what only a person can decide.

Each row is compared with what both studies held when they parted. What one side changed is taken; what both changed is
a conflict. Codings are different: they only add up. One goes only when its own coder removed it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from teema.store.contents import Contents
from teema.store.journal import Change, Row
from teema.store.meeting import meet
from teema.store.repairs import repair
from teema.store.settings import merged_setting

__all__ = ["Conflict", "Decision", "Plan", "plan"]

Decision = Literal["mine", "theirs"]

# The conflict of a row that one side deleted.
DELETED = "deleted"
# What comes from the survey is equal on both sides, or nothing is merged.
_MERGED = (
    "analyses", "themes", "members", "relations", "places", "memos", "snapshots", "summaries", "evidence", "reviews",
    "types", "type_parts",
)  # fmt: skip
# Where a row stands and when it was made is no matter of opinion.
_MINE = frozenset({"id", "position", "created", "answer", "start", "end", "quote", "extract", "coder"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something that both sides changed, or that one deleted and the other used.

    Attributes:
        id: Names the conflict in `decisions`.
        table: Kind of the row: codes, extracts, themes and so on.
        name: Name of the row, as far as it has one.
        field: What differs; `deleted` when a side deleted the row.
        mine: My value.
        theirs: The other value.
        decision: What stands: `mine`, `theirs`, or nothing while nobody decided. Mine is kept until then.
    """

    id: str
    table: str
    name: str
    field: str
    mine: str
    theirs: str
    decision: Decision | Literal[""]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a merge does.

    Attributes:
        changes: The rows that change in my study, deletions first.
        conflicts: What must be decided by a person.
        met: Codes without a common GUID that met by name: my name, their name.
        back: How many codings that somebody else than their coder had removed come back.
    """

    changes: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]
    met: tuple[tuple[str, str], ...]
    back: int = 0


def plan(
    mine: Contents,
    theirs: Contents,
    base: Contents,
    *,
    removed: frozenset[str] = frozenset(),
    decisions: Mapping[str, Decision] | None = None,
) -> Plan:
    """Compare two studies and return what merging the second into the first does.

    Args:
        mine: The rows of the study that is changed.
        theirs: The rows of the other.
        base: What both held when they parted; empty when they never were one file.
        removed: Codings of `base` that their own coder removed on either side.
        decisions: By the id of a conflict, `mine` or `theirs`.
    """
    met, pairs = meet(mine, theirs, gone=removed)
    work = _Work(mine, met, base, decisions or {})
    work.codings(removed)
    work.codes()
    work.extracts()
    for table in _MERGED:
        work.table(table)
    work.settings()
    for table, key, field, kept, wanted in repair(work.result, mine):
        work.note(table, key, field, kept, wanted, decide=False)
    back = len((set(base["codings"]) - set(mine["codings"])) & set(work.result["codings"]))
    return Plan(
        changes=tuple(_changes(mine, work.result)),
        conflicts=tuple(sorted(work.conflicts.values(), key=lambda item: (item.table, item.name, item.id))),
        met=pairs,
        back=back,
    )


class _Work:
    """The three states and the one that is being made."""

    def __init__(self, mine: Contents, theirs: Contents, base: Contents, decisions: Mapping[str, Decision]) -> None:
        self.mine, self.theirs, self.base, self.decisions = mine, theirs, base, decisions
        self.result: Contents = {table: dict(rows) for table, rows in mine.items()}
        self.conflicts: dict[str, Conflict] = {}

    # -- the kinds of rows

    def codings(self, removed: frozenset[str]) -> None:
        """Put the codings of both together; what both gave different codes keeps both."""
        found: dict[str, Row] = {}
        mine, theirs, base = self._of("codings")
        for key in dict.fromkeys([*mine, *theirs]):
            if key in removed:
                continue
            row = self._row("codings", key, but={"code"})
            own, other, was = mine.get(key), theirs.get(key), base.get(key)
            if own is not None and other is not None and own["code"] != other["code"]:
                if was is not None and own["code"] == was["code"]:
                    row = {**row, "code": other["code"]}
                elif was is None or other["code"] != was["code"]:
                    second = str(uuid.uuid5(uuid.UUID(key), other["code"]))
                    found[second] = {**other, "id": second}
            found[key] = row
        once: dict[tuple[Any, ...], str] = {}
        for key in sorted(found, key=lambda key: key not in mine):
            once.setdefault(tuple(found[key][name] for name in ("extract", "code", "coder")), key)
        kept = set(once.values())
        self.result["codings"] = {key: row for key, row in found.items() if key in kept}

    def codes(self) -> None:
        """Merge the codebooks; a code goes only when the other side left it untouched, or when that was decided."""
        mine, theirs, _base = self._of("codes")
        needed = {row["code"] for row in self.result["codings"].values()}
        result: dict[str, Row] = {}
        for key in dict.fromkeys([*mine, *theirs]):
            row = self._kept("codes", key, used=key in needed, keep=True)
            if row is not None:
                result[key] = row
        self.result["codes"] = result
        codings = self.result["codings"]
        self.result["codings"] = {key: row for key, row in codings.items() if row["code"] in result}

    def extracts(self) -> None:
        """Take every extract of both; what nothing holds goes in the end."""
        mine, theirs, _base = self._of("extracts")
        self.result["extracts"] = {key: self._row("extracts", key) for key in dict.fromkeys([*mine, *theirs])}

    def table(self, table: str) -> None:
        """Merge a table whose rows may be deleted on one side."""
        mine, theirs, _base = self._of(table)
        used = self._newly_used() if table in ("analyses", "themes") else set()
        found = {key: self._kept(table, key, used=key in used) for key in dict.fromkeys([*mine, *theirs])}
        self.result[table] = {key: row for key, row in found.items() if row is not None}

    def settings(self) -> None:
        """Merge corrections of lemmas, languages of answers, stop words and what else is set."""
        mine, theirs, base = self._of("settings")
        for key in dict.fromkeys([*mine, *theirs, *base]):
            values = [rows[key]["value"] if key in rows else None for rows in (base, mine, theirs)]
            value, clash = merged_setting(key, *values)
            if clash and self.note("settings", key, "value", values[1], values[2]) == "theirs":
                value = values[2]
            if value is None:
                self.result["settings"].pop(key, None)
            else:
                self.result["settings"][key] = {"name": key, "value": value}

    # -- one row

    def _of(self, table: str) -> tuple[dict[str, Row], dict[str, Row], dict[str, Row]]:
        return self.mine[table], self.theirs[table], self.base[table]

    def _kept(self, table: str, key: str, *, used: bool = False, keep: bool = False) -> Row | None:
        """Return the row that both sides make, or None when it is deleted.

        Args:
            table: Its table.
            key: Its key.
            used: The side that has it has used it in something new.
            keep: While nobody decides, it stays, also when my side deleted it.
        """
        own, other, was = (rows.get(key) for rows in self._of(table))
        here = own if other is None else other if own is None else None
        if here is None:
            return self._row(table, key)
        if was is None:
            return here
        if not used and _same(here, was):
            return None
        mine, theirs = (None, here) if own is None else (here, None)
        decided = self.note(table, key, DELETED, mine, theirs)
        if decided == "":
            return here if keep or own is not None else None
        return mine if decided == "mine" else theirs

    def _row(self, table: str, key: str, *, but: Iterable[str] = ()) -> Row:
        """Return the row with each field as the side left it that changed it."""
        own, other, was = (rows.get(key) for rows in self._of(table))
        if own is None or other is None:
            return dict(own or other or {})
        row = dict(own)
        for field in set(own) - _MINE - set(but):
            clash, row[field] = _merged(own[field], other[field], None if was is None else (was[field],))
            if clash and self.note(table, key, field, own[field], other[field]) == "theirs":
                row[field] = other[field]
        return row

    def _newly_used(self) -> set[str]:
        """Return the themes and analyses that hold what they did not hold when the studies parted."""
        found: set[str] = set()
        for side in (self.mine, self.theirs):
            for table, columns in (("members", ("theme",)), ("themes", ("parent", "analysis"))):
                new = side[table].keys() - self.base[table].keys()
                found |= {side[table][key][column] for key in new for column in columns if side[table][key][column]}
        return found

    def note(
        self, table: str, key: str, field: str, mine: Any, theirs: Any, *, decide: bool = True
    ) -> Decision | Literal[""]:
        """Keep a conflict for the report, and return what was decided."""
        name = f"{table}:{key}:{field}"
        decision: Decision | Literal[""] = self.decisions.get(name, "") if decide else ""
        values = [self._shown(table, field, value) for value in (mine, theirs)]
        self.conflicts[name] = Conflict(
            id=name, table=table, name=self._name(table, key), field=field, mine=values[0], theirs=values[1],
            decision=decision,
        )  # fmt: skip
        return decision

    def _shown(self, table: str, field: str, value: Any) -> str:
        if isinstance(value, dict):
            return str(value.get("name") or value.get("text") or value["id"])
        return self._name(table, value) if field == "parent" and value else str(value or "")

    def _name(self, table: str, key: str) -> str:
        row = self.mine[table].get(key) or self.theirs[table].get(key) or self.base[table].get(key) or {}
        extract = self.mine["extracts"].get(row.get("extract") or "", {})
        return str(row.get("name") or row.get("quote") or row.get("text") or extract.get("quote") or key)


def _merged(mine: Any, theirs: Any, was: tuple[Any] | None) -> tuple[bool, Any]:
    """Return whether two values clash, and the one to keep."""
    if mine == theirs or (was is not None and theirs == was[0]) or (was is None and theirs in ("", None)):
        return False, mine
    if (was is not None and mine == was[0]) or (was is None and mine in ("", None)):
        return False, theirs
    return True, mine


def _same(row: Row, was: Row) -> bool:
    return all(row[name] == was[name] for name in row if name != "position")


def _changes(mine: Contents, result: Contents) -> Iterable[Change]:
    for table in reversed(list(mine)):
        for key in mine[table].keys() - result[table].keys():
            yield Change(table, mine[table][key], None)
    for table, rows in result.items():
        for key, row in rows.items():
            before = mine[table].get(key)
            if before != row:
                yield Change(table, before, row)
