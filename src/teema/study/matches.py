"""What a search found, ready to be read and to be coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from teema.study.autocoding import Autocoding
from teema.study.tabulate import question_ids
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.language import Concordance, Sorting
    from teema.study.study import Study
    from teema.tables import Table

__all__ = ["Matches"]


class Matches:
    """The hits of one query: a concordance in the notebook, a data frame, or the start of a coding.

    Attributes:
        query: What was searched for.
        hits: `answer`, `start`, `end`, `lemma`.
    """

    def __init__(self, study: Study, query: str, hits: pd.DataFrame) -> None:
        self._study = study
        self.query = query
        self.hits = hits

    def __len__(self) -> int:
        return len(self.hits)

    def to_frame(self, width: int = 60, *, background: str | Sequence[str] = ()) -> pd.DataFrame:
        """Return one row per hit: `answer`, `case`, `question`, `start`, `end`, `left`, `match`, `right`, `lemma`.

        Args:
            width: Characters of context on each side.
            background: Background variables to add as columns.

        Raises:
            NotFoundError: There is no such background variable.
        """
        from teema.language import concordance

        return concordance(self.hits, self._study.answers, width=width, background=self._background(background))

    def _background(self, names: str | Sequence[str]) -> pd.DataFrame | None:
        given = [names] if isinstance(names, str) else list(names)
        return self._study.cases[[self._study.variable(name) for name in given]] if given else None

    def show(
        self, background: str | Sequence[str] = (), *, sort: Sorting = "answer", width: int = 60, rows: int = 100
    ) -> Concordance:
        """Show the hits under each other with the words around them.

        Args:
            background: Background variables to show beside each hit.
            sort: `answer` (the order of the answers), `left` or `right` (the words before or after the hit: what is
                said in the same way stands together) or `match`.
            width: Characters of context on each side.
            rows: How many hits to show.

        Raises:
            NotFoundError: There is no such background variable.
            UnusableValueError: There is no such order.

        Example:
            >>> getfixture("study").find("kiire").show("kaupunki").to_frame()["Kaupunki"].tolist()
            ['Turku', 'Turku', nan]
        """
        from teema.language import Concordance, concordance, hints, sort_hits

        study = self._study
        answers = study.answers
        first = sort_hits(self.hits, answers, sort).head(rows)
        with_hits = answers[answers["answer"].isin(self.hits["answer"])]
        return Concordance(
            frame=concordance(first, answers, width=width, background=self._background(background)),
            counts={"hits": len(self.hits), "answers": len(with_hits), "cases": with_hits["case"].nunique()},
            questions=dict(zip(study.questions["question"], study.questions["text"], strict=True)),
            notes=[] if len(self.hits) else hints(self.query, study.language),
            language=study.language,
        )

    def by(
        self,
        variable: str,
        *,
        base: Literal["answered", "cases"] = "answered",
        questions: str | list[str] | None = None,
        min_cell: int | None = None,
    ) -> Table:
        """Compare how many cases of each group have a hit.

        Args:
            variable: The background variable that makes the groups.
            base: What is 100 %: cases that `answered`, or all `cases`.
            questions: Only answers to these questions.
            min_cell: Counts of fewer cases are suppressed, as in exports; None shows all, for your own eyes.

        Returns:
            One row per group and one for all: `group`, `row`, `hits`, `answers`, `cases` (with a hit), `base`, `share`.

        Raises:
            NotFoundError: There is no such background variable or question.
            UnusableValueError: There is no such base.

        Example:
            >>> table = getfixture("study").find("kiire").by("kaupunki")
            >>> table.to_frame()[["group", "hits", "cases", "base"]].values.tolist()
            [['Oulu', 0, 0, 1], ['Turku', 2, 1, 2], ['(ei tietoa)', 1, 1, 1], ['Kaikki', 3, 2, 4]]
        """
        from teema.results import hits_by_group, suppress

        study = self._study
        name = study.variable(variable)
        answers = study.answers
        chosen = question_ids(study, questions)
        table = hits_by_group(
            self.hits.join(answers.set_index("answer")[["case", "question"]], on="answer"), study.cases, by=name,
            answers=answers, base=base, questions=chosen, language=study.language,
            groups=next(item.categories for item in study.variables if item.name == name),
        )  # fmt: skip
        title = term("study.title_hits_by", study.language, query=self.query, by=name)
        table = replace(table, title=title + (" – " + ", ".join(chosen) if chosen else ""))
        return table if min_cell is None else suppress(table, min_cell)

    def cases(self) -> pd.DataFrame:
        """Return the cases with a hit and their background variables, with the number of hits in `hits`."""
        answers = self._study.answers.set_index("answer")["case"]
        counts = self.hits["answer"].map(answers).value_counts().rename("hits")
        cases = self._study.cases
        return cases.join(counts, how="inner")

    def preview(self, code: str, *, unit: str = "sentence") -> Autocoding:
        """Show what coding the hits would give; nothing is written before `.apply()`.

        Args:
            code: Name of a code in the codebook.
            unit: `match`, `sentence` or `answer`: how much around a hit is coded.

        Raises:
            NotFoundError: There is no such code.
            UnusableValueError: No such unit.
        """
        from teema.coding import propose
        from teema.coding.declined import declined_spans

        study = self._study
        name = study.codebook[code].name
        answers = study.answers
        declined = declined_spans(
            study.store, study.codebook[code].id, dict(zip(answers["answer"], answers["text"], strict=True))
        )
        return Autocoding(study, propose(self.hits, answers, study.codings, code=name, unit=unit, declined=declined))

    def code(self, code: str, *, unit: str = "sentence") -> int:
        """Code the hits as one undoable step, but none that was declined for the code; see `preview`.

        Returns:
            The number of new codings.
        """
        return self.preview(code, unit=unit).apply()

    def __repr__(self) -> str:
        return f"{self.query!r}: {self.show(width=40, rows=20)!r}"

    def _repr_html_(self) -> str:
        return self.show()._repr_html_()
