"""Word tables: lemmas or compound parts, their mentions and the cases that used them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError, UnusableValueError
from teema.groups import groups_of
from teema.language.counting import cases_of_words, kept, occurrences
from teema.language.stop_words import stop_words
from teema.tables import Column, Format, Table
from teema.terms import Language, number, term

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from teema.language.counting import Occurrences

__all__ = ["left_out", "membership", "word_table"]

_NAMED = 5  # cases without a usable weight that an error names


def word_table(  # noqa: PLR0913 -- two frames, and options by keyword
    tokens: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    pos: str | Collection[str] | None = None,
    parts: bool = False,
    stop: bool | Collection[str] = True,
    by: str | None = None,
    cases: pd.DataFrame | None = None,
    groups: Sequence[str] = (),
    questions: Collection[str] | None = None,
    weight: str | None = None,
    base_row: bool = False,
    language: Language = "fi",
) -> Table:
    """Count lemmas, commonest first.

    Args:
        tokens: As `token_frame` returns them.
        answers: `answer`, `case`, and `question` when questions are given.
        pos: Only these parts of speech, such as `["NOUN", "ADJ"]`.
        parts: Count each part of a compound as a word of its own.
        stop: Leave out words without content: the language's own list, a list of yours, or none with False.
        by: Background variable; adds counts for each of its groups.
        cases: Index `case`; needed with `by` and `weight`.
        groups: Names of groups in the order of the table, where the values of `by` have no order of their own.
        questions: Only answers to these questions.
        weight: Background variable that holds the weight of each case; adds weighted counts.
        base_row: Begin with a row of what 100 % is: all counted words, and the cases that answered; a column `row` says
            `base` or `word`. Tables that leave the house have it.
        language: Language of the words and the table.

    Returns:
        Table with `lemma`, `pos` (its commonest), `mentions`, `cases`, `share` (of the cases that answered). With
        `weight`, `mentions_weighted`, `cases_weighted` (sums of the weights of the cases) and `share_weighted`. With
        `by`, the same for each group: `mentions:<group>`, `n:<group>` (cases), `share:<group>`, and weighted
        `mentions_weighted:<group>`, `n_weighted:<group>`, `share_weighted:<group>`.

    Raises:
        UnusableValueError: There is no such part of speech, or a case that answered has no usable weight.
        NotFoundError: There is no such background variable.

    Example:
        >>> import pandas as pd
        >>> words = {"answer": ["1:Q1", "1:Q1", "2:Q1"], "lemma": ["kiire", "kiire", "aika"], "pos": "NOUN"}
        >>> answers = pd.DataFrame({"answer": ["1:Q1", "2:Q1"], "case": ["1", "2"]})
        >>> word_table(pd.DataFrame(words), answers, language="en").to_frame()[["lemma", "mentions", "cases"]]
           lemma  mentions  cases
        0  kiire         2      1
        1   aika         1      1
    """
    import numpy as np
    import pandas as pd

    out = left_out(stop, language)
    found = kept(occurrences(tokens, answers, parts=parts, questions=questions), pos=pos, stop=out)
    weights = _weights(found, cases, weight)
    matrix = cases_of_words(found)
    used = np.flatnonzero(np.diff(matrix.indptr))
    names = found.words[used]
    mentions = np.bincount(found.word, minlength=len(found.words))[used]
    order = np.lexsort((names.astype(str), -mentions)) if len(used) else used
    matrix, names = matrix[used[order]], names[order]
    common = _commonest_pos(found)[used[order]] if len(used) else names
    once = matrix.sign()
    columns: dict[str, Any] = {"lemma": names, "pos": common}
    if base_row:
        columns = {"lemma": [term("results.base_row", language), *names], "pos": ["", *common]}
        columns["row"] = ["base"] + ["word"] * len(names)
        matrix, once = _with_base(matrix, once, found)
    counted = partial(_counts, matrix, once, weights=weights, base_row=base_row)
    columns |= counted(np.ones((len(found.cases), 1)), [""])
    shown = _columns(language, weights)
    notes = [term("language.words_stop", language)] if out else []
    if by is not None:
        labels, belongs, _ = membership(found, cases, by, language, order=groups)
        columns |= counted(belongs, labels)
        shown += _group_columns(labels, language, weighted=weights is not None)
        notes.append(term("language.words_groups", language))
        if belongs.sum() > len(found.cases):
            notes.append(term("language.words_groups_overlap", language))
    if weights is not None:
        notes.append(term("language.words_weighted", language, weight=weight))
    return Table(
        frame=pd.DataFrame(columns),
        title=_title(language, parts=parts, by=by, questions=questions),
        base=base_sentence(found, language),
        notes=tuple(notes),
        columns=tuple(shown),
        language=language,
        decimals=1 if len(found.cases) >= 100 else 0,
    )


def _title(language: Language, *, parts: bool, by: str | None, questions: Collection[str] | None) -> str:
    title = term("language.words_parts_title" if parts else "language.words_title", language)
    title += f": {by}" if by is not None else ""
    return title + (" – " + ", ".join(questions) if questions else "")


def left_out(stop: bool | Collection[str], language: str) -> frozenset[str]:  # noqa: FBT001 -- as users give it
    """Return the stop words that are meant: the language's own, those given, or none."""
    if stop is True:
        return stop_words(language)
    return frozenset(word.lower() for word in stop or ())


