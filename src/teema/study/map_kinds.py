"""The kinds of theme map of an analysis, what each is drawn from, and which options it takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from teema.errors import UnusableValueError
from teema.results import suppress
from teema.results.disclosure import SUPPRESSED
from teema.study.checking import looked_at
from teema.terms import LANGUAGES, term
from teema.themes import View, load, shows_counts, statistic_note, theme_codings

if TYPE_CHECKING:
    import pandas as pd

    from teema.maps import ThemeMap
    from teema.study.analysis import Analysis
    from teema.study.study import Study

__all__ = ["MapKind", "boxes_of", "draw_map", "places_of"]

MapKind = Literal["thematic", "columns", "grid", "hierarchy", "cooccurrence"]
# What an analysis that began with a frame is drawn as when nothing is said; headings of one's own are boxes, too.
_OF_FRAME: dict[str, MapKind] = {"": "thematic", "logic-model": "columns", "journey": "columns"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a map is drawn from.

    Attributes:
        study: Whose map it is.
        analysis: Of which analysis.
        view: Its themes, members and relations, now or at a snapshot.
        title: Words above; None leaves them to the kind.
        min_cell: The smallest count that is told; None tells all.
        options: What was said, by the name of the option.
    """

    study: Study
    analysis: Analysis
    view: View
    title: str | None
    min_cell: int | None
    options: Mapping[str, Any]

    def given(self) -> dict[str, Any]:
        """Return what every kind takes."""
        title = self.view.name if self.title is None else self.title
        return {"codes": self.study.codebook.to_frame(), "title": title, "language": self.analysis.language}

    def counted(self, *, usual: bool, themes: bool = True, codes: bool = True) -> dict[str, Any]:
        """Return numbers of cases with what is printed of them, if they are to be shown.

        Args:
            usual: Whether they are when nothing was said.
            themes: Whether themes are drawn.
            codes: Whether codes are.
        """
        if not self.options.get("show_counts", usual):
            return {"show_counts": False, "notes": []}
        counts, hidden = _counts(self.study, self.analysis, self.min_cell)
        drawn = {("theme", name) for name in self.view.themes["theme"] if themes}
        drawn |= {("code", name) for name in self.view.members["code"] if codes}
        notes = [self.note]
        if hidden & drawn:
            notes.insert(0, term("maps.note_hidden", self.analysis.language, min_cell=self.min_cell))
        return {"counts": counts, "show_counts": True, "notes": [note for note in notes if note]}

    @property
    def note(self) -> str:
        """The line that is printed with counts where they are no part of the approach."""
        return statistic_note(self.analysis.approach, "frequency", self.analysis.language)


def draw_map(
    study: Study,
    analysis: Analysis,
    kind: str | None,
    *,
    snapshot: str | None,
    title: str | None,
    min_cell: int | None,
    options: Mapping[str, Any],
) -> ThemeMap:
    """Draw a map; see `Analysis.map`.

    Args:
        study: Whose map it is.
        analysis: Of which analysis.
        kind: Which kind; None takes what fits the frame that the analysis began with.
        snapshot: Name of a snapshot to draw instead of the present state.
        title: Words above; None takes the name of the analysis or the snapshot.
        min_cell: The smallest count that is told.
        options: The other options by name; None means that nothing was said.

    Raises:
        NotFoundError: There is no such snapshot.
        UnusableValueError: There is no such kind, or an option that was given has no meaning for it.
    """
    if kind is None:
        # Ovals are drawn of a thematic map only, so who asks for them has chosen.
        kind = "thematic" if options.get("style") == "ovals" else _of_frame(analysis)
    if kind not in _KINDS:
        raise UnusableValueError.of("kind", kind, get_args(MapKind))
    said = {name: value for name, value in options.items() if value is not None}
    for name, value in said.items():
        if name not in _KINDS[kind].options:
            fitting = ", ".join(other for other, its in _KINDS.items() if name in its.options)
            raise UnusableValueError(
                f"{name}={value!r} has no meaning for kind={kind!r}.",
                where=analysis.name,
                hint=f"Leave {name} out, or draw one of: {fitting}.",
            )
    if min_cell is not None and min_cell < 1:
        raise UnusableValueError(
            f"min_cell={min_cell} hides nothing.", hint="Give 1 or more, or None for no protection."
        )
    view = load(study.store, analysis, snapshot) if snapshot else analysis.view()
    asked = _Asked(study=study, analysis=analysis, view=view.drawn(), title=title, min_cell=min_cell, options=said)
    return looked_at(study, _KINDS[kind].draw(asked))


def _thematic(asked: _Asked) -> ThemeMap:
    from teema.maps import theme_map

    view, codes = asked.view, asked.options.get("show_codes", True)
    return theme_map(
        view.themes, view.members, view.relations, positions=places_of(asked.study, asked.analysis),
        style=asked.options.get("style", "cards"), show_codes=codes, **asked.given(),
        **asked.counted(usual=shows_counts(asked.analysis.approach), codes=codes),
    )  # fmt: skip


