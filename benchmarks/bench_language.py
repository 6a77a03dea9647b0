"""How fast answers become lemmas, and how fast they are searched."""

from __future__ import annotations

import time
from typing import Any

import pandas as pd

from benchmarks.clock import best
from benchmarks.row import BenchRow

__all__ = ["rows"]


def rows() -> list[BenchRow]:
    """Measure our pipeline on the sample answers against the model as it ships, where a system libvoikko allows it."""
    import teema
    from teema.language import annotate, build_index, find, load, token_frame

    survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    # Twenty different versions of each answer: nothing is gained from identical texts.
    texts = [f"{text} {i}." for i in range(20) for text in survey.answers["text"]]
    start = time.perf_counter()
    load("fi")
    loading = time.perf_counter() - start
    list(annotate(texts[:50], "fi"))  # the first texts pay for what is loaded lazily
    start = time.perf_counter()
    tokens = list(annotate(texts, "fi"))
    ours = sum(map(len, tokens)) / (time.perf_counter() - start)
    shipped = _as_shipped(texts)
    result = [
        BenchRow("load the Finnish pipeline", loading, "s", None, "", "≤ 2 s"),
        BenchRow(
            "lemmatise (different texts)", ours, "tokens/s", ours / shipped if shipped else None,
            "the model as it ships" if shipped else "the model as it ships: no system libvoikko here", "≥ 8 (issue 3)",
        ),
    ]  # fmt: skip
    answers = pd.concat([survey.answers.assign(answer=survey.answers["answer"] + f"/{i}") for i in range(20)])
    frame = token_frame(answers, [items[:-2] for items in tokens])
    index = build_index(frame)
    query = best(lambda: find("luottamus OR (kiire NEAR/5 asiakas)", index, answers, survey.cases, language="fi"))
    scan = best(lambda: answers["text"].str.contains("luottamu", regex=False).sum())
    result.append(
        BenchRow(
            f"a query over {len(answers):,} answers", query * 1000, "ms", query / scan, "str.contains, one word", ""
        )
    )
    return result


def _as_shipped(texts: list[str]) -> float | None:
    import spacy

    try:
        nlp: Any = spacy.load("spacy_fi_experimental_web_md")
    except Exception as error:  # noqa: BLE001 -- whatever a missing system library raises
        print(f"not measured: {error}")
        return None
    part = texts[: len(texts) // 4]
    list(nlp.pipe(part[:20]))
    start = time.perf_counter()
    count = sum(len(doc) for doc in nlp.pipe(part))
    return count / (time.perf_counter() - start)
