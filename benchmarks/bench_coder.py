"""The coder: from the keystroke to the disk, in a browser; opening and stepping in a large study; what is synced."""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.coder_page import CHROMIUM, LAUNCH, open_page
from benchmarks.row import BenchRow
from teema.coding.autocode import apply
from teema.records import Question
from teema.study import Study, create
from teema.survey import ImportReport, Survey

__all__ = ["answers_alike", "chromium", "rows"]

_ANSWERS = 100_000
_LONG, _CODINGS = 60_000, 600
# Draws the answer on the screen anew and waits until the browser has laid it out.
_REDRAW = """() => { const words = document.querySelector(".words"); const start = performance.now();
  window.redraw(); words.getBoundingClientRect(); document.body.offsetHeight; return performance.now() - start; }"""


def rows() -> list[BenchRow]:
    """Measure in Chromium, and without a browser in a study of 100,000 answers."""
    found = [*_large()]
    if CHROMIUM is None:
        return [*found, BenchRow("coder in a browser: not measured, there is no Chromium", 0, "", None, "", "")]
    return [*found, *_keys(), *_redraw()]


def _large() -> Iterator[BenchRow]:
    with answers_alike(_ANSWERS) as study:
        start = time.perf_counter()
        coder = study.coder()
        yield BenchRow(
            "coder, open on 100,000 answers with 100,000 codings", time.perf_counter() - start, "s", None, "", ""
        )
        code = coder.codes[0]["id"]
        times: dict[str, list[float]] = {"code": [], "next": []}
        for number in range(100):
            answer = coder.screen["answers"][0]
            given = {"answer": answer["answer"], "start": 0, "end": 5, "quote": answer["text"][:5], "code": code}
            for command, values in (("code", given), ("next", {})):
                start = time.perf_counter()
                reply = coder.reply({"id": number, "command": command, "given": values})
                times[command].append(time.perf_counter() - start)
                if not reply.get("ok"):
                    raise RuntimeError(reply)
        for command, what in (("code", "one coding, on disk and drawn anew"), ("next", "next answer, marked as read")):
            yield BenchRow(
                f"coder, {what} (median, Python's part)", statistics.median(times[command]) * 1000, "ms", None, "", ""
            )
        shown = len(json.dumps(coder.screen, ensure_ascii=False).encode())
        whole = int(study.answers["text"].map(len).sum())
        yield BenchRow(
            "coder, bytes of the screen synced to the notebook",
            shown,
            "B",
            shown / whole,
            "all answers",
            "only the one on screen",
        )


def _keys() -> Iterator[BenchRow]:
    with answers_alike(400) as study, chromium() as browser:
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        open_page(page, study.coder())
        times = []
        for number in range(1, 101):
            page.keyboard.press("ArrowRight")
            page.keyboard.type("luot")
            start = time.perf_counter()
            page.keyboard.press("Enter")
            page.locator(".said", has_text="Koodattu").wait_for()
            times.append((time.perf_counter() - start) * 1000)
            page.keyboard.press("Escape")
            page.keyboard.press("j")
            page.locator(".place", has_text=f"{number + 1} /").wait_for()
        times.sort()
        yield _row("coder, from Enter to saved, in Chromium (median)", statistics.median(times), "ms")
        yield BenchRow(
            "coder, from Enter to saved, in Chromium (95 %)",
            times[94],
            "ms",
            times[94] / statistics.median(times),
            "the median",
            "",
        )


def _redraw() -> Iterator[BenchRow]:
    text = "Luottamus syntyy hitaasti. " * (_LONG // 27)
    with answers_alike(1, text=text) as study, chromium() as browser:
        step = len(text) // _CODINGS
        answer = study.answers["answer"].iloc[0]
        spans = pd.DataFrame({"answer": answer, "start": range(0, _CODINGS * step, step)})
        spans = spans.assign(end=spans["start"] + step + 20, code="Luottamus", status="new")
        spans = spans[spans["end"] <= len(text)]
        apply(study.store, spans, {"Luottamus": study.codebook["Luottamus"].id})
        page = browser.new_page(viewport={"width": 1200, "height": 800})
        open_page(page, study.coder())
        page.evaluate("window.redraw = () => window.fire('change:screen')")
        times = [page.evaluate(_REDRAW) for _ in range(5)]
        yield BenchRow(
            f"coder, redraw of {len(text):,} characters with {len(spans)} codings",
            statistics.median(times),
            "ms",
            None,
            "",
            "",
        )


@contextmanager
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=LAUNCH)
        yield browser
        browser.close()


@contextmanager
def answers_alike(
    size: int, *, text: str = "Luottamus syntyy hitaasti, kun sovitusta pidetään kiinni."
) -> Iterator[Study]:
    """A study of so many respondents, one answer each, coded once when there are many."""
    cases = [str(number) for number in range(1, size + 1)]
    answers = pd.DataFrame({"answer": [f"{case}:Q1" for case in cases], "case": cases, "question": "Q1"})
    answers = answers.assign(text=text, source_row=range(2, size + 2))
    survey = Survey(
        answers=answers,
        cases=pd.DataFrame(index=pd.Index(cases, name="case")),
        questions=(Question(question="Q1", text="Mikä kantaa?", column="Q1"),),
        variables=(),
        report=ImportReport(source="mitta.xlsx", sha256="0" * 64, layout="table"),
    )
    with tempfile.TemporaryDirectory() as folder, create(Path(folder) / "mitta.teema", survey, coder="AJ") as study:
        for name in ("Luottamus", "Kiire", "Arki"):
            study.codebook.add(name)
        if size == _ANSWERS:
            spans = pd.DataFrame(
                {"answer": answers["answer"], "start": 10, "end": 16, "code": "Kiire", "status": "new"}
            )
            apply(study.store, spans, {"Kiire": study.codebook["Kiire"].id})
        yield study


def _row(what: str, value: float, unit: str) -> BenchRow:
    return BenchRow(what, value, unit, None, "", "")
