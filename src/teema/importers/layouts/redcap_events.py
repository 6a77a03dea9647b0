"""REDCap projects with events or repeated forms: the rows of a record become one case, what each event holds apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, NamedTuple

from teema.importers.columns import SourceColumn
from teema.importers.layouts.reading import Gathered, plain
from teema.importers.layouts.redcap import NOT_CHOSEN, recognise_redcap
from teema.importers.spreadsheets import as_text
from teema.importers.values import clean_value, is_blank, parse_number

__all__ = ["gather", "has_occasions"]

_EVENTS = frozenset(["redcap_event_name", "event name"])
_FORMS = frozenset(["redcap_repeat_instrument", "repeat instrument"])
_INSTANCES = frozenset(["redcap_repeat_instance", "repeat instance"])
_RECORDS = frozenset(["redcap_data_access_group", "data access group", "redcap_survey_identifier", "survey identifier"])
_ARM = re.compile(r"_arm_\d+$| \(Arm \d+: .*\)$")
_CELLS = 5_000_000  # in the table that would be made; else its rows stay as they are


class _Occasion(NamedTuple):
    """When a row was answered: the event, the repeated form, which repetition; and how often that was said before."""

    event: str
    form: str
    instance: str
    again: int


def has_occasions(top: Sequence[Sequence[Any]]) -> bool:
    """Say whether the first row names events or repetitions."""
    return any(plain(cell) in _EVENTS | _FORMS | _INSTANCES for row in top for cell in as_text(row))


def gather(rows: Sequence[Sequence[Any]], roles: Mapping[str, str]) -> Gathered | None:
    """Return a table with one row for each record, or None when no record has several rows for events or repetitions.

    A field that was filled on one occasion only, as background is, stays one column; any other has a column for each
    occasion: `auttoi (alku)`, `auttoi (seuranta)`, `paivakirja (2)`.

    Args:
        rows: The cells, the headers first.
        roles: What the user said of columns; a record id that is to be anything but the id leaves the rows alone.
    """
    header = as_text(rows[0]) if rows else []
    names = [plain(cell) for cell in header]
    when = [next((i for i, name in enumerate(names) if name in known), -1) for known in (_EVENTS, _FORMS, _INSTANCES)]
    given = {plain(name): role for name, role in roles.items()}
    if max(when) < 0 or given.get(names[0], "id") != "id":
        return None
    found = recognise_redcap([header])
    body = [(i, [*as_text(row), *[""] * (len(header) - len(row))]) for i, row in enumerate(rows[1:], 2)]
    body = [(i, row) for i, row in body if not all(map(is_blank, row))]
    records = list(dict.fromkeys(clean_value(row[0]) for _, row in body))
    if found is None or "" in records or len(records) == len(body) or any(len(row) > len(header) for _, row in body):
        return None
    occasions = _occasions([row for _, row in body], when)
    columns = list(_columns(found.columns, [row for _, row in body], occasions, {0, *when}))
    if len(columns) * len(records) > _CELLS:
        return None
    place = {record: k for k, record in enumerate(records)}
    made = [[record, *[""] * len(columns)] for record in records]
    source: dict[tuple[int, int], int] = {}
    where: dict[tuple[int, _Occasion], list[int]] = {}
    for k, (column, held) in enumerate(columns, 1):
        for occasion in held:
            where.setdefault((column.position, occasion), []).append(k)
    for (i, row), occasion in zip(body, occasions, strict=True):
        mine = place[clean_value(row[0])]
        for old, cell in enumerate(row):
            for k in where.get((old, occasion), ()):
                if not is_blank(cell):
                    made[mine][k] = cell
                    source[mine, k] = i
    first = found.columns[0]
    shown = ", ".join(header[i].strip() for i in when if i >= 0)
    reading = replace(found, columns=[first, *(column for column, _ in columns)], facts={"column": shown})
    return Gathered(
        rows=[[column.raw for column in reading.columns], *made], reading=reading, source=source, count=len(body),
        apart=f"roles={{{' '.join(first.raw.split())!r}: 'text'}}",
        occasions=tuple(dict.fromkeys(column.part for column, _ in columns if column.part)),
    )  # fmt: skip


def _occasions(body: Sequence[Sequence[str]], when: Sequence[int]) -> list[_Occasion]:
    """Return the occasion of each row."""
    met: dict[tuple[str, ...], int] = {}
    result = []
    for row in body:
        event, form, instance = ("" if place < 0 else clean_value(row[place]) for place in when)
        key = (clean_value(row[0]), event, form, instance)
        met[key] = met.get(key, 0) + 1
        result.append(_Occasion(event, form, instance, met[key]))
    arms = {match[0] if (match := _ARM.search(item.event)) else "" for item in result}
    return [item._replace(event=_ARM.sub("", item.event)) for item in result] if len(arms) == 1 else result


def _columns(
    columns: Sequence[SourceColumn], body: Sequence[Sequence[str]], occasions: Sequence[_Occasion], skipped: set[int]
) -> Iterator[tuple[SourceColumn, list[_Occasion]]]:
    """Yield the columns to be made, each with the occasions of which it holds the cells."""
    ranks: dict[str, int] = {}
    for item in occasions:
        for name in (f"event {item.event}", f"form {item.form}"):
            ranks.setdefault(name, len(ranks))
    order = sorted(
        dict.fromkeys(occasions),
        key=lambda item: (ranks[f"event {item.event}"], ranks[f"form {item.form}"], parse_number(item.instance) or 0.0,
                          item.instance, item.again),
    )  # fmt: skip
    kept = [column for column in columns if column.position not in skipped]
    group = 0
    for _, run in groupby(kept, key=lambda column: (column.group is None and column.position, column.group)):
        mine = list(run)
        held = _held(mine, body, occasions, order)
        for some, part in held:
            group += 1
            for column in mine:
                named = f"{column.question} ({part})" if part else column.question
                sisters = None if column.group is None else group
                yield replace(column, question=named, group=sisters, part=part), some


def _held(
    mine: Sequence[SourceColumn], body: Sequence[Sequence[str]], occasions: Sequence[_Occasion],
    order: Sequence[_Occasion],
) -> list[tuple[list[_Occasion], str]]:  # fmt: skip
    """Return the occasions on which the columns of a question are filled, with what tells them apart; or all as one."""
    places = [column.position for column in mine]
    rows = list(zip(body, occasions, strict=True))
    filled = {occasion for row, occasion in rows if not all(is_blank(row[i]) for i in places)}
    if mine[0].group is not None:  # an option that nobody chose is 0 or Unchecked in every row
        nothing = NOT_CHOSEN | {""}
        chosen = {
            occasion for row, occasion in rows
            if any(clean_value(row[i]).casefold() not in nothing for i in places)
        }  # fmt: skip
        filled = chosen or filled
    some = [occasion for occasion in order if occasion in filled]
    if len(some) < 2 or (plain(mine[0].raw) in _RECORDS and _agrees(places[0], body)):
        return [(some, "")]
    return [([occasion], _part(occasion, some)) for occasion in some]


def _agrees(place: int, body: Sequence[Sequence[str]]) -> bool:
    """Say whether what a record is given by the program is the same in all its rows."""
    pairs = {(clean_value(row[0]), clean_value(row[place])) for row in body if not is_blank(row[place])}
    return len(pairs) == len({record for record, _ in pairs})


def _part(occasion: _Occasion, some: Sequence[_Occasion]) -> str:
    """Return what tells an occasion from the others on which the same field was filled."""
    events, forms, instances, again = (len(set(values)) > 1 for values in zip(*some, strict=True))
    parts = [
        occasion.event if events else "",
        f"{occasion.form} {occasion.instance}".strip() if instances or (forms and not events) else "",
        f"{occasion.again}." if again and occasion.again > 1 else "",
    ]
    return ", ".join(part for part in parts if part) or occasion.instance or occasion.form or occasion.event
