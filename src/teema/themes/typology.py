"""Types (*tyypittely*): kept in the study file, and how well the codes of cases fit them.

A type condenses what belongs together into an illustrative whole; it types the information, not the people, and is
composed of many answers (Eskola & Suoranta 1998; FSD's methods guide). So a case may belong to several types in part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from teema.coding.codebook import Codebook
from teema.errors import NotFoundError, UnusableValueError
from teema.records import Type, TypePart, new_id
from teema.themes.analysis_row import clean_name

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Row, Step, Store

__all__ = ["TypeRows", "extracts_for_types", "fits"]


class TypeRows:
    """The types of an analysis, with their defining codes and the cases that belong to them in part."""

    def __init__(self, store: Store, analysis: str) -> None:
        self._store = store
        self._analysis = analysis
        self._codebook = Codebook(store)

    # -- reading

    def __getitem__(self, name: str) -> Type:
        """Return a type by name or GUID.

        Raises:
            NotFoundError: There is no such type.
        """
        types = self._types()
        wanted = name.strip().casefold()
        for item in types:
            if wanted in (item.id, item.name.casefold()):
                return item
        raise NotFoundError.of("type", name, [item.name for item in types])

    def __iter__(self) -> Iterator[Type]:
        return iter(self._types())

    def __contains__(self, name: object) -> bool:
        return any(str(name).strip().casefold() in (item.id, item.name.casefold()) for item in self)

    def __len__(self) -> int:
        return len(self._types())

    @property
    def codes(self) -> pd.DataFrame:
        """The codes that mark the types: `type`, `code`."""
        return self._store.frame(
            "SELECT types.name AS type, codes.name AS code FROM type_parts JOIN types ON types.id = type_parts.type"
            " JOIN codes ON codes.id = type_parts.code WHERE types.analysis = ?"
            " ORDER BY types.position, codes.position",
            (self._analysis,),
        )

    @property
    def members(self) -> pd.DataFrame:
        """The cases that belong to the types: `type`, `case`, `weight` (0–1), `note`."""
        return self._store.frame(
            'SELECT types.name AS type, type_parts."case", type_parts.weight, type_parts.note FROM type_parts'
            ' JOIN types ON types.id = type_parts.type JOIN cases ON cases."case" = type_parts."case"'
            " WHERE types.analysis = ? ORDER BY types.position, cases.position",
            (self._analysis,),
        )

    # -- changing

    def add(self, name: str, description: str = "", *, codes: Iterable[str] = ()) -> Type:
        """Add a type, and return it.

        Args:
            name: What the type is called.
            description: What is typical of it, composed of many answers.
            codes: The codes that mark it.

        Raises:
            UnusableValueError: The name is empty or taken.
            NotFoundError: There is no such code.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire")
            >>> ta = study.analysis("TA")
            >>> _ = ta.types.add("Kiireen puristama", "Haluaisi kohdata, mutta aika ei riitä.", codes=["Kiire"])
            >>> ta.types.place("Kiireen puristama", "4", 0.5, note="Puhuu myös toivosta.")
            >>> ta.types.members[["type", "case", "weight"]].values.tolist()
            [['Kiireen puristama', '4', 0.5]]
        """
        position = self._store.rows("SELECT coalesce(max(position), -1) + 1 AS next FROM types")[0]["next"]
        made = Type(
            analysis=self._analysis, name=self._free_name(name), description=description.strip(), position=position
        )
        with self._store.step("type.add", made.name) as step:
            step.put("types", asdict(made))
            self._mark(step, made.id, codes)
        return made

    def rename(self, type: str, name: str) -> Type:  # noqa: A002 -- the field's own word
        """Give a type a new name.

        Raises:
            UnusableValueError: The name is empty or taken.
        """
        old = self[type]
        return self._change(old, "type.rename", name=self._free_name(name, own=old))

    def describe(self, type: str, description: str) -> Type:  # noqa: A002
        """Give a type another description."""
        return self._change(self[type], "type.describe", description=description.strip())

    def remove(self, type: str, *, reason: str = "") -> None:  # noqa: A002
        """Remove a type; the codes and the cases stay as they are.

        Args:
            type: The type.
            reason: Why; kept in the journal.
        """
        old = self[type]
        with self._store.step("type.remove", f"{old.name}: {reason}" if reason else old.name) as step:
            for row in self._parts(old.id):
                step.delete("type_parts", row["id"])
            step.delete("types", old.id)

    def mark(self, type: str, codes: str | Iterable[str]) -> None:  # noqa: A002
        """Let codes mark a type, beside those that do.

        Raises:
            NotFoundError: There is no such type or code.
        """
        found = self[type]
        with self._store.step("type.mark", found.name) as step:
            self._mark(step, found.id, [codes] if isinstance(codes, str) else codes)

    def unmark(self, type: str, codes: str | Iterable[str]) -> None:  # noqa: A002
        """Let codes mark a type no longer.

        Raises:
            NotFoundError: A code does not mark the type.
        """
        found = self[type]
        held = {row["code"]: row["id"] for row in self._parts(found.id) if row["code"]}
        with self._store.step("type.unmark", found.name) as step:
            for name in [codes] if isinstance(codes, str) else codes:
                code = self._codebook[name]
                if code.id not in held:
                    known = self.codes.query("type == @found.name")["code"]
                    raise NotFoundError.of("code", code.name, known, where=f"type {found.name!r}")
                step.delete("type_parts", held[code.id])

    def place(self, type: str, case: str, weight: float = 1.0, *, note: str = "") -> None:  # noqa: A002
        """Say how far a case belongs to a type, in place of what was said before.

        Args:
            type: The type.
            case: Id of the case.
            weight: From 0 (not at all) to 1 (wholly).
            note: Why.

        Raises:
            NotFoundError: There is no such type or case.
            UnusableValueError: The weight is not between 0 and 1.
        """
        found = self[type]
        self._case(case)
        if not 0 <= weight <= 1:
            raise UnusableValueError(f"weight={weight!r} is not between 0 and 1.", hint="0 is not at all, 1 is wholly.")
        same = [row["id"] for row in self._parts(found.id) if row["case"] == case]
        part = TypePart(
            type=found.id, case=case, weight=float(weight), note=note.strip(), id=same[0] if same else new_id()
        )
        with self._store.step("type.place", f"{case} → {found.name}") as step:
            step.put("type_parts", asdict(part))

    def take_out(self, type: str, case: str) -> None:  # noqa: A002
        """Take a case out of a type.

        Raises:
            NotFoundError: It is not in the type.
        """
        found = self[type]
        for row in self._parts(found.id):
            if row["case"] == case:
                with self._store.step("type.take_out", f"{case} – {found.name}") as step:
                    step.delete("type_parts", row["id"])
                return
        raise NotFoundError.of("case", case, self.members.query("type == @found.name")["case"], where=found.name)

    # -- helpers

    def _types(self) -> list[Type]:
        rows = self._store.rows("SELECT * FROM types WHERE analysis = ? ORDER BY position, name", (self._analysis,))
        return [Type(**row) for row in rows]

    def _mark(self, step: Step, key: str, codes: Iterable[str]) -> None:
        held = {row["code"] for row in self._parts(key)}
        for name in codes:
            code = self._codebook[name].id
            if code not in held:
                held.add(code)
                step.put("type_parts", asdict(TypePart(type=key, code=code)))

    def _change(self, old: Type, command: str, **new: str) -> Type:
        changed = Type(**{**asdict(old), **new})
        with self._store.step(command, changed.name) as step:
            step.put("types", asdict(changed))
        return changed

    def _parts(self, key: str) -> list[Row]:
        return self._store.rows("SELECT * FROM type_parts WHERE type = ?", (key,))

    def _case(self, case: str) -> None:
        known = [row["case"] for row in self._store.rows('SELECT "case" FROM cases ORDER BY position')]
        if case not in known:
            raise NotFoundError.of("case", case, known)

    def _free_name(self, name: str, own: Type | None = None) -> str:
        clean = clean_name(name)
        for item in self:
            if item.name.casefold() == clean.casefold() and (own is None or item.id != own.id):
                raise UnusableValueError(
                    f"There is already a type {item.name!r} in this analysis.", hint="Use it, or choose another name."
                )
        return clean


def fits(marks: pd.DataFrame, codings: pd.DataFrame, codes: pd.DataFrame, cases: Iterable[str]) -> pd.DataFrame:
    """Return how well the codes of each case fit each type: the share of the type's codes that the case has.

    Args:
        marks: `type`, `code`: the codes that mark the types.
        codings: `case`, `code`.
        codes: `code`, `parent`, in tree order; a case has a code when it has one below it.
        cases: The cases, in order.

    Returns:
        `case`, `type`, `weight` (0–1), `present` and `lacking` (codes of the type), for every case and type that has
        codes.

    Example:
        >>> import pandas as pd
        >>> marks = pd.DataFrame({"type": ["Kiireinen", "Kiireinen"], "code": ["Kiire", "Väsymys"]})
        >>> codings = pd.DataFrame({"case": ["1"], "code": ["Kiire"]})
        >>> codes = pd.DataFrame({"code": ["Kiire", "Väsymys"], "parent": [None, None]})
        >>> fits(marks, codings, codes, ["1"]).values.tolist()
        [['1', 'Kiireinen', 0.5, 'Kiire', 'Väsymys']]
    """
    import pandas as pd

    above = {code: parent if isinstance(parent, str) else None for code, parent in codes[["code", "parent"]].values}
    has: dict[str, set[str]] = {}
    for case, code in codings[["case", "code"]].drop_duplicates().values:
        node: str | None = code
        while node is not None:
            has.setdefault(case, set()).add(node)
            node = above.get(node)
    wanted = {name: its.tolist() for name, its in marks.groupby("type", sort=False)["code"]}
    rows = []
    for case in cases:
        for name, its in wanted.items():
            present = [code for code in its if code in has.get(case, set())]
            lacking = [code for code in its if code not in present]
            rows.append((case, name, len(present) / len(its), ", ".join(present), ", ".join(lacking)))
    return pd.DataFrame(rows, columns=["case", "type", "weight", "present", "lacking"])


def extracts_for_types(
    marks: pd.DataFrame, members: pd.DataFrame, codings: pd.DataFrame, *, n: int = 3
) -> dict[str, list[str]]:
    """Return extracts that compose each type: from its cases, of its codes, each from another case and code if it can.

    Args:
        marks: `type`, `code`.
        members: `type`, `case`, `weight`; cases with weight 0 are passed over.
        codings: `case`, `code`, `text`, in the order of the answers.
        n: How many for each type.
    """
    chosen: dict[str, list[str]] = {}
    for name in dict.fromkeys([*marks["type"], *members["type"]]):
        own = set(members.loc[(members["type"] == name) & (members["weight"] > 0), "case"])
        its = codings[codings["code"].isin(set(marks.loc[marks["type"] == name, "code"])) & codings["case"].isin(own)]
        used_cases: dict[str, int] = {}
        used_codes: dict[str, int] = {}
        left = its.drop_duplicates("text")[["case", "code", "text"]].values.tolist()
        while left and len(chosen.setdefault(name, [])) < n:
            left.sort(key=lambda row: (used_cases.get(row[0], 0), used_codes.get(row[1], 0)))
            case, code, text = left.pop(0)
            used_cases[case], used_codes[code] = used_cases.get(case, 0) + 1, used_codes.get(code, 0) + 1
            chosen[name].append(text)
    return chosen
