"""Reading a grouping sheet back from a spreadsheet file, whatever was sorted, added or moved in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from teema.coding.sheet_file import MEMORY, key, workbook_rows
from teema.errors import ImportFileError
from teema.importers.spreadsheets import as_text
from teema.themes.analysis_row import theme_kind
from teema.themes.grouping import LEVELS, GroupingRow, ReadLine, Remembered, SheetClass, cells_of

__all__ = ["FORMAT", "GroupingFile", "memory_lines", "read_grouping_file"]

FORMAT = 1
_LOOK = 20  # rows in which the header is looked for
_HINT = 'Write one with ta.export_grouping("ryhmittely.xlsx"), fill it in, and save it with all its sheets.'


@dataclass(frozen=True, slots=True)
class GroupingFile:
    """A grouping sheet as it was read.

    Attributes:
        name: Name of the sheet in the workbook.
        analysis: GUID and name of the analysis it was written for.
        lines: Its lines.
        memory: What it held when it was written.
        gone: Levels whose column is not there.
    """

    name: str
    analysis: tuple[str, str]
    lines: tuple[ReadLine, ...]
    memory: Remembered
    gone: tuple[str, ...] = ()


def memory_lines(
    rows: list[GroupingRow], classes: list[SheetClass], *, analysis: tuple[str, str], headers: dict[str, str]
) -> list[list[str]]:
    """Return what a sheet remembers, as the lines of its hidden sheet.

    Args:
        rows: The rows of the sheet.
        classes: All classes of the analysis.
        analysis: Its GUID and name.
        headers: Header of each column by its key.
    """
    facts = {"format": FORMAT, "grouping": analysis[0], "analysis": analysis[1], "headers": headers}
    lines = [["facts", json.dumps(facts, ensure_ascii=False)]]
    lines += [["class", item.id, item.name, item.kind, item.parent or ""] for item in classes]
    return lines + [["row", row.id, row.reduced, row.holder or ""] for row in rows]


def read_grouping_file(path: str | Path) -> GroupingFile:
    """Read a grouping sheet.

    Columns are known by their hidden keys; where these are gone, by the headers that they were written with.

    Args:
        path: `.xlsx`, or the same saved as `.ods`, `.xlsm` or `.xls`.

    Raises:
        ImportFileError: There is no such file, it cannot be read, or it is no grouping sheet.
    """
    path = Path(path)
    sheets = workbook_rows(path)
    facts, memory = _memory(sheets.pop(MEMORY, []), path)
    for name, rows in sheets.items():
        found = _columns(rows, facts["headers"])
        if found is not None:
            first, places = found
            lines = tuple(_lines(rows, first, places))
            gone = tuple(level for level in LEVELS if key("level", level) not in places)
            return GroupingFile(name, (facts["grouping"], facts["analysis"]), lines, memory, gone)
    raise ImportFileError("No sheet of it has a column of reduced expressions.", where=path, hint=_HINT)


def _memory(rows: list[list[Any]], path: Path) -> tuple[dict[str, Any], Remembered]:
    lines = [as_text([*row, "", "", "", "", ""][:5]) for row in rows]
    if any(line[0] == "code" for line in lines):
        raise ImportFileError(
            "This is no grouping sheet but a coding sheet.",
            where=path,
            hint="Read it with study.read_coding_sheet(…), or teema read-sheet.",
        )
    try:
        facts = next(json.loads(line[1]) for line in lines if line[0] == "facts")
        classes = {
            line[1]: SheetClass(line[1], line[2], theme_kind(line[3]), line[4] or None)
            for line in lines
            if line[0] == "class"
        }
        own = {
            line[1].strip(): GroupingRow(line[1].strip(), line[2], line[3] or None, cells_of(line[3] or None, classes))
            for line in lines
            if line[0] == "row"
        }
        return {name: facts[name] for name in ("grouping", "analysis", "headers")}, Remembered(own, classes)
    except (StopIteration, ValueError, KeyError, TypeError) as error:
        raise ImportFileError(
            "This is no grouping sheet: nothing in it tells how the expressions were grouped when it was written.",
            where=path,
            hint=_HINT,
        ) from error


def _columns(rows: list[list[Any]], headers: dict[str, str]) -> tuple[int, dict[str, int]] | None:
    """Return the number of rows above the first line, and the place of each column by its key; None in other sheets."""
    wanted = key("reduced")
    for number, row in enumerate(rows[:_LOOK]):
        said = [cell if isinstance(cell, str) else "" for cell in row]
        if wanted in said:
            return number + 2, {name: place for place, name in enumerate(said) if name}
    named = {" ".join(header.split()).casefold(): name for name, header in headers.items()}
    for number, row in enumerate(rows[:_LOOK]):
        said = [" ".join(str(cell).split()).casefold() for cell in row]
        places = {named[header]: place for place, header in enumerate(said) if header in named}
        if wanted in places and len(places) > 1:
            return number + 1, places
    return None


def _lines(rows: list[list[Any]], first: int, places: dict[str, int]) -> list[ReadLine]:
    found = []
    width = max(places.values()) + 1
    for number, row in enumerate(rows[first:], start=first + 1):
        cells = as_text([*row, *[""] * width])

        def at(name: str, cells: list[str] = cells) -> str | None:
            return cells[places[name]] if name in places else None

        line = ReadLine(
            number, (at(key("id")) or "").strip(), at(key("reduced")) or "",
            tuple(at(key("level", level)) for level in LEVELS),
        )  # fmt: skip
        if line.id or line.reduced.strip() or any((cell or "").strip() for cell in line.cells):
            found.append(line)
    return found
