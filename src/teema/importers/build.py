"""From columns with roles to a survey: cases, variables, questions, answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from teema.importers.columns import SourceColumn
from teema.importers.known_names import POSTCODES
from teema.importers.orders import ordered_categories
from teema.importers.roles import Role
from teema.importers.values import (
    LONGEST_CONTENTLESS,
    clean_value,
    is_contentless,
    parse_date,
    parse_number,
    parse_serial,
)
from teema.records import Question, Variable
from teema.survey import ANSWER_COLUMNS, answer_id

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Built", "build"]

_SHORT_CODE = re.compile(r"[A-Za-z]{1,4}\d{1,3}[a-z]?(_\d{1,3})*(_TEXT)?")
_OPEN = frozenset(["open", "option-text"])
# What stands in an option's cell when it was not chosen.
_NOTHING = frozenset({"", "0", "ei", "no", "nej", "false", "epätosi", "-", "n", "unchecked"})
_CELL_LIMIT = 32_767  # characters a spreadsheet cell holds


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Built:
    """The parts of a survey.

    Attributes:
        named_by: The column whose values name the cases; None when their order does.
        names: What each source column became: a question id or variable name; empty when set aside.
        zeros: (column, how many) where zeros in an open question were read as blank.
        contentless: Answers that look as if they had no content.
        cut: Answers as long as a spreadsheet cell can hold.
        misfits: (column, role, how many) values that do not fit the column's role.
    """

    answers: pd.DataFrame
    cases: pd.DataFrame
    questions: tuple[Question, ...]
    variables: tuple[Variable, ...]
    named_by: SourceColumn | None
    names: list[str]
    zeros: list[tuple[str, int]]
    contentless: int
    cut: int
    misfits: list[tuple[str, str, int]]


class _Opened(NamedTuple):
    """The answers to one question, in arrays: places of the cases that gave them, texts, and their lengths."""

    question: Question
    places: Any
    texts: Any
    lengths: Any


def build(
    columns: Sequence[SourceColumn],
    roles: Sequence[Role],
    values: Sequence[Sequence[str]],
    *,
    source_rows: Sequence[int],
    zero_fill: bool | None = None,
) -> Built:
    """Build the parts of a survey.

    Args:
        columns: The headers.
        roles: The role of each column.
        values: The cells of each column as cleaned text; blank ones empty.
        source_rows: Row of each case in the file, as a spreadsheet numbers it.
        zero_fill: Whether zeros in open questions stand for blanks; None decides for each question.
    """
    import numpy as np
    import pandas as pd

    named_by, ids = _case_ids(columns, roles, values, len(source_rows))
    names = [""] * len(columns)
    opened: list[_Opened] = []
    zeros: list[tuple[str, int]] = []
    # Ids of questions, as they are and folded; a closed question's own code is no other's.
    closed = (column.raw.strip() for column, role in zip(columns, roles, strict=True) if role.role not in _OPEN)
    taken = {code.casefold() for code in closed if _SHORT_CODE.fullmatch(code)}
    for i, (column, role) in enumerate(zip(columns, roles, strict=True)):
        if role.role not in _OPEN:
            continue
        blank_zeros = _zeros(values[i]) if zero_fill is None else values[i].count("0") if zero_fill else 0
        if blank_zeros:
            zeros.append((column.name, blank_zeros))
        names[i] = _question_id(column, len(opened) + 1, taken)
        taken.update((names[i], names[i].casefold()))
        question = Question(question=names[i], text=column.name, column=column.raw)
        cells, lengths = np.array(values[i], dtype="object"), np.fromiter(map(len, values[i]), dtype="int64")
        places = np.flatnonzero((cells != "") & (cells != "0") if blank_zeros else lengths)
        opened.append(_Opened(question, places, cells[places], lengths[places]))
    variables, data, misfits = _variables(columns, roles, values, names)
    short = [item.texts[item.lengths <= LONGEST_CONTENTLESS] for item in opened]
    return Built(
        answers=_answers(opened, ids, source_rows),
        cases=pd.DataFrame(data, index=pd.Index(ids, name="case", dtype="str")),
        questions=tuple(item.question for item in opened),
        variables=tuple(variables),
        named_by=named_by,
        names=names,
        zeros=zeros,
        contentless=sum(is_contentless(text) for texts in short for text in texts),
        cut=sum(int((item.lengths >= _CELL_LIMIT).sum()) for item in opened),
        misfits=misfits,
    )


def _answers(opened: Sequence[_Opened], ids: Sequence[str], source_rows: Sequence[int]) -> pd.DataFrame:
    """Return the answers respondent by respondent, each one's questions in their order."""
    import numpy as np
    import pandas as pd

    if not opened:
        none = pd.array([], dtype="str")
        made = dict.fromkeys(ANSWER_COLUMNS[:-1], none)
        return pd.DataFrame({**made, "source_row": np.array([], dtype="int64")})
    named = np.array(ids, dtype="object")
    places = np.concatenate([item.places for item in opened])
    order = np.argsort(places, kind="stable")
    asked = np.repeat(np.array([item.question.question for item in opened], dtype="object"), _counts(opened))
    answers = [named[item.places] + answer_id("", item.question.question) for item in opened]
    return pd.DataFrame(
        {
            "answer": pd.array(np.concatenate(answers)[order], dtype="str"),
            "case": pd.array(named[places[order]], dtype="str"),
            "question": pd.array(asked[order], dtype="str"),
            "text": pd.array(np.concatenate([item.texts for item in opened])[order], dtype="str"),
            "source_row": np.asarray(source_rows, dtype="int64")[places[order]],
        }
    )


