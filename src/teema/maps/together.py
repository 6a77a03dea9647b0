"""What occurs in the same cases: pairs of themes or codes, and which of their counts a picture may tell."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teema.results.cooccurrence import cooccurrence
from teema.trees import ancestors

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Pair", "pairs_together", "width_classes"]

_MOST_CLASSES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two nodes that occur in the same cases.

    Attributes:
        a: The one that comes first in the tree.
        b: The other.
        cases: In how many cases both are; None when the count is hidden, since it would give a small one away.
    """

    a: str
    b: str
    cases: int | None


def pairs_together(
    codings: pd.DataFrame,
    parents: Mapping[str, str | None],
    nodes: Sequence[str],
    *,
    min_together: int = 1,
    min_cell: int | None = 3,
) -> list[Pair]:
    """Count in how many cases each two nodes are together; a node is where anything below it is, a set union.

    A node and its own ancestor are no pair. Pairs in fewer cases than `min_cell` are left out like those that never
    meet. The count of a node is hidden where it would give one of those away together with the counts of what is below
    the node: it is at most their sum.

    Args:
        codings: `case`, `code` (a node).
        parents: The node above each, None at the top; nodes between those of interest are in it too.
        nodes: Of these, in the order of the tree.
        min_together: Pairs in fewer cases are left out.
        min_cell: The smallest count that may be told; None tells all.

    Returns:
        Most cases first, hidden counts last; then in the order of the nodes.

    Example:
        >>> import pandas as pd
        >>> codings = pd.DataFrame(
        ...     {
        ...         "case": ["1", "1", "2", "2", "3", "3"],
        ...         "code": ["Turva", "Kiire", "Lupaus", "Kiire", "Turva", "Toivo"],
        ...     }
        ... )
        >>> parents = {"Luottamus": None, "Turva": "Luottamus", "Lupaus": "Luottamus", "Kiire": None, "Toivo": None}
        >>> for pair in pairs_together(codings, parents, list(parents), min_cell=2):
        ...     print(pair.a, pair.b, pair.cases)
        Luottamus Kiire 2
    """
    lines = {name: {name, *ancestors(parents, name)} for name in parents}
    counts = _counted(codings, lines, set(nodes))
    hidden = _hidden(counts, parents, set(codings["code"]), min_cell) if min_cell is not None else set()
    least = max(min_together, min_cell or 1)
    place = {name: at for at, name in enumerate(nodes)}
    found = []
    for pair, cases in counts.items():
        if cases >= least:
            a, b = sorted(pair, key=place.__getitem__)
            found.append(Pair(a=a, b=b, cases=None if pair in hidden else cases))
    return sorted(found, key=lambda pair: (-(pair.cases or 0), place[pair.a], place[pair.b]))


def width_classes(counts: Collection[int]) -> list[tuple[int, int]]:
    """Cut counts into at most four classes, equal but for the last, each from one number to another.

    Example:
        >>> width_classes([3, 4]), width_classes([1, 5, 17])
        ([(3, 3), (4, 4)], [(1, 5), (6, 10), (11, 15), (16, 17)])
    """
    if not counts:
        return []
    low, high = min(counts), max(counts)
    step = -(-(high - low + 1) // _MOST_CLASSES)
    return [(first, min(first + step - 1, high)) for first in range(low, high + 1, step)]


def _counted(codings: pd.DataFrame, lines: Mapping[str, set[str]], nodes: set[str]) -> dict[frozenset[str], int]:
    import pandas as pd

    rows = codings[["case", "code"]].drop_duplicates()
    above = pd.Series({name: sorted(line & nodes) for name, line in lines.items()}, dtype=object)
    rows = rows.assign(code=rows["code"].map(above)).dropna(subset="code").explode("code").dropna(subset="code")
    met = cooccurrence(rows, within="case")
    found = zip(met["code_a"], met["code_b"], met["n"], strict=True)
    return {frozenset((a, b)): int(n) for a, b, n in found if a not in lines[b] and b not in lines[a]}


def _hidden(
    counts: Mapping[frozenset[str], int], parents: Mapping[str, str | None], coded: set[str], min_cell: int
) -> set[frozenset[str]]:
    """Return the pairs whose count is hidden: small ones, and sums that would give a small one away."""
    hidden = {pair for pair, cases in counts.items() if cases < min_cell}
    below: dict[str, list[str]] = {}
    for name, parent in parents.items():
        if parent is not None:
            below.setdefault(parent, []).append(name)
    while True:
        told = {
            pair
            for pair, cases in counts.items()
            if pair not in hidden
            and any(
                _tells(cases, [frozenset((child, *(pair - {one}))) for child in below.get(one, [])], counts, hidden)
                for one in pair
                if one not in coded  # what a node holds by itself may be any part of its count
            )
        }
        if not told:
            return hidden
        hidden |= told


def _tells(
    cases: int, parts: Sequence[frozenset[str]], counts: Mapping[frozenset[str], int], hidden: set[frozenset[str]]
) -> bool:
    """Say whether a count tells of hidden ones below it more than that they are not zero."""
    unknown = sum(part in hidden for part in parts)
    return unknown > 0 and cases - sum(counts.get(part, 0) for part in parts if part not in hidden) > unknown
