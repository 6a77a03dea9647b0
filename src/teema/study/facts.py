"""Numbers of a study and one of its analyses, for the phases and the self-review: from the tables and the journal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from teema.coding.codings import codings_frame
from teema.store import standing
from teema.terms import term
from teema.themes.calls import quoted
from teema.themes.days import day
from teema.themes.nudges import extracts_below
from teema.themes.reviews import reviews_of

if TYPE_CHECKING:
    import pandas as pd

    from teema.records import Event
    from teema.store import Store
    from teema.study.study import Study
    from teema.themes import ThemeTree

__all__ = ["gather"]

_TEXTS = {"defined": "definition", "bounded": "boundary", "concepts": "concept", "storied": "story"}
# What is still to do of a text, and whose theme a call names first.
_LACKING = {"defined": "undefined", "bounded": "unbounded", "concepts": "unconcepted", "storied": "unstoried"}
_DECISIONS = ("theme.merge", "theme.split", "theme.rename", "theme.drop")
_NEXT = {"defined": "next_defined", "storied": "next_story"}


def gather(study: Study, tree: ThemeTree, held: pd.DataFrame, *, warned: int = 0) -> dict[str, Any]:
    """Return the facts of an analysis by name; see `teema.themes.phases` and `teema.terms` for what asks for them.

    Args:
        study: The study.
        tree: The analysis.
        held: Its codings, as `analysis.codings`.
        warned: How many warnings of names are not silenced.
    """
    language = tree.language
    named = tree.unit or term("themes.unit_open", language)
    facts: dict[str, Any] = {
        "analysis": tree.name,
        "name": quoted(tree.name),
        "approach": term(f"themes.approach_{tree.approach}", language),
        "named": named,
        "unit_given": bool(tree.unit),
        "source": study.report.source,
        "warned": warned,
    }
    facts |= _of_study(study, study.store)
    facts |= _of_themes(study, tree, held)
    facts |= _of_answers(study, held, facts["since"])
    return facts | _of_journal(study, tree)


def _of_study(study: Study, store: Store) -> dict[str, Any]:
    def count(query: str) -> int:
        return int(store.rows(f"SELECT count(*) AS n FROM {query}")[0]["n"])  # noqa: S608 -- queries of ours

    read = {
        str(row["name"]).split(":", 2)[2]
        for row in store.rows("SELECT name FROM settings WHERE substr(name, 1, 5) = 'read:'")
    }
    codes = study.codebook.to_frame()
    answers = len(study.answers)
    reading = len(read & set(study.answers["answer"]))
    extracts = count("extracts")
    reduced = count("extracts WHERE reduced <> ''")
    return {
        "answers": answers,
        "read": reading,
        "unread": answers - reading,
        "notes": count("memos WHERE target_kind IN ('study', 'case', 'answer')"),
        "memos": count("memos"),
        "codes": len(codes),
        "codes_defined": int((codes["definition"].astype(str).str.strip() != "").sum()),
        "codings": count("codings"),
        "extracts": extracts,
        "reduced": reduced,
        "unreduced": extracts - reduced,
    }


def _of_themes(study: Study, tree: ThemeTree, held: pd.DataFrame) -> dict[str, Any]:
    frame = tree.themes
    own = frame[~frame["holding"].astype(bool)]
    names = own["theme"].tolist()
    sizes = {name: extracts_below(held, frame, name)["extract"].nunique() for name in names}
    noted = _noted(study.store, tree.id)
    stages = Counter(_stages(study.store, tree.id))
    shelved = set(frame.loc[frame["holding"].astype(bool), "theme"])
    members = tree.members
    parked = int(members["theme"].isin(shelved).sum())
    placed = held[~held["code"].isin(shelved)].drop_duplicates(["code", "extract"])
    times = placed.groupby("extract")["code"].nunique()
    first = study.store.rows("SELECT min(created) AS t FROM snapshots WHERE analysis = ?", (tree.id,))[0]["t"]
    facts: dict[str, Any] = {
        "themes": len(own),
        "supported": sum(size > 0 for size in sizes.values()),
        "thin": sum(size == 1 for size in sizes.values()),
        "placed": len(times),
        "shared": int((times > 1).sum()),
        "unplaced": len(tree.unplaced),
        "expressions": tree.expressions["reduced"].nunique(),
        "ungrouped": len(tree.ungrouped),
        "held": parked,
        "outside": len(tree.unplaced) + parked,
        "uppers": int(own["kind"].isin(["overarching", "unifying"]).sum()),
        "upper": ", ".join(f"{word} {int((own['kind'] == kind).sum())}" for kind, word in tree.levels.items()),
        "noted": len(set(own["id"]) & noted),
        "unnoted": len(set(own["id"]) - noted),
        "next_noted": _first(own.loc[~own["id"].isin(noted), "theme"].tolist() or names),
        "snapshots": stages.total(),
        **{stage: stages[stage] for stage in ("initial", "developed", "final")},
        "contrary": _evidence(study.store, tree.id, "contrary"),
        "chosen": _evidence(study.store, tree.id, "supports"),
        "judged": (judged := len(reviews_of(study.store, tree.id, "criterion"))),
        "unjudged": 15 - judged,
        "since": first,
    }
    bare = own[(own[["concept", "boundary"]] == "").any(axis=1)]["theme"].tolist()
    for fact, column in _TEXTS.items():
        lacking = own.loc[own[column].astype(str).str.strip() == "", "theme"].tolist()
        facts |= {fact: len(own) - len(lacking), _LACKING[fact]: len(lacking)}
        if fact in _NEXT:
            facts[_NEXT[fact]] = _first(lacking or names)
    return facts | {"next_concept": _first(bare or names)}


def _of_answers(study: Study, held: pd.DataFrame, since: str | None) -> dict[str, Any]:
    codings = codings_frame(study.store)
    answers = set(study.answers["answer"])
    coded = answers & (set(codings["answer"]) | set(held["answer"]))
    later = 0 if since is None else int((codings["created"].astype(str) > since).sum())
    return {
        "coded": len(coded),
        "uncoded": len(answers) - len(coded),
        "nothing": len(answers - set(held["answer"])),
        "later": later,
    }


def _of_journal(study: Study, tree: ThemeTree) -> dict[str, Any]:
    events = [event for event in study.store.history() if event.kind in ("do", "import")]
    stands = {event.event: event for event in standing(study.store.history())}
    done = [event for event in stands.values() if _of_analysis(study.store, event, tree.id)]
    commands = Counter(event.command for event in done)
    dropped = [event for event in done if event.command == "theme.drop"]
    # The summary of a drop is the theme's name, and after it the reason where one was given.
    reasoned = sum(event.summary not in _gone(study.store, event) for event in dropped)
    times = [event.time for event in events]
    return {
        "merges": commands["theme.merge"],
        "splits": commands["theme.split"],
        "renames": commands["theme.rename"],
        "drops": len(dropped),
        "reasoned": reasoned,
        "unreasoned": len(dropped) - reasoned,
        "events": len(stands),
        "days": len({day(time, study.language) for time in times}),
        "first": day(min(times), study.language) if times else "–",
        "last": day(max(times), study.language) if times else "–",
    }


def _of_analysis(store: Store, event: Event, analysis: str) -> bool:
    """Say whether a journal line is a decision on a theme of the analysis; only such lines are unpacked."""
    if event.command not in _DECISIONS:
        return False
    return any(
        row is not None and row["analysis"] == analysis
        for change in store.changes_of(event.event)
        if change.table == "themes"
        for row in (change.before, change.after)
    )


def _gone(store: Store, event: Event) -> set[str]:
    """Return the names of the themes that a journal line deleted."""
    changes = store.changes_of(event.event)
    rows = [change.before for change in changes if change.table == "themes" and change.after is None]
    return {str(row["name"]) for row in rows if row is not None}


def _stages(store: Store, analysis: str) -> list[str]:
    return [str(row["stage"]) for row in store.rows("SELECT stage FROM snapshots WHERE analysis = ?", (analysis,))]


def _noted(store: Store, analysis: str) -> set[str]:
    """Return the GUIDs of the themes that have a note."""
    rows = store.rows(
        "SELECT DISTINCT target FROM memos JOIN themes ON themes.id = memos.target"
        " WHERE target_kind = 'theme' AND themes.analysis = ?",
        (analysis,),
    )
    return {str(row["target"]) for row in rows}


def _evidence(store: Store, analysis: str, kind: str) -> int:
    query = (
        "SELECT count(*) AS n FROM evidence JOIN themes ON themes.id = evidence.theme"
        " WHERE themes.analysis = ? AND evidence.kind = ?"
    )
    return int(store.rows(query, (analysis, kind))[0]["n"])


def _first(names: list[str]) -> str:
    """Return the first of names as it is written in a call."""
    return quoted(names[0]) if names else '"…"'
