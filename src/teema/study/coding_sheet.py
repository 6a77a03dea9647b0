"""Coding in a spreadsheet program: the sheet that is written, and what reading it back would change."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.coding.codings import assign_spans, drop
from teema.coding.sheet import SheetRow, changes, digest, folded, named_codes, rows_at, same_text, sheet_rows
from teema.coding.sheet_file import Memory, ReadRow, SheetFile, read_sheet_file, truth
from teema.errors import ImportFileError, NotFoundError
from teema.study.tabulate import question_ids
from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study

__all__ = ["CodingSheet", "write"]

_SHOWN = 8  # refused rows that are told one by one


def write(
    study: Study,
    path: Path,
    *,
    by: str | list[str] | None,
    questions: str | list[str] | None,
    unit: str,
    layout: str,
    coder: str | None,
) -> Path:
    """Write a coding sheet; see `Study.export`."""
    from teema.export.coding_sheet import write_coding_sheet

    codes, answers, cases = study.codebook.to_frame(), study.answers, study.cases
    chosen = question_ids(study, questions)
    if chosen is not None:
        answers = answers[answers["question"].isin(chosen)]
    given = [by] if isinstance(by, str) else by
    shown = cases if given is None else cases[[study.variable(name) for name in given]]
    guids = dict(zip(codes["code"], codes["id"], strict=True))
    whose = coder or study.store.coder
    asked = study.questions
    return write_coding_sheet(
        path, sheet_rows(answers, study.codings, guids, unit=unit, coder=whose), codes=codes, cases=shown,
        questions=dict(zip(asked["question"], asked["text"], strict=True)), layout=layout, unit=unit, coder=whose,
        language=study.language,
    )  # fmt: skip


class CodingSheet:
    """What a coding sheet would change; nothing is written before `apply`.

    Attributes:
        changes: `row` (of the sheet), `answer`, `case`, `question`, `start`, `end`, `text`, `code`, `change` (`add` or
            `remove`).
        new_codes: `row`, `answer`, `code`: names in the sheet that the codebook does not have.
        refused: `row`, `answer`, `reason`: rows that are left as they are.
        notes: What else a reader must know: columns that are not read, rows that stand there twice.
        coder: Who the codings belong to.
    """

    def __init__(self, study: Study, path: Path, *, coder: str | None = None) -> None:
        import pandas as pd

        self._study = study
        self._file = path.name
        codes = {code.name: code.id for code in study.codebook}
        read = read_sheet_file(path, [folded(name) for name in codes])
        memory = read.memory
        self.coder = coder or (memory.coder if memory else study.store.coder)
        self.notes: tuple[str, ...] = ()
        self._names = {guid: name for name, guid in codes.items()}
        self._known = {folded(name): guid for name, guid in codes.items()}
        if memory is not None:  # a name in the sheet means what it meant when the sheet was written
            self._known |= {folded(name): guid for guid, name in memory.codes.items()}
        self._refused: list[tuple[int, str, str]] = []
        self._new: list[tuple[SheetRow, int, str]] = []
        present = rows_at((row.id for row in read.rows), study.answers, study.codings, codes, coder=self.coder)
        accepted = [(present[row.id], row) for row in read.rows if self._accepts(row, present.get(row.id), memory)]
        if not accepted and read.rows and not present:
            raise ImportFileError(
                "None of its rows is an answer of this study.",
                where=path,
                hint=f"Is it the sheet of another study than {study.path.name}?",
            )
        given = self._given(accepted, memory)
        mine = memory is not None and memory.coder == self.coder
        self.changes: pd.DataFrame = changes(
            given, memory.given if memory is not None and mine else None, self._names, self._visible(read)
        )
        self.new_codes: pd.DataFrame = pd.DataFrame(
            [(number, row.answer, name) for row, number, name in self._new], columns=["row", "answer", "code"]
        )
        self.refused: pd.DataFrame = pd.DataFrame(self._refused, columns=["row", "answer", "reason"])
        self._counts = {"rows": len(read.rows), "changed": self.changes["row"].nunique(), "refused": len(self.refused)}
        self._sheet = read.name
        self.notes = tuple(self._remarks(read, accepted))

    # -- reading

    def _accepts(self, row: ReadRow, present: SheetRow | None, memory: Memory | None) -> bool:
        """Say whether a row may be read, and note why not."""
        language = self._study.language
        if not row.id:
            if row.cells or any(truth(mark) for mark in row.marks.values()):
                self._refuse(row, "no_id")
            return False
        if present is None or not present.text:
            self._refuse(row, "unknown" if present is None else "study")
            return False
        from teema.export.cells import clean_text

        shown = clean_text(present.text, cut=term("export.cut", language))
        written = None if memory is None else memory.digests.get(row.id)
        if row.text is None:
            if written is None:
                raise ImportFileError(
                    "The sheet has no column of answers, so nobody can tell that the codes are on the right rows.",
                    where=self._file,
                    hint="Keep the column of answers as it was written.",
                )
            same = written == digest(shown)
        else:
            same = same_text(row.text) == same_text(shown)
        if not same:
            untouched = written is not None and (row.text is None or digest(row.text) == written)
            self._refuse(row, "study" if untouched else "text")
        return same

    def _refuse(self, row: ReadRow, why: str, **places: str) -> None:
        self._refused.append((row.number, row.id, term(f"coding.read_why_{why}", self._study.language, **places)))

    def _given(
        self, accepted: list[tuple[SheetRow, ReadRow]], memory: Memory | None
    ) -> list[tuple[SheetRow, int, list[str]]]:
        """Return each row of the study once, with the GUIDs that the sheet gives it; note names that are unknown."""
        given: dict[str, tuple[SheetRow, int, list[str]]] = {}
        for present, row in accepted:
            _, number, codes = given.setdefault(present.id, (present, row.number, []))
            was = memory.given.get(row.id, ()) if memory else ()
            for name in self._named(row, was):
                guid = self._known.get(folded(name))
                if guid in self._names or (guid is not None and guid in was):
                    codes.append(str(guid))
                else:
                    self._new.append((present, number, name))
        return list(given.values())

    def _named(self, row: ReadRow, was: Collection[str]) -> list[str]:
        """Return the names of the codes that a row of the sheet has; a mark that says nothing is refused.

        Where the mark says nothing, the row has the code if it had it when the sheet was written.
        """
        names = [name for cell in row.cells for name in named_codes(cell, self._known)]
        for code, mark in row.marks.items():
            said = truth(mark)
            name = self._names.get(code) or self._former(code)
            if said is None:
                self._refuse(row, "cell", value=mark.strip()[:40], code=name)
            if said or (said is None and self._known.get(folded(name)) in was):
                names.append(name)
        return names

    def _former(self, code: str) -> str:
        return next((name for name, guid in self._known.items() if guid == code), code)

    def _visible(self, read: SheetFile) -> Collection[str] | None:
        """Return the codes that can have been taken out; None is all, as in a sheet with all its code columns."""
        marked = {self._known.get(folded(code), code) for code in read.marked}
        if read.memory is not None and 0 < read.memory.code_columns <= read.code_columns:
            return None
        return marked

    def _remarks(self, read: SheetFile, accepted: list[tuple[SheetRow, ReadRow]]) -> Iterable[str]:
        language = self._study.language
        memory = read.memory
        if memory is None:
            yield term("coding.read_no_memory", language)
        elif memory.code_columns == 0 or memory.code_columns > read.code_columns:
            held = {guid for guids in memory.given.values() for guid in guids}
            visible = self._visible(read) or ()
            gone = [self._names[guid] for guid in held if guid in self._names and guid not in visible]
            if gone:
                yield term("coding.read_columns_gone", language, codes=", ".join(sorted(gone)))
        if read.aside:
            yield term("coding.read_aside", language, columns=", ".join(read.aside))
        seen: dict[str, list[int]] = {}
        for present, row in accepted:
            seen.setdefault(present.id, []).append(row.number)
        twice = [f"{name} ({', '.join(map(str, rows))})" for name, rows in seen.items() if len(rows) > 1]
        if twice:
            yield term("coding.read_twice", language, rows="; ".join(twice[:_SHOWN]))

    # -- showing

    def __bool__(self) -> bool:
        return bool(len(self.changes) or len(self.new_codes))

    def __len__(self) -> int:
        return len(self.changes)

    def summary(self) -> Table:
        """Return one row per code: how many codings are to be `added` and `removed`, in how many `cases`."""
        language = self._study.language
        order = {code.name: i for i, code in enumerate(self._study.codebook)}
        grouped = self.changes.groupby("code", sort=False)
        frame = grouped.agg(
            added=("change", lambda column: int((column == "add").sum())),
            removed=("change", lambda column: int((column == "remove").sum())),
            cases=("case", "nunique"),
        ).reset_index()
        frame = frame.sort_values("code", key=lambda names: names.map(order)).reset_index(drop=True)
        return Table(
            frame=frame,
            title=term("coding.read_title", language, file=self._file),
            base=term("coding.read_base", language, coder=self.coder, **self._counts),
            notes=tuple(self._notes()),
            columns=(
                Column("code", term("common.code", language).capitalize(), "text"),
                Column("added", term("coding.read_added", language), "count"),
                Column("removed", term("coding.read_removed", language), "count"),
                Column("cases", term("coding.read_cases", language), "count"),
            ),
            language=language,
        )

    def _notes(self) -> Iterable[str]:
        language = self._study.language
        yield term("coding.read_pending" if self else "coding.read_nothing", language)
        if len(self.new_codes):
            counts = self.new_codes["code"].value_counts(sort=False)
            codes = ", ".join(f"{name} ({count})" for name, count in counts.items())
            yield term("coding.read_new_codes", language, codes=codes)
        for row, answer, reason in self._refused[:_SHOWN]:
            yield term("coding.read_refused", language, sheet=self._sheet, row=row, answer=answer or "–", reason=reason)
        if len(self._refused) > _SHOWN:
            yield term("coding.read_refused_more", language, count=len(self._refused) - _SHOWN)
        yield from self.notes

    def __repr__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()

    # -- writing

    def apply(self, *, create: str | Iterable[str] | bool = False) -> int:
        """Change the codings as the sheet says, as one undoable step; refused rows stay as they are.

        Args:
            create: Make the codes that the codebook does not have: True makes all, or name those that are to be made.

        Returns:
            How many codings were added or removed.

        Raises:
            NotFoundError: A code that is to be made is not among the new names.
        """
        study, store = self._study, self._study.store
        wanted = self._wanted(create)
        adds = self.changes[self.changes["change"] == "add"]
        removes = self.changes[self.changes["change"] == "remove"]
        store.backup_before("code.sheet", len(adds) + len(removes), only_adds=removes.empty)
        with store.step("code.sheet") as step:
            names = {}
            for name in dict.fromkeys(wanted.values()):
                names[folded(name)] = (
                    study.codebook.add(name).id if name not in study.codebook else study.codebook[name].id
                )
            guids = {name: guid for guid, name in self._names.items()}
            spans: list[tuple[str, int, int, str]] = [
                (answer, int(start), int(end), guids[code])
                for answer, start, end, code in adds[["answer", "start", "end", "code"]].itertuples(index=False)
            ]
            spans += [
                (row.answer, row.start, row.end, names[folded(name)])
                for row, _, name in self._new
                if folded(name) in wanted
            ]
            added = assign_spans(store, step, spans, coder=self.coder)
            rows = self._held(removes, guids)
            drop(store, step, rows)
            step.summary = f"{self._file}: +{added} −{len(rows)}"
        return added + len(rows)

    def _wanted(self, create: str | Iterable[str] | bool) -> dict[str, str]:  # noqa: FBT001 -- True is all of them
        """Return the new codes that are to be made: their names as first written, by the folded name."""
        new: dict[str, str] = {}
        for _, _, name in self._new:
            new.setdefault(folded(name), name)
        if isinstance(create, bool):
            return new if create else {}
        given = [create] if isinstance(create, str) else list(create)
        for name in given:
            if folded(name) not in new:
                raise NotFoundError.of("new code", name, new.values(), where=self._file)
        return {folded(name): new[folded(name)] for name in given}

    def _held(self, removes: pd.DataFrame, guids: dict[str, str]) -> list[dict[str, Any]]:
        """Return the rows of the codings that are to be removed and are still there."""
        found = []
        for answer, start, end, code in removes[["answer", "start", "end", "code"]].itertuples(index=False):
            found += self._study.store.rows(
                "SELECT codings.* FROM codings JOIN extracts ON extracts.id = codings.extract"
                ' WHERE answer = ? AND start = ? AND "end" = ? AND code = ? AND coder = ?',
                (answer, int(start), int(end), guids[code], self.coder),
            )
        return found
