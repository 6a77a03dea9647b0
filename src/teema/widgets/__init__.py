"""Widgets for the notebook: each shows one thing, and writes through the rooms below like any other command."""

from teema.widgets.coder import Coder
from teema.widgets.pages import by_case, by_question
from teema.widgets.session import CodingSession, Find

__all__ = ["Coder", "CodingSession", "Find", "by_case", "by_question"]
