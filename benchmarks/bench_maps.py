"""How long a theme map takes to lay out and to draw."""

from __future__ import annotations

import io
import random

import pandas as pd

from benchmarks.clock import best
from benchmarks.row import BenchRow
from teema.maps import theme_map

__all__ = ["rows"]


def rows() -> list[BenchRow]:
    """Measure laying out and drawing maps of 60 and 300 nodes, against saving an empty matplotlib page."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib.figure import Figure

    empty = best(lambda: Figure(figsize=(11.7, 8.3)).savefig(io.BytesIO(), format="png"))
    result = []
    for themes, codes, target in ((12, 48, "≤ 1 s"), (40, 260, "≤ 5 s")):
        frames = _frames(themes, codes)
        time = best(lambda frames=frames: theme_map(*frames).svg(), times=2)  # type: ignore[misc]
        against = "an empty page as PNG"
        result.append(
            BenchRow(f"theme map of {themes + codes} nodes, as SVG", time, "s", time / empty, against, target)
        )
    return result


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
