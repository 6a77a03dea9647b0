"""Small-cell suppression: a published table must not tell about one or two people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.tables import Table
from teema.terms import term

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = ["SUPPRESSED", "suppress"]

SUPPRESSED = "–"


def suppress(table: Table, min_cell: int = 3, min_group: int = 5) -> Table:
    """Return the table with small counts hidden, and with whatever would give them away by subtraction.

    Primary suppression: counts of 1 … min_cell − 1 cases. A row whose total is so small is hidden whole. Secondary
    suppression: where the groups of a row add up to its total, a single hidden cell could be had by subtraction, so
    the next smallest count above zero is hidden too. Both look alike, so that a reader cannot tell which is which. The
    shares and mentions that belong to a hidden count are hidden with it. Zero is shown: it tells of nobody.

    The method is the cell suppression of statistical offices; see Hundepool et al. (2012), Statistical Disclosure
    Control, ch. 4.

    Args:
        table: A frequency table or crosstab; other tables come back as they are.
        min_cell: The smallest count that may be shown.
        min_group: Groups with fewer cases are named in a note.

    Returns:
        A table whose hidden cells hold `SUPPRESSED`.

    Raises:
        UnusableValueError: `min_cell` is less than 1.
    """
    if min_cell < 1:
        raise UnusableValueError(
            f"min_cell={min_cell} hides nothing.", hint="Give 1 or more, or None for no protection."
        )
    frame = table.frame
    if "cases" not in frame.columns:
        return table
    names = [str(name)[2:] for name in frame.columns if str(name).startswith("n:")]
    hidden, whole = _hidden(frame, names, min_cell)
    if not hidden.any() and not whole.any():
        return _with_note_on_groups(table, names, min_group)
    masked = frame.astype(dict.fromkeys(frame.columns.drop(["code", "depth"]), object))
    for i, name in enumerate(names):
        masked.loc[hidden[:, i], [f"n:{name}", f"share:{name}"]] = SUPPRESSED
    totals = [name for name in ("cases", "share", "mentions") if name in frame.columns]
    masked.loc[whole, totals] = SUPPRESSED
    note = term("results.note_suppressed", table.language, min_cell=min_cell)
    return _with_note_on_groups(replace(table, frame=masked, notes=(*table.notes, note)), names, min_group, frame)


def _hidden(frame: pd.DataFrame, names: list[str], min_cell: int) -> tuple[np.ndarray, np.ndarray]:
    """Return which group cells (rows × groups) and which totals are hidden."""
    import numpy as np

    counts = frame[[f"n:{name}" for name in names]].to_numpy(dtype=np.int64)
    totals = frame["cases"].to_numpy(dtype=np.int64)
    whole = (totals > 0) & (totals < min_cell)
    hidden = (counts > 0) & (counts < min_cell)
    hidden[whole] = True
    # Groups that a case may share do not add up to the total, and cannot be subtracted from it.
    if names and (counts.sum(axis=1) == totals).all():
        for row in np.flatnonzero((hidden.sum(axis=1) == 1) & ~whole):
            left = np.where(hidden[row] | (counts[row] == 0), np.iinfo(np.int64).max, counts[row])
            hidden[row, left.argmin()] = True
    return hidden, whole


def _with_note_on_groups(table: Table, names: list[str], min_group: int, frame: pd.DataFrame | None = None) -> Table:
    """Add a note that names the groups too small to publish on."""
    counts = table.frame if frame is None else frame
    if not names or "row" not in counts.columns:
        return table
    base = counts[counts["row"] == "base"].iloc[0]
    small = [name for name in names if base[f"n:{name}"] < min_group]
    if not small:
        return table
    note = term("results.note_small_groups", table.language, min_group=min_group, groups=", ".join(small))
    return replace(table, notes=(*table.notes, note))
