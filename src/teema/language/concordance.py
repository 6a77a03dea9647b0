"""Concordance (KWIC): each hit in the words around it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Literal

from teema.errors import UnusableValueError
from teema.terms import term

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
_QUIET = "opacity:.65"
_HIT = "background:rgba(250,190,0,.35);color:inherit;font-weight:600"
_CELL = "padding:.15em .5em;vertical-align:top"


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
    """Return the words before a hit; a word that would be cut is left out."""
    begin = max(0, start - width)
    left = text[begin:start].replace("\n", " ")
    return left.partition(" ")[2] if begin and not text[begin - 1].isspace() and " " in left else left


def _after(text: str, end: int, width: int) -> str:
    right = text[end : end + width].replace("\n", " ")
    cut = end + width < len(text) and not text[end + width].isspace()
    return right.rpartition(" ")[0] if cut and " " in right else right


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
        keys = [text[end : end + _COMPARED].casefold().strip() for text, _, end in spans]
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
        heading = [term("language.hits", self.language, **self.counts), *self.notes]
        if len(self.frame) < self.counts["hits"]:
            heading.append(term("language.shown", self.language, shown=len(self.frame)))
        return heading

    def __repr__(self) -> str:
        lines = self._heading()
        for row in self.frame.itertuples():
            lines.append(f"{row.answer:>10}  {str(row.left)[-40:]:>40} [{row.match}] {str(row.right)[:40]}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        side = [name for name in self.frame.columns if name not in MATCH_COLUMNS]
        heads = "".join(f'<th style="text-align:left;{_CELL}">{escape(str(name))}</th>' for name in side)
        before = f'<tr><th colspan="2"></th>{heads}<th colspan="3"></th></tr>' if side else ""
        names = [str(name) for name in self.frame.columns]
        records = (dict(zip(names, row, strict=True)) for row in self.frame.itertuples(index=False, name=None))
        rows = "".join(self._row(row, side) for row in records)
        notes = "".join(f"<p>{escape(line)}</p>" for line in self._heading())
        return f'{notes}<table style="font-size:13px;border-collapse:collapse;color:inherit">{before}{rows}</table>'

    def _row(self, row: Mapping[str, object], side: Sequence[str]) -> str:
        question = str(row["question"])
        about = "".join(
            f'<td style="text-align:left;{_QUIET};{_CELL}">{escape(_shown(row[name]))}</td>' for name in side
        )
        return (
            f'<tr><td style="text-align:left;white-space:nowrap;{_QUIET};{_CELL}">{escape(str(row["case"]))}</td>'
            f'<td style="text-align:left;{_QUIET};{_CELL}" title="{escape(self.questions.get(question, ""))}">'
            f"{escape(question)}</td>{about}"
            # The context runs towards the hit and is cut at its far end; dir keeps right-to-left text in its cell.
            f'<td dir="auto" style="text-align:right;{_CELL}">{escape(str(row["left"]))}</td>'
            f'<td dir="auto" style="text-align:center;{_CELL}">'
            f'<mark style="{_HIT}">{escape(str(row["match"]))}</mark></td>'
            f'<td dir="auto" style="text-align:left;{_CELL}">{escape(str(row["right"]))}</td></tr>'
        )


def _shown(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return "" if math.isnan(value) else f"{value:g}"
    return "" if value is None else str(value)
