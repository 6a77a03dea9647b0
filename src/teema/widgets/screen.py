"""What the coder shows: the answers of one page with their codings, and the codebook beside them, as plain data.

Only this leaves for the browser, which a notebook may save; the rest of the study stays in its file.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from teema.coding import lanes, sentences
from teema.trees import in_tree_order

if TYPE_CHECKING:
    from teema.store import Row, Store

__all__ = ["Others", "Shown", "code_list", "examples", "page_shown"]

Shown = dict[str, Any]
Others = Literal["hide", "show", "compare"]
_EXAMPLES = 6


def page_shown(
    store: Store,
    answers: Sequence[str],
    *,
    others: Others = "show",
    hits: Mapping[str, Sequence[tuple[int, int]]] | None = None,
    read: Collection[str] = (),
) -> Shown:
    """Return what stands on the screen for the answers of one page.

    Args:
        store: The study file.
        answers: Ids of answers; all by one case when there are several.
        others: `hide` leaves other coders' codings out, `compare` says of each whether another coder agrees.
        hits: Spans to highlight, by answer.
        read: Ids of the answers that are read.

    Returns:
        `case`, `background` (label and value pairs), `memos` (on the case), and `answers`: each with `answer`, `text`,
        `question`, `asked`, `sentences`, `hits`, `read`, `memos` and `codings`. Spans count code points.
    """
    found = [_answer_shown(store, answer, others=others, hits=(hits or {}).get(answer, ())) for answer in answers]
    case = found[0].pop("case") if found else ""
    for item in found:
        item.pop("case", None)
        item["read"] = item["answer"] in read
    return {
        "case": case,
        "background": _background(store, case),
        "memos": _memos(store, "case", case),
        "answers": found,
    }


def _answer_shown(store: Store, answer: str, *, others: Others, hits: Sequence[tuple[int, int]]) -> Shown:
    row = store.rows(
        'SELECT answer, answers."case", answers.text, question, questions.text AS asked'
        " FROM answers JOIN questions USING (question) WHERE answer = ?",
        (answer,),
    )[0]
    return {
        **row,
        "sentences": [list(span) for span in sentences(row["text"])],
        "hits": [list(span) for span in hits],
        "memos": _memos(store, "answer", answer),
        "codings": _codings(store, answer, others),
    }


def _codings(store: Store, answer: str, others: Others) -> list[Shown]:
    rows = store.rows(
        'SELECT codings.id AS coding, extracts.id AS extract, start, "end", reduced, extracts.memo, code, coder, level'
        " FROM codings JOIN extracts ON extracts.id = codings.extract JOIN codes ON codes.id = codings.code"
        ' WHERE answer = ? ORDER BY start, "end" DESC, codes.position, coder',
        (answer,),
    )
    shown = [row for row in rows if others != "hide" or row["coder"] == store.coder]
    found = lanes([(row["start"], row["end"]) for row in shown])
    return [
        {
            **row,
            "mine": row["coder"] == store.coder,
            "lane": lane,
            "agreed": others != "compare" or _agreed(row, shown),
            "memos": _memos(store, "extract", row["extract"]),
        }
        for row, lane in zip(shown, found, strict=True)
    ]


def _agreed(row: Row, rows: Sequence[Row]) -> bool:
    """Say whether another coder gave the same code to words that overlap."""
    return any(
        other["coder"] != row["coder"]
        and other["code"] == row["code"]
        and other["start"] < row["end"]
        and row["start"] < other["end"]
        for other in rows
    )


def _background(store: Store, case: str) -> list[Shown]:
    rows = store.rows('SELECT background FROM cases WHERE "case" = ?', (case,))
    values = json.loads(rows[0]["background"]) if rows else {}
    return [
        {"label": row["label"] or row["name"], "value": _in_words(values[row["name"]])}
        for row in store.rows("SELECT name, label FROM variables ORDER BY position")
        if values.get(row["name"]) not in (None, "", [])
    ]


def _in_words(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _memos(store: Store, kind: str, target: str) -> list[Shown]:
    return store.rows(
        "SELECT id AS memo, text, coder, created FROM memos WHERE target_kind = ? AND target = ? ORDER BY created",
        (kind, target),
    )


def code_list(store: Store, counts: Mapping[str, int]) -> list[Shown]:
    """Return the codes in tree order, each with `depth`, its fields, its number of codings and its notes.

    Args:
        store: The study file.
        counts: Codings by GUID of the code.
    """
    codes = {row["id"]: row for row in store.rows("SELECT * FROM codes ORDER BY position, name")}
    memos: dict[str, int] = {
        row["target"]: row["n"]
        for row in store.rows("SELECT target, count(*) AS n FROM memos WHERE target_kind = 'code' GROUP BY target")
    }
    return [
        {
            **{name: codes[node][name] for name in _CODE_FIELDS},
            "depth": depth, "n": counts.get(node, 0), "memos": memos.get(node, 0),
        }
        for node, depth in in_tree_order({node: row["parent"] for node, row in codes.items()})
    ]  # fmt: skip


_CODE_FIELDS = ("id", "name", "parent", "definition", "include", "exclude", "example", "query", "colour")


def examples(store: Store, code: str, *, coder: str | None = None) -> list[Shown]:
    """Return the newest extracts of a code: `answer` and `text`.

    Args:
        store: The study file.
        code: GUID of the code.
        coder: Only this coder's.
    """
    only, values = ("AND codings.coder = ?", (code, coder)) if coder is not None else ("", (code,))
    return store.rows(
        "SELECT extracts.answer, extracts.quote AS text FROM codings JOIN extracts ON extracts.id = codings.extract"  # noqa: S608
        f" WHERE codings.code = ? {only} ORDER BY codings.created DESC LIMIT {_EXAMPLES}",
        values,
    )
