"""Made-up analyses, and what is measured on the pictures drawn of them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import pandas as pd

from teema.maps import ThemeMap
from teema.maps.scene import Group, Path, Words

THEMES = [
    "Luottamus rakentuu pienistä pidetyistä lupauksista", "Kiire murentaa suhdetta", "Rajat ovat rakkautta",
    "Auttaja ja vartija samassa ihmisessä", "Toivo", "Verkosto kantaa, kun yksi ei riitä", "Äidiksi kasvaminen",
    "Häpeä väistyy hyväksyvän katseen edessä", "Asiakassuhteen luottamuksellisuuden rakentuminen",
    "Vauva on suhteen kolmas osapuoli", "Päihdekuntoutusprosessissa eteneminen", "Arki", "Epäluottamuslauseäänestys",
]  # fmt: skip
CODES = [
    "Turva", "Läsnäolo ja kuunteleminen", "Raskaudenaikainen kiintymyssuhdetyöskentely", "Kiire", "Retkahdus",
    "Viranomaisverkoston ristiriitaiset odotukset", "Työnohjaus", "Lupausten pitäminen", "Uni ja väsymys",
    "Moniammatillinen neuvottelu", "Häpeä ja leima", "Lastensuojelun sosiaalityöntekijän rooli", "Isän paikka",
]  # fmt: skip
LABELS = ["", "tekee mahdolliseksi", "murentaa", "tieto vie, minkä puhe toi", "kulkevat käsi kädessä"]
KINDS = ["relates", "contrasts", "leads_to", "overlaps"]
NODES = {"overarching", "theme", "subtheme", "code"}

Box = tuple[float, float, float, float]  # left, top, right, bottom


def frames(seed: int, *, most: int = 9) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Make up an analysis: flat, with overarching themes, or with sub-themes below sub-themes."""
    rng = random.Random(seed)
    names = [f"{rng.choice(THEMES)} {at}" for at in range(rng.randint(1, most))]
    rows: list[tuple[str, str | None, str, bool]] = []
    tops = [f"Kattoteema {at}" for at in range(rng.choice([0, 0, 1, 2]))]
    rows += [(name, None, "overarching", False) for name in tops]
    for name in names:
        rows.append((name, rng.choice([None, *tops]) if tops else None, "theme", rng.random() < 0.2))
    below = list(names)
    for at in range(rng.randint(0, len(names))):
        parent = rng.choice(below)
        below.append(f"Alateema {at}: {rng.choice(CODES).lower()}")
        rows.append((below[-1], parent, "subtheme", rng.random() < 0.2))
    codes = [f"{rng.choice(CODES)} {at}" for at in range(rng.randint(0, 5 * len(names)))]
    members = [(rng.choice(below), code) for code in codes]
    ends = below + tops
    relations = [
        (rng.choice(ends), rng.choice(ends), rng.choice(KINDS), rng.choice(LABELS))
        for _ in range(rng.randint(0, len(names)))
    ]
    return (
        pd.DataFrame(rows, columns=["theme", "parent", "kind", "candidate"]),
        pd.DataFrame(members, columns=["theme", "code"]),
        pd.DataFrame(relations, columns=["source", "target", "kind", "label"]),
    )


def extent(path: Path) -> Box:
    points = [point for _, places in path.commands for point in places]
    return (
        min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)
    )  # fmt: skip


def ink(words: Words) -> Box:
    """From the height of capitals to the baseline: descenders are not counted against a neighbour."""
    left = words.x - (words.width / 2 if words.anchor == "middle" else 0.0)
    return left, words.y - 0.73 * words.size, left + words.width, words.y


def meet(a: Box, b: Box, slack: float = 0.3) -> bool:
    return a[0] < b[2] - slack and b[0] < a[2] - slack and a[1] < b[3] - slack and b[1] < a[3] - slack


def holds(outer: Box, inner: Box, slack: float = 0.3) -> bool:
    return (
        outer[0] - slack <= inner[0]
        and outer[1] - slack <= inner[1]
        and outer[2] + slack >= inner[2]
        and outer[3] + slack >= inner[3]
    )


