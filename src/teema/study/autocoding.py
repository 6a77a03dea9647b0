"""A proposed coding: looked at first, then applied as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.coding.autocode import apply
from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study

__all__ = ["Autocoding"]


class Autocoding:
    """Extracts that searching would code, by code.

    Attributes:
        proposals: `code`, `answer`, `case`, `question`, `start`, `end`, `text`, `status` (`new` or `coded`). Rows may
            be taken out before applying: `autocoding.keep(lambda row: …)` or `autocoding.without([3, 7])`.
    """

    def __init__(self, study: Study, proposals: pd.DataFrame) -> None:
        self._study = study
        self.proposals = proposals

    def __len__(self) -> int:
        return len(self.proposals)

    def without(self, rows: list[int]) -> Autocoding:
        """Return the proposal without some rows, named by the index of `proposals`."""
        return Autocoding(self._study, self.proposals.drop(index=rows))

    def summary(self) -> Table:
        """Return one row per code: how many extracts are `new`, already `coded`, and in how many `cases`."""
        language = self._study.language
        grouped = self.proposals.groupby("code", sort=False)
        frame = grouped.agg(
            new=("status", lambda column: int((column == "new").sum())),
            coded=("status", lambda column: int((column == "coded").sum())),
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
