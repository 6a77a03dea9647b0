"""The theme map: from the frames of an analysis to a picture, its numbers and its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any, get_args

from teema.errors import UnusableValueError
from teema.maps.compose import compose
from teema.maps.contents import Contents, Setting
from teema.maps.draft import Draft, draft
from teema.maps.graph import PART_OF, children, evidence_of, node_of, relations_of, theme_graph, unplaced_codes
from teema.maps.layout import Style
from teema.maps.marks import Marks
from teema.maps.outline import outline
from teema.maps.picture import Picture
from teema.maps.second_places import second_places
from teema.maps.text import clean
from teema.terms import LANGUAGES, number, term

if TYPE_CHECKING:
    import pandas as pd

    from teema.maps.scene import Scene

__all__ = ["MapData", "ThemeMap", "check_setting", "data_of", "notes_of", "theme_map"]

_NODE_COLUMNS = (
    "name", "kind", "parent", "depth", "candidate", "cases", "mentions", "x", "y", "width", "height",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MapData:
    """The numbers of a map.

    Attributes:
        nodes: One row per node: `name`, `kind` (unifying, overarching, theme, subtheme, code), `parent`, `depth`,
            `candidate`, `cases`, `mentions`, `x` and `y` of its middle, `width`, `height`; in points, y downwards. A
            code in two themes has two rows. A code in no theme has one, without a parent and a place.
        edges: One row per line: `source`, `target`, `kind` (part_of or a kind of relation), `label`, `evidence` (on how
            many extracts a relation rests; 0 where nothing was given).
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame


class ThemeMap(Picture):
    """A theme map; shows itself in a notebook, and is saved with `.save("kartta.svg" | ".png" | ".pdf")`.

    Attributes:
        data: Nodes and edges with their places, as data frames.
        scene: Shapes and words, as the renderers draw them.
    """

    def __init__(self, scene: Scene, data: MapData) -> None:
        super().__init__(scene)
        self.data = data


def theme_map(  # noqa: PLR0913 - three frames, and options by keyword
    themes: pd.DataFrame,
    members: pd.DataFrame,
    relations: pd.DataFrame,
    *,
    codes: pd.DataFrame | None = None,
    counts: pd.DataFrame | None = None,
    positions: pd.DataFrame | None = None,
    title: str = "",
    language: str = "fi",
    style: Style = "cards",
    show_codes: bool = True,
    show_counts: bool = False,
    notes: Sequence[str] = (),
    setting: Setting = "free",
    stacks: Sequence[Sequence[str]] = (),
    marks: Marks | None = None,
) -> ThemeMap:
    """Lay out a theme map; the same frames always give the same map.

    Themes stand as cards (or ovals, after Braun & Clarke 2006) that hold sub-themes and codes; an overarching theme
    stands above its themes; relations run in the gutters between them, styled by kind.

    Args:
        themes: `theme`, `parent`, `kind` (unifying, overarching, theme, subtheme), `candidate`; parents before
            children. A column `also` names the other theme that one is seen under.
        members: `theme`, `code`.
        relations: `source`, `target`, `kind` (relates, contrasts, leads_to, overlaps), `label`; a column `evidence`
            says on how many extracts each rests.
        codes: `code`, `parent` of the whole codebook; those in no theme are counted in a note.
        counts: `name`, `kind` (theme or code), `cases`, `mentions`.
        positions: `name`, `x`, `y`: middles of themes moved by hand, in the units of `.data.nodes`. They are kept
            exactly, the rest gives way. Names of themes that are not on the map are passed over.
        title: Words above the map.
        language: fi, sv or en: of the legend, and for breaking words.
        style: `cards` or `ovals`.
        show_codes: Draw codes, or themes only.
        show_counts: Print the number of cases.
        notes: Sentences to print below the legend, beside those that the map needs.
        setting: `free`; `columns`: each theme without a parent heads a column, as in a logic model, and lines lead
            from column to column; or `grid`: each is a box of a grid, as in SWOT (two by two) and PESTEL (six).
            Only in a free map do places moved by hand count.
        stacks: In columns, themes that head columns standing below each other.
        marks: What changed, to be marked on the map; `change_map` makes them. None marks second places.

    Raises:
        NotFoundError: A parent, a member's theme or an end of a relation is not among the themes.
        UnusableValueError: A theme stands twice or lies in itself, a kind, style, setting or language is unknown, or
            ovals are wanted in columns or a grid.

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame(
        ...     {"theme": ["Luottamus kantaa", "Kiire vie"], "parent": None, "kind": "theme", "candidate": False}
        ... )
        >>> members = pd.DataFrame({"theme": ["Luottamus kantaa"], "code": ["Turva"]})
        >>> relations = pd.DataFrame(
        ...     {"source": ["Kiire vie"], "target": ["Luottamus kantaa"], "kind": ["contrasts"], "label": ["syö aikaa"]}
        ... )
        >>> theme_map(themes, members, relations, title="Asiakassuhde")
        Asiakassuhde
          teema: Luottamus kantaa
            koodi: Turva
          teema: Kiire vie
        Suhteet:
          Kiire vie ↔ Luottamus kantaa: on jännitteessä (syö aikaa)
    """
    if style not in get_args(Style):
        raise UnusableValueError.of("style", style, get_args(Style))
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    check_setting(setting, style)
    graph = theme_graph(themes, members, relations, counts=counts)
    places = _places(positions if setting == "free" else None, set(graph))
    detached = frozenset(name for name in places if node_of(graph, name).parent is not None)
    contents = Contents(
        graph=graph, language=language, show_codes=show_codes, show_counts=show_counts, detached=detached,
        setting=setting, marks=second_places(themes, language) if marks is None else marks,
    )  # fmt: skip
    unplaced = unplaced_codes(codes, members)
    name = clean(title)
    made = draft(
        contents, style=style, title=name, notes=[*notes_of(contents, unplaced), *notes], positions=places,
        stacks=stacks,
    )  # fmt: skip
    words = outline(contents, name, unplaced, notes)
    scene = compose(made, contents, style=style, title=name, outline=words)
    return ThemeMap(scene, data_of(contents, made, unplaced))


