"""A value out of a few, which may be said in words of any of the three languages, too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from teema.errors import UnusableValueError
from teema.terms import LANGUAGES, term

K = TypeVar("K", bound=str)

__all__ = ["choice"]


def choice(what: str, said: str, known: Sequence[K], key: str) -> K:
    """Return which of the known values is meant.

    Args:
        what: Name of the argument, for the message.
        said: What was given.
        known: The values there are.
        key: Where the word for a value stands: the key of the term, before the value.

    Raises:
        UnusableValueError: It is none of them.

    Example:
        >>> choice("stage", "lopullinen", ("initial", "final"), "method.stage_")
        'final'
    """
    wanted = " ".join(said.split()).casefold()
    for value in known:
        if wanted == value or wanted in {term(f"{key}{value}", language).casefold() for language in LANGUAGES}:
            return value
    raise UnusableValueError.of(what, said, known)
