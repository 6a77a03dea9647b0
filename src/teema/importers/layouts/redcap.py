"""REDCap: variables or labels as headers, check boxes as `field___code` columns, one status column for each form."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teema.importers.columns import SourceColumn, clean_header
from teema.importers.layouts.reading import Reading, plain, set_aside
from teema.importers.roles import Role

__all__ = ["NOT_CHOSEN", "recognise_redcap"]

_BOX = re.compile(r"(.+?)___(\w+)")
_LABELLED_BOX = re.compile(r"(.+?) \(choice=(.+)\)")
_SYSTEM = re.compile(
    r"redcap_(event_name|repeat_instrument|repeat_instance|survey_identifier|data_access_group)|\w+_timestamp|"
    r"\w+_complete|event name|repeat instrument|repeat instance|survey identifier|survey timestamp|complete\?|"
    r"data access group"
)
_RECORD = frozenset(["record_id", "record id", "study_id", "study id"])
NOT_CHOSEN = frozenset(["0", "unchecked"])
_MARKS = NOT_CHOSEN | {"", "1", "checked"}
_WHEN = re.compile(r"(redcap_)?(event[_ ]name|repeat[_ ]instrument|repeat[_ ]instance)")


def recognise_redcap(rows: Sequence[Sequence[str]]) -> Reading | None:
    """Return how a REDCap table is read, or None when it is none: `record_id`, `field___code` or `form_complete`."""
    header = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if header is None:
        return None
    boxes = [cell for cell in header if _BOX.fullmatch(cell.strip()) or _LABELLED_BOX.fullmatch(cell.strip())]
    names = {plain(cell) for cell in header}
    marks = [name for name in names if name.startswith("redcap_") or name.endswith(("_complete", "_timestamp"))]
    if not boxes and not marks and not (names & {"record_id"}):
        return None
    shown = (boxes or marks or ["record_id"])[0]
    return Reading(
        layout="redcap", reason="layout_column", facts={"column": shown}, row=list(rows).index(header), header_rows=1,
        columns=_columns(header), settle=_settle,
    )  # fmt: skip


def _spaced(cell: str) -> bool:
    return len(cell.split()) > 1


def _columns(header: Sequence[str]) -> list[SourceColumn]:
    groups: dict[str, int] = {}
    columns = []
    for i, raw in enumerate(header):
        text = clean_header(raw)
        match = _BOX.fullmatch(text) or _LABELLED_BOX.fullmatch(text)
        question, option = (match[1], match[2]) if match else (text, "")
        group = groups.setdefault(question, len(groups)) if match else None
        columns.append(SourceColumn(position=i, raw=raw, question=question, option=option, group=group))
    return columns


def _settle(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[Role]:
    result = []
    records = values[0] if values else []
    repeats = len(set(records)) < len(records)
    for column, cells, role in zip(columns, values, roles, strict=True):
        name = plain(column.raw)
        if repeats and _WHEN.fullmatch(name) and any(cells):  # each row is a case, and this tells which
            result.append(Role(role="choice", reason="role_occasion", alternative="system"))
        elif column.group is not None and {cell.casefold() for cell in cells} <= _MARKS:
            result.append(Role(role="multiple", reason="role_multiple", alternative="choice"))
        elif column.position == 0 and (name in _RECORD or not any(map(_spaced, cells))):
            # The record id stands first, under whatever name the project gave it.
            unique = all(cells) and len(set(cells)) == len(cells)
            reason = "role_id" if unique else "role_id_repeats"
            result.append(Role(role="id" if unique else "system", reason=reason, alternative="number"))
        elif _SYSTEM.fullmatch(name):
            result.append(set_aside("system", role))
        else:
            result.append(role)
    return _alike(columns, result)


def _alike(columns: Sequence[SourceColumn], roles: list[Role]) -> list[Role]:
    """Return the roles, a field that is an open question on one occasion being one on the others, too."""
    pairs = list(zip(columns, roles, strict=True))
    opened = {column.position for column, role in pairs if column.part and role.role == "open"}
    return [
        Role(role="open", reason="role_open_elsewhere", alternative=role.role)
        if column.position in opened and role.role in ("choice", "scale", "text", "number", "date") else role
        for column, role in pairs
    ]  # fmt: skip
