"""From columns with roles to a survey: cases, variables, questions, answers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress
from typing import TYPE_CHECKING, Any, NamedTuple

from teema.importers.cells import Cells
from teema.importers.columns import SourceColumn
from teema.importers.dates import parse_dates
from teema.importers.known_names import POSTCODES
from teema.importers.orders import ordered_categories
from teema.importers.roles import Role
from teema.importers.values import clean_value, clean_values, parse_number, parse_numbers, parse_serial
from teema.records import Question, Variable
from teema.survey import ANSWER_COLUMNS, answer_id

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

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
    """A question, the cells of its column, and whether each cell is an answer."""

    question: Question
    cells: Cells
    answered: NDArray[np.bool_]


def build(
    columns: Sequence[SourceColumn],
    roles: Sequence[Role],
    values: Sequence[Cells],
    *,
    source_rows: NDArray[np.int64],
    zero_fill: bool | None = None,
) -> Built:
    """Build the parts of a survey.

    Args:
        columns: The headers.
        roles: The role of each column.
        values: The cells of each column.
        source_rows: Row of each case in the file, as a spreadsheet numbers it.
        zero_fill: Whether zeros in open questions stand for blanks; None decides for each question.
    """
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
        zero = _zero(values[i])
        blank_zeros = _filling(values[i], zero) if zero_fill is None else int(zero.sum()) if zero_fill else 0
        if blank_zeros:
            zeros.append((column.name, blank_zeros))
        names[i] = _question_id(column, len(opened) + 1, taken)
        taken.update((names[i], names[i].casefold()))
        question = Question(question=names[i], text=column.name, column=column.raw)
        answered = values[i].holds() & ~zero if blank_zeros else values[i].holds()
        opened.append(_Opened(question, values[i], answered))
    variables, data, misfits = _variables(columns, roles, values, names)
    return Built(
        answers=_answers(opened, ids, source_rows),
        cases=pd.DataFrame(data, index=pd.Index(ids, name="case", dtype="str")),
        questions=tuple(item.question for item in opened),
        variables=tuple(variables),
        named_by=named_by,
        names=names,
        zeros=zeros,
        contentless=sum(int(item.cells.numbers[item.cells.contentless].sum()) for item in opened),
        cut=sum(int(item.cells.numbers[item.cells.lengths >= _CELL_LIMIT].sum()) for item in opened),
        misfits=misfits,
    )


def _answers(opened: Sequence[_Opened], ids: Sequence[str], source_rows: NDArray[np.int64]) -> pd.DataFrame:
    """Return the answers respondent by respondent, each one's questions in their order."""
    import numpy as np
    import pandas as pd

    if not opened:
        none = pd.array([], dtype="str")
        made = dict.fromkeys(ANSWER_COLUMNS[:-1], none)
        return pd.DataFrame({**made, "source_row": np.array([], dtype="int64")})
    answered = np.stack([item.answered for item in opened], axis=1)
    who, which = answered.nonzero()
    names = np.array([item.question.question for item in opened], dtype="object")
    endings = np.array([answer_id("", name) for name in names], dtype="object")
    cases = np.array(ids, dtype="object")[who]
    # Row by row, as the texts lie in memory.
    texts = compress(chain.from_iterable(zip(*(item.cells.texts for item in opened), strict=True)), answered.ravel())
    columns = (cases + endings[which], cases, names[which], np.fromiter(texts, dtype="object", count=len(who)))
    made = {
        name: pd.array(column, dtype="str", copy=False) for name, column in zip(ANSWER_COLUMNS, columns, strict=False)
    }
    return pd.DataFrame({**made, "source_row": source_rows[who]}, copy=False)


def _case_ids(
    columns: Sequence[SourceColumn], roles: Sequence[Role], values: Sequence[Cells], count: int
) -> tuple[SourceColumn | None, list[str]]:
    """Return the column that names the cases, and the names: the first id whose values are all there and differ."""
    for column, role, cells in zip(columns, roles, values, strict=True):
        if role.role == "id" and cells.holds().all():
            plain = clean_values(cells.values) is cells.values
            ids = cells.texts if plain else [" ".join(cell.split()) for cell in cells.texts]
            if (cells.distinct if plain else len(set(ids))) == len(ids):
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


def _zero(cells: Cells) -> NDArray[np.bool_]:
    """Return which cells are a zero."""
    import numpy as np

    zero = np.zeros(len(cells.values), dtype="bool")
    zero[[i for i in (cells.lengths == 1).nonzero()[0].tolist() if cells.values[i] == "0"]] = True
    return zero[cells.places]


