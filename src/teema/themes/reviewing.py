"""Reviewing themes against their extracts (level 1) and against the whole dataset (level 2), in data frames.

The two levels are those of phase 4 in Braun & Clarke (2006); inside a theme extracts should belong together, between
themes they should differ (internal homogeneity and external heterogeneity, Patton 1990).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.themes.nudges import extracts_below, parents_of
from teema.trees import ancestors, descendants

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["THIN", "THIN_WORDS", "cases_of", "covered", "extracts_of", "overlap", "to_read_again"]

# An answer of some length, most of which is in no extract: a place to look at, not a fault.
THIN, THIN_WORDS = 0.25, 10


def extracts_of(
    theme: str, held: pd.DataFrame, themes: pd.DataFrame, codings: pd.DataFrame, *, single: str = ""
) -> pd.DataFrame:
    """Return every extract of a theme and of those below it, once.

    Args:
        theme: Name of the theme.
        held: As `analysis.codings`.
        themes: `theme`, `parent`.
        codings: As `study.codings`, for the names of the codes.
        single: What stands for the codes of an extract that has none.

    Returns:
        `extract`, `answer`, `case`, `question`, `start`, `end`, `text`, `codes` (all its codes) and `theme` (where it
        stands, the theme or one below it), in the order of the answers.
    """
    its = extracts_below(held, themes, theme)
    codes = codings.groupby("extract")["code"].agg(lambda names: ", ".join(dict.fromkeys(names)))
    where = its.groupby("extract")["code"].agg(lambda names: ", ".join(dict.fromkeys(names)))
    columns = ["extract", "answer", "case", "question", "start", "end", "text"]
    found = its.drop_duplicates("extract")[columns]
    found = found.assign(
        codes=[str(codes.get(key, single)) for key in found["extract"]],
        theme=[str(where[key]) for key in found["extract"]],
    )
    order = {answer: i for i, answer in enumerate(dict.fromkeys(held["answer"]))}
    ranks = found["answer"].map(order)
    return found.assign(rank=ranks).sort_values(["rank", "start"]).drop(columns="rank").reset_index(drop=True)


def cases_of(extracts: pd.DataFrame, cases: pd.DataFrame, answers: pd.DataFrame) -> pd.DataFrame:
    """Return whether each case is in a theme: `case`, `present` (`yes`, `no`, or `silent` without answers), `extracts`.

    Args:
        extracts: Of the theme; `case`, `extract`.
        cases: Index `case`.
        answers: `case`.
    """
    import pandas as pd

    counts = extracts.groupby("case", observed=True)["extract"].nunique()
    spoke = set(answers["case"])
    rows = [
        (case, "yes" if counts.get(case, 0) else "no" if case in spoke else "silent", int(counts.get(case, 0)))
        for case in cases.index
    ]
    return pd.DataFrame(rows, columns=["case", "present", "extracts"])


def overlap(theme: str, held: pd.DataFrame, themes: pd.DataFrame, members: pd.DataFrame) -> pd.DataFrame:
    """Return what a theme shares with the others, neither above nor below it, the most shared first.

    Args:
        theme: Name of the theme.
        held: As `analysis.codings`.
        themes: `theme`, `parent`, `holding`.
        members: `theme`, `code`.

    Returns:
        `theme`, `extracts` (that stand in both, or overlap in the text), `cases` (in both), `share` (of the cases of
        either, 0–1; Jaccard), `codes` (that both hold).

    Example:
        >>> import pandas as pd
        >>> held = pd.DataFrame(
        ...     {
        ...         "code": ["A", "B", "B"],
        ...         "extract": ["x", "y", "z"],
        ...         "answer": ["1:Q1", "1:Q1", "2:Q1"],
        ...         "case": ["1", "1", "2"],
        ...         "start": [0, 5, 0],
        ...         "end": [9, 12, 4],
        ...     }
        ... )
        >>> themes = pd.DataFrame({"theme": ["A", "B"], "parent": [None, None], "holding": [False, False]})
        >>> members = pd.DataFrame({"theme": [], "code": []})
        >>> overlap("A", held, themes, members)[["theme", "extracts", "cases", "share"]].values.tolist()
        [['B', 1, 1, 0.5]]
    """
    import pandas as pd

    parents = parents_of(themes)
    kin = {theme, *ancestors(parents, theme), *descendants(parents, theme)}
    shelved = set(themes.loc[themes["holding"].astype(bool), "theme"])
    own = extracts_below(held, themes, theme)
    codes = _codes_of(theme, themes, members)
    rows = []
    for other in themes["theme"]:
        if other in kin or other in shelved:
            continue
        its = extracts_below(held, themes, other)
        cases, more = set(own["case"]), set(its["case"])
        share = len(cases & more) / len(cases | more) if cases | more else 0.0
        common = ", ".join(code for code in codes if code in _codes_of(other, themes, members))
        rows.append((other, _meeting(own, its), len(cases & more), share, common))
    frame = pd.DataFrame(rows, columns=["theme", "extracts", "cases", "share", "codes"])
    return frame.sort_values(["extracts", "share"], ascending=False, kind="stable", ignore_index=True)


def _codes_of(theme: str, themes: pd.DataFrame, members: pd.DataFrame) -> list[str]:
    below = descendants(parents_of(themes), theme)
    return members.loc[members["theme"].isin([theme, *below]), "code"].tolist()


def _meeting(own: pd.DataFrame, its: pd.DataFrame) -> int:
    """Return how many extracts of a theme meet some extract of another in the text."""
    columns = ["extract", "answer", "start", "end"]
    pairs = own[columns].drop_duplicates("extract").merge(its[columns].drop_duplicates("extract"), on="answer")
    meet = pairs[(pairs["start_x"] < pairs["end_y"]) & (pairs["start_y"] < pairs["end_x"])]
    return int(meet["extract_x"].nunique())


def covered(answers: pd.DataFrame, extracts: pd.DataFrame) -> pd.Series[float]:
    """Return the share of the characters of each answer that is in some extract, 0–1, in the order of `answers`.

    Args:
        answers: `answer`, `text`.
        extracts: `answer`, `start`, `end`; may overlap and repeat.
    """
    import pandas as pd

    inside: dict[str, int] = {}
    reached: dict[str, int] = {}
    rows = extracts[["answer", "start", "end"]].drop_duplicates().sort_values(["answer", "start"])
    for answer, start, end in rows.itertuples(index=False):
        begin = max(int(start), reached.get(answer, 0))
        inside[answer] = inside.get(answer, 0) + max(0, int(end) - begin)
        reached[answer] = max(int(end), reached.get(answer, 0))
    shares = [inside.get(key, 0) / max(len(text), 1) for key, text in answers[["answer", "text"]].values]
    return pd.Series(shares, index=answers.index, dtype="float")


def to_read_again(
    answers: pd.DataFrame,
    codings: pd.DataFrame,
    held: pd.DataFrame,
    *,
    theme: pd.DataFrame | None = None,
    thin: float = THIN,
    words: int = THIN_WORDS,
) -> pd.DataFrame:
    """Return the answers to read again: those with nothing in any theme (or in one), and those that are thinly coded.

    Args:
        answers: `answer`, `case`, `question`, `text`.
        codings: As `study.codings`.
        held: As `analysis.codings`.
        theme: The rows of `held` of one theme; then answers with nothing in it are returned, and no thin ones.
        thin: Share of the characters below which an answer is thinly coded.
        words: Answers of fewer words are not thin.

    Returns:
        `answer`, `case`, `question`, `text`, `words`, `covered` (0–1), `why`: `uncoded`, `nothing` or `thin`, or
        `not_here` for one theme; in the order of the answers.
    """
    spans = codings[["answer", "start", "end"]]
    if len(held):
        import pandas as pd

        spans = pd.concat([spans, held[["answer", "start", "end"]]]) if len(spans) else held[["answer", "start", "end"]]
    frame = answers[["answer", "case", "question", "text"]].assign(
        words=[len(text.split()) for text in answers["text"]], covered=covered(answers, spans)
    )
    if theme is not None:
        frame = frame.assign(why="not_here")
        return frame[~frame["answer"].isin(set(theme["answer"]))].reset_index(drop=True)
    coded, themed = set(spans["answer"]), set(held["answer"])
    why = [
        "uncoded" if answer not in coded
        else "nothing" if answer not in themed
        else "thin" if count >= words and share < thin
        else ""
        for answer, count, share in frame[["answer", "words", "covered"]].values
    ]  # fmt: skip
    frame = frame.assign(why=why)
    return frame[frame["why"] != ""].reset_index(drop=True)
