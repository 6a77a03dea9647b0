"""Marks: a sign with words on a theme or a code, for what changed or a second place; and themes no longer there.

A mark is never a colour alone: its sign tells the kind, its words tell what was before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

__all__ = ["BOLD", "SIGNS", "Gone", "Mark", "Marks", "said"]

# In the order in which they stand on a node and in the legend.
SIGNS = {
    "added": "+", "split": "÷", "merged": "⇐", "renamed": "=", "text": "✎", "up": "↑", "down": "↓", "moved": "→",
    "also": "&", "also_here": "&", "also_no": "&", "settled": "✓", "candidate": "?", "from": "←", "code_in": "←",
    "codes_in": "←", "extract_in": "←", "code_out": "−", "extract_out": "−", "merged_away": "⇒", "removed": "×",
    "related": "+", "relabelled": "✎", "unrelated": "×",
}  # fmt: skip
BOLD = frozenset({"added", "split", "code_in"})  # what is new where it stands has a bold outline, too


class Mark(NamedTuple):
    """A change of one node.

    Attributes:
        kind: One of `SIGNS`.
        words: What changed, in the language of the map.
    """

    kind: str
    words: str


class Gone(NamedTuple):
    """A theme that is no longer there.

    Attributes:
        name: As it was called.
        mark: Whether it was removed or merged into another.
        codes: Where its codes went, in words; empty when the mark says all.
    """

    name: str
    mark: Mark
    codes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """All that is marked on a map.

    Attributes:
        nodes: Marks of each node, by its key.
        edges: Marks of relations, which stand in their labels.
        gone: Themes that are no longer there.
        lost: Relations that are no longer there, in words.
    """

    nodes: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    edges: tuple[Mark, ...] = ()
    gone: tuple[Gone, ...] = ()
    lost: tuple[str, ...] = ()

    def of(self, key: str) -> tuple[Mark, ...]:
        """Return the marks of a node."""
        return self.nodes.get(key, ())

    def kinds(self) -> list[str]:
        """Return the kinds that occur, one for each sign, in their order."""
        found = {mark.kind for marks in self.nodes.values() for mark in marks}
        found |= {mark.kind for mark in self.edges} | {gone.mark.kind for gone in self.gone}
        found |= {"unrelated"} if self.lost else set()
        by_sign: dict[str, str] = {}
        for kind, sign in SIGNS.items():
            if kind in found or any(SIGNS[other] == sign for other in found):
                by_sign.setdefault(sign, kind)
        return list(by_sign.values())


def said(mark: Mark) -> str:
    """Return a mark as it is printed; the sign stays with the first word.

    Example:
        >>> said(Mark("renamed", "ennen: Toivo herää")).replace("\u00a0", " ")
        '= ennen: Toivo herää'
    """
    return f"{SIGNS[mark.kind]}\u00a0{mark.words}"
