"""The theme board: codes as cards that are dragged into themes, one board for each candidate analysis."""

from __future__ import annotations

from typing import Any

import traitlets

from teema.widgets.board_session import BoardSession
from teema.widgets.command_widget import CommandWidget, source

__all__ = ["Board"]


class Board(CommandWidget):
    """The widget of themes; made by `ta.board()` or `study.board(...)`.

    What a notebook may save are names and numbers. Definitions and extracts travel as answers to commands, for the card
    that is looked at; `close()` empties the boards.

    Attributes:
        session: What can be done, and what stands on the screen.
    """

    _esm = source("common.js", "board.js")
    _css = source("common.css", "board.css")
    _plain = "widgets.board_plain"

    shown = traitlets.Dict().tag(sync=True)
    session: BoardSession

    def __init__(self, session: BoardSession) -> None:
        super().__init__(session)

    def _shown(self) -> dict[str, Any]:
        return {"shown": self.session.boards()}
