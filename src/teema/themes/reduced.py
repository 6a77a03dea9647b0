"""Reduced expressions (*pelkistetyt ilmaukset*) and the classes that hold them.

An extract may have several, one to a line, and one may stand on many extracts: it is known by its words. Grouping them
is the first step of Finnish content analysis (Tuomi & Sarajärvi 2018).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.records import Theme, new_id
from teema.themes.editing import Editing
from teema.themes.placed import PLACED_COLUMNS, folded, reduced_lines

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Step

__all__ = ["Reduced"]


class Reduced(Editing):
    """Classes that hold reduced expressions."""

    @property
    def expressions(self) -> pd.DataFrame:
        """Every reduced expression on every extract that has it, in the order of the answers.

        Columns: `reduced`, `extract`, `answer`, `case`, `question`, `start`, `end`, `text`. The words are those of the
        first extract that has them, whatever the letter case of the others.
        """
        import pandas as pd

        names = [name for name in PLACED_COLUMNS if name not in ("theme", "reduced")]
        rows, spelt = [], dict[str, str]()
        for row in self._store.rows(
            'SELECT extracts.id AS extract, answers.answer, answers."case", answers.question, extracts.start,'
            ' extracts."end", extracts.quote AS text, extracts.reduced FROM extracts'
            " JOIN answers ON answers.answer = extracts.answer WHERE extracts.reduced <> ''"
            ' ORDER BY answers.position, extracts.start, extracts."end"'
        ):
            lines = dict.fromkeys(spelt.setdefault(folded(line), line) for line in reduced_lines(row["reduced"]))
            rows += [(line, *(row[name] for name in names)) for line in lines]
        return pd.DataFrame(rows, columns=["reduced", *names])

    @property
    def reduced(self) -> pd.DataFrame:
        """The reduced expressions in the order they first occur: `reduced`, `theme`, `extracts`, `cases`.

        `theme` is the class that holds it; one that two classes hold stands twice, one that none holds has None.
        """
        import pandas as pd

        said = self.expressions
        holders: dict[str, list[str]] = {}
        for row in self._store.rows(
            "SELECT themes.name, members.reduced FROM members JOIN themes ON themes.id = members.theme"
            " WHERE themes.analysis = ? AND members.reduced IS NOT NULL ORDER BY themes.position, themes.name",
            (self.id,),
        ):
            holders.setdefault(folded(row["reduced"]), []).append(row["name"])
        rows = [
            (words, theme, its["extract"].nunique(), its["case"].nunique())
            for words, its in said.groupby("reduced", sort=False)
            for theme in holders.get(folded(str(words)), [None])
        ]
        return pd.DataFrame(rows, columns=["reduced", "theme", "extracts", "cases"])

    @property
    def ungrouped(self) -> list[str]:
        """Reduced expressions that no class of this analysis holds."""
        frame = self.reduced
        return [str(words) for words in frame.loc[frame["theme"].isna(), "reduced"]]

    def group(
        self, theme: str, reduced: str | Iterable[str], *, parent: str | None = None, kind: str | None = None
    ) -> Theme:
        """Put reduced expressions into a class, which is made when it is not there.

        Args:
            theme: The class.
            reduced: Reduced expressions, as they stand on extracts (letter case does not matter).
            parent: The class above a new one.
            kind: Level of a new class; None takes the lowest, *alaluokka*.

        Raises:
            NotFoundError: No extract has such a reduced expression.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire"), study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
            >>> ta = study.analysis("Sisällönanalyysi", approach="content-analysis")
            >>> ta.group("Ajan puute", ["jatkuva kiire"]).kind
            'subtheme'
            >>> ta.ungrouped, ta.frequency().to_frame()[["code", "cases"]].values.tolist()
            ([], [['Ajan puute', 1]])
        """
        known = {folded(words): str(words) for words in self.expressions["reduced"]}
        chosen = [reduced] if isinstance(reduced, str) else list(reduced)
        for words in chosen:
            if folded(words) not in known:
                raise NotFoundError.of("reduced expression", words, sorted(set(known.values())), where=self.name)
        with self._store.step("theme.group", theme) as step:
            found = self[theme] if theme in self else self.add(theme, parent=parent, kind=kind or "subtheme")
            held = {folded(words) for words in self._held(found.id, "reduced")}
            for words in dict.fromkeys(map(folded, chosen)):
                if words not in held:
                    row = {"id": new_id(), "theme": found.id, "code": None, "extract": None}
                    step.put("members", {**row, "reduced": known[words]})
        return found

    def ungroup(self, theme: str, reduced: str | Iterable[str]) -> None:
        """Take reduced expressions out of a class; they stay on their extracts.

        Raises:
            NotFoundError: The class does not hold one.
        """
        found = self[theme]
        held = {folded(words): (words, key) for words, key in self._held(found.id, "reduced").items()}
        with self._store.step("theme.ungroup", found.name) as step:
            for words in [reduced] if isinstance(reduced, str) else reduced:
                if folded(words) not in held:
                    inside = [words for words, _ in held.values()]
                    raise NotFoundError.of("reduced expression", words, inside, where=f"theme {found.name!r}")
                step.delete("members", held[folded(words)][1])

    def rename_reduced(self, reduced: str, new: str) -> int:
        """Say a reduced expression otherwise, on every extract and in every class, and return how many extracts.

        Raises:
            NotFoundError: No extract has it.
            UnusableValueError: The new words are empty or take more than a line.
        """
        clean = " ".join(new.split())
        if not clean or "\n" in new.strip():
            raise UnusableValueError("A reduced expression is one line of words.", hint="Give its words.")
        frame = self.expressions
        mine = frame[[folded(words) == folded(reduced) for words in frame["reduced"]]]
        if mine.empty:
            raise NotFoundError.of("reduced expression", reduced, frame["reduced"].unique(), where=self.name)
        with self._store.step("code.rename_reduced", f"{reduced} → {clean}") as step:
            for extract in mine["extract"].unique():
                row = self._store.rows("SELECT * FROM extracts WHERE id = ?", (extract,))[0]
                said = [clean if folded(line) == folded(reduced) else line for line in reduced_lines(row["reduced"])]
                step.put("extracts", {**row, "reduced": "\n".join({folded(line): line for line in said}.values())})
            self._rename_members(step, reduced, clean)
        return int(mine["extract"].nunique())

    def _rename_members(self, step: Step, reduced: str, new: str) -> None:
        """Rename a reduced expression in the classes of all analyses; where a class holds both, one goes."""
        rows = self._store.rows("SELECT * FROM members WHERE reduced IS NOT NULL")
        for row in rows:
            if folded(row["reduced"]) != folded(reduced):
                continue
            twin = any(
                other["theme"] == row["theme"] and other["id"] != row["id"] and folded(other["reduced"]) == folded(new)
                for other in rows
            )
            if twin:
                step.delete("members", row["id"])
            else:
                step.put("members", {**row, "reduced": new})
