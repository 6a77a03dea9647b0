"""The draft of the method section says what the journal shows, in the study's language, and asks for the rest."""

import dataclasses
from pathlib import Path

import pytest

import teema
from teema.study import Study
from teema.study.analysis import Analysis
from teema.survey import Survey


@pytest.fixture
def ta(study: Study) -> Analysis:
    study.codebook.add("Luottamus", definition="Luottamus työntekijään.")
    study.codebook.add("Kiire")
    return study.analysis("Temaattinen analyysi", approach="reflexive", unit="ajatuskokonaisuus")


def paragraph(ta: Analysis, place: int) -> str:
    return " ".join(ta.method_text().paragraphs[place][1])


def test_of_an_empty_study_it_says_what_there_is_and_asks_for_the_rest(study: Study) -> None:
    draft = study.analysis("TA").method_text()
    assert "Aineistossa on 4 vastaajaa, 2 avointa kysymystä ja 6 vastausta." in str(draft)
    assert "[Koodauksia ei ole.]" in draft.gaps
    assert "[Teemoja ei ole vielä muodostettu.]" in draft.gaps
    assert any("Analyysiyksikköä ei ole kirjattu" in gap for gap in draft.gaps)


def test_it_tells_the_approach_and_the_unit_that_were_recorded(ta: Analysis) -> None:
    text = paragraph(ta, 1)
    assert "refleksiivinen temaattinen analyysi" in text
    assert "ajatuskokonaisuus" in text
    assert "Analyysiyksikköä ei ole kirjattu" not in text


def test_coding_is_told_by_coder_with_what_a_query_did(study: Study, ta: Analysis) -> None:
    study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
    study.find("luottamus").code("Luottamus")
    made = len(study.codings) - 1
    text = paragraph(ta, 2)
    assert "Koodikirjassa on 2 koodia, ja määritelmä on kirjoitettu 1 koodille." in text
    assert f"{made + 1} koodausta" in text
    assert "Koodauksen teki AJ." in text
    assert f"Koodauksista {made} perustuu hakuun" in text
    assert "Pelkistetty ilmaus on kirjoitettu 1 otteelle." in text


def test_where_all_was_coded_by_queries_it_says_so(study: Study, ta: Analysis) -> None:
    study.find("luottamus").code("Luottamus")
    assert "Kaikki koodaukset perustuvat hakuihin" in paragraph(ta, 2)


def test_what_was_undone_was_not_done(study: Study, ta: Analysis) -> None:
    study.find("luottamus").code("Luottamus")
    study.undo()
    assert "[Koodauksia ei ole.]" in paragraph(ta, 2)
    ta.add("Aika"), ta.rename("Aika", "Kello")
    study.undo()
    assert "1 lisäys." in paragraph(ta, 3)


def test_no_agreement_is_claimed_and_readings_are_asked_for_in_a_reflexive_analysis(study: Study, ta: Analysis) -> None:
    study.code("1:Q2", "Aina kiire", "Kiire")
    other = study.blind("MV", study.path.with_name("mv.teema"))
    with teema.open(other, coder="MV") as copy:
        copy.code("1:Q2", "Aina kiire", "Kiire")
    study.merge(other)
    text = paragraph(ta, 2)
    assert "Koodaajia oli 2: AJ (1 koodaus) ja MV (1 koodaus)." in text
    assert "Useampi kuin yksi koodaaja koodasi 1 vastauksen." in text
    assert "[Kerro, miten koodaajien erilaisista tulkinnoista keskusteltiin.]" in text
    reliability = study.analysis("Temaattinen analyysi", approach="reliability")
    assert "[Jos koodaajien yksimielisyys laskettiin" in paragraph(reliability, 2)


def test_what_waits_for_a_place_is_no_theme(ta: Analysis) -> None:
    ta.add("Luottamus kantaa", codes=["Luottamus"])
    ta.set_aside()
    ta.snapshot("alustava", stage="initial")
    text = paragraph(ta, 3)
    assert "alustava (alustava, " in text
    assert ", 1 teema)" in text
    assert "Analyysissä on nyt tasoittain: teema 1." in text


def test_where_classes_are_made_of_expressions_it_tells_of_those_that_are_in_none(study: Study, ta: Analysis) -> None:
    study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
    study.code("2:Q1", (0, 9), "Luottamus", reduced="luottamus syntyy hitaasti")
    ca = study.analysis("Sisällönanalyysi", approach="content-analysis")
    ca.group("Ajan puute", ["jatkuva kiire"])
    text = paragraph(ca, 3)
    assert "Luokittelematta jäi 1 pelkistetty ilmaus." in text
    assert "ulkopuolelle" not in text, "the codes are those of another analysis"


def test_the_themes_are_told_as_they_were_worked_on(ta: Analysis) -> None:
    ta.add("Aika", codes=["Kiire"]), ta.add("Kahvi"), ta.add("Luottamus kantaa")
    ta.snapshot("alustava", stage="initial")
    ta.rename("Aika", "Aika loppuu kesken")
    ta.split("Aika loppuu kesken", "Kello määrää", ["Kiire"])
    ta.drop("Kahvi", reason="Yhden vastaajan varassa.")
    text = paragraph(ta, 3)
    assert "3 lisäystä, 1 uudelleennimeäminen, 1 jakaminen ja 1 luopuminen." in text
    assert "Luopumisista perusteltuja on 1/1." in text
    assert "alustava (alustava," in text
    assert "3 teemaa)" in text
    assert "tasoittain: teema 3." in text
    assert "Näiden ulkopuolelle jäi 1 koodi." in text


@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_is_written_in_the_language_of_the_study(survey: Survey, tmp_path: Path, language: str) -> None:
    survey = dataclasses.replace(survey, case_unit="pienryhmä")
    with teema.create(tmp_path / "x.teema", survey, coder="AJ", language=language) as study:  # type: ignore[arg-type]
        text = str(study.analysis("TA", approach="content-analysis").method_text())
    assert {"sv": "4 smågrupper", "en": "4 small groups"}[language] in text
    assert {"sv": "Hur kategorierna bildades", "en": "Building the categories"}[language] in text


def test_names_cannot_become_markup(study: Study) -> None:
    html = study.analysis("<b>TA</b>").method_text()._repr_html_()
    assert "<b>" not in html
    assert "<mark>[" in html
