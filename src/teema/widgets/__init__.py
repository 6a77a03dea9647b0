"""Widgets for the notebook: each shows one thing, and writes through the rooms below like any other command."""

from teema.widgets.board import Board
from teema.widgets.board_session import BoardSession
from teema.widgets.book_session import CodebookSession
from teema.widgets.codebook_view import CodebookView
from teema.widgets.coder import Coder
from teema.widgets.live_map import LiveMap
from teema.widgets.live_session import LiveSession
from teema.widgets.pages import by_case, by_question
from teema.widgets.session import CodingSession, Find

__all__ = [
    "Board",
    "BoardSession",
    "CodebookSession",
    "CodebookView",
    "Coder",
    "CodingSession",
    "Find",
    "LiveMap",
    "LiveSession",
    "by_case",
    "by_question",
]
