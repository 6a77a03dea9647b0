"""How fast a hundred thousand cached answers are opened and searched."""

from __future__ import annotations

import random
import time
from typing import Any

import pandas as pd

from benchmarks.clock import best
from benchmarks.row import BenchRow

__all__ = ["rows"]

_ANSWERS = 100_000
_WORDS = 20
QUERIES = {
    "a lemma": "luottamus", "an exact form": '"luottamuksen"', "a beginning": "luott*", "a part of compounds": "~suhde",
    "a phrase": "oma huone", "NEAR": "kiire NEAR/5 asiakas", "AND": "luottamus AND ohjaaja",
    "OR": "luottamus OR ohjaaja", "NOT": "luottamus NOT ohjaaja", "a background value": "ryhmä:a luottamus",
    "the commonest lemma": "olla",
}  # fmt: skip


def rows() -> list[BenchRow]:
    """Measure on answers put together at random from the words of the sample; the model is not asked again."""
    from teema.language import build_index, find, pack, token_frame, unpack

    texts, tokens = _answers()
    packed = [pack(items) for items in tokens]
    del tokens
    cases = pd.Index([str(number) for number in range(_ANSWERS)], name="case")
    answers = pd.DataFrame({"answer": cases + ":Q1", "case": cases, "question": "Q1", "text": texts})
    groups = pd.DataFrame({"ryhmä": ["a" if number % 2 else "b" for number in range(_ANSWERS)]}, index=cases)
    start = time.perf_counter()
    frame = token_frame(answers, [unpack(data, text) for data, text in zip(packed, texts, strict=True)])
    unpacking = time.perf_counter() - start
    start = time.perf_counter()
    index = build_index(frame)
    indexing = time.perf_counter() - start
    scan = best(lambda: answers["text"].str.contains("luottamu", regex=False).sum())
    size = frame.memory_usage(deep=True).sum()
    result = [
        BenchRow(f"unpack the words of {_ANSWERS:,} answers", unpacking, "s", unpacking / scan, "str.contains", ""),
        BenchRow("index them", indexing, "s", indexing / scan, "str.contains", ""),
        BenchRow("their frame", size / 2**20, "MiB", size / sum(map(len, texts)), "the text", ""),
    ]

    def seconds(query: str) -> float:
        return best(lambda: find(query, index, answers, groups, language="fi"))

    for what, query in QUERIES.items():
        taken = seconds(query)
        result.append(BenchRow(f"find {what} ({query})", taken * 1000, "ms", taken / scan, "str.contains", "≤ 300 ms"))
    return result


def _answers() -> tuple[list[str], list[list[Any]]]:
    import teema
    from teema.language import annotate

    survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    words = [token for tokens in annotate(list(survey.answers["text"]), "fi") for token in tokens]
    chance = random.Random(1)
    texts, answers = [], []
    for _ in range(_ANSWERS):
        found, at = [], 0
        for token in chance.choices(words, k=_WORDS):
            found.append(token._replace(start=at, end=at + len(token.form)))
            at += len(token.form) + 1
        answers.append(found)
        texts.append(" ".join(token.form for token in found))
    return texts, answers
