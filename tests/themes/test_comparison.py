"""Two versions of an analysis are compared change by change; nothing is matched or left out in silence."""

from collections import Counter

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import teema
from teema.errors import NotFoundError, TeemaError
from teema.study import Study
from teema.study.analysis import Analysis
from teema.themes.comparison import changes
from teema.themes.snapshots import View


@pytest.fixture
def ta(study: Study) -> Analysis:
    for name in ("Kiire", "Resurssit", "Luottamus", "Turva", "Kahvi"):
        study.codebook.add(name)
    ta = study.analysis("TA")
    ta.add("Aika ei riitä", codes=["Kiire", "Resurssit"])
    ta.add("Luottamus kantaa", codes=["Luottamus", "Turva"])
    ta.add("Kahvihetket", codes=["Kahvi"])
    ta.snapshot("alustava", stage="initial")
    return ta


def told(ta: Analysis) -> list[tuple[str, str, str, str]]:
    return [change[:4] for change in ta.compare("alustava").changes]


class TestChanges:
    def test_nothing_changed(self, ta: Analysis) -> None:
        found = ta.compare("alustava")
        assert len(found) == 0
        assert "Mikään ei muuttunut." in found.text()
        assert "Mikään ei muuttunut." in found._repr_html_()

    def test_a_new_name_and_a_new_definition(self, ta: Analysis) -> None:
        ta.rename("Aika ei riitä", "Aika loppuu kesken")
        ta.edit("Aika loppuu kesken", definition="Työaika ei kata työtä.", boundary="Ei vapaa-aikaa.")
        assert told(ta) == [
            ("renamed", "Aika loppuu kesken", "Aika ei riitä", "Aika loppuu kesken"),
            ("definition", "Aika loppuu kesken", "", "Työaika ei kata työtä."),
            ("boundary", "Aika loppuu kesken", "", "Ei vapaa-aikaa."),
        ]
        assert "”Aika ei riitä” on nyt ”Aika loppuu kesken”." in ta.compare("alustava").text()

    def test_a_removed_theme_says_where_its_codes_went(self, ta: Analysis) -> None:
        ta.place("Luottamus kantaa", "Kahvi")
        ta.drop("Kahvihetket")
        [change] = ta.compare("alustava").changes
        assert change[:4] == ("merged", "Kahvihetket", "Kahvihetket", "Luottamus kantaa")
        ta.take_out("Luottamus kantaa", "Kahvi")
        [change] = ta.compare("alustava").changes
        assert (change.kind, change.note) == ("removed", "Kahvi → –")
        assert "”Kahvihetket” jäi pois. Sen koodit: Kahvi → ei missään teemassa." in ta.compare("alustava").text()

    def test_what_was_empty_before_or_after_is_told_as_written_or_removed(self, ta: Analysis) -> None:
        ta.edit("Luottamus kantaa", boundary="Ei tunnelmaa.", story="")
        ta.snapshot("rajattu")
        ta.edit("Luottamus kantaa", boundary="")
        ta.relate("Luottamus kantaa", "Kahvihetket", "overlaps")
        assert "”Luottamus kantaa” sai rajauksen: ”Ei tunnelmaa.”\n" in ta.compare("alustava", "rajattu").text() + "\n"
        after = ta.compare("rajattu").text()
        assert "”Luottamus kantaa”: rajaus poistettiin (oli: ”Ei tunnelmaa.”)." in after
        assert "Uusi suhde: Luottamus kantaa – Kahvihetket (limittyy)." in after
        assert "–”" not in after
        assert "; –" not in after

    def test_a_merger_tells_its_codes_once(self, ta: Analysis) -> None:
        ta.merge("Aika ei riitä", into="Luottamus kantaa")
        [change] = ta.compare("alustava").changes
        assert change[:5] == ("merged", "Aika ei riitä", "Aika ei riitä", "Luottamus kantaa", "2/2")
        assert "yhdistettiin teemaan ”Luottamus kantaa” (koodeista 2/2)" in ta.compare("alustava").text()

    def test_what_is_only_set_aside_is_not_merged_and_what_comes_back_is_not_split_off(self, ta: Analysis) -> None:
        ta.set_aside()
        ta.snapshot("sekalaiset tehty")
        ta.drop("Kahvihetket")
        assert [change.kind for change in ta.compare("sekalaiset tehty").changes] == ["removed"]
        ta.snapshot("kahvi sivussa")
        ta.take_out("sekalaiset", "Kahvi")
        ta.add("Arjen hetket", codes=["Kahvi"])
        assert [change.kind for change in ta.compare("kahvi sivussa").changes] == ["added"]

    def test_a_split_tells_its_codes_once(self, ta: Analysis) -> None:
        ta.split("Aika ei riitä", into="Resurssit puuttuvat", codes=["Resurssit"])
        assert told(ta) == [("split", "Resurssit puuttuvat", "Aika ei riitä", "Resurssit puuttuvat")]

    def test_a_code_that_moves_alone_is_told(self, ta: Analysis) -> None:
        ta.take_out("Luottamus kantaa", "Turva")
        ta.place("Kahvihetket", "Turva")
        assert told(ta) == [("code", "Turva", "Luottamus kantaa", "Kahvihetket")]

    def test_levels_places_and_candidates(self, ta: Analysis) -> None:
        ta.add("Työn ehdot", kind="overarching")
        ta.move("Aika ei riitä", "Työn ehdot")
        ta.demote("Kahvihetket", under="Luottamus kantaa")
        ta.edit("Luottamus kantaa", candidate=True)
        kinds = Counter(kind for kind, *_ in told(ta))
        assert kinds == {"added": 1, "level": 1, "moved": 2, "candidate": 1}
        text = ta.compare("alustava").text()
        assert "”Kahvihetket” laski: teema → alateema." in text
        assert "”Luottamus kantaa” on taas ehdokas." in text

    def test_a_parent_that_is_only_renamed_moves_nothing(self, ta: Analysis) -> None:
        ta.add("Työn ehdot", kind="overarching"), ta.move("Aika ei riitä", "Työn ehdot")
        ta.snapshot("kehitelty")
        ta.rename("Työn ehdot", "Työn reunaehdot")
        assert [change.kind for change in ta.compare("kehitelty").changes] == ["renamed"]

    def test_relations_and_single_extracts(self, ta: Analysis) -> None:
        ta.relate("Aika ei riitä", "Luottamus kantaa", "contrasts", label="syö")
        ta.place_extract("Kahvihetket", ("1:Q2", "Aina kiire"))
        assert told(ta) == [
            ("extract", "Aina kiire", "–", "Kahvihetket"),
            ("related", "Aika ei riitä – Luottamus kantaa", "", "contrasts"),
        ]
        ta.snapshot("kehitelty")
        ta.relate("Aika ei riitä", "Luottamus kantaa", "contrasts", label="vie tilan")
        assert [change[:4] for change in ta.compare("kehitelty").changes] == [
            ("relabelled", "Aika ei riitä – Luottamus kantaa", "syö", "vie tilan")
        ]
        ta.unrelate("Aika ei riitä", "Luottamus kantaa")
        assert ta.compare("kehitelty").changes[0].kind == "unrelated"

    def test_a_relation_follows_a_merger(self, ta: Analysis) -> None:
        ta.relate("Aika ei riitä", "Luottamus kantaa", "contrasts")
        ta.snapshot("kehitelty")
        ta.merge("Aika ei riitä", into="Kahvihetket")
        assert [change.kind for change in ta.compare("kehitelty").changes] == ["merged"]

    def test_two_snapshots_are_compared_by_name(self, ta: Analysis) -> None:
        ta.rename("Kahvihetket", "Arjen hetket")
        ta.snapshot("lopullinen", stage="final")
        ta.rename("Arjen hetket", "Muu")
        assert ta.compare("alustava", "lopullinen").changes[0].after == "Arjen hetket"
        with pytest.raises(NotFoundError, match="snapshot"):
            ta.compare("alustava", "lopulinen")


