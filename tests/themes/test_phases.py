"""The phases tell what is there and what is missing, and every call they show can be pasted."""

import re

import pytest

from teema.coding import mark_read
from teema.records import APPROACHES
from teema.study import Analysis, Study
from teema.terms import LANGUAGES
from teema.themes.approaches import follows_from
from teema.themes.phases import PHASES


@pytest.fixture
def ta(study: Study) -> Analysis:
    for name in ("Luottamus", "Kiire"):
        study.codebook.add(name)
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    study.code("4:Q2", "kiireen takia", "Kiire")
    ta = study.analysis("Temaattinen analyysi", approach="reflexive")
    ta.add("Luottamus kantaa kuntoutusta", ["Luottamus"])
    return ta


def row(ta: Analysis, artefact: str) -> tuple[str, str, bool]:
    found = ta.phases().to_frame().set_index("artefact").loc[artefact]
    return str(found["there"]), str(found["missing"]), bool(found["done"])


class TestPhases:
    def test_are_six_in_thematic_analysis_and_five_in_content_analysis(self, study: Study) -> None:
        for approach, count in (("reflexive", 6), ("framework", 6), ("content-analysis", 5)):
            assert study.analysis("A", approach=approach).phases().to_frame()["phase"].max() == count

    def test_begin_with_the_frame_where_theory_comes_first(self, study: Study) -> None:
        names = study.analysis("A", approach="teorialähtöinen").phases().to_frame()["name"].unique().tolist()
        assert names[1] == "2. Analyysirungon rakentaminen"

    def test_tell_what_was_read_and_noted(self, study: Study, ta: Analysis) -> None:
        assert row(ta, "read") == ("Vastauksia luettu 0/6", "Lukematta 6", False)
        mark_read(study.store, study.answers["answer"])
        study.memo("Kiire toistuu kaikkialla.")
        assert row(ta, "read") == ("Vastauksia luettu 6/6", "", True)
        assert row(ta, "notes") == ("Muistiinpanoja 1", "", True)

    def test_tell_what_was_coded_and_placed(self, ta: Analysis) -> None:
        assert row(ta, "coded")[0] == "Koodauksia 2, vastauksia koodattu 2/6"
        assert row(ta, "placed") == ("Ilman paikkaa 1, sekalaisissa 0", "Paikka koodeille: 1", False)
        ta.set_aside()
        assert row(ta, "placed") == ("Ilman paikkaa 0, sekalaisissa 1", "", True)

    def test_tell_the_decisions_from_the_journal(self, study: Study, ta: Analysis) -> None:
        ta.add("Kiire", ["Kiire"])
        ta.add("Aika", [])
        ta.merge("Aika", into="Kiire")
        ta.rename("Kiire", "Kiire syö kohtaamisen")
        ta.drop("Kiire syö kohtaamisen")
        assert row(ta, "decisions")[0] == "Yhdistetty 1, jaettu 0, hylätty 1 (perusteltu 0)"
        assert row(ta, "decisions")[1] == "Perustelu hylkäämiselle: 1"
        study.undo()
        ta.drop("Kiire syö kohtaamisen", reason="liian ohut")
        assert row(ta, "decisions") == ("Yhdistetty 1, jaettu 0, hylätty 1 (perusteltu 1)", "", True)
        study.analysis("Toinen").add("Muu")
        assert row(ta, "names")[0] == "Nimenvaihtoja 1, huomautuksia 0"

    def test_take_no_colon_in_a_name_for_a_reason(self, ta: Analysis) -> None:
        ta.add("Kiire: aika ei riitä")
        ta.drop("Kiire: aika ei riitä")
        assert row(ta, "decisions")[2] is False

    def test_tell_of_the_maps_and_of_coding_after_the_first_one(self, study: Study, ta: Analysis) -> None:
        ta.snapshot("alustava", stage="initial")
        assert row(ta, "initial") == ("Tallennettuja 1", "", True)
        assert row(ta, "level2")[2] is False
        study.code("2:Q1", "hän luottaa", "Luottamus")
        assert row(ta, "level2")[0].endswith("koodauksia alustavan kartan jälkeen 1")
        assert row(ta, "level2")[2] is True

    def test_tell_of_texts(self, ta: Analysis) -> None:
        ta.edit("Luottamus kantaa kuntoutusta", definition="x", concept="x", boundary="x", story="x")
        for artefact in ("definitions", "concepts", "stories"):
            assert row(ta, artefact)[2] is True

    def test_name_the_first_theme_that_lacks_a_text(self, ta: Analysis) -> None:
        ta.add("Aika ei riitä", definition="x")
        ta.edit("Luottamus kantaa kuntoutusta", concept="x", boundary="x")
        calls = ta.phases().to_frame().set_index("artefact")["call"]
        assert calls["concepts"].startswith('ta.edit("Aika ei riitä"')
        assert calls["definitions"].startswith('ta.edit("Luottamus kantaa kuntoutusta"')

    def test_tell_of_reduced_expressions_and_of_higher_classes(self, study: Study) -> None:
        study.codebook.add("Kiire")
        study.code("4:Q2", "kiireen takia", "Kiire", reduced="kiire katkaisee suhteen")
        ca = study.analysis("SA", approach="content-analysis", unit="ajatuskokonaisuus")
        ca.add("Ajan puute", kind="overarching")
        assert row(ca, "unit") == ("ajatuskokonaisuus", "", True)
        assert row(ca, "reduced") == ("Otteita 1, pelkistetty 1", "", True)
        assert row(ca, "grouped") == ("Pelkistettyjä ilmauksia 1, luokittelematta 1", "Luokittelematta 1", False)
        ca.group("Kiire katkaisee", ["kiire katkaisee suhteen"], parent="Ajan puute", kind="theme")
        ca.demote("Kiire katkaisee")
        assert row(ca, "grouped")[2] is True
        assert row(ca, "upper")[0] == "yhdistävä luokka 0, pääluokka 1, yläluokka 0, alaluokka 1"

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("approach", APPROACHES)
    def test_are_told_of_an_empty_study_in_every_language(self, study: Study, approach: str, language: str) -> None:
        with study.store.step("test") as step:
            step.put("settings", {"name": "language", "value": f'"{language}"'})
        ta = study.analysis("TA", approach=approach)
        frame = ta.phases().to_frame()
        assert not re.search(r"[{}]", "".join(frame[["leaves", "there", "missing", "call"]].to_numpy().ravel()))
        expected = [item.name for its in PHASES[follows_from(ta.approach).phases].values() for item in its]
        assert frame["artefact"].tolist() == expected
        assert ta.phases()._repr_html_()

    def test_show_calls_that_are_python(self, ta: Analysis) -> None:
        ta.rename("Luottamus kantaa kuntoutusta", 'Äidin "oma" aika')
        for call in ta.phases().to_frame()["call"]:
            if call:
                compile(call.replace("…,", "None,").replace("(…)", "()").replace(", …)", ", None)"), "<call>", "eval")


