"""A comparison of two versions that can also be drawn: what the table says, marked on the map of the later one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from teema.terms import term
from teema.themes.comparison import Change
from teema.themes.comparison_text import Comparison

if TYPE_CHECKING:
    import pandas as pd

    from teema.maps import ChangeMap
    from teema.study.analysis import Analysis
    from teema.study.study import Study
    from teema.themes import View

__all__ = ["DrawnComparison", "mark_rows"]

_Row = tuple[str, str, str, str, str, str, str]
_COLUMNS = ("mark", "theme", "code", "target", "kind", "before", "after")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class DrawnComparison(Comparison):
    """What changed between two versions: as a table, in words (`.text()`), and drawn (`.map()`).

    Attributes:
        study: Whose study it is.
        analysis: Whose versions they are.
        later: The later version.
    """

    study: Study
    analysis: Analysis
    later: View

    def map(
        self,
        kind: Literal["thematic", "columns", "grid"] | None = None,
        *,
        style: Literal["cards", "ovals"] = "cards",
        show_codes: bool = True,
        title: str | None = None,
    ) -> ChangeMap:
        """Draw the later version with what changed marked on it; what is no longer there stands below the map.

        A mark is a sign with words (`+ uusi`, `= ennen: …`, `← ennen: …`), so it reads without colour; the legend tells
        the signs. `.save("muutokset.pdf")` writes it, `.outline()` says it in words, `.data` per node.

        Args:
            kind: `thematic`, `columns` or `grid`, as for `Analysis.map`; None takes what fits the frame.
            style: Of a thematic map: `cards` or `ovals`.
            show_codes: Draw codes, or themes only; which codes came then stands on the theme.
            title: Words above the map; None says which versions are compared.
        """
        from teema.maps import change_map
        from teema.study.checking import looked_at
        from teema.study.map_kinds import boxes_of, places_of

        if kind is None and style == "ovals":
            kind = "thematic"
        drawn = change_map(
            self.later.themes, self.later.members, self.later.relations,
            mark_rows(self.changes, levels=self.levels, language=self.language),
            positions=places_of(self.study, self.analysis), **boxes_of(self.analysis, self.later.themes, kind),
            title=self.title if title is None else title, language=self.language, style=style, show_codes=show_codes,
        )  # fmt: skip
        return looked_at(self.study, drawn)


def mark_rows(changes: Iterable[Change], *, levels: Mapping[str, str], language: str) -> pd.DataFrame:
    """Return what a map of changes marks, one row per fact, as `teema.maps.change_map` takes it.

    Args:
        changes: As a comparison tells them.
        levels: What the levels of themes are called.
        language: fi, sv or en.
    """
    import pandas as pd

    rows = [row for change in changes for row in _RULES[change.kind](change)]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    frame.loc[frame["mark"].isin(["up", "down"]), "before"] = frame["before"].map(lambda kind: levels.get(kind, kind))
    texts = frame["mark"] == "text"
    frame.loc[texts, "before"] = [term(f"themes.diff_{field}", language) for field in frame.loc[texts, "before"]]
    return frame


def _row(mark: str, theme: str, before: str = "", after: str = "", **more: str) -> _Row:
    return mark, theme, more.get("code", ""), more.get("target", ""), more.get("kind", ""), before, after


def _added(change: Change) -> Iterator[_Row]:
    yield _row("added", change.theme)
    for move in change.moves:
        yield _row("from", change.theme, ", ".join(move.before))


def _split(change: Change) -> Iterator[_Row]:
    yield _row("split", change.theme, change.before)
    for move in change.moves:
        if change.before not in move.before:
            yield _row("from", change.theme, ", ".join(move.before))


def _merged(change: Change) -> Iterator[_Row]:
    yield _row("merged", change.after, change.before)
    yield _row("merged_away", change.before, after=change.after)
    for move in change.moves:
        if change.after not in move.after:
            yield _row("code_gone", change.before, after=", ".join(move.after), code=move.what)


def _removed(change: Change) -> Iterator[_Row]:
    yield _row("removed", change.theme)
    for move in change.moves:
        yield _row("code_gone", change.theme, after=", ".join(move.after), code=move.what)


def _renamed(change: Change) -> Iterator[_Row]:
    yield _row("renamed", change.theme, change.before)


def _text(change: Change) -> Iterator[_Row]:
    yield _row("text", change.theme, change.kind)


def _level(change: Change) -> Iterator[_Row]:
    yield _row(change.note, change.theme, change.before)


def _moved(change: Change) -> Iterator[_Row]:
    yield _row("moved", change.theme, change.before)


def _also(change: Change) -> Iterator[_Row]:
    yield _row("also" if change.after else "also_no", change.theme, change.before, change.after)


def _candidate(change: Change) -> Iterator[_Row]:
    yield _row("candidate" if change.after == "yes" else "settled", change.theme)


def _code(change: Change) -> Iterator[_Row]:
    for move in change.moves:
        for theme in move.came:
            yield _row("code_in", theme, ", ".join(move.before), code=move.what)
        for theme in move.left:
            yield _row("code_out", theme, after=", ".join(move.after), code=move.what)


def _extract(change: Change) -> Iterator[_Row]:
    for move in change.moves:
        yield from (_row("extract_in", theme) for theme in move.came)
        yield from (_row("extract_out", theme) for theme in move.left)


def _relation(change: Change) -> Iterator[_Row]:
    kind, label = {
        "related": (change.after, ""), "unrelated": (change.before, change.note),
        "relabelled": (change.note, change.before),
    }[change.kind]  # fmt: skip
    yield _row(change.kind, change.ends[0], label, target=change.ends[1], kind=kind)


_RULES: dict[str, Callable[[Change], Iterator[_Row]]] = {
    "added": _added, "split": _split, "merged": _merged, "removed": _removed, "renamed": _renamed,
    "definition": _text, "concept": _text, "story": _text, "boundary": _text, "level": _level, "moved": _moved,
    "also": _also, "candidate": _candidate, "code": _code, "extract": _extract,
    "related": _relation, "unrelated": _relation, "relabelled": _relation,
}  # fmt: skip
