"""A sitting of coding without a browser: where one is, what stands on the screen, and what every command does."""

from __future__ import annotations

import threading
from typing import Any

import pytest

import teema
from teema.errors import NotFoundError, QuotationError, UnusableValueError
from teema.study import Study
from teema.study.coder import coding_session
from teema.widgets import Coder, CodingSession


def code(session: CodingSession, quote: str, name: str, **given: Any) -> dict[str, Any]:
    """Code the words in the first answer on the screen that has them."""
    answer = next(item for item in session.screen()["answers"] if quote in item["text"])
    start = answer["text"].index(quote)
    wanted = next(item["id"] for item in session.codes() if item["name"] == name)
    return session.run(
        "code",
        {
            "answer": answer["answer"],
            "start": start,
            "end": start + len(quote),
            "quote": quote,
            "code": wanted,
            **given,
        },
    )


@pytest.fixture
def session(coded: Study) -> CodingSession:
    return coding_session(coded)


class TestScreen:
    def test_shows_the_answer_with_its_question_and_background(self, session: CodingSession) -> None:
        shown = session.screen()
        assert shown["case"] == "1"
        assert [(item["label"], item["value"]) for item in shown["background"]] == [
            ("Kaupunki", "Turku"), ("Kokemus", "alle 2 v"), ("Menetelmät", "videointi"), ("Ikä", "31"),
        ]  # fmt: skip
        (answer,) = shown["answers"]
        assert answer["asked"] == "Mikä kantaa asiakassuhdetta?"
        assert [answer["text"][start:end] for start, end in answer["sentences"]] == [
            "Luottamus on kaiken perusta.",
            "Minun kokemukseni on, että luottamus syntyy hitaasti.",
        ]

    def test_holds_no_other_answer(self, session: CodingSession, coded: Study) -> None:
        shown = str(session.screen()) + str(session.codes())
        for answer, text in coded.answers[["answer", "text"]].itertuples(index=False):
            assert (text[-14:] in shown) == (answer == "1:Q1")

    def test_all_answers_of_a_respondent_together(self, coded: Study) -> None:
        pages = coding_session(coded, by="case")
        assert [item["answer"] for item in pages.screen()["answers"]] == ["1:Q1", "1:Q2"]
        pages.run("next", {})
        assert [item["answer"] for item in pages.screen()["answers"]] == ["2:Q1"]

    def test_codes_come_in_tree_order_with_their_numbers(self, session: CodingSession, coded: Study) -> None:
        coded.codebook.add("Luottamuksen menetys", parent="Luottamus")
        code(session, "luottamus syntyy", "Luottamuksen menetys")
        assert [(item["name"], item["depth"], item["n"]) for item in session.codes()] == [
            ("Luottamus", 0, 0), ("Luottamuksen menetys", 1, 1), ("Kiire", 0, 0), ("Turvallinen arki", 0, 0),
        ]  # fmt: skip


class TestWhichAnswers:
    @pytest.mark.parametrize(
        ("given", "expected"),
        [
            ({}, ["1:Q1", "2:Q1", "3:Q1", "1:Q2", "3:Q2", "4:Q2"]),
            ({"questions": "Q2"}, ["1:Q2", "3:Q2", "4:Q2"]),
            ({"answers": ["4:Q2", "2:Q1"]}, ["2:Q1", "4:Q2"]),
            ({"answers": "3:Q2"}, ["3:Q2"]),
        ],
    )
    def test_all_or_the_chosen_in_the_order_of_the_questions(
        self, coded: Study, given: dict[str, Any], expected: list[str]
    ) -> None:
        session = coding_session(coded, **given)
        assert seen(session) == expected

    def test_the_result_of_a_search_with_its_hits_lit(self, coded: Study) -> None:
        session = coding_session(coded, coded.find("luottaa OR luottamus"))
        assert seen(session) == ["1:Q1", "2:Q1"]
        session.run("goto", {"position": 1})
        (answer,) = session.screen()["answers"]
        assert [answer["text"][start:end] for start, end in answer["hits"]] == ["luottaa"]

    def test_what_is_unread_or_uncoded(self, coded: Study) -> None:
        coded.code("1:Q2", "Kiire.", "Kiire")
        coding_session(coded).run("next", {})
        assert seen(coding_session(coded, only="unread"))[0] == "2:Q1"
        assert "1:Q2" not in seen(coding_session(coded, only="uncoded"))

    def test_nothing_left_is_said(self, coded: Study) -> None:
        session = coding_session(coded)
        for _ in range(6):
            session.run("next", {})
        with pytest.raises(UnusableValueError, match="no answer"):
            coding_session(coded, only="unread")

    @pytest.mark.parametrize("given", [{"by": "sivu"}, {"only": "kesken"}, {"others": "kaikki"}])
    def test_an_unknown_choice_is_an_error(self, coded: Study, given: dict[str, Any]) -> None:
        with pytest.raises(UnusableValueError, match=next(iter(given.values()))):
            coding_session(coded, **given)

    def test_an_unknown_answer_is_an_error(self, coded: Study) -> None:
        with pytest.raises(NotFoundError, match="9:Q1"):
            coding_session(coded, ["9:Q1"])


