"""Small-cell suppression: a published table must not tell about one or two people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.results.recovery import Grid, by_row_alone, recoverable
from teema.tables import Table
from teema.terms import term

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Flags = NDArray[np.bool_]

__all__ = ["SUPPRESSED", "suppress"]

SUPPRESSED = "–"
# What stands beside a count and would tell it: of a group as `<kind>:<group>`, of all as it is.
_OF_GROUP = ("n", "share", "mentions", "n_weighted", "share_weighted", "mentions_weighted")
_OF_ALL = ("cases", "share", "mentions", "cases_weighted", "share_weighted", "mentions_weighted")
_TEXT = ("code", "depth", "row", "lemma", "pos", "ngram", "example")


def suppress(table: Table, min_cell: int = 3, min_group: int = 5) -> Table:
    """Return the table with small counts hidden, and with whatever would give them away.

    Primary suppression: counts of 1 … min_cell − 1 cases; a row whose total is so small is hidden whole. Secondary
    suppression: as long as a hidden count could be worked out from what is left (groups that add up to the total,
    sub-codes that add up to their parent, a group that cannot be larger than its base), the next smallest count beside
    it is hidden too. Both look alike, so that a reader cannot tell which is which. The shares and mentions that belong
    to a hidden count are hidden with it; a group whose base is hidden shows no shares. Zero is shown, since it tells
    of nobody, except in rows hidden whole.

    The method is the cell suppression of statistical offices; see Hundepool et al. (2012), Statistical Disclosure
    Control, ch. 4. It protects one table: two tables of different respondents can still be compared.

    Args:
        table: A frequency table or crosstab of codes or of words; tables without cases come back as they are.
        min_cell: The smallest count that may be shown.
        min_group: Groups with fewer cases are named in a note.

    Returns:
        A table whose hidden cells hold `SUPPRESSED`. The size of the whole base stays, also when it is small.

    Raises:
        UnusableValueError: `min_cell` is less than 1.

    Example:
        >>> import pandas as pd
        >>> from teema.results import crosstab
        >>> coded = {"answer": list("abcdef"), "case": list("abcdef"), "question": "Q1", "start": 0, "end": 5}
        >>> cases = pd.DataFrame({"Kaupunki": ["Oulu"] * 4 + ["Turku"] * 4}, index=list("abcdefgh"))
        >>> table = crosstab(pd.DataFrame({**coded, "code": "Kiire"}), cases, by="Kaupunki", base="cases")
        >>> suppress(table).to_frame()[["code", "n:Oulu", "n:Turku", "cases"]].values.tolist()
        [['Perusjoukko (n)', 4, 4, 8], ['Kiire', '–', '–', 6]]
    """
    if min_cell < 1:
        raise UnusableValueError(
            f"min_cell={min_cell} hides nothing.", hint="Give 1 or more, or None for no protection."
        )
    frame = table.frame
    if "cases" not in frame.columns:
        return table
    if {"group", "base"} <= set(frame.columns):
        return _groups_down(table, min_cell=min_cell, min_group=min_group)
    names = [str(name)[2:] for name in frame.columns if str(name).startswith("n:")]
    grid = _grid(frame, names)
    hidden = _hidden(grid, min_cell)
    masked = _masked(frame, names, hidden, grid)
    notes = _notes(table, names, grid, hidden, min_cell=min_cell, min_group=min_group)
    return replace(table, frame=masked, notes=(*table.notes, *notes)) if hidden.any() or notes else table


def _groups_down(table: Table, *, min_cell: int, min_group: int) -> Table:
    """Protect a table that has its groups in rows, the last row all of them, and their base in a column."""
    import numpy as np

    frame = table.frame
    counts = frame[["base", "cases"]].to_numpy(dtype=np.int64).T
    adds_up = bool((counts[:, :-1].sum(axis=1) == counts[:, -1]).all())
    grid = Grid(counts=counts, parents=np.array([-1, 0], dtype=np.int64), has_base=True, adds_up=adds_up)
    of_base, with_hit = _hidden(grid, min_cell)
    masked = frame.astype({name: object for name in frame.columns if name not in ("group", "row")})
    masked.loc[of_base, "base"] = SUPPRESSED
    masked.loc[of_base & (counts[1] > 0), "share"] = SUPPRESSED  # a count over its share would be the base
    masked.loc[with_hit, ["cases", "share"]] = SUPPRESSED
    # How often the hidden ones said it is told neither by themselves nor by what is missing from the sum.
    told = with_hit | ((frame["row"] == "all").to_numpy() & with_hit.any())
    masked.loc[told, ["hits", "answers"]] = SUPPRESSED
    hidden = np.stack([of_base, with_hit])
    notes = _notes(table, frame["group"].tolist()[:-1], grid, hidden, min_cell=min_cell, min_group=min_group)
    return replace(table, frame=masked, notes=(*table.notes, *notes)) if hidden.any() or notes else table


def _grid(frame: pd.DataFrame, names: list[str]) -> Grid:
    """Return the counts with what binds them together; the last column is the total."""
    import numpy as np

    counts = frame[[*(f"n:{name}" for name in names), "cases"]].to_numpy(dtype=np.int64)
    has_base = "row" in frame.columns and bool(len(frame)) and frame["row"].iloc[0] == "base"
    parents: list[int] = []
    last: dict[int, int] = {}
    for i, depth in enumerate(frame["depth"] if "depth" in frame.columns else [0] * len(frame)):
        parents.append(-1 if i < has_base else last.get(depth - 1, 0 if has_base else -1))
        if i >= has_base:
            last[int(depth)] = i
    # Groups that a case may share do not add up to the total, and cannot be subtracted from it.
    adds_up = bool(names) and bool((counts[:, :-1].sum(axis=1) == counts[:, -1]).all())
    return Grid(counts=counts, parents=np.array(parents, dtype=np.int64), has_base=has_base, adds_up=adds_up)


def _hidden(grid: Grid, min_cell: int) -> Flags:
    """Return which cells are hidden.

    The totals come first and alone, so that the same totals are hidden in tables by different groups.
    """
    small = (grid.counts > 0) & (grid.counts < min_cell)
    totals = _protected(grid.only_totals(), small[:, -1:], small[:, -1:])
    return _protected(grid, small | totals, small)


def _protected(grid: Grid, hidden: Flags, small: Flags) -> Flags:
    """Hide one more cell beside each small one that could be recovered, until none can."""
    hidden = hidden.copy()
    while True:
        before = hidden.sum()
        known = by_row_alone(grid, hidden, small)  # cheap, and tells nearly all
        through_row = bool(len(known))
        if not through_row:
            known = recoverable(grid, hidden, small)
        for row in dict.fromkeys(known[:, 0].tolist()):
            columns = known[known[:, 0] == row][:, 1].tolist()
            _hide_beside(grid, hidden, row, columns, through_row=through_row)
        if hidden.sum() == before:
            return hidden


def _hide_beside(grid: Grid, hidden: Flags, row: int, columns: list[int], *, through_row: bool) -> None:
    """Hide the smallest count beside recoverable ones: in their row, or above, below and beside them in the tree.

    Totals stay once the groups are at hand. Where no count above zero is left, the groups of the row are hidden whole,
    and then those of its family: how many of them are above zero is unknown after that.
    """
    in_row = [(row, column) for column in range(grid.groups)]
    inside = [column for column in columns if column < grid.groups or not grid.groups]
    family = [(other, column) for other in grid.family(row) for column in inside]
    for places in (in_row, family) if through_row else (family, in_row):
        seen = [place for place in places if not hidden[place] and grid.counts[place] > 0]
        if seen:
            hidden[min(seen, key=lambda place: int(grid.counts[place]))] = True
            return
    for other in (row, *grid.family(row)):
        if not hidden[other, : grid.groups].all():
            hidden[other, : grid.groups] = True
            return


def _masked(frame: pd.DataFrame, names: list[str], hidden: Flags, grid: Grid) -> pd.DataFrame:
    """Put the mark into hidden counts and into the shares and mentions that would tell them."""
    if not hidden.any():
        return frame
    masked = frame.astype({name: object for name in frame.columns if name not in _TEXT})

    def hide(rows: Flags, columns: list[str]) -> None:
        masked.loc[rows, [name for name in columns if name in masked.columns]] = SUPPRESSED

    for i, name in enumerate(names):
        hide(hidden[:, i], [f"{kind}:{name}" for kind in _OF_GROUP])
        if grid.has_base and hidden[0, i]:  # a count over its share would be the base
            hide(grid.counts[:, i] > 0, [f"share:{name}", f"share_weighted:{name}"])
    hide(hidden[:, -1], list(_OF_ALL))
    return masked


def _notes(table: Table, names: list[str], grid: Grid, hidden: Flags, *, min_cell: int, min_group: int) -> list[str]:
    """Return what a reader must know: what the mark means, whether anything is left, which groups are too small."""
    notes = []
    if hidden.any():
        notes.append(term("results.note_suppressed", table.language, min_cell=min_cell))
    body = slice(1 if grid.has_base else 0, None), slice(None, -1) if names else slice(None)
    told = grid.counts[body] > 0
    if (hidden[body] & told).sum() * 2 > told.sum():
        notes.append(term("results.note_mostly_suppressed", table.language))
    if grid.has_base:
        small = [name for name, size in zip(names, grid.counts[0], strict=False) if size < min_group]
        if small:
            notes.append(
                term("results.note_small_groups", table.language, min_group=min_group, groups=", ".join(small))
            )
    return notes
