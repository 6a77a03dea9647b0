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
        lemmas: Lemma -> rows; every lemma that the sentence does not rule out.
        forms: Form -> rows.
        parts: Part of a compound, or a whole plain word -> rows.
        by_form: Form -> lemmas, for a query word that is an inflected form.
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
        by_form[low] = tuple(dict.fromkeys((*by_form.get(low, ()), *(item.casefold() for item in its_lemmas))))
        for lemma in {item.casefold() for item in its_lemmas}:
            lemmas.setdefault(lemma, []).append(kind)
        for part in {item.casefold() for item in (*its_parts, *its_lemmas)}:
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


@dataclass(frozen=True, slots=True)
class _Found:
    """Which answers fit, and the hits in them as first and last row; no hits where nothing can be pointed at."""

    fits: Flags
    first: Ints
    last: Ints


def find(query: str, index: Index, answers: pd.DataFrame, cases: pd.DataFrame, *, language: str = "fi") -> pd.DataFrame:
    """Return the hits of a query.

    AND and NOT look at one answer at a time. A phrase or NEAR is one hit from its first to its last word. A query that
    points at no word (`question:Q3`, `NOT kiire`) gives the whole answers.

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
    import pandas as pd

    found = _Search(index, answers, cases, language).run(parse_query(query))
    if len(found.first):
        frame = pd.DataFrame(
            {
                "place": index.place[found.first],
                "start": index.start[found.first],
                "end": index.end[found.last],
                "lemma": [" ".join(index.lemma[a : b + 1]) for a, b in zip(found.first, found.last, strict=True)],
            }
        ).drop_duplicates(["place", "start", "end"])
        frame = frame.sort_values(["place", "start", "end"], kind="stable")
        names = index.answers[frame["place"]]
        return pd.DataFrame({"answer": names, **{key: frame[key].to_numpy() for key in ("start", "end", "lemma")}})
    whole = (
        answers[answers["answer"].isin(index.answers[found.fits])]
        if _points_nowhere(parse_query(query))
        else answers[:0]
    )
    return pd.DataFrame(
        {"answer": whole["answer"].to_numpy(), "start": 0, "end": whole["text"].str.len().to_numpy(), "lemma": ""}
    )


def _points_nowhere(node: Node) -> bool:
    if isinstance(node, Field | Negated):
        return True
    return isinstance(node, Both | Either) and all(map(_points_nowhere, node.items))


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
        tables = {"form": [index.forms], "prefix": [index.lemmas, index.forms], "part": [index.parts]}
        if word.kind == "lemma":
            return _union([index.lemmas[lemma] for lemma in self.lemmas_of(word.text)])
        if word.kind in ("prefix", "part-prefix"):
            searched = [index.parts] if word.kind == "part-prefix" else tables["prefix"]
            return _union([table[key] for table in searched for key in _beginning(table, word.text)])
        return tables[word.kind][0].get(word.text, np.empty(0, dtype=np.int64))

    def lemmas_of(self, text: str) -> list[str]:
        """Return the lemmas that a query word means: itself, or those of the form that it is."""
        known = self.index.lemmas
        if text in known:
            return [text]
        candidates = self.index.by_form.get(text, ())
        if not candidates and self.language == "fi":
            from teema.language.voikko import analyses

            candidates = tuple(item.lemma.casefold() for item in analyses(text))
        return [lemma for lemma in dict.fromkeys(candidates) if lemma in known]

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
