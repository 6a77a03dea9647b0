"""How long the kinds of theme map take to lay out and to draw."""

from __future__ import annotations

import io
import random
from functools import partial

import pandas as pd

from benchmarks.clock import best
from benchmarks.row import BenchRow
from teema.maps import ThemeMap, cooccurrence_map, hierarchy_map, theme_map

__all__ = ["rows"]

_KINDS = {
    "theme map": theme_map,
    "map in columns": partial(theme_map, setting="columns"),
    "map in boxes": partial(theme_map, setting="grid"),
    "hierarchy": hierarchy_map,
}


def rows() -> list[BenchRow]:
    """Measure laying out and drawing maps of 60 and 300 nodes, against saving an empty matplotlib page.

    The rings draw all pairs: protection would leave out most of them.
    """
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib.figure import Figure

    empty = best(lambda: Figure(figsize=(11.7, 8.3)).savefig(io.BytesIO(), format="png"))
    result = []
    against = "an empty page as PNG"
    for themes, codes, target in ((12, 48, "≤ 1 s"), (40, 260, "≤ 5 s")):
        frames = _frames(themes, codes)
        for kind, draw in _KINDS.items():
            time = best(lambda draw=draw, frames=frames: draw(*frames).svg(), times=2)  # type: ignore[misc]
            result.append(
                BenchRow(f"{kind} of {themes + codes} nodes, as SVG", time, "s", time / empty, against, target)
            )
    for codes, cases, each, target in ((60, 120, 6, "≤ 1 s"), (300, 400, 8, "≤ 5 s")):
        held, members, _ = _frames(20, codes)
        codings = _codings(members["code"].tolist(), cases, each)
        lines = len(_ring(held, members, codings).data.edges)
        time = best(lambda given=(held, members, codings): _ring(*given).svg(), times=2)  # type: ignore[misc]
        name = f"co-occurrence of {codes} codes, {lines} lines, as SVG"
        result.append(BenchRow(name, time, "s", time / empty, against, target))
    return result


def _ring(themes: pd.DataFrame, members: pd.DataFrame, codings: pd.DataFrame) -> ThemeMap:
    return cooccurrence_map(themes, members, codings, of="codes", min_cell=None)


def _codings(codes: list[str], cases: int, each: int) -> pd.DataFrame:
    rng = random.Random(7)
    rows = [(str(case), code) for case in range(cases) for code in rng.sample(codes, each)]
    return pd.DataFrame(rows, columns=["case", "code"])


def _frames(themes: int, codes: int) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    rng = random.Random(7)
    words = [
        "luottamus",
        "kohtaaminen",
        "turvallisuus",
        "arki",
        "vuorovaikutus",
        "kiire",
        "työnohjaus",
        "verkosto",
        "toivo",
        "rajat",
    ]

    def name(i: int) -> str:
        return f"{rng.choice(words).capitalize()} ja {rng.choice(words)} {i}"

    names = [name(i) for i in range(themes)]
    frame = pd.DataFrame(
        {
            "theme": names, "id": names, "parent": None, "depth": 0, "kind": "theme", "definition": "",
            "concept": "", "story": "", "candidate": False,
        }
    )  # fmt: skip
    members = pd.DataFrame(
        {"theme": [names[i % themes] for i in range(codes)], "code": [name(i) for i in range(codes)]}
    )
    pairs = [rng.sample(names, 2) for _ in range(themes // 2)]
    relations = pd.DataFrame(pairs, columns=["source", "target"]).assign(kind="relates", label="")
    return frame, members, relations.drop_duplicates(["source", "target"])
