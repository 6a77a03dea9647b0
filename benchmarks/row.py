"""One line of the table of measurements."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["BenchRow"]


class BenchRow(NamedTuple):
    """A measured value, and its ratio to something measured in the same run.

    Attributes:
        what: What was measured.
        value: The measured value.
        unit: Its unit.
        ratio: Value divided by that of `against`; None when there is nothing to compare with.
        against: What it is compared with.
        target: What the ratio (or value) should be.
    """

    what: str
    value: float
    unit: str
    ratio: float | None
    against: str
    target: str