def seen(session: CodingSession) -> list[str]:
    """Go through all pages and return the answers, without marking anything as read."""
    found = []
    for position in range(session.screen()["pages"]):
        session.run("goto", {"position": position})
        found += [item["answer"] for item in session.screen()["answers"]]
    session.run("goto", {"position": 0})
    return found


class TestGoing:
    def test_going_on_counts_as_read_and_going_back_does_not(self, session: CodingSession) -> None:
        session.run("next", {})
        session.run("next", {})
        session.run("previous", {})
        assert session.screen()["position"] == 1
        assert session.screen()["progress"] == {"question": "Q1", "answers": 3, "read": 2, "coded": 0}
        session.run("unread", {})
        assert session.screen()["progress"]["read"] == 1

    def test_the_ends_are_said(self, session: CodingSession) -> None:
        assert session.run("previous", {})["say"] == "Tämä on ensimmäinen."
        session.run("goto", {"position": 99})
        assert session.run("next", {})["say"] == "Tämä on viimeinen."
        assert session.screen()["answers"][0]["read"]

    def test_to_an_answer_by_its_id(self, session: CodingSession) -> None:
        session.run("goto", {"answer": "4:Q2"})
        assert session.screen()["answers"][0]["answer"] == "4:Q2"
        with pytest.raises(NotFoundError, match="4:Q3"):
            session.run("goto", {"answer": "4:Q3"})

    def test_to_the_next_uncoded_around_the_end(self, session: CodingSession) -> None:
        session.run("goto", {"position": 5})
        code(session, "kiireen takia", "Kiire")
        session.run("next_open", {"what": "uncoded"})
        assert session.screen()["position"] == 0

    def test_when_all_is_coded_it_is_said(self, coded: Study) -> None:
        session = coding_session(coded, "1:Q2")
        code(session, "Kiire.", "Kiire")
        assert session.run("next_open", {"what": "uncoded"})["say"] == "Kaikissa on koodauksia."


class TestCoding:
    def test_is_on_disk_when_the_command_returns(self, session: CodingSession, coded: Study) -> None:
        code(session, "luottamus syntyy hitaasti", "Luottamus", level="latent")
        with teema.open(coded.path, read_only=True) as reader:
            assert reader.codings[["text", "code", "coder", "level"]].values.tolist() == [
                ["luottamus syntyy hitaasti", "Luottamus", "AJ", "latent"]
            ]

    def test_overlapping_extracts_have_stripes_of_their_own(self, session: CodingSession) -> None:
        code(session, "luottamus syntyy hitaasti", "Luottamus")
        code(session, "syntyy hitaasti.", "Kiire")
        code(session, "syntyy hitaasti.", "Turvallinen arki")
        assert [item["lane"] for item in session.screen()["answers"][0]["codings"]] == [0, 1, 2]

    def test_words_that_are_not_the_files_are_refused(self, session: CodingSession, coded: Study) -> None:
        wanted = session.codes()[0]["id"]
        with pytest.raises(QuotationError, match="eivät ole ne"):
            session.run("code", {"answer": "1:Q1", "start": 0, "end": 9, "quote": "Luottamu", "code": wanted})
        assert coded.codings.empty

    def test_a_new_code_and_its_first_coding_are_one_step(self, session: CodingSession, coded: Study) -> None:
        text = session.screen()["answers"][0]["text"]
        session.run("new_code", {"name": "Perusta", "answer": "1:Q1", "start": 0, "end": 9, "quote": text[:9]})
        assert coded.codings[["text", "code"]].values.tolist() == [["Luottamus", "Perusta"]]
        session.run("undo", {})
        assert coded.codings.empty
        assert "Perusta" not in coded.codebook

    def test_edges_level_reduced_expression_and_removal(self, session: CodingSession, coded: Study) -> None:
        coding = code(session, "luottamus syntyy", "Luottamus")["coding"]
        shown = session.screen()["answers"][0]
        start = shown["codings"][0]["start"]
        quote = "luottamus syntyy hitaasti"
        session.run("move", {"coding": coding, "start": start, "end": start + len(quote), "quote": quote})
        session.run("set", {"coding": coding, "level": "semantic"})
        session.run("set", {"coding": coding, "reduced": " hidas luottamuksen synty "})
        (found,) = session.screen()["answers"][0]["codings"]
        assert (found["level"], found["reduced"], found["end"]) == (
            "semantic", "hidas luottamuksen synty", start + len(quote),
        )  # fmt: skip
        session.run("set", {"coding": coding, "reduced": ""})
        session.run("uncode", {"coding": coding})
        assert session.screen()["answers"][0]["codings"] == []
        assert coded.store.rows("SELECT * FROM extracts") == []

    def test_notes_on_the_answer_the_case_and_the_extract(self, session: CodingSession) -> None:
        code(session, "luottamus syntyy", "Luottamus")
        extract = session.screen()["answers"][0]["codings"][0]["extract"]
        memo = session.run("memo", {"kind": "answer", "target": "1:Q1", "text": "Toistaa itseään."})["memo"]
        session.run("memo", {"kind": "case", "target": "1", "text": "Kokenut."})
        session.run("memo", {"kind": "extract", "target": extract, "text": "Ydin."})
        session.run("edit_memo", {"memo": memo, "text": "Toistaa sanan."})
        shown = session.screen()
        assert [shown["memos"][0]["text"], shown["answers"][0]["memos"][0]["text"]] == ["Kokenut.", "Toistaa sanan."]
        assert shown["answers"][0]["codings"][0]["memos"][0]["text"] == "Ydin."
        session.run("remove_memo", {"memo": memo})
        assert session.screen()["answers"][0]["memos"] == []


