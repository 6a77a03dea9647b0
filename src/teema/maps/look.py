"""How a map looks: sizes in points and colours.

Meaning never rests on colour: kinds of node differ in shape, size and weight, kinds of relation in dash, ends and
marks. Tints and darks derive from Okabe & Ito's palette for colour-blind readers (2008); every tint is light enough,
and every ink dark enough, that text on it has a contrast of at least 4.5 : 1 (WCAG 2.2), in grey as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from teema.maps.text import Face

__all__ = [
    "CANDIDATE_DASH",
    "EDGE_LOOKS",
    "FAINT",
    "GONE",
    "GROUND",
    "INK",
    "LABEL_SIZE",
    "LEGEND_SIZE",
    "MARK_SIZE",
    "NODE_LOOKS",
    "PAPER",
    "QUIET",
    "TITLE_SIZE",
    "EdgeLook",
    "NodeLook",
]

PAPER = "#ffffff"
INK = "#1a1a1a"
QUIET = "#4d4d4d"
FAINT = "#bfbfbf"
GROUND = "#f4f1ea"  # behind a column; lines and words keep their contrast on it
GONE = "#ededed"  # behind what is no longer there
LABEL_SIZE = 7.2
TITLE_SIZE = 13.0
LEGEND_SIZE = 7.6
MARK_SIZE = 6.7  # at the smallest scale 5.9 points
CANDIDATE_DASH = (4.0, 2.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeLook:
    """How one kind of node is drawn; lengths in points at scale 1."""

    size: float
    face: Face
    fill: str
    stroke: str
    line: float
    pad: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EdgeLook:
    """How one kind of edge is drawn: its line, what stands at its ends, and whether a zigzag marks its middle."""

    colour: str
    line: float
    dash: tuple[float, ...] = ()
    head: bool = False
    tail: bool = False
    round_caps: bool = False


NODE_LOOKS: dict[str, NodeLook] = {
    "overarching": NodeLook(size=11.5, face="bold", fill="#fbe3c0", stroke="#5c3a00", line=1.5, pad=8.0),
    "theme": NodeLook(size=9.6, face="bold", fill="#cfe3f1", stroke="#0b3c5d", line=1.3, pad=7.0),
    "subtheme": NodeLook(size=8.0, face="bold", fill="#eaf4ee", stroke="#2f6b52", line=0.8, pad=5.0),
    "code": NodeLook(size=7.4, face="regular", fill="#ffffff", stroke="#767676", line=0.5, pad=3.6),
}

EDGE_LOOKS: dict[str, EdgeLook] = {
    "part_of": EdgeLook(colour="#a08246", line=2.1),
    "relates": EdgeLook(colour="#3b3b3b", line=1.1),
    "contrasts": EdgeLook(colour="#a33b00", line=1.3, dash=(5.0, 2.6), head=True, tail=True),
    "leads_to": EdgeLook(colour="#004c7a", line=1.5, head=True),
    "overlaps": EdgeLook(colour="#7a2f63", line=2.0, dash=(0.0, 3.8), round_caps=True),
}
