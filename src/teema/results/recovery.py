"""What a reader could work out about hidden counts from the counts that are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

__all__ = ["Grid", "by_row_alone", "recoverable"]

_TRIES = 6  # random directions in which other tables that fit are looked for, before cells are taken one by one


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Counts of cases and what binds them together.

    Attributes:
        counts: Rows × (groups, total).
        parents: Row above each row in the tree; −1 at the top. The base, where there is one, is above all.
        has_base: The first row is the base.
        adds_up: The groups of each row add up to its total.
    """

    counts: Ints
    parents: Ints
    has_base: bool
    adds_up: bool

    @property
    def groups(self) -> int:
        """Number of groups."""
        return int(self.counts.shape[1]) - 1

    def only_totals(self) -> Grid:
        """Return the grid without its groups."""
        return Grid(counts=self.counts[:, -1:], parents=self.parents, has_base=self.has_base, adds_up=False)

    def family(self, row: int) -> list[int]:
        """Return the rows beside, above and below a row; the base is nobody's family."""
        import numpy as np

        parent = int(self.parents[row])
        below = np.flatnonzero(self.parents == row).tolist() if not (self.has_base and row == 0) else []
        if parent < 0 or (self.has_base and parent == 0):
            return below
        beside = [other for other in np.flatnonzero(self.parents == parent).tolist() if other != row]
        return [*beside, *below, parent]


def by_row_alone(grid: Grid, hidden: Flags, small: Flags) -> Ints:
    """Return the small counts that subtraction in their own row gives: one alone, or as many as they are together."""
    import numpy as np

    if not grid.adds_up:
        return np.empty((0, 2), dtype=np.int64)
    counts, groups = grid.counts[:, :-1], hidden[:, :-1]
    many = groups.sum(axis=1)
    alone = (many == 1) | ((counts * groups).sum(axis=1) == many)
    told = alone & ~hidden[:, -1] & ~(_whole(grid, hidden) & (many > 1))
    return np.argwhere(hidden & small & told[:, None])


def recoverable(grid: Grid, hidden: Flags, small: Flags) -> Ints:
    """Return the small counts that can be worked out exactly from all that is shown.

    A reader knows that a hidden count is at least 1 (0 in rows whose groups are all hidden), that groups add up to
    their total, that no row exceeds the one above it, and may rightly guess that sub-codes make up their parent: then
    the parent is at most their sum, and exactly their sum where nobody has two of them. A count is safe when another
    table fits all this and differs in it by one or more; linear programming finds such tables (the audit of
    Hundepool et al. 2012, Statistical Disclosure Control, ch. 4.5).

    Args:
        grid: The counts.
        hidden: Which are hidden.
        small: Which must not be known: the hidden counts above zero and below the limit.

    Returns:
        Pairs (row, column) of small counts that have only one possible value.
    """
    import numpy as np

    places = np.argwhere(hidden)
    if not small.any():
        return places[:0]
    other = _OtherTables(grid, hidden)
    truth = grid.counts[hidden].astype(float)
    least, most = truth.copy(), truth.copy()
    wanted = small[hidden]
    rng = np.random.default_rng(0)
    directions = [rng.normal(size=len(truth)) for _ in range(_TRIES)]

    def look(direction: Floats) -> None:
        found = other.furthest(direction)
        np.minimum(least, found, out=least)
        np.maximum(most, found, out=most)

    for direction in directions:
        look(direction)
        look(-direction)
    known = np.zeros(len(truth), dtype=bool)
    for i in range(len(truth)):
        direction = np.zeros(len(truth))
        direction[i] = 1.0
        for sign in (1.0, -1.0):
            if wanted[i] and most[i] - least[i] < 1 - 1e-6:
                look(sign * direction)
        known[i] = wanted[i] and most[i] - least[i] < 1 - 1e-6
    return places[known]


def _whole(grid: Grid, hidden: Flags) -> Flags:
    """Return the rows whose groups are all hidden, so that zeros may be among them; a group of the base has members."""
    import numpy as np

    whole: Flags = np.zeros(len(hidden), dtype=bool)
    first = int(grid.has_base)
    if grid.groups:
        whole[first:] = hidden[first:, :-1].all(axis=1)
    return whole


class _OtherTables:
    """All tables that fit what is shown, as a linear programme whose variables are the hidden counts."""

    def __init__(self, grid: Grid, hidden: Flags) -> None:
        import numpy as np

        highest = float(grid.counts[0, -1]) if grid.has_base else 2.0 * float(grid.counts.max()) + 9
        low = np.ones(grid.counts.shape)
        low[_whole(grid, hidden), : grid.groups] = 0
        self._bounds = np.stack([low[hidden], np.full(int(hidden.sum()), highest)], axis=1)
        equal, at_most = _constraints(grid)
        self._equal, self._equal_to = _of_hidden(equal, grid, hidden)
        self._at_most, self._at_most_to = _of_hidden(at_most, grid, hidden)

    def furthest(self, direction: Floats) -> Floats:
        """Return the table that lies furthest in a direction; the true one is always among those that fit."""
        import numpy as np
        from scipy.optimize import linprog

        found = linprog(
            -direction, A_ub=self._at_most, b_ub=self._at_most_to, A_eq=self._equal, b_eq=self._equal_to,
            bounds=self._bounds,
        )  # fmt: skip
        return np.asarray(found.x, dtype=np.float64)


def _constraints(grid: Grid) -> tuple[Any, Any]:
    """Return sparse matrices over all cells: what equals zero, and what is at most zero."""
    import numpy as np
    from scipy.sparse import csr_array, eye_array, kron, vstack

    rows, columns = grid.counts.shape
    every_column = eye_array(columns)
    child = np.flatnonzero(grid.parents >= 0)
    one = np.ones(len(child))
    below = csr_array((one, (grid.parents[child], child)), shape=(rows, rows))  # parent × children
    sums = below @ grid.counts
    has_children = np.diff(below.indptr) > 0
    if grid.has_base:
        has_children[0] = False
    # A guess is right for a node as a whole or not at all: its own codings show in the totals.
    made_up = np.flatnonzero(has_children & (grid.counts <= sums).all(axis=1))
    exactly = np.flatnonzero(has_children & (grid.counts == sums).all(axis=1))
    parent_less_children = (eye_array(rows) - below).tocsr()
    pick = csr_array((one, (np.arange(len(child)), child)), shape=(len(child), rows))
    above = csr_array((one, (np.arange(len(child)), grid.parents[child])), shape=(len(child), rows))
    equal = [kron(parent_less_children[exactly], every_column, format="csr")]
    if grid.adds_up:
        line = np.ones((1, columns))
        line[0, -1] = -1
        equal.append(kron(eye_array(rows), line, format="csr"))
    at_most = [kron(part, every_column, format="csr") for part in (pick - above, parent_less_children[made_up])]
    if not grid.adds_up and grid.groups:  # also groups that overlap are not larger than all
        part = np.hstack([np.eye(columns - 1), -np.ones((columns - 1, 1))])
        at_most.append(kron(eye_array(rows), part, format="csr"))
    return vstack(equal, format="csr"), vstack(at_most, format="csr")


def _of_hidden(matrix: Any, grid: Grid, hidden: Flags) -> tuple[Any, Any]:
    """Return the part of constraints that concerns hidden cells, and what the shown ones leave for it."""
    import numpy as np

    flags = hidden.ravel()
    part = matrix[:, np.flatnonzero(flags)]
    left = -(matrix @ np.where(flags, 0, grid.counts.ravel()))
    used = np.flatnonzero(np.diff(part.indptr) > 0)
    return (part[used], left[used]) if len(used) else (None, None)
