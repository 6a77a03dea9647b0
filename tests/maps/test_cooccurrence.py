"""The ring: no line meets a name, no name another, and its lines tell what the codings hold and no more."""

import random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.maps.measuring import Box, Faults, dense, extent, frames, holds, ink, letters, meet, texts

from teema.errors import NotFoundError, UnusableValueError
from teema.maps import ThemeMap, cooccurrence_map
from teema.maps.scene import Path
from teema.maps.together import pairs_together, width_classes

DOTS = {"overarching", "theme", "subtheme", "code"}


def codings_of(themes: pd.DataFrame, members: pd.DataFrame, of: str, seed: int) -> pd.DataFrame:
    rng = random.Random(seed)
    held = themes["theme"].tolist() if of == "themes" else members["code"].drop_duplicates().tolist()
    rows = [
        (str(case), name)
        for case in range(rng.randint(5, 40))
        for name in set(rng.choices(held, k=rng.randint(1, 5)) if held else [])
    ]
    return pd.DataFrame(sorted(rows), columns=["case", "code"])


def measured(drawn: ThemeMap) -> Faults:
    """Words keep apart, lines keep away from words and from other nodes, numbers from everything but their line."""
    faults = Faults()
    scene = drawn.scene
    page = (scene.page.x, scene.page.y, scene.page.right, scene.page.bottom)
    placed = [(group, ink(words)) for group in scene.groups for words in texts(group)]
    dots = [(group, extent(group.marks[0])) for group in scene.groups if group.kind in DOTS]  # type: ignore[arg-type]
    for at, (group, box) in enumerate(placed):
        faults.outside += [] if holds(page, box, 0.0) else [f"off the page: {group.name}"]
        faults.words += [f"{group.name} / {other.name}" for other, its in placed[at + 1 :] if meet(box, its, 0.0)]
        faults.words += [f"{group.name} on {other.name}" for other, its in dots if meet(box, its, 0.0)]
    for at, (group, box) in enumerate(dots):
        faults.nodes += [f"{group.name} / {other.name}" for other, its in dots[at + 1 :] if meet(box, its, 0.0)]
    for group in scene.groups:
        if group.kind == "edge-together":
            line = group.marks[0]
            assert isinstance(line, Path)
            points, ends = dense(line), group.name.split(" – ")
            faults.edges += [
                f"{group.name} through {other.name}"
                for other, box in placed
                if not (other.kind == "number" and other.name == group.name) and hit(points, line.line / 2, box)
            ]
            faults.edges += [
                f"{group.name} through the node {other.name}"
                for other, box in dots
                if other.name not in ends and hit(points, line.line / 2, box)
            ]
    return faults


def hit(points: np.ndarray, half: float, box: Box) -> bool:
    x, y = points[:, 0], points[:, 1]
    return bool(((x > box[0] - half) & (x < box[2] + half) & (y > box[1] - half) & (y < box[3] + half)).any())


def names_of(drawn: ThemeMap) -> list[str]:
    return sorted(letters("".join(words.text for words in texts(group))) for group in drawn.scene.groups
                  if group.kind in DOTS)  # fmt: skip


@pytest.mark.parametrize("of", ["themes", "codes"])
@pytest.mark.parametrize("seed", range(100))
def test_on_made_up_studies_nothing_touches_and_every_name_is_whole(seed: int, of: Any) -> None:
    themes, members, _ = frames(seed, most=30 if seed % 10 == 0 else 9)
    codings = codings_of(themes, members, of, seed)
    least = None if seed % 2 else 3
    drawn = cooccurrence_map(themes, members, codings, of=of, min_cell=least, title=f"Yhdessä {seed}")

    assert measured(drawn).all() == []
    edges = drawn.data.edges
    met = set(edges["source"]) | set(edges["target"])
    assert names_of(drawn) == sorted(map(letters, met))
    lines = [group.name for group in drawn.scene.groups if group.kind == "edge-together"]
    assert sorted(lines) == sorted(f"{a} – {b}" for a, b in edges[["source", "target"]].values)
    told = {f"{a} – {b}": str(n) for a, b, n in edges[["source", "target", "cases"]].values}
    assert all(told[group.name] == texts(group)[0].text for group in drawn.scene.groups if group.kind == "number")
    again = cooccurrence_map(themes, members, codings, of=of, min_cell=least, title=f"Yhdessä {seed}")
    assert drawn.scene == again.scene


