"""The coder: reading and coding answers in the notebook, each coding on disk before its highlight appears."""

from __future__ import annotations

import threading
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from teema.errors import TeemaError
from teema.terms import term, terms
from teema.widgets.session import CodingSession

__all__ = ["Coder"]

_STATIC = files("teema.widgets") / "static"


class Coder(anywidget.AnyWidget):  # type: ignore[misc]
    """The coding widget; made by `study.coder()`.

    What the browser gets, and a notebook may save, is the answer on the screen and the codebook; `close()` empties it.
    Commands come as messages and are answered only after their transaction: `{id, ok}` or `{id, error}`.

    Attributes:
        session: Where the coder is, and what can be done there.
    """

    _esm = (_STATIC / "coder.js").read_text(encoding="utf-8")
    _css = (_STATIC / "coder.css").read_text(encoding="utf-8")

    screen = traitlets.Dict().tag(sync=True)
    codes: traitlets.List[Any] = traitlets.List().tag(sync=True)
    labels = traitlets.Dict().tag(sync=True)
    reading = traitlets.Bool(default_value=False).tag(sync=True)

    def __init__(self, session: CodingSession, *, reading: bool = False) -> None:
        self.session = session
        # JupyterLab hands messages over in a thread of its own, while a cell runs in another.
        self._one_at_a_time = threading.RLock()
        super().__init__(
            screen=session.screen(), codes=session.codes(), reading=reading, labels=terms("widgets", session.language)
        )
        self.on_msg(self._answer)

    def _answer(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        self.send(self.reply(message))

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what a message asks for and return its answer; the state the browser shows is brought up to date first.

        Args:
            message: `id`, `command` and its `given` values.
        """
        with self._one_at_a_time:
            answer: dict[str, Any] = {"id": message.get("id")}
            try:
                answer |= self.session.run(str(message.get("command")), dict(message.get("given") or {}))
                self._show()
            except TeemaError as error:
                return {"id": message.get("id"), "error": error.what, "hint": error.hint}
            except Exception as error:  # noqa: BLE001 -- an error here would reach nobody: the browser must say it
                what = term("widgets.failed", self.session.language)
                return {"id": message.get("id"), "error": what, "hint": f"{type(error).__name__}: {error}"}
            return {**answer, "ok": True}

    def _show(self) -> None:
        with self.hold_sync():
            self.screen = self.session.screen()
            self.codes = self.session.codes()

    def close(self) -> None:
        """Take the answers out of the notebook's memory; what was coded is in the study file."""
        self.screen, self.codes = {}, []
        super().close()

    def _repr_mimebundle_(self, **given: Any) -> Any:
        """Show the widget; where there is none, say what it is, without a word of the answers."""
        found = super()._repr_mimebundle_(**given)
        bundle = found[0] if isinstance(found, tuple) else found
        if bundle is not None:
            bundle["text/plain"] = term("widgets.plain", self.session.language)
        return found
