"""Concordance (KWIC): each hit in the words around it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MATCH_COLUMNS", "concordance", "concordance_html"]

MATCH_COLUMNS = ("answer", "case", "question", "start", "end", "left", "match", "right", "lemma")
_SHOWN = 100


def concordance(hits: pd.DataFrame, answers: pd.DataFrame, width: int = 60) -> pd.DataFrame:
    """Return the hits with their context; columns as in `MATCH_COLUMNS`.

    Args:
        hits: `answer`, `start`, `end`, `lemma`.
        answers: `answer`, `case`, `question`, `text`.
        width: Characters of context on each side. A line break in the context is shown as a space.
    """
    import pandas as pd

    facts = answers.set_index("answer")
    text, case, question = (facts[name].to_dict() for name in ("text", "case", "question"))
    rows = []
    for answer, start, end, lemma in hits[["answer", "start", "end", "lemma"]].itertuples(index=False):
        whole = text[answer]
        left = whole[max(0, start - width) : start].replace("\n", " ")
        right = whole[end : end + width].replace("\n", " ")
        rows.append((answer, case[answer], question[answer], start, end, left, whole[start:end], right, lemma))
    return pd.DataFrame(rows, columns=list(MATCH_COLUMNS))


def concordance_html(frame: pd.DataFrame, language: str) -> str:
    """Return a concordance for the notebook: the hits under each other, their contexts to the left and right."""
    counts = {"hits": len(frame), "answers": frame["answer"].nunique(), "cases": frame["case"].nunique()}
    head = term("language.hits", language, **counts)
    rows = "".join(
        "<tr>"
        f'<td style="text-align:left;opacity:.65;white-space:nowrap">{escape(str(row.answer))}</td>'
        f'<td style="text-align:right">{escape(str(row.left))}</td>'
        f'<td style="text-align:center;font-weight:600;white-space:nowrap">{escape(str(row.match))}</td>'
        f'<td style="text-align:left">{escape(str(row.right))}</td>'
        "</tr>"
        for row in frame.head(_SHOWN).itertuples()
    )
    note = ""
    if len(frame) > _SHOWN:
        note = f'<p style="opacity:.65">{escape(term("language.shown", language, shown=_SHOWN))}</p>'
    return f'<p>{escape(head)}</p><table style="font-size:13px">{rows}</table>{note}'
