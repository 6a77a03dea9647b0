"""How many cases of each group have a hit: one search compared between the groups of a background variable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from teema.errors import NotFoundError
from teema.groups import groups_of
from teema.results.frequency import base_cases, base_sentence, of_questions
from teema.tables import Column, Table
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["hits_by_group"]


def hits_by_group(
    hits: pd.DataFrame,
    cases: pd.DataFrame,
    *,
    by: str,
    answers: pd.DataFrame,
    base: Literal["answered", "cases"] = "answered",
    questions: list[str] | None = None,
    groups: Sequence[str] = (),
    language: Language = "fi",
) -> Table:
    """Count the hits of a search, and the answers and cases that have them, in groups of cases.

    Args:
        hits: `answer`, `case`, `question`; one row per hit.
        cases: One row per case, index `case`; has the column `by`. A list per case (multiple choice) puts the case
            into several groups; a missing value is a group of its own.
        by: The background variable.
        answers: `case`, `question`.
        base: What 100 % is in each group: cases that `answered` the questions, or all `cases`.
        questions: Only answers to these questions.
        groups: Names of groups in the order of the table, where the values of `by` have no order of their own.
        language: Language of the table.

    Returns:
        Table with a row for each group and one for all: `group`, `row` (`group` or `all`), `hits`, `answers`, `cases`
        (with a hit), `base` (cases), `share` (of the base).

    Raises:
        NotFoundError: There is no such background variable.
        UnusableValueError: There is no such base, or a case stands in `cases` twice.

    Example:
        >>> import pandas as pd
        >>> hits = pd.DataFrame({"answer": ["1:Q1", "1:Q1", "2:Q1"], "case": ["1", "1", "2"], "question": "Q1"})
        >>> cases = pd.DataFrame({"Kaupunki": ["Oulu", "Turku", "Turku"]}, index=["1", "2", "3"])
        >>> answers = pd.DataFrame({"case": ["1", "2", "3"], "question": "Q1"})
        >>> print(hits_by_group(hits, cases, by="Kaupunki", answers=answers, language="en"))
        Hits by group: Kaupunki
        100% = 3 respondents who answered at least one of the questions
        Group   Hits  Answers  With a hit  Of respondents    %
        Oulu       2        1           1               1  100%
        Turku      1        1           1               2   50%
        All        3        2           2               3   67%
    """
    import numpy as np
    import pandas as pd

    if by not in cases.columns:
        raise NotFoundError.of("background variable", by, cases.columns)
    found = of_questions(hits, questions)
    inside = base_cases(found, cases, answers, base=base, questions=questions)
    names, member_case, member_group = groups_of(cases.loc[inside, by], language, order=groups)

    def per_case(rows: pd.DataFrame) -> np.ndarray:
        place = inside.get_indexer(pd.Index(rows["case"]))
        return np.bincount(place[place >= 0], minlength=len(inside))

    def per_group(of_case: np.ndarray) -> list[int]:
        counted = np.bincount(member_group, weights=of_case[member_case], minlength=len(names))
        return [*counted.astype(int).tolist(), int(of_case.sum())]

    said = per_case(found)
    with_hit, sizes = per_group((said > 0).astype(int)), per_group(np.ones(len(inside), dtype=int))
    frame = pd.DataFrame(
        {
            "group": [*names, term("results.all", language)],
            "row": [*["group"] * len(names), "all"],
            "hits": per_group(said),
            "answers": per_group(per_case(found.drop_duplicates("answer"))),
            "cases": with_hit,
            "base": sizes,
            "share": [n / size if size else np.nan for n, size in zip(with_hit, sizes, strict=True)],
        }
    )
    overlap = len(member_case) > len(inside)
    return Table(
        frame=frame,
        title=term("results.title_hits", language, by=by),
        base=base_sentence(base, len(inside), language, answers=answers),
        notes=(term("results.note_groups_overlap", language),) if overlap else (),
        columns=(
            Column("group", term("results.group", language)),
            Column("hits", term("results.hits", language), "count"),
            Column("answers", term("results.answers", language), "count"),
            Column("cases", term("results.with_hit", language), "count"),
            Column("base", term("results.of_cases", language), "count"),
            Column("share", term("results.percent", language), "percent"),
        ),
        language=language,
        decimals=1 if min(sizes) >= 100 else 0,
    )
