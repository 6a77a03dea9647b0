"""Merging the work of another coder into a study: survey check, report, one undoable step."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import MergeError, NotFoundError, UnusableValueError
from teema.store import Store
from teema.store.contents import Contents, common, contents, owners_removals
from teema.store.merge import Conflict, Decision, Plan, plan
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Change, Step

__all__ = ["MergeReport", "merge"]

_SHOWN = 10
_COMMAND = "study.merge"
_DECISIONS = ("mine", "theirs")


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeReport:
    """What a merge brought, and what waits for a decision.

    Attributes:
        source: Name of the other file.
        added: Number of new rows by kind: codings, codes, extracts, memos and so on.
        changed: Number of changed rows by kind.
        removed: Number of removed rows by kind.
        met: Codes of independent codebooks that met by name: my name, their name.
        brought_back: Codings that somebody other than their coder had removed here, and that are back.
        all_conflicts: Conflicts, decided and not; `conflicts` shows them as a table.
        applied: False when the merge was only tried (`dry_run`).
        language: Language of the report.
    """

    source: str
    added: dict[str, int]
    changed: dict[str, int]
    removed: dict[str, int]
    met: tuple[tuple[str, str], ...]
    brought_back: int
    all_conflicts: tuple[Conflict, ...]
    applied: bool
    language: Language = "fi"

    @property
    def undecided(self) -> tuple[Conflict, ...]:
        """The conflicts that nobody decided; mine stands in them."""
        return tuple(item for item in self.all_conflicts if not item.decision)

    @property
    def conflicts(self) -> pd.DataFrame:
        """One row per conflict: `conflict` (its id), `table`, `name`, `field`, `mine`, `theirs`, `decision`."""
        import pandas as pd

        names = ["table", "name", "field", "mine", "theirs", "decision"]
        rows = [[item.id, *(getattr(item, name) for name in names)] for item in self.all_conflicts]
        return pd.DataFrame(rows, columns=["conflict", *names])

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)

    def __repr__(self) -> str:
        def line(name: str, /, **values: object) -> str:
            return term(f"study.merge_{name}", self.language, **values)

        lines = [line("source" if self.applied else "dry_run", source=self.source)]
        for name in ("added", "changed", "removed"):
            counts = getattr(self, name)
            if counts:
                listed = ", ".join(f"{term('study.rows_' + table, self.language)} {n}" for table, n in counts.items())
                lines.append(line(name, counts=listed))
        if not self:
            lines.append(line("nothing"))
        if self.met:
            lines.append(line("met", codes=", ".join(one if one == two else f"{one} = {two}" for one, two in self.met)))
        if self.brought_back:
            lines.append(line("back", n=self.brought_back))
        if self.undecided:
            lines.append(line("undecided", n=len(self.undecided)))
        lines += [
            f"  {item.id}\n    {line('conflict', name=item.name, field=item.field, mine=item.mine, theirs=item.theirs)}"
            for item in self.undecided
        ]
        return "\n".join(lines)


def merge(
    store: Store,
    other: str | Path,
    decisions: Mapping[str, Decision] | None = None,
    *,
    language: Language = "fi",
    dry_run: bool = False,
) -> MergeReport:
    """Merge another study into this one as one undoable step.

    Args:
        store: The study that is changed.
        other: The other study file; it stays as it is.
        decisions: By the id of a conflict, `mine` or `theirs`.
        language: Language of the report.
        dry_run: Only say what would be done.

    Raises:
        MergeError: It is the same file, or a study of another survey.
        NotFoundError: There is no such file, or no such conflict.
        UnusableValueError: A decision is neither `mine` nor `theirs`.
        DamagedStudyError: The other file is no study.
        BackupError: No copy could be made of the study as it was; then nothing is merged.
    """
    path = Path(other).absolute()
    if path.exists() and os.path.realpath(path) == os.path.realpath(store.path):
        raise MergeError("A study cannot be merged into itself.", where=path, hint="Name the other coder's file.")
    found = _planned(store, path, decisions or {})
    if not dry_run and found.changes:
        store.backup(_COMMAND)
        with store.step(_COMMAND, path.name) as step:
            _write(step, found.changes)
    counts: dict[str, Counter[str]] = {"added": Counter(), "changed": Counter(), "removed": Counter()}
    for change in found.changes:
        kind = "added" if change.before is None else "removed" if change.after is None else "changed"
        counts[kind][change.table] += 1
    return MergeReport(
        source=path.name, met=found.met, brought_back=found.back, all_conflicts=found.conflicts, applied=not dry_run,
        language=language, added=dict(counts["added"]), changed=dict(counts["changed"]),
        removed=dict(counts["removed"]),
    )  # fmt: skip


def _planned(store: Store, path: Path, decisions: Mapping[str, Decision]) -> Plan:
    with Store(path, coder="", read_only=True) as other:
        mine, theirs = contents(store), contents(other)
        _same_survey(mine, theirs, path)
        base, shared = common(store, other)
        removed = owners_removals(store, base, shared) | owners_removals(other, base, shared)
    found = plan(mine, theirs, base, removed=removed, decisions=decisions)
    known = {item.id for item in found.conflicts}
    for name, decision in decisions.items():
        if name not in known:
            raise NotFoundError.of("conflict", name, sorted(known), where=path.name)
        if decision not in _DECISIONS:
            raise UnusableValueError.of(f"decisions[{name!r}]", decision, _DECISIONS)
    return found


def _write(step: Step, changes: tuple[Change, ...]) -> None:
    """Write deletions, then what changed, then what is new; names that move between rows are freed first."""
    for change in changes:
        if change.after is None:
            step.delete(change.table, change.key)
    altered = [change for change in changes if change.before is not None and change.after is not None]
    for table, before, row in altered:
        if before is not None and row is not None and "id" in row and before.get("name") != row.get("name"):
            step.put(table, {**before, "name": row["id"]})
    for table, _before, row in altered:
        if row is not None:
            step.put(table, row)
    for table in dict.fromkeys(change.table for change in changes):
        step.add(
            table,
            [
                change.after
                for change in changes
                if change.table == table and change.before is None and change.after is not None
            ],
        )


def _same_survey(mine: Contents, theirs: Contents, path: Path) -> None:
    differing = [
        *_differing(mine, theirs, "questions", ("text",)),
        *_differing(mine, theirs, "cases", ()),
        *_differing(mine, theirs, "answers", ("text", "case", "question")),
    ]
    if not differing:
        return
    versions = any(
        mine["answers"][key]["version"] != theirs["answers"][key]["version"]
        for key in mine["answers"].keys() & theirs["answers"].keys()
        if mine["answers"][key]["text"] != theirs["answers"][key]["text"]
    )
    shown = "\n".join(f"  {line}" for line in differing[:_SHOWN])
    more = f"\n  … and {len(differing) - _SHOWN} more" if len(differing) > _SHOWN else ""
    hint = "Nothing was merged. Both files must be of one export."
    if versions:
        hint = (
            "Nothing was merged. Texts were changed in one file only (pseudonymised or corrected): do the same in the "
            "other, or hand out copies again."
        )
    raise MergeError(
        f"The studies are not of the same survey; {len(differing)} questions, cases or answers differ:\n{shown}{more}",
        where=path.name,
        hint=hint,
    )


def _differing(mine: Contents, theirs: Contents, table: str, fields: tuple[str, ...]) -> list[str]:
    kind = {"questions": "question", "cases": "case", "answers": "answer"}[table]
    found = []
    for key in dict.fromkeys([*mine[table], *theirs[table]]):
        own, other = mine[table].get(key), theirs[table].get(key)
        if own is None or other is None:
            found.append(f"{kind} {key}: only in {'the other' if own is None else 'mine'}")
        elif any(own[field] != other[field] for field in fields):
            found.append(f"{kind} {key}: {_start(own['text'])} / {_start(other['text'])}")
    return found


def _start(text: str) -> str:
    return repr(text if len(text) <= 50 else text[:49] + "…")
