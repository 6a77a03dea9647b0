"""From a report's lists of answers to a survey whose every answer stands alone: nobody knows who wrote which."""

from __future__ import annotations

from collections.abc import Sequence

from teema.importers.layouts.webropol_report import Block
from teema.importers.report import Log
from teema.importers.values import is_contentless
from teema.records import Question
from teema.survey import ColumnDecision, ImportReport, Survey, answer_id

__all__ = ["UNIT", "survey_of_report"]

UNIT = "vastaus"  # what a case is, when nobody knows the respondents


def survey_of_report(blocks: Sequence[Block], log: Log, *, source: str, sha256: str, case_unit: str) -> Survey:
    """Return the answers of a report, each a case of its own: `Q1-3` is the third answer to the first question.

    Blank answers are left out of such reports, so the third answers to two questions need not be by the same person;
    the survey has no background variables, and its report says that questions cannot be compared.

    Args:
        blocks: The questions with their lists; those without answers are closed ones.
        log: Where the decisions go.
        source: File name.
        sha256: Digest of the file.
        case_unit: What a case is called.
    """
    import pandas as pd

    asked = [block for block in blocks if block.answers]
    rows: list[tuple[str, str, str, str, int]] = []
    questions: list[Question] = []
    columns: list[ColumnDecision] = []
    for position, block in enumerate(asked, 1):
        for option in dict.fromkeys(option for option, _, _ in block.answers):
            name = f"Q{len(questions) + 1}"
            text = f"{block.question}: {option}" if option else block.question
            questions.append(Question(question=name, text=text, column=block.question))
            mine = [(answer, row) for other, answer, row in block.answers if other == option]
            rows += [
                (answer_id(f"{name}-{k}", name), f"{name}-{k}", name, answer, row)
                for k, (answer, row) in enumerate(mine, 1)
            ]
            columns.append(
                ColumnDecision(
                    column=text, position=position, role="option-text" if option else "open", name=name,
                    reason=log.say("role_report", count=len(mine), stated=block.stated), alternative="",
                )
            )  # fmt: skip
        if len(block.answers) > block.stated:
            log.warn("warn_report_more", question=block.question, count=len(block.answers), stated=block.stated)
    log.decide("layout", "webropol-report", "layout_report", instead=("table", "layout='table'"))
    log.decide("case", log.say("case_answer"), "case_answer_reason")
    log.warn("warn_report")
    if len(asked) < len(blocks):
        log.warn("warn_report_closed", count=len(blocks) - len(asked))
    contentless = sum(is_contentless(row[3]) for row in rows)
    if contentless:
        log.warn("warn_contentless", count=contentless)
    frame = pd.DataFrame(rows, columns=["answer", "case", "question", "text", "source_row"])
    frame = frame.astype(dict.fromkeys(("answer", "case", "question", "text"), "str") | {"source_row": "int64"})
    report = ImportReport(
        source=source, sha256=sha256, layout="webropol-report", language=log.language, decisions=tuple(log.decisions),
        columns=tuple(columns), warnings=tuple(log.warnings), rejected=tuple(log.rejected),
    )  # fmt: skip
    cases = pd.DataFrame(index=pd.Index(frame["case"].to_list(), name="case", dtype="str"))
    return Survey(
        answers=frame, cases=cases, questions=tuple(questions), variables=(), report=report, case_unit=case_unit
    )
