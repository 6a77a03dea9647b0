"""From answers to words: lemmas, compound parts and places of every word, in a form that can be kept."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from teema.language.pipeline import load
from teema.progress import track
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["TOKEN_COLUMNS", "Token", "annotate", "pack", "token_frame", "unpack"]

TOKEN_COLUMNS = ("answer", "start", "end", "form", "lemma", "lemmas", "parts", "pos")
_LEFT_OUT = frozenset({"PUNCT", "SPACE"})


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
    """Yield the words of each text; equal texts are analysed once.

    Args:
        texts: The answers.
        language: fi, sv or en.

    Example:
        >>> [token.lemma for token in next(annotate(["Klienternas tillit, alltså"], "sv"))]
        ['klient', 'tillit', 'alltså']
    """
    nlp = load(language)
    distinct = list(dict.fromkeys(texts))
    docs = nlp.pipe(distinct, batch_size=256)
    label = term("language.annotating", language)
    known = {
        text: [
            Token(
                token.idx, token.idx + len(token.text), token.text, token.lemma_, tuple(token._.lemmas),
                tuple(token._.parts), token.pos_,
            )
            for token in doc
            if token.pos_ not in _LEFT_OUT and not token.is_space and not token.is_punct
        ]
        for text, doc in track(zip(distinct, docs, strict=True), label, total=len(distinct))
    }  # fmt: skip
    for text in texts:
        yield known[text]


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
    for start, length, lemma, others, parts, pos in json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass")):
        end = start + length
        own = tuple(parts) if parts else (lemma,)
        tokens.append(Token(start, end, text[start:end], lemma, (lemma, *others), own, pos))
    return tokens


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
