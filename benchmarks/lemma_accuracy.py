"""How often our lemma is the treebank's: by part of speech, beside the model's own lemmatiser and bare Voikko."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "ud"
FILES = {"TDT dev": "fi_tdt-ud-dev.conllu", "FTB dev": "fi_ftb-ud-dev.conllu"}
_ERRORS = 50


class Word(NamedTuple):
    """One word of a treebank."""

    form: str
    lemma: str
    pos: str


class Score(NamedTuple):
    """Right lemmas by part of speech, and all of them."""

    total: Counter[str]
    right: Counter[str]

    def share(self, key: str) -> str:
        """Return the share of right lemmas as it is printed."""
        return f"{self.right[key] / self.total[key]:.2%}" if self.total[key] else ""


def sentences(path: Path) -> Iterator[list[Word]]:
    """Yield the sentences of a CoNLL-U file."""
    words: list[Word] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line:
            if words:
                yield words
            words = []
        elif not line.startswith("#") and line.split("\t", 1)[0].isdigit():
            _, form, lemma, pos, *_rest = line.split("\t")
            words.append(Word(form, lemma, pos))
    if words:
        yield words


def same(lemma: str) -> str:
    """Return a lemma as it is compared: small letters, compound marks and hyphens left out."""
    return re.sub(r"[#|-]", "", lemma.lower()) or lemma


def main() -> None:
    """Print accuracy by part of speech, the compound boundaries, and with `--errors` the commonest errors."""
    from teema.language import load
    from teema.language.voikko import analyses

    shipped = _as_shipped()
    errors: Counter[tuple[str, str, str, str, str]] = Counter()
    boundaries = ""
    print("| set | part of speech | tokens | teema | the model as it ships | first Voikko |")
    print("|---|---|---:|---:|---:|---:|")
    for name, file in FILES.items():
        if not (DATA / file).exists():
            print(f"{DATA / file} is not there", file=sys.stderr)
            continue
        gold = list(sentences(DATA / file))
        ours = list(_docs(load("fi"), gold))
        scores = [
            _score(gold, [[token.lemma_ for token in doc] for doc in ours]),
            _score(gold, [[token.lemma_ for token in doc] for doc in _docs(shipped, gold)] if shipped else []),
            _score(gold, [[_first(analyses(word.form), word.form) for word in words] for words in gold]),
        ]
        for key, count in scores[0].total.most_common():
            print(f"| {name} | {key} | {count} | {' | '.join(score.share(key) for score in scores)} |")
        for words, doc in zip(gold, ours, strict=True):
            for word, token in zip(words, doc, strict=True):
                if same(word.lemma) != same(token.lemma_):
                    errors[name, word.form.lower(), f"{word.pos}/{token.pos_}", word.lemma, token.lemma_] += 1
        if name == "TDT dev":
            boundaries = _boundary_table(gold, ours)
    print()
    print(boundaries)
    if "--errors" in sys.argv:
        print("| set | form | gold/tagged part of speech | gold | teema | times |\n|---|---|---|---|---|---:|")
        for fields, count in errors.most_common(_ERRORS):
            print("|", " | ".join(fields), "|", count, "|")


def _docs(nlp: Any, gold: Sequence[Sequence[Word]]) -> Iterator[Any]:
    """Yield the annotated sentences, cut into words as the treebank has them."""
    from spacy.tokens import Doc

    yield from nlp.pipe((Doc(nlp.vocab, words=[word.form for word in words]) for words in gold), batch_size=64)


def _as_shipped() -> Any:
    import spacy

    try:
        return spacy.load("spacy_fi_experimental_web_md", exclude=["ner"])
    except Exception as error:  # noqa: BLE001 -- whatever a missing system library raises
        print(f"the model's own lemmatiser was not measured: {error}", file=sys.stderr)
        return None


def _first(readings: Sequence[Any], form: str) -> str:
    return str(readings[0].lemma) if readings else form


def _score(gold: Sequence[Sequence[Word]], lemmas: Sequence[Sequence[str]]) -> Score:
    score = Score(Counter(), Counter())
    for words, found in zip(gold, lemmas, strict=False):
        for word, lemma in zip(words, found, strict=True):
            for key in ("all", word.pos):
                score.total[key] += 1
                score.right[key] += same(word.lemma) == same(lemma)
    return score


def _boundary_table(gold: Sequence[Sequence[Word]], docs: Sequence[Any]) -> str:
    """Return how well the boundaries of compounds among nouns agree with the treebank's."""
    rows = []
    for what, only_right in (("all nouns", False), ("nouns with the right lemma", True)):
        found = wanted = both = 0
        for words, doc in zip(gold, docs, strict=True):
            for word, token in zip(words, doc, strict=True):
                if word.pos == "NOUN" and not (only_right and same(word.lemma) != same(token.lemma_)):
                    truth = boundaries(word.form, word.lemma.lower().split("#"))
                    ours = boundaries(word.form, token._.parts)
                    found, wanted, both = found + len(ours), wanted + len(truth), both + len(ours & truth)
        rows.append(
            f"| {what} | {wanted} | {both / found:.2%} | {both / wanted:.2%} | {2 * both / (found + wanted):.2%} |"
        )
    return "\n".join(
        ["| compound boundaries, TDT dev | in gold | precision | recall | F1 |", "|---|---:|---:|---:|---:|", *rows, ""]
    )


def boundaries(form: str, parts: Sequence[str]) -> set[int]:
    """Return where in a form its parts begin; inside a compound a part may have another ending than alone."""
    places: set[int] = set()
    low = form.lower()
    at = 0
    for former, part in pairwise(parts):
        begin = part.lower().strip("-")[:3]
        found = low.find(begin, at + max(len(former) - 3, 1)) if begin else -1
        at = found if found > 0 else at + len(former)
        places.add(at)
    return places


if __name__ == "__main__":
    main()
