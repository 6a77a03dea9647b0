"""What each column is: an open question, a background variable, or something to leave aside; and why."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from teema.importers.cells import Cells
from teema.importers.columns import SourceColumn
from teema.importers.known_names import ADDED, IDS, OPEN_HINTS, SYSTEM, is_personal
from teema.importers.orders import ordered_categories
from teema.importers.values import count_words, parse_date, parse_number, parse_numbers, parse_serial

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ROLES", "Role", "column_roles"]

ROLES = (
    "open", "option-text", "choice", "multiple", "scale", "number", "date", "text", "system", "personal", "id", "empty",
)  # fmt: skip
_CHOSEN = frozenset({"x", "✓", "✔", "kyllä", "yes", "ja", "true", "tosi", "1"})
_NOT_CHOSEN = frozenset({"0", "false", "epätosi"})
_PERSON_NUMBER = re.compile(r"(?:\+\d{1,3}|0[1-9])[\d ()-]{5,16}|\d{6}[-+A-FU-Y]\d{3}[0-9A-Z]")
# Words are looked at in at most this many answers; a column has the same character throughout.
_SAMPLE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A column's role and why.

    Attributes:
        role: One of `ROLES`.
        reason: Key of `terms/importers.toml`.
        facts: What the reason's places are filled with.
        alternative: The role that came second, or empty.
    """

    role: str
    reason: str
    facts: Mapping[str, object] = field(default_factory=dict)
    alternative: str = ""


class _Held:
    """What some cells of a column hold.

    Attributes:
        cells: The column.
        places: Of the values they hold.
        new: Those of them that are none of the values before.
    """

    def __init__(self, cells: Cells, which: NDArray[np.bool_]) -> None:
        import numpy as np

        self.cells = cells
        self.places = np.flatnonzero(which)
        self.new = np.flatnonzero(which & cells.new)

    @property
    def count(self) -> int:
        """How many cells they are."""
        return int(self.cells.numbers[self.places].sum())

    def texts(self, places: NDArray[np.intp]) -> list[str]:
        return list(map(self.cells.values.__getitem__, places.tolist()))

    def likely(self, parse: Callable[[str], object]) -> bool:
        """Say whether the parser understands many of the first values: a column of answers is refused after fifty."""
        head = self.texts(self.new[:50])
        return sum(parse(text) is not None for text in head) >= 0.3 * len(head)

    def share(self, understood: NDArray[np.bool_]) -> float:
        """Return the share of the cells whose value was understood."""
        numbers = self.cells.numbers[self.places]
        return float(numbers[understood[self.places]].sum() / numbers.sum())


def _telling(cells: Cells) -> _Held:
    """Return what says something, -, ei and eos left out; where nothing else was said, those."""
    held = cells.lengths > 0
    telling = held & ~cells.contentless
    return _Held(cells, telling if telling.any() else held)


