"""Types are composed of many answers, cases belong to them in part, and what fits is only proposed."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study
from teema.study.typology import Types
from teema.themes.typology import extracts_for_types, fits


@pytest.fixture
def types(study: Study) -> Types:
    for name in ("Luottamus", "Kiire", "Toivo"):
        study.codebook.add(name)
    study.codebook.add("Turva", parent="Luottamus")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire")
    study.code("3:Q1", "Turvallinen arki", "Turva")
    study.code("4:Q2", "kiireen takia", "Kiire")
    types = study.analysis("Tyypittely").types
    types.add("Rauhallinen rakentaja", "Rakentaa suhdetta hitaasti.", codes=["Luottamus", "Toivo"])
    types.add("Kiireen puristama", codes=["Kiire"])
    return types


class TestTypes:
    def test_hold_codes_and_cases_in_part(self, types: Types) -> None:
        types.place("Rauhallinen rakentaja", "1", 0.5, note="Puhuu myös kiireestä.")
        types.place("Kiireen puristama", "1", 0.5)
        types.place("Kiireen puristama", "4")
        assert types.members.values.tolist() == [
            ["Rauhallinen rakentaja", "1", 0.5, "Puhuu myös kiireestä."],
            ["Kiireen puristama", "1", 0.5, ""],
            ["Kiireen puristama", "4", 1.0, ""],
        ]
        types.place("kiireen puristama", "1", 0.25)
        assert types.members["weight"].tolist() == [0.5, 0.25, 1.0]
        types.take_out("Kiireen puristama", "1")
        assert len(types.members) == 2

    def test_are_renamed_described_marked_and_removed_and_it_is_undone(self, study: Study, types: Types) -> None:
        types.rename("Kiireen puristama", "Aika loppuu")
        types.describe("Aika loppuu", " Haluaisi kohdata. ")
        types.mark("Aika loppuu", "Toivo")
        types.unmark("Aika loppuu", ["Kiire"])
        assert types["aika loppuu"].description == "Haluaisi kohdata."
        assert types.codes.query("type == 'Aika loppuu'")["code"].tolist() == ["Toivo"]
        types.remove("Aika loppuu", reason="sulautui toiseen")
        assert [item.name for item in types] == ["Rauhallinen rakentaja"]
        study.undo(5)
        assert types.codes.values.tolist() == [
            ["Rauhallinen rakentaja", "Luottamus"], ["Rauhallinen rakentaja", "Toivo"], ["Kiireen puristama", "Kiire"],
        ]  # fmt: skip

    def test_belong_to_their_analysis(self, study: Study, types: Types) -> None:
        other = study.analysis("Toinen").types
        assert len(other) == 0
        assert other.add("Kiireen puristama").name
        with pytest.raises(UnusableValueError, match="already a type"):
            types.add("kiireen PURISTAMA")

    @pytest.mark.parametrize("weight", [-0.1, 1.5, math.nan])
    def test_know_weights_from_nought_to_one(self, types: Types, weight: float) -> None:
        with pytest.raises(UnusableValueError, match="between 0 and 1"):
            types.place("Kiireen puristama", "1", weight)

    def test_say_what_is_not_there(self, types: Types) -> None:
        with pytest.raises(NotFoundError, match="no case '9'"):
            types.place("Kiireen puristama", "9")
        with pytest.raises(NotFoundError, match="Did you mean 'Kiireen puristama'"):
            types["Kiireen puristma"]
        with pytest.raises(NotFoundError, match="no code 'Toivo'"):
            types.unmark("Kiireen puristama", "Toivo")
        with pytest.raises(NotFoundError, match="no case '2'"):
            types.take_out("Kiireen puristama", "2")
        with pytest.raises(NotFoundError):
            types.add("Uusi", codes=["Kiirre"])
        assert "Uusi" not in types


class TestCards:
    def test_show_codes_cases_and_extracts_from_different_answers(self, types: Types) -> None:
        types.place("Rauhallinen rakentaja", "1", 0.5)
        types.place("Kiireen puristama", "1", 0)
        types.place("Kiireen puristama", "4")
        frame = types.cards().to_frame().set_index("type")
        assert frame.loc["Rauhallinen rakentaja", ["cases", "who", "fit"]].tolist() == [1, "1 (0,50)", 0.5]
        assert frame.loc["Rauhallinen rakentaja", "extracts"] == "”luottamus syntyy hitaasti”"
        assert frame.loc["Kiireen puristama", ["cases", "who"]].tolist() == [1, "4"]
        assert types.cards().base == "2 tyyppiä; tyypeissä 2/4 vastaajaa"
        assert any("2, 3" in note for note in types.cards().notes)
        assert types._repr_html_()

    def test_of_no_types_are_empty(self, study: Study) -> None:
        types = study.analysis("Tyhjä").types
        assert types.cards().to_frame().empty
        assert types.fits().to_frame().empty
        assert "ta.types.mark" in str(types.fits())


class TestFits:
    def test_are_proposed_with_their_grounds_and_change_nothing(self, study: Study, types: Types) -> None:
        types.place("Kiireen puristama", "2", 0.25, note="Rivien välissä.")
        before = study.store.revision()
        frame = types.fits().to_frame()
        shown = frame[["case", "type", "weight", "present", "lacking"]].values.tolist()
        assert shown == [
            ["1", "Rauhallinen rakentaja", 0.5, "Luottamus", "Toivo"],
            ["1", "Kiireen puristama", 1.0, "Kiire", ""],
            ["2", "Kiireen puristama", 0.0, "", "Kiire"],
            ["3", "Rauhallinen rakentaja", 0.5, "Luottamus", "Toivo"],
            ["4", "Kiireen puristama", 1.0, "Kiire", ""],
        ]
        assert frame["placed"].fillna(-1).tolist() == [-1, -1, 0.25, -1, -1]
        assert study.store.revision() == before
        assert len(types.members) == 1


@given(st.lists(st.tuples(st.sampled_from("123"), st.sampled_from("ABC"))), st.sets(st.sampled_from("ABC"), min_size=1))
def test_a_fit_is_the_share_of_the_codes_that_a_case_has(said: list[tuple[str, str]], marks: set[str]) -> None:
    codings = pd.DataFrame(said, columns=["case", "code"])
    codes = pd.DataFrame({"code": list("ABC"), "parent": [None] * 3})
    frame = fits(pd.DataFrame({"type": "T", "code": sorted(marks)}), codings, codes, list("123"))
    for case, weight in frame[["case", "weight"]].values:
        assert weight == len({code for who, code in said if who == case} & marks) / len(marks)


def test_extracts_are_taken_from_another_case_and_code_first() -> None:
    codings = pd.DataFrame(
        {"case": ["1", "1", "2", "2"], "code": ["A", "B", "A", "B"], "text": ["a1", "b1", "a2", "b2"]}
    )
    marks = pd.DataFrame({"type": ["T", "T"], "code": ["A", "B"]})
    members = pd.DataFrame({"type": ["T", "T"], "case": ["1", "2"], "weight": [1.0, 0.5]})
    assert extracts_for_types(marks, members, codings, n=2) == {"T": ["a1", "b2"]}
