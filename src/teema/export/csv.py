"""CSV as Finnish Excel opens it: UTF-8 with a byte order mark, separator `;`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from teema.export.cells import csv_text
from teema.export.files import write_whole

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["write_csv"]


def write_csv(path: str | Path, frame: pd.DataFrame) -> Path:
    """Write a data frame, its index left out; text that looks like a formula is made harmless, in headers too.

    Args:
        path: The file; one of the same name is replaced.
        frame: Lists in its cells are joined by semicolons.

    Raises:
        UnusableValueError: The file cannot be written.

    Example:
        >>> import pandas as pd
        >>> path = write_csv(getfixture("tmp_path") / "koodit.csv", pd.DataFrame({"koodi": ["=1+1"], "n": [4]}))
        >>> path.read_text(encoding="utf-8-sig").split()
        ['koodi;n', "'=1+1;4"]
    """
    safe = frame.map(csv_text).rename(columns=csv_text)
    return write_whole(path, lambda place: safe.to_csv(place, sep=";", index=False, encoding="utf-8-sig"))
