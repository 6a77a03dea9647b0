"""The map of changes: the later version as a theme map, with what changed marked on it in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError, UnusableValueError
from teema.maps.graph import PART_OF
from teema.maps.marks import SIGNS, Gone, Mark, Marks, said
from teema.maps.text import clean
from teema.maps.theme_map import MapData, ThemeMap, theme_map
from teema.terms import number, term

if TYPE_CHECKING:
    import pandas as pd

    from teema.maps.layout import Style

__all__ = ["CHANGES", "ChangeData", "ChangeMap", "change_map"]

CHANGES = (*(kind for kind in SIGNS if kind not in ("codes_in", "also_here")), "code_gone")
_COLUMNS = ("mark", "theme", "code", "target", "kind", "before", "after")
_RELATIONS = ("related", "relabelled", "unrelated")
_GONE = ("removed", "merged_away", "code_gone")
_JOINED = "; "

_Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChangeData(MapData):
    """The numbers of a map of changes.

    Attributes:
        nodes: As in `MapData`, and `marks` (kinds of marks, parted by commas) and `change` (the marks in words).
        edges: As in `MapData`, and `marks` and `change`.
        removed: What is not on the map any more: `name`, `kind` (theme or a kind of relation), `change`, `codes` (where
            the codes of a theme went).
    """

    removed: pd.DataFrame


class ChangeMap(ThemeMap):
    """A theme map with what changed since an earlier version marked on it.

    Attributes:
        data: Nodes and edges with their places and changes, and what is no longer there, as data frames.
        scene: Shapes and words, as the renderers draw them.
    """

    data: ChangeData


def change_map(
    themes: pd.DataFrame,
    members: pd.DataFrame,
    relations: pd.DataFrame,
    changes: pd.DataFrame,
    *,
    title: str = "",
    language: str = "fi",
    style: Style = "cards",
    show_codes: bool = True,
    notes: Sequence[str] = (),
    **options: Any,
) -> ChangeMap:
    """Lay out the later of two versions as a theme map, and mark what changed with signs and words.

    What is no longer there stands in a strip of its own below the map. Nothing rests on colour.

    Args:
        themes: Of the later version, as for `theme_map`.
        members: The same.
        relations: The same.
        changes: One row per fact: `mark`, `theme`, `code`, `target`, `kind`, `before`, `after`; text, empty where
            there is nothing to say. Marks of themes, as they are called now: added, split, merged, renamed, text,
            up, down, moved, also, also_no, settled, candidate, from (a code that a new theme got, and where it was),
            code_out, extract_in, extract_out; with `code`: code_in. Of themes that are gone, as they were called:
            removed, merged_away, code_gone. Of relations, with `target` and `kind`: related, relabelled, unrelated.
        title: Words above the map.
        language: fi, sv or en.
        style: `cards` or `ovals`.
        show_codes: Draw codes, or themes only; what came then stands on the theme.
        notes: Sentences to print below the legend.
        options: As for `theme_map`.

    Raises:
        NotFoundError: A theme, code or relation that is marked is not on the map; and as `theme_map`.
        UnusableValueError: There is no such mark; and as `theme_map`.

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame({"theme": ["Luottamus kantaa"], "parent": None, "kind": "theme", "candidate": False})
        >>> nothing = pd.DataFrame(columns=["theme", "code", "source", "target", "kind", "label"])
        >>> changes = pd.DataFrame(
        ...     [("renamed", "Luottamus kantaa", "", "", "", "Luottamus", ""), ("removed", "Kahvi", *[""] * 5)],
        ...     columns=["mark", "theme", "code", "target", "kind", "before", "after"],
        ... )
        >>> change_map(themes, nothing, nothing, changes, title="Muutokset")
        Muutokset
          teema: Luottamus kantaa – Ennen: Luottamus.
        Poistetut:
          Kahvi: Jäi pois. Ei koodeja.
        Mikä on ilman merkkiä, ei ole muuttunut.
    """
    rows: list[_Row] = [
        {name: clean(row[name]) if name in ("before", "after") else str(row[name]) for name in _COLUMNS}
        for row in changes.to_dict("records")
    ]
    _check(rows, themes, members, relations)
    edges = _edge_marks(rows, relations, language)
    marks = Marks(
        nodes=_node_marks(rows, language, show_codes=show_codes), edges=tuple(mark for mark in edges if mark),
        gone=tuple(_gone(rows, language)), lost=tuple(_lost(rows, language)),
    )  # fmt: skip
    said_in = term("maps.note_marks" if rows else "maps.note_no_marks", language)
    drawn = theme_map(
        themes, members, relations.assign(label=_labels(relations, edges, language)), title=title, language=language,
        style=style, show_codes=show_codes, notes=[said_in, *notes], marks=marks, **options,
    )  # fmt: skip
    return ChangeMap(drawn.scene, _data(drawn.data, marks, rows, relations, edges))


def _check(rows: Sequence[_Row], themes: pd.DataFrame, members: pd.DataFrame, relations: pd.DataFrame) -> None:
    names = set(themes["theme"])
    codes = set(zip(members["theme"], members["code"], strict=True))
    lines = _lines(relations)
    for row in rows:
        mark, theme = row["mark"], row["theme"]
        if mark not in CHANGES:
            raise UnusableValueError.of("mark", mark, CHANGES)
        if mark in _GONE or mark == "unrelated":
            continue
        if theme not in names:
            raise NotFoundError.of("theme", theme, names, where=mark)
        if mark == "code_in" and (theme, row["code"]) not in codes:
            raise NotFoundError.of("code", row["code"], [code for its, code in codes if its == theme], where=theme)
        if mark in _RELATIONS and (theme, row["target"], row["kind"]) not in lines:
            raise NotFoundError.of("relation", row["target"], [target for _, target, _ in lines], where=theme)


def _lines(relations: pd.DataFrame) -> list[tuple[str, str, str]]:
    return list(zip(relations["source"], relations["target"], relations["kind"], strict=True))


def _node_marks(rows: Sequence[_Row], language: str, *, show_codes: bool) -> dict[str, tuple[Mark, ...]]:
    by_node: dict[str, dict[str, list[_Row]]] = {}
    for row in rows:
        kind, key = row["mark"], row["theme"]
        if kind in _RELATIONS or kind in _GONE:
            continue
        if kind == "code_in" and show_codes:
            key = f"{key}\t{row['code']}"
        elif kind == "code_in":
            kind = "codes_in"
        by_node.setdefault(key, {}).setdefault(kind, []).append(row)
    return {
        key: tuple(Mark(kind, _words(kind, kinds[kind], language)) for kind in SIGNS if kind in kinds)
        for key, kinds in by_node.items()
    }


def _words(kind: str, rows: Sequence[_Row], language: str) -> str:
    nowhere = term("maps.mark_nowhere", language)
    before = [row["before"] for row in rows]
    if kind == "from":
        count = Counter(name or nowhere for name in before)
        said_before = _JOINED.join(f"{name} ({number(n, language)})" for name, n in count.items())
    elif kind == "code_out":
        said_before = _went(rows, language)
    elif kind == "codes_in":
        said_before = _JOINED.join(f"{clean(row['code'])} ← {row['before'] or nowhere}" for row in rows)
    else:
        instead = {"moved": term("maps.mark_top", language), "code_in": nowhere}.get(kind, "–")
        said_before = _JOINED.join(dict.fromkeys(name or instead for name in before))
    after = _JOINED.join(dict.fromkeys(row["after"] for row in rows))
    return term(f"maps.mark_{kind}", language, before=said_before, after=after, n=number(len(rows), language))


def _went(rows: Iterable[_Row], language: str) -> str:
    """Say which codes went where, those with the same way together."""
    ways: dict[str, list[str]] = {}
    for row in rows:
        ways.setdefault(row["after"] or term("maps.mark_nowhere", language), []).append(clean(row["code"]))
    return _JOINED.join(f"{', '.join(codes)} → {after}" for after, codes in ways.items())


def _gone(rows: Sequence[_Row], language: str) -> Iterable[Gone]:
    for row in rows:
        if row["mark"] in ("removed", "merged_away"):
            mark = Mark(row["mark"], term(f"maps.mark_{row['mark']}", language, after=row["after"]))
            codes = [other for other in rows if other["mark"] == "code_gone" and other["theme"] == row["theme"]]
            words = term("maps.mark_code_gone", language, before=_went(codes, language)) if codes else ""
            yield Gone(row["theme"], mark, words or _no_codes(row, language))


def _no_codes(row: _Row, language: str) -> str:
    return term("maps.mark_no_codes", language) if row["mark"] == "removed" else ""


def _lost(rows: Sequence[_Row], language: str) -> Iterable[str]:
    for row in rows:
        if row["mark"] == "unrelated":
            words = term(f"maps.{row['kind']}", language) + (f": {row['before']}" if row["before"] else "")
            ends = clean(row["theme"]), clean(row["target"])
            yield term("maps.mark_unrelated", language, source=ends[0], target=ends[1], words=words)


def _edge_marks(rows: Sequence[_Row], relations: pd.DataFrame, language: str) -> list[Mark | None]:
    """Return the mark of each relation, in their order."""
    marks = {
        (row["theme"], row["target"], row["kind"]): Mark(
            row["mark"],
            term(
                f"maps.mark_{row['mark']}", language, before=row["before"] or term("maps.mark_unnamed", language)
            ),
        )
        for row in rows
        if row["mark"] in ("related", "relabelled")
    }  # fmt: skip
    return [marks.get(line) for line in _lines(relations)]


def _labels(relations: pd.DataFrame, edges: Sequence[Mark | None], language: str) -> list[str]:
    """Return what stands on the lines: the label and its mark, so that a line that is new without a label says so."""
    labels = []
    for label, mark in zip(_own(relations), edges, strict=True):
        if mark is None:
            labels.append(label)
        elif mark.kind == "related":
            labels.append(f"{said(mark)}: {label}" if label else said(mark))
        else:
            labels.append(f"{SIGNS[mark.kind]} {label} ({mark.words})" if label else said(mark))
    return labels


def _own(relations: pd.DataFrame) -> list[str]:
    return [clean(label) if isinstance(label, str) else "" for label in relations["label"]]


def _data(
    data: MapData, marks: Marks, rows: Sequence[_Row], relations: pd.DataFrame, edges: Sequence[Mark | None]
) -> ChangeData:
    import pandas as pd

    keys = [
        f"{parent}\t{name}" if kind == "code" else name
        for name, kind, parent in zip(data.nodes["name"], data.nodes["kind"], data.nodes["parent"], strict=True)
    ]
    on = [marks.of(key) for key in keys]
    nodes = data.nodes.assign(
        marks=[",".join(mark.kind for mark in its) for its in on],
        change=[_JOINED.join(mark.words for mark in its) for its in on],
    )  # fmt: skip
    inner = int((data.edges["kind"] == PART_OF).sum())
    of_edges = (*(None for _ in range(inner)), *edges)
    lines = data.edges.assign(
        label=[""] * inner + _own(relations), marks=[mark.kind if mark else "" for mark in of_edges],
        change=[mark.words if mark else "" for mark in of_edges],
    )  # fmt: skip
    gone = [(gone.name, "theme", gone.mark.words, gone.codes) for gone in marks.gone]
    lost = [row["kind"] for row in rows if row["mark"] == "unrelated"]
    gone += [(sentence, kind, "unrelated", "") for sentence, kind in zip(marks.lost, lost, strict=True)]
    removed = pd.DataFrame(gone, columns=["name", "kind", "change", "codes"])
    return ChangeData(nodes=nodes, edges=lines, removed=removed)
