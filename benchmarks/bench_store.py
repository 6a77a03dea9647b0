"""What one coding and one bulk coding cost, and how large the file grows."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import pandas as pd

from benchmarks.row import BenchRow
from teema.records import Question
from teema.study import create
from teema.survey import ImportReport, Survey

__all__ = ["rows"]

ANSWERS = 20_000


def rows() -> list[BenchRow]:
    """Measure writing to a study of 20,000 answers, against a bare fsync of one page."""
    with tempfile.TemporaryDirectory() as folder:
        bare = _fsync(Path(folder))
        path = Path(folder) / "mitta.teema"
        start = time.perf_counter()
        study = create(path, _survey(), coder="AJ")
        created = time.perf_counter() - start
        study.codebook.add("Kiire")
        times = []
        for i in range(200):
            start = time.perf_counter()
            study.code(f"{i}:Q1", "Kiire", "Kiire")
            times.append(time.perf_counter() - start)
        one = statistics.median(times)
        proposed = study.find("kiire").preview("Kiire") if _has_language() else None
        bulk = None
        if proposed is not None:
            start = time.perf_counter()
            count = proposed.apply()
            bulk = count / (time.perf_counter() - start)
        study.close()
        size = path.stat().st_size / 2**20
    result = [
        BenchRow(f"create a study of {ANSWERS:,} answers", created, "s", None, "", ""),
        BenchRow("one coding, on disk (median)", one * 1000, "ms", one / bare, "write + fsync of 4 KiB", "≤ 5 ms"),
        BenchRow("size of the study file", size, "MiB", None, "", ""),
    ]
    if bulk is not None:
        result.append(BenchRow("codings per second in one bulk step", bulk, "1/s", None, "", ""))
    return result


def _fsync(folder: Path) -> float:
    import os

    times = []
    with (folder / "page").open("wb", buffering=0) as handle:
        for _ in range(200):
            start = time.perf_counter()
            handle.write(b"x" * 4096)
            os.fsync(handle.fileno())
            times.append(time.perf_counter() - start)
    return statistics.median(times)


def _survey() -> Survey:
    cases = [str(i) for i in range(ANSWERS)]
    answers = pd.DataFrame(
        {
            "answer": [f"{case}:Q1" for case in cases],
            "case": cases,
            "question": "Q1",
            "text": [f"Kiire on arkea, ja vastaaja {case} toivoo enemmän aikaa kohtaamisille." for case in cases],
            "source_row": range(2, ANSWERS + 2),
        }
    )
    return Survey(
        answers=answers,
        cases=pd.DataFrame(index=pd.Index(cases, name="case")),
        questions=(Question(question="Q1", text="Mikä on vaikeaa?", column="Mikä on vaikeaa?"),),
        variables=(),
        report=ImportReport(source="mitta.csv", sha256="0" * 64, layout="table"),
    )


def _has_language() -> bool:
    from importlib.util import find_spec

    return find_spec("spacy_fi_experimental_web_md") is not None
