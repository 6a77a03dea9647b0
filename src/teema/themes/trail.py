"""The decision trail of an analysis: what was made of the themes, when and by whom, as the journal tells it.

An audit trail is one of the ways to let a reader judge an analysis (Lincoln & Guba 1985; Nowell et al. 2017). Nothing
is written for it: it is read from the journal, so that it cannot differ from what was done.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from teema.store import standing
from teema.tables import Column, Table
from teema.terms import term
from teema.themes.days import day

if TYPE_CHECKING:
    from teema.records import Event
    from teema.store import Change, Row, Store

__all__ = ["TRAIL_COLUMNS", "Decision", "decisions", "trail"]

TRAIL_COLUMNS = ("event", "time", "coder", "change", "theme", "before", "after", "reason")
# What a changed field of a theme is called as a change.
_FIELDS = {
    "name": "renamed", "parent": "moved", "kind": "level", "definition": "definition", "concept": "concept",
    "story": "story", "boundary": "boundary", "candidate": "candidate", "also": "also", "holding": "holding",
}  # fmt: skip


class _Line(NamedTuple):
    """What was done (a key of the terms), to which theme, and what it was before and after."""

    change: str
    theme: str
    before: str = ""
    after: str = ""


class Decision(NamedTuple):
    """A decision on a theme, and the journal line that has it.

    Attributes:
        event: The journal line.
        stands: False when it was undone.
        change: made, dropped, merged, renamed, moved, level, definition, concept, story, boundary, candidate, also,
            holding, placed, taken_out, related, unrelated, relabelled, snapshot or memo.
        theme: Name of the theme, or of both that a relation joins.
        before: What it was.
        after: What it became.
        reason: Why a theme was dropped.
    """

    event: Event
    stands: bool
    change: str
    theme: str
    before: str
    after: str
    reason: str


def decisions(store: Store, analysis: str) -> list[Decision]:
    """Return all decisions on the themes of an analysis, oldest first.

    Args:
        store: The study file.
        analysis: GUID of the analysis.
    """
    events = {event.event: event for event in store.history()}
    stands = {event.event for event in standing(events.values())}
    names = _Names()
    found = []
    for number, changes in store.changes():
        names.learn(changes)
        event = events[number]
        if event.kind not in ("do", "import"):
            continue
        for line in _lines(changes, analysis, event, names):
            reason = _reason(event) if line.change == "dropped" else ""
            found.append(Decision(event, number in stands, *line, reason))
    return found


def trail(
    store: Store, analysis: str, *, levels: Mapping[str, str], language: str, title: str = "", undone: bool = False
) -> Table:
    """Return the decisions on the themes of an analysis, oldest first.

    Args:
        store: The study file.
        analysis: GUID of the analysis.
        levels: What the levels of its themes are called.
        language: Language of the words.
        title: What the table is called; the name of the analysis stands in it.
        undone: Whether steps that were undone are told of, too; they are marked.

    Returns:
        A table of `event`, `time`, `coder`, `change`, `theme`, `before`, `after`, `reason`.
    """
    import pandas as pd

    rows = []
    for made in decisions(store, analysis):
        if not made.stands and not undone:
            continue
        told = (_in_words(made.change, text, levels, language) for text in (made.before, made.after))
        taken_back = "" if made.stands else term("themes.trail_undone", language)
        why = "; ".join(filter(None, (made.reason, taken_back)))
        change = term(f"themes.trail_{made.change}", language)
        rows.append((made.event.event, made.event.time, made.event.coder, change, made.theme, *told, why))
    frame = pd.DataFrame(rows, columns=list(TRAIL_COLUMNS))
    frame["day"] = [day(time, language) for time in frame["time"]]
    shown = ["day", "coder", "change", "theme", "before", "after", "reason"]
    # A column that would stand empty on every page is left out.
    shown = [name for name in shown if name not in ("before", "reason") or frame.empty or (frame[name] != "").any()]
    wide = ("theme", "before", "after", "reason")
    columns = tuple(
        Column(name, term(f"themes.trail_column_{name}", language), "wide-text" if name in wide else "text")
        for name in shown
    )
    return Table(
        frame=frame,
        title=term("themes.trail_title", language, name=title),
        notes=(term("themes.trail_note", language),),
        columns=columns,
        language=language,
    )


def _reason(event: Event) -> str:
    """Return why a theme was dropped: it follows the theme's name in the summary."""
    return event.summary.partition(": ")[2] if event.command == "theme.drop" else ""


