"""How fast identifiers are found and replaced in many answers, and how many of those that were planted are found."""

from __future__ import annotations

import random
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.planted import sentences
from benchmarks.pseudonym_accuracy import readings, scores
from benchmarks.row import BenchRow

__all__ = ["rows"]

_ANSWERS = 20_000


def rows() -> list[BenchRow]:
    """Measure; `benchmarks.pseudonym_accuracy` prints each kind by itself."""
    planted = sentences()
    chance = random.Random(5)
    texts = [" ".join(chance.choice(planted).text for _ in range(4)) for _ in range(_ANSWERS)]
    readings("maija")  # the dictionary is loaded once
    scanned, _ = _timed(lambda: [text.casefold().split() for text in texts])
    result = []

    def row(what: str, taken: float) -> None:
        result.append(BenchRow(what, taken, "s", taken / scanned, "cutting into words alone", ""))

    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings(action="ignore"):
        study = _study(Path(folder), texts)
        taken, names = _timed(study.pseudonyms)
        words = sum(map(len, map(str.split, texts))) // _ANSWERS
        row(f"identifiers of {_ANSWERS:,} answers of {words} words: {len(names):,} proposed", taken)
        taken, _ = _timed(names.accept().apply)
        row(f"… replaced in one step, with the extracts of {len(study.codings):,} codings", taken)
        row("… undone", _timed(study.undo)[0])
        study.redo()
        row(
            "… a copy without the originals, looked at once more",
            _timed(lambda: study.share(f"{folder}/kopio.teema"))[0],
        )
        study.close()
    score, _ = scores(planted, dictionary=True)
    for kind in ("person", "municipality"):
        result.append(
            BenchRow(f"{kind}: found of {score[kind].planted} planted", score[kind].recall * 100, "%", None, "", "")
        )
        result.append(BenchRow("… share of finds that were planted", score[kind].precision * 100, "%", None, "", ""))
    others = [item for kind, item in score.items() if kind not in ("person", "municipality") and kind[0] != "…"]
    share = sum(item.found for item in others) / sum(item.planted for item in others)
    result.append(BenchRow("identifiers with a form: found", share * 100, "%", None, "", ""))
    return result


def _timed(do: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    made = do()
    return time.perf_counter() - start, made


def _study(folder: Path, texts: list[str]) -> Any:
    from teema.records import Question
    from teema.study import create
    from teema.survey import ImportReport, Survey

    cases = [str(place) for place in range(len(texts))]
    answers = pd.DataFrame(
        {"answer": [f"{case}:Q1" for case in cases], "case": cases, "question": "Q1", "text": texts, "source_row": 2}
    )
    survey = Survey(
        answers=answers,
        cases=pd.DataFrame(index=pd.Index(cases, name="case", dtype="str")),
        questions=(Question(question="Q1", text="Mitä kuuluu?", column="Mitä kuuluu?"),),
        variables=(),
        report=ImportReport(source="mitta.xlsx", sha256="0" * 64, layout="table"),
    )
    study = create(folder / "mitta.teema", survey, coder="AJ")
    study.codebook.add("Tuki")
    proposals = pd.DataFrame({"answer": answers["answer"], "start": 3, "end": [min(40, len(text)) for text in texts]})
    with study.store.step("coding.add", "mitta") as step:
        for place, (answer, start, end) in enumerate(proposals.itertuples(index=False)):
            quote = texts[place][start:end]
            extract = {
                "id": f"e{place}",
                "answer": answer,
                "start": start,
                "end": end,
                "quote": quote,
                "reduced": "",
                "memo": "",
            }
            step.add("extracts", [extract])
            step.add("codings", [{"id": f"c{place}", "extract": f"e{place}", "code": study.codebook["Tuki"].id,
                                  "coder": "AJ", "level": None, "created": "2026-01-01"}])  # fmt: skip
    return study
