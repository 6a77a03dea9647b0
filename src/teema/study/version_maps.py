"""The versions of an analysis on one page: snapshots with stage and day, and what changed since the one before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from teema.errors import NotFoundError, UnusableValueError
from teema.terms import number, term
from teema.themes import View, load
from teema.themes.comparison_text import compare
from teema.themes.days import day
from teema.trees import in_tree_order

if TYPE_CHECKING:
    import pandas as pd

    from teema.maps import VersionMaps
    from teema.study.analysis import Analysis
    from teema.study.study import Study

__all__ = ["maps_of_versions"]


def maps_of_versions(
    study: Study,
    analysis: Analysis,
    names: Sequence[str],
    *,
    now: bool,
    style: Literal["cards", "ovals"],
    title: str | None,
) -> VersionMaps:
    """Draw snapshots of an analysis as small maps; see `Analysis.versions_map`."""
    from teema.maps import Version, version_maps
    from teema.study.checking import looked_at
    from teema.study.map_kinds import boxes_of

    language = analysis.language
    shown = _shown(analysis, names)
    abouts = [
        f"{term(f'method.stage_{row.stage}', language)}, {day(str(row.created), language)}"
        for row in shown.itertuples()
    ]
    views = [load(study.store, analysis, name) for name in shown["snapshot"]]
    if now:
        views.append(replace(analysis.view(), name=term("maps.versions_now", language)))
        abouts.append("")
    ordered = _in_one_order([view.drawn() for view in views])
    versions = [
        Version(
            name=view.name, about=about, changed=changed, themes=view.themes, members=view.members,
            relations=view.relations,
        )
        for view, about, changed in zip(ordered, abouts, _changes(views, analysis), strict=True)
    ]  # fmt: skip
    name = term("maps.versions", language, name=analysis.name) if title is None else title
    placed = boxes_of(analysis, views[-1].themes, "thematic" if style == "ovals" else None)
    return looked_at(study, version_maps(versions, title=name, language=language, style=style, **placed))


def _shown(analysis: Analysis, names: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the snapshots to draw, oldest first."""
    known = analysis.snapshots
    if known.empty:
        raise UnusableValueError(
            "There is no snapshot yet.", where=analysis.name, hint='Keep one: ta.snapshot("alustava", stage="initial").'
        )
    for name in names:
        if name not in set(known["snapshot"]):
            raise NotFoundError.of("snapshot", name, known["snapshot"], where=analysis.name)
    return known[known["snapshot"].isin(names)] if names else known


def _changes(views: Iterable[View], analysis: Analysis) -> Iterator[str]:
    """Yield what changed from version to version, counted; nothing for the first."""
    language = analysis.language
    yield ""
    for before, after in pairwise(views):
        counts = compare(before, after, levels=analysis.levels, language=language).counts()
        told = [
            f"{term(f'themes.diff_{kind}', language)} {number(n, language)}".replace(" ", "\u00a0")
            for kind, n in counts.items()
        ]
        if told:
            yield term("maps.versions_changed", language, changes=", ".join(told))
        else:
            yield term("maps.versions_unchanged", language)


def _in_one_order(views: Sequence[View]) -> list[View]:
    """Return the versions with their themes in one common order, so that a theme keeps its place among the others.

    The last version gives the order; a theme that it lacks stands after the one that it followed when it was there.
    """
    order: list[str] = []
    for view in reversed(views):
        before = -1
        for guid in view.themes["id"]:
            if guid not in order:
                order.insert(before + 1, guid)
            before = order.index(guid)
    rank = {guid: at for at, guid in enumerate(order)}
    return [replace(view, themes=_sorted(view.themes, rank)) for view in views]


def _sorted(themes: pd.DataFrame, rank: dict[str, int]) -> pd.DataFrame:
    if themes.empty:
        return themes
    by_rank = themes.assign(rank=themes["id"].map(rank)).sort_values("rank")
    parents = {
        row["theme"]: row["parent"] if isinstance(row["parent"], str) and row["parent"] else None
        for row in by_rank.to_dict("records")
    }
    names = [name for name, _ in in_tree_order(parents)]
    return by_rank.set_index("theme").loc[names].reset_index()
