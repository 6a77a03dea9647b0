"""From columns with roles to a survey: cases, variables, questions, answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.importers.columns import SourceColumn
from teema.importers.orders import ordered_categories
from teema.importers.roles import Role
from teema.importers.values import CONTENTLESS, clean_answer, clean_value, is_blank, parse_date, parse_number
from teema.records import Question, Variable
from teema.survey import answer_id

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Built", "build"]

_SHORT_CODE = re.compile(r"[A-Za-z]{1,4}\d{1,3}[a-z]?")
_NOTHING = frozenset({"0", "ei", "no", "nej", "false", "-"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Built:
    """The parts of a survey.

    Attributes:
        names: What each source column became: a question id or variable name; empty when set aside.
        zeros: (column, how many) where zeros in an open question were read as blank.
        contentless: Answers that look as if they had no content.
        misfits: (column, role, how many) values that do not fit the column's role.
    """

    answers: pd.DataFrame
    cases: pd.DataFrame
    questions: tuple[Question, ...]
    variables: tuple[Variable, ...]
    names: list[str]
    zeros: list[tuple[str, int]]
    contentless: int
    misfits: list[tuple[str, str, int]]


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
        values: The cells of each column as text.
        source_rows: Row of each case in the file, as a spreadsheet numbers it.
        zero_fill: Whether zeros in open questions stand for blanks; None decides for each question.
    """
    import pandas as pd

    ids = _case_ids(roles, values, len(source_rows))
    names = [""] * len(columns)
    questions: list[Question] = []
    parts: list[tuple[str, str, str, str, int]] = []
    zeros: list[tuple[str, int]] = []
    contentless = 0
    for i, (column, role) in enumerate(zip(columns, roles, strict=True)):
        if role.role not in ("open", "option-text"):
            continue
        texts = [clean_answer(cell) for cell in values[i]]
        blank_zeros = _zeros(texts) if zero_fill is None else texts.count("0") if zero_fill else 0
        if blank_zeros:
            texts = ["" if text == "0" else text for text in texts]
            zeros.append((column.name, blank_zeros))
        names[i] = question = _question_id(column, len(questions) + 1, {item.question for item in questions})
        questions.append(Question(question=question, text=column.name, column=column.raw))
        kept = [(case, question, text, row) for case, text, row in zip(ids, texts, source_rows, strict=True) if text]
        contentless += sum(len(text) <= 40 and CONTENTLESS.fullmatch(text) is not None for _, _, text, _ in kept)
        parts += [(answer_id(case, question), case, question, text, row) for case, question, text, row in kept]
    order = {row: place for place, row in enumerate(source_rows)}
    parts.sort(key=lambda part: order[part[4]])  # respondent by respondent, questions in their order
    answers = pd.DataFrame(parts, columns=["answer", "case", "question", "text", "source_row"])
    variables, data, misfits = _variables(columns, roles, values, names)
    cases = pd.DataFrame(data, index=pd.Index(ids, name="case", dtype="str"))
    return Built(
        answers=answers, cases=cases, questions=tuple(questions), variables=tuple(variables), names=names, zeros=zeros,
        contentless=contentless, misfits=misfits,
    )  # fmt: skip


def _case_ids(roles: Sequence[Role], values: Sequence[Sequence[str]], count: int) -> list[str]:
    for role, cells in zip(roles, values, strict=True):
        if role.role == "id":
            ids = [clean_value(cell) for cell in cells]
            if all(ids) and len(set(ids)) == len(ids):
                return ids
    return [str(number) for number in range(1, count + 1)]


def _question_id(column: SourceColumn, number: int, taken: set[str]) -> str:
    """Return the header itself where it is a short code, such as `q3`; else Q and a number."""
    text = column.name
    if _SHORT_CODE.fullmatch(text) and text.casefold() not in {item.casefold() for item in taken}:
        return text
    while f"Q{number}" in taken:
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
    for i, (column, role) in enumerate(zip(columns, roles, strict=True)):
        if role.role == "multiple":
            mine = [j for j, other in enumerate(columns) if roles[j].role == "multiple" and _together(column, other)]
            if i in done:
                continue
            done.update(mine)
            name = _unique(column.question if column.option else column.name, data)
            labels = [columns[j].option or columns[j].question for j in mine]
            data[name] = _chosen([values[j] for j in mine], labels)
            variables.append(_variable(name, "multiple", tuple(labels), column.raw))
            for j in mine:
                names[j] = name
        elif role.role in ("choice", "scale", "number", "date", "text"):
            names[i] = name = _unique(column.name, data)
            categories, data[name], misfit = _typed(role.role, [clean_value(cell) for cell in values[i]])
            variables.append(_variable(name, role.role, categories, column.raw))
            if misfit:
                misfits.append((column.name, role.role, misfit))
    return variables, data, misfits


def _together(column: SourceColumn, other: SourceColumn) -> bool:
    return column.position == other.position or (column.group is not None and column.group == other.group)


def _variable(name: str, kind: Any, categories: tuple[str, ...], column: str) -> Variable:
    return Variable(name=name, label=name, kind=kind, categories=categories, column=column)


def _unique(name: str, taken: dict[str, Any]) -> str:
    made, number = name, 2
    while made.casefold() in {item.casefold() for item in taken}:
        made = f"{name} ({number})"
        number += 1
    return made


def _chosen(cells: Sequence[Sequence[str]], labels: Sequence[str]) -> Any:
    """Return for each case the list of options it chose."""
    import pandas as pd

    rows = [
        [
            label for cell, label in zip(row, labels, strict=True)
            if not is_blank(cell) and (cell.strip().casefold() not in _NOTHING or clean_value(cell) == label)
        ]
        for row in zip(*cells, strict=True)
    ]  # fmt: skip
    return pd.Series(rows, dtype="object").to_numpy()


def _typed(role: str, cells: list[str]) -> tuple[tuple[str, ...], Any, int]:
    """Return categories, values of the right type, and how many values did not fit."""
    import pandas as pd

    if role in ("choice", "scale"):
        found = list(dict.fromkeys(cell for cell in cells if cell))
        categories = (ordered_categories(found) or found) if role == "scale" else sorted(found)
        values = pd.Categorical([cell or None for cell in cells], categories=categories, ordered=role == "scale")
        return tuple(categories), values, 0
    if role == "number":
        numbers = [parse_number(cell) if cell else None for cell in cells]
        misfit = sum(number is None and bool(cell) for number, cell in zip(numbers, cells, strict=True))
        return (), pd.array(numbers, dtype="Float64").to_numpy(dtype="float64", na_value=float("nan")), misfit
    if role == "date":
        dates = [parse_date(cell) if cell else None for cell in cells]
        misfit = sum(day is None and bool(cell) for day, cell in zip(dates, cells, strict=True))
        return (), pd.to_datetime(pd.Series(dates, dtype="object")).to_numpy(), misfit
    return (), pd.array([cell or None for cell in cells], dtype="str"), 0
