"""Codes that occur together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from teema.errors import UnusableValueError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["binary_matrix", "cooccurrence"]

_UNITS = ("extract", "answer", "case")


def cooccurrence(codings: pd.DataFrame, *, within: Literal["extract", "answer", "case"] = "answer") -> pd.DataFrame:
    """Count pairs of codes that occur together.

    Args:
        codings: `answer`, `case`, `start`, `end`, `code`.
        within: Together in one answer, by one case, or on overlapping extracts (counted once in an answer).

    Returns:
        `code_a`, `code_b`, `n` (units with both), `jaccard` (n ÷ units with either), commonest first; each pair once.

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
    import numpy as np
    import pandas as pd

    if within not in _UNITS:
        raise UnusableValueError.of("within", within, _UNITS)
    unit, units = pd.factorize(codings["case" if within == "case" else "answer"])
    code, names = pd.factorize(codings["code"], sort=True)
    together = _incidence(unit, code, (len(units), len(names)))
    sizes = np.asarray(together.sum(axis=0)).ravel()
    if within == "extract":
        first, second = _overlapping(codings, unit)
        pairs = pd.DataFrame({"a": code[first], "b": code[second], "unit": unit[first]}).query("a < b")
        counts = pairs.drop_duplicates().groupby(["a", "b"], sort=True).size()
        a, b = (counts.index.get_level_values(i).to_numpy(dtype=np.int64) for i in (0, 1))
        n = counts.to_numpy()
    else:
        product: Any = (together.T @ together).tocoo()
        upper = product.row < product.col
        a, b, n = product.row[upper], product.col[upper], product.data[upper]
    frame = pd.DataFrame({"code_a": names[a], "code_b": names[b], "n": n, "jaccard": n / (sizes[a] + sizes[b] - n)})
    return frame.sort_values(["n", "code_a", "code_b"], ascending=[False, True, True]).reset_index(drop=True)


def binary_matrix(codings: pd.DataFrame, cases: pd.DataFrame, codes: list[str] | None = None) -> pd.DataFrame:
    """Return one row per case and one 0/1 column per code, for statistics programs.

    Args:
        codings: `case`, `code`.
        cases: Index `case`; cases without codings have zeros.
        codes: The columns and their order; None takes the codes that occur, sorted.

    Example:
        >>> import pandas as pd
        >>> codings = pd.DataFrame({"case": ["1"], "code": ["Kiire"]})
        >>> binary_matrix(codings, pd.DataFrame(index=["1", "2"]))["Kiire"].tolist()
        [1, 0]
    """
    import pandas as pd

    columns = codes if codes is not None else sorted(set(codings["code"]))
    found = pd.crosstab(codings["case"], codings["code"]).clip(upper=1)
    return found.reindex(index=cases.index, columns=columns, fill_value=0).astype("int8").rename_axis(columns=None)


def _incidence(unit: Any, code: Any, shape: tuple[int, int]) -> Any:
    import numpy as np
    from scipy.sparse import csr_array

    flags = np.unique(unit.astype(np.int64) * max(shape[1], 1) + code)
    ones = np.ones(len(flags), dtype=np.int64)
    return csr_array((ones, (flags // max(shape[1], 1), flags % max(shape[1], 1))), shape=shape)


def _overlapping(codings: pd.DataFrame, unit: Any) -> tuple[Any, Any]:
    """Return positions of every ordered pair of overlapping extracts of different codes in one answer."""
    import numpy as np
    import pandas as pd

    rows = pd.DataFrame(
        {
            "unit": unit,
            "start": codings["start"].to_numpy(),
            "end": codings["end"].to_numpy(),
            "row": np.arange(len(unit)),
        }
    )
    both = rows.merge(rows, on="unit")
    both = both[
        (both["start_x"] < both["end_y"]) & (both["start_y"] < both["end_x"]) & (both["row_x"] != both["row_y"])
    ]
    return both["row_x"].to_numpy(), both["row_y"].to_numpy()
