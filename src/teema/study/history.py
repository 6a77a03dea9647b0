"""What was done in a study, by whom and when: the journal, filtered; and the study as it was."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.store import Change, Store

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["When", "history_frame", "moment", "store_at"]

_COLUMNS = ("event", "time", "coder", "command", "summary", "kind", "undoes")
When = str | date | datetime


def moment(when: When) -> str:
    """Return a moment as the journal writes it; a day alone is its end, and what names no zone is local time.

    Raises:
        UnusableValueError: It is neither a date nor a time.

    Example:
        >>> moment("2026-03-01T12:30:00+00:00")
        '2026-03-01T12:30:00.000Z'
    """
    given = _read(when) if isinstance(when, str) else when
    if not isinstance(given, datetime):
        given = datetime.combine(given, time.max)
    return given.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _read(when: str) -> date | datetime:
    try:
        given = datetime.fromisoformat(when.strip())
    except ValueError:
        raise UnusableValueError(
            f"{when!r} is no date or time.", hint="Write it like this: 2026-03-01, or 2026-03-01 14:30."
        ) from None
    return given.date() if len(when.strip()) <= len("2026-03-01") else given


def history_frame(
    store: Store,
    *,
    code: str | None = None,
    theme: str | None = None,
    answer: str | None = None,
    coder: str | None = None,
    since: When | None = None,
    until: When | None = None,
) -> pd.DataFrame:
    """Return the journal, oldest first: `event`, `time`, `coder`, `command`, `summary`, `kind`, `undoes`.

    Args:
        store: The study file.
        code: Id of a code: only lines that changed it, its codings, or what holds it.
        theme: Id of a theme: only lines that changed it, its members or its relations.
        answer: Id of an answer: only lines that changed it, its extracts or their codings.
        coder: Only what this coder did.
        since: Only from this moment on.
        until: Only up to this moment; a day alone counts whole.
    """
    import pandas as pd

    first = "" if since is None else _beginning(since)
    last = "9999" if until is None else moment(until)
    wanted = {key: value for key, value in (("code", code), ("theme", theme), ("answer", answer)) if value is not None}
    touched = _touched(store) if wanted else {}
    rows = [
        [getattr(event, name) for name in _COLUMNS]
        for event in store.history()
        if first <= event.time <= last
        and (coder is None or event.coder.casefold() == coder.casefold())
        and all((key, value) in touched.get(event.event, ()) for key, value in wanted.items())
    ]
    return pd.DataFrame(rows, columns=list(_COLUMNS)).astype({"undoes": "Int64"})


def _beginning(when: When) -> str:
    """Return the first moment that counts: of a day alone its beginning."""
    given = _read(when) if isinstance(when, str) else when
    return moment(given if isinstance(given, datetime) else datetime.combine(given, time.min))


def _touched(store: Store) -> dict[int, set[tuple[str, str]]]:
    """Return what each journal line concerns: codes, themes and answers, each as kind and id."""
    answers: dict[str, str] = {}  # of extracts
    found: dict[int, set[tuple[str, str]]] = {}
    for event, changes in store.changes():
        found[event] = {item for change in changes for item in _of_change(change, answers)}
    return found


# What a row concerns, beside the answer that its extract stands in: by table, kind and column.
_CONCERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "codes": (("code", "id"), ("code", "parent")),
    "answers": (("answer", "answer"),),
    "extracts": (("answer", "answer"),),
    "codings": (("code", "code"),),
    "themes": (("theme", "id"), ("theme", "parent"), ("theme", "also")),
    "members": (("theme", "theme"), ("code", "code")),
    "relations": (("theme", "source"), ("theme", "target")),
    "places": (("theme", "id"),),
    "summaries": (("theme", "theme"),),
    "evidence": (("theme", "theme"),),
    "type_parts": (("code", "code"),),
}


def _of_change(change: Change, answers: dict[str, str]) -> Iterator[tuple[str, str]]:
    for row in (change.before, change.after):
        if row is None:
            continue
        if change.table == "extracts":
            answers[str(row["id"])] = str(row["answer"])
        elif change.table == "memos":
            yield from _named(str(row["target_kind"]), row["target"])
        for kind, column in _CONCERNS.get(change.table, ()):
            yield from _named(kind, row[column])
        yield from _named("answer", answers.get(str(row.get("extract"))))


def _named(kind: str, *ids: object) -> Iterator[tuple[str, str]]:
    yield from ((kind, str(value)) for value in ids if value)


def store_at(store: Store, when: When | int) -> Store:
    """Return the study as it was, for reading only, in a file of its own that is gone when it is closed.

    Args:
        store: The study file.
        when: A moment, or the number of a journal line: the state after it.

    Raises:
        NotFoundError: The study did not exist yet.
        UnusableValueError: It is neither a date nor a time.
    """
    events = store.history()
    if isinstance(when, int):
        last = max((event.event for event in events if event.event <= when), default=0)
    else:
        end = moment(when)
        last = max((event.event for event in events if event.time <= end), default=0)
    if not last:
        raise NotFoundError(
            f"The study did not exist yet at {when}.",
            where=store.path.name,
            hint=f"Its first line is of {events[0].time}." if events else "Its journal is empty.",
        )
    folder = tempfile.TemporaryDirectory(prefix="teema-")
    path = Path(folder.name) / store.path.name
    store.copy_until(path, last)
    return Store(path, coder="", read_only=True, folder=folder)
