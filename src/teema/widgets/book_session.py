"""One sitting with the codebook: the tree, and every command that the codebook view can give.

Nothing here knows of widgets. A command that returned is on disk; one that takes something away can be asked first what
would happen, which is found out by doing it and taking it back.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from teema.coding import Codebook
from teema.coding.codebook import EDITABLE
from teema.errors import CodebookError, NotFoundError, UnusableValueError
from teema.terms import number, term
from teema.widgets.book_screen import (
    Numbers,
    changed_lines,
    code_extracts,
    coded_frame,
    numbers_of,
    overlaps_of,
    tree_rows,
)
from teema.widgets.command_session import CommandSession
from teema.widgets.session import Find

if TYPE_CHECKING:
    import pandas as pd

    from teema.records import Code
    from teema.store import Store

__all__ = ["CodebookSession", "History"]

Shown = dict[str, Any]
# Lines of the journal that concern a code, by GUID, newest first: `time`, `coder`, `command`, `kind` and `summary`.
History = Callable[[str], Sequence[Shown]]
# Commands that change no coding: after them the codings need not be read again.
_NO_CODINGS = {"code.edit", "code.rename", "code.move", "read.mark"}
_OVERLAPS_SHOWN = 12
# What a change to the codebook may come to, in the order in which it is said.
_LINES = (
    "codings_moved", "codings_twice", "codings_gone", "extracts_gone", "codes_moved", "themes_moved", "themes_gone",
    "memos_moved", "memos_gone",
)  # fmt: skip


class CodebookSession(CommandSession):
    """The codebook as it is worked on.

    Args:
        store: The study file, open for writing.
        language: Language of what is said.
        find: Searches the answers, for the rules of codes.
        history: Tells the history of a code.
    """

    def __init__(self, store: Store, *, language: str, find: Find, history: History) -> None:
        super().__init__(
            store,
            language=language,
            commands={
                "details": self._details, "extracts": self._extracts, "history": self._history, "rule": self._rule,
                "search": self._search, "add": self._add, "rename": self._rename, "edit": self._edit,
                "place": self._place, "merge": self._merge, "split": self._split, "delete": self._delete,
                "refresh": self._refresh,
            },
        )  # fmt: skip
        self._find = find
        self._tell = history
        self._seen = -1
        self._coded: pd.DataFrame | None = None
        self._parents: dict[str, str | None] = {}
        self._numbers: dict[str, Numbers] = {}
        self._overlaps: dict[str, list[tuple[str, int]]] = {}

    # -- what is shown

    def tree(self) -> Shown:
        """Return `codes` in tree order with their numbers, and whether the study is `readonly`."""
        with self._guard:
            self._catch_up()
            codes = tree_rows(self.store, self._numbers, self._overlaps)
            return {"codes": codes, "readonly": self.store.read_only}

    def _catch_up(self) -> None:
        """Count anew when something was done: here, in a cell, in the coder."""
        revision = self.store.revision()
        if revision == self._seen:
            return
        done = self.store.rows("SELECT DISTINCT command FROM journal WHERE event > ?", (self._seen,))
        parents = {row["id"]: row["parent"] for row in self.store.rows("SELECT id, parent FROM codes")}
        if self._coded is None or {row["command"] for row in done} - _NO_CODINGS:
            self._coded = coded_frame(self.store)
            self._overlaps = overlaps_of(self._coded)
            self._parents = {}
        if parents != self._parents:
            self._numbers = numbers_of(self._coded, parents)
            self._parents = parents
        self._seen = revision

    def _refresh(self) -> Shown:
        """Show what was done elsewhere."""
        return {}

    def _details(self, *, code: str) -> Shown:
        """Return all that is shown of the chosen code: its fields, its overlaps, its first extracts."""
        self._catch_up()
        found = self._code(code)
        overlaps = [{"id": other, "n": n} for other, n in self._overlaps.get(found.id, [])]
        fields = {name: value for name, value in asdict(found).items() if name != "position"}
        return {"code": fields, "overlaps": overlaps[:_OVERLAPS_SHOWN], **self._extracts(code=found.id)}

    def _extracts(self, *, code: str, start: int = 0, words: str = "") -> Shown:
        rows, total = code_extracts(self.store, self._code(code).id, words=words, start=start)
        return {"extracts": rows, "total": total}

    def _history(self, *, code: str) -> Shown:
        return {"history": [{**line, "what": self._deed(line)} for line in self._tell(self._code(code).id)]}

    def _deed(self, line: Shown) -> str:
        """Say in words what a line of the journal did."""
        key = _DEEDS.get(line["command"], "other")
        what = term(f"widgets.book_did_{key}", self.language)
        return what if line["kind"] == "do" else term(f"widgets.book_did_{line['kind']}", self.language, what=what)

    def _rule(self, *, query: str) -> Shown:
        """Say how much a query finds."""
        if not query.strip():
            return self._say("book_rule_none")
        hits = list(self._find(query.strip()))
        answers = {hit[0] for hit in hits}
        rows = self.store.rows('SELECT answer, "case" AS "case" FROM answers')
        cases = {row["case"] for row in rows if row["answer"] in answers}
        counts = {"hits": len(hits), "answers": len(answers), "cases": len(cases)}
        return {**self._say("book_rule_hits", **{name: self._n(n) for name, n in counts.items()}), **counts}

    def _search(self, *, words: str) -> Shown:
        """Return the codes that have all the words in their name, definition, limits or example."""
        wanted = words.casefold().split()
        found = []
        for code in Codebook(self.store):
            text = "\n".join((code.name, code.definition, code.include, code.exclude, code.example, code.query))
            if all(word in text.casefold() for word in wanted):
                found.append(code.id)
        return {"found": found}

    # -- changing

    def _add(self, *, name: str, parent: str | None = None) -> Shown:
        made = Codebook(self.store).add(name, parent=parent)
        return {**self._say("made", code=made.name), "code": made.id}

    def _rename(self, *, code: str, name: str, was: str) -> Shown:
        old = self._code(code)
        self._unchanged("name", old.name, was)
        made = Codebook(self.store).rename(old.id, name)
        return {**self._say("book_renamed", old=old.name, new=made.name), "value": made.name}

    def _edit(self, *, code: str, field: str, value: str, was: str) -> Shown:
        """Change one field of a code; refused when the field is no longer what the screen showed."""
        if field not in EDITABLE:
            raise UnusableValueError.of("field", field, EDITABLE)
        old = self._code(code)
        self._unchanged(field, str(getattr(old, field)), was)
        made = Codebook(self.store).edit(old.id, **{field: value})
        return {**self._say("book_edited", code=old.name), "value": str(getattr(made, field))}

    def _unchanged(self, field: str, now: str, was: str) -> None:
        if now != was:
            raise CodebookError(
                term("widgets.book_other_value", self.language, field=field),
                hint=term("widgets.book_other_value_hint", self.language, value=now[:200]),
            )

    def _place(self, *, code: str, parent: str | None = None, before: str | None = None) -> Shown:
        book = Codebook(self.store)
        moved = book.place(self._code(code).id, parent, before=before)
        sisters = [item.id for item in book if item.parent == moved.parent]
        places = {"code": moved.name, "place": sisters.index(moved.id) + 1, "of": len(sisters)}
        if moved.parent is None:
            return self._say("book_placed_top", **places)
        return self._say("book_placed", parent=book[moved.parent].name, **places)

    def _merge(self, *, codes: list[str], into: str, apply: bool) -> Shown:
        """Say what merging codes into one comes to; do it when `apply` is true."""
        kept, names = self._code(into), ", ".join(self._code(code).name for code in codes)
        return self._asked(
            lambda: Codebook(self.store).merge(codes, kept.id), apply=apply, kept=kept.id,
            done=self._say("book_merged", codes=names, into=kept.name), code=kept.id,
        )  # fmt: skip

    def _split(self, *, code: str, into: str, extracts: list[str], apply: bool) -> Shown:
        """Say what moving extracts of a code to a new one comes to; do it when `apply` is true."""
        if not extracts:
            raise UnusableValueError(
                term("widgets.book_split_none", self.language), hint=term("widgets.book_split_none_hint", self.language)
            )
        old = self._code(code)
        answer = self._asked(
            lambda: Codebook(self.store).split(old.id, into, extracts), apply=apply, kept=None,
            done=self._say("book_was_split", code=old.name, into=into.strip(), n=len(extracts)), code=old.id,
        )  # fmt: skip
        if apply:
            answer["code"] = Codebook(self.store)[into].id
        return answer

    def _delete(self, *, code: str, move_to: str | None = None, apply: bool = False) -> Shown:
        """Say what deleting a code comes to; do it when `apply` is true. Its codings go too, or to another code."""
        old = self._code(code)

        def delete() -> None:
            Codebook(self.store).delete(old.id, move_to=move_to, with_codings=move_to is None)

        return self._asked(delete, apply=apply, kept=None, done=self._say("book_deleted", code=old.name))

    def _asked(
        self, act: Callable[[], object], *, apply: bool, kept: str | None, done: Shown, code: str | None = None
    ) -> Shown:
        """Do something, or say line by line what it would come to."""
        if apply:
            act()
            return {**done, "code": code}
        with self.store.trial() as changes:
            act()
        counts = changed_lines(changes, kept)
        if kept is not None and "codings_gone" in counts:
            counts["codings_twice"] = counts.pop("codings_gone")
        return {
            "lines": [
                term(
                    f"widgets.book_{name}{'_one' if counts[name] == 1 else ''}", self.language, n=self._n(counts[name])
                )
                for name in _LINES
                if name in counts
            ]
            or [term("widgets.book_nothing_else", self.language)],
            **counts,
        }

    # -- helpers

    def _n(self, value: int) -> str:
        return number(value, self.language)

    def _code(self, code: str) -> Code:
        try:
            return Codebook(self.store)[code]
        except NotFoundError:
            raise NotFoundError(
                term("widgets.book_gone", self.language), hint=term("widgets.book_gone_hint", self.language)
            ) from None


_DEEDS = {
    "code.add": "add", "code.add_all": "add", "code.rename": "rename", "code.edit": "edit", "code.move": "move",
    "code.merge": "merge", "code.split": "split", "code.delete": "delete", "code.assign": "code",
    "code.autocode": "autocode", "code.remove": "uncode", "code.move_edges": "edges", "code.set": "set",
    "code.sheet": "sheet", "codebook.import": "import", "code.decline": "decline", "code.reconsider": "reconsider",
    "memo.add": "memo", "memo.edit": "memo", "memo.delete": "memo",
}  # fmt: skip
