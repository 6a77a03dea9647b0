"""How many planted identifiers are found, how many finds are none, and how often real answers raise a false alarm."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from benchmarks.planted import WORKPLACES, Planted, marked, sentences

__all__ = ["Score", "false_alarms", "main", "scores"]

_ROOT = Path(__file__).resolve().parents[1]
_SHARED = _ROOT.parent / "shared" / "data"


class Score(NamedTuple):
    """What was planted, how much of it was found, whole or in part, and what was found besides."""

    planted: int = 0
    found: int = 0
    whole: int = 0
    false: int = 0

    @property
    def recall(self) -> float:
        """Share of what was planted that was found."""
        return self.found / self.planted if self.planted else float("nan")

    @property
    def precision(self) -> float:
        """Share of the finds that were planted."""
        return self.found / (self.found + self.false) if self.found + self.false else float("nan")


def readings(word: str) -> list[tuple[str, str]]:
    from teema.language.voikko import analyses

    return [(found.lemma, found.kind) for found in analyses(word)]


def scores(planted: list[Planted], *, dictionary: bool, sure: bool = False) -> tuple[dict[str, Score], list[str]]:
    """Return the score of each kind, people by how their names were drawn, too; and what went wrong."""
    from teema.privacy import find

    texts = {str(place): item.text for place, item in enumerate(planted)}
    found = find(texts, workplaces=WORKPLACES, readings=readings if dictionary else None)
    if sure:
        found = found[found["certainty"] == "sure"]
    by_text: dict[str, list[Any]] = defaultdict(list)
    for row in found.itertuples():
        by_text[str(row.answer)].append(row)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = []
    for place, item in enumerate(planted):
        hits = by_text[str(place)]
        for start, end, kind, how in item.spans:
            touching = [hit for hit in hits if hit.kind == kind and hit.start < end and start < hit.end]
            for name in (kind, *_groups(kind, how)):
                counts[name]["planted"] += 1
                counts[name]["found"] += bool(touching)
                counts[name]["whole"] += any((hit.start, hit.end) == (start, end) for hit in touching)
            if not touching:
                wrong.append(f"missed {kind} {item.text[start:end]!r}: {item.text}")
        for hit in hits:
            if not any(hit.kind == kind and hit.start < end and start < hit.end for start, end, kind, _ in item.spans):
                counts[hit.kind]["false"] += 1
                wrong.append(f"false {hit.kind} {hit.text!r}: {item.text}")
    return {name: Score(**count) for name, count in counts.items()}, wrong


def _groups(kind: str, how: str) -> list[str]:
    if kind != "person" or how.startswith("marked"):
        return []
    from teema.privacy.finding import listed

    sort, *names = how.split()
    known = {*listed("given_names"), *listed("surnames")}
    parts = [part for name in names for part in name.split("-")]
    return [f"… {sort}", "… on the lists" if all(part in known for part in parts) else "… not on the lists"]


def false_alarms() -> list[tuple[str, int, int, str]]:
    """Return for each set of real texts: its name, how many, how many finds, and of which kinds."""
    from teema.privacy import find

    result = []
    barometer = _SHARED / "survey" / "lapsibarometri_2016_fsd3134.csv"
    if barometer.is_file():
        table = pd.read_csv(barometer)
        texts = {f"{name}:{row}": text for name in ("q3", "q7", "q11") for row, text in table[name].dropna().items()}
        result.append(("Child Barometer, answers", texts))
    for name in ("tdt", "ftb"):
        file = _SHARED / "ud" / f"fi_{name}-ud-dev.conllu"
        if file.is_file():
            result.append((f"{name.upper()} dev, sentences without a proper noun", _without_names(file)))
    rows = []
    for name, texts in result:
        found = find(texts, readings=readings)
        kinds = ", ".join(f"{kind} {count}" for kind, count in found["kind"].value_counts().items())
        rows.append((name, len(texts), len(found), kinds))
        if "--errors" in sys.argv:
            print("\n".join(f"{row.kind} {row.left}[{row.text}]{row.right}" for row in found.itertuples()))
    return rows


def _without_names(file: Path) -> dict[str, str]:
    texts = {}
    for place, block in enumerate(file.read_text(encoding="utf-8").split("\n\n")):
        lines = block.splitlines()
        text = next((line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")), "")
        if text and not any("\tPROPN\t" in line for line in lines):
            texts[str(place)] = text
    return texts


def _sample() -> list[Planted]:
    """Return the answers of the sample that have planted identifiers, with the answer key that lies beside them."""
    import teema

    key = pd.read_csv(_ROOT / "data_samples" / "source" / "tunnisteet.csv", dtype=str)
    kinds = {"henkilö": "person", "kunta": "municipality", "puhelin": "phone", "henkilötunnus": "hetu"}
    answers = teema.read_survey(_ROOT / "data_samples" / "asiakassuhde.xlsx").answers
    planted: dict[str, list[tuple[int, int, str, str]]] = defaultdict(list)
    texts = dict(zip(answers["answer"], answers["text"], strict=True))
    for row in key[key["laji"].isin(kinds)].itertuples():
        fitting = [
            name for name, text in texts.items() if name.startswith(f"{row.vastaajanumero}:") and row.teksti in text
        ]
        start = texts[fitting[0]].index(row.teksti)
        planted[fitting[0]].append((start, start + len(row.teksti), kinds[row.laji], "whole " + row.teksti))
    return [Planted(text, tuple(planted[name])) for name, text in texts.items()]


def main() -> None:
    """Print the tables of `benchmarks/README.md`; with `--errors` also what went wrong."""
    blind = marked((Path(__file__).parent / "data" / "blind_identifiers.txt").read_text(encoding="utf-8"))
    sets = {"2,000 generated sentences": sentences(), "answers written blind": blind, "the sample survey": _sample()}
    for title, planted in sets.items():
        full, wrong = scores(planted, dictionary=True)
        certain, _ = scores(planted, dictionary=True, sure=True)
        alone, _ = scores(planted, dictionary=False)
        print(f"\n{title}\n")
        print(
            "| kind | planted | found | whole | precision | sure: found | precision | lists alone: found | precision |"
        )
        print("|---|---:|---:|---:|---:|---:|---:|---:|---:|")
        for name in sorted(full, key=lambda name: (name.startswith("…"), -full[name].planted)):
            score = full[name]
            cells = [name, str(score.planted), _share(score.recall), _share(score.whole / max(1, score.planted))]
            for item in (score, certain.get(name, Score()), alone.get(name, Score())):
                found = [] if item is score else [_share(item.recall)]
                cells += [*found, "" if name.startswith("…") else _share(item.precision)]
            print("| " + " | ".join(cells) + " |")
        if "--errors" in sys.argv:
            print("\n".join(wrong))
    print("\n| real texts | texts | finds | for each 1,000 | kinds |\n|---|---:|---:|---:|---|")
    for name, count, found, kinds in false_alarms():
        print(f"| {name} | {count:,} | {found} | {found / count * 1000:.1f} | {kinds} |")


def _share(value: float) -> str:
    return "" if isnan(value) else f"{value:.1%}"


if __name__ == "__main__":
    main()
