"""SPSS files: variables with labels, values with labels; read by pyreadstat, which is installed on request."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from teema.errors import ImportFileError
from teema.importers.columns import SourceColumn, read_columns
from teema.importers.layouts.reading import Reading
from teema.importers.roles import Role
from teema.importers.spreadsheets import as_text

__all__ = ["Spss", "read_spss"]


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
    try:
        frame, meta = pyreadstat.read_sav(str(path))
    except Exception as error:
        raise ImportFileError(
            f"The SPSS file cannot be read ({error}).", where=path, hint="Export it again, or to Excel or CSV."
        ) from error
    names = [str(name) for name in frame.columns]
    labels = {str(name): dict(found) for name, found in meta.variable_value_labels.items()}
    cells = [_shown(frame[name].tolist(), labels.get(name, {})) for name in names]
    titles = [str(meta.column_names_to_labels.get(name) or name) for name in names]
    columns = [
        replace(column, raw=name)
        for column, name in zip(read_columns(titles, None, unnamed=unnamed, written=written), names, strict=True)
    ]
    measures = {str(name): str(kind) for name, kind in (getattr(meta, "variable_measure", None) or {}).items()}
    widths = {str(name): int(width) for name, width in (getattr(meta, "variable_storage_width", None) or {}).items()}
    reading = Reading(
        layout="spss", reason="layout_spss", row=0, header_rows=1, columns=columns, settle=_settling(labels, measures)
    )
    rows = [names, *map(list, zip(*cells, strict=True))]
    return Spss(
        rows, reading, sum(_full(column, widths.get(name, 0)) for name, column in zip(names, cells, strict=True))
    )


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
