"""A proposed coding: looked at first, then applied as one step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.coding.autocode import apply
from teema.coding.declined import decline, reconsider
from teema.errors import NotFoundError
from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study

__all__ = ["Autocoding"]


class Autocoding:
    """Extracts that searching would code, by code.

    Attributes:
        proposals: `code`, `answer`, `case`, `question`, `start`, `end`, `text`, `status` (`new`, `coded` or
            `declined`). Rows may be left out this once, `autocoding.without([3, 7])`, or for good,
            `autocoding.decline([3, 7])`.
    """

    def __init__(self, study: Study, proposals: pd.DataFrame) -> None:
        self._study = study
        self.proposals = proposals

    def __len__(self) -> int:
        return len(self.proposals)

    def without(self, rows: list[int]) -> Autocoding:
        """Return the proposal without some rows, named by the index of `proposals`."""
        return Autocoding(self._study, self.proposals.drop(index=rows))

    def decline(self, rows: int | Iterable[int]) -> Autocoding:
        """Say that rows are not the code, and return the proposal as it then is; they are not proposed again.

        It is one undoable step. A sentence in which the query finds something else too is proposed again for that.

        Args:
            rows: From the index of `proposals`.

        Raises:
            NotFoundError: There is no such row.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire", query="kiire*")
            >>> study.autocode().decline(0).apply()
            2
            >>> study.autocode().proposals["status"].tolist()
            ['declined', 'coded', 'coded']
        """
        chosen = self._chosen(rows)
        decline(
            self._study.store,
            zip(self._guids(chosen), chosen["answer"], map(int, chosen["start"]), map(int, chosen["end"]),
                chosen["text"], strict=True),
        )  # fmt: skip
        return self._with(chosen[chosen["status"] == "new"], "declined")

    def reconsider(self, rows: int | Iterable[int]) -> Autocoding:
        """Take back, as one undoable step, that rows were declined, and return the proposal as it then is.

        Args:
            rows: From the index of `proposals`.

        Raises:
            NotFoundError: There is no such row.
        """
        chosen = self._chosen(rows)
        texts = self._study.answers.set_index("answer")["text"]
        reconsider(
            self._study.store,
            zip(self._guids(chosen), chosen["answer"], map(int, chosen["start"]), map(int, chosen["end"]),
                texts[chosen["answer"]], strict=True),
        )  # fmt: skip
        return self._with(chosen[chosen["status"] == "declined"], "new")

    def _chosen(self, rows: int | Iterable[int]) -> pd.DataFrame:
        wanted = list(rows) if isinstance(rows, Iterable) else [rows]
        for row in wanted:
            if row not in self.proposals.index:
                raise NotFoundError.of("row", row, map(str, self.proposals.index), where="proposals")
        return self.proposals.loc[wanted]

    def _guids(self, rows: pd.DataFrame) -> list[str]:
        codes = {code.name: code.id for code in self._study.codebook}
        return [codes[name] for name in rows["code"]]

    def _with(self, rows: pd.DataFrame, status: str) -> Autocoding:
        proposals = self.proposals.copy()
        proposals.loc[rows.index, "status"] = status
        return Autocoding(self._study, proposals)

    def summary(self) -> Table:
        """Return one row per code: how many extracts are `new`, `coded`, `declined`, and of how many `cases`."""
        language = self._study.language
        grouped = self.proposals.groupby("code", sort=False)
        frame = grouped.agg(
            new=("status", lambda column: int((column == "new").sum())),
            coded=("status", lambda column: int((column == "coded").sum())),
            declined=("status", lambda column: int((column == "declined").sum())),
            cases=("case", "nunique"),
        ).reset_index()
        return Table(
            frame=frame,
            title=term("study.autocode_title", language),
            notes=(term("study.autocode_note", language),),
            columns=(
                Column("code", term("common.code", language).capitalize(), "text"),
                Column("new", term("study.autocode_new", language), "count"),
                Column("coded", term("study.autocode_coded", language), "count"),
                Column("declined", term("study.autocode_declined", language), "count"),
                Column("cases", term("study.autocode_cases", language), "count"),
            ),
            language=language,
        )

    def apply(self) -> int:
        """Code everything that is `new` as one undoable step, and return the number of new codings."""
        codes = {code.name: code.id for code in self._study.codebook}
        return apply(self._study.store, self.proposals, codes)

    def __repr__(self) -> str:
        return str(self.summary())

    def _repr_html_(self) -> str:
        return self.summary()._repr_html_()
