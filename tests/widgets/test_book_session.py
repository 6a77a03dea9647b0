"""A sitting with the codebook without a browser: the tree with its numbers, and what every command does and says."""

from __future__ import annotations

from typing import Any

import pytest

import teema
from teema.errors import CodebookError, NotFoundError, QueryError, UnusableValueError
from teema.study import Study
from teema.study.codebook_view import codebook_session
from teema.widgets import CodebookSession, CodebookView


@pytest.fixture
def session(coded: Study) -> CodebookSession:
    """Luottamus (two extracts), Kiire (one, overlapping one of Luottamus) and Turvallinen arki, which is unused."""
    coded.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    coded.code("2:Q1", "hän luottaa", "Luottamus")
    coded.code("1:Q1", "syntyy hitaasti", "Kiire")
    return codebook_session(coded)


def guid(session: CodebookSession, name: str) -> str:
    return next(str(row["id"]) for row in session.tree()["codes"] if row["name"] == name)


def names(session: CodebookSession) -> list[tuple[str, int]]:
    return [(row["name"], row["depth"]) for row in session.tree()["codes"]]


class TestTree:
    def test_tells_cases_mentions_and_overlaps(self, session: CodebookSession) -> None:
        rows = [(row["name"], row["cases"], row["mentions"], row["overlaps"]) for row in session.tree()["codes"]]
        assert rows == [("Luottamus", 2, 2, 1), ("Kiire", 1, 1, 1), ("Turvallinen arki", 0, 0, 0)]

    def test_a_code_counts_what_is_below_it_and_each_case_once(self, session: CodebookSession) -> None:
        session.run("place", {"code": guid(session, "Kiire"), "parent": guid(session, "Luottamus")})
        top = session.tree()["codes"][0]
        assert (top["cases"], top["mentions"], top["codings"]) == (2, 2, 2)  # the extracts overlap: one mention

    def test_counts_as_the_frequency_table_does(self, session: CodebookSession, coded: Study) -> None:
        session.run("place", {"code": guid(session, "Kiire"), "parent": guid(session, "Luottamus")})
        table = coded.frequency().to_frame()
        shown = [(row["name"], row["mentions"], row["cases"]) for row in session.tree()["codes"]]
        assert shown == list(table[["code", "mentions", "cases"]].itertuples(index=False, name=None))

    def test_follows_what_is_done_elsewhere(self, session: CodebookSession, coded: Study) -> None:
        assert session.tree()["codes"][2]["cases"] == 0
        coded.code("3:Q1", "Turvallinen arki", "Turvallinen arki")
        assert session.tree()["codes"][2]["cases"] == 1

    def test_holds_no_word_of_an_answer(self, session: CodebookSession, coded: Study) -> None:
        coded.codebook.edit("Kiire", example="syntyy hitaasti")
        assert "syntyy" not in str(session.tree())

    def test_an_empty_codebook_is_a_tree_too(self, study: Study) -> None:
        assert codebook_session(study).tree() == {"codes": [], "readonly": False}

    def test_says_when_nothing_can_be_changed(self, session: CodebookSession, coded: Study) -> None:
        coded.close()
        with teema.open(coded.path, read_only=True) as reader:
            assert codebook_session(reader).tree()["readonly"]


