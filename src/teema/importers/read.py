"""Reading an export file: each step decides, says why, and can be overruled."""

from __future__ import annotations

import gc
import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import ImportFileError, NotFoundError, UnusableValueError
from teema.importers.build import Built, build
from teema.importers.cells import Cells
from teema.importers.columns import SourceColumn, clean_header, finished, read_columns, without_number
from teema.importers.detect import Detected, detect
from teema.importers.headers import Headers, find_headers, headers_again, trailing_junk
from teema.importers.layouts import LAYOUTS, Gathered, Layout, Reading, recognise
from teema.importers.report import (
    Log,
    column_decisions,
    report_cases,
    report_copies,
    report_roles,
    report_unit,
    report_values,
)
from teema.importers.report_survey import UNIT, survey_of_report
from teema.importers.roles import ROLES, Role, column_roles
from teema.importers.sources import Source, read_rows, report_blocks
from teema.importers.spreadsheets import as_text
from teema.importers.tables import table_of
from teema.importers.text_files import NotPlainError
from teema.importers.values import clean_cells, is_blank
from teema.progress import track
from teema.survey import ImportReport, Survey
from teema.terms import LANGUAGES, Language, term

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["read_survey"]

_LARGE = 2 * 2**20  # bytes of a file that may take a while
_PIECE = 8 * 2**20
_STEPS = 4
_TAIL = 20  # rows at the end among which notes and sums are looked for


