"""One analysis of a study: its name, approach, levels and unit, and its themes as records."""

from __future__ import annotations

import json
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from teema.coding.codebook import Codebook
from teema.errors import NotFoundError, TeemaError, UnusableValueError
from teema.records import THEME_KINDS, Approach, Theme, ThemeKind, new_id
from teema.store import from_json
from teema.themes.approaches import approach_text, checked, default_levels, wording
from teema.themes.frames import themes_frame

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Store
    from teema.terms import Wording

__all__ = ["AnalysisRow", "clean_name", "theme_kind", "theme_row"]


class AnalysisRow:
    """An analysis by name, made when it is not there; what `ThemeTree` is built on.

    Args:
        store: The study file.
        name: Name of the analysis.
        approach: One of `teema.records.APPROACHES`, or its name in words; None keeps what it is (`reflexive` for a new
            analysis).
        unit: Unit of analysis in the researcher's words, such as *ajatuskokonaisuus*.
        language: Language of the level names.

    Raises:
        UnusableValueError: There is no such approach.
    """

    def __init__(
        self, store: Store, name: str, *, approach: str | None = None, unit: str = "", language: str = "fi"
    ) -> None:
        self._store = store
        self._codebook = Codebook(store)
        self._language = language
        known = None if approach is None else checked(approach)
        rows = store.rows("SELECT * FROM analyses")
        same = [row for row in rows if name.casefold() in (row["name"].casefold(), row["id"])]
        row = same[0] if same else self._new(name, known or "reflexive", len(rows))
        wanted = {**row, "unit": unit or row["unit"]}
        if known is not None and known != row["approach"]:
            wanted |= {"approach": known, "levels": _as_json(self._levels_for(row, known))}
        if not same or wanted != row:
            with store.step("analysis.set", wanted["name"]) as step:
                step.put("analyses", wanted)
        self.id = str(row["id"])

    def _new(self, name: str, approach: Approach, position: int) -> Row:
        levels = _as_json(default_levels(approach, self._language))
        return {
            "id": new_id(), "name": clean_name(name), "approach": approach, "unit": "", "levels": levels,
            "position": position, "frame": "",
        }  # fmt: skip

    def _levels_for(self, row: Row, approach: Approach) -> dict[str, str]:
        """Return the level names of another approach; those that were renamed stay."""
        named: dict[str, str] = from_json(row["levels"], f"levels of {row['name']}")
        usual = default_levels(checked(row["approach"]), self._language)
        renamed = {kind: word for kind, word in named.items() if word != usual.get(kind)}
        return default_levels(approach, self._language) | renamed

    # -- what it is

    @property
    def language(self) -> Wording:
        """The language of what is shown, which says themes or classes as the levels are called."""
        return wording(self._language, self.approach, self.levels)

    @language.setter
    def language(self, language: str) -> None:
        self._language = language

    @property
    def name(self) -> str:
        """Name of the analysis."""
        return str(self._row()["name"])

    @property
    def approach(self) -> Approach:
        """The approach, which sets defaults and locks nothing."""
        return checked(self._row()["approach"])

    @property
    def approach_text(self) -> str:
        """The approach in the words of a method section, with the levels and the unit of analysis."""
        unifying = any(theme.kind == "unifying" for theme in self._themes())
        return approach_text(self.approach, self.language, levels=self.levels, unit=self.unit, unifying=unifying)

    @property
    def unit(self) -> str:
        """The unit of analysis in the researcher's words."""
        return str(self._row()["unit"])

    @property
    def frame(self) -> str:
        """The preset that the first themes were made from, such as `logic-model`; empty for none."""
        return str(self._row()["frame"])

    @property
    def levels(self) -> dict[str, str]:
        """What the levels of the tree are called: `unifying`, `overarching`, `theme`, `subtheme`."""
        named: dict[str, str] = from_json(self._row()["levels"], f"levels of {self.name}")
        return default_levels(self.approach, self._language) | named

    def rename_level(self, kind: str, name: str) -> None:
        """Call a level something else; an empty name takes the usual one again.

        Args:
            kind: `unifying`, `overarching`, `theme` or `subtheme`, or what the level is called now.
            name: The new name.

        Raises:
            UnusableValueError: There is no such level.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("Sisällönanalyysi", approach="content-analysis")
            >>> ta.rename_level("theme", "kokoava luokka")
            >>> ta.levels["theme"]
            'kokoava luokka'
        """
        called = {word.casefold(): key for key, word in self.levels.items()}
        level = theme_kind(called.get(kind.strip().casefold(), kind))
        usual = default_levels(self.approach, self._language)[level]
        word = " ".join(name.split()) or usual
        with self._store.step("analysis.rename_level", f"{self.levels[level]} → {word}") as step:
            step.put("analyses", {**self._row(), "levels": _as_json({**self.levels, level: word})})

    # -- its themes

    def __getitem__(self, theme: str) -> Theme:
        """Return a theme by name or GUID.

        Raises:
            NotFoundError: There is no such theme; the nearest names are in the message.
        """
        themes = self._themes()
        wanted = theme.strip().casefold()
        for item in themes:
            if wanted in (item.id, item.name.casefold()):
                return item
        raise NotFoundError.of("theme", theme, [item.name for item in themes], where=self.name)

    def __contains__(self, theme: object) -> bool:
        try:
            self[str(theme)]
        except NotFoundError:
            return False
        return True

    def __len__(self) -> int:
        return len(self._themes())

    @property
    def themes(self) -> pd.DataFrame:
        """One row per theme in tree order; columns as in `THEME_COLUMNS`, `parent` and `also` by name."""
        return themes_frame(self._themes())

    # -- helpers

    def _row(self) -> Row:
        rows = self._store.rows("SELECT * FROM analyses WHERE id = ?", (self.id,))
        if not rows:
            raise TeemaError("This analysis was undone.", hint="Make it again with study.analysis(...).")
        return rows[0]

    def _themes(self) -> list[Theme]:
        names = [field.name for field in fields(Theme)]
        rows = self._store.rows("SELECT * FROM themes WHERE analysis = ? ORDER BY position, name", (self.id,))
        flags = ("candidate", "holding")
        found: list[dict[str, Any]] = [{**row, **{name: bool(row[name]) for name in flags}} for row in rows]
        return [Theme(**{name: row[name] for name in names}) for row in found]

    def _change(self, old: Theme, command: str, summary: str, **new: Any) -> Theme:
        changed = replace(old, **new)
        with self._store.step(command, summary) as step:
            step.put("themes", theme_row(changed))
        return changed


def theme_row(theme: Theme) -> Row:
    """Return a theme as a row of the study file."""
    return {**asdict(theme), "candidate": int(theme.candidate), "holding": int(theme.holding)}


def clean_name(name: str) -> str:
    """Return a name on one line.

    Raises:
        UnusableValueError: It is empty.
    """
    clean = " ".join(name.split())
    if not clean:
        raise UnusableValueError("The name is empty.", hint="Give a name of at least one letter.")
    return clean


def theme_kind(kind: str) -> ThemeKind:
    """Return the kind of a theme.

    Raises:
        UnusableValueError: There is no such kind.
    """
    for known in THEME_KINDS:
        if kind == known:
            return known
    raise UnusableValueError.of("kind", kind, THEME_KINDS)


def _as_json(levels: dict[str, str]) -> str:
    return json.dumps(levels, ensure_ascii=False)
