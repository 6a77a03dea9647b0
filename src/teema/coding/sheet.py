"""The coding sheet as data: its rows, what they hold, and what reading them back changes."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from teema.coding.extracts import sentences, widen
from teema.errors import UnusableValueError

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "CHANGE_COLUMNS",
    "UNITS",
    "SheetRow",
    "changes",
    "digest",
    "folded",
    "kept_text",
    "named_codes",
    "rows_at",
    "same_text",
    "sheet_rows",
]

UNITS = ("answer", "sentence")
CHANGE_COLUMNS = ("row", "answer", "case", "question", "start", "end", "text", "code", "change")
# How a spreadsheet file writes a character that XML cannot hold; text that looks so is read as the character.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
# An answer's id and the span of a sentence in it.
_SPAN = re.compile(r"(.+)#(\d+)-(\d+)")
_NOT_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a coding sheet.

    Attributes:
        id: The answer's id, and for a sentence its span too: `7:Q2`, `7:Q2#0-41`.
        codes: GUIDs of the codes that the sheet's coder has given to exactly this span.
        other: What else is coded there, as `code`, quotation (empty when it is the same span) and coder.
    """

    id: str
    answer: str
    case: str
    question: str
    start: int
    end: int
    text: str
    codes: tuple[str, ...] = ()
    other: tuple[tuple[str, str, str], ...] = ()


def sheet_rows(
    answers: pd.DataFrame, codings: pd.DataFrame, codes: Mapping[str, str], *, unit: str = "answer", coder: str
) -> list[SheetRow]:
    """Return the rows of a coding sheet, in the order of the answers.

    Args:
        answers: `answer`, `case`, `question`, `text`.
        codings: As in `CODING_COLUMNS`.
        codes: GUID of each code by its name.
        unit: `answer` or `sentence`.
        coder: Whose codings stand in the code columns; all others stand beside them.

    Raises:
        UnusableValueError: The unit is neither.

    Example:
        >>> study = getfixture("study")
        >>> code = study.codebook.add("Kiire")
        >>> _ = study.code("1:Q2", "Aina kiire!", "Kiire")
        >>> rows = sheet_rows(study.answers, study.codings, {"Kiire": code.id}, unit="sentence", coder="AJ")
        >>> [(row.id, row.text) for row in rows if row.codes]
        [('1:Q2#7-18', 'Aina kiire!')]
    """
    if unit not in UNITS:
        raise UnusableValueError.of("unit", unit, UNITS)
    held: dict[str, list[tuple[int, int, str, str, str]]] = {}
    names = ["answer", "start", "end", "code", "coder", "text"]
    for answer, *rest in codings[names].itertuples(index=False):
        held.setdefault(answer, []).append((int(rest[0]), int(rest[1]), rest[2], rest[3], rest[4]))
    rows = []
    for answer, case, question, text in answers[["answer", "case", "question", "text"]].itertuples(index=False):
        for start, end in _spans(text, unit):
            row = f"{answer}#{start}-{end}" if unit == "sentence" else answer
            own, other = [], []
            for its_start, its_end, code, who, quote in held.get(answer, ()):
                same = (its_start, its_end) == (start, end)
                if same and who == coder:
                    own.append(codes[code])
                elif its_start < end and its_end > start:
                    other.append((code, "" if same else quote, who))
            rows.append(SheetRow(row, answer, case, question, start, end, text[start:end], tuple(own), tuple(other)))
    return rows


def _spans(text: str, unit: str) -> list[tuple[int, int]]:
    return sentences(text) if unit == "sentence" else [widen(text, 0, len(text), "answer")]


