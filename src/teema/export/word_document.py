"""Tables, drafts and pictures as a Word document: the appendix of a thesis, with captions and repeated headers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from teema.export.files import write_whole
from teema.export.long_cells import said_again
from teema.export.word_parts import (
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
)
from teema.export.word_picture import add_picture, lies_down
from teema.maps.picture import Picture
from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    from docx.document import Document

__all__ = ["Draft", "write_document"]

_LYING = 25.7  # cm between the margins of an A4 page lying down
_NUMERIC = ("count", "percent", "number")
_LONGEST = 16  # letters: longer words are hyphenated
_EMPTY = 0.55  # cm beside the words of a cell
_HEIGHT, _HEIGHT_LYING = 24.0, 15.3  # cm between the upper and lower margins, less the header of the table
_AGAIN, _TOGETHER = 0.3, 0.35  # of a page: when a merged cell is said again, and how high one stays on one page
_LINE, _ROW = 0.41, 0.15  # cm of a line in a table, and around the lines of a row
_LETTERS = 0.175  # cm of an average letter in a table
_BREAK = "\n"
_BREAKS = re.compile(r"(?<=[^\W\d])-")  # a hyphen that ends a line may follow a letter, not the year of a date
_LETTER = 0.23  # cm of a bold letter, also in the wider fonts that stand in where there is no Calibri


@runtime_checkable
class Draft(Protocol):
    """A text under headings, such as the draft of a method section."""

    title: str
    note: str
    paragraphs: tuple[tuple[str, tuple[str, ...]], ...]


def write_document(
    path: str | Path, parts: Sequence[Table | Draft | Picture], *, title: str = "", language: str = "fi"
) -> Path:
    """Write tables, drafts and pictures into a Word document, in their order.

    A table has a caption whose number is a field, its header is repeated on every page, no row is split between pages,
    and what is wider than a page stands on a page lying down. A picture has a caption and its outline as alternative
    text, and lies down where it would not be legible. Text uses styles, and its language is set.

    Args:
        path: The file to write; one of the same name is replaced.
        parts: What is written.
        title: Heading of the document; none when empty.
        language: Language of the document.

    Raises:
        UnusableValueError: The file cannot be written.

    Example:
        >>> import pandas as pd
        >>> table = Table(frame=pd.DataFrame({"n": [3]}), title="Koodit", columns=(Column("n", "n", "count"),))
        >>> write_document(getfixture("tmp_path") / "liite.docx", [table]).name
        'liite.docx'
    """
    from docx import Document

    document = Document()
    styles(document, language)
    lying = bool(parts) and _lies_down(parts[0])
    if lying:  # the title stands on the page of what it is of
        _turn(document, lying=True, fresh=False)
    if title:
        document.add_heading(title, level=1)
    for part in parts:
        wanted = _lies_down(part)
        if wanted != lying:
            _turn(document, lying=wanted, fresh=True)
            lying = wanted
        if isinstance(part, Table):
            for number, block in enumerate(_blocks(part)):
                _table(document, block, _LYING if lying else PAGE, goes_on=number > 0)
        elif isinstance(part, Picture):
            add_picture(document, part, _LYING if lying else PAGE, language, lying=lying)
        else:
            _draft(document, part)
    page_numbers(document)
    properties(document, title or (_title(parts[0]) if parts else ""))
    return write_whole(path, lambda place: save_document(document, place))


def _lies_down(part: Table | Draft | Picture) -> bool:
    if isinstance(part, Picture):
        return lies_down(part)
    return isinstance(part, Table) and sum(_least(part)) > PAGE


def _title(part: Table | Draft | Picture) -> str:
    return part.scene.title if isinstance(part, Picture) else part.title


def _turn(document: Document, *, lying: bool, fresh: bool) -> None:
    """Let the following pages lie down or stand up; nothing before them, the first page is turned itself."""
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Cm

    section = document.add_section(WD_SECTION.NEW_PAGE) if fresh else document.sections[-1]
    width, height = (29.7, 21.0) if lying else (21.0, 29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Cm(width), Cm(height)


def _draft(document: Document, draft: Draft) -> None:
    document.add_heading(draft.title, level=2)
    document.add_paragraph().add_run(draft.note).italic = True
    for head, sentences in draft.paragraphs:
        document.add_heading(head, level=3)
        paragraph = document.add_paragraph()
        for number, sentence in enumerate(sentences):
            run = paragraph.add_run(sentence if number == 0 else f" {sentence}")
            run.italic = sentence.startswith("[")


def _blocks(table: Table) -> list[Table]:
    """Return a table that is wider than any page as several, each with the first column; the notes stand at the end."""
    least = _least(table)
    if sum(least) <= _LYING or len(least) < 3 or table.merged:  # merged cells say something of all columns beside them
        return [table]
    blocks: list[list[int]] = [[]]
    used = least[0]
    for place in range(1, len(least)):
        if blocks[-1] and used + least[place] > _LYING:
            blocks.append([])
            used = least[0]
        blocks[-1].append(place)
        used += least[place]
    said = []
    for number, block in enumerate(blocks):
        columns = tuple(table.columns[place] for place in (0, *block))
        notes = table.notes if number + 1 == len(blocks) else ()
        said.append(replace(table, columns=columns, notes=notes))
    return said


def _table(document: Document, table: Table, room: float, *, goes_on: bool = False) -> None:
    from docx.shared import Cm, Pt

    language = table.language
    title = f"{table.title} {term('export.continued', language)}" if goes_on else table.title
    caption(document, title, language, again=goes_on)
    if table.base and not goes_on:
        base = document.add_paragraph(table.base)
        base.paragraph_format.keep_with_next = True
        base.paragraph_format.space_after = Pt(4)
    widths = _widths(table, room)
    made = document.add_table(rows=0, cols=len(table.columns))
    frame(made, widths)
    heads = [*([_groups(table.columns)] if any(column.group for column in table.columns) else []), None]
    for head in heads:
        row = made.add_row()
        cells = row.cells
        if head is None:
            for cell, column in zip(cells, table.columns, strict=True):
                write_cell(cell, column.label, language, bold=True)
                _aside(cell, column)
        else:
            for start, end, group in head:
                cell = cells[start].merge(cells[end]) if end > start else cells[start]
                write_cell(cell, group, language, bold=True)
        for cell in row.cells:
            shade(cell, "E7EDF2")
        mark(row, "tblHeader")
    _body(made, table, widths, _HEIGHT_LYING if room == _LYING else _HEIGHT)
    for row in made.rows[: len(heads)]:
        _keep_with_next(row.cells)
    for row in made.rows:
        mark(row, "cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for note in table.notes:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(2)
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(note).font.size = Pt(9.5)
    if not len(table.frame):
        document.add_paragraph(term("export.no_rows", language))


def _body(made: Any, table: Table, widths: Sequence[float], page: float) -> None:
    base = table.frame["row"].eq("base").tolist() if "row" in table.frame.columns else []
    rows = table.shown()
    merged = table.spans()
    heights = _heights(table, rows, widths)
    spans, again = said_again(merged, heights, _AGAIN * page)
    goes_on = term("export.continued", table.language)
    for number, (texts, depth) in enumerate(zip(rows, table.depths(), strict=True)):
        cells = made.add_row().cells
        for i, (cell, text, column) in enumerate(zip(cells, texts, table.columns, strict=True)):
            span = spans[column.name][number] if column.name in spans else 1
            said = f"{text.partition(_BREAK)[0]} {goes_on}" if text and (column.name, number) in again else text
            write_cell(
                cell, said if span else "", table.language, bold=number < len(base) and base[number],
                indent=0.4 * min(depth, 5) if i == 0 else 0.0,
            )  # fmt: skip
            _aside(cell, column)
            if span != 1:
                _cover(cell, begins=span > 1)
        if _holds_together(merged, heights, number, _TOGETHER * page):
            _keep_with_next(cells)


def _heights(table: Table, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> list[float]:
    """Return about how high each row is, in cm; a merged cell gives its row no height."""
    alone = [place for place, column in enumerate(table.columns) if column.name not in table.merged]
    found = []
    for texts in rows:
        lines = max(
            (
                sum(
                    1 + int(_LETTERS * len(line) / max(widths[place] - _EMPTY, 0.5))
                    for line in texts[place].split(_BREAK)
                )
                for place in alone
            ),
            default=1,
        )
        found.append(_ROW + _LINE * lines)
    return found


def _holds_together(merged: Mapping[str, Sequence[int]], heights: Sequence[float], row: int, room: float) -> bool:
    """Say whether a row belongs to a merged cell that goes on in the next and is low enough to stay on one page."""
    for spans in merged.values():
        start = next(place for place in range(row, -1, -1) if spans[place])
        end = start + spans[start]
        if row + 1 < end and sum(heights[start:end]) <= room:
            return True
    return False


def _keep_with_next(cells: Sequence[Any]) -> None:
    for cell in cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _cover(cell: Any, *, begins: bool) -> None:
    """Merge a cell with those above or below it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    merged = OxmlElement("w:vMerge")
    if begins:
        merged.set(qn("w:val"), "restart")
    cell._tc.get_or_add_tcPr().append(merged)


