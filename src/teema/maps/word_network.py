"""A network of words that occur together: circles by the cases that used a word, lines by those that used both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Any

from teema.maps.blocks import Point, Rect
from teema.maps.look import FAINT, INK, LEGEND_SIZE, NODE_LOOKS, PAPER, QUIET, TITLE_SIZE
from teema.maps.picture import Picture
from teema.maps.scene import Group, Path, Scene, Words, box_path, line_path, oval_path, set_lines
from teema.maps.spread import spread
from teema.maps.text import LEADING, clean, text_width, wrap
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WordNetwork", "word_network"]

_MARGIN = 16.0
_SIZE = 8.2
_LABEL = 110.0  # the widest label before it is broken
_LARGEST, _SMALLEST = 17.0, 3.0  # radii
_WIDEST, _THINNEST = 6.0, 0.6
_EDGE = 62.0  # length of a line before words are pushed apart
_WIDE = 1.25  # words are wider than high, and so is the page
_LINE = "#949494"
_STRONGEST = 3  # lines that each word keeps


class WordNetwork(Picture):
    """A network of words; shows itself in a notebook, and is saved with `.save("verkko.svg" | ".png" | ".pdf")`.

    Attributes:
        nodes: The words that are drawn: `lemma`, `cases`, `x` and `y` of the middle, `radius`, in points, y downwards.
        drawn: The lines that are drawn, as rows of `to_frame()`.
        scene: Shapes and words, as the renderers draw them.
    """

    def __init__(self, scene: Scene, nodes: pd.DataFrame, drawn: pd.DataFrame, edges: pd.DataFrame) -> None:
        super().__init__(scene)
        self.nodes = nodes
        self.drawn = drawn
        self._edges = edges

    def to_frame(self) -> pd.DataFrame:
        """Return all pairs, also those that are not drawn: `lemma_a`, `lemma_b`, `cases`, `answers`, `npmi` …."""
        return self._edges.copy()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """A word with the room it takes: its circle, and its label below."""

    name: str
    cases: int
    radius: float
    lines: tuple[str, ...]

    @property
    def size(self) -> tuple[float, float]:
        return max(2 * self.radius, *(text_width(line, _SIZE) for line in self.lines)), 2 * self.radius + self.text

    @property
    def text(self) -> float:
        return len(self.lines) * _SIZE * LEADING


def word_network(
    nodes: pd.DataFrame,
    edges: pd.DataFrame,
    *,
    words: int = 30,
    title: str = "",
    base: str = "",
    notes: Sequence[str] = (),
    language: str = "fi",
) -> WordNetwork:
    """Lay out and draw a network; the same frames always give the same picture, and no label covers another.

    Of the words that most cases used, each keeps its three strongest lines: the pairs that meet most often beyond what
    chance would bring (NPMI above 0). Words without a line are not drawn.

    Args:
        nodes: `lemma`, `cases`; most cases first.
        edges: `lemma_a`, `lemma_b`, `cases`, `npmi`; most cases first.
        words: How many words are drawn at most.
        title: Words above.
        base: What was counted, under the title.
        notes: Sentences below.
        language: fi, sv or en: of the legend, and for breaking words.

    Example:
        >>> import pandas as pd
        >>> nodes = pd.DataFrame({"lemma": ["äiti", "vauva"], "cases": [21, 17]})
        >>> edges = pd.DataFrame({"lemma_a": ["vauva"], "lemma_b": ["äiti"], "cases": [11], "npmi": [0.3]})
        >>> word_network(nodes, edges, title="Sanat yhdessä")
        Sanat yhdessä
          äiti (21)
          vauva (17)
          vauva – äiti: 11
    """
    top = nodes.head(words)
    drawn = _strongest(edges, set(top["lemma"]))
    joined = set(drawn["lemma_a"]) | set(drawn["lemma_b"])
    top = top[top["lemma"].isin(joined)]
    most = int(top["cases"].max()) if len(top) else 1
    held = [
        _Node(
            name=name,
            cases=int(cases),
            radius=_radius(cases, most),
            lines=wrap(clean(name), _LABEL, _SIZE, "regular", language),
        )
        for name, cases in zip(top["lemma"], top["cases"], strict=True)
    ]
    places = _places(held, drawn)
    left_out = len(nodes.head(words)) - len(held)
    said = [*notes, *([term("maps.words_alone", language, n=left_out)] if left_out else [])]
    scene, middles = _scene(held, places, drawn, title, base, said, language)
    made = top[["lemma", "cases"]].assign(
        x=[x for x, _ in middles], y=[y for _, y in middles], radius=[node.radius for node in held]
    )
    return WordNetwork(scene, made.reset_index(drop=True), drawn, edges)


def _strongest(edges: pd.DataFrame, names: set[str]) -> pd.DataFrame:
    """Return the lines that are drawn: for each word the first few of its own."""
    inside = edges[edges["lemma_a"].isin(names) & edges["lemma_b"].isin(names) & (edges["npmi"] > 0)]
    inside = inside.sort_values(["npmi", "cases"], ascending=False, kind="stable")
    counted = dict.fromkeys(names, 0)
    keep = []
    for row, (a, b) in enumerate(zip(inside["lemma_a"], inside["lemma_b"], strict=True)):
        if min(counted[a], counted[b]) < _STRONGEST:
            keep.append(row)
            counted[a] += 1
            counted[b] += 1
    return inside.iloc[keep].reset_index(drop=True)


def _radius(cases: float, most: float) -> float:
    """Return a radius whose square, the area, grows with the cases."""
    return max(_LARGEST * sqrt(cases / most), _SMALLEST)


def _width(cases: float, most: float) -> float:
    return max(_WIDEST * cases / most, _THINNEST)


def _places(held: list[_Node], drawn: pd.DataFrame) -> list[Point]:
    """Return middles of the boxes: each connected part by itself (Kamada & Kawai 1989), parts beside each other."""
    import networkx as nx

    graph: Any = nx.Graph()
    graph.add_nodes_from(node.name for node in held)
    graph.add_edges_from(zip(drawn["lemma_a"], drawn["lemma_b"], strict=True))
    order = {node.name: i for i, node in enumerate(held)}
    boxes = {node.name: node.size for node in held}
    found: dict[str, Point] = {}
    x, y, row = 0.0, 0.0, 0.0
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(order[name] for name in part)))
    widest = 0.0
    for part in parts:
        names = sorted(part, key=order.__getitem__)
        raw = _kamada_kawai(graph.subgraph(names), names)
        placed = spread([raw[name] for name in names], [boxes[name] for name in names], gap=5.0)
        halves = [(boxes[name][0] / 2, boxes[name][1] / 2) for name in names]
        left = min(px - w for (px, _), (w, _) in zip(placed, halves, strict=True))
        top = min(py - h for (_, py), (_, h) in zip(placed, halves, strict=True))
        wide = max(px + w for (px, _), (w, _) in zip(placed, halves, strict=True)) - left
        high = max(py + h for (_, py), (_, h) in zip(placed, halves, strict=True)) - top
        if x and x + wide > max(widest, 420.0):
            x, y, row = 0.0, y + row + 16.0, 0.0
        for name, (px, py) in zip(names, placed, strict=True):
            found[name] = (px - left + x, py - top + y)
        x, row, widest = x + wide + 16.0, max(row, high), max(widest, x + wide)
    return [found[node.name] for node in held]


def _kamada_kawai(graph: Any, names: list[str]) -> dict[str, Point]:
    """Return places of one connected part, in points."""
    import networkx as nx

    if len(names) < 3:
        return {name: (i * _EDGE * _WIDE, 0.0) for i, name in enumerate(names)}
    ordered: Any = nx.Graph()
    ordered.add_nodes_from(names)
    ordered.add_edges_from(graph.edges)
    start = nx.circular_layout(ordered)
    raw = nx.kamada_kawai_layout(ordered, pos=start)
    lengths = [float(sum((raw[a] - raw[b]) ** 2) ** 0.5) for a, b in ordered.edges]
    unit = _EDGE / (sum(lengths) / len(lengths))
    # The axis along which a part is longest lies across the page.
    spans = [max(point[i] for point in raw.values()) - min(point[i] for point in raw.values()) for i in (0, 1)]
    across, down = (0, 1) if spans[0] >= spans[1] else (1, 0)
    return {name: (float(raw[name][across]) * unit * _WIDE, float(raw[name][down]) * unit) for name in names}


def _scene(
    held: list[_Node],
    places: list[Point],
    drawn: pd.DataFrame,
    title: str,
    base: str,
    notes: Sequence[str],
    language: str,
) -> tuple[Scene, list[Point]]:
    """Draw everything, and return also the middles of the circles."""
    right = max((x + node.size[0] / 2 for node, (x, _) in zip(held, places, strict=True)), default=0.0)
    width = max(right + 2 * _MARGIN, 420.0)
    shift = _MARGIN + (width - 2 * _MARGIN - right) / 2
    groups: list[Group] = []
    y = _text(
        groups,
        "title",
        ((title, TITLE_SIZE, "bold", INK), (base, LEGEND_SIZE, "regular", QUIET)),
        _MARGIN - 4.0,
        width,
        language,
    )
    y += 8.0
    middles = [(px + shift, py + y - node.text / 2) for node, (px, py) in zip(held, places, strict=True)]
    at = {node.name: point for node, point in zip(held, middles, strict=True)}
    heaviest = float(drawn["cases"].max()) if len(drawn) else 1.0
    for a, b, cases in zip(drawn["lemma_a"], drawn["lemma_b"], drawn["cases"], strict=True):
        line = Path(
            commands=line_path((at[a], at[b]), 0.0), stroke=_LINE, line=_width(cases, heaviest), round_caps=True
        )
        groups.append(Group(kind="edge", name=f"{a} – {b}", marks=(line,)))
    groups += [_node(node, point) for node, point in zip(held, middles, strict=True)]
    groups += [_label(node, point) for node, point in zip(held, middles, strict=True)]
    y = max((py + node.radius + node.text for node, (_, py) in zip(held, middles, strict=True)), default=y) + 14.0
    y = _legend(groups, held, drawn, y, width, language)
    y = _text(groups, "note", tuple((note, LEGEND_SIZE, "regular", QUIET) for note in notes), y, width, language)
    page = Rect(0.0, 0.0, width, y + _MARGIN * 0.6)
    paper = Group(kind="paper", name="", marks=(Path(commands=box_path(page, 0.0), fill=PAPER),))
    name = clean(title) or term("maps.words_network", language)
    said = _outline(held, drawn, name, base, notes)
    return Scene(page=page, title=name, outline=said, language=language, groups=(paper, *groups)), middles


def _node(node: _Node, middle: Point) -> Group:
    look = NODE_LOOKS["theme"]
    circle = oval_path(Rect(middle[0] - node.radius, middle[1] - node.radius, 2 * node.radius, 2 * node.radius))
    return Group(
        kind="word", name=node.name, marks=(Path(commands=circle, fill=look.fill, stroke=look.stroke, line=0.9),)
    )


def _label(node: _Node, middle: Point) -> Group:
    """Set a word below its circle, on paper, so that no line runs through it."""
    x, y = middle[0], middle[1] + node.radius
    words = set_lines(node.lines, x, y, _SIZE, "regular", INK, middle=True)
    wide = max(word.width for word in words)
    ground = Rect(x - wide / 2 - 1.0, y + 1.2, wide + 2.0, node.text - 1.0)
    return Group(kind="label", name=node.name, marks=(Path(commands=box_path(ground, 2.0), fill=PAPER), *words))


def _legend(
    groups: list[Group], held: list[_Node], drawn: pd.DataFrame, y: float, width: float, language: str
) -> float:
    """Say what area and width mean, by the largest and the smallest that are drawn; return where it ends."""
    if not len(drawn):
        return y
    sizes = sorted({min(node.cases for node in held), max(node.cases for node in held)})
    weights = sorted({int(drawn["cases"].min()), int(drawn["cases"].max())})
    radii = [_radius(value, sizes[-1]) for value in sizes]
    rule = line_path(((_MARGIN, y), (width - _MARGIN, y)), 0.0)
    marks: list[Path | Words] = [Path(commands=rule, stroke=FAINT, line=0.5)]
    look = NODE_LOOKS["theme"]
    x, y, high = _MARGIN, y + 6.0, 2 * radii[-1]

    def say(text: str, room: float) -> None:
        nonlocal x
        top = y + high / 2 - LEGEND_SIZE * LEADING / 2
        marks.extend(set_lines((text,), x, top, LEGEND_SIZE, "regular", INK, middle=False))
        x += text_width(text, LEGEND_SIZE) + room

    say(term("maps.words_nodes", language), 7.0)
    for value, radius in zip(sizes, radii, strict=True):
        circle = oval_path(Rect(x, y + high / 2 - radius, 2 * radius, 2 * radius))
        marks.append(Path(commands=circle, fill=look.fill, stroke=look.stroke, line=0.9))
        x += 2 * radius + 4.0
        say(str(value), 10.0)
    text = term("maps.words_edges", language)
    samples = sum(26.0 + text_width(str(value), LEGEND_SIZE) + 10.0 for value in weights)
    x += 14.0
    if x + text_width(text, LEGEND_SIZE) + 7.0 + samples > width - _MARGIN:
        x, y, high = _MARGIN, y + high + 4.0, LEGEND_SIZE * LEADING
    say(text, 7.0)
    for value in weights:
        line = line_path(((x, y + high / 2), (x + 22.0, y + high / 2)), 0.0)
        marks.append(Path(commands=line, stroke=_LINE, line=_width(value, weights[-1])))
        x += 26.0
        say(str(value), 10.0)
    groups.append(Group(kind="legend", name="", marks=tuple(marks)))
    return y + high + 4.0


def _text(
    groups: list[Group], kind: str, texts: Sequence[tuple[str, float, Any, str]], y: float, width: float, language: str
) -> float:
    for text, size, face, colour in texts:
        if text:
            lines = wrap(clean(text), width - 2 * _MARGIN, size, face, language)
            groups.append(
                Group(kind=kind, name="", marks=set_lines(lines, _MARGIN, y, size, face, colour, middle=False))
            )
            y += len(lines) * size * LEADING + 2.0
    return y


def _outline(held: list[_Node], drawn: pd.DataFrame, title: str, base: str, notes: Sequence[str]) -> str:
    lines = [title, *([clean(base)] if base else []), *(f"  {node.name} ({node.cases})" for node in held)]
    lines += [f"  {a} – {b}: {n}" for a, b, n in zip(drawn["lemma_a"], drawn["lemma_b"], drawn["cases"], strict=True)]
    return "\n".join([*lines, *map(clean, notes)])
