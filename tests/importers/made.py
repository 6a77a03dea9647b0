"""Surveys that hypothesis makes, and how they are written down: what the laws of the importers share."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hypothesis import assume, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from teema.importers.columns import clean_header
from teema.importers.known_names import ADDED, IDS, PERSONAL, SYSTEM
from teema.survey import Survey

__all__ = ["SIGNS", "Made", "answers", "body", "cleaned", "quick", "surveys", "triples", "write_csv", "write_xlsx"]

SIGNS = "abcdefghijåäöÅÄÖ éßŠ,.?!;|\"'()–-/&=+@#%0123456789\n\t🙂👩‍👧שלוםمرحبا"
LETTERS = "abcdefghijklmnopqrstuvwxyzåäöÅÄÖŠ"

words = st.text(LETTERS, min_size=2, max_size=8)
labels = st.tuples(words, st.text(LETTERS + " ,?!;\"'()0123456789🙂", max_size=20)).map("".join).map(clean_header)
labels = labels.filter(lambda text: text.casefold() not in ADDED | IDS | SYSTEM | PERSONAL)
answers = st.one_of(
    st.text(SIGNS, max_size=40),
    st.lists(words, min_size=3, max_size=12).map(" ".join),
    st.sampled_from(["", " ", "\u00a0", "-", "...", "ei", "en osaa sanoa", "=1+1", "@kaveri", "+5", "0", "a\u0308iti"]),
)
# In a text file an apostrophe before such a sign is the exporting program's: test_hostile_files.py.
answers = answers.filter(lambda text: not re.match("'[-=+@\t\n]", text))


@dataclass(frozen=True)
class Made:
    """A made survey: open questions with a text for each respondent, and one multiple choice.

    Lines about the file may stand above the headers.
    """

    questions: list[str]
    texts: list[list[str]]
    options: list[str]
    chosen: list[list[bool]]
    above: list[list[str]]

    def expected(self) -> list[tuple[str, str, str]]:
        """Return the non-blank answers respondent by respondent: case, question, text."""
        return [
            (str(i + 1), question, cleaned(text))
            for i, row in enumerate(self.texts)
            for question, text in zip(self.questions, row, strict=True)
            if cleaned(text)
        ]


def cleaned(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()


@st.composite
def surveys(draw: st.DrawFn) -> Made:
    names = draw(st.lists(labels, min_size=4, max_size=8, unique_by=str.casefold))
    options = names[:3] if len(names) > 4 else names[:2]
    questions = names[len(options) :]
    rows = draw(st.integers(1, 9))
    texts = [[draw(answers) for _ in questions] for _ in range(rows)]
    chosen = [[draw(st.booleans()) for _ in options] for _ in range(rows)]
    assume(any(cleaned(text) for row in texts for text in row))
    lines = [[], [["Asiakassuhdekysely 2025"]], [["Kysely", "Asiakassuhde"], [], ["Vastaajia", "9"]]]
    above = draw(st.sampled_from(lines))
    return Made(questions, texts, options, chosen, above)


def body(made: Made) -> Iterator[list[str]]:
    for i, (texts, chosen) in enumerate(zip(made.texts, made.chosen, strict=True)):
        marks = [option if yes else "" for option, yes in zip(made.options, chosen, strict=True)]
        yield [str(i + 1), f"{3 + i % 20}.2.2025 9:14", *marks, *texts]


def write_csv(rows: Sequence[Sequence[str]], path: Path, separator: str, encoding: str) -> Path:
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path


def write_xlsx(rows: Sequence[Sequence[str]], path: Path) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for i, row in enumerate(rows, 1):
        for j, value in enumerate(row, 1):
            if value:
                sheet.cell(i, j, value).data_type = "s"
    book.save(path)
    return path


def triples(survey: Survey) -> list[tuple[str, str, str]]:
    texts = {question.question: question.text for question in survey.questions}
    frame = survey.answers
    return list(zip(frame["case"], frame["question"].map(texts), frame["text"], strict=True))


quick = settings(max_examples=60)