def _aside(cell: Any, column: Column) -> None:
    """Set numbers to the right."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    if column.format in _NUMERIC:
        for paragraph in cell.paragraphs:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _groups(columns: Sequence[Column]) -> list[tuple[int, int, str]]:
    """Return the headers above neighbouring columns: first, last, words."""
    found: list[tuple[int, int, str]] = []
    for i, column in enumerate(columns):
        if found and column.group and found[-1][2] == column.group:
            found[-1] = (found[-1][0], i, column.group)
        else:
            found.append((i, i, column.group))
    return found


def _texts(table: Table) -> Iterator[tuple[Column, list[str]]]:
    """Yield the columns with their cells, a long table's by its first thousand rows."""
    rows = table.shown(1000)
    for i, column in enumerate(table.columns):
        yield column, [row[i] for row in rows]


def _least(table: Table) -> list[float]:
    """Return the width in cm that each column cannot do without: its longest word, hyphenated when it is very long."""
    found = []
    deepest = 0.4 * min(max(table.depths(1000), default=0), 5)
    for place, (column, cells) in enumerate(_texts(table)):
        words = [word for text in (column.label, *cells) for word in _BREAKS.sub("- ", text).split()]
        longest = min(max(map(len, words), default=1), _LONGEST)
        if column.format in _NUMERIC:
            longest = max(map(len, (*cells, *column.label.split())), default=1)
        found.append(_EMPTY + _LETTER * longest + (deepest if place == 0 else 0.0))
    return found


def _widths(table: Table, room: float) -> list[float]:
    """Share the width out: what each needs at least, then what is left by how long the texts are."""
    least = _least(table)
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    wishes = []
    for width, (column, cells) in zip(least, _texts(table), strict=True):
        longest = sorted(len(text) for text in (column.label, *cells))[-1 - len(cells) // 10]
        wished = _EMPTY + 0.18 * min(longest, 90)
        wishes.append(0.0 if column.format in _NUMERIC else max(0.0, wished - width))
    left = room - sum(least)
    share = min(1.0, left / sum(wishes)) if sum(wishes) else 0.0
    return [width + wish * share for width, wish in zip(least, wishes, strict=True)]
