"""What every widget does alike: commands come as messages and are answered after they were done, whatever happened."""

from __future__ import annotations

import threading
from collections import OrderedDict
from importlib.resources import files
from typing import Any

import anywidget
import traitlets

from teema.errors import TeemaError
from teema.terms import term, terms
from teema.widgets.command_session import CommandSession

__all__ = ["CommandWidget", "source"]

_STATIC = files("teema.widgets") / "static"
# Answers that are kept for messages that come again.
_REMEMBERED = 32


def source(*names: str) -> str:
    """Return static files as one text: a module in the notebook can import no other."""
    return "\n".join((_STATIC / name).read_text(encoding="utf-8") for name in names)


class CommandWidget(anywidget.AnyWidget):  # type: ignore[misc]
    """A widget that hands commands to a session and shows what the session then says.

    A message is `{id, command, given}`; it is answered, after its transaction, with `{id, ok}` or `{id, error}`.

    Attributes:
        session: What the commands are given to.
    """

    labels = traitlets.Dict().tag(sync=True)
    # Words shown where there is no widget.
    _plain = "widgets.plain"

    def __init__(self, session: CommandSession, **state: Any) -> None:
        self.session = session
        # JupyterLab hands messages over in a thread of its own, while a cell runs in another.
        self._one_at_a_time = threading.RLock()
        self._answers: OrderedDict[object, dict[str, Any]] = OrderedDict()
        shown = self._shown()
        self._following = tuple(shown)
        super().__init__(labels=terms("widgets", session.language), **shown, **state)
        self.on_msg(self._answer)

    def _shown(self) -> dict[str, Any]:
        """Return the traits that follow the session, by name."""
        raise NotImplementedError

    def _answer(self, _widget: object, message: dict[str, Any], _buffers: object) -> None:
        self.send(self.reply(message))

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        """Do what a message asks for and return its answer; the state the browser shows is brought up to date first.

        A message that comes again, because its answer was long in coming, is answered again and not done again.

        Args:
            message: `id`, `command` and its `given` values.
        """
        with self._one_at_a_time:
            key = message.get("id")
            if key is None or key not in self._answers:
                self._answers[key] = self._done(message)
                while len(self._answers) > _REMEMBERED:
                    self._answers.popitem(last=False)
            return self._answers[key]

    def _done(self, message: dict[str, Any]) -> dict[str, Any]:
        try:
            answer = self.session.run(str(message.get("command")), dict(message.get("given") or {}))
            self._show()
        except TeemaError as error:
            return {"id": message.get("id"), "error": error.what, "hint": error.hint}
        except Exception as error:  # noqa: BLE001 -- an error here would reach nobody: the browser must say it
            what = term("widgets.failed", self.session.language)
            return {"id": message.get("id"), "error": what, "hint": f"{type(error).__name__}: {error}"}
        return {**answer, "id": message.get("id"), "ok": True}

    def _show(self) -> None:
        with self.hold_sync():
            for name, value in self._shown().items():
                setattr(self, name, value)

    def close(self) -> None:
        """Take what was shown out of the notebook's memory; what was done is in the study file."""
        for name in self._following:
            setattr(self, name, self.traits()[name].default())
        super().close()

    def _repr_mimebundle_(self, **given: Any) -> Any:
        """Show the widget; where there is none, say what it is, without a word of the answers."""
        found = super()._repr_mimebundle_(**given)
        bundle = found[0] if isinstance(found, tuple) else found
        if bundle is not None:
            bundle["text/plain"] = term(self._plain, self.session.language)
        return found