def test_the_table_and_the_words_are_in_the_language_of_the_study(study: Study, ta: Analysis) -> None:
    ta.promote("Kahvihetket")
    table = ta.compare("alustava").table()
    assert table.frame[["change", "before", "after"]].values.tolist() == [["taso", "teema", "kattoteema"]]
    for language, words in (("sv", "höjdes"), ("en", "was promoted")):
        from teema.themes.comparison_text import compare

        found = compare(ta.view(), ta.view(), levels=ta.levels, language=language)
        assert len(found) == 0
        from teema.themes.snapshots import load

        assert (
            words in compare(load(study.store, ta, "alustava"), ta.view(), levels=ta.levels, language=language).text()
        )


def view(name: str, themes: dict[str, set[str]], ids: dict[str, str] | None = None) -> View:
    """Return a version with themes at the top and the codes they hold."""
    rows = [
        {"theme": theme, "id": (ids or {}).get(theme, f"{name}-{theme}"), "parent": None, "depth": 0, "kind": "theme",
         "definition": "", "concept": "", "story": "", "candidate": False, "boundary": "", "also": None,
         "holding": False, "fields": "{}"}
        for theme in themes
    ]  # fmt: skip
    members = [(theme, code) for theme, codes in themes.items() for code in sorted(codes)]
    return View(
        name=name,
        themes=pd.DataFrame(rows),
        members=pd.DataFrame(members, columns=["theme", "code"]),
        relations=pd.DataFrame(columns=["source", "target", "kind", "label", "evidence"]),
        placed=pd.DataFrame(columns=["theme", "extract", "text"]),
    )


class TestWithoutCommonIds:
    def test_themes_meet_by_name(self) -> None:
        assert changes(view("a", {"Aika": {"x"}}), view("b", {"aika": {"x"}}))[0].kind == "renamed"
        assert changes(view("a", {"Aika": {"x"}}), view("b", {"Aika": {"x"}})) == []

    def test_and_are_not_matched_by_what_they_hold(self) -> None:
        found = changes(view("a", {"Aika": {"x", "y"}}), view("b", {"Kello": {"x", "y"}}))
        assert [(change.kind, change.note) for change in found] == [
            ("added", "x ← Aika; y ← Aika"), ("removed", "x → Kello; y → Kello"),
        ]  # fmt: skip


