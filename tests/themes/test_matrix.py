"""The framework matrix: cases or groups by themes, summaries in the researcher's words, each on its extracts."""

import pytest

from teema.errors import NotFoundError
from teema.store.check import check
from teema.study import Study
from teema.study.analysis import Analysis

PLACE = ("1:Q2", "Aina kiire")


@pytest.fixture
def ta(study: Study) -> Analysis:
    study.codebook.add("Kiire"), study.codebook.add("Luottamus")
    study.code(*PLACE, "Kiire"), study.code("4:Q2", (0, 5), "Kiire")
    ta = study.analysis("Kehys", approach="framework")
    ta.add("Työn ehdot", kind="overarching")
    ta.add("Aika", parent="Työn ehdot", kind="theme"), ta.add("Kiireen hinta", codes=["Kiire"], parent="Aika")
    ta.add("Luottamus", codes=["Luottamus"])
    return ta


def test_a_row_for_each_case_says_what_waits(ta: Analysis) -> None:
    table = ta.matrix()
    assert [column.label for column in table.columns] == ["Vastaaja", "Aika", "Luottamus"]
    assert table.shown() == [["1", "(otteita: 1)", "–"], ["2", "–", "–"], ["3", "–", "–"], ["4", "(otteita: 1)", "–"]]
    assert "Kirjoitettuja soluja: 0/8." in table.notes


def test_a_summary_takes_the_place_and_tells_what_it_rests_on(ta: Analysis) -> None:
    ta.summarise("Aika", "1", "Kiire on pysyvä olotila.", extracts=PLACE)
    assert ta.matrix().shown()[0] == ["1", "Kiire on pysyvä olotila. [1]", "–"]
    assert ta.summaries[["theme", "value", "evidence"]].values.tolist() == [["Aika", "1", 1]]


def test_groups_are_rows_in_the_order_of_their_categories(ta: Analysis) -> None:
    ta.summarise("Luottamus", "turku", "Siitä ei puhuta.", by="kaupunki")
    assert ta.matrix(by="Kaupunki").shown() == [["Oulu", "–", "–"], ["Turku", "(otteita: 1)", "Siitä ei puhuta."]]
    assert ta.matrix().shown()[0][2] == "–", "a group's summary is no case's"


def test_a_multiple_choice_puts_a_case_into_several_rows(ta: Analysis) -> None:
    shown = {row[0]: row[1] for row in ta.matrix(by="Menetelmät").shown()}
    assert shown["videointi"] == "(otteita: 1)"


def test_writing_again_replaces_and_an_empty_text_clears(study: Study, ta: Analysis) -> None:
    ta.summarise("Aika", "1", "Ensin.", extracts=PLACE)
    ta.summarise("Aika", "1", "Sitten.")
    assert ta.matrix().shown()[0][1] == "Sitten. [1]"
    ta.summarise("Aika", "1", " ")
    assert ta.summaries.empty
    assert study.store.rows("SELECT * FROM evidence") == []
    study.undo()
    assert ta.matrix().shown()[0][1] == "Sitten. [1]"


def test_summaries_follow_a_merged_theme_and_two_become_one_text(study: Study, ta: Analysis) -> None:
    ta.summarise("Aika", "1", "Kiire jää päälle."), ta.summarise("Luottamus", "1", "Luottamus kestää.", extracts=PLACE)
    ta.merge("Luottamus", into="Aika")
    assert ta.summaries[["theme", "text", "evidence"]].values.tolist() == [
        ["Aika", "Kiire jää päälle.\nLuottamus kestää.", 1]
    ]
    study.close()
    assert check(study.path, rebuild=True)


def test_what_is_not_there_is_named(ta: Analysis) -> None:
    with pytest.raises(NotFoundError, match="case '9'"):
        ta.summarise("Aika", "9", "x")
    with pytest.raises(NotFoundError, match="group of Kaupunki 'Tampere'"):
        ta.summarise("Aika", "Tampere", "x", by="Kaupunki")
    with pytest.raises(NotFoundError):
        ta.matrix(themes="Tila")
