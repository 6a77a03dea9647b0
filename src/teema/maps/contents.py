"""What a block is made from: the graph, whose codes and counts are shown, and the language of the words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from teema.maps.graph import PART_OF, Node, children, node_of, roots
from teema.maps.marks import Marks
from teema.terms import number, term

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["Contents", "Setting"]

Setting = Literal["free", "columns", "grid"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """The nodes as they are to be drawn.

    Attributes:
        graph: As `theme_graph` makes it.
        language: fi, sv or en.
        show_codes: Draw codes, or themes only.
        show_counts: Print the number of cases.
        detached: Sub-themes that stand by themselves, because they were moved by hand.
        setting: free (overarching themes stand above the themes they hold), columns (each theme without a parent heads
            a column) or grid (each is a box that holds all below it).
        marks: What changed, on a map of changes.
    """

    graph: nx.MultiDiGraph[str]
    language: str
    show_codes: bool = True
    show_counts: bool = False
    detached: frozenset[str] = frozenset()
    setting: Setting = "free"
    marks: Marks = field(default_factory=Marks)

    def codes(self, key: str) -> list[Node]:
        """Return the codes a theme holds itself, if codes are drawn."""
        return [node for node in children(self.graph, key) if node.kind == "code"] if self.show_codes else []

    def themes(self, key: str) -> list[Node]:
        """Return the themes drawn inside a theme."""
        return [node for node in children(self.graph, key) if node.kind != "code" and node.key not in self.detached]

    def standing(self) -> list[Node]:
        """Return the themes that stand by themselves on the page: roots, what overarching themes hold, detached."""
        found: list[Node] = []
        pending = list(reversed(roots(self.graph)))
        while pending:
            node = pending.pop()
            below = [child for child in children(self.graph, node.key) if child.kind != "code"]
            if node.parent is None or self.spans(node.parent) or node.key in self.detached:
                found.append(node)
            pending.extend(reversed(below))
        return found

    def spans(self, key: str) -> bool:
        """Say whether a theme is drawn above the themes it holds: it and all above it are overarching or unifying.

        In columns that is what heads one, whatever its kind; in a grid nothing is.
        """
        node = node_of(self.graph, key)
        if self.setting != "free":
            return self.setting == "columns" and node.parent is None
        return node.kind in ("unifying", "overarching") and (node.parent is None or self.spans(node.parent))

    def role_within(self, node: Node) -> Literal["theme", "subtheme"]:
        """Return what a theme is drawn as inside another: in a grid, the boxes hold themes."""
        return "theme" if self.setting == "grid" and node.kind == "theme" else "subtheme"

    def label(self, node: Node) -> str:
        """Return the words of a code: its name, and the number of cases in brackets when counts are shown."""
        counted = self.show_counts and node.cases is not None
        return f"{node.label}\u00a0({number(node.cases or 0, self.language)})" if counted else node.label

    def count_line(self, node: Node) -> tuple[str, ...]:
        """Return the count of a theme as a line of its own, or nothing."""
        if not self.show_counts or node.cases is None:
            return ()
        return (term("maps.count", self.language, n=number(node.cases, self.language)),)

    def is_end(self, key: str) -> bool:
        """Say whether a relation ends at a theme."""
        return any(
            edge != PART_OF
            for edges in (self.graph.in_edges(key, keys=True), self.graph.out_edges(key, keys=True))
            for _, _, edge in edges
        )