class TestSelfReview:
    def test_has_fifteen_criteria_and_evidence_beside_what_can_be_shown(self, ta: Analysis) -> None:
        frame = ta.criteria().to_frame()
        assert frame["number"].tolist() == list(range(1, 16))
        assert frame.loc[frame["evidence"] == "", "number"].tolist() == [7, 9, 14]
        assert frame.set_index("number").loc[2, "evidence"] == "Luettu 0/6, koodattu 2/6 vastausta."

    def test_keeps_the_last_judgement(self, study: Study, ta: Analysis) -> None:
        ta.judge(7, "ei täyty", "Vielä kuvailua.")
        ta.judge(7, "met", "Tulkinta kirjoitettu.")
        assert ta.criteria().to_frame().set_index("number").loc[7, ["verdict", "text"]].tolist() == [
            "täyttyy", "Tulkinta kirjoitettu.",
        ]  # fmt: skip
        assert ta.criteria().base == "Arvioitu 1/15."
        study.undo()
        assert ta.criteria().to_frame().set_index("number").loc[7, "verdict"] == "ei täyty"

    def test_refuses_what_is_no_criterion_or_verdict(self, ta: Analysis) -> None:
        with pytest.raises(ValueError, match="numbered 1–15"):
            ta.judge(16, "met")
        with pytest.raises(ValueError, match="met, partly, not-met, not-applicable"):
            ta.judge(1, "hyvä")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_there_in_every_language(self, study: Study, ta: Analysis, language: str) -> None:
        with study.store.step("test") as step:
            step.put("settings", {"name": "language", "value": f'"{language}"'})
        assert "{" not in "".join(study.analysis(ta.name).criteria().to_frame()["evidence"])
