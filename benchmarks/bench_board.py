"""The theme board: opening it, and a move from the key to "saved" in Chromium, with 200 codes in two analyses."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Iterator

import pandas as pd

from benchmarks.bench_coder import answers_alike, chromium
from benchmarks.coder_page import CHROMIUM, open_page
from benchmarks.row import BenchRow
from teema.coding.autocode import apply
from teema.study import Study

__all__ = ["rows"]

_ANSWERS, _CODINGS, _CODES, _THEMES = 10_000, 20_000, 200, 20
# Drops what is carried, and tells when the board says that it is saved.
_DROP = """() => new Promise((done) => {
  const state = document.querySelector(".state");
  const start = performance.now();
  let asked = false;
  const look = () => {
    if (state.classList.contains("wait")) asked = true;
    else if (asked) { watch.disconnect(); done(performance.now() - start); }
  };
  const watch = new MutationObserver(look);
  watch.observe(state, { attributes: true, childList: true });
  document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key: " ", bubbles: true }));
  look();
})"""


def rows() -> list[BenchRow]:
    """Measure Python's part, and what the reader waits for in Chromium."""
    return list(_rows())


def _rows() -> Iterator[BenchRow]:
    with answers_alike(_ANSWERS) as study:
        _fill(study)
        start = time.perf_counter()
        board = study.board("A", "B")
        yield _row(f"open 2 boards with {_CODES} codes and {_CODINGS:,} codings", time.perf_counter() - start, "s")
        yield _row("bytes synced to the notebook", len(json.dumps(board.shown).encode()), "B")
        shown = board.shown["boards"][0]
        times = []
        for place, code in enumerate(shown["unplaced"][:9]):
            given = {"board": shown["id"], "code": code, "theme": shown["themes"][place % _THEMES]["id"]}
            start = time.perf_counter()
            reply = board.reply({"id": place, "command": "place", "given": given})
            if not reply.get("ok"):
                raise RuntimeError(reply)
            times.append((time.perf_counter() - start) * 1000)
        yield _row("a card moved, on disk and counted anew (Python's part, median)", statistics.median(times), "ms")
        if CHROMIUM is None:
            yield _row("not measured in a browser, there is no Chromium", 0, "")
            return
        with chromium() as browser:
            page = browser.new_page(viewport={"width": 1500, "height": 800})
            start = time.perf_counter()
            open_page(page, board)
            page.locator(".card").first.wait_for()
            yield _row("shown in Chromium", (time.perf_counter() - start) * 1000, "ms")
            waits = []
            for _ in range(9):
                page.locator(".unplaced .card").first.focus()
                page.wait_for_timeout(200)
                page.keyboard.press("Space")
                page.keyboard.press("ArrowDown")
                waits.append(page.evaluate(_DROP))
            yield _row("a card moved, from the key to “saved” in Chromium (median)", statistics.median(waits), "ms")


def _fill(study: Study) -> None:
    names = [f"Luottamuksen rakentuminen {number + 1}" for number in range(_CODES - len(study.codebook))]
    study.codebook.add_all(pd.DataFrame({"code": names}))
    ids = {code.name: code.id for code in study.codebook}
    known = list(ids)
    answers = study.answers["answer"].tolist()
    spans = pd.DataFrame({"answer": [answers[number // 2] for number in range(_CODINGS)]}).assign(
        start=[10 * (number % 2) for number in range(_CODINGS)],
        end=25,
        code=[known[number * 7 % len(known)] for number in range(_CODINGS)],
        status="new",
    )
    apply(study.store, spans, ids)
    for number, name in enumerate(("A", "B")):
        placed = [known[number + place :: 2 * _THEMES] for place in range(_THEMES)]
        themes = {"theme": [f"Teema {place}" for place in range(_THEMES)], "codes": [";".join(own) for own in placed]}
        study.analysis(name, approach="content-analysis").add_all(pd.DataFrame(themes))


def _row(what: str, value: float, unit: str) -> BenchRow:
    return BenchRow(f"theme board, {what}", value, unit, None, "", "")