def rows_at(
    ids: Iterable[str], answers: pd.DataFrame, codings: pd.DataFrame, codes: Mapping[str, str], *, coder: str
) -> dict[str, SheetRow]:
    """Return the rows of the study that ids of a sheet mean, as they are now; ids that mean none are left out.

    Args:
        ids: As in `SheetRow.id`.
        answers: `answer`, `case`, `question`, `text`.
        codings: As in `CODING_COLUMNS`.
        codes: GUID of each code by its name.
        coder: Whose codings are looked at.
    """
    facts = {
        answer: (case, question, text)
        for answer, case, question, text in answers[["answer", "case", "question", "text"]].itertuples(index=False)
    }
    held: dict[tuple[str, int, int], list[str]] = {}
    own = codings[codings["coder"] == coder]
    for answer, start, end, code in own[["answer", "start", "end", "code"]].itertuples(index=False):
        held.setdefault((answer, int(start), int(end)), []).append(codes[code])
    found = {}
    for name in ids:
        match = None if name in facts else _SPAN.fullmatch(name)
        answer = match[1] if match else name
        if answer not in facts:
            continue
        case, question, text = facts[answer]
        start, end = (int(match[2]), int(match[3])) if match else widen(text, 0, len(text), "answer")
        given = tuple(held.get((answer, start, end), ()))
        found[name] = SheetRow(name, answer, case, question, start, end, text[start:end], given)
    return found


def same_text(text: str) -> str:
    """Return what stays the same of a text when spreadsheet programs write and read it: not its white space.

    Example:
        >>> same_text("Kiire\\r\\n ja _x000D_ melu") == same_text("Kiire ja melu")
        True
    """
    return unicodedata.normalize("NFC", " ".join(kept_text(text).split()))


def kept_text(text: str) -> str:
    """Return what a spreadsheet file keeps of a text: nothing that XML cannot hold, escaped characters as themselves.

    Example:
        >>> kept_text("Kiire\x07_x0021_")
        'Kiire!'
    """
    return _NOT_KEPT.sub("", _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text))


def digest(text: str) -> str:
    """Return a short checksum of what stays the same of a text."""
    return f"{zlib.crc32(same_text(text).encode()):08x}"


def named_codes(cell: str, known: Collection[str]) -> list[str]:
    """Return the code names in a cell: one, or several with `;` or line breaks between them.

    Args:
        cell: What stands in the cell.
        known: Folded names of the codes, one of which may hold a semicolon itself.

    Example:
        >>> named_codes("Kiire; luottamus ;", ["kiire", "luottamus"])
        ['Kiire', 'luottamus']
    """
    whole = " ".join(cell.split())
    if folded(whole) in known:
        return [whole]
    parts = (" ".join(part.split()) for part in re.split(r"[;\n]", cell))
    return list(dict.fromkeys(part for part in parts if part))


def folded(name: str) -> str:
    """Return a name as names are compared: letter case, white space and composition make no difference."""
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()


def changes(
    rows: Iterable[tuple[SheetRow, int, Sequence[str]]],
    memory: Mapping[str, Collection[str]] | None,
    names: Mapping[str, str],
    visible: Collection[str] | None = None,
) -> pd.DataFrame:
    """Return what a sheet changes: what it says now against what it said when it was written.

    A code that was given in the study meanwhile stays, and one that was removed meanwhile does not come back.

    Args:
        rows: A row as the study has it now, its number in the sheet, and the GUIDs of the codes the sheet gives it.
        memory: GUIDs that each row, by its id, had when the sheet was written; None when the file does not tell.
        names: Name of each code by its GUID; other GUIDs are codes that have been deleted.
        visible: Only these codes can have been taken out, because only these have a column; None is all.

    Returns:
        `row` (number in the sheet), `answer`, `case`, `question`, `start`, `end`, `text`, `code` (name), `change`
        (`add` or `remove`).
    """
    import pandas as pd

    found = []
    for row, number, given in rows:
        was = () if memory is None else memory.get(row.id, ())
        adds = [code for code in dict.fromkeys(given) if code not in was and code not in row.codes]
        drops = [code for code in was if code not in given and code in row.codes]
        if visible is not None:
            drops = [code for code in drops if code in visible]
        for change, codes in (("add", adds), ("remove", drops)):
            found += [
                (number, row.answer, row.case, row.question, row.start, row.end, row.text, names[code], change)
                for code in codes
                if code in names
            ]
    return pd.DataFrame(found, columns=list(CHANGE_COLUMNS))
