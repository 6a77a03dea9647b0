"""How often our lemma is the one written blindly for 300 tokens of real answers.

``python -m benchmarks.blind_gold`` prints the score and the errors. The gold holds no answers: they are read from the
data beside the project, and without those there is nothing to measure.

The first run, before any error had been read, gave 289 of 300 (293 with other lemmas that could be defended). A score
is blind once: what is mended after reading the errors makes later ones look better than unseen text would.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import NamedTuple

from benchmarks.draw_tokens import ANSWERS, answers
from benchmarks.lemma_accuracy import same

__all__ = ["GOLD", "Error", "GoldToken", "gold_tokens", "score"]

GOLD = Path(__file__).resolve().parent / "data" / "child_barometer_gold.tsv"


class GoldToken(NamedTuple):
    """A token and the lemma written for it.

    Attributes:
        row: Row of the respondent in the file, from 1.
        question: Column of the answer.
        start: First character in the answer, from 0.
        form: The token as it was written.
        lemma: The gold lemma.
        also: Other lemmas that could be defended.
    """

    row: int
    question: str
    start: int
    form: str
    lemma: str
    also: tuple[str, ...]


class Error(NamedTuple):
    """A token whose lemma is not the gold one.

    Attributes:
        gold: The token.
        lemma: What we say; empty when our tokens do not begin where the gold token does.
        pos: The part of speech we took it for.
        defensible: The lemma is among the others that could be defended.
    """

    gold: GoldToken
    lemma: str
    pos: str
    defensible: bool


def gold_tokens(path: Path = GOLD) -> list[GoldToken]:
    """Read the gold; lines that begin with # are its description."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return [
            GoldToken(
                int(row["row"]), row["question"], int(row["start"]), row["form"], row["lemma"],
                tuple(filter(None, row["also"].split("|"))),
            )
            for row in rows
        ]  # fmt: skip


def score() -> tuple[int, int, list[Error]]:
    """Compare our lemmas with the gold, small letters and without compound marks.

    Returns:
        Right lemmas, all tokens, and the errors. Those that are defensible are errors here; who counts leniently takes
        them off. Without the data: (0, 0, []), and a line on standard error says what is missing.
    """
    if not ANSWERS.exists():
        print(f"The blind gold is not measured: {ANSWERS} is not there.", file=sys.stderr)
        return 0, 0, []
    from teema.language import annotate

    texts, gold = answers(), gold_tokens()
    wanted = sorted({(token.row, token.question) for token in gold})
    found = {
        (*place, token.start): token
        for place, tokens in zip(wanted, annotate([texts[place] for place in wanted], "fi"), strict=True)
        for token in tokens
    }
    errors = []
    for token in gold:
        ours = found.get((token.row, token.question, token.start))
        lemma, pos = (ours.lemma, ours.pos) if ours else ("", "")
        if same(lemma) != same(token.lemma):
            errors.append(Error(token, lemma, pos, same(lemma) in map(same, token.also)))
    return len(gold) - len(errors), len(gold), errors


def main() -> None:
    """Print the score and the errors."""
    right, total, errors = score()
    if not total:
        return
    lenient = right + sum(error.defensible for error in errors)
    print(f"{right} of {total} = {right / total:.2%}; with other defensible lemmas {lenient} = {lenient / total:.2%}")
    print("row\tquestion\tform\tgold\tteema\tpart of speech\tdefensible")
    for (row, question, _, form, truth, _), lemma, pos, defensible in errors:
        print(row, question, form, truth, lemma, pos, "yes" if defensible else "", sep="\t")


if __name__ == "__main__":
    main()
