"""The lemmas of a study: analysed once, then kept in the study file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from teema.language import TokenTable
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
        `answer`, `start`, `end`, `form`, `lemma`, `lemmas`, `parts`, `pos`, `kind`; see `teema.language.token_frame`.
    """
    import numpy as np

    from teema.language import TokenTable, token_frame

    texts = answers["text"].tolist()
    digests = [_digest(text) for text in texts]
    tables: list[TokenTable] = []
    rows = np.zeros(len(digests), dtype=np.int64)
    read = 0
    for language in dict.fromkeys(languages):
        places = [place for place, its in enumerate(languages) if its == language]
        known, table = _words(store, {digests[place]: texts[place] for place in places}, language)
        rows[places] = [read + known[digests[place]] for place in places]
        read += len(table.counts)
        tables.append(table)
    return token_frame(answers, TokenTable.joined(tables).take(rows))


def _words(store: Store, texts: dict[bytes, str], language: str) -> tuple[dict[bytes, int], TokenTable]:
    """Return the words of texts, and where in the table each digest is; what is missing is analysed and kept."""
    from teema.language import PACKING, TokenTable, annotate, pack, pipeline_version, token_table, unpack

    version = f"{pipeline_version(language)}, packing {PACKING}"
    known: dict[bytes, int] = {}
    tables: list[TokenTable] = []

    def add(keys: Sequence[bytes], table: TokenTable) -> None:
        first = sum(len(item.counts) for item in tables)
        known.update(zip(keys, range(first, first + len(keys)), strict=True))
        tables.append(table)

    for data in store.annotations(version).values():
        add(*unpack(data))
    missing = [key for key in texts if key not in known]
    found = annotate([texts[key] for key in missing], language)
    for start in range(0, len(missing), _BATCH):
        keys = missing[start : start + _BATCH]
        table = token_table(islice(found, len(keys)))
        store.keep_annotations(version, [(hashlib.blake2b(b"".join(keys), digest_size=16).digest(), pack(table, keys))])
        add(keys, table)
    return known, TokenTable.joined(tables)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()
