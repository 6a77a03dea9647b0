"""What commands would do, before they do it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Change, Row, Store
    from teema.study.study import Study

__all__ = ["Trial", "trial"]

_COLUMNS = ("change", "kind", "name", "before", "after", "n", "cases")
# What is shown of a changed row, as far as it has such a field.
_TOLD = (
    "name", "parent", "definition", "text", "reduced", "memo", "code", "theme", "query", "value", "also", "weight",
)  # fmt: skip


class Trial:
    """What was tried, and would have happened; see `Study.dry_run`."""

    def __init__(self, study: Study) -> None:
        self._study = study
        self._frame: pd.DataFrame | None = None

    def __bool__(self) -> bool:
        return bool(len(self.to_frame()))

    def to_frame(self) -> pd.DataFrame:
        """Return one row per kind of change.

        Columns: `change` (added, changed, removed), `kind` (codes, codings, themes and so on), `name`, `before`,
        `after`, `n` (how many rows are alike), `cases` (how many cases that concerns). Codings are put together by
        code.
        """
        import pandas as pd

        return pd.DataFrame(columns=list(_COLUMNS)) if self._frame is None else self._frame.copy()

    def show(self) -> Table:
        """Return the same as a table in the language of the study."""
        language = self._study.language
        frame = self.to_frame()
        shown = frame.assign(
            change=[term(f"study.trial_{change}", language) for change in frame["change"]],
            kind=[term(f"study.rows_{kind}", language) for kind in frame["kind"]],
        )
        return Table(
            frame=shown,
            title=term("study.trial_title", language),
            notes=(term("study.trial_note" if len(frame) else "study.trial_nothing", language),),
            columns=(
                Column("change", term("study.trial_change", language)),
                Column("kind", term("study.trial_kind", language)),
                Column("name", term("study.trial_name", language), "wide-text"),
                Column("before", term("study.trial_before", language), "wide-text"),
                Column("after", term("study.trial_after", language), "wide-text"),
                Column("n", term("study.trial_n", language), "count"),
                Column("cases", term("results.cases", language), "count"),
            ),
            language=language,
        )

    def __repr__(self) -> str:
        return repr(self.show())

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()


@contextmanager
def trial(study: Study) -> Iterator[Trial]:
    """Let commands be done, take them back, and tell what they would have changed."""
    import pandas as pd

    made = Trial(study)
    with study.store.trial() as changes:
        yield made
    made._frame = pd.DataFrame(_rows(study.store, changes), columns=list(_COLUMNS))


def _rows(store: Store, changes: Iterable[Change]) -> list[tuple[object, ...]]:
    changes = list(changes)
    names = _Names(store, changes)
    counted: Counter[tuple[str, ...]] = Counter()
    cases: dict[tuple[str, ...], set[str]] = {}
    for change in changes:
        for line in _lines(change, names):
            counted[line] += 1
            cases.setdefault(line, set()).update(filter(None, [names.case(change)]))
    return [(*line, n, len(cases[line])) for line, n in counted.items()]


def _lines(change: Change, names: _Names) -> Iterator[tuple[str, ...]]:
    """Yield what a reader is told of one row: change, kind, name, before, after."""
    kind = "added" if change.before is None else "removed" if change.after is None else "changed"
    rows = [row for row in (change.before, change.after) if row is not None]
    if change.table == "codings":
        codes = [names.of("codes", row["code"]) for row in rows]
        moved = kind == "changed" and codes[0] != codes[1]
        yield (kind, "codings", codes[0], codes[0] if moved else "", codes[1] if moved else "")
    elif kind != "changed":
        yield (kind, change.table, names.row(change.table, rows[0]), "", "")
    else:
        before, after = rows
        for field in _TOLD:
            if before.get(field) != after.get(field):
                told = (names.value(field, row.get(field)) for row in (before, after))
                yield (kind, change.table, names.row(change.table, before), *told)


class _Names:
    """Names for what rows name by GUID, from the study and from what was tried."""

    def __init__(self, store: Store, changes: Iterable[Change]) -> None:
        self._names: dict[str, str] = {}
        self._case_of: dict[str, str] = {}
        for table in ("codes", "themes", "types"):
            self._names |= {row["id"]: row["name"] for row in store.rows(f"SELECT id, name FROM {table}")}  # noqa: S608
        extracts = {}
        for change in changes:
            for row in (change.before, change.after):
                if row is not None and change.table in ("codes", "themes", "types"):
                    self._names.setdefault(row["id"], row["name"])
                if row is not None and change.table == "extracts":
                    extracts[row["id"]] = (row["quote"], row["answer"])
        answers = dict(map(tuple, (row.values() for row in store.rows('SELECT answer, "case" FROM answers'))))
        for row in store.rows("SELECT id, quote, answer FROM extracts"):
            extracts.setdefault(row["id"], (row["quote"], row["answer"]))
        for extract, (quote, answer) in extracts.items():
            self._names[extract] = quote
            self._case_of[extract] = answers.get(answer, "")

    def of(self, table: str, key: object) -> str:
        """Return the name of a code or theme."""
        return self._names.get(str(key), table if key is None else str(key))

    def value(self, field: str, value: object) -> str:
        """Return a field's value in words."""
        if value in (None, ""):
            return "–"
        return self._names.get(str(value), str(value)) if field in ("parent", "code", "theme", "also") else str(value)

    def row(self, table: str, row: Row) -> str:
        """Return what a row is called."""
        if table in ("members", "type_parts", "evidence"):
            owner, held = (
                next((row[name] for name in names if row.get(name)), "")
                for names in (("theme", "type", "relation", "summary"), ("code", "extract", "reduced", "case"))
            )
            return " / ".join(filter(None, (self._names.get(owner, ""), self._names.get(held, held))))
        if table == "relations":
            return f"{self._names.get(row['source'], '')} – {self._names.get(row['target'], '')}"
        for field in ("name", "quote", "text", "answer", "case"):
            if row.get(field):
                return str(row[field])
        return self._names.get(str(row.get("id")), "")

    def case(self, change: Change) -> str:
        """Return the case that a coding or extract belongs to, or nothing."""
        row = change.after or change.before or {}
        key = {"codings": "extract", "extracts": "id"}.get(change.table)
        return self._case_of.get(str(row[key]), "") if key else ""
