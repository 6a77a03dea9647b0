"""Snapshots: an analysis as it was, under a name and a stage (initial, developed, final)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from teema.errors import NotFoundError, UnusableValueError
from teema.records import Snapshot
from teema.store import from_json, now
from teema.themes.choices import choice

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store
    from teema.themes.theme_tree import ThemeTree

__all__ = ["STAGES", "View", "load", "save", "snapshots_frame"]

# The three maps of Braun & Clarke (2006): candidate themes, reviewed themes, themes as reported.
STAGES: tuple[Literal["initial", "developed", "final"], ...] = ("initial", "developed", "final")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class View:
    """An analysis at one moment: what a map or a comparison needs.

    Attributes:
        name: Name of the snapshot, or of the analysis as it is now.
        themes: As `ta.themes`.
        members: As `ta.members`.
        relations: As `ta.relations`.
        placed: As `ta.placed`; empty in snapshots that were saved before themes could hold single extracts.
    """

    name: str
    themes: pd.DataFrame
    members: pd.DataFrame
    relations: pd.DataFrame
    placed: pd.DataFrame

    def drawn(self) -> View:
        """Return what a map shows: the theme that holds what has no place yet is left out once nothing is in it."""
        themes, lines = self.themes, self.relations
        used = {
            *self.members["theme"], *self.placed["theme"], *themes["parent"].dropna(),
            *lines["source"], *lines["target"],
        }  # fmt: skip
        empty = themes["holding"].astype(bool) & ~themes["theme"].isin(used)
        return replace(self, themes=themes[~empty].reset_index(drop=True)) if empty.any() else self


def save(store: Store, tree: ThemeTree, name: str, *, stage: str = "developed", note: str = "") -> Snapshot:
    """Keep the analysis as it is now under a name.

    Raises:
        UnusableValueError: The name is empty or taken, or there is no such stage.
    """
    known = choice("stage", stage, STAGES, "method.stage_")
    clean = " ".join(name.split())
    taken = set(snapshots_frame(store, tree.id)["snapshot"])
    if not clean or clean in taken:
        raise UnusableValueError(
            f"There is already a snapshot {clean!r}." if clean else "A snapshot needs a name.",
            where=tree.name,
            hint="Choose another name; snapshots are never overwritten.",
        )
    content = {
        "themes": tree.themes.to_dict("records"),
        "members": tree.members.to_dict("records"),
        "relations": tree.relations.to_dict("records"),
        "placed": tree.placed.to_dict("records"),
    }
    snapshot = Snapshot(
        analysis=tree.id, name=clean, stage=known, note=note, created=now(),
        content=json.dumps(content, ensure_ascii=False, default=_plain),
    )  # fmt: skip
    with store.step("snapshot.save", clean) as step:
        step.put("snapshots", asdict(snapshot))
    return snapshot


def snapshots_frame(store: Store, analysis: str) -> pd.DataFrame:
    """Return one row per snapshot, oldest first: `snapshot`, `stage`, `note`, `created`."""
    return store.frame(
        "SELECT name AS snapshot, stage, note, created FROM snapshots WHERE analysis = ? ORDER BY created, rowid",
        (analysis,),
    )


def load(store: Store, tree: ThemeTree, name: str) -> View:
    """Return the analysis as it was at a snapshot.

    Raises:
        NotFoundError: There is no such snapshot.
    """
    rows = store.rows("SELECT content FROM snapshots WHERE analysis = ? AND name = ?", (tree.id, name))
    if not rows:
        raise NotFoundError.of("snapshot", name, snapshots_frame(store, tree.id)["snapshot"], where=tree.name)
    content: dict[str, Any] = from_json(rows[0]["content"], f"snapshot {name}")
    frames = {"themes": tree.themes, "members": tree.members, "relations": tree.relations, "placed": tree.placed}
    then = {key: _then(content.get(key, []), list(frame.columns)) for key, frame in frames.items()}
    return View(name=name, **then)


# What a column holds in snapshots from before there was such a column.
_BEFORE = {"boundary": "", "also": None, "holding": False, "fields": "{}", "evidence": 0}


def _then(rows: list[dict[str, Any]], columns: list[str]) -> pd.DataFrame:
    import pandas as pd

    frame = pd.DataFrame(rows, columns=columns if not rows else list(rows[0]))
    for column in columns:
        if column not in frame.columns:
            frame[column] = [_BEFORE.get(column, "")] * len(frame)
    return frame[columns]


def _plain(value: Any) -> Any:
    return value.item()  # numpy scalars of data frames
