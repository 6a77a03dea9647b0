"""Words of a study: counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
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

    def __repr__(self) -> str:
        return repr(self())

    def _repr_html_(self) -> str:
        return self()._repr_html_()
