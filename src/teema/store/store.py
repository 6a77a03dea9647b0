"""The study file: one way to read it, one way to write it.

A write is a *step*: rows are put and deleted inside it, and at its end the rows and one journal line are committed as
one transaction. When the call returns the change is on disk; when anything fails nothing has changed.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Self

from teema.errors import (
    NotFoundError,
    ReadOnlyStudyError,
    StudyExistsError,
    UnusableValueError,
)
from teema.records import Event
from teema.store import journal
from teema.store.backup import MANY, is_recent, make_backup
from teema.store.connect import check_header, connect, damaged, not_written
from teema.store.journal import Change, Kind, Row
from teema.store.lock import Lock, computer
from teema.store.outside import OPEN, WHOLE, check_log, leave, replaced
from teema.store.step import Step, names_of
from teema.store.synced import synced_by
from teema.store.versions import APPLICATION_ID, SCHEMA_VERSION, bring_up, schema, version_of
from teema.store.watch import Watch

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Store"]


class _TakenBackError(Exception):
    """Ends a trial; never leaves the store."""


class Store:
    """An open study file.

    Args:
        path: The file, which must exist; `Store.create` makes a new one.
        coder: Who works; stands on every journal line.
        read_only: Open without the right to write; any number of readers may have the file open.
        folder: A temporary folder that the file alone lives in; it is removed when the store is closed.

    Attributes:
        left_open_on: Name of the computer that did not close the study, or still has it open through a synced folder.

    Raises:
        NotFoundError: There is no such file.
        UnusableValueError: It is a folder.
        DamagedStudyError: The file is no study, is damaged, or was made by a newer teema.
        StudyInUseError: Somebody else has it open for writing.
    """

    def __init__(
        self,
        path: str | Path,
        *,
        coder: str,
        read_only: bool = False,
        folder: TemporaryDirectory[str] | None = None,
    ) -> None:
        self.path = Path(path).absolute()
        self.coder = coder
        self.read_only = read_only
        if self.path.is_dir():
            raise UnusableValueError("This is a folder.", where=path, hint="Name the study file, which ends in .teema.")
        if not self.path.is_file():
            known = [item.name for item in self.path.parent.glob("*.teema")]
            raise NotFoundError.of(
                "study file", self.path.name, known, where=self.path.parent,
                advice=f'A new one is made with teema.create("{self.path.name}", survey).',
            )  # fmt: skip
        check_header(self.path, read_only=read_only)
        self._guard = threading.RLock()
        self._step: Step | None = None
        self.trying = False  # whether what is done will be taken back at the end of a trial
        self._logged = False
        self._lock = lock = None if read_only else Lock(self.path)
        try:
            check_log(self.path, former=None if lock is None else lock.former, read_only=read_only)
            connection = connect(self.path, read_only=read_only)
            if lock is not None and version_of(connection) < SCHEMA_VERSION:
                _bring_up(self.path, connection)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        self._connection: sqlite3.Connection | None = connection
        self._watch = Watch(self.path)
        self.left_open_on = "" if lock is None else computer(lock.former)
        # Also a study that nobody closed is closed when its last user or the program is gone.
        self._finish = weakref.finalize(self, _close, connection, lock, self._watch, folder)

    @classmethod
    def create(cls, path: str | Path, *, coder: str) -> Store:
        """Make a new, empty study file and open it for writing.

        Raises:
            StudyExistsError: A file of this name is already there.
            UnusableValueError: The folder does not exist or cannot be written to.
        """
        path = Path(path).absolute()
        if path.exists():
            raise StudyExistsError(
                "There is already a file of this name.",
                where=path,
                hint=f'Open it with teema.open("{path.name}"), or choose another name for the new study.',
            )
        if not path.parent.is_dir():
            raise UnusableValueError(
                "The folder does not exist.",
                where=path.parent,
                hint="Make the folder first, or choose another.",
            )
        try:
            connection = sqlite3.connect(path)
            try:
                connection.executescript(
                    f"PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {SCHEMA_VERSION};" + schema()
                )
            finally:
                connection.close()
        except sqlite3.Error as error:
            path.unlink(missing_ok=True)
            raise UnusableValueError(
                f"The study cannot be made here ({error}).",
                where=path,
                hint="Choose a folder you may write to, with room on the disk.",
            ) from error
        return cls(path, coder=coder)

    # -- reading

    @property
    def connection(self) -> sqlite3.Connection:
        """The open connection.

        Raises:
            ReadOnlyStudyError: The study was closed.
        """
        if self._connection is None:
            raise ReadOnlyStudyError(
                "The study has been closed.",
                where=self.path,
                hint=f'Open it again: teema.open("{self.path.name}").',
            )
        return self._connection

    def revision(self, commands: str = "") -> int:
        """Return the number of the newest journal line: equal numbers mean equal contents.

        Args:
            commands: Only lines whose command begins so; `survey.` for changes to cases, questions and answers.
        """
        query = "SELECT coalesce(max(event), 0) AS event FROM journal WHERE substr(command, 1, ?) = ?"
        return int(self.rows(query, (len(commands), commands))[0]["event"])

    def rows(self, query: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Return the rows of a SELECT as dicts."""
        with self._reading():
            cursor = self.connection.execute(query, parameters)
            names = names_of(cursor)
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def frame(self, query: str, parameters: Sequence[object] = ()) -> pd.DataFrame:
        """Return the rows of a SELECT as a data frame with its columns, also when there are no rows."""
        import pandas as pd

        with self._reading():
            cursor = self.connection.execute(query, parameters)
            names = names_of(cursor)
            return pd.DataFrame.from_records(cursor.fetchall(), columns=names)

    def setting(self, name: str) -> str | None:
        """Return a setting's JSON text, or None."""
        found = self.rows("SELECT value FROM settings WHERE name = ?", (name,))
        return str(found[0]["value"]) if found else None

    # -- writing

    @contextmanager
    def step(self, command: str, summary: str = "", *, kind: Kind = "do") -> Iterator[Step]:
        """Open one undoable step; a step opened inside another becomes part of it.

        Args:
            command: Machine name of what is done, such as `code.add`.
            summary: The same in words, for the history; may be set on the step later.
            kind: `import` for data that came from outside and cannot be undone.

        Yields:
            The step to put rows into. Nothing is journalled when it ends without a change.

        Raises:
            ReadOnlyStudyError: The study was opened for reading only or was closed.
        """
        self._must_be_writable()
        with self._guard:
            if self._step is not None:
                yield self._step
                return
            with self._transaction() as connection:
                step = self._step = Step(connection, command)
                step.summary = summary
                try:
                    yield step
                finally:
                    self._step = None
                    step.ended = True
                if step.changes:
                    journal.write(
                        connection, step.changes, coder=self.coder, command=step.command, summary=step.summary,
                        kind=kind,
                    )  # fmt: skip

    @contextmanager
    def trial(self) -> Iterator[list[Change]]:
        """Let commands be done and take them all back at the end: nothing is written, nobody else sees anything.

        Yields:
            A list that holds at the end, for each row that would have changed, how.

        Raises:
            ReadOnlyStudyError: The study was opened for reading only or was closed.
        """
        self._must_be_writable()
        found: list[Change] = []
        with self._guard, contextlib.suppress(_TakenBackError), self._transaction() as connection:
            step = self._step = Step(connection, "trial")
            self.trying = True
            try:
                yield found
            finally:
                self._step = None
                self.trying = False
                step.ended = True
            found += journal.net(step.changes)
            raise _TakenBackError

    def undo(self) -> Event | None:
        """Take back the newest step that still stands; return it, or None when there is none."""
        return self._take_back(journal.next_undo, "undo")

    def redo(self) -> Event | None:
        """Bring back the step that was last undone; return it, or None when there is none."""
        return self._take_back(journal.next_redo, "redo")

    def _take_back(self, find: Any, kind: Kind) -> Event | None:
        self._must_be_writable()
        if self._step is not None:
            raise UnusableValueError(
                "Nothing can be undone in the middle of a step.", hint="End the step (the `with` block) first."
            )
        with self._guard, self._transaction() as connection:
            target = find(connection)
            if target is None:
                return None
            changes = journal.changes_of(connection, target)
            if kind == "undo":
                changes = journal.inverse(changes)
            journal.apply(connection, changes)
            event = next(journal.events(connection, target))
            journal.write(
                connection, changes, coder=self.coder, command=event.command, summary=event.summary, kind=kind,
                undoes=target,
            )  # fmt: skip
            return event

    def backup(self, reason: str) -> Path:
        """Copy the study as it was last committed to the folder of its copies, and return the copy.

        To be called before a step that takes much away. The folder is `<name>.backups`; the rule of what is kept
        stands in `teema.store.backup`. When nothing was done since the newest copy, that one is returned.

        Args:
            reason: Why, in one word, such as the command that follows.

        Raises:
            BackupError: The copy could not be made; the step must not be done.
            ReadOnlyStudyError: The study was opened for reading only or was closed.
        """
        self._must_be_writable()
        with self._guard:
            return self.path if self.trying else make_backup(self.path, reason)

    def backup_before(self, command: str, codings: int, *, only_adds: bool = False) -> None:
        """Make a copy before a command that touches many codings; before a small one do nothing.

        Args:
            command: Machine name of what is to be done.
            codings: How many codings it touches.
            only_adds: It takes nothing away; then a copy of the last hour is enough.

        Raises:
            BackupError: The copy could not be made; the command must not be done.
        """
        if codings >= MANY and not self.trying and not (only_adds and is_recent(self.path)):
            self.backup(command)

    def history(self) -> list[Event]:
        """Return the journal's lines, oldest first."""
        with self._reading():
            return list(journal.events(self.connection))

    def changes(self) -> Iterator[tuple[int, list[Change]]]:
        """Yield each journal line's number and the rows it changed, oldest first."""
        with self._reading():
            yield from journal.changes(self.connection)

    def changes_of(self, event: int) -> list[Change]:
        """Return the rows that one journal line changed."""
        with self._reading():
            return journal.changes_of(self.connection, event)

    def copy_until(self, path: Path, event: int) -> None:
        """Make a study file with what this one held after a journal line: replayed, with the journal up to there.

        Raises:
            StudyExistsError: A file of this name is already there.
        """
        with Store.create(path, coder=self.coder) as copy, self._reading(), copy._transaction() as target:
            journal.rebuild(self.connection, target, until=event)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- the cache of lemmas, which is no part of the study's contents

    def annotations(self, pipeline: str) -> dict[bytes, bytes]:
        """Return all cached annotations of a pipeline version, by the digest of their texts."""
        found = self.rows("SELECT digest, data FROM annotations WHERE pipeline = ?", (pipeline,))
        return {row["digest"]: row["data"] for row in found}

    def keep_annotations(self, pipeline: str, items: Iterable[tuple[bytes, bytes]]) -> None:
        """Add to the cache; in a study opened for reading only nothing is kept."""
        if self.read_only:
            return
        with self._guard, self._transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO annotations VALUES (?, ?, ?)",
                ((pipeline, digest, data) for digest, data in items),
            )

    # -- the end

    def close(self) -> None:
        """Close the file; calling it again does nothing."""
        self._connection = None
        self._finish()

    def _must_be_writable(self) -> None:
        if self.read_only:
            raise ReadOnlyStudyError(
                "The study was opened for reading only.",
                where=self.path,
                hint=f'Open it for writing: teema.open("{self.path.name}").',
            )
        _ = self.connection

    @contextmanager
    def _reading(self) -> Iterator[None]:
        with self._guard:
            try:
                yield
            except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
                raise damaged(self.path, error) from error

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self.connection
        if self._watch.changed():
            raise replaced(self.path, connection)
        try:
            self._begin(connection)
            yield connection
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._watch.settle()
            if isinstance(error, sqlite3.Error | UnicodeDecodeError):
                raise not_written(self.path, error) from error
            raise
        if self._watch.moved():  # while we wrote: the change went into a file that nobody can find any more
            raise replaced(self.path, connection)
        self._watch.settle()

    def _begin(self, connection: sqlite3.Connection) -> None:
        """Begin a transaction; before the first, begin a write-ahead log: readers never wait, a change is one write.

        Not where a sync program may carry the file off at any time: there the file must be whole by itself.
        """
        if self._lock is None or self._logged or synced_by(self.path):
            connection.execute("BEGIN IMMEDIATE")
            return
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")  # only now the log is there, and its absence after a crash a loss
        try:
            self._lock.note(OPEN)
        except OSError as error:
            raise not_written(self.path, error) from error
        self._logged = True


