"""A sitting with the theme board without a browser: the boards, their numbers, and what each command does and says."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from teema.errors import NotFoundError, UnusableValueError
from teema.study import Study
from teema.study.analysis import Analysis
from teema.study.board import board_of
from teema.widgets import Board, BoardSession


@pytest.fixture
def ta(coded: Study) -> Analysis:
    """Luottamus kantaa (Luottamus) with the sub-theme Arki sujuu (Turvallinen arki), and Työn ehdot; Kiire unplaced."""
    coded.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    coded.code("2:Q1", "hän luottaa", "Luottamus")
    coded.code("3:Q1", "Turvallinen arki", "Turvallinen arki")
    ta = coded.analysis("A", approach="content-analysis")
    ta.add("Luottamus kantaa", ["Luottamus"], definition="Luottamus on työn perusta.")
    ta.add("Arki sujuu", ["Turvallinen arki"], parent="Luottamus kantaa")
    ta.add("Työn ehdot")
    return ta


@pytest.fixture
def session(ta: Analysis) -> BoardSession:
    return ta.board().session


def board(session: BoardSession, place: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = session.boards()["boards"][place]
    return found


def theme(session: BoardSession, name: str, place: int = 0) -> str:
    return next(str(item["id"]) for item in board(session, place)["themes"] if item["name"] == name)


def code(session: BoardSession, name: str) -> str:
    return next(str(item["id"]) for item in session.boards()["codes"] if item["name"] == name)


def run(session: BoardSession, command: str, **given: Any) -> dict[str, Any]:
    return session.run(command, {"board": board(session)["id"], **given})


def held(ta: Analysis) -> list[tuple[str, str]]:
    return list(ta.members[["theme", "code"]].itertuples(index=False, name=None))


class TestBoards:
    def test_shows_themes_in_tree_order_with_their_cards(self, session: BoardSession) -> None:
        codes = {item["id"]: item["name"] for item in session.boards()["codes"]}
        shown = board(session)
        assert [(item["name"], item["depth"], [codes[key] for key in item["codes"]]) for item in shown["themes"]] == [
            ("Luottamus kantaa", 0, ["Luottamus"]), ("Arki sujuu", 1, ["Turvallinen arki"]), ("Työn ehdot", 0, []),
        ]  # fmt: skip
        assert [codes[key] for key in shown["unplaced"]] == ["Kiire"]

    def test_counts_as_the_frequency_table_does(self, session: BoardSession, ta: Analysis) -> None:
        ta.place_extract("Työn ehdot", ("1:Q2", "Kiire."))
        table = ta.frequency().to_frame()
        assert [(item["name"], item["cases"]) for item in board(session)["themes"]] == list(
            table[["code", "cases"]].itertuples(index=False, name=None)
        )
        assert board(session)["themes"][2]["extracts"] == 1

    def test_hides_counts_in_reflexive_analysis(self, coded: Study) -> None:
        coded.analysis("A", approach="reflexive")
        coded.analysis("B", approach="content-analysis")
        assert [item["counts"] for item in coded.board().session.boards()["boards"]] == [False, True]

    def test_a_sub_code_goes_with_the_code_above_it(self, session: BoardSession, coded: Study) -> None:
        coded.codebook.add("Luottamus työntekijään", parent="Luottamus")
        assert board(session)["unplaced"] == [code(session, "Kiire")]

    def test_follows_what_is_done_elsewhere(self, session: BoardSession, coded: Study, ta: Analysis) -> None:
        before = board(session)["themes"][2]["cases"]
        coded.code("1:Q2", "Kiire.", "Kiire")
        ta.place("Työn ehdot", "Kiire")
        assert (before, board(session)["themes"][2]["cases"], board(session)["unplaced"]) == (0, 1, [])

    def test_holds_no_word_of_an_answer(self, session: BoardSession) -> None:
        assert "hitaasti" not in str(session.boards())

    def test_an_empty_study_has_a_board_too(self, study: Study) -> None:
        study.analysis("A")
        shown = study.board().session.boards()
        assert (shown["codes"], shown["boards"][0]["themes"], shown["boards"][0]["unplaced"]) == ([], [], [])


class TestWhich:
    def test_stand_in_the_order_they_are_named(self, coded: Study) -> None:
        for name in ("A", "B", "C"):
            coded.analysis(name)
        session = coded.board("C", "a").session
        assert [item["name"] for item in session.boards()["boards"]] == ["C", "A"]

    def test_an_unknown_analysis_is_not_made(self, ta: Analysis, coded: Study) -> None:
        with pytest.raises(NotFoundError, match="Alustava"):
            coded.board("A", "Alustava")
        assert [item["name"] for item in coded.board().session.boards()["boards"]] == ["A"]

    def test_without_any_analysis_it_says_how_to_make_one(self, study: Study) -> None:
        with pytest.raises(UnusableValueError, match="no analysis") as error:
            board_of(study, ())
        assert "study.analysis(" in str(error.value)


class TestCards:
    def test_moves_from_theme_to_theme_as_one_step(self, session: BoardSession, ta: Analysis, coded: Study) -> None:
        given = {"code": code(session, "Luottamus"), "theme": theme(session, "Työn ehdot")}
        said = run(session, "place", source=theme(session, "Luottamus kantaa"), **given)["say"]
        assert said == "Luottamus → Työn ehdot"
        assert held(ta) == [("Arki sujuu", "Turvallinen arki"), ("Työn ehdot", "Luottamus")]
        session.run("undo", {})
        assert ("Luottamus kantaa", "Luottamus") in held(ta)
        assert len(held(ta)) == 2

    def test_copied_it_stands_in_both(self, session: BoardSession, ta: Analysis) -> None:
        given = {"code": code(session, "Luottamus"), "theme": theme(session, "Työn ehdot"), "copy": True}
        run(session, "place", source=theme(session, "Luottamus kantaa"), **given)
        assert [name for name, card in held(ta) if card == "Luottamus"] == ["Luottamus kantaa", "Työn ehdot"]

    def test_taken_out_it_is_unplaced_unless_another_theme_holds_it(self, session: BoardSession, ta: Analysis) -> None:
        ta.place("Työn ehdot", "Luottamus")
        card = code(session, "Luottamus")
        first = run(session, "place", code=card, source=theme(session, "Luottamus kantaa"))["say"]
        second = run(session, "place", code=card, source=theme(session, "Työn ehdot"))["say"]
        assert first == "Luottamus ei ole enää luokassa Luottamus kantaa."
        assert second == "Luottamus on sijoittamatta."
        assert ta.unplaced == ["Luottamus", "Kiire"]

    def test_dropped_where_it_is_nothing_is_written(self, session: BoardSession, coded: Study) -> None:
        before = coded.store.revision()
        place = theme(session, "Luottamus kantaa")
        run(session, "place", code=code(session, "Luottamus"), theme=place, source=place)
        assert coded.store.revision() == before

    def test_tells_an_extract_of_its_own_or_of_a_code_below(self, session: BoardSession, coded: Study) -> None:
        coded.codebook.move("Luottamus", "Kiire")
        told = session.run("example", {"code": code(session, "Kiire")})
        assert told["definition"] == "Mitä kiire tarkoittaa."
        assert told["extract"] == {"text": "luottamus syntyy hitaasti", "answer": "1:Q1"}


class TestThemes:
    def test_a_card_becomes_a_theme_as_one_step(self, session: BoardSession, ta: Analysis) -> None:
        run(session, "add", name="Kiire uuvuttaa", code=code(session, "Kiire"))
        assert held(ta)[-1] == ("Kiire uuvuttaa", "Kiire")
        session.run("undo", {})
        assert "Kiire uuvuttaa" not in ta

    def test_is_renamed_unless_it_was_renamed_elsewhere(self, session: BoardSession, ta: Analysis) -> None:
        key = theme(session, "Työn ehdot")
        run(session, "rename", theme=key, name="Työn reunaehdot", was="Työn ehdot")
        with pytest.raises(UnusableValueError, match="Työn reunaehdot"):
            run(session, "rename", theme=key, name="Ehdot", was="Työn ehdot")
        assert ta.name_history("Työn reunaehdot")["name"].tolist() == ["Työn ehdot", "Työn reunaehdot"]

    def test_under_another_its_level_follows_and_comes_back(self, session: BoardSession, ta: Analysis) -> None:
        key, above = theme(session, "Työn ehdot"), theme(session, "Luottamus kantaa")
        said = run(session, "move", theme=key, parent=above)["say"]
        assert said == "Työn ehdot → Luottamus kantaa (alaluokka)"
        assert (ta["Työn ehdot"].kind, ta["Työn ehdot"].parent) == ("subtheme", above)
        run(session, "move", theme=key)
        assert (ta["Työn ehdot"].kind, ta["Työn ehdot"].parent) == ("theme", None)

    def test_is_put_before_a_sister_and_last(self, session: BoardSession, ta: Analysis) -> None:
        first, last = theme(session, "Luottamus kantaa"), theme(session, "Työn ehdot")
        run(session, "move", theme=last, before=first)
        assert ta.themes["theme"].tolist() == ["Työn ehdot", "Luottamus kantaa", "Arki sujuu"]
        run(session, "move", theme=last)
        assert ta.themes["theme"].tolist() == ["Luottamus kantaa", "Arki sujuu", "Työn ehdot"]
        session.run("undo", {})
        assert ta.themes["theme"].tolist()[0] == "Työn ehdot"

    def test_among_its_sisters_its_level_stays(self, session: BoardSession, ta: Analysis) -> None:
        ta.edit("Työn ehdot", kind="subtheme")
        run(session, "move", theme=theme(session, "Työn ehdot"), before=theme(session, "Luottamus kantaa"))
        assert ta["Työn ehdot"].kind == "subtheme"

    def test_cannot_go_under_itself(self, session: BoardSession, ta: Analysis) -> None:
        with pytest.raises(UnusableValueError, match="below it"):
            run(session, "move", theme=theme(session, "Luottamus kantaa"), parent=theme(session, "Arki sujuu"))

    def test_says_what_merging_will_do_before_it_does_it(self, session: BoardSession, ta: Analysis) -> None:
        given = {"theme": theme(session, "Luottamus kantaa"), "into": theme(session, "Työn ehdot")}
        assert run(session, "merge", **given)["lines"] == [
            "Siirtyviä koodeja ja otteita: 1", "Alempia luokkia, jotka saavat uuden paikan: 1",
        ]  # fmt: skip
        assert len(ta) == 3
        assert run(session, "merge", apply=True, **given)["say"] == "Yhdistetty: Luottamus kantaa → Työn ehdot"
        assert held(ta) == [("Arki sujuu", "Turvallinen arki"), ("Työn ehdot", "Luottamus")]

    def test_is_dropped_with_a_reason_that_the_trail_tells(self, session: BoardSession, ta: Analysis) -> None:
        key = theme(session, "Arki sujuu")
        assert run(session, "drop", theme=key, reason="Liian ohut")["lines"]
        run(session, "drop", theme=key, reason="Liian ohut", apply=True)
        assert ta.unplaced == ["Kiire", "Turvallinen arki"]
        assert "Liian ohut" in ta.trail().to_frame()["reason"].tolist()

    def test_is_a_candidate_or_not(self, session: BoardSession, ta: Analysis) -> None:
        key = theme(session, "Työn ehdot")
        assert run(session, "candidate", theme=key, candidate=True)["say"] == "Työn ehdot on alustava."
        assert board(session)["themes"][2]["candidate"]
        run(session, "candidate", theme=key, candidate=False)
        assert not ta["Työn ehdot"].candidate

    def test_tells_its_texts_and_what_it_holds_that_is_no_code(self, session: BoardSession, ta: Analysis) -> None:
        ta.place_extract("Luottamus kantaa", ("1:Q2", "Kiire."))
        told = run(session, "about", theme=theme(session, "Luottamus kantaa"))
        assert (told["definition"], told["single"]) == ("Luottamus on työn perusta.", ["Kiire."])

    def test_one_board_does_not_touch_another(self, ta: Analysis, coded: Study) -> None:
        other = coded.analysis("B")
        other.add("Ajan puute", ["Kiire"])
        session = coded.board("A", "B").session
        run(session, "place", code=code(session, "Kiire"), theme=theme(session, "Työn ehdot"))
        assert held(other) == [("Ajan puute", "Kiire")]
        with pytest.raises(NotFoundError, match="ei enää ole"):
            run(session, "candidate", theme=theme(session, "Ajan puute", 1), candidate=True)


class TestWidget:
    @pytest.mark.parametrize(
        ("command", "given"),
        [("place", {"code": "ei", "board": "ei"}), ("add", {"name": " "}), ("poista", {}), ("merge", {"turha": 1})],
    )
    def test_what_cannot_be_done_is_answered_with_an_error(
        self, ta: Analysis, command: str, given: dict[str, Any]
    ) -> None:
        reply = ta.board().reply({"id": 1, "command": command, "given": given})
        assert reply["error"]
        assert "ok" not in reply

    def test_works_from_many_threads_at_once(self, ta: Analysis) -> None:
        widget = ta.board()
        key = widget.session.boards()["boards"][0]["id"]
        replies: list[dict[str, Any]] = []

        def work(place: int) -> None:
            message = {"id": place, "command": "add", "given": {"board": key, "name": f"Teema {place}"}}
            replies.append(widget.reply(message))

        threads = [threading.Thread(target=work, args=(place,)) for place in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert all(reply.get("ok") for reply in replies), replies
        assert len(widget.shown["boards"][0]["themes"]) == len(ta) == 15

    def test_a_closed_study_is_told_of(self, ta: Analysis, coded: Study) -> None:
        widget = ta.board()
        coded.close()
        assert "closed" in widget.reply({"id": 1, "command": "refresh"})["error"]

    def test_closing_empties_what_the_notebook_holds(self, ta: Analysis) -> None:
        widget = ta.board()
        widget.close()
        assert widget.shown == {}

    def test_without_a_widget_it_says_what_it_is(self, ta: Analysis) -> None:
        found = ta.board()._repr_mimebundle_()
        bundle = found[0] if isinstance(found, tuple) else found
        assert bundle["text/plain"] == "teeman luokkataulu (näkyy JupyterLabissa)"


def test_every_command_has_a_place_on_the_screen(session: BoardSession) -> None:
    for command in session._commands:
        assert f'"{command}"' in Board._esm, command
