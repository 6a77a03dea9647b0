"""Frequency tables of codes and themes, asked for in the words of a study."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from teema.errors import NotFoundError
from teema.terms import term

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
    what: Literal["codes", "themes"] = "codes",
    language: str | None = None,
) -> Table:
    """Count mentions and cases of the nodes of a tree.

    Args:
        study: Gives cases, answers and language.
        codings: As `study.codings`; `code` names a node of the tree.
        tree: `code`, `parent`.
        by: A background variable to compare groups by.
        base: What is 100 %.
        questions: Only answers to these questions.
        what: What the nodes are, for the title.
        language: Language and words of the table; None takes the study's.

    Raises:
        NotFoundError: There is no such variable or question.
    """
    from teema.results import crosstab, frequency

    chosen = question_ids(study, questions)
    cases, answers, language = study.cases, study.answers, language or study.language
    given = {"tree": tree, "answers": answers, "base": base, "questions": chosen, "language": language}
    if by is None:
        table = frequency(codings, cases, **given)  # type: ignore[arg-type]
        title = term(f"study.title_{what}", language)
    else:
        variable = study.variable(by)
        order = next(item.categories for item in study.variables if item.name == variable)
        table = crosstab(codings, cases, by=variable, groups=order, **given)  # type: ignore[arg-type]
        title = term(f"study.title_{what}_by", language, by=variable)
    if chosen:
        title += " – " + ", ".join(chosen)
    first = replace(table.columns[0], label=term(f"study.node_{what}", language))
    notes = table.notes
    if what == "themes":
        keys = ("note_multiple", "note_merged")
        said = {term(f"results.{key}", language): term(f"study.{key}", language) for key in keys}
        notes = tuple(said.get(note, note) for note in notes)
    return replace(table, title=title, notes=notes, columns=(first, *table.columns[1:]))


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
