"""Frequency table: mentions and cases of each code or theme, with a declared base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from teema.errors import UnusableValueError
from teema.results.counting import count_mentions, counted, distinct_pairs, tree_of
from teema.tables import Column, Table
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Base", "base_cases", "base_sentence", "frequency", "of_questions"]

Base = Literal["answered", "cases", "coded"]
_BASES = ("answered", "cases", "coded")


def frequency(
    codings: pd.DataFrame,
    cases: pd.DataFrame,
    *,
    tree: pd.DataFrame | None = None,
    answers: pd.DataFrame | None = None,
    base: Base = "answered",
    questions: list[str] | None = None,
    language: Language = "fi",
) -> Table:
    """Count the mentions and the cases of each node of a tree.

    Mentions are coded extracts, those that overlap in one answer merged. Cases are distinct; a parent's cases are the
    union over everything below it: never fewer than its largest child's, and no sum of its children's.

    Args:
        codings: `answer`, `case`, `question`, `start`, `end`, `code`.
        cases: One row per case, index `case`.
        tree: `code`, `parent`, in the order of the table; nodes without codings are kept with zero. None counts the
            codes of the codings, flat.
        answers: `case`, `question`; who answered what. Without it the base `answered` is all cases.
        base: What 100 % is: cases that answered the questions, all cases, or cases with any coding.
        questions: Only answers to these questions.
        language: Language of the table.

    Returns:
        Table with `code`, `depth`, `mentions`, `cases`, `share` (of the base, 0–1; missing when the base is empty).

    Raises:
        UnusableValueError: There is no such base.
        NotFoundError: A parent is not in the tree.

    Example:
        >>> import pandas as pd
        >>> codings = pd.DataFrame(
        ...     {
        ...         "answer": ["1:Q1", "1:Q2", "2:Q1"],
        ...         "case": ["1", "1", "2"],
        ...         "question": ["Q1", "Q2", "Q1"],
        ...         "start": [0, 0, 0],
        ...         "end": [5, 5, 5],
        ...         "code": ["Turva", "Rajat", "Turva"],
        ...     }
        ... )
        >>> cases = pd.DataFrame(index=["1", "2", "3", "4"])
        >>> tree = pd.DataFrame({"code": ["Turva", "Rajat"], "parent": [None, "Turva"]})
        >>> table = frequency(codings, cases, tree=tree, base="cases")
        >>> table.to_frame()[["code", "mentions", "cases", "share"]].values.tolist()
        [['Turva', 3, 2, 0.5], ['Rajat', 1, 1, 0.25]]
    """
    import numpy as np
    import pandas as pd

    codings = of_questions(codings, questions)
    nodes = tree_of(tree, codings)
    inside = base_cases(codings, cases, answers, base=base, questions=questions)
    rows = counted(codings, nodes, inside)
    node, _case = distinct_pairs(rows.node, rows.case, len(inside))
    n = np.bincount(node, minlength=len(nodes.nodes))
    frame = pd.DataFrame(
        {
            "code": nodes.nodes,
            "depth": nodes.depths,
            "mentions": count_mentions(rows, len(nodes.nodes)),
            "cases": n,
            "share": n / len(inside) if len(inside) else np.full(len(n), np.nan),
        }
    )
    notes = [term("results.note_multiple", language), term("results.note_merged", language)]
    if any(nodes.depths):
        notes.insert(1, term("results.note_union", language))
    return Table(
        frame=frame,
        title=term("results.title_frequency", language),
        base=base_sentence(base, len(inside), language),
        notes=tuple(notes),
        columns=(
            Column("code", term("results.node", language), "wide-text"),
            Column("mentions", term("results.mentions", language), "count"),
            Column("cases", term("results.cases", language), "count"),
            Column("share", term("results.share", language), "percent"),
        ),
        language=language,
        indent="depth",
        # A decimal would claim more than fewer than a hundred respondents can tell.
        decimals=1 if len(inside) >= 100 else 0,
    )


def of_questions(frame: pd.DataFrame, questions: list[str] | None) -> pd.DataFrame:
    """Return the rows that concern the questions; all when None."""
    return frame if questions is None else frame[frame["question"].isin(questions)]


def base_cases(
    codings: pd.DataFrame,
    cases: pd.DataFrame,
    answers: pd.DataFrame | None,
    *,
    base: Base,
    questions: list[str] | None,
) -> pd.Index[str]:
    """Return the cases that make 100 %, in the order of `cases`.

    Args:
        codings: Already limited to the questions.
        cases: Index `case`.
        answers: `case`, `question`.
        base: `answered`, `cases` or `coded`.
        questions: The questions.

    Raises:
        UnusableValueError: There is no such base.
    """
    if base not in _BASES:
        raise UnusableValueError.of("base", base, _BASES)
    if base == "coded":
        return cases.index[cases.index.isin(codings["case"])]
    if base == "answered" and answers is not None:
        return cases.index[cases.index.isin(of_questions(answers, questions)["case"])]
    return cases.index


def base_sentence(base: Base, n: int, language: Language) -> str:
    """Return the line that says what 100 % is."""
    return term(f"results.base_{base}", language, n=n)
