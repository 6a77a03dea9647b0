"""What relations rest on, and the researcher's own columns beside the themes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from teema.coding.codings import drop_idle
from teema.errors import NotFoundError, UnusableValueError
from teema.records import new_id
from teema.store import from_json
from teema.tables import Column, Table
from teema.terms import term
from teema.themes.editing import Editing
from teema.themes.members import ExtractPlace

if TYPE_CHECKING:
    import pandas as pd

    from teema.records import Theme
    from teema.store import Row

__all__ = ["Grounds"]


class Grounds(Editing):
    """Themes whose relations rest on extracts, and which have columns of the researcher's own."""

    # -- evidence of relations

    @property
    def evidence(self) -> pd.DataFrame:
        """Extracts that relations rest on.

        Columns `source`, `target`, `kind`, `label`, `extract`, `answer`, `case`, `question`, `text`.
        """
        return self._store.frame(
            "SELECT one.name AS source, other.name AS target, relations.kind, relations.label, extracts.id AS extract,"
            ' answers.answer, answers."case", answers.question, extracts.quote AS text'
            " FROM evidence JOIN relations ON relations.id = evidence.relation"
            " JOIN themes AS one ON one.id = relations.source JOIN themes AS other ON other.id = relations.target"
            " JOIN extracts ON extracts.id = evidence.extract JOIN answers ON answers.answer = extracts.answer"
            " WHERE relations.analysis = ?"
            " ORDER BY one.position, other.position, relations.kind, answers.position, extracts.start",
            (self.id,),
        )

    def add_evidence(
        self, source: str, target: str, extracts: ExtractPlace | Iterable[ExtractPlace], *, kind: str | None = None
    ) -> list[str]:
        """Let a relation rest on extracts, and return their GUIDs.

        Args:
            source: One theme of the relation.
            target: The other.
            extracts: GUIDs, as in `study.codings`, or places in answers: `("7:Q2", "siksi luotan häneen")`.
            kind: Which of their relations, when they have several.

        Raises:
            NotFoundError: There is no such relation, extract or answer.
            UnusableValueError: They have several relations, and `kind` does not say which.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("TA")
            >>> _ = (
            ...     ta.add("Kiire vie ajan"),
            ...     ta.add("Luottamus kantaa"),
            ...     ta.relate("Kiire vie ajan", "Luottamus kantaa"),
            ... )
            >>> _ = ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", ("1:Q2", "Aina kiire"))
            >>> ta.relations["evidence"].tolist(), ta.evidence["text"].tolist()
            ([1], ['Aina kiire'])
        """
        relation = self._between(source, target, kind)
        with self._store.step("theme.add_evidence", f"{source} – {target}") as step:
            found = self.extract_ids(step, extracts)
            held = {row["extract"] for row in self._evidence(relation)}
            for extract in dict.fromkeys(found):
                if extract not in held:
                    row = {"id": new_id(), "theme": None, "relation": relation, "summary": None}
                    step.put("evidence", {**row, "extract": extract, "kind": "supports"})
        return found

    def remove_evidence(
        self, source: str, target: str, extracts: str | Iterable[str], *, kind: str | None = None
    ) -> None:
        """Let a relation rest on extracts no longer.

        Args:
            source: One theme of the relation.
            target: The other.
            extracts: GUIDs, as in `evidence`.
            kind: Which of their relations, when they have several.

        Raises:
            NotFoundError: There is no such relation, or it does not rest on an extract.
        """
        relation = self._between(source, target, kind)
        held = {row["extract"]: row["id"] for row in self._evidence(relation)}
        with self._store.step("theme.remove_evidence", f"{source} – {target}") as step:
            chosen = [extracts] if isinstance(extracts, str) else list(extracts)
            for extract in chosen:
                if extract not in held:
                    raise NotFoundError.of("extract", extract, [], where=f"relation {source} – {target}")
                step.delete("evidence", held[extract])
            drop_idle(self._store, step, chosen)

    def _between(self, source: str, target: str, kind: str | None) -> str:
        ends = self[source], self[target]
        rows = self._store.rows(
            "SELECT id, kind FROM relations WHERE (source, target) IN ((?1, ?2), (?2, ?1))", [end.id for end in ends]
        )
        fitting = [row for row in rows if kind in (None, row["kind"])]
        if not fitting:
            known = [f"{a} – {b}" for a, b in self.relations[["source", "target"]].values]
            raise NotFoundError.of("relation", f"{ends[0].name} – {ends[1].name}", known, where=self.name)
        if len(fitting) > 1:
            raise UnusableValueError(
                f"{ends[0].name!r} and {ends[1].name!r} have {len(fitting)} relations.", where=self.name,
                hint=f"Say which: kind={fitting[0]['kind']!r}",
            )  # fmt: skip
        return str(fitting[0]["id"])

    def _evidence(self, relation: str) -> list[Row]:
        return self._store.rows("SELECT * FROM evidence WHERE relation = ?", (relation,))

    # -- own columns

    def set_fields(self, theme: str, fields: Mapping[str, str]) -> Theme:
        """Fill in columns of your own beside a theme, such as the next step and who takes it; an empty text clears one.

        Args:
            theme: The theme.
            fields: Text by the column's name; other columns stay as they are.

        Raises:
            UnusableValueError: A column has no name.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("Kehittämiskohteet")
            >>> _ = ta.add("Ohjeet yhteen paikkaan")
            >>> _ = ta.set_fields("Ohjeet yhteen paikkaan", {"Seuraava askel": "Kootaan kansiot", "Vastuu": "tiimi 2"})
            >>> print(ta.fields)
            Omat sarakkeet: Kehittämiskohteet
            Teema                   Seuraava askel   Vastuu
            Ohjeet yhteen paikkaan  Kootaan kansiot  tiimi 2
        """
        old = self[theme]
        clean = {" ".join(name.split()): text.strip() for name, text in fields.items()}
        if not all(clean):
            raise UnusableValueError("A column has no name.", where=old.name, hint='Name it: {"Seuraava askel": "…"}')
        kept = {**self._fields_of(old), **clean}
        text = json.dumps({name: value for name, value in kept.items() if value}, ensure_ascii=False)
        return self._change(old, "theme.fields", old.name, fields=text)

    @property
    def fields(self) -> Table:
        """The themes with the researcher's own columns: `theme`, `depth`, and one column for each, in order of use."""
        import pandas as pd

        frame = self.themes[["theme", "depth"]]
        mine = {theme.name: self._fields_of(theme) for theme in self._themes()}
        names = list(dict.fromkeys(name for theme in frame["theme"] for name in mine[theme]))
        own = pd.DataFrame([[mine[theme].get(name, "") for name in names] for theme in frame["theme"]], columns=names)
        columns = [Column("theme", term("study.node_themes", self.language))]
        return Table(
            frame=pd.concat([frame.reset_index(drop=True), own], axis=1),
            title=term("themes.title_fields", self.language, name=self.name),
            columns=(*columns, *(Column(name, name, "wide-text") for name in names)),
            language=self.language,
            indent="depth",
        )

    def _fields_of(self, theme: Theme) -> dict[str, str]:
        return dict(from_json(theme.fields, f"columns of {theme.name}"))
