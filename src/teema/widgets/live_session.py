"""One sitting with a live map: what is asked of it, answered from the study as it is now. Nothing can be changed here.

Nothing here knows of widgets. What a command tells is true of the study at that moment: before each, what was done
elsewhere is read anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError
from teema.terms import term
from teema.widgets.command_session import CommandSession
from teema.widgets.live_look import LiveLook

if TYPE_CHECKING:
    from teema.store import Store
    from teema.widgets.live_content import LiveContent

__all__ = ["LiveSession"]

Shown = dict[str, Any]
_TRIES = 5


class LiveSession(CommandSession):
    """A theme map that answers.

    Args:
        store: The study file.
        read: Reads what the map can tell; called in whatever thread a command comes in.
        language: Language of what is said.
    """

    def __init__(self, store: Store, read: Callable[[], LiveContent], *, language: str) -> None:
        super().__init__(store, language=language, commands={})
        # Whoever looks changes nothing: undo and redo are not at hand either.
        self._commands = {"look": self._look, "more": self._more}
        self._read = read
        self._seen = -1
        self._told: LiveLook | None = None

    @property
    def content(self) -> LiveContent:
        """What the map can tell, as the study is now."""
        return self._now().content

    def _now(self) -> LiveLook:
        with self._guard:
            if self._told is None or self.store.revision() != self._seen:
                content, self._seen = self._whole()
                self._told = LiveLook(content)
            return self._told

    def _whole(self) -> tuple[LiveContent, int]:
        """Return what was read of one state of the study, and the number of that state.

        A cell may write while this reads: what was then read in part before and in part after is read again.
        """
        for last in (False,) * _TRIES + (True,):
            revision = self.store.revision()
            try:
                content = self._read()
            except Exception:
                if last or self.store.revision() == revision:
                    raise
                continue
            if last or self.store.revision() == revision:
                break
        return content, revision

    def _look(
        self, *, group: dict[str, str] | None = None, words: str = "", rank: str = "", node: str | None = None
    ) -> Shown:
        """Return the numbers under a filter and what is told of a node; see `LiveLook.look`."""
        return self._now().look(group=group, words=words, rank=rank, node=node)

    def _more(self, *, node: str, group: dict[str, str] | None = None, words: str = "", start: int = 0) -> Shown:
        """Return further extracts of a node; see `LiveLook.more`."""
        now = self._now()
        if all(item.id != node for item in now.content.nodes):
            raise NotFoundError(
                term("widgets.live_gone", self.language), hint=term("widgets.live_gone_hint", self.language)
            )
        return now.more(node=node, group=group, words=words, start=start)
