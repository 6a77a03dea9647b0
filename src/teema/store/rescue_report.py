"""What was saved of a damaged study and what was lost, in the study's own language."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from teema.terms import Language, term

__all__ = ["RescueReport"]


@dataclass(slots=True)
class RescueReport:
    """What was saved and what was lost.

    Attributes:
        source: The damaged file.
        target: The new one.
        how: `journal` (everything), `tables` (what could be read) or `copy` (only the copy could be read).
        lines: How many journal lines the new file has.
        missing: Numbers of the lines that are lost.
        saved: Rows in each table.
        lost: Rows that are known to have been there, by table.
        mended: Rows whose values made no sense and were set right or emptied, by table.
        pages: Pages of the damaged file that could not be read.
        copy: File name of the copy that helped.
        time: When the last saved line was written.
        language: Language of the text.
    """

    source: Path
    target: Path
    how: str = "journal"
    lines: int = 0
    missing: tuple[int, ...] = ()
    saved: dict[str, int] = field(default_factory=dict)
    lost: dict[str, int] = field(default_factory=dict)
    mended: dict[str, int] = field(default_factory=dict)
    pages: int = 0
    copy: str = ""
    time: str = ""
    language: Language = "fi"

    def __str__(self) -> str:
        say = self.language
        facts = {"lines": self.lines, "time": self.time, "copy": self.copy, "gone": len(self.missing)}
        text = [term(f"store.rescue_{self.how}", say, **facts)]
        if self.missing:
            text.append(term("store.rescue_lines", say, lines=_ranges(self.missing)))
        if self.copy and self.how != "copy":
            text.append(term("store.rescue_helped", say, copy=self.copy))
        text.append(term("store.rescue_saved", say, rows=_counts(self.saved)))
        if self.lost:
            text.append(term("store.rescue_lost", say, rows=_counts(self.lost)))
        if self.mended:
            text.append(term("store.rescue_mended", say, rows=_counts(self.mended)))
        if self.pages and self.how == "tables":
            text.append(term("store.rescue_pages", say, pages=self.pages))
        text.append(term("store.rescue_to", say, path=self.target, name=self.source.name))
        return "\n".join(text)


def _counts(rows: dict[str, int]) -> str:
    return ", ".join(f"{table} {count}" for table, count in rows.items()) or "–"


def _ranges(numbers: tuple[int, ...]) -> str:
    """Write numbers with runs drawn together.

    Example:
        >>> _ranges((1, 2, 3, 7))
        '1–3, 7'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    shown = [f"{first}–{last}" if last > first else str(first) for first, last in runs[:20]]
    return ", ".join(shown) + (", …" if len(runs) > 20 else "")
