"""One sitting with the themes of one or more analyses: the boards, and every command that the theme board can give.

Nothing here knows of widgets. A command that returned is on disk; merging and dropping can be asked first what would
happen, which is found out by doing it and taking it back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from teema.coding import Codebook
from teema.errors import NotFoundError, TeemaError, UnusableValueError
from teema.records import THEME_KINDS
from teema.terms import Wording, number, term, words_of_node
from teema.trees import descendants
from teema.widgets.board_screen import board_rows, card_rows, coded_extracts, example_of, theme_numbers
from teema.widgets.book_screen import Numbers, changed_lines, numbers_of
from teema.widgets.command_session import CommandSession

if TYPE_CHECKING:
    import pandas as pd

    from teema.records import Theme, ThemeKind
    from teema.store import Store
    from teema.themes import ThemeTree

__all__ = ["BoardSession"]

Shown = dict[str, Any]


class BoardSession(CommandSession):
    """Analyses as boards.

    Args:
        store: The study file, open for writing.
        trees: The analyses, as they stand from left to right.
        language: Language of what is said.
    """

    def __init__(self, store: Store, trees: Sequence[ThemeTree], *, language: str) -> None:
        nodes = dict.fromkeys(tree.language.node for tree in trees)
        super().__init__(
            store,
            language=Wording.of(language, node="/".join(nodes)),
            commands={
                "place": self._place, "add": self._add, "rename": self._rename, "move": self._move,
                "candidate": self._candidate, "merge": self._merge, "drop": self._drop, "example": self._example,
                "about": self._about, "refresh": self._refresh,
            },
        )  # fmt: skip
        self._trees = {tree.id: tree for tree in trees}
        self._seen = -1
        self._coded: pd.DataFrame | None = None
        self._shown: Shown = {}

    # -- what is shown

    def boards(self) -> Shown:
        """Return `boards` from left to right, `codes` in tree order, and whether the study is `readonly`."""
        with self._guard:
            revision = self.store.revision()
            if revision != self._seen:
                self._shown = self._counted()
                self._seen = revision
            return {**self._shown, "readonly": self.store.read_only}

    def _counted(self) -> Shown:
        done = {row["command"] for row in self.store.rows("SELECT command FROM journal WHERE event > ?", (self._seen,))}
        if self._coded is None or any(not command.startswith("theme.") for command in done):
            self._coded = coded_extracts(self.store)
        rows = card_rows(self.store, {})
        parents = {row["id"]: row["parent"] for row in rows}
        numbers: dict[str, Numbers] = numbers_of(self._coded, parents)
        boards = [
            board_rows(self.store, tree, parents, theme_numbers(self.store, tree, self._coded, parents))
            for tree in self._trees.values()
        ]
        if "/" in str(getattr(self.language, "node", "")):  # then each board has words of its own
            for board, tree in zip(boards, self._trees.values(), strict=True):
                board["words"] = words_of_node("widgets", tree.language)
        return {"boards": boards, "codes": [{**row, "cases": numbers[row["id"]].cases} for row in rows]}

    def _refresh(self) -> Shown:
        """Show what was done elsewhere."""
        return {}

    def _example(self, *, code: str) -> Shown:
        """Return what is told of a card: its definition, and an extract of its own or of a code below it."""
        found = self._code(code)
        parents = {row["id"]: row["parent"] for row in card_rows(self.store, {})}
        extract = example_of(self.store, [code, *descendants(parents, code)])
        return {"definition": found.definition, "extract": extract}

    def _about(self, *, board: str, theme: str) -> Shown:
        """Return what is told of a theme: its texts, and what it holds that is no code."""
        tree = self._tree(board)
        found = self._theme(tree, theme)
        rows = self.store.rows(
            "SELECT coalesce(extracts.quote, members.reduced) AS text FROM members"
            " LEFT JOIN extracts ON extracts.id = members.extract"
            " WHERE members.theme = ? AND members.code IS NULL ORDER BY members.id LIMIT 5",
            (found.id,),
        )
        texts = {name: getattr(found, name) for name in ("definition", "concept", "boundary")}
        return {**texts, "single": [row["text"] for row in rows]}

    # -- cards

    def _place(
        self, *, board: str, code: str, theme: str | None = None, source: str | None = None, copy: bool = False
    ) -> Shown:
        """Put a code into a theme; out of the theme it came from, unless it is copied. Without a theme: take it out."""
        tree, card = self._tree(board), self._code(code)
        target = self._theme(tree, theme) if theme else None
        origin = self._theme(tree, source) if source else None
        if target is None:
            if origin is None:
                return self._tell(tree, "board_stays", code=card.name)
            tree.take_out(origin.id, card.id)
            if card.name in tree.unplaced:
                return self._tell(tree, "board_unplaced_now", code=card.name)
            return self._tell(tree, "board_taken_out", code=card.name, theme=origin.name)
        if origin is not None and origin.id == target.id:
            return self._tell(tree, "board_stays", code=card.name)
        with self.store.step("theme.place", target.name):
            if origin is not None and not copy:
                tree.take_out(origin.id, card.id)
            tree.place(target.id, card.id)
        copied = copy and origin is not None
        return self._tell(tree, "board_copied" if copied else "board_placed", code=card.name, theme=target.name)

    # -- themes

    def _add(
        self, *, board: str, name: str, code: str | None = None, source: str | None = None, copy: bool = False,
        parent: str | None = None,
    ) -> Shown:  # fmt: skip
        """Make a theme, of a card where one is given."""
        tree = self._tree(board)
        above = self._theme(tree, parent).id if parent else None
        card = self._code(code) if code else None
        origin = self._theme(tree, source) if source else None
        with self.store.step("theme.add", " ".join(name.split())):
            if origin is not None and card is not None and not copy:
                tree.take_out(origin.id, card.id)
            made = tree.add(name, [card.id] if card else [], parent=above)
        return {**self._tell(tree, "board_added", theme=made.name), "theme": made.id}

    def _rename(self, *, board: str, theme: str, name: str, was: str) -> Shown:
        tree = self._tree(board)
        old = self._theme(tree, theme)
        if old.name != was:
            raise UnusableValueError(
                term("widgets.board_other_name", tree.language, name=old.name),
                hint=term("widgets.board_other_name_hint", tree.language),
            )
        made = tree.rename(old.id, name)
        return self._tell(tree, "board_renamed", old=old.name, new=made.name)

    def _move(self, *, board: str, theme: str, parent: str | None = None, before: str | None = None) -> Shown:
        """Put a theme under another or at the top, and among its sisters; its level follows where it must."""
        tree = self._tree(board)
        old = self._theme(tree, theme)
        above = self._theme(tree, parent) if parent else None
        follower = self._theme(tree, before) if before else None
        kind = _kind_under(old, above)
        with self.store.step("theme.move", f"{old.name} → {above.name if above else '–'}"):
            if follower is not None:
                tree.move(old.id, above.id if above else None, before=follower.id)
            else:
                self._move_last(tree, old, above)
            if kind != old.kind:
                tree.edit(old.id, kind=kind)
        places = {"theme": old.name, "level": tree.levels[kind]}
        if above is None:
            return self._tell(tree, "board_moved_top", **places)
        return self._tell(tree, "board_moved", parent=above.name, **places)

    def _move_last(self, tree: ThemeTree, theme: Theme, above: Theme | None) -> None:
        """Put a theme after its sisters: before each of them that stands after it, once it is among them."""
        parent = above.id if above else None
        tree.move(theme.id, parent)
        order = [row["id"] for row in self._sisters(tree, parent)]
        if order[-1] != theme.id:
            for sister in order[order.index(theme.id) + 1 :]:
                tree.move(sister, parent, before=theme.id)

    def _sisters(self, tree: ThemeTree, parent: str | None) -> list[Any]:
        return self.store.rows(
            "SELECT id FROM themes WHERE analysis = ? AND parent IS ? ORDER BY position, name", (tree.id, parent)
        )

    def _candidate(self, *, board: str, theme: str, candidate: bool) -> Shown:
        tree = self._tree(board)
        made = tree.edit(self._theme(tree, theme).id, candidate=candidate)
        return self._tell(tree, "board_candidate" if candidate else "board_no_candidate", theme=made.name)

    def _merge(self, *, board: str, theme: str, into: str, apply: bool = False) -> Shown:
        """Say what merging a theme into another comes to; do it when `apply` is true."""
        tree = self._tree(board)
        source, kept = self._theme(tree, theme), self._theme(tree, into)
        done = self._tell(tree, "board_merged", theme=source.name, into=kept.name)
        return self._asked(lambda: tree.merge(source.id, kept.id), tree, source, apply=apply, done=done)

    def _drop(
        self, *, board: str, theme: str, reason: str = "", move_to: str | None = None, apply: bool = False
    ) -> Shown:
        """Say what dropping a theme comes to; do it when `apply` is true. What it holds goes to another place."""
        tree = self._tree(board)
        old = self._theme(tree, theme)
        target = self._theme(tree, move_to).id if move_to else None
        done = self._tell(tree, "board_dropped", theme=old.name)
        return self._asked(
            lambda: tree.drop(old.id, move_to=target, reason=reason.strip()), tree, old, apply=apply, done=done
        )

    def _asked(self, act: Callable[[], object], tree: ThemeTree, gone: Theme, *, apply: bool, done: Shown) -> Shown:
        """Do something that ends a theme, or say line by line what it would come to."""
        if apply:
            act()
            return done
        with self.store.trial() as changes:
            act()
        counts = dict.fromkeys(_LINES, 0)
        for change in changes:
            if change.table == "members" and change.before is not None:
                counts["members_gone" if change.after is None else "members_moved"] += 1
            elif change.table == "themes" and change.before is not None and change.after is not None:
                counts["themes_moved"] += change.before["parent"] == gone.id
            elif change.table == "relations" and change.before is not None:
                counts["relations_gone" if change.after is None else "relations_moved"] += 1
        counts["memos_moved"] = changed_lines(changes, None).get("memos_moved", 0)
        lines = [
            term(f"widgets.board_{name}", tree.language, n=number(n, tree.language)) for name, n in counts.items() if n
        ]
        return {"lines": lines or [term("widgets.board_nothing_else", tree.language)]}

    # -- helpers

    def _tell(self, tree: ThemeTree, key: str, **places: object) -> Shown:
        """Say something of an analysis in its own words: one may hold themes, another classes."""
        return {"say": term(f"widgets.{key}", tree.language, **places)}

    def _tree(self, board: str) -> ThemeTree:
        if board not in self._trees:
            raise self._gone()
        return self._trees[board]

    def _theme(self, tree: ThemeTree, theme: str) -> Theme:
        try:
            return tree[theme]
        except NotFoundError:
            raise self._gone() from None

    def _code(self, code: str) -> Any:
        try:
            return Codebook(self.store)[code]
        except NotFoundError:
            raise self._gone() from None

    def _gone(self) -> TeemaError:
        return NotFoundError(
            term("widgets.board_gone", self.language), hint=term("widgets.board_gone_hint", self.language)
        )


def _kind_under(theme: Theme, above: Theme | None) -> ThemeKind:
    """Return the level that a theme has in a place: below the one above it, and no sub-theme at the top."""
    if theme.parent == (above.id if above else None):  # only its turn among its sisters changes
        return theme.kind
    level = THEME_KINDS.index(theme.kind)
    if above is None:
        return "theme" if theme.kind == "subtheme" else theme.kind
    least = min(THEME_KINDS.index(above.kind) + 1, len(THEME_KINDS) - 1)
    return THEME_KINDS[max(level, least)]


# What the end of a theme may come to, in the order in which it is said.
_LINES = ("members_moved", "members_gone", "themes_moved", "relations_moved", "relations_gone", "memos_moved")
