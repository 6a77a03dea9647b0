"""Tables, drafts and pictures in one file for the text of a thesis or a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.study.checking import remaining, texts_of, warn_of, words_of
from teema.tables import Table

if TYPE_CHECKING:
    from teema.export.word_document import Draft
    from teema.maps import Picture
    from teema.study.study import Study
    from teema.themes.comparison_text import Comparison

__all__ = ["appendix"]


def appendix(
    study: Study, path: Path, parts: Sequence[Table | Comparison | Draft | Picture], *, title: str, min_cell: int | None
) -> Path:
    """Write the parts; see `Study.appendix`."""
    from teema.export import write_workbook
    from teema.export.word_document import Draft, write_document
    from teema.maps import Picture
    from teema.results import suppress
    from teema.themes.comparison_text import Comparison

    if not parts:
        raise UnusableValueError(
            "Nothing was given to write.", where=path, hint="Give tables: study.appendix(path, ta.content_table())"
        )
    kept: list[Table | Draft | Picture] = []
    for given in parts:
        part = given.table() if isinstance(given, Comparison) else given
        if not isinstance(part, Table | Draft | Picture):
            raise UnusableValueError(
                f"A {type(part).__name__} is neither a table nor a draft nor a picture.", where=path,
                hint="Give what ta.content_table(), study.frequency(), ta.map() or ta.method_text() returns.",
            )  # fmt: skip
        kept.append(suppress(part, min_cell=min_cell) if isinstance(part, Table) and min_cell is not None else part)
    tables = {f"{place}. {part.title}": part for place, part in enumerate(kept, 1) if isinstance(part, Table)}
    kind = path.suffix.lower()
    if kind == ".docx":
        written = write_document(path, kept, title=title, language=study.language)
    elif kind == ".xlsx":
        if len(tables) < len(kept):
            raise UnusableValueError(
                "A workbook holds tables only, and something else was given.", where=path, hint="Write a .docx file."
            )
        written = write_workbook(path, {part.title: part for part in tables.values()}, language=study.language)
    else:
        raise UnusableValueError.of("ending", kind, (".docx", ".xlsx"))
    # A draft is made of our own sentences: the authors of a method and the days of the work identify no participant.
    words = {part.scene.title: words_of(study, part) for part in kept if isinstance(part, Picture)}
    warn_of(study, remaining(study, {**texts_of(study, tables), **words}))
    return written.absolute()
