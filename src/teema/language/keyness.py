"""Keyness: which words are typical of a group, by a test statistic and an effect size.

Sources: Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational Linguistics
19(1); Rayson & Garside (2000), Comparing corpora using frequency profiling, Workshop on Comparing Corpora, ACL; Hardie
(2014), Log Ratio: an informal introduction, ESRC Centre for Corpus Approaches to Social Science.

%DIFF is left out on purpose: it says the same as the Log Ratio and has no value where the rest never use a word. Beside
the Log Ratio stand the shares of cases, which is what a survey counts.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError, UnusableValueError
from teema.language.counting import cases_of_words, kept, occurrences
from teema.language.words import left_out, membership
from teema.tables import Column, Table
from teema.terms import Language, number, term

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from teema.language.counting import Occurrences

    Floats = NDArray[np.float64]

__all__ = ["contingency_g2", "keyness", "log_likelihood", "log_ratio"]

_ZERO = 0.5  # stands for a count of zero in the Log Ratio, after Hardie


def log_likelihood(a: ArrayLike, b: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> Floats:
    """Return G² of a word's frequencies in two corpora, after Rayson & Garside (2000).

    E₁ = size_a · (a + b) / (size_a + size_b), E₂ likewise, G² = 2 (a ln(a / E₁) + b ln(b / E₂)), where a count of zero
    adds nothing. Only the two cells that hold the word are summed, as is usual for words, which are rare among all
    words.

    Args:
        a: Mentions in the first corpus.
        b: Mentions in the second.
        size_a: Words in the first corpus.
        size_b: Words in the second.

    Example:
        >>> float(log_likelihood(40, 10, 1000, 1000).round(2))
        19.27
    """
    import numpy as np

    a, b, c, d = (np.asarray(value, dtype=np.float64) for value in (a, b, size_a, size_b))
    share = _over(a + b, c + d)
    return np.maximum(2.0 * (_term(a, c * share) + _term(b, d * share)), 0.0)


def contingency_g2(a: ArrayLike, b: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> Floats:
    """Return G² of a two by two table, after Dunning (1993): who used the word, and who did not, in two groups.

    For cases, where a word may well be used by most of a group, so that those who did not use it count too.

    Args:
        a: Cases of the first group that used the word.
        b: Cases of the second.
        size_a: Cases in the first group.
        size_b: Cases in the second.

    Example:
        >>> float(contingency_g2(8, 2, 10, 10).round(2))
        7.71
    """
    import numpy as np

    a, b, c, d = (np.asarray(value, dtype=np.float64) for value in (a, b, size_a, size_b))
    share = _over(a + b, c + d)
    used = _term(a, c * share) + _term(b, d * share)
    unused = _term(c - a, c * (1.0 - share)) + _term(d - b, d * (1.0 - share))
    return np.maximum(2.0 * (used + unused), 0.0)


def log_ratio(a: ArrayLike, b: ArrayLike, size_a: ArrayLike, size_b: ArrayLike) -> Floats:
    """Return the binary logarithm of how many times as frequent a word is in one corpus as in another (Hardie 2014).

    1 is twice as frequent, −1 half as frequent, 0 equally. A count of zero is taken as 0.5, when the other is none.

    Args:
        a: Mentions in the first corpus.
        b: Mentions in the second.
        size_a: Words in the first corpus.
        size_b: Words in the second.

    Returns:
        The log ratio; missing where one of the corpora has no words.

    Example:
        >>> float(log_ratio(40, 10, 1000, 1000)), float(log_ratio(0, 8, 1000, 1000))
        (2.0, -4.0)
    """
    import numpy as np

    a, b, c, d = (np.asarray(value, dtype=np.float64) for value in (a, b, size_a, size_b))
    raised = [np.where(count == 0, _ZERO, count) for count in (a, b)]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log2(raised[0]) - np.log2(raised[1]) - np.log2(c) + np.log2(d)
    ratio = np.where((a == 0) & (b == 0), 0.0, ratio)
    return np.where((c > 0) & (d > 0), ratio, np.nan)


def keyness(  # noqa: PLR0913 -- three frames, and options by keyword
    tokens: pd.DataFrame,
    answers: pd.DataFrame,
    cases: pd.DataFrame,
    *,
    by: str,
    group: str | None = None,
    pos: str | Collection[str] | None = None,
    parts: bool = False,
    stop: bool | Collection[str] = True,
    questions: Collection[str] | None = None,
    groups: Sequence[str] = (),
    min_cases: int = 3,
    top: int | None = 15,
    language: Language = "fi",
) -> Table:
    """Compare the words of each group with those of all others whose group is known.

    Args:
        tokens: As `token_frame` returns them.
        answers: `answer`, `case`, and `question` when questions are given.
        cases: Index `case`; has the column `by`.
        by: Background variable.
        group: Only this group.
        pos: Only these parts of speech.
        parts: Count each part of a compound as a word of its own.
        stop: Leave out words without content: the language's own list, a list of yours, or none with False.
        questions: Only answers to these questions.
        groups: Names of groups in the order of the table, where the values of `by` have no order of their own.
        min_cases: Words that fewer cases used, in all, are left out.
        top: How many words of each group, the most typical ones only; None gives every word, the avoided ones too.
        language: Language of the words and the table.

    Returns:
        Table with `group`, `lemma`, `mentions` and `mentions_rest`, `cases` and `cases_rest`, `share` and `share_rest`
        (of the cases of either side), `log_ratio` and `g2` (of mentions among all words, stop words included),
        `g2_cases` (of cases); group by group, the most typical words first, the most avoided last.

    Raises:
        NotFoundError: There is no such background variable or group.
        UnusableValueError: There are not two groups to compare, or there is no such part of speech.

    Example:
        >>> import pandas as pd
        >>> said = {
        ...     "answer": ["1:Q1", "1:Q1", "2:Q1", "2:Q1"],
        ...     "lemma": ["äiti", "syli", "äiti", "raja"],
        ...     "pos": "NOUN",
        ... }
        >>> answers = pd.DataFrame({"answer": ["1:Q1", "2:Q1"], "case": ["1", "2"]})
        >>> cases = pd.DataFrame({"Yksikkö": ["Ensikoti", "Avopalvelu"]}, index=["1", "2"])
        >>> found = keyness(pd.DataFrame(said), answers, cases, by="Yksikkö", min_cases=1).to_frame()
        >>> found[["group", "lemma", "mentions", "mentions_rest", "log_ratio"]].values.tolist()
        [['Avopalvelu', 'raja', 1, 0, 1.0], ['Ensikoti', 'syli', 1, 0, 1.0]]
    """
    import numpy as np
    import pandas as pd

    every = occurrences(tokens, answers, parts=parts, questions=questions)
    found = kept(every, pos=pos, stop=left_out(stop, language))
    names, belongs, unknown = membership(found, cases, by, language, order=groups)
    if unknown:
        names, belongs = names[:-1], belongs[:, :-1]
    if len(names) < 2:
        raise UnusableValueError(
            f"There is {len(names)} group to compare; two are needed.",
            where=f"background variable {by!r}",
            hint="Choose another variable, or more questions.",
        )
    sides = _sides(every, found, belongs)
    wanted = names if group is None else [_named(group, names, by)]
    frames = []
    for name in wanted:
        frame = _compared(sides, names.index(name))
        frame = frame[frame["cases"] + frame["cases_rest"] >= max(min_cases, 1)]
        typical = np.sign(frame["log_ratio"]) * frame["g2"]
        frame = frame.assign(order=-typical).sort_values(["order", "lemma"]).drop(columns="order")
        if top is not None:
            frame = frame[frame["log_ratio"] > 0].head(top)
        frames.append(frame.assign(group=name))
    made = pd.concat(frames, ignore_index=True)
    outside = len(found.cases) - int(sides.known.sum())
    return Table(
        frame=made[["group", *(name for name in made.columns if name != "group")]],
        title=term("language.keyness_title", language, by=by),
        base=_base(sides, names, language),
        notes=_notes(language, min_cases=min_cases, outside=outside, overlapping=bool((belongs.sum(axis=1) > 1).any())),
        columns=_columns(language),
        language=language,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Sides:
    """Counts of words in each group and among all cases whose group is known; `whole` are sums over the latter."""

    words: Any
    mentions: Floats
    cases: Floats
    words_in: Floats
    cases_in: Floats
    mentions_whole: Floats
    cases_whole: Floats
    known: Any

    @property
    def words_whole(self) -> float:
        return float(self.known @ self.words_in)


def _sides(every: Occurrences, found: Occurrences, belongs: Floats) -> _Sides:
    import numpy as np

    matrix = cases_of_words(found)
    once = matrix.copy()
    once.data = np.ones(len(once.data))
    known = belongs.any(axis=1).astype(float)
    return _Sides(
        words=found.words, mentions=matrix @ belongs, cases=once @ belongs,
        words_in=np.bincount(every.case, minlength=len(every.cases)).astype(float),
        cases_in=belongs, mentions_whole=matrix @ known, cases_whole=once @ known, known=known,
    )  # fmt: skip


def _compared(sides: _Sides, column: int) -> pd.DataFrame:
    import numpy as np
    import pandas as pd

    member = sides.cases_in[:, column]
    a, n = sides.mentions[:, column], sides.cases[:, column]
    b, m = sides.mentions_whole - a, sides.cases_whole - n
    used = np.flatnonzero(a + b)
    a, b, n, m = (value[used] for value in (a, b, n, m))
    words_a = float(member @ sides.words_in)
    words_b = sides.words_whole - words_a
    cases_a, cases_b = float(member.sum()), float(sides.known.sum() - member.sum())
    return pd.DataFrame(
        {
            "lemma": sides.words[used],
            "mentions": a.astype(np.int64),
            "mentions_rest": b.astype(np.int64),
            "cases": n.astype(np.int64),
            "cases_rest": m.astype(np.int64),
            "share": _over(n, np.float64(cases_a)),
            "share_rest": _over(m, np.float64(cases_b)),
            "log_ratio": log_ratio(a, b, words_a, words_b),
            "g2": log_likelihood(a, b, words_a, words_b),
            "g2_cases": contingency_g2(n, m, cases_a, cases_b),
        }
    )


def _named(group: str, names: list[str], by: str) -> str:
    folded = {name.casefold(): name for name in names}
    if str(group).casefold() not in folded:
        raise NotFoundError.of("group", group, names, where=f"background variable {by!r}")
    return folded[str(group).casefold()]


def _term(count: Floats, expected: Floats) -> Floats:
    """Return count · ln(count / expected), which is 0 for a count of zero."""
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(count > 0, count * np.log(count / expected), 0.0)


def _over(count: Any, size: Any) -> Floats:
    import numpy as np

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(size > 0, count / size, np.nan), dtype=np.float64)


def _base(sides: _Sides, names: list[str], language: Language) -> str:
    said = [
        term(
            "language.keyness_group",
            language,
            group=name,
            cases=number(float(sides.cases_in[:, i].sum()), language),
            tokens=number(float(sides.cases_in[:, i] @ sides.words_in), language),
        )
        for i, name in enumerate(names)
    ]
    return "; ".join(said)


def _notes(language: Language, *, min_cases: int, outside: int, overlapping: bool) -> tuple[str, ...]:
    notes = [term("language.keyness_measures", language), term("language.keyness_thresholds", language)]
    if min_cases > 1:
        notes.append(term("language.min_cases", language, n=min_cases))
    if outside:
        notes.append(term("language.keyness_outside", language, n=outside))
    if overlapping:
        notes.append(term("language.words_groups_overlap", language))
    return tuple(notes)


def _columns(language: Language) -> tuple[Column, ...]:
    here, rest = term("language.in_group", language), term("language.in_rest", language)
    f, n, percent = (term(f"language.{name}", language) for name in ("f", "n", "percent"))
    return (
        Column("group", term("language.group", language)),
        Column("lemma", term("language.lemma", language)),
        Column("mentions", f, "count", here),
        Column("cases", n, "count", here),
        Column("share", percent, "percent", here),
        Column("mentions_rest", f, "count", rest),
        Column("cases_rest", n, "count", rest),
        Column("share_rest", percent, "percent", rest),
        Column("log_ratio", term("language.log_ratio", language), "number"),
        Column("g2", term("language.g2", language), "number"),
        Column("g2_cases", term("language.g2_cases", language), "number"),
    )
