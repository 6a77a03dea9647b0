"""Words of a study: counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.language import Correction
from teema.study import corrections, spelling

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study
    from teema.tables import Table

__all__ = ["Words"]


class Words:
    """The words of a study's answers; `study.words(...)` counts them, and shown as it is it is the plain table.

    Args:
        study: The study whose answers are counted.

    Example:
        >>> study = getfixture("study")
        >>> study.words(pos=["NOUN"]).to_frame()["lemma"].tolist()[:1]
        ['kiire']
    """

    def __init__(self, study: Study) -> None:
        self.study = study

    def __call__(
        self, pos: list[str] | None = None, *, parts: bool = False, stop_words: bool = True, by: str | None = None
    ) -> Table:
        """Count lemmas: mentions and cases.

        Args:
            pos: Only these parts of speech (Universal Dependencies), such as `["NOUN", "ADJ"]`.
            parts: Count the parts of compounds instead of whole words.
            stop_words: Leave out words without content of their own.
            by: A background variable to compare groups by.

        Raises:
            NotFoundError: There is no such background variable.
        """
        from teema.language import word_table

        study = self.study
        return word_table(
            study.tokens, study.answers, pos=pos, parts=parts, stop=stop_words,
            by=study.variable(by) if by else None, cases=study.cases, language=study.language,
        )  # fmt: skip

    def correct(
        self, form: str, lemma: str, *, pos: str | None = None, was: str | None = None, answer: str | None = None
    ) -> int:
        """Give a word form the lemma that you know it has; everything follows: tables, searching, autocoding.

        Args:
            form: The form as it stands in the answers, whatever its letter case.
            lemma: Its base form.
            pos: Only where it is this part of speech (Universal Dependencies).
            was: Only where it now has this lemma.
            answer: Only in this answer.

        Returns:
            How many words it concerns.

        Raises:
            NotFoundError: No answer has such a word.
            UnusableValueError: The lemma is no single word, or there is no such part of speech.

        Example:
            >>> study = getfixture("study")
            >>> study.words.correct("kiireen", lemma="kiireinen")
            1
            >>> len(study.find("kiireinen")), study.undo(), len(study.find("kiireinen"))
            (1, 1, 0)
        """
        given = Correction(form=form, lemma=lemma, pos=pos, was=was, answer=answer)
        return corrections.correct(self.study.store, self.study.found_tokens(), [given], language=self.study.language)

    def uncorrect(self, form: str) -> int:
        """Take back your corrections of a form; return how many there were.

        Raises:
            NotFoundError: You did not correct it.
        """
        return corrections.uncorrect(self.study.store, form, language=self.study.language)

    def suggestions(self) -> pd.DataFrame:
        """Return words that look like typing errors, with what was probably meant; nothing is changed.

        Looked at are words of Finnish answers that the dictionary does not know and that are no spoken forms and no
        names. Accept those that are right with `accept`, or give the lemma yourself with `correct`.

        Returns:
            `form`, `suggestion` (a known form one slip away), `lemma` (its base form), `slip` (what went wrong),
            `mentions`, `cases`, `others` (other known forms); the likeliest first.

        Example:
            >>> getfixture("study").words.suggestions().empty
            True
        """
        return spelling.suggestions(self.study)

    def accept(self, forms: str | Iterable[str] | pd.DataFrame) -> int:
        """Correct words as `suggestions` proposes, as one undoable step; return how many words it concerns.

        Args:
            forms: Forms, or rows of the frame that `suggestions` returned.

        Raises:
            NotFoundError: Nothing is suggested for a form.
        """
        return spelling.accept(self.study, forms)

    @property
    def corrections(self) -> pd.DataFrame:
        """Your corrections: `form`, `lemma`, `pos`, `was`, `answer`, `tokens` (words concerned), `coder`, `created`."""
        return corrections.corrections_frame(self.study.store, self.study.found_tokens())

    def __repr__(self) -> str:
        return repr(self())

    def _repr_html_(self) -> str:
        return self()._repr_html_()
