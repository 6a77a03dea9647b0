"""Merging, splitting and dropping themes: what they hold goes on to another place, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError, UnusableValueError
from teema.records import Theme
from teema.themes.editing import Editing
from teema.themes.evidence import drop_relation, pass_on
from teema.themes.members import ExtractPlace
from teema.themes.placed import folded
from teema.trees import descendants

if TYPE_CHECKING:
    from teema.store import Step

__all__ = ["Restructuring"]


class Restructuring(Editing):
    """Themes that are merged, split and dropped."""

    def merge(self, themes: str | Iterable[str], into: str) -> Theme:
        """Merge themes into one: what they hold, their sub-themes and relations become the kept theme's.

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

    def split(
        self, theme: str, into: str, codes: Iterable[str] = (), *,
        extracts: ExtractPlace | Iterable[ExtractPlace] = (), reduced: str | Iterable[str] = (), **new: Any,
    ) -> Theme:  # fmt: skip
        """Make a new theme beside one and move some of its codes and extracts there.

        A single extract moves. An extract that comes with a code gets a code of its own below that code, named as the
        new theme, and the new theme holds it: the code as a whole, and other analyses, stay as they were.

        Args:
            theme: The theme to split.
            into: Name of the new theme.
            codes: Codes to move.
            extracts: Extracts to move, by GUID or place; see `place_extract`.
            reduced: Reduced expressions to move.
            **new: Fields of the new theme, as in `add`.

        Raises:
            NotFoundError: The theme does not hold a code, an extract or a reduced expression.
        """
        old = self[theme]
        with self._store.step("theme.split", f"{old.name} → {into}") as step:
            chosen = [codes] if isinstance(codes, str) else list(codes)
            self.take_out(old.name, chosen)
            single, coded = self._of_theme(step, old, extracts)
            single += self._reduced_of(old, [reduced] if isinstance(reduced, str) else reduced)
            parent = self[old.parent].name if old.parent else None
            sisters = [item.id for item in self._themes() if item.parent == old.parent]
            made = self.add(into, chosen, parent=parent, **{"kind": old.kind, **new})
            for follower in sisters[sisters.index(old.id) + 1 :][:1]:
                self._put_in_order(step, made.id, follower)  # it belongs beside the theme it came from
            for member in single:
                row = self._store.rows("SELECT * FROM members WHERE id = ?", (member,))[0]
                step.put("members", {**row, "theme": made.id})
            for code, codings in coded.items():
                self._hold(step, made.id, [self._code_for(step, code, made.name, codings)])
        return made

    def drop(self, theme: str, *, move_to: str | None = None, reason: str = "") -> None:
        """Drop a theme; what it holds goes to another place, and its sub-themes move up.

        Notes on the theme go the same way, and without such a place become notes on the study.

        Without `move_to` it goes to the theme that holds what has no place yet (`ta.holding()`), where there is one;
        else codes become unplaced, and extracts that are in no code make such a theme.

        Args:
            theme: The theme to drop.
            move_to: The theme that takes over what it holds.
            reason: Why; kept in the journal.

        Raises:
            UnusableValueError: The theme cannot take over from itself, or holds what would be lost.
        """
        old = self[theme]
        target = self[move_to] if move_to else None
        if target is not None and target.id == old.id:
            raise UnusableValueError(f"{old.name!r} cannot take over its own codes.", hint="Choose another theme.")
        uncoded = target is None and self._has_uncoded(old)
        if uncoded and old.holding:
            raise UnusableValueError(
                f"{old.name!r} holds extracts that are in no code and would be lost.", where=self.name,
                hint=f"Say where they go: ta.drop({old.name!r}, move_to=…), or code them first.",
            )  # fmt: skip
        self._store.backup_before("theme.drop", self._count(old))
        with self._store.step("theme.drop", f"{old.name}: {reason}" if reason else old.name) as step:
            if target is None and not old.holding and (uncoded or self._holding()):
                # Only what it holds goes there: the relations and the evidence of a dropped theme end with it.
                self._hand_over_members(step, old.id, self.holding().id)
                self._hand_over_notes(step, old, self.holding().id)
            self._empty_into(step, old, target.id if target else None, children_to=old.parent)
            step.delete("themes", old.id)

    # -- helpers

    def _hand_over_notes(self, step: Step, source: Theme, target: str | None) -> None:
        """Give the notes on a theme to another; without one they become notes on the study that name the theme."""
        for row in self._store.rows("SELECT * FROM memos WHERE target_kind = 'theme' AND target = ?", (source.id,)):
            new = {"target_kind": "study", "target": "", "text": f"{source.name}: {row['text']}"}
            step.put("memos", {**row, **({"target": target} if target else new)})

    def _has_uncoded(self, theme: Theme) -> bool:
        """Say whether a theme holds extracts that no code holds."""
        query = (
            "SELECT 1 FROM members WHERE theme = ? AND extract IS NOT NULL"
            " AND NOT EXISTS (SELECT 1 FROM codings WHERE codings.extract = members.extract)"
        )
        return bool(self._store.rows(query, (theme.id,)))

    def _of_theme(
        self, step: Step, theme: Theme, extracts: ExtractPlace | Iterable[ExtractPlace]
    ) -> tuple[list[str], dict[str, list[str]]]:
        """Return the members that are single extracts, and the codings of the others by their code."""
        chosen = list(dict.fromkeys(self.extract_ids(step, extracts)))
        held = self._held(theme.id, "extract")
        codes = self._codes_within(theme)
        single = [held[extract] for extract in chosen if extract in held]
        coded: dict[str, list[str]] = {}
        for extract in chosen:
            rows = self._store.rows("SELECT id, code FROM codings WHERE extract = ?", (extract,))
            inside = [row for row in rows if row["code"] in codes]
            if not inside and extract not in held:
                raise NotFoundError(
                    f"The theme {theme.name!r} does not hold the extract {self._quote(extract)}.",
                    where=self.name,
                    hint="The extracts of a theme stand in ta.codings, column extract; one that comes with a reduced"
                    " expression goes with it: ta.split(theme, into, reduced=[…]).",
                )
            for row in inside:
                coded.setdefault(row["code"], []).append(row["id"])
        return single, coded

    def _reduced_of(self, theme: Theme, reduced: Iterable[str]) -> list[str]:
        """Return the members of a theme that are these reduced expressions."""
        held = {folded(words): key for words, key in self._held(theme.id, "reduced").items()}
        wanted = {folded(words): words for words in reduced}
        for key, words in wanted.items():
            if key not in held:
                known = list(self._held(theme.id, "reduced"))
                raise NotFoundError.of("reduced expression", words, known, where=f"theme {theme.name!r}")
        return [held[key] for key in wanted]

    def _codes_within(self, theme: Theme) -> set[str]:
        """Return the GUIDs of the codes whose codings count for a theme, sub-codes with them."""
        parents = {code.id: code.parent for code in self._codebook}
        own = set(self._held(theme.id, "code"))
        elsewhere = {
            str(row["code"])
            for row in self._store.rows(
                "SELECT members.code FROM members JOIN themes ON themes.id = members.theme"
                " WHERE themes.analysis = ? AND members.code IS NOT NULL",
                (self.id,),
            )
        } - own
        found = set(own)
        for code in own:
            below = descendants(parents, code)
            lost = {item for other in below if other in elsewhere for item in [other, *descendants(parents, other)]}
            found |= set(below) - (lost - own)
        return found

    def _code_for(self, step: Step, code: str, name: str, codings: list[str]) -> str:
        """Make a code below another for some of its codings, and return its name."""
        above = self._codebook[code]
        free = name if name not in self._codebook else f"{name} ({above.name})"
        number = 2
        while free in self._codebook:
            free, number = f"{name} ({above.name}, {number})", number + 1
        made = self._codebook.add(free, parent=above.name)
        for coding in codings:
            row = self._store.rows("SELECT * FROM codings WHERE id = ?", (coding,))[0]
            step.put("codings", {**row, "code": made.id})
        return made.name

    def _empty_into(self, step: Step, source: Theme, target: str | None, *, children_to: str | None) -> None:
        """Hand a theme's members and edges to another (or let them go), and its sub-themes to a parent."""
        for child in self._store.rows("SELECT * FROM themes WHERE parent = ?", (source.id,)):
            step.put("themes", {**child, "parent": children_to})
        self._hand_over_members(step, source.id, target)
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
        self._hand_over_notes(step, source, target)
        pass_on(self._store, step, source.id, target)
