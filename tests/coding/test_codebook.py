"""The codebook: codes are added, moved, merged, split and deleted, and no coding is lost on the way."""

import pandas as pd
import pytest

from teema.errors import CodebookError, NotFoundError, UnusableValueError
from teema.study import Study


@pytest.fixture
def coded(study: Study) -> Study:
    for name in ("Luottamus", "Kiire", "Arki"):
        study.codebook.add(name)
    study.code("1:Q1", "Luottamus on kaiken perusta.", "Luottamus")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    study.code("1:Q2", None, "Kiire")
    study.code("4:Q2", "kiireen takia", "Kiire")
    return study


def tree(study: Study) -> list[tuple[str, int]]:
    frame = study.codebook.to_frame()
    return list(zip(frame["code"], frame["depth"], strict=True))


def coded_words(study: Study) -> set[tuple[str, str]]:
    return set(zip(study.codings["text"], study.codings["code"], strict=True))


class TestAdding:
    def test_codes_stand_in_a_tree(self, study: Study) -> None:
        study.codebook.add("Turva")
        study.codebook.add("Kiire")
        study.codebook.add("Rajat", parent="turva")
        assert tree(study) == [("Turva", 0), ("Rajat", 1), ("Kiire", 0)]

    def test_a_name_is_used_once_whatever_its_letter_case(self, coded: Study) -> None:
        with pytest.raises(CodebookError, match="already a code 'Luottamus'"):
            coded.codebook.add("LUOTTAMUS")

    @pytest.mark.parametrize("name", ["", "   ", "\n"])
    def test_a_name_has_letters(self, study: Study, name: str) -> None:
        with pytest.raises(CodebookError, match="needs a name"):
            study.codebook.add(name)

    def test_a_missing_parent_is_named_with_its_likes(self, coded: Study) -> None:
        with pytest.raises(NotFoundError, match="Did you mean 'Luottamus'"):
            coded.codebook.add("Epäluottamus", parent="Luotamus")
        assert "Epäluottamus" not in coded.codebook

    @pytest.mark.parametrize(("field", "value"), [("colour", "sininen"), ("origin", "arvaus")])
    def test_fields_are_checked(self, study: Study, field: str, value: str) -> None:
        with pytest.raises(UnusableValueError):
            study.codebook.add("Luottamus", **{field: value})

    def test_a_whole_codebook_is_one_step_and_parents_may_come_later(self, study: Study) -> None:
        frame = pd.DataFrame(
            {
                "name": ["Rajat", "Turva", "Kiire"],
                "parent": ["Turva", None, None],
                "definition": ["Selkeät rajat", "", None],
            }
        )
        added = study.codebook.add_all(frame)
        assert [code.name for code in added] == ["Rajat", "Turva", "Kiire"]
        assert tree(study) == [("Turva", 0), ("Rajat", 1), ("Kiire", 0)]
        assert study.codebook["rajat"].definition == "Selkeät rajat"
        study.undo()
        assert len(study.codebook) == 0

    def test_codes_that_are_there_stay_as_they_are(self, coded: Study) -> None:
        coded.codebook.edit("Kiire", definition="Ajan puute")
        coded.codebook.add_all(pd.DataFrame({"code": ["kiire", "Uusi"], "definition": ["toinen", ""]}))
        assert coded.codebook["Kiire"].definition == "Ajan puute"
        assert "Uusi" in coded.codebook

    def test_a_name_that_stands_twice_is_refused_whole(self, study: Study) -> None:
        with pytest.raises(CodebookError, match="row 2"):
            study.codebook.add_all(pd.DataFrame({"code": ["Turva", "turva"]}))
        assert len(study.codebook) == 0


class TestChanging:
    def test_renaming_keeps_the_codings(self, coded: Study) -> None:
        coded.codebook.rename("Kiire", "Ajan puute")
        assert ("kiireen takia", "Ajan puute") in coded_words(coded)

    def test_a_code_may_change_the_letter_case_of_its_own_name(self, coded: Study) -> None:
        assert coded.codebook.rename("kiire", "KIIRE").name == "KIIRE"

    def test_moving_takes_the_subtree_along(self, coded: Study) -> None:
        coded.codebook.move("Luottamus", "Kiire")
        coded.codebook.move("Kiire", "Arki")
        assert tree(coded) == [("Arki", 0), ("Kiire", 1), ("Luottamus", 2)]

    def test_a_code_is_never_its_own_ancestor(self, coded: Study) -> None:
        coded.codebook.move("Luottamus", "Kiire")
        with pytest.raises(CodebookError, match="itself or one of its own sub-codes"):
            coded.codebook.move("Kiire", "Luottamus")

    def test_only_known_fields_are_edited(self, coded: Study) -> None:
        with pytest.raises(UnusableValueError, match="field='nimi'"):
            coded.codebook.edit("Kiire", nimi="x")


