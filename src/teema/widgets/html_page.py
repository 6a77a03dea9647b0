"""A widget as one HTML file: its own module, the data beside it, and nothing that reaches out.

The page asks nobody for anything: its content security policy forbids every request, and only its own script, known by
its digest, may run. Texts stand in it as data that is never parsed as markup.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from html import escape
from typing import Any

__all__ = ["html_page"]


def html_page(
    *, module: str, host: str, style: str, data: Mapping[str, Any], title: str, language: str, body: str
) -> str:
    """Return the page.

    Args:
        module: The widget's module; what it exports becomes `widget`.
        host: A script that stands in for the notebook and renders `widget`.
        style: Its style sheet.
        data: What the host reads from the element `data`.
        title: Title of the page.
        language: Language of the page.
        body: What stands in the body, as HTML.
    """
    inner = module.replace("export default {", "const widget = {")
    if "\nexport " in inner:
        raise RuntimeError("the module exports more than a page by itself can hold")
    script = f"{inner}\n{host}"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline';"
        " base-uri 'none'; form-action 'none'"
    )
    # What could end the element or a line stands as an escape; JSON reads it as the sign itself.
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return (
        f'<!doctype html>\n<html lang="{escape(str(language))}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width">\n<meta name="robots" content="noindex">\n'
        f"<title>{escape(title)}</title>\n<style>\n{style}\n</style>\n</head>\n<body>\n{body}\n"
        f'<script type="application/json" id="data">{text}</script>\n<script type="module">{script}</script>\n'
        "</body>\n</html>\n"
    )
