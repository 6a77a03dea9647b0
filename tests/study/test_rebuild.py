"""The journal is complete: the tables of a study can be made from it alone, after any work."""

import sqlite3

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teema.errors import TeemaError
from teema.store.journal import KEYS, rebuild
from teema.store.store import schema
from teema.study import Study

CODES = ("Luottamus", "Kiire", "Arki", "Toivo")
THEMES = ("Luottamus kantaa", "Aika ei riitä", "Toivo pysyy")
code, theme = st.sampled_from(CODES), st.sampled_from(THEMES)
answer = st.sampled_from(["1:Q1", "1:Q2", "2:Q1", "3:Q1", "4:Q2"])

# Anything a user may ask for; what cannot be done now is refused with an error of ours and changes nothing.
ACTIONS = st.one_of(
    st.tuples(st.just("add"), code, st.none() | code),
    st.tuples(st.just("rename"), code, code),
    st.tuples(st.just("move"), code, st.none() | code),
    st.tuples(st.just("merge"), code, code),
    st.tuples(st.just("delete"), code, st.booleans()),
    st.tuples(st.just("code"), answer, code),
    st.tuples(st.just("uncode")),
    st.tuples(st.just("theme"), theme, st.none() | theme, code),
    st.tuples(st.just("merge themes"), theme, theme),
    st.tuples(st.just("drop"), theme),
    st.tuples(st.just("relate"), theme, theme, st.sampled_from(["relates", "leads_to"])),
    st.tuples(st.just("place"), theme, code),
    st.tuples(st.just("memo"), code),
    st.tuples(st.just("snapshot"), st.sampled_from("abc")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


def act(study: Study, name: str, *given: object) -> None:
    book, ta = study.codebook, study.analysis("TA")
    commands = {
        "add": lambda code, parent: book.add(code, parent=parent),
        "rename": book.rename,
        "move": book.move,
        "merge": book.merge,
        "delete": lambda code, whole: book.delete(code, with_codings=whole),
        "code": lambda answer, code: study.code(answer, None, code),
        "uncode": lambda: study.uncode(study.codings["coding"].head(1)),
        "theme": lambda theme, parent, code: ta.add(theme, [code], parent=parent),
        "merge themes": ta.merge,
        "drop": ta.drop,
        "relate": ta.relate,
        "place": ta.place,
        "memo": lambda code: study.memo("Pohdi.", code=code),
        "snapshot": ta.snapshot,
        "undo": study.undo,
        "redo": study.redo,
    }
    commands[name](*given)  # type: ignore[operator]


def contents(connection: sqlite3.Connection) -> dict[str, pd.DataFrame]:
    return {
        table: pd.read_sql_query(f'SELECT * FROM {table} ORDER BY "{key}"', connection) for table, key in KEYS.items()
    }


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actions=st.lists(ACTIONS, max_size=25))
def test_after_any_work_the_journal_gives_the_tables_and_undo_gives_the_beginning(
    study: Study, actions: list[tuple[str, object]]
) -> None:
    for action in actions:
        before = study.store.revision()  # noqa: F841 -- the query below reads it
        try:
            act(study, *action)
        except TeemaError:
            made = study.history().query("event > @before")["command"]
            assert set(made) <= {"analysis.set"}, "a refused command changed something"
    with sqlite3.connect(":memory:") as other:
        other.executescript(schema())
        rebuild(study.store.connection, other)
        assert list(other.execute("PRAGMA foreign_key_check")) == []
        for table, frame in contents(study.store.connection).items():
            pd.testing.assert_frame_equal(frame, contents(other)[table])
    other.close()
    study.undo(10_000)
    assert len(study.codebook) == 0
    assert study.codings.empty
    assert study.analyses == []
    assert len(study.answers) == 6
