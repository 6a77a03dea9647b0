"""Codes or themes by a background variable: cases and column percentages of each group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError
from teema.groups import groups_of
from teema.results.counting import cases_of_nodes, counted, tree_of
from teema.results.frequency import Base, base_cases, base_sentence, of_questions
from teema.tables import Column, Table
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["crosstab"]


def crosstab(
    codings: pd.DataFrame,
    cases: pd.DataFrame,
    *,
    by: str,
    tree: pd.DataFrame | None = None,
    answers: pd.DataFrame | None = None,
    base: Base = "answered",
    questions: list[str] | None = None,
    groups: Sequence[str] = (),
    language: Language = "fi",
) -> Table:
    """Count the cases of each node in the groups of a background variable.

    Args:
        codings: `answer`, `case`, `question`, `start`, `end`, `code`.
        cases: One row per case, index `case`; has the column `by`. A list per case (multiple choice) puts the case
            into several groups; a missing value is a group of its own.
        by: The background variable.
        tree: `code`, `parent`; as in `frequency`.
        answers: `case`, `question`; as in `frequency`.
        base: What 100 % is in each group.
        questions: Only answers to these questions.
        groups: Names of groups in the order of the table, where the values of `by` have no order of their own.
        language: Language of the table.

    Returns:
        Table with `code`, `depth`, `row` (`base` for the first row, then `node`), for each group `n:<group>` and
        `share:<group>` (of the group's base), and `cases`, `share` over all groups.

    Raises:
        NotFoundError: There is no such background variable.
        UnusableValueError: There is no such base, a case stands in `cases` twice, or the tree is none.

    Example:
        >>> import pandas as pd
        >>> codings = pd.DataFrame(
        ...     {
        ...         "answer": ["1:Q1", "2:Q1"],
        ...         "case": ["1", "2"],
        ...         "question": ["Q1", "Q1"],
        ...         "start": [0, 0],
        ...         "end": [5, 5],
        ...         "code": ["Kiire", "Kiire"],
        ...     }
        ... )
        >>> cases = pd.DataFrame({"Kaupunki": ["Oulu", "Turku", "Turku"]}, index=["1", "2", "3"])
        >>> crosstab(codings, cases, by="Kaupunki", base="cases").to_frame()[
        ...     ["code", "n:Oulu", "n:Turku"]
        ... ].values.tolist()
        [['Perusjoukko (n)', 1, 2], ['Kiire', 1, 1]]
    """
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    if by not in cases.columns:
        raise NotFoundError.of("background variable", by, cases.columns)
    codings = of_questions(codings, questions)
    nodes = tree_of(tree, codings)
    inside = base_cases(codings, cases, answers, base=base, questions=questions)
    names, member_case, member_group = groups_of(cases.loc[inside, by], language, order=groups)
    rows = counted(codings, nodes, inside)
    mentioned = cases_of_nodes(rows, nodes, len(inside))
    belongs = csr_array(
        (np.ones(len(member_case), dtype=np.int64), (member_case, member_group)), shape=(len(inside), len(names))
    )
    table = (mentioned @ belongs).toarray()
    sizes = np.bincount(member_group, minlength=len(names))
    total = np.diff(mentioned.indptr).astype(np.int64)

    columns: dict[str, Any] = {
        "code": [term("results.base_row", language), *nodes.nodes],
        "depth": [0, *nodes.depths],
        "row": ["base"] + ["node"] * len(nodes.nodes),
    }
    for i, name in enumerate(names):
        columns[f"n:{name}"] = np.concatenate([[sizes[i]], table[:, i]])
        columns[f"share:{name}"] = np.concatenate([[np.nan], table[:, i] / max(sizes[i], 1)])
    columns["cases"] = np.concatenate([[len(inside)], total])
    columns["share"] = np.concatenate([[np.nan], total / max(len(inside), 1)])
    return Table(
        frame=pd.DataFrame(columns),
        title=term("results.title_crosstab", language, by=by),
        base=base_sentence(base, len(inside), language, answers=answers) + ". " + term("results.base_column", language),
        notes=_notes(nodes.depths, overlapping=len(member_case) > len(inside), language=language),
        columns=_columns(names, language),
        language=language,
        indent="depth",
        decimals=1 if len(sizes) and sizes.min() >= 100 else 0,
    )


def _columns(names: list[str], language: Language) -> tuple[Column, ...]:
    n, percent = term("results.n", language), term("results.percent", language)
    columns = [Column("code", term("results.node", language), "wide-text")]
    for name in names:
        columns += [Column(f"n:{name}", n, "count", name), Column(f"share:{name}", percent, "percent", name)]
    every = term("results.all", language)
    return (*columns, Column("cases", n, "count", every), Column("share", percent, "percent", every))


def _notes(depths: list[int], *, overlapping: bool, language: Language) -> tuple[str, ...]:
    notes = [term("results.note_multiple", language)]
    if any(depths):
        notes.append(term("results.note_union", language))
    if overlapping:
        notes.append(term("results.note_groups_overlap", language))
    return tuple(notes)
