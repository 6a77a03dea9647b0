"""What stands behind a live map: its themes and codes, what was said, by whom, and the groups they belong to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

__all__ = ["LiveContent", "LiveNode", "LiveRelation", "Said"]


class Said(NamedTuple):
    """An extract: the place of its case among the cases, the question's id, and the words."""

    case: int
    question: str
    text: str


class LiveRelation(NamedTuple):
    """A relation: GUIDs of its ends, its kind in words from either end, its label, and the extracts it rests on."""

    source: str
    target: str
    kind: str
    back: str
    label: str
    evidence: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveNode:
    """A theme or a code.

    Attributes:
        id: Its GUID.
        name: As it is written.
        rank: unifying, overarching, theme, subtheme or code.
        level: What such a thing is called in the analysis.
        definition: Its definition.
        parent: The theme it lies in; None for a code.
        above: All that it lies in, of its own sort: a theme counts what is below it, a code its sub-codes.
        codes: The codes that a theme holds.
        below: The themes that lie in it.
        own: Extracts that are listed with it, by their places; of a theme those it holds by themselves.
        held: Extracts that it is counted by.
    """

    id: str
    name: str
    rank: str
    level: str
    definition: str = ""
    parent: str | None = None
    above: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    own: tuple[int, ...] = ()
    held: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveContent:
    """All that a live map can tell.

    Attributes:
        title: Title of the map.
        drawn: The map as SVG; its groups name the themes and codes.
        nodes: Themes in tree order, then codes.
        relations: Those between the themes.
        said: The extracts, in the order of the answers.
        names: Who speaks, by the place of the case.
        questions: Text of each question, by id.
        background: Values of each background variable, by the place of the case; several where many can be chosen.
        groups: The groups of each variable, in their order.
        language: fi, sv or en.
        counts: Whether numbers of cases are shown from the start.
        numbered: Whether they stand on the drawing.
        note: The line that is printed with counts outside their approach; empty where they belong.
        extracts: Whether what was said may be told; else names, definitions and counts alone.
        told: Without extracts: what is shown as the count, by node.
        min_cell: Without extracts: the smallest number of cases that may be told.
    """

    title: str
    drawn: str
    nodes: tuple[LiveNode, ...]
    relations: tuple[LiveRelation, ...] = ()
    said: Sequence[Said] = ()
    names: Sequence[str] = ()
    questions: Mapping[str, str] = field(default_factory=dict)
    background: Mapping[str, Sequence[tuple[str, ...]]] = field(default_factory=dict)
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    language: str = "fi"
    counts: bool = False
    numbered: bool = False
    note: str = ""
    extracts: bool = True
    told: Mapping[str, str] = field(default_factory=dict)
    min_cell: int | None = None

    def shown(self) -> dict[str, Any]:
        """Return what stands on the screen: names and numbers, and nothing that was said."""
        return {
            "title": self.title,
            "nodes": [
                {
                    "id": node.id, "name": node.name, "rank": node.rank, "level": node.level, "parent": node.parent,
                    "codes": list(node.codes), "below": list(node.below),
                }
                for node in self.nodes
            ],
            "relations": [list(relation[:5]) for relation in self.relations],
            "groups": {name: list(groups) for name, groups in self.groups.items()},
            "language": str(self.language),
            "counts": self.counts,
            "numbered": self.numbered,
            "note": self.note,
            "extracts": self.extracts,
            "min_cell": self.min_cell,
        }  # fmt: skip
