"""Small maps of all versions: they fit a page, are legible, and touch nothing that they should not."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.maps import measuring as law
from tests.maps import test_changes as made_up

from teema.errors import UnusableValueError
from teema.maps import Version, VersionMaps, version_maps
from teema.maps.scene import Group, Words
from teema.terms import LANGUAGES

A4, A3 = (841.89, 595.28), (1190.55, 841.89)


def versions(seed: int, count: int, *, themes: int, codes: int = 40, edits: int = 8) -> list[Version]:
    """Make up an analysis and edit it from version to version."""
    made = made_up.Made(seed, most=1)
    rng = made.rng
    made.rows, made.relations = {}, {}
    for at in range(themes):
        above = str(rng.randrange(max(1, themes * 2 // 3))) if at >= themes * 2 // 3 and at else None
        made.rows[str(at)] = {
            "theme": f"{law.THEMES[at % len(law.THEMES)]} {at}", "id": str(at), "parent": above,
            "kind": "subtheme" if above else "theme", "candidate": at % 5 == 4, "definition": "", "also": None,
        }  # fmt: skip
    made.members = {(str(rng.randrange(themes)), f"{law.CODES[at % 13]} {at}") for at in range(codes)}
    for at in range(themes // 3):
        made.relations[str(at), str((at * 7 + 3) % themes), law.KINDS[at % 4]] = law.LABELS[at % 5]
    found = []
    for at in range(count):
        # As in a study, no theme is related to itself.
        made.relations = {edge: label for edge, label in made.relations.items() if edge[0] != edge[1]}
        view = made.view(f"versio {at + 1}")
        found.append(
            Version(
                name=view.name, about=f"kehitelty, {at + 1}.3.2026", themes=view.themes, members=view.members,
                relations=view.relations, changed=f"Muutokset edellisestä: uusi {at}, uusi nimi 3" if at else "",
            )
        )  # fmt: skip
        for _ in range(edits):
            made.edit()
    return found


def cells(made: VersionMaps) -> list[list[Group]]:
    """The groups of each cell, its frame first."""
    found: list[list[Group]] = []
    for group in made.scene.groups:
        if group.kind == "version":
            found.append([])
        if found and group.kind not in ("legend", "title"):
            found[-1].append(group)
    return found


def faults(made: VersionMaps) -> list[str]:
    """The law of the theme map for each cell and for the page, and that no map leaves its cell."""
    found = []
    frames = []
    for groups in cells(made):
        frame = law.extent(groups[0].marks[0])
        frames.append(frame)
        alone = VersionMaps(replace(made.scene, groups=tuple(groups)), made.data)
        found += law.measured(alone).all()
        for group in groups[1:]:
            inked = [law.ink(mark) if isinstance(mark, Words) else law.extent(mark) for mark in group.marks]
            found += [f"{group.name} leaves its cell" for box in inked if not law.holds(frame, box)]
        lines = [law.ink(words) for words in law.texts(groups[0])]
        found += [f"{group.name} over the words of its cell" for group in groups[1:] if group.kind in law.NODES
                  for line in lines if law.meet(law.extent(group.marks[0]), line)]  # fmt: skip
    found += ["two cells meet" for at, a in enumerate(frames) for b in frames[at + 1 :] if law.meet(a, b)]
    around = [group for group in made.scene.groups if group.kind in ("legend", "title")]
    for words in (words for group in around for words in law.texts(group)):
        found += [f"{words.text} in a cell" for frame in frames if law.meet(law.ink(words), frame)]
    return found


def smallest(made: VersionMaps) -> float:
    return min(mark.size for group in made.scene.groups for mark in group.marks if isinstance(mark, Words))


@pytest.mark.parametrize("style", ["cards", "ovals"])
@pytest.mark.parametrize(("count", "themes"), [(3, 8), (3, 15), (4, 12), (6, 8), (6, 15)])
def test_three_to_six_versions_fit_a4_or_a3_and_are_legible(count: int, themes: int, style: Any) -> None:
    made = version_maps(versions(count * themes, count, themes=themes), title="Versiot", style=style)

    assert faults(made) == []
    width, height = made.scene.page.width, made.scene.page.height
    assert (width <= A4[0] + 0.1 and height <= A4[1] + 0.1) or (width <= A3[0] + 0.1 and height <= A3[1] + 0.1)
    assert smallest(made) >= 5.5


@pytest.mark.parametrize("seed", range(20))
def test_on_made_up_versions_nothing_touches_what_it_should_not(seed: int) -> None:
    count, themes = 1 + seed % 7, 1 + seed * 5 % 17
    made = version_maps(
        versions(seed, count, themes=themes), title="Versiot" * (seed % 2), style="ovals" if seed % 4 == 3 else "cards"
    )
    assert faults(made) == []
    assert smallest(made) >= 5.5


def test_one_scale_for_all() -> None:
    made = version_maps([*versions(1, 3, themes=12), *versions(2, 2, themes=2)])
    sizes = {round(mark.size, 3) for group in made.scene.groups if group.kind == "theme" for mark in law.texts(group)}
    assert len(sizes) == 1


def test_each_version_has_its_name_its_day_its_counts_and_what_changed() -> None:
    made = version_maps(versions(3, 2, themes=8, edits=0), title="Versiot")
    words = [" ".join(mark.text for mark in law.texts(groups[0])) for groups in cells(made)]
    assert words[0].startswith("versio 1 kehitelty, 1.3.2026; teema: 5, alateema: 3, koodi: ")
    assert words[1].endswith("Muutokset edellisestä: uusi 1, uusi\u00a0nimi 3".replace("\u00a0", " "))
    assert "versio 2 (kehitelty, 2.3.2026; teema: 5" in made.outline()
    assert "  Muutokset edellisestä: uusi 1" in made.outline()


def test_what_is_left_out_is_said_and_the_legend_names_what_is_drawn() -> None:
    made = version_maps(versions(3, 2, themes=8))
    said = [words.text for group in made.scene.groups if group.kind == "legend" for words in law.texts(group)]
    assert said[-1] == "Koodit ja suhteiden nimet on jätetty pois."
    assert "koodi" not in said
    bare = version_maps([replace(v, members=v.members[:0]) for v in versions(3, 1, themes=2)])
    assert not any("jätetty" in words.text for group in bare.scene.groups for words in law.texts(group))


def test_the_data_say_where_each_theme_stands_in_each_version() -> None:
    found = versions(4, 3, themes=8, edits=0)
    data = version_maps(found).data
    assert data.groupby("version").size().tolist() == [8, 8, 8]
    places = data.assign(x=data["x"].round(3)).groupby("version")["name"].apply(list)
    assert places.iloc[0] == places.iloc[1] == places.iloc[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_around_are_in_the_language_asked_for(language: str) -> None:
    made = version_maps(versions(5, 1, themes=3), language=language)
    assert {"fi": "; teema: ", "sv": "; tema: ", "en": "; theme: "}[language] in made.outline()


def test_no_themes_yet_is_a_cell_that_says_so() -> None:
    [found] = versions(6, 1, themes=1, codes=0)
    empty = replace(found, themes=found.themes[:0], relations=found.relations[:0])
    made = version_maps([empty, found])
    assert faults(made) == []
    assert "Teemoja ei vielä ole." in made.outline()


@pytest.mark.parametrize("name", ["<script>alert('x')</script>", "x" * 200, "sana " * 60, "a\x00b\u202ed"])
def test_any_name_is_escaped_and_fits(name: str) -> None:
    [found] = versions(7, 1, themes=1, codes=0)
    hostile = replace(found, name=name, about=name, changed=name, themes=found.themes.assign(theme=name),
                      relations=found.relations[:0])  # fmt: skip
    made = version_maps([hostile, found], title=name)
    assert faults(made) == []
    assert "<script>" not in made.svg()


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_the_same_versions_give_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    first, second = (version_maps(versions(8, 2, themes=5)).save(tmp_path / f"{at}{suffix}") for at in "ab")
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("option", [{"style": "round"}, {"language": "de"}, {"versions": []}])
def test_what_cannot_be_drawn_is_said(option: dict[str, Any]) -> None:
    with pytest.raises(UnusableValueError):
        version_maps(**{"versions": versions(9, 1, themes=1), **option})
