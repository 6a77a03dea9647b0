"""Reading a coding sheet back from a spreadsheet file, whatever was sorted, moved or renamed in it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from teema.coding.sheet import folded
from teema.errors import ImportFileError
from teema.importers.spreadsheets import as_text
from teema.terms import LANGUAGES, term

__all__ = ["FORMAT", "MEMORY", "Memory", "ReadRow", "SheetFile", "key", "read_sheet_file", "truth", "workbook_rows"]

FORMAT = 1
MEMORY = "teema"
_MARK = "teema:"
_LOOK = 20  # rows in which the header is looked for
_CODE_HEADER = re.compile(r"(koodi|koodit|kod|koder|code|codes)\s*\d*")
_YES = {"1", "x", "✓", "✔", "k", "kyllä", "on", "ja", "j", "yes", "y", "true", "tosi", "sant"}
_NO = {"", "0", "-", "–", "·", ".", "e", "ei", "nej", "n", "no", "false", "epätosi", "falskt"}


@dataclass(frozen=True, slots=True)
class Memory:
    """What the sheet held when it was written.

    Attributes:
        codes: Name of each code by its GUID.
        digests: Checksum of each row's text by the row's id.
        given: GUIDs of each row's codes by the row's id.
    """

    coder: str
    unit: str
    code_columns: int
    codes: dict[str, str]
    digests: dict[str, str]
    given: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that was read.

    Attributes:
        number: Row of the sheet, from 1, as the spreadsheet program shows it.
        text: The answer; None when the sheet has no such column.
        cells: What stands in the code columns.
        marks: What stands in the columns of 0 and 1, by GUID or (for a column without one) by header.
    """

    number: int
    id: str
    text: str | None
    cells: tuple[str, ...]
    marks: dict[str, str]


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A coding sheet as it was read.

    Attributes:
        aside: Headers of columns that hold something and are not read.
        code_columns: How many of the code columns that were written are still there.
        marked: GUIDs, or headers, that have a column of 0 and 1.
    """

    name: str
    rows: list[ReadRow]
    memory: Memory | None
    aside: tuple[str, ...]
    code_columns: int
    marked: tuple[str, ...] = field(default=())


def key(name: str, guid: str = "") -> str:
    """Return the hidden key of a column, which stays when its header is changed.

    Example:
        >>> key("code")
        'teema:code'
    """
    return f"{_MARK}{name}" + (f":{guid}" if guid else "")


def truth(cell: str) -> bool | None:
    """Return what a cell of a column of 0 and 1 says, or None when it says neither.

    Example:
        >>> truth("x"), truth("0"), truth(""), truth("ehkä")
        (True, False, False, None)
    """
    said = cell.strip().casefold()
    return True if said in _YES else False if said in _NO else None


def read_sheet_file(path: str | Path, names: Collection[str]) -> SheetFile:
    """Read a coding sheet.

    Columns are known by their hidden keys; where these are gone, by their headers in Finnish, Swedish or English.

    Args:
        path: `.xlsx`, or the same saved as `.ods`, `.xlsm` or `.xls`.
        names: Folded names of the codes of the study: a column without a key may bear one.

    Raises:
        ImportFileError: There is no such file, it cannot be read, or no sheet of it is a coding sheet.
    """
    path = Path(path)
    sheets = workbook_rows(path)
    memory = _memory(sheets.pop(MEMORY, []))
    known = {*names, *map(folded, memory.codes.values())} if memory else set(names)
    for name, rows in sheets.items():
        place = _header(rows)
        if place is not None:
            return _read(name, rows, place, memory, known)
    raise ImportFileError(
        "This is no coding sheet: no sheet has a column of ids.",
        where=path,
        hint='Write one with study.export("koodaus.xlsx", kind="coding-sheet"), and keep its column of ids.',
    )


def workbook_rows(path: Path) -> dict[str, list[list[Any]]]:
    """Return the rows of each sheet of a workbook, hidden ones too.

    Raises:
        ImportFileError: There is no such file, or it cannot be read.
    """
    from python_calamine import CalamineWorkbook

    if not path.is_file():
        raise ImportFileError("There is no such file.", where=path, hint="Look at the name and the folder.")
    try:
        book = CalamineWorkbook.from_path(str(path))
        return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    except Exception as error:  # calamine has an error class for each format
        raise ImportFileError(
            f"The workbook cannot be read ({error}).",
            where=path,
            hint="Open it in Excel or LibreOffice and save it as .xlsx, without a password.",
        ) from error


def _memory(rows: list[list[Any]]) -> Memory | None:
    lines = [as_text([*row, "", "", "", ""][:4]) for row in rows]
    try:
        facts = next(json.loads(line[1]) for line in lines if line[0] == "facts")
        codes = {line[1]: line[2] for line in lines if line[0] == "code"}
        guids = list(codes)
        own = [line for line in lines if line[0] == "row"]
        return Memory(
            coder=str(facts["coder"]), unit=str(facts["unit"]), code_columns=int(facts["code_columns"]), codes=codes,
            digests={line[1].strip(): line[2] for line in own},
            given={line[1].strip(): tuple(guids[int(number)] for number in line[3].split()) for line in own},
        )  # fmt: skip
    except (StopIteration, ValueError, KeyError, IndexError, TypeError):
        return None  # not there, or somebody wrote into it: then nothing is taken for removed


def _header(rows: list[list[Any]]) -> tuple[int, bool] | None:
    """Return where the keys (True) or, when they are gone, the headers stand; None when it is no coding sheet."""
    for number, row in enumerate(rows[:_LOOK]):
        if key("id") in row:
            return number, True
    wanted = {folded(term("coding.sheet_id", language)) for language in LANGUAGES}
    beside = {folded(term(f"coding.sheet_{name}", language)) for name in _TEXTS for language in LANGUAGES}
    for number, row in enumerate(rows[:_LOOK]):
        said = {folded(cell) for cell in row if isinstance(cell, str)}
        if said & wanted and said & beside:
            return number, False
    return None


_TEXTS = ("answer", "sentence")


def _read(
    name: str, rows: list[list[Any]], place: tuple[int, bool], memory: Memory | None, known: Collection[str]
) -> SheetFile:
    number, keyed = place
    width = max(len(row) for row in rows)
    full = [[*row, *[""] * (width - len(row))] for row in rows]
    first = number + 1 + keyed
    headers = as_text(full[number + 1]) if keyed else as_text(full[number])
    keys = as_text(full[number]) if keyed else [""] * width
    body = [as_text(row) for row in full[first:]]
    kinds = [_kind(its, header, known) for its, header in zip(keys, headers, strict=True)]
    if memory is None or memory.code_columns == 0:  # then a column of ones that somebody added is a code
        kinds = [
            ("mark", header) if kind == "aside" and _ones(row[i] for row in body) and header.strip() else (kind, what)
            for i, ((kind, what), header) in enumerate(zip(kinds, headers, strict=True))
        ]
    places: dict[str, list[int]] = {}
    for i, (kind, _) in enumerate(kinds):
        places.setdefault(kind, []).append(i)
    aside = [headers[i] or "–" for i in places.get("aside", []) if any(row[i].strip() for row in body)]
    text = places.get("text", [None])[0]
    found = [
        ReadRow(
            number=count,
            id=row[places["id"][0]].strip(),
            text=None if text is None else row[text],
            cells=tuple(row[i] for i in places.get("code", []) if row[i].strip()),
            marks={kinds[i][1]: row[i] for i in places.get("mark", [])},
        )
        for count, row in enumerate(body, start=first + 1)
        if any(cell.strip() for cell in row)
    ]
    return SheetFile(
        name=name, rows=found, memory=memory, aside=tuple(aside),
        code_columns=sum(its == key("code") for its in keys) if keyed else len(places.get("code", [])),
        marked=tuple(kinds[i][1] for i in places.get("mark", [])),
    )  # fmt: skip


def _kind(its: str, header: str, known: Collection[str]) -> tuple[str, str]:
    """Return what a column is (`id`, `text`, `code`, `mark`, `shown`, `aside`), and the code of a `mark`."""
    if its.startswith(_MARK):
        kind, _, guid = its.removeprefix(_MARK).partition(":")
        if kind in ("id", "text"):
            return kind, ""
        return ("mark", guid) if guid else ("code", "") if kind == "code" else ("shown", "")
    said = folded(header)
    if said in known:
        return "mark", header
    if _CODE_HEADER.fullmatch(said):
        return "code", ""
    return _by_header().get(said, "aside"), ""


def _by_header() -> dict[str, str]:
    kinds = {"id": "id", "answer": "text", "sentence": "text", "question": "shown", "other": "shown"}
    return {
        folded(term(f"coding.sheet_{name}", language)): kind for name, kind in kinds.items() for language in LANGUAGES
    }


def _ones(cells: Any) -> bool:
    said = [truth(cell) for cell in cells]
    return None not in said and True in said
