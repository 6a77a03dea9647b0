"""From data frames to one networkx graph: themes and codes as nodes, belonging and relations as edges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError, UnusableValueError
from teema.maps.text import clean
from teema.records import RELATIONS, THEME_KINDS

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

__all__ = [
    "PART_OF", "Node", "children", "evidence_of", "node_of", "relations_of", "roots", "theme_graph", "unplaced_codes",
]  # fmt: skip

PART_OF = "part_of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A theme, or a code in one theme: a code of two themes is two nodes.

    Attributes:
        key: Unique among the nodes: the theme's name, or theme and code parted by a tab.
        name: As the user wrote it.
        kind: unifying, overarching, theme, subtheme or code.
        parent: Key of the node above, or None.
        depth: 0 for a node without parent.
        candidate: Whether a theme is provisional.
        cases: In how many cases it is, or None when counts were not given.
        mentions: How many times it is coded, or None.
    """

    key: str
    name: str
    kind: str
    parent: str | None
    depth: int
    candidate: bool = False
    cases: int | None = None
    mentions: int | None = None

    @property
    def label(self) -> str:
        """The name on one line, without characters that cannot be printed."""
        return clean(self.name)


def theme_graph(
    themes: pd.DataFrame, members: pd.DataFrame, relations: pd.DataFrame, *, counts: pd.DataFrame | None = None
) -> nx.MultiDiGraph[str]:
    """Return the graph of an analysis; each node carries its `Node` as `record`.

    Args:
        themes: `theme`, `parent`, `kind`, `candidate`, parents before children.
        members: `theme`, `code`.
        relations: `source`, `target`, `kind`, `label`; a column `evidence` says on how many extracts each rests.
        counts: `name`, `kind` (theme or code), `cases`, `mentions`.

    Returns:
        Edges with key `part_of` lead from a theme to what it holds; the others carry `kind`, `label`, `evidence` and
        their row as key.

    Raises:
        NotFoundError: A parent, a member's theme or an end of a relation is not among the themes.
        UnusableValueError: A theme stands twice, lies in itself, or a kind is unknown.

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame(
        ...     {"theme": ["Luottamus kantaa"], "parent": [None], "kind": ["theme"], "candidate": [True]}
        ... )
        >>> members = pd.DataFrame({"theme": ["Luottamus kantaa"], "code": ["Turva"]})
        >>> relations = pd.DataFrame({"source": [], "target": [], "kind": [], "label": []})
        >>> [data["record"].kind for _, data in theme_graph(themes, members, relations).nodes(data=True)]
        ['theme', 'code']
    """
    import networkx as nx

    known = _known(counts)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    parents = {name: _parent(parent) for name, parent in zip(themes["theme"], themes["parent"], strict=True)}
    _check_tree(themes["theme"].tolist(), parents)
    for name, kind, candidate in zip(themes["theme"], themes["kind"], themes["candidate"], strict=True):
        if kind not in THEME_KINDS:
            raise UnusableValueError.of("kind", kind, THEME_KINDS)
        node = Node(
            key=name, name=name, kind=kind, parent=parents[name], depth=_depth(name, parents),
            candidate=bool(candidate), **known.get(("theme", name), {}),
        )  # fmt: skip
        graph.add_node(name, record=node)
    for name, parent in parents.items():
        if parent is not None:
            graph.add_edge(parent, name, PART_OF)
    for theme, code in zip(members["theme"], members["code"], strict=True):
        _need(theme, parents, "members")
        key = f"{theme}\t{code}"
        node = Node(
            key=key, name=code, kind="code", parent=theme, depth=_depth(theme, parents) + 1,
            **known.get(("code", code), {}),
        )  # fmt: skip
        graph.add_node(key, record=node)
        graph.add_edge(theme, key, PART_OF)
    _add_relations(graph, relations, parents)
    return graph


def node_of(graph: nx.MultiDiGraph[str], key: str) -> Node:
    """Return the record of a node."""
    record: Node = graph.nodes[key]["record"]
    return record


def children(graph: nx.MultiDiGraph[str], key: str) -> list[Node]:
    """Return what a theme holds, in the order given: codes and themes mixed."""
    return [node_of(graph, child) for _, child, edge in graph.out_edges(key, keys=True) if edge == PART_OF]


