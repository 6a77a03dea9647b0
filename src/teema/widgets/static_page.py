"""The coder as one HTML file to read in: the widget's own module, the data beside it; nothing can be changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from teema.coding import read_answers
from teema.terms import term, terms
from teema.widgets.command_widget import source
from teema.widgets.html_page import html_page
from teema.widgets.pages import Page, coded_answers
from teema.widgets.screen import Shown, code_list, page_shown

if TYPE_CHECKING:
    from teema.store import Store

__all__ = ["coder_page", "page_data"]

_EXAMPLES = 6
_WHOLE_WINDOW = "body { margin: 0; } #home > * { height: 100vh; max-height: none; }"


def page_data(
    store: Store, pages: Sequence[Page], *, language: str, background: Collection[str] = (), memos: bool = False
) -> dict[str, Any]:
    """Return what the page shows, as plain data.

    Args:
        store: The study file.
        pages: The answers, page by page.
        language: Language of the labels.
        background: Labels or names of the background variables that are shown.
        memos: Whether notes are shown.
    """
    read, coded = read_answers(store), coded_answers(store)
    shown = [page_shown(store, page, others="compare", read=read) for page in pages]
    labels = {row["label"] or row["name"]: row["name"] for row in store.rows("SELECT name, label FROM variables")}
    counts: dict[str, int] = {}
    examples: dict[str, list[list[Any]]] = {}
    progress: dict[str, dict[str, Any]] = {}
    for page in shown:
        page["background"] = [
            item for item in page["background"] if {item["label"], labels.get(item["label"])} & set(background)
        ]
        _without_notes(page, memos=memos)
        for item in page["answers"]:
            told = progress.setdefault(
                item["question"], {"question": item["question"], "answers": 0, "read": 0, "coded": 0}
            )
            told["answers"] += 1
            told["read"] += item["answer"] in read
            told["coded"] += item["answer"] in coded
            for coding in item["codings"]:
                counts[coding["code"]] = counts.get(coding["code"], 0) + 1
                examples.setdefault(coding["code"], []).append([item["answer"], coding["start"], coding["end"]])
    return {
        "labels": terms("widgets", language),
        "codes": code_list(store, counts),
        "pages": shown,
        "progress": progress,
        "examples": {code: places[:_EXAMPLES] for code, places in examples.items()},
        "coder": store.coder,
    }


def _without_notes(page: Shown, *, memos: bool) -> None:
    """Take notes and the names of other files' rows out, as far as they are not to be shown."""
    if memos:
        return
    page["memos"] = []
    for item in page["answers"]:
        item["memos"] = []
        for coding in item["codings"]:
            coding["memos"], coding["memo"] = [], ""


def coder_page(data: dict[str, Any], *, title: str, language: str) -> str:
    """Return the page.

    Args:
        data: As `page_data` returns it.
        title: Title of the page.
        language: Language of the page.
    """
    return html_page(
        module=source("common.js", "coder.js").replace("export { Points, shifted };", ""),
        host=source("static_host.js"),
        style=f"{source('common.css', 'coder.css')}\n{_WHOLE_WINDOW}",
        data=data,
        title=title,
        language=language,
        body=f'<noscript>{escape(term("widgets.needs_script", language))}</noscript>\n<div id="home"></div>',
    )
