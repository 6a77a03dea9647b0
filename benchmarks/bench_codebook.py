"""The codebook view on a large study: opening it, and each thing that is done in it, with 500 codes."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pandas as pd

from benchmarks.bench_coder import answers_alike, chromium
from benchmarks.coder_page import CHROMIUM, open_page
from benchmarks.row import BenchRow
from teema.coding.autocode import apply
from teema.study import Study

__all__ = ["rows"]

_ANSWERS, _CODINGS, _CODES = 50_000, 100_000, 500
# Draws the tree anew and waits until the browser has laid it out.
_REDRAW = """() => { const start = performance.now(); const which = document.querySelector(".bar select");
  which.dispatchEvent(new Event("change")); document.querySelector(".tree").getBoundingClientRect();
  document.body.offsetHeight; return performance.now() - start; }"""


def rows() -> list[BenchRow]:
    """Measure Python's part, and the drawing of the tree in Chromium."""
    return list(_rows())


def _rows() -> Iterator[BenchRow]:
    with _coded() as study:
        study.history(code=next(iter(study.codebook)).name)  # loads what the first call of all loads
        start = time.perf_counter()
        view = study.codebook_view()
        yield _row(f"open with {_CODES} codes and {_CODINGS:,} codings", time.perf_counter() - start, "s")
        codes = view.tree["codes"]
        tops = [code["id"] for code in codes if code["depth"] == 0]
        yield _row("bytes of the tree synced to the notebook", len(json.dumps(view.tree).encode()), "B")
        for what, command, given in (
            ("a code moved, on disk and counted anew", "place", {"code": tops[-1], "before": tops[0]}),
            ("a code renamed, on disk", "rename", {"code": tops[0], "name": "Uusi", "was": codes[0]["name"]}),
            ("what is shown of a code", "details", {"code": tops[1]}),
            ("what merging two codes would do", "merge", {"codes": [tops[1]], "into": tops[2], "apply": False}),
            (
                "two codes merged, on disk and counted anew",
                "merge",
                {"codes": [tops[1]], "into": tops[2], "apply": True},
            ),
            ("history of a code", "history", {"code": tops[2]}),
        ):
            start = time.perf_counter()
            reply = view.reply({"id": what, "command": command, "given": given})
            if not reply.get("ok"):
                raise RuntimeError(reply)
            yield _row(f"{what} (Python's part)", (time.perf_counter() - start) * 1000, "ms")
        if CHROMIUM is None:
            yield _row("not measured in a browser, there is no Chromium", 0, "")
            return
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1200, "height": 800})
            open_page(page, view)
            page.locator(".extracts li").first.wait_for()
            times = [page.evaluate(_REDRAW) for _ in range(5)]
            yield _row(f"redraw of {_CODES} codes in Chromium (median)", statistics.median(times), "ms")


@contextmanager
def _coded() -> Iterator[Study]:
    """A study with codes in a tree of four under each, and two codings on each answer that overlap."""
    with answers_alike(_ANSWERS) as study:
        names = [f"Luottamuksen rakentuminen {number + 1}" for number in range(_CODES - len(study.codebook))]
        parents = ["" if place % 5 == 0 else names[place - place % 5] for place in range(len(names))]
        study.codebook.add_all(pd.DataFrame({"code": names, "parent": parents}))
        ids = {code.name: code.id for code in study.codebook}
        known = list(ids)
        answers = study.answers["answer"].tolist()
        numbers = range(_CODINGS)
        spans = pd.DataFrame({"answer": [answers[number // 2] for number in numbers]})
        spans = spans.assign(
            start=[10 * (number % 2) for number in numbers],
            end=25,
            code=[known[(number * 7) % len(known)] for number in numbers],
            status="new",
        )
        apply(study.store, spans, ids)
        yield study


def _row(what: str, value: float, unit: str) -> BenchRow:
    return BenchRow(f"codebook view, {what}", value, unit, None, "", "")