@pytest.mark.parametrize("many", [3, 60, 200])
def test_from_three_to_two_hundred_codes_stay_legible(many: int) -> None:
    themes = pd.DataFrame({"theme": ["Luottamus", "Kiire"], "parent": None, "kind": "theme", "candidate": False})
    codes = [f"Raskaudenaikainen kiintymyssuhdetyöskentely {at}" for at in range(many)]
    members = pd.DataFrame({"theme": ["Luottamus", "Kiire"] * (many // 2) + ["Luottamus"] * (many % 2), "code": codes})
    rng = random.Random(many)
    rows = [(str(case), code) for case in range(many) for code in rng.sample(codes, 3)]
    drawn = cooccurrence_map(
        themes, members, pd.DataFrame(rows, columns=["case", "code"]), of="codes", min_cell=None
    )  # fmt: skip

    assert measured(drawn).all() == []
    assert min(words.size for group in drawn.scene.groups if group.kind in DOTS for words in texts(group)) >= 6.5
    assert drawn.scene.page.width <= 841.89 * (1.01 if many <= 60 else 2.01)


# -- what is counted

TREE = pd.DataFrame(
    [
        ("Luottamus", None, "theme", False),
        ("Lupaus", "Luottamus", "subtheme", False),
        ("Turva", "Luottamus", "subtheme", True),
        ("Kiire", None, "theme", False),
        ("Toivo", None, "theme", False),
    ],
    columns=["theme", "parent", "kind", "candidate"],
)
PARENTS = {"Luottamus": None, "Lupaus": "Luottamus", "Turva": "Luottamus", "Kiire": None, "Toivo": None}
MEMBERS = pd.DataFrame({"theme": ["Lupaus", "Turva", "Kiire"], "code": ["Sana pitää", "Olo", "Hoppu"]})


def coded(**cases: str) -> pd.DataFrame:
    """Cases `abc` of a theme as codings."""
    return pd.DataFrame([(case, name) for name, those in cases.items() for case in those], columns=["case", "code"])


def drawn(codings: pd.DataFrame, **options: Any) -> ThemeMap:
    return cooccurrence_map(TREE, MEMBERS, codings, **options)


def pairs(made: ThemeMap) -> dict[str, int]:
    return {f"{a} – {b}": n for a, b, n in made.data.edges[["source", "target", "cases"]].values}


def notes(made: ThemeMap) -> list[str]:
    return [words.text for group in made.scene.groups if group.kind == "legend" for words in texts(group)]


class TestCounts:
    def test_a_theme_is_where_its_sub_themes_are_and_each_case_counts_once(self) -> None:
        made = drawn(coded(Lupaus="abc", Turva="bcd", Kiire="abcd"), min_cell=None)
        assert pairs(made) == {
            "Luottamus – Kiire": 4, "Lupaus – Kiire": 3, "Turva – Kiire": 3, "Lupaus – Turva": 2,
        }  # fmt: skip

    def test_a_theme_makes_no_pair_with_the_theme_it_lies_in(self) -> None:
        made = drawn(coded(Luottamus="abcd", Lupaus="abcd"), min_cell=None)
        assert pairs(made) == {}

    def test_a_code_is_where_the_codes_below_it_are(self) -> None:
        codes = pd.DataFrame({"code": ["Olo", "Kotoisa olo", "Hoppu"], "parent": [None, "Olo", None]})
        codings = coded(**{"Kotoisa olo": "abc", "Hoppu": "abc"})
        assert pairs(drawn(codings, of="codes", codes=codes)) == {"Olo – Hoppu": 3}

    def test_a_code_of_two_themes_stands_with_the_first(self) -> None:
        members = pd.concat([MEMBERS, pd.DataFrame({"theme": ["Toivo"], "code": ["Olo"]})])
        made = cooccurrence_map(TREE, members, coded(Olo="abc", Hoppu="abc"), of="codes")
        headings = [words.text for group in made.scene.groups if group.kind == "heading" for words in texts(group)]

        assert sorted(headings) == ["Kiire", "Turva"]
        assert "Koodi, joka on monessa teemassa, on niistä ensimmäisen kohdalla." in notes(made)

    def test_pairs_in_few_cases_can_be_left_out_and_the_legend_says_from_where_on(self) -> None:
        codings = coded(Kiire="abcde", Toivo="abcd", Lupaus="cde")
        made = drawn(codings, min_together=4)
        assert pairs(made) == {"Kiire – Toivo": 4}
        assert "Viiva on niiden välillä, jotka ovat yhdessä ainakin 4 vastaajalla." in notes(made)

    def test_what_occurs_with_none_is_listed_and_has_no_place(self) -> None:
        made = drawn(coded(Kiire="abc", Toivo="abc", Turva="xyz"))
        alone = "Ilman viivaa: Luottamus, Lupaus, Turva."
        assert alone in notes(made)
        assert alone in made.outline()
        assert made.data.nodes.loc[made.data.nodes["x"].isna(), "name"].tolist() == ["Luottamus", "Lupaus", "Turva"]

    def test_a_theme_above_all_others_could_meet_none_and_is_not_listed(self) -> None:
        tree = pd.concat(
            [pd.DataFrame([("Kaikki", None, "unifying", False)], columns=list(TREE.columns)),
             TREE.assign(parent=TREE["parent"].fillna("Kaikki"))]
        )  # fmt: skip
        made = cooccurrence_map(tree, MEMBERS, coded(Kiire="abc", Toivo="abc"))
        assert "Ilman viivaa: Luottamus, Lupaus, Turva." in notes(made)

    def test_nothing_together_is_a_page_that_says_so(self) -> None:
        made = drawn(coded(Kiire="abc"))
        assert "Yhdessä esiintyviä ei ole." in notes(made)
        assert made.data.edges.empty

    def test_no_themes_at_all(self) -> None:
        made = cooccurrence_map(TREE.iloc[:0], MEMBERS.iloc[:0], coded())
        assert "Teemoja ei vielä ole." in notes(made)

    @given(
        st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from(list(PARENTS))), max_size=40),
        st.integers(1, 4),
    )
    def test_pairs_are_what_counting_by_hand_gives(self, rows: list[tuple[str, str]], least: int) -> None:
        cases = {name: {case for case, code in rows if code == name or PARENTS[code] == name} for name in PARENTS}
        by_hand = {
            (a, b): len(cases[a] & cases[b])
            for a in PARENTS for b in PARENTS
            if list(PARENTS).index(a) < list(PARENTS).index(b) and PARENTS[b] != a and len(cases[a] & cases[b]) >= least
        }  # fmt: skip
        codings = pd.DataFrame(rows, columns=["case", "code"])
        found = pairs_together(codings, PARENTS, list(PARENTS), min_together=least, min_cell=None)
        assert {(pair.a, pair.b): pair.cases for pair in found} == by_hand


class TestProtection:
    def test_pairs_in_fewer_cases_than_min_cell_leave_no_trace(self) -> None:
        made = drawn(coded(Kiire="abc", Toivo="abc", Turva="ab"))
        assert pairs(made) == {"Kiire – Toivo": 3}
        assert "Turva – " not in made.svg()

    def test_they_are_drawn_when_protection_is_off(self) -> None:
        made = drawn(coded(Kiire="abc", Toivo="abc", Turva="ab"), min_cell=None)
        assert pairs(made)["Turva – Kiire"] == 2

    def test_a_sum_that_would_give_a_small_count_away_is_hidden_with_its_width(self) -> None:
        """Kiire is with Luottamus in 8 cases and with Lupaus in 6: so the 2 others are those of Turva."""
        made = drawn(coded(Lupaus="abcdef", Turva="gh", Kiire="abcdefgh", Toivo="abcdefgh"))
        hidden = [(a, b) for a, b, n in made.data.edges[["source", "target", "cases"]].values if n is pd.NA]

        assert hidden == [("Luottamus", "Kiire"), ("Luottamus", "Toivo")]
        lines = {group.name: group.marks[0] for group in made.scene.groups if group.kind == "edge-together"}
        assert isinstance(lines["Luottamus – Kiire"], Path)
        assert lines["Luottamus – Kiire"].dash
        assert "  Luottamus – Kiire: luku peitetty, koska siitä voisi laskea pienen" in made.outline()
        assert "luku peitetty, koska siitä voisi laskea pienen" in notes(made)

    @given(
        st.lists(st.tuples(st.sampled_from("abcdefghijkl"), st.sampled_from(["Lupaus", "Turva", "Kiire"])), max_size=60)
    )
    def test_what_is_told_leaves_every_small_count_uncertain(self, rows: list[tuple[str, str]]) -> None:
        codings = pd.DataFrame(rows, columns=["case", "code"])
        told = {(pair.a, pair.b): pair.cases for pair in pairs_together(codings, PARENTS, list(PARENTS))}
        whole, parts = told.get(("Luottamus", "Kiire")), [("Lupaus", "Kiire"), ("Turva", "Kiire")]
        small = [part for part in parts if part not in told]
        if whole is not None and small:
            left = whole - sum(told[part] or 0 for part in parts if part in told)
            true = pairs_together(codings, PARENTS, list(PARENTS), min_cell=None)
            unknown = sum((pair.a, pair.b) in small for pair in true)
            assert left <= unknown

    @pytest.mark.parametrize("option", [{"of": "answers"}, {"language": "de"}, {"min_together": 0}, {"min_cell": 0}])
    def test_what_cannot_be_drawn_is_said(self, option: dict[str, Any]) -> None:
        with pytest.raises(UnusableValueError, match=r"Use one of|Give 1 or more"):
            drawn(coded(Kiire="abc"), **option)

    def test_a_member_of_a_theme_that_is_not_there(self) -> None:
        with pytest.raises(NotFoundError, match="There is no theme 'Poissa'"):
            cooccurrence_map(TREE, MEMBERS.assign(theme="Poissa"), coded(Kiire="abc"))


class TestLooks:
    def test_strong_pairs_stand_beside_each_other_and_sisters_together(self) -> None:
        names = [f"Teema {at}" for at in range(8)]
        flat = pd.DataFrame({"theme": names, "parent": None, "kind": "theme", "candidate": False})
        codings = coded(**{name: cases for at, name in enumerate(names) for cases in ["abcdef"[at % 4 :] + "xyz"]})
        strong = pd.DataFrame([(f"s{at}", name) for at in range(20) for name in (names[0], names[4])],
                              columns=["case", "code"])  # fmt: skip
        nodes = cooccurrence_map(flat, MEMBERS.iloc[:0], pd.concat([codings, strong])).data.nodes.set_index("name")
        apart = ((nodes["x"] - nodes.loc[names[0], "x"]) ** 2 + (nodes["y"] - nodes.loc[names[0], "y"]) ** 2) ** 0.5
        assert apart.drop(names[0]).rank()[names[4]] <= 2

    def test_lines_are_told_apart_by_width_and_numbers_stand_on_them(self) -> None:
        made = drawn(coded(Kiire="abcdefghij", Toivo="abcdefghij", Turva="abc"))
        lines = {group.name: group.marks[0] for group in made.scene.groups if group.kind == "edge-together"}
        wide, thin = lines["Kiire – Toivo"], lines["Turva – Kiire"]
        numbers = {group.name: texts(group)[0].text for group in made.scene.groups if group.kind == "number"}

        assert isinstance(wide, Path)
        assert isinstance(thin, Path)
        assert wide.line > 2 * thin.line
        assert numbers["Kiire – Toivo"] == "10"
        assert not [group for group in drawn(coded(Kiire="abc", Toivo="abc"), show_counts=False).scene.groups
                    if group.kind == "number"]  # fmt: skip

    def test_counts_stand_beside_the_names(self) -> None:
        counts = pd.DataFrame({"name": ["Kiire"], "kind": ["theme"], "cases": [3], "mentions": [5]})
        made = drawn(coded(Kiire="abc", Toivo="abc"), counts=counts)
        assert "Kiire(3)" in names_of(made)
        assert "n ja luku suluissa: vastaajien määrä." in notes(made)

    def test_numbers_without_room_are_told_in_words(self) -> None:
        names = [f"Teema {at}" for at in range(30)]
        flat = pd.DataFrame({"theme": names, "parent": None, "kind": "theme", "candidate": False})
        made = cooccurrence_map(flat, MEMBERS.iloc[:0], coded(**dict.fromkeys(names, "abc")))

        assert any("eivät mahtuneet viivoille" in note for note in notes(made))
        assert "  Teema 3 – Teema 17: 3" in made.outline()

    @pytest.mark.parametrize(
        ("language", "words"),
        [("fi", "vastaajia, joilla molemmat"), ("sv", "respondenter med båda"), ("en", "respondents with both")],
    )
    def test_the_legend_speaks_the_language(self, language: str, words: str) -> None:
        made = drawn(coded(Kiire="abc", Toivo="abc"), language=language)
        assert any(words in note for note in notes(made))

    @given(st.sets(st.integers(1, 300), min_size=1))
    def test_classes_of_width_hold_each_count_once(self, counts: set[int]) -> None:
        classes = width_classes(counts)
        assert len(classes) <= 4
        assert all(sum(first <= count <= last for first, last in classes) == 1 for count in counts)
        assert (classes[0][0], classes[-1][1]) == (min(counts), max(counts))

    @pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
    def test_the_same_map_gives_the_same_bytes(self, suffix: str, tmp_path: Any) -> None:
        codings = coded(Kiire="abc", Toivo="abc")
        first, second = (drawn(codings).save(tmp_path / f"{name}{suffix}").read_bytes() for name in "ab")
        assert first == second

    @pytest.mark.parametrize("name", ["x" * 200, "sana " * 60, "🙂 Toivo", "<script>alert(1)</script>", "a\x00b"])
    def test_any_name_keeps_its_place(self, name: str) -> None:
        themes = pd.DataFrame({"theme": [name, "Toinen"], "parent": None, "kind": "theme", "candidate": False})
        made = cooccurrence_map(
            themes, MEMBERS.iloc[:0], coded(**{name: "abc", "Toinen": "abc"}), title=name
        )  # fmt: skip
        assert measured(made).all() == []
        assert "<script>" not in made.svg()
