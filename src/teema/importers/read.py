"""Reading an export file: each step decides, says why, and can be overruled."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from teema.errors import ImportFileError, NotFoundError, UnusableValueError
from teema.importers.build import Built, build
from teema.importers.columns import SourceColumn, clean_header, read_columns
from teema.importers.containers import container
from teema.importers.detect import LAYOUTS, Layout, detect
from teema.importers.headers import Headers, find_headers, trailing_junk
from teema.importers.roles import ROLES, Role, column_roles
from teema.importers.spreadsheets import as_text, columns_of, read_sheet
from teema.importers.text_files import decode, find_separator, records
from teema.importers.values import is_blank
from teema.survey import ColumnDecision, ImportReport, Survey
from teema.terms import LANGUAGES, Language, percent, term

__all__ = ["read_survey"]

_LOOKED_AT = 40  # rows from which the headers are found


@dataclass
class _Log:
    """Decisions and warnings on the way, in the language of the report."""

    language: Language
    decisions: list[tuple[str, str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def decide(self, what: str, value: object, reason: str, **facts: object) -> None:
        self.decisions.append((self.say(what), str(value), self.say(reason, **facts)))

    def warn(self, key: str, **facts: object) -> None:
        self.warnings.append(self.say(key, **facts))

    def say(self, key: str, **facts: object) -> str:
        return term(f"importers.{key}", self.language, **facts)


def read_survey(
    path: str | Path,
    *,
    layout: Layout | None = None,
    header_rows: int | None = None,
    roles: Mapping[str, str] | None = None,
    separator: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    zero_fill: bool | None = None,
    language: Language = "fi",
    case_unit: str = "vastaaja",
) -> Survey:
    """Read the answers of a survey from an export file.

    Understood are Webropol exports with one header row (W1) and with two (W2), and any plain table with one header
    row; from xlsx, xls, ods, csv and tsv. `survey.report` says what was understood and why; every decision can be given
    in the call instead.

    Args:
        path: The export file.
        layout: `webropol-w1`, `webropol-w2` or `table`; names the layout and sets its number of header rows.
        header_rows: 1 or 2.
        roles: Role of a column by its header (as in the file or cleaned) or question id: open, option-text, choice,
            multiple, scale, number, date, text, system, personal, id or empty.
        separator: Of a text file, such as `";"`.
        encoding: Of a text file, such as `"cp1252"`.
        sheet: Name of the sheet.
        zero_fill: Whether zeros in open questions stand for blanks; None decides for each question.
        language: Language of the report: fi, sv or en.
        case_unit: What a row is: vastaaja, pienryhmä, työpaja, …

    Returns:
        The survey. A case is named by a unique id column (never by name or e-mail), else by its order.

    Raises:
        ImportFileError: The file is missing, empty, damaged, protected, of a kind that is not read, or has no answers.
        NotFoundError: There is no such sheet, or no column that `roles` names.
        UnusableValueError: An argument has a value that cannot be used.

    Example:
        >>> import teema
        >>> survey = read_survey(teema.samples() / "asiakassuhde.csv")
        >>> survey.report.layout, len(survey.cases), len(survey.questions)
        ('webropol-w1', 27, 5)
    """
    path = Path(path)
    _check(layout, header_rows, roles, language)
    log = _Log(language)
    if header_rows is None and layout is not None:
        header_rows = 2 if layout == "webropol-w2" else 1
    rows = _rows(path, log, separator=separator, encoding=encoding, sheet=sheet)
    head = [as_text(row) for row in rows[:_LOOKED_AT]]
    headers = find_headers(head, header_rows)
    columns = _columns(head, headers, log)
    values, source_rows = _body(rows, headers, len(columns), log)
    _refuse_empty(path, values, columns)
    found = column_roles(columns, values)
    _warn_of_number_mode(found, log)
    chosen = _overruled(columns, found, roles or {}, path)
    built = build(columns, chosen, values, source_rows=source_rows, zero_fill=zero_fill)
    if not built.questions:
        _refuse_closed(path, columns, chosen, values)
    detected = detect(columns, header_rows=headers.number)
    log.decide("layout", layout or detected.layout, "layout_given" if layout else detected.reason, **detected.facts)
    _report_cases(columns, chosen, log)
    _report_values(built, columns, chosen, log)
    if headers.alternative:
        log.warn("warn_headers")
    report = ImportReport(
        source=path.name,
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
        layout=layout or detected.layout,
        language=language,
        decisions=tuple(log.decisions),
        columns=tuple(_decisions(columns, chosen, built.names, log)),
        warnings=tuple(log.warnings),
    )
    return Survey(
        answers=built.answers, cases=built.cases, questions=built.questions, variables=built.variables, report=report,
        case_unit=case_unit,
    )  # fmt: skip


def _check(layout: str | None, header_rows: int | None, roles: Mapping[str, str] | None, language: str) -> None:
    if layout is not None and layout not in LAYOUTS:
        raise UnusableValueError.of("layout", layout, LAYOUTS)
    if header_rows is not None and header_rows not in (1, 2):
        raise UnusableValueError.of("header_rows", header_rows, ("1", "2"))
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    for role in (roles or {}).values():
        if role not in ROLES:
            raise UnusableValueError.of("role", role, ROLES)


def _rows(path: Path, log: _Log, *, separator: str | None, encoding: str | None, sheet: str | None) -> list[list[Any]]:
    """Return the file's rows of cells."""
    kind = container(path)
    log.decide("container", kind if kind != "text" else "csv", "container_reason")
    if kind != "text":
        found = read_sheet(path, sheet)
        reason = "sheet_given" if sheet else "sheet_first" if found.others else "sheet_only"
        log.decide("sheet", found.name, reason, **({"others": ", ".join(found.others)} if found.others else {}))
        return found.rows
    decoded = decode(path, encoding)
    log.decide("encoding", decoded.encoding, decoded.reason)
    for doubt in decoded.doubts:
        log.warn(doubt)
    found_separator, reason = (separator, "separator_given") if separator else find_separator(decoded.text)
    log.decide("separator", "tab" if found_separator == "\t" else found_separator, reason)
    if len(found_separator) != 1:
        raise UnusableValueError(f"separator={found_separator!r} is not one character.", where=path, hint='Usual: ";".')
    rows = records(decoded.text, found_separator)
    if not any(any(not is_blank(cell) for cell in row) for row in rows[:1000]):
        raise ImportFileError("The file holds no text.", where=path, hint="Export it again.")
    return rows


