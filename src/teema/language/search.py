"""Searching: the evaluation of a query over the index of the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError
from teema.language.index import Index, joined
from teema.language.query import Both, Either, Field, Near, Negated, Node, Phrase, Word, parse_query

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from teema.language.voikko import Analysis

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["find"]

_QUESTION_FIELDS = ("question", "kysymys", "fråga")


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
