"""Nothing on a map touches what it should not: measured on what is drawn, over many maps made up by a seed."""

from typing import Any

import pandas as pd
import pytest
from tests.maps.measuring import CODES, KINDS, LABELS, NODES, THEMES, frames, measured, texts

from teema.maps import ThemeMap, theme_map

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