def _filling(cells: Cells, zero: NDArray[np.bool_]) -> int:
    """Return how many zeros stand for blanks: many, among texts none of which is another number."""
    zeros = int(zero.sum())
    if zeros < 3 or zeros < 0.05 * len(zero):
        return 0
    others = [text for text in cells.values if text and text != "0"]
    return 0 if not others or any(parse_number(text) is not None for text in others) else zeros


def _variables(
    columns: Sequence[SourceColumn], roles: Sequence[Role], values: Sequence[Cells], names: list[str]
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
            categories, data[name], misfit = _typed(role, values[i], _plain(column, values[i]))
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


def _plain(column: SourceColumn, cells: Cells) -> list[str]:
    """Return short values with plain white space; postal codes get back the zeros that spreadsheets take."""
    plain = clean_values(cells.values)
    if (column.option or column.question).casefold() in POSTCODES:
        return [text.zfill(5) if text.isdigit() else text for text in plain]
    return plain


def _chosen(columns: Sequence[Cells], labels: Sequence[str]) -> Any:
    """Return for each case the list of options it chose."""
    import numpy as np
    import pandas as pd

    # Few of all sets of options occur: each gets a number, and a row of the cases that chose it stands for them.
    chosen = [_is_chosen(cells, label) for cells, label in zip(columns, labels, strict=True)]
    which = np.zeros(len(chosen[0]), dtype="int64")
    for column in chosen:
        which = pd.factorize(2 * which + column)[0]
    row = np.zeros(which.max(initial=0) + 1, dtype="int64")
    row[which] = np.arange(len(which))
    lists = [[label for label, column in zip(labels, chosen, strict=True) if column[i]] for i in row.tolist()]
    rows = np.empty(len(which), dtype="object")
    rows[:] = [lists[i].copy() for i in which.tolist()]
    return rows


def _is_chosen(cells: Cells, label: str) -> NDArray[np.bool_]:
    import numpy as np

    known = [cell.casefold() not in _NOTHING or clean_value(cell) == label for cell in cells.values]
    return np.array(known, dtype="bool")[cells.places]


def _parted(cells: Cells, separator: str) -> tuple[list[str], Any]:
    """Return the options of a multiple choice whose cells hold many, and for each case the list it chose."""
    import numpy as np

    known = [[part.strip() for part in cell.split(separator) if part.strip()] for cell in cells.values]
    rows = np.empty(len(cells.places), dtype="object")
    rows[:] = [known[i].copy() for i in cells.places.tolist()]
    return list(dict.fromkeys(part for parts in known for part in parts)), rows


def _typed(found_role: Role, cells: Cells, plain: list[str]) -> tuple[tuple[str, ...], Any, int]:
    """Return categories, values of the right type, and how many values did not fit."""
    import numpy as np
    import pandas as pd

    role = found_role.role
    if role in ("choice", "scale"):
        given = found_role.facts.get("order")  # some files know the order of their values
        found = list(dict.fromkeys(text for text in plain if text))
        if isinstance(given, tuple):
            categories = list(given)
        else:
            categories = (ordered_categories(found) or found) if role == "scale" else sorted(found)
        number = {category: i for i, category in enumerate(categories)}
        codes = np.array([number.get(text, -1) for text in plain], dtype="int64")[cells.places]
        kind = pd.CategoricalDtype(categories, ordered=role == "scale")
        return tuple(categories), pd.Categorical.from_codes(codes, dtype=kind), 0
    if role == "number":
        numbers = parse_numbers(plain)
        return (), numbers[cells.places], _misfits(cells, np.isnan(numbers))
    if role == "date":
        dates = cells.dates.copy() if plain is cells.values else parse_dates(plain)
        for i in (np.isnat(dates) & (cells.lengths > 0)).nonzero()[0].tolist():
            dates[i] = parse_serial(plain[i])
        return (), dates[cells.places], _misfits(cells, np.isnat(dates))
    texts = np.array([text or None for text in plain], dtype="object")[cells.places]
    return (), pd.array(texts, dtype="str"), 0


def _misfits(cells: Cells, unread: NDArray[np.bool_]) -> int:
    """Return how many cells hold what is no number or date."""
    return int(cells.numbers[unread & (cells.lengths > 0)].sum())
