"""What each column is: an open question, a background variable, or something to leave aside; and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from teema.importers.columns import SourceColumn
from teema.importers.known_names import ADDED, IDS, OPEN_HINTS, SYSTEM, is_personal
from teema.importers.orders import ordered_categories
from teema.importers.values import LONGEST_CONTENTLESS, is_contentless, parse_date, parse_number, parse_serial

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What the values of a column are like; answers without content (-, ei, eos) and filling zeros left out.

    Attributes:
        filled: How many cells hold something.
        distinct: How many different values they hold.
        content: Different values that say something, in the order met.
        telling: How many cells hold such a value.
        words: Words in a typical one.
        longest: Letters in the longest.
        lines: True when one has a line break.
    """

    filled: int
    distinct: int
    content: list[str]
    telling: int
    words: float
    longest: int
    lines: bool

    @property
    def differing(self) -> float:
        """Share of the telling values that no other cell repeats."""
        return len(self.content) / self.telling


def column_roles(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]]) -> list[Role]:
    """Return the role of each column, by its header, its values and its sisters.

    Args:
        columns: The headers.
        values: The cells of each column as cleaned text; blank ones empty.
    """
    counts = [Counter(cells) for cells in values]
    blanks = [count.pop("", 0) for count in counts]
    groups: dict[int, list[int]] = {}
    for i, column in enumerate(columns):
        if column.group is not None and not column.free_text:
            groups.setdefault(column.group, []).append(i)
    multiple = {
        i for places in groups.values() if len(places) > 1 and _is_multiple(places, columns, counts, blanks)
        for i in places
    }  # fmt: skip
    return [
        Role(role="multiple", reason="role_multiple", alternative="choice")
        if i in multiple
        else _single(column, counts[i], blanks[i])
        for i, column in enumerate(columns)
    ]


def _is_multiple(
    places: Sequence[int], columns: Sequence[SourceColumn], counts: Sequence[Counter[str]], blanks: Sequence[int]
) -> bool:
    """Say whether the columns of a group are the options of a multiple choice: each cell says only yes or nothing."""
    found = [{" ".join(cell.split()).casefold() for cell in counts[i]} for i in places]
    if not any(found):
        return False
    labels = [" ".join(columns[i].option.split()).casefold() for i in places]
    if all(cells <= {label} for cells, label in zip(found, labels, strict=True)):
        return True
    some_left_out = any(blanks[i] for i in places) or any("0" in cells for cells in found)
    marked = all(cells <= _CHOSEN | _NOT_CHOSEN for cells in found)
    # The option's own number is the mark in exports of answers as numbers.
    numbered = all(len(cells) <= 1 and next(iter(cells), "0").isdigit() for cells in found)
    return some_left_out and (marked or numbered)


def _single(column: SourceColumn, counts: Counter[str], blanks: int) -> Role:
    if not counts:
        return Role(role="empty", reason="role_empty")
    named = _by_name(column, counts, blanks)
    if named is not None:
        return named
    if column.free_text:
        return Role(role="option-text", reason="role_option-text", alternative="open")
    return _by_values(column, counts)


def _by_name(column: SourceColumn, counts: Counter[str], blanks: int) -> Role | None:
    name = column.question.casefold().rstrip(":*").strip()
    if is_personal(column.question) or (column.option and is_personal(column.option)):
        return Role(role="personal", reason="role_personal", alternative="text")
    if _share(counts, _address) >= 0.8:
        return Role(role="personal", reason="role_address", alternative="open")
    if _share(counts, _person_number) >= 0.8:
        return Role(role="personal", reason="role_person_number", alternative="text")
    if name in IDS and not column.option:
        if not blanks and counts.total() == len(counts):
            return Role(role="id", reason="role_id", alternative="system")
        return Role(role="system", reason="role_id_blanks" if blanks else "role_id_repeats", alternative="id")
    if name in SYSTEM and not column.option:
        return Role(role="system", reason="role_system", alternative="text")
    if name in ADDED and not column.option:
        return Role(role="system", reason="role_added", alternative="open")
    return None


def _address(cell: str) -> bool | None:
    """Return True for an e-mail address or None, as the parsers do."""
    head, at, tail = cell.partition("@")
    return True if at and head and "." in tail and " " not in cell else None


def _person_number(cell: str) -> bool | None:
    """Return True for a phone number or a personal identity code or None, as the parsers do."""
    return True if _PERSON_NUMBER.fullmatch(cell) and sum(map(str.isdigit, cell)) >= 7 else None


def _by_values(column: SourceColumn, counts: Counter[str]) -> Role:
    if all(cell.startswith(("http://", "https://")) for cell in counts):
        return Role(role="system", reason="role_url", alternative="text")
    empty = [cell for cell in counts if len(cell) <= LONGEST_CONTENTLESS and is_contentless(cell)]
    telling = counts
    if empty and len(empty) < len(counts):
        telling = counts.copy()
        for cell in empty:
            del telling[cell]
    # Among dates a number may be one too; by itself it is a number.
    dates = _share(telling, parse_date) and _share(telling, lambda cell: parse_date(cell) or parse_serial(cell))
    if dates >= 0.9:
        return Role(role="date", reason="role_date", facts={"share": dates}, alternative="text")
    numbers = _share(telling, parse_number)
    # 00100 is a code, not the number 100.
    coded = numbers >= 0.9 and any(len(cell) > 1 and cell[0] == "0" and cell.isdigit() for cell in telling)
    if numbers >= 0.9 and not coded:
        return Role(role="number", reason="role_number", facts={"share": numbers}, alternative="scale")
    return _text_role(column, _facts(telling, counts))


def _facts(telling: Counter[str], counts: Counter[str]) -> _Facts:
    content = list(telling)
    if "0" in telling and len(content) > 1:
        content.remove("0")
    step = -(-len(content) // _SAMPLE)
    return _Facts(
        filled=counts.total(),
        distinct=len(counts),
        content=content,
        telling=telling.total() - (telling["0"] if len(content) < len(telling) else 0),
        words=median(len(cell.split()) for cell in content[::step]),
        longest=max(map(len, content)),
        lines="\n" in "\t".join(content),
    )


def _text_role(column: SourceColumn, facts: _Facts) -> Role:
    distinct = len(facts.content)
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


def _share(counts: Counter[str], parse: Callable[[str], object]) -> float:
    """Return the share of filled cells that the parser understands."""
    # A column of answers is refused after its first fifty values; only a likely one is read whole.
    head = [cell for cell, _ in zip(counts, range(50), strict=False)]
    if sum(parse(cell) is not None for cell in head) < 0.3 * len(head):
        return 0.0
    return sum(number for cell, number in counts.items() if parse(cell) is not None) / counts.total()
