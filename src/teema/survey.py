"""What an importer hands over: cases, questions, answers, and a report of how the file was understood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teema.import_report import ColumnDecision, ImportReport
from teema.records import Question, Variable

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "ANSWER_COLUMNS",
    "QUESTION_COLUMNS",
    "ColumnDecision",
    "ImportReport",
    "Survey",
    "answer_id",
]

ANSWER_COLUMNS = ("answer", "case", "question", "text", "source_row")
QUESTION_COLUMNS = ("question", "text", "column")


def answer_id(case: str, question: str) -> str:
    """Return the readable id of the answer a case gave to a question.

    Example:
        >>> answer_id("7", "Q2")
        '7:Q2'
    """
    return f"{case}:{question}"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Survey:
    """Open answers and background of the cases that gave them.

    Attributes:
        answers: `answer`, `case`, `question`, `text`, `source_row`; one row per non-blank answer, in source order.
        cases: Index `case`; one column per background variable; multiple choice as lists.
        questions: The open questions in source order.
        variables: The background variables in source order.
        report: How the file was understood.
        case_unit: What a case is: `vastaaja`, `pienryhmä`, `työpaja`, …
    """

    answers: pd.DataFrame
    cases: pd.DataFrame
    questions: tuple[Question, ...]
    variables: tuple[Variable, ...]
    report: ImportReport
    case_unit: str = "vastaaja"

    def __repr__(self) -> str:
        return (
            f"Survey of {self.report.source!r}: {len(self.cases)} cases, {len(self.questions)} open questions, "
            f"{len(self.answers)} answers, {len(self.variables)} background variables"
        )
