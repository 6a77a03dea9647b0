"""How fast answers become lemmas, against the model as it ships."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.row import BenchRow

__all__ = ["rows"]


def rows() -> list[BenchRow]:
    """Measure our pipeline on the sample answers against the model as it ships, where a system libvoikko allows it."""
    import teema
    from teema.language import load

    survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    # Twenty different versions of each answer: nothing is gained from identical texts.
    texts = [f"{text} {i}." for i in range(20) for text in survey.answers["text"]]
    start = time.perf_counter()
    load("fi")
    loading = time.perf_counter() - start
    _speed(texts[:20])  # the first texts pay for what is loaded lazily
    shipped = _as_shipped(texts)
    against = "the model as it ships" if shipped else "the model as it ships: no system libvoikko here"
    result = [BenchRow("load the Finnish pipeline", loading, "s", None, "", "≤ 2 s")]
    sets = {"lemmatise (20 versions of the sample)": texts, "lemmatise (treebank sentences, each once)": _sentences()}
    for what, given in sets.items():
        if given:
            speed = max(_speed(given), _speed(given)) if given is texts else _speed(given)
            target = "≥ 8, 20,000 tokens/s" if given is texts else ""
            result.append(BenchRow(what, speed, "words/s", speed / shipped if shipped else None, against, target))
    return result


def _speed(texts: list[str]) -> float:
    """Return words per second, cutting, tagging, lemmatising and packing; punctuation is not counted."""
    from teema.language import annotate, pack, token_table

    start = time.perf_counter()
    table = token_table(annotate(texts, "fi"))
    pack(table, [b"key"] * len(texts))
    return len(table.start) / (time.perf_counter() - start)


def _sentences() -> list[str]:
    """Return the sentences of the treebanks: nearly every second word is a form not seen before."""
    from benchmarks.lemma_accuracy import DATA, FILES

    found = []
    for name in FILES.values():
        if (DATA / name).exists():
            lines = (DATA / name).read_text(encoding="utf-8").splitlines()
            found += [line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")]
    return found


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
    count = sum(not (token.is_punct or token.is_space) for doc in nlp.pipe(part) for token in doc)
    return count / (time.perf_counter() - start)
