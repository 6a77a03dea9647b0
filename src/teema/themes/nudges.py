"""Warnings about themes, which the researcher may silence: they suggest to stop and think, and block nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from teema.trees import descendants

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WARNINGS", "extracts_below", "nudges", "parents_of"]

WARNINGS = ("equals-question", "all-of-question", "no-definition", "one-case", "single-word")
# What is said of a name is of no use where themes may be topics (Braun & Clarke 2021: codebook approaches).
_OF_TOPICS = ("equals-question", "all-of-question", "single-word")
# All answers to a question are no pattern when there are hardly any.
_FEW = 3


def nudges(
    themes: pd.DataFrame, codings: pd.DataFrame, questions: pd.DataFrame, answers: pd.DataFrame, *, topics: bool = False
) -> pd.DataFrame:
    """Return what one may want to look at in the themes of an analysis.

    A theme that is the question over again, or holds one word, tells a topic rather than a pattern of meaning (Braun &
    Clarke 2006, 2019); a theme of one case may be thin. The theme that holds what has no place yet is passed over.

    Args:
        themes: `theme`, `parent`, `definition`, `holding`, in tree order.
        codings: As `analysis.codings`: `code` (the theme), `answer`, `case`, `question`.
        questions: `question`, `text`, `column`.
        answers: `answer`, `question`.
        topics: Themes may be topics, so names are not warned of.

    Returns:
        `warning` (one of `WARNINGS`), `theme`, `about` (the question or the case it speaks of).

    Example:
        >>> import pandas as pd
        >>> themes = pd.DataFrame({"theme": ["Kiire"], "parent": [None], "definition": [""], "holding": [False]})
        >>> codings = pd.DataFrame({"code": [], "answer": [], "case": [], "question": []})
        >>> questions = pd.DataFrame({"question": ["Q1"], "text": ["Mikä on vaikeaa?"], "column": ["Mikä on vaikeaa?"]})
        >>> nudges(themes, codings, questions, pd.DataFrame({"answer": [], "question": []}))["warning"].tolist()
        ['no-definition', 'single-word']
    """
    import pandas as pd

    asked = {
        _plain(str(row[name])): str(row["question"])
        for name in ("column", "text", "question")
        for row in questions.to_dict("records")
    }
    given = {str(question): set(its) for question, its in answers.groupby("question", observed=True)["answer"]}
    rows = []
    for row in themes[~themes["holding"].astype(bool)].to_dict("records"):
        its = extracts_below(codings, themes, row["theme"])
        found = list(_of_name(row["theme"], asked))
        found += [("no-definition", "")] if not str(row["definition"]).strip() else []
        found += list(_of_extracts(its, given))
        rows += [(warning, row["theme"], about) for warning, about in found if not (topics and warning in _OF_TOPICS)]
    frame = pd.DataFrame(rows, columns=["warning", "theme", "about"])
    order = {warning: i for i, warning in enumerate(WARNINGS)}
    return frame.sort_values("warning", key=lambda names: names.map(order), kind="stable", ignore_index=True)


def extracts_below(codings: pd.DataFrame, themes: pd.DataFrame, theme: str) -> pd.DataFrame:
    """Return the rows of `codings` that belong to a theme or to one below it.

    Args:
        codings: As `analysis.codings`.
        themes: `theme`, `parent`.
        theme: Name of the theme.
    """
    return codings[codings["code"].isin([theme, *descendants(parents_of(themes), theme)])]


def parents_of(themes: pd.DataFrame) -> dict[str, str | None]:
    """Return the parent of each theme by name, None at the top, where a data frame has a missing value.

    Args:
        themes: `theme`, `parent`.
    """
    pairs = zip(themes["theme"], themes["parent"], strict=True)
    return {str(theme): parent if isinstance(parent, str) and parent else None for theme, parent in pairs}


def _of_name(name: str, asked: dict[str, str]) -> Iterator[tuple[str, str]]:
    question = asked.get(_plain(name))
    if question is not None:
        yield "equals-question", question
    elif len(name.split()) == 1:
        yield "single-word", ""


def _of_extracts(its: pd.DataFrame, given: dict[str, set[str]]) -> Iterator[tuple[str, str]]:
    questions, held = set(its["question"]), set(its["answer"])
    if len(questions) == 1:
        question = str(next(iter(questions)))
        if len(held) >= _FEW and held >= given.get(question, set()):
            yield "all-of-question", question
    cases = set(its["case"])
    if len(cases) == 1:
        yield "one-case", str(next(iter(cases)))


def _plain(text: str) -> str:
    """Return a heading without number, punctuation and letter case: `2. Mikä on vaikeaa?` asks *mikä on vaikeaa*."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"^\s*\d+\s*[.):]\s*", "", text).casefold()))
