"""The import report: what was decided about a file, why, and what its reader should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from teema.importers.build import Built
from teema.importers.cells import Cells
from teema.importers.columns import SourceColumn
from teema.importers.layouts.reading import Gathered
from teema.importers.roles import Role
from teema.survey import ColumnDecision
from teema.terms import Language, percent, term

__all__ = ["Log", "column_decisions", "report_cases", "report_copies", "report_roles", "report_unit", "report_values"]


_COPIES = 0.1  # of the answers to a question are the same; fewer, and no file was put together twice
_TELLING = 30  # characters of open answers that two respondents hardly share


@dataclass
class Log:
    """Decisions and warnings on the way, in the language of the report.

    What is decided or warned of is a key of `terms/importers.toml`, with the facts for its places.

    Example:
        >>> log = Log("en")
        >>> log.decide("sheet", "Perusraportti", "sheet_only")
        >>> log.decisions
        [('sheet', 'Perusraportti', 'the only sheet')]
    """

    language: Language
    decisions: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    rejected: list[tuple[str, str, str]] = field(default_factory=list)

    def decide(
        self, what: str, value: object, reason: str, *, instead: tuple[object, str] | None = None, **facts: object
    ) -> None:
        """Note a decision on the file as a whole; `instead` is what was rejected, and the argument that chooses it."""
        if instead is not None and not reason.endswith("_given"):
            self.rejected.append((self.say(what), str(instead[0]), instead[1]))
        self.decisions.append((self.say(what), str(value), self.say(reason, **facts)))

    def warn(self, key: str, **facts: object) -> None:
        """Note what the user should look at."""
        self.warnings.append(self.say(key, **facts))

    def say(self, key: str, **facts: object) -> str:
        """Return the words for a key."""
        return term(f"importers.{key}", self.language, **facts)


def report_cases(
    named_by: SourceColumn | None, columns: Sequence[SourceColumn], roles: Sequence[Role], log: Log,
    gathered: Gathered | None = None,
) -> None:  # fmt: skip
    """Say what names the cases, and which column would have if its values had been unique."""
    if gathered is not None and named_by is not None:
        facts = {"rows": gathered.count, "cases": len(gathered.rows) - 1}
        log.decide("case", named_by.name, "case_gathered", instead=(log.say("case_row"), gathered.apart), **facts)
        if gathered.occasions:
            log.decide("occasions", ", ".join(gathered.occasions), "occasions_reason")
        return
    if named_by is not None:
        argument = f"roles={{{' '.join(named_by.raw.split())!r}: 'system'}}"
        log.decide("case", named_by.name, "case_column", instead=(log.say("case_order"), argument))
        return
    log.decide("case", log.say("case_order"), "case_order_reason")
    for column, role in zip(columns, roles, strict=True):
        if role.role == "id" or role.reason in ("role_id_repeats", "role_id_blanks"):
            log.warn("warn_id", column=column.name)


def report_unit(built: Built, given: str | None, log: Log, gathered: Gathered | None = None) -> str:
    """Return what a case is: what the user says, or the column that the rows were gathered by, or a respondent.

    Warns when it recurs in the rows: those are turns of a workshop then, and no workshops.
    """
    unit = given or (gathered.unit if gathered is not None else "") or "vastaaja"
    if gathered is not None and gathered.unit and given is None:
        log.decide("unit", unit, "unit_column", instead=("vastaaja", "case_unit='vastaaja'"))
    for column in built.cases.columns:
        if str(column).casefold() == unit.casefold():
            kinds = built.cases[column].astype(str).nunique()
            if kinds < len(built.cases):
                log.warn("warn_unit", column=column, values=kinds, rows=len(built.cases))
    return unit


def report_roles(columns: Sequence[SourceColumn], roles: Sequence[Role], log: Log) -> None:
    """Warn of columns that were left out, and of an export of numbers instead of answers."""
    for role, reason, key in (("personal", "", "warn_personal"), ("system", "role_added", "warn_added")):
        names = [
            column.name for column, item in zip(columns, roles, strict=True)
            if item.role == role and reason in ("", item.reason)
        ]  # fmt: skip
        if names:
            log.warn(key, columns=", ".join(names))
    closed = [role.role for role in roles if role.role in ("choice", "scale", "number")]
    if len(closed) >= 5 and closed.count("number") >= 0.7 * len(closed):
        log.warn("warn_numbers")


def report_values(built: Built, log: Log) -> None:
    """Warn of answers and values that are not what they seem."""
    if built.contentless:
        log.warn("warn_contentless", count=built.contentless)
    if built.cut:
        log.warn("warn_cut", count=built.cut)
    for column, count in built.zeros:
        log.warn("warn_zero", column=column, count=count)
    for column, role, count in built.misfits:
        log.warn("warn_dates" if role == "date" else "warn_number_values", column=column, count=count)


def report_copies(roles: Sequence[Role], values: Sequence[Cells], log: Log) -> None:
    """Warn of rows that stand in the file twice, open answers and all: answers would be counted twice."""
    opened = [cells for cells, role in zip(values, roles, strict=True) if role.role in ("open", "option-text")]
    if not any(len(cells.places) * (1 - _COPIES) > cells.blanks + cells.distinct for cells in opened):
        return  # most files: looking at all rows would take longer than the rest of the report
    rows = zip(*(cells.texts for cells in values), strict=True)
    lengths = zip(*(cells.lengths[cells.places].tolist() for cells in opened), strict=True)
    telling = [row for row, each in zip(rows, lengths, strict=True) if sum(each) >= _TELLING]
    copies = len(telling) - len(set(telling))
    if copies:
        log.warn("warn_copies", count=copies)


def column_decisions(
    columns: Sequence[SourceColumn], roles: Sequence[Role], names: Sequence[str], log: Log
) -> tuple[ColumnDecision, ...]:
    """Return how each source column was understood, its reason in words."""
    decisions = []
    for column, role, name in zip(columns, roles, names, strict=True):
        facts = dict(role.facts)
        if isinstance(facts.get("share"), float):
            facts["share"] = percent(float(str(facts["share"])), log.language)
        decisions.append(
            ColumnDecision(
                column=column.raw, position=column.position + 1, role=role.role, name=name,
                reason="; ".join(filter(None, [log.say(role.reason, **facts), column.part])),
                alternative="" if role.alternative in ("empty", role.role) else role.alternative,
            )
        )  # fmt: skip
    return tuple(decisions)