def roots(graph: nx.MultiDiGraph[str]) -> list[Node]:
    """Return the themes that lie in no other, in the order given."""
    records = [node_of(graph, key) for key in graph]
    return [record for record in records if record.parent is None]


def relations_of(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, str]]:
    """Return the relations in the order given: source, target, kind, label."""
    return [(a, b, data["kind"], data["label"]) for a, b, data in _relations(graph)]


def evidence_of(graph: nx.MultiDiGraph[str]) -> list[int]:
    """Return on how many extracts each relation rests, in the order of `relations_of`."""
    return [data["evidence"] for _, _, data in _relations(graph)]


def _relations(graph: nx.MultiDiGraph[str]) -> list[tuple[str, str, dict[str, Any]]]:
    edges = [(key, a, b, data) for a, b, key, data in graph.edges(keys=True, data=True) if key != PART_OF]
    edges.sort(key=lambda edge: int(edge[0]))
    return [(a, b, data) for _, a, b, data in edges]


def unplaced_codes(codes: pd.DataFrame | None, members: pd.DataFrame) -> list[str]:
    """Return the codes that no theme holds, neither themselves nor through a code above them.

    Args:
        codes: `code`, `parent`, in tree order; None gives an empty list.
        members: `theme`, `code`.

    Example:
        >>> import pandas as pd
        >>> codes = pd.DataFrame({"code": ["Luottamus", "Petos", "Kiire"], "parent": [None, "Luottamus", None]})
        >>> unplaced_codes(codes, pd.DataFrame({"theme": ["A"], "code": ["Luottamus"]}))
        ['Kiire']
    """
    if codes is None:
        return []
    placed = set(members["code"])
    outside = []
    for code, parent in zip(codes["code"], codes["parent"], strict=True):
        if code in placed or _parent(parent) in placed:
            placed.add(code)
        else:
            outside.append(str(code))
    return outside


def _add_relations(graph: nx.MultiDiGraph[str], relations: pd.DataFrame, themes: Iterable[str]) -> None:
    columns = [relations[name] for name in ("source", "target", "kind", "label")]
    rests = relations["evidence"] if "evidence" in relations.columns else [None] * len(relations)
    for row, (source, target, kind, label, evidence) in enumerate(zip(*columns, rests, strict=True)):
        _need(source, themes, "relations")
        _need(target, themes, "relations")
        if kind not in RELATIONS:
            raise UnusableValueError.of("kind", kind, RELATIONS)
        words = "" if _missing(label) else clean(label)
        graph.add_edge(source, target, str(row), kind=kind, label=words, evidence=_count(evidence) or 0)


def _known(counts: pd.DataFrame | None) -> dict[tuple[str, str], dict[str, Any]]:
    if counts is None:
        return {}
    columns = (counts[name] for name in ("name", "kind", "cases", "mentions"))
    return {
        (kind, name): {"cases": _count(cases), "mentions": _count(mentions)}
        for name, kind, cases, mentions in zip(*columns, strict=True)
    }


def _count(value: Any) -> int | None:
    return None if _missing(value) else int(value)


def _check_tree(names: list[str], parents: dict[str, str | None]) -> None:
    if len(names) > len(parents):
        twice = next(name for at, name in enumerate(names) if name in names[:at])
        raise UnusableValueError(f"The theme {twice!r} stands twice.", hint="Give each theme a name of its own.")
    for name, parent in parents.items():
        if parent is not None:
            _need(parent, parents, name)
    for name in parents:
        seen: set[str] = set()
        above: str | None = name
        while above is not None:
            if above in seen:
                raise UnusableValueError(f"The theme {name!r} lies within itself.", hint="Move it under another.")
            seen.add(above)
            above = parents[above]


def _depth(name: str, parents: dict[str, str | None]) -> int:
    above = parents[name]
    return 0 if above is None else _depth(above, parents) + 1


def _need(name: str, themes: Iterable[str], where: str) -> None:
    if name not in themes:
        raise NotFoundError.of("theme", name, themes, where=where)


def _parent(value: Any) -> str | None:
    return None if _missing(value) or not value else str(value)


def _missing(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 - NaN is the one value unequal to itself
