"""Long tables: one row for each answer, with who, which question, and the answer; turned to one row for each case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from teema.importers.columns import SourceColumn, clean_header
from teema.importers.known_names import IDS
from teema.importers.layouts.reading import Gathered, Reading, plain
from teema.importers.roles import Role
from teema.importers.spreadsheets import as_text
from teema.importers.values import clean_answer, is_blank

__all__ = ["widen"]

_UNITS = frozenset(
    [
        "ryhmä", "pienryhmä", "työpaja", "haastattelu", "osallistuja", "perhe", "koulu", "luokka", "grupp", "smågrupp",
        "verkstad", "intervju", "deltagare", "group", "small group", "workshop", "interview", "participant",
    ]
)  # fmt: skip
_CASES = IDS | _UNITS | {"ryhmän nimi", "ryhmän numero", "gruppens namn", "group name"}
_QUESTIONS = frozenset(["kysymys", "kysymyksen teksti", "teema", "question", "question text", "fråga", "frågans text"])
_ANSWERS = frozenset(
    [
        "vastaus", "vastausteksti", "avovastaus", "muistiinpano", "muistiinpanot", "teksti", "kirjaus", "answer",
        "response", "text", "note", "notes", "svar", "anteckning", "anteckningar",
    ]
)  # fmt: skip


def widen(rows: Sequence[Sequence[Any]], *, forced: bool = False) -> Gathered | None:
    """Return a long table as a wide one, or None when it has no columns named as case, question and answer.

    A column whose value is the same in all rows of a case is its background. Many answers of one case to one question,
    as in the notes of a group, become one answer of many lines.

    Args:
        rows: The cells, the headers first.
        forced: Whether the user says that it is long; else its questions must recur, too.
    """
    header = [clean_header(cell) for cell in as_text(rows[0])] if rows else []
    names = [plain(cell) for cell in header]
    cases, questions, answers = (
        [i for i, name in enumerate(names) if name in known] for known in (_CASES, _QUESTIONS, _ANSWERS)
    )
    if not (cases and questions and answers) or len(names) > 12:
        return None
    question, answer = questions[0], answers[0]
    body = [(i, _padded(as_text(row), len(header))) for i, row in enumerate(rows[1:], 2)]
    body = [(i, row) for i, row in body if any(not is_blank(cell) for cell in row)]
    # Of a workshop and the groups in it, the groups are the cases: each answered a question once.
    case = min(cases, key=lambda place: _repeated([(row[place], row[question]) for _, row in body]))
    asked = list(dict.fromkeys(clean_header(row[question]) for _, row in body if not is_blank(row[answer])))
    recurring = forced or len(asked) * 2 <= len(body)
    if not recurring or not all(asked) or any(is_blank(row[case]) for _, row in body):
        return None
    background = [i for i in range(len(header)) if i not in (case, question, answer)]
    grouped: dict[str, list[tuple[int, list[str]]]] = {}
    for i, row in body:
        grouped.setdefault(" ".join(row[case].split()), []).append((i, row))
    made: list[list[str]] = []
    source: dict[tuple[int, int], int] = {}
    columns_of = {text: 1 + len(background) + k for k, text in enumerate(asked)}
    merged = 0
    for place, (name, mine) in enumerate(grouped.items()):
        cells: dict[str, list[str]] = {}
        for i, row in mine:
            if not is_blank(row[answer]):
                text = clean_header(row[question])
                cells.setdefault(text, []).append(clean_answer(row[answer]))
                source.setdefault((place, columns_of[text]), i)
        merged += sum(len(texts) - 1 for texts in cells.values())
        common = [next((row[i] for _, row in mine if not is_blank(row[i])), "") for i in background]
        made.append([name, *common, *("\n".join(cells.get(text, [])) for text in asked)])
    top = [header[case], *(header[i] for i in background), *asked]
    places = [case, *background, *(answer for _ in asked)]
    columns = [SourceColumn(position=i, raw=text, question=text) for i, text in zip(places, top, strict=True)]
    reading = Reading(
        layout="long", reason="layout_long", facts={"column": ", ".join(header[i] for i in (case, question, answer))},
        row=0, header_rows=1, columns=columns, settle=_settling(1 + len(background)),
    )  # fmt: skip
    unit = names[case] if names[case] in _UNITS else ""
    return Gathered(
        rows=[top, *made], reading=reading, source=source, count=len(body), apart="layout='table'", merged=merged,
        unit=unit,
    )  # fmt: skip


def _repeated(pairs: Sequence[tuple[str, str]]) -> int:
    """Return how many rows repeat a case and question that stood before."""
    return len(pairs) - len(set(pairs))


def _padded(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))][:width]


def _settling(first: int) -> Any:
    def settle(_columns: Sequence[SourceColumn], _values: Sequence[Sequence[str]], roles: Sequence[Role]) -> list[Role]:
        named = Role(role="id", reason="role_gathered")
        answers = [
            Role(role="open", reason="role_long", alternative="" if role.role == "open" else role.role)
            if role.role in ("open", "option-text", "text", "personal", "system", "id") else role
            for role in roles[first:]
        ]  # fmt: skip
        return [named, *roles[1:first], *answers]

    return settle
