"""The command line, for those who do not write code; the same words as the methods of a study."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, Optional

import typer

from teema import __version__
from teema.cli_files import add_commands
from teema.cli_grouping import add_grouping
from teema.errors import StudyExistsError, TeemaError, UnusableValueError
from teema.store import user_name
from teema.terms import term

if TYPE_CHECKING:
    from teema.study import Study

__all__ = ["app", "run"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="teema takes open-ended survey answers from the export file to a defensible analysis. "
    "Everything happens on this computer.",
    epilog="Begin with: teema import vastaukset.xlsx --dry-run",
)

Source = Annotated[
    Path, typer.Argument(help="The export: .xlsx, .xls, .ods, .csv, .tsv, .docx, .sav.", show_default=False)
]
StudyFile = Annotated[Path, typer.Argument(help="The study file, name.teema.", show_default=False)]
Coder = Annotated[str, typer.Option(help="Initials or name of who works; stands on every change.")]
Lang = Annotated[Literal["fi", "sv", "en"], typer.Option("--language", help="Language of the answers and outputs.")]
Layout = Annotated[
    Literal[
        "webropol",
        "webropol-w1",
        "webropol-w2",
        "webropol-events",
        "ms-forms",
        "google-forms",
        "limesurvey",
        "qualtrics",
        "redcap",
        "webropol-report",
        "spss",
        "long",
        "table",
    ]
    | None,
    typer.Option(help="Layout of the file, when the guess is wrong."),
]
HeaderRows = Annotated[Optional[int], typer.Option(help="Number of header rows, when the guess is wrong.")]  # noqa: UP045
Separator = Annotated[Optional[str], typer.Option(help="Separator of a CSV file, when the guess is wrong.")]  # noqa: UP045
Encoding = Annotated[Optional[str], typer.Option(help="Encoding of a text file, when the guess is wrong.")]  # noqa: UP045
Sheet = Annotated[Optional[str], typer.Option(help="Sheet of the workbook, when it is not the first with data.")]  # noqa: UP045
Role = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--role", help='Role of a column, as "Kommentit=open"; may be given many times.'),
]


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,  # noqa: FBT002
) -> None:
    """Print the version when asked."""
    if version:
        typer.echo(f"teema {__version__}")
        raise typer.Exit


@app.command("import")
def import_(  # noqa: PLR0913, PLR0917 -- one argument for each decision that can be overruled
    source: Source,
    study: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(help="The study file to make; by default beside the export.", show_default=False),
    ] = None,
    coder: Coder = "",
    language: Lang = "fi",
    layout: Layout = None,
    header_rows: HeaderRows = None,
    separator: Separator = None,
    encoding: Encoding = None,
    sheet: Sheet = None,
    role: Role = None,
    keep_trailing: Annotated[  # noqa: FBT002
        bool, typer.Option("--keep-trailing", help="Keep rows at the end that look like sums or notes.")
    ] = False,
    zero_fill: Annotated[
        Optional[bool],  # noqa: UP045
        typer.Option("--zero-fill/--no-zero-fill", help="Whether zeros in open questions stand for blanks."),
    ] = None,
    case_unit: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="What a row is, when it is no respondent: pienryhmä, työpaja, …"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what was understood.")] = False,  # noqa: FBT002
) -> None:
    """Read an export and make a study of it, saying what was understood and why."""
    from teema.importers import read_survey
    from teema.study import create

    target = study or source.with_suffix(".teema")
    if target.exists() and not dry_run:
        raise StudyExistsError(
            "There is already a file of this name.", where=target,
            hint=f"It stays as it is. Give the new study another name: teema import {source.name} toinen.teema",
        )  # fmt: skip
    survey = read_survey(
        source, layout=layout, header_rows=header_rows, separator=separator, encoding=encoding, sheet=sheet,
        roles=_roles(role), keep_trailing=keep_trailing, zero_fill=zero_fill, case_unit=case_unit, language=language,
    )  # fmt: skip
    typer.echo(str(survey.report))
    if dry_run:
        return
    with create(target, survey, coder=coder or user_name(), language=language) as made:
        _ = made.tokens  # so that the first search need not wait
        _warn_of_identifiers(made)
        typer.echo(term("cli.new_done", language, path=made.path))
        typer.echo(repr(made))


@app.command()
def new(
    study: StudyFile,
    source: Source,
    codebook: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="A codebook to begin with: .xlsx or .csv.", show_default=False),
    ] = None,
    coder: Coder = "",
    language: Lang = "fi",
) -> None:
    """Make a new study from an export, with a codebook if there is one already."""
    from teema.coding import read_codebook
    from teema.importers import read_survey
    from teema.study import create

    codes = read_codebook(codebook) if codebook else None
    survey = read_survey(source, language=language)
    with create(study, survey, coder=coder or user_name(), language=language) as made:
        if codes is not None:
            made.codebook.add_all(codes)
        _ = made.tokens  # so that the first search need not wait
        _warn_of_identifiers(made)
        typer.echo(term("cli.new_done", language, path=made.path))
        typer.echo(repr(made))


@app.command()
def find(
    study: StudyFile,
    query: Annotated[str, typer.Argument(help='What to search for: luottamus, "luottamuksen", luott*, ~suhde, …')],
    width: Annotated[int, typer.Option(help="Characters of context on each side.")] = 45,
    limit: Annotated[int, typer.Option(help="How many hits to print; 0 prints all.")] = 50,
) -> None:
    """Search the answers in all inflections and print the hits in their context."""
    from teema.study import open as open_study

    with open_study(study, read_only=True) as opened:
        matches = opened.find(query)
        frame = matches.to_frame(width)
        for row in frame.head(limit or len(frame)).itertuples():
            typer.echo(f"{row.answer:>9}  {row.left:>{width}} [{row.match}] {row.right}")
        if frame.empty:
            typer.echo("\n".join([term("cli.found_none", opened.language), *matches.show().notes]))
            return
        counts = {"hits": len(frame), "answers": frame["answer"].nunique(), "cases": frame["case"].nunique()}
        typer.echo(term("cli.found", opened.language, **counts))


@app.command()
def export(
    study: StudyFile,
    target: Annotated[
        Path, typer.Argument(help="The file to write: .xlsx (results), .csv (codings), .svg .png .pdf (map).")
    ],
    codebook: Annotated[  # noqa: FBT002
        bool, typer.Option("--codebook", help="Write the codebook: .docx (an appendix), .xlsx, .csv or .yaml.")
    ] = False,
    by: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--by", help="Background variable for a crosstab; may be given many times."),
    ] = None,
    analysis: Annotated[Optional[str], typer.Option(help="Which analysis; by default the newest.")] = None,  # noqa: UP045
    min_cell: Annotated[int, typer.Option(help="Counts of fewer cases are suppressed; 0 turns it off.")] = 3,
) -> None:
    """Write the results: workbook, codings or theme map, by the ending of the file name."""
    from teema.study import open as open_study

    with open_study(study, read_only=True) as opened:
        kind: Literal["codebook"] | None = "codebook" if codebook else None
        path = opened.export(target, kind=kind, by=by or None, analysis=analysis, min_cell=min_cell or None)
        typer.echo(term("cli.exported", opened.language, path=path))


@app.command()
def pseudonymise(
    study: StudyFile,
    accept: Annotated[
        Optional[Literal["all", "sure"]],  # noqa: UP045
        typer.Option(help="Accept all proposals, or those that are sure.", show_default=False),
    ] = None,
    kind: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--kind", help="Accept proposals of this kind, such as person; may be given many times."),
    ] = None,
    workplace: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--workplace", help="Name of a workplace or unit to look for; may be given many times."),
    ] = None,
    write: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Write the table to this .xlsx, for deciding there.", show_default=False),
    ] = None,
    read: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Take the decisions from this .xlsx.", show_default=False),
    ] = None,
    key: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option(help="Write a key file that can bring the originals back.", show_default=False),
    ] = None,
    dry_run: Annotated[  # noqa: FBT002
        bool, typer.Option("--dry-run/--apply", help="Only show the proposals, or replace what is accepted.")
    ] = True,
    coder: Coder = "",
) -> None:
    """Show what may identify somebody, and replace what is accepted with pseudonyms."""
    from teema.study import open as open_study

    with open_study(study, coder=coder or user_name(), read_only=dry_run) as opened:
        names = opened.pseudonyms(workplaces=workplace or ())
        if read is not None:
            names = names.read(read)
        if accept or kind:
            names = names.accept(kinds=kind or None, sure=accept == "sure")
        if write is not None:
            typer.echo(term("cli.exported", opened.language, path=names.write(write)))
        if dry_run:
            typer.echo(str(names.show()))
            typer.echo(repr(names))
            return
        typer.echo(term("cli.pseudonymised", opened.language, places=names.apply(key=key)))


@app.command()
def share(
    study: StudyFile,
    copy: Annotated[Path, typer.Argument(help="The file to make, name.teema.", show_default=False)],
    without: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--without", help="Background variable to leave out; may be given many times."),
    ] = None,
) -> None:
    """Write a copy of a study for others: as it stands, without its journal and what pseudonyms stand for."""
    from teema.study import open as open_study

    with open_study(study, read_only=True) as opened:
        typer.echo(term("cli.exported", opened.language, path=opened.share(copy, without=without or ())))


@app.command()
def sheet(
    study: StudyFile,
    target: Annotated[Path, typer.Argument(help="The coding sheet to write: .xlsx.", show_default=False)],
    unit: Annotated[Literal["answer", "sentence"], typer.Option(help="What one row is.")] = "answer",
    layout: Annotated[
        Literal["lists", "columns"], typer.Option(help="Drop-down lists of codes, or a column of 0 and 1 per code.")
    ] = "lists",
    question: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--question", help="Only answers to this question; may be given many times."),
    ] = None,
    coder: Annotated[Optional[str], typer.Option(help="Who is to code; by default you.")] = None,  # noqa: UP045
) -> None:
    """Write the answers as a coding sheet for Excel or LibreOffice; read it back with read-sheet."""
    from teema.study import open as open_study

    with open_study(study, read_only=True, coder=coder or user_name()) as opened:
        path = opened.export(
            target, kind="coding-sheet", unit=unit, layout=layout, questions=question or None, coder=coder
        )
        typer.echo(term("cli.exported", opened.language, path=path))


@app.command("read-sheet")
def read_sheet(
    study: StudyFile,
    source: Annotated[Path, typer.Argument(help="The coding sheet that was filled in.", show_default=False)],
    coder: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option(help="Whose codings they are; by default the coder the sheet was written for."),
    ] = None,
    create: Annotated[  # noqa: FBT002
        bool, typer.Option("--create", help="Make the codes that the codebook does not have.")
    ] = False,
    apply: Annotated[  # noqa: FBT002
        bool, typer.Option("--apply", help="Change the study; otherwise only say what would change.")
    ] = False,
) -> None:
    """Say what a coding sheet would change in the study, and change it with --apply, as one step."""
    from teema.study import open as open_study

    with open_study(study, read_only=not apply, coder=coder or user_name()) as opened:
        read = opened.read_coding_sheet(source, coder=coder)
        typer.echo(str(read))
        if apply:
            typer.echo(term("cli.sheet_applied", opened.language, count=read.apply(create=create)))
        elif read:
            typer.echo(term("cli.sheet_pending", opened.language))


@app.command("read-codebook")
def read_codebook_(
    study: StudyFile,
    source: Annotated[Path, typer.Argument(help="A codebook: .xlsx, .csv or .yaml.", show_default=False)],
    delete: Annotated[  # noqa: FBT002
        bool, typer.Option("--delete", help="Delete codes that the file does not have and nothing is coded with.")
    ] = False,
    clear: Annotated[bool, typer.Option("--clear", help="Empty fields that are blank in the file.")] = False,  # noqa: FBT002
    apply: Annotated[  # noqa: FBT002
        bool, typer.Option("--apply", help="Change the study; otherwise only say what would change.")
    ] = False,
    coder: Coder = "",
) -> None:
    """Say what a codebook in a file would change in the study, and change it with --apply, as one step."""
    from teema.study import open as open_study

    with open_study(study, read_only=not apply, coder=coder or user_name()) as opened:
        read = opened.read_codebook(source)
        typer.echo(str(read.summary()))
        if apply:
            count = read.apply(delete=delete, clear=clear)
            typer.echo(term("cli.codebook_applied", opened.language, count=count))
        elif read:
            typer.echo(term("cli.sheet_pending", opened.language))


@app.command()
def merge(
    mine: Annotated[Path, typer.Argument(help="Your study file, which takes the other in.", show_default=False)],
    theirs: Annotated[Path, typer.Argument(help="The other coder's file; it stays as it is.", show_default=False)],
    coder: Coder = "",
    decide: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--decide", help="Decide a conflict, as ID=mine or ID=theirs; may be given many times."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be done.")] = False,  # noqa: FBT002
) -> None:
    """Merge another coder's file of the same survey; conflicts are listed, never guessed."""
    from teema.study import open as open_study

    with open_study(mine, coder=coder or user_name(), read_only=dry_run) as opened:
        typer.echo(repr(opened.merge(theirs, _decisions(decide), dry_run=dry_run)))


