"""What a study hands to others: the workbook of results, the codings, the theme map."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.study.checking import remaining, texts_of, warn_of
from teema.tables import Column, Table
from teema.terms import term

if TYPE_CHECKING:
    from teema.study.study import Study

__all__ = ["export", "working_file"]

_PICTURES = (".svg", ".png", ".pdf")
# Groups that a crosstab shows unasked; more would not fit a page, fewer say nothing.
_GROUPS = range(2, 7)


def export(study: Study, path: Path, *, by: str | list[str] | None, analysis: str | None, min_cell: int | None) -> Path:
    """Write what the ending of the file name asks for; see `Study.export`."""
    kind = path.suffix.lower()
    if not path.absolute().parent.is_dir():
        raise UnusableValueError("The folder does not exist.", where=path.parent, hint="Make the folder first.")
    if kind == ".xlsx":
        from teema.export import write_workbook

        sheets = _sheets(study, by, analysis, min_cell)
        info, *results = sheets
        counts = remaining(study, texts_of(study, {name: sheets[name] for name in results}))
        sheets[info] = _told(sheets[info], counts)
        write_workbook(path, sheets, language=study.language)
        warn_of(study, counts)
        return path.absolute()
    if kind == ".csv":
        from teema.export import write_csv

        write_csv(path, study.codings)
        warn_of(study, remaining(study, {path.name: study.codings["text"]}))
        return path.absolute()
    if kind in _PICTURES:
        name = _analysis(study, analysis)
        if name is None:
            raise NotFoundError(
                "The study has no analysis, so there is no theme map to draw.",
                where=study.path.name,
                hint='Make one in Python: study.analysis("Temaattinen analyysi").add("…", codes=["…"]).',
            )
        return study.analysis(name).map().save(path.absolute())
    raise UnusableValueError.of("ending", kind, (".xlsx", ".csv", *_PICTURES))


def _told(info: Table, counts: str) -> Table:
    """Return the sheet on the workbook with how many possible identifiers its texts hold."""
    import pandas as pd

    row = {"what": term("privacy.remain_label", info.language), "value": counts or "–"}
    return replace(info, frame=pd.concat([info.frame, pd.DataFrame([row])], ignore_index=True))


def working_file(
    study: Study,
    path: Path,
    *,
    kind: str,
    by: str | list[str] | None,
    questions: str | list[str] | None,
    unit: str,
    layout: str,
    coder: str | None,
) -> Path:
    """Write a file that is worked on and read back; see `Study.export`."""
    from teema.study import codebook_files, coding_sheet

    if kind == "codebook":
        written = codebook_files.write(study, path)
        codes = study.codebook.to_frame()
        texts = [str(cell) for name in ("code", "definition", "include", "exclude", "example") for cell in codes[name]]
        warn_of(study, remaining(study, {path.name: texts}))
        return written
    if kind != "coding-sheet":
        raise UnusableValueError.of("kind", kind, ("coding-sheet", "codebook"))
    if path.suffix.lower() != ".xlsx":
        raise UnusableValueError.of("ending", path.suffix, (".xlsx",))
    written = coding_sheet.write(study, path, by=by, questions=questions, unit=unit, layout=layout, coder=coder)
    warn_of(study, remaining(study, {path.name: study.answers["text"]}))
    return written


def _sheets(study: Study, by: str | list[str] | None, analysis: str | None, min_cell: int | None) -> dict[str, Table]:
    from teema.results import codebook_table, extract_table

    language = study.language
    groupings = _groupings(study, by)
    name = _analysis(study, analysis)
    sheets = {term("study.info_sheet", language): _info(study, name, min_cell)}

    def add(title: str, table: Table) -> None:
        sheets[title] = _protected(table, min_cell)

    add(term("study.sheet_codes", language), study.frequency())
    for variable in groupings:
        add(term("study.sheet_codes_by", language, by=variable), study.frequency(by=variable))
    if name is not None:
        held = study.analysis(name)
        add(term("study.sheet_themes", held.language), held.frequency())
        for variable in groupings:
            add(term("study.sheet_themes_by", held.language, by=variable), held.frequency(by=variable))
    codes = study.codebook.to_frame()
    sheets[term("study.sheet_codebook", language)] = codebook_table(codes, language=language)
    extracts = extract_table(study.codings, order=codes["code"].tolist(), language=language)
    if min_cell is not None:
        # Who said what cannot be both listed and hidden: the sheet says what it gives away.
        extracts = replace(extracts, base=term("study.note_extracts", language))
    sheets[term("study.sheet_extracts", language)] = extracts
    return sheets


def _protected(table: Table, min_cell: int | None) -> Table:
    from teema.results import suppress

    return table if min_cell is None else suppress(table, min_cell=min_cell)


def _groupings(study: Study, by: str | list[str] | None) -> list[str]:
    if by is not None:
        return [study.variable(name) for name in ([by] if isinstance(by, str) else by)]
    return [
        item.name for item in study.variables if item.kind in ("choice", "scale") and len(item.categories) in _GROUPS
    ]


def _analysis(study: Study, name: str | None) -> str | None:
    known = study.analyses
    if name is None:
        return known[-1] if known else None
    for item in known:
        if item.casefold() == name.casefold():
            return item
    raise NotFoundError.of("analysis", name, known, where=study.path.name)


def _info(study: Study, analysis: str | None, min_cell: int | None) -> Table:
    import pandas as pd

    language = study.language
    report, codings = study.report, study.codings
    protection = (
        term("study.info_unsuppressed", language)
        if min_cell is None
        else term("study.info_suppressed", language, min_cell=min_cell)
    )
    facts = {
        "study": study.path.name,
        "source": report.source,
        "digest": report.sha256,
        "cases": len(study.cases),
        "questions": len(study.questions),
        "answers": len(study.answers),
        "codes": len(study.codebook),
        "codings": len(codings),
        "coders": ", ".join(sorted(set(codings["coder"]))) or "–",
        "analysis": analysis or "–",
        "suppression": protection,
        "date": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M"),
    }
    rows = [(term(f"study.info_{key}", language), str(value)) for key, value in facts.items()]
    return Table(
        frame=pd.DataFrame(rows, columns=["what", "value"]),
        title=term("study.info_title", language),
        columns=(
            Column("what", term("study.info_what", language), "text"),
            Column("value", term("study.info_value", language), "wide-text"),
        ),
        language=language,
    )
