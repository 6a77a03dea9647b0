"""Google Forms: a time first, then the questions; grids as `Question [Row]`, check boxes joined by commas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teema.importers.columns import SourceColumn, clean_header
from teema.importers.layouts.reading import Reading, joined, plain, set_aside
from teema.importers.roles import Role

__all__ = ["recognise_google_forms"]

_TIMES = frozenset(["timestamp", "aikaleima", "tidstämpel"])
_ADDRESSES = frozenset(
    ["email address", "sähköpostiosoite", "e-postadress", "username", "käyttäjänimi", "användarnamn", "sähköposti"]
)
_SCORES = frozenset(["score", "pisteet", "poäng"])
_ROW = re.compile(r"(.+\S)\s*\[([^\[\]]+)\]", re.DOTALL)


def recognise_google_forms(rows: Sequence[Sequence[str]]) -> Reading | None:
    """Return how a Google Forms table is read, or None: its first column is the time, by its name."""
    if not rows or len(rows[0]) < 2 or plain(rows[0][0]) not in _TIMES:
        return None
    facts = {"column": clean_header(rows[0][0])}
    return Reading(
        layout="google-forms", reason="layout_column", facts=facts, row=0, header_rows=1,
        columns=_columns(rows[0]), settle=_settle,
    )  # fmt: skip


def _columns(header: Sequence[str]) -> list[SourceColumn]:
    parsed = [(_ROW.fullmatch(text), text) for text in map(clean_header, header)]
    questions = [match[1] for match, _ in parsed if match]
    groups: dict[str, int] = {}
    columns = []
    for i, (raw, (match, text)) in enumerate(zip(header, parsed, strict=True)):
        grid = match is not None and questions.count(match[1]) > 1
        question, option = (match[1], match[2]) if match is not None and grid else (text, "")
        group = groups.setdefault(question, len(groups)) if grid else None
        columns.append(SourceColumn(position=i, raw=raw, question=question, option=option, group=group))
    return columns


def _settle(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[Role]:
    result = []
    for column, cells, role in zip(columns, values, roles, strict=True):
        name = plain(column.raw)
        if column.position == 0 or name in _SCORES:
            result.append(set_aside("system", role))
        elif column.position < 3 and name in _ADDRESSES:
            result.append(set_aside("personal", role))
        elif column.group is None and role.role in ("open", "choice", "text", "scale") and joined(cells, ", "):
            result.append(Role(role="multiple", reason="role_joined", facts={"joined": ", "}, alternative=role.role))
        else:
            result.append(role)
    return result
