"""The hierarchy: nothing touches what it should not, no name is lost, and it says the same as the frames."""

import pandas as pd
import pytest
from tests.maps.measuring import (
    CODES,
    NODES,
    THEMES,
    Faults,
    extent,
    frames,
    holds,
    ink,
    letters,
    meet,
    pieces,
    texts,
)

from teema.errors import NotFoundError, UnusableValueError
from teema.maps import ThemeMap, hierarchy_map
from teema.maps.scene import Path
from teema.terms import term

AGAIN = {term("maps.again", language) for language in ("fi", "sv", "en")}


def measured(drawn: ThemeMap) -> Faults:
    """Boxes stand apart; words stay in their boxes; lines run beside boxes and words."""
    faults = Faults()
    scene = drawn.scene
    page = (scene.page.x, scene.page.y, scene.page.right, scene.page.bottom)
    nodes = [(group, extent(group.marks[0])) for group in scene.groups if group.kind in NODES]  # type: ignore[arg-type]
    for at, (group, box) in enumerate(nodes):
        faults.nodes += [f"{group.name} / {other.name}" for other, its in nodes[at + 1 :] if meet(box, its, 0.0)]
        faults.outside += [f"{group.name}: {words.text}" for words in texts(group) if not holds(box, ink(words))]
    placed = [(group, ink(words)) for group in scene.groups for words in texts(group)]
    for at, (group, box) in enumerate(placed):
        faults.outside += [] if holds(page, box, 0.0) else [f"off the page: {group.name}"]
        faults.words += [f"{group.name} / {other.name}" for other, its in placed[at + 1 :] if meet(box, its)]
    lines = [
        piece for group in scene.groups if group.kind == "links" for mark in group.marks if isinstance(mark, Path)
        for piece in pieces(mark)
    ]  # fmt: skip
    around = [*nodes, *((group, box) for group, box in placed if group.kind not in NODES)]
    faults.edges = [group.name for group, box in around if any(meet(piece, box, 0.2) for piece in lines)]
    return faults


def names_of(drawn: ThemeMap) -> list[str]:
    """The names as they are printed, without those that are set again."""
    found = []
    for group in drawn.scene.groups:
        lines = [words.text for words in texts(group)]
        if group.kind in NODES and not AGAIN & set(lines):
            found.append(letters("".join(lines)))
    return sorted(found)


@pytest.mark.parametrize("seed", range(200))
def test_on_made_up_trees_nothing_touches_and_every_name_is_whole(seed: int) -> None:
    themes, members, relations = frames(seed, most=30 if seed % 10 == 0 else 9)
    drawn = hierarchy_map(themes, members, relations, title=f"Hierarkia {seed}")

    assert measured(drawn).all() == []
    assert names_of(drawn) == sorted(map(letters, [*themes["theme"], *members["code"]]))
    assert drawn.scene == hierarchy_map(themes, members, relations, title=f"Hierarkia {seed}").scene


def test_a_tree_that_is_too_tall_goes_on_beside_and_says_whose_it_is() -> None:
    themes = pd.DataFrame({"theme": THEMES[:1], "parent": None, "kind": "theme", "candidate": False})
    members = pd.DataFrame({"theme": THEMES[0], "code": [f"{CODES[at % 13]} {at}" for at in range(60)]})
    drawn = hierarchy_map(themes, members, NONE)

    assert measured(drawn).all() == []
    assert drawn.scene.page.width == pytest.approx(841.89), "sixty codes fit A4"
    again = [group for group in drawn.scene.groups if group.kind == "theme"]
    assert len(again) > 1
    assert [texts(group)[-1].text for group in again[1:]] == ["(jatkoa)"] * (len(again) - 1)
    assert (drawn.data.nodes["kind"] == "theme").sum() == 1, "set again is not there twice"


def test_forty_themes_and_two_hundred_codes_can_be_read() -> None:
    names = [f"{THEMES[at % len(THEMES)]} {at}" for at in range(40)]
    themes = pd.DataFrame({"theme": names, "parent": None, "kind": "theme", "candidate": False})
    members = pd.DataFrame({"theme": [names[at % 40] for at in range(200)],
                            "code": [f"{CODES[at % 13]} {at}" for at in range(200)]})  # fmt: skip
    drawn = hierarchy_map(themes, members, NONE)

    assert measured(drawn).all() == []
    assert drawn.scene.page.width <= 841.89 * 2 + 0.1
    assert min(words.size for group in drawn.scene.groups if group.kind in NODES for words in texts(group)) >= 6.5


TREE = pd.DataFrame(
    [
        ("Suhde kantaa", None, "overarching", False),
        ("Luottamus rakentuu teoista", "Suhde kantaa", "theme", False),
        ("Pidetty lupaus", "Luottamus rakentuu teoista", "subtheme", False),
        ("Kiire murentaa", "Suhde kantaa", "theme", True),
    ],
    columns=["theme", "parent", "kind", "candidate"],
)
MEMBERS = pd.DataFrame(
    {"theme": ["Pidetty lupaus", "Kiire murentaa", "Kiire murentaa"], "code": ["Lupaukset", "Kiire", "Lupaukset"]}
)
NONE = pd.DataFrame({"source": [], "target": [], "kind": [], "label": []})
RELATIONS = pd.DataFrame(
    {"source": ["Kiire murentaa"], "target": ["Pidetty lupaus"], "kind": ["contrasts"], "label": ["syö aikaa"]}
)
COUNTS = pd.DataFrame(
    {"name": ["Kiire murentaa", "Kiire"], "kind": ["theme", "code"], "cases": [14, 9], "mentions": [20, 11]}
)


