"""Autocoding: from search hits to proposed extracts, looked at before anything is coded, then one step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from teema.coding.codings import assign_spans
from teema.coding.extracts import widen

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from teema.store import Store

__all__ = ["PROPOSAL_COLUMNS", "apply", "coded_spans", "propose"]

PROPOSAL_COLUMNS = ("code", "answer", "case", "question", "start", "end", "text", "status")


def propose(
    hits: pd.DataFrame,
    answers: pd.DataFrame,
    codings: pd.DataFrame,
    *,
    code: str,
    unit: str = "sentence",
    declined: Mapping[str, Sequence[tuple[int, int]]] | None = None,
) -> pd.DataFrame:
    """Return the extracts that coding the hits would give.

    Args:
        hits: `answer`, `start`, `end`; hits in one sentence (or answer) become one extract.
        answers: `answer`, `case`, `question`, `text`.
        codings: The codings there are; see `CODING_COLUMNS`.
        code: Name of the code.
        unit: `match`, `sentence` or `answer`: how much around a hit is coded.
        declined: Spans that were declined for the code, by answer.

    Returns:
        `code`, `answer`, `case`, `question`, `start`, `end`, `text`, `status`. Status is `coded` where an extract of
        the code, by any coder, already overlaps the place; `declined` where each of its hits was declined; else `new`.

    Raises:
        UnusableValueError: The unit is none of the three.
    """
    import pandas as pd

    facts = answers.set_index("answer")
    held: dict[str, list[tuple[int, int]]] = {}
    own = codings[codings["code"] == code]
    for answer, start, end in zip(own["answer"], own["start"], own["end"], strict=True):
        held.setdefault(answer, []).append((start, end))
    texts = facts["text"].to_dict()
    spans: dict[tuple[str, int, int], bool] = {}  # whether each of the hits was declined
    for answer, start, end in zip(hits["answer"], hits["start"], hits["end"], strict=True):
        place = (answer, *widen(texts[answer], start, end, unit))
        refused = any(its[0] <= start and end <= its[1] for its in (declined or {}).get(answer, ()))
        spans[place] = spans.get(place, True) and refused
    case, question = facts["case"].to_dict(), facts["question"].to_dict()
    rows = []
    for (answer, start, end), refused in spans.items():
        overlaps = any(start < other_end and end > other_start for other_start, other_end in held.get(answer, ()))
        status = "coded" if overlaps else "declined" if refused else "new"
        rows.append((code, answer, case[answer], question[answer], start, end, texts[answer][start:end], status))
    return pd.DataFrame(rows, columns=list(PROPOSAL_COLUMNS))


def apply(store: Store, proposals: pd.DataFrame, codes: dict[str, str]) -> int:
    """Code every proposal whose status is `new`, all as one step, and return the number of new codings.

    Args:
        store: The study file.
        proposals: As `propose` returns them, for one code or many.
        codes: GUID of each code by its name.
    """
    wanted = proposals[proposals["status"] == "new"]
    store.backup_before("code.autocode", len(wanted), only_adds=True)
    with store.step("code.autocode") as step:
        columns = [wanted["answer"], wanted["start"].astype(int), wanted["end"].astype(int), wanted["code"].map(codes)]
        total = assign_spans(store, step, zip(*columns, strict=True))
        step.summary = f"{total} × {', '.join(map(str, wanted['code'].unique()))}"[:200]
    return total


def coded_spans(
    store: Store, hits: Iterable[tuple[str, int, int]], code: str, *, unit: str = "sentence", apply: bool = False
) -> tuple[int, int]:
    """Count the extracts that coding hits would make, and make them when asked to: as one step.

    Args:
        store: The study file.
        hits: Answer, start and end.
        code: GUID of the code.
        unit: `match`, `sentence` or `answer`: how much around a hit is coded.
        apply: Code the new ones.

    Returns:
        How many are new, and how many places hold the code already, by any coder.

    Raises:
        UnusableValueError: The unit is none of the three.
    """
    texts: dict[str, str] = {}
    held: dict[str, list[tuple[int, int]]] = {}
    new: dict[tuple[str, int, int, str], None] = {}
    old: set[tuple[str, int, int]] = set()
    for answer, start, end in hits:
        if answer not in texts:
            texts[answer] = store.rows("SELECT text FROM answers WHERE answer = ?", (answer,))[0]["text"]
            held[answer] = [
                (row["start"], row["end"])
                for row in store.rows(
                    'SELECT start, "end" FROM extracts JOIN codings ON codings.extract = extracts.id'
                    " WHERE answer = ? AND code = ?",
                    (answer, code),
                )
            ]
        span = widen(texts[answer], start, end, unit)
        if any(span[0] < other_end and other_start < span[1] for other_start, other_end in held[answer]):
            old.add((answer, *span))
        else:
            new[(answer, *span, code)] = None
    if apply:
        store.backup_before("code.autocode", len(new), only_adds=True)
        with store.step("code.autocode", f"{len(new)} ×") as step:
            assign_spans(store, step, new)
    return len(new), len(old)
