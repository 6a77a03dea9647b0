"""What an importer hands over: cases, questions, answers, and a report of how the file was understood."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDecision:
    """How one source column was understood.

    Attributes:
        column: The header as it stands in the file.
        position: 1-based column number in the file.
        role: `open`, `option-text`, `choice`, `multiple`, `scale`, `number`, `date`, `text`, `system`, `personal`,
            `id` or `empty`.
        name: What the column became: a question id or a variable name; empty when it was set aside.
        reason: Why, in the language of the report.
        alternative: The role that came second, or empty.
    """

    column: str
    position: int
    role: str
    name: str
    reason: str
    alternative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ImportReport:
    """What was understood of a source file, and why.

    Attributes:
        source: File name without its folder.
        sha256: Digest of the file's bytes: the provenance of every answer.
        layout: `webropol-w1`, `webropol-w2` or `table`.
        language: Language in which the report speaks: fi, sv or en.
        decisions: Decisions on the file as a whole: (what, value, reason).
        columns: One decision for each source column.
        warnings: What the user should look at.
    """

    source: str
    sha256: str
    layout: str
    language: str = "fi"
    decisions: tuple[tuple[str, str, str], ...] = ()
    columns: tuple[ColumnDecision, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return one row per source column: `position`, `column`, `role`, `name`, `reason`, `alternative`."""
        import pandas as pd

        fields = ("position", "column", "role", "name", "reason", "alternative")
        rows = [[getattr(decision, name) for name in fields] for decision in self.columns]
        return pd.DataFrame(rows, columns=list(fields))

    def _repr_html_(self) -> str:
        from teema.tables import report_html

        return report_html(self)

    def __str__(self) -> str:
        from teema.tables import report_text

        return report_text(self)

    __repr__ = __str__


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
    notes: tuple[str, ...] = field(default=())

    def __repr__(self) -> str:
        return (
            f"Survey of {self.report.source!r}: {len(self.cases)} cases, {len(self.questions)} open questions, "
            f"{len(self.answers)} answers, {len(self.variables)} background variables"
        )
