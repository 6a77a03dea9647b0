"""Headers taken apart: question and option of each column, cleaned names, repeated texts told apart."""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise, takewhile
from typing import Literal

from teema.importers.known_names import IDS, SYSTEM, is_free_text_suffix, strip_free_text_suffix

__all__ = ["SourceColumn", "clean_header", "finished", "read_columns", "without_number"]

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_NUMBERED = re.compile(r"^(\d{1,3})[.)]\s+(?=\S)")
# A colon parts question and option when no space follows; that of a time of day does not.
_COLON = re.compile(r"(?<!\d):(?!\s)|:(?![\s\d])")


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
        part: Which event or repetition the column holds, when the file has several in one column.
    """

    position: int
    raw: str
    question: str
    option: str = ""
    group: int | None = None
    free_text: bool = False
    part: str = ""

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
    plain = unicodedata.normalize("NFC", plain).replace("_x000D_", " ")
    return " ".join(plain.replace("\ufeff", "").replace("\u200b", "").split())


def without_number(text: str) -> str:
    """Return a question without the number before it.

    Example:
        >>> without_number("3. Mikä auttaa?")
        'Mikä auttaa?'
    """
    return _NUMBERED.sub("", text, count=1)


def read_columns(top: Sequence[str], below: Sequence[str] | None, *, unnamed: str, written: str) -> list[SourceColumn]:
    """Take the headers apart.

    With two header rows the question stands above its first column, and the options below. With one, `Question:Option`
    is split only where neighbouring columns share the text before a colon that no space follows; a lone colon belongs
    to the question.

    Args:
        top: First (or only) header row, as it stands in the file.
        below: Second header row, or None.
        unnamed: What a column without a header is called; `{number}` is its place.
        written: What the text given to an option is called; `{option}` is the option.
    """
    columns = _two_rows(top, below) if below is not None else _one_row(top)
    return finished(columns, unnamed=unnamed, written=written)


def finished(columns: Sequence[SourceColumn], *, unnamed: str, written: str) -> list[SourceColumn]:
    """Give unnamed columns a name, take counting numbers off the questions, and tell repeated headers apart."""
    return _told_apart(_without_numbers([_named(column, unnamed, written) for column in columns]))


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
    for group, (first, run) in enumerate(groupby(range(len(top)), key=lambda i: _first_part(top[i]))):
        places = list(run)
        prefix = _shared_prefix([top[i] for i in places]) if first and len(places) > 1 else None
        for i in places:
            columns.append(_one_header(i, top[i], prefix, group, columns))
    return columns


def _one_header(
    position: int, header: str, prefix: str | None, group: int, before: Sequence[SourceColumn]
) -> SourceColumn:
    text = clean_header(header)
    if prefix is not None:
        option = clean_header(header[len(prefix) + 1 :]).removesuffix(":").strip()
        return _column(position, header, clean_header(prefix), option, group)
    if text.startswith(":"):  # a labelled field of a question whose title was left empty
        field = text.strip(": ")
        if not before or before[-1].name.casefold() in SYSTEM | IDS:
            return _column(position, header, field, "", None)
        return _column(position, header, before[-1].question, field, None)
    question, _, option = text.partition(":")
    if option and before and question == before[-1].question and not before[-1].option:
        # The text given to an option of the choice question beside it.
        return _column(position, header, question, option.removesuffix(":").strip(), None)
    return _column(position, header, text.removesuffix(":").strip(), "", None)


def _first_part(header: str) -> str | None:
    """Return the text before the first colon that could part question and option."""
    match = _COLON.search(header.rstrip().rstrip(":"))
    return header[: match.start()] if match and match.start() else None


def _shared_prefix(headers: Sequence[str]) -> str:
    """Return the longest text that all headers have before a parting colon: a question may hold a colon itself."""
    # Alphabetically first and last differ where any two do.
    ends = zip(min(headers), max(headers), strict=False)
    common = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends))
    parting = set.intersection(*({match.start() for match in _COLON.finditer(header)} for header in headers))
    return headers[0][: max(end for end in parting if end < common)]


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


def _named(column: SourceColumn, unnamed: str, written: str) -> SourceColumn:
    if column.free_text and column.option:
        return replace(column, option=written.format(option=column.option))
    if column.question or column.option:
        return column
    return replace(column, question=unnamed.format(number=column.position + 1))


def _without_numbers(columns: list[SourceColumn]) -> list[SourceColumn]:
    """Strip numbers from questions when they count the questions of the file; else they belong to the text."""
    first = [column for i, column in enumerate(columns) if i == 0 or column.question != columns[i - 1].question]
    numbers = [int(match[1]) for column in first if (match := _NUMBERED.match(column.question))]
    if len(numbers) < 2 or any(later <= former for former, later in pairwise(numbers)):
        return columns
    return [replace(column, question=without_number(column.question)) for column in columns]


def _told_apart(columns: list[SourceColumn]) -> list[SourceColumn]:
    """Give repeated headers the question they follow, and a number as the last resort.

    The columns of one group keep one question; a repeated group gets a number.
    """
    counts = Counter(column.name.casefold() for column in columns)
    taken: dict[str, int] = {}  # names met so far, folded, with the last number given to each
    questions: dict[int, str] = {}  # of the groups met so far
    result: list[SourceColumn] = []
    for i, column in enumerate(columns):
        made = column
        if column.group in questions:
            made = _numbered(replace(column, question=questions[column.group]), taken, "option")
        else:
            if counts[column.name.casefold()] > 1:
                made = replace(column, question=_in_context(column, columns[i - 1] if i else None))
            made = _numbered(made, taken, "question")
            if column.group is not None:
                questions[column.group] = made.question
        taken.setdefault(made.name.casefold(), 1)
        result.append(made)
    return result


def _in_context(column: SourceColumn, before: SourceColumn | None) -> str:
    """Return the question after the one before it, which says what it is about."""
    if before is None or column.group is not None or before.name.casefold() == column.name.casefold():
        return column.question
    if before.name.casefold() in SYSTEM | IDS:
        return column.question
    return f"{before.name} > {column.question}"


def _numbered(column: SourceColumn, taken: dict[str, int], part: Literal["question", "option"]) -> SourceColumn:
    made, number = column, taken.get(column.name.casefold(), 1) + 1
    while made.name.casefold() in taken:
        taken[column.name.casefold()] = number
        text = f"{getattr(column, part)} ({number})"
        made = replace(column, question=text) if part == "question" else replace(column, option=text)
        number += 1
    return made
