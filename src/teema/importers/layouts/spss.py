"""SPSS files: variables with labels, values with labels; read by pyreadstat, which is installed on request."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from teema.errors import ImportFileError
from teema.importers.columns import SourceColumn, read_columns
from teema.importers.layouts import spss_told
from teema.importers.layouts.reading import Reading
from teema.importers.roles import Role
from teema.importers.spreadsheets import as_text
from teema.importers.trial import run_apart

__all__ = ["Spss", "read_spss"]

_AGAIN = "Export it again, or to Excel or CSV."
_RUN = "import runpy; runpy.run_path(sys.argv[3], run_name='__main__')"


class Spss(NamedTuple):
    """An SPSS file as rows under one header row, how these are read, and how many texts fill their variable."""

    rows: list[list[str]]
    reading: Reading
    full: int


def read_spss(path: Path, *, unnamed: str, written: str) -> Spss:
    """Read an SPSS file; values that have labels become these, and an ordinal variable keeps their order.

    Args:
        path: The file.
        unnamed: What a variable without a label or name is called.
        written: What the text given to an option is called.

    Raises:
        ImportFileError: pyreadstat is not installed, or the file cannot be read.
    """
    try:
        import pyreadstat
    except ImportError as error:
        raise ImportFileError(
            "This is an SPSS file; reading it needs pyreadstat, which is not installed.", where=path,
            hint='Install it: pip install "teema[spss]". Or export to Excel or CSV.',
        ) from error  # fmt: skip
    told = _told_apart(path, getattr(pyreadstat, "__file__", None)) or _told_here(path)
    names, labels = list(told["cells"]), {name: dict(pairs) for name, pairs in told["labels"].items()}
    cells = [_shown(told["cells"][name], labels.get(name, {})) for name in names]
    titles = [str(told["titles"].get(name) or name) for name in names]
    columns = [
        replace(column, raw=name)
        for column, name in zip(read_columns(titles, None, unnamed=unnamed, written=written), names, strict=True)
    ]
    reading = Reading(
        layout="spss", reason="layout_spss", row=0, header_rows=1, columns=columns,
        settle=_settling(labels, told["measures"]),
    )  # fmt: skip
    rows = [names, *map(list, zip(*cells, strict=True))]
    widths = told["widths"]
    full = sum(_full(column, widths.get(name, 0)) for name, column in zip(names, cells, strict=True))
    return Spss(rows, reading, full)


def _told_apart(path: Path, module: str | None) -> Any:
    """Return what the file holds, as a program of its own tells it: damaged bytes make the compiled reader break off.

    Returns:
        The variables' `cells` and `titles`, `labels` of values as pairs, `measures` and `widths`; None where no program
        can be started.
    """
    done = run_apart(_RUN, module, path, str(spss_told.__file__), again=_AGAIN) if module else None
    if done is None:
        return None
    told = json.loads(done.stdout) if not done.returncode and done.stdout else {"error": "the reader broke off"}
    if "error" in told:
        raise ImportFileError(f"The SPSS file cannot be read ({told['error']}).", where=path, hint=_AGAIN)
    return told


def _told_here(path: Path) -> Any:
    """Return the same where no program can be started."""
    try:
        return spss_told.tell(str(path))
    except Exception as error:
        raise ImportFileError(f"The SPSS file cannot be read ({error}).", where=path, hint=_AGAIN) from error


def _shown(values: Sequence[Any], labels: Mapping[Any, str]) -> list[str]:
    known = {_key(value): str(label) for value, label in labels.items()}
    missing = {None, ""}
    plain = ["" if value in missing or value != value else value for value in values]  # noqa: PLR0124 -- not a number
    return [known.get(_key(value), text) for value, text in zip(plain, as_text(plain), strict=True)]


def _key(value: Any) -> Any:
    return float(value) if isinstance(value, (int, float)) else value


def _full(cells: Sequence[str], width: int) -> int:
    """Return how many texts fill a long variable to its last byte, and may have been cut there."""
    return sum(len(cell.encode()) >= width for cell in cells) if width >= 200 else 0


def _settling(labels: Mapping[str, Mapping[Any, str]], measures: Mapping[str, str]) -> Any:
    def settle(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[Role]:
        return [
            _role(role, list(labels.get(column.raw, {}).values()), measures.get(column.raw, ""), cells)
            for column, cells, role in zip(columns, values, roles, strict=True)
        ]

    return settle


def _role(role: Role, labels: Sequence[str], measure: str, cells: Sequence[str]) -> Role:
    filled = {cell for cell in cells if cell}
    if not labels or not filled or role.role in ("multiple", "personal") or not filled <= set(labels):
        return role
    kind = "scale" if measure == "ordinal" or role.role == "scale" else "choice"
    return Role(role=kind, reason="role_labels", facts={"order": tuple(labels)}, alternative=role.role)
