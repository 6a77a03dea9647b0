"""Pages: which answers stand on the screen together, and in which order they are gone through."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from teema.store import Store

__all__ = ["Page", "by_case", "by_question", "coded_answers", "only_open"]

# Ids of the answers that are on the screen together.
Page = tuple[str, ...]


def by_question(store: Store, answers: Collection[str] | None = None) -> list[Page]:
    """Return one page per answer: all answers to the first question, then to the next.

    Args:
        store: The study file.
        answers: Only these.
    """
    rows = store.rows(
        "SELECT answer FROM answers JOIN questions USING (question) ORDER BY questions.position, answers.position"
    )
    return [(str(row["answer"]),) for row in rows if answers is None or row["answer"] in answers]


def by_case(store: Store, answers: Collection[str] | None = None) -> list[Page]:
    """Return one page per case: all that one respondent wrote.

    Args:
        store: The study file.
        answers: Only cases that gave one of these, with all their answers.
    """
    rows = store.rows(
        'SELECT answers."case" AS one, answer FROM answers JOIN cases ON cases."case" = answers."case"'
        " ORDER BY cases.position, answers.position"
    )
    pages: dict[str, list[str]] = {}
    for row in rows:
        pages.setdefault(str(row["one"]), []).append(str(row["answer"]))
    return [tuple(page) for page in pages.values() if answers is None or any(answer in answers for answer in page)]


def coded_answers(store: Store, coder: str | None = None) -> set[str]:
    """Return the ids of the answers with a coding, by one coder or by anybody."""
    query = "SELECT DISTINCT extracts.answer FROM codings JOIN extracts ON extracts.id = codings.extract"
    found = store.rows(query) if coder is None else store.rows(f"{query} WHERE codings.coder = ?", (coder,))
    return {str(row["answer"]) for row in found}


def only_open(pages: Iterable[Page], *, done: Collection[str], what: Literal["unread", "uncoded"]) -> list[Page]:
    """Return the pages on which something is still to be done.

    Args:
        pages: All pages.
        done: Ids of the answers that are read or coded.
        what: `uncoded` keeps a page as long as none of its answers is coded, `unread` until all are read.
    """
    enough = all if what == "unread" else any
    return [page for page in pages if not enough(answer in done for answer in page)]
