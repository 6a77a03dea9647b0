"""The commands that look after the study file itself: is it sound, what can be saved, back to a copy."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

from teema.store import backups, user_name
from teema.terms import number, term

__all__ = ["add_commands"]


def check(
    study: Annotated[Path, typer.Argument(help="The study file, name.teema.", show_default=False)],
    rebuild: Annotated[  # noqa: FBT002
        bool, typer.Option("--rebuild", help="Also build all tables from the journal alone and compare them.")
    ] = False,
) -> None:
    """Say whether a study file is sound; it is only read. Exit code 1 when something is wrong."""
    from teema.store.check import check as look

    report = look(study, rebuild=rebuild)
    typer.echo(str(report))
    if not report:
        raise typer.Exit(1)


def rescue(
    broken: Annotated[Path, typer.Argument(help="The damaged study file; it is only read.", show_default=False)],
    saved: Annotated[Path, typer.Argument(help="The study file to make.", show_default=False)],
    backup: Annotated[
        Optional[Path],  # noqa: UP045 -- typer reads it
        typer.Option(help="A copy of the study that may lend what is lost; by default the newest beside it."),
    ] = None,
) -> None:
    """Save what can be saved of a damaged study into a new file, and say what was lost."""
    from teema.store.rescue import rescue as save

    typer.echo(str(save(broken, saved, backup=backup)))


def restore(
    study: Annotated[Path, typer.Argument(help="The study file, name.teema.", show_default=False)],
    backup: Annotated[
        Optional[str],  # noqa: UP045
        typer.Argument(help="The copy to go back to, by any part of its name; left out, the copies are listed."),
    ] = None,
    coder: Annotated[str, typer.Option(help="Initials or name of who works; stands on every change.")] = "",
) -> None:
    """List the copies beside a study, or go back to one; going back can be undone."""
    from teema.study import open as open_study

    with open_study(study, coder=coder or user_name(), read_only=backup is None) as opened:
        if backup is not None:
            changes = opened.restore(backup)
            typer.echo(term("cli.restored", opened.language, changes=changes, copy=backups(opened.path)[0].path.name))
            return
        copies = backups(opened.path)
        for item in copies:
            typer.echo(f"{item.path.name}  {number(item.size / 2**20, opened.language, 1)} MiB")
        if not copies:
            typer.echo(term("cli.no_copies", opened.language))


def add_commands(app: typer.Typer) -> None:
    """Give the command line these commands."""
    for command in (check, rescue, restore):
        app.command()(command)
