"""Tables over a million codings, beside the shortest pandas or scipy that counts the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.clock import best
from benchmarks.row import BenchRow
from teema.results import cooccurrence, crosstab, frequency

__all__ = ["rows"]

CODINGS, CASES, CODES = 1_000_000, 100_000, 60


def rows() -> list[BenchRow]:
    """Measure frequency table, crosstab and co-occurrence."""
    codings, cases, tree = _frames()
    flat = tree.assign(parent=None)

    def shortest_frequency() -> object:
        return codings.groupby("code").agg(mentions=("extract", "nunique"), cases=("case", "nunique"))

    def shortest_crosstab() -> object:
        pairs = codings[["code", "case"]].drop_duplicates()
        return pd.crosstab(pairs["code"], cases["Kaupunki"].reindex(pairs["case"]).to_numpy())

    def shortest_cooccurrence() -> object:
        from scipy.sparse import csr_array

        unit, code = pd.factorize(codings["answer"])[0], pd.factorize(codings["code"])[0]
        together = csr_array((np.ones(len(unit), dtype=np.int32), (unit, code)))
        together.data[:] = 1
        return together.T @ together

    pandas = best(shortest_frequency)
    plain = best(lambda: frequency(codings, cases, tree=flat, base="cases"))
    nested = best(lambda: frequency(codings, cases, tree=tree, base="cases"))
    tabulated = best(lambda: crosstab(codings, cases, by="Kaupunki", tree=flat, base="cases"))
    shortest = best(shortest_crosstab)
    joined = best(lambda: cooccurrence(codings))
    scipy = best(shortest_cooccurrence)
    return [
        BenchRow("frequency, 1,000,000 codings", plain, "s", plain / pandas, "groupby + nunique", "≤ 2"),
        BenchRow(
            "the same with parents as unions", nested, "s", nested / pandas, "groupby + nunique, no parents", "≤ 2"
        ),
        BenchRow(
            "crosstab, 1,000,000 codings", tabulated, "s", tabulated / shortest, "drop_duplicates + pd.crosstab", "≤ 2"
        ),
        BenchRow("co-occurrence, 1,000,000 codings", joined, "s", joined / scipy, "factorize + scipy product", "≤ 2"),
    ]


def _frames() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(1)
    names = np.array([str(i) for i in range(CASES)], dtype=object)
    case = rng.integers(0, CASES, CODINGS)
    question = rng.integers(1, 6, CODINGS)
    start = rng.integers(0, 400, CODINGS)
    codings = pd.DataFrame(
        {
            "answer": np.char.add(np.char.add(case.astype(str), ":Q"), question.astype(str)),
            "case": names[case],
            "question": "Q1",
            "start": start,
            "end": start + rng.integers(10, 120, CODINGS),
            "code": np.array([f"Koodi {i}" for i in range(CODES)], dtype=object)[rng.integers(0, CODES, CODINGS)],
        }
    )
    codings["extract"] = codings["answer"] + "/" + codings["start"].astype(str)
    cities = pd.Categorical.from_codes(rng.integers(0, 4, CASES), ["Joensuu", "Kouvola", "Oulu", "Vaasa"])
    cases = pd.DataFrame({"Kaupunki": cities}, index=pd.Index(names, name="case"))
    tree = pd.DataFrame(
        {
            "code": [f"Koodi {i}" for i in range(CODES)],
            "parent": [None if i < 10 else f"Koodi {i % 10}" for i in range(CODES)],
        }
    )
    return codings, cases, tree
