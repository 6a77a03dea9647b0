"""Searching: an index of the words, and the evaluation of a query over it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError
from teema.language.query import Both, Either, Field, Near, Negated, Node, Phrase, Word, parse_query

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from teema.language.voikko import Analysis

    Ints = NDArray[np.int64]
    Flags = NDArray[np.bool_]

__all__ = ["Index", "build_index", "find"]

_QUESTION_FIELDS = ("question", "kysymys", "fråga")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Index:
    """Where each lemma, form and part stands.

    Attributes:
        place: Answer of each word, as a position in `answers`.
        start: Where each word begins in its answer.
        end: Where it ends.
        lemma: Lemma of each word.
        answers: Ids of the answers.
        lemmas: Lemma -> rows; every lemma that the sentence does not rule out. Keys are `joined`.
        forms: Form in small letters -> rows.
        parts: Part of a compound, or a whole plain word -> rows. Keys are `joined`.
        by_form: Form -> lemmas, for a query word that is an inflected form; both `joined`.
    """

    place: Ints
    start: Ints
    end: Ints
    lemma: NDArray[Any]
    answers: pd.Index[Any]
    lemmas: dict[str, Ints]
    forms: dict[str, Ints]
    parts: dict[str, Ints]
    by_form: dict[str, tuple[str, ...]]


def build_index(tokens: pd.DataFrame) -> Index:
    """Return the index of a study's words.

    Args:
        tokens: As `token_frame` returns them; `answer` is categorical.
    """
    import numpy as np
    import pandas as pd

    # Words repeat: what a kind of word is found by is worked out once for each kind.
    keys = list(zip(tokens["form"], tokens["lemmas"], tokens["parts"], strict=True))
    kinds: dict[tuple[str, tuple[str, ...], tuple[str, ...]], int] = {}
    code = np.fromiter((kinds.setdefault(key, len(kinds)) for key in keys), dtype=np.int64, count=len(keys))
    order = np.argsort(code, kind="stable")
    bounds = np.searchsorted(code[order], np.arange(len(kinds) + 1))
    lemmas: dict[str, list[int]] = {}
    forms: dict[str, list[int]] = {}
    parts: dict[str, list[int]] = {}
    by_form: dict[str, tuple[str, ...]] = {}
    for (form, its_lemmas, its_parts), kind in kinds.items():
        low = form.casefold()
        forms.setdefault(low, []).append(kind)
        its = [joined(item) for item in its_lemmas]
        by_form[joined(low)] = tuple(dict.fromkeys((*by_form.get(joined(low), ()), *its)))
        for lemma in set(its):
            lemmas.setdefault(lemma, []).append(kind)
        for part in {joined(item) for item in (*its_parts, *its_lemmas)}:
            parts.setdefault(part, []).append(kind)

    def rows(table: dict[str, list[int]]) -> dict[str, Ints]:
        return {
            key: np.sort(np.concatenate([order[bounds[kind] : bounds[kind + 1]] for kind in found]))
            for key, found in table.items()
        }

    return Index(
        place=tokens["answer"].cat.codes.to_numpy().astype(np.int64),
        start=tokens["start"].to_numpy(np.int64),
        end=tokens["end"].to_numpy(np.int64),
        lemma=tokens["lemma"].to_numpy(dtype=object),
        answers=pd.Index(tokens["answer"].cat.categories),
        lemmas=rows(lemmas),
        forms=rows(forms),
        parts=rows(parts),
        by_form=by_form,
    )


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
    # What fits without a word to point at (a field, a NOT) is shown whole.
    whole = found.fits.copy()
    whole[index.place[found.first]] = False
    places = np.flatnonzero(whole)
    lengths = answers["text"].str.len().to_numpy(dtype=np.int64)
    lemmas = [" ".join(index.lemma[a : b + 1]) for a, b in zip(found.first, found.last, strict=True)]
    frame = pd.DataFrame(
        {
            "place": np.concatenate([index.place[found.first], places]),
            "start": np.concatenate([index.start[found.first], np.zeros_like(places)]),
            "end": np.concatenate([index.end[found.last], lengths[places]]),
            "lemma": [*lemmas, *[""] * len(places)],
        }
    ).drop_duplicates(["place", "start", "end"])
    frame = frame.sort_values(["place", "start", "end"], kind="stable")
    names = index.answers[frame["place"]]
    return pd.DataFrame({"answer": names, **{key: frame[key].to_numpy() for key in ("start", "end", "lemma")}})


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
        import numpy as np

        index = self.index
        key = joined(word.text)
        match word.kind:
            case "lemma":
                return _union([index.lemmas[lemma] for lemma in self.lemmas_of(word.text)])
            case "prefix":
                found = [index.lemmas[name] for name in _beginning(index.lemmas, key)]
                return _union(found + [index.forms[name] for name in _beginning(index.forms, word.text)])
            case "part-prefix":
                return _union([index.parts[name] for name in _beginning(index.parts, key)])
            case "part":
                return index.parts.get(key, np.empty(0, dtype=np.int64))
            case "form":
                return index.forms.get(word.text, np.empty(0, dtype=np.int64))

    def lemmas_of(self, text: str) -> list[str]:
        """Return the lemmas that a query word means: itself, or those of the form that it is."""
        known = self.index.lemmas
        own = joined(text)
        meant = [own]
        readings: tuple[Analysis, ...] = ()
        if self.language == "fi":
            from teema.language.voikko import analyses

            readings = analyses(text)
        # A base form means itself; lyö, which somebody's answer may have as it is, means lyödä too.
        if own not in known or (readings and own not in {joined(item.lemma) for item in readings}):
            meant += self.index.by_form.get(own, ()) or [joined(item.lemma) for item in readings]
        return [lemma for lemma in dict.fromkeys(meant) if lemma in known]

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
        ids = self.answers.loc[chosen, "answer"]
        return self.index.answers.isin(ids)

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


def _union(found: list[Ints]) -> Ints:
    import numpy as np

    return np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)


def _beginning(table: dict[str, Ints], prefix: str) -> list[str]:
    keys = sorted(table)
    found = []
    for key in keys[bisect_left(keys, prefix) :]:
        if not key.startswith(prefix):
            break
        found.append(key)
    return found
