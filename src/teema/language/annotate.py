"""From answers to words: lemmas, compound parts and places of every word, in a form that can be kept."""

from __future__ import annotations

import json
import os
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache, partial
from itertools import chain
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from teema.language.pipeline import FinnishWords, load
from teema.progress import track
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd
    from spacy.tokens import Doc

__all__ = ["POS", "TOKEN_COLUMNS", "Token", "annotate", "pack", "token_frame", "unpack"]

# Universal Dependencies, https://universaldependencies.org/u/pos/; words have all but PUNCT.
POS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "SCONJ", "SYM", "VERB",
    "X",
)  # fmt: skip
TOKEN_COLUMNS = ("answer", "start", "end", "form", "lemma", "lemmas", "parts", "pos")
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


def pack(tokens: Sequence[Token]) -> bytes:
    """Pack the words of one text for keeping; the text itself is not in it.

    Example:
        >>> token = Token(0, 5, "Kiire", "kiire", ("kiire",), ("kiire",), "NOUN")
        >>> unpack(pack([token]), "Kiire!") == [token]
        True
    """
    rows = [
        [token.start, token.end - token.start, token.lemma, token.lemmas[1:], _own_parts(token), token.pos]
        for token in tokens
    ]
    return zlib.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def unpack(data: bytes, text: str) -> list[Token]:
    """Return the words that `pack` packed, with their forms from the text."""
    tokens = []
    for start, length, word, others, parts, pos in json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")):
        end = start + length
        lemma = intern(word)
        # Equal words share their lemmas: of two million words most have been seen before.
        lemmas = _shared((lemma, *others))
        own = _shared(tuple(parts)) if parts else _shared((lemma,))
        tokens.append(Token(start, end, text[start:end], lemma, lemmas, own, intern(pos)))
    return tokens


@lru_cache(maxsize=200_000)
def _shared(words: tuple[str, ...]) -> tuple[str, ...]:
    return words


def _own_parts(token: Token) -> tuple[str, ...]:
    return () if token.parts == (token.lemma,) else token.parts


def token_frame(answers: pd.DataFrame, tokens: Sequence[Sequence[Token]]) -> pd.DataFrame:
    """Return one row per word, in the order of the answers; columns as in `TOKEN_COLUMNS`.

    Args:
        answers: `answer`; one row for each item of `tokens`.
        tokens: The words of each answer.
    """
    import numpy as np
    import pandas as pd

    counts = np.fromiter(map(len, tokens), dtype=np.int64, count=len(tokens))
    names = pd.Categorical.from_codes(
        np.repeat(np.arange(len(counts)), counts), categories=pd.Index(answers["answer"].to_numpy())
    )
    flat = pd.DataFrame(list(chain.from_iterable(tokens)), columns=list(TOKEN_COLUMNS[1:]))
    return flat.assign(answer=names)[list(TOKEN_COLUMNS)]
