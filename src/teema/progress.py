"""One progress bar for long work, silent when the work is short."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    import tqdm
    import tqdm.auto

    # tqdm.auto warns where Jupyter runs without ipywidgets; the plain bar works there.
    bar = tqdm.auto.tqdm if find_spec("ipywidgets") else tqdm.tqdm
    yield from bar(items, desc=label, total=total, delay=2, leave=False)
