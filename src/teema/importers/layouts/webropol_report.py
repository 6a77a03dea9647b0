"""Webropol's report, question by question (own sheets in Excel, or Word): lists of answers that name no respondent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from teema.errors import ImportFileError
from teema.importers.columns import clean_header
from teema.importers.values import clean_answer, is_blank

__all__ = ["Block", "blocks_of", "has_counts", "read_document"]

_COUNT = re.compile(
    r"(Vastaajien (?P<all>koko|kokonais)?määrä|(?P<total>Total )?number of respondents|"
    r"(?P<hela>Totalt antal|Antal) respondenter)\s*:\s*(?P<n>\d+)\b.*",
    re.IGNORECASE,
)
_LISTS = frozenset(["vastaukset", "responses", "answers", "svar"])
_WRITTEN = re.compile(
    r"(avoimeen tekstikenttään annetut vastaukset|answers given into (the )?(free|open) text field|"
    r"svar i (det )?(öppna|fria) textfältet?|svar som angivits i textfältet).*",
    re.IGNORECASE,
)
_HEADING = frozenset(["vastausvaihtoehdot", "vastausvaihtoehto", "vaihtoehto", "option", "options", "answer options",
    "option names", "alternativ", "svarsalternativ"])  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Block:
    """What the report says of one question.

    Attributes:
        question: Its text.
        stated: How many respondents answered, as the report has it.
        answers: (option or empty, answer, row in its sheet or document), in the order of the report.
    """

    question: str
    stated: int
    answers: list[tuple[str, str, int]] = field(default_factory=list)


def has_counts(rows: Sequence[Sequence[Any]]) -> bool:
    """Say whether a line tells how many answered: `Vastaajien määrä: 12`, alone in its row."""
    return any(_count(_texts(row)) is not None for row in rows)


def blocks_of(rows: Sequence[Sequence[Any]]) -> list[Block]:
    """Return the questions of one sheet or document, each with its list of answers, empty for closed questions.

    A question is the line above its count of respondents. The first heading `Vastaukset` begins the list; the same word
    further down is an answer.
    """
    lines = [(i, texts) for i, row in enumerate(rows, 1) if any(texts := _texts(row))]
    counts = [k for k, (_, texts) in enumerate(lines) if _is_question(lines, k, texts)]
    blocks = []
    for k, following in pairwise([*counts, len(lines) + 1]):
        found = _count(lines[k][1])
        block = Block(question=clean_header(_first(lines[k - 1][1])), stated=int(found["n"]) if found else 0)
        blocks.append(replace(block, answers=_answers(lines[k + 1 : following - 1])))
    return blocks


def _is_question(lines: Sequence[tuple[int, list[str]]], k: int, texts: Sequence[str]) -> bool:
    """Say whether a line counts the respondents of the question above it; the report's own total does not."""
    found = _count(texts)
    if found is None or found["all"] or found["total"] or (found["hela"] or "").casefold().startswith("totalt"):
        return False
    return k > 0 and _count(lines[k - 1][1]) is None


def _answers(lines: Sequence[tuple[int, list[str]]]) -> list[tuple[str, str, int]]:
    found: list[tuple[str, str, int]] = []
    kind = ""
    for row, texts in lines:
        filled = [text for text in texts if text]
        if not kind and len(filled) == 1 and filled[0].casefold().rstrip(":") in _LISTS:
            kind = "list"
        elif kind != "list" and len(filled) == 1 and _WRITTEN.fullmatch(filled[0]):
            kind = "written"
        elif kind == "list":
            found.extend(("", text, row) for text in filled)
        elif kind == "written" and not (filled[0].casefold() in _HEADING and not found):
            option, text = (filled[0], "\n".join(filled[1:])) if len(filled) > 1 else ("", filled[0])
            found.append((clean_header(option), text, row))
    return found


def _count(texts: Sequence[str]) -> re.Match[str] | None:
    filled = [text for text in texts if text]
    return _COUNT.fullmatch(" ".join(filled[0].split())) if len(filled) == 1 else None


def _first(texts: Sequence[str]) -> str:
    return next((text for text in texts if text), "")


def _texts(row: Sequence[Any]) -> list[str]:
    return ["" if cell is None or is_blank(str(cell)) else clean_answer(_shown(cell)) for cell in row]


def _shown(cell: Any) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WITHIN = frozenset(f"{_WORD}{name}" for name in ("r", "hyperlink", "ins", "smartTag", "sdt", "sdtContent"))
_SIGNS = {f"{_WORD}{name}": sign for name, sign in
          (("tab", "\t"), ("br", "\n"), ("cr", "\n"), ("noBreakHyphen", "-"))}  # fmt: skip


def read_document(path: Path) -> list[list[str]]:
    """Return a Word document as rows: a paragraph is a row of one cell, a table gives its own rows.

    Raises:
        ImportFileError: The document cannot be read.
    """
    import docx

    rows: list[list[str]] = []
    try:
        for item in docx.Document(str(path)).element.body.iterchildren():
            if item.tag == f"{_WORD}p":
                rows.append([_text(item)])
            elif item.tag == f"{_WORD}tbl":
                rows += _table(item)
    except Exception as error:
        raise ImportFileError(
            "This is a Word document that cannot be read.", where=path,
            hint="Open it in Word and save it again; better, export the answers to Excel, “raw data in rows”.",
        ) from error  # fmt: skip
    return rows


def _text(item: Any) -> str:
    """Return the text of a paragraph as it stands, without what was deleted; far quicker than a search for each."""
    parts: list[str] = []
    for child in item:
        if child.tag == f"{_WORD}t":
            if len(child):  # an entity, which is never looked up: its text would be missing
                raise ValueError(str(child[0]))
            parts.append(child.text or "")
        elif child.tag in _WITHIN:
            parts.append(_text(child))
        elif child.tag in _SIGNS:
            parts.append(_SIGNS[child.tag])
    return "".join(parts)


def _table(item: Any) -> list[list[str]]:
    """Return the cells of a table; one that is merged downwards has its text at the first of its places only."""
    rows = []
    for row in item.iterchildren(f"{_WORD}tr"):
        mine = []
        for cell in row.iterchildren(f"{_WORD}tc"):
            merged = cell.find(f"{_WORD}tcPr/{_WORD}vMerge")
            below = merged is not None and merged.get(f"{_WORD}val") != "restart"
            mine.append("" if below else "\n".join(_text(part) for part in cell.iterchildren(f"{_WORD}p")))
        rows.append(mine)
    return rows
