"""LimeSurvey: headings as code, code and text, full text, or abbreviated text; sub-questions in square brackets."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teema.importers.columns import SourceColumn, clean_header
from teema.importers.layouts.reading import Reading, plain, set_aside
from teema.importers.roles import Role

__all__ = ["recognise_limesurvey"]

_MARKS = frozenset(["submitdate", "lastpage", "startlanguage", "seed", "datestamp", "startdate", "refurl"])
_LABELS = frozenset(
    [
        "lähetyspäivä", "viimeinen sivu", "aloituskieli", "siemen", "date submitted", "last page", "start language",
        "date started", "date last action", "referrer url", "inlämningsdatum", "sista sidan", "startspråk",
        "aloituspäivä", "aloitettu", "viimeisin toiminta", "viimeisin toiminto", "viittaava osoite", "satunnaisluku",
        "startdatum", "datum startad", "senaste åtgärd", "datum senaste åtgärd", "hänvisande url", "frö", "slumptal",
    ]
)  # fmt: skip
_PERSONAL = frozenset(
    ["ipaddr", "ip address", "ip-osoite", "ip-adress", "email", "firstname", "lastname", "attribute_1", "token"]
)
_IDS = frozenset(["id", "response id", "vastauksen id", "vastaustunnus", "svars-id"])
_CODE = re.compile(r"([A-Za-z]\w*)(?:\[(\w+)\])(?:\[(\w+)\])?")
_CODE_AND_TEXT = re.compile(r"([A-Za-z]\w*(?:\[\w+\])*)\. ?(.+)", re.DOTALL)
_BRACKET = re.compile(r"(.+?)\s*((?:\[[^\[\]]*\]\s*)+)", re.DOTALL)
_OTHER = frozenset(["other", "muu", "muu:", "annat", "comment", "kommentti", "kommentar"])
_YES_NO = frozenset(["", "y", "n", "kyllä", "ei", "yes", "no", "ja", "nej"])


def recognise_limesurvey(rows: Sequence[Sequence[str]]) -> Reading | None:
    """Return how a LimeSurvey table is read, or None: two of its own columns, or codes such as `menetelmat[SQ001]`."""
    header = next((row for row in rows if any(cell.strip() for cell in row)), None)
    if header is None:
        return None
    names = [_own(cell) for cell in header]
    marks = [name for name in names if name in _MARKS | _LABELS]
    codes = [cell for cell in header if re.fullmatch(r"[A-Za-z]\w*\[SQ\d+\w*\].*", cell.strip(), re.DOTALL)]
    if len(marks) < 2 and not codes:
        return None
    return Reading(
        layout="limesurvey", reason="layout_column", facts={"column": (codes or marks)[0]},
        row=list(rows).index(header), header_rows=1, columns=_columns(header), settle=_settle, clean=_unescaped,
    )  # fmt: skip


def _own(header: str) -> str:
    """Return the name of one of the program's own columns, in whichever heading mode."""
    name = plain(header)
    code, _, text = name.partition(". ")
    return code if text and code in _MARKS | _IDS | _PERSONAL else name


def _columns(header: Sequence[str]) -> list[SourceColumn]:
    columns = []
    groups: dict[str, int] = {}
    parsed = [_parts(clean_header(raw)) for raw in header]
    stems = [stem for stem, _, option in parsed if option]
    for i, (raw, (stem, question, option)) in enumerate(zip(header, parsed, strict=True)):
        other = option.casefold() in _OTHER
        group = groups.setdefault(stem, len(groups)) if option and not other and stems.count(stem) > 1 else None
        columns.append(
            SourceColumn(position=i, raw=raw, question=question, option=option, group=group, free_text=other)
        )
    return columns


def _parts(text: str) -> tuple[str, str, str]:
    """Return what the columns of one question share, the question, and the option or row.

    Example:
        >>> _parts("menetelmat[SQ001]. Mitä käytät? [Videointi]")
        ('menetelmat', 'Mitä käytät?', 'Videointi')
        >>> _parts("menetelmat[SQ001]"), _parts("Mitä käytät? [Videointi]")
        (('menetelmat', 'menetelmat', 'SQ001'), ('Mitä käytät?', 'Mitä käytät?', 'Videointi'))
    """
    code = _CODE.fullmatch(text)
    if code:
        return code[1], code[1], ": ".join(part for part in code.groups()[1:] if part)
    both = _CODE_AND_TEXT.fullmatch(text)
    stem = ""
    if both and ("[" in both[1] or both[1][-1:].isdigit() or both[1].islower()):
        stem, text = both[1].partition("[")[0], both[2]
    match = _BRACKET.fullmatch(text)
    if not match:
        return stem or text, text, ""
    inside = ": ".join(part.strip() for part in re.findall(r"\[([^\[\]]*)\]", match[2]))
    return stem or match[1], match[1], inside


def _settle(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[Role]:
    groups: dict[int, set[str]] = {}
    for column, cells in zip(columns, values, strict=True):
        if column.group is not None:
            groups.setdefault(column.group, set()).update(cell.casefold() for cell in cells)
    result = []
    for column, cells, role in zip(columns, values, roles, strict=True):
        name = _own(column.raw)
        if name in _IDS:
            unique = all(cells) and len(set(cells)) == len(cells)
            reason = "role_id" if unique else "role_id_repeats"
            result.append(Role(role="id" if unique else "system", reason=reason, alternative="number"))
        elif name in _MARKS | _LABELS:
            result.append(set_aside("system", role))
        elif name in _PERSONAL:
            result.append(set_aside("personal", role))
        elif column.group is not None and groups[column.group] <= _YES_NO:
            result.append(Role(role="multiple", reason="role_multiple", alternative="choice"))
        elif column.free_text and role.role in ("open", "choice", "text", "number", "date", "scale"):
            result.append(Role(role="option-text", reason="role_option-text", alternative=role.role))
        else:
            result.append(role)
    return result


def _unescaped(cells: list[str]) -> list[str]:
    """Take away the apostrophe that the program sets before an answer which a spreadsheet would reckon."""
    return [cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@") else cell for cell in cells]