def read_survey(  # noqa: PLR0913 -- every decision can be overruled in the call
    path: str | Path,
    *,
    layout: Layout | None = None,
    header_rows: int | None = None,
    roles: Mapping[str, str] | None = None,
    separator: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    zero_fill: bool | None = None,
    keep_trailing: bool = False,
    language: Language = "fi",
    case_unit: str | None = None,
) -> Survey:
    """Read the answers of a survey from an export file.

    Understood are Webropol exports with one header row (W1) and with two (W2), its reports (own sheets in Excel, or
    Word), Webropol Events, Microsoft Forms, Google Forms, LimeSurvey, Qualtrics, REDCap, SPSS files, tables with one
    row for each answer, and any plain table with one header row; from xlsx, xls, ods, csv, tsv, docx and sav.
    `survey.report` says what was understood and why; every decision can be given in the call instead.

    Args:
        path: The export file.
        layout: `webropol` (either row layout), `webropol-w1`, `webropol-w2`, `webropol-events`, `ms-forms`,
            `google-forms`, `limesurvey`, `qualtrics`, `redcap`, `webropol-report`, `spss`, `long` (one row for each
            answer) or `table`.
        header_rows: 1, 2, or 3 (Qualtrics).
        roles: Role of a column by its header (as in the file or cleaned) or question id: open, option-text, choice,
            multiple, scale, number, date, text, system, personal, id or empty.
        separator: Of a text file, such as `";"`.
        encoding: Of a text file, such as `"cp1252"`.
        sheet: Name of the sheet.
        zero_fill: Whether zeros in open questions stand for blanks; None decides for each question.
        keep_trailing: Keep rows at the end that look like sums or notes.
        language: Language of the report: fi, sv or en.
        case_unit: What a row is: vastaaja (as long as nothing is said), pienryhmä, työpaja, …; in a report whose
            answers name no respondent, each answer is its own case, vastaus.

    Returns:
        The survey. A case is named by a unique id column (never by name or e-mail), else by its order. `source_row` of
        its answers is the row as a spreadsheet shows it; in a text file, the record, the first one being 1 (an answer
        with line breaks is one record).

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
    given = {
        "layout": layout, "header_rows": header_rows, "roles": dict(roles) if roles else None, "separator": separator,
        "encoding": encoding, "sheet": sheet, "zero_fill": zero_fill, "keep_trailing": keep_trailing or None,
        "language": language if language != "fi" else None, "case_unit": case_unit,
    }  # fmt: skip
    if header_rows is None and layout in ("webropol-w1", "webropol-w2", "table"):
        header_rows = 2 if layout == "webropol-w2" else 1
    understand = partial(
        _survey, path, layout=layout, header_rows=header_rows, roles=roles or {}, separator=separator,
        encoding=encoding, sheet=sheet, zero_fill=zero_fill, keep_trailing=keep_trailing, language=language,
        case_unit=case_unit,
    )  # fmt: skip
    survey = None
    with _no_cycles():
        with suppress(NotPlainError):
            survey = understand(plain=True)
        if survey is None:  # what was said of the file by its beginning is to be said anew
            survey = understand(plain=False)
    return replace(survey, report=replace(survey.report, call=_call(path, given)))


def _call(path: Path, given: Mapping[str, object]) -> str:
    """Return the call that reads the file as it was read now."""
    shown = path.name if path.is_absolute() else path.as_posix()
    arguments = [repr(shown), *(f"{name}={value!r}" for name, value in given.items() if value is not None)]
    return f"survey = teema.read_survey({', '.join(arguments)})"


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Pause the search for reference cycles: millions of cells are made, and text has none."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def _survey(  # noqa: PLR0913 -- as above
    path: Path, *, layout: Layout | None, header_rows: int | None, roles: Mapping[str, str], separator: str | None,
    encoding: str | None, sheet: str | None, zero_fill: bool | None, keep_trailing: bool, language: Language,
    case_unit: str | None, plain: bool,
) -> Survey:  # fmt: skip
    log = Log(language)
    steps = _steps(path, language)
    next(steps)
    source = read_rows(path, log, layout=layout, separator=separator, encoding=encoding, sheet=sheet, roles=roles,
        header_rows=header_rows, plain=plain,
    )  # fmt: skip
    blocks = report_blocks(path, source, sheet) if layout in (None, "webropol", "webropol-report") else []
    next(steps)
    if blocks:
        _refuse_for_report(path, header_rows=header_rows, roles=roles)
        deque(steps, maxlen=0)
        return survey_of_report(blocks, log, source=path.name, sha256=_checksum(path), case_unit=case_unit or UNIT)
    with _checksum_beside(path) as checksum:
        return _understood(
            path, source, log, checksum, steps, layout=layout, header_rows=header_rows, roles=roles,
            zero_fill=zero_fill, keep_trailing=keep_trailing, case_unit=case_unit,
        )  # fmt: skip


def _steps(path: Path, language: Language) -> Iterator[int]:
    """Yield before each of the four steps of reading: under a progress bar, when the file is large."""
    if path.is_file() and path.stat().st_size > _LARGE:
        return track(range(_STEPS), term("importers.reading", language))
    return iter(range(_STEPS))


@contextmanager
def _checksum_beside(path: Path) -> Iterator[Callable[[], str]]:
    """Reckon the checksum of a large file while it is being understood; of a small one, when it is asked for."""
    if path.stat().st_size <= _LARGE:
        yield partial(_checksum, path)
        return
    with ThreadPoolExecutor(1) as beside:
        yield beside.submit(_checksum, path).result


def _checksum(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as handle:
        # Each piece waits for its turn beside the reading, so they are large.
        while piece := handle.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def _understood(  # noqa: PLR0913 -- as above
    path: Path, source: Source, log: Log, checksum: Callable[[], str], steps: Iterator[int], *,
    layout: Layout | None, header_rows: int | None, roles: Mapping[str, str], zero_fill: bool | None,
    keep_trailing: bool, case_unit: str | None,
) -> Survey:  # fmt: skip
    head = [as_text(row) for row in source.table.head]
    found = source.reading or recognise(head, layout, header_rows)
    _refuse_layout(path, layout, header_rows, found)
    headers = _headers(head, found, header_rows, layout)
    values = source.table.below(headers.row + headers.number)
    source.table = table_of([])  # half of what is held, and no longer needed
    columns = _columns(head, len(values), headers, found, log)
    tops = head[headers.row : headers.row + headers.number]
    values, source_rows = _body(values, tops, headers, columns, log, keep_trailing=keep_trailing)
    next(steps)
    columns, values = _without_ghosts(columns, values)
    _refuse_empty(path, source_rows, columns)
    if found is not None and found.clean is not None:
        values = [Cells.of(found.clean(cells.texts)) for cells in values]
    roles_found = column_roles(columns, values)
    if found is not None:
        roles_found = found.settle(columns, [cells.texts for cells in values], roles_found)
    chosen = _overruled(columns, roles_found, roles, path)
    next(steps)
    built = build(columns, chosen, values, source_rows=source_rows, zero_fill=zero_fill)
    if source.gathered is not None:
        _set_rows(built, source.gathered)
    if not len(built.answers):
        _refuse_closed(path, columns, chosen, values)
    detected = _layout(found, layout, columns, headers)
    second = "webropol-w1" if detected.layout in ("table", "webropol-w2") else "table"
    instead = None if detected.layout == "spss" else (second, f"layout={second!r}")
    log.decide("layout", detected.layout, detected.reason, instead=instead, **detected.facts)
    if headers.alternative:
        log.warn("warn_headers")
    report_cases(built.named_by, columns, chosen, log, source.gathered)
    unit = report_unit(built, case_unit, log, source.gathered)
    report_roles(columns, chosen, log)
    report_values(built, log)
    report_copies(chosen, values, log)
    deque(steps, maxlen=0)  # the bar ends full
    report = ImportReport(
        source=path.name,
        sha256=checksum(),
        layout=detected.layout,
        language=log.language,
        decisions=tuple(log.decisions),
        columns=column_decisions(columns, chosen, built.names, log),
        warnings=tuple(log.warnings),
        rejected=tuple(log.rejected),
    )
    return Survey(
        answers=built.answers, cases=built.cases, questions=built.questions, variables=built.variables, report=report,
        case_unit=unit,
    )  # fmt: skip


def _refuse_for_report(path: Path, *, header_rows: int | None, roles: Mapping[str, str]) -> None:
    for name, value in {"header_rows": header_rows, "roles": roles or None}.items():
        if value is not None:
            raise UnusableValueError(
                f"{name}={value!r} says nothing about a report, which has lists of answers and no columns.",
                where=path,
                hint=f'Leave {name}= out; layout="table" reads one sheet as a table.',
            )


def _check(layout: str | None, header_rows: int | None, roles: Mapping[str, str] | None, language: str) -> None:
    if layout is not None and layout not in LAYOUTS:
        raise UnusableValueError.of("layout", layout, LAYOUTS)
    if header_rows is not None and header_rows not in (1, 2, 3):
        raise UnusableValueError.of("header_rows", header_rows, ("1", "2", "3"))
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    for role in (roles or {}).values():
        if role not in ROLES:
            raise UnusableValueError.of("role", role, ROLES)


def _set_rows(built: Built, gathered: Gathered) -> None:
    """Set the row in the file of each answer of a table that had many rows for each case."""
    asked = {name: place for place, name in enumerate(built.names)}
    places = {case: place for place, case in enumerate(built.cases.index)}
    found = zip(built.answers["case"], built.answers["question"], strict=True)
    built.answers["source_row"] = [gathered.source[places[case], asked[question]] for case, question in found]


def _layout(
    found: Reading | None, layout: Layout | None, columns: Sequence[SourceColumn], headers: Headers
) -> Detected:
    """Return the layout of the file and why."""
    if found is not None:
        return Detected(found.layout, "layout_given" if layout else found.reason, dict(found.facts))
    detected = detect(columns, header_rows=headers.number)
    if layout is None:
        return detected
    if layout == "webropol":  # which of its two is told by the header rows
        return Detected("webropol-w2" if headers.number == 2 else "webropol-w1", "layout_given", {})
    return Detected(layout, "layout_given", {})


def _headers(
    head: Sequence[Sequence[str]], found: Reading | None, header_rows: int | None, layout: Layout | None
) -> Headers:
    if found is None:
        return find_headers(head, header_rows)
    reason = "headers_given" if header_rows is not None else "headers_layout"
    return Headers(found.row, found.header_rows, reason)


def _refuse_layout(path: Path, layout: Layout | None, header_rows: int | None, found: Reading | None) -> None:
    if header_rows == 3 and found is None:
        raise UnusableValueError(
            "header_rows=3, but only tables of Qualtrics have three, the third with ImportId.", where=path,
            hint="Give header_rows=1 or header_rows=2.",
        )  # fmt: skip
    if layout is None or found is not None or layout in ("webropol", "webropol-w1", "webropol-w2", "table"):
        return
    raise UnusableValueError(
        f"layout={layout!r}, but the table has none of its marks in its first rows.",
        where=path,
        hint='Leave layout= out to see what it looks like, or read it as layout="table".',
    )


def _columns(
    head: Sequence[Sequence[str]], width: int, headers: Headers, found: Reading | None, log: Log
) -> list[SourceColumn]:
    other = 2 if headers.number == 1 else 1
    instead = None if found is not None and found.layout == "spss" else (other, f"header_rows={other}")
    log.decide("headers", headers.number, headers.reason, instead=instead)
    if headers.row:
        log.decide("headers_row", headers.row + 1, "headers_row_reason")
        above = sum(any(not is_blank(cell) for cell in row) for row in head[: headers.row])
        if above:
            log.warn("warn_metadata", count=above)
    top, below = (
        [*cells, *[""] * (width - len(cells))]
        for cells in (head[i] if i < len(head) else [] for i in (headers.row, headers.row + 1))
    )
    unnamed, written = (term(f"importers.{key}", log.language) for key in ("unnamed", "written"))
    if found is not None:
        more = [SourceColumn(position=i, raw="", question="") for i in range(len(found.columns), width)]
        known = found.columns + more
        return finished(known, unnamed=unnamed, written=written)
    return read_columns(top, below if headers.number == 2 else None, unnamed=unnamed, written=written)


def _body(
    values: list[Cells], tops: Sequence[Sequence[str]], headers: Headers, columns: Sequence[SourceColumn], log: Log, *,
    keep_trailing: bool,
) -> tuple[list[Cells], NDArray[np.int64]]:  # fmt: skip
    """Return the cells without blank rows and notes at the end, and the row of each case in the file."""
    import numpy as np

    count = len(values[0].places) if values else 0
    kept = np.zeros(count, dtype="bool")
    for cells in values:
        if kept.all():
            break
        kept |= cells.holds()
    again = headers_again(list(map(clean_cells, tops)), values)
    if again:
        log.warn("warn_headers_again", count=len(again), row=again[0] + headers.row + headers.number + 1)
        kept[again] = False
    numbers = np.flatnonzero(kept) + headers.row + headers.number + 1
    junk = 0 if keep_trailing else _junk(values, numbers, np.flatnonzero(kept)[-_TAIL:])
    if junk:
        shown = f"{numbers[-junk]}–{numbers[-1]}" if junk > 1 else numbers[-1]
        log.warn("warn_trailing", count=junk, rows=shown)
        kept[np.flatnonzero(kept)[-junk:]] = False
        numbers = numbers[:-junk]
    if not kept.all():
        values = [cells.only(kept) for cells in values]
    _warn_of_wide_rows(values, numbers, columns, log)
    return values, numbers


def _junk(values: Sequence[Cells], numbers: NDArray[np.int64], last: NDArray[np.intp]) -> int:
    """Return how many of the last rows are notes or sums."""
    tail = [[cells.values[cells.places[place]] for cells in values] for place in last]
    after_blank = [False, *(later - former > 1 for former, later in pairwise(numbers[-_TAIL:].tolist()))]
    return trailing_junk(tail, after_blank=after_blank)


def _warn_of_wide_rows(
    values: Sequence[Cells], numbers: NDArray[np.int64], columns: Sequence[SourceColumn], log: Log
) -> None:
    """Warn of cells to the right of the last header: a broken row, or notes that somebody added."""
    named = max((i + 1 for i, column in enumerate(columns) if not is_blank(column.raw)), default=0)
    beyond = [cells.holds() for cells in values[named:]]
    if any(holds.any() for holds in beyond):
        wide = numbers[sum(beyond) > 0]
        log.warn("warn_widths", count=len(wide), row=wide[0])


def _without_ghosts(columns: Sequence[SourceColumn], values: Sequence[Cells]) -> tuple[list[SourceColumn], list[Cells]]:
    """Leave out columns at the right edge that have neither header nor values: traces of formatting."""
    end = len(columns)
    while end > 1 and is_blank(columns[end - 1].raw) and not values[end - 1].distinct:
        end -= 1
    return list(columns[:end]), list(values[:end])


def _overruled(
    columns: Sequence[SourceColumn], found: Sequence[Role], given: Mapping[str, str], path: Path
) -> list[Role]:
    """Return the roles with the user's in place of ours."""
    result = list(found)
    for name, role in given.items():
        places = _places(name, columns, found)
        if not places:
            raise NotFoundError.of("column", name, [column.name for column in columns], where=path)
        for i in places:
            result[i] = Role(role=role, reason="role_given", alternative=found[i].role)
    if "id" in given.values():
        result = [
            Role(role="system", reason="role_other_id", alternative="id")
            if role.role == "id" and role.reason != "role_given" else role
            for role in result
        ]  # fmt: skip
    return result


