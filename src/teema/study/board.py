"""Opening the theme board on one or more analyses of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.themes import ThemeTree, names_of_analyses
from teema.widgets import Board, BoardSession

if TYPE_CHECKING:
    from teema.study.study import Study

__all__ = ["board_of"]


def board_of(study: Study, names: tuple[str, ...]) -> Board:
    """Return the theme board of some analyses, side by side; without names, of all of them.

    Raises:
        NotFoundError: There is no such analysis.
        UnusableValueError: The study has no analysis yet.
    """
    known = names_of_analyses(study.store)
    if not known:
        raise UnusableValueError(
            "The study has no analysis yet.", hint='Make one: ta = study.analysis("Temaattinen analyysi").'
        )
    folded = {name.casefold(): name for name in known}
    for name in names:
        if name.strip().casefold() not in folded:
            raise NotFoundError.of("analysis", name, known, where=study.path.name)
    chosen = dict.fromkeys(folded[name.strip().casefold()] for name in names) or known
    trees = [ThemeTree(study.store, name, language=study.language) for name in chosen]
    return Board(BoardSession(study.store, trees, language=study.language))