def _bring_up(path: Path, connection: sqlite3.Connection) -> None:
    """Bring a file of an earlier teema up to date; a copy of it as it was is made first.

    Raises:
        BackupError: The copy could not be made; the file is as it was.
        DamagedStudyError: The file could not be changed; it is as it was.
    """
    try:
        make_backup(path, f"version-{version_of(connection)}", source=connection)
        bring_up(connection)
    except BaseException as error:
        connection.close()
        if isinstance(error, sqlite3.Error):
            raise not_written(path, error) from error
        raise


def _close(
    connection: sqlite3.Connection, lock: Lock | None, watch: Watch, folder: TemporaryDirectory[str] | None
) -> None:
    if lock is not None and watch.changed():
        leave(connection, watch)
    elif lock is not None:
        # A closed study is one file, which readers then open without leaving files of their own beside it.
        # It stays in WAL mode while somebody still reads it.
        with contextlib.suppress(
            sqlite3.Error, OSError
        ):  # a full disk: then the log stays beside it, and nothing is lost
            _, logged, carried_over = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if logged == carried_over:
                lock.note(WHOLE)
            connection.execute("PRAGMA journal_mode = DELETE")
    connection.close()
    watch.close()
    if lock is not None:
        lock.release()
    if folder is not None:
        folder.cleanup()
