"""The rows of a file, whatever kind it is, with what was decided on the way to them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from teema.errors import ImportFileError, UnusableValueError
from teema.importers.containers import Container, container
from teema.importers.even_text import even_blocks, plain_blocks
from teema.importers.layouts.long_table import widen
from teema.importers.layouts.reading import Gathered, Reading
from teema.importers.layouts.redcap_events import gather, has_occasions
from teema.importers.layouts.spss import read_spss
from teema.importers.layouts.webropol_report import Block, blocks_of, has_counts, read_document
from teema.importers.limits import check_widths
from teema.importers.report import Log
from teema.importers.spreadsheets import read_sheet
from teema.importers.tables import HEAD, Table, table_of
from teema.importers.text_files import (
    Decoded,
    decode,
    find_separator,
    first_records,
    has_guards,
    records,
    without_declaration,
    without_guards,
)
from teema.importers.web_tables import web_rows

__all__ = ["Source", "read_rows", "report_blocks"]


@dataclass(kw_only=True)
class Source:
    """The table of a file.

    Attributes:
        kind: What kind of file it is.
        table: Its cells.
        reading: How they are read, when the file itself says so.
        gathered: The table that had many rows for each case.
        others: Names of the other sheets.
    """

    kind: Container
    table: Table
    reading: Reading | None = None
    gathered: Gathered | None = None
    others: tuple[str, ...] = ()


def read_rows(
    path: Path, log: Log, *, layout: str | None, separator: str | None, encoding: str | None, sheet: str | None,
    roles: Mapping[str, str], header_rows: int | None, plain: bool,
) -> Source:  # fmt: skip
    """Return the file's table; with `plain`, only the beginning of a plain text file is read before its cells.

    Raises:
        NotPlainError: It must be read as a whole, as shows now or when its cells are asked for.
        ImportFileError: The file cannot be read.
        UnusableValueError: An argument says nothing about such a file.
    """
    kind = container(path)
    log.decide("container", kind if kind != "text" else "csv", "container_reason")
    _refuse_idle(path, kind, separator=separator, encoding=encoding, sheet=sheet)
    if kind == "docx":
        return Source(kind=kind, table=table_of(list(read_document(path))))
    if kind == "sav":
        unnamed, written = log.say("unnamed", number="{number}"), log.say("written", option="{option}")
        found = read_spss(path, unnamed=unnamed, written=written)
        if found.full:
            log.warn("warn_cut_sav", count=found.full)
        return Source(kind=kind, table=table_of(list(found.rows)), reading=found.reading)
    if kind == "text":
        source = _text(path, log, separator, encoding, plain=plain)
    else:
        source = _web(path, log, encoding) if kind == "html" else _sheet(path, kind, log, sheet)
    top = source.table.head[:1]  # headers alone tell most tables from those that are gathered
    if layout in (None, "long") and header_rows in (None, 1) and widen(top, forced=True) is not None:
        source.gathered = widen(source.table.rows(), forced=layout == "long")
    if source.gathered is None and layout in (None, "redcap") and header_rows in (None, 1) and has_occasions(top):
        source.gathered = gather(source.table.rows(), roles)
    if source.gathered is not None:
        source.table, source.reading = table_of(list(source.gathered.rows)), source.gathered.reading
        if source.gathered.merged:
            log.warn("warn_merged", count=source.gathered.merged)
    return source


def report_blocks(path: Path, source: Source, sheet: str | None) -> list[Block]:
    """Return the questions of a report with their lists; none when the file is no report.

    Raises:
        ImportFileError: It is a Word document, but no report.
    """
    if source.kind == "docx":
        blocks = blocks_of(source.table.rows())
        if not any(block.answers for block in blocks):
            raise ImportFileError(
                "This is a Word document, but no report with lists of answers in it.", where=path,
                hint="In Webropol, export the report to Excel with “answers as text” and “raw data in rows”.",
            )  # fmt: skip
        return blocks
    if source.kind in ("text", "sav") or not has_counts(source.table.head):
        return []
    blocks = blocks_of(source.table.rows())
    if sheet is None and source.others:
        blocks = [block for rows in _all_sheets(path, source.others) for block in blocks_of(rows)]
    return blocks if any(block.answers for block in blocks) else []


def _all_sheets(path: Path, names: tuple[str, ...]) -> list[list[list[Any]]]:
    return [read_sheet(path, name).rows() for name in names]


def _refuse_idle(
    path: Path, kind: Container, *, separator: str | None, encoding: str | None, sheet: str | None
) -> None:
    """Refuse an argument that says nothing about such a file."""
    text = {"separator": separator, "encoding": encoding}
    given = {"sheet": sheet} if kind == "text" else text if kind in ("xlsx", "xls", "ods") else {**text, "sheet": sheet}
    if kind == "html":
        given = {"separator": separator, "sheet": sheet}
    named = {"text": "a text file", "docx": "a Word document", "sav": "an SPSS file", "html": "a web page"}
    what = named.get(kind, "a workbook")
    for name, value in given.items():
        if value is not None:
            raise UnusableValueError(
                f"{name}={value!r} says nothing about {what}.", where=path, hint=f"Leave {name}= out."
            )


def _sheet(path: Path, kind: Container, log: Log, sheet: str | None) -> Source:
    found = read_sheet(path, sheet)
    facts = {"others": ", ".join(found.others)} if found.reason == "sheet_first" else {}
    instead = (found.others[0], f"sheet={found.others[0]!r}") if found.others else None
    log.decide("sheet", found.name, found.reason, instead=instead, **facts)
    table = Table(head=found.head(HEAD), rows=found.rows, blocks=found.blocks)
    return Source(kind=kind, table=table, others=found.names if len(found.names) > 1 else ())


def _web(path: Path, log: Log, encoding: str | None) -> Source:
    rows = web_rows(_decoded(path, log, encoding).text, path)
    check_widths(rows, path)
    return Source(kind="html", table=table_of(list(rows), texts=True))


def _decoded(path: Path, log: Log, encoding: str | None, *, plain: bool = False) -> Decoded:
    decoded = decode(path, encoding, plain=plain)
    other = "cp1252" if decoded.encoding.startswith("utf-8") else "utf-8"
    log.decide("encoding", decoded.encoding, decoded.reason, instead=(other, f"encoding={other!r}"))
    for doubt in decoded.doubts:
        log.warn(doubt)
    return decoded


def _text(path: Path, log: Log, separator: str | None, encoding: str | None, *, plain: bool) -> Source:
    decoded = _decoded(path, log, encoding, plain=plain and (separator is None or separator.isascii()))
    found_separator, reason = (separator, "separator_given") if separator else find_separator(decoded.text)
    if len(found_separator) != 1 or found_separator in '"\r\n':
        raise UnusableValueError(
            f"separator={found_separator!r} cannot part columns.", where=path, hint='Usual: ";", "," or "\\t".'
        )
    shown = {"\t": "tab", "\x1f": "–"}.get(found_separator, found_separator)
    second = "," if found_separator == ";" else ";"
    log.decide("separator", shown, reason, instead=(second, f"separator={second!r}"))
    decoded = without_declaration(decoded)
    if has_guards(decoded.text, found_separator):
        rows = _records(decoded, found_separator, path)
        guarded = without_guards(rows)
        if guarded:
            log.warn("warn_guards", count=guarded)
        return Source(kind="text", table=table_of(rows, texts=True))
    head = first_records(decoded.text, found_separator, HEAD + 1)
    if len(head) <= HEAD:  # the last may have been cut off with the beginning of the text
        head = first_records(decoded.whole(), found_separator, HEAD)
    head = head[:HEAD]
    if len({len(record) for record in head}) != 1:
        return Source(kind="text", table=table_of(_records(decoded, found_separator, path), texts=True))
    check_widths(head, path)
    table = Table(
        head=head,
        rows=partial(_records, decoded, found_separator, path),
        blocks=partial(_blocks, decoded, found_separator, len(head[0]), path),
        texts=True,
    )
    return Source(kind="text", table=table)


def _blocks(decoded: Decoded, separator: str, width: int, path: Path) -> Iterator[Sequence[Sequence[str | bytes]]]:
    if decoded.plain is None:
        return even_blocks(decoded.text, separator, width)
    return plain_blocks(path, decoded.plain, separator, width)


def _records(decoded: Decoded, separator: str, path: Path) -> list[list[str]]:
    found = records(decoded.whole(), separator, where=path)
    check_widths(found, path)
    return found
