"""The live map with 60 themes, 200 codes, 20,000 codings: opening it and one click, in the notebook and on a page."""

from __future__ import annotations

import json
import random
import statistics
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from benchmarks.bench_coder import answers_alike, chromium
from benchmarks.coder_page import CHROMIUM, open_page
from benchmarks.row import BenchRow
from teema.coding.autocode import apply
from teema.study import Analysis, Study

__all__ = ["rows"]

_ANSWERS, _CODINGS, _CODES, _THEMES = 10_000, 20_000, 200, 60
# Clicks on a node of the map, and tells when the side shows it and it is painted.
_CLICK = """(id) => new Promise((done) => {
  const group = document.querySelector(`.picture [data-id='${id}']`);
  const start = performance.now();
  const watch = new MutationObserver(() => {
    if (!group.classList.contains("chosen")) return;
    watch.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
  });
  watch.observe(document.querySelector(".teema-live"), { subtree: true, attributes: true, childList: true });
  group.dispatchEvent(new MouseEvent("click", { bubbles: true }));
})"""
# Moves the slider, and tells when its lines are painted.
_SLIDE = """(least) => new Promise((done) => {
  const slider = document.querySelector(".pairs input");
  const start = performance.now();
  slider.value = least;
  slider.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
})"""


def rows() -> list[BenchRow]:
    """Measure Python's part, and what the reader waits for in Chromium."""
    return list(_rows())


def _rows() -> Iterator[BenchRow]:
    with answers_alike(_ANSWERS) as study, tempfile.TemporaryDirectory() as folder:
        ta = _filled(study)
        start = time.perf_counter()
        drawn = ta.map()
        yield _row("the map alone, laid out", time.perf_counter() - start, "s")
        start = time.perf_counter()
        widget = ta.live_map()
        yield _row(
            f"open with {_THEMES} themes, {_CODES} codes, {_CODINGS:,} codings", time.perf_counter() - start, "s"
        )
        yield _row("bytes synced to the notebook", len(json.dumps([widget.shown, widget.drawn]).encode()), "B")
        codes = [item["id"] for item in widget.shown["nodes"] if item["rank"] == "code"]
        yield _row("one click (Python's part, median)", _median(lambda code: widget.reply(_look(code)), codes), "ms")
        start = time.perf_counter()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            page_file = ta.live_map(Path(folder) / "kartta.html")
        yield _row("write the page", time.perf_counter() - start, "s")
        yield _row("the page", page_file.stat().st_size / 2**20, "MiB")
        if CHROMIUM is None:
            yield _row("not measured in a browser, there is no Chromium", 0, "")
            return
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            start = time.perf_counter()
            open_page(page, widget)
            page.locator(".side ul button").first.wait_for()
            yield _row("shown in Chromium", (time.perf_counter() - start) * 1000, "ms")
            yield from _used(page, codes, "in the notebook")
            page.close()
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            start = time.perf_counter()
            page.goto(page_file.as_uri())
            page.locator(".side ul button").first.wait_for()
            yield _row("the page opened in Chromium", (time.perf_counter() - start) * 1000, "ms")
            yield from _used(page, codes, "on the page")
        del drawn


def _used(page: Any, codes: list[str], where: str) -> Iterator[BenchRow]:
    clicks = [page.evaluate(_CLICK, code) for code in codes[10:19]]
    yield _row(f"one click {where} (Chromium, median)", statistics.median(clicks), "ms")
    page.locator(".pairs select").select_option("code")
    page.wait_for_timeout(500)
    slides = [page.evaluate(_SLIDE, least) for least in (1, 2, 1, 2, 1)]
    yield _row(f"the slider {where}: 200 lines (Chromium, median)", statistics.median(slides), "ms")


def _look(code: str) -> dict[str, Any]:
    return {"id": f"{code}-{time.perf_counter_ns()}", "command": "look", "given": {"rank": "code", "node": code}}


def _median(act: Any, over: list[str]) -> float:
    times = []
    for item in over[:9]:
        start = time.perf_counter()
        if not act(item).get("ok"):
            raise RuntimeError(item)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def _filled(study: Study) -> Analysis:
    rng = random.Random(7)
    names = [f"Luottamuksen rakentuminen {number + 1}" for number in range(_CODES - len(study.codebook))]
    study.codebook.add_all(pd.DataFrame({"code": names}))
    ids = {code.name: code.id for code in study.codebook}
    known = list(ids)
    answers = study.answers["answer"].tolist()
    spans = pd.DataFrame({"answer": [answers[number // 2] for number in range(_CODINGS)]}).assign(
        start=[10 * (number % 2) for number in range(_CODINGS)],
        end=25,
        code=[rng.choice(known) for _ in range(_CODINGS)],
        status="new",
    )
    apply(study.store, spans, ids)
    themes = {
        "theme": [f"Kiire kuuluu asiakkaalle asti {place + 1}" for place in range(_THEMES)],
        "codes": [";".join(known[place::_THEMES]) for place in range(_THEMES)],
    }
    ta = study.analysis("Temaattinen analyysi", approach="codebook")
    ta.add_all(pd.DataFrame(themes))
    return ta


def _row(what: str, value: float, unit: str) -> BenchRow:
    return BenchRow(f"live map, {what}", value, unit, None, "", "")