class TestTakingBack:
    def test_goes_to_the_answer_that_it_changed(self, session: CodingSession, coded: Study) -> None:
        code(session, "luottamus syntyy", "Luottamus")
        session.run("goto", {"answer": "4:Q2"})
        assert session.run("undo", {})["moved"]
        assert session.screen()["answers"][0]["answer"] == "1:Q1"
        assert coded.codings.empty
        session.run("redo", {})
        assert len(coded.codings) == 1

    def test_nothing_to_take_back_is_said(self, session: CodingSession) -> None:
        for _ in range(3):
            session.run("undo", {})
        assert session.run("undo", {})["say"] == "Ei kumottavaa."
        assert session.run("redo", {})["say"].startswith("Tehty uudelleen")


class TestSearching:
    def test_lights_all_forms_and_codes_them_all_as_one_step(self, session: CodingSession, coded: Study) -> None:
        assert session.run("find", {"query": "luottamus OR luottaa"})["say"] == "3 osumaa, 2 vastausta"
        assert session.screen()["found"] == 3
        wanted = {"code": session.codes()[0]["id"], "unit": "sentence"}
        preview = session.run("code_hits", {**wanted, "apply": False})
        assert (preview["new"], preview["old"]) == (3, 0)
        assert coded.codings.empty
        session.run("code_hits", {**wanted, "apply": True})
        assert len(coded.codings) == 3
        assert session.run("code_hits", {**wanted, "apply": False})["old"] == 3
        session.run("undo", {})
        assert coded.codings.empty

    def test_goes_to_the_first_hit_and_an_empty_search_ends_it(self, session: CodingSession) -> None:
        session.run("find", {"query": "kiire"})
        assert session.screen()["answers"][0]["answer"] == "1:Q2"
        session.run("next_open", {"what": "hit"})
        assert session.screen()["answers"][0]["answer"] == "4:Q2"
        session.run("find", {"query": ""})
        assert session.screen()["found"] == 0

    def test_coding_hits_without_a_search_is_an_error(self, session: CodingSession) -> None:
        with pytest.raises(UnusableValueError, match="searched"):
            session.run("code_hits", {"code": session.codes()[0]["id"], "unit": "sentence", "apply": True})


