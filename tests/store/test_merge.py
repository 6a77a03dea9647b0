"""What two sets of rows make together, row by row."""

from __future__ import annotations

import json

import pytest

from teema.store.contents import Contents, replay
from teema.store.journal import Change, Row
from teema.store.meeting import meet
from teema.store.merge import plan
from teema.store.settings import merged_setting


def code(key: str, name: str, **more: object) -> Row:
    empty = dict.fromkeys(("definition", "include", "exclude", "example", "query", "colour"), "")
    return {"id": key, "name": name, "parent": None, **empty, "origin": "data", "position": 0, **more}


def rows(*codes: Row, **tables: list[Row]) -> Contents:
    found = replay(Change("codes", None, row) for row in codes)
    for table, its in tables.items():
        found[table] = {str(row["id"]): row for row in its}
    return found


def coding(key: str, of: str, coder: str = "AJ") -> Row:
    return {"id": key, "extract": "e", "code": of, "coder": coder, "level": None, "created": "2026"}


EXTRACT = {"id": "e", "answer": "1:Q1", "start": 0, "end": 5, "quote": "Kiire", "reduced": "", "memo": ""}
IDS = [f"00000000-0000-4000-8000-00000000000{i}" for i in range(3)]


class TestMeeting:
    def test_by_name_and_by_span_everything_follows(self) -> None:
        mine = rows(code("a", "Kiire"), extracts=[EXTRACT])
        theirs = rows(
            code("b", "KIIRE"), code("c", "Arki", parent="b"), extracts=[{**EXTRACT, "id": "f"}],
            codings=[{**coding("x", "b", "MV"), "extract": "f"}],
            memos=[{"id": "m", "target_kind": "code", "target": "b", "text": "?", "coder": "MV", "created": ""}],
        )  # fmt: skip
        found, pairs = meet(mine, theirs)
        assert pairs == (("Kiire", "KIIRE"),)
        assert list(found["codes"]) == ["a", "c"]
        assert found["codes"]["c"]["parent"] == "a"
        assert found["codings"]["x"]["code"] == "a"
        assert found["codings"]["x"]["extract"] == "e"
        assert found["memos"]["m"]["target"] == "a"

    def test_a_code_that_both_have_under_its_guid_meets_no_other_of_that_name(self) -> None:
        mine = rows(code("a", "Kiire"))
        theirs = rows(code("a", "Ajan puute"), code("b", "Kiire"))
        assert meet(mine, theirs) == (theirs, ())
        found = plan(mine, theirs, mine)
        assert {change.after["name"] for change in found.changes if change.after} == {"Ajan puute", "Kiire"}


class TestPlan:
    def test_equal_rows_need_nothing(self) -> None:
        mine = rows(code("a", "Kiire"))
        assert plan(mine, mine, rows()).changes == ()

    @pytest.mark.parametrize(
        ("was", "mine", "theirs", "made", "conflicts"),
        [("x", "x", "y", "y", 0), ("x", "y", "x", "y", 0), ("x", "y", "y", "y", 0), ("x", "y", "z", "y", 1)],
    )
    def test_what_one_changed_is_taken(self, was: str, mine: str, theirs: str, made: str, conflicts: int) -> None:
        was_, mine_, theirs_ = (rows(code("a", "Kiire", colour=colour)) for colour in (was, mine, theirs))
        found = plan(mine_, theirs_, was_)
        after = [change.after["colour"] for change in found.changes if change.after]
        assert (after or [mine]) == [made]
        assert len(found.conflicts) == conflicts

    def test_a_coding_that_got_two_codes_keeps_both_whoever_comes_first(self) -> None:
        codes = [code("a", "Kiire"), code("b", "Aika"), code("c", "Arki")]
        sides = [rows(*codes, extracts=[EXTRACT], codings=[coding(IDS[0], of)]) for of in "abc"]

        def made(mine: Contents, theirs: Contents) -> set[str]:
            changed = {change.key: change.after for change in plan(mine, theirs, sides[0]).changes}
            return {row["code"] for row in {**mine["codings"], **changed}.values() if row}

        assert made(sides[1], sides[2]) == made(sides[2], sides[1]) == {"b", "c"}

    def test_one_coder_has_a_code_on_an_extract_once(self) -> None:
        mine = rows(code("a", "Kiire"), extracts=[EXTRACT], codings=[coding(IDS[0], "a")])
        theirs = rows(code("a", "Kiire"), extracts=[EXTRACT], codings=[coding(IDS[1], "a"), coding(IDS[2], "a", "MV")])
        assert [change.key for change in plan(mine, theirs, rows()).changes] == [IDS[2]]


class TestSettings:
    def test_a_correction_made_twice_is_no_conflict(self) -> None:
        values = [json.dumps({"lemma": "raja", "coder": coder, "created": coder}) for coder in ("AJ", "MV")]
        assert merged_setting("lemma:rajat", None, *values) == (values[0], False)

    def test_stop_words_of_both_add_up_and_what_one_takes_back_goes(self) -> None:
        base, mine, theirs = ({"add": its, "remove": []} for its in (["a", "b"], ["a", "b", "c"], ["b", "d"]))
        value, clash = merged_setting("stop_words", *map(json.dumps, (base, mine, theirs)))
        assert json.loads(value or "")["add"] == ["b", "c", "d"]
        assert not clash

    def test_how_the_export_was_read_stays_mine(self) -> None:
        assert merged_setting("report", None, "1", "2") == ("1", False)

    def test_a_hit_that_either_declined_stays_declined(self) -> None:
        name, mine, theirs = "declined:k:1:Q1", "[[0, 5, 77]]", "[[0, 5, 77], [9, 14, 88]]"
        assert merged_setting(name, None, mine, theirs) == (theirs, False)
        assert merged_setting(name, mine, mine, None) == (mine, False)
        assert merged_setting(name, None, None, theirs) == (theirs, False)