def _columns(head: Sequence[Sequence[str]], headers: Headers, log: _Log) -> list[SourceColumn]:
    log.decide("headers", headers.number, headers.reason)
    if headers.row:
        log.decide("headers_row", headers.row + 1, "headers_row_reason")
        above = sum(any(not is_blank(cell) for cell in row) for row in head[: headers.row])
        if above:
            log.warn("warn_metadata", count=above)
    width = max((len(row) for row in head), default=0)
    top = [*head[headers.row], *[""] * (width - len(head[headers.row]))]
    below = None
    if headers.number == 2 and headers.row + 1 < len(head):
        below = [*head[headers.row + 1], *[""] * (width - len(head[headers.row + 1]))]
    unnamed = term("importers.unnamed", log.language)
    return read_columns(top, below, unnamed=unnamed)


def _body(rows: list[list[Any]], headers: Headers, width: int, log: _Log) -> tuple[list[list[str]], list[int]]:
    """Return the cells below the headers, column by column, and the row of each case in the file."""
    start = headers.row + headers.number
    body = rows[start:]
    numbers = [start + 1 + i for i, row in enumerate(body) if any(cell != "" and cell is not None for cell in row)]
    body = [rows[number - 1] for number in numbers]
    odd = [number for number, row in zip(numbers, body, strict=True) if len(row) > width]
    if odd:
        log.warn("warn_widths", count=len(odd), row=odd[0])
        body = [row[:width] for row in body]
    # Only the end can be junk; twenty rows are enough to see it, and the rest need not be turned to text twice.
    tail = [as_text([*row, *[""] * (width - len(row))]) for row in body[-20:]]
    junk = trailing_junk(tail) if len(body) > 1 else 0
    if junk and junk < len(tail):
        log.warn("warn_trailing", count=junk, rows=f"{numbers[-junk]}–{numbers[-1]}")
        body, numbers = body[:-junk], numbers[:-junk]
    values = [as_text(column) for column in columns_of(body, width)]
    return _without_blank_rows(values, numbers)