def base_sentence(found: Occurrences, language: Language) -> str:
    """Return the line that says how many words were counted, and what 100 % is."""
    return term(
        "language.words_base",
        language,
        tokens=number(len(found.word), language),
        cases=number(len(found.cases), language),
    )


def membership(
    found: Occurrences, cases: pd.DataFrame | None, by: str, language: Language, *, order: Sequence[str] = ()
) -> tuple[list[str], NDArray[np.float64], bool]:
    """Return names of groups; cases × groups, 1 where a case belongs; and whether the last is that of no value.

    Raises:
        NotFoundError: There is no such background variable.
    """
    import numpy as np

    values = _variable(found, cases, by)
    names, member, group = groups_of(values, language, order=order)
    belongs = np.zeros((len(found.cases), len(names)))
    belongs[member, group] = 1.0
    return names, belongs, bool(names) and names[-1] == term("results.no_value", language)


def _variable(found: Occurrences, cases: pd.DataFrame | None, name: str) -> pd.Series[Any]:
    if cases is None or name not in cases.columns:
        raise NotFoundError.of("background variable", name, [] if cases is None else cases.columns)
    return cases[name].reindex(found.cases)


def _weights(found: Occurrences, cases: pd.DataFrame | None, weight: str | None) -> NDArray[np.float64] | None:
    """Return the weight of each case that answered."""
    import numpy as np
    import pandas as pd

    if weight is None:
        return None
    column = _variable(found, cases, weight)
    values = pd.to_numeric(column.astype(object), errors="coerce").to_numpy(dtype=np.float64)
    bad = np.flatnonzero(~np.isfinite(values) | (values < 0))
    if len(bad):
        named = ", ".join(map(str, found.cases[bad[:_NAMED]])) + (", …" if len(bad) > _NAMED else "")
        raise UnusableValueError(
            f"{len(bad)} of {len(values)} cases that answered have no weight of 0 or more: {named}.",
            where=f"background variable {weight!r}",
            hint="Correct the weights in the source file, or choose another variable of numbers.",
        )
    return values


def _commonest_pos(found: Occurrences) -> Any:
    import numpy as np

    kinds = len(found.pos_names)
    table = np.bincount(found.word * kinds + found.pos, minlength=len(found.words) * kinds)
    return found.pos_names[table.reshape(len(found.words), kinds).argmax(axis=1)]


def _with_base(matrix: Any, once: Any, found: Occurrences) -> tuple[Any, Any]:
    """Put a row of all counted words on top of the mentions, and one of all cases that answered on top of the cases."""
    import numpy as np
    from scipy.sparse import csr_array, vstack

    words = np.bincount(found.case, minlength=len(found.cases))[None, :]
    everyone = np.ones((1, len(found.cases)), dtype=np.int64)
    return vstack([csr_array(words), matrix], format="csr"), vstack([csr_array(everyone), once], format="csr")


def _counts(
    matrix: Any,
    once: Any,
    belongs: NDArray[np.float64],
    groups: list[str],
    *,
    weights: NDArray[np.float64] | None,
    base_row: bool,
) -> dict[str, Any]:
    """Return columns of mentions, cases and shares, one set for each group; the nameless group is everybody.

    Args:
        matrix: Words × cases, mentions.
        once: The same with 1 for each case that used the word.
        belongs: Cases × groups, 1 where a case belongs.
        groups: Their names.
        weights: Weight of each case.
        base_row: The first row is the base, which has no share.
    """
    import numpy as np

    columns: dict[str, Any] = {}
    sets: list[tuple[str, Any, type]] = [("", belongs, np.int64)]
    if weights is not None:
        sets.append(("_weighted", belongs * weights[:, None], np.float64))
    for i, group in enumerate(groups):
        suffix, case_name = (f":{group}", "n") if group else ("", "cases")
        for mark, each, kind in sets:
            column = each[:, i]
            cases, size = once @ column, column.sum()
            share = cases / size if size else np.full(len(cases), np.nan)
            share[: int(base_row)] = np.nan
            columns[f"mentions{mark}{suffix}"] = (matrix @ column).astype(kind)
            columns[f"{case_name}{mark}{suffix}"] = cases.astype(kind)
            columns[f"share{mark}{suffix}"] = share
    return columns


def _columns(language: Language, weights: NDArray[np.float64] | None) -> list[Column]:
    columns = [
        Column("lemma", term("language.lemma", language)),
        Column("pos", term("language.pos", language)),
        Column("mentions", term("language.mentions", language), "count"),
        Column("cases", term("language.cases", language), "count"),
        Column("share", term("language.share", language), "percent"),
    ]
    if weights is not None:
        group = term("language.weighted", language)
        # Weights about 1 need decimals; those that sum up to a population do not.
        form: Format = "number" if len(weights) and weights.mean() < 10 else "count"
        columns += [
            Column("mentions_weighted", term("language.mentions", language), form, group),
            Column("cases_weighted", term("language.cases", language), form, group),
            Column("share_weighted", term("language.share", language), "percent", group),
        ]
    return columns


def _group_columns(groups: list[str], language: Language, *, weighted: bool) -> list[Column]:
    columns = []
    for group in groups:
        columns += [
            Column(f"mentions:{group}", term("language.f", language), "count", group),
            Column(f"n:{group}", term("language.n", language), "count", group),
            Column(f"share:{group}", term("language.percent", language), "percent", group),
        ]
        if weighted:
            label = term("language.percent_weighted", language)
            columns.append(Column(f"share_weighted:{group}", label, "percent", group))
    return columns
