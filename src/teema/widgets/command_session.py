"""A sitting with a study: commands by name, one at a time, each on disk when it returns; undo and redo."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.terms import term

if TYPE_CHECKING:
    from teema.store import Store

__all__ = ["CommandSession"]

Shown = dict[str, Any]


class CommandSession:
    """What the sessions behind the widgets have in common.

    Args:
        store: The study file, open for writing.
        language: Language of what is said.
        commands: What can be done, by name; each gives what is to be said and shown.
    """

    def __init__(self, store: Store, *, language: str, commands: dict[str, Callable[..., Shown | None]]) -> None:
        self.store = store
        self.language = language
        self._guard = threading.RLock()
        self._commands = {"undo": self._undo, "redo": self._redo, **commands}

    def run(self, command: str, given: dict[str, Any]) -> Shown:
        """Do one command and return what is to be said: `say`, and what the command gives.

        Raises:
            TeemaError: It cannot be done; nothing has changed.
        """
        if command not in self._commands:
            raise UnusableValueError.of("command", command, self._commands)
        with self._guard:
            return self._commands[command](**given) or {}

    def _say(self, key: str, **places: object) -> Shown:
        return {"say": term(f"widgets.{key}", self.language, **places)}

    def _undo(self) -> Shown:
        return self._taken(self.store.undo(), "undone")

    def _redo(self) -> Shown:
        return self._taken(self.store.redo(), "redone")

    def _taken(self, event: Any, what: str) -> Shown:
        if event is None:
            return self._say(f"nothing_{what}")
        return {**self._say(what, what=event.summary or event.command), **self._after(event.event)}

    def _after(self, _event: int) -> Shown:
        """Return what more is to be shown when a journal line was taken back or brought back."""
        return {}