def _without_blank_rows(values: list[list[str]], numbers: list[int]) -> tuple[list[list[str]], list[int]]:
    kept = [i for i, row in enumerate(zip(*values, strict=True)) if not all(map(is_blank, row))]
    if len(kept) == len(numbers):
        return values, numbers
    return [[column[i] for i in kept] for column in values], [numbers[i] for i in kept]


def _overruled(
    columns: Sequence[SourceColumn], found: Sequence[Role], given: Mapping[str, str], path: Path
) -> list[Role]:
    """Return the roles with the user's in place of ours."""
    result = list(found)
    for name, role in given.items():
        wanted = clean_header(name).casefold()
        places = [
            i for i, column in enumerate(columns)
            if wanted in (clean_header(column.raw).casefold(), column.name.casefold(), column.question.casefold())
        ]  # fmt: skip
        if not places and wanted.startswith("q") and wanted[1:].isdigit():
            opened = [i for i, item in enumerate(found) if item.role in ("open", "option-text")]
            places = opened[int(wanted[1:]) - 1 : int(wanted[1:])]
        if not places:
            raise NotFoundError.of("column", name, [column.name for column in columns], where=path)
        for i in places:
            result[i] = Role(role=role, reason="role_given", facts={}, alternative=found[i].role)
    return result


def _refuse_empty(path: Path, values: Sequence[Sequence[str]], columns: Sequence[SourceColumn]) -> None:
    if not values or not values[0]:
        shown = ", ".join(column.name for column in columns[:5])
        raise ImportFileError(
            f"The file has headers ({shown}) but no rows of answers.",
            where=path,
            hint="See in the survey program that the report is not filtered, and export it again.",
        )


def _refuse_closed(
    path: Path, columns: Sequence[SourceColumn], roles: Sequence[Role], values: Sequence[Sequence[str]]
) -> None:
    lengths = [sum(map(len, cells)) / max(len(cells), 1) for cells in values]
    order = sorted(range(len(columns)), key=lambda i: -lengths[i])
    texts = [i for i in order if roles[i].role in ("text", "choice", "scale")] or order
    nearest = ", ".join(f"“{columns[i].name}” ({roles[i].role})" for i in texts[:3])
    raise ImportFileError(
        f"No column looks like an open question; nearest are {nearest}.",
        where=path,
        hint=f'Say which one is: roles={{"{columns[texts[0]].name}": "open"}} '
        f'(on the command line --role "{columns[texts[0]].name}=open").',
    )


def _warn_of_number_mode(roles: Sequence[Role], log: _Log) -> None:
    closed = [role.role for role in roles if role.role in ("choice", "scale", "number")]
    if len(closed) >= 5 and closed.count("number") >= 0.7 * len(closed):
        log.warn("warn_numbers")


def _report_cases(columns: Sequence[SourceColumn], roles: Sequence[Role], log: _Log) -> None:
    for column, role in zip(columns, roles, strict=True):
        if role.role == "id":
            log.decide("case", column.name, "case_column")
            return
    log.decide("case", log.say("case_order"), "case_order_reason")
    for column, role in zip(columns, roles, strict=True):
        if role.reason == "role_id_repeats":
            log.warn("warn_id", column=column.name)


def _report_values(built: Built, columns: Sequence[SourceColumn], roles: Sequence[Role], log: _Log) -> None:
    if built.contentless:
        log.warn("warn_contentless", count=built.contentless)
    for column, count in built.zeros:
        log.warn("warn_zero", column=column, count=count)
    for column, role, count in built.misfits:
        log.warn("warn_dates" if role == "date" else "warn_number_values", column=column, count=count)
    personal = [column.name for column, role in zip(columns, roles, strict=True) if role.role == "personal"]
    if personal:
        log.warn("warn_personal", columns=", ".join(personal))


def _decisions(
    columns: Sequence[SourceColumn], roles: Sequence[Role], names: Sequence[str], log: _Log
) -> list[ColumnDecision]:
    decisions = []
    for column, role, name in zip(columns, roles, names, strict=True):
        facts = dict(role.facts)
        if isinstance(facts.get("share"), float):
            facts["share"] = percent(float(str(facts["share"])), log.language)
        decisions.append(
            ColumnDecision(
                column=column.raw, position=column.position + 1, role=role.role, name=name,
                reason=log.say(role.reason, **facts), alternative=role.alternative,
            )
        )  # fmt: skip
    return decisions
