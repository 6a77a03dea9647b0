"""What a layout says of a table: where its headers stand, what its columns are called, and how its cells are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from teema.importers.columns import SourceColumn
from teema.importers.roles import Role

__all__ = ["Gathered", "Reading", "joined", "plain", "set_aside"]

Settle = Callable[[Sequence[SourceColumn], Sequence[Sequence[str]], Sequence[Role]], list[Role]]
_SHARE = 0.3  # of the parts of joined cells may differ; more, and they are sentences with commas


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a layout reads a table.

    Attributes:
        layout: Its name.
        reason: Key of `terms/importers.toml`: by which marks it was known.
        facts: What fills the reason's places.
        row: 0-based place of the first header row.
        header_rows: How many header rows there are.
        columns: The headers taken apart.
        settle: Gives the roles of the columns in place of those found by values alone.
        clean: Undoes what the program does to cells.
    """

    layout: str
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    row: int
    header_rows: int
    columns: list[SourceColumn]
    settle: Settle
    clean: Callable[[list[str]], list[str]] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A table of many rows for each case, made one of one row each.

    Attributes:
        rows: Headers, then one row for each case.
        reading: How those are read.
        source: The row in the file of each answer, by the place of its case and its place among the columns.
        count: How many rows of the file were gathered.
        apart: The argument that leaves each row a case of its own.
        merged: Answers that a case gave to a question it had answered already; they follow in the same cell.
        occasions: Events and repeats, as the file names them, whose answers are kept apart.
        unit: What a case is, when the file says so; else empty.
    """

    rows: list[list[str]]
    reading: Reading
    source: dict[tuple[int, int], int]
    count: int
    apart: str
    merged: int = 0
    occasions: tuple[str, ...] = ()
    unit: str = ""


def plain(header: str) -> str:
    """Return a header for comparison: small letters, plain spaces, no colon or asterisk at its end."""
    return " ".join(header.replace("\u00a0", " ").split()).casefold().rstrip(":*").strip()


def set_aside(role: str, other: Role) -> Role:
    """Return the role of a column that the program itself adds."""
    reason = "role_personal" if role == "personal" else "role_system"
    return Role(role=role, reason=reason, alternative=other.role if other.role != role else "")


def joined(cells: Sequence[str], separator: str) -> list[str] | None:
    """Return the options of a multiple choice whose cells hold many, or None when the parts are no small set.

    Example:
        >>> joined(["Videointi;Muu;", "Muu;", "Videointi;", "Muu;Videointi;"], ";")
        ['Videointi', 'Muu']
        >>> joined(["Aika, rauha ja tuki", "Kiire, ja hälinä"], ", ") is None
        True
    """
    filled = [cell for cell in cells if cell]
    if not any(separator in cell for cell in filled) or any("\n" in cell for cell in filled):
        return None
    parts = [part.strip() for cell in filled for part in cell.split(separator) if part.strip()]
    options = list(dict.fromkeys(parts))
    always_closed = all(cell.endswith(separator) for cell in filled) and max(map(len, options), default=0) <= 80
    few = len(parts) >= 4 and len(options) <= max(2, _SHARE * len(parts) + 2) and len(options) < len(parts)
    return options if options and (always_closed or few) else None