def boxes_of(analysis: Analysis, themes: pd.DataFrame, kind: MapKind | None = None) -> dict[str, Any]:
    """Return how `theme_map` places what began with a frame: its setting, and the columns below each other.

    Args:
        analysis: Of which analysis.
        themes: The themes that are drawn.
        kind: thematic, columns or grid; None takes what fits the frame.
    """
    setting = {"columns": "columns", "grid": "grid"}.get(kind or _of_frame(analysis), "free")
    stacks = _stacks(set(themes["theme"])) if setting == "columns" and analysis.frame == "logic-model" else []
    return {"setting": setting, "stacks": stacks}


def _of_frame(analysis: Analysis) -> MapKind:
    return _OF_FRAME.get(analysis.frame, "grid")


def _stacks(names: set[str]) -> list[tuple[str, ...]]:
    """Return the columns of a logic model that stand below each other: adaptations below preconditions.

    A box that was renamed is no longer known, and stands as a column of its own.
    """
    for language in LANGUAGES:
        pair = tuple(term(f"frames.logic-model_{box}", language) for box in ("preconditions", "adaptations"))
        if names.issuperset(pair):
            return [pair]
    return []


def _boxes(kind: MapKind) -> Callable[[_Asked], ThemeMap]:
    def drawn(asked: _Asked) -> ThemeMap:
        from teema.maps import theme_map

        view, analysis = asked.view, asked.analysis
        return theme_map(
            view.themes, view.members, view.relations, **boxes_of(analysis, view.themes, kind),
            show_codes=asked.options.get("show_codes", True), **asked.given(),
            **asked.counted(usual=shows_counts(analysis.approach)),
        )  # fmt: skip

    return drawn


def _hierarchy(asked: _Asked) -> ThemeMap:
    from teema.maps import hierarchy_map

    view, codes = asked.view, asked.options.get("show_codes", True)
    return hierarchy_map(
        view.themes, view.members, view.relations, show_codes=codes, **asked.given(),
        **asked.counted(usual=shows_counts(asked.analysis.approach), codes=codes),
    )  # fmt: skip


def _cooccurrence(asked: _Asked) -> ThemeMap:
    from teema.maps import cooccurrence_map

    study, view, of = asked.study, asked.view, asked.options.get("of", "themes")
    codings = study.codings
    if of == "themes":
        codings = theme_codings(codings, view.members, study.codebook.to_frame(), view.placed)
    given, counted = asked.given(), asked.counted(usual=True, themes=of == "themes", codes=of == "codes")
    # Widths tell counts, too, so the line on them is printed whether numbers are or not.
    counted["notes"] = list(dict.fromkeys([*counted["notes"], *([asked.note] if asked.note else [])]))
    if asked.title is None and of in ("themes", "codes"):
        what = term(f"maps.together_{of}", asked.analysis.language)
        given["title"] = f"{view.name}: {what[:1].lower()}{what[1:]}"
    return cooccurrence_map(
        view.themes, view.members, codings, of=of, min_together=asked.options.get("min_together", 1),
        min_cell=asked.min_cell, **given, **counted,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    draw: Callable[[_Asked], ThemeMap]
    options: frozenset[str]


_KINDS: dict[str, _Kind] = {
    "thematic": _Kind(draw=_thematic, options=frozenset({"style", "show_codes", "show_counts"})),
    "columns": _Kind(draw=_boxes("columns"), options=frozenset({"show_codes", "show_counts"})),
    "grid": _Kind(draw=_boxes("grid"), options=frozenset({"show_codes", "show_counts"})),
    "hierarchy": _Kind(draw=_hierarchy, options=frozenset({"show_codes", "show_counts"})),
    "cooccurrence": _Kind(draw=_cooccurrence, options=frozenset({"of", "min_together", "show_counts"})),
}


def places_of(study: Study, analysis: Analysis) -> pd.DataFrame:
    """Return where the themes stand that were moved by hand: `name`, `x`, `y`."""
    return study.store.frame(
        "SELECT themes.name, places.x, places.y FROM places JOIN themes ON themes.id = places.id"
        " WHERE themes.analysis = ? ORDER BY themes.position",
        (analysis.id,),
    )


def _counts(study: Study, analysis: Analysis, min_cell: int | None) -> tuple[pd.DataFrame, set[tuple[str, str]]]:
    """Return cases and mentions of themes and codes, missing where they are suppressed, and of which that is so."""
    import pandas as pd

    frames = []
    for kind, table in (("theme", analysis.frequency()), ("code", study.frequency())):
        told = table if min_cell is None else suppress(table, min_cell=min_cell)
        frame = told.to_frame()[["code", "cases", "mentions"]].rename(columns={"code": "name"})
        frames.append(frame.assign(kind=kind))
    counts = pd.concat(frames, ignore_index=True)
    masked = counts[counts["cases"] == SUPPRESSED]
    hidden = set(zip(masked["kind"], masked["name"], strict=True))
    for column in ("cases", "mentions"):
        counts[column] = pd.to_numeric(counts[column], errors="coerce")
    return counts, hidden
