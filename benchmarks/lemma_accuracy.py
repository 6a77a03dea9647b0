"""How often our lemma is the treebank's: by part of speech, beside taking Voikko's first analysis."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "ud"
FILES = {"TDT dev": "fi_tdt-ud-dev.conllu", "FTB dev": "fi_ftb-ud-dev.conllu"}


def sentences(path: Path) -> Iterator[list[list[str]]]:
    """Yield the sentences of a CoNLL-U file as rows of columns."""
    rows: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line:
            if rows:
                yield rows
            rows = []
        elif not line.startswith("#") and line.split("\t", 1)[0].isdigit():
            rows.append(line.split("\t"))
    if rows:
        yield rows


def same(lemma: str) -> str:
    """Return a lemma as it is compared: small letters, compound marks and hyphens left out."""
    return re.sub(r"[#|-]", "", lemma.lower()) or lemma


def main() -> None:
    """Print accuracy by part of speech and the commonest errors."""
    from spacy.tokens import Doc

    from teema.language import load
    from teema.language.voikko import analyses

    nlp = load("fi")
    print("| set | part of speech | tokens | teema % | first Voikko % |")
    print("|---|---|---:|---:|---:|")
    errors: Counter[tuple[str, str, str, str]] = Counter()
    for name, file in FILES.items():
        if not (DATA / file).exists():
            print(f"{DATA / file} is not there", file=sys.stderr)
            continue
        total: Counter[str] = Counter()
        right: Counter[str] = Counter()
        first: Counter[str] = Counter()
        found = wanted = both = 0
        gold = list(sentences(DATA / file))
        docs = nlp.pipe((Doc(nlp.vocab, words=[row[1] for row in rows]) for rows in gold), batch_size=64)
        for rows, doc in zip(gold, docs, strict=True):
            for row, token in zip(rows, doc, strict=True):
                known = analyses(row[1])
                for key in (row[3], "all"):
                    total[key] += 1
                    right[key] += same(token.lemma_) == same(row[2])
                    first[key] += same(known[0].lemma if known else row[1]) == same(row[2])
                if same(token.lemma_) != same(row[2]):
                    errors[row[1], row[3] + "/" + token.pos_, row[2], token.lemma_] += 1
                if row[3] == "NOUN" and name == "TDT dev":
                    truth = _boundaries(row[2].lower().replace("#", ""), row[2].lower().split("#"))
                    ours = _boundaries(token.lemma_.lower().replace("-", ""), token._.parts)
                    found, wanted, both = found + len(ours), wanted + len(truth), both + len(ours & truth)
        for key, count in total.most_common():
            print(f"| {name} | {key} | {count} | {right[key] / count:.2%} | {first[key] / count:.2%} |")
        if wanted:
            print(f"| {name} | compound boundaries of nouns, F1 | {wanted} | {2 * both / (found + wanted):.2%} | |")
    if "--errors" in sys.argv:
        for (form, pos, truth, ours), count in errors.most_common(150):
            print(count, form, pos, truth, ours)


def _boundaries(lemma: str, parts: list[str] | tuple[str, ...]) -> set[int]:
    """Return the places in a lemma where parts begin; inside a compound a part may have another ending than alone."""
    places, at = set(), 0
    for former, part in pairwise(parts):
        found = lemma.find(part[:3], at + max(len(former) - 3, 1))
        at = found if found > 0 else at + len(former)
        places.add(at)
    return places


if __name__ == "__main__":
    main()
