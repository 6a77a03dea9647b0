"""The codebook: codes with what they mean, in a tree; none of its changes loses a coding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields, replace
from typing import TYPE_CHECKING, Any

from teema.coding.handover import drop_uses, hand_over, share_themes
from teema.coding.order import placed
from teema.errors import CodebookError, NotFoundError, UnusableValueError
from teema.records import Code
from teema.trees import descendants, in_tree_order

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store

__all__ = ["CODE_COLUMNS", "EDITABLE", "Codebook", "checked_colour", "checked_origin"]

CODE_COLUMNS = (
    "code", "id", "parent", "depth", "definition", "include", "exclude", "example", "query", "colour", "origin",
)  # fmt: skip
EDITABLE = ("definition", "include", "exclude", "example", "query", "colour", "origin")
_ORIGINS = ("data", "theory", "mixed")


class Codebook:
    """The codes of a study: add, rename, edit, move, place, merge, split and delete them.

    A code is named by its name (letter case does not matter) or its GUID. Names are unique in a study. Every call is
    one step that `study.undo()` takes back.

    Example:
        >>> study = getfixture("study")
        >>> code = study.codebook.add("Luottamus", definition="Luottamus asiakkaan ja työntekijän välillä.")
        >>> study.codebook.add("Luottamuksen menetys", parent="Luottamus").name
        'Luottamuksen menetys'
        >>> study.codebook.to_frame()[["code", "depth"]].values.tolist()
        [['Luottamus', 0], ['Luottamuksen menetys', 1]]
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    # -- reading

    def __iter__(self) -> Iterator[Code]:
        """Yield the codes in tree order."""
        codes = {code.id: code for code in self._codes()}
        for node, _depth in in_tree_order({code.id: code.parent for code in codes.values()}):
            yield codes[node]

    def __len__(self) -> int:
        return len(self._codes())

    def __contains__(self, code: object) -> bool:
        try:
            self[str(code)]
        except NotFoundError:
            return False
        return True

    def __getitem__(self, code: str) -> Code:
        """Return a code by name or GUID.

        Raises:
            NotFoundError: There is no such code; the nearest names are in the message.
        """
        codes = self._codes()
        wanted = code.strip().casefold()
        for item in codes:
            if wanted in (item.id, item.name.casefold()):
                return item
        raise NotFoundError.of(
            "code", code, [item.name for item in codes], advice="A new one is made with study.codebook.add(...)."
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row per code in tree order; columns as in `CODE_COLUMNS`, `parent` by name."""
        import pandas as pd

        codes = {code.id: code for code in self._codes()}
        rows = []
        for node, depth in in_tree_order({code.id: code.parent for code in codes.values()}):
            code = codes[node]
            parent = codes[code.parent].name if code.parent else None
            rows.append((code.name, code.id, parent, depth, *(getattr(code, name) for name in EDITABLE)))
        return pd.DataFrame(rows, columns=list(CODE_COLUMNS))

    def __repr__(self) -> str:
        # Names only: the codes are the study's own words, and no other word is needed to see what this is.
        return "\n".join("  " * depth + code for code, depth in self.to_frame()[["code", "depth"]].values) or "–"

    # -- changing

    def add(
        self,
        name: str,
        *,
        parent: str | None = None,
        definition: str = "",
        include: str = "",
        exclude: str = "",
        example: str = "",
        query: str = "",
        colour: str = "",
        origin: str = "data",
    ) -> Code:
        """Add a code and return it.

        Args:
            name: What the code is called.
            parent: The code above it.
            definition: What the code means.
            include: When to use it.
            exclude: When not to use it, and what to use instead.
            example: An extract that shows it.
            query: Search by which `study.autocode()` proposes extracts.
            colour: `#rrggbb`.
            origin: Where the code comes from: data, theory or mixed.

        Raises:
            CodebookError: The name is empty or taken.
            NotFoundError: There is no such parent.
            UnusableValueError: The colour or origin cannot be used.
        """
        above = self[parent].id if parent else None
        code = Code(
            name=self._free_name(name), parent=above, definition=definition, include=include, exclude=exclude,
            example=example, query=query, colour=checked_colour(colour), origin=checked_origin(origin),
            position=self._next_position(),
        )  # fmt: skip
        with self._store.step("code.add", code.name) as step:
            step.put("codes", asdict(code))
        return code

    def add_all(self, codes: pd.DataFrame) -> list[Code]:
        """Add many codes as one step; codes whose names are there already are left as they are.

        Args:
            codes: `code` or `name`, and any of `parent` (by name), `definition`, `include`, `exclude`, `example`,
                `query`, `colour`, `origin`. A parent may stand after its child.

        Returns:
            The codes that were added.

        Raises:
            NotFoundError: A parent is neither in the frame nor in the codebook.
            CodebookError: A name is empty or stands in the frame twice, or codes are each other's parents.
        """
        wanted = _wanted(codes)
        added = []
        with self._store.step("code.add_all") as step:
            for row in wanted:
                if row["code"] not in self:
                    given = {name: row[name] for name in EDITABLE if row.get(name)}
                    added.append(self.add(row["code"], **given))
            for row in wanted:
                if row.get("parent") and any(code.name == row["code"] for code in added):
                    self.move(row["code"], row["parent"])
            step.summary = f"{len(added)}"
        return [self[code.id] for code in added]

    def rename(self, code: str, name: str) -> Code:
        """Give a code a new name; its codings follow, because they hold the code's GUID."""
        old = self[code]
        return self._change(old, "code.rename", f"{old.name} → {name}", name=self._free_name(name, own=old))

    def edit(self, code: str, **new: str) -> Code:
        """Change any of definition, include, exclude, example, query, colour and origin.

        Raises:
            UnusableValueError: A field of another name, or a colour or origin that cannot be used.
        """
        for name in new:
            if name not in EDITABLE:
                raise UnusableValueError.of("field", name, EDITABLE)
        if "colour" in new:
            new["colour"] = checked_colour(new["colour"])
        if "origin" in new:
            new["origin"] = checked_origin(new["origin"])
        old = self[code]
        return self._change(old, "code.edit", old.name, **new)

    def move(self, code: str, parent: str | None) -> Code:
        """Put a code, with everything below it, under another code, or at the top with None.

        Raises:
            CodebookError: The new parent is the code itself or stands below it.
        """
        old = self[code]
        above = self._above(old, parent)
        summary = f"{old.name} → {above.name if above else '–'}"
        return self._change(old, "code.move", summary, parent=above.id if above else None)

    def place(self, code: str, parent: str | None = None, *, before: str | None = None) -> Code:
        """Put a code, with everything below it, in its place: under another code or at the top, and among its sisters.

        Args:
            code: The code.
            parent: The code above it; None puts it at the top.
            before: The sister that will follow it; None puts it last.

        Raises:
            CodebookError: The new parent is the code itself or stands below it, or `before` is no sister there.

        Example:
            >>> book = getfixture("study").codebook
            >>> for name in ("Turva", "Kiire", "Arki"):
            ...     _ = book.add(name)
            >>> _ = book.place("Arki", before="Kiire")
            >>> [code.name for code in book]
            ['Turva', 'Arki', 'Kiire']
        """
        old = self[code]
        above = self._above(old, parent)
        follower = self[before] if before else None
        if follower is not None and (follower.parent != (above.id if above else None) or follower.id == old.id):
            raise CodebookError(
                f"{old.name!r} cannot stand before {follower.name!r}, which does not stand there.",
                hint="Name a code with the same parent.",
            )
        changed = placed(
            self._codes(), old, parent=above.id if above else None, before=follower.id if follower else None
        )
        with self._store.step("code.move", f"{old.name} → {above.name if above else '–'}") as step:
            for item in changed:
                step.put("codes", asdict(item))
        return self[old.id]

    def merge(self, codes: str | Iterable[str], into: str) -> Code:
        """Merge codes into one: their codings, sub-codes, theme memberships and memos become the kept code's.

        An extract that both codes hold by the same coder keeps one coding. The merged codes' definitions are added to
        the kept code's definition, so that no words are lost.

        Raises:
            CodebookError: A code would be merged into itself or into its own sub-code.
        """
        kept = self[into]
        sources = [self[code] for code in ([codes] if isinstance(codes, str) else codes)]
        for source in sources:
            if kept.id in [source.id, *self._below(source)]:
                raise CodebookError(
                    f"{source.name!r} cannot be merged into {kept.name!r}, which is itself or one of its sub-codes.",
                    hint="Choose another code to keep.",
                )
        names = ", ".join(source.name for source in sources)
        self._store.backup_before("code.merge", sum(self._count(source) for source in sources))
        with self._store.step("code.merge", f"{names} → {kept.name}") as step:
            words = [kept.definition, *(source.definition for source in sources)]
            kept = replace(kept, definition="\n".join(dict.fromkeys(word for word in words if word)))
            step.put("codes", asdict(kept))
            for source in sources:
                hand_over(self._store, step, source.id, kept.id)
                for child in self._store.rows("SELECT * FROM codes WHERE parent = ?", (source.id,)):
                    step.put("codes", {**child, "parent": kept.id})
                step.delete("codes", source.id)
        return kept

    def split(self, code: str, into: str, extracts: Iterable[str], **new: str) -> Code:
        """Make a new code beside one and move the codings of some extracts to it.

        Args:
            code: The code to split.
            into: Name of the new code; it gets the same parent and the same themes.
            extracts: GUIDs of extracts, as in the `extract` column of `study.codings`.
            **new: Fields of the new code, as in `add`.

        Raises:
            NotFoundError: An extract is not coded with the code.
        """
        old = self[code]
        chosen = list(dict.fromkeys(extracts))
        rows = self._store.rows("SELECT * FROM codings WHERE code = ?", (old.id,))
        held = {row["extract"] for row in rows}
        for extract in chosen:
            if extract not in held:
                raise NotFoundError.of("extract", extract, sorted(held), where=f"code {old.name!r}")
        with self._store.step("code.split", f"{old.name} → {into}") as step:
            parent = self[old.parent].name if old.parent else None
            made = self.add(into, parent=parent, **new)
            for row in rows:
                if row["extract"] in chosen:
                    step.put("codings", {**row, "code": made.id})
            share_themes(self._store, step, old.id, made.id)
        return made

    def delete(self, code: str, *, move_to: str | None = None, with_codings: bool = False) -> None:
        """Delete a code; its sub-codes move up to its parent.

        A code that has codings is deleted only when it is said what becomes of them.

        Args:
            code: The code to delete.
            move_to: The code that takes over its codings.
            with_codings: Delete the codings too; `study.undo()` brings them back.

        Raises:
            CodebookError: The code has codings and neither argument was given.
        """
        old = self[code]
        if move_to is not None:
            target = self[move_to]
            if target.id == old.id:
                raise CodebookError(f"The codings of {old.name!r} cannot be moved to itself.", hint="Choose another.")
        codings = self._store.rows("SELECT * FROM codings WHERE code = ?", (old.id,))
        if codings and move_to is None and not with_codings:
            raise CodebookError(
                f"{old.name!r} has {len(codings)} codings.",
                hint=f'Keep them under another code: delete("{old.name}", move_to="…"), or delete them too: '
                f'delete("{old.name}", with_codings=True). `with study.dry_run() as tried:` shows first what happens.',
            )
        self._store.backup_before("code.delete", len(codings))
        with self._store.step("code.delete", old.name) as step:
            for child in self._store.rows("SELECT * FROM codes WHERE parent = ?", (old.id,)):
                step.put("codes", {**child, "parent": old.parent})
            if move_to is not None:
                hand_over(self._store, step, old.id, self[move_to].id)
            else:
                drop_uses(self._store, step, old.id)
            step.delete("codes", old.id)

    # -- helpers

    def _codes(self) -> list[Code]:
        names = [field.name for field in fields(Code)]
        rows = self._store.rows("SELECT * FROM codes ORDER BY position, name")
        return [Code(**{name: row[name] for name in names}) for row in rows]

    def _count(self, code: Code) -> int:
        return int(self._store.rows("SELECT count(*) AS n FROM codings WHERE code = ?", (code.id,))[0]["n"])

    def _change(self, old: Code, command: str, summary: str, **new: Any) -> Code:
        changed = replace(old, **new)
        with self._store.step(command, summary) as step:
            step.put("codes", asdict(changed))
        return changed

    def _above(self, code: Code, parent: str | None) -> Code | None:
        """Return the code that is to stand above one, or None for the top; never one of its own branch."""
        above = self[parent] if parent else None
        if above is not None and above.id in [code.id, *self._below(code)]:
            raise CodebookError(
                f"{code.name!r} cannot stand under {above.name!r}, which is itself or one of its own sub-codes.",
                hint=f"Move {above.name!r} elsewhere first.",
            )
        return above

    def _free_name(self, name: str, own: Code | None = None) -> str:
        clean = " ".join(name.split())
        if not clean:
            raise CodebookError("A code needs a name.", hint="Give the code a name of at least one letter.")
        for code in self._codes():
            if code.name.casefold() == clean.casefold() and (own is None or code.id != own.id):
                raise CodebookError(
                    f"There is already a code {code.name!r}.",
                    hint="Use it, or choose another name; codes that mean the same are merged with codebook.merge.",
                )
        return clean

    def _next_position(self) -> int:
        return int(self._store.rows("SELECT coalesce(max(position), -1) + 1 AS next FROM codes")[0]["next"])

    def _below(self, code: Code) -> list[str]:
        return descendants({item.id: item.parent for item in self._codes()}, code.id)


def _wanted(codes: pd.DataFrame) -> list[dict[str, str]]:
    """Return the frame's rows as plain text, names checked."""
    frame = codes.rename(columns={"name": "code"}).fillna("").astype(str)
    rows = [{str(name): str(value) for name, value in row.items()} for row in frame.to_dict("records")]
    seen: set[str] = set()
    for number, row in enumerate(rows, start=1):
        row["code"] = " ".join(row["code"].split())
        if not row["code"] or row["code"].casefold() in seen:
            what = f"The code {row['code']!r} stands there twice." if row["code"] else "A code has no name."
            raise CodebookError(what, where=f"row {number}", hint="Give every code a name of its own.")
        seen.add(row["code"].casefold())
    return rows


def checked_colour(colour: str) -> str:
    """Return a colour as `#rrggbb`, or nothing for none.

    Raises:
        UnusableValueError: It is no colour.
    """
    digits = colour.removeprefix("#")
    if colour and (len(digits) != 6 or any(digit not in "0123456789abcdefABCDEF" for digit in digits)):
        raise UnusableValueError(f"colour={colour!r} is no colour.", hint="Write it as #rrggbb, such as #0072b2.")
    return f"#{digits.lower()}" if colour else ""


def checked_origin(origin: str) -> Any:
    """Return an origin that is one.

    Raises:
        UnusableValueError: It is neither data, theory nor mixed.
    """
    if origin not in _ORIGINS:
        raise UnusableValueError.of("origin", origin, _ORIGINS)
    return origin
