"""The types of an analysis as the user holds them: cards, and how well each case's codes fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from teema.tables import Column, Table
from teema.terms import number, term
from teema.themes.typology import TypeRows, extracts_for_types, fits

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study

__all__ = ["Types"]


class Types(TypeRows):
    """Types (*tyypittely*) of an analysis, with their cards; `analysis.types`."""

    def __init__(self, study: Study, analysis: str, name: str) -> None:
        super().__init__(study.store, analysis)
        self._study = study
        self._name = name

    def fits(self) -> Table:
        """Show how well the codes of each case fit each type, as a proposal that changes nothing.

        Returns:
            Table with `case`, `type`, `weight` (the share of the type's defining codes that the case has, 0–1),
            `present`, `lacking` (those codes), `placed` (the weight you gave; missing when you gave none) and `note`;
            one row for each case and type that have a code in common, or where the case was placed.
        """
        study, language = self._study, self._study.language
        frame = self._fits().merge(
            self.members.rename(columns={"weight": "placed"}), on=["case", "type"], how="left"
        ).assign(note=lambda found: found["note"].fillna(""))  # fmt: skip
        frame = frame[(frame["weight"] > 0) | frame["placed"].notna()].reset_index(drop=True)
        notes = [term("types.fit_note", language)]
        if self.codes.empty:
            notes.append(term("types.fit_no_codes", language))
        formats = {"weight": "percent", "placed": "number", "present": "wide-text", "lacking": "wide-text"}
        return Table(
            frame=frame,
            title=term("types.fit_title", language, name=self._name),
            notes=tuple(notes),
            columns=tuple(
                Column(name, term(f"types.column_{name}", study.language), formats.get(name, "text"))  # type: ignore[arg-type]
                for name in ("case", "type", "weight", "present", "lacking", "placed", "note")
            ),
            language=language,
        )

    def cards(self, *, extracts: int = 3) -> Table:
        """Show a card for each type: description, defining codes, cases, mean fit, and extracts from different answers.

        Args:
            extracts: How many extracts for each type.

        Returns:
            Table with `type`, `description`, `codes`, `cases` (how many, with weight above 0), `who`, `fit` (mean of
            what `fits` proposes for them; missing without cases or codes) and `extracts`.
        """
        import pandas as pd

        study, language = self._study, self._study.language
        marks, members, fitting = self.codes, self.members, self._fits()
        chosen = extracts_for_types(marks, members, study.codings, n=extracts)
        inside = members[members["weight"] > 0]
        rows = []
        for item in self:
            its = inside[inside["type"] == item.name]
            known = fitting[(fitting["type"] == item.name) & fitting["case"].isin(set(its["case"]))]
            rows.append(
                {
                    "type": item.name,
                    "description": item.description,
                    "codes": ", ".join(marks.loc[marks["type"] == item.name, "code"]),
                    "cases": len(its),
                    "who": ", ".join(_who(case, weight, language) for case, weight in its[["case", "weight"]].values),
                    "fit": float(known["weight"].mean()) if len(known) else float("nan"),
                    "extracts": "\n".join(f"”{text}”" for text in chosen.get(item.name, [])),
                }
            )
        names = ["type", "description", "codes", "cases", "who", "fit", "extracts"]
        formats = {"cases": "count", "fit": "percent", "type": "text"}
        placed = set(inside["case"])
        return Table(
            frame=pd.DataFrame(rows, columns=names),
            title=term("types.title", language, name=self._name),
            base=term("types.base", language, types=len(rows), placed=len(placed), cases=len(study.cases)),
            notes=tuple(self._notes(placed, inside, language)),
            columns=tuple(
                Column(name, term(f"types.column_{name}", language), formats.get(name, "wide-text"))  # type: ignore[arg-type]
                for name in names
            ),
            language=language,
        )

    def _notes(self, placed: set[str], inside: pd.DataFrame, language: str) -> list[str]:
        notes = [term("types.note_types", language)]
        outside = [case for case in self._study.cases.index if case not in placed]
        if placed and outside:
            notes.append(term("types.note_outside", language, cases=", ".join(outside)))
        if (inside["weight"] < 1).any():
            notes.append(term("types.note_weights", language))
        if len(inside):
            notes.append(term("types.note_fit", language))
        return notes

    def _fits(self) -> pd.DataFrame:
        study = self._study
        return fits(self.codes, study.codings, study.codebook.to_frame(), study.cases.index)

    def __repr__(self) -> str:
        return repr(self.cards())

    def _repr_html_(self) -> str:
        return self.cards()._repr_html_()


def _who(case: str, weight: float, language: str) -> str:
    return case if weight >= 1 else f"{case} ({number(weight, language, 2)})"