def printed(drawn: ThemeMap, kind: str) -> str:
    return " ".join(words.text for group in drawn.scene.groups if group.kind == kind for words in texts(group))


def test_each_level_stands_to_the_right_of_the_one_above_and_sisters_in_their_order() -> None:
    nodes = hierarchy_map(TREE, MEMBERS, NONE).data.nodes
    left = (nodes["x"] - nodes["width"] / 2).round(3)

    assert left.groupby(nodes["depth"]).nunique().tolist() == [1, 1, 1, 1]
    assert left.groupby(nodes["depth"]).first().is_monotonic_increasing
    themes = nodes[nodes["kind"] == "theme"]
    assert themes["name"].tolist() == ["Luottamus rakentuu teoista", "Kiire murentaa"]
    assert themes["y"].is_monotonic_increasing


def test_relations_are_told_in_words_below() -> None:
    drawn = hierarchy_map(TREE, MEMBERS, RELATIONS)

    assert "Suhteet: Kiire murentaa ↔ Pidetty lupaus: on jännitteessä (syö aikaa)." in printed(drawn, "legend")
    assert "Kiire murentaa ↔ Pidetty lupaus: on jännitteessä (syö aikaa)" in drawn.outline()
    assert drawn.data.edges["kind"].value_counts().to_dict() == {"part_of": 6, "contrasts": 1}


def test_candidates_are_dashed_and_counts_are_printed_when_shown() -> None:
    drawn = hierarchy_map(TREE, MEMBERS, NONE, counts=COUNTS, show_counts=True)
    dashed = {group.name for group in drawn.scene.groups if group.kind in NODES
              if any(isinstance(mark, Path) and mark.dash for mark in group.marks)}  # fmt: skip

    assert dashed == {"Kiire murentaa"}
    assert "n = 14" in printed(drawn, "theme")
    assert "Kiire\u00a0(9)" in printed(drawn, "code")
    assert "n = 14" not in hierarchy_map(TREE, MEMBERS, NONE, counts=COUNTS).svg()


def test_codes_can_be_left_out_and_codes_in_no_theme_are_told() -> None:
    codes = pd.DataFrame({"code": ["Kiire", "Lupaukset", "Petos"], "parent": [None, None, None]})
    drawn = hierarchy_map(TREE, MEMBERS, NONE, codes=codes, show_codes=False)

    assert set(drawn.data.nodes["kind"]) == {"overarching", "theme", "subtheme", "code"}
    assert drawn.data.nodes.set_index("name").loc["Petos", "x"] != drawn.data.nodes.set_index("name").loc["Petos", "x"]
    assert printed(drawn, "code") == ""
    assert "Yksi koodi ei kuulu mihinkään teemaan." in printed(drawn, "legend")


def test_no_themes_is_a_page_that_says_so() -> None:
    drawn = hierarchy_map(TREE.iloc[:0], MEMBERS.iloc[:0], NONE)

    assert drawn.outline() == "Hierarkia\nTeemoja ei vielä ole."
    assert printed(drawn, "legend") == "Teemoja ei vielä ole."


@pytest.mark.parametrize(
    ("language", "words"), [("fi", "kattoteema"), ("sv", "övergripande tema"), ("en", "sub-theme")]
)
def test_the_legend_speaks_the_language(language: str, words: str) -> None:
    assert words in printed(hierarchy_map(TREE, MEMBERS, NONE, language=language), "legend")


@pytest.mark.parametrize("name", ["x" * 200, "sana " * 60, "🙂 Toivo", "<script>alert(1)</script>", "a\x00b"])
def test_any_name_fits_its_box(name: str) -> None:
    themes = pd.DataFrame({"theme": [name, "Toinen"], "parent": None, "kind": "theme", "candidate": False})
    drawn = hierarchy_map(themes, pd.DataFrame({"theme": [name], "code": [name]}), NONE, title=name)

    assert measured(drawn).all() == []
    assert "<script>" not in drawn.svg()


def test_a_tree_of_twenty_levels_still_fits_a_page() -> None:
    rows = [(f"Taso {at}", f"Taso {at - 1}" if at else None, "subtheme" if at else "theme", False) for at in range(20)]
    drawn = hierarchy_map(pd.DataFrame(rows, columns=list(TREE.columns)), MEMBERS.iloc[:0], NONE)

    assert measured(drawn).all() == []


def test_what_cannot_be_drawn_is_said() -> None:
    with pytest.raises(NotFoundError, match="There is no theme 'Poissa'"):
        hierarchy_map(TREE, MEMBERS.assign(theme="Poissa"), NONE)
    with pytest.raises(UnusableValueError, match="Use one of"):
        hierarchy_map(TREE, MEMBERS, NONE, language="de")