@app.command()
def demo(
    to: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("demo_out"),
) -> None:
    """Do the whole job on the sample survey: study, tables and theme map."""
    from teema.demo import run_demo

    result = run_demo(to, say=lambda line: typer.echo(f"… {line}", err=True))
    for line in result.lines:
        typer.echo(line)
    typer.echo(term("cli.demo_files", "fi"))
    for path in result.files:
        typer.echo(f"  {path}")


add_commands(app)
add_grouping(app)


def run() -> None:
    """Run the command line; an error of teema is one or two lines and exit code 2."""
    # A Windows console may not know the letters of an answer; printing must not fail on them.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    warnings.showwarning = lambda message, *_, **__: typer.echo(str(message), err=True)
    try:
        app()
    except TeemaError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)


def _roles(given: list[str] | None) -> dict[str, str] | None:
    if not given:
        return None
    roles = {}
    for item in given:
        column, separator, role = item.rpartition("=")
        if not separator or not column:
            raise UnusableValueError(
                f"--role {item!r} cannot be read.", hint='Write the column, = and the role: --role "Kommentit=open".'
            )
        roles[column] = role
    return roles


def _decisions(given: list[str] | None) -> dict[str, Literal["mine", "theirs"]]:
    found: dict[str, Literal["mine", "theirs"]] = {}
    for item in given or []:
        conflict, _, decision = item.rpartition("=")
        if decision == "mine" and conflict:
            found[conflict] = "mine"
        elif decision == "theirs" and conflict:
            found[conflict] = "theirs"
        else:
            raise UnusableValueError(
                f"--decide {item!r} cannot be read.", hint="Write the conflict's id, = and mine or theirs."
            )
    return found


def _warn_of_identifiers(study: Study) -> None:
    from teema.privacy import summary

    found = study.identifiers()
    if len(found):
        counts = summary(found, study.language)
        typer.echo(term("study.identifiers", study.language, counts=counts), err=True)
