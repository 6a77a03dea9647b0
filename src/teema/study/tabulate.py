"""Frequency tables of codes and themes, asked for in the words of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from teema.errors import NotFoundError

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study
    from teema.tables import Table

__all__ = ["question_ids", "tabulate"]


def tabulate(
    study: Study,
    codings: pd.DataFrame,
    tree: pd.DataFrame,
    *,
    by: str | None = None,
    base: Literal["answered", "cases", "coded"] = "answered",
    questions: str | list[str] | None = None,
) -> Table:
    """Count mentions and cases of the nodes of a tree.

    Args:
        study: Gives cases, answers and language.
        codings: As `study.codings`; `code` names a node of the tree.
        tree: `code`, `parent`.
        by: A background variable to compare groups by.
        base: What is 100 %.
        questions: Only answers to these questions.

    Raises:
        NotFoundError: There is no such variable or question.
    """
    from teema.results import crosstab, frequency

    chosen = question_ids(study, questions)
    cases, answers, language = study.cases, study.answers, study.language
    if by is None:
        return frequency(codings, cases, tree=tree, answers=answers, base=base, questions=chosen, language=language)
    return crosstab(
        codings,
        cases,
        by=study.variable(by),
        tree=tree,
        answers=answers,
        base=base,
        questions=chosen,
        language=language,
    )


def question_ids(study: Study, questions: str | list[str] | None) -> list[str] | None:
    """Return the ids of questions named by id, whatever the letter case.

    Raises:
        NotFoundError: There is no such question.
    """
    if questions is None:
        return None
    known = {str(item).casefold(): str(item) for item in study.questions["question"]}
    wanted = [questions] if isinstance(questions, str) else questions
    for item in wanted:
        if item.casefold() not in known:
            raise NotFoundError.of("question", item, known.values(), where=study.path.name)
    return [known[item.casefold()] for item in wanted]
