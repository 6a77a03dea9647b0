"""An approach sets defaults and hints, says in print what it means, and locks nothing."""

import pytest

from teema.errors import UnusableValueError
from teema.records import APPROACHES
from teema.study import Study
from teema.terms import LANGUAGES, Wording
from teema.themes import approach_table, approach_text, default_levels, statistic_note
from teema.themes.approaches import STATISTICS, checked


class TestApproaches:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_stand_beside_each_other_in_every_language(self, language: str) -> None:
        table = approach_table(Wording(language))  # type: ignore[arg-type]
        assert table.to_frame()["approach"].tolist() == list(APPROACHES)
        assert "{" not in str(table)

    @pytest.mark.parametrize(
        ("words", "approach"),
        [
            ("Aineistolähtöinen", "content-analysis"),
            ("teoriaohjaava sisällönanalyysi", "content-analysis-theory-guided"),
            ("teoribaserad", "content-analysis-theory-driven"),
            ("kehysanalyysi", "framework"),
        ],
    )
    def test_are_known_by_their_names_in_words(self, study: Study, words: str, approach: str) -> None:
        assert study.analysis("Analyysi", approach=words).approach == approach

    def test_content_analysis_builds_classes_whatever_its_orientation(self) -> None:
        for approach in APPROACHES[-3:]:
            assert default_levels(approach, "fi")["unifying"] == "yhdistävä luokka"

    def test_several_stand_in_one_study(self, study: Study) -> None:
        study.analysis("Temaattinen analyysi", approach="reflexive")
        study.analysis("K3 menetelmät", approach="content-analysis", unit="ajatuskokonaisuus")
        assert study.analyses == ["Temaattinen analyysi", "K3 menetelmät"]
        assert study.approaches().to_frame()["approach"].tolist() == list(APPROACHES)


class TestLevels:
    def test_are_renamed_and_the_new_names_outlive_a_change_of_approach(self, study: Study) -> None:
        ta = study.analysis("Analyysi", approach="codebook")
        ta.rename_level("theme", "pääluokka")
        ta.rename_level("alateema", "yläluokka")
        study.analysis("Analyysi", approach="content-analysis")
        assert ta.levels["theme"] == "pääluokka"
        assert ta.levels["subtheme"] == "yläluokka"
        assert ta.levels["unifying"] == "yhdistävä luokka"
        ta.rename_level("theme", "")
        assert ta.levels["theme"] == "yläluokka"

    def test_are_four(self, study: Study) -> None:
        with pytest.raises(UnusableValueError, match="unifying, overarching, theme, subtheme"):
            study.analysis("TA").rename_level("koodi", "tunnus")

    def test_renaming_is_undone(self, study: Study) -> None:
        ta = study.analysis("TA")
        ta.rename_level("theme", "pääteema")
        study.undo()
        assert ta.levels["theme"] == "teema"


class TestTheText:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("approach", APPROACHES)
    def test_is_there_for_every_approach_and_language(self, approach: str, language: str) -> None:
        text = approach_text(checked(approach), Wording(language, case_unit="pienryhmä"))
        assert len(text) > 150
        assert "{" not in text

    def test_names_the_levels_as_they_are_called_and_the_unit(self, study: Study) -> None:
        ta = study.analysis("TA", approach="teorialähtöinen", unit="lausuma.")
        ta.rename_level("overarching", "runkoluokka")
        assert ta.approach_text.endswith(
            "Tasot alimmasta ylimpään: alaluokka, yläluokka, runkoluokka. Analyysiyksikkö: lausuma."
        )


class TestStatistics:
    def test_outside_the_approach_say_so_in_one_line(self, study: Study) -> None:
        study.codebook.add("Kiire")
        for approach, said in (("reflexive", True), ("content-analysis", False), ("tabular", False)):
            ta = study.analysis("TA", approach=approach)
            notes = [note for note in ta.frequency().notes if "eivät kuulu" in note]
            assert bool(notes) is said, approach
            assert all("\n" not in note for note in notes)

    def test_say_it_by_group_too(self, study: Study) -> None:
        ta = study.analysis("TA", approach="reflexive")
        assert any("perustele" in note for note in ta.frequency(by="Kaupunki").notes)

    def test_say_it_on_a_map_that_shows_them(self, study: Study) -> None:
        ta = study.analysis("TA", approach="reflexive")
        ta.add("Luottamus kantaa")
        said = "Lukumäärät eivät kuulu"
        assert said in ta.map(show_counts=True).svg().replace("\xad", "")
        assert said not in ta.map().svg()

    def test_of_agreement_belong_to_reliability_and_not_to_reflexive_analysis(self) -> None:
        assert statistic_note("reliability", "agreement", "fi") == ""
        assert "refleksiivinen" in statistic_note("reflexive", "agreement", "fi")

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("statistic", STATISTICS)
    def test_have_their_line_in_every_language(self, statistic: str, language: str) -> None:
        assert "{" not in statistic_note("reflexive", statistic, language)  # type: ignore[arg-type]

    def test_are_known(self) -> None:
        with pytest.raises(UnusableValueError, match="frequency, test, agreement"):
            statistic_note("reflexive", "saturation", "fi")  # type: ignore[arg-type]
