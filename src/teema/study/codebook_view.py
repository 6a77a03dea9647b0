"""Opening the codebook view on a study: its searches and its history."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teema.study.coder import spans_of
from teema.study.history import history_frame
from teema.widgets import CodebookSession

if TYPE_CHECKING:
    from teema.study.study import Study

__all__ = ["codebook_session"]

_LINES = 100


def codebook_session(study: Study) -> CodebookSession:
    """Return a session over the study's codebook; its history of a code is the newest hundred lines."""

    def history(code: str) -> list[dict[str, Any]]:
        frame = history_frame(study.store, code=code)
        lines = frame[["time", "coder", "command", "kind", "summary"]].tail(_LINES)
        return list(reversed(lines.to_dict("records")))

    return CodebookSession(
        study.store, language=study.language, find=lambda query: spans_of(study.find(query)), history=history
    )