def _in_words(change: str, text: str, levels: Mapping[str, str], language: str) -> str:
    """Return a value as it is shown: levels, yes and no have words; others stay as they are."""
    if change == "level":
        return levels.get(text, text)
    return term(f"themes.trail_is_{text}", language) if change in ("candidate", "holding") and text else text


class _Names:
    """The last known names of codes and themes while the journal is read, and which analysis a theme belongs to."""

    def __init__(self) -> None:
        self.of: dict[str, str] = {}
        self.analysis: dict[str, str] = {}

    def learn(self, changes: Iterable[Change]) -> None:
        for change in changes:
            row = change.after if change.after is not None else change.before
            if row is None:
                continue
            if change.table in ("codes", "themes"):
                self.of[row["id"]] = row["name"]
            if change.table == "extracts":
                self.of[row["id"]] = f"”{row['quote']}”"
            if change.table == "themes":
                self.analysis[row["id"]] = row["analysis"]


def _lines(changes: Iterable[Change], analysis: str, event: Event, names: _Names) -> Iterator[_Line]:
    members: dict[tuple[str, str], list[str]] = {}
    for change in changes:
        row = change.after if change.after is not None else change.before
        if row is None:
            continue
        if change.table == "themes" and row["analysis"] == analysis:
            yield from _of_theme(change, event, names)
        elif change.table == "members" and names.analysis.get(row["theme"]) == analysis:
            for kind, its in (("taken_out", change.before), ("placed", change.after)):
                if its is not None and change.before != change.after:
                    members.setdefault((kind, its["theme"]), []).append(_held(its, names))
        elif change.table == "relations" and row["analysis"] == analysis:
            yield from _of_relation(change, names)
        elif change.table == "snapshots" and row["analysis"] == analysis and change.after is not None:
            yield _Line("snapshot", "", "", " – ".join(filter(None, (row["name"], row["note"]))))
        elif change.table == "memos" and change.after is not None and names.analysis.get(row["target"]) == analysis:
            yield _Line("memo", names.of[row["target"]], "", row["text"])
    for (kind, theme), held in members.items():
        yield _Line(kind, names.of.get(theme, ""), "", ", ".join(held))


def _of_theme(change: Change, event: Event, names: _Names) -> Iterator[_Line]:
    before, after = change.before, change.after
    if before is None and after is not None:
        yield _Line("made", after["name"], "", names.of.get(after["parent"] or "", ""))
    elif before is not None and after is None:
        merged = event.command == "theme.merge"
        into = event.summary.rpartition(" → ")[2] if merged else ""
        yield _Line("merged" if merged else "dropped", before["name"], "", into)
    elif before is not None and after is not None:
        for field, kind in _FIELDS.items():
            if before[field] != after[field]:
                was, now = (_value(field, row, names) for row in (before, after))
                yield _Line(kind, after["name"], was, now)


def _value(field: str, row: Row, names: _Names) -> str:
    if field in ("parent", "also"):
        return names.of.get(row[field] or "", "")
    return {0: "no", 1: "yes"}[row[field]] if field in ("candidate", "holding") else str(row[field])


def _of_relation(change: Change, names: _Names) -> Iterator[_Line]:
    row = change.after if change.after is not None else change.before
    if row is None:
        return
    ends = f"{names.of.get(row['source'], '')} – {names.of.get(row['target'], '')}"
    labels = [its["label"] if its is not None else "" for its in (change.before, change.after)]
    kind = "related" if change.before is None else "unrelated" if change.after is None else "relabelled"
    yield _Line(kind, ends, *labels)


def _held(member: Row, names: _Names) -> str:
    return str(member["reduced"] or names.of.get(member["code"] or member["extract"] or "", ""))
