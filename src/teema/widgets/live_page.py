"""The live map as one HTML file: the widget's own module, with what it may tell beside it."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from teema.terms import term, terms
from teema.widgets.command_widget import source
from teema.widgets.html_page import html_page
from teema.widgets.live_content import LiveContent
from teema.widgets.live_look import LINES, PAGE, LiveLook

__all__ = ["live_page", "texts_of_page"]

# Words that the page needs; those of the other widgets stay away.
_WORDS = ("live_", "help", "cancel", "save", "try_again", "no_answer")


def live_page(content: LiveContent) -> str:
    """Return the page; without extracts only what may be told stands in it, and nothing that it was counted from."""
    language = content.language
    words = {name: text for name, text in terms("widgets", language).items() if name.startswith(_WORDS)}
    data = {
        "labels": words, "shown": content.shown(), "page": PAGE, "lines": LINES,
        **({"live": _live(content)} if content.extracts else {"told": _told(content)}),
    }  # fmt: skip
    return html_page(
        module=source("common.js", "live.js"),
        host=source("live_host.js"),
        style=source("common.css", "live.css", "live_page.css"),
        data=data,
        title=content.title,
        language=language,
        body=f"<noscript>{escape(term('widgets.needs_script', language))}</noscript>\n"
        f'<div id="home">\n{content.drawn}</div>',
    )


def texts_of_page(content: LiveContent) -> Iterator[str]:
    """Yield all that somebody wrote and the page holds; background is there because it was named."""
    yield from (node.definition for node in content.nodes)
    yield from (relation.label for relation in content.relations)
    if content.extracts:
        yield from dict.fromkeys(item.text for item in content.said)
        yield from content.questions.values()


def _live(content: LiveContent) -> dict[str, Any]:
    """Return what the page counts from."""
    return {
        "nodes": [
            {
                "id": node.id, "definition": node.definition, "above": sorted(node.above), "own": list(node.own),
                "held": list(node.held),
            }
            for node in content.nodes
        ],
        "rests": [list(relation.evidence) for relation in content.relations],
        "said": [list(item) for item in content.said],
        "names": list(content.names),
        "questions": dict(content.questions),
        "background": {name: [list(own) for own in values] for name, values in content.background.items()},
    }  # fmt: skip


def _told(content: LiveContent) -> dict[str, Any]:
    """Return the answers themselves, for nothing can be counted anew."""
    look = LiveLook(content)
    ranks = dict.fromkeys(node.rank for node in content.nodes)
    return {
        "counts": dict(content.told),
        "total": len(content.names),
        "pairs": {rank: look.look(rank=rank)["pairs"] for rank in ranks},
        "nodes": {node.id: look.look(node=node.id)["node"] for node in content.nodes},
    }
