"""Files of earlier versions: what each version added, and how a file is brought up to the present one.

A version only adds tables, columns at the end of a table, and values that a column may hold. Rows of an earlier version
therefore become rows of this one by the values below; that is so in tables, journal lines and rescued pages alike.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files

__all__ = ["ADDED", "APPLICATION_ID", "SCHEMA_VERSION", "bring_up", "schema", "up_to_date", "version_of"]

APPLICATION_ID = 0x7465656D  # "teem"; SQLite keeps it in the file's header
SCHEMA_VERSION = 2

# Columns that came later, with what rows from before have in them; in the order of the schema.
ADDED: dict[str, dict[str, str | int | None]] = {
    "analyses": {"frame": ""},
    "themes": {"boundary": "", "also": None, "holding": 0, "fields": "{}"},
    "members": {"reduced": None},
}


def schema() -> str:
    """Return the SQL that makes the tables of an empty study."""
    return (files("teema.store") / "schema.sql").read_text(encoding="utf-8")


def version_of(connection: sqlite3.Connection) -> int:
    """Return the version of a study file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def bring_up(connection: sqlite3.Connection) -> None:
    """Bring an earlier file up to the present version in one transaction; a present one stays as it is.

    Tables that have changed are made anew as `schema.sql` makes them and get their rows back; what is missing is made.

    Raises:
        sqlite3.Error: It could not be done; the file is as it was.
    """
    if version_of(connection) >= SCHEMA_VERSION:
        return
    connection.execute("PRAGMA foreign_keys = OFF")  # while a table is gone, what points to it points nowhere
    try:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for table in ADDED:
                connection.execute(f"CREATE TEMP TABLE was_{table} AS SELECT * FROM {table} ORDER BY rowid")  # noqa: S608
                connection.execute(f"DROP TABLE {table}")
            there = {name for name, _ in _made(connection)}
            with sqlite3.connect(":memory:") as empty:
                empty.executescript(schema())
                for name, sql in _made(empty):
                    if name not in there:
                        connection.execute(sql)
            empty.close()
            for table in ADDED:
                old = [str(row[1]) for row in connection.execute(f"PRAGMA temp.table_info(was_{table})")]
                names = ", ".join(f'"{name}"' for name in old)
                rows = f"SELECT {names} FROM temp.was_{table} ORDER BY rowid"  # noqa: S608 -- names of ours
                connection.execute(f"INSERT INTO main.{table} ({names}) {rows}")
                connection.execute(f"DROP TABLE temp.was_{table}")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")


def up_to_date(connection: sqlite3.Connection) -> sqlite3.Connection:
    """Return a connection to the same contents in the present version; the file itself stays as it is.

    Args:
        connection: Of any version; when a copy had to be made (SQLite keeps it, in a file without a name, as long as
            the new connection is open), this one is closed.
    """
    if version_of(connection) >= SCHEMA_VERSION:
        return connection
    copy = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        connection.backup(copy)
        bring_up(copy)
    except BaseException:
        copy.close()
        raise
    connection.close()
    return copy


def _made(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return tables, indexes and triggers with their SQL, in the order they were made."""
    query = "SELECT name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY rowid"
    return [(str(name), str(sql)) for name, sql in connection.execute(query)]
