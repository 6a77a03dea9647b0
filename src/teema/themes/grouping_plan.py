"""What a grouping sheet changes: what it says now, against what it said when it was written and what the study holds.

A line that is as it was written changes nothing, whatever happened in the study meanwhile. A line that was changed says
in which class its expression belongs and which class stands above which; where lines gainsay each other, or the study
was changed in the same place, the line is refused and the study stays as it is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from teema.coding.sheet import kept_text
from teema.records import ThemeKind
from teema.themes.grouping import LEVELS, WITHIN, ReadLine, Remembered, SheetClass, path_of
from teema.themes.placed import folded as folded_words

__all__ = ["Plan", "Present", "Refusal", "folded", "plan"]

_NEW = "new:"


@dataclass(frozen=True, slots=True)
class Present:
    """What the study holds now.

    Attributes:
        classes: All classes of the analysis by GUID.
        words: Each reduced expression as it is spelt, by its folded words.
        holders: GUIDs of the classes that hold it, by its folded words.
        mixed: GUIDs of classes that hold codes or single extracts too, which a sheet does not show.
    """

    classes: Mapping[str, SheetClass]
    words: Mapping[str, str]
    holders: Mapping[str, Collection[str]]
    mixed: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A line that is left as it is: its row, its words, why (a term), and what the term names."""

    row: int
    reduced: str
    why: str
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """What is to be done; classes are named by GUID, new ones by `new:` and their folded name.

    Attributes:
        renamed_classes: New name by GUID.
        new_classes: Name and level of each new class.
        parents: The class that comes above another; None is the top.
        kinds: New level by GUID.
        adds: Expression and class, with the row that says so.
        removes: Expression and class, with the row that says so.
        renames: New words by the expression's old ones, with the row that says so.
        missing: Expressions and classes whose line is gone from the sheet.
        refused: Lines that are left as they are.
        blanks: Rows where the cell above a class is empty though other rows fill it, and the class.
        rows: For each changed class, the rows that say so.
    """

    renamed_classes: dict[str, str] = field(default_factory=dict)
    new_classes: dict[str, tuple[str, ThemeKind]] = field(default_factory=dict)
    parents: dict[str, str | None] = field(default_factory=dict)
    kinds: dict[str, ThemeKind] = field(default_factory=dict)
    adds: dict[tuple[str, str], int] = field(default_factory=dict)
    removes: dict[tuple[str, str], int] = field(default_factory=dict)
    renames: dict[str, tuple[str, int]] = field(default_factory=dict)
    missing: list[tuple[str, str]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    blanks: list[tuple[int, str]] = field(default_factory=list)
    rows: dict[str, list[int]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        parts = (self.renamed_classes, self.new_classes, self.parents, self.kinds, self.adds, self.removes)
        return any(parts) or bool(self.renames)


@dataclass(slots=True)
class _Line:
    """A line in work: which expression it is of, and the classes it names, nearest first."""

    number: int
    shown: str
    expression: str
    cells: tuple[str, ...]
    was: str | None = None  # the class that held it when the sheet was written
    known: bool = False  # the sheet was written with this line
    changed: bool = True
    renamed: str = ""
    path: list[tuple[str, ThemeKind]] = field(default_factory=list)


def plan(lines: Iterable[ReadLine], memory: Remembered, present: Present) -> Plan:
    """Return what a sheet changes.

    Args:
        lines: The sheet as it was read.
        memory: The sheet as it was written.
        present: The study as it is.
    """
    return _Planner(list(lines), memory, present).made()


class _Planner:
    def __init__(self, lines: list[ReadLine], memory: Remembered, present: Present) -> None:
        self.memory, self.present = memory, present
        self.plan = Plan()
        # A name in the sheet means what it meant when the sheet was written.
        self.known = {folded(item.name): key for key, item in present.classes.items()}
        self.known |= {folded(item.name): key for key, item in memory.classes.items()}
        self.spelt: dict[str, str] = {}
        self.seen = {line.id for line in lines}
        self.lines = [made for line in lines if (made := self._line(line, lines)) is not None]

    def made(self) -> Plan:
        self._read_paths()
        self._rename_classes()
        self._rename_expressions()
        self._meet_the_study()
        while self._refuse_contradictions():
            pass
        self._settle()
        self.plan.refused.sort(key=lambda item: item.row)
        return self.plan

    def _refuse(self, line: _Line | ReadLine, why: str, **places: str) -> None:
        shown = line.shown if isinstance(line, _Line) else " ".join(line.reduced.split())
        self.plan.refused.append(Refusal(line.number, shown, why, places))
        if isinstance(line, _Line):
            self._forget(line)

    def _forget(self, line: _Line) -> None:
        """Take a line as it was written, or as not there when it was not."""
        if line.known:
            line.changed, line.renamed, line.path = False, "", self._path(line.was)
        else:
            self.lines.remove(line)

    # -- reading

    def _line(self, line: ReadLine, lines: list[ReadLine]) -> _Line | None:
        words = " ".join(line.reduced.split())
        was = self.memory.rows.get(line.id)
        cells = tuple(
            (was.cells[place] if was else "") if cell is None else " ".join(cell.split())
            for place, cell in enumerate(line.cells)
        )
        if not words:
            if was is not None or any(cells):
                self._refuse(line, "no_words")
            return None
        renamed = ""
        if was is not None and words != was.reduced:
            twins = [other for other in lines if other.id == line.id and " ".join(other.reduced.split()) == was.reduced]
            if not twins:
                renamed = words
            elif folded(words) in self.present.words:  # a copied line that was given another expression
                was = None
            else:
                self._refuse(line, "copied", words=was.reduced)
                return None
        expression = folded(was.reduced if was else words)
        if expression not in self.present.words:
            self._refuse(line, "gone" if was else "unknown")
            return None
        made = _Line(line.number, words, expression, cells)
        if was is not None:
            made.was, made.known, made.renamed = was.holder, True, renamed
            made.changed = any(folded(now) != folded(then) for now, then in zip(cells, was.cells, strict=True))
        return made

    def _path(self, holder: str | None) -> list[tuple[str, ThemeKind]]:
        return [(item.id, item.kind) for item in path_of(holder, self.memory.classes)]

    def _read_paths(self) -> None:
        for line in list(self.lines):
            if not line.changed:
                line.path = self._path(line.was)
                continue
            for level, cell in zip(LEVELS, line.cells, strict=True):
                line.path += [(self._class(name), level) for name in reversed(self._names(cell))]
            keys = [key for key, _ in line.path]
            if len(set(keys)) < len(keys):
                twice = next(key for key in keys if keys.count(key) > 1)
                self._refuse(line, "twice", name=self._name(twice))

    def _names(self, cell: str) -> list[str]:
        """Return the names in a cell: one, or several of one level above each other, the upper first."""
        if folded(cell) in self.known:
            return [cell]
        return [name for part in cell.split(WITHIN.strip()) if (name := " ".join(part.split()))]

    def _class(self, name: str) -> str:
        key = self.known.get(folded(name), _NEW + folded(name))
        self.spelt.setdefault(key, name)
        return key

    def _name(self, key: str) -> str:
        for classes in (self.present.classes, self.memory.classes):
            if key in classes:
                return classes[key].name
        return self.spelt[key]

    # -- names

    def _rename_classes(self) -> None:
        """Take a class as renamed where every line that had it now has one and the same new name in its place."""
        rows: dict[str, set[str]] = {}
        for row_id, row in self.memory.rows.items():
            for key, _ in self._path(row.holder):
                rows.setdefault(key, set()).add(row_id)
        lines: dict[str, list[_Line]] = {}
        for line in self.lines:
            for key, _ in self._path(line.was) if line.known else ():
                lines.setdefault(key, []).append(line)
        shown = set(rows)
        still = {key for line in self.lines for key, _ in line.path}
        hidden = {item.parent for key, item in self.present.classes.items() if key not in shown}
        for key in sorted(shown - still - hidden - set(self.present.mixed)):
            if key not in self.present.classes:
                continue
            item, ids = self.memory.classes[key], rows[key]
            if not ids <= self.seen or any(self.memory.rows[row].cells[_at(item.kind)] != item.name for row in ids):
                continue
            mine = lines.get(key, [])
            new = {its for line in mine for its, level in line.path if level == item.kind}
            whole = all(sum(level == item.kind for _, level in line.path) == 1 for line in mine)
            if mine and whole and len(new) == 1 and (its := next(iter(new))).startswith(_NEW):
                now = self.present.classes[key].name
                if folded(now) == folded(item.name):
                    self._give_name(key, its)
                    continue
                for line in mine:
                    self._refuse(line, "class_renamed", name=item.name, names=_listed([now]))

    def _give_name(self, key: str, new: str) -> None:
        self.plan.renamed_classes[key] = self.spelt[new]
        for line in self.lines:
            if any(its == new for its, _ in line.path):
                line.path = [(key if its == new else its, level) for its, level in line.path]
                self.plan.rows.setdefault(key, []).append(line.number)

    def _rename_expressions(self) -> None:
        wanted: dict[str, list[_Line]] = {}
        for line in self.lines:
            if line.renamed:
                wanted.setdefault(line.expression, []).append(line)
        for expression, its in wanted.items():
            if len({line.renamed for line in its}) > 1:
                for line in its:
                    self._refuse(line, "two_words", names=_listed(other.renamed for other in its))
            else:
                self.plan.renames[expression] = (its[0].renamed, its[0].number)

    # -- against the study

    def _meet_the_study(self) -> None:
        before: dict[str, set[str | None]] = {}
        for row in self.memory.rows.values():
            before.setdefault(folded(row.reduced), set()).add(row.holder)
        for line in [line for line in self.lines if line.changed]:
            gone = [key for key, _ in line.path if not key.startswith(_NEW) and key not in self.present.classes]
            if gone:
                self._refuse(line, "class_gone", name=self._name(gone[0]))
                continue
            now = set(self.present.holders.get(line.expression, ()))
            lowest = line.path[0][0] if line.path else None
            if line.known and lowest != line.was and lowest not in now:
                since = now - before.get(line.expression, set())
                if (line.was is None and since) or (line.was is not None and line.was not in now):
                    self._refuse(line, "moved", names=_listed(map(self._name, since)) or "–")

    # -- hierarchy

    def _refuse_contradictions(self) -> bool:
        """Refuse the changed lines that gainsay others, and say whether there were any."""
        self._look()
        for key, claims in self.claims.items():
            for wrong, why, places in (*self._level_of(key), *self._above(key, claims)):
                lines = [line for line in wrong if line.changed]
                if lines:
                    for line in lines:
                        self._refuse(line, why, **places)
                    return True
        return self._refuse_rings()

    def _look(self) -> None:
        """Gather what the lines say of each class: on which levels it stands, and what stands above it."""
        # Which lines say what stands above a class; None where they say nothing.
        self.claims: dict[str, dict[str | None, list[_Line]]] = {}
        self.levels: dict[str, dict[ThemeKind, list[_Line]]] = {}
        for line in self.lines:
            keys = [key for key, _ in line.path]
            for (key, level), above in zip(line.path, [*keys[1:], None], strict=False):
                self.claims.setdefault(key, {}).setdefault(above, []).append(line)
                self.levels.setdefault(key, {}).setdefault(level, []).append(line)

    def _level_of(self, key: str) -> list[tuple[list[_Line], str, dict[str, str]]]:
        levels = self.levels[key]
        if len(levels) < 2:
            return []
        usual = self.memory.classes[key].kind if key in self.memory.classes else None
        wrong = [line for level, lines in levels.items() if level != usual for line in lines]
        return [(wrong, "two_levels", {"name": self._name(key)})]

    def _above(
        self, key: str, claims: Mapping[str | None, list[_Line]]
    ) -> list[tuple[list[_Line], str, dict[str, str]]]:
        said = [above for above in claims if above is not None]
        nearest = self._nearest(key, said)
        others = [above for above in said if above not in self._over(nearest)]
        places = {"name": self._name(key), "names": _listed(map(self._name, said))}
        if nearest is not None and others:
            return [([line for above in (nearest, *others) for line in claims[above]], "two_above", places)]
        if nearest is not None and key in self.memory.classes and key in self.present.classes:
            then, now = self.memory.classes[key].parent, self.present.classes[key].parent
            if nearest not in (then, now) and then != now:
                name = self._name(now) if now else "–"
                return [(claims[nearest], "class_moved", {"name": self._name(key), "names": name})]
        return []

    def _nearest(self, key: str, said: list[str]) -> str | None:
        """Return which of the classes said to stand above one stands lowest."""
        if len(said) < 2:
            return said[0] if said else None
        order = {above: min(map(_at, self.levels[above])) for above in said}
        low = [above for above in said if order[above] == min(order.values())]
        among = [above for above in low if not any(above in self._over(other) - {other} for other in low)]
        return (among or low or [None])[0]  # type: ignore[list-item]

    def _over(self, key: str | None) -> set[str]:
        """Return a class and all that lines say stands above it."""
        found: set[str] = set()
        waiting = [] if key is None else [key]
        while waiting:
            its = waiting.pop()
            if its not in found:
                found.add(its)
                waiting += [above for above in self.claims.get(its, ()) if above is not None]
        return found

    def _refuse_rings(self) -> bool:
        """Refuse the changed lines by which a class would stand above itself."""
        parents = {key: item.parent for key, item in self.present.classes.items()} | self._parents()
        for start in parents:
            path, at = [start], parents[start]
            while at is not None and at not in path:
                path.append(at)
                at = parents.get(at)
            if at is not None:
                ring = path[path.index(at) :]
                named = [line for line in self.lines if line.changed and {key for key, _ in line.path} & set(ring)]
                for line in named:
                    self._refuse(line, "ring", name=self._name(at))
                if named:
                    return True
        return False

    # -- the outcome

    def _parents(self) -> dict[str, str | None]:
        """Return what is to stand above each class that the lines speak of and that would change."""
        found: dict[str, str | None] = {}
        for key, claims in self.claims.items():
            said = self._nearest(key, [above for above in claims if above is not None])
            if said is None and not any(self._cleared(line, key) for line in claims.get(None, ())):
                continue
            then = self.memory.classes[key].parent if key in self.memory.classes else None
            now = self.present.classes[key].parent if key in self.present.classes else None
            if said not in (then, now) or (key.startswith(_NEW) and said is not None):
                found[key] = said
        return found

    def _cleared(self, line: _Line, key: str) -> bool:
        """Say whether a line had something above a class, and has nothing there now."""
        path = [its for its, _ in self._path(line.was)] if line.known else []
        return line.changed and key in path and path[-1] != key

    def _settle(self) -> None:
        self._look()
        made, claims = self.plan, self.claims
        made.parents = self._parents()
        for line in self.lines:
            for key, level in line.path:
                if key.startswith(_NEW):
                    made.new_classes.setdefault(key, (self.spelt[key], level))
                elif line.changed and level != self.memory.classes.get(key, self.present.classes[key]).kind:
                    made.kinds[key] = level
                else:
                    continue
                made.rows.setdefault(key, []).append(line.number)
        for key, above in made.parents.items():
            made.rows.setdefault(key, []).extend(line.number for line in claims[key].get(above, ()) if line.changed)
        made.kinds = {key: level for key, level in made.kinds.items() if self.present.classes[key].kind != level}
        for key, its in claims.items():
            if any(above is not None for above in its):
                made.blanks += [
                    (line.number, self._name(key)) for line in its.get(None, ()) if self._cleared(line, key)
                ]
        self._settle_members()

    def _settle_members(self) -> None:
        made = self.plan
        wanted = {(line.expression, line.path[0][0]) for line in self.lines if line.path}
        for line in self.lines:
            now = self.present.holders.get(line.expression, ())
            lowest = line.path[0][0] if line.path else None
            if not line.changed or (line.known and lowest == line.was):
                continue
            if lowest is not None and lowest not in now:
                made.adds.setdefault((line.expression, lowest), line.number)
            if line.known and line.was in now and (line.expression, line.was) not in wanted:
                made.removes.setdefault((line.expression, str(line.was)), line.number)
        for key, row in self.memory.rows.items():
            words = folded(row.reduced)
            held = row.holder is not None and row.holder in self.present.holders.get(words, ())
            if held and key not in self.seen and (words, row.holder) not in wanted:
                made.missing.append((words, str(row.holder)))


def folded(text: str) -> str:
    """Return what makes two names in a sheet the same: their letters, as far as a spreadsheet file keeps them."""
    return folded_words(kept_text(text))


def _at(level: ThemeKind) -> int:
    return LEVELS.index(level)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"”{name}”" for name in dict.fromkeys(names))
