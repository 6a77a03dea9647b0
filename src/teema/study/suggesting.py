"""Suggestions for the answers of a study: its lemmas and its codings put before `teema.coding.suggestions`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from teema.coding.declined import declined_spans
from teema.coding.extracts import sentences, widen
from teema.coding.suggestions import Likeness, Suggestion, choose, features
from teema.errors import NotFoundError

if TYPE_CHECKING:
    from collections import Counter

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from teema.store import Row
    from teema.study.study import Study

__all__ = ["Suggester", "is_reflexive", "suggestions_frame"]

SUGGESTION_COLUMNS = ("answer", "start", "end", "text", "code", "why", "score", "words")
# After so many new journal lines all codings are looked at again.
_LINES = 50
# What changes words or answers; after it the lemmas are read anew.
_WORDS = ("survey.", "lemma.", "study.")


class Suggester:
    """Suggests codes for answers, and learns from every coding that was made since it was asked last.

    Args:
        study: The study.
        own: Learn from this coder's codings only; None learns from all.
    """

    def __init__(self, study: Study, *, own: str | None = None) -> None:
        self._study, self._own = study, own
        self._words_at: tuple[int, ...] | None = None
        self._rules_of: tuple[tuple[str, str], ...] | None = None
        self._seen = -1

    def __call__(self, answers: Iterable[str], *, n: int = 3) -> list[Suggestion]:
        """Return up to so many suggestions for each answer."""
        self._read_words()
        self._read_rules()
        self._learn()
        return [item for answer in answers for item in self._of_answer(answer, n)]

    def _of_answer(self, answer: str, n: int) -> list[Suggestion]:
        text = self._texts.get(answer)
        if text is None:
            raise NotFoundError.of("answer", answer, self._texts)
        taken: dict[str, list[tuple[int, int]]] = {}
        for row in self._study.store.rows(
            'SELECT code, coder, start, "end" FROM codings JOIN extracts ON extracts.id = codings.extract'
            " WHERE answer = ?",
            (answer,),
        ):
            if self._own is None or row["coder"] == self._own:
                taken.setdefault(row["code"], []).append((row["start"], row["end"]))
        found = [*self._by_rule(answer, text), *self._by_likeness(answer, text)]
        for code in {item.code for item in found}:
            taken.setdefault(code, []).extend(declined_spans(self._study.store, code, {answer: text}).get(answer, []))
        return choose(found, taken=taken, n=n)

    def _by_rule(self, answer: str, text: str) -> Iterator[Suggestion]:
        for code, hits in self._rules.items():
            for start, end in hits.get(answer, ()):
                span = widen(text, start, end, "sentence")
                yield Suggestion(answer, *span, code, "rule", 1.0, (text[start:end].casefold(),))

    def _by_likeness(self, answer: str, text: str) -> Iterator[Suggestion]:
        """Yield the codes that the whole answer is like, each at the sentence that is most like it."""
        spans = sentences(text)
        whole = {code: score for code, score, _ in self._likeness.like(self._features(answer, 0, len(text)))}
        for start, end in spans:
            for code, score, words in self._likeness.like(self._features(answer, start, end)):
                if len(spans) == 1 or code in whole:
                    mean = (score + whole.get(code, score)) / 2
                    yield Suggestion(answer, start, end, code, "alike", round(mean, 3), words)

    # -- what is known

    def _read_words(self) -> None:
        revision = tuple(self._study.store.revision(commands) for commands in _WORDS)
        if revision == self._words_at:
            return
        frame = self._study.tokens
        named = frame["answer"].astype(str).to_numpy()
        indices = frame.groupby(named, sort=False).indices
        self._places: dict[str, NDArray[np.intp]] = {str(name): places for name, places in indices.items()}  # type: ignore[misc]
        self._starts, self._ends = frame["start"].to_numpy(), frame["end"].to_numpy()
        self._lemmas: list[str] = frame["lemma"].astype(str).str.casefold().tolist()
        pairs = frame.assign(answer=named, lemma=self._lemmas)[["answer", "lemma"]].drop_duplicates()
        documents = {str(lemma): int(n) for lemma, n in pairs["lemma"].value_counts().items()}
        answers = self._study.answers
        self._texts = dict(zip(answers["answer"], answers["text"], strict=True))
        joining = frozenset(word.casefold() for word in self._study.words.stop_words)
        self._likeness = Likeness(documents, len(answers), joining=joining)
        self._learnt: dict[str, tuple[tuple[str, str, int, int], Counter[str]]] = {}
        self._seen, self._words_at = -1, revision
        self._rules_of = None

    def _read_rules(self) -> None:
        rules = tuple((code.id, code.query) for code in self._study.codebook if code.query)
        if rules == self._rules_of:
            return
        from teema.errors import QueryError

        self._rules: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for code, query in rules:
            try:
                hits = self._study.find(query).hits
            except QueryError:  # the codebook says what is wrong with it; here it finds nothing
                continue
            held = self._rules.setdefault(code, {})
            for answer, start, end in zip(hits["answer"], hits["start"], hits["end"], strict=True):
                held.setdefault(str(answer), []).append((int(start), int(end)))
        self._rules_of = rules

    def _learn(self) -> None:
        """Take in the codings that are new, and let go of those that are not there any more."""
        revision = self._study.store.revision()
        if revision == self._seen:
            return
        touched = self._touched(revision)
        rows = {key: row for key, row in self._codings(touched).items() if self._own in (None, row["coder"])}
        for key in self._learnt.keys() - rows.keys() if touched is None else (touched - rows.keys()):
            if key in self._learnt:
                self._forget(key)
        for key, row in rows.items():
            place = (row["code"], row["answer"], row["start"], row["end"])
            held = self._learnt.get(key)
            if held is not None and held[0] == place:
                continue
            if held is not None:
                self._forget(key)
            words = self._features(*place[1:])
            self._learnt[key] = (place, words)
            self._likeness.learn(row["code"], words)
        self._seen = revision

    def _forget(self, coding: str) -> None:
        place, words = self._learnt.pop(coding)
        self._likeness.learn(place[0], words, times=-1)

    def _touched(self, revision: int) -> set[str] | None:
        """Return the codings that the newest journal lines concern; None after many lines, when all are looked at."""
        if self._seen < 0 or not 0 <= revision - self._seen <= _LINES:
            return None
        store = self._study.store
        found: set[str] = set()
        for event in range(self._seen + 1, revision + 1):
            for change in store.changes_of(event):
                if change.table == "codings":
                    found.add(change.key)
                elif change.table == "extracts":
                    found |= {
                        str(row["id"]) for row in store.rows("SELECT id FROM codings WHERE extract = ?", (change.key,))
                    }
        return found

    def _codings(self, only: set[str] | None) -> dict[str, Row]:
        query = (
            'SELECT codings.id, code, coder, answer, start, "end" FROM codings'
            " JOIN extracts ON extracts.id = codings.extract"
        )
        if only is None:
            rows = self._study.store.rows(query)
        else:
            rows = [row for key in only for row in self._study.store.rows(f"{query} WHERE codings.id = ?", (key,))]
        return {str(row["id"]): row for row in rows}

    def _features(self, answer: str, start: int, end: int) -> Counter[str]:
        places = self._places.get(answer, ())
        inside = (place for place in places if self._starts[place] >= start and self._ends[place] <= end)
        return features([self._lemmas[place] for place in inside])


def is_reflexive(study: Study) -> bool:
    """Say whether the study's newest analysis is reflexive: there, codes come of reading, and nothing is suggested."""
    rows = study.store.rows("SELECT approach FROM analyses ORDER BY position DESC LIMIT 1")
    return bool(rows) and rows[0]["approach"] == "reflexive"


def suggestions_frame(study: Study, found: Iterable[Suggestion]) -> pd.DataFrame:
    """Return suggestions as a frame; columns as in `SUGGESTION_COLUMNS`, the code by name, `words` a tuple."""
    import pandas as pd

    texts = dict(zip(study.answers["answer"], study.answers["text"], strict=True))
    names = {code.id: code.name for code in study.codebook}
    rows = [
        (item.answer, item.start, item.end, texts[item.answer][item.start : item.end], names[item.code], *item[4:])
        for item in found
    ]
    return pd.DataFrame(rows, columns=list(SUGGESTION_COLUMNS))
