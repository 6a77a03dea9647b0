"""An analysis as the user holds it: themes to work on, and the views of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, overload

from teema.study.companion import Companion
from teema.terms import term
from teema.themes import (
    STAGES,
    View,
    begin,
    load,
    save,
    shows_counts,
    snapshots_frame,
    statistic_note,
    trail,
)

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from teema.maps import ThemeMap, VersionMaps
    from teema.records import Snapshot
    from teema.study.drawn_comparison import DrawnComparison
    from teema.study.grouping_sheet import GroupingSheet
    from teema.study.map_kinds import MapKind
    from teema.study.study import Study
    from teema.tables import Table
    from teema.themes.content_table import Variant
    from teema.themes.members import ExtractPlace
    from teema.themes.method_text import MethodText
    from teema.widgets import Board, LiveMap

__all__ = ["STAGES", "Analysis"]


class Analysis(Companion):
    """One way of working on the codes, with its map, tables and snapshots; made by `study.analysis(...)`.

    Example:
        >>> study = getfixture("study")
        >>> _ = study.codebook.add("Luottamus"), study.codebook.add("Kiire")
        >>> ta = study.analysis("Temaattinen analyysi", approach="reflexive")
        >>> ta.add("Luottamus kantaa kuntoutusta", codes=["Luottamus"]).kind
        'theme'
        >>> ta.unplaced
        ['Kiire']
    """

    def __init__(
        self,
        study: Study,
        name: str,
        *,
        approach: str | None = None,
        unit: str = "",
        frame: str | Sequence[str] | None = None,
    ) -> None:
        with study.store.step("analysis.set", name) if frame is not None else nullcontext():
            super().__init__(study.store, name, approach=approach, unit=unit, language=study.language)
            if frame is not None:
                begin(study.store, self, frame)
        self._study = study

    def frequency(
        self,
        by: str | None = None,
        *,
        base: Literal["answered", "cases", "coded"] = "answered",
        questions: str | list[str] | None = None,
    ) -> Table:
        """Count mentions and cases of each theme; a theme above others counts each case once.

        Args:
            by: A background variable to compare groups by.
            base: What is 100 %; see `study.frequency`.
            questions: Only answers to these questions.
        """
        from teema.study.tabulate import tabulate

        tree = self.themes[["theme", "parent"]].rename(columns={"theme": "code"})
        table = tabulate(
            self._study,
            self.codings,
            tree,
            by=by,
            base=base,
            questions=questions,
            what="themes",
            language=self.language,
        )
        note = statistic_note(self.approach, "frequency", self.language)
        return replace(table, notes=(*table.notes, note)) if note else table

    def map(
        self,
        kind: MapKind | None = None,
        *,
        snapshot: str | None = None,
        style: Literal["cards", "ovals"] | None = None,
        show_codes: bool | None = None,
        show_counts: bool | None = None,
        of: Literal["themes", "codes"] | None = None,
        min_together: int | None = None,
        min_cell: int | None = 3,
        title: str | None = None,
    ) -> ThemeMap:
        """Draw a theme map: shows itself in Jupyter, `.save("kartta.svg" | ".png" | ".pdf")` writes it.

        Args:
            kind: `thematic` (themes with their codes, and relations as lines between them), `columns` (each theme
                without a parent heads a column, as in a logic model, and lines lead from column to column), `grid`
                (each is a box: two by two, three by two, …, as in SWOT and PESTEL), `hierarchy` (a tree from
                overarching themes to codes, left to right) or `cooccurrence` (a ring of names, with lines between
                those that are in the same cases; see `teema.maps.cooccurrence_map`). None: of an analysis that began
                with a frame, columns for a logic model or a journey and a grid for any other; else thematic.
            snapshot: Name of a snapshot to draw instead of the present state; counts are of the codings as they are.
            style: Of a thematic map: `cards` (themes as boxes holding their codes, unless said otherwise) or `ovals`.
            show_codes: Draw codes, or themes only; drawn unless said otherwise. Not for `cooccurrence`.
            show_counts: Print numbers of cases. Unless said otherwise this follows the approach (off in reflexive
                analysis), and `cooccurrence` prints them.
            of: For `cooccurrence`, between `themes` (unless said otherwise) or `codes`.
            min_together: For `cooccurrence`, draw pairs that are together in at least so many cases; all unless said.
            min_cell: Counts of fewer cases are not told, and pairs in fewer are not drawn, since a picture is an
                export; None turns the protection off.
            title: Words above the map; None takes the name of the analysis (or snapshot).

        Raises:
            NotFoundError: There is no such snapshot.
            UnusableValueError: There is no such kind, style or `of`, or an option has no meaning for the kind.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Turva"), study.codebook.add("Kiire")
            >>> ta = study.analysis("TA")
            >>> _ = ta.add("Luottamus kantaa", codes=["Turva"]), ta.add("Aika ei riitä", codes=["Kiire"])
            >>> ta.map("hierarchy")
            TA
              teema: Luottamus kantaa
                koodi: Turva
              teema: Aika ei riitä
                koodi: Kiire
        """
        from teema.study.map_kinds import draw_map

        options = {
            "style": style, "show_codes": show_codes, "show_counts": show_counts, "of": of,
            "min_together": min_together,
        }  # fmt: skip
        return draw_map(self._study, self, kind, snapshot=snapshot, title=title, min_cell=min_cell, options=options)

    def board(self) -> Board:
        """Open the theme board of this analysis in the notebook; `study.board("A", "B")` shows several side by side."""
        return self._study.board(self.name)

    @overload
    def live_map(
        self, path: None = None, *, extracts: bool = True, by: str | Iterable[str] = (), label: str = "",
        min_cell: int | None = 3, **options: Any,
    ) -> LiveMap: ...  # fmt: skip

    @overload
    def live_map(
        self, path: str | Path, *, extracts: bool = True, by: str | Iterable[str] = (), label: str = "",
        min_cell: int | None = 3, **options: Any,
    ) -> Path: ...  # fmt: skip

    def live_map(
        self,
        path: str | Path | None = None,
        *,
        extracts: bool = True,
        by: str | Iterable[str] = (),
        label: str = "",
        min_cell: int | None = 3,
        **options: Any,
    ) -> LiveMap | Path:
        """Open the map to walk in: theme, codes, what was said, and back; with a path, write it as one HTML page.

        In the notebook it shows the study as it is at each click; the notebook keeps the map and names, and no extract.
        The page opens in any browser without a network. With extracts it holds the words of respondents: give it only
        to those who may read them. Warns (`IdentifiersWarning`) when they may still identify somebody.

        A slider draws lines between themes, or codes, that occur together in at least so many cases.

        Args:
            path: The file to write, ending in `.html`; one of the same name is replaced. None opens the map here.
            extracts: Whether what was said is told; else names, definitions and counts alone.
            by: Background variables to filter by, several at once; none unless named.
            label: Who speaks, with background variables in braces; see `quotations`.
            min_cell: Without extracts, counts of fewer cases are hidden, and pairs that would tell one; None turns the
                protection off.
            options: As for `map`.

        Returns:
            The widget, or the path of the page.

        Raises:
            NotFoundError: There is no such variable.
            UnusableValueError: Another ending, or the file cannot be written.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire"), study.code("1:Q2", "Aina kiire", "Kiire")
            >>> ta = study.analysis("TA", approach="codebook")
            >>> kiire = ta.add("Aika ei riitä", codes=["Kiire"])
            >>> ta.live_map().session.run("look", {"node": kiire.id})["counts"][kiire.id]
            1
        """
        from teema.study.live_map import open_live_map, write_live_map

        given = {"extracts": extracts, "by": by, "label": label, "min_cell": min_cell, "options": options}
        if path is None:
            return open_live_map(self._study, self, **given)
        return write_live_map(self._study, self, path, **given)

    def move_on_map(self, theme: str, x: float | None, y: float | None) -> None:
        """Fix the place of a theme on the map, or let the layout choose again with None.

        Args:
            theme: The theme.
            x: Horizontal place of its middle, in the units of `map().data.nodes`.
            y: Vertical place of its middle.
        """
        found = self[theme]
        with self._store.step("map.move", found.name) as step:
            if x is None or y is None:
                step.delete("places", found.id)
            else:
                step.put("places", {"id": found.id, "x": float(x), "y": float(y)})

    def view(self) -> View:
        """Return themes, members and relations as they are now."""
        return View(
            name=self.name, themes=self.themes, members=self.members, relations=self.relations, placed=self.placed
        )

    def snapshot(self, name: str, *, stage: str = "developed", note: str = "") -> Snapshot:
        """Keep the analysis as it is now under a name; `map(snapshot=name)` draws it later.

        Args:
            name: A name that no other snapshot has.
            stage: `initial`, `developed` or `final`, or the same in words (*alustava*, *kehitelty*, *lopullinen*).
            note: Why it is kept.

        Raises:
            UnusableValueError: The name is empty or taken, or there is no such stage.
        """
        return save(self._store, self, name, stage=stage, note=note)

    @property
    def snapshots(self) -> pd.DataFrame:
        """One row per snapshot, oldest first: `snapshot`, `stage`, `note`, `created`."""
        return snapshots_frame(self._store, self.id)

    def quotations(
        self, themes: str | Iterable[str] | None = None, *, n: int = 3, label: str = "", min_cell: int | None = 3
    ) -> Table:
        """Propose quotations for the themes: spread over cases, of readable length, with the reason for each.

        Args:
            themes: For these themes; None takes all that hold something.
            n: How many for each.
            label: Who speaks, with background variables in braces: `"työpajakeskustelu, {rooli}"`; `{case}` is the id.
            min_cell: Labels that fewer cases share are pointed out.
        """
        from teema.results import quotation_table

        codings = self.codings
        if themes is None:
            held = set(codings["code"])
            chosen = [theme for theme in self.themes["theme"] if theme in held]
        else:
            chosen = [self[theme].name for theme in ([themes] if isinstance(themes, str) else themes)]
        return quotation_table(
            codings, self._study.cases, themes=chosen, n=n, label=label, min_cell=min_cell, language=self.language
        )

    def compare(self, before: str, after: str | None = None) -> DrawnComparison:
        """Say what changed between two snapshots, or a snapshot and now: a table, words (`.text()`), a map (`.map()`).

        Args:
            before: Name of the earlier snapshot.
            after: Name of the later one; None takes the analysis as it is now.

        Raises:
            NotFoundError: There is no such snapshot.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("TA")
            >>> _ = ta.add("Luottamus"), ta.snapshot("alustava"), ta.rename("Luottamus", "Luottamus kantaa")
            >>> print(ta.compare("alustava"))
            Muutokset: ”alustava” → ”TA”.
            ”Luottamus” on nyt ”Luottamus kantaa”.
        """
        from teema.study.drawn_comparison import DrawnComparison
        from teema.themes.comparison_text import compare

        views = [self.view() if name is None else load(self._store, self, name) for name in (before, after)]
        told = compare(views[0], views[1], levels=self.levels, language=self.language)
        return DrawnComparison(
            before=told.before, after=told.after, changes=told.changes, unchanged=told.unchanged, levels=told.levels,
            language=told.language, study=self._study, analysis=self, later=views[1],
        )  # fmt: skip

    def versions_map(
        self,
        *names: str,
        now: bool = False,
        style: Literal["cards", "ovals"] = "cards",
        title: str | None = None,
    ) -> VersionMaps:
        """Draw all snapshots as small maps on one page, from the earliest on, each with what changed since the last.

        Each has its name, stage, day and how many themes it had. The page is A4, or the next larger size on which
        names stay legible; codes and the labels of relations are left out. `map(snapshot=…)` draws one in full, and
        `compare(…).map()` marks what changed between two.

        Args:
            names: Of the snapshots to draw; without names, all of them.
            now: Draw the analysis as it is now after them.
            style: `cards` or `ovals`.
            title: Words above the maps; None takes the name of the analysis.

        Raises:
            NotFoundError: There is no such snapshot.
            UnusableValueError: There is no snapshot yet.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("TA")
            >>> _ = ta.add("Luottamus"), ta.snapshot("alustava", stage="initial"), ta.rename("Luottamus", "Luotto")
            >>> print(ta.versions_map(now=True).outline().splitlines()[-2])
              teema: Luotto
        """
        from teema.study.version_maps import maps_of_versions

        return maps_of_versions(self._study, self, names, now=now, style=style, title=title)

    def summarise(
        self,
        theme: str,
        of: str,
        text: str,
        *,
        by: str | None = None,
        extracts: ExtractPlace | Iterable[ExtractPlace] = (),
    ) -> None:
        """Write what a case, or a group of cases, says of a theme: a cell of the framework matrix.

        Args:
            theme: The theme.
            of: The case, or with `by` the group.
            text: The summary, in your words; an empty one clears the cell.
            by: The background variable that makes the groups.
            extracts: What the summary rests on: GUIDs, as in `study.codings`, or places: `("7:Q2", "the words")`.

        Raises:
            NotFoundError: There is no such theme, case, variable, group, extract or answer.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("Kehys", approach="framework")
            >>> _ = ta.add("Aika")
            >>> ta.summarise(
            ...     "Aika", "Turku", "Kiire on pysyvä olotila.", by="Kaupunki", extracts=("1:Q2", "Aina kiire")
            ... )
            >>> ta.matrix(by="Kaupunki").shown()
            [['Oulu', '–'], ['Turku', 'Kiire on pysyvä olotila. [1]']]
        """
        from teema.study.framework import row_of

        variable, value = row_of(self._study, of, by)
        self.put_summary(theme, variable, value, text, extracts)

    def matrix(self, *, by: str | None = None, themes: str | Iterable[str] | None = None) -> Table:
        """Return the framework matrix: cases (or groups) by themes, with summaries, or how many extracts wait.

        Args:
            by: The background variable that makes the groups; None has a row for each case.
            themes: These themes; None takes those that stand highest below overarching ones.

        Raises:
            NotFoundError: There is no such variable or theme.
        """
        from teema.study.framework import matrix

        return matrix(self._study, self, by=by, themes=themes)

    def theme_table(self, *, n: int = 1, label: str = "", counts: bool | None = None) -> Table:
        """Return the table of themes: definition, sub-themes, codes, and words from the data that speak for each.

        Args:
            n: How many quotations for each theme and sub-theme; see `quotations`.
            label: Who speaks; see `quotations`.
            counts: Show in how many cases each theme is; None follows the approach (off in reflexive analysis).
        """
        from teema.themes.theme_table import theme_table

        return theme_table(
            self.themes, self.members, self.quotations(n=n, label=label, min_cell=None).frame, levels=self.levels,
            title=term("themes.title_table", self.language, name=self.name),
            counts=self.frequency() if (shows_counts(self.approach) if counts is None else counts) else None,
            language=self.language,
        )  # fmt: skip

    def relation_table(self, *, label: str = "") -> Table:
        """Return the table of relations: how themes relate, in what words, and the extracts that rests on.

        Args:
            label: Who speaks; see `quotations`.

        Raises:
            NotFoundError: There is no such variable in the label.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("TA")
            >>> _ = ta.add("Kiire vie ajan"), ta.add("Luottamus kantaa")
            >>> _ = ta.relate("Kiire vie ajan", "Luottamus kantaa", "contrasts", label="syö aikaa")
            >>> _ = ta.add_evidence("Kiire vie ajan", "Luottamus kantaa", ("1:Q2", "Aina kiire"))
            >>> ta.relation_table(label="{Kaupunki}").to_frame()["extracts"].item()
            '”Aina kiire” (Turku)'
        """
        from teema.results.quotations import label_of
        from teema.themes.relation_table import relation_table

        template = label or term("results.quotation_label", self.language)
        evidence, cases = self.evidence, self._study.cases
        rows = cases.loc[cases.index.isin(set(evidence["case"]))].to_dict("index")
        who = {str(case): label_of(template, str(case), row, self.language) for case, row in rows.items()}
        return relation_table(
            self.relations, evidence, who, title=term("themes.title_relations", self.language, name=self.name),
            language=self.language,
        )  # fmt: skip

    def content_table(
        self,
        of: str | None = None,
        *,
        variant: Variant = "finnish",
        counts: bool = False,
        questions: str | list[str] | None = None,
    ) -> Table:
        """Return the table of content analysis, from original expressions over reduced ones to classes.

        Args:
            of: Only this class and what is under it, such as one main class; None takes all.
            variant: `finnish`, or `graneheim` (meaning unit, condensed unit, code, sub-category, category, theme).
            counts: Add f (expressions) and n (cases) to each class.
            questions: Only answers to these questions.

        Raises:
            NotFoundError: There is no such class or question.
            UnusableValueError: There is no such variant.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire"), study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
            >>> ta = study.analysis("Sisällönanalyysi", approach="content-analysis")
            >>> _ = ta.add("Työn ehdot", kind="theme"), ta.group("Ajan puute", "jatkuva kiire", parent="Työn ehdot")
            >>> print(ta.content_table())
            Sisällönanalyysi: alkuperäisilmauksista luokkiin
            Alkuperäisilmaus  Pelkistetty ilmaus  Alaluokka   Yläluokka
            Aina kiire        jatkuva kiire       Ajan puute  Työn ehdot
        """
        from teema.study.content import content

        return content(self._study, self, of=of, variant=variant, counts=counts, questions=questions)

    def content_tables(
        self, *, variant: Variant = "finnish", counts: bool = False, questions: str | list[str] | None = None
    ) -> list[Table]:
        """Return one table of content analysis for each main class, as an appendix usually has them.

        A main class stands highest, below a unifying one; one that holds nothing has no table. See `content_table`.

        Args:
            variant: As in `content_table`.
            counts: As in `content_table`.
            questions: As in `content_table`.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire"), study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
            >>> ta = study.analysis("Sisällönanalyysi", approach="content-analysis")
            >>> _ = ta.add("Työn ehdot", kind="theme"), ta.group("Ajan puute", "jatkuva kiire", parent="Työn ehdot")
            >>> [table.title for table in ta.content_tables()]
            ['Työn ehdot: alkuperäisilmauksista luokkiin']
        """
        from teema.study.content import content, main_classes

        tables = [
            content(self._study, self, of=name, variant=variant, counts=counts, questions=questions)
            for name in main_classes(self)
        ]
        return [table for table in tables if len(table.frame)]

    def export_grouping(self, path: str | Path) -> Path:
        """Write the reduced expressions as a sheet to group them in, in Excel or LibreOffice; return its path.

        One row for each expression in each class, those without a class first; a column for each level of classes with
        a list of those there are. `read_grouping` reads it back. Warns (`IdentifiersWarning`) when words in it may
        identify somebody.

        Args:
            path: The file to write, ending in `.xlsx`; one of the same name is replaced.

        Raises:
            UnusableValueError: Another ending, no reduced expression yet, or the file cannot be written.
        """
        from pathlib import Path as _Path

        from teema.study.grouping_sheet import write

        return write(self._study, self, _Path(path))

    def read_grouping(self, path: str | Path) -> GroupingSheet:
        """Read a grouping sheet and show what it would change; `.apply()` then changes it, as one undoable step.

        A new name makes a class, and an expression's own column renames it. Rows may be sorted, copied (an expression
        in two classes) and deleted, which changes nothing. What was changed in the study since the sheet was written,
        and a class under two others, is refused row by row and stays as it is.

        Args:
            path: The sheet as it was saved: `.xlsx`, `.ods`, `.xlsm` or `.xls`.

        Raises:
            ImportFileError: It cannot be read, or is the sheet of another analysis or study, or no grouping sheet.

        Example:
            >>> study, folder = getfixture("study"), getfixture("tmp_path")
            >>> _ = study.codebook.add("Kiire"), study.code("1:Q2", "Aina kiire", "Kiire", reduced="jatkuva kiire")
            >>> ta = study.analysis("Sisällönanalyysi", approach="content-analysis")
            >>> sheet = ta.export_grouping(folder / "ryhmittely.xlsx")
            >>> bool(ta.read_grouping(sheet))
            False
        """
        from pathlib import Path as _Path

        from teema.study.grouping_sheet import GroupingSheet

        return GroupingSheet(self._study, self, _Path(path))

    def trail(self, *, undone: bool = False) -> Table:
        """Return the decision trail: what was made of the themes, when, by whom and why, read from the journal.

        Args:
            undone: Tell of steps that were undone, too.
        """
        return trail(self._store, self.id, levels=self.levels, language=self.language, title=self.name, undone=undone)

    def method_text(self) -> MethodText:
        """Draft the method section: says only what the journal shows was done; what it cannot know is in brackets."""
        from teema.store import now
        from teema.study.method_facts import method_facts
        from teema.themes.method_text import method_text

        return method_text(method_facts(self._study, self), language=self.language, today=now())

    def __repr__(self) -> str:
        lines = ["  " * depth + name for name, depth in self.themes[["theme", "depth"]].values]
        return f"{self.name} ({self.approach})\n" + "\n".join(lines)
