"""An index of the words of many answers: where each lemma, form and part of a compound stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.language.packing import spans

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    Ints = NDArray[np.int64]

__all__ = ["Groups", "Index", "build_index", "joined"]


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Numbers under names, in one array.

    Attributes:
        names: Name -> which group it is.
        order: The numbers, group after group, rising within a group.
        bounds: Where each group begins in `order`, and where the last ends.
    """

    names: Mapping[str, int]
    order: Ints
    bounds: Ints

    @classmethod
    def of(cls, names: Iterable[str]) -> Groups:
        """Group the places of a sequence by what stands there."""
        numbers: dict[str, int] = {}
        found = [numbers.setdefault(name, len(numbers)) for name in names]
        return cls(numbers, *_grouped(found, len(numbers)))

    def under(self, groups: ArrayLike) -> Ints:
        """Return what is in these groups."""
        import numpy as np

        chosen = np.asarray(groups, dtype=np.int64)
        return self.order[spans(self.bounds[chosen], self.bounds[chosen + 1] - self.bounds[chosen])]

    def named(self, names: Iterable[str]) -> Ints:
        """Return what is under these names; nothing under a name that is not there."""
        return self.under([self.names[name] for name in names if name in self.names])

    def beginning(self, prefix: str) -> Ints:
        """Return what is under the names that begin so."""
        return self.under([number for name, number in self.names.items() if name.startswith(prefix)])


def _grouped(groups: ArrayLike, count: int) -> tuple[Ints, Ints]:
    """Return the places of an array in the order of the numbers there, and where each number's begin."""
    import numpy as np

    group = np.asarray(groups, dtype=np.int32)
    order = np.argsort(group, kind="stable")
    return order, np.searchsorted(group, np.arange(count + 1), sorter=order)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Index:
    """Where each lemma, form and part stands.

    Words repeat, so what a word is found by is noted for its kind: a form in one reading.

    Attributes:
        place: Answer of each word, as a position in `answers`.
        start: Where each word begins in its answer.
        end: Where it ends.
        kind: Kind of each word.
        answers: Ids of the answers.
        lemma: Lemma of each kind.
        readings: Lemmas of each kind that the sentence does not rule out.
        lemmas: Lemma -> kinds that may be a form of it. Names are `joined`.
        forms: Form in small letters -> kinds.
        spelt: The same, whether it is written with a hyphen or without. Names are `joined`.
        parts: Part of a compound, or a whole plain word -> kinds. Names are `joined`.
        words: Kind -> words; a kind has a number and no name.
    """

    place: Ints
    start: Ints
    end: Ints
    kind: Ints
    answers: pd.Index[Any]
    lemma: NDArray[Any]
    readings: NDArray[Any]
    lemmas: Groups
    forms: Groups
    spelt: Groups
    parts: Groups
    words: Groups


def build_index(tokens: pd.DataFrame) -> Index:
    """Return the index of a study's words.

    Args:
        tokens: As `token_frame` returns them; `answer` is categorical.
    """
    import numpy as np
    import pandas as pd

    kind = tokens["kind"].to_numpy(np.int64)
    count = int(kind.max(initial=-1)) + 1
    words = Groups({}, *_grouped(kind, count))
    said = np.flatnonzero(words.bounds[1:] > words.bounds[:-1])  # a kind may have lost its words to a correction
    example = tokens.iloc[words.order[words.bounds[said]]]
    form, lemmas, parts = (example[name].to_numpy(dtype=object) for name in ("form", "lemmas", "parts"))
    low = [item.casefold() for item in form]

    def groups(listed: Collection[tuple[str, ...]]) -> Groups:
        """Group kinds that have several names."""
        found = Groups.of(joined(name) for names in listed for name in names)
        owner = np.repeat(said, np.fromiter(map(len, listed), dtype=np.int64, count=len(listed)))
        return Groups(found.names, owner[found.order], found.bounds)

    def whole(column: str) -> NDArray[Any]:
        its = np.empty(count, dtype=object)
        its[said] = example[column].to_numpy(dtype=object)
        return its

    one = [(item,) for item in low]
    plain = Groups.of(low)
    return Index(
        place=tokens["answer"].cat.codes.to_numpy().astype(np.int64), start=tokens["start"].to_numpy(np.int64),
        end=tokens["end"].to_numpy(np.int64), kind=kind, answers=pd.Index(tokens["answer"].cat.categories),
        lemma=whole("lemma"), readings=whole("lemmas"), lemmas=groups(lemmas.tolist()),
        forms=Groups(plain.names, said[plain.order], plain.bounds), spelt=groups(one),
        parts=groups([(*a, *b) if a != b else a for a, b in zip(parts, lemmas, strict=True)]), words=words,
    )  # fmt: skip


def joined(word: str) -> str:
    """Return a word as it is compared: small letters, no hyphens; *työ-elämä* and *työelämä* are the same.

    Example:
        >>> joined("Työ-elämä"), joined("1980-luku"), joined("-")
        ('työelämä', '1980luku', '-')
    """
    low = word.casefold()
    return low.replace("-", "") or low
