"""What the journal and the tables show of an analysis, gathered for the draft of its method section."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from teema.records import THEME_KINDS
from teema.store import standing
from teema.themes import load
from teema.themes.method_text import MethodFacts, SavedVersion
from teema.themes.trail import Decision, decisions
from teema.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store
    from teema.study.analysis import Analysis
    from teema.study.study import Study

__all__ = ["method_facts"]

_COUNTED = ("made", "renamed", "moved", "merged", "dropped")


def method_facts(study: Study, analysis: Analysis) -> MethodFacts:
    """Gather the facts; what was undone does not count."""
    store = study.store
    times: dict[str, list[str]] = {}
    for event in standing(store.history()):
        times.setdefault(event.command, []).append(event.time)
    codings, codes = study.codings, study.codebook.to_frame()
    coders = codings.groupby("answer")["coder"].nunique()
    made = [item for item in decisions(store, analysis.id) if item.stands]
    worked = [item.event.time for item in made if item.change != "memo"]
    kinds = _own(analysis.themes)["kind"].value_counts()
    # Where classes hold expressions and no codes, codes may belong to another analysis of the study.
    by_expressions = analysis.members.empty and bool(analysis.reduced["theme"].notna().any())
    return MethodFacts(
        name=analysis.name,
        approach=analysis.approach,
        approach_words=analysis.approach_text,
        unit=analysis.unit,
        version=VERSION,
        source=study.report.source,
        imported=store.history()[0].time,
        updated=tuple(times.get("survey.update", ())),
        pseudonymised=tuple(times.get("survey.pseudonymise", ())),
        cases=len(study.cases),
        questions=len(study.questions),
        answers=len(study.answers),
        codes=len(codes),
        defined=int((codes["definition"].fillna("") != "").sum()),
        unplaced=0 if by_expressions else _left_outside(analysis, codings),
        ungrouped=len(analysis.ungrouped) if by_expressions else 0,
        coding_times=(codings["created"].min(), codings["created"].max()) if len(codings) else (),
        coders={str(name): int(n) for name, n in codings["coder"].value_counts(sort=False).items()},
        by_query=len(_by_query(store) & set(codings["coding"])),
        coded_answers=len(coders),
        double_answers=int((coders > 1).sum()),
        reduced=int(store.rows("SELECT count(*) AS n FROM extracts WHERE reduced <> ''")[0]["n"]),
        memos=len(study.memos),
        theme_times=(min(worked), max(worked)) if worked else (),
        steps=_steps(made),
        reasons=sum(item.change == "dropped" and bool(item.reason) for item in made),
        versions=tuple(
            SavedVersion(name=name, stage=stage, time=created, themes=len(_own(load(store, analysis, name).themes)))
            for name, stage, created in analysis.snapshots[["snapshot", "stage", "created"]].values.tolist()
        ),
        levels={analysis.levels[kind]: int(kinds.get(kind, 0)) for kind in THEME_KINDS},
    )


def _own(themes: pd.DataFrame) -> pd.DataFrame:
    """Leave out the theme that holds what has no place yet: it is a place to wait in, and no outcome."""
    return themes[~themes["holding"].astype(bool)]


def _left_outside(analysis: Analysis, codings: pd.DataFrame) -> int:
    """Count codes without a place that have extracts which no class holds otherwise, through a reduced expression."""
    placed = set(analysis.placed["extract"])
    waiting = [code for code in analysis.unplaced if code not in set(codings["code"])]
    loose = codings[~codings["extract"].isin(placed)]
    return len(waiting) + len(set(loose["code"]) & set(analysis.unplaced))


def _steps(made: list[Decision]) -> dict[str, int]:
    """Count what was done to the themes; a theme made by splitting is a split, one moved along is no move."""
    split = {item.event.event for item in made if item.event.command == "theme.split"}
    along = ("theme.merge", "theme.drop")
    counted = Counter(
        item.change
        for item in made
        if item.change in _COUNTED
        and item.event.event not in split
        and not (item.change == "moved" and item.event.command in along)
    )
    return {**counted, "split": len(split)}


def _by_query(store: Store) -> set[str]:
    """Return the codings that came from accepted proposals of a query."""
    queried = {event.event for event in store.history() if event.command == "code.autocode" and event.kind == "do"}
    return {
        change.key
        for event, changes in store.changes()
        if event in queried
        for change in changes
        if change.table == "codings" and change.before is None
    }
