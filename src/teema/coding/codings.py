"""Codings: who gave which code to which extract."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from teema.coding.extracts import Place, locate
from teema.errors import NotFoundError, UnusableValueError
from teema.records import Coding, Extract
from teema.store import now

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Step, Store

__all__ = ["CODING_COLUMNS", "assign", "assign_spans", "codings_frame", "drop", "drop_idle", "extract_at", "remove"]

CODING_COLUMNS = (
    "coding", "extract", "answer", "case", "question", "start", "end", "text", "code", "coder", "level", "created",
)  # fmt: skip
_LEVELS = ("semantic", "latent")
# Values that one query names; every SQLite allows 999.
_AT_ONCE = 900


def assign(
    store: Store,
    answer: str,
    place: Place,
    code: str,
    *,
    occurrence: int | None = None,
    level: str | None = None,
    reduced: str = "",
    memo: str = "",
) -> str:
    """Give a code to a place in an answer, as one step, and return the coding's GUID.

    The same code on the same extract by the same coder is one coding: doing it again only updates what is given.

    Args:
        store: The study file.
        answer: Id of the answer, such as `7:Q2`.
        place: A quotation, a span, or None for the whole answer.
        code: GUID of the code.
        occurrence: Which one, when the quotation stands there more than once.
        level: `semantic` or `latent`.
        reduced: Reduced expression (*pelkistetty ilmaus*) of the extract.
        memo: A note on the extract.

    Raises:
        NotFoundError: There is no such answer.
        QuotationError: The quotation is not there, or there more than once.
        UnusableValueError: The span or the level cannot be used.
    """
    if level is not None and level not in _LEVELS:
        raise UnusableValueError.of("level", level, _LEVELS)
    text = _text(store, answer)
    start, end = locate(text, place, occurrence=occurrence, where=f"answer {answer}")
    with store.step("code.assign", f"{answer}: {text[start:end][:60]}") as step:
        extract = _extract(store, answer, start, end)
        if extract is None:
            made = Extract(answer=answer, start=start, end=end, quote=text[start:end], reduced=reduced, memo=memo)
            extract = asdict(made)
            step.put("extracts", extract)
        elif reduced or memo:
            extract = {**extract, "reduced": reduced or extract["reduced"], "memo": memo or extract["memo"]}
            step.put("extracts", extract)
        held = store.rows(
            "SELECT * FROM codings WHERE extract = ? AND code = ? AND coder = ?", (extract["id"], code, store.coder)
        )
        if held:
            step.put("codings", {**held[0], "level": level or held[0]["level"]})
            return str(held[0]["id"])
        coding = Coding(extract=extract["id"], code=code, coder=store.coder, created=now(), level=level)  # type: ignore[arg-type]
        step.put("codings", asdict(coding))
        return coding.id


def extract_at(store: Store, step: Step, answer: str, place: Place) -> str:
    """Return the GUID of the extract at a place in an answer, made inside a step when it is not there.

    Args:
        store: The study file.
        step: The step.
        answer: Id of the answer, such as `7:Q2`.
        place: A quotation, a span, or None for the whole answer.

    Raises:
        NotFoundError: There is no such answer.
        QuotationError: The quotation is not there, or there more than once.
    """
    text = _text(store, answer)
    start, end = locate(text, place, where=f"answer {answer}")
    found = _extract(store, answer, start, end)
    if found is None:
        found = asdict(Extract(answer=answer, start=start, end=end, quote=text[start:end]))
        step.put("extracts", found)
    return str(found["id"])


def assign_spans(
    store: Store, step: Step, spans: Iterable[tuple[str, int, int, str]], *, coder: str | None = None
) -> int:
    """Give codes to many spans `(answer, start, end, code)` inside a step; return how many codings are new.

    Made for autocoding: only what the spans concern is looked up, each once, whatever else the study holds. The codings
    are the coder's who works, unless another is named, whose coding sheet is read.
    """
    coder = store.coder if coder is None else coder
    wanted = list(dict.fromkeys(spans))
    answers = list(dict.fromkeys(answer for answer, *_ in wanted))
    texts = {row["answer"]: row["text"] for row in _looked_up(store, "answer, text", "answers", "answer", answers)}
    extracts = {
        (row["answer"], row["start"], row["end"]): row["id"]
        for row in _looked_up(store, 'id, answer, start, "end"', "extracts", "answer", answers)
    }
    held = {
        (row["extract"], row["code"])
        for row in _looked_up(store, "extract, code, coder", "codings", "extract", list(extracts.values()))
        if row["coder"] == coder
    }
    time = now()
    new_extracts, new_codings = [], []
    for answer, start, end, code in wanted:
        extract = extracts.get((answer, start, end))
        if extract is None:
            made = Extract(answer=answer, start=start, end=end, quote=texts[answer][start:end])
            new_extracts.append(asdict(made))
            extract = extracts[answer, start, end] = made.id
        if (extract, code) not in held:
            new_codings.append(asdict(Coding(extract=extract, code=code, coder=coder, created=time)))
    step.add("extracts", new_extracts)
    step.add("codings", new_codings)
    return len(new_codings)


def _looked_up(store: Store, names: str, table: str, column: str, values: list[str]) -> Iterator[Row]:
    """Yield the rows whose column has one of many values, so many at a time as a query may name."""
    for start in range(0, len(values), _AT_ONCE):
        part = values[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(part))
        yield from store.rows(f"SELECT {names} FROM {table} WHERE {column} IN ({marks})", part)  # noqa: S608 -- ours


def remove(store: Store, codings: Iterable[str]) -> int:
    """Remove codings by GUID, as one step, and return how many.

    An extract that no coding, reduced expression, memo or theme holds any more goes too.

    Raises:
        NotFoundError: There is no such coding.
    """
    rows = []
    for coding in codings:
        found = store.rows("SELECT * FROM codings WHERE id = ?", (coding,))
        if not found:
            raise NotFoundError.of("coding", coding, [], advice="The GUIDs stand in study.codings, column coding.")
        rows += found
    store.backup_before("code.remove", len(rows))
    with store.step("code.remove", str(len(rows))) as step:
        drop(store, step, rows)
    return len(rows)


def drop(store: Store, step: Step, codings: Iterable[Row]) -> None:
    """Delete codings inside a step, and extracts that nothing holds any more."""
    touched = {}
    for row in codings:
        step.delete("codings", row["id"])
        touched[row["extract"]] = True
    drop_idle(store, step, touched)


def drop_idle(store: Store, step: Step, extracts: Iterable[str]) -> None:
    """Delete those of the extracts that no coding, reduced expression, memo, theme or evidence holds.

    To be called inside a step.
    """
    for extract in extracts:
        idle = store.rows(
            "SELECT id FROM extracts WHERE id = ? AND reduced = '' AND memo = ''"
            " AND NOT EXISTS (SELECT 1 FROM codings WHERE extract = extracts.id)"
            " AND NOT EXISTS (SELECT 1 FROM members WHERE extract = extracts.id)"
            " AND NOT EXISTS (SELECT 1 FROM evidence WHERE extract = extracts.id)"
            " AND NOT EXISTS (SELECT 1 FROM memos WHERE target_kind = 'extract' AND target = extracts.id)",
            (extract,),
        )
        if idle:
            step.delete("extracts", extract)


def codings_frame(store: Store) -> pd.DataFrame:
    """Return one row per coding, in the order of the answers; columns as in `CODING_COLUMNS`, `code` by name."""
    return store.frame(
        """
        SELECT codings.id AS coding, extracts.id AS extract, answers.answer, answers."case", answers.question,
               extracts.start, extracts."end", extracts.quote AS text, codes.name AS code, codings.coder,
               codings.level, codings.created
        FROM codings
        JOIN extracts ON extracts.id = codings.extract
        JOIN answers ON answers.answer = extracts.answer
        JOIN codes ON codes.id = codings.code
        ORDER BY answers.position, extracts.start, extracts."end", codes.position, codings.coder
        """
    )


def _text(store: Store, answer: str) -> str:
    found = store.rows("SELECT text FROM answers WHERE answer = ?", (answer,))
    if not found:
        known = [row["answer"] for row in store.rows("SELECT answer FROM answers ORDER BY position")]
        raise NotFoundError.of("answer", answer, known, advice="The ids stand in study.answers, column answer.")
    return str(found[0]["text"])


def _extract(store: Store, answer: str, start: int, end: int) -> Row | None:
    found = store.rows('SELECT * FROM extracts WHERE answer = ? AND start = ? AND "end" = ?', (answer, start, end))
    return found[0] if found else None
