"""The last look before texts leave: how many places in them may still identify somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from teema.privacy.detect import KINDS, find, summary
from teema.privacy.finding import Readings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["IdentifiersWarning", "check", "report"]


class IdentifiersWarning(UserWarning):
    """Texts that were handed over may still identify somebody."""


def check(
    texts: Mapping[str, Iterable[str]],
    *,
    workplaces: Sequence[str] = (),
    readings: Readings | None = None,
) -> pd.DataFrame:
    """Count the places that may identify somebody, without telling them.

    Args:
        texts: Texts by where they stand, such as the name of a sheet.
        workplaces: As `find` takes them.
        readings: As `find` takes them.

    Returns:
        `where`, `kind`, `sure`, `unsure`: one row for each kind that was found in each place.

    Example:
        >>> check({"otteet": ["Soita Maijalle, 040 000 0427", "Kiire."]}).values.tolist()
        [['otteet', 'phone', 1, 0], ['otteet', 'person', 1, 0]]
    """
    import pandas as pd

    rows = []
    for where, given in texts.items():
        # A text that stands there many times is looked at once.
        distinct = dict.fromkeys(text for text in given if isinstance(text, str) and text)
        found = find(dict(zip(map(str, range(len(distinct))), distinct, strict=True)),
                     workplaces=workplaces, readings=readings, context=0)  # fmt: skip
        for kind in KINDS:
            certainty = found.loc[found["kind"] == kind, "certainty"]
            if len(certainty):
                rows.append((where, kind, int((certainty == "sure").sum()), int((certainty == "unsure").sum())))
    return pd.DataFrame(rows, columns=["where", "kind", "sure", "unsure"])


def report(checked: pd.DataFrame, language: str = "fi") -> str:
    """Return in words how many of each kind stand where; nothing when there are none.

    Example:
        >>> report(check({"otteet": ["Soita Maijalle, 040 000 0427"]}), "en")
        'otteet: phone number 1, name of a person 1'
    """
    parts = []
    for where, rows in checked.groupby("where", sort=False):
        repeated = rows.loc[rows.index.repeat(rows["sure"] + rows["unsure"])]
        parts.append(f"{where}: {summary(repeated, language)}")
    return "; ".join(parts)
