"""The kinds of map of an analysis: what each takes, what it counts, and what it keeps to itself."""

from pathlib import Path
from typing import Any

import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Analysis, Study

PLACES = {
    "Luottamus": [("1:Q1", "Luottamus on"), ("2:Q1", "hän luottaa"), ("3:Q1", "Turvallinen arki")],
    "Kiire": [("1:Q2", "Aina kiire"), ("2:Q1", "se vie aikaa"), ("4:Q2", "kiireen takia")],
    "Rajat": [("3:Q1", "selkeät rajat")],
}


@pytest.fixture
def ta(study: Study) -> Analysis:
    for code, places in PLACES.items():
        study.codebook.add(code)
        for answer, words in places:
            study.code(answer, words, code)
    made = study.analysis("Suhde", approach="content-analysis")
    made.add("Suhde kantaa", kind="theme")
    made.add("Luottamus kantaa", codes=["Luottamus"], parent="Suhde kantaa")
    made.add("Rajat pitävät", codes=["Rajat"], parent="Suhde kantaa")
    made.add("Aika ei riitä", codes=["Kiire"], kind="theme")
    made.relate("Aika ei riitä", "Suhde kantaa", "contrasts", label="murentaa")
    return made


def told(ta: Analysis, **options: Any) -> list[list[Any]]:
    edges = ta.map("cooccurrence", **options).data.edges
    return edges[["source", "target", "cases"]].values.tolist()


def test_the_usual_kind_is_the_thematic_map(ta: Analysis) -> None:
    assert ta.map().svg() == ta.map("thematic").svg()


def test_the_hierarchy_holds_all_levels_and_tells_relations_in_words(ta: Analysis) -> None:
    drawn = ta.map("hierarchy")

    assert drawn.data.nodes["depth"].max() == 2
    assert "Aika ei riitä ↔ Suhde kantaa: on jännitteessä (murentaa)" in drawn.outline()
    assert set(ta.map("hierarchy", show_codes=False).data.nodes["kind"]) == {"theme", "subtheme"}


def test_themes_are_together_where_a_case_is_in_both_or_in_what_they_hold(ta: Analysis) -> None:
    assert told(ta, min_cell=None) == [
        ["Suhde kantaa", "Aika ei riitä", 2],
        ["Luottamus kantaa", "Aika ei riitä", 2],
        ["Luottamus kantaa", "Rajat pitävät", 1],
    ]
    assert told(ta, min_cell=None, min_together=2) == told(ta, min_cell=None)[:2]
    assert told(ta) == [], "pairs in one or two cases are not told"


def test_codes_are_together_where_a_case_has_both(ta: Analysis) -> None:
    assert told(ta, of="codes", min_cell=None) == [["Luottamus", "Kiire", 2], ["Luottamus", "Rajat", 1]]


def test_a_snapshot_is_drawn_as_the_themes_were(ta: Analysis) -> None:
    ta.snapshot("alustava")
    ta.rename("Aika ei riitä", "Kiire murentaa suhdetta")

    assert "Aika ei riitä" in ta.map("hierarchy", snapshot="alustava").outline()
    assert told(ta, snapshot="alustava", min_cell=None)[0] == ["Suhde kantaa", "Aika ei riitä", 2]
    assert told(ta, min_cell=None)[0] == ["Suhde kantaa", "Kiire murentaa suhdetta", 2]
    with pytest.raises(NotFoundError, match="snapshot"):
        ta.map("hierarchy", snapshot="lopullinen")


@pytest.mark.parametrize("kind", ["thematic", "hierarchy", "cooccurrence"])
def test_small_counts_are_not_printed_unless_asked_for(ta: Analysis, kind: Any) -> None:
    safe, whole = ta.map(kind, show_counts=True), ta.map(kind, show_counts=True, min_cell=None)
    cases = {drawn: drawn.data.nodes.set_index("name")["cases"] for drawn in (safe, whole)}

    assert cases[whole]["Rajat pitävät"] == 1
    assert cases[safe].isna()["Rajat pitävät"]
    assert "alle 3 vastaajaa" in safe.outline() + safe.svg()
    assert "alle 3 vastaajaa" not in whole.outline() + whole.svg()


