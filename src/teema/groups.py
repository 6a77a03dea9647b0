"""Groups of cases: what the values of a background variable are called, and who belongs where."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from teema.terms import Language, term

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

__all__ = ["groups_of"]


def groups_of(
    values: pd.Series[Any], language: Language, *, order: Sequence[str] = ()
) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Return the groups of a background variable and who belongs to them.

    Args:
        values: One value per case: a category, a number, a text, a list of them, or missing.
        language: Language of the name of the group without a value.
        order: Names of groups that come first, in this order.

    Returns:
        Names of the groups that have members, in the order given, then in category order, else by size of number or by
        alphabet, those without a value last; positions of cases; and, of the same length, positions of their groups.
    """
    import numpy as np
    import pandas as pd

    if values.dtype != object and not values.is_unique:  # such hold no lists: a value is looked at once
        first = ~values.duplicated()
        distinct = values[first].reset_index(drop=True)
        names, place, group = groups_of(distinct, language, order=order)
        of_place = pd.Series(group, index=place).sort_index().to_numpy()
        which = pd.Index(distinct).get_indexer(pd.Index(values))
        return names, np.arange(len(values)), of_place[which]
    unknown = term("results.no_value", language)
    listed = [list(value) if isinstance(value, list | tuple) else [value] for value in values.astype(object)]
    named = [[_name(item) for item in items if not pd.isna(item)] or [unknown] for items in listed]
    present = {name for names in named for name in names}
    own = values.cat.categories if isinstance(values.dtype, pd.CategoricalDtype) else _sorted(listed)
    names = [name for name in dict.fromkeys([*order, *map(_name, own), unknown]) if name in present and name != unknown]
    names += [unknown] if unknown in present else []
    flat = pd.Series(named, dtype=object).explode()
    pairs = pd.DataFrame(
        {"case": flat.index.to_numpy(), "group": pd.Index(names).get_indexer(pd.Index(flat))}
    ).drop_duplicates()
    return names, pairs["case"].to_numpy(), pairs["group"].to_numpy()


def _name(value: Any) -> str:
    """Return a value as the name of a group; a whole number without the decimals a frame gives it."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _sorted(listed: list[list[Any]]) -> list[Any]:
    import pandas as pd

    found = {item for items in listed for item in items if not pd.isna(item)}
    numbers = all(isinstance(item, int | float) for item in found)
    return sorted(found) if numbers else sorted(found, key=str)
