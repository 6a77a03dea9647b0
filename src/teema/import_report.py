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
        rejected: What was decided against: (what, value, the argument that chooses it instead).
        call: The call that reads the file so, to be pasted into a notebook; a file named by its whole path stands there
            by its name alone, for the path tells who has it.
    """

    source: str
    sha256: str
    layout: str
    language: str = "fi"
    decisions: tuple[tuple[str, str, str], ...] = ()
    columns: tuple[ColumnDecision, ...] = ()
    warnings: tuple[str, ...] = ()
    rejected: tuple[tuple[str, str, str], ...] = ()
    call: str = ""

    def __post_init__(self) -> None:
        # From a study file they come as lists.
        found = tuple((what, value, argument) for what, value, argument in self.rejected)
        object.__setattr__(self, "rejected", found)

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
    others = [f"{what}: {value} ({argument})" for what, value, argument in report.rejected]
    notes = [f"{term('tables.report_rejected', language)}: {'; '.join(others)}"] if others else []
    notes += [f"{term('tables.report_warnings', language)}: {warning}" for warning in report.warnings]
    notes += [f"{term('tables.report_call', language)}: {report.call}"] if report.call else []
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
    others = {what: (value, argument) for what, value, argument in report.rejected}
    rejected = term("tables.report_rejected", language)
    for what, value, reason in report.decisions:
        lines.append(f"  {what}: {value} – {reason}")
        if what in others:
            lines.append("      {}: {} ({})".format(rejected, *others[what]))
    width = min(44, max((len(item.column) for item in report.columns), default=0))
    for item in report.columns:
        header = item.column if len(item.column) <= width else item.column[: width - 1] + "…"
        named = f" → {item.name}" if item.name else ""
        second = f" [{item.alternative}]" if item.alternative else ""
        shown = " ".join(header.split())
        lines.append(f"  {item.position:>3} {shown:<{width}}  {item.role}{named}: {item.reason}{second}")
    if any(item.alternative for item in report.columns):
        lines.append(f"      [ ] {term('tables.report_alternative', language)}: {_role_argument(report)}")
    lines += [f"  {term('tables.report_warnings', language)}: {warning}" for warning in report.warnings]
    if report.call:
        lines += [f"  {term('tables.report_call', language)}:", f"    {report.call}"]
    return "\n".join(lines)


def _role_argument(report: ImportReport) -> str:
    """Return the argument that would give one column its second-best role."""
    doubted = [item for item in report.columns if item.alternative]
    order = ("choice", "text", "scale", "open", "number")
    item = min(doubted, key=lambda item: order.index(item.role) if item.role in order else len(order))
    return f"roles={{{' '.join(item.column.split())!r}: {item.alternative!r}}}"
