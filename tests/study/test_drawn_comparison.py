"""A comparison drawn: every change of the table is a mark on the map, and versions stand side by side."""

import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study
from teema.study.analysis import Analysis
from teema.study.version_maps import _in_one_order


@pytest.fixture
def ta(study: Study) -> Analysis:
    for name in ("Kiire", "Resurssit", "Luottamus", "Turva", "Kahvi", "Pulla", "Saha"):
        study.codebook.add(name)
    ta = study.analysis("TA")
    ta.add("Aika ei riitä", codes=["Kiire", "Resurssit"])
    ta.add("Luottamus kantaa", codes=["Luottamus", "Turva"])
    ta.add("Kahvihetket", codes=["Kahvi"])
    ta.snapshot("alustava", stage="initial")
    return ta


def marks(ta: Analysis) -> dict[str, str]:
    nodes = ta.compare("alustava").map().data.nodes
    return dict(nodes.loc[nodes["marks"] != "", ["name", "change"]].values.tolist())


class TestMap:
    def test_nothing_changed(self, ta: Analysis) -> None:
        assert marks(ta) == {}
        assert ta.compare("alustava").map().data.removed.empty

    def test_a_new_name_a_new_definition_and_a_new_level(self, ta: Analysis) -> None:
        ta.rename("Kahvihetket", "Arjen hetket")
        ta.edit("Arjen hetket", definition="Tavalliset hetket.", boundary="Ei juhlat.", candidate=True)
        ta.demote("Arjen hetket", under="Luottamus kantaa")
        said = "ennen: Kahvihetket; muuttui: määritelmä; rajaus; laski, ennen: teema; siirtyi, ennen: ylin taso"
        assert marks(ta) == {"Arjen hetket": f"{said}; taas ehdokas"}

    def test_a_merger_stands_on_the_theme_that_stayed_and_in_the_strip(self, ta: Analysis) -> None:
        ta.merge("Aika ei riitä", into="Luottamus kantaa")
        assert marks(ta) == {"Luottamus kantaa": "yhdistetty tähän: Aika ei riitä"}
        removed = ta.compare("alustava").map().data.removed
        assert removed.values.tolist() == [["Aika ei riitä", "theme", "yhdistettiin: Luottamus kantaa", ""]]

    def test_a_merger_tells_of_the_codes_that_went_elsewhere(self, ta: Analysis) -> None:
        ta.take_out("Aika ei riitä", "Resurssit")
        ta.merge("Aika ei riitä", into="Luottamus kantaa")
        [codes] = ta.compare("alustava").map().data.removed["codes"]
        assert codes == "koodit: Resurssit → ei missään teemassa"

    def test_a_split_says_from_where_and_what_came_from_elsewhere(self, ta: Analysis) -> None:
        ta.split("Aika ei riitä", into="Resurssit puuttuvat", codes=["Resurssit"])
        ta.place("Resurssit puuttuvat", "Saha")
        said = marks(ta)["Resurssit puuttuvat"]
        assert said == "erotettu: Aika ei riitä; koodit olivat: ei missään teemassa (1)"

    def test_a_new_theme_says_where_its_codes_were(self, ta: Analysis) -> None:
        ta.add("Arki", codes=["Kahvi", "Saha", "Pulla"])
        assert marks(ta) == {"Arki": "uusi; koodit olivat: Kahvihetket (1); ei missään teemassa (2)"}

    def test_a_code_says_where_it_was_and_its_old_theme_where_it_went(self, ta: Analysis) -> None:
        ta.take_out("Luottamus kantaa", "Turva")
        ta.place("Kahvihetket", "Turva")
        assert marks(ta) == {
            "Turva": "ennen: Luottamus kantaa",
            "Luottamus kantaa": "koodeja lähti: Turva → Kahvihetket",
        }

    def test_a_dropped_theme_says_where_its_codes_went(self, ta: Analysis) -> None:
        ta.drop("Kahvihetket")
        assert ta.compare("alustava").map().data.removed.values.tolist() == [
            ["Kahvihetket", "theme", "jäi pois", "koodit: Kahvi → ei missään teemassa"]
        ]

    def test_relations_extracts_and_second_places(self, ta: Analysis) -> None:
        ta.relate("Aika ei riitä", "Luottamus kantaa", "contrasts", label="syö")
        ta.place_extract("Kahvihetket", ("1:Q2", "Aina kiire"))
        ta.also("Kahvihetket", "Luottamus kantaa")
        drawn = ta.compare("alustava").map()
        assert marks(ta) == {"Kahvihetket": "nähdään myös: Luottamus kantaa; otteita tuli: 1"}
        assert drawn.data.edges.query("kind == 'contrasts'")[["label", "marks"]].values.tolist() == [["syö", "related"]]
        ta.snapshot("kehitelty")
        ta.unrelate("Aika ei riitä", "Luottamus kantaa")
        assert "suhde poistui: Aika ei riitä – Luottamus kantaa" in ta.compare("kehitelty").map().outline()

    def test_every_kind_of_change_in_the_table_is_marked(self, ta: Analysis) -> None:
        ta.rename("Aika ei riitä", "Aika loppuu")
        ta.drop("Kahvihetket")
        ta.split("Luottamus kantaa", into="Turva ensin", codes=["Turva"])
        found = ta.compare("alustava")
        drawn = found.map()
        assert len(marks(ta)) + len(drawn.data.removed) == len(found) == 3

    def test_themes_moved_by_hand_stay_where_they_were_put(self, ta: Analysis) -> None:
        ta.move_on_map("Aika ei riitä", 400, 300)
        ta.rename("Aika ei riitä", "Aika loppuu")
        nodes = ta.compare("alustava").map().data.nodes.set_index("name")
        assert nodes.loc["Aika loppuu", ["x", "y"]].tolist() == pytest.approx([400, 300])

    def test_it_speaks_the_language_of_the_study_and_is_looked_at_when_saved(self, ta: Analysis) -> None:
        drawn = ta.compare("alustava").map()
        assert drawn.scene.title == "Muutokset: ”alustava” → ”TA”"
        assert drawn.look is not None
        assert ta.versions_map().look is not None


