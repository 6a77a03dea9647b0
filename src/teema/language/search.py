"""Searching: an index of the words, and the evaluation of a query over it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError
from teema.language.packing import spans
from teema.language.query import Both, Either, Field, Near, Negated, Node, Phrase, Word, parse_query

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from teema.language.voikko import Analysis

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Index", "build_index", "find"]

_QUESTION_FIELDS = ("question", "kysymys", "fråga")


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


@dataclass(frozen=True, slots=True)
class _Found:
    """Which answers fit, and the hits in them as first and last row; no hits where nothing can be pointed at."""

    fits: Flags
    first: Ints
    last: Ints


def find(query: str, index: Index, answers: pd.DataFrame, cases: pd.DataFrame, *, language: str = "fi") -> pd.DataFrame:
    """Return the hits of a query.

    AND and NOT look at one answer at a time. A phrase or NEAR is one hit from its first to its last word. An answer
    that fits without a word to point at (`question:Q3`, `NOT kiire`) is one hit as a whole.

    Args:
        query: See the guide to the query language.
        index: As `build_index` returns it.
        answers: `answer`, `case`, `question`, `text`; the answers of the index, in its order.
        cases: Index `case`; background variables for field filters.
        language: Language of the query's words.

    Returns:
        `answer`, `start`, `end`, `lemma`, in the order of the answers; each place once.

    Raises:
        QueryError: The query cannot be read.
        NotFoundError: A field is neither a question field nor a background variable, or the question does not exist.
    """
    import numpy as np
    import pandas as pd

    found = _Search(index, answers, cases, language).run(parse_query(query))
    first, last = _once(found.first, found.last)
    # What fits without a word to point at (a field, a NOT) is shown whole.
    whole = found.fits.copy()
    whole[index.place[first]] = False
    places = np.flatnonzero(whole)
    lengths = answers["text"].iloc[places].str.len().to_numpy(dtype=np.int64)
    place = np.concatenate([index.place[first], places])
    order = np.argsort(place, kind="stable")
    lemma = np.concatenate([_lemmas(index, first, last), np.full(len(places), "", dtype=object)])
    return pd.DataFrame(
        {
            "answer": index.answers[place[order]],
            "start": np.concatenate([index.start[first], np.zeros_like(places)])[order],
            "end": np.concatenate([index.end[last], lengths])[order],
            "lemma": lemma[order],
        }
    )


def _once(first: Ints, last: Ints) -> tuple[Ints, Ints]:
    """Return hits in the order of the answers, each once."""
    import numpy as np

    order = np.lexsort((last, first))
    first, last = first[order], last[order]
    new = np.ones(len(first), dtype=bool)
    new[1:] = (first[1:] != first[:-1]) | (last[1:] != last[:-1])
    return first[new], last[new]


def _lemmas(index: Index, first: Ints, last: Ints) -> NDArray[Any]:
    """Return the lemmas of each hit, with spaces between them."""
    import numpy as np

    found = index.lemma[index.kind[first]]
    for hit in np.flatnonzero(last > first):
        found[hit] = " ".join(index.lemma[index.kind[first[hit] : last[hit] + 1]])
    return found


class _Search:
    """One evaluation of a query."""

    def __init__(self, index: Index, answers: pd.DataFrame, cases: pd.DataFrame, language: str) -> None:
        self.index = index
        self.answers = answers
        self.cases = cases
        self.language = language

    def run(self, node: Node) -> _Found:
        match node:
            case Word():
                rows = self.rows(node)
                return self.hits(rows, rows)
            case Phrase(words=words):
                return self.phrase(words)
            case Near(left=left, right=right, distance=distance):
                return self.near(self.run(left), self.run(right), distance)
            case Both(items=items):
                return self.both([self.run(item) for item in items])
            case Either(items=items):
                return self.either([self.run(item) for item in items])
            case Negated(item=item):
                return self.nothing(~self.run(item).fits)
            case Field(name=name, value=value):
                return self.nothing(self.field(name, value))

    def rows(self, word: Word) -> Ints:
        """Return the words that one word of the query finds, in the order of the answers."""
        import numpy as np

        return np.sort(self.index.words.under(np.unique(self.kinds(word))))

    def kinds(self, word: Word) -> Ints:
        import numpy as np

        index = self.index
        key = joined(word.text)
        match word.kind:
            case "lemma":
                return index.lemmas.named(self.lemmas_of(word.text))
            case "prefix":
                return np.concatenate([index.lemmas.beginning(key), index.spelt.beginning(key)])
            case "part-prefix":
                return index.parts.beginning(key)
            case "part":
                return index.parts.named([key])
            case "form":
                return index.forms.named([word.text])

    def lemmas_of(self, text: str) -> list[str]:
        """Return the lemmas that a query word means: itself, or those of the form that it is."""
        index = self.index
        own = joined(text)
        readings: tuple[Analysis, ...] = ()
        if self.language == "fi":
            from teema.language.voikko import analyses

            readings = analyses(text)
        # A base form means itself; lyö, which somebody's answer may have as it is, means lyödä too.
        if own in index.lemmas.names and (not readings or own in {joined(item.lemma) for item in readings}):
            return [own]
        found = [joined(name) for kind in index.spelt.named([own]) for name in index.readings[kind]]
        return [own, *(found or (joined(item.lemma) for item in readings))]

    def phrase(self, words: tuple[Word, ...]) -> _Found:
        import numpy as np

        first = self.rows(words[0])
        for step, word in enumerate(words[1:], start=1):
            first = first[np.isin(first + step, self.rows(word), assume_unique=True)]
        last = first + len(words) - 1
        same = self.index.place[first] == self.index.place[last] if len(first) else np.empty(0, dtype=bool)
        return self.hits(first[same], last[same])

    def near(self, left: _Found, right: _Found, distance: int) -> _Found:
        """Join each hit on the left with the nearest on the right, before it and after it."""
        import numpy as np

        if not len(left.first) or not len(right.first):
            return self.hits(left.first[:0], left.last[:0])
        order = np.argsort(right.first, kind="stable")
        starts, ends = right.first[order], right.last[order]
        first, last = [], []
        after = np.searchsorted(starts, left.last, side="right")
        inside = after < len(starts)
        near = inside & (starts[np.minimum(after, len(starts) - 1)] - left.last <= distance)
        first.append(left.first[near])
        last.append(ends[after[near]])
        before = np.searchsorted(starts, left.first, side="left") - 1
        near = (before >= 0) & (left.first - ends[np.maximum(before, 0)] <= distance)
        near &= ends[np.maximum(before, 0)] < left.first
        first.append(starts[before[near]])
        last.append(left.last[near])
        begin, end = np.concatenate(first), np.concatenate(last)
        same = self.index.place[begin] == self.index.place[end]
        return self.hits(begin[same], end[same])

    def both(self, found: list[_Found]) -> _Found:
        fits = found[0].fits
        for item in found[1:]:
            fits = fits & item.fits
        return self.joined(found, fits)

    def either(self, found: list[_Found]) -> _Found:
        fits = found[0].fits
        for item in found[1:]:
            fits = fits | item.fits
        return self.joined(found, fits)

    def joined(self, found: list[_Found], fits: Flags) -> _Found:
        import numpy as np

        first = np.concatenate([item.first for item in found])
        last = np.concatenate([item.last for item in found])
        kept = fits[self.index.place[first]] if len(first) else np.empty(0, dtype=bool)
        return _Found(fits, first[kept], last[kept])

    def hits(self, first: Ints, last: Ints) -> _Found:
        import numpy as np

        fits = np.zeros(len(self.index.answers), dtype=bool)
        fits[self.index.place[first]] = True
        return _Found(fits, first, last)

    def nothing(self, fits: Flags) -> _Found:
        import numpy as np

        none = np.empty(0, dtype=np.int64)
        return _Found(fits, none, none)

    def field(self, name: str, value: str) -> Flags:
        """Return which answers are to a question, or of cases with a background value."""
        wanted = value.casefold()
        if name.casefold() in _QUESTION_FIELDS:
            chosen = self.answers["question"].eq(self.question(wanted))
        else:
            column = self.cases[self.column(name)]
            test = _is_value(wanted)
            fitting = column.astype(object).map(test).astype(bool)
            chosen = self.answers["case"].isin(column.index[fitting])
        found: Flags = chosen.to_numpy(dtype=bool)
        return found

    def question(self, wanted: str) -> str:
        known = list(dict.fromkeys(self.answers["question"]))
        for item in known:
            if item.casefold() in (wanted, f"q{wanted}"):
                return str(item)
        raise NotFoundError.of("question", wanted, known)

    def column(self, name: str) -> str:
        low = name.casefold()
        columns = [str(column) for column in self.cases.columns]
        for fitting in (
            [column for column in columns if column.casefold() == low],
            [column for column in columns if column.casefold().startswith(low)],
        ):
            if len(fitting) == 1:
                return fitting[0]
        raise NotFoundError.of(
            "question field or background variable", name, ["question", *columns],
            advice='A word with a colon in it goes in quotation marks: "EU:n".',
        )  # fmt: skip


def _is_value(wanted: str) -> Any:
    def same(value: Any) -> bool:
        if isinstance(value, list):
            return any(map(same, value))
        text = str(value).casefold()
        return text.startswith(wanted[:-1]) if wanted.endswith("*") else text in (wanted, f"{wanted}.0")

    return same
