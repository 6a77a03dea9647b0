"""Headers taken apart: question and option of each column, cleaned names, repeated texts told apart."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from teema.importers.known_names import is_free_text_suffix, strip_free_text_suffix

__all__ = ["SourceColumn", "clean_header", "read_columns"]

_TAG = re.compile(r"<[^<>]{1,200}>")
_NUMBERED = re.compile(r"^(\d{1,3})[.)]\s+(?=\S)")
_COLON = re.compile(r":(?!\s)")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceColumn:
    """One column of the source file.

    Attributes:
        position: 0-based place in the file.
        raw: The header as it stands in the file; of two header rows, both, with a colon between.
        question: Cleaned text of the question.
        option: Cleaned text of the option or row, when the question has many columns.
        group: Number that the columns of one question share; None for a column of its own.
        free_text: True when the column holds the text that was given to an option.
    """

    position: int
    raw: str
    question: str
    option: str = ""
    group: int | None = None
    free_text: bool = False

    @property
    def name(self) -> str:
        """Question and option together."""
        return f"{self.question}: {self.option}" if self.option else self.question


def clean_header(text: str) -> str:
    """Return a header without tags, entities, and odd or doubled white space.

    Example:
        >>> clean_header("<b>Mik&auml;\\xa0 auttoi?</b> ")
        'Mikä auttoi?'
    """
    plain = _TAG.sub(" ", html.unescape(text)) if "<" in text or "&" in text else text
    return " ".join(plain.replace("\ufeff", "").replace("\u200b", "").split())


def read_columns(top: Sequence[str], below: Sequence[str] | None, *, unnamed: str) -> list[SourceColumn]:
    """Take the headers apart.

    With two header rows the question stands above its first column, and the options below. With one, `Question:Option`
    is split only where neighbouring columns share the text before a colon that no space follows; a lone colon belongs
    to the question.

    Args:
        top: First (or only) header row, as it stands in the file.
        below: Second header row, or None.
        unnamed: What a column without a header is called; `{number}` is its place.
    """
    columns = _two_rows(top, below) if below is not None else _one_row(top)
    columns = [_named(column, unnamed) for column in columns]
    columns = _without_numbers(columns)
    return _told_apart(columns)


def _two_rows(top: Sequence[str], below: Sequence[str]) -> list[SourceColumn]:
    columns: list[SourceColumn] = []
    question, raw_question, group = "", "", 0
    for i in range(max(len(top), len(below))):
        upper = _plain(top[i]) if i < len(top) else ""
        lower = _plain(below[i]) if i < len(below) else ""
        if upper or not lower:
            question, raw_question = upper, top[i] if i < len(top) else ""
            group += 1
        raw = f"{raw_question}:{below[i]}" if lower else raw_question
        columns.append(_column(i, raw, question, lower, group if lower else None))
    return columns


def _one_row(top: Sequence[str]) -> list[SourceColumn]:
    columns: list[SourceColumn] = []
    prefixes = [_prefix(header) for header in top]
    for group, (prefix, run) in enumerate(groupby(range(len(top)), key=lambda i: prefixes[i])):
        places = list(run)
        shared = prefix is not None and len(places) > 1
        for i in places:
            text = clean_header(top[i])
            if text.startswith(":") and columns:
                columns.append(_column(i, top[i], columns[-1].question, text[1:].strip(), columns[-1].group))
            elif shared and prefix is not None:
                option = clean_header(top[i][len(prefix) + 1 :]) if top[i].startswith(prefix) else text
                columns.append(_column(i, top[i], clean_header(prefix), option.rstrip(":"), group))
            else:
                columns.append(_column(i, top[i], text.removesuffix(":").strip(), "", None))
    return columns


def _prefix(header: str) -> str | None:
    """Return the text before the first colon that could part question and option."""
    match = _COLON.search(header.rstrip().rstrip(":"))
    return header[: match.start()] if match and match.start() else None


def _column(position: int, raw: str, question: str, option: str, group: int | None) -> SourceColumn:
    free = is_free_text_suffix(option or question)
    if free:
        question, option = (
            (question, strip_free_text_suffix(option)) if option else (strip_free_text_suffix(question), "")
        )
    return SourceColumn(position=position, raw=raw, question=question, option=option, group=group, free_text=free)


def _plain(cell: str) -> str:
    text = clean_header(cell)
    return "" if text == "-" else text.removesuffix(":").strip()


def _named(column: SourceColumn, unnamed: str) -> SourceColumn:
    if column.question or column.option:
        return column
    return replace(column, question=unnamed.format(number=column.position + 1))


def _without_numbers(columns: list[SourceColumn]) -> list[SourceColumn]:
    """Strip numbers from questions when they count the questions of the file; else they belong to the text."""
    first = [column for i, column in enumerate(columns) if i == 0 or column.question != columns[i - 1].question]
    numbers = [int(match[1]) for column in first if (match := _NUMBERED.match(column.question))]
    if len(numbers) < 2 or any(later <= former for former, later in pairwise(numbers)):
        return columns
    return [replace(column, question=_NUMBERED.sub("", column.question, count=1)) for column in columns]


def _told_apart(columns: list[SourceColumn]) -> list[SourceColumn]:
    """Give repeated headers the question they follow, and a number as the last resort."""
    counts: dict[str, int] = {}
    for column in columns:
        counts[column.name] = counts.get(column.name, 0) + 1
    taken: set[str] = set()
    result: list[SourceColumn] = []
    for column in columns:
        made = column
        if counts[column.name] > 1 and column.name in taken:
            before = columns[column.position - 1].name if column.position else ""
            made = replace(column, question=f"{before} > {column.question}" if before else column.question)
        number, base = 2, made.question
        while made.name in taken:
            made = replace(made, question=f"{base} ({number})")
            number += 1
        taken.add(made.name)
        result.append(made)
    return result
