"""A theme map: its numbers, its words, its files, and what it says when it cannot be made."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from matplotlib.figure import Figure

from teema.errors import NotFoundError, UnusableValueError
from teema.maps import ThemeMap, theme_map
from teema.maps.look import EDGE_LOOKS, INK, NODE_LOOKS, PAPER, QUIET
from teema.maps.scene import Words

THEMES = pd.DataFrame(
    [
        ("Suhde kantaa", None, "overarching", False),
        ("Luottamus rakentuu teoista", "Suhde kantaa", "theme", False),
        ("Pidetty lupaus", "Luottamus rakentuu teoista", "subtheme", False),
        ("Kiire murentaa", "Suhde kantaa", "theme", True),
    ],
    columns=["theme", "parent", "kind", "candidate"],
)
MEMBERS = pd.DataFrame(
    [
        ("Luottamus rakentuu teoista", "Turva"),
        ("Pidetty lupaus", "Lupausten pitäminen"),
        ("Kiire murentaa", "Kiire ja resurssit"),
        ("Kiire murentaa", "Turva"),
    ],
    columns=["theme", "code"],
)
RELATIONS = pd.DataFrame(
    [("Kiire murentaa", "Pidetty lupaus", "contrasts", "syö aikaa lupauksilta")],
    columns=["source", "target", "kind", "label"],
)
CODES = pd.DataFrame({"code": ["Turva", "Arki", "Petos", "Kiire ja resurssit"], "parent": [None, "Turva", None, None]})
COUNTS = pd.DataFrame(
    {
        "name": ["Kiire murentaa", "Turva"],
        "kind": ["theme", "code"],
        "cases": [14, 9],
        "mentions": [20, 11],
    }
)


def drawn(**options: Any) -> ThemeMap:
    return theme_map(THEMES, MEMBERS, RELATIONS, **{"title": "Kehitelty kartta", **options})


def named(name: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    themes = pd.DataFrame({"theme": [name, "Toinen"], "parent": None, "kind": "theme", "candidate": False})
    members = pd.DataFrame({"theme": [name], "code": [name]})
    relations = pd.DataFrame({"source": [name], "target": ["Toinen"], "kind": ["relates"], "label": [name]})
    return themes, members, relations


def words_of(made: ThemeMap, kind: str) -> list[str]:
    return [mark.text for group in made.scene.groups if group.kind == kind for mark in group.marks
            if isinstance(mark, Words)]  # fmt: skip


class TestData:
    def test_every_node_has_a_row_with_its_place_and_a_code_of_two_themes_has_two(self) -> None:
        nodes = drawn().data.nodes

        assert nodes["name"].tolist().count("Turva") == 2
        assert nodes["kind"].value_counts().to_dict() == {"code": 4, "theme": 2, "overarching": 1, "subtheme": 1}
        assert (nodes[["width", "height"]] > 0).all(axis=None)

    def test_edges_hold_belonging_and_relations(self) -> None:
        edges = drawn().data.edges

        assert edges["kind"].value_counts().to_dict() == {"part_of": 7, "contrasts": 1}

    def test_codes_in_no_theme_are_numbered_in_a_note_and_stand_in_the_data_without_a_place(self) -> None:
        made = drawn(codes=CODES)
        outside = made.data.nodes[made.data.nodes["x"].isna()]

        assert outside["name"].tolist() == ["Petos"], "Arki goes with the code above it"
        assert "Yksi koodi ei kuulu mihinkään teemaan." in words_of(made, "legend")
        assert "Petos" in made.outline()

    def test_counts_are_printed_only_when_asked_for(self) -> None:
        shown = drawn(counts=COUNTS, show_counts=True)

        assert "n = 14" in words_of(shown, "theme")
        assert "Turva\u00a0(9)" in words_of(shown, "code")
        assert "n = 14" not in drawn(counts=COUNTS).svg()

    def test_codes_can_be_left_out(self) -> None:
        assert "code" not in set(drawn(show_codes=False).data.nodes["kind"])


POSITIONS = pd.DataFrame(
    {
        "name": ["Kiire murentaa", "Pidetty lupaus", "Ei kartalla"],
        "x": [300.5, -40.0, 1.0],
        "y": [260.25, 500.0, 1.0],
    }
)


class TestPositions:
    @pytest.mark.parametrize("style", ["cards", "ovals"])
    def test_a_theme_moved_by_hand_stays_exactly_where_it_was_put(self, style: str) -> None:
        nodes = drawn(positions=POSITIONS, style=style).data.nodes.set_index("name")

        for name, x, y in POSITIONS.iloc[:2].itertuples(index=False):
            assert nodes.loc[name, ["x", "y"]].tolist() == pytest.approx([x, y], abs=1e-6)

    def test_the_rest_gives_way_and_the_page_reaches_as_far_as_needed(self) -> None:
        made = drawn(positions=POSITIONS)
        cards = made.data.nodes[made.data.nodes["kind"].isin(["overarching", "theme"])]

        for _, a in cards.iterrows():
            for _, b in cards.iterrows():
                apart = (
                    abs(a["x"] - b["x"]) >= (a["width"] + b["width"]) / 2
                    or abs(a["y"] - b["y"]) >= (a["height"] + b["height"]) / 2
                )
                assert a["name"] == b["name"] or apart
        assert made.scene.page.x < -40

    def test_a_sub_theme_moved_out_of_its_theme_keeps_a_line_to_it(self) -> None:
        edges = [group.name for group in drawn(positions=POSITIONS).scene.groups if group.kind == "edge-part_of"]

        assert "Luottamus rakentuu teoista → Pidetty lupaus" in edges


class TestLooks:
    def test_the_legend_names_what_occurs_and_nothing_else(self) -> None:
        assert words_of(drawn(), "legend") == [
            "kattoteema", "teema", "ehdokasteema (katkoviiva)", "alateema", "koodi", "kuuluu teemaan",
            "on jännitteessä",
        ]  # fmt: skip
        flat = THEMES.iloc[[3]].assign(parent=None, candidate=False)
        assert words_of(theme_map(flat, MEMBERS.iloc[:0], RELATIONS.iloc[:0]), "legend") == ["teema"]

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_the_legend_speaks_the_language_of_the_study(self, language: str) -> None:
        expected = {"fi": "teema", "sv": "tema", "en": "theme"}
        assert expected[language] in words_of(drawn(language=language), "legend")

    @pytest.mark.parametrize("fill", [PAPER, *(look.fill for look in NODE_LOOKS.values())])
    @pytest.mark.parametrize("ink", [INK, QUIET])
    def test_words_have_contrast_on_every_fill_in_grey_as_well(self, fill: str, ink: str) -> None:
        assert contrast(fill, ink) >= 4.5

    def test_kinds_of_line_differ_without_colour(self) -> None:
        signs = {(look.line, look.dash, look.head, look.tail) for look in EDGE_LOOKS.values()}
        assert len(signs) == len(EDGE_LOOKS)
        assert all(contrast(PAPER, look.colour) >= 3 for look in EDGE_LOOKS.values())

    def test_kinds_of_node_differ_in_size(self) -> None:
        sizes = [NODE_LOOKS[kind].size for kind in ("overarching", "theme", "subtheme", "code")]
        assert sizes == sorted(set(sizes), reverse=True)


HOSTILE = [
    "<script>alert('x')</script>",
    "]]>&amp;\"'",
    "🙂 Toivo 🙂",
    "الثقة في العلاقة",
    "漢字の名前",
    "x" * 200,
    "sana " * 40,
    "$\\frac{a}{b}$",
    "a\x00b\x1bc\u202ed",
    "→ nuoli → nimessä",
]


class TestHostileNames:
    @pytest.mark.parametrize("name", HOSTILE)
    @pytest.mark.parametrize("style", ["cards", "ovals"])
    def test_any_name_is_escaped_fits_and_prints(self, name: str, style: str, tmp_path: Path) -> None:
        made = theme_map(*named(name), title=name, style=style)  # type: ignore[arg-type]
        root = ElementTree.fromstring(made.svg())

        assert not list(root.iter("{http://www.w3.org/2000/svg}script"))
        assert made.save(tmp_path / "kartta.png").stat().st_size > 1000

    def test_names_that_look_alike_stay_two_themes(self) -> None:
        themes = pd.DataFrame({"theme": ["Toivo", "Toivo ", "toivo"], "parent": None, "kind": "theme",
                               "candidate": False})  # fmt: skip
        made = theme_map(themes, MEMBERS.iloc[:0], RELATIONS.iloc[:0])
        assert len(made.data.nodes) == 3


class TestFiles:
    def test_the_svg_is_xml_with_title_and_description(self) -> None:
        root = ElementTree.fromstring(drawn().svg())
        space = "{http://www.w3.org/2000/svg}"

        assert root.findtext(f"{space}title") == "Kehitelty kartta"
        assert "alateema: Pidetty lupaus" in (root.findtext(f"{space}desc") or "")
        assert all(text.get("textLength") for text in root.iter(f"{space}text"))

    @pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
    def test_the_same_map_gives_the_same_bytes(self, suffix: str, tmp_path: Path) -> None:
        first = drawn().save(tmp_path / f"a{suffix}").read_bytes()
        second = drawn().save(tmp_path / f"b{suffix}").read_bytes()

        assert first == second

    def test_the_same_map_comes_from_another_process_with_another_hash_seed(self, tmp_path: Path) -> None:
        made = tmp_path / "kartta.svg"
        script = (
            "import pandas as pd; from teema.maps import theme_map;"
            f"t = pd.read_json({str(tmp_path / 't.json')!r}); m = pd.read_json({str(tmp_path / 'm.json')!r});"
            f"r = pd.read_json({str(tmp_path / 'r.json')!r});"
            f"theme_map(t, m, r, title='Kehitelty kartta').save({str(made)!r})"
        )
        for frame, name in ((THEMES, "t"), (MEMBERS, "m"), (RELATIONS, "r")):
            frame.to_json(tmp_path / f"{name}.json")
        facts = os.environ | {"PYTHONHASHSEED": "7", "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run([sys.executable, "-c", script], check=True, env=facts)

        here = drawn().save(tmp_path / "here.svg")
        assert made.read_text(encoding="utf-8") == here.read_text(encoding="utf-8")

    def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(self, tmp_path: Path) -> None:
        target = tmp_path / "kartta.svg"
        target.write_text("vanha")
        assert drawn().save(target) == target
        assert [path.name for path in tmp_path.iterdir()] == ["kartta.svg"]
        assert target.read_text(encoding="utf-8").startswith("<svg")

    def test_the_pdf_embeds_its_fonts_as_text(self, tmp_path: Path) -> None:
        content = drawn().save(tmp_path / "kartta.pdf").read_bytes()
        assert b"/FontFile2" in content
        assert b"/CreationDate" not in content

    @pytest.mark.parametrize("name", ["kartta.html", "kartta", "kartta.docx"])
    def test_another_suffix_is_refused_with_the_possible_ones(self, name: str, tmp_path: Path) -> None:
        with pytest.raises(UnusableValueError, match=r"\.svg, \.png, \.pdf"):
            drawn().save(tmp_path / name)

    def test_a_missing_folder_is_said_plainly(self, tmp_path: Path) -> None:
        with pytest.raises(UnusableValueError, match="folder does not exist"):
            drawn().save(tmp_path / "ei ole" / "kartta.svg")

    def test_a_notebook_gets_the_picture_and_the_words(self) -> None:
        bundle = drawn()._repr_mimebundle_()
        assert bundle["image/svg+xml"].startswith("<svg")
        assert bundle["text/plain"] == drawn().outline()

    def test_it_draws_into_axes_of_the_users_own_and_text_shrinks_with_them(self) -> None:
        figure = Figure(figsize=(4, 3))
        axes = figure.add_subplot()
        assert drawn().draw(axes) is axes
        own = drawn().draw()
        assert max(text.get_fontsize() for text in axes.texts) < max(text.get_fontsize() for text in own.texts)


class TestWhatCannotBeDrawn:
    @pytest.mark.parametrize("column", ["source", "target"])
    def test_a_relation_to_a_theme_that_is_not_there(self, column: str) -> None:
        with pytest.raises(NotFoundError, match="Kiire murentaa"):
            theme_map(THEMES, MEMBERS, RELATIONS.assign(**{column: "Kire murentaa"}))

    def test_a_member_of_a_theme_that_is_not_there(self) -> None:
        with pytest.raises(NotFoundError, match="There is no theme 'Poissa'"):
            theme_map(THEMES, MEMBERS.assign(theme="Poissa"), RELATIONS)

    def test_a_theme_within_itself(self) -> None:
        with pytest.raises(UnusableValueError, match="lies within itself"):
            theme_map(THEMES.assign(parent=THEMES["theme"]), MEMBERS, RELATIONS)

    def test_a_theme_that_stands_twice(self) -> None:
        with pytest.raises(UnusableValueError, match="stands twice"):
            theme_map(pd.concat([THEMES, THEMES]), MEMBERS, RELATIONS)

    @pytest.mark.parametrize("option", [{"style": "round"}, {"language": "de"}])
    def test_an_unknown_style_or_language(self, option: dict[str, str]) -> None:
        with pytest.raises(UnusableValueError, match="Use one of"):
            drawn(**option)

    def test_no_themes_at_all_is_a_page_that_says_so(self) -> None:
        made = theme_map(THEMES.iloc[:0], MEMBERS.iloc[:0], RELATIONS.iloc[:0])
        assert made.outline() == "Teemakartta\nTeemoja ei vielä ole."
        assert words_of(made, "legend") == ["Teemoja ei vielä ole."]
        assert made.data.nodes.empty


def contrast(a: str, b: str) -> float:
    """WCAG 2.2, relative luminance."""
    lights = sorted((luminance(a), luminance(b)), reverse=True)
    return (lights[0] + 0.05) / (lights[1] + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
