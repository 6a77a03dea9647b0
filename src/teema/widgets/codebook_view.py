"""The codebook view: codes in a tree that is ordered, nested, merged, split and defined where it is seen."""

from __future__ import annotations

from typing import Any

import traitlets

from teema.widgets.book_session import CodebookSession
from teema.widgets.command_widget import CommandWidget, source

__all__ = ["CodebookView"]


class CodebookView(CommandWidget):
    """The widget of the codebook; made by `study.codebook_view()`.

    What a notebook may save is the tree: names, colours and numbers. Definitions and extracts travel as answers to
    commands, for the code that is chosen; `close()` empties the tree.

    Attributes:
        session: What can be done, and what stands on the screen.
    """

    _esm = source("common.js", "codebook.js")
    _css = source("common.css", "codebook.css")
    _plain = "widgets.book_plain"

    tree = traitlets.Dict().tag(sync=True)
    session: CodebookSession

    def __init__(self, session: CodebookSession) -> None:
        super().__init__(session)

    def _shown(self) -> dict[str, Any]:
        return {"tree": self.session.tree()}
