"""Small tables that a researcher keeps in Excel or CSV: codebooks, theme sets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import ImportFileError, NotFoundError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["read_codebook", "read_table"]

# Headers that people write in their own language, and the field they mean.
_CODE_HEADERS = {
    "code": "code", "name": "code", "koodi": "code", "nimi": "code", "kod": "code", "namn": "code",
    "parent": "parent", "yläkoodi": "parent", "överordnad kod": "parent",
    "definition": "definition", "määritelmä": "definition",
    "include": "include", "sisällytä": "include", "käytä kun": "include", "inkludera": "include",
    "exclude": "exclude", "rajaa pois": "exclude", "älä käytä kun": "exclude", "exkludera": "exclude",
    "example": "example", "esimerkki": "example", "exempel": "example",
    "query": "query", "haku": "query", "sökning": "query",
    "colour": "colour", "color": "colour", "väri": "colour", "färg": "colour",
    "origin": "origin", "alkuperä": "origin", "ursprung": "origin",
}  # fmt: skip


def read_codebook(path: str | Path) -> pd.DataFrame:
    """Read a codebook from Excel or CSV, for `study.codebook.add_all(...)`.

    The header row names the fields in English, Finnish or Swedish: name (nimi, koodi), parent (yläkoodi), definition
    (määritelmä), include (käytä kun), exclude (älä käytä kun), example (esimerkki), query (haku), colour (väri),
    origin (alkuperä). Only the name is needed; other columns are left aside.

    Returns:
        `code` and those of the fields that the file has; blank cells are empty text.

    Raises:
        ImportFileError: The file is missing or cannot be read.
        NotFoundError: There is no column for the name.
    """
    table = read_table(path)
    fields = {column: _CODE_HEADERS.get(str(column).strip().casefold()) for column in table.columns}
    if "code" not in fields.values():
        raise NotFoundError.of("column", "name", table.columns, where=path, advice="It holds the codes' names.")
    known = {column: field for column, field in fields.items() if field}
    return table[list(known)].rename(columns=known)


def read_table(path: str | Path, sheet: str | int = 0) -> pd.DataFrame:
    """Read one sheet of a workbook, or a CSV file, as text with one header row; blank rows are left out.

    Raises:
        ImportFileError: The file is missing, is empty, has no such sheet, or cannot be read.
    """
    import pandas as pd

    path = Path(path)
    if not path.is_file():
        near = ", ".join(sorted(item.name for item in path.parent.glob(f"*{path.suffix}"))[:5])
        hint = f"In the folder there is: {near}" if near else "Look at the name and the folder."
        raise ImportFileError("There is no such file.", where=path, hint=hint)
    try:
        if path.suffix.lower() in (".csv", ".tsv", ".txt"):
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
