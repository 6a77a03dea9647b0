"""Concordance (KWIC): each hit in the words around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING, Literal

from teema.errors import UnusableValueError
from teema.terms import number, term

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["MATCH_COLUMNS", "Concordance", "Sorting", "concordance", "sort_hits"]

Sorting = Literal["answer", "left", "match", "right"]

MATCH_COLUMNS = ("answer", "case", "question", "start", "end", "left", "match", "right", "lemma")
_SORTINGS: tuple[Sorting, ...] = ("answer", "left", "match", "right")
_COMPARED = 80  # so many characters beside a hit decide its place
_SHORT = 26  # characters of a question beside a hit
_OPENING = ' \t\n.,;:!?…"”“»)]–-'  # no word begins so
_HIT = "background:rgba(250,190,0,.35);color:inherit;font-weight:600"
_CELL = "padding:.15em .5em;vertical-align:top;text-align:left"
_QUIET = f"{_CELL};opacity:.7;white-space:nowrap"
_SIDE = f"{_QUIET};max-width:14em;overflow:hidden;text-overflow:ellipsis"
# One line for each hit: what does not fit is cut at its far end. The context keeps its own spaces beside the hit.
_TEXT = "padding:.15em 0;vertical-align:top;text-align:left;overflow:hidden"
_LINE = f"{_TEXT};white-space:pre;text-overflow:ellipsis;max-width:0"
_WRAPPED = f"{_TEXT};white-space:pre-wrap;overflow-wrap:anywhere"
_LONG = 50  # characters of a hit that may take more lines
_TO_THE_HIT = "display:flex;justify-content:flex-end;white-space:pre"


def concordance(
    hits: pd.DataFrame, answers: pd.DataFrame, width: int = 60, background: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Return the hits with their context; columns as in `MATCH_COLUMNS`, then those of `background`.

    Args:
        hits: `answer`, `start`, `end`, `lemma`.
        answers: `answer`, `case`, `question`, `text`.
        width: Characters of context on each side, whole words. A line break in the context is shown as a space.
        background: Index `case`; the columns to add.
    """
    import pandas as pd

    said = answers.iloc[_places(hits, answers)]
    spans = list(zip(said["text"], hits["start"].tolist(), hits["end"].tolist(), strict=True))
    frame = pd.DataFrame(
        {
            **{name: said[name].to_numpy() for name in ("answer", "case", "question")},
            **{name: hits[name].to_numpy() for name in ("start", "end")},
            "left": pd.array([_before(text, start, width) for text, start, _ in spans], dtype="str"),
            "match": pd.array([text[start:end] for text, start, end in spans], dtype="str"),
            "right": pd.array([_after(text, end, width) for text, _, end in spans], dtype="str"),
            "lemma": hits["lemma"].to_numpy(),
        }
    )
    return frame if background is None else frame.join(background, on="case")


def _places(hits: pd.DataFrame, answers: pd.DataFrame) -> NDArray[np.intp]:
    """Return which row of the answers each hit is in."""
    import pandas as pd

    found: NDArray[np.intp] = pd.Index(answers["answer"]).get_indexer(pd.Index(hits["answer"]))
    return found


def _before(text: str, start: int, width: int) -> str:
    """Return the words before a hit; a word that would be cut is left out, unless there is no other."""
    begin = max(0, start - width)
    left = text[begin:start].replace("\n", " ")
    whole = left.partition(" ")[2] if begin and not text[begin - 1].isspace() else left
    return whole if whole.strip() else left


def _after(text: str, end: int, width: int) -> str:
    right = text[end : end + width].replace("\n", " ")
    cut = end + width < len(text) and not text[end + width].isspace()
    whole = right.rpartition(" ")[0] if cut else right
    return whole if whole.strip() else right


