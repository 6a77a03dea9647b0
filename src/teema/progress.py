"""One progress bar for long work, silent when the work is short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

__all__ = ["track"]

T = TypeVar("T")


def track(items: Iterable[T], label: str, total: int | None = None) -> Iterator[T]:
    """Yield the items, showing a bar once the work has taken two seconds.

    Args:
        items: What is worked through.
        label: Words beside the bar.
        total: How many there are, when `items` has no length.

    Example:
        >>> list(track([1, 2], "luetaan"))
        [1, 2]
    """
    # tqdm.auto warns when it is imported where Jupyter runs without ipywidgets; the plain bar works there.
    module = import_module("tqdm.auto" if find_spec("ipywidgets") else "tqdm")
    yield from module.tqdm(items, desc=label, total=total, delay=2, leave=False)
