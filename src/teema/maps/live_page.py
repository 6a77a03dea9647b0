"""The theme map as one HTML file that answers: a theme, its codes, what was said, and back.

The page asks nobody for anything: its content security policy forbids every request, and only its own script, known by
its digest, may run. Texts stand in it as data that is never parsed as markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from typing import Any

from teema.terms import term

__all__ = ["LABELS", "live_page"]

LABELS = ("way", "map", "themes", "below", "codes", "code", "extracts", "more", "nothing")


def live_page(
    drawn: str,
    data: Mapping[str, Any],
    *,
    title: str,
    variables: Sequence[str] = (),
    language: str = "fi",
) -> str:
    """Return the page.

    Args:
        drawn: The map as SVG; its groups name the themes and codes.
        data: `themes` and `codes` by name, `cases`, `names`, `questions`, `variables`; `extracts` says whether there
            are any, `told` has the counts to show without them, by `theme:` or `code:` and the name.
        title: Title of the page.
        variables: Background variables that extracts can be filtered by.
        language: fi, sv or en.
    """
    static = files("teema.maps") / "static"
    script = (static / "live.js").read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline';"
        " base-uri 'none'; form-action 'none'"
    )
    labels = {name: term(f"maps.live_{name}", language) for name in LABELS}
    text = json.dumps({**data, "labels": labels}, ensure_ascii=False, separators=(",", ":"))
    # What could end the element or a line stands as an escape; JSON reads it as the sign itself.
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    say = {name: escape(term(f"maps.live_{name}", language)) for name in ("search", "filter", "all", "value")}
    chosen = "".join(f"<option>{escape(name)}</option>" for name in variables)
    menus = (
        f'<label>{say["filter"]} <select id="variable"><option value="">{say["all"]}</option>{chosen}</select></label>'
        f'<select id="value" aria-label="{say["value"]}" hidden></select>'
    )
    style = (static / "live.css").read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{escape(str(language))}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<header><h1>{escape(title)}</h1>"
        f'<input id="search" type="search" placeholder="{say["search"]}" aria-label="{say["search"]}">'
        f"{menus if variables else ''}</header>\n"
        f'<main id="map">\n{drawn}</main>\n<aside id="side" aria-live="polite"></aside>\n'
        f'<script type="application/json" id="data">{text}</script>\n<script type="module">{script}</script>\n'
        "</body>\n</html>\n"
    )
