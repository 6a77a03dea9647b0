"""Reduced expressions are known by their words: many on an extract, many extracts of one, held by classes."""

import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study
from teema.study.analysis import Analysis


@pytest.fixture
def ta(study: Study) -> Analysis:
    study.codebook.add("Kiire"), study.codebook.add("Luottamus")
    study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire\naika ei riitä")
    study.code("2:Q1", (0, 5), "Luottamus", reduced="Jatkuva kiire")
    study.code("3:Q1", (0, 5), "Luottamus", reduced="luottamus syntyy hitaasti")
    return study.analysis("Sisällönanalyysi", approach="content-analysis")


def test_one_extract_may_have_many_and_many_extracts_one(ta: Analysis) -> None:
    assert ta.reduced.fillna("").values.tolist() == [
        ["jatkuva kiire", "", 2, 2], ["aika ei riitä", "", 1, 1], ["luottamus syntyy hitaasti", "", 1, 1],
    ]  # fmt: skip
    assert len(ta.expressions) == 4


def test_grouping_makes_the_class_and_shows_what_is_left(ta: Analysis) -> None:
    ta.group("Ajan puute", ["JATKUVA kiire", "aika ei riitä"])
    assert ta["Ajan puute"].kind == "subtheme"
    assert ta.ungrouped == ["luottamus syntyy hitaasti"]
    assert ta.frequency().to_frame()[["code", "mentions", "cases"]].values.tolist() == [["Ajan puute", 2, 2]]


def test_what_no_extract_says_cannot_be_grouped(ta: Analysis) -> None:
    with pytest.raises(NotFoundError, match="jatkuva kire"):
        ta.group("Ajan puute", "jatkuva kire")
    assert len(ta) == 0


def test_two_classes_may_hold_one_and_one_may_let_it_go(ta: Analysis) -> None:
    ta.group("Ajan puute", "jatkuva kiire"), ta.group("Työn määrä", "jatkuva kiire")
    assert ta.reduced.query("reduced == 'jatkuva kiire'")["theme"].tolist() == ["Ajan puute", "Työn määrä"]
    ta.ungroup("Ajan puute", "Jatkuva kiire")
    assert ta.reduced.query("reduced == 'jatkuva kiire'")["theme"].tolist() == ["Työn määrä"]
    with pytest.raises(NotFoundError):
        ta.ungroup("Ajan puute", "jatkuva kiire")


def test_saying_one_otherwise_changes_it_everywhere_as_one_step(study: Study, ta: Analysis) -> None:
    ta.group("Ajan puute", "jatkuva kiire")
    assert ta.rename_reduced("jatkuva kiire", "kiire ei lopu") == 2
    assert ta.reduced["reduced"].tolist()[0] == "kiire ei lopu"
    assert ta.reduced["theme"].tolist()[0] == "Ajan puute"
    study.undo()
    assert ta.reduced["reduced"].tolist()[0] == "jatkuva kiire"


def test_two_that_come_to_say_the_same_are_one(ta: Analysis) -> None:
    ta.group("Ajan puute", ["jatkuva kiire", "aika ei riitä"])
    ta.rename_reduced("aika ei riitä", "Jatkuva kiire")
    assert ta.reduced[["reduced", "theme", "extracts"]].values.tolist()[0] == ["Jatkuva kiire", "Ajan puute", 2]
    assert len(ta.placed) == 2
    with pytest.raises(UnusableValueError, match="one line"):
        ta.rename_reduced("jatkuva kiire", " ")
