"""Dates of a whole column: cells that are written alike are read together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import compress
from typing import TYPE_CHECKING, Any

from teema.importers.values import DAY_FIRST, parse_date

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["parse_dates"]

_ISO = re.compile(r"(?P<y>\d{4})[-/](?P<m>\d\d)[-/](?P<d>\d\d)(?:[T ](?P<H>\d\d):(?P<M>\d\d)(?::(?P<S>\d\d))?)?")
_LONGEST = 24  # letters of a date; longer ones are read one by one
_WAYS = 12  # of writing in one column; what is left then is read one by one


def parse_dates(cells: Sequence[str]) -> NDArray[np.datetime64]:
    """Return the date that each cell is, as `parse_date` reads it, or not-a-time.

    Example:
        >>> parse_dates(["3.2.2025 9.14", "ei"]).astype(str).tolist()
        ['2025-02-03T09:14:00.000000', 'NaT']
    """
    import numpy as np

    found = np.full(len(cells), "NaT", dtype="datetime64[us]")
    like = [8 <= len(cell) <= _LONGEST and cell.isascii() for cell in cells]
    left, single = np.flatnonzero(like), [i for i, is_like in enumerate(like) if not is_like]
    letters = "".join([cell.ljust(_LONGEST) for cell in compress(cells, like)]).encode("ascii")
    signs = np.frombuffer(letters, dtype="uint8").reshape(len(left), _LONGEST)
    forms = np.where((signs >= 48) & (signs < 58), np.uint8(48), signs)
    for _ in range(_WAYS):
        if not len(left):
            break
        alike = (forms == forms[0]).all(axis=1)
        match = _match(cells[left[0]])
        if match is None:
            single += left[alike].tolist()
        else:
            found[left[alike]] = _read(signs[alike], match)
        left, signs, forms = left[~alike], signs[~alike], forms[~alike]
    for i in [*single, *left.tolist()]:
        if cells[i]:
            found[i] = parse_date(cells[i])
    return found


def _match(cell: str) -> re.Match[str] | None:
    return DAY_FIRST.fullmatch(cell) or _ISO.fullmatch(cell)


def _read(signs: NDArray[np.uint8], match: re.Match[str]) -> Any:
    """Return the dates whose parts stand where those of the match do; not-a-time where there is no such day."""
    import numpy as np

    part = {name: _number(signs, match.span(name)) for name, text in match.groupdict().items() if text}
    year, month, day = part["y"], part["m"], part["d"]
    if "/" in match[0] and match.re is DAY_FIRST:
        swapped = month > 12
        month, day = np.where(swapped, day, month), np.where(swapped, month, day)
    right = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1) & _is_time(part)
    first = (np.where(right, year, 1970) - 1970).astype("M8[Y]").astype("M8[M]") + (np.where(right, month, 1) - 1)
    days = first.astype("M8[D]") + (np.where(right, day, 1) - 1)
    right &= days.astype("M8[M]") == first
    seconds = 3600 * part.get("H", 0) + 60 * part.get("M", 0) + part.get("S", 0)
    return np.where(right, days.astype("M8[us]") + np.multiply(seconds, np.timedelta64(1, "s")), np.datetime64("NaT"))


def _is_time(part: Mapping[str, Any]) -> Any:
    return (part.get("H", 0) < 24) & (part.get("M", 0) < 60) & (part.get("S", 0) < 60)


def _number(signs: NDArray[np.uint8], span: tuple[int, int]) -> NDArray[np.int64]:
    """Return the number that the digits between two places make."""
    number = signs[:, span[0]].astype("int64") - 48
    for place in range(span[0] + 1, span[1]):
        number = 10 * number + signs[:, place] - 48
    return number
