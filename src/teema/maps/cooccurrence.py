"""Which themes, or codes, occur in the same cases: a ring of names with lines inside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, get_args

from teema.errors import UnusableValueError
from teema.maps.blocks import Rect
from teema.maps.contents import Contents
from teema.maps.graph import Node, children, node_of, roots, theme_graph, unplaced_codes
from teema.maps.outline import outline
from teema.maps.ring import Spot
from teema.maps.ring_order import Nest, ring_order
from teema.maps.ring_scene import RingContents, ring_scene, spot_of
from teema.maps.text import clean
from teema.maps.theme_map import MapData, ThemeMap, notes_of
from teema.maps.together import Pair, pairs_together
from teema.terms import LANGUAGES, number, term
from teema.trees import ancestors

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Of", "cooccurrence_map"]

Of = Literal["themes", "codes"]
_NODE_COLUMNS = (
    "name", "kind", "parent", "depth", "candidate", "cases", "mentions", "x", "y", "width", "height",
)  # fmt: skip


def cooccurrence_map(  # noqa: PLR0913 - three frames, and options by keyword
    themes: pd.DataFrame,
    members: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    of: Of = "themes",
    min_together: int = 1,
    min_cell: int | None = 3,
    codes: pd.DataFrame | None = None,
    counts: pd.DataFrame | None = None,
    title: str = "",
    language: str = "fi",
    show_counts: bool = True,
    notes: Sequence[str] = (),
) -> ThemeMap:
    """Draw which themes, or codes, occur in the same cases; the same frames always give the same picture.

    Names stand around a ring, those that are often together near each other and sisters side by side; lines run inside
    the ring alone, so that none meets a name. The width of a line, and the number on it where there is room, tell in
    how many cases both are. A theme is where anything below it is, and it makes no pair with the themes above it.

    A picture is an export. Pairs in fewer cases than `min_cell` are therefore not drawn, as if they never met: a line
    would say that one or two people joined the two. Where a count would give such a pair away, the line is dashed, all
    such lines are of one width, and the number is printed nowhere; neither is it in the data and the outline.

    Args:
        themes: `theme`, `parent`, `kind` (unifying, overarching, theme, subtheme), `candidate`; parents before
            children.
        members: `theme`, `code`.
        codings: `case`, `code`: which case holds which theme, or which code.
        of: Between `themes` or between the `codes` that they hold.
        min_together: Pairs in fewer cases are not drawn.
        min_cell: Pairs in fewer cases are not drawn, and not given away; None draws all.
        codes: `code`, `parent` of the whole codebook: a code is where the codes below it are.
        counts: `name`, `kind` (theme or code), `cases`, `mentions`: printed beside the names.
        title: Words above.
        language: fi, sv or en: of the legend, and for breaking words.
        show_counts: Print numbers.
        notes: Sentences to print below the legend, beside those that the picture needs.

    Returns:
        A map whose `data.edges` have kind `together`, and `cases`, missing where hidden. Nodes that make no pair have
        no place.

    Raises:
        NotFoundError: A parent or a member's theme is not among the themes.
        UnusableValueError: A theme stands twice or lies in itself; a kind, `of` or the language is unknown; a limit is
            less than 1.

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame(
        ...     {"theme": ["Luottamus", "Kiire", "Toivo"], "parent": None, "kind": "theme", "candidate": False}
        ... )
        >>> codings = pd.DataFrame({"case": list("1231234"), "code": ["Luottamus"] * 3 + ["Kiire"] * 3 + ["Toivo"]})
        >>> members = pd.DataFrame({"theme": [], "code": []})
        >>> cooccurrence_map(themes, members, codings, title="Yhdessä")
        Yhdessä
          teema: Luottamus
          teema: Kiire
          teema: Toivo
        Yhdessä (vastaajia, joilla molemmat):
          Luottamus – Kiire: 3
        Viiva on niiden välillä, jotka ovat yhdessä ainakin 3 vastaajalla.
        Ilman viivaa: Toivo.
    """
    import pandas as pd

    _check(of, language, min_together, min_cell)
    nothing = pd.DataFrame({"source": [], "target": [], "kind": [], "label": []})
    graph = theme_graph(themes, members, nothing, counts=counts)
    contents = Contents(graph=graph, language=language, show_codes=of == "codes", show_counts=show_counts)
    parents = _parents(contents, of, codes)
    nodes = _nodes(contents, of)
    pairs = pairs_together(codings, parents, list(nodes), min_together=min_together, min_cell=min_cell)
    name = clean(title) or term(f"maps.together_{of}", language)
    unplaced = unplaced_codes(codes, members) if of == "codes" else []
    said = _said(contents, of, nodes, parents, pairs, unplaced, max(min_together, min_cell or 1))
    said += notes
    words = "\n".join([outline(contents, name, unplaced), *_in_words(pairs, language), *said])
    scene, places = ring_scene(_ring(contents, of, nodes, pairs, said, name), words)
    return ThemeMap(scene, _data(nodes, pairs, places))


def _check(of: str, language: str, min_together: int, min_cell: int | None) -> None:
    if of not in get_args(Of):
        raise UnusableValueError.of("of", of, get_args(Of))
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    if min_together < 1:
        raise UnusableValueError(
            f"min_together={min_together} would draw pairs that never meet.", hint="Give 1 or more."
        )
    if min_cell is not None and min_cell < 1:
        raise UnusableValueError(
            f"min_cell={min_cell} hides nothing.", hint="Give 1 or more, or None for no protection."
        )


def _parents(contents: Contents, of: Of, codes: pd.DataFrame | None) -> dict[str, str | None]:
    if of == "themes":
        nodes = (node_of(contents.graph, key) for key in contents.graph)
        return {node.key: node.parent for node in nodes if node.kind != "code"}
    known: dict[str, str | None] = {}
    if codes is not None:
        pairs = zip(codes["code"], codes["parent"], strict=True)
        known = {str(code): str(parent) if isinstance(parent, str) and parent else None for code, parent in pairs}
    held = (node_of(contents.graph, key) for key in contents.graph)
    return {**{node.name: None for node in held if node.kind == "code"}, **known}


def _nodes(contents: Contents, of: Of) -> dict[str, Node]:
    """Return the nodes by name in the order of the tree; a code of several themes is the one of the first."""
    found: dict[str, Node] = {}
    pending = list(reversed(roots(contents.graph)))
    while pending:
        node = pending.pop()
        if (node.kind == "code") == (of == "codes"):
            found.setdefault(node.name, node)
        if node.kind != "code":
            pending.extend(reversed(children(contents.graph, node.key)))
    return found


def _nest(contents: Contents, of: Of, nodes: Mapping[str, Node], drawn: set[str]) -> Nest:
    def below(node: Node) -> list[Any]:
        held = children(contents.graph, node.key)
        if of == "themes":
            own = [node.name] if node.name in drawn else []
        else:
            own = [child.name for child in held if child.name in drawn and nodes.get(child.name) is child]
        # The codes of a theme itself are a list of their own, so that no sub-theme comes between them.
        inside = [below(child) for child in held if child.kind != "code"]
        return [own, *inside] if of == "codes" else [*own, *inside]

    return [below(root) for root in roots(contents.graph)]


def _said(
    contents: Contents,
    of: Of,
    nodes: Mapping[str, Node],
    parents: Mapping[str, str | None],
    pairs: Sequence[Pair],
    unplaced: list[str],
    least: int,
) -> list[str]:
    """Return the sentences that the picture needs below its legend."""
    language = contents.language
    said = notes_of(contents, unplaced)
    if contents.show_counts and all(node.cases is None for node in nodes.values()):
        said.remove(term("maps.note_counts", language))
    if nodes and not pairs:
        said.append(term("maps.together_none", language))
    if least > 1:
        said.append(term("maps.together_from", language, n=number(least, language)))
    met = {name for pair in pairs for name in (pair.a, pair.b)}
    lines = {name: {name, *ancestors(parents, name)} for name in nodes}
    alone = [
        node.label for name, node in nodes.items() if name not in met and not _above_all(name, nodes, lines)
    ]  # fmt: skip
    if alone:
        said.append(term("maps.together_alone", language, names=", ".join(alone)))
    held = Counter(node_of(contents.graph, key).name for key in contents.graph)
    if of == "codes" and any(held[name] > 1 for name in met):
        said.append(term("maps.together_first", language))
    return said


def _above_all(name: str, nodes: Mapping[str, Node], lines: Mapping[str, set[str]]) -> bool:
    """Say whether a theme could meet none, since all others are above or below it."""
    others = [other for other in nodes if other != name]
    return bool(others) and all(name in lines[other] or other in lines[name] for other in others)


def _ring(
    contents: Contents,
    of: Of,
    nodes: Mapping[str, Node],
    pairs: Sequence[Pair],
    notes: Sequence[str],
    title: str,
) -> RingContents:
    drawn = {name for pair in pairs for name in (pair.a, pair.b)}
    weights = {(pair.a, pair.b): float(pair.cases or 1) for pair in pairs}
    order = ring_order(_nest(contents, of, nodes, drawn), weights)
    spots, headings = _spots(contents, of, nodes, order)
    return RingContents(
        spots=spots, headings=headings, roles={name: _role(node) for name, node in nodes.items()},
        candidates=frozenset(name for name, node in nodes.items() if node.candidate), pairs=pairs,
        show_counts=contents.show_counts, title=title, notes=notes, language=contents.language,
    )  # fmt: skip


def _role(node: Node) -> str:
    return "overarching" if node.kind == "unifying" else node.kind


def _spots(
    contents: Contents, of: Of, nodes: Mapping[str, Node], order: Sequence[str]
) -> tuple[list[Spot], dict[str, Spot]]:
    """Return the nodes in their order, and above codes the theme they belong to."""
    spots: list[Spot] = []
    headings: dict[str, Spot] = {}
    for name in order:
        node = nodes[name]
        theme = node.parent if of == "codes" else None
        spots.append(spot_of(name, contents.label(node), _role(node), group=theme or ""))
        if theme is not None:
            headings[theme] = spot_of(theme, node_of(contents.graph, theme).label, "heading")
    return spots, headings


def _in_words(pairs: Sequence[Pair], language: str) -> list[str]:
    if not pairs:
        return []
    hidden = term("maps.together_hidden", language)
    return [
        f"{term('maps.together_pairs', language)}:",
        *(
            f"  {clean(pair.a)} – {clean(pair.b)}: {hidden if pair.cases is None else number(pair.cases, language)}"
            for pair in pairs
        ),
    ]


def _data(nodes: Mapping[str, Node], pairs: Sequence[Pair], places: Mapping[str, Rect]) -> MapData:
    import pandas as pd

    rows = []
    for name, node in nodes.items():
        facts = (node.kind, node.parent, node.depth, node.candidate, node.cases, node.mentions)
        box = places.get(name)
        place = [float("nan")] * 4 if box is None else [*box.middle, box.width, box.height]
        rows.append((name, *facts, *place))
    frame = pd.DataFrame(rows, columns=list(_NODE_COLUMNS)).astype({"cases": "Int64", "mentions": "Int64"})
    edges = pd.DataFrame(
        [(pair.a, pair.b, "together", "", pair.cases) for pair in pairs],
        columns=["source", "target", "kind", "label", "cases"],
    ).astype({"cases": "Int64"})
    return MapData(nodes=frame, edges=edges)
