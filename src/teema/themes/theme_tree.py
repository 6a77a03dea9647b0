"""The themes of one analysis: a tree above the codes, with relations between themes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.themes.grounds import Grounds
from teema.themes.matrix import Matrix
from teema.themes.names import name_history
from teema.themes.reduced import Reduced
from teema.themes.restructuring import Restructuring

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["ThemeTree"]


class ThemeTree(Restructuring, Grounds, Reduced, Matrix):
    """One way of working on the codes: an approach, and themes that hold codes and extracts.

    Themes are named by name (letter case does not matter) or GUID. Every change is one step of `study.undo()`.

    Args:
        store: The study file.
        name: Name of the analysis; made when it is not there yet.
        approach: One of `teema.records.APPROACHES`, or its name in words; None keeps what it is (`reflexive` for a new
            analysis).
        unit: Unit of analysis in the researcher's words, such as *ajatuskokonaisuus*.
        language: Language of the level names.

    Raises:
        UnusableValueError: There is no such approach.
    """

    def name_history(self, theme: str) -> pd.DataFrame:
        """Return what a theme was called: `time`, `coder`, `name`, oldest first; names that were undone are left out.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("TA")
            >>> _ = ta.add("Luottamus")
            >>> _ = ta.rename("Luottamus", "Luottamus kantaa kuntoutusta")
            >>> ta.name_history("Luottamus kantaa kuntoutusta")["name"].tolist()
            ['Luottamus', 'Luottamus kantaa kuntoutusta']
        """
        return name_history(self._store, self[theme].id)
