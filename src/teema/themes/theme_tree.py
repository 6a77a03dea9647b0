"""The themes of one analysis: a tree above the codes, with relations between themes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from teema.coding.codebook import Codebook
from teema.errors import NotFoundError, TeemaError, UnusableValueError
from teema.records import RELATIONS, THEME_KINDS, Approach, Relation, Theme, ThemeKind, new_id
from teema.store import from_json
from teema.themes.approaches import checked, default_levels
from teema.themes.evidence import drop_relation, pass_on
from teema.themes.frames import members_frame, relations_frame, themes_frame, unplaced
from teema.trees import descendants

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Step, Store

__all__ = ["ThemeTree"]

_EDITABLE = ("kind", "definition", "concept", "story", "candidate", "boundary")


class ThemeTree:
    """One way of working on the codes: an approach, and themes that hold codes.

    Themes are named by name (letter case does not matter) or GUID. Every change is one step of `study.undo()`.

    Args:
        store: The study file.
        name: Name of the analysis; made when it is not there yet.
        approach: One of `teema.records.APPROACHES`; None keeps what it is (`reflexive` for a new analysis).
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
        self.language = language
        rows = store.rows("SELECT * FROM analyses")
        same = [row for row in rows if name.casefold() in (row["name"].casefold(), row["id"])]
        row = same[0] if same else self._new(name, approach or "reflexive", len(rows))
        wanted = {**row, "unit": unit or row["unit"]}
        if approach and approach != row["approach"]:
            levels = default_levels(checked(approach), language)
            wanted |= {"approach": approach, "levels": json.dumps(levels, ensure_ascii=False)}
        if not same or wanted != row:
            with store.step("analysis.set", wanted["name"]) as step:
                step.put("analyses", wanted)
        self.id = str(row["id"])

    def _new(self, name: str, approach: str, position: int) -> Row:
        levels = json.dumps(default_levels(checked(approach), self.language), ensure_ascii=False)
        name = _clean(name)
        return {
            "id": new_id(), "name": name, "approach": approach, "unit": "", "levels": levels, "position": position,
            "frame": "",
        }  # fmt: skip

    # -- reading

    @property
    def name(self) -> str:
        """Name of the analysis."""
        return str(self._row()["name"])

    @property
    def approach(self) -> Approach:
        """The approach, which sets defaults and locks nothing."""
        return checked(self._row()["approach"])

    @property
    def unit(self) -> str:
        """The unit of analysis in the researcher's words."""
        return str(self._row()["unit"])

    @property
    def levels(self) -> dict[str, str]:
        """What the levels of the tree are called: `unifying`, `overarching`, `theme`, `subtheme`."""
        named: dict[str, str] = from_json(self._row()["levels"], f"levels of {self.name}")
        return default_levels(self.approach, self.language) | named

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

    @property
    def members(self) -> pd.DataFrame:
        """The codes that the themes hold: `theme`, `code`."""
        return members_frame(self._store, self.id)

    @property
    def relations(self) -> pd.DataFrame:
        """The edges between themes: `source`, `target`, `kind`, `label`, `evidence` (how many extracts)."""
        return relations_frame(self._store, self.id)

    @property
    def unplaced(self) -> list[str]:
        """Names of the codes that no theme holds, neither themselves nor through a code above them."""
        return unplaced(self._codebook.to_frame(), self.members)

    # -- themes

    def add(
        self,
        name: str,
        codes: Iterable[str] = (),
        *,
        parent: str | None = None,
        kind: str | None = None,
        definition: str = "",
        concept: str = "",
        story: str = "",
        candidate: bool = False,
    ) -> Theme:
        """Add a theme that holds codes, and return it.

        Args:
            name: What the theme says; a sentence or phrase serves better than a topic word.
            codes: Names of the codes it holds.
            parent: The theme above it.
            kind: `overarching`, `theme` or `subtheme`; None takes subtheme under a theme, else theme.
            definition: Scope and boundaries.
            concept: The central organising concept.
            story: What the theme tells, in a few sentences.
            candidate: Provisional; drawn with a dashed outline.

        Raises:
            NotFoundError: There is no such code or parent.
            UnusableValueError: The name is empty or taken, or the kind is none of the three.
        """
        above = self[parent] if parent else None
        default: ThemeKind = "subtheme" if above is not None and above.kind != "overarching" else "theme"
        theme = Theme(
            analysis=self.id, name=self._free_name(name), parent=above.id if above else None,
            kind=_kind(kind) if kind else default, definition=definition, concept=concept, story=story,
            candidate=candidate, position=self._next_position(),
        )  # fmt: skip
        with self._store.step("theme.add", theme.name) as step:
            step.put("themes", _row(theme))
            self._hold(step, theme.id, codes)
        return theme

    def add_all(self, themes: pd.DataFrame, relations: pd.DataFrame | None = None) -> list[Theme]:
        """Add many themes and relations as one step; themes whose names are there already are left as they are.

        Args:
            themes: `theme` or `name`, and any of `parent`, `kind`, `definition`, `concept`, `story`, `candidate`
                (true, or any word) and `codes` (names joined by `;`). A parent stands before its children.
            relations: `source`, `target`, `kind`, `label`.
        """
        added = []
        with self._store.step("theme.add_all") as step:
            for row in themes.rename(columns={"name": "theme"}).fillna("").to_dict("records"):
                if row["theme"] in self:
                    continue
                texts = {name: row[name] for name in ("definition", "concept", "story") if row.get(name)}
                codes = [code.strip() for code in str(row.get("codes", "")).split(";") if code.strip()]
                added.append(
                    self.add(
                        row["theme"], codes, parent=row.get("parent") or None, kind=row.get("kind") or None,
                        candidate=bool(row.get("candidate")), **texts,
                    )
                )  # fmt: skip
            if relations is not None:
                for row in relations.fillna("").to_dict("records"):
                    self.relate(row["source"], row["target"], row["kind"], label=row.get("label", ""))
            step.summary = str(len(added))
        return added

    def rename(self, theme: str, name: str) -> Theme:
        """Give a theme a new name; the journal keeps the former ones."""
        old = self[theme]
        return self._change(old, "theme.rename", f"{old.name} → {name}", name=self._free_name(name, own=old))

    def edit(self, theme: str, **new: Any) -> Theme:
        """Change any of kind, definition, concept, story, candidate and boundary (what the theme is not).

        Raises:
            UnusableValueError: A field of another name, or no such kind.
        """
        for name in new:
            if name not in _EDITABLE:
                raise UnusableValueError.of("field", name, _EDITABLE)
        if "kind" in new:
            new["kind"] = _kind(new["kind"])
        old = self[theme]
        return self._change(old, "theme.edit", old.name, **new)

    def move(self, theme: str, parent: str | None) -> Theme:
        """Put a theme under another, or at the top with None.

        Raises:
            UnusableValueError: The new parent is the theme itself or stands below it.
        """
        old = self[theme]
        above = self[parent] if parent else None
        self._check_not_below(old, above)
        summary = f"{old.name} → {above.name if above else '–'}"
        return self._change(old, "theme.move", summary, parent=above.id if above else None)

    def merge(self, themes: str | Iterable[str], into: str) -> Theme:
        """Merge themes into one: their codes, sub-themes and relations become the kept theme's.

        Raises:
            UnusableValueError: A theme would be merged into itself or into a theme below it.
        """
        kept = self[into]
        sources = [self[theme] for theme in ([themes] if isinstance(themes, str) else themes)]
        for source in sources:
            self._check_not_below(source, kept)
        self._store.backup_before("theme.merge", sum(map(self._count, sources)))
        with self._store.step("theme.merge", f"{', '.join(s.name for s in sources)} → {kept.name}") as step:
            for source in sources:
                self._empty_into(step, source, kept.id, children_to=kept.id)
                step.delete("themes", source.id)
        return kept

    def split(self, theme: str, into: str, codes: Iterable[str], **new: Any) -> Theme:
        """Make a new theme beside one and move some of its codes there.

        Raises:
            NotFoundError: The theme does not hold a code.
        """
        old = self[theme]
        with self._store.step("theme.split", f"{old.name} → {into}"):
            chosen = list(codes)
            self.take_out(old.name, chosen)
            parent = self[old.parent].name if old.parent else None
            return self.add(into, chosen, parent=parent, kind=old.kind, **new)

    def drop(self, theme: str, *, move_to: str | None = None, reason: str = "") -> None:
        """Drop a theme; its codes go to another theme, or become unplaced, and its sub-themes move up.

        Args:
            theme: The theme to drop.
            move_to: The theme that takes over its codes.
            reason: Why; kept in the journal.
        """
        old = self[theme]
        target = self[move_to] if move_to else None
        if target is not None and target.id == old.id:
            raise UnusableValueError(f"{old.name!r} cannot take over its own codes.", hint="Choose another theme.")
        self._store.backup_before("theme.drop", self._count(old))
        with self._store.step("theme.drop", f"{old.name}: {reason}" if reason else old.name) as step:
            self._empty_into(step, old, target.id if target else None, children_to=old.parent)
            step.delete("themes", old.id)

    # -- members and relations

    def place(self, theme: str, codes: str | Iterable[str]) -> None:
        """Put codes into a theme, beside any other theme that holds them."""
        found = self[theme]
        with self._store.step("theme.place", found.name) as step:
            self._hold(step, found.id, [codes] if isinstance(codes, str) else codes)

    def take_out(self, theme: str, codes: str | Iterable[str]) -> None:
        """Take codes out of a theme; the codes and their codings stay.

        Raises:
            NotFoundError: The theme does not hold a code.
        """
        found = self[theme]
        with self._store.step("theme.take_out", found.name) as step:
            for code in [codes] if isinstance(codes, str) else codes:
                held = self._codebook[code]
                rows = self._store.rows("SELECT id FROM members WHERE theme = ? AND code = ?", (found.id, held.id))
                if not rows:
                    inside = self.members.query("theme == @found.name")["code"]
                    raise NotFoundError.of("code", held.name, inside, where=f"theme {found.name!r}")
                step.delete("members", rows[0]["id"])

    def relate(self, source: str, target: str, kind: str = "relates", *, label: str = "") -> Relation:
        """Draw an edge between two themes; the same edge again only changes its label.

        Args:
            source: Where the edge starts.
            target: Where it ends.
            kind: `relates`, `contrasts`, `leads_to` or `overlaps`.
            label: A word or two beside the edge.

        Raises:
            UnusableValueError: No such kind, or a theme with itself.
        """
        if kind not in RELATIONS:
            raise UnusableValueError.of("kind", kind, RELATIONS)
        start, end = self[source], self[target]
        if start.id == end.id:
            raise UnusableValueError(f"{start.name!r} cannot be related to itself.", hint="Name two themes.")
        same = self._store.rows(
            "SELECT id FROM relations WHERE source = ? AND target = ? AND kind = ?", (start.id, end.id, kind)
        )
        relation = Relation(
            analysis=self.id, source=start.id, target=end.id, kind=kind, label=label,
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

    def _count(self, theme: Theme) -> int:
        """Return how many codings the codes of a theme have."""
        query = "SELECT count(*) AS n FROM members JOIN codings ON codings.code = members.code WHERE theme = ?"
        return int(self._store.rows(query, (theme.id,))[0]["n"])

    def _change(self, old: Theme, command: str, summary: str, **new: Any) -> Theme:
        changed = replace(old, **new)
        with self._store.step(command, summary) as step:
            step.put("themes", _row(changed))
        return changed

    def _hold(self, step: Step, theme: str, codes: Iterable[str]) -> None:
        held = {row["code"] for row in self._store.rows("SELECT code FROM members WHERE theme = ?", (theme,))}
        for name in codes:
            code = self._codebook[name].id
            if code not in held:
                held.add(code)
                step.put("members", {"id": new_id(), "theme": theme, "code": code, "extract": None, "reduced": None})

    def _empty_into(self, step: Step, source: Theme, target: str | None, *, children_to: str | None) -> None:
        """Hand a theme's members and edges to another (or let them go), and its sub-themes to a parent."""
        for child in self._store.rows("SELECT * FROM themes WHERE parent = ?", (source.id,)):
            step.put("themes", {**child, "parent": children_to})
        held = ("code", "extract", "reduced")
        rows = self._store.rows("SELECT * FROM members WHERE theme = ?", (target or "",))
        taken = [tuple(row[name] for name in held) for row in rows]
        for row in self._store.rows("SELECT * FROM members WHERE theme = ?", (source.id,)):
            if target is None or tuple(row[name] for name in held) in taken:
                step.delete("members", row["id"])
            else:
                step.put("members", {**row, "theme": target})
        for row in self._store.rows("SELECT * FROM relations WHERE ? IN (source, target)", (source.id,)):
            ends = [target if end == source.id else end for end in (row["source"], row["target"])]
            there = self._store.rows(
                "SELECT 1 FROM relations WHERE source = ? AND target = ? AND kind = ?", (*ends, row["kind"])
            )
            if target is not None and ends[0] != ends[1] and not there:
                step.put("relations", {**row, "source": ends[0], "target": ends[1]})
            else:
                drop_relation(self._store, step, row["id"])
        step.delete("places", source.id)
        pass_on(self._store, step, source.id, target)

    def _check_not_below(self, theme: Theme, above: Theme | None) -> None:
        parents = {item.id: item.parent for item in self._themes()}
        if above is not None and above.id in [theme.id, *descendants(parents, theme.id)]:
            raise UnusableValueError(
                f"{theme.name!r} cannot go into {above.name!r}, which is itself or stands below it.",
                hint=f"Move {above.name!r} elsewhere first.",
            )

    def _free_name(self, name: str, own: Theme | None = None) -> str:
        clean = _clean(name)
        for theme in self._themes():
            if theme.name.casefold() == clean.casefold() and (own is None or theme.id != own.id):
                raise UnusableValueError(
                    f"There is already a theme {theme.name!r} in this analysis.",
                    where=self.name,
                    hint="Use it, or choose another name.",
                )
        return clean

    def _next_position(self) -> int:
        return int(self._store.rows("SELECT coalesce(max(position), -1) + 1 AS next FROM themes")[0]["next"])


def _row(theme: Theme) -> Row:
    return {**asdict(theme), "candidate": int(theme.candidate), "holding": int(theme.holding)}


def _clean(name: str) -> str:
    clean = " ".join(name.split())
    if not clean:
        raise UnusableValueError("The name is empty.", hint="Give a name of at least one letter.")
    return clean


def _kind(kind: str) -> ThemeKind:
    for known in THEME_KINDS:
        if kind == known:
            return known
    raise UnusableValueError.of("kind", kind, THEME_KINDS)
