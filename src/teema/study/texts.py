"""Every text of a study that a person has written, and where it stands: answers, notes, codes, themes, snapshots."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from teema.store.journal import KEYS
from teema.terms import term

if TYPE_CHECKING:
    from teema.store import Row, Store

__all__ = ["TextPlace", "text_places", "with_texts"]

# Fields of plain text by table; answers are read by themselves.
_FIELDS = {
    "codes": ("name", "definition", "include", "exclude", "example"),
    "extracts": ("reduced", "memo"),
    "themes": ("name", "definition", "concept", "story", "boundary"),
    "members": ("reduced",),
    "relations": ("label",),
    "memos": ("text",),
    "snapshots": ("name", "note"),
    "summaries": ("text",),
    "reviews": ("text",),
    "types": ("name", "description"),
    "type_parts": ("note",),
}
# Fields that hold JSON; each text in them is a place of its own.
_JSON = {"themes": "fields", "snapshots": "content", "cases": "background"}
_GUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class TextPlace(NamedTuple):
    """A text and where it stands.

    Attributes:
        leaf: Where in the field, when that is JSON: the way to the text.
        where: The place in words.
    """

    table: str
    key: str
    field: str
    leaf: tuple[str | int, ...]
    text: str
    where: str

    @property
    def id(self) -> str:
        """An answer's own id, or a name for another place."""
        if self.table == "answers":
            return self.key
        return json.dumps([self.table, self.key, self.field, *self.leaf], ensure_ascii=False)


def text_places(store: Store, *, language: str = "fi") -> Iterator[TextPlace]:
    """Yield the texts of a study: answers first, in their order.

    Of the background of cases only variables of kind `text` are read: names of groups are values, not words.
    """
    for row in store.rows("SELECT answer, text FROM answers ORDER BY position"):
        yield TextPlace("answers", row["answer"], "text", (), row["text"], row["answer"])
    for table, fields in _FIELDS.items():
        key = KEYS[table]
        names = ", ".join(f'"{name}"' for name in (key, *fields))
        title = term(f"privacy.in_{table}", language)
        for row in store.rows(f'SELECT {names} FROM {table} ORDER BY "{key}"'):  # noqa: S608 -- names of ours
            for field in fields:
                if row[field]:
                    yield TextPlace(table, row[key], field, (), row[field], title)
    free = {row["name"] for row in store.rows("SELECT name FROM variables WHERE kind = 'text'")}
    for table, field in _JSON.items():
        key = KEYS[table]
        title = term(f"privacy.in_{table}", language)
        for row in store.rows(f'SELECT "{key}", {field} FROM {table} ORDER BY "{key}"'):  # noqa: S608 -- names of ours
            for leaf, text in _leaves(json.loads(row[field])):
                if table != "cases" or leaf[0] in free:
                    yield TextPlace(table, row[key], field, leaf, text, title)


def _leaves(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        if not _GUID.fullmatch(value):
            yield way, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _leaves(inner, (*way, name))
    elif isinstance(value, list):
        for place, inner in enumerate(value):
            yield from _leaves(inner, (*way, place))


def with_texts(row: Row, texts: Mapping[tuple[str, tuple[str | int, ...]], str]) -> Row:
    """Return a row with other texts, named by field and leaf.

    Example:
        >>> with_texts({"id": "7", "background": '{"nimi": "Maija"}'}, {("background", ("nimi",)): "[henkilö 1]"})
        {'id': '7', 'background': '{"nimi": "[henkilö 1]"}'}
    """
    new = dict(row)
    for (field, leaf), text in texts.items():
        if not leaf:
            new[field] = text
            continue
        whole = json.loads(new[field])
        inner = whole
        for step in leaf[:-1]:
            inner = inner[step]
        inner[leaf[-1]] = text
        new[field] = json.dumps(whole, ensure_ascii=False)
    return new
