"""A study suggests codes for its answers, learns from every coding, and forgets what was undone."""

import pytest

import teema
from teema.errors import NotFoundError
from teema.study import Study
from teema.study.coder import coding_session
from teema.study.suggesting import Suggester, is_reflexive


@pytest.fixture
def coded(study: Study) -> Study:
    study.codebook.add("Luottamus"), study.codebook.add("Kiire", query="kiire")
    study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
    return study


def codes(study: Study, answer: str) -> list[tuple[str, str]]:
    frame = study.suggestions(answer)
    return list(zip(frame["code"], frame["why"], strict=True))


def test_a_rule_and_likeness_each_say_why(coded: Study) -> None:
    frame = coded.suggestions("1:Q2")
    assert frame[["code", "why", "words"]].values.tolist() == [["Kiire", "rule", ("kiire",)]]
    # The other sentence of the same answer has a word in common with the one that is coded.
    [found] = coded.suggestions("1:Q1").to_dict("records")
    assert (found["code"], found["why"], found["text"]) == ("Luottamus", "alike", "Luottamus on kaiken perusta.")
    assert "luottamus" in " ".join(found["words"])


def test_what_is_coded_or_declined_is_not_suggested(coded: Study) -> None:
    coded.code("1:Q2", None, "Kiire")
    assert codes(coded, "1:Q2") == []


def test_it_learns_from_codings_and_forgets_what_was_undone(coded: Study) -> None:
    suggest = Suggester(coded)
    before = suggest(["3:Q1"])
    coded.codebook.add("Arki")
    coded.code("3:Q1", None, "Arki")
    text = coded.answers.set_index("answer").loc["3:Q1", "text"]
    assert all(item.code != coded.codebook["Arki"].id for item in suggest(["3:Q1"]))
    coded.undo(2)
    assert suggest(["3:Q1"]) == before
    assert text


def test_answers_without_codings_are_taken_by_default(coded: Study) -> None:
    assert "1:Q1" not in set(coded.suggestions()["answer"])
    with pytest.raises(NotFoundError):
        coded.suggestions("99:Q1")


def test_nothing_is_suggested_in_an_empty_study(study: Study) -> None:
    assert study.suggestions().empty


class TestInTheCoder:
    def test_they_are_off_until_switched_on_and_the_switch_is_remembered(self, coded: Study) -> None:
        session = coding_session(coded, "4:Q2")
        assert session.screen()["suggestions"] == []
        assert "päällä" in session.run("suggest", {"on": True})["say"]
        assert [item["why"] for item in session.screen()["suggestions"]] == ["rule"]
        assert coding_session(coded, "4:Q2").suggesting
        assert coded.undo() == 1
        assert len(coded.codings) == 0, "undo takes back the last work, not the switch"

    def test_accepting_codes_and_the_journal_tells_it_apart(self, coded: Study) -> None:
        session = coding_session(coded, "4:Q2")
        session.run("suggest", {"on": True})
        [item] = session.screen()["suggestions"]
        text = session.screen()["answers"][0]["text"]
        given = {key: item[key] for key in ("answer", "start", "end", "code")}
        session.run("accept", {**given, "quote": text[item["start"] : item["end"]]})
        assert coded.codings["code"].tolist()[-1] == "Kiire"
        assert coded.history()["command"].iloc[-1] == "code.suggested"
        assert session.screen()["suggestions"] == []

    def test_what_was_declined_does_not_come_again_until_that_is_undone(self, coded: Study) -> None:
        session = coding_session(coded, "4:Q2")
        session.run("suggest", {"on": True})
        [item] = session.screen()["suggestions"]
        text = session.screen()["answers"][0]["text"]
        given = {key: item[key] for key in ("answer", "start", "end", "code")}
        session.run("decline", {**given, "quote": text[item["start"] : item["end"]]})
        assert session.screen()["suggestions"] == []
        assert coded.suggestions("4:Q2").empty
        assert coded.history()["command"].iloc[-1] == "code.decline"
        session.run("undo", {})
        assert len(session.screen()["suggestions"]) == 1

    def test_in_reflexive_analysis_they_are_off_each_time(self, coded: Study) -> None:
        coding_session(coded, "4:Q2").run("suggest", {"on": True})
        coded.analysis("TA", approach="reflexive")
        assert is_reflexive(coded)
        session = coding_session(coded, "4:Q2")
        assert session.screen()["reflexive"]
        assert not session.suggesting
        session.run("suggest", {"on": True})
        assert session.screen()["suggestions"], "nothing is locked"

    def test_a_blind_coder_gets_suggestions_from_her_own_codings(self, coded: Study) -> None:
        coded.close()
        with teema.open(coded.path, coder="MV") as again:
            suggest = Suggester(again, own="MV")
            assert all(item.why == "rule" for item in suggest(again.answers["answer"]))
