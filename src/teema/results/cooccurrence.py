"""Codes that occur together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from teema.errors import UnusableValueError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["cooccurrence", "cooccurrence_matrix"]

Unit = Literal["extract", "answer", "case"]
_UNITS = ("extract", "answer", "case")
# Pairs of extracts that are looked at in one go; keeps memory level when extracts pile up.
_PART = 4_000_000


def cooccurrence(codings: pd.DataFrame, *, within: Unit = "answer") -> pd.DataFrame:
    """Count pairs of codes that occur together.

    Args:
        codings: `answer`, `case`, `start`, `end`, `code`.
        within: Together in one answer, by one case, or on overlapping extracts (counted once in an answer).

    Returns:
        `code_a`, `code_b` (in alphabetical order), `n` (units with both), `jaccard` (n ÷ units with either; for
        extracts the units are answers), commonest first; each pair once, pairs that never meet left out.

    Raises:
        UnusableValueError: There is no such unit.

    Example:
        >>> import pandas as pd
        >>> codings = pd.DataFrame(
        ...     {
        ...         "answer": ["1:Q1", "1:Q1", "2:Q1"],
        ...         "case": ["1", "1", "2"],
        ...         "start": [0, 3, 0],
        ...         "end": [5, 9, 5],
        ...         "code": ["Turva", "Kiire", "Turva"],
        ...     }
        ... )
        >>> cooccurrence(codings).values.tolist()
        [['Kiire', 'Turva', 1, 0.5]]
    """
    import pandas as pd

    names, a, b, n, sizes = _pairs(codings, within)
    frame = pd.DataFrame({"code_a": names[a], "code_b": names[b], "n": n, "jaccard": n / (sizes[a] + sizes[b] - n)})
    return frame.sort_values(["n", "code_a", "code_b"], ascending=[False, True, True]).reset_index(drop=True)


def cooccurrence_matrix(
    codings: pd.DataFrame, *, within: Unit = "answer", codes: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return the same counts as a square frame, codes × codes; the diagonal holds the units of each code.

    Args:
        codings: As in `cooccurrence`.
        within: As in `cooccurrence`.
        codes: The rows and columns and their order; None takes the codes that occur, in alphabetical order.

    Raises:
        UnusableValueError: There is no such unit.

    Example:
        >>> import pandas as pd
        >>> codings = pd.DataFrame(
        ...     {
        ...         "answer": ["1:Q1", "1:Q1", "2:Q1"],
        ...         "case": ["1", "1", "2"],
        ...         "start": [0, 3, 0],
        ...         "end": [5, 9, 5],
        ...         "code": ["Turva", "Kiire", "Turva"],
        ...     }
        ... )
        >>> cooccurrence_matrix(codings, codes=["Turva", "Kiire"]).values.tolist()
        [[2, 1], [1, 1]]
    """
    import numpy as np
    import pandas as pd

    names, a, b, n, sizes = _pairs(codings, within)
    square = np.diag(sizes)
    square[a, b] = square[b, a] = n
    frame = pd.DataFrame(square, index=pd.Index(names), columns=pd.Index(names))
    return frame if codes is None else frame.reindex(index=list(codes), columns=list(codes), fill_value=0)


def _pairs(codings: pd.DataFrame, within: Unit) -> tuple[Any, Any, Any, Any, Any]:
    """Return names of codes; positions of the first and the second of each pair; its units; the units of each code."""
    import numpy as np
    import pandas as pd
    from scipy.sparse import csr_array

    if within not in _UNITS:
        raise UnusableValueError.of("within", within, _UNITS)
    unit, units = pd.factorize(codings["case" if within == "case" else "answer"])
    code, found = pd.factorize(codings["code"])
    order = np.argsort(np.asarray(found, dtype=object))  # into alphabetical order, which costs names and not codings
    names, code = np.asarray(found, dtype=object)[order], np.argsort(order)[code] if len(order) else code
    ones = np.ones(len(code), dtype=np.int32)
    together: Any = csr_array((ones, (unit, code)), shape=(len(units), len(names)))
    together.sum_duplicates()
    together.data[:] = 1
    sizes = np.bincount(together.indices, minlength=len(names))
    if within == "extract":
        a, b, n = _overlapping(codings, unit, code, len(names))
    else:
        product: Any = (together.T @ together).tocoo()
        upper = product.row < product.col
        a, b, n = product.row[upper], product.col[upper], product.data[upper].astype(np.int64)
    return names, a, b, n, sizes


def _overlapping(codings: pd.DataFrame, unit: Any, code: Any, codes: int) -> tuple[Any, Any, Any]:
    """Count the answers in which extracts of two codes overlap.

    Sorted by where they begin, the extracts that overlap a given one and begin after it stand right behind it, up to
    the first that begins at its end or later. The work grows with the pairs that overlap, not with all pairs.
    """
    import numpy as np

    start, end = codings["start"].to_numpy(np.int64), codings["end"].to_numpy(np.int64)
    line = unit.astype(np.int64) * (int(end.max(initial=0)) + 1)
    order = np.argsort(line + start, kind="stable")
    starts, ends, unit, code = (line + start)[order], (line + end)[order], unit[order], code[order]
    behind = np.searchsorted(starts, ends) - np.arange(1, len(starts) + 1)
    found = [np.empty(0, dtype=np.int64)]
    for part in _parts(behind):
        first = np.repeat(np.arange(part.start, part.stop), behind[part])
        second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(behind[part]) - behind[part], behind[part])
        low, high = np.minimum(code[first], code[second]), np.maximum(code[first], code[second])
        different = low < high
        pair = (low * codes + high)[different].astype(np.int64)
        found.append(np.unique(unit[first][different] * codes**2 + pair))
    pairs, n = np.unique(np.unique(np.concatenate(found)) % codes**2 if codes else found[0], return_counts=True)
    return pairs // max(codes, 1), pairs % max(codes, 1), n


def _parts(sizes: Any) -> list[slice]:
    """Cut positions into runs whose sizes add up to about one part each."""
    import numpy as np

    if not len(sizes):
        return []
    run = np.cumsum(sizes) // _PART
    edges = [0, *(np.flatnonzero(np.diff(run)) + 1).tolist(), len(sizes)]
    return [slice(first, last) for first, last in pairwise(edges)]