def pieces(path: Path) -> Iterator[Box]:
    points: list[tuple[float, float]] = []
    for letter, places in path.commands:
        if letter == "Q":  # a round corner, in four straight pieces
            (ax, ay), (bx, by), (cx, cy) = points[-1], *places
            for t in (0.25, 0.5, 0.75):
                u = 1 - t
                points.append((u * u * ax + 2 * u * t * bx + t * t * cx, u * u * ay + 2 * u * t * by + t * t * cy))
        points += places[-1:]
    for a, b in pairwise(points):
        yield min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])


@dataclass
class Faults:
    nodes: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    edges: list[str] = field(default_factory=list)

    def all(self) -> list[str]:
        return self.nodes + self.outside + self.words + self.edges


def measured(drawn: ThemeMap) -> Faults:
    faults = Faults()
    groups = drawn.scene.groups
    nodes = [(group, extent(next(mark for mark in group.marks if isinstance(mark, Path)))) for group in groups
             if group.kind in NODES]  # fmt: skip
    for at, (group, box) in enumerate(nodes):
        for other, its in nodes[at + 1 :]:
            if meet(box, its) and not holds(box, its) and not holds(its, box):
                faults.nodes.append(f"{group.name} / {other.name}")
        for words in texts(group):
            if not holds(box, ink(words)):
                faults.outside.append(f"{group.name}: {words.text}")
            faults.words += [
                f"{words.text} under {other.name}" for other, its in nodes
                if other is not group and meet(ink(words), its) and not holds(its, box)
            ]  # fmt: skip
    labels = [group for group in groups if group.kind in {"label", "title", "legend"}]
    placed = [(group, ink(words)) for group in groups for words in texts(group)]
    page = drawn.scene.page
    for at, (group, box) in enumerate(placed):
        if not holds((page.x, page.y, page.right, page.bottom), box):
            faults.outside.append(f"off the page: {group.name}")
        faults.words += [f"{group.name} / {other.name}" for other, its in placed[at + 1 :] if meet(box, its)]
    for label in labels:
        for words in texts(label):
            faults.words += [f"{words.text} on {group.name}" for group, box in nodes if meet(ink(words), box)]
    faults.edges = list(edge_faults(drawn, nodes, placed))
    return faults


def edge_faults(drawn: ThemeMap, nodes: list[tuple[Group, Box]], placed: list[tuple[Group, Box]]) -> Iterator[str]:
    boxes = {group.name: box for group, box in nodes}
    edges = [group for group in drawn.scene.groups if group.kind.startswith("edge-")]
    for edge in edges:
        ends = [boxes[name] for name in edge.name.split(" → ")]
        line = list(pieces(edge.marks[0]))  # type: ignore[arg-type]
        for group, box in nodes:
            if not any(holds(box, end) for end in ends) and any(meet(piece, box, 0.6) for piece in line):
                yield f"{edge.name} through {group.name}"
        for group, box in placed:
            if group.kind != "label" and any(meet(piece, box, 0.6) for piece in line):
                yield f"{edge.name} through the words of {group.name}"
    yield from label_faults(drawn, edges)


def label_faults(drawn: ThemeMap, edges: list[Group]) -> Iterator[str]:
    """A label may stand on its own line, which its ground then hides; any other line must keep away."""
    for label in drawn.scene.groups:
        boxes = [ink(words) for words in texts(label)] if label.kind == "label" else []
        crossing = [
            edge.name
            for edge in edges
            if any(meet(piece, box, 0.6) for piece in pieces(edge.marks[0]) for box in boxes)  # type: ignore[arg-type]
        ]
        if len(crossing) > isinstance(label.marks[0], Path):
            yield f"{label.name} crossed by {crossing}"


def texts(group: Group) -> list[Words]:
    return [mark for mark in group.marks if isinstance(mark, Words) and mark.text]


def letters(text: str) -> str:
    """The letters of a name without what breaking into lines may add or take away."""
    return "".join(character for character in text if not character.isspace() and character not in "-\xad\u00a0")


def dense(path: Path, *, many: int = 240) -> np.ndarray:
    """Points along a path that is one quadratic curve, close to each other."""
    (_, (a,)), (_, (b, c)) = path.commands
    t = np.linspace(0, 1, many)[:, None]
    return (1 - t) ** 2 * np.array(a) + 2 * t * (1 - t) * np.array(b) + t * t * np.array(c)
