"""Edges between the themes of an analysis."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.records import RELATIONS, Relation, new_id
from teema.themes.analysis_row import AnalysisRow
from teema.themes.choices import choice
from teema.themes.evidence import drop_relation
from teema.themes.frames import relations_frame

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Relations"]


class Relations(AnalysisRow):
    """Themes that relate to each other, contrast, lead to or overlap."""

    @property
    def relations(self) -> pd.DataFrame:
        """The edges between themes: `source`, `target`, `kind`, `label`, `evidence` (how many extracts)."""
        return relations_frame(self._store, self.id)

    def relate(self, source: str, target: str, kind: str = "relates", *, label: str = "") -> Relation:
        """Draw an edge between two themes; the same edge again only changes its label.

        Args:
            source: Where the edge starts.
            target: Where it ends.
            kind: `relates`, `contrasts`, `leads_to` or `overlaps`, or as the map says it (*johtaa*). What is part of
                another is moved under it: `move`.
            label: A word or two beside the edge.

        Raises:
            UnusableValueError: No such kind, or a theme with itself.
        """
        if kind == "part_of":
            raise UnusableValueError(
                "Belonging is the place of a theme and no relation beside it.", where=f"{source} – {target}",
                hint=f"Move the one under the other: ta.move({source!r}, {target!r})",
            )  # fmt: skip
        meant = choice("kind", kind, RELATIONS, "maps.")
        start, end = self[source], self[target]
        if start.id == end.id:
            raise UnusableValueError(f"{start.name!r} cannot be related to itself.", hint="Name two themes.")
        same = self._store.rows(
            "SELECT id FROM relations WHERE source = ? AND target = ? AND kind = ?", (start.id, end.id, meant)
        )
        relation = Relation(
            analysis=self.id, source=start.id, target=end.id, kind=meant, label=label,
            id=same[0]["id"] if same else new_id(),
        )  # fmt: skip
        with self._store.step("theme.relate", f"{start.name} – {end.name}") as step:
            step.put("relations", asdict(relation))
        return relation

    def unrelate(self, source: str, target: str, kind: str | None = None) -> None:
        """Remove the edges between two themes, of one kind or of all.

        Raises:
            NotFoundError: There is no such edge.
        """
        start, end = self[source], self[target]
        rows = self._store.rows(
            "SELECT * FROM relations WHERE (source, target) IN ((?1, ?2), (?2, ?1))", (start.id, end.id)
        )
        rows = [row for row in rows if kind in (None, row["kind"])]
        if not rows:
            known = [f"{a} – {b}" for a, b in self.relations[["source", "target"]].values]
            raise NotFoundError.of("relation", f"{start.name} – {end.name}", known, where=self.name)
        with self._store.step("theme.unrelate", f"{start.name} – {end.name}") as step:
            for row in rows:
                drop_relation(self._store, step, row["id"])