def sort_hits(hits: pd.DataFrame, answers: pd.DataFrame, by: Sorting) -> pd.DataFrame:
    """Return the hits in the order of the answers, of the words before or after them, or of the hit words.

    Args:
        hits: `answer`, `start`, `end`.
        answers: `answer`, `text`.
        by: `left` sorts by the nearest word before the hit, then the one before that.

    Raises:
        UnusableValueError: There is no such order.
    """
    if by not in _SORTINGS:
        raise UnusableValueError.of("sort", by, _SORTINGS)
    if by == "answer":
        return hits
    spans = zip(answers["text"].iloc[_places(hits, answers)], hits["start"].tolist(), hits["end"].tolist(), strict=True)
    if by == "left":
        keys = [" ".join(text[max(0, start - _COMPARED) : start].casefold().split()[::-1]) for text, start, _ in spans]
    elif by == "match":
        keys = [text[start : end + _COMPARED].casefold() for text, start, end in spans]
    else:
        keys = [text[end : end + _COMPARED].casefold().lstrip(_OPENING) for text, _, end in spans]
    return hits.iloc[sorted(range(len(keys)), key=keys.__getitem__)]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Concordance:
    """Hits under each other as a notebook shows them, with question and background beside them.

    Attributes:
        frame: The hits shown, as `concordance` returns them.
        counts: `hits`, `answers` and `cases` of all hits, shown or not.
        questions: Text of each question, shown when the pointer rests on its id.
        notes: What a reader should know, such as that an operator was written small.
        language: fi, sv or en.
    """

    frame: pd.DataFrame
    counts: Mapping[str, int]
    questions: Mapping[str, str]
    notes: Sequence[str] = ()
    language: str = "fi"

    def to_frame(self) -> pd.DataFrame:
        """Return the hits shown as a data frame of your own."""
        return self.frame.copy()

    def _heading(self) -> list[str]:
        counts = {
            name: term(f"language.{key}{'_one' * (self.counts[name] == 1)}", self.language, n=self._number(name))
            for name, key in (("hits", "hits"), ("answers", "answers"), ("cases", "by_cases"))
        }
        heading = [term("language.found", self.language, **counts), *self.notes]
        if len(self.frame) < self.counts["hits"]:
            heading.append(term("language.shown", self.language, shown=len(self.frame)))
        return heading

    def _number(self, name: str) -> str:
        return number(self.counts[name], self.language)

    def __repr__(self) -> str:
        lines = self._heading()
        for row in self.frame.itertuples():
            lines.append(f"{row.answer:>10}  {str(row.left)[-40:]:>40} [{row.match}] {str(row.right)[:40]}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        side = [name for name in self.frame.columns if name not in MATCH_COLUMNS]
        asked = ["question"] if len(self.questions) > 1 else []
        named = [term(f"language.{name}", self.language) for name in ("answer", *asked)]
        heads = "".join(f'<th style="{_QUIET};font-weight:normal">{escape(str(name))}</th>' for name in (*named, *side))
        names = [str(name) for name in self.frame.columns]
        records = (dict(zip(names, row, strict=True)) for row in self.frame.itertuples(index=False, name=None))
        rows = "".join(self._row(row, side) for row in records)
        notes = f"<p>{'<br>'.join(map(escape, self._heading()))}</p>"
        if not rows:
            return notes
        return (
            f'{notes}<table style="font-size:13px;border-collapse:collapse;color:inherit;table-layout:auto;width:100%">'
            f'<tr>{heads}<th style="width:45%"></th><th style="width:55%"></th></tr>{rows}</table>'
        )

    def _row(self, row: Mapping[str, object], side: Sequence[str]) -> str:
        cells = [f'<td style="{_QUIET}">{escape(str(row["answer"]))}</td>']
        if len(self.questions) > 1:
            asked = self.questions.get(str(row["question"]), str(row["question"]))
            short = shorten(asked, _SHORT, placeholder="…")
            cells.append(f'<td style="{_QUIET}" title="{escape(asked)}">{escape(short)}</td>')
        shown = [escape(_shown(row[name])) for name in side]
        cells += [f'<td style="{_SIDE}" title="{value}">{value}</td>' for value in shown]
        left, match, right = (escape(str(row[name])) for name in ("left", "match", "right"))
        if row["lemma"]:
            # bdi keeps text from right to left on its side of the hit
            cells.append(f'<td style="{_LINE}"><div style="{_TO_THE_HIT}"><bdi>{left}</bdi></div></td>')
            style = _LINE if len(str(row["match"])) < _LONG else _WRAPPED
            cells.append(f'<td style="{style}"><mark style="{_HIT}">{match}</mark><bdi>{right}</bdi></td>')
        else:  # a whole answer, in which nothing is to be pointed at
            cells.append(f'<td colspan="2" dir="auto" style="{_WRAPPED};text-align:start">{match}</td>')
        return f"<tr>{''.join(cells)}</tr>"


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}"
    return "" if value is None else str(value)
