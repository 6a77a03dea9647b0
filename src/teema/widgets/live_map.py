"""The live map: from a theme over its codes to what was said and back, in the notebook."""

from __future__ import annotations

from typing import Any

import traitlets

from teema.widgets.command_widget import CommandWidget, source
from teema.widgets.live_session import LiveSession

__all__ = ["LiveMap"]


class LiveMap(CommandWidget):
    """The theme map as a widget to walk in; made by `ta.live_map()`.

    What a notebook may save are the map, names and the groups of the variables that were named. Definitions, extracts
    and numbers travel as answers to commands, for what is looked at; `close()` empties the map.

    Attributes:
        session: What can be asked, and what stands on the screen.
    """

    _esm = source("common.js", "live.js")
    _css = source("common.css", "live.css")
    _plain = "widgets.live_plain"

    drawn = traitlets.Unicode().tag(sync=True)
    shown = traitlets.Dict().tag(sync=True)
    session: LiveSession

    def __init__(self, session: LiveSession) -> None:
        super().__init__(session)

    def _shown(self) -> dict[str, Any]:
        content = self.session.content
        return {"drawn": content.drawn, "shown": content.shown()}