def test_the_second_version_of_a_logic_model_is_told_as_its_list_says() -> None:
    """G3: core elements untouched, two new outcomes, mechanisms reworded, preconditions specified, one in two kinds."""
    import tempfile
    from pathlib import Path

    survey = teema.read_survey(teema.samples() / "pilotit.csv", case_unit="katkelma")
    items = pd.read_csv(teema.samples() / "malli_v1.csv", sep=";")
    with tempfile.TemporaryDirectory() as folder, teema.create(Path(folder) / "m.teema", survey, coder="AJ") as study:
        model = study.analysis("Malli", frame="logic-model")
        names = ["edellytykset", "adaptaatiot", "ydinelementit", "mekanismit", "lyhyt", "pitkä"]
        boxes = dict(zip(names, model.themes["theme"], strict=True))
        for row in items.itertuples():
            model.add(str(row.nimi), parent=boxes[str(row.laatikko)], kind="theme", definition=str(row.määritelmä))
        model.snapshot("versio 1")
        model.rename("Riittävä aika ja resurssit", "Asiakasmäärään suhteutettu työaika")
        model.edit("Johdon tuki", definition="Johto puolustaa työtä ja antaa selkeän tehtävänkuvan.")
        model.rename("Luottamus vahvistuu", "Luottamus palveluun ja itseen vahvistuu")
        model.rename("Toivo herää", "Toivo ja usko omiin mahdollisuuksiin heräävät")
        model.add("Taloudellinen tilanne selkiytyy", parent=boxes["lyhyt"], kind="theme")
        model.add("Paikka yhteisössä löytyy", parent=boxes["pitkä"], kind="theme")
        model.also("Vertaistuki", boxes["mekanismit"])
        found = model.compare("versio 1")
    by_box = Counter((box, change.kind) for change in found.changes for box in change.boxes)
    assert by_box == {
        (boxes["edellytykset"], "renamed"): 1, (boxes["edellytykset"], "definition"): 1,
        (boxes["mekanismit"], "renamed"): 2, (boxes["mekanismit"], "also"): 1,
        (boxes["lyhyt"], "added"): 1, (boxes["pitkä"], "added"): 1,
    }  # fmt: skip
    assert found.unchanged == (boxes["adaptaatiot"], boxes["ydinelementit"])
    assert f"Ei muutoksia: ”{boxes['adaptaatiot']}”, ”{boxes['ydinelementit']}”." in found.text()
    assert "”Vertaistuki” nähdään myös paikassa ”Mekanismit”." in found.text()


_NAMES, _CODES = ("A", "B", "C", "D"), ("k", "l", "m", "n")
_STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "rename", "move", "merge", "drop", "place", "take out", "edit", "relate"]),
        st.sampled_from(_NAMES), st.sampled_from(_NAMES), st.sampled_from(_CODES),
    ),
    max_size=10,
)  # fmt: skip
_MIRROR = {"added": "removed", "removed": "added", "split": "merged", "merged": "split", "related": "unrelated",
           "unrelated": "related"}  # fmt: skip


def do(ta: Analysis, action: str, one: str, two: str, code: str) -> None:
    actions = {
        "add": lambda: ta.add(one, codes=[code]),
        "rename": lambda: ta.rename(one, two),
        "move": lambda: ta.move(one, two),
        "merge": lambda: ta.merge(one, into=two),
        "drop": lambda: ta.drop(one),
        "place": lambda: ta.place(one, code),
        "take out": lambda: ta.take_out(one, code),
        "edit": lambda: ta.edit(one, definition=two),
        "relate": lambda: ta.relate(one, two),
    }
    try:
        actions[action]()
    except TeemaError:
        return


@given(first=_STEPS, second=_STEPS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_mirror_image_tells_the_same_the_other_way_round(
    study: Study, first: list[tuple[str, str, str, str]], second: list[tuple[str, str, str, str]]
) -> None:
    for code in _CODES:
        if code not in study.codebook:
            study.codebook.add(code)
    ta = study.analysis(f"Analyysi {len(study.analyses)}")
    for step in first:
        do(ta, *step)
    before = ta.view()
    assert changes(before, before) == []
    for step in second:
        do(ta, *step)
    after = ta.view()
    there, back = changes(before, after), changes(after, before)
    assert Counter(_MIRROR.get(change.kind, change.kind) for change in there) == Counter(change.kind for change in back)
    ids = [dict(zip(its.themes["theme"], its.themes["id"], strict=True)) for its in (before, after)]
    gone = {name for name, guid in ids[0].items() if guid not in ids[1].values()}
    new = {name for name, guid in ids[1].items() if guid not in ids[0].values()}
    again = len(gone & new)  # dropped and made again
    kinds = Counter(change.kind for change in there)
    assert kinds["removed"] + kinds["merged"] == len(gone) - again
    assert kinds["added"] + kinds["split"] == len(new) - again
    pairs = before.themes.merge(after.themes, on="id")
    assert kinds["renamed"] == int((pairs["theme_x"] != pairs["theme_y"]).sum())