def _places(name: str, columns: Sequence[SourceColumn], found: Sequence[Role]) -> list[int]:
    """Return the columns of that header (as in the file or cleaned), question or question id."""
    header = clean_header(name).casefold().removesuffix(":").strip()
    wanted = {header, without_number(header)}
    places = [
        i for i, column in enumerate(columns)
        if clean_header(column.raw).casefold().removesuffix(":").strip() == header
        or not wanted.isdisjoint((column.name.casefold(), column.question.casefold()))
    ]  # fmt: skip
    if places or not (header[:1] == "q" and header[1:].isdigit()):
        return places
    opened = [i for i, item in enumerate(found) if item.role in ("open", "option-text")]
    return opened[int(header[1:]) - 1 : int(header[1:])] if int(header[1:]) else []


def _refuse_empty(path: Path, source_rows: NDArray[np.int64], columns: Sequence[SourceColumn]) -> None:
    if all(is_blank(column.raw) for column in columns):
        raise ImportFileError("The file holds no text.", where=path, hint="Export it again.")
    if not len(source_rows):
        shown = ", ".join(column.name for column in columns[:5]) + (", …" if len(columns) > 5 else "")
        raise ImportFileError(
            f"The file has headers ({shown}) but no rows of answers.",
            where=path,
            hint="See in the survey program that the report is not filtered, and export it again.",
        )


def _refuse_closed(path: Path, columns: Sequence[SourceColumn], roles: Sequence[Role], values: Sequence[Cells]) -> None:
    lengths = [(cells.lengths * cells.numbers).sum() / max(len(cells.places), 1) for cells in values]
    order = sorted(range(len(columns)), key=lambda i: -lengths[i])
    texts = [i for i in order if roles[i].role in ("text", "choice", "scale")] or order
    nearest = ", ".join(f"“{columns[i].name}” ({roles[i].role})" for i in texts[:3])
    raise ImportFileError(
        f"No column looks like an open question; nearest are {nearest}.",
        where=path,
        hint=f'Say which one is: roles={{"{columns[texts[0]].name}": "open"}} '
        f'(on the command line --role "{columns[texts[0]].name}=open").',
    )
