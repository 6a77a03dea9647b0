"""Whether a study grows evenly: sizes ten times apart, up to 100,000 cases with 1,000,000 codings."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

import pandas as pd

import teema
from benchmarks.row import BenchRow
from teema.coding.autocode import apply
from teema.records import Question
from teema.study import create
from teema.survey import ImportReport, Survey

__all__ = ["rows"]

_QUESTIONS = 5
_CODES = 40
_SIZES = (10_000, 100_000)


def rows() -> list[BenchRow]:
    """Measure studies of 10,000 and 100,000 cases; the ratio is to the smaller, per case where it should be."""
    measured = [_measure(size) for size in _SIZES]
    result = []
    for what, (unit, per_case, target) in _FACTS.items():
        for number, (size, values) in enumerate(zip(_SIZES, measured, strict=True)):
            smaller = measured[0][what] * (size / _SIZES[0] if per_case else 1)
            name = f"{what}, {size:,} cases, {size * _QUESTIONS:,} answers, {size * 10:,} codings"
            against = "ten times the smaller" if per_case else "the smaller"
            ratio = values[what] / smaller if number else None
            result.append(BenchRow(name, values[what], unit, ratio, against if number else "", target))
    return result


_FACTS = {
    "create": ("s", True, ""),
    "ten codings for each case in bulk steps": ("s", True, ""),
    "reopen to the first table": ("s", False, "≤ 0.5 s"),
    "all answers as a frame": ("s", True, ""),
    "all codings as a frame": ("s", True, ""),
    "one coding, on disk (median)": ("ms", False, "≤ 5 ms"),
    "undo one coding": ("ms", False, ""),
    "the history": ("s", True, ""),
    "a checked copy": ("s", True, ""),
    "check against the journal": ("s", True, ""),
    "file": ("MiB", True, ""),
}


def _measure(size: int) -> dict[str, float]:
    found: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mitta.teema"
        survey = _survey(size)
        start = time.perf_counter()
        study = create(path, survey, coder="AJ")
        found["create"] = time.perf_counter() - start
        for number in range(_CODES):
            study.codebook.add(f"Koodi {number}")
        codes = {code.name: code.id for code in study.codebook}
        start = time.perf_counter()
        ids = survey.answers["answer"].tolist()
        for step in range(0, len(ids), 50_000):
            apply(study.store, _proposals(survey, step, step + 50_000), codes)
        found["ten codings for each case in bulk steps"] = time.perf_counter() - start
        study.close()
        start = time.perf_counter()
        study = teema.open(path, coder="AJ")
        _ = study.questions
        found["reopen to the first table"] = time.perf_counter() - start
        start = time.perf_counter()
        assert len(study.answers) == size * _QUESTIONS
        found["all answers as a frame"] = time.perf_counter() - start
        start = time.perf_counter()
        assert len(study.codings) == size * 10
        found["all codings as a frame"] = time.perf_counter() - start
        times = []
        for answer in ids[:100]:
            start = time.perf_counter()
            study.code(answer, (0, 5), "Koodi 0")
            times.append(time.perf_counter() - start)
        found["one coding, on disk (median)"] = statistics.median(times) * 1000
        start = time.perf_counter()
        study.undo()
        found["undo one coding"] = (time.perf_counter() - start) * 1000
        start = time.perf_counter()
        study.history()
        found["the history"] = time.perf_counter() - start
        start = time.perf_counter()
        study.store.backup("mitta")
        found["a checked copy"] = time.perf_counter() - start
        study.close()
        start = time.perf_counter()
        assert teema.check(path, rebuild=True)
        found["check against the journal"] = time.perf_counter() - start
        found["file"] = path.stat().st_size / 2**20
    return found


def _survey(size: int) -> Survey:
    cases = [str(number) for number in range(1, size + 1)]
    answers = pd.DataFrame(
        [
            (
                f"{case}:Q{question}",
                case,
                f"Q{question}",
                f"Kiire on arkea, ja vastaaja {case} toivoo aikaa.",
                number + 2,
            )
            for number, case in enumerate(cases)
            for question in range(1, _QUESTIONS + 1)
        ],
        columns=["answer", "case", "question", "text", "source_row"],
    )
    questions = tuple(Question(question=f"Q{n}", text=f"Kysymys {n}?", column=f"{n}") for n in range(1, _QUESTIONS + 1))
    return Survey(
        answers=answers, cases=pd.DataFrame(index=pd.Index(cases, name="case")), questions=questions, variables=(),
        report=ImportReport(source="mitta.csv", sha256="0" * 64, layout="table"),
    )  # fmt: skip


def _proposals(survey: Survey, first: int, last: int) -> pd.DataFrame:
    """Return two codings for each of some answers."""
    part = survey.answers.iloc[first:last]
    frames = [
        part[["answer", "case", "question"]].assign(
            code=[f"Koodi {(number * 7 + which) % _CODES}" for number in range(len(part))],
            start=which * 6, end=which * 6 + 5, text="Kiire", status="new",
        )
        for which in (0, 1)
    ]  # fmt: skip
    return pd.concat(frames, ignore_index=True)
