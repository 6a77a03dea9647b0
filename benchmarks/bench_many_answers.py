"""A hundred thousand answers, lemmatised as a stream: how long it takes, and how much memory the process held."""

from __future__ import annotations

import random
import re
import time
from itertools import islice

from benchmarks.row import BenchRow

__all__ = ["rows"]

_ANSWERS = 100_000
_WORDS = 20
_BATCH = 2000  # as a study keeps them


def rows() -> list[BenchRow]:
    """Measure answers of twenty words, each different, put together from sentences of the sample."""
    from teema.language import annotate, load, pack, token_table

    texts = _answers()
    load("fi")
    start = time.perf_counter()
    tagging = sum(len(load("fi").make_doc(text)) for text in texts[:5000]) / (time.perf_counter() - start)
    start = time.perf_counter()
    words = size = 0
    found = annotate(texts, "fi")
    while batch := list(islice(found, _BATCH)):
        table = token_table(batch)
        words += len(table.start)
        size += len(pack(table, [random.randbytes(16) for _ in batch]))
    taken = time.perf_counter() - start
    return [
        BenchRow(f"lemmatise {_ANSWERS:,} answers of {_WORDS} words", taken, "s", tagging / (words / taken),
                 "cutting into words alone", "≤ 120 s"),
        BenchRow("their lemmas, packed", size / 1024 / 1024, "MiB", size / sum(map(len, texts)), "the text", ""),
    ]  # fmt: skip


def _answers() -> list[str]:
    import teema

    survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    sentences = sorted({part.strip() for text in survey.answers["text"] for part in re.split(r"(?<=[.!?])\s+", text)})
    chance = random.Random(1)
    texts = []
    for number in range(_ANSWERS):
        text = f"{number}."
        while text.count(" ") < _WORDS:
            text += " " + chance.choice(sentences)
        texts.append(" ".join(text.split()[: _WORDS + 1]))
    return texts
