"""One command while it is written: the rows it puts and deletes, for the journal line that ends it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from teema.store import journal
from teema.store.journal import KEYS, Change, Row

__all__ = ["Step", "names_of"]


class Step:
    """The rows of one command, collected while they are written."""

    def __init__(self, connection: sqlite3.Connection, command: str) -> None:
        self._connection = connection
        self.command = command
        self.summary = ""
        self.changes: list[Change] = []
        self.ended = False

    def put(self, table: str, row: Row) -> None:
        """Write a row whole, new or in place of the one with its key; an equal row is no change."""
        before = self._before(table, row[KEYS[table]])
        if before != row:
            self._do([Change(table, before, row)])

    def add(self, table: str, rows: Iterable[Row]) -> None:
        """Write many rows that are known to be new, in one go."""
        self._do([Change(table, None, row) for row in rows])

    def make(self, changes: list[Change]) -> None:
        """Make changes that are known to fit the rows as they are, in their order."""
        self._do(changes)

    def delete(self, table: str, key: str) -> None:
        """Remove a row; one that is not there is no change."""
        before = self._before(table, key)
        if before is not None:
            self._do([Change(table, before, None)])

    def _before(self, table: str, key: str) -> Row | None:
        cursor = self._connection.execute(
            f'SELECT * FROM {table} WHERE "{KEYS[table]}" = ?',  # noqa: S608 -- names from KEYS
            (key,),
        )
        found = cursor.fetchone()
        return None if found is None else dict(zip(names_of(cursor), found, strict=True))

    def _do(self, changes: list[Change]) -> None:
        if self.ended:  # outside its transaction a change would miss the journal
            raise RuntimeError("the step has ended")
        journal.apply(self._connection, changes)
        self.changes += changes


def names_of(cursor: sqlite3.Cursor) -> list[str]:
    """Return the names of a query's columns."""
    return [str(column[0]) for column in cursor.description]
