"""Microsoft Forms: five columns of its own first, then the questions; many choices joined by semicolons in one cell."""

from __future__ import annotations

from collections.abc import Sequence

from teema.importers.columns import SourceColumn, clean_header
from teema.importers.layouts.reading import Reading, joined, plain, set_aside
from teema.importers.roles import Role
from teema.importers.values import parse_date, parse_number

__all__ = ["recognise_ms_forms"]

_IDS = frozenset(["id", "tunnus", "tunniste"])
_TIMES = frozenset(
    [
        "start time", "completion time", "last modified time", "grade posted time", "aloitusaika", "valmistumisaika",
        "viimeksi muokattu", "viimeinen muokkausaika", "starttid", "slutförandetid", "tid för slutförande",
        "senast ändrad", "tidpunkt för senaste ändring",
    ]
)  # fmt: skip
_PERSONS = frozenset(["email", "name", "sähköposti", "sähköpostiosoite", "nimi", "e-post", "e-postadress", "namn"])
_QUIZ = ("points - ", "feedback - ", "pisteet - ", "palaute - ", "poäng - ", "feedback – ", "pisteet – ", "palaute – ")
_QUIZ_WHOLE = frozenset(["total points", "quiz feedback", "pisteet yhteensä", "testipalaute", "totalt antal poäng"])
_OWN = 6  # columns among which the program's own stand


def recognise_ms_forms(rows: Sequence[Sequence[str]]) -> Reading | None:
    """Return how a Microsoft Forms table is read, or None.

    Its marks are the names of the first columns, or their kinds: a number, two times, an address, a name.
    """
    if not rows or len(rows[0]) < 3:
        return None
    first = [plain(cell) for cell in rows[0][:_OWN]]
    by_name = first[0] in _IDS and sum(name in _TIMES for name in first) >= 2
    if not by_name and not _by_kind(rows):
        return None
    columns = [
        SourceColumn(position=i, raw=raw, question=_unquoted(clean_header(raw)), option="")
        for i, raw in enumerate(rows[0])
    ]
    shown = ", ".join(clean_header(cell) for cell in rows[0][:3])
    reason = "layout_column" if by_name else "layout_kinds"
    return Reading(
        layout="ms-forms", reason=reason, facts={"column": shown}, row=0, header_rows=1, columns=columns, settle=_settle
    )


def _unquoted(header: str) -> str:
    """Return a header without the quotation marks around the whole of it."""
    inside = header[1:-1].strip()
    return inside if inside and header[0] == header[-1] == '"' and '"' not in inside else header


def _by_kind(rows: Sequence[Sequence[str]]) -> bool:
    body = [row for row in rows[1:] if any(cell.strip() for cell in row)]
    if not body or len(rows[0]) < 5 or any(len(row) < 5 for row in body):
        return False
    counted = [parse_number(row[0]) for row in body] == list(range(1, len(body) + 1))
    times = all(parse_date(row[i]) is not None for row in body for i in (1, 2))
    return (
        counted
        and times
        and all("@" in row[3] or row[3].casefold() in ("anonymous", "anonyymi", "anonym") for row in body)
    )


def _settle(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[Role]:
    result = []
    kinds = plain(columns[0].raw) not in _IDS  # told by the kinds of the first columns, not by their names
    for column, cells, role in zip(columns, values, roles, strict=True):
        name, place = plain(column.raw), column.position
        if place == 0:
            unique = all(cells) and len(set(cells)) == len(cells)
            reason = "role_id" if unique else "role_id_repeats"
            result.append(Role(role="id" if unique else "system", reason=reason, alternative="number"))
        elif (place < _OWN and name in _TIMES) or (kinds and place in (1, 2)):
            result.append(set_aside("system", role))
        elif (place < _OWN and name in _PERSONS) or (kinds and place in (3, 4)):
            result.append(set_aside("personal", role))
        elif name in _QUIZ_WHOLE | _TIMES or name.startswith(_QUIZ):
            result.append(set_aside("system", role))
        elif role.role in ("open", "choice", "text", "scale") and joined(cells, ";"):
            result.append(Role(role="multiple", reason="role_joined", facts={"joined": ";"}, alternative=role.role))
        else:
            result.append(role)
    return result
