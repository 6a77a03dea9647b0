"""Words of 100,000 answers counted, compared and paired, beside the shortest pandas that counts the same."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.clock import best
from benchmarks.row import BenchRow
from teema.language import keyness, ngrams, word_pairs, word_table

__all__ = ["rows"]

ANSWERS, TOKENS, LEMMAS, CASES = 100_000, 20, 30_000, 50_000
_KINDS = np.array(["NOUN", "VERB", "ADJ", "ADV"], dtype=object)


def rows() -> list[BenchRow]:
    """Measure the word table, by group and by part, keyness, n-grams and pairs."""
    tokens, answers, cases = _frames()
    given = {"stop": False, "cases": cases, "by": "Kaupunki"}

    def joined() -> pd.DataFrame:
        return tokens.merge(answers[["answer", "case"]], on="answer")

    def shortest_count() -> object:
        return joined().groupby("lemma").agg(mentions=("case", "size"), cases=("case", "nunique"))

    def shortest_parts() -> object:
        frame = joined().explode("parts")
        return frame.groupby("parts").agg(mentions=("case", "size"), cases=("case", "nunique"))

    def shortest_by_group() -> object:
        frame = joined()
        once = frame[["lemma", "case"]].drop_duplicates()
        group = cases["Kaupunki"].reindex(once["case"]).to_numpy()
        return frame.groupby("lemma")["case"].size(), pd.crosstab(once["lemma"], group)

    def shortest_bigrams() -> object:
        frame = joined()
        following = frame.groupby("answer", observed=True)["lemma"].shift(-1)
        return frame.assign(gram=frame["lemma"] + " " + following).groupby("gram")["case"].agg(["size", "nunique"])

    def shortest_pairs() -> object:
        frame = joined()[["answer", "case", "lemma"]].drop_duplicates()
        frame = frame[frame.groupby("lemma")["case"].transform("nunique") >= _MIN_CASES]
        both = frame.merge(frame, on=["answer", "case"])
        both = both[both["lemma_x"] < both["lemma_y"]]
        return both.groupby(["lemma_x", "lemma_y"])["case"].agg(["size", "nunique"])

    measured = (
        ("word table", lambda: word_table(tokens, answers, stop=False), shortest_count, "merge + groupby"),
        (
            "word table of compound parts", lambda: word_table(tokens, answers, stop=False, parts=True), shortest_parts,
            "merge + explode + groupby",
        ),
        ("word table by group", lambda: word_table(tokens, answers, **given), shortest_by_group, "groupby + crosstab"),
        ("keyness", lambda: keyness(tokens, answers, **given), shortest_by_group, "groupby + crosstab, no keyness"),
        ("bigrams", lambda: ngrams(tokens, answers, stop=False), shortest_bigrams, "shift + groupby"),
        (
            "pairs of words within answers", lambda: word_pairs(tokens, answers, stop=False, min_cases=_MIN_CASES),
            shortest_pairs, "self-merge + groupby",
        ),
    )  # fmt: skip
    made = []
    for what, ours, shortest, against in measured:
        pandas, spent = best(shortest, times=2), best(ours, times=2)
        name = f"{what}, {ANSWERS:,} answers of {TOKENS} words"
        made.append(BenchRow(name, spent, "s", spent / pandas, against, "≤ 1"))
    return made


_MIN_CASES = 20


def _frames() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(1)
    lemmas = np.array([f"sana{i}" for i in range(LEMMAS)], dtype=object)
    # Words are as uneven as in any language: the commonest has several per cent of all.
    share = 1.0 / np.arange(2, LEMMAS + 2)
    word = rng.choice(LEMMAS, size=ANSWERS * TOKENS, p=share / share.sum())
    step = np.tile(np.arange(TOKENS) * 6, ANSWERS)
    names = [f"{i}:Q1" for i in range(ANSWERS)]
    parts = np.empty(LEMMAS, dtype=object)
    parts[:] = [(f"osa{i % 5000}", f"pää{i % 700}") if i % 4 == 0 else (lemmas[i],) for i in range(LEMMAS)]
    tokens = pd.DataFrame(
        {
            "answer": pd.Categorical.from_codes(np.repeat(np.arange(ANSWERS), TOKENS), names),
            "start": step,
            "end": step + 5,
            "lemma": pd.array(lemmas[word], dtype="str"),
            "parts": parts[word],
            "pos": _KINDS[word % len(_KINDS)],
        }
    )
    case = [str(i // 2) for i in range(ANSWERS)]
    answers = pd.DataFrame({"answer": names, "case": case, "question": "Q1", "text": "sanaa " * TOKENS})
    cities = pd.Categorical.from_codes(rng.integers(0, 4, CASES), ["Joensuu", "Kouvola", "Oulu", "Vaasa"])
    cases = pd.DataFrame({"Kaupunki": cities}, index=pd.Index([str(i) for i in range(CASES)], name="case"))
    return tokens, answers, cases
