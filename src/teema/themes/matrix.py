"""The framework matrix: what each case, or each group, says of each theme, in the researcher's words.

Gale et al. (2013): rows are cases, columns are themes, and a cell is a summary that keeps the link to the extracts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING

from teema.coding.codings import drop_idle
from teema.records import Summary, new_id
from teema.store import now
from teema.tables import Column, Table
from teema.terms import number, term
from teema.themes.editing import Editing
from teema.themes.members import ExtractPlace

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Matrix", "matrix_table"]


class Matrix(Editing):
    """Themes with summaries of what cases and groups say of them."""

    def put_summary(
        self, theme: str, variable: str, value: str, text: str, extracts: ExtractPlace | Iterable[ExtractPlace] = ()
    ) -> None:
        """Write a cell of the matrix; an empty text clears it, with what it rests on.

        Args:
            theme: The theme.
            variable: The background variable that makes the groups; empty when `value` is a case.
            value: The case or group.
            text: What it says, in the researcher's words.
            extracts: What the summary rests on: GUIDs or places in answers; they are added to what is there.
        """
        found = self[theme]
        held = self._store.rows(
            "SELECT * FROM summaries WHERE theme = ? AND variable = ? AND value = ?", (found.id, variable, value)
        )
        with self._store.step("theme.summarise", f"{found.name} / {value}") as step:
            if not text.strip():
                for row in held:
                    rested = self._store.rows("SELECT * FROM evidence WHERE summary = ?", (row["id"],))
                    for item in rested:
                        step.delete("evidence", item["id"])
                    step.delete("summaries", row["id"])
                    drop_idle(self._store, step, [item["extract"] for item in rested])
                return
            summary = Summary(
                theme=found.id, variable=variable, value=value, text=text.strip(), coder=self._store.coder,
                created=held[0]["created"] if held else now(), id=held[0]["id"] if held else new_id(),
            )  # fmt: skip
            step.put("summaries", asdict(summary))
            known = {
                row["extract"]
                for row in self._store.rows("SELECT extract FROM evidence WHERE summary = ?", (summary.id,))
            }
            for extract in dict.fromkeys(self.extract_ids(step, extracts)):
                if extract not in known:
                    row = {"id": new_id(), "theme": None, "relation": None, "summary": summary.id}
                    step.put("evidence", {**row, "extract": extract, "kind": "supports"})

    @property
    def summaries(self) -> pd.DataFrame:
        """The written cells: `theme`, `variable`, `value`, `text`, `coder`, `created`, `evidence` (extracts)."""
        return self._store.frame(
            "SELECT themes.name AS theme, summaries.variable, summaries.value, summaries.text, summaries.coder,"
            " summaries.created, (SELECT count(*) FROM evidence WHERE evidence.summary = summaries.id) AS evidence"
            " FROM summaries JOIN themes ON themes.id = summaries.theme WHERE themes.analysis = ?"
            " ORDER BY themes.position, summaries.variable, summaries.value",
            (self.id,),
        )


def matrix_table(
    rows: Sequence[str],
    themes: Sequence[str],
    summaries: pd.DataFrame,
    waiting: pd.DataFrame,
    *,
    title: str,
    first: str,
    language: str = "fi",
) -> Table:
    """Return the matrix: summaries where they are written, else how many extracts wait for one.

    Args:
        rows: Cases or groups, in order.
        themes: The columns.
        summaries: `theme`, `value`, `text`, `evidence`.
        waiting: `theme`, `value`, `extracts`: how many extracts each cell could rest on.
        title: What the table is called.
        first: Header of the rows.
        language: fi, sv or en.

    Returns:
        Table with `row`, and a column for each theme.
    """
    import pandas as pd

    said = {(row["theme"], row["value"]): (row["text"], row["evidence"]) for row in summaries.to_dict("records")}
    extracts = {(row["theme"], row["value"]): int(row["extracts"]) for row in waiting.to_dict("records")}

    def cell(theme: str, row: str) -> str:
        if (theme, row) in said:
            text, rests = said[theme, row]
            return f"{text} [{number(rests, language)}]" if rests else str(text)
        n = extracts.get((theme, row), 0)
        return term("themes.matrix_waiting", language, n=number(n, language)) if n else "–"

    names = [f"theme:{theme}" for theme in themes]
    frame = pd.DataFrame([[row, *(cell(theme, row) for theme in themes)] for row in rows], columns=["value", *names])
    written = sum((theme, row) in said for theme in themes for row in rows)
    return Table(
        frame=frame,
        title=title,
        notes=(
            term("themes.matrix_note", language),
            term("themes.matrix_written", language, n=written, of=len(rows) * len(themes)),
        ),
        columns=(
            Column("value", first),
            *(Column(name, theme, "wide-text") for name, theme in zip(names, themes, strict=True)),
        ),
        language=language,
    )
