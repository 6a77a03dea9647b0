"""Suggested codes: how often the code that two people agreed on comes first, or among the first three.

Half of Patient Joe (585 English answers, four codes) is coded, the other half is asked for; five random halves, other
ones than the weights were chosen on. Beside it what costs nothing: the commonest codes, and the codes of the ten
answers with most words in common, words as they stand.
"""

from __future__ import annotations

import random
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import pandas as pd

import teema
from benchmarks.bench_coder import answers_alike
from benchmarks.row import BenchRow
from teema.coding.codings import assign_spans
from teema.coding.suggestions import Likeness, features
from teema.study import Study
from teema.study.suggesting import Suggester

__all__ = ["rows"]

_DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "survey" / "patient_joe_en.csv"
_HALVES = range(100, 105)
# Of an answer: codes, best first.
Rank = Callable[[str], Sequence[str]]


def rows() -> list[BenchRow]:
    """Measure the precision on Patient Joe, and the time in a study of 100,000 answers."""
    found = _precision() if _DATA.exists() else [BenchRow("suggestions: not measured, no data", 0, "", None, "", "")]
    return [*found, *_time()]


def _precision() -> list[BenchRow]:
    data = pd.read_csv(_DATA, dtype=str)
    hits: dict[str, list[tuple[bool, bool]]] = {"suggestions": [], "words as they stand": [], "commonest code": []}
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "joe.csv"
        data[["id", "text"]].to_csv(table, index=False)
        survey = teema.read_survey(table, roles={"text": "open"}, language="en")
        for seed in _HALVES:
            path = Path(folder) / f"{seed}.teema"
            with teema.create(path, survey, coder="AJ", language="en") as study:
                label = dict(zip(study.answers["answer"], data["label"], strict=True))
                order = list(label)
                random.Random(seed).shuffle(order)
                known, asked = order[: len(order) // 2], order[len(order) // 2 :]
                for name, rank in _ranks(study, label, known).items():
                    ranked = ((rank(answer), label[answer]) for answer in asked)
                    hits[name] += [(wanted in got[:1], wanted in got[:3]) for got, wanted in ranked]
    common = [statistics.mean(hit[place] for hit in hits["commonest code"]) for place in (0, 1)]
    return [
        BenchRow(
            f"{name}: precision at {(1, 3)[place]}, Patient Joe with half of it coded",
            100 * (value := statistics.mean(hit[place] for hit in found)), "%",
            value / common[place], "the commonest code", "> 1",
        )
        for name, found in hits.items()
        for place in (0, 1)
    ]  # fmt: skip


def _ranks(study: Study, label: dict[str, str], known: Sequence[str]) -> dict[str, Rank]:
    texts = dict(zip(study.answers["answer"], study.answers["text"], strict=True))
    ids = {name: study.codebook.add(name).id for name in sorted(set(label.values()))}
    names = {guid: name for name, guid in ids.items()}
    with study.store.step("code.assign") as step:
        assign_spans(study.store, step, [(answer, 0, len(texts[answer]), ids[label[answer]]) for answer in known])
    suggest = Suggester(study)
    common = [name for name, _ in Counter(label[answer] for answer in known).most_common()]
    words = {answer: set(re.findall(r"[a-z']+", text.lower())) for answer, text in texts.items()}

    def alike(answer: str) -> list[str]:
        near = sorted(known, key=lambda other: -_jaccard(words[answer], words[other]))[:10]
        return [name for name, _ in Counter(label[other] for other in near).most_common()]

    return {
        "suggestions": lambda answer: [names[item.code] for item in suggest([answer])],
        "words as they stand": alike,
        "commonest code": lambda _: common,
    }


def _jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _time() -> list[BenchRow]:
    """Time the first suggestion and one after another coding, in 100,000 answers with 100,000 codings.

    The answers are one sentence over and over, so a second pair of rows has words as unevenly common as a language's.
    """
    with answers_alike(100_000) as study:
        _ = study.tokens  # the lemmas are there before anybody codes
        answers = study.answers["answer"].tolist()
        code = study.codebook.to_frame()["code"].iloc[0]
        start = time.perf_counter()
        suggest = Suggester(study)
        suggest(answers[-1:])
        first = time.perf_counter() - start
        times = []
        for answer in answers[-60:-10]:
            study.code(answer, (0, 5), code)
            start = time.perf_counter()
            suggest([answer])
            times.append(time.perf_counter() - start)
    return [
        BenchRow("suggestions, the first in 100,000 like answers with 100,000 codings", first, "s", None, "", ""),
        BenchRow(
            "suggestions after another coding, like answers (median)", statistics.median(times) * 1000, "ms", None, "",
            "< 300 ms",
        ),
        *_many_words(10_000),
        *_many_words(100_000),
    ]  # fmt: skip


def _many_words(size: int) -> list[BenchRow]:
    """Time learning, and likeness after another coding: 60 codes, extracts of 12 of 30,000 words (Zipf)."""
    draw = random.Random(1)
    words = [f"sana{number}" for number in range(30_000)]
    weights = [1 / (number + 2) for number in range(len(words))]
    share = size * 12 / sum(weights)
    documents = {word: max(1, int(share * weight)) for word, weight in zip(words, weights, strict=True)}
    extracts = [features(draw.choices(words, weights, k=12)) for _ in range(size)]
    known = Likeness(documents, size)
    start = time.perf_counter()
    for number, extract in enumerate(extracts):
        known.learn(f"koodi{number % 60}", extract)
    known.like(extracts[0])
    first = time.perf_counter() - start
    times = []
    for extract, asked in zip(extracts[:50], extracts[50:100], strict=True):
        known.learn("koodi1", extract)
        start = time.perf_counter()
        known.like(asked)
        times.append(time.perf_counter() - start)
    what = f"{size:,} codings, 60 codes, 30,000 words"
    return [
        BenchRow(f"suggestions, learning {what}", first, "s", None, "", ""),
        BenchRow(
            f"likeness after another of {what} (median)", statistics.median(times) * 1000, "ms", None, "", "< 300 ms"
        ),
    ]  # fmt: skip
