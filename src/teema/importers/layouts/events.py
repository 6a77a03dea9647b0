"""Webropol Events: lines about the event, two header rows (booker above, attendee below), `-` where nothing stands."""

from __future__ import annotations

from collections.abc import Sequence

from teema.importers.columns import SourceColumn, clean_header
from teema.importers.layouts.reading import Reading, plain, set_aside
from teema.importers.roles import Role
from teema.importers.values import parse_date, parse_number

__all__ = ["recognise_events"]

_EVENT = frozenset(["tapahtuman nimi", "event name", "evenemangets namn"])
_TIMES = frozenset(["ilm.aika", "ilm. aika", "ilmoittautumisaika", "registration time", "anm.tid"])
_STATES = frozenset(["tila", "status", "ilmoittautumisen tila"])


def recognise_events(rows: Sequence[Sequence[str]]) -> Reading | None:
    """Return how a table of Webropol Events is read, or None: `#` with a registration time or a state."""
    place = next((i for i, row in enumerate(rows[:15]) if _is_top(row)), None)
    if place is None:
        return None
    top, below = rows[place], rows[place + 1] if place + 1 < len(rows) else []
    two = (
        any(cell.strip() == "-" for cell in top) and bool(_names(below)) and not any(c.strip().isdigit() for c in below)
    )
    above = any(plain(cell) in _EVENT for row in rows[:place] for cell in row[:1])
    return Reading(
        layout="webropol-events", reason="layout_events" if above else "layout_column", facts={"column": "#"},
        row=place, header_rows=2 if two else 1, columns=_columns(top, below if two else []), settle=_settle,
        clean=_unfilled,
    )  # fmt: skip


def _is_top(row: Sequence[str]) -> bool:
    names = {plain(cell) for cell in row}
    if "#" not in names or not names & (_TIMES | _STATES):
        return False
    # Somebody may answer "#", and an option may be called "Tila": but a row with a time or a number is no heading.
    return all(parse_date(cell) is None and parse_number(cell) is None for cell in row)


def _names(row: Sequence[str]) -> list[str]:
    return [cell for cell in row if cell.strip() not in ("", "-")]


def _columns(top: Sequence[str], below: Sequence[str]) -> list[SourceColumn]:
    """Return the columns; the attendee's field stands for both where both are named."""
    columns = []
    for i in range(max(len(top), len(below))):
        raw = [row[i].strip() if i < len(row) else "" for row in (top, below)]
        named = [text for text in raw if text not in ("", "-")]
        columns.append(SourceColumn(position=i, raw=":".join(named), question=clean_header(named[-1]) if named else ""))
    return columns


def _settle(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[Role]:
    result = []
    for column, cells, role in zip(columns, values, roles, strict=True):
        name = plain(column.raw)
        if name in _STATES and any(cells):
            facts = {"distinct": len({cell for cell in cells if cell}), "filled": sum(map(bool, cells))}
            result.append(Role(role="choice", reason="role_choice", facts=facts, alternative="system"))
        elif name in _TIMES:
            result.append(set_aside("system", role))
        else:
            result.append(role)
    return result


def _unfilled(cells: list[str]) -> list[str]:
    """Return the cells without the filler."""
    return ["" if cell == "-" else cell for cell in cells]
