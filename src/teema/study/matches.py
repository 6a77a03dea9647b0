"""What a search found, ready to be read and to be coded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.study.autocoding import Autocoding

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study

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

    def to_frame(self, width: int = 60) -> pd.DataFrame:
        """Return one row per hit: `answer`, `case`, `question`, `start`, `end`, `left`, `match`, `right`, `lemma`.

        Args:
            width: Characters of context on each side.
        """
        from teema.language import concordance

        return concordance(self.hits, self._study.answers, width=width)

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

        study = self._study
        name = study.codebook[code].name
        return Autocoding(study, propose(self.hits, study.answers, study.codings, code=name, unit=unit))

    def code(self, code: str, *, unit: str = "sentence") -> int:
        """Code the hits as one undoable step, and return the number of new codings; see `preview`."""
        return self.preview(code, unit=unit).apply()

    def __repr__(self) -> str:
        frame = self.to_frame(30)
        lines = [f"{row.answer:>10}  {row.left:>30} [{row.match}] {row.right}" for row in frame.head(20).itertuples()]
        more = f"\n… {len(frame) - 20}" if len(frame) > 20 else ""
        return f"{self.query!r}: {len(frame)}\n" + "\n".join(lines) + more

    def _repr_html_(self) -> str:
        from teema.language import concordance_html

        return concordance_html(self.to_frame(), self._study.language)
