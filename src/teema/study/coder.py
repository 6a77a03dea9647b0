"""Opening the coder on a study: which answers, in which order, and what beside them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Literal

from teema.coding import read_answers
from teema.errors import NotFoundError, UnusableValueError
from teema.study.matches import Matches
from teema.study.suggesting import Suggester, is_reflexive
from teema.study.tabulate import question_ids
from teema.tables import Table
from teema.widgets import CodingSession, by_case, by_question
from teema.widgets.pages import coded_answers, only_open

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study
    from teema.widgets.pages import Page
    from teema.widgets.screen import Others

__all__ = ["By", "Only", "chosen_answers", "coding_session", "progress_frame", "spans_of"]

By = Literal["question", "case"]
Only = Literal["unread", "uncoded"]


def coding_session(
    study: Study,
    answers: Matches | Table | str | Iterable[str] | None = None,
    *,
    by: By = "question",
    only: Only | None = None,
    questions: str | list[str] | None = None,
    others: Others = "show",
) -> CodingSession:
    """Return a session over the answers that were asked for; arguments as for `Study.coder`."""
    if by not in ("question", "case"):
        raise UnusableValueError.of("by", by, ("question", "case"))
    if only not in (None, "unread", "uncoded"):
        raise UnusableValueError.of("only", only, ("unread", "uncoded"))
    chosen = chosen_answers(
        study, _of_table(answers) if isinstance(answers, Table) else answers, question_ids(study, questions)
    )
    pages = (by_case if by == "case" else by_question)(study.store, chosen)
    if only is not None:
        own = study.coder_name if others == "hide" else None
        done = read_answers(study.store) if only == "unread" else coded_answers(study.store, own)
        pages = only_open(pages, done=done, what=only)
    hits: list[tuple[str, int, int]] = []
    if isinstance(answers, Matches):
        pages, hits = _hits_first(pages, answers), spans_of(answers)
    return CodingSession(
        study.store,
        pages,
        language=study.language,
        others=others,
        hits=hits,
        find=lambda query: spans_of(study.find(query)),
        suggest=Suggester(study, own=study.coder_name if others == "hide" else None),
        reflexive=is_reflexive(study),
    )


def _of_table(table: Table) -> list[str]:
    if "answer" not in table.frame.columns:
        raise NotFoundError.of("column", "answer", table.frame.columns, where=table.title)
    return list(dict.fromkeys(table.frame["answer"].tolist()))


def chosen_answers(
    study: Study, answers: Matches | str | Iterable[str] | None, questions: list[str] | None
) -> set[str] | None:
    """Return the ids of the answers that were asked for, among those to some questions; None for all."""
    frame = study.answers
    if isinstance(answers, Matches):
        wanted = set(answers.hits["answer"])
    elif answers is None:
        wanted = None
    else:
        wanted = {answers} if isinstance(answers, str) else set(answers)
        for answer in wanted - set(frame["answer"]):
            raise NotFoundError.of("answer", answer, frame["answer"], where=study.path.name)
    if questions:
        asked = set(frame.loc[frame["question"].isin(questions), "answer"])
        wanted = asked if wanted is None else wanted & asked
    return wanted


def spans_of(matches: Matches) -> list[tuple[str, int, int]]:
    """Return the hits of a search as (answer, start, end), in the order of the answers."""
    hits = matches.hits
    return list(zip(hits["answer"].tolist(), hits["start"].tolist(), hits["end"].tolist(), strict=True))


def _hits_first(pages: list[Page], matches: Matches) -> list[Page]:
    found: Collection[str] = set(matches.hits["answer"])
    return [page for page in pages if any(answer in found for answer in page)]


def progress_frame(study: Study) -> pd.DataFrame:
    """Return `question`, `answers`, `read` and `coded` (by anybody); one row per question."""
    frame = study.answers[["answer", "question"]]
    marks = frame.assign(
        answers=1,
        read=frame["answer"].isin(read_answers(study.store)).astype(int),
        coded=frame["answer"].isin(coded_answers(study.store)).astype(int),
    )
    counted = marks.groupby("question", sort=False, observed=True)[["answers", "read", "coded"]].sum()
    order = [question for question in study.questions["question"] if question in counted.index]
    return counted.loc[order].rename_axis("question").reset_index()