class _Facts:
    """What the values of a column are like; answers without content (-, ei, eos) and filling zeros left out.

    Attributes:
        filled: How many cells hold something.
        distinct: How many different values they hold.
        kinds: How many different values say something.
        content: Some of these in the order met; all of them when they are few.
        differing: Share of the telling values that no other cell repeats.
        words: Words in a typical one.
        longest: Letters in the longest.
    """

    def __init__(self, telling: _Held) -> None:
        import numpy as np

        cells, places, count = telling.cells, telling.new, telling.count
        letters = telling.places[cells.lengths[telling.places] == 1].tolist()
        zeros = [i for i in letters if cells.values[i] == "0"]
        if zeros and len(places) > 1:
            places = places[~np.isin(places, zeros)]
            count -= int(cells.numbers[zeros].sum())
        self._telling = telling
        self.filled = len(cells.places) - cells.blanks
        self.distinct = cells.distinct
        self.kinds = len(places)
        self.content = telling.texts(places[:: -(-len(places) // _SAMPLE)])
        self.differing = self.kinds / count
        self.words = float(np.median(count_words(self.content)))
        self.longest = int(cells.lengths[places].max())

    @cached_property
    def lines(self) -> bool:
        """Whether a value has a line break."""
        return any("\n" in text for text in self._telling.texts(self._telling.new))


def column_roles(columns: Sequence[SourceColumn], values: Sequence[Cells]) -> list[Role]:
    """Return the role of each column, by its header, its values and its sisters.

    Args:
        columns: The headers.
        values: The cells of each column.
    """
    groups: dict[int, list[int]] = {}
    for i, column in enumerate(columns):
        if column.group is not None and not column.free_text:
            groups.setdefault(column.group, []).append(i)
    multiple = {
        i for places in groups.values() if len(places) > 1 and _is_multiple(places, columns, values)
        for i in places
    }  # fmt: skip
    return [
        Role(role="multiple", reason="role_multiple", alternative="choice")
        if i in multiple
        else _single(column, values[i])
        for i, column in enumerate(columns)
    ]


def _is_multiple(places: Sequence[int], columns: Sequence[SourceColumn], values: Sequence[Cells]) -> bool:
    """Say whether the columns of a group are the options of a multiple choice: each cell says only yes or nothing."""
    found = [{" ".join(cell.split()).casefold() for cell in values[i].values if cell} for i in places]
    if not any(found):
        return False
    labels = [" ".join(columns[i].option.split()).casefold() for i in places]
    if all(cells <= {label} for cells, label in zip(found, labels, strict=True)):
        return True
    some_left_out = any(values[i].blanks for i in places) or any("0" in cells for cells in found)
    marked = all(cells <= _CHOSEN | _NOT_CHOSEN for cells in found)
    # The option's own number is the mark in exports of answers as numbers.
    numbered = all(len(cells) <= 1 and next(iter(cells), "0").isdigit() for cells in found)
    return some_left_out and (marked or numbered)


def _single(column: SourceColumn, cells: Cells) -> Role:
    if not cells.lengths.any():
        return Role(role="empty", reason="role_empty")
    named = _by_name(column, cells)
    if named is not None:
        return named
    if column.free_text:
        return Role(role="option-text", reason="role_option-text", alternative="open")
    return _by_values(column, cells)


def _by_name(column: SourceColumn, cells: Cells) -> Role | None:
    name = column.question.casefold().rstrip(":*").strip()
    if is_personal(column.question) or (column.option and is_personal(column.option)):
        return Role(role="personal", reason="role_personal", alternative="text")
    if _share(cells, _address) >= 0.8:
        return Role(role="personal", reason="role_address", alternative="open")
    if _share(cells, _person_number) >= 0.8:
        return Role(role="personal", reason="role_person_number", alternative="text")
    if name in IDS and not column.option:
        blanks = cells.blanks
        if not blanks and cells.distinct == len(cells.places):
            return Role(role="id", reason="role_id", alternative="system")
        return Role(role="system", reason="role_id_blanks" if blanks else "role_id_repeats", alternative="id")
    if name in SYSTEM and not column.option:
        return Role(role="system", reason="role_system", alternative="text")
    if name in ADDED and not column.option:
        return Role(role="system", reason="role_added", alternative="open")
    return None


def _share(cells: Cells, parse: Callable[[str], object]) -> float:
    """Return the share of the filled cells that the parser understands."""
    held = _Held(cells, cells.lengths > 0)
    if not held.likely(parse):
        return 0.0
    return held.share(_understood(cells, parse))


def _address(cell: str) -> bool | None:
    """Return True for an e-mail address or None, as the parsers do."""
    head, at, tail = cell.partition("@")
    return True if at and head and "." in tail and " " not in cell else None


def _person_number(cell: str) -> bool | None:
    """Return True for a phone number or a personal identity code or None, as the parsers do."""
    return True if _PERSON_NUMBER.fullmatch(cell) and sum(map(str.isdigit, cell)) >= 7 else None


def _understood(cells: Cells, parse: Callable[[str], object]) -> NDArray[np.bool_]:
    import numpy as np

    return np.fromiter((parse(text) is not None for text in cells.values), dtype="bool", count=len(cells.values))


def _by_values(column: SourceColumn, cells: Cells) -> Role:
    import numpy as np

    if all(text.startswith(("http://", "https://")) for text in cells.values if text):
        return Role(role="system", reason="role_url", alternative="text")
    telling = _telling(cells)
    dates = _dates(telling) if telling.likely(parse_date) else 0.0
    if dates >= 0.9:
        return Role(role="date", reason="role_date", facts={"share": dates}, alternative="text")
    numbers = telling.share(~np.isnan(parse_numbers(cells.values))) if telling.likely(parse_number) else 0.0
    # 00100 is a code, not the number 100.
    coded = numbers >= 0.9 and any(len(text) > 1 and text[0] == "0" and text.isdigit() for text in cells.values)
    if numbers >= 0.9 and not coded:
        return Role(role="number", reason="role_number", facts={"share": numbers}, alternative="scale")
    return _text_role(column, _Facts(telling))


def _dates(telling: _Held) -> float:
    """Return the share of dates; among dates a number may be one too, by itself it is a number."""
    import numpy as np

    dates = ~np.isnat(telling.cells.dates)
    if not telling.share(dates):
        return 0.0
    others = np.flatnonzero(~dates).tolist()
    dates[[i for i in others if parse_serial(telling.cells.values[i]) is not None]] = True
    return telling.share(dates)


def _text_role(column: SourceColumn, facts: _Facts) -> Role:
    distinct = facts.kinds
    shown = {"distinct": facts.distinct, "filled": facts.filled}
    short = distinct <= 40 and facts.longest <= 150 and not facts.lines
    ordered = short and ordered_categories(facts.content) is not None
    if ordered and (facts.differing <= 0.5 or distinct <= 12):
        return Role(role="scale", reason="role_scale", facts=shown, alternative="choice")
    # Sentences repeat less readily than names of towns do.
    if short and facts.differing <= (0.5 if facts.words < 3 else 0.4) and facts.filled >= 6:
        second = "open" if facts.words > 2 else "text"
        return Role(role="choice", reason="role_choice", facts=shown, alternative=second)
    if facts.words >= 3 or facts.lines or facts.longest >= 60:
        words = {**shown, "words": round(facts.words)}
        return Role(role="open", reason="role_open", facts=words, alternative="choice" if short else "text")
    if OPEN_HINTS.search(column.name) and facts.differing > 0.4:
        return Role(role="open", reason="role_open_hint", facts=shown, alternative="text")
    if distinct <= 12 and facts.filled >= 2 * distinct:
        return Role(role="choice", reason="role_choice", facts=shown, alternative="text")
    return Role(role="text", reason="role_text", facts=shown, alternative="open")
