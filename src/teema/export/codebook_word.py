"""The codebook as the appendix of a thesis: a Word document with one table of real styles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.export.files import write_whole
from teema.export.word_parts import (
    LETTER,
    PAGE,
    caption,
    frame,
    mark,
    page_numbers,
    properties,
    save_document,
    shade,
    styles,
    write_cell,
)  # fmt: skip
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd
    from docx.document import Document
    from docx.table import _Cell

__all__ = ["write_codebook_document"]


def write_codebook_document(path: str | Path, codes: pd.DataFrame, *, language: Language = "fi") -> Path:
    """Write a codebook as a Word document: heading, a sentence, and a table with a caption.

    Columns without any text are left out; what is left share the width of the page. The header row is repeated on every
    page, no row is split between pages, and long words may be hyphenated.

    Args:
        path: The file to write; one of the same name is replaced.
        codes: Columns as in `CODE_COLUMNS`, in tree order.
        language: Language of the document.

    Raises:
        UnusableValueError: The file cannot be written.

    Example:
        >>> study = getfixture("study")
        >>> _ = study.codebook.add("Luottamus", definition="Asiakas uskaltaa puhua.")
        >>> write_codebook_document(getfixture("tmp_path") / "liite.docx", study.codebook.to_frame()).name
        'liite.docx'
    """
    from docx import Document

    document = Document()
    styles(document, language)
    top = int((codes["depth"] == 0).sum())
    document.add_heading(term("coding.book_appendix", language), level=1)
    intro = "book_intro" if top < len(codes) else "book_intro_flat"
    document.add_paragraph(term(f"coding.{intro}", language, codes=len(codes), top=top))
    caption(document, term("coding.book_caption_text", language), language)
    _table(document, codes, language)
    page_numbers(document)
    properties(document, term("coding.book_appendix", language))
    return write_whole(path, lambda place: save_document(document, place))


def _table(document: Document, codes: pd.DataFrame, language: Language) -> None:
    """Add the table: code, definition, when to use it and when not, example."""
    from docx.shared import Cm

    columns = _columns(codes)
    widths = _widths(codes, columns)
    table = document.add_table(rows=1, cols=len(columns))
    frame(table, widths)
    for cell, name in zip(table.rows[0].cells, columns, strict=True):
        write_cell(
            cell, term("coding.book_rules" if name == "rules" else f"results.{name}", language), language, bold=True
        )
        shade(cell, "E7EDF2")
    mark(table.rows[0], "tblHeader")
    for row in codes.to_dict("records"):
        for cell, name in zip(table.add_row().cells, columns, strict=True):
            if name == "code":
                write_cell(cell, row["code"], language, bold=not row["depth"], indent=0.3 * min(int(row["depth"]), 5))
            elif name == "rules":
                _rules(cell, row, language)
            else:
                write_cell(cell, row[name], language, italic=name == "example")
    for item in table.rows:
        mark(item, "cantSplit")
        for cell, width in zip(item.cells, widths, strict=True):
            cell.width = Cm(width)


def _columns(codes: pd.DataFrame) -> list[str]:
    """Return the columns that have any text."""
    has = {name: bool(codes[name].str.strip().any()) for name in ("definition", "include", "exclude", "example")}
    has["rules"] = has["include"] or has["exclude"]
    return ["code", *(name for name in ("definition", "rules", "example") if has[name])]


def _widths(codes: pd.DataFrame, columns: list[str]) -> list[float]:
    """Return the widths in cm: the names of codes get what their longest word needs, the others share what is left."""
    needed = [
        0.5 + 0.3 * min(int(depth), 5) + LETTER * max(map(len, str(name).replace("-", "- ").split()), default=1)
        for name, depth in zip(codes["code"], codes["depth"], strict=True)
    ]
    first = min(max([2.8, *needed]), 4.4 if len(columns) > 1 else PAGE)
    rest = (PAGE - first) / max(len(columns) - 1, 1)
    return [first, *[rest] * (len(columns) - 1)]


def _rules(cell: _Cell, row: Mapping[Any, Any], language: Language) -> None:
    first = True
    for name, said in (("include", "book_use"), ("exclude", "book_use_not")):
        if row[name].strip():
            write_cell(cell, row[name], language, lead=term(f"coding.{said}", language), again=not first)
            first = False
    if first:
        write_cell(cell, "", language)
