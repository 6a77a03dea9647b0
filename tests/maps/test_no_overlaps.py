"""Nothing on a map touches what it should not: measured on what is drawn, over many maps made up by a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest

from teema.maps import ThemeMap, theme_map
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


# How themes are drawn, and how many made-up maps are measured.
LOOKS: dict[str, tuple[dict[str, Any], int]] = {
    "cards": ({"style": "cards"}, 200),
    "ovals": ({"style": "ovals"}, 100),
    "columns": ({"setting": "columns"}, 100),
    "grid": ({"setting": "grid"}, 100),
}
looks = pytest.mark.parametrize("look", LOOKS)


@pytest.mark.parametrize(("look", "seed"), [(look, seed) for look in LOOKS for seed in range(LOOKS[look][1])])
def test_on_made_up_maps_nothing_touches_what_it_should_not(look: str, seed: int) -> None:
    themes, members, relations = frames(seed)

    drawn = theme_map(themes, members, relations, title=f"Kartta {seed}", **LOOKS[look][0])

    assert measured(drawn).all() == []
    assert untold(drawn, relations) == []


@looks
@pytest.mark.parametrize(("count", "codes"), [(3, 9), (8, 60), (15, 120), (40, 200)])
def test_from_three_to_forty_themes_and_two_hundred_codes_keep_apart(count: int, codes: int, look: str) -> None:
    names = [f"{THEMES[at % len(THEMES)]} {at}" for at in range(count)]
    themes = pd.DataFrame({"theme": names, "parent": None, "kind": "theme", "candidate": False})
    members = pd.DataFrame(
        [(names[at % count], f"{CODES[at % 13]} {at}") for at in range(codes)], columns=["theme", "code"]
    )
    relations = pd.DataFrame(
        [(names[at], names[(at * 3 + 1) % count], KINDS[at % 4], LABELS[at % 5]) for at in range(min(count - 1, 12))],
        columns=["source", "target", "kind", "label"],
    )

    drawn = theme_map(themes, members, relations, **LOOKS[look][0])

    assert measured(drawn).all() == []
    assert untold(drawn, relations) == []
    sizes = [words.size for group in drawn.scene.groups if group.kind in NODES for words in texts(group)]
    assert min(sizes) >= 6.5
    assert {*names, *members["code"]} <= {group.name for group in drawn.scene.groups}


def untold(drawn: ThemeMap, relations: pd.DataFrame) -> list[str]:
    """Return the relations that are neither drawn nor told below the legend."""
    lines = [group.name for group in drawn.scene.groups if group.kind.startswith("edge-")]
    notes = " ".join(words.text for group in drawn.scene.groups if group.kind == "legend" for words in texts(group))
    return [
        f"{a} – {b}"
        for a, b in zip(relations["source"], relations["target"], strict=True)
        if f"{a} → {b}" not in lines and f"{a} – {b}" not in notes
    ]


@pytest.mark.parametrize("style", ["cards", "ovals"])
def test_fifteen_themes_and_many_codes_keep_apart(style: str) -> None:
    themes, members, relations = frames(2026, most=1)
    names = [f"{THEMES[at % len(THEMES)]} {at}" for at in range(15)]
    themes = pd.DataFrame({"theme": names, "parent": None, "kind": "theme", "candidate": False})
    members = pd.DataFrame({"theme": [names[at % 15] for at in range(60)],
                            "code": [f"{CODES[at % 13]} {at}" for at in range(60)]})  # fmt: skip
    relations = pd.DataFrame({"source": names[:8], "target": names[3:11], "kind": KINDS * 2, "label": "murentaa"})

    drawn = theme_map(themes, members, relations, style=style)  # type: ignore[arg-type]

    assert measured(drawn).all() == []
    assert drawn.scene.page.width == pytest.approx(841.89), "sixty codes fit A4"
    sizes = [words.size for group in drawn.scene.groups if group.kind in NODES for words in texts(group)]
    assert min(sizes) >= 6.5


Rows = list[tuple[str, str | None, str, bool]]
FLAT: Rows = [(f"Teema {at}", None, "theme", False) for at in range(40)]
CHAIN: Rows = [
    (f"Taso {at} luottamuksellisuudesta", f"Taso {at - 1} luottamuksellisuudesta" if at else None,
     "subtheme" if at else "theme", at % 2 == 1)
    for at in range(8)
]  # fmt: skip
NESTED: Rows = [
    ("Ylin", None, "overarching", False),
    ("Keskimmäinen", "Ylin", "overarching", False),
    ("Alla", "Keskimmäinen", "theme", False),
    ("Vieressä", "Ylin", "theme", False),
]
UNUSUAL: dict[str, tuple[Rows, list[tuple[str, str]], list[tuple[str, str, str, str]]]] = {
    "one empty theme": (FLAT[:1], [], []),
    "forty empty themes": (FLAT, [], []),
    "forty themes, each related": (
        FLAT, [], [(f"Teema {at}", f"Teema {(at * 7 + 3) % 40}", KINDS[at % 4], "murentaa") for at in range(40)]
    ),
    "one theme with sixty codes": (FLAT[:1], [("Teema 0", f"{CODES[at % 13]} {at}") for at in range(60)], []),
    "themes eight deep": (
        CHAIN, [(row[0], CODES[2]) for row in CHAIN], [(CHAIN[0][0], CHAIN[7][0], "leads_to", "syvälle")]
    ),
    "an overarching theme below another": (
        NESTED, [("Ylin", "Koodi"), ("Alla", "Koodi")],
        [("Ylin", "Alla", "relates", "kantaa"), ("Vieressä", "Alla", "contrasts", "")],
    ),
    "an overarching theme alone": (NESTED[:1], [("Ylin", "Koodi")], []),
    "five relations between two themes": (
        FLAT[:2], [], [("Teema 0", "Teema 1", KINDS[at % 4], f"suhde numero {at}") for at in range(5)]
    ),
    "everything related to everything": (
        FLAT[:5], [(f"Teema {at % 5}", f"{CODES[at % 13]} {at}") for at in range(20)],
        [(f"Teema {a}", f"Teema {b}", KINDS[(a + b) % 4], f"suhde {a} {b}") for a in range(5) for b in range(a)],
    ),
}  # fmt: skip


@looks
@pytest.mark.parametrize("name", UNUSUAL)
def test_unusual_maps_keep_apart_and_lose_no_word(name: str, look: str) -> None:
    rows, members, relations = UNUSUAL[name]
    drawn = theme_map(
        pd.DataFrame(rows, columns=["theme", "parent", "kind", "candidate"]),
        pd.DataFrame(members, columns=["theme", "code"]),
        pd.DataFrame(relations, columns=["source", "target", "kind", "label"]),
        **LOOKS[look][0],
    )

    assert measured(drawn).all() == []
    labels = {group.name for group in drawn.scene.groups if group.kind == "label"}
    notes = " ".join(words.text for group in drawn.scene.groups if group.kind == "legend" for words in texts(group))
    assert [label for _, _, _, label in relations if label not in labels and label not in notes] == []
