"""Themes hold codes, single extracts and reduced expressions; whatever happens to a theme, none of them is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.records import new_id
from teema.study import Analysis, Study

TRUST, TIME = "Luottamus kantaa kuntoutusta", "Aika ei riitä kohtaamiseen"


@pytest.fixture
def ta(study: Study) -> Analysis:
    for name in ("Luottamus", "Kiire"):
        study.codebook.add(name)
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    study.code("2:Q1", "hän luottaa", "Luottamus")
    study.code("4:Q2", "kiireen takia", "Kiire")
    ta = study.analysis("Temaattinen analyysi")
    ta.add(TRUST, ["Luottamus"])
    ta.add(TIME, ["Kiire"])
    return ta


def held(ta: Analysis, theme: str) -> list[str]:
    return sorted(set(ta.codings.query("code == @theme")["text"]))


def extract(study: Study, text: str) -> str:
    return str(study.codings.query("text == @text")["extract"].iloc[0])


def reduce(study: Study, theme: str, words: str) -> None:
    """Put a reduced expression into a class, as the table of content analysis does."""
    with study.store.step("test") as step:
        row = {"id": new_id(), "theme": theme, "code": None, "extract": None, "reduced": words}
        step.put("members", row)


class TestSingleExtracts:
    def test_stand_beside_those_of_the_codes_once(self, study: Study, ta: Analysis) -> None:
        ta.place_extract(TIME, [("3:Q1", "selkeät rajat"), ("4:Q2", "kiireen takia")])
        ta.place_extract(TIME, ("3:Q1", "selkeät rajat"))
        assert ta.codings.query("code == @TIME")["text"].tolist() == ["kiireen takia", "selkeät rajat"]
        assert len(ta.placed) == 2

    def test_are_counted_with_their_cases(self, ta: Analysis) -> None:
        before = ta.frequency().to_frame().set_index("code")
        ta.place_extract(TRUST, ("3:Q1", "Turvallinen arki"))
        after = ta.frequency().to_frame().set_index("code")
        assert after.loc[TRUST, "cases"] == before.loc[TRUST, "cases"] + 1 == 3
        assert after.loc[TRUST, "mentions"] == 3
        assert after.loc[TIME].equals(before.loc[TIME])

    def test_are_counted_where_there_are_no_codings_at_all(self, study: Study) -> None:
        ta = study.analysis("Ilman koodeja")
        ta.add("Arki kantaa")
        ta.place_extract("Arki kantaa", ("3:Q1", "Turvallinen arki"))
        assert ta.frequency().to_frame()[["code", "mentions", "cases"]].values.tolist() == [["Arki kantaa", 1, 1]]

    def test_may_stand_in_two_themes(self, study: Study, ta: Analysis) -> None:
        ta.place_extract(TIME, extract(study, "hän luottaa"))
        assert "hän luottaa" in held(ta, TRUST)
        assert "hän luottaa" in held(ta, TIME)

    def test_are_taken_out_and_what_nothing_holds_goes(self, study: Study, ta: Analysis) -> None:
        made = ta.place_extract(TIME, ("3:Q1", "selkeät rajat"))
        ta.take_out_extract(TIME, made)
        assert study.store.rows("SELECT * FROM extracts WHERE id = ?", made) == []
        study.undo()
        assert "selkeät rajat" in held(ta, TIME)

    def test_of_a_code_are_not_taken_out_alone(self, study: Study, ta: Analysis) -> None:
        with pytest.raises(NotFoundError, match=r"(?s)by itself.*ta\.split"):
            ta.take_out_extract(TRUST, extract(study, "hän luottaa"))

    def test_that_are_not_there_are_said_so(self, study: Study, ta: Analysis) -> None:
        with pytest.raises(NotFoundError, match="no extract 'abc'"):
            ta.place_extract(TIME, "abc")
        with pytest.raises(NotFoundError, match="no answer '9:Q1'"):
            ta.place_extract(TIME, ("9:Q1", "selkeät rajat"))
        assert ta.placed.empty


class TestReducedExpressions:
    def test_bring_every_extract_that_says_so(self, study: Study, ta: Analysis) -> None:
        study.code("1:Q2", "Kiire", "Kiire", reduced="jatkuva kiire\nkohtaamisen pinnallisuus")
        study.code("4:Q2", "kiireen takia", "Kiire", reduced="Jatkuva  kiire")
        found = ta.add("Ajan puute")
        reduce(study, found.id, "jatkuva kiire")
        assert held(ta, "Ajan puute") == ["Kiire", "kiireen takia"]
        assert ta.frequency().to_frame().set_index("code").loc["Ajan puute", "cases"] == 2

    def test_go_on_when_a_class_is_merged(self, study: Study, ta: Analysis) -> None:
        study.code("1:Q2", "Kiire", "Kiire", reduced="jatkuva kiire")
        reduce(study, ta.add("Ajan puute").id, "jatkuva kiire")
        ta.merge("Ajan puute", into=TRUST)
        assert "Kiire" in held(ta, TRUST)

    def test_move_when_a_class_is_split(self, study: Study, ta: Analysis) -> None:
        study.code("1:Q2", "Kiire", "Kiire", reduced="jatkuva kiire")
        study.code("4:Q2", "kiireen takia", "Kiire", reduced="kiire katkaisee suhteen")
        ta.group("Ajan puute", ["jatkuva kiire", "kiire katkaisee suhteen"])
        ta.split("Ajan puute", into="Suhde katkeaa", reduced="Kiire katkaisee suhteen")
        assert (held(ta, "Ajan puute"), held(ta, "Suhde katkeaa")) == (["Kiire"], ["kiireen takia"])
        with pytest.raises(NotFoundError, match="no reduced expression 'jatkuva kiire'"):
            ta.split("Suhde katkeaa", into="Uusi", reduced=["jatkuva kiire"])


class TestSplitting:
    def test_moves_single_extracts(self, ta: Analysis) -> None:
        ta.place_extract(TIME, ("3:Q1", "selkeät rajat"))
        ta.split(TIME, into="Rajat suojaavat", extracts=("3:Q1", "selkeät rajat"), boundary="Ei säännöistä yleensä.")
        assert held(ta, "Rajat suojaavat") == ["selkeät rajat"]
        assert held(ta, TIME) == ["kiireen takia"]
        assert ta["Rajat suojaavat"].boundary == "Ei säännöistä yleensä."

    def test_gives_extracts_of_a_code_a_code_of_their_own_and_leaves_other_analyses_alone(
        self, study: Study, ta: Analysis
    ) -> None:
        other = study.analysis("Toinen")
        other.add("Suhde", ["Luottamus"])
        before = held(other, "Suhde")
        ta.split(TRUST, into="Puhuminen vaatii luottamusta", extracts=[extract(study, "hän luottaa")])
        assert held(ta, "Puhuminen vaatii luottamusta") == ["hän luottaa"]
        assert held(ta, TRUST) == ["luottamus syntyy hitaasti"]
        assert held(other, "Suhde") == before
        assert study.codebook["Puhuminen vaatii luottamusta"].parent == study.codebook["Luottamus"].id
        study.undo()
        assert held(ta, TRUST) == before
        assert "Puhuminen vaatii luottamusta" not in study.codebook

    def test_takes_codes_and_extracts_together(self, study: Study, ta: Analysis) -> None:
        ta.place(TRUST, "Kiire")
        ta.split(TRUST, into="Kiire", codes="Kiire", extracts=extract(study, "hän luottaa"))
        assert held(ta, "Kiire") == ["hän luottaa", "kiireen takia"]
        assert "Kiire (Luottamus)" in study.codebook

    def test_refuses_what_the_theme_does_not_hold(self, study: Study, ta: Analysis) -> None:
        with pytest.raises(NotFoundError, match="does not hold the extract 'kiireen takia'"):
            ta.split(TRUST, into="Uusi", extracts=extract(study, "kiireen takia"))
        assert "Uusi" not in ta

    def test_stands_directly_after_the_theme_it_came_from(self, study: Study, ta: Analysis) -> None:
        assert ta.themes["theme"].tolist() == [TRUST, TIME]
        ta.split(TRUST, into="Toivo jää")
        assert ta.themes["theme"].tolist() == [TRUST, "Toivo jää", TIME]
        study.undo()
        assert ta.themes["theme"].tolist() == [TRUST, TIME]


class TestWhatHasNoPlaceYet:
    def test_stands_in_a_theme_of_its_own(self, study: Study, ta: Analysis) -> None:
        study.codebook.add("Arki")
        holding = ta.holding()
        assert (holding.name, holding.holding, ta.holding().id) == ("sekalaiset", True, holding.id)
        assert ta.set_aside() == ["Arki"]
        assert ta.unplaced == []
        assert ta.set_aside() == []
        study.undo(3)
        assert len(ta) == 2

    def test_leaves_it_when_a_place_is_found(self, study: Study, ta: Analysis) -> None:
        study.codebook.add("Arki")
        ta.set_aside("Arki")
        held = ("3:Q1", "selkeät rajat")
        ta.place_extract(ta.holding().name, held)
        step = study.store.revision()

        ta.place(TIME, "Arki")
        ta.place_extract(TIME, held)

        assert ta.members.query("code == 'Arki'")["theme"].tolist() == [TIME]
        assert ta.placed["theme"].tolist() == [TIME]
        assert "Arki" not in ta.members.query("theme == 'sekalaiset'")["code"].tolist()
        study.undo(2)
        assert study.store.revision() > step
        assert ta.members.query("code == 'Arki'")["theme"].tolist() == ["sekalaiset"]
        assert ta.placed["theme"].tolist() == ["sekalaiset"]

    def test_keeps_what_other_themes_share(self, study: Study, ta: Analysis) -> None:
        ta.holding()
        ta.place(TRUST, "Kiire")
        assert sorted(ta.members.query("code == 'Kiire'")["theme"]) == sorted([TRUST, TIME])

    def test_takes_what_a_dropped_theme_held(self, study: Study, ta: Analysis) -> None:
        ta.holding()
        ta.place_extract(TIME, ("3:Q1", "selkeät rajat"))
        ta.drop(TIME, reason="liian ohut")
        assert held(ta, "sekalaiset") == ["kiireen takia", "selkeät rajat"]
        assert study.history(theme="sekalaiset")["summary"].iloc[-1] == f"{TIME}: liian ohut"
        study.undo()
        assert held(ta, TIME) == ["kiireen takia", "selkeät rajat"]
        assert held(ta, "sekalaiset") == []

    def test_is_made_when_extracts_in_no_code_would_be_lost(self, ta: Analysis) -> None:
        ta.place_extract(TIME, ("3:Q1", "selkeät rajat"))
        ta.drop(TIME)
        assert held(ta, "sekalaiset") == ["kiireen takia", "selkeät rajat"]
        with pytest.raises(UnusableValueError, match="would be lost"):
            ta.drop("sekalaiset")
        ta.drop("sekalaiset", move_to=TRUST)
        assert "selkeät rajat" in held(ta, TRUST)

    def test_is_called_what_the_language_calls_it(self, study: Study) -> None:
        ta = study.analysis("TA")
        ta.language = "sv"
        assert ta.holding().name == "övrigt"


class TestLevels:
    def test_a_sub_theme_that_is_promoted_leaves_its_theme(self, study: Study, ta: Analysis) -> None:
        ta.add("Suhde kuntouttaa", kind="overarching")
        ta.move(TRUST, "Suhde kuntouttaa")
        ta.add("Työntekijän rauha", parent=TRUST)
        raised = ta.promote("Työntekijän rauha")
        assert (raised.kind, raised.parent) == ("theme", ta["Suhde kuntouttaa"].id)
        assert ta.promote("Työntekijän rauha").parent is None
        assert ta.promote("Työntekijän rauha").kind == "unifying"
        with pytest.raises(UnusableValueError, match="highest level"):
            ta.promote("Työntekijän rauha")
        study.undo(3)
        assert ta["Työntekijän rauha"].kind == "subtheme"

    def test_a_code_becomes_a_theme(self, study: Study, ta: Analysis) -> None:
        study.codebook.add("Toivo")
        ta.place(TRUST, "Toivo")
        made = ta.promote("Toivo", as_theme="Toivo pysyy")
        assert (made.kind, made.parent) == ("theme", None)
        assert ta.members.values.tolist() == [[TRUST, "Luottamus"], [TIME, "Kiire"], ["Toivo pysyy", "Toivo"]]

    def test_a_theme_is_demoted_under_another(self, ta: Analysis) -> None:
        lowered = ta.demote(TIME, under=TRUST)
        assert (lowered.kind, lowered.parent) == ("subtheme", ta[TRUST].id)
        with pytest.raises(UnusableValueError, match="lowest level"):
            ta.demote(TIME)
        with pytest.raises(UnusableValueError, match="stands below it"):
            ta.demote(TRUST, under=TIME)

    def test_under_an_overarching_theme_it_stays_a_theme(self, ta: Analysis) -> None:
        ta.add("Aika ja suhde", kind="overarching")
        assert ta.demote(TIME, under="Aika ja suhde").kind == "theme"
        assert ta.themes.set_index("theme").loc[TIME, "parent"] == "Aika ja suhde"
        assert ta.demote("Aika ja suhde", under=TRUST).kind == "subtheme", "below a theme all are sub-themes"

    def test_the_unifying_class_stands_above_main_classes(self, study: Study) -> None:
        ca = study.analysis("Sisällönanalyysi", approach="content-analysis")
        ca.add("Asiakassuhde kuntoutuksen kantajana", kind="unifying")
        main = ca.add("Luottamuksellinen suhde", parent="Asiakassuhde kuntoutuksen kantajana")
        assert [ca.levels[kind] for kind in ("unifying", main.kind)] == ["yhdistävä luokka", "pääluokka"]


class TestNames:
    def test_are_remembered_and_undone_ones_are_not(self, study: Study, ta: Analysis) -> None:
        ta.rename(TIME, "Kiire syö kohtaamisen")
        ta.rename("Kiire syö kohtaamisen", "Kiire")
        study.undo()
        ta.edit("Kiire syö kohtaamisen", definition="Ajan puute työssä.")
        ta.rename("Kiire syö kohtaamisen", "Aika loppuu kesken")
        history = ta.name_history("Aika loppuu kesken")
        assert history["name"].tolist() == [TIME, "Kiire syö kohtaamisen", "Aika loppuu kesken"]
        assert set(history["coder"]) == {"AJ"}


class TestSecondKinds:
    def test_a_theme_may_be_seen_in_another_box_too(self, study: Study, ta: Analysis) -> None:
        ta.also(TIME, TRUST)
        assert ta.themes.set_index("theme").loc[TIME, "also"] == TRUST
        ta.move(TIME, TRUST)
        assert ta[TIME].also is None
        with pytest.raises(UnusableValueError, match="stands under"):
            ta.also(TIME, TRUST)
        study.undo()
        ta.also(TIME, None)
        assert ta[TIME].also is None


CODES = ("Kiire", "Arki", "Toivo", "Rajat")
PLACES = (("1:Q1", (0, 9)), ("2:Q1", (0, 7)), ("3:Q1", (0, 11)), ("4:Q2", (0, 14)))
moves = st.lists(
    st.tuples(st.sampled_from(["place", "extract", "split", "merge", "drop", "promote", "demote"]),
              st.integers(0, 3), st.integers(0, 3)),
    max_size=12,
)  # fmt: skip


@given(moves)
def test_no_extract_is_lost_whatever_becomes_of_the_themes(moves: list[tuple[str, int, int]]) -> None:
    """An extract that was put into a theme is in some theme or in some code ever after, and all of it is undone."""
    import contextlib
    import tempfile
    from pathlib import Path

    import pandas as pd

    from teema.errors import TeemaError
    from teema.records import Question
    from teema.study import create
    from teema.survey import ImportReport, Survey

    texts = [(f"{n}:{q}", str(n), q, "Kiire syö kohtaamiset, ja arki jää.", n) for n, q in
             ((1, "Q1"), (2, "Q1"), (3, "Q1"), (4, "Q2"))]  # fmt: skip
    survey = Survey(
        answers=pd.DataFrame(texts, columns=["answer", "case", "question", "text", "source_row"]),
        cases=pd.DataFrame(index=pd.Index(["1", "2", "3", "4"], name="case", dtype="str")),
        questions=tuple(Question(question=q, text=q, column=q) for q in ("Q1", "Q2")),
        variables=(),
        report=ImportReport(source="a.xlsx", sha256="0" * 64, layout="table"),
    )
    with tempfile.TemporaryDirectory() as folder, create(Path(folder) / "a.teema", survey, coder="AJ") as study:
        for code in CODES:
            study.codebook.add(code)
        ta = study.analysis("TA")
        for number in range(3):
            ta.add(f"Teema {number}", CODES[number : number + 1])
        placed: set[str] = set()
        start = study.store.revision()
        for what, one, two in moves:
            names = ta.themes["theme"].tolist()
            if not names:
                break
            name, other = names[one % len(names)], names[two % len(names)]
            with contextlib.suppress(TeemaError):
                if what == "place":
                    ta.place(name, CODES[two])
                elif what == "extract":
                    placed |= set(ta.place_extract(name, PLACES[two]))
                elif what == "split":
                    ta.split(name, f"Uusi {len(ta)} {two}", extracts=PLACES[two])
                elif what == "merge":
                    ta.merge(name, into=other)
                elif what == "drop":
                    ta.drop(name)
                else:
                    getattr(ta, what)(name)
            assert placed <= set(ta.codings["extract"])
        steps = sum(event.kind == "do" and event.event > start for event in study.store.history())
        study.undo(steps)
        assert ta.themes["theme"].tolist() == ["Teema 0", "Teema 1", "Teema 2"]
        assert ta.placed.empty


class TestNotes:
    def test_go_with_what_a_theme_held(self, study: Study, ta: Analysis) -> None:
        study.memo("Onko tämä teema?", theme=TIME)
        ta.merge(TIME, into=TRUST)
        assert study.memos[["on", "target", "text"]].values.tolist() == [["theme", TRUST, "Onko tämä teema?"]]
        study.undo()
        ta.holding()
        ta.drop(TIME)
        assert study.memos["target"].tolist() == ["sekalaiset"]

    def test_become_notes_on_the_study_when_there_is_no_other_place(self, study: Study, ta: Analysis) -> None:
        study.memo("Liian ohut.", theme=TIME)
        ta.drop(TIME)
        assert study.memos[["on", "text"]].values.tolist() == [["study", f"{TIME}: Liian ohut."]]
        study.undo()
        assert study.memos["target"].tolist() == [TIME]
