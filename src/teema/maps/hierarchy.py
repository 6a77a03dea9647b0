"""The hierarchy: overarching themes, themes, sub-themes and codes as a tree that is read from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.maps.blocks import Rect
from teema.maps.compose import compose
from teema.maps.contents import Contents
from teema.maps.draft import MARGIN, Draft
from teema.maps.graph import PART_OF, node_of, theme_graph, unplaced_codes
from teema.maps.hierarchy_layout import arrange_tree
from teema.maps.layout import A4
from teema.maps.legend import Legend, legend_of
from teema.maps.look import TITLE_SIZE
from teema.maps.outline import outline, relations_in_words
from teema.maps.text import LEADING, clean, wrap
from teema.maps.theme_map import ThemeMap, data_of, notes_of
from teema.terms import LANGUAGES, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["hierarchy_map"]

_BELOW = 14.0  # between the tree and the legend


def hierarchy_map(
    themes: pd.DataFrame,
    members: pd.DataFrame,
    relations: pd.DataFrame,
    *,
    codes: pd.DataFrame | None = None,
    counts: pd.DataFrame | None = None,
    title: str = "",
    language: str = "fi",
    show_codes: bool = True,
    show_counts: bool = False,
    notes: Sequence[str] = (),
) -> ThemeMap:
    """Lay out a hierarchy; the same frames always give the same picture.

    A tidy tree from left to right: each node stands in the column of its depth, midway beside what it holds, and lines
    run in the gaps between columns alone. Where a column is too tall the tree goes on in the next lane of the page;
    the themes it goes on with are set there again, marked as continued. Relations are not lines here but sentences
    below the legend.

    Args:
        themes: `theme`, `parent`, `kind` (unifying, overarching, theme, subtheme), `candidate`; parents before
            children.
        members: `theme`, `code`.
        relations: `source`, `target`, `kind` (relates, contrasts, leads_to, overlaps), `label`.
        codes: `code`, `parent` of the whole codebook; those in no theme are counted in a note.
        counts: `name`, `kind` (theme or code), `cases`, `mentions`.
        title: Words above the hierarchy.
        language: fi, sv or en: of the legend, and for breaking words.
        show_codes: Draw codes, or themes only.
        show_counts: Print the number of cases.
        notes: Sentences to print below the legend, beside those that the hierarchy needs.

    Raises:
        NotFoundError: A parent, a member's theme or an end of a relation is not among the themes.
        UnusableValueError: A theme stands twice or lies in itself, or a kind or the language is unknown.

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame(
        ...     {
        ...         "theme": ["Suhde kantaa", "Luottamus", "Kiire vie"],
        ...         "parent": [None, "Suhde kantaa", "Suhde kantaa"],
        ...         "kind": ["overarching", "theme", "theme"],
        ...         "candidate": [False, False, True],
        ...     }
        ... )
        >>> members = pd.DataFrame({"theme": ["Luottamus"], "code": ["Turva"]})
        >>> relations = pd.DataFrame(
        ...     {"source": ["Kiire vie"], "target": ["Luottamus"], "kind": ["contrasts"], "label": ["syö aikaa"]}
        ... )
        >>> hierarchy_map(themes, members, relations, title="Asiakassuhde")
        Asiakassuhde
          kattoteema: Suhde kantaa
            teema: Luottamus
              koodi: Turva
            teema: Kiire vie (ehdokas)
        Suhteet:
          Kiire vie ↔ Luottamus: on jännitteessä (syö aikaa)
    """
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    graph = theme_graph(themes, members, relations, counts=counts)
    contents = Contents(graph=graph, language=language, show_codes=show_codes, show_counts=show_counts)
    unplaced = unplaced_codes(codes, members)
    name = clean(title) or term("maps.hierarchy", language)
    made = _draft(contents, clean(title), [*notes_of(contents, unplaced), *_relations(contents), *notes])
    words = outline(contents, name, unplaced, notes)
    return ThemeMap(
        compose(made, contents, style="cards", title=name, outline=words), data_of(contents, made, unplaced)
    )  # fmt: skip


def _relations(contents: Contents) -> list[str]:
    found = [clean(relation) for relation in relations_in_words(contents)]
    return [f"{term('maps.relations', contents.language)}: {'; '.join(found)}."] if found else []


def _draft(contents: Contents, title: str, notes: Sequence[str]) -> Draft:
    def head(page: float) -> tuple[str, ...]:
        return wrap(title, A4[0] * page - 2 * MARGIN, TITLE_SIZE, "bold", contents.language) if title else ()

    def above(page: float) -> float:
        lines = len(head(page))
        return MARGIN + lines * TITLE_SIZE * LEADING + (8.0 if lines else 0.0)

    def legend(page: float) -> Legend:
        return legend_of(contents, _edges(contents), notes, style="cards", width=A4[0] * page - 2 * MARGIN)

    def room(page: float) -> tuple[float, float]:
        used = above(page) + _BELOW + legend(page).height + MARGIN * 0.8
        return A4[0] * page - 2 * MARGIN, A4[1] * page - used

    arranged = arrange_tree(contents, room)
    page, sign = arranged.page, legend(arranged.page)
    blocks = tuple(block.moved(MARGIN, above(page)) for block in arranged.blocks)
    high = above(page) + max(arranged.height, 20.0) + _BELOW + sign.height + MARGIN * 0.8
    paper = Rect(0.0, 0.0, A4[0] * page, high)
    sign = sign.moved(MARGIN, paper.bottom - MARGIN * 0.8 - sign.height)
    return Draft(blocks=blocks, wires=(), legend=sign, title=head(page), page=paper, scale=arranged.scale)


def _edges(contents: Contents) -> list[str]:
    drawn = [node_of(contents.graph, key) for key in contents.graph]
    held = [node for node in drawn if node.parent is not None and (contents.show_codes or node.kind != "code")]
    return [PART_OF] if held else []
