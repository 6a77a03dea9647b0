"""Qualtrics: three header rows – variable, question text, import id; older files have the first two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from teema.importers.columns import SourceColumn, clean_header
from teema.importers.layouts.reading import Reading, joined, set_aside
from teema.importers.roles import Role

__all__ = ["recognise_qualtrics"]

_SYSTEM = frozenset(
    [
        "startdate", "enddate", "status", "progress", "duration (in seconds)", "finished", "recordeddate",
        "distributionchannel", "userlanguage", "externalreference", "externaldatareference", "q_recaptchascore",
        "v1", "v2", "v3", "v5", "v7", "v8", "v9", "v10", "locationlatitude", "locationlongitude", "locationaccuracy",
    ]
)  # fmt: skip
_PERSONAL = frozenset(["ipaddress", "recipientlastname", "recipientfirstname", "recipientemail", "v4", "v6"])
_VARIABLE = re.compile(
    r"q\d+\w*(\.\d+)?(_\w+)*|" + "|".join(map(re.escape, sorted(_SYSTEM | _PERSONAL))) + "|responseid"
)
_PART = re.compile(r"\s+-\s+")
_WRITTEN = frozenset(["text", "teksti"])
_CHOICE = frozenset(["selected choice", "valittu vaihtoehto", "valt alternativ"])


def recognise_qualtrics(rows: Sequence[Sequence[str]]) -> Reading | None:
    """Return how a Qualtrics table is read, or None when it is none.

    Its mark is `ImportId` in the cells of the third row; in older files, variables such as `Q1` and `StartDate` above
    longer texts.
    """
    if len(rows) < 2:
        return None
    modern = len(rows) > 2 and sum("ImportId" in cell for cell in rows[2]) >= max(1, len(rows[2]) // 2)
    if not modern and not _is_legacy(rows[0], rows[1]):
        return None
    return Reading(
        layout="qualtrics", reason="layout_qualtrics" if modern else "layout_qualtrics_old", row=0,
        header_rows=3 if modern else 2, columns=_columns(rows[0], rows[1]), settle=_settle,
    )  # fmt: skip


def _is_legacy(names: Sequence[str], texts: Sequence[str]) -> bool:
    filled = [name.strip().casefold() for name in names if name.strip()]
    known = _SYSTEM | _PERSONAL | {"responseid"}
    if len(filled) < 3 or not known.intersection(filled) or not all(map(_VARIABLE.fullmatch, filled)):
        return False
    return sum(len(text) > len(name) for name, text in zip(names, texts, strict=False)) >= len(filled) / 2


def _columns(names: Sequence[str], texts: Sequence[str]) -> list[SourceColumn]:
    columns: list[SourceColumn] = []
    stems: dict[str, int] = {}
    counts: dict[str, int] = {}
    for name in names:
        stem = _stem(name)
        counts[stem] = counts.get(stem, 0) + 1
    for i, name in enumerate(names):
        text = clean_header(texts[i]) if i < len(texts) else ""
        parts = _PART.split(text)
        written = name.upper().endswith("_TEXT")
        while len(parts) > 1 and parts[-1].casefold() in _WRITTEN:
            parts.pop()
        parts = [part for part in parts if part.casefold() not in _CHOICE] or parts
        many = counts[_stem(name)] > 1 and len(parts) > 1
        option = parts[-1] if many else ""
        question = " - ".join(parts[:-1] if many else parts) or name
        group = stems.setdefault(_stem(name), len(stems)) if many and not written else None
        columns.append(
            SourceColumn(position=i, raw=name, question=question, option=option, group=group, free_text=written)
        )
    return columns


def _stem(name: str) -> str:
    return re.split(r"[_#]", name.strip(), maxsplit=1)[0]


def _settle(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[Role]:
    result = []
    for column, cells, role in zip(columns, values, roles, strict=True):
        name = column.raw.strip().casefold()
        if name in _SYSTEM or name.startswith("q_"):
            result.append(set_aside("system", role))
        elif name in _PERSONAL:
            result.append(set_aside("personal", role))
        elif name == "responseid" and all(cells) and len(set(cells)) == len(cells):
            result.append(Role(role="id", reason="role_id", alternative="system"))
        elif role.role in ("open", "choice", "text", "scale") and not column.free_text and joined(cells, ","):
            result.append(Role(role="multiple", reason="role_joined", facts={"joined": ","}, alternative=role.role))
        else:
            result.append(role)
    return result
