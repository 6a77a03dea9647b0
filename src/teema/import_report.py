"""How a source file was understood, column by column, and how that is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ColumnDecision", "ImportReport", "report_html", "report_text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDecision:
    """How one source column was understood.

    Attributes:
        column: The header as it stands in the file.
        position: 1-based column number in the file.
        role: `open`, `option-text`, `choice`, `multiple`, `scale`, `number`, `date`, `text`, `system`, `personal`,
            `id` or `empty`.
        name: What the column became: a question id or a variable name; empty when it was set aside.
        reason: Why, in the language of the report.
        alternative: The role that came second, or empty.
    """

    column: str
    position: int
    role: str
    name: str
    reason: str
    alternative: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ImportReport:
    """What was understood of a source file, and why.

    Attributes:
        source: File name without its folder.
        sha256: Digest of the file's bytes: the provenance of every answer.
        layout: `webropol-w1`, `webropol-w2` or `table`.
        language: Language in which the report speaks: fi, sv or en.
        decisions: Decisions on the file as a whole: (what, value, reason).
        columns: One decision for each source column.
        warnings: What the user should look at.
    """

    source: str
    sha256: str
    layout: str
    language: str = "fi"
    decisions: tuple[tuple[str, str, str], ...] = ()
    columns: tuple[ColumnDecision, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return one row per source column: `position`, `column`, `role`, `name`, `reason`, `alternative`."""
        import pandas as pd

        fields = ("position", "column", "role", "name", "reason", "alternative")
        rows = [[getattr(decision, name) for name in fields] for decision in self.columns]
        return pd.DataFrame(rows, columns=list(fields))

    def _repr_html_(self) -> str:
        return report_html(self)

    def __str__(self) -> str:
        return report_text(self)

    __repr__ = __str__


def _report_table(report: ImportReport) -> Table:
    language = report.language
    labels = {
        "column": "report_column", "role": "report_role", "name": "report_name", "reason": "report_reason",
        "alternative": "report_alternative",
    }  # fmt: skip
    decisions = "; ".join(f"{what}: {value} ({reason})" for what, value, reason in report.decisions)
    notes = [f"{term('tables.report_warnings', language)}: {warning}" for warning in report.warnings]
    frame = report.to_frame()
    return Table(
        frame=frame,
        title=term("tables.report_title", language, source=report.source),
        base=decisions or report.layout,
        notes=tuple(notes),
        columns=(
            Column("position", "#", "count"),
            *(Column(name, term(f"tables.{key}", language), "wide-text") for name, key in labels.items()),
        ),
        language=language,
    )


def report_html(report: ImportReport) -> str:
    """Return the import report as a table for the notebook: decisions, columns with roles and reasons, warnings."""
    return _report_table(report)._repr_html_()


def report_text(report: ImportReport) -> str:
    """Return the import report as text for the terminal."""
    language = report.language
    lines = [term("tables.report_title", language, source=report.source)]
    lines += [f"  {what}: {value} – {reason}" for what, value, reason in report.decisions]
    width = min(44, max((len(item.column) for item in report.columns), default=0))
    for item in report.columns:
        header = item.column if len(item.column) <= width else item.column[: width - 1] + "…"
        named = f" → {item.name}" if item.name else ""
        lines.append(f"  {item.position:>3} {' '.join(header.split()):<{width}}  {item.role}{named}: {item.reason}")
    lines += [f"  {term('tables.report_warnings', language)}: {warning}" for warning in report.warnings]
    return "\n".join(lines)
