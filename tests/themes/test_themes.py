"""Themes are worked on without losing a code; what they rest on is counted through the codes."""

import pandas as pd
import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Analysis, Study
from teema.themes import theme_codings


@pytest.fixture
def ta(study: Study) -> Analysis:
    for name in ("Luottamus", "Turva", "Kiire", "Arki"):
        study.codebook.add(name)
    study.codebook.add("Rajat", parent="Turva")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    study.code("3:Q1", "selkeät rajat", "Rajat")
    study.code("4:Q2", "kiireen takia", "Kiire")
    ta = study.analysis("Temaattinen analyysi", approach="reflexive", unit="ajatuskokonaisuus")
    ta.add("Luottamus kantaa kuntoutusta", codes=["Luottamus", "Turva"])
    ta.add("Aika ei riitä kohtaamiseen", codes=["Kiire"])
    return ta


def members(ta: Analysis) -> set[tuple[str, str]]:
    return {(str(theme), str(code)) for theme, code in ta.members.values}


class TestAnalyses:
    def test_are_opened_by_name_and_made_once(self, study: Study, ta: Analysis) -> None:
        again = study.analysis("temaattinen analyysi")
        assert again.id == ta.id
        assert (again.approach, again.unit) == ("reflexive", "ajatuskokonaisuus")
        assert study.analyses == ["Temaattinen analyysi"]

    def test_name_their_levels_by_tradition(self, study: Study) -> None:
        content = study.analysis("Sisällönanalyysi", approach="content-analysis")
        names = {"unifying": "yhdistävä luokka", "overarching": "pääluokka", "theme": "yläluokka"}
        assert content.levels == {**names, "subtheme": "alaluokka"}
        study.analysis("Sisällönanalyysi", approach="codebook")
        assert content.levels["theme"] == "teema"

    def test_know_their_approaches(self, study: Study) -> None:
        with pytest.raises(UnusableValueError, match="Use one of: reflexive"):
            study.analysis("TA", approach="intuitio")
        assert study.analyses == []


class TestThemes:
    def test_hold_codes_and_stand_in_a_tree(self, ta: Analysis) -> None:
        ta.add("Työntekijän rauha", parent="Luottamus kantaa kuntoutusta", codes=["Arki"], candidate=True)
        frame = ta.themes.set_index("theme")
        assert frame["kind"].to_dict() == {
            "Luottamus kantaa kuntoutusta": "theme",
            "Työntekijän rauha": "subtheme",
            "Aika ei riitä kohtaamiseen": "theme",
        }
        assert bool(frame.loc["Työntekijän rauha", "candidate"])
        assert frame.loc["Työntekijän rauha", "parent"] == "Luottamus kantaa kuntoutusta"

    def test_under_an_overarching_theme_are_themes(self, ta: Analysis) -> None:
        ta.add("Suhde kuntouttaa", kind="overarching")
        assert ta.add("Toivo pysyy", parent="Suhde kuntouttaa").kind == "theme"

    def test_sub_codes_come_with_their_code(self, ta: Analysis) -> None:
        assert ta.unplaced == ["Arki"]
        assert sorted(ta.codings["code"]) == [
            "Aika ei riitä kohtaamiseen", "Luottamus kantaa kuntoutusta", "Luottamus kantaa kuntoutusta",
        ]  # fmt: skip

    def test_unless_a_theme_holds_the_sub_code_itself(self, ta: Analysis) -> None:
        ta.place("Aika ei riitä kohtaamiseen", "Rajat")
        rajat = ta.codings.query("text == 'selkeät rajat'")["code"]
        assert rajat.tolist() == ["Aika ei riitä kohtaamiseen"]

    def test_a_missing_code_leaves_no_theme_behind(self, ta: Analysis) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'Kiire'"):
            ta.add("Uusi", codes=["Arki", "Kiirre"])
        assert "Uusi" not in ta
        assert len(ta) == 2

    def test_names_are_unique_within_the_analysis(self, study: Study, ta: Analysis) -> None:
        with pytest.raises(UnusableValueError, match="already a theme"):
            ta.add("aika ei riitä KOHTAAMISEEN")
        assert study.analysis("Toinen").add("Aika ei riitä kohtaamiseen").name

    def test_renaming_is_undone(self, study: Study, ta: Analysis) -> None:
        ta.rename("Aika ei riitä kohtaamiseen", "Kiire syö kohtaamisen")
        study.undo()
        assert "Aika ei riitä kohtaamiseen" in ta

    def test_moving_into_itself_is_refused(self, ta: Analysis) -> None:
        ta.add("Ala", parent="Luottamus kantaa kuntoutusta")
        with pytest.raises(UnusableValueError, match="stands below it"):
            ta.move("Luottamus kantaa kuntoutusta", "Ala")

    def test_merging_hands_over_codes_sub_themes_and_relations(self, ta: Analysis) -> None:
        ta.add("Toivo", codes=["Arki"])
        ta.add("Ala", parent="Aika ei riitä kohtaamiseen")
        ta.relate("Aika ei riitä kohtaamiseen", "Toivo", "leads_to", label="vie")
        ta.relate("Aika ei riitä kohtaamiseen", "Luottamus kantaa kuntoutusta", "contrasts")
        ta.merge("Aika ei riitä kohtaamiseen", into="Luottamus kantaa kuntoutusta")
        assert ("Luottamus kantaa kuntoutusta", "Kiire") in members(ta)
        assert ta.themes.set_index("theme").loc["Ala", "parent"] == "Luottamus kantaa kuntoutusta"
        assert ta.relations.values.tolist() == [["Luottamus kantaa kuntoutusta", "Toivo", "leads_to", "vie", 0]]

    def test_splitting_moves_chosen_codes(self, ta: Analysis) -> None:
        ta.split("Luottamus kantaa kuntoutusta", into="Turva", codes=["Turva"])
        assert members(ta) >= {("Turva", "Turva"), ("Luottamus kantaa kuntoutusta", "Luottamus")}
        with pytest.raises(NotFoundError, match="no code 'Kiire'"):
            ta.split("Turva", into="Uusi", codes=["Kiire"])

    def test_dropping_leaves_the_codes_unplaced_or_re_homed(self, study: Study, ta: Analysis) -> None:
        ta.drop("Aika ei riitä kohtaamiseen", reason="sulautui arkeen")
        assert "Kiire" in ta.unplaced
        study.undo()
        ta.drop("Aika ei riitä kohtaamiseen", move_to="Luottamus kantaa kuntoutusta")
        assert ("Luottamus kantaa kuntoutusta", "Kiire") in members(ta)
        assert len(study.codings) == 3

    def test_a_whole_set_is_one_step(self, study: Study) -> None:
        study.codebook.add("Luottamus")
        ta = study.analysis("TA")
        ta.add_all(
            pd.DataFrame(
                {
                    "name": ["Suhde kuntouttaa", "Luottamus kantaa"],
                    "parent": [None, "Suhde kuntouttaa"],
                    "kind": ["overarching", "theme"],
                    "candidate": [None, "kyllä"],
                    "codes": [None, "Luottamus; "],
                }
            ),
            pd.DataFrame(
                {"source": ["Luottamus kantaa"], "target": ["Suhde kuntouttaa"], "kind": ["relates"], "label": [""]}
            ),
        )
        assert ta.themes[["theme", "depth", "candidate"]].values.tolist() == [
            ["Suhde kuntouttaa", 0, False],
            ["Luottamus kantaa", 1, True],
        ]
        study.undo()
        assert len(ta) == 0


