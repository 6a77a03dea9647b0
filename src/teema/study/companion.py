"""An analysis that is its researcher's companion: phases, warnings, review sheets, re-reading, self-review."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

from teema.coding.codings import drop_idle
from teema.errors import NotFoundError, UnusableValueError
from teema.records import Evidence
from teema.tables import Column, Table
from teema.terms import percent, term
from teema.themes import ThemeTree, theme_codings
from teema.themes.approaches import follows_from
from teema.themes.calls import quoted
from teema.themes.criteria import criteria_table, criterion, verdict_of
from teema.themes.members import ExtractPlace
from teema.themes.nudges import WARNINGS, extracts_below, nudges
from teema.themes.phases import phase_table
from teema.themes.reviewing import THIN, THIN_WORDS, to_read_again
from teema.themes.reviews import put_review, remove_review, reviews_of

if TYPE_CHECKING:
    import pandas as pd

    from teema.records import Review
    from teema.study.review_sheet import ReviewSheet
    from teema.study.study import Study
    from teema.study.typology import Types

__all__ = ["Companion"]


class Companion(ThemeTree):
    """What an analysis tells its researcher of where it stands; it asks and never requires."""

    _study: Study

    @property
    def codings(self) -> pd.DataFrame:
        """The codings of the themes: as `study.codings`, the theme's name in `code`; see `theme_codings`."""
        return theme_codings(self._study.codings, self.members, self._study.codebook.to_frame(), self.placed)

    @property
    def types(self) -> Types:
        """The types (*tyypittely*) of the analysis: `.add`, `.place`, `.cards()`, `.fits()`."""
        from teema.study.typology import Types

        return Types(self._study, self.id, self.name)

    # -- phases

    def phases(self) -> Table:
        """Show the phases of the analysis: what each should leave behind, what is there, what is missing, and a call.

        The six of Braun & Clarke (2006), or those of content analysis where that is the approach. Numbers come from the
        study and its journal.

        Returns:
            Table with `phase`, `name`, `artefact`, `leaves`, `there`, `missing`, `call`, `done`.

        Example:
            >>> ta = getfixture("study").analysis("TA")
            >>> phases = ta.phases().to_frame()
            >>> phases.loc[phases["artefact"] == "read", ["there", "call"]].values.tolist()
            [['Vastauksia luettu 0/6', 'study.coder(only="unread", reading=True)']]
        """
        return phase_table(self._facts(), self.approach, self.language)

    def _facts(self) -> dict[str, object]:
        from teema.study.facts import gather

        warned = self._open_warnings()["warning"].isin(["equals-question", "all-of-question", "single-word"])
        return gather(self._study, self, self.codings, warned=int(warned.sum()))

    # -- warnings

    def warnings(self) -> Table:
        """Show what one may want to look at in the themes, without what was silenced.

        A theme that equals a question, has no definition, rests on one case, or is named by a single word. Names are
        not warned of where themes may be topics: outside reflexive analysis.

        Returns:
            Table with `warning`, `theme`, `about`, `text`, `silence` (the call that silences it).
        """
        language, found = self.language, self._open_warnings()
        found = found.assign(
            text=[term(f"nudges.{row.warning}", language, about=row.about) for row in found.itertuples()],
            silence=[f"ta.silence({quoted(str(row.warning))}, {quoted(str(row.theme))})" for row in found.itertuples()],
        )
        notes = [term("nudges.note" if len(found) else "nudges.none", language)]
        if not follows_from(self.approach).nudges:
            approach = term(f"themes.approach_{self.approach}", language)
            notes.append(term("nudges.note_approach", language, approach=approach))
        silenced = len(self.silenced)
        if silenced:
            notes.append(term("nudges.note_silenced", language, n=silenced))
        return Table(
            frame=found,
            title=term("nudges.title", language, name=self.name),
            notes=tuple(notes),
            columns=tuple(
                Column(name, term(f"nudges.column_{name}", language), "wide-text")
                for name in ("theme", "text", "silence")
            ),
            language=language,
        )

    def silence(self, warning: str, theme: str | None = None, *, reason: str = "") -> None:
        """Silence a warning, for a theme or for all of the analysis; it is remembered until `unsilence`.

        Args:
            warning: As in the column `warning` of `warnings()`, such as `single-word`.
            theme: The theme; None silences it for all.
            reason: Why, for the record.

        Raises:
            UnusableValueError: There is no such warning.
            NotFoundError: There is no such theme.
        """
        put_review(self._store, self.id, "silenced", self._silenced_item(warning, theme), text=reason)

    def unsilence(self, warning: str, theme: str | None = None) -> None:
        """Let a warning be heard again.

        Raises:
            NotFoundError: It was not silenced.
        """
        item = self._silenced_item(warning, theme)
        for review in reviews_of(self._store, self.id, "silenced"):
            if review.item == item:
                remove_review(self._store, review)
                return
        known = [f"{row.warning} {row.theme}".strip() for row in self.silenced.itertuples()]
        raise NotFoundError.of("silenced warning", f"{warning} {theme or ''}".strip(), known, where=self.name)

    @property
    def silenced(self) -> pd.DataFrame:
        """Silenced warnings, oldest first: `warning`, `theme` (empty for all), `reason`, `coder`, `created`."""
        import pandas as pd

        names = {theme.id: theme.name for theme in self._themes()}
        rows = []
        for review in reviews_of(self._store, self.id, "silenced"):
            warning, _, theme = review.item.partition(":")
            if not theme or theme in names:  # what was said of a theme goes with it
                rows.append((warning, names.get(theme, ""), review.text, review.coder, review.created))
        return pd.DataFrame(rows, columns=["warning", "theme", "reason", "coder", "created"])

    def _silenced_item(self, warning: str, theme: str | None) -> str:
        if warning not in WARNINGS:
            raise UnusableValueError.of("warning", warning, WARNINGS)
        return f"{warning}:{self[theme].id if theme else ''}"

    def _open_warnings(self) -> pd.DataFrame:
        study = self._study
        topics = not follows_from(self.approach).nudges
        found = nudges(self.themes, self.codings, study.questions, study.answers, topics=topics)
        silent = {(row.warning, row.theme) for row in self.silenced.itertuples()}
        heard = [
            (warning, theme) not in silent and (warning, "") not in silent
            for warning, theme in found[["warning", "theme"]].values
        ]
        return found.loc[heard].reset_index(drop=True)

    # -- review

    def review(self, theme: str) -> ReviewSheet:
        """Show the review sheet of a theme (level 1): extracts, cases, contrary extracts, overlap with the others.

        Args:
            theme: The theme; the extracts of the themes below it are its own too.

        Raises:
            NotFoundError: There is no such theme.
        """
        from teema.study.review_sheet import review_sheet

        return review_sheet(self._study, self, self[theme])  # type: ignore[arg-type]

    def reread(self, theme: str | None = None, *, thin: float = THIN) -> Table:
        """Show which answers to read again (level 2): nothing in any theme, or little of them coded.

        `study.coder(ta.reread())` opens them in the coder.

        Args:
            theme: Only answers with nothing in this theme.
            thin: An answer is thinly coded when less than this share of its characters is in an extract.

        Returns:
            Table with `answer`, `case`, `question`, `text`, `words`, `covered`, `why`, `shown` (why, in words).

        Raises:
            NotFoundError: There is no such theme.
            UnusableValueError: The share is not between 0 and 1.
        """
        if not 0 <= thin <= 1:
            raise UnusableValueError(f"thin={thin!r} is not a share.", hint="Give a number from 0 to 1, such as 0.25.")
        study, held = self._study, self.codings
        language = self.language
        found = None if theme is None else self[theme]
        its = None if found is None else extracts_below(held, self.themes, found.name)
        frame = to_read_again(study.answers, study.codings, held, theme=its, thin=thin)
        frame = frame.assign(shown=[term(f"phases.why_{why}", language) for why in frame["why"]])
        call = "ta.reread()" if found is None else f"ta.reread({quoted(found.name)})"
        share = percent(thin, language)
        wide = ("text",)
        names = (("answer", "answer"), ("case", "case"), ("text", "answer_text"), ("shown", "why"))
        return Table(
            frame=frame,
            title=term("phases.reread_title", language, name=self.name if found is None else found.name),
            base=term("phases.reread_base", language, n=len(frame), answers=len(study.answers)),
            notes=(term("phases.reread_note", language, call=call, words=THIN_WORDS, share=share),),
            columns=(
                *(
                    Column(name, term(f"phases.column_{key}", language), "wide-text" if name in wide else "text")
                    for name, key in names
                ),
                Column("words", term("phases.column_words", language), "count"),
                Column("covered", term("phases.column_covered", language), "percent"),
            ),
            language=language,
        )

    def add_contrary(self, theme: str, extracts: ExtractPlace | Iterable[ExtractPlace]) -> None:
        """Keep extracts that speak against a theme; they do not count as the theme's.

        Args:
            theme: The theme.
            extracts: By GUID or place; see `place_extract`.

        Raises:
            NotFoundError: There is no such theme, extract or answer.
        """
        self._add_evidence(theme, extracts, "contrary")

    def add_support(self, theme: str, extracts: ExtractPlace | Iterable[ExtractPlace]) -> None:
        """Choose extracts that illustrate a theme in the report, or are analysed there.

        Args:
            theme: The theme.
            extracts: By GUID or place; see `place_extract`.

        Raises:
            NotFoundError: There is no such theme, extract or answer.
        """
        self._add_evidence(theme, extracts, "supports")

    def withdraw(self, theme: str, extracts: ExtractPlace | Iterable[ExtractPlace]) -> None:
        """Take extracts back that were chosen for a theme or spoke against it.

        Raises:
            NotFoundError: An extract is neither.
        """
        found = self[theme]
        with self._store.step("theme.evidence", found.name) as step:
            for extract in self.extract_ids(step, extracts):
                rows = self._store.rows("SELECT id FROM evidence WHERE theme = ? AND extract = ?", (found.id, extract))
                if not rows:
                    raise NotFoundError(
                        f"The extract {self._quote(extract)} is no evidence of {found.name!r}.",
                        where=self.name,
                        hint="ta.review(theme) shows the contrary extracts.",
                    )
                step.delete("evidence", rows[0]["id"])
                drop_idle(self._store, step, [extract])

    def _add_evidence(
        self, theme: str, extracts: ExtractPlace | Iterable[ExtractPlace], kind: Literal["supports", "contrary"]
    ) -> None:
        found = self[theme]
        with self._store.step("theme.evidence", found.name) as step:
            for extract in self.extract_ids(step, extracts):
                rows = self._store.rows("SELECT * FROM evidence WHERE theme = ? AND extract = ?", (found.id, extract))
                made = asdict(Evidence(extract=extract, theme=found.id, kind=kind))
                step.put("evidence", {**rows[0], "kind": kind} if rows else made)

    # -- self-review

    def criteria(self) -> Table:
        """Show the fifteen criteria of Braun & Clarke (2006) as a self-review, with what the study file can tell.

        Returns:
            Table with `number`, `area`, `criterion`, `evidence`, `verdict`, `text`.

        Example:
            >>> ta = getfixture("study").analysis("TA")
            >>> _ = ta.judge(12, "osittain", "Tieto-oppi on vielä kirjoittamatta.")
            >>> ta.criteria().to_frame().set_index("number").loc[12, ["verdict", "text"]].tolist()
            ['osittain', 'Tieto-oppi on vielä kirjoittamatta.']
        """
        return criteria_table(self._facts(), reviews_of(self._store, self.id, "criterion"), self.language)

    def judge(self, number: int, verdict: str, text: str = "") -> Review:
        """Keep the researcher's judgement by a criterion, in place of an earlier one.

        Args:
            number: The criterion, 1–15.
            verdict: `met`, `partly`, `not-met` or `not-applicable`, or the same in words of any language.
            text: Why.

        Raises:
            UnusableValueError: There is no such criterion or verdict.
        """
        return put_review(
            self._store, self.id, "criterion", str(criterion(number)), verdict=verdict_of(verdict), text=text
        )
