"""Rows are read from the pages of a database as SQLite itself reads them."""

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from teema.store.pages import Pages

values = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.binary(max_size=40),
    st.integers(0, 12_000).map(lambda n: b"x" * n),  # overflows its page
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    rows=st.lists(st.tuples(st.integers(-(2**63), 2**63 - 1), values, values), max_size=40, unique_by=lambda x: x[0])
)
@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_every_row_reads_as_sqlite_reads_it(tmp_path: Path, mode: str, rows: list[tuple[int, object, object]]) -> None:
    path = tmp_path / "rivit"
    for item in tmp_path.iterdir():
        item.unlink()
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.execute("CREATE TABLE t (a, b)")
    connection.executemany("INSERT INTO t (rowid, a, b) VALUES (?, ?, ?)", rows)
    wanted = connection.execute("SELECT rowid, a, b FROM t ORDER BY rowid").fetchall()
    with Pages(path) as pages:  # the log is still beside it
        assert [(rowid, *row) for rowid, row in pages.table(2)] == wanted
        assert pages.lost == 0
    connection.close()


def test_pages_without_sense_are_counted_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "rivit"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (a)")
    connection.executemany("INSERT INTO t VALUES (?)", [("x" * 500,) for _ in range(700)])
    connection.commit()
    connection.close()
    data = bytearray(path.read_bytes())
    data[4096 * 20 : 4096 * 21] = bytes(4096)
    path.write_bytes(data)
    with Pages(path) as pages:
        assert 680 < len(list(pages.table(2))) < 700
        assert pages.lost == 1
