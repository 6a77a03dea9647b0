"""Grouping reduced expressions in a spreadsheet: the sheet that is written, and what reading it would change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.errors import ImportFileError, UnusableValueError
from teema.records import Theme, ThemeKind, new_id
from teema.study.checking import remaining, warn_of
from teema.tables import Column, Table
from teema.terms import term
from teema.themes.analysis_row import theme_row
from teema.themes.grouping import SheetClass, grouping_rows
from teema.themes.grouping_file import read_grouping_file
from teema.themes.grouping_plan import Plan, Present, folded, plan
from teema.trees import in_tree_order

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Step
    from teema.study.analysis import Analysis
    from teema.study.study import Study

__all__ = ["GroupingSheet", "write"]

_SHOWN = 8  # refused rows that are told one by one


def write(study: Study, analysis: Analysis, path: Path) -> Path:
    """Write a grouping sheet; see `Analysis.export_grouping`."""
    from teema.export.grouping_sheet import write_grouping_sheet

    if path.suffix.lower() != ".xlsx":
        raise UnusableValueError.of("ending", path.suffix, (".xlsx",))
    said = analysis.expressions
    if said.empty:
        raise UnusableValueError(
            "No extract has a reduced expression yet, so there is nothing to group.",
            where=study.path.name,
            hint='Write some: study.code(answer, "the words", "Code", reduced="…"), or in the coder with P.',
        )
    themes = _in_order(analysis)
    rows = grouping_rows(said, _held(study, analysis), themes)
    written = write_grouping_sheet(
        path, rows, [_sheet_class(item) for item in themes], analysis=(analysis.id, analysis.name),
        levels=analysis.levels, language=analysis.language,
    )  # fmt: skip
    warn_of(study, remaining(study, {path.name: [text for row in rows for text in (row.reduced, *row.sample)]}))
    return written.absolute()


def _in_order(analysis: Analysis) -> list[Theme]:
    themes = {item.id: item for item in analysis._themes()}
    return [themes[key] for key, _ in in_tree_order({key: item.parent for key, item in themes.items()})]


def _sheet_class(theme: Theme) -> SheetClass:
    return SheetClass(theme.id, theme.name, theme.kind, theme.parent)


def _held(study: Study, analysis: Analysis) -> list[tuple[str, str]]:
    """Return which class (GUID) holds which reduced expression."""
    rows = study.store.rows(
        "SELECT members.theme, members.reduced FROM members JOIN themes ON themes.id = members.theme"
        " WHERE themes.analysis = ? AND members.reduced IS NOT NULL",
        (analysis.id,),
    )
    return [(row["theme"], row["reduced"]) for row in rows]


class GroupingSheet:
    """What a grouping sheet would change; nothing is written before `apply`.

    Attributes:
        changes: `row` (of the sheet; 0 where it is the whole), `change`, `what`, `before`, `after`. Changes are
            `new-class`, `renamed-class`, `moved-class`, `level`, `grouped`, `ungrouped` and `renamed`.
        refused: `row`, `reduced`, `reason`: rows that are left as they are.
        missing: `reduced`, `theme`: what the sheet no longer has a row for; it stays unless asked.
        notes: What else a reader must know.
    """

    def __init__(self, study: Study, analysis: Analysis, path: Path) -> None:
        import pandas as pd

        self._study, self._analysis, self._file = study, analysis, path.name
        self._read = read_grouping_file(path)
        self._check_whose(path)
        made = self._plan()
        self.changes: pd.DataFrame = pd.DataFrame(
            list(self._told(made)), columns=["row", "change", "what", "before", "after"]
        )
        language = analysis.language
        self.refused: pd.DataFrame = pd.DataFrame(
            [(item.row, item.reduced, term(f"grouping.why_{item.why}", language, **item.places))
             for item in made.refused],
            columns=["row", "reduced", "reason"],
        )  # fmt: skip
        self.missing: pd.DataFrame = pd.DataFrame(
            [(self._words(words), self._name(theme)) for words, theme in made.missing], columns=["reduced", "theme"]
        )
        self._any = bool(made)
        self.notes: tuple[str, ...] = tuple(self._remarks(made))

    # -- reading

    def _check_whose(self, path: Path) -> None:
        guid, name = self._read.analysis
        if guid == self._analysis.id:
            return
        own = self._study.store.rows("SELECT name FROM analyses WHERE id = ?", (guid,))
        if own:
            called = own[0]["name"]
            raise ImportFileError(
                f"This is the sheet of the analysis {called!r}, not of {self._analysis.name!r}.",
                where=path,
                hint=f"Read it there: study.analysis({called!r}).read_grouping({path.name!r}).",
            )
        raise ImportFileError(
            f"This is the sheet of an analysis {name!r} that this study does not have.",
            where=path,
            hint=f"Is it the sheet of another study than {self._study.path.name}?",
        )

    def _plan(self) -> Plan:
        """Return what the sheet changes in the study as it is at this moment."""
        analysis, store = self._analysis, self._study.store
        said = [str(words) for words in analysis.expressions["reduced"].unique()]
        self._spelt = {folded(words): words for words in said}
        holders: dict[str, set[str]] = {}
        for theme, words in _held(self._study, analysis):
            holders.setdefault(folded(words), set()).add(theme)
        mixed = {str(row["theme"]) for row in store.rows("SELECT DISTINCT theme FROM members WHERE reduced IS NULL")}
        self._themes = {item.id: item for item in _in_order(analysis)}
        present = Present({key: _sheet_class(item) for key, item in self._themes.items()}, self._spelt, holders, mixed)
        return plan(self._read.lines, self._read.memory, present)

    # -- telling

    def _name(self, key: str | None, made: Plan | None = None) -> str:
        if key is None:
            return ""
        if made is not None and key in made.new_classes:
            return made.new_classes[key][0]
        if made is not None and key in made.renamed_classes:
            return made.renamed_classes[key]
        return self._themes[key].name

    def _words(self, key: str) -> str:
        return self._spelt[key]

    def _told(self, made: Plan) -> Iterable[tuple[int, str, str, str, str]]:
        """Yield the changes: first of classes, then of expressions in the order of the rows."""
        levels = self._analysis.levels
        row = {key: min(rows) for key, rows in made.rows.items() if rows}
        for key, name in made.renamed_classes.items():
            yield row.get(key, 0), "renamed-class", name, self._themes[key].name, name
        for key, (name, kind) in made.new_classes.items():
            above = self._name(made.parents.get(key), made)
            yield row.get(key, 0), "new-class", name, "", f"{above} › {name}" if above else levels[kind]
        for key, kind in made.kinds.items():
            then = levels[self._themes[key].kind]
            yield row.get(key, 0), "level", self._name(key, made), then, levels[kind]
        for key, above_key in made.parents.items():
            if key not in made.new_classes:
                parent = self._themes[key].parent
                yield (
                    row.get(key, 0), "moved-class", self._name(key, made), self._name(parent),
                    self._name(above_key, made),
                )  # fmt: skip
        lines = [(number, "grouped", words, "", self._name(key, made)) for (words, key), number in made.adds.items()]
        lines += [(number, "ungrouped", words, self._name(key), "") for (words, key), number in made.removes.items()]
        for number, change, words, before, after in sorted(lines):
            yield number, change, self._words(words), before, after
        for words, (new, number) in made.renames.items():
            yield number, "renamed", self._words(words), self._words(words), new

    def _remarks(self, made: Plan) -> Iterable[str]:
        language = self._analysis.language
        for number, name in made.blanks:
            yield term("grouping.note_blank", language, row=number, name=name)
        joined = [
            new for words, (new, _) in made.renames.items() if folded(new) != words and folded(new) in self._spelt
        ]
        if joined:
            yield term("grouping.note_joined", language, names=_listed(joined))
        gone = {theme for _, theme in made.removes}
        left = [
            self._name(key)
            for key in gone
            if not any(theme == key for _, theme in made.adds) and self._empties(key, made)
        ]
        if left:
            yield term("grouping.note_emptied", language, names=_listed(sorted(left)))
        if self._read.gone:
            columns = ", ".join(self._analysis.levels[level] for level in self._read.gone)
            yield term("grouping.note_columns_gone", language, columns=columns)
        if made.missing:
            yield term("grouping.note_missing", language, count=len(made.missing))

    def _empties(self, key: str, made: Plan) -> bool:
        held = {folded(words) for theme, words in _held(self._study, self._analysis) if theme == key}
        below = any(item.parent == key for item in self._themes.values())
        return not below and held <= {words for words, theme in made.removes if theme == key}

    def __bool__(self) -> bool:
        return self._any

    def __len__(self) -> int:
        return len(self.changes)

    def summary(self) -> Table:
        """Return one row per change, with the row of the sheet that asks for it."""
        language = self._analysis.language
        said = {name: term(f"grouping.change_{name}", language) for name in self.changes["change"].unique()}
        frame = self.changes.assign(shown=self.changes["change"].map(said))
        for name in ("before", "after"):
            frame[name] = frame[name].where(frame[name] != "", "–")
        return Table(
            frame=frame,
            title=term("grouping.title", language, file=self._file),
            base=term(
                "grouping.base", language, rows=len(self._read.lines), changed=self.changes["row"].nunique(),
                refused=len(self.refused),
            ),
            notes=tuple(self._notes()),
            columns=(
                Column("shown", term("grouping.column_change", language)),
                Column("what", term("grouping.column_what", language), "wide-text"),
                Column("before", term("grouping.column_before", language), "wide-text"),
                Column("after", term("grouping.column_after", language), "wide-text"),
                Column("row", term("grouping.column_row", language), "count"),
            ),
            language=language,
        )  # fmt: skip

    def _notes(self) -> Iterable[str]:
        language = self._analysis.language
        yield term("coding.read_pending" if self else "coding.read_nothing", language)
        for row, reduced, reason in self.refused[:_SHOWN].itertuples(index=False):
            yield term("grouping.refused", language, sheet=self._read.name, row=row, reduced=reduced, reason=reason)
        if len(self.refused) > _SHOWN:
            yield term("coding.read_refused_more", language, count=len(self.refused) - _SHOWN)
        yield from self.notes

    def __repr__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()

    # -- writing

    def apply(self, *, delete: bool = False) -> int:
        """Group as the sheet says, as one undoable step; refused rows stay as they are.

        Args:
            delete: Take expressions whose row is gone from the sheet out of their class; no expression is deleted.

        Returns:
            How many changes there were.
        """
        made = self._plan()  # the study may have changed since the preview: a conflict is then refused here
        missing = list(made.missing) if delete else []
        removes = [*made.removes, *missing]
        told = len(list(self._told(made))) + len(missing)
        store = self._study.store
        store.backup_before("theme.grouping", len(removes) + len(made.adds), only_adds=not removes)
        with store.step("theme.grouping") as step:
            ids = self._put_classes(step, made)
            for words, key in made.adds:
                row = {"id": new_id(), "theme": ids.get(key, key), "code": None, "extract": None}
                step.put("members", {**row, "reduced": self._words(words)})
            rows = store.rows("SELECT id, theme, reduced FROM members WHERE reduced IS NOT NULL") if removes else []
            taken = set(removes)
            for row in rows:
                if (folded(str(row["reduced"])), str(row["theme"])) in taken:
                    step.delete("members", str(row["id"]))
            for words, (new, _) in made.renames.items():
                self._analysis.rename_reduced(self._words(words), new)
            step.summary = f"{self._file}: {told}"
        return told

    def _put_classes(self, step: Step, made: Plan) -> dict[str, str]:
        """Write the classes as they are to be, and return the GUID of each new one."""
        ids = {key: new_id() for key in made.new_classes}
        position = self._analysis._next_position()
        new = {
            ids[key]: Theme(analysis=self._analysis.id, name=name, id=ids[key], kind=kind, position=position + place)
            for place, (key, (name, kind)) in enumerate(made.new_classes.items())
        }
        changed: dict[str, Theme] = {**self._themes, **new}

        def put(key: str, **fields: Any) -> None:
            its = ids.get(key, key)
            changed[its] = replace(changed[its], **fields)

        for key, name in made.renamed_classes.items():
            put(key, name=name)
        kinds: dict[str, ThemeKind] = made.kinds
        for key, kind in kinds.items():
            put(key, kind=kind)
        for key, above in made.parents.items():
            parent = None if above is None else ids.get(above, above)
            its = changed[ids.get(key, key)]
            put(key, parent=parent, also=None if its.also == parent else its.also)
        order = in_tree_order({key: item.parent for key, item in changed.items()})
        for key, _ in order:  # a class stands before what is under it
            if changed[key] != self._themes.get(key):
                step.put("themes", theme_row(changed[key]))
        return ids


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"”{name}”" for name in dict.fromkeys(names))
