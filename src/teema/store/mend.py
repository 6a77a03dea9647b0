"""Rows of a damaged file whose bytes are readable and whose contents make no sense."""

from __future__ import annotations

import json

from teema.store.journal import Row

__all__ = ["JSON", "sense", "with_seen_values"]

# The columns that hold JSON, and what stands for a value that cannot be read.
JSON = {
    "settings": ("value", ""),  # none: a setting that cannot be read is as if it were not there
    "variables": ("categories", "[]"),
    "cases": ("background", "{}"),
    "analyses": ("levels", "{}"),
    "themes": ("fields", "{}"),
    "snapshots": ("content", '{"themes": [], "members": [], "relations": []}'),
}


def sense(table: str, row: Row, told: Row | None, texts: dict[str, str]) -> Row | None:
    """Return a row as it was read where it makes sense, else as the journal tells it, else made sensible, or None.

    Args:
        table: Where the row stands.
        row: As it was read.
        told: As the journal last tells it, or None.
        texts: The answers' texts by id.

    Example:
        >>> sense("cases", {"case": "1", "background": "{&"}, None, {})
        {'case': '1', 'background': '{}'}
    """
    if _sensible(table, row, texts):
        return row
    if told is not None and _sensible(table, told, texts):
        return told
    if table == "extracts":
        return _on_its_words(row, texts)
    column, empty = JSON[table]
    return {**row, column: empty} if empty else None


def _sensible(table: str, row: Row, texts: dict[str, str]) -> bool:
    if table == "extracts":
        text = texts.get(row["answer"])
        return text is None or text[row["start"] : row["end"]] == row["quote"]
    if table not in JSON:
        return True
    try:
        json.loads(row[JSON[table][0]])
    except (ValueError, TypeError):
        return False
    return True


def _on_its_words(row: Row, texts: dict[str, str]) -> Row:
    """Return an extract on the words it was made on, if they stand in the answer once, else with the words it is on."""
    text, quote = texts[row["answer"]], row["quote"]
    if quote and text.count(quote) == 1:
        start = text.index(quote)
        return {**row, "start": start, "end": start + len(quote)}
    start = max(0, min(row["start"], len(text) - 1))
    end = max(start + 1, min(row["end"], len(text)))
    return {**row, "start": start, "end": end, "quote": text[start:end]}


def with_seen_values(variables: dict[str, Row], cases: dict[str, Row]) -> dict[str, Row]:
    """Return the variables whose categories lack a value that some case has, with those values added.

    Args:
        variables: Rows of the table by name.
        cases: Rows of the table by id, their backgrounds readable.
    """
    seen: dict[str, dict[str, None]] = {}
    for row in cases.values():
        background = json.loads(row["background"])
        for name, value in background.items() if isinstance(background, dict) else ():
            if isinstance(value, str):
                seen.setdefault(name, {})[value] = None
    changed = {}
    for name, row in variables.items():
        known = json.loads(row["categories"])
        more = [value for value in seen.get(name, {}) if value not in known]
        if row["kind"] in ("choice", "scale") and more:
            changed[name] = {**row, "categories": json.dumps([*known, *more], ensure_ascii=False)}
    return changed