@pytest.mark.parametrize("kind", ["thematic", "columns", "grid", "hierarchy"])
def test_where_counts_are_no_part_they_are_off_and_one_line_says_so_when_they_are_on(study: Study, kind: Any) -> None:
    made = study.analysis("TA", approach="reflexive")
    made.add("Luottamus kantaa")

    assert "lähestymistapaan" not in made.map(kind).svg()
    shown = made.map(kind, show_counts=True)
    # Once in the words for those who do not see the picture, and once on it.
    assert shown.outline().count("eivät kuulu tähän lähestymistapaan") == 1
    assert shown.svg().count("eivät kuulu tähän lähestymistapaan") == 2


@pytest.mark.parametrize("kind", ["thematic", "columns", "hierarchy"])
def test_what_a_relation_rests_on_is_told_in_words_and_numbers(ta: Analysis, kind: Any) -> None:
    first, second = ta.themes["theme"][:2]
    ta.relate(first, second, "contrasts", label="vie ajan")
    ta.add_evidence(first, second, ("1:Q2", "Aina kiire"))
    made = ta.map(kind)

    assert f"{first} ↔ {second}: on jännitteessä (vie ajan; otteita 1)" in made.outline()
    assert made.data.edges.query("kind != 'part_of'")["evidence"].tolist() == [1, 0]


@pytest.mark.parametrize("show_counts", [True, False, None])
def test_what_is_together_is_a_count_itself_and_says_so_once(study: Study, show_counts: bool | None) -> None:
    made = study.analysis("TA", approach="reflexive")
    made.add("Luottamus kantaa")
    outline = made.map("cooccurrence", show_counts=show_counts).outline()

    assert outline.count("eivät kuulu tähän lähestymistapaan") == 1


@pytest.mark.parametrize(
    ("kind", "option", "advice"),
    [
        ("hierarchy", {"style": "ovals"}, "style='ovals' has no meaning for kind='hierarchy'.*thematic"),
        ("cooccurrence", {"style": "cards"}, "style='cards' has no meaning.*thematic"),
        ("cooccurrence", {"show_codes": False}, "show_codes=False has no meaning.*thematic, columns, grid, hierarchy"),
        ("thematic", {"of": "codes"}, "of='codes' has no meaning.*cooccurrence"),
        ("hierarchy", {"min_together": 2}, "min_together=2 has no meaning.*cooccurrence"),
        ("network", {}, "Use one of: thematic, columns, grid, hierarchy, cooccurrence"),
        ("cooccurrence", {"of": "answers"}, "Use one of: themes, codes"),
        ("cooccurrence", {"min_together": 0}, "Give 1 or more"),
        ("hierarchy", {"min_cell": 0}, "Give 1 or more, or None"),
    ],
)
def test_an_option_without_meaning_is_refused_with_the_kinds_that_take_it(
    ta: Analysis, kind: Any, option: dict[str, Any], advice: str
) -> None:
    with pytest.raises(UnusableValueError, match=advice.replace(".*", r"[\s\S]*")):
        ta.map(kind, **option)


@pytest.mark.parametrize("kind", ["hierarchy", "cooccurrence"])
def test_a_map_is_saved_and_looked_at(ta: Analysis, kind: Any, tmp_path: Path) -> None:
    drawn = ta.map(kind)

    assert drawn.look is not None
    assert drawn.save(tmp_path / "kartta.svg").read_text(encoding="utf-8").startswith("<svg")


def test_what_waits_for_a_place_is_drawn_until_nothing_waits(study: Study, ta: Analysis) -> None:
    study.codebook.add("Toivo")
    ta.set_aside()
    ta.snapshot("alustava", stage="initial")
    assert "sekalaiset" in ta.map().outline()

    ta.place("Suhde kantaa", "Toivo")
    assert all("sekalaiset" not in ta.map(kind).outline() for kind in ("thematic", "grid", "hierarchy", "cooccurrence"))
    before, after = ta.versions_map(now=True).outline().split("nyt")
    assert "sekalaiset" in before
    assert "sekalaiset" not in after