class TestTwoCoders:
    @pytest.fixture
    def second(self, coded: Study) -> Study:
        coded.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
        coded.code("1:Q1", "kaiken perusta", "Turvallinen arki")
        coded.close()
        return teema.open(coded.path, coder="MK")

    def test_others_codings_are_shown_hidden_or_compared(self, second: Study) -> None:
        second.code("1:Q1", "luottamus syntyy", "Luottamus")
        with second:
            shown = coding_session(second).screen()["answers"][0]["codings"]
            assert [(item["coder"], item["mine"]) for item in shown] == [("AJ", False), ("AJ", False), ("MK", True)]
            hidden = coding_session(second, others="hide")
            assert [item["coder"] for item in hidden.screen()["answers"][0]["codings"]] == ["MK"]
            assert [item["n"] for item in hidden.codes()] == [1, 0, 0]
            hidden.run("others", {"others": "compare"})
            assert [item["agreed"] for item in hidden.screen()["answers"][0]["codings"]] == [False, True, True]

    def test_another_coders_coding_cannot_be_changed(self, second: Study) -> None:
        with second:
            session = coding_session(second)
            theirs = session.screen()["answers"][0]["codings"][0]["coding"]
            with pytest.raises(UnusableValueError, match="AJ"):
                session.run("uncode", {"coding": theirs})


class TestNumbers:
    def test_follow_work_done_in_a_cell(self, session: CodingSession, coded: Study) -> None:
        assert session.codes()[1]["n"] == 0
        coded.code("1:Q2", "Kiire.", "Kiire")
        assert session.codes()[1]["n"] == 1

    def test_are_the_same_after_many_commands_as_counted_anew(self, session: CodingSession, coded: Study) -> None:
        code(session, "luottamus syntyy", "Luottamus")
        session.run("next", {})
        coding = code(session, "luottaa", "Luottamus")["coding"]
        code(session, "aikaa", "Kiire")
        session.run("uncode", {"coding": coding})
        session.run("undo", {})
        session.run("next", {})
        session.run("unread", {})
        fresh = coding_session(coded)
        assert session.codes() == fresh.codes()
        fresh.run("goto", {"position": session.screen()["position"]})
        assert session.screen()["progress"] == fresh.screen()["progress"]


class TestWidget:
    def test_answers_each_message_after_it_was_done(self, coded: Study) -> None:
        coder = coded.coder()
        text = coder.screen["answers"][0]["text"]
        given = {"answer": "1:Q1", "start": 0, "end": 9, "quote": text[:9], "code": coder.codes[0]["id"]}
        reply = coder.reply({"id": "a1", "command": "code", "given": given})
        assert (reply["id"], reply["ok"]) == ("a1", True)
        assert coder.screen["answers"][0]["codings"][0]["end"] == 9

    @pytest.mark.parametrize(
        "message",
        [
            {"id": 1, "command": "poista kaikki"},
            {"id": 1, "command": "code", "given": {"turha": 1}},
            {"id": 1, "command": "goto", "given": {"answer": "ei"}},
            {"id": 1},
        ],
    )
    def test_what_cannot_be_done_is_answered_with_an_error(self, coded: Study, message: dict[str, Any]) -> None:
        reply = coded.coder().reply(message)
        assert reply["id"] == 1
        assert reply["error"]
        assert "ok" not in reply

    def test_a_closed_study_is_told_of(self, coded: Study) -> None:
        coder = coded.coder()
        coded.close()
        assert "closed" in coder.reply({"id": 1, "command": "next"})["error"]

    def test_works_from_many_threads_at_once(self, coded: Study) -> None:
        coder = coded.coder("1:Q1")
        text = coder.screen["answers"][0]["text"]
        wanted = coder.codes[0]["id"]
        replies: list[dict[str, Any]] = []

        def work(start: int) -> None:
            given = {
                "answer": "1:Q1",
                "start": start,
                "end": start + 5,
                "quote": text[start : start + 5],
                "code": wanted,
            }
            replies.append(coder.reply({"id": start, "command": "code", "given": given}))

        threads = [threading.Thread(target=work, args=(start,)) for start in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(reply.get("ok") for reply in replies), replies
        assert len(coded.codings) == len(coder.screen["answers"][0]["codings"]) == 20

    def test_leaves_no_answer_in_the_notebook_when_closed(self, coded: Study) -> None:
        coder = coded.coder()
        coder.close()
        assert (coder.screen, coder.codes) == ({}, [])

    def test_its_plain_text_holds_no_answer(self, coded: Study) -> None:
        shown = coded.coder()._repr_mimebundle_()
        bundle = shown[0] if isinstance(shown, tuple) else shown
        assert bundle["text/plain"] == "teeman koodain (näkyy JupyterLabissa)"


def test_every_command_has_a_place_on_the_screen(coded: Study) -> None:
    source = Coder._esm
    for command in coding_session(coded)._commands:
        assert f'"{command}"' in source, command
    assert isinstance(coded.coder(), Coder)
