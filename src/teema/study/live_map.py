"""The theme map to walk in, with what the study holds behind it: in the notebook, and as a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.results import suppress
from teema.results.quotations import label_of
from teema.study.checking import remaining, warn_of
from teema.study.framework import groups_of
from teema.study.map_kinds import places_of
from teema.terms import term
from teema.themes import shows_counts, statistic_note
from teema.trees import in_tree_order
from teema.widgets import LiveMap, LiveSession
from teema.widgets.live_content import LiveContent, LiveNode, LiveRelation, Said
from teema.widgets.live_page import live_page, texts_of_page

if TYPE_CHECKING:
    from collections.abc import Hashable

    import pandas as pd

    from teema.study.analysis import Analysis
    from teema.study.study import Study

__all__ = ["LiveReader", "open_live_map", "write_live_map"]

_Edge = tuple[str, str, str]  # source, target, kind


class LiveReader:
    """Reads what a live map can tell, as the study is when it is called.

    It holds a study of its own over the same file: a widget calls it in another thread than the cells, and what those
    have read must not be shared with it.

    Args:
        study: The study.
        analysis: The analysis.
        extracts: Whether what was said may be told.
        by: Background variables to filter by.
        label: Template of who speaks.
        min_cell: Without extracts, the smallest count that is told.
        options: As for `Analysis.map`.

    Raises:
        NotFoundError: There is no such variable.
    """

    def __init__(
        self,
        study: Study,
        analysis: Analysis,
        *,
        extracts: bool,
        by: str | Iterable[str],
        label: str,
        min_cell: int | None,
        options: Mapping[str, Any],
    ) -> None:
        self._study = type(study)(study.store)
        self._analysis = self._study.analysis(analysis.name)
        named = [study.variable(name) for name in ([by] if isinstance(by, str) else by)]
        self._variables = list(dict.fromkeys(named)) if extracts else []
        self._extracts, self._label, self._min_cell = extracts, label, min_cell
        # Without extracts the counts that are hidden must not stand on the drawing either.
        hidden = {} if extracts or min_cell is None else {"show_counts": False}
        self._options = {**options, "min_cell": None if extracts else min_cell, **hidden}
        self._counts: bool | None = options.get("show_counts")
        self._drawn: tuple[object, str, str] | None = None

    def __call__(self) -> LiveContent:
        """Read it."""
        study, analysis = self._study, self._analysis
        shown = shows_counts(analysis.approach)
        counts = shown if self._counts is None else bool(self._counts)
        numbered = self._options.get("show_counts")
        title, drawn = self._draw()
        cases = study.cases
        said, own, held, rests = _extracts(study, analysis, {case: place for place, case in enumerate(cases.index)})
        return LiveContent(
            title=title,
            drawn=drawn,
            nodes=tuple(_nodes(study, analysis, own, held)),
            relations=tuple(_relations(analysis, rests)),
            said=said,
            names=self._names(cases, {item.case for item in said}),
            questions=dict(study.questions[["question", "text"]].itertuples(index=False)),
            background={name: [_values(value) for value in cases[name]] for name in self._variables},
            groups={name: groups_of(study, name) for name in self._variables},
            language=analysis.language,
            counts=counts,
            numbered=shown if numbered is None else bool(numbered),
            note=statistic_note(analysis.approach, "frequency", analysis.language),
            extracts=self._extracts,
            told=_told(study, analysis, self._min_cell) if counts and not self._extracts else {},
            min_cell=None if self._extracts else self._min_cell,
        )

    def _draw(self) -> tuple[str, str]:
        """Return title and drawing, laid out anew only when something on it has changed."""
        key = self._on_it()
        if self._drawn is None or self._drawn[0] != key:
            made = self._analysis.map(**self._options)
            self._drawn = (key, made.scene.title, made.svg())
        return self._drawn[1:]

    def _on_it(self) -> object:
        """Return what the drawing depends on; other kinds of map than the usual may rest on every coding."""
        study, analysis = self._study, self._analysis
        numbered = self._options.get("show_counts")
        if (shows_counts(analysis.approach) if numbered is None else numbered) or "kind" in self._options:
            return study.store.revision()
        view = analysis.view()
        frames = (view.themes, view.members, view.relations, places_of(study, analysis), study.codebook.to_frame())
        return [frame.fillna("").values.tolist() for frame in frames], analysis.name, analysis.language

    def _names(self, cases: pd.DataFrame, spoken: set[int]) -> list[str]:
        """Return who speaks, by the place of the case; nobody tells of those who said nothing that is coded."""
        if not self._extracts:
            return [""] * len(cases)
        template = self._label or term("results.quotation_label", self._study.language)
        rows = cases.to_dict("records")
        return [
            label_of(template, case, rows[place], self._study.language) if place in spoken else ""
            for place, case in enumerate(cases.index)
        ]


def open_live_map(study: Study, analysis: Analysis, **given: Any) -> LiveMap:
    """Return the live map as a widget; arguments as for `LiveReader`."""
    session = LiveSession(study.store, LiveReader(study, analysis, **given), language=analysis.language)
    _ = session.content  # what cannot be drawn is refused before there is a widget
    return LiveMap(session)


def write_live_map(study: Study, analysis: Analysis, path: str | Path, **given: Any) -> Path:
    """Write the live map as a page; arguments as for `LiveReader`. See `Analysis.live_map`."""
    from teema.export.files import write_whole

    target = Path(path)
    if target.suffix.lower() not in (".html", ".htm"):
        raise UnusableValueError.of("ending", target.suffix, (".html",))
    content = LiveReader(study, analysis, **given)()
    text = live_page(content)
    written = write_whole(target, lambda place: place.write_text(text, encoding="utf-8"))
    warn_of(study, remaining(study, {target.name: list(texts_of_page(content))}))
    return written.absolute()


def _extracts(
    study: Study, analysis: Analysis, places: Mapping[Hashable, int]
) -> tuple[list[Said], dict[tuple[str, str], list[int]], dict[tuple[str, str], list[int]], dict[_Edge, list[int]]]:
    """Return the extracts; by kind and name of node which are its own and which it is counted by; by relation which."""
    codings, placed, evidence = study.codings, analysis.placed, analysis.evidence
    columns = ["extract", "case", "question", "text"]
    place_of: dict[str, int] = {}
    said: list[Said] = []
    for frame in (codings, placed, evidence):
        for extract, case, question, text in frame[columns].itertuples(index=False):
            if extract not in place_of:
                place_of[extract] = len(said)
                said.append(Said(places[case], question, text))
    codes = study.codebook.to_frame()
    above = {name: parent if isinstance(parent, str) else None for name, parent in codes[["code", "parent"]].values}
    themes = analysis.themes
    over = {name: parent if isinstance(parent, str) else None for name, parent in themes[["theme", "parent"]].values}
    held: dict[tuple[str, str], dict[int, None]] = {}
    for kind, frame, parents in (("code", codings, above), ("theme", analysis.codings, over)):
        for name, extract in frame[["code", "extract"]].itertuples(index=False):
            at: str | None = name
            while at is not None:
                held.setdefault((kind, at), {})[place_of[extract]] = None
                at = parents[at]
    own: dict[tuple[str, str], list[int]] = {}
    for theme, extract in placed.drop_duplicates(["theme", "extract"])[["theme", "extract"]].itertuples(index=False):
        own.setdefault(("theme", theme), []).append(place_of[extract])
    rests: dict[_Edge, list[int]] = {}
    for source, target, kind, extract in evidence[["source", "target", "kind", "extract"]].itertuples(index=False):
        rests.setdefault((source, target, kind), []).append(place_of[extract])
    found = {key: sorted(extracts) for key, extracts in held.items()}
    return said, own, found, rests


def _relations(analysis: Analysis, rests: Mapping[_Edge, list[int]]) -> Iterable[LiveRelation]:
    ids = dict(zip(analysis.themes["theme"], analysis.themes["id"], strict=True))
    edges = analysis.relations[["source", "target", "kind", "label"]]
    for source, target, kind, label in edges.itertuples(index=False):
        words = term(f"maps.{kind}", analysis.language)
        back = term("widgets.live_led_to", analysis.language) if kind == "leads_to" else words
        yield LiveRelation(ids[source], ids[target], words, back, label, tuple(rests.get((source, target, kind), ())))


def _nodes(
    study: Study,
    analysis: Analysis,
    own: Mapping[tuple[str, str], list[int]],
    held: Mapping[tuple[str, str], list[int]],
) -> Iterable[LiveNode]:
    """Yield the themes in tree order, then the codes that they hold, in the order of the codebook."""
    book = {code.name: code for code in study.codebook}
    by_id = {code.id: code.parent for code in book.values()}
    members = analysis.members
    holds = members.groupby("theme", sort=False)["code"].agg(list).to_dict()
    levels, frame = analysis.levels, analysis.themes
    ids = dict(zip(frame["theme"], frame["id"], strict=True))
    parents = {
        ids[name]: ids[parent] if isinstance(parent, str) else None
        for name, parent in frame[["theme", "parent"]].values
    }
    rows = {row["id"]: row for row in frame.to_dict("records")}
    for theme, _ in in_tree_order(parents):
        row = rows[theme]
        name = ("theme", row["theme"])
        yield LiveNode(
            id=theme, name=row["theme"], rank=row["kind"], level=levels[row["kind"]], definition=row["definition"],
            parent=parents[theme], above=_above(theme, parents),
            codes=tuple(book[code].id for code in holds.get(row["theme"], [])),
            below=tuple(below for below, parent in parents.items() if parent == theme),
            own=tuple(own.get(name, ())), held=tuple(held.get(name, ())),
        )  # fmt: skip
    shown = set(members["code"])
    for code in book.values():
        if code.name in shown:
            extracts = tuple(held.get(("code", code.name), ()))
            yield LiveNode(
                id=code.id, name=code.name, rank="code", level=term("widgets.live_code", study.language),
                definition=code.definition, above=_above(code.id, by_id), own=extracts, held=extracts,
            )  # fmt: skip


def _above(node: str, parents: Mapping[str, str | None]) -> frozenset[str]:
    found = set()
    at = parents[node]
    while at is not None:
        found.add(at)
        at = parents[at]
    return frozenset(found)


def _told(study: Study, analysis: Analysis, min_cell: int | None) -> dict[str, str]:
    """Return what is shown as the count of each theme and code, small ones and what would give them away hidden."""
    themes = dict(zip(analysis.themes["theme"], analysis.themes["id"], strict=True))
    codes = {code.name: code.id for code in study.codebook}
    found: dict[str, str] = {}
    for ids, table in ((themes, analysis.frequency()), (codes, study.frequency())):
        counted = (table if min_cell is None else suppress(table, min_cell=min_cell)).frame
        found |= {ids[name]: str(n) for name, n in zip(counted["code"], counted["cases"], strict=True) if name in ids}
    return found


def _values(value: Any) -> tuple[str, ...]:
    """Return the groups that a value of a background variable puts a case into."""
    if isinstance(value, list | tuple):
        return tuple(map(str, value))
    return () if value is None or value != value else (str(value),)  # noqa: PLR0124 -- a missing value is unlike itself
