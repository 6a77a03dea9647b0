"""Small tables that a researcher keeps in Excel or CSV: codebooks, theme sets."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import ImportFileError, NotFoundError
from teema.terms import LANGUAGES, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_codebook", "read_table"]

# Headers that people write in their own language, and the field they mean; those of our own files are added to them.
_CODE_HEADERS = {
    "code": "code", "name": "code", "koodi": "code", "nimi": "code", "kod": "code", "namn": "code",
    "parent": "parent", "yläkoodi": "parent", "överordnad kod": "parent",
    "definition": "definition", "määritelmä": "definition",
    "include": "include", "sisällytä": "include", "inkludera": "include",
    "exclude": "exclude", "rajaa pois": "exclude", "exkludera": "exclude",
    "example": "example", "esimerkki": "example", "exempel": "example",
    "query": "query", "haku": "query", "sökning": "query",
    "colour": "colour", "color": "colour", "väri": "colour", "färg": "colour",
    "origin": "origin", "alkuperä": "origin", "ursprung": "origin",
    "id": "id", "guid": "id", "tunniste": "id",
}  # fmt: skip
_OWN = {
    "parent": "coding.book_parent", "include": "results.include", "exclude": "results.exclude",
    "example": "results.example",
}  # fmt: skip


def read_codebook(path: str | Path) -> pd.DataFrame:
    """Read a codebook from Excel, CSV or YAML, for `study.codebook.add_all(...)`.

    The header row names the fields in English, Finnish or Swedish: name (nimi, koodi), parent (yläkoodi), definition
    (määritelmä), include (käytä kun), exclude (älä käytä kun), example (esimerkki), query (haku), colour (väri),
    origin (alkuperä), id (tunniste). Only the name is needed; other columns are left aside.

    Returns:
        `code` and those of the fields that the file has; blank cells are empty text.

    Raises:
        ImportFileError: The file is missing or cannot be read.
        NotFoundError: There is no column for the name, or a key of a YAML file is no field.
    """
    import pandas as pd

    path = Path(path)
    if path.suffix.lower() in (".yaml", ".yml"):
        from teema.coding.codebook_yaml import read_yaml

        _must_be(path)
        rows = read_yaml(path)
        found = pd.DataFrame(rows, columns=list(dict.fromkeys(["code", *(name for row in rows for name in row)])))
        return _raw(found.fillna(""))
    table = read_table(path)
    headers = _headers()
    fields = {column: headers.get(" ".join(str(column).split()).casefold()) for column in table.columns}
    if "code" not in fields.values():
        raise NotFoundError.of("column", "name", table.columns, where=path, advice="It holds the codes' names.")
    known = {column: field for column, field in fields.items() if field}
    found = table[list(known)].rename(columns=known)
    return _raw(found.map(_unquoted) if path.suffix.lower() in _TEXT else found)


_TEXT = (".csv", ".tsv", ".txt")


def _headers() -> dict[str, str]:
    own = {term(key, language).casefold(): field for field, key in _OWN.items() for language in LANGUAGES}
    return {**_CODE_HEADERS, **own}


def _unquoted(cell: str) -> str:
    """Return a cell of a CSV file without the apostrophe that keeps it from being a formula."""
    return cell[1:] if re.match(r"'+[=+\-@\t\r\n]", cell) else cell


def _raw(codes: pd.DataFrame) -> pd.DataFrame:
    """Return a codebook with the origins as the study file has them, not in the words that people read."""
    if "origin" not in codes:
        return codes
    origins = ("data", "theory", "mixed")
    names = {term(f"results.origin_{name}", language).casefold(): name for name in origins for language in LANGUAGES}
    return codes.assign(origin=codes["origin"].map(lambda cell: names.get(cell.strip().casefold(), cell)))


def _must_be(path: Path) -> None:
    if not path.is_file():
        near = ", ".join(sorted(item.name for item in path.parent.glob(f"*{path.suffix}"))[:5])
        hint = f"In the folder there is: {near}" if near else "Look at the name and the folder."
        raise ImportFileError("There is no such file.", where=path, hint=hint)


def read_table(path: str | Path, sheet: str | int = 0) -> pd.DataFrame:
    """Read one sheet of a workbook, or a CSV file, as text with one header row; blank rows are left out.

    Raises:
        ImportFileError: The file is missing, is empty, has no such sheet, or cannot be read.
    """
    import pandas as pd

    path = Path(path)
    _must_be(path)
    try:
        if path.suffix.lower() in _TEXT:
            table = pd.read_csv(path, dtype=str, sep=None, engine="python", encoding="utf-8-sig", keep_default_na=False)
        else:
            table = pd.read_excel(path, sheet_name=sheet, dtype=str, engine="calamine", keep_default_na=False)
    except Exception as error:  # the readers have no common error
        raise ImportFileError(
            f"The table cannot be read ({error}).",
            where=path,
            hint="Save it as .xlsx, or as .csv in UTF-8, with one header row.",
        ) from error
    table = table.fillna("").map(lambda cell: cell.strip())
    return table[(table != "").any(axis=1)].reset_index(drop=True)
