"""The codebook as YAML: a text file that people edit by hand and version control compares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.errors import ImportFileError, NotFoundError
from teema.terms import LANGUAGES, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_yaml", "yaml_text"]

_LONG = 70  # characters
# Line breaks of rare files: NEL, and the separators of lines and paragraphs.
_RARE_BREAKS = re.compile("[\x85\u2028\u2029]")
_FIELDS = ("definition", "include", "exclude", "example", "query", "colour", "origin", "id")


def yaml_text(codes: pd.DataFrame, *, head: str = "", language: str = "fi") -> str:
    """Return a codebook as YAML: codes under codes, blank fields left out, keys in the language.

    Args:
        codes: Columns as in `CODE_COLUMNS`, in tree order.
        head: A comment for the first line.
        language: fi, sv or en.

    Example:
        >>> study = getfixture("study")
        >>> _ = study.codebook.add("Luottamus", definition="Asiakas uskaltaa puhua.")
        >>> _ = study.codebook.add("Ansaittu luottamus", parent="Luottamus")
        >>> codes = study.codebook.to_frame().assign(id="", origin="")
        >>> print(yaml_text(codes))
        koodit:
        - nimi: Luottamus
          määritelmä: Asiakas uskaltaa puhua.
          alakoodit:
          - nimi: Ansaittu luottamus
        <BLANKLINE>
    """
    import yaml

    class Dumper(yaml.SafeDumper):  # type: ignore[misc]
        """Writes texts of several lines as they are."""

    Dumper.add_representer(str, _text)
    label = _labels(language)
    children = term("coding.book_children", language)
    made: dict[str | None, list[dict[str, Any]]] = {None: []}
    for row in codes.to_dict("records"):
        entry: dict[str, Any] = {term("coding.book_name", language): row["code"]}
        entry |= {label[field]: row[field] for field in _FIELDS if row[field]}
        if row["origin"]:
            entry[label["origin"]] = term(f"results.origin_{row['origin']}", language)
        above = row["parent"] if isinstance(row["parent"], str) else None
        made[above].append(entry)
        made[row["code"]] = entry.setdefault(children, [])
    _tidy(made[None], children)
    text = yaml.dump(
        {term("coding.book_codes", language): made[None]}, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=100
    )
    return (f"# {head}\n" if head else "") + str(text)


def _text(dumper: Any, text: str) -> Any:
    """Write long texts as blocks, in which a colon or a quotation mark means nothing to YAML."""
    style = None if len(text) < _LONG and "\n" not in text else "|" if "\n" in text else ">"
    if _RARE_BREAKS.search(text):
        style = '"'  # where they are written out; in a block YAML would take them for line breaks of its own
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _tidy(entries: list[dict[str, Any]], children: str) -> None:
    """Take empty lists of children out."""
    waiting = list(entries)
    while waiting:
        entry = waiting.pop()
        if entry[children]:
            waiting += entry[children]
        else:
            del entry[children]


def _labels(language: str) -> dict[str, str]:
    labels = {field: term(f"results.{field}", language).casefold() for field in _FIELDS[:4]}
    labels["example"] = term("results.example", language).split()[0].casefold()
    labels["origin"] = term("results.origin", language).casefold()
    return labels | {field: term(f"coding.book_{field}", language).casefold() for field in ("query", "colour", "id")}


def read_yaml(path: Path) -> list[dict[str, str]]:
    """Read a codebook from YAML, keys in Finnish, Swedish or English.

    Returns:
        One row per code, a parent before its children: `code`, `parent` (name, blank at the top), and the fields that
        the file gives.

    Raises:
        ImportFileError: The file cannot be read, or is no codebook.
        NotFoundError: A key is not the name of a field.
    """
    import yaml

    class Loader(yaml.BaseLoader):  # type: ignore[misc]
        """Reads every value as text, so that a code may be called *on* or *2024*; refuses references."""

        def compose_node(self, parent: Any, index: Any) -> Any:
            if self.check_event(yaml.events.AliasEvent):
                mark = self.peek_event().start_mark
                raise yaml.YAMLError(f"a reference (*) in line {mark.line + 1}")
            return super().compose_node(parent, index)

    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), Loader=Loader)  # noqa: S506 -- makes texts only
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError, OSError) as error:
        reason = " ".join(str(error).split())[:300]
        raise ImportFileError(
            f"The YAML file cannot be read ({reason}).",
            where=path,
            hint="Look at the indent of that line: spaces only, and the same for all fields of a code.",
        ) from error
    return list(_rows(_listed(content, path, "code"), path))


def _rows(entries: list[Any], path: Path) -> Iterator[dict[str, str]]:
    fields = _keys()
    waiting = [(entry, "") for entry in reversed(entries)]
    while waiting:
        entry, parent = waiting.pop()
        given = {"code": entry} if isinstance(entry, str) else entry
        if not isinstance(given, dict):
            raise ImportFileError(f"{str(entry)[:60]!r} is no code.", where=path, hint="Begin a code with - name: …")
        row: dict[str, str] = {}
        children: list[Any] = []
        for key, value in given.items():
            field = fields.get(" ".join(str(key).split()).casefold())
            if field is None:
                raise NotFoundError.of("field", key, fields, where=path)
            if field == "children":
                children = _listed(value, path, str(key))
            elif isinstance(value, str):
                row[field] = value.strip()
            else:
                raise ImportFileError(f"The field {key!r} holds a list.", where=path, hint="Write it as one text.")
        row = {"code": "", **row, "parent": parent}
        yield row
        waiting += [(child, row["code"]) for child in reversed(children)]


def _listed(content: Any, path: Path, what: str) -> list[Any]:
    if isinstance(content, dict) and len(content) == 1 and what == "code":
        key, content = next(iter(content.items()))
        if " ".join(str(key).split()).casefold() not in {term("coding.book_codes", language) for language in LANGUAGES}:
            content = None
    if content == "":
        return []
    if not isinstance(content, list):
        raise ImportFileError(
            "The file has no list of codes.", where=path, hint="The first line is codes: and each code begins with -"
        )
    return content


def _keys() -> dict[str, str]:
    keys = {field: field for field in _FIELDS} | {"code": "code", "color": "colour"}
    for language in LANGUAGES:
        keys |= {label: field for field, label in _labels(language).items()}
        keys |= {term("coding.book_name", language): "code", term("results.code", language).casefold(): "code"}
        keys |= dict.fromkeys((term("coding.book_children", language), term("coding.book_codes", language)), "children")
    return keys
