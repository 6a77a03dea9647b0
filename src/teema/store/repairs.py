"""What two studies together would break: names given twice, parents in a circle, rows that point nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from teema.store.contents import Contents
from teema.store.journal import Row

__all__ = ["repair"]

# Kept, wanted: what a repaired field holds, and what the other side had wanted.
Repair = tuple[str, str, str, object, object]

# What rows point to: column -> table, for rows that go with what they point to.
_HELD = {
    "themes": {"analysis": "analyses"},
    "members": {"theme": "themes", "code": "codes", "extract": "extracts"},
    "relations": {"source": "themes", "target": "themes"},
    "places": {"id": "themes"},
    "snapshots": {"analysis": "analyses"},
    "summaries": {"theme": "themes"},
    "evidence": {"theme": "themes", "relation": "relations", "summary": "summaries", "extract": "extracts"},
    "reviews": {"analysis": "analyses"},
    "types": {"analysis": "analyses"},
    "type_parts": {"type": "types", "code": "codes"},
}
_ONCE = {
    "members": ("theme", "code", "extract", "reduced"),
    "relations": ("source", "target", "kind"),
    "summaries": ("theme", "variable", "value"),
    "evidence": ("theme", "relation", "summary", "extract"),
    "reviews": ("analysis", "kind", "item"),
    "type_parts": ("type", "code", "case"),
}
_POSITIONS = ("codes", "analyses", "themes", "types")
# Names are taken within these columns' values.
_NAMES = {
    "codes": (), "analyses": (), "themes": ("analysis",), "snapshots": ("analysis",), "types": ("analysis",),
}  # fmt: skip


def repair(result: Contents, mine: Contents) -> list[Repair]:
    """Make merged rows whole again, in place, and return what could not be as the other side wanted it.

    Args:
        result: The merged rows.
        mine: My rows, whose names and parents stand when both cannot.
    """
    for table, points in _HELD.items():
        result[table] = {
            key: row
            for key, row in result[table].items()
            if all(row[column] is None or row[column] in result[of] for column, of in points.items())
        }
    for table, columns in _ONCE.items():
        seen: dict[tuple[object, ...], str] = {}
        for key in sorted(result[table], key=lambda key: key not in mine[table]):
            seen.setdefault(tuple(result[table][key][column] for column in columns), key)
        kept = set(seen.values())
        result[table] = {key: row for key, row in result[table].items() if key in kept}
    _drop_idle(result, mine)
    found = [*_parents("codes", result, mine), *_parents("themes", result, mine)]
    for table, within in _NAMES.items():
        found += _names(table, within, result[table], mine[table])
    for table in _POSITIONS:
        _positions(result[table], mine[table])
    return found


def _drop_idle(result: Contents, mine: Contents) -> None:
    """Leave out extracts that nothing holds any more."""
    held, were = _held(result), _held(mine)
    result["extracts"] = {
        key: row
        for key, row in result["extracts"].items()
        if key in held or row["memo"] or row["reduced"] or (key in mine["extracts"] and key not in were)
    }


def _held(rows: Contents) -> set[str]:
    return (
        {row["extract"] for row in rows["codings"].values()}
        | {row["extract"] for row in rows["members"].values()}
        | {row["extract"] for row in rows["evidence"].values()}
        | {row["target"] for row in rows["memos"].values() if row["target_kind"] == "extract"}
    )


def _parents(table: str, result: Contents, mine: Contents) -> Iterator[Repair]:
    rows = result[table]
    for key, row in rows.items():
        if row["parent"] is not None and row["parent"] not in rows:
            rows[key] = {**row, "parent": None}
    for key in rows:
        if not _circles(rows, key):
            continue
        before = mine[table].get(key, {}).get("parent")
        wanted = rows[key]["parent"]
        if before == wanted:
            continue  # another of the circle was moved
        rows[key] = {**rows[key], "parent": before if before in rows else None}
        yield table, key, "parent", before, wanted
    for key in rows:
        if _circles(rows, key):
            rows[key] = {**rows[key], "parent": None}
        also = rows[key].get("also")
        if also is not None and (also == key or also not in rows):
            rows[key] = {**rows[key], "also": None}


def _circles(rows: dict[str, Row], key: str) -> bool:
    seen, above = {key}, rows[key]["parent"]
    while above is not None and above not in seen:
        seen.add(above)
        above = rows[above]["parent"]
    return bool(above == key)


def _names(table: str, within: tuple[str, ...], rows: dict[str, Row], mine: dict[str, Row]) -> Iterator[Repair]:
    taken: set[tuple[object, ...]] = set()

    def place(row: Row, name: str) -> tuple[object, ...]:
        return (*(row[column] for column in within), name.casefold())

    def rank(key: str) -> int:
        return 2 if key not in mine else int(mine[key]["name"] != rows[key]["name"])

    for key in sorted(rows, key=rank):
        row, wanted = rows[key], str(rows[key]["name"])
        name = wanted
        if place(row, name) in taken and key in mine:
            name = str(mine[key]["name"])
        stem, number = name, 2
        while place(row, name) in taken:
            name, number = f"{stem} ({number})", number + 1
        taken.add(place(row, name))
        if name != wanted:
            rows[key] = {**row, "name": name}
            yield table, key, "name", name, wanted


def _positions(rows: dict[str, Row], mine: dict[str, Row]) -> None:
    """Put what is new after what was there."""
    following = max((int(row["position"]) for row in mine.values()), default=-1) + 1
    new = sorted((key for key in rows if key not in mine), key=lambda key: int(rows[key]["position"]))
    for position, key in enumerate(new, following):
        rows[key] = {**rows[key], "position": position}