class TestVersions:
    def test_all_snapshots_with_stage_day_and_what_changed(self, ta: Analysis) -> None:
        ta.merge("Kahvihetket", into="Luottamus kantaa")
        ta.snapshot("lopullinen", stage="final")
        outline = ta.versions_map(now=True).outline()
        assert outline.startswith("TA: versiot\nalustava (alustava, ")
        assert "; teema: 3, koodi: 5)" in outline
        assert "  Muutokset edellisestä: yhdistettiin 1\n" in outline
        assert outline.endswith("  Mikään ei muuttunut edellisestä.")

    def test_some_of_them_by_name(self, ta: Analysis) -> None:
        ta.snapshot("kehitelty"), ta.snapshot("lopullinen", stage="final")
        data = ta.versions_map("lopullinen", "alustava").data
        assert data["version"].unique().tolist() == ["alustava", "lopullinen"], "oldest first"
        with pytest.raises(NotFoundError, match="snapshot"):
            ta.versions_map("lopulinen")

    def test_without_a_snapshot_it_says_how_to_keep_one(self, study: Study) -> None:
        with pytest.raises(UnusableValueError, match="snapshot"):
            study.analysis("Uusi").versions_map()

    def test_a_theme_keeps_its_place_among_the_others(self, ta: Analysis) -> None:
        before = ta.view()
        ta.drop("Luottamus kantaa")
        ta.add("Arki")
        ta.move("Kahvihetket", "Arki")
        ordered = [view.themes["theme"].tolist() for view in _in_one_order([before, ta.view()])]
        assert ordered == [
            ["Aika ei riitä", "Luottamus kantaa", "Kahvihetket"],
            ["Aika ei riitä", "Arki", "Kahvihetket"],
        ]