def notes_of(contents: Contents, unplaced: list[str]) -> list[str]:
    """Return the sentences that a map of these contents needs below its legend."""
    language = contents.language
    notes = [] if len(contents.graph) else [term("maps.empty", language)]
    if contents.show_counts:
        notes.append(term("maps.note_counts", language))
    if len(unplaced) == 1:
        notes.append(term("maps.note_unplaced_one", language))
    elif unplaced:
        notes.append(term("maps.note_unplaced", language, n=number(len(unplaced), language)))
    return notes


def check_setting(setting: str, style: str) -> None:
    """Refuse a setting that there is not, or that is not drawn in a style.

    Raises:
        UnusableValueError: As said.
    """
    if setting not in get_args(Setting):
        raise UnusableValueError.of("setting", setting, get_args(Setting))
    if setting != "free" and style != "cards":
        raise UnusableValueError("Columns and grids are drawn with boxes.", hint='Leave style="ovals" out.')


def _places(positions: pd.DataFrame | None, themes: set[str]) -> dict[str, tuple[float, float]]:
    if positions is None:
        return {}
    rows = zip(positions["name"], positions["x"], positions["y"], strict=True)
    return {name: (float(x), float(y)) for name, x, y in rows if name in themes and isfinite(x) and isfinite(y)}


def data_of(contents: Contents, made: Draft, unplaced: list[str]) -> MapData:
    """Return the numbers of a draft."""
    import pandas as pd

    parts = {part.node.key: part.box for block in made.blocks for part in block.parts if not part.again}
    rows: list[tuple[Any, ...]] = []
    for key in contents.graph:
        node = node_of(contents.graph, key)
        if key in parts:
            box = parts[key]
            facts = (node.parent, node.depth, node.candidate, node.cases, node.mentions)
            rows.append((node.name, node.kind, *facts, *box.middle, box.width, box.height))
    missing = float("nan")
    rows += [(code, "code", None, 0, False, None, None, *[missing] * 4) for code in unplaced]
    nodes = pd.DataFrame(rows, columns=list(_NODE_COLUMNS)).astype({"cases": "Int64", "mentions": "Int64"})
    edges = [
        (node.parent, node.name, PART_OF, "", 0)
        for key in contents.graph
        for node in children(contents.graph, key)
        if node.key in parts
    ]
    relations = zip(relations_of(contents.graph), evidence_of(contents.graph), strict=True)
    edges += [(*relation, rests) for relation, rests in relations]
    return MapData(nodes=nodes, edges=pd.DataFrame(edges, columns=["source", "target", "kind", "label", "evidence"]))