class TestOneCode:
    def test_tells_its_fields_its_extracts_and_what_overlaps(self, session: CodebookSession) -> None:
        found = session.run("details", {"code": guid(session, "Luottamus")})
        assert found["code"]["definition"] == "Mitä luottamus tarkoittaa."
        assert [(item["answer"], item["text"], item["coders"]) for item in found["extracts"]] == [
            ("1:Q1", "luottamus syntyy hitaasti", "AJ"), ("2:Q1", "hän luottaa", "AJ"),
        ]  # fmt: skip
        assert found["total"] == 2
        assert found["overlaps"] == [{"id": guid(session, "Kiire"), "n": 1}]

    def test_extracts_come_in_parts_and_can_be_filtered(self, session: CodebookSession) -> None:
        luottamus = guid(session, "Luottamus")
        rest = session.run("extracts", {"code": luottamus, "start": 1})
        assert [item["text"] for item in rest["extracts"]] == ["hän luottaa"]
        assert rest["total"] == 2
        found = session.run("extracts", {"code": luottamus, "words": "HÄN"})
        assert ([item["text"] for item in found["extracts"]], found["total"]) == (["hän luottaa"], 1)

    def test_one_extract_by_two_coders_is_one_line(self, session: CodebookSession, coded: Study) -> None:
        coded.close()
        with teema.open(coded.path, coder="MK") as second:
            second.code("2:Q1", "hän luottaa", "Luottamus")
            found = codebook_session(second).run("details", {"code": second.codebook["Luottamus"].id})
            assert [sorted(item["coders"].split(", ")) for item in found["extracts"]] == [["AJ"], ["AJ", "MK"]]

    def test_history_is_in_words_newest_first(self, session: CodebookSession) -> None:
        kiire = guid(session, "Kiire")
        session.run("rename", {"code": kiire, "name": "Ajan puute", "was": "Kiire"})
        session.run("undo", {})
        lines = session.run("history", {"code": kiire})["history"]
        assert [line["what"] for line in lines] == [
            "kumottiin: nimettiin uudelleen", "nimettiin uudelleen", "koodattiin", "lisättiin",
        ]  # fmt: skip
        assert lines[1]["summary"] == "Kiire → Ajan puute"

    def test_a_rule_says_how_much_it_finds(self, session: CodebookSession) -> None:
        assert session.run("rule", {"query": "kiire"})["say"] == "Osumia: 3. Vastauksia: 2. Vastaajia: 2."
        assert session.run("rule", {"query": " "})["say"] == "Koodilla ei ole hakulauseketta."
        with pytest.raises(QueryError):
            session.run("rule", {"query": "(kiire"})

    def test_search_looks_into_definitions(self, session: CodebookSession) -> None:
        assert session.run("search", {"words": "MITÄ kiire"})["found"] == [guid(session, "Kiire")]

    def test_a_code_that_is_gone_is_told_of(self, session: CodebookSession, coded: Study) -> None:
        kiire = guid(session, "Kiire")
        coded.codebook.delete("Kiire", with_codings=True)
        with pytest.raises(NotFoundError, match="Koodia ei enää ole"):
            session.run("details", {"code": kiire})


class TestFields:
    def test_are_changed_one_by_one(self, session: CodebookSession, coded: Study) -> None:
        kiire = guid(session, "Kiire")
        for field, value in (("exclude", "Kun kyse on jonosta."), ("colour", "#0072B2"), ("query", "kiire*")):
            session.run("edit", {"code": kiire, "field": field, "value": value, "was": ""})
        code = coded.codebook["Kiire"]
        assert (code.exclude, code.colour, code.query) == ("Kun kyse on jonosta.", "#0072b2", "kiire*")

    def test_what_was_changed_elsewhere_is_not_written_over(self, session: CodebookSession, coded: Study) -> None:
        kiire = guid(session, "Kiire")
        coded.codebook.edit("Kiire", definition="Aika ei riitä.")
        with pytest.raises(CodebookError, match="muuttunut muualla") as error:
            session.run("edit", {"code": kiire, "field": "definition", "value": "x", "was": "Mitä kiire tarkoittaa."})
        assert error.value.hint == "Siinä on nyt: Aika ei riitä."
        assert coded.codebook["Kiire"].definition == "Aika ei riitä."

    def test_an_unknown_field_is_an_error(self, session: CodebookSession) -> None:
        with pytest.raises(UnusableValueError, match="position"):
            session.run("edit", {"code": guid(session, "Kiire"), "field": "position", "value": "1", "was": "0"})

    def test_a_taken_name_is_refused(self, session: CodebookSession) -> None:
        with pytest.raises(CodebookError, match="already"):
            session.run("rename", {"code": guid(session, "Kiire"), "name": "luottamus", "was": "Kiire"})


class TestPlaces:
    def test_are_said_with_the_order(self, session: CodebookSession) -> None:
        kiire, arki = guid(session, "Kiire"), guid(session, "Turvallinen arki")
        assert session.run("place", {"code": arki, "before": kiire})["say"] == (
            "Turvallinen arki: ylimmällä tasolla, 2 / 3"
        )
        said = session.run("place", {"code": kiire, "parent": arki})["say"]
        assert said == "Kiire: koodin ”Turvallinen arki” alla, 1 / 1"
        assert names(session) == [("Luottamus", 0), ("Turvallinen arki", 0), ("Kiire", 1)]

    def test_not_under_its_own_branch(self, session: CodebookSession) -> None:
        luottamus, kiire = guid(session, "Luottamus"), guid(session, "Kiire")
        session.run("place", {"code": kiire, "parent": luottamus})
        with pytest.raises(CodebookError, match="cannot stand under"):
            session.run("place", {"code": luottamus, "parent": kiire})


