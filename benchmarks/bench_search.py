"""How fast a study of a hundred thousand analysed answers is opened and searched, and how much memory that takes."""

from __future__ import annotations

import multiprocessing
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.clock import best
from benchmarks.row import BenchRow

__all__ = ["rows"]

_ANSWERS = 100_000
_WORDS = 20
# Kinds of words: answers of this length hold about so many forms in one reading.
_KINDS = 100_000
_UNITS = ("Ensikoti", "Päiväryhmä", "Avopalvelu", "Muu")
QUERIES = {
    "a lemma": "luottamus", "an exact form": '"suhteessa"', "a beginning": "luott*", "a part of compounds": "~suhde",
    "a phrase": "oma huone", "NEAR": "äiti NEAR/5 vauva", "AND": "luottamus AND äiti", "OR": "luottamus OR äiti",
    "NOT": "luottamus NOT äiti", "a background value": "yksikkötyyppi:ensikoti luottamus",
    "the commonest lemma": "olla",
}  # fmt: skip
_DETAILED = ("a lemma", "the commonest lemma")


def rows() -> list[BenchRow]:
    """Measure on answers put together at random from the words of the sample; the model is not asked again."""
    import teema

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "haku.teema"
        # In a process of its own, so that what is measured here is what a reader's process holds.
        making = multiprocessing.get_context("spawn").Process(target=_make, args=(path,))
        making.start()
        making.join()
        with teema.open(path, coder="AJ", read_only=True) as study:
            answers = study.answers
            scan = best(lambda: answers["text"].str.contains("luottamu", regex=False).sum())

            def row(what: str, taken: float, target: str = "") -> BenchRow:
                return BenchRow(what, taken * 1000, "ms", taken / scan, "str.contains", target)

            result = [row(f"open {_ANSWERS:,} answers: their languages", _once(lambda: study.languages))]
            before = _held()
            result.append(row(f"… unpack their {_ANSWERS * _WORDS:,} words", _once(study.found_tokens)))
            result.append(row("… index them, and the first search", _once(lambda: study.find("tärkeä"))))
            held = _held() - before
            size = answers["text"].str.len().sum() / 2**20
            result.append(BenchRow("… memory that it took", held, "MiB", held / size, "the text", "≤ 1,024 MiB"))
            for what, query in QUERIES.items():
                result += _queries(study, what, query, row)
    return result


def _queries(study: Any, what: str, query: str, row: Callable[..., BenchRow]) -> Iterator[BenchRow]:
    first = _once(lambda: study.find(query))
    hits = study.find(query)
    yield row(f"find {what} ({query}, {len(hits):,} hits), the first time", first, "≤ 300 ms")
    if what not in _DETAILED:
        return
    works = {
        "again": lambda: study.find(query),
        "shown": hits._repr_html_,
        "sorted by what follows, shown": lambda: hits.show("yksikkötyyppi", sort="right")._repr_html_(),
        "sorted by what precedes, shown": lambda: hits.show(sort="left")._repr_html_(),
        "as a frame": hits.to_frame,
        "by group": lambda: hits.by("yksikkötyyppi")._repr_html_(),
        "its cases": hits.cases,
    }
    for name, work in works.items():
        yield row(f"… {name}", best(work), "≤ 300 ms")


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _held() -> float:
    """Return the most memory that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _make(path: Path) -> None:
    """Write a study whose words are known."""
    from teema import language
    from teema.records import Question, Variable
    from teema.study import create
    from teema.survey import ImportReport, Survey

    texts, tokens = _answers()
    known = dict(zip(texts, tokens, strict=True))

    def annotate(asked: Sequence[str], _language: str) -> Iterator[list[Any]]:
        return (known[text] for text in asked)

    cases = pd.Index([str(number) for number in range(_ANSWERS)], name="case")
    answers = pd.DataFrame({"answer": cases + ":Q1", "case": cases, "question": "Q1", "text": texts, "source_row": 1})
    background = pd.DataFrame({"Yksikkötyyppi": [_UNITS[number % 4] for number in range(_ANSWERS)]}, index=cases)
    survey = Survey(
        answers=answers, cases=background, questions=(Question(question="Q1", text="Mikä on tärkeää?", column=""),),
        variables=(Variable(name="Yksikkötyyppi", label="", kind="choice", categories=_UNITS),),
        report=ImportReport(source="mitta.csv", sha256="0" * 64, layout="table"),
    )  # fmt: skip
    with create(path, survey, coder="AJ") as study:
        language.annotate = annotate
        study.found_tokens()


def _answers() -> tuple[list[str], list[list[Any]]]:
    """Return answers whose words are as frequent as in language: the n-th is said about 1/n as often as the first."""
    import teema
    from teema.language import Token, annotate

    survey = teema.read_survey(teema.samples() / "asiakassuhde.xlsx")
    said = Counter(
        token._replace(start=0, end=0) for tokens in annotate(list(survey.answers["text"]), "fi") for token in tokens
    )
    kinds = [kind for kind, _ in said.most_common()]
    chance = random.Random(1)
    nouns = [kind for kind in kinds if kind.pos == "NOUN" and len(kind.parts) == 1]
    while len(kinds) < _KINDS:  # the rare ones are compounds of two of the sample's nouns
        first, second = chance.choices(nouns, k=2)
        lemma = first.lemma + second.lemma
        form = first.lemma + second.form.lower()
        kinds.append(Token(0, 0, form, lemma, (lemma,), (first.lemma, second.lemma), "NOUN"))
    weights = [1 / (place + 3) for place in range(len(kinds))]
    texts, answers = [], []
    drawn = iter(chance.choices(kinds, weights, k=_ANSWERS * _WORDS))
    for number in range(_ANSWERS):
        found, at = [Token(0, len(str(number)), str(number), str(number), (str(number),), (str(number),), "NUM")], 0
        text = str(number)
        for _ in range(_WORDS - 1):
            token, at = next(drawn), len(text) + 1
            text += " " + token.form
            found.append(token._replace(start=at, end=len(text)))
        answers.append(found)
        texts.append(text)
    return texts, answers
