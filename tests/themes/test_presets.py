"""A frame is only a beginning: its boxes are themes like any other."""

import pytest

from teema.errors import UnusableValueError
from teema.study import Study
from teema.terms import LANGUAGES
from teema.themes.presets import FRAMES, boxes


class TestFrames:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("frame", FRAMES)
    def test_have_boxes_with_what_belongs_to_them(self, frame: str, language: str) -> None:
        made = boxes(frame, language)
        assert len(made) == len(FRAMES[frame]) == len({box.name for box in made})
        assert all(box.definition.endswith(".") for box in made)

    def test_make_overarching_themes_as_one_step(self, study: Study) -> None:
        model = study.analysis("Malli", frame="logic-model")
        assert model.themes["theme"].tolist() == [
            "Edellytykset", "Adaptaatiot", "Ydinelementit", "Mekanismit", "Lyhyen aikavälin seuraukset",
            "Pitkän aikavälin seuraukset",
        ]  # fmt: skip
        assert set(model.themes["kind"]) == {"overarching"}
        assert model.frame == "logic-model"
        study.undo()
        assert study.analyses == []

    def test_stay_as_they_have_become_when_opened_again(self, study: Study) -> None:
        """Seed 4's own six headings, made from the six of PESTEL."""
        ta = study.analysis("Toimintaympäristö", frame="PESTEL")
        for old, new in (
            ("Taloudelliset tekijät", "Yhteiskunnalliset tekijät"),
            ("Teknologiset tekijät", "Kulttuuriset tekijät"),
        ):
            ta.rename(old, new)
        ta.drop("Ympäristötekijät")
        ta.add("Ympäristö", kind="overarching")
        again = study.analysis("Toimintaympäristö", frame="pestel")
        assert sorted(again.themes["theme"]) == [
            "Kulttuuriset tekijät", "Lainsäädännölliset tekijät", "Poliittiset tekijät", "Sosiaaliset tekijät",
            "Yhteiskunnalliset tekijät", "Ympäristö",
        ]  # fmt: skip

    def test_may_be_headings_of_ones_own(self, study: Study) -> None:
        ta = study.analysis("Ympäristö", frame=["Poliittiset", "Kulttuuriset"])
        assert (ta.frame, ta.themes["theme"].tolist()) == ("own", ["Poliittiset", "Kulttuuriset"])
        for headings, said in ((["Arki", "arki"], "twice"), ([], "no headings")):
            with pytest.raises(UnusableValueError, match=said):
                study.analysis("Toinen", frame=headings)
        assert study.analyses == ["Ympäristö"]

    def test_come_to_an_analysis_that_has_themes(self, study: Study) -> None:
        ta = study.analysis("TA")
        ta.add("Vahvuudet", definition="Oma.")
        study.analysis("TA", frame="swot")
        assert ta.themes["theme"].tolist() == ["Vahvuudet", "Heikkoudet", "Mahdollisuudet", "Uhat"]
        assert ta["Vahvuudet"].definition == "Oma."

    def test_are_not_exchanged(self, study: Study) -> None:
        study.analysis("TA", frame="swot")
        with pytest.raises(UnusableValueError, match="can be edited but not exchanged"):
            study.analysis("TA", frame="pestel")
        with pytest.raises(UnusableValueError, match="logic-model, pestel, swot, journey"):
            study.analysis("Uusi", frame="smart")
        assert study.analyses == ["TA"]

    def test_are_listed(self, study: Study) -> None:
        assert study.frames().to_frame()["frame"].tolist() == list(FRAMES)

    def test_an_element_may_be_a_core_element_and_a_mechanism(self, study: Study) -> None:
        model = study.analysis("Malli", frame="logic-model")
        model.add("Luottamuksellinen suhde", parent="Ydinelementit")
        model.also("Luottamuksellinen suhde", "Mekanismit")
        row = model.themes.set_index("theme").loc["Luottamuksellinen suhde"]
        assert (row["parent"], row["also"], row["kind"]) == ("Ydinelementit", "Mekanismit", "theme")
        model.drop("Mekanismit")
        assert model["Luottamuksellinen suhde"].also is None
