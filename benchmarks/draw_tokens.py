"""Draws the word tokens that the blind gold of the Child Barometer was written for.

Run it from the root of the project: ``python -m benchmarks.draw_tokens``. It needs no language model: a token is a run
of letters and digits, with hyphens inside it, so what teema later says about the text has no part in the choice.
"""

from __future__ import annotations

import csv
import random
import re
from pathlib import Path

ANSWERS = Path(__file__).resolve().parents[2] / "shared" / "data" / "survey" / "lapsibarometri_2016_fsd3134.csv"
QUESTIONS = ("q3", "q7", "q11")
SAMPLE, SEED = 300, 3134
WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")

__all__ = ["ANSWERS", "Token", "answers", "draw"]

Token = tuple[int, str, int, str]


def answers(path: Path = ANSWERS) -> dict[tuple[int, str], str]:
    """The answers by row (the first respondent is row 1) and question, letter for letter as they stand in the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return {
            (row, question): case[question]
            for row, case in enumerate(csv.DictReader(file), 1)
            for question in QUESTIONS
        }


def draw(texts: dict[tuple[int, str], str], size: int = SAMPLE, seed: int = SEED) -> list[Token]:
    """A random sample of word tokens: row, question, first character (from 0) and form, in the order of the file."""
    tokens = [
        (row, question, word.start(), word.group())
        for (row, question), text in texts.items()
        for word in WORD.finditer(text)
    ]
    return sorted(random.Random(seed).sample(tokens, size), key=tokens.index)


def main() -> None:
    """Print the sample as a table divided by tabulators."""
    print("row\tquestion\tstart\tform")
    for token in draw(answers()):
        print(*token, sep="\t")


if __name__ == "__main__":
    main()