def _counts(opened: Sequence[_Opened]) -> list[int]:
    return [len(item.places) for item in opened]


def _case_ids(
    columns: Sequence[SourceColumn], roles: Sequence[Role], values: Sequence[Sequence[str]], count: int
) -> tuple[SourceColumn | None, list[str]]:
    """Return the column that names the cases, and the names: the first id whose values are all there and differ."""
    for column, role, cells in zip(columns, roles, values, strict=True):
        if role.role == "id" and all(cells):
            ids = [" ".join(cell.split()) for cell in cells]
            if len(set(ids)) == len(ids):
                return column, ids
    return None, [str(number) for number in range(1, count + 1)]


def _question_id(column: SourceColumn, number: int, taken: set[str]) -> str:
    """Return the header itself where it is a short code, such as `q3`; else Q and a number."""
    for text in (column.name, column.raw.strip()):
        if _SHORT_CODE.fullmatch(text) and text.casefold() not in taken:
            return text
    while f"q{number}" in taken:
        number += 1
    return f"Q{number}"


def _zeros(texts: Sequence[str]) -> int:
    """Return how many zeros stand for blanks: many, among texts none of which is another number."""
    zeros = texts.count("0")
    others = [text for text in texts if text and text != "0"]
    if zeros < 3 or zeros < 0.05 * len(texts) or any(parse_number(text) is not None for text in others):
        return 0
    return zeros if others else 0


def _variables(
    columns: Sequence[SourceColumn], roles: Sequence[Role], values: Sequence[Sequence[str]], names: list[str]
) -> tuple[list[Variable], dict[str, Any], list[tuple[str, str, int]]]:
    """Return the background variables and their columns; fills in `names`."""
    variables: list[Variable] = []
    data: dict[str, Any] = {}
    misfits: list[tuple[str, str, int]] = []
    done: set[int] = set()
    taken: dict[str, int] = {}
    groups: dict[int, list[int]] = {}
    for i, (column, role) in enumerate(zip(columns, roles, strict=True)):
        if role.role == "multiple" and column.group is not None:
            groups.setdefault(column.group, []).append(i)
    for i, (column, role) in enumerate(zip(columns, roles, strict=True)):
        if role.role == "multiple":
            if i in done:
                continue
            mine = [i] if column.group is None else groups[column.group]
            done.update(mine)
            name = _unique(column.question if column.option else column.name, taken)
            apart = role.facts.get("joined")
            if apart and len(mine) == 1:
                labels, data[name] = _parted(values[i], str(apart))
            else:
                labels = [columns[j].option or columns[j].question for j in mine]
                data[name] = _chosen([values[j] for j in mine], labels)
            variables.append(_variable(name, "multiple", tuple(labels), column.raw))
            for j in mine:
                names[j] = name
        elif role.role in ("choice", "scale", "number", "date", "text"):
            names[i] = name = _unique(column.name, taken)
            categories, data[name], misfit = _typed(role, _plain(column, values[i]))
            variables.append(_variable(name, role.role, categories, column.raw))
            if misfit:
                misfits.append((column.name, role.role, misfit))
    return variables, data, misfits


