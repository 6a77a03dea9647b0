"""The coder: reading and coding answers in the notebook, each coding on disk before its highlight appears."""

from __future__ import annotations

from typing import Any

import traitlets

from teema.widgets.command_widget import CommandWidget, source
from teema.widgets.session import CodingSession

__all__ = ["Coder"]


class Coder(CommandWidget):
    """The coding widget; made by `study.coder()`.

    What the browser gets, and a notebook may save, is the answer on the screen and the codebook; `close()` empties it.

    Attributes:
        session: Where the coder is, and what can be done there.
    """

    _esm = source("common.js", "coder.js")
    _css = source("common.css", "coder.css")

    screen = traitlets.Dict().tag(sync=True)
    codes: traitlets.List[Any] = traitlets.List().tag(sync=True)
    reading = traitlets.Bool(default_value=False).tag(sync=True)
    session: CodingSession

    def __init__(self, session: CodingSession, *, reading: bool = False) -> None:
        super().__init__(session, reading=reading)

    def _shown(self) -> dict[str, Any]:
        return {"screen": self.session.screen(), "codes": self.session.codes()}
