"""What each column is: an open question, a background variable, or something to leave aside; and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from teema.importers.columns import SourceColumn
from teema.importers.known_names import IDS, OPEN_HINTS, PERSONAL, SYSTEM
from teema.importers.orders import ordered_categories
from teema.importers.values import is_blank, parse_date, parse_number

__all__ = ["ROLES", "Role", "column_roles"]

ROLES = (
    "open", "option-text", "choice", "multiple", "scale", "number", "date", "text", "system", "personal", "id", "empty",
)  # fmt: skip
_MARKS = frozenset({"1", "0", "x", "X", "✓", "kyllä", "ei", "yes", "no", "ja", "nej", "true", "false"})


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
    facts: Mapping[str, object]
    alternative: str = ""


@dataclass(frozen=True, slots=True)
class _Facts:
    filled: list[str]
    distinct: int
    words: float
    longest: int
    lines: bool

    @property
    def repeated(self) -> float:
        return self.distinct / len(self.filled)


def column_roles(columns: Sequence[SourceColumn], values: Sequence[Sequence[str]]) -> list[Role]:
    """Return the role of each column, by its header, its values and its sisters.

    Args:
        columns: The headers.
        values: The cells of each column as text.
    """
    sizes: dict[int, int] = {}
    for column in columns:
        if column.group is not None and not column.free_text:
            sizes[column.group] = sizes.get(column.group, 0) + 1
    roles = []
    multiple: dict[int, bool] = {}
    for column, cells in zip(columns, values, strict=True):
        group = column.group
        if group is not None and sizes.get(group, 0) > 1 and not column.free_text:
            if group not in multiple:
                sisters = [
                    (other, cells) for other, cells in zip(columns, values, strict=True)
                    if other.group == group and not other.free_text
                ]  # fmt: skip
                multiple[group] = _is_multiple(sisters)
            if multiple[group]:
                roles.append(Role(role="multiple", reason="role_multiple", facts={}))
                continue
        roles.append(_single(column, cells))
    return roles


def _is_multiple(sisters: Sequence[tuple[SourceColumn, Sequence[str]]]) -> bool:
    """Say whether the columns of a group are the options of a multiple choice: each cell says only yes or nothing."""
    any_filled = False
    blanks = False
    for column, cells in sisters:
        filled = {cell.strip() for cell in cells if not is_blank(cell)}
        any_filled = any_filled or bool(filled)
        blanks = blanks or any(is_blank(cell) or cell.strip() == "0" for cell in cells)
        same = " ".join(column.option.split()).casefold()
        labels = {" ".join(cell.split()).casefold() for cell in filled}
        if not (labels <= {same} or filled <= _MARKS or (len(filled) == 1 and next(iter(filled)).isdigit())):
            return False
    return any_filled and blanks


def _single(column: SourceColumn, cells: Sequence[str]) -> Role:
    filled = [cell for cell in cells if not is_blank(cell)]
    if not filled:
        return Role(role="empty", reason="role_empty", facts={})
    by_name = _by_name(column, filled, len(cells))
    if by_name is not None:
        return by_name
    facts = _Facts(
        filled=filled,
        distinct=len(set(filled)),
        words=median(len(cell.split()) for cell in filled),
        longest=max(map(len, filled)),
        lines=any("\n" in cell.strip() for cell in filled),
    )
    if column.free_text:
        return Role(role="option-text", reason="role_option-text", facts={}, alternative="open")
    return _by_values(column, facts)


def _by_name(column: SourceColumn, filled: list[str], count: int) -> Role | None:
    name = column.question.casefold().rstrip(":*").strip()
    field = column.option.casefold().rstrip(":*").strip()
    if name in IDS and not column.option:
        if len(set(filled)) == len(filled) == count:
            return Role(role="id", reason="role_id", facts={})
        return Role(role="system", reason="role_id_repeats", facts={})
    if name in PERSONAL or field in PERSONAL:
        return Role(role="personal", reason="role_personal", facts={}, alternative="text")
    if name in SYSTEM and not column.option:
        return Role(role="system", reason="role_system", facts={})
    return None


def _by_values(column: SourceColumn, facts: _Facts) -> Role:
    filled = facts.filled
    counts = {"distinct": facts.distinct, "filled": len(filled)}
    if all(cell.strip().startswith(("http://", "https://")) for cell in filled):
        return Role(role="system", reason="role_url", facts={}, alternative="text")
    for role, parse in (("date", parse_date), ("number", parse_number)):
        part = _share(filled, parse)
        if part >= 0.9:
            return Role(role=role, reason=f"role_{role}", facts={"share": part}, alternative="text")
    few = facts.distinct <= 40 and facts.repeated <= 0.5 and len(filled) >= 6 and not facts.lines
    if few and facts.longest <= 150:
        if ordered_categories(list(dict.fromkeys(filled))) is not None:
            return Role(role="scale", reason="role_scale", facts=counts, alternative="choice")
        return Role(
            role="choice", reason="role_choice", facts=counts, alternative="open" if facts.words > 2 else "text"
        )
    hinted = OPEN_HINTS.search(column.name) is not None
    if facts.words >= 3 or facts.lines or facts.longest >= 60:
        words = {**counts, "words": round(facts.words)}
        return Role(role="open", reason="role_open", facts=words, alternative="text")
    if hinted and facts.repeated > 0.4:
        return Role(role="open", reason="role_open_hint", facts=counts, alternative="text")
    if facts.distinct <= 12 and len(filled) >= 2 * facts.distinct:
        return Role(role="choice", reason="role_choice", facts=counts, alternative="text")
    return Role(role="text", reason="role_text", facts=counts, alternative="open")


def _share(cells: Sequence[str], parse: Callable[[str], object]) -> float:
    # A column of answers is refused after its first fifty cells; only a likely one is read whole.
    head = cells[:50]
    if sum(parse(cell) is not None for cell in head) < 0.5 * len(head):
        return 0.0
    return sum(parse(cell) is not None for cell in cells) / len(cells)