def _variable(name: str, kind: Any, categories: tuple[str, ...], column: str) -> Variable:
    return Variable(name=name, label=name, kind=kind, categories=categories, column=column)


def _unique(name: str, taken: dict[str, int]) -> str:
    """Return the name, with a number where it is taken; `taken` keeps the last number of each, folded."""
    made, number = name, max(taken.get(name.casefold(), 1), 1)
    while made.casefold() in taken:
        number += 1
        made = f"{name} ({number})"
    taken[name.casefold()] = number
    taken.setdefault(made.casefold(), 1)
    return made


def _plain(column: SourceColumn, cells: Sequence[str]) -> list[str]:
    """Return short values with plain white space; postal codes get back the zeros that spreadsheets take."""
    plain = {cell: clean_value(cell) for cell in set(cells)}
    if (column.option or column.question).casefold() in POSTCODES:
        plain = {cell: text.zfill(5) if text.isdigit() else text for cell, text in plain.items()}
    return [plain[cell] for cell in cells]


def _chosen(cells: Sequence[Sequence[str]], labels: Sequence[str]) -> Any:
    """Return for each case the list of options it chose."""
    import numpy as np

    chosen = []
    for column, label in zip(cells, labels, strict=True):
        known = {cell: cell.casefold() not in _NOTHING or clean_value(cell) == label for cell in set(column)}
        chosen.append([known[cell] for cell in column])
    rows = np.empty(len(cells[0]), dtype="object")
    rows[:] = [list(compress(labels, row)) for row in zip(*chosen, strict=True)]
    return rows


def _parted(cells: Sequence[str], separator: str) -> tuple[list[str], Any]:
    """Return the options of a multiple choice whose cells hold many, and for each case the list it chose."""
    import numpy as np

    known = {cell: [part.strip() for part in cell.split(separator) if part.strip()] for cell in dict.fromkeys(cells)}
    rows = np.empty(len(cells), dtype="object")
    rows[:] = [list(known[cell]) for cell in cells]
    return list(dict.fromkeys(part for parts in known.values() for part in parts)), rows


def _typed(found_role: Role, cells: list[str]) -> tuple[tuple[str, ...], Any, int]:
    """Return categories, values of the right type, and how many values did not fit."""
    import pandas as pd

    role = found_role.role
    if role in ("choice", "scale"):
        given = found_role.facts.get("order")  # some files know the order of their values
        found = list(dict.fromkeys(cell for cell in cells if cell))
        if isinstance(given, tuple):
            values = pd.Categorical([cell or None for cell in cells], categories=list(given), ordered=role == "scale")
            return given, values, 0
        categories = (ordered_categories(found) or found) if role == "scale" else sorted(found)
        values = pd.Categorical([cell or None for cell in cells], categories=categories, ordered=role == "scale")
        return tuple(categories), values, 0
    if role == "number":
        numbers = _parsed(cells, parse_number)
        misfit = sum(number is None and bool(cell) for number, cell in zip(numbers, cells, strict=True))
        return (), pd.array(numbers, dtype="Float64").to_numpy(dtype="float64", na_value=float("nan")), misfit
    if role == "date":
        dates = _parsed(cells, _date_or_serial)
        misfit = sum(day is None and bool(cell) for day, cell in zip(dates, cells, strict=True))
        return (), pd.to_datetime(pd.Series(dates, dtype="object")).to_numpy(), misfit
    return (), pd.array([cell or None for cell in cells], dtype="str"), 0


def _parsed(cells: Sequence[str], parse: Callable[[str], Any]) -> list[Any]:
    known = {cell: parse(cell) if cell else None for cell in set(cells)}
    return [known[cell] for cell in cells]


def _date_or_serial(cell: str) -> datetime | None:
    return parse_date(cell) or parse_serial(cell)
