"""Lemmas that the researcher knows better: applied over what the lemmatiser found, never written into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Correction", "apply_corrections", "concerned", "parts_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """From now on this form has this lemma.

    Attributes:
        form: The form, whatever its letter case.
        lemma: Its lemma.
        pos: Only where it is this part of speech.
        was: Only where the lemmatiser gave it this lemma.
        answer: Only in this answer.
        coder: Who corrected.
        created: When.
    """

    form: str
    lemma: str
    pos: str | None = None
    was: str | None = None
    answer: str | None = None
    coder: str = ""
    created: str = ""

    @property
    def key(self) -> str:
        """What it concerns; a later correction of the same takes its place."""
        return "|".join((self.form.casefold(), self.pos or "", (self.was or "").casefold(), self.answer or ""))


def parts_of(lemma: str, language: str) -> tuple[str, ...]:
    """Return the parts of a compound, as the dictionary has them; the lemma itself where it knows none.

    Example:
        >>> parts_of("asiakassuhde", "fi"), parts_of("safka", "fi")
        (('asiakas', 'suhde'), ('safka',))
    """
    if language == "fi":
        from teema.language.voikko import analyses

        for item in analyses(lemma):
            if item.lemma.casefold() == lemma.casefold() and item.parts:
                return item.parts
    return (lemma,)


def concerned(tokens: pd.DataFrame, correction: Correction) -> NDArray[np.bool_]:
    """Return which words a correction concerns.

    Args:
        tokens: As `token_frame` returns them, before any correction.
        correction: The correction.
    """
    fits = tokens["form"].str.casefold() == correction.form.casefold()
    if correction.pos is not None:
        fits &= tokens["pos"] == correction.pos
    if correction.was is not None:
        fits &= tokens["lemma"].str.casefold() == correction.was.casefold()
    if correction.answer is not None:
        fits &= tokens["answer"].astype(object) == correction.answer
    found: NDArray[np.bool_] = fits.to_numpy(dtype=bool)
    return found


def apply_corrections(tokens: pd.DataFrame, corrections: Iterable[Correction], *, language: str) -> pd.DataFrame:
    """Return the words with their corrected lemmas; what concerns less goes before what concerns more.

    Args:
        tokens: As `token_frame` returns them.
        corrections: In any order.
        language: Language of the study, for the parts of compounds.

    Returns:
        The same columns. A corrected word has no other lemma left: it is found by the one that was given.
    """
    import numpy as np

    given = sorted(corrections, key=lambda item: (_narrowness(item), item.created, item.key))
    if not given:
        return tokens
    lemma = tokens["lemma"].to_numpy(dtype=object).copy()
    lemmas = tokens["lemmas"].to_numpy(dtype=object).copy()
    parts = tokens["parts"].to_numpy(dtype=object).copy()
    kind = tokens["kind"].to_numpy(dtype=np.int64).copy()
    kinds = int(kind.max(initial=-1)) + 1
    for item in given:
        rows = np.flatnonzero(concerned(tokens, item))
        _, kind[rows] = np.unique(kind[rows], return_inverse=True)  # the words now differ from others of their kind
        kind[rows] += kinds
        kinds = int(kind.max(initial=-1)) + 1
        lemma[rows] = item.lemma
        own = parts_of(item.lemma, language)
        for row in rows:  # a tuple is one value here, not a row of them
            lemmas[row] = (item.lemma,)
            parts[row] = own
    return tokens.assign(lemma=lemma, lemmas=lemmas, parts=parts, kind=kind)


def _narrowness(item: Correction) -> int:
    return 4 * (item.answer is not None) + 2 * (item.pos is not None) + (item.was is not None)
