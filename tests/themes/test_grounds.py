"""Relations rest on extracts, and themes have columns of the researcher's own."""

import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.store.check import check
from teema.study import Study
from teema.study.analysis import Analysis


@pytest.fixture
def ta(study: Study) -> Analysis:
    study.codebook.add("Kiire")
    ta = study.analysis("TA")
    ta.add("Kiire vie ajan", codes=["Kiire"]), ta.add("Luottamus kantaa"), ta.add("Arki")
    ta.relate("Kiire vie ajan", "Luottamus kantaa", "contrasts", label="syö")
    return ta


PLACE = ("1:Q2", "Aina kiire")


class TestEvidence:
    def test_is_listed_with_what_was_said_where(self, ta: Analysis) -> None:
        ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", PLACE)
        [row] = ta.evidence.to_dict("records")
        assert (row["source"], row["target"], row["kind"], row["label"]) == (
            "Kiire vie ajan", "Luottamus kantaa", "contrasts", "syö",
        )  # fmt: skip
        assert (row["answer"], row["case"], row["text"]) == ("1:Q2", "1", "Aina kiire")
        assert ta.relations["evidence"].tolist() == [1]

    def test_the_order_of_the_themes_does_not_matter_and_twice_is_once(self, ta: Analysis) -> None:
        first = ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", PLACE)
        assert ta.add_evidence("Luottamus kantaa", "Kiire vie ajan", first) == first
        assert len(ta.evidence) == 1

    def test_keeps_its_extract_when_the_last_coding_goes(self, study: Study, ta: Analysis) -> None:
        coding = study.code(*PLACE, "Kiire")
        ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", PLACE)
        study.uncode([coding])
        assert ta.evidence["text"].tolist() == ["Aina kiire"]

    def test_goes_with_the_relation_and_comes_back_with_undo(self, study: Study, ta: Analysis) -> None:
        ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", PLACE)
        ta.unrelate("Kiire vie ajan", "Luottamus kantaa")
        assert ta.evidence.empty
        assert study.store.rows("SELECT * FROM extracts") == []
        study.undo()
        assert ta.evidence["text"].tolist() == ["Aina kiire"]

    def test_follows_a_theme_that_is_merged(self, study: Study, ta: Analysis) -> None:
        ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", PLACE)
        ta.merge("Kiire vie ajan", into="Arki")
        assert ta.evidence[["source", "target"]].values.tolist() == [["Arki", "Luottamus kantaa"]]
        ta.drop("Arki")
        assert ta.evidence.empty
        study.close()
        assert check(study.path, rebuild=True)

    def test_can_be_taken_away(self, ta: Analysis) -> None:
        [extract] = ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", PLACE)
        ta.remove_evidence("Kiire vie ajan", "Luottamus kantaa", extract)
        assert ta.evidence.empty
        with pytest.raises(NotFoundError):
            ta.remove_evidence("Kiire vie ajan", "Luottamus kantaa", extract)

    def test_asks_which_relation_when_there_are_two(self, ta: Analysis) -> None:
        ta.relate("Kiire vie ajan", "Luottamus kantaa", "leads_to")
        with pytest.raises(UnusableValueError, match="2 relations"):
            ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", PLACE)
        ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", PLACE, kind="leads_to")
        assert ta.evidence["kind"].tolist() == ["leads_to"]

    def test_needs_a_relation(self, ta: Analysis) -> None:
        with pytest.raises(NotFoundError, match="There is no relation"):
            ta.add_evidence("Kiire vie ajan", "Arki", PLACE)


class TestOwnColumns:
    def test_are_filled_in_one_by_one_and_cleared_by_an_empty_text(self, ta: Analysis) -> None:
        ta.set_fields("Arki", {"Seuraava askel": "Sovitaan viikkorytmi"})
        ta.set_fields("Arki", {"Vastuu": "tiimi 2"})
        assert ta.fields.to_frame().query("theme == 'Arki'")[["Seuraava askel", "Vastuu"]].values.tolist() == [
            ["Sovitaan viikkorytmi", "tiimi 2"]
        ]
        ta.set_fields("Arki", {"Vastuu": ""})
        assert "Vastuu" not in ta.fields.to_frame().columns

    def test_can_be_undone_and_stand_in_snapshots(self, study: Study, ta: Analysis) -> None:
        ta.set_fields("Arki", {"Vastuu": "tiimi 2"})
        study.undo()
        assert list(ta.fields.to_frame().columns) == ["theme", "depth"]

    def test_are_texts_of_the_study_that_pseudonymising_reads(self, study: Study, ta: Analysis) -> None:
        ta.set_fields("Arki", {"Vastuu": "Soita Aino Virtaselle"})
        names = study.pseudonyms()
        assert "Virtaselle" in " ".join(names.proposals["text"])

    def test_need_a_name(self, ta: Analysis) -> None:
        with pytest.raises(UnusableValueError, match="no name"):
            ta.set_fields("Arki", {" ": "x"})
