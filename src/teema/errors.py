"""What can go wrong, said so that the user knows what, where and what to do next.

Every error of teema is a `TeemaError`; each also is the builtin error a Python programmer would expect.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

__all__ = [
    "BackupError",
    "CodebookError",
    "DamagedStudyError",
    "ImportFileError",
    "MergeError",
    "NotFoundError",
    "QueryError",
    "QuotationError",
    "ReadOnlyStudyError",
    "StudyExistsError",
    "StudyInUseError",
    "StudyReplacedError",
    "TeemaError",
    "UnusableValueError",
]


class TeemaError(Exception):
    """Base of all errors of teema.

    Args:
        what: One sentence that says what was wrong, with the value that was given.
        where: The place: file, sheet, row, column, answer.
        hint: What to do next.

    Example:
        >>> print(TeemaError("The file is empty.", where="vastaukset.csv", hint="Export it again."))
        vastaukset.csv: The file is empty.
        Export it again.
    """

    def __init__(self, what: str, *, where: str | Path = "", hint: str = "") -> None:
        self.what = what
        self.where = str(where)
        self.hint = hint
        super().__init__(str(self))

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        return f"{place}{self.what}" + (f"\n{self.hint}" if self.hint else "")

    def __reduce__(self) -> tuple[object, ...]:
        """Survive pickling: the arguments are keywords, which `Exception` does not keep."""
        return (_rebuild, (type(self), self.what, self.where, self.hint))


def _rebuild(kind: type[TeemaError], what: str, where: str, hint: str) -> TeemaError:
    return kind(what, where=where, hint=hint)


class ImportFileError(TeemaError, ValueError):
    """A file that was to be read is missing, empty, damaged or not what it says it is."""


class UnusableValueError(TeemaError, ValueError):
    """An argument has a value that the call cannot use."""

    @classmethod
    def of(cls, argument: str, value: object, allowed: Iterable[str]) -> UnusableValueError:
        """Build the error from the argument, what it was, and what it may be.

        Example:
            >>> print(UnusableValueError.of("base", "all", ["answered", "coded"]))
            base='all' is not one of the possible values.
            Use one of: answered, coded
        """
        return cls(
            f"{argument}={value!r} is not one of the possible values.",
            hint="Use one of: " + ", ".join(allowed),
        )


class NotFoundError(TeemaError, LookupError):
    """A code, theme, answer, question or column of this name does not exist."""

    @classmethod
    def of(
        cls,
        kind: str,
        name: object,
        known: Iterable[str],
        *,
        where: str | Path = "",
        advice: str = "",
    ) -> NotFoundError:
        """Build the error from what was looked for and what there is; near names become the hint.

        Example:
            >>> print(NotFoundError.of("code", "Luotamus", ["Luottamus", "Kiire"]))
            There is no code 'Luotamus'.
            Did you mean 'Luottamus'?
        """
        names = [str(item) for item in known]
        folded = {item.casefold(): item for item in names}
        near = get_close_matches(str(name).casefold(), folded, n=3, cutoff=0.6)
        if near:
            hint = "Did you mean " + " or ".join(repr(folded[item]) for item in near) + "?"
        elif not names:
            hint = f"There is no {kind} yet."
        else:
            shown = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
            hint = f"There is: {shown}" + ("." if advice else "")
        return cls(f"There is no {kind} {str(name)!r}.", where=where, hint=" ".join([hint, advice]).strip())


class QuotationError(TeemaError, LookupError):
    """The quotation does not stand in the answer, or stands there more than once."""


class QueryError(TeemaError, ValueError):
    """A search query cannot be read; the message points at the place."""


class CodebookError(TeemaError, ValueError):
    """The codebook would become inconsistent: a name taken, a code its own ancestor."""


class MergeError(TeemaError, ValueError):
    """Two studies cannot be merged: they are of different surveys, or their answers read differently."""


class StudyExistsError(TeemaError, FileExistsError):
    """A new study would overwrite a file that is already there."""


class StudyInUseError(TeemaError, RuntimeError):
    """Somebody else has the study file open for writing."""


class ReadOnlyStudyError(TeemaError, RuntimeError):
    """The study was opened for reading only, or was closed, and cannot be changed."""


class DamagedStudyError(TeemaError, RuntimeError):
    """The file is not a study, is damaged, or was made by a newer teema."""


class BackupError(TeemaError, RuntimeError):
    """The copy that is made before a great change could not be made, so the change was not made either."""


class StudyReplacedError(TeemaError, RuntimeError):
    """While the study was open, another program put another file in its place or wrote to it."""
