"""The codebook to a file and back: what a file would change is looked at first, then applied as one step."""

from __future__ import annotations

from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

from teema.coding.codebook_merge import Merge, merge
from teema.coding.table_files import read_codebook
from teema.errors import UnusableValueError
from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Step
    from teema.study.study import Study

__all__ = ["ENDINGS", "CodebookUpdate", "write"]

ENDINGS = (".docx", ".xlsx", ".csv", ".yaml", ".yml")


def write(study: Study, path: Path) -> Path:
    """Write the codebook as the ending of the file name asks for; see `Study.export`.

    Raises:
        UnusableValueError: The ending is another, or the file cannot be written.
    """
    from teema.export.codebook_tables import write_codebook_csv, write_codebook_sheet
    from teema.export.codebook_word import write_codebook_document
    from teema.export.files import write_whole

    codes, language = study.codebook.to_frame(), study.language
    ending = path.suffix.lower()
    if ending == ".docx":
        return write_codebook_document(path, codes, language=language)
    if ending == ".xlsx":
        return write_codebook_sheet(path, codes, language=language)
    if ending == ".csv":
        return write_codebook_csv(path, codes, language=language)
    if ending in (".yaml", ".yml"):
        from teema.coding.codebook_yaml import yaml_text

        head = term("coding.book_yaml_head", language, study=study.path.stem, file=path.name)
        text = yaml_text(codes, head=" ".join(head.split()), language=language)
        return write_whole(path, lambda place: place.write_text(text, encoding="utf-8"))
    raise UnusableValueError.of("ending", path.suffix, ENDINGS)


class CodebookUpdate:
    """What a codebook in a file would change; nothing is written before `apply`.

    Attributes:
        changes: `code`, `id`, `status`, `field`, `before`, `after`: one row per new code (`added`), new name
            (`renamed`), changed field (`changed`), new parent (`moved`), field that is blank in the file (`cleared`)
            and code that the file does not have (`missing`).
        unchanged: Codes of the file that are as they are.
        reordered: True when the order of the codes would change.
    """

    def __init__(self, study: Study, path: Path) -> None:
        import pandas as pd

        self._study = study
        self._file = path.name
        table = read_codebook(path).astype(str)
        self._rows = [{str(key): str(value) for key, value in row.items()} for row in table.to_dict("records")]
        found = self._merge()
        self.changes: pd.DataFrame = pd.DataFrame(
            found.differences, columns=["code", "id", "status", "field", "before", "after"]
        )
        self.unchanged = list(found.unchanged)
        self.reordered = found.reordered

    def _merge(self, *, clear: bool = False) -> Merge:
        return merge(list(self._study.codebook), self._rows, clear=clear)

    def __bool__(self) -> bool:
        return self.reordered or bool((~self.changes["status"].isin(("cleared", "missing"))).any())

    def summary(self) -> Table:
        """Return one row per change, in the order of the codes."""
        language = self._study.language
        status = {name: term(f"coding.book_{name}", language) for name in self.changes["status"].unique()}
        fields = {name: self._label(name) for name in self.changes["field"].unique()}
        frame = self.changes.assign(shown=self.changes["status"].map(status), label=self.changes["field"].map(fields))
        return Table(
            frame=frame,
            title=term("coding.book_title", language, file=self._file),
            base=term("coding.book_base", language, **self._counts()),
            notes=tuple(self._notes()),
            columns=(
                Column("code", term("common.code", language).capitalize()),
                Column("shown", term("coding.book_status", language)),
                Column("label", term("coding.book_field", language)),
                Column("before", term("coding.book_before", language), "wide-text"),
                Column("after", term("coding.book_after", language), "wide-text"),
            ),
            language=language,
        )

    def _label(self, field: str) -> str:
        language = self._study.language
        if not field:
            return ""
        own = field in ("parent", "query", "colour")
        return term(f"coding.book_{field}" if own else f"results.{field}", language)

    def _counts(self) -> dict[str, int]:
        by = self.changes.groupby("status")["id"].nunique()
        changed = self.changes[self.changes["status"].isin(("renamed", "changed"))]["id"].nunique()
        found = {name: int(by.get(name, 0)) for name in ("added", "moved", "missing")}
        return {**found, "changed": int(changed), "unchanged": len(self.unchanged)}

    def _notes(self) -> list[str]:
        language = self._study.language
        notes = [term("coding.read_pending" if self else "coding.read_nothing", language)]
        if self.reordered:
            notes.append(term("coding.book_order", language))
        cleared = int((self.changes["status"] == "cleared").sum())
        if cleared:
            notes.append(term("coding.book_clear", language, count=cleared))
        if (self.changes["status"] == "missing").any():
            notes.append(term("coding.book_delete", language))
        return notes

    def __repr__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()

    def apply(self, *, delete: bool = False, clear: bool = False) -> int:
        """Change the codebook as the file says, as one undoable step; codings keep their codes.

        Args:
            delete: Delete codes that the file does not have. One that has codings is refused, and then nothing changes.
            clear: Empty fields that are blank in the file.

        Returns:
            How many codes are new, changed, moved or deleted.

        Raises:
            CodebookError: A code that is to be deleted has codings, or the codebook has changed so that the file no
                longer fits it.
        """
        study = self._study
        found = self._merge(clear=clear)
        touched = {item.id for item in found.differences if item.status not in ("cleared", "missing")}
        gone = [item.code for item in found.differences if item.status == "missing"] if delete else []
        with study.store.step("codebook.import") as step:
            self._put(step, found)
            for code in gone:
                study.codebook.delete(code)
            step.summary = f"{self._file}: {len(touched)}" + (f" −{len(gone)}" if gone else "")
        return len(touched) + len(gone)

    def _put(self, step: Step, found: Merge) -> None:
        """Write the codes; one whose name another still bears gets it in two goes, as names are always unique."""
        present = {code.id: code for code in self._study.codebook}
        bearers = {code.name: code.id for code in present.values()}
        later = []
        for code in found.codes:
            if present.get(code.id) == code:
                continue
            if bearers.get(code.name, code.id) != code.id:
                later.append(code)
                code = replace(code, name=code.id)  # noqa: PLW2901 -- its name for a moment
            step.put("codes", asdict(code))
        for code in later:
            step.put("codes", asdict(code))
