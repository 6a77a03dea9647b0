"""Study: the one object a user holds. It composes the rooms; the work is done in them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self, cast

from teema.coding import Codebook, Place, assign, codings_frame, memos_frame, propose, remove, write_memo
from teema.errors import NotFoundError, QueryError, UnusableValueError
from teema.records import Variable
from teema.store import Store, from_json
from teema.study import blinding, languages, merging, survey_rows
from teema.study.analysis import Analysis
from teema.study.autocoding import Autocoding
from teema.study.copies import backups_frame, restore
from teema.study.corrections import COMMANDS, corrections
from teema.study.history import When, history_frame, store_at
from teema.study.languages import languages_frame, set_language
from teema.study.matches import Matches
from teema.study.pseudonyms import Pseudonyms
from teema.study.trial import Trial, trial
from teema.study.updating import Update
from teema.study.words import Words
from teema.terms import Language, Wording, number, term
from teema.themes import names_of_analyses

if TYPE_CHECKING:
    import pandas as pd

    from teema.export.word_document import Draft
    from teema.maps import Picture
    from teema.study.codebook_files import CodebookUpdate
    from teema.study.coder import By, Only
    from teema.study.coding_sheet import CodingSheet
    from teema.survey import ImportReport, Survey
    from teema.tables import Table
    from teema.themes.comparison_text import Comparison
    from teema.widgets import Board, CodebookView, Coder
    from teema.widgets.screen import Others

__all__ = ["Study"]

Commands = str | tuple[str, ...]
# What changes the answers' words: the answers and their languages; and their lemmas: corrections too.
_MERGE = "study.merge"  # brings corrections and languages of answers
_ANSWERS = ("survey.", languages.COMMANDS, _MERGE)
_WORDS = (*_ANSWERS, COMMANDS)


class Study:
    """A survey, its codebook, codings and analyses in one file; made by `teema.create` or `teema.open`.

    Everything that changes the study is on disk when the call returns, stands in the journal, and can be undone.

    Example:
        >>> study = getfixture("study")
        >>> _ = study.codebook.add("Luottamus")
        >>> coding = study.code("1:Q1", "luottamus syntyy hitaasti", "Luottamus")
        >>> study.codings[["answer", "text", "code"]].values.tolist()
        [['1:Q1', 'luottamus syntyy hitaasti', 'Luottamus']]
        >>> study.undo()
        1
        >>> len(study.codings)
        0
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._made: dict[str, tuple[int, Any]] = {}
        self._making = threading.RLock()  # a widget may search in one thread while a cell runs in another

    # -- what it is

    @property
    def path(self) -> Path:
        """The study file."""
        return self.store.path

    @property
    def coder_name(self) -> str:
        """Who works; stands on every coding and journal line."""
        return self.store.coder

    @property
    def language(self) -> Language:
        """Language of the answers and of everything shown: fi, sv or en; it knows the case unit's word."""
        found = Wording(from_json(self.store.setting("language") or '"fi"', "language"), case_unit=self.case_unit)
        return cast("Language", found)

    @property
    def case_unit(self) -> str:
        """What a case is: vastaaja, pienryhmä, työpaja or the like."""
        return str(from_json(self.store.setting("case_unit") or '"vastaaja"', "case_unit"))

    @property
    def report(self) -> ImportReport:
        """How the source file was understood."""
        return survey_rows.report(self.store)

    # -- the data

    @property
    def answers(self) -> pd.DataFrame:
        """`answer`, `case`, `question`, `text`, `source_row`; one row per non-blank answer, in source order."""
        return self._data("answers", lambda: survey_rows.answers_frame(self.store))

    @property
    def cases(self) -> pd.DataFrame:
        """Index `case`; one column per background variable; multiple choice as lists."""
        return self._data("cases", lambda: survey_rows.cases_frame(self.store))

    @property
    def questions(self) -> pd.DataFrame:
        """`question`, `text`, `column`, in source order."""
        return self._data("questions", lambda: survey_rows.questions_frame(self.store))

    @property
    def variables(self) -> list[Variable]:
        """The background variables in source order."""
        return survey_rows.variables(self.store)

    def update(self, survey: Survey, *, key: str | None = None) -> Update:
        """Compare a later export of the same survey with the study; `.apply()` takes it in.

        New respondents and answers are added, corrected answers get their new text, and every extract stays on the
        words it was made on. Whoever is no longer in the export stays in the study. An answer that the export has as it
        was before its names were replaced is the same answer, and keeps its pseudonyms.

        Args:
            survey: As `teema.read_survey` returns it.
            key: A background variable that names each respondent in both; without it, respondents are the same who
                said the same.

        Raises:
            NotFoundError: There is no such variable.
            UnusableValueError: The key does not name every respondent once, or it is another survey.
        """
        from teema.study.replacing import as_replaced

        return Update(self, as_replaced(self.store, survey), key=key)

    # -- words

    @property
    def tokens(self) -> pd.DataFrame:
        """`answer`, `start`, `end`, `form`, `lemma`, `lemmas`, `parts`, `pos`; one row per word, from the cache."""
        return self._found_and_corrected().drop(columns="kind")

    def found_tokens(self) -> pd.DataFrame:
        """Return the words as the lemmatiser found them, without your corrections; not to be changed."""
        from teema.study.lemmas import tokens

        found: pd.DataFrame = self._kept(
            "found tokens",
            lambda: tokens(self.store, self.answers, languages=self.languages["language"].tolist()),
            commands=_ANSWERS,
        )
        return found

    def _found_and_corrected(self) -> pd.DataFrame:
        from teema.language import apply_corrections

        def make() -> pd.DataFrame:
            return apply_corrections(self.found_tokens(), corrections(self.store), language=self.language)

        found: pd.DataFrame = self._kept("tokens", make, commands=_WORDS)
        return found

    @property
    def languages(self) -> pd.DataFrame:
        """`answer`, `language`, `certain`, `chosen_by`, `why`; one row per answer, see `set_language`.

        An answer is in the language of the study unless its words say otherwise (`detected`) or you did (`you`).
        """
        return self._data(
            "languages", lambda: languages_frame(self.store, self.answers, expected=self.language), commands=_ANSWERS
        )

    def set_language(self, answers: str | Iterable[str], language: str | None) -> None:
        """Set the language of answers; None leaves it to their words again.

        Args:
            answers: An answer or several, or a question for all its answers.
            language: fi, sv or en.

        Raises:
            NotFoundError: There is no such answer or question.
            UnusableValueError: There is no such language.
        """
        wanted = [answers] if isinstance(answers, str) else list(answers)
        asked = dict(iter(self.answers.groupby("question", observed=True)["answer"]))
        chosen = [answer for item in wanted for answer in asked.get(item, [item])]
        set_language(self.store, [self._answer(answer) for answer in chosen], language, shown=self.language)

    @property
    def words(self) -> Words:
        """The words of the answers: `study.words(...)` counts them."""
        return Words(self)

    def find(self, query: str) -> Matches:
        """Search the answers in all inflections.

        Args:
            query: `luottamus` (lemma), `"luottamuksen"` (exact form), `luott*`, `~suhde` (part of a compound),
                `kiire NEAR/5 asiakas`, AND OR NOT, `question:Q3`, `yksikkö:ensikoti`. See the query guide.

        Raises:
            QueryError: The query cannot be read; the message points at the place.
        """
        from teema.language import build_index, find

        index = self._kept("index", lambda: build_index(self._found_and_corrected()), commands=_WORDS)
        return Matches(self, query, find(query, index, self.answers, self.cases, language=self.language))

    # -- coding

    @property
    def codebook(self) -> Codebook:
        """The codes: add, rename, edit, move, merge, split, delete."""
        return Codebook(self.store)

    @property
    def codings(self) -> pd.DataFrame:
        """One row per coding, in the order of the answers.

        Columns: `coding`, `extract`, `answer`, `case`, `question`, `start`, `end`, `text`, `code`, `coder`, `level`,
        `created`.
        """
        return self._data("codings", lambda: codings_frame(self.store), commands="")

    def code(
        self,
        answer: str,
        place: Place,
        code: str,
        *,
        occurrence: int | None = None,
        level: Literal["semantic", "latent"] | None = None,
        reduced: str = "",
        memo: str = "",
    ) -> str:
        """Give a code to a place in an answer, and return the coding's GUID.

        Args:
            answer: Id of the answer, such as `7:Q2`.
            place: A quotation, a span `(start, end)` in characters, or None for the whole answer.
            code: Name of the code.
            occurrence: Which one, when the quotation stands there more than once.
            level: `semantic` or `latent`.
            reduced: Reduced expression (*pelkistetty ilmaus*) of the extract.
            memo: A note on the extract.

        Raises:
            NotFoundError: There is no such answer or code.
            QuotationError: The quotation is not in the answer, or is there more than once.
        """
        wanted = self.codebook[code].id
        return assign(self.store, answer, place, wanted, occurrence=occurrence, level=level, reduced=reduced, memo=memo)

    def coder(
        self,
        answers: Matches | Table | str | Iterable[str] | None = None,
        *,
        by: By = "question",
        only: Only | None = None,
        questions: str | list[str] | None = None,
        others: Others = "show",
        reading: bool = False,
    ) -> Coder:
        """Open the coding widget: read and code the answers in the notebook, by keyboard or mouse.

        Every coding is in the study file before its highlight appears. `?` in the widget shows the keys.

        Args:
            answers: What to go through: the result of a search, a table with a column `answer` such as
                `ta.reread()`, an answer or several, or everything.
            by: `question` (all answers to one question after each other) or `case` (all that a respondent wrote).
            only: `unread` or `uncoded`: pages on which something is left to do.
            questions: Only answers to these questions.
            others: What to show of other coders' codings: `hide`, `show`, or `compare`.
            reading: Only read and take notes, without codes: the first phase.

        Raises:
            NotFoundError: There is no such answer or question.
            UnusableValueError: There is nothing to show, or an argument is none of the possible ones.

        Example:
            >>> coder = getfixture("study").coder()
            >>> coder.session.screen()["answers"][0]["answer"]
            '1:Q1'
        """
        from teema.study.coder import coding_session
        from teema.widgets import Coder

        session = coding_session(self, answers, by=by, only=only, questions=questions, others=others)
        return Coder(session, reading=reading)

    def codebook_view(self) -> CodebookView:
        """Open the codebook in the notebook: its tree with counts, and all that can be done to it.

        Drag codes to order, nest and merge them, or use the keys; split, rename, define, colour, try the query of a
        code, see which codes are unused or overlap and how a code came about. `?` in the widget shows the keys.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire")
            >>> study.codebook_view().session.tree()["codes"][0]["name"]
            'Kiire'
        """
        from teema.study.codebook_view import codebook_session
        from teema.widgets import CodebookView

        return CodebookView(codebook_session(self))

    def board(self, *analyses: str) -> Board:
        """Open the theme board in the notebook: codes as cards to drag into themes, by mouse or by keys.

        Several analyses stand side by side as candidates; a card shows where its code stands on the other boards. Every
        move is one step of `undo()`. `?` in the widget shows the keys.

        Args:
            *analyses: Names of analyses, from left to right; none takes all.

        Raises:
            NotFoundError: There is no such analysis.
            UnusableValueError: The study has no analysis yet.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire"), study.analysis("A").add("Arki"), study.analysis("B").add("Työ")
            >>> [board["name"] for board in study.board("A", "B").session.boards()["boards"]]
            ['A', 'B']
        """
        from teema.study.board import board_of

        return board_of(self, analyses)

    @property
    def progress(self) -> pd.DataFrame:
        """How far you have come: `question`, `answers`, `read`, `coded`; one row per question."""
        from teema.study.coder import progress_frame

        return progress_frame(self)

    def uncode(self, codings: str | Iterable[str]) -> int:
        """Remove codings, named by the `coding` column of `study.codings`, and return how many."""
        return remove(self.store, [codings] if isinstance(codings, str) else codings)

    def autocode(self, codes: Iterable[str] | None = None, *, unit: str = "sentence") -> Autocoding:
        """Propose extracts by the queries of the codebook; look at the result, then `.apply()` it as one step.

        Hits that were declined (`.decline(rows)`) are remembered and not proposed again; run it again when data arrive.

        Args:
            codes: Only these codes; None takes every code that has a query.
            unit: `match`, `sentence` or `answer`: how much around a hit is coded.

        Raises:
            QueryError: The query of a code cannot be read; the message names the code.
        """
        import pandas as pd

        from teema.coding.declined import declined_spans

        chosen = list(self.codebook) if codes is None else [self.codebook[code] for code in codes]
        answers, codings = self.answers, self.codings
        texts = dict(zip(answers["answer"], answers["text"], strict=True))
        parts = []
        for code in chosen:
            if not code.query:
                continue
            try:
                hits = self.find(code.query).hits
            except QueryError as error:
                raise QueryError(error.what, where=f"code {code.name!r}", hint=error.hint) from None
            declined = declined_spans(self.store, code.id, texts)
            parts.append(propose(hits, answers, codings, code=code.name, unit=unit, declined=declined))
        if not parts:
            parts.append(propose(self._no_hits(), answers, codings, code="", unit=unit))
        return Autocoding(self, pd.concat(parts, ignore_index=True))

    def suggestions(self, answers: str | Iterable[str] | None = None, *, n: int = 3) -> pd.DataFrame:
        """Suggest codes for answers: those whose rule finds something, and those whose extracts use the same words.

        Nothing is applied. What has the code already, or was declined for it, is not suggested. In reflexive analysis
        codes come of reading; the coder therefore leaves suggestions off there.

        Args:
            answers: Ids of answers; None takes those without any coding.
            n: How many for each answer.

        Returns:
            `answer`, `start`, `end`, `text`, `code`, `why` (`rule` or `alike`), `score` (0–1; a rule has 1), `words`
            (what caused it: what the rule found, or the lemmas in common).

        Raises:
            NotFoundError: There is no such answer.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire", query="kiire")
            >>> study.suggestions("1:Q2")[["text", "code", "why", "words"]].values.tolist()
            [['Kiire.', 'Kiire', 'rule', ('kiire',)]]
        """
        from teema.study.suggesting import Suggester, suggestions_frame

        if answers is None:
            coded = set(self.codings["answer"])
            answers = [answer for answer in self.answers["answer"] if answer not in coded]
        chosen = [answers] if isinstance(answers, str) else list(answers)
        return suggestions_frame(self, Suggester(self)(chosen, n=n))

    # -- analyses and tables

    @property
    def analyses(self) -> list[str]:
        """Names of the analyses."""
        return names_of_analyses(self.store)

    def approaches(self) -> Table:
        """Return the approaches beside each other: what themes are in each, its levels, numbers and hints."""
        from teema.themes import approach_table

        return approach_table(self.language)

    def frames(self) -> Table:
        """Return the frames that an analysis may begin with, and their boxes."""
        from teema.themes import frame_table

        return frame_table(self.language)

    def analysis(
        self,
        name: str,
        *,
        approach: str | None = None,
        unit: str = "",
        frame: str | Sequence[str] | None = None,
    ) -> Analysis:
        """Open an analysis, making it when it is not there.

        Args:
            name: Name of the analysis.
            approach: reflexive, codebook, reliability, framework, tabular, content-analysis (data-driven),
                content-analysis-theory-guided or content-analysis-theory-driven, or its name in words; `approaches()`
                shows them. It sets defaults and hints, and can be changed at any time.
            unit: Unit of analysis in your words, such as *ajatuskokonaisuus*.
            frame: What it begins with: `logic-model`, `pestel`, `swot` or `journey`, or headings of your own. The boxes
                are overarching themes, to be renamed, moved and dropped like any other.

        Raises:
            UnusableValueError: There is no such approach or frame, or the analysis has another frame.

        Example:
            >>> study = getfixture("study")
            >>> model = study.analysis("Malli", frame="logic-model")
            >>> model.themes["theme"].tolist()[:3]
            ['Edellytykset', 'Adaptaatiot', 'Ydinelementit']
        """
        return Analysis(self, name, approach=approach, unit=unit, frame=frame)

    def frequency(
        self,
        by: str | None = None,
        *,
        base: Literal["answered", "cases", "coded"] = "answered",
        questions: str | list[str] | None = None,
    ) -> Table:
        """Count mentions and cases of each code; a parent counts each case once.

        Args:
            by: A background variable to compare groups by.
            base: What is 100 %: cases that answered the questions, all cases, or cases with any coding.
            questions: Only answers to these questions.

        Raises:
            NotFoundError: There is no such variable or question.
        """
        from teema.study.tabulate import tabulate

        tree = self.codebook.to_frame()[["code", "parent"]]
        return tabulate(self, self.codings, tree, by=by, base=base, questions=questions)

    def cooccurrence(self, within: Literal["extract", "answer", "case"] = "answer") -> pd.DataFrame:
        """Return pairs of codes that occur together: `code_a`, `code_b`, `n`, `jaccard`.

        Args:
            within: Together on overlapping extracts, in one answer, or by one case.
        """
        from teema.results import cooccurrence

        return cooccurrence(self.codings, within=within)

    # -- several coders

    def merge(
        self,
        other: str | Path,
        decisions: Mapping[str, Literal["mine", "theirs"]] | None = None,
        *,
        dry_run: bool = False,
    ) -> merging.MergeReport:
        """Merge another coder's file of the same survey into this study, as one undoable step.

        Everybody's codings are kept. Where both files changed the same thing, mine stands until you decide: the
        conflicts are in the report, each with an id.

        Args:
            other: The other study file; it stays as it is.
            decisions: By the id of a conflict, `mine` or `theirs`.
            dry_run: Only say what would be done.

        Raises:
            MergeError: It is the same file, or the surveys differ; says which answers.
            NotFoundError: There is no such file, or no such conflict.
            UnusableValueError: A decision is neither `mine` nor `theirs`.
        """
        return merging.merge(self.store, other, decisions, language=self.language, dry_run=dry_run)

    def blind(self, coder: str, path: str | Path) -> Path:
        """Make a copy in which a coder sees nobody else's codings, memos and extracts, and return its path.

        The copy has the same survey and codebook; `study.merge(path)` takes it in again.

        Raises:
            StudyExistsError: A file of this name is already there.
            UnusableValueError: No coder was named.
        """
        return blinding.blind(self.store, coder, path)

    def split(
        self, coders: Sequence[str], *, overlap: float = 0.25, seed: int = 1, folder: str | Path | None = None
    ) -> blinding.Split:
        """Hand the answers out to coders: a blind copy for each, and a share that two of them code.

        Cases stay whole, the shares are even in words, and every set of answered questions is spread evenly.

        Args:
            coders: Two names or more.
            overlap: Share of the cases that two coders code.
            seed: The same seed gives the same shares.
            folder: Where the files are made; by default beside the study.

        Returns:
            `.files` and `.frame` (`coder`, `case`, `answer`, `question`, `words`, `double`).

        Raises:
            UnusableValueError: The coders or the overlap cannot be used.
            StudyExistsError: A file of a coder's name is already there; then none is made.
        """
        where = self.path.parent if folder is None else folder
        return blinding.split(self.store, self.answers, coders, overlap=overlap, seed=seed, folder=where)

    def split_progress(self) -> pd.DataFrame:
        """Return how far each coder of a split is: `coder`, `answers`, `coded` (answers with a coding of theirs)."""
        return blinding.progress(self.store)

    # -- notes, undo

    def memo(
        self,
        text: str,
        *,
        code: str | None = None,
        answer: str | None = None,
        case: str | None = None,
        theme: str | None = None,
        extract: str | None = None,
    ) -> str:
        """Write a note on a code, theme, answer, case or extract, or on the study, and return its GUID.

        Args:
            text: The note.
            code: Name of a code.
            answer: Id of an answer.
            case: Id of a case.
            theme: Name of a theme, in any analysis.
            extract: GUID of an extract, as in `study.codings`.

        Raises:
            NotFoundError: There is no such code, theme, answer, case or extract.
            UnusableValueError: The note is empty.
        """
        kind, target = "study", ""
        if code is not None:
            kind, target = "code", self.codebook[code].id
        elif answer is not None:
            kind, target = "answer", self._answer(answer)
        elif case is not None:
            kind, target = "case", self._row("case", "cases", case)
        elif theme is not None:
            kind, target = "theme", self._theme(theme)
        elif extract is not None:
            kind, target = "extract", self._row("id", "extracts", extract)
        return write_memo(self.store, text, kind=kind, target=target)

    @property
    def memos(self) -> pd.DataFrame:
        """Notes: `memo`, `on` (study, case, answer, extract, code, theme), `target`, `text`, `coder`, `created`."""
        return memos_frame(self.store)

    def dry_run(self) -> AbstractContextManager[Trial]:
        """Try commands: see what they would change, and nothing is changed.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire"), study.codebook.add("Resurssit"), study.code("1:Q2", None, "Kiire")
            >>> with study.dry_run() as tried:
            ...     _ = study.codebook.merge("Kiire", into="Resurssit")
            >>> tried.to_frame()[["change", "kind", "name", "before", "after", "n"]].values.tolist()
            [['changed', 'codings', 'Kiire', 'Kiire', 'Resurssit', 1], ['removed', 'codes', 'Kiire', '', '', 1]]
            >>> "Kiire" in study.codebook
            True
        """
        return trial(self)

    def undo(self, steps: int = 1) -> int:
        """Take back the newest steps that still stand, also those of earlier sessions; return how many."""
        return sum(self.store.undo() is not None for _ in range(steps))

    def redo(self, steps: int = 1) -> int:
        """Bring back the steps that were last undone; return how many."""
        return sum(self.store.redo() is not None for _ in range(steps))

    def history(
        self,
        *,
        code: str | None = None,
        theme: str | None = None,
        answer: str | None = None,
        coder: str | None = None,
        since: When | None = None,
        until: When | None = None,
    ) -> pd.DataFrame:
        """Return the journal, oldest first: `event`, `time`, `coder`, `command`, `summary`, `kind`, `undoes`.

        Args:
            code: Only what concerns this code, by name: itself, its codings, what holds it.
            theme: Only what concerns this theme, by name, in any analysis.
            answer: Only what concerns this answer: its extracts and their codings.
            coder: Only what this coder did.
            since: Only from this day or moment on, such as `"2026-03-01"` or `"2026-03-01 14:30"`.
            until: Only up to this day, the whole of it, or this moment.

        Raises:
            NotFoundError: There is no such code, theme or answer.
            UnusableValueError: It is no date.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire"), study.codebook.add("Luottamus")
            >>> study.history(code="Kiire")["summary"].tolist()
            ['Kiire']
        """
        return history_frame(
            self.store,
            code=None if code is None else self.codebook[code].id,
            theme=None if theme is None else self._theme(theme),
            answer=None if answer is None else self._answer(answer),
            coder=coder, since=since, until=until,
        )  # fmt: skip

    def at(self, when: When | int) -> Study:
        """Open the study as it was, for reading only; close it when you are done.

        Args:
            when: A day (`"2026-03-01"`, its end), a moment, or the number of a line of `history()`.

        Raises:
            NotFoundError: The study did not exist yet.
            UnusableValueError: It is no date.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire")
            >>> before = int(study.history()["event"].iloc[-1])
            >>> _ = study.codebook.rename("Kiire", "Ajan puute")
            >>> with study.at(before) as former:
            ...     former.codebook["Kiire"].name
            'Kiire'
        """
        return Study(store_at(self.store, when))

    def backups(self) -> pd.DataFrame:
        """Return the copies beside the study, newest first: `file`, `when` (UTC), `reason`, `size` (bytes).

        One is made by itself before every command that touches many codings, and before an update or a restore;
        `study.store.backup("…")` makes one now.
        """
        return backups_frame(self.store)

    def restore(self, backup: str | Path | None = None) -> int:
        """Go back to a copy of the study, as one step that `undo` takes back; return how many rows were changed.

        The journal stays: what was done since the copy can still be read, and brought back by undoing.

        Args:
            backup: The copy, by its name in `backups()` or any part of it that fits only one; None is the newest.

        Raises:
            NotFoundError: There is no such copy.
            UnusableValueError: Several fit, or it is a copy of another study.
            BackupError: The copy of the present state, which is made first, could not be made.
        """
        return restore(self.store, backup, language=self.language)

    def identifiers(self) -> pd.DataFrame:
        """Return places that may identify somebody; see `teema.privacy.find` for the columns."""
        from teema.study.pseudonyms import identifiers

        found: pd.DataFrame = self._kept("identifiers", lambda: identifiers(self), commands=_WORDS)
        return found.copy()

    def pseudonyms(self, *, workplaces: Iterable[str] = (), endings: bool = True) -> Pseudonyms:
        """Propose pseudonyms for what may identify somebody, in answers, notes, codes, themes and free background.

        Look at the result, decide, then `.apply()` it as one undoable step.

        Args:
            workplaces: Names of workplaces and units, which are kept for the next time.
            endings: Keep the inflection after the bracket: `[kunta]ssa`.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.memo("Ohjaaja Maija soitti Lahdesta.")
            >>> names = study.pseudonyms().accept(kinds="person")
            >>> names.proposals[["text", "replacement", "ending", "decision"]].values.tolist()
            [['Maija', '[henkilö 1]', '', 'accepted'], ['Lahdesta', '[kunta]', 'sta', '']]
            >>> names.apply()
            1
            >>> study.memos["text"].tolist()
            ['Ohjaaja [henkilö 1] soitti Lahdesta.']
        """
        from teema.study.proposing import proposal

        return proposal(self, workplaces, endings=endings)

    def pseudonym_log(self, *, originals: bool = False) -> pd.DataFrame:
        """Return what was replaced: `kind`, `replacement`, `n` places; this may be shared.

        Args:
            originals: Also `key` (base form) and `forms`, what the words were: for your eyes only.
        """
        from teema.study.replacing import log_frame

        return log_frame(self.store, originals=originals)

    def reidentify(self, key: str | Path) -> int:
        """Bring the originals back with the key file, as one undoable step; return how many places.

        Args:
            key: The file that `study.pseudonyms().apply(key=…)` wrote.

        Raises:
            NotFoundError: There is no such file.
            ImportFileError: It is no key.
            UnusableValueError: Nothing in the study is as the key left it.
        """
        from teema.study.replacing import reidentify

        return reidentify(self.store, key, language=self.language)

    def share(self, path: str | Path, *, without: str | Iterable[str] = ()) -> Path:
        """Write a copy for others: the study as it stands, without what it was and what its pseudonyms stand for.

        The copy is a study like any other, but its history begins with it: nothing before can be undone there. Warns
        when its texts may still identify somebody.

        Args:
            path: The file to make.
            without: Background variables to leave out.

        Raises:
            StudyExistsError: The file is already there.
            NotFoundError: There is no such variable.
        """
        from teema.study.checking import warn_of_texts
        from teema.study.sharing import share

        made = share(self, Path(path), without=[without] if isinstance(without, str) else without)
        warn_of_texts(self)
        return made

    # -- out

    def read_coding_sheet(self, path: str | Path, *, coder: str | None = None) -> CodingSheet:
        """Compare a coding sheet that was filled in with the study; `.apply()` takes it in as one step.

        Rows may have been sorted, filtered, reordered and deleted, columns moved and renamed; a deleted row leaves its
        codings as they are. Several codes stand in a cell with `;` between them, in any letter case.

        Args:
            path: The workbook, as `study.export(…, kind="coding-sheet")` wrote it.
            coder: Whose codings they are; None is the coder the sheet was written for. Read for another coder, all the
                codes of the sheet become codings of theirs.

        Raises:
            ImportFileError: There is no such file, it is no coding sheet, or it is of another study.

        Example:
            >>> study = getfixture("study")
            >>> path = study.export(getfixture("tmp_path") / "koodaus.xlsx", kind="coding-sheet")
            >>> len(study.read_coding_sheet(path))
            0
        """
        from teema.study.coding_sheet import CodingSheet

        return CodingSheet(self, Path(path), coder=coder)

    def read_codebook(self, path: str | Path) -> CodebookUpdate:
        """Compare a codebook in a file with that of the study; `.apply()` takes it in as one step.

        A code is known by its GUID, else by its name; nothing is deleted unless asked.

        Args:
            path: `.xlsx`, `.csv` or `.yaml`; see `teema.coding.read_codebook` for what it may hold.

        Raises:
            ImportFileError: The file is missing or cannot be read.
            NotFoundError: It has no names of codes, or names a parent that is nowhere.
            CodebookError: A name stands twice, or codes would be each other's parents.
            UnusableValueError: A colour or an origin cannot be used.

        Example:
            >>> study = getfixture("study")
            >>> _ = study.codebook.add("Kiire")
            >>> path = study.export(getfixture("tmp_path") / "koodikirja.yaml", kind="codebook")
            >>> study.read_codebook(path).apply()
            0
        """
        from teema.study.codebook_files import CodebookUpdate

        return CodebookUpdate(self, Path(path))

    def coder_page(
        self,
        path: str | Path,
        answers: str | Iterable[str] | None = None,
        *,
        by: By = "question",
        questions: str | list[str] | None = None,
        background: str | Iterable[str] = (),
        memos: bool = False,
    ) -> Path:
        """Write the coded answers as one HTML page to read in, and return its path.

        The page is the coder itself, read-only: it opens in any browser without a network, and asks nobody for
        anything. All the answers stand in it: give it only to those who may read them.

        Warns (`IdentifiersWarning`) when the answers may still identify somebody.

        Args:
            path: The file to write, ending in `.html`; one of the same name is replaced.
            answers: Only these answers.
            by: A page for each answer, `question` by question, or for all that one `case` wrote.
            questions: Only answers to these questions.
            background: Background variables that are shown beside the answers; none unless named, since together they
                may tell who a respondent is.
            memos: Whether notes are shown.

        Raises:
            NotFoundError: There is no such answer, question or variable.
            UnusableValueError: There is nothing to show, or another ending.
        """
        from teema.study.coder_page import write_coder_page

        return write_coder_page(
            self, Path(path), answers=answers, by=by, questions=questions, background=background, memos=memos
        )

    def appendix(
        self, path: str | Path, *parts: Table | Comparison | Draft | Picture, title: str = "", min_cell: int | None = 3
    ) -> Path:
        """Write tables, maps and drafts into one file for the text, and return its path.

        `.docx`: in their order, each table with a caption, its header on every page, wide ones on a page lying down;
        maps as figures with a caption and their words as alternative text. `.xlsx`: a sheet for each table.

        Args:
            path: The file to write; one of the same name is replaced.
            parts: What is written: any table, a comparison of versions as its table, any map or other picture, and
                the draft of the method section.
            title: Heading of the document.
            min_cell: Counts of fewer cases are suppressed in tables of counts; None turns the protection off.

        Raises:
            UnusableValueError: Nothing was given, something else than tables, pictures and drafts (in a workbook, than
                tables), or another ending.

        Example:
            >>> study = getfixture("study")
            >>> ta = study.analysis("TA")
            >>> study.appendix(getfixture("tmp_path") / "liite.docx", ta.method_text(), study.frequency()).name
            'liite.docx'
        """
        from teema.study.appendix import appendix

        return appendix(self, Path(path), parts, title=title, min_cell=min_cell)

    def export(
        self,
        path: str | Path,
        *,
        kind: Literal["coding-sheet", "codebook"] | None = None,
        by: str | list[str] | None = None,
        analysis: str | None = None,
        min_cell: int | None = 3,
        questions: str | list[str] | None = None,
        unit: Literal["answer", "sentence"] = "answer",
        layout: Literal["lists", "columns"] = "lists",
        coder: str | None = None,
    ) -> Path:
        """Write the results, or a file to work on, and return its path.

        `.xlsx`: frequency tables, crosstabs, codebook and coded extracts as a workbook. `.csv`: the codings. `.svg`,
        `.png`, `.pdf`: the theme map.

        `kind="coding-sheet"`: the answers as an Excel workbook to be coded in, read back by `read_coding_sheet`.
        `kind="codebook"`: the codebook as `.docx` (an appendix), or as `.xlsx`, `.csv` or `.yaml`, read back by
        `read_codebook`.

        Warns (`IdentifiersWarning`) when the texts in it may still identify somebody, by kind and place; the workbook's
        first sheet says the same. See `pseudonyms`.

        Args:
            path: The file to write; one of the same name is replaced.
            kind: What to write, when it is not the results.
            by: Background variables: for the crosstabs (None takes all with 2–6 groups), or to show in a coding sheet
                (None takes all).
            analysis: Whose themes are tabulated; None takes the newest analysis.
            min_cell: Counts of fewer cases are suppressed; None turns the protection off, which the workbook says.
            questions: Coding sheet: only answers to these questions.
            unit: Coding sheet: a row is an `answer` or a `sentence`.
            layout: Coding sheet: several code columns with drop-down `lists`, or `columns` of 0 and 1, one per code.
            coder: Coding sheet: who is to code; None is you.

        Raises:
            NotFoundError: There is no such variable, question or analysis.
            UnusableValueError: The kind of file is not known, or the file cannot be written.
        """
        from teema.study import output

        target = Path(path)
        if kind is not None:
            return output.working_file(
                self, target, kind=kind, by=by, questions=questions, unit=unit, layout=layout, coder=coder
            )
        return output.export(self, target, by=by, analysis=analysis, min_cell=min_cell)

    def close(self) -> None:
        """Close the file; calling it again does nothing."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        counted = []
        for name in ("cases", "questions", "answers", "codes", "codings"):
            count = int(self.store.rows(f"SELECT count(*) AS n FROM {name}")[0]["n"])  # noqa: S608 -- names of ours
            word = f"study.counted_{name}{'_one' if count == 1 else ''}"
            counted.append(term(word, self.language, n=number(count, self.language)))
        return f"{self.path.name}: {', '.join(counted)}"

    # -- helpers

    def variable(self, name: str) -> str:
        """Return the name of a background variable, whatever its letter case.

        Raises:
            NotFoundError: There is no such variable; the nearest names are in the message.
        """
        names = {item.name.casefold(): item.name for item in self.variables}
        if name.casefold() not in names:
            raise NotFoundError.of("background variable", name, names.values(), where=self.path.name)
        return names[name.casefold()]

    def _theme(self, name: str) -> str:
        rows = self.store.rows("SELECT id, name FROM themes")
        found = [str(row["id"]) for row in rows if name.casefold() in (str(row["name"]).casefold(), row["id"])]
        if len(found) == 1:
            return found[0]
        if found:
            raise UnusableValueError(
                f"{len(found)} analyses have a theme {name!r}.", where=self.path.name,
                hint="Name the one that is meant by its id: study.analysis(…)[…].id",
            )  # fmt: skip
        raise NotFoundError.of("theme", name, [row["name"] for row in rows], where=self.path.name)

    def _row(self, key: str, table: str, value: str) -> str:
        rows = self.store.rows(f'SELECT "{key}" AS name FROM {table} WHERE "{key}" = ?', (value,))  # noqa: S608 -- ours
        if not rows:
            raise NotFoundError.of(table.removesuffix("s"), value, [], where=self.path.name)
        return value

    def _answer(self, answer: str) -> str:
        known = self.answers["answer"]
        if answer not in set(known):
            raise NotFoundError.of("answer", answer, known, where=self.path.name)
        return answer

    def _no_hits(self) -> pd.DataFrame:
        import pandas as pd

        return pd.DataFrame({"answer": [], "start": [], "end": [], "lemma": []})

    def _data(self, name: str, make: Callable[[], pd.DataFrame], *, commands: Commands = "survey.") -> pd.DataFrame:
        """Return a data frame as it is at the present revision; a copy, for the caller to change."""
        found: pd.DataFrame = self._kept(name, make, commands=commands)
        return found.copy()

    def _kept(self, name: str, make: Callable[[], Any], *, commands: Commands = "survey.") -> Any:
        """Return what was made at the present revision, or make it and keep it."""
        given = (commands,) if isinstance(commands, str) else commands
        revision = max(map(self.store.revision, given))
        if self.store.trying:
            return make()  # what is tried must not be kept
        with self._making:
            if self._made.get(name, (-1, None))[0] != revision:
                self._made[name] = (revision, make())
            return self._made[name][1]