class TestMerging:
    def test_every_coding_goes_to_the_kept_code(self, coded: Study) -> None:
        coded.codebook.edit("Kiire", definition="Ajan puute")
        coded.codebook.merge("Kiire", into="Arki")
        assert {code for _, code in coded_words(coded)} == {"Luottamus", "Arki"}
        assert len(coded.codings) == 4
        assert coded.codebook["Arki"].definition == "Ajan puute"

    def test_the_same_extract_is_coded_once(self, coded: Study) -> None:
        coded.code("4:Q2", "kiireen takia", "Arki")
        coded.codebook.merge(["Kiire"], into="Arki")
        assert sorted(coded.codings["text"]) == [
            "Kiire. Aina kiire!", "Luottamus on kaiken perusta.", "kiireen takia", "luottamus syntyy hitaasti",
        ]  # fmt: skip

    def test_sub_codes_themes_and_memos_follow(self, coded: Study) -> None:
        coded.codebook.add("Rajat", parent="Kiire")
        ta = coded.analysis("TA")
        ta.add("Aika ei riitä", codes=["Kiire"])
        coded.memo("Pohdi vielä.", code="Kiire")
        coded.codebook.merge("Kiire", into="Arki")
        assert ta.members.values.tolist() == [["Aika ei riitä", "Arki"]]
        assert coded.memos[["on", "target"]].values.tolist() == [["code", "Arki"]]
        assert ("Rajat", 1) in tree(coded)

    def test_undo_brings_everything_back(self, coded: Study) -> None:
        before = coded_words(coded), tree(coded)
        coded.codebook.merge(["Kiire", "Luottamus"], into="Arki")
        coded.undo()
        assert (coded_words(coded), tree(coded)) == before

    def test_not_into_itself(self, coded: Study) -> None:
        with pytest.raises(CodebookError, match="cannot be merged"):
            coded.codebook.merge("Kiire", into="kiire")


class TestSplitting:
    def test_chosen_extracts_move_to_the_new_code(self, coded: Study) -> None:
        ta = coded.analysis("TA")
        ta.add("Luottamus kantaa", codes=["Luottamus"])
        extract = coded.codings.query("text == 'luottamus syntyy hitaasti'")["extract"].item()
        coded.codebook.split("Luottamus", into="Hitaus", extracts=[extract], definition="Vie aikaa")
        assert ("luottamus syntyy hitaasti", "Hitaus") in coded_words(coded)
        assert ("Luottamus on kaiken perusta.", "Luottamus") in coded_words(coded)
        assert sorted(ta.members["code"]) == ["Hitaus", "Luottamus"]

    def test_extracts_of_another_code_are_refused_and_nothing_changes(self, coded: Study) -> None:
        with pytest.raises(NotFoundError, match="no extract"):
            coded.codebook.split("Luottamus", into="Hitaus", extracts=["ei-ole"])
        assert "Hitaus" not in coded.codebook


class TestDeleting:
    def test_codings_are_not_thrown_away_unasked(self, coded: Study) -> None:
        with pytest.raises(CodebookError, match="has 2 codings") as error:
            coded.codebook.delete("Kiire")
        assert "move_to" in error.value.hint
        assert len(coded.codings) == 4

    def test_they_can_move(self, coded: Study) -> None:
        coded.codebook.delete("Kiire", move_to="Arki")
        assert ("kiireen takia", "Arki") in coded_words(coded)

    def test_or_go_and_come_back(self, coded: Study) -> None:
        before = coded_words(coded)
        coded.codebook.delete("Kiire", with_codings=True)
        assert len(coded.codings) == 2
        coded.undo()
        assert coded_words(coded) == before

    def test_sub_codes_move_up(self, coded: Study) -> None:
        coded.codebook.add("Rajat", parent="Arki")
        coded.codebook.delete("Arki")
        assert ("Rajat", 0) in tree(coded)
