"""The commands that group reduced expressions in a spreadsheet, for those who do not write code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from teema.errors import NotFoundError
from teema.store import user_name
from teema.terms import term

if TYPE_CHECKING:
    from teema.study import Study

__all__ = ["add_grouping"]

StudyFile = Annotated[Path, typer.Argument(help="The study file, name.teema.", show_default=False)]
Which = Annotated[Optional[str], typer.Option("--analysis", help="Which analysis; by default the newest.")]  # noqa: UP045


def grouping(
    study: StudyFile,
    target: Annotated[Path, typer.Argument(help="The grouping sheet to write: .xlsx.", show_default=False)],
    analysis: Which = None,
) -> None:
    """Write the reduced expressions as a sheet to group them into classes; read it back with read-grouping."""
    from teema.study import open as open_study

    with open_study(study, read_only=True) as opened:
        path = opened.analysis(_named(opened, analysis)).export_grouping(target)
        typer.echo(term("cli.exported", opened.language, path=path))


def read_grouping(
    study: StudyFile,
    source: Annotated[Path, typer.Argument(help="The grouping sheet that was filled in.", show_default=False)],
    analysis: Which = None,
    delete: Annotated[  # noqa: FBT002
        bool, typer.Option("--delete", help="Take expressions whose row is gone out of their class.")
    ] = False,
    apply: Annotated[  # noqa: FBT002
        bool, typer.Option("--apply", help="Change the study; otherwise only say what would change.")
    ] = False,
    coder: Annotated[str, typer.Option(help="Initials or name of who works; stands on every change.")] = "",
) -> None:
    """Say what a grouping sheet would change in the study, and change it with --apply, as one step."""
    from teema.study import open as open_study

    with open_study(study, read_only=not apply, coder=coder or user_name()) as opened:
        read = opened.analysis(_named(opened, analysis)).read_grouping(source)
        typer.echo(str(read))
        if apply:
            typer.echo(term("cli.grouping_applied", opened.language, count=read.apply(delete=delete)))
        elif read or len(read.missing):
            typer.echo(term("cli.sheet_pending", opened.language))


def _named(study: Study, name: str | None) -> str:
    """Return the name of an analysis that is there: naming another must not make one."""
    known = study.analyses
    if not known:
        raise NotFoundError(
            "The study has no analysis yet, so there are no classes to group into.",
            where=study.path.name,
            hint='Make one in Python: study.analysis("Sisällönanalyysi", approach="content-analysis").',
        )
    if name is None:
        return known[-1]
    for item in known:
        if item.casefold() == name.strip().casefold():
            return item
    raise NotFoundError.of("analysis", name, known, where=study.path.name)


def add_grouping(app: typer.Typer) -> None:
    """Give the command line these commands."""
    app.command()(grouping)
    app.command("read-grouping")(read_grouping)
