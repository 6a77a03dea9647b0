"""Words of a study: counted, compared between groups, and the stop words that are left out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from teema.language import Correction
from teema.study import corrections, spelling
from teema.study.stop_words import change_stop_words, stop_words_of

if TYPE_CHECKING:
    import pandas as pd

    from teema.maps import BarChart, WordNetwork
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
        self,
        pos: str | list[str] | None = None,
        *,
        parts: bool = False,
        stop_words: bool | Collection[str] = True,
        by: str | None = None,
        questions: str | list[str] | None = None,
        weight: str | None = None,
    ) -> Table:
        """Count lemmas: mentions and cases.

        Args:
            pos: Only these parts of speech (Universal Dependencies), such as `["NOUN", "ADJ"]`.
            parts: Count the parts of compounds instead of whole words.
            stop_words: Leave out the stop words of the study (`study.words.stop_words`), words of your own, or none.
            by: A background variable to compare groups by.
            questions: Only answers to these questions.
            weight: A background variable of numbers, the weight of each case: weighted counts stand beside the others.

        Raises:
            NotFoundError: There is no such background variable or question.
            UnusableValueError: There is no such part of speech, or a case that answered has no weight of 0 or more.
        """
        return self._table(
            pos, parts=parts, stop_words=stop_words, by=by, questions=questions, weight=weight, base_row=False
        )

    def keyness(
        self,
        by: str,
        group: str | None = None,
        *,
        pos: str | list[str] | None = None,
        parts: bool = False,
        stop_words: bool | Collection[str] = True,
        questions: str | list[str] | None = None,
        min_cases: int = 3,
        top: int | None = 15,
    ) -> Table:
        """Return the words typical of each group, against all the others: log-likelihood and Log Ratio.

        Args:
            by: A background variable.
            group: Only this group.
            pos: Only these parts of speech.
            parts: Count the parts of compounds instead of whole words.
            stop_words: As in counting.
            questions: Only answers to these questions.
            min_cases: Words that fewer cases used are left out.
            top: How many words of each group; None gives all words, also those that the group avoids.

        Raises:
            NotFoundError: There is no such background variable, group or question.
            UnusableValueError: There are not two groups to compare, or there is no such part of speech.

        Example:
            >>> study = getfixture("study")
            >>> found = study.words.keyness("Kokemus", "alle 2 v", min_cases=2).to_frame()
            >>> found[["group", "lemma", "mentions", "mentions_rest"]].values.tolist()
            [['alle 2 v', 'kiire', 3, 0]]
        """
        from teema.language import keyness

        return keyness(
            self.study.tokens, self.study.answers, self.study.cases,
            **self._asked(pos, stop_words, by, questions), parts=parts, group=group, min_cases=min_cases, top=top,
        )  # fmt: skip

    def ngrams(
        self,
        n: int = 2,
        *,
        pos: str | list[str] | None = None,
        stop_words: bool | Collection[str] = True,
        inside: bool = True,
        questions: str | list[str] | None = None,
        min_cases: int = 2,
    ) -> Table:
        """Count lemmas that follow each other, crossing neither punctuation nor the border of an answer.

        Args:
            n: How many words.
            pos: Only n-grams whose first and last word is one of these parts of speech.
            stop_words: Leave out n-grams that begin or end with a stop word; as in counting.
            inside: Keep n-grams with a stop word between the first and the last word.
            questions: Only answers to these questions.
            min_cases: N-grams that fewer cases used are left out.

        Raises:
            NotFoundError: There is no such question.
            UnusableValueError: `n` is no whole number from 2 to 9, or there is no such part of speech.

        Example:
            >>> study = getfixture("study")
            >>> "turvallinen arki" in study.words.ngrams(min_cases=1).to_frame()["ngram"].tolist()
            True
        """
        from teema.language import ngrams

        asked = self._asked(pos, stop_words, None, questions)
        return ngrams(self.study.tokens, self.study.answers, n=n, inside=inside, min_cases=min_cases, **asked)

    # -- pictures

    def chart(
        self,
        pos: str | list[str] | None = None,
        *,
        parts: bool = False,
        stop_words: bool | Collection[str] = True,
        by: str | None = None,
        questions: str | list[str] | None = None,
        weight: str | None = None,
        top: int = 20,
        min_cell: int | None = 3,
    ) -> BarChart:
        """Draw the words that most cases used as horizontal bars; groups stand side by side.

        Args:
            pos: As in counting.
            parts: As in counting.
            stop_words: As in counting.
            by: A background variable; one panel for each of its groups.
            questions: Only answers to these questions.
            weight: A background variable of numbers: the bars are weighted shares.
            top: How many words.
            min_cell: Words and counts of fewer cases are not shown; None shows all.

        Returns:
            A picture; it shows itself, and is saved with `.save("sanat.png" | ".svg" | ".pdf")`.

        Raises:
            NotFoundError: There is no such background variable or question.
            UnusableValueError: As in counting, or `min_cell` is less than 1.

        Example:
            >>> study = getfixture("study")
            >>> study.words.chart(pos="NOUN", top=1, min_cell=None).data[["lemma", "cases", "share"]].values.tolist()
            [['kiire', 2, 0.5]]
        """
        from teema.study.checking import looked_at
        from teema.study.word_output import word_chart

        table = self._table(pos, parts=parts, stop_words=stop_words, by=by, questions=questions, weight=weight)
        drawn = word_chart(table, top=top, min_cell=min_cell, groups=by is not None, weighted=weight is not None)
        return looked_at(self.study, drawn, drawn.data["lemma"])

    def network(
        self,
        pos: str | list[str] | None = None,
        *,
        within: Literal["answer", "sentence"] = "answer",
        parts: bool = False,
        stop_words: bool | Collection[str] = True,
        questions: str | list[str] | None = None,
        min_cases: int = 3,
        words: int = 30,
    ) -> WordNetwork:
        """Return the words that occur together, as a picture; `.to_frame()` gives all pairs as numbers.

        Args:
            pos: As in counting.
            within: Together in an answer, or in a sentence of it.
            parts: As in counting.
            stop_words: As in counting.
            questions: Only answers to these questions.
            min_cases: Pairs that fewer cases used are left out.
            words: How many words are drawn, those that most cases used.

        Returns:
            A picture; `.to_frame()` has `lemma_a`, `lemma_b`, `cases`, `answers`, `units` and `npmi` (normalised
            pointwise mutual information, Bouma 2009).

        Raises:
            NotFoundError: There is no such question.
            UnusableValueError: There is no such unit or part of speech.

        Example:
            >>> study = getfixture("study")
            >>> pairs = study.words.network(min_cases=1, pos=["NOUN", "ADJ"]).to_frame()
            >>> pairs[["lemma_a", "lemma_b", "answers"]].tail(1).values.tolist()
            [['asiakassuhde', 'kiire', 1]]
        """
        from teema.study.checking import looked_at
        from teema.study.word_output import word_picture

        asked = self._asked(pos, stop_words, None, questions)
        drawn = word_picture(
            self.study.tokens, self.study.answers, within=within, parts=parts, min_cases=min_cases, words=words, **asked
        )
        return looked_at(self.study, drawn, drawn.nodes["lemma"])

    def export(
        self,
        path: str | Path,
        *,
        by: str | Sequence[str] = (),
        pos: str | list[str] | None = None,
        parts: bool = False,
        stop_words: bool | Collection[str] = True,
        questions: str | list[str] | None = None,
        weight: str | None = None,
        top: int | None = 500,
        min_cell: int | None = 3,
    ) -> Path:
        """Write word tables, keyness by group and pairs of words to a workbook (.xlsx), and return its path.

        Warns (`IdentifiersWarning`) when the words in it may identify somebody.

        Args:
            path: The file to write; one of the same name is replaced.
            by: Background variables; each gets a table by group, and one of the words typical of its groups.
            pos: As in counting.
            parts: As in counting.
            stop_words: As in counting.
            questions: Only answers to these questions.
            weight: As in counting.
            top: Only so many words; None writes all, which may take a while with many groups.
            min_cell: Words and counts of fewer cases are left out or suppressed; None turns the protection off.

        Raises:
            NotFoundError: There is no such background variable or question.
            UnusableValueError: The file is to end in something else or cannot be written, or as in counting.

        Example:
            >>> study = getfixture("study")
            >>> study.words.export(getfixture("tmp_path") / "sanat.xlsx", by="Kokemus").name
            'sanat.xlsx'
        """
        from teema.study.checking import remaining, texts_of, warn_of
        from teema.study.word_output import write_words

        variables = [self.study.variable(name) for name in ([by] if isinstance(by, str) else by)]
        given: dict[str, Any] = {"parts": parts, "stop_words": stop_words, "questions": questions}
        tables = {name or "": self._table(pos, by=name, weight=weight, **given) for name in (None, *variables)}
        keys = {name: self.keyness(name, pos=pos, min_cases=min_cell or 1, top=None, **given) for name in variables}
        pairs = self.ngrams(pos=pos, stop_words=stop_words, questions=questions, min_cases=1)

        def look(sheets: dict[str, Table]) -> None:
            warn_of(self.study, remaining(self.study, texts_of(self.study, sheets)))

        return write_words(
            Path(path), tables, keys, pairs, min_cell=min_cell, top=top, language=self.study.language, look=look
        )  # fmt: skip

    # -- corrections

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

    # -- stop words

    @property
    def stop_words(self) -> list[str]:
        """The lemmas that are left out, sorted: the lists of the answers' languages with your changes."""
        return sorted(stop_words_of(self.study.store, self._languages()))

    def stop(self, *, add: str | Iterable[str] = (), remove: str | Iterable[str] = ()) -> list[str]:
        """Change the stop words of the study as one undoable step, and return them.

        Args:
            add: Lemmas to leave out from now on.
            remove: Lemmas to count from now on.

        Raises:
            UnusableValueError: A word is empty, is to be both added and removed, or cannot be removed since it is none.

        Example:
            >>> study = getfixture("study")
            >>> "asiakas" in study.words.stop(add="asiakas")
            True
            >>> _ = study.undo()
            >>> "asiakas" in study.words.stop_words
            False
        """
        change_stop_words(self.study.store, self._languages(), add=add, remove=remove)
        return self.stop_words

    # -- shown

    def __repr__(self) -> str:
        return repr(self())

    def _repr_html_(self) -> str:
        return self()._repr_html_()

    # -- helpers

    def _table(
        self,
        pos: str | list[str] | None,
        *,
        parts: bool,
        stop_words: bool | Collection[str],
        by: str | None,
        questions: str | list[str] | None,
        weight: str | None,
        base_row: bool = True,
    ) -> Table:
        from teema.language import word_table

        asked = self._asked(pos, stop_words, by, questions)
        if by is not None or weight is not None:
            asked["cases"] = self.study.cases
        if weight is not None:
            asked["weight"] = self.study.variable(weight)
        return word_table(self.study.tokens, self.study.answers, parts=parts, base_row=base_row, **asked)

    def _asked(
        self,
        pos: str | list[str] | None,
        stop_words: bool | Collection[str],  # noqa: FBT001 -- passed on from a keyword
        by: str | None,
        questions: str | list[str] | None,
    ) -> dict[str, Any]:
        """Return what was asked for in the words of the rooms below."""
        from teema.study.tabulate import question_ids

        stop = self.stop_words if stop_words is True else stop_words
        asked: dict[str, Any] = {
            "pos": pos, "stop": stop, "questions": question_ids(self.study, questions),
            "language": self.study.language,
        }  # fmt: skip
        if by is not None:
            asked["by"] = self.study.variable(by)
            asked["groups"] = next(item.categories for item in self.study.variables if item.name == asked["by"])
        return asked

    def _languages(self) -> list[str]:
        return [self.study.language, *self.study.languages["language"].unique()]
