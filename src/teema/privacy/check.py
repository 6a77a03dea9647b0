"""The last look before texts leave: how many places in them may still identify somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from teema.privacy.detect import KINDS, find, summary
from teema.privacy.finding import Readings

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["IdentifiersWarning", "check", "report"]


_READ = ("answer", "start", "end", "kind", "certainty")


class IdentifiersWarning(UserWarning):
    """Texts that were handed over may still identify somebody."""


def check(
    texts: Mapping[str, Iterable[str]],
    *,
    workplaces: Sequence[str] = (),
    readings: Readings | None = None,
    own: Collection[str] = (),
) -> pd.DataFrame:
    """Count the places that may identify somebody, without telling them.

    Args:
        texts: Texts by where they stand, such as the name of a sheet.
        workplaces: As `find` takes them.
        readings: As `find` takes them.
        own: The researcher's own names of codes and themes: what is part of one is counted only when it is sure.

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
        distinct = list(dict.fromkeys(text for text in given if isinstance(text, str) and text))
        named = {str(place): text for place, text in enumerate(distinct)}
        found = find(named, workplaces=workplaces, readings=readings, context=0)
        counts: Counter[tuple[str, str]] = Counter()
        for answer, start, end, kind, certainty in found[list(_READ)].itertuples(index=False):
            if certainty == "sure" or not _within(named[answer], start, end, own):
                counts[kind, certainty] += 1
        rows += [(where, kind, counts[kind, "sure"], counts[kind, "unsure"]) for kind in KINDS]
    frame = pd.DataFrame(rows, columns=["where", "kind", "sure", "unsure"])
    return frame[frame["sure"] + frame["unsure"] > 0].reset_index(drop=True)


def _within(text: str, start: int, end: int, own: Collection[str]) -> bool:
    """Say whether a place of a text is part of one of the researcher's own names."""
    said = text[start:end]
    for name in own:
        at = text.find(name) if said in name else -1
        while at >= 0:
            if at <= start and end <= at + len(name):
                return True
            at = text.find(name, at + 1)
    return False


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