class TestAskedFirst:
    """Merging, splitting and deleting say what would happen, and do nothing until they are told to."""

    def test_merging(self, session: CodebookSession, coded: Study) -> None:
        kiire, luottamus = guid(session, "Kiire"), guid(session, "Luottamus")
        coded.code("1:Q1", "syntyy hitaasti", "Luottamus")
        coded.code("4:Q2", "kiireen takia", "Kiire")
        coded.codebook.add("Aikapula", parent="Kiire")
        coded.memo("Pohdi vielä.", code="Kiire")
        before = names(session)
        asked = session.run("merge", {"codes": [kiire], "into": luottamus, "apply": False})
        assert asked["lines"] == [
            "1 koodaus siirtyy",
            "1 koodaus poistuu, koska samalla otteella on jo säilyvä koodi",
            "1 alakoodi siirtyy",
            "1 muistiinpano siirtyy",
        ]
        assert names(session) == before
        done = session.run("merge", {"codes": [kiire], "into": luottamus, "apply": True})
        assert done == {"say": "Yhdistetty: Kiire → Luottamus", "code": luottamus}
        assert names(session) == [("Luottamus", 0), ("Aikapula", 1), ("Turvallinen arki", 0)]
        session.run("undo", {})
        assert names(session) == before

    def test_splitting(self, session: CodebookSession, coded: Study) -> None:
        luottamus = guid(session, "Luottamus")
        one = session.run("details", {"code": luottamus})["extracts"][1]["extract"]
        given: dict[str, Any] = {"code": luottamus, "into": "Luottamuksen hinta", "extracts": [one]}
        assert session.run("split", {**given, "apply": False})["lines"] == ["1 koodaus siirtyy"]
        assert "Luottamuksen hinta" not in coded.codebook
        done = session.run("split", {**given, "apply": True})
        assert done["say"] == "Jaettu: Luottamus → Luottamuksen hinta (otteita 1)"
        assert done["code"] == coded.codebook["Luottamuksen hinta"].id
        assert coded.codings.query("text == 'hän luottaa'")["code"].tolist() == ["Luottamuksen hinta"]

    def test_splitting_needs_extracts(self, session: CodebookSession) -> None:
        with pytest.raises(UnusableValueError, match="Yhtään otetta"):
            session.run("split", {"code": guid(session, "Kiire"), "into": "x", "extracts": [], "apply": False})

    def test_deleting_with_the_codings_or_handing_them_over(self, session: CodebookSession, coded: Study) -> None:
        kiire, arki = guid(session, "Kiire"), guid(session, "Turvallinen arki")
        assert session.run("delete", {"code": kiire})["lines"] == [
            "1 koodaus poistuu", "1 ote poistuu, koska siinä ei ole muita koodeja",
        ]  # fmt: skip
        assert session.run("delete", {"code": kiire, "move_to": arki})["lines"] == ["1 koodaus siirtyy"]
        assert session.run("delete", {"code": arki})["lines"] == [
            "Koodauksia, alakoodeja tai analyyseja tämä ei muuta."
        ]
        session.run("delete", {"code": kiire, "move_to": arki, "apply": True})
        assert "Kiire" not in coded.codebook
        assert coded.codings.query("text == 'syntyy hitaasti'")["code"].tolist() == ["Turvallinen arki"]


class TestWidget:
    def test_answers_each_message_after_it_was_done(self, session: CodebookSession) -> None:
        view = CodebookView(session)
        reply = view.reply({"id": "a", "command": "add", "given": {"name": "Rajat"}})
        assert (reply["id"], reply["ok"], reply["say"]) == ("a", True, "Uusi koodi: Rajat")
        assert view.tree["codes"][-1]["id"] == reply["code"]

    def test_a_message_that_comes_again_is_not_done_again(self, session: CodebookSession) -> None:
        view = CodebookView(session)
        session.run("add", {"name": "Rajat"})
        message = {"id": "b", "command": "undo"}
        assert view.reply(message) == view.reply(message)
        assert names(session) == [("Luottamus", 0), ("Kiire", 0), ("Turvallinen arki", 0)]
        assert len(session.run("details", {"code": guid(session, "Kiire")})["extracts"]) == 1

    @pytest.mark.parametrize("given", [{"name": " "}, {"name": "Kiire"}, {"nimi": "x"}])
    def test_what_cannot_be_done_is_answered_with_an_error(
        self, session: CodebookSession, given: dict[str, str]
    ) -> None:
        reply = CodebookView(session).reply({"id": 1, "command": "add", "given": given})
        assert reply["error"]
        assert "ok" not in reply

    def test_closing_empties_what_the_notebook_holds(self, session: CodebookSession) -> None:
        view = CodebookView(session)
        view.close()
        assert view.tree == {}

    def test_without_a_widget_it_says_what_it_is(self, coded: Study) -> None:
        found = coded.codebook_view()._repr_mimebundle_()
        bundle = found[0] if isinstance(found, tuple) else found
        assert bundle["text/plain"] == "teeman koodikirja (näkyy JupyterLabissa)"


def test_every_command_has_a_place_on_the_screen(session: CodebookSession) -> None:
    for command in session._commands:
        assert f'"{command}"' in CodebookView._esm, command
