"""Tables of web pages and of XML workbooks of 2003: what some programs write into files that are called .xls.

Tags are looked for by their names alone; nothing a page says is loaded, run or looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

from teema.errors import ImportFileError
from teema.importers.limits import EDGES

__all__ = ["MOST", "web_rows"]

MOST = 64 * 2**20  # characters of a page
_COLUMNS = 16_384
_ROOM = 5_000_000  # cells
_TAG = re.compile(r"<(/?)(?:[A-Za-z]\w*:)?([A-Za-z]\w*)([^<>]*)>")
_SPAN = re.compile(r"\b(colspan|index|mergeacross)\s*=\s*[\"']?\s*(\d{1,9})", re.IGNORECASE)
_DOWN = re.compile(r"\browspan\s*=\s*[\"']?\s*(\d{1,9})", re.IGNORECASE)
_CELLS = frozenset(["td", "th", "cell"])
_ROWS = frozenset(["tr", "row"])
_BREAKS = frozenset(["br", "p", "div", "li"])
_UNSEEN = (("<!--", "-->"), ("<script", "</script"), ("<style", "</style"))


def web_rows(text: str, path: Path) -> list[list[str]]:
    """Return the rows of the table that holds most cells.

    Args:
        text: The page.
        path: Its file.

    Raises:
        ImportFileError: It is longer than any export, or has no table of two rows.
    """
    if len(text) > MOST:
        raise ImportFileError(
            f"This is a web page or XML of {len(text) / 2**20:.0f} MiB, more than any export.", where=path,
            hint="Open it in Excel and save it as .xlsx, or export again.",
        )  # fmt: skip
    best: list[list[str]] = []
    most = 0
    for rows in _tables(_seen(text)):
        size = sum(map(len, rows))
        if size > _ROOM:
            raise ImportFileError("The page's table has more cells than any export.", where=path, hint=EDGES)
        if size > most:
            best, most = rows, size
    if len(best) < 2:
        raise ImportFileError(
            "This is a web page or XML, whatever its name says, and has no table of answers.", where=path,
            hint="Open it in Excel and save it as .xlsx, or export again.",
        )  # fmt: skip
    return best


def _seen(text: str) -> str:
    """Return the page without comments, scripts and styles; one that is left open hides the rest."""
    for start, end in _UNSEEN:
        parts, place, folded = [], 0, text.lower()
        while (found := folded.find(start, place)) >= 0:
            parts.append(text[place:found])
            closed = folded.find(end, found)
            place = closed + len(end) if closed >= 0 else len(text)
        text = "".join([*parts, text[place:]])
    return text


def _tables(text: str) -> Iterator[list[list[str]]]:
    """Yield the tables; one that stands in a cell of another ends that one."""
    table = _Table()
    place = 0
    for tag in _TAG.finditer(text):
        if table.size > _ROOM:
            break
        table.write(text[place : tag.start()])
        place = tag.end()
        closing, name, rest = tag[1] == "/", tag[2].casefold(), tag[3]
        if name == "table":
            table.end_cell()
            yield table.rows
            table = _Table()
        elif name in _ROWS:
            table.end_cell()
            if not closing:
                table.rows.append([])
        elif name in _CELLS:
            table.end_cell()
            if not closing:
                table.begin_cell(rest)
        elif name in _BREAKS and not closing:
            table.write("\n")
    table.end_cell()
    yield table.rows


class _Table:
    """A table while it is read."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.size = 0
        self._cell: list[str] | None = None
        self._wide = 1
        self._from_above: dict[int, int] = {}  # columns that a cell above reaches down to, and over how many rows more

    def begin_cell(self, attributes: str) -> None:
        """Begin a cell where its row has come to, or where it says that it stands."""
        if not self.rows:
            self.rows.append([])
        row = self.rows[-1]
        before = len(row)
        spans = {name.casefold(): min(int(number), _COLUMNS) for name, number in _SPAN.findall(attributes)}
        while len(row) < _COLUMNS and self._from_above.get(len(row), 0):
            self._from_above[len(row)] -= 1
            row.append("")
        row.extend([""] * (spans.get("index", 0) - 1 - len(row)))
        self._wide = spans.get("colspan", spans.get("mergeacross", 0) + 1)
        down = _DOWN.search(attributes)
        if down and int(down[1]) > 1:
            columns = range(len(row), min(len(row) + self._wide, _COLUMNS))
            self._from_above |= dict.fromkeys(columns, int(down[1]) - 1)
        self._cell = []
        self.size += len(row) - before

    def write(self, text: str) -> None:
        """Add to the cell that is open; between cells nothing is written."""
        if self._cell is not None and text:
            self._cell.append(text if text == "\n" else " ".join(text.split()).join(_edges(text)))

    def end_cell(self) -> None:
        """End the cell that is open."""
        if self._cell is None:
            return
        self.size += self._wide
        self.rows[-1].extend([unescape("".join(self._cell)).strip(), *[""] * (self._wide - 1)][:_COLUMNS])
        self._cell = None


def _edges(text: str) -> tuple[str, str]:
    """Return what stood before and after a text: a space where there was white space."""
    return " " * text[:1].isspace(), " " * text[-1:].isspace()
