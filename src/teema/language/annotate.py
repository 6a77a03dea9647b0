"""From answers to words: lemmas, compound parts and places of every word."""

from __future__ import annotations

import os
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from teema.language.pipeline import FinnishWords, load
from teema.progress import track
from teema.terms import term

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["POS", "Token", "annotate"]

# Universal Dependencies, https://universaldependencies.org/u/pos/; words have all but PUNCT.
POS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "SCONJ", "SYM", "VERB",
    "X",
)  # fmt: skip
# Characters of text that go through the network at once; some three thousand words.
_BATCH = 20_000
# More would wait for the one thread that cuts texts into words.
_WORKERS = 4


class Token(NamedTuple):
    """One word of an answer, `[start, end)` in code points; punctuation is no word."""

    start: int
    end: int
    form: str
    lemma: str
    lemmas: tuple[str, ...]
    parts: tuple[str, ...]
    pos: str


def annotate(texts: Sequence[str], language: str) -> Iterator[list[Token]]:
    """Yield the words of each text; equal texts are analysed once, and only what occurs again is held.

    Args:
        texts: The answers.
        language: fi, sv or en.

    Example:
        >>> [token.lemma for token in next(annotate(["Klienternas tillit, alltså"], "sv"))]
        ['klient', 'tillit', 'alltså']
    """
    counts = Counter(texts)
    words = _finnish if language == "fi" else partial(_simple, language)
    fresh = iter(track(words(list(counts)), term("language.annotating", language), total=len(counts)))
    known: dict[str, list[Token]] = {}
    for text in texts:
        found = known[text] if text in known else next(fresh)
        if counts[text] > 1:
            known[text] = found
        yield found
    next(fresh, None)  # so that the progress bar ends full


def _simple(language: str, texts: Sequence[str]) -> Iterator[list[Token]]:
    for doc in load(language).pipe(texts, batch_size=256):
        yield [
            Token(token.idx, token.idx + len(token.text), token.text, token.lemma_, *_rest(token._), token.pos_)
            for token in doc
            if not token.is_space and not token.is_punct
        ]


def _rest(own: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(own.lemmas), tuple(own.parts)


def _finnish(texts: Sequence[str]) -> Iterator[list[Token]]:
    """Yield the words of each text. While the network works on some batches, the next are cut into words."""
    from threadpoolctl import threadpool_limits

    nlp = load("fi")
    words: FinnishWords = nlp.get_pipe("teema_fi")
    workers = min(os.cpu_count() or 1, _WORKERS)
    waiting: deque[tuple[list[Doc], Future[list[Any]]]] = deque()
    # Matrices of this size are shared out by the batch: threads within one product wait for each other, and on a busy
    # machine that made everything nine times as slow.
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(workers) as pool:
        for batch in _batches(texts):
            docs = [nlp.make_doc(text) for text in batch]
            waiting.append((docs, pool.submit(words.tagger.tag, words.tagger.embed(docs))))
            if len(waiting) > workers:
                yield from _tokens(words, *waiting.popleft())
        while waiting:
            yield from _tokens(words, *waiting.popleft())


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        batch.append(text)
        size += len(text)
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _tokens(words: FinnishWords, docs: list[Doc], labels: Future[list[Any]]) -> Iterator[list[Token]]:
    from spacy.attrs import LENGTH, ORTH, SPACY

    for doc, chosen in zip(docs, labels.result(), strict=True):
        found = []
        start = 0
        text = doc.text
        rows = doc.to_array([ORTH, LENGTH, SPACY]).tolist()
        for (orth, length, space), label in zip(rows, chosen.tolist(), strict=True):
            end = start + length
            reading = words.reading(orth, label)
            if reading is not None:
                found.append(Token(start, end, text[start:end], *reading))
            start = end + space
        yield found
