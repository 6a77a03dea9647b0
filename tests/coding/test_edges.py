"""An extract gets a word more or less; what hangs on it follows, and others' work stays."""

from __future__ import annotations

import pytest

import teema
from teema.coding import move_edges
from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study

ANSWER = "1:Q1"


@pytest.fixture
def coded(study: Study) -> Study:
    study.codebook.add("Luottamus")
    study.codebook.add("Aika")
    return study


def spans(study: Study) -> list[list[object]]:
    return study.codings[["text", "code", "coder"]].values.tolist()


def test_the_same_extract_lies_on_other_words_with_all_that_it_holds(coded: Study) -> None:
    coding = coded.code(ANSWER, "luottamus syntyy", "Luottamus", reduced="luottamuksen synty", memo="ydin")
    coded.code(ANSWER, "luottamus syntyy", "Aika")
    extract = coded.codings["extract"].iloc[0]
    analysis = coded.analysis("Teemat", approach="reflexive")
    analysis.add("Luottamus kantaa")
    text = coded.answers.set_index("answer")["text"][ANSWER]
    start = text.index("luottamus syntyy")
    assert move_edges(coded.store, coding, start, start + len("luottamus syntyy hitaasti")) == extract
    assert spans(coded) == [
        ["luottamus syntyy hitaasti", "Luottamus", "AJ"],
        ["luottamus syntyy hitaasti", "Aika", "AJ"],
    ]
    assert coded.store.rows("SELECT reduced, memo FROM extracts") == [{"reduced": "luottamuksen synty", "memo": "ydin"}]
    coded.undo()
    assert spans(coded)[0][0] == "luottamus syntyy"


def test_on_an_extract_that_is_there_the_two_become_one(coded: Study) -> None:
    coded.code(ANSWER, "luottamus syntyy hitaasti", "Luottamus")
    coding = coded.code(ANSWER, "syntyy hitaasti", "Luottamus", reduced="hidas synty")
    other = coded.code(ANSWER, "syntyy hitaasti", "Aika")
    start, end = coded.codings.set_index("text").loc["luottamus syntyy hitaasti", ["start", "end"]]
    move_edges(coded.store, coding, int(start), int(end))
    assert spans(coded) == [
        ["luottamus syntyy hitaasti", "Luottamus", "AJ"],
        ["luottamus syntyy hitaasti", "Aika", "AJ"],
    ]
    assert other in set(coded.codings["coding"])
    assert coded.store.rows("SELECT reduced FROM extracts") == [{"reduced": "hidas synty"}]
    coded.undo()
    assert len(spans(coded)) == 3


def test_what_another_coder_coded_stays_where_it_was(coded: Study) -> None:
    path = coded.path
    coded.code(ANSWER, "luottamus syntyy", "Luottamus")
    coded.close()
    with teema.open(path, coder="MK") as study:
        coding = study.code(ANSWER, "luottamus syntyy", "Luottamus", reduced="synty")
        start = int(study.codings["start"].iloc[0])
        move_edges(study.store, coding, start, start + len("luottamus"))
        assert spans(study) == [["luottamus", "Luottamus", "MK"], ["luottamus syntyy", "Luottamus", "AJ"]]


def test_nothing_happens_where_the_edges_are_already(coded: Study) -> None:
    coding = coded.code(ANSWER, "luottamus syntyy", "Luottamus")
    before = coded.store.revision()
    start, end = coded.codings[["start", "end"]].iloc[0]
    move_edges(coded.store, coding, int(start), int(end))
    assert coded.store.revision() == before


def test_mistakes_are_named(coded: Study) -> None:
    coding = coded.code(ANSWER, "luottamus syntyy", "Luottamus")
    with pytest.raises(UnusableValueError, match="5000"):
        move_edges(coded.store, coding, 0, 5000)
    with pytest.raises(NotFoundError, match="ei-ole"):
        move_edges(coded.store, "ei-ole", 0, 5)
