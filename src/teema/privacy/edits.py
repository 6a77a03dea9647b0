"""Replacing places of a text, and where its spans are afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from teema.errors import UnusableValueError

__all__ = ["Edit", "follow", "inverse", "rewrite"]


class Edit(NamedTuple):
    """A place of a text and what comes there."""

    start: int
    end: int
    new: str


def _ordered(edits: Iterable[Edit]) -> list[Edit]:
    ordered = sorted(edits)
    for left, right in pairwise(ordered):
        if right.start < left.end:
            raise UnusableValueError(
                "Two accepted replacements overlap.", where=f"characters {right.start}–{left.end}",
                hint="Reject one of the two rows.",
            )  # fmt: skip
    return ordered


def rewrite(text: str, edits: Iterable[Edit]) -> str:
    """Return a text with places replaced.

    Raises:
        UnusableValueError: Two of the places overlap.

    Example:
        >>> rewrite("Näin Maijan Lahdessa.", [Edit(5, 11, "[henkilö 1]n"), Edit(12, 20, "[kunta]ssa")])
        'Näin [henkilö 1]n [kunta]ssa.'
    """
    parts, at = [], 0
    for start, end, new in _ordered(edits):
        parts += [text[at:start], new]
        at = end
    return "".join([*parts, text[at:]])


def follow(span: tuple[int, int], edits: Iterable[Edit]) -> tuple[int, int]:
    """Return where a span is after the edits.

    A span that touches no replaced place reads the same words. A span that touches one, wholly or in part, holds the
    whole replacement afterwards.

    Example:
        >>> edits = [Edit(5, 11, "[henkilö 1]n")]
        >>> follow((0, 4), edits), follow((8, 20), edits), follow((12, 20), edits)
        ((0, 4), (5, 26), (18, 26))
    """
    ordered = _ordered(edits)
    return _moved(span[0], ordered, forward=False), _moved(span[1], ordered, forward=True)


def _moved(at: int, edits: list[Edit], *, forward: bool) -> int:
    """Return where a place of a text is afterwards; one inside an edit goes to its end (forward) or its beginning."""
    shift = 0
    for start, end, new in edits:
        if start < at < end:
            return start + shift + (len(new) if forward else 0)
        if end <= at:
            shift += len(new) - (end - start)
    return at + shift


def inverse(text: str, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits that bring a text back, for the text as the edits leave it.

    Example:
        >>> edits = [Edit(5, 11, "[henkilö 1]n")]
        >>> inverse("Näin Maijan.", edits)
        [Edit(start=5, end=17, new='Maijan')]
    """
    back, shift = [], 0
    for start, end, new in _ordered(edits):
        back.append(Edit(start + shift, start + shift + len(new), text[start:end]))
        shift += len(new) - (end - start)
    return back
