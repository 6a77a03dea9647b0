"""The lemmas of a study: analysed once, then kept in the study file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from teema.language import Token
    from teema.store import Store

__all__ = ["tokens"]

# So many texts are analysed between two writes: what is done is kept when the work is interrupted.
_BATCH = 2000


def tokens(store: Store, answers: pd.DataFrame, *, languages: Sequence[str]) -> pd.DataFrame:
    """Return the words of all answers with their lemmas, analysing only texts that are not in the cache.

    Args:
        store: The study file.
        answers: `answer`, `text`.
        languages: Language of each answer.

    Returns:
        `answer`, `start`, `end`, `form`, `lemma`, `lemmas`, `parts`, `pos`; see `teema.language.token_frame`.
    """
    from teema.language import token_frame

    texts = answers["text"].tolist()
    words: list[list[Token]] = [[] for _ in texts]
    for language in dict.fromkeys(languages):
        places = [place for place, its in enumerate(languages) if its == language]
        for place, found in zip(places, _words(store, [texts[place] for place in places], language), strict=True):
            words[place] = found
    return token_frame(answers, words)


def _words(store: Store, texts: list[str], language: str) -> list[list[Token]]:
    from teema.language import annotate, pack, pipeline_version, unpack

    pipeline = pipeline_version(language)
    known = store.annotations(pipeline)
    digests = [_digest(text) for text in texts]
    missing = list({key: text for key, text in zip(digests, texts, strict=True) if key not in known}.items())
    found = annotate([text for _, text in missing], language)
    for start in range(0, len(missing), _BATCH):
        packed = [(key, pack(next(found))) for key, _ in missing[start : start + _BATCH]]
        store.keep_annotations(pipeline, packed)
        known.update(packed)
    return [unpack(known[key], text) for key, text in zip(digests, texts, strict=True)]


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
