"""Frequency table: mentions and cases of each code or theme, with a declared base."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from teema.errors import UnusableValueError
from teema.results.counting import cases_of_nodes, count_mentions, counted, tree_of
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
    merge_overlaps: bool = True,
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
        answers: `case`, `question`; who answered what. Without it all cases are taken for answered.
        base: What 100 % is: cases that answered at least one of the questions, all cases, or cases with any coding.
        questions: Only answers to these questions.
        merge_overlaps: Count extracts of one node that overlap in one answer as one mention; the notes say which.
        language: Language of the table.

    Returns:
        Table with `code`, `depth`, `mentions`, `cases`, `share` (of the base, 0–1; missing when the base is empty).

    Raises:
        UnusableValueError: There is no such base, a case stands in `cases` twice, or the tree is none.
        NotFoundError: A parent is not in the tree, or there is no such background variable.

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
    n = np.diff(cases_of_nodes(rows, nodes, len(inside)).indptr).astype(np.int64)
    frame = pd.DataFrame(
        {
            "code": nodes.nodes,
            "depth": nodes.depths,
            "mentions": count_mentions(rows, nodes, merge_overlaps=merge_overlaps),
            "cases": n,
            "share": n / len(inside) if len(inside) else np.full(len(n), np.nan),
        }
    )
    spans = "note_merged" if merge_overlaps else "note_not_merged"
    notes = [term("results.note_multiple", language), term(f"results.{spans}", language)]
    if any(nodes.depths):
        notes.insert(1, term("results.note_union", language))
    return Table(
        frame=frame,
        title=term("results.title_frequency", language),
        base=base_sentence(base, len(inside), language, answers=answers),
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
        UnusableValueError: There is no such base, or a case stands in `cases` twice.
    """
    if base not in _BASES:
        raise UnusableValueError.of("base", base, _BASES)
    if not cases.index.is_unique:
        twice = cases.index[cases.index.duplicated()][0]
        raise UnusableValueError(f"Case {twice!r} stands there twice.", where="cases", hint="Give each case one row.")
    if base == "coded":
        return cases.index[cases.index.isin(codings["case"])]
    if base == "answered" and answers is not None:
        return cases.index[cases.index.isin(of_questions(answers, questions)["case"])]
    return cases.index


def base_sentence(base: Base, n: int, language: Language, *, answers: pd.DataFrame | None) -> str:
    """Return the line that says what 100 % is; who answered cannot be claimed without the answers."""
    said = "cases" if base == "answered" and answers is None else base
    return term(f"results.base_{said}", language, n=n)
