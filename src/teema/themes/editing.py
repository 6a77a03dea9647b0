"""Making themes and changing them one at a time: name, texts, place in the tree, level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.records import THEME_KINDS, Theme, ThemeKind
from teema.themes.analysis_row import clean_name, theme_kind, theme_row
from teema.themes.members import Members
from teema.themes.relations import Relations
from teema.trees import descendants

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Step

__all__ = ["Editing"]

_EDITABLE = ("kind", "definition", "concept", "story", "candidate", "boundary")


class Editing(Members, Relations):
    """Themes that are added, renamed, defined, moved, promoted and demoted."""

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
        boundary: str = "",
        candidate: bool = False,
    ) -> Theme:
        """Add a theme that holds codes, and return it.

        Args:
            name: What the theme says; a sentence or phrase serves better than a topic word.
            codes: Names of the codes it holds.
            parent: The theme above it.
            kind: `unifying`, `overarching`, `theme` or `subtheme`; None takes the level below the parent's, else theme.
            definition: Scope: what the theme takes in.
            concept: The central organising concept.
            story: What the theme tells, in a few sentences.
            boundary: What the theme is not.
            candidate: Provisional; drawn with a dashed outline.

        Raises:
            NotFoundError: There is no such code or parent.
            UnusableValueError: The name is empty or taken, or the kind is none of the four.
        """
        above = self[parent] if parent else None
        theme = Theme(
            analysis=self.id, name=self._free_name(name), parent=above.id if above else None,
            kind=theme_kind(kind) if kind else _below(above), definition=definition, concept=concept, story=story,
            boundary=boundary, candidate=candidate, position=self._next_position(),
        )  # fmt: skip
        with self._store.step("theme.add", theme.name) as step:
            step.put("themes", theme_row(theme))
            self._hold(step, theme.id, [codes] if isinstance(codes, str) else codes)
        return theme

    def add_all(self, themes: pd.DataFrame, relations: pd.DataFrame | None = None) -> list[Theme]:
        """Add many themes and relations as one step; themes whose names are there already are left as they are.

        Args:
            themes: `theme` or `name`, and any of `parent`, `kind`, `definition`, `concept`, `story`, `boundary`,
                `candidate` (true, or any word) and `codes` (names joined by `;`). A parent stands before its children.
            relations: `source`, `target`, `kind`, `label`.
        """
        added = []
        texts = ("definition", "concept", "story", "boundary")
        with self._store.step("theme.add_all") as step:
            for row in themes.rename(columns={"name": "theme"}).fillna("").to_dict("records"):
                if row["theme"] in self:
                    continue
                codes = [code.strip() for code in str(row.get("codes", "")).split(";") if code.strip()]
                added.append(
                    self.add(
                        row["theme"], codes, parent=row.get("parent") or None, kind=row.get("kind") or None,
                        candidate=bool(row.get("candidate")), **{name: row[name] for name in texts if row.get(name)},
                    )
                )  # fmt: skip
            if relations is not None:
                for row in relations.fillna("").to_dict("records"):
                    self.relate(row["source"], row["target"], row["kind"], label=row.get("label", ""))
            step.summary = str(len(added))
        return added

    def rename(self, theme: str, name: str) -> Theme:
        """Give a theme a new name; the journal keeps the former ones, see `name_history`."""
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
            new["kind"] = theme_kind(new["kind"])
        old = self[theme]
        return self._change(old, "theme.edit", old.name, **new)

    def move(self, theme: str, parent: str | None, *, before: str | None = None) -> Theme:
        """Put a theme under another, or at the top with None; its kind stays.

        Args:
            theme: The theme.
            parent: The theme above it.
            before: The sister that will follow it; None leaves it in its turn, as it was added.

        Raises:
            UnusableValueError: The new parent is the theme itself or stands below it, or `before` is no sister there.

        Example:
            >>> ta = getfixture("study").analysis("TA")
            >>> for name in ("Luottamus", "Kiire", "Arki"):
            ...     _ = ta.add(name)
            >>> _ = ta.move("Arki", None, before="Kiire")
            >>> ta.themes["theme"].tolist()
            ['Luottamus', 'Arki', 'Kiire']
        """
        old = self[theme]
        above = self[parent] if parent else None
        self._check_not_below(old, above)
        summary = f"{old.name} → {above.name if above else '–'}"
        target = above.id if above else None
        if before is None:
            also = None if old.also == target else old.also
            return self._change(old, "theme.move", summary, parent=target, also=also)
        follower = self[before]
        if follower.parent != target or follower.id == old.id:
            raise UnusableValueError(
                f"{old.name!r} cannot stand before {follower.name!r}, which does not stand there.",
                where=self.name, hint="Name a theme with the same parent.",
            )  # fmt: skip
        with self._store.step("theme.move", summary) as step:
            self.move(old.id, target)
            self._put_in_order(step, old.id, follower.id)
        return self[old.id]

    def also(self, theme: str, box: str | None) -> Theme:
        """Let a theme be seen as a second kind too: under another box of the frame, without leaving its own.

        Args:
            theme: The theme.
            box: The theme under which it is also seen; None takes that back.

        Raises:
            UnusableValueError: The box is the theme itself, the one above it, or stands below it.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("Malli", frame="logic-model")
            >>> _ = ta.add("Luottamus rakentuu", parent="Ydinelementit")
            >>> _ = ta.also("Luottamus rakentuu", "Mekanismit")
            >>> ta.themes.query("also == 'Mekanismit'")[["theme", "parent"]].values.tolist()
            [['Luottamus rakentuu', 'Ydinelementit']]
        """
        old = self[theme]
        other = self[box] if box else None
        if other is not None and other.id == old.parent:
            raise UnusableValueError(
                f"{old.name!r} stands under {other.name!r} already.", where=self.name, hint="Name another box."
            )
        self._check_not_below(old, other)
        summary = f"{old.name} → {other.name if other else '–'}"
        return self._change(old, "theme.also", summary, also=other.id if other else None)

    # -- levels

    def promote(self, name: str, *, as_theme: str | None = None) -> Theme:
        """Raise a theme by a level, or make a code a theme of its own.

        A sub-theme becomes a theme and leaves the theme above it; a theme becomes an overarching one. A code that a
        theme holds leaves it: Braun & Clarke (2006) let some codes become themes and others sub-themes.

        Args:
            name: Name of a theme, or of a code when no theme is called so.
            as_theme: Name of the new theme, where a code is promoted; None keeps the code's.

        Raises:
            NotFoundError: There is neither such a theme nor such a code.
            UnusableValueError: The theme is on the highest level.
        """
        if name not in self and name in self._codebook:
            return self._promote_code(name, as_theme)
        old = self[name]
        level = THEME_KINDS.index(old.kind)
        if level == 0:
            raise UnusableValueError(
                f"{old.name!r} is on the highest level ({self.levels[old.kind]}) already.", where=self.name,
                hint="Move it with ta.move(theme, parent), or raise the themes below it.",
            )  # fmt: skip
        kind, parents = THEME_KINDS[level - 1], {theme.id: theme for theme in self._themes()}
        above = parents[old.parent] if old.parent else None
        while above is not None and THEME_KINDS.index(above.kind) >= level - 1:
            above = parents[above.parent] if above.parent else None
        summary = f"{old.name}: {self.levels[old.kind]} → {self.levels[kind]}"
        return self._change(old, "theme.promote", summary, kind=kind, parent=above.id if above else None)

    def demote(self, theme: str, *, under: str | None = None) -> Theme:
        """Lower a theme by a level, or to the level below the theme that it comes under; it is never raised.

        Args:
            theme: The theme.
            under: The theme that it comes under; None leaves it where it is. Under an overarching theme a theme stays
                a theme, and below a theme it becomes a sub-theme.

        Raises:
            UnusableValueError: The theme is on the lowest level, or would come under itself or one below it.
        """
        old = self[theme]
        level = THEME_KINDS.index(old.kind)
        if level == len(THEME_KINDS) - 1:
            raise UnusableValueError(
                f"{old.name!r} is on the lowest level ({self.levels[old.kind]}) already.", where=self.name,
                hint="Put it under another with ta.move(theme, parent), or merge it with ta.merge(theme, into).",
            )  # fmt: skip
        above = self[under] if under else None
        self._check_not_below(old, above)
        below = level if above is None else THEME_KINDS.index(above.kind)
        kind = THEME_KINDS[max(level, min(below + 1, len(THEME_KINDS) - 1))]
        change = f"{self.levels[old.kind]} → {self.levels[kind]}"
        summary = f"{old.name} → {above.name}" if above and kind == old.kind else f"{old.name}: {change}"
        return self._change(old, "theme.demote", summary, kind=kind, parent=above.id if above else old.parent)

    # -- helpers

    def _promote_code(self, name: str, as_theme: str | None) -> Theme:
        code = self._codebook[name]
        rows = self._store.rows(
            "SELECT members.*, themes.parent, themes.name FROM members JOIN themes ON themes.id = members.theme"
            " WHERE themes.analysis = ? AND members.code = ? ORDER BY themes.position",
            (self.id, code.id),
        )
        with self._store.step("theme.promote", f"{code.name} → {as_theme or code.name}") as step:
            for row in rows:
                step.delete("members", row["id"])
            parent = rows[0]["parent"] if rows else None
            return self.add(as_theme or code.name, [code.name], parent=parent)

    def _put_in_order(self, step: Step, theme: str, follower: str) -> None:
        """Give the themes such positions that one stands directly before another; the others keep their order."""
        themes = self._themes()
        moved = self[theme]
        order = [item for item in themes if item.id != theme]
        order.insert([item.id for item in order].index(follower), moved)
        places = sorted(item.position for item in themes)
        if len(set(places)) < len(places):  # themes that were merged in from another copy may share a place
            places = list(range(len(places)))
        for item, position in zip(order, places, strict=True):
            if item.position != position:
                step.put("themes", theme_row(replace(item, position=position)))

    def _check_not_below(self, theme: Theme, above: Theme | None) -> None:
        parents = {item.id: item.parent for item in self._themes()}
        if above is not None and above.id in [theme.id, *descendants(parents, theme.id)]:
            raise UnusableValueError(
                f"{theme.name!r} cannot go into {above.name!r}, which is itself or stands below it.",
                hint=f"Move {above.name!r} elsewhere first.",
            )

    def _free_name(self, name: str, own: Theme | None = None) -> str:
        clean = clean_name(name)
        for theme in self._themes():
            if theme.name.casefold() == clean.casefold() and (own is None or theme.id != own.id):
                raise UnusableValueError(
                    f"There is already a theme {theme.name!r} in this analysis.",
                    where=self.name,
                    hint="Use it, or choose another name.",
                )
        return clean


def _below(above: Theme | None) -> ThemeKind:
    """Return the usual kind of a theme under another."""
    if above is None:
        return "theme"
    return {"unifying": "overarching", "overarching": "theme"}.get(above.kind, "subtheme")  # type: ignore[return-value]