class TestRelations:
    def test_the_same_edge_only_changes_its_label(self, ta: Analysis) -> None:
        pair = ("Luottamus kantaa kuntoutusta", "Aika ei riitä kohtaamiseen")
        ta.relate(*pair, "contrasts", label="jännite")
        ta.relate(*pair, "contrasts", label="ristiriita")
        assert ta.relations["label"].tolist() == ["ristiriita"]
        ta.unrelate(*pair)
        assert ta.relations.empty
        with pytest.raises(NotFoundError, match="no relation"):
            ta.unrelate(*pair)

    def test_kinds_are_known_and_ends_differ(self, ta: Analysis) -> None:
        with pytest.raises(UnusableValueError, match="relates, contrasts, leads_to, overlaps"):
            ta.relate("Luottamus kantaa kuntoutusta", "Aika ei riitä kohtaamiseen", "estää")
        with pytest.raises(UnusableValueError, match="to itself"):
            ta.relate("Aika ei riitä kohtaamiseen", "Aika ei riitä kohtaamiseen")


class TestSnapshots:
    def test_keep_the_analysis_as_it_was(self, study: Study, ta: Analysis) -> None:
        from teema.themes import load

        ta.snapshot("alustava", stage="initial", note="ennen ohjausta")
        ta.merge("Aika ei riitä kohtaamiseen", into="Luottamus kantaa kuntoutusta")
        then = load(study.store, ta, "alustava")
        assert then.themes["theme"].tolist() == ["Luottamus kantaa kuntoutusta", "Aika ei riitä kohtaamiseen"]
        assert then.themes["candidate"].tolist() == [False, False]
        assert len(then.members) == 3
        assert ta.snapshots[["snapshot", "stage", "note"]].values.tolist() == [
            ["alustava", "initial", "ennen ohjausta"]
        ]

    def test_are_never_overwritten(self, ta: Analysis) -> None:
        ta.snapshot("alustava", stage="initial")
        with pytest.raises(UnusableValueError, match="already a snapshot"):
            ta.snapshot("alustava")
        with pytest.raises(UnusableValueError, match="initial, developed, final"):
            ta.snapshot("toinen", stage="valmis")

    def test_stages_and_relations_may_be_said_as_they_are_shown(self, ta: Analysis) -> None:
        assert ta.snapshot("toinen", stage="Lopullinen").stage == "final"
        assert ta.snapshot("kolmas", stage="preliminär").stage == "initial"
        made = ta.relate("Luottamus kantaa kuntoutusta", "Aika ei riitä kohtaamiseen", "on jännitteessä")
        assert made.kind == "contrasts"


def test_a_coding_in_two_themes_stands_twice() -> None:
    codings = pd.DataFrame({"case": ["1"], "code": ["Turva"]})
    codes = pd.DataFrame({"code": ["Turva"], "parent": [None]})
    links = pd.DataFrame({"theme": ["A", "B"], "code": ["Turva", "Turva"]})
    assert theme_codings(codings, links, codes)["code"].tolist() == ["A", "B"]


def test_a_place_on_the_map_is_kept_and_given_back(study: Study, ta: Analysis) -> None:
    ta.move_on_map("Aika ei riitä kohtaamiseen", 300, 200)
    nodes = ta.map().data.nodes.set_index("name")
    assert nodes.loc["Aika ei riitä kohtaamiseen", ["x", "y"]].tolist() == pytest.approx([300, 200])
    ta.move_on_map("Aika ei riitä kohtaamiseen", None, None)
    assert study.store.rows("SELECT * FROM places") == []
    assert study.undo() == 1
    assert len(study.store.rows("SELECT * FROM places")) == 1


def test_a_table_of_themes_speaks_of_themes(ta: Analysis) -> None:
    notes = " ".join(ta.frequency().notes)
    assert "monta teemaa" in notes
    assert "koodi" not in notes
