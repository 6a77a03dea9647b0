"""Codes or themes by a background variable: cases and column percentages of each group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError
from teema.results.counting import counted, distinct_pairs, tree_of
from teema.results.frequency import Base, base_cases, base_sentence, of_questions
from teema.tables import Column, Table
from teema.terms import Language, term

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = ["crosstab", "groups_of"]


def crosstab(
    codings: pd.DataFrame,
    cases: pd.DataFrame,
    *,
    by: str,
    tree: pd.DataFrame | None = None,
    answers: pd.DataFrame | None = None,
    base: Base = "answered",
    questions: list[str] | None = None,
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
        language: Language of the table.

    Returns:
        Table with `code`, `depth`, `row` (`base` for the first row, then `node`), for each group `n:<group>` and
        `share:<group>` (of the group's base), and `cases`, `share` over all groups.

    Raises:
        NotFoundError: There is no such background variable.
        UnusableValueError: There is no such base.

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

    if by not in cases.columns:
        raise NotFoundError.of("background variable", by, cases.columns)
    codings = of_questions(codings, questions)
    nodes = tree_of(tree, codings)
    inside = base_cases(codings, cases, answers, base=base, questions=questions)
    names, member_case, member_group = groups_of(cases.loc[inside, by], language)
    rows = counted(codings, nodes, inside)
    node, case = distinct_pairs(rows.node, rows.case, len(inside))
    sizes = np.bincount(member_group, minlength=len(names))
    table = _by_group(node, case, member_case, member_group, (len(nodes.nodes), len(inside), len(names)))
    total = np.bincount(node, minlength=len(nodes.nodes))

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
        base=base_sentence(base, len(inside), language) + ". " + term("results.base_column", language),
        notes=_notes(nodes.depths, overlapping=len(member_case) > len(inside), language=language),
        columns=_columns(names, language),
        language=language,
        indent="depth",
        decimals=1 if len(sizes) and sizes.min() >= 100 else 0,
    )


def groups_of(values: pd.Series[Any], language: Language) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the groups of a background variable and who belongs to them.

    Args:
        values: One value per case: a category, a number, a text, a list of them, or missing.
        language: Language of the name of the group without a value.

    Returns:
        Names of the groups that have members, in category order (else sorted); positions of cases; and, of the same
        length, positions of their groups.
    """
    import numpy as np
    import pandas as pd

    unknown = term("results.no_value", language)
    plain = values.astype(object)
    listed = plain.map(lambda value: value if isinstance(value, list) else [None if pd.isna(value) else value])
    listed = listed.map(lambda value: value or [None])
    flat = pd.Series(listed.to_numpy(), index=np.arange(len(listed)), dtype=object).explode()
    names = flat.map(lambda value: unknown if value is None or pd.isna(value) else str(value))
    present = set(names)
    if isinstance(values.dtype, pd.CategoricalDtype):
        order = [str(item) for item in values.cat.categories]
    else:
        order = sorted(present - {unknown})
    order = [name for name in dict.fromkeys([*order, unknown]) if name in present]
    pairs = pd.DataFrame(
        {"case": flat.index.to_numpy(), "group": pd.Index(order).get_indexer(pd.Index(names))}
    ).drop_duplicates()
    return order, pairs["case"].to_numpy(), pairs["group"].to_numpy()


def _by_group(
    node: np.ndarray, case: np.ndarray, member_case: np.ndarray, member_group: np.ndarray, shape: tuple[int, int, int]
) -> Any:
    """Return cases of each node in each group, as the product of two incidence matrices."""
    import numpy as np
    from scipy.sparse import csr_array

    nodes, cases, groups = shape
    mentions = csr_array((np.ones(len(node), dtype=np.int64), (node, case)), shape=(nodes, cases))
    belongs = csr_array((np.ones(len(member_case), dtype=np.int64), (member_case, member_group)), shape=(cases, groups))
    return (mentions @ belongs).toarray()


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
