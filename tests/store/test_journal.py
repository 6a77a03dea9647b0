"""The journal covers every change: undo and redo go through it, and the tables can be rebuilt from it."""

import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from teema.store import Change, Store
from teema.store.journal import KEYS, decode, encode, inverse, rebuild
from teema.store.versions import schema

text = st.text(st.characters(codec="utf-8"), max_size=20)


def setting(name: str, value: str) -> dict[str, str]:
    return {"name": name, "value": value}


def contents(store: Store) -> dict[str, list[dict[str, object]]]:
    return {table: store.rows(f'SELECT * FROM {table} ORDER BY "{key}"') for table, key in KEYS.items()}


changes = st.lists(
    st.builds(
        lambda name, before, after: Change(
            "settings", before and setting(name, before), after and setting(name, after)
        ),
        text,
        st.none() | text.filter(bool),
        text.filter(bool),
    )
)


@given(changes)
def test_what_is_packed_into_a_line_comes_out_as_it_was(made: list[Change]) -> None:
    assert decode(encode(made)) == made


@given(changes)
def test_the_inverse_of_the_inverse_is_the_change(made: list[Change]) -> None:
    assert inverse(inverse(made)) == made


def test_lone_surrogates_in_an_answer_do_not_break_the_journal() -> None:
    made = [Change("settings", None, setting("a", "\ud83d"))]
    assert decode(encode(made)) == made


class TestUndo:
    def test_takes_back_and_brings_back_steps_in_order(self, empty_store: Store) -> None:
        for value in ("1", "2", "3"):
            with empty_store.step("set") as step:
                step.put("settings", setting("luku", value))
        assert [empty_store.undo() and empty_store.setting("luku") for _ in range(3)] == ["2", "1", None]
        assert empty_store.undo() is None
        assert [empty_store.redo() and empty_store.setting("luku") for _ in range(3)] == ["1", "2", "3"]
        assert empty_store.redo() is None

    def test_works_after_closing_and_reopening(self, empty_store: Store) -> None:
        with empty_store.step("set") as step:
            step.put("settings", setting("luku", "1"))
        empty_store.close()
        again = Store(empty_store.path, coder="AJ")
        assert again.undo() is not None
        assert again.setting("luku") is None
        again.close()

    def test_something_newly_done_ends_the_chance_to_redo(self, empty_store: Store) -> None:
        for value in ("1", "2"):
            with empty_store.step("set") as step:
                step.put("settings", setting("luku", value))
        empty_store.undo()
        with empty_store.step("set") as step:
            step.put("settings", setting("luku", "9"))
        assert empty_store.redo() is None
        empty_store.undo()
        assert empty_store.setting("luku") == "1"

    def test_an_import_is_the_floor(self, empty_store: Store) -> None:
        with empty_store.step("import", kind="import") as step:
            step.put("settings", setting("kieli", '"fi"'))
        assert empty_store.undo() is None
        assert empty_store.setting("kieli") == '"fi"'


def test_a_step_that_fails_leaves_nothing_behind(empty_store: Store) -> None:
    with pytest.raises(ZeroDivisionError), empty_store.step("set") as step:
        step.put("settings", setting("luku", "1"))
        _ = 1 / 0
    assert empty_store.setting("luku") is None
    assert empty_store.history() == []


def test_a_step_without_a_change_is_not_journalled(empty_store: Store) -> None:
    for _ in range(2):
        with empty_store.step("set") as step:
            step.put("settings", setting("luku", "1"))
            step.delete("settings", "ei ole")
    assert len(empty_store.history()) == 1


def test_a_step_inside_a_step_is_one_line(empty_store: Store) -> None:
    with empty_store.step("outer") as outer:
        outer.put("settings", setting("a", "1"))
        with empty_store.step("inner") as inner:
            inner.put("settings", setting("b", "2"))
    assert [event.command for event in empty_store.history()] == ["outer"]
    empty_store.undo()
    assert contents(empty_store)["settings"] == []


def test_the_journal_cannot_be_edited(empty_store: Store) -> None:
    with empty_store.step("set") as step:
        step.put("settings", setting("a", "1"))
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        empty_store.connection.execute("UPDATE journal SET coder = 'joku muu'")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        empty_store.connection.execute("DELETE FROM journal")


class AnyWork(RuleBasedStateMachine):
    """Random work with undo and redo, against a plain Python list of states."""

    names = Bundle("names")

    def __init__(self) -> None:
        super().__init__()
        import tempfile
        from pathlib import Path

        self.folder = tempfile.TemporaryDirectory()
        self.store = Store.create(Path(self.folder.name) / "työ.teema", coder="AJ")
        self.past: list[dict[str, str]] = [{}]
        self.future: list[dict[str, str]] = []

    def teardown(self) -> None:
        other = sqlite3.connect(":memory:")
        other.executescript(schema())
        rebuild(self.store.connection, other)
        assert dict(other.execute("SELECT name, value FROM settings")) == self.past[-1]
        other.close()
        self.store.close()
        self.folder.cleanup()

    @rule(target=names, name=st.sampled_from("abcde"), value=text)
    def put(self, name: str, value: str) -> str:
        with self.store.step("put") as step:
            step.put("settings", setting(name, value))
        if self.past[-1].get(name) != value:
            self.past.append({**self.past[-1], name: value})
            self.future.clear()
        return name

    @rule(name=consumes(names))
    def delete(self, name: str) -> None:
        with self.store.step("delete") as step:
            step.delete("settings", name)
        if name in self.past[-1]:
            self.past.append({key: value for key, value in self.past[-1].items() if key != name})
            self.future.clear()

    @rule()
    def undo(self) -> None:
        done = self.store.undo()
        assert (done is not None) == (len(self.past) > 1)
        if done:
            self.future.append(self.past.pop())

    @rule()
    def redo(self) -> None:
        done = self.store.redo()
        assert (done is not None) == bool(self.future)
        if done:
            self.past.append(self.future.pop())

    @invariant()
    def the_store_holds_what_the_model_holds(self) -> None:
        rows = self.store.rows("SELECT name, value FROM settings")
        assert {row["name"]: row["value"] for row in rows} == self.past[-1]


TestAnyWork = AnyWork.TestCase
TestAnyWork.settings = settings(max_examples=25, stateful_step_count=25)
