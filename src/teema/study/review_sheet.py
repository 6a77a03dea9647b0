"""The review sheet of a theme: its extracts, who is in it and who is not, what speaks against it, what it shares."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from teema.tables import Column, Table
from teema.terms import term
from teema.themes.calls import quoted
from teema.themes.reviewing import cases_of, extracts_of, overlap

if TYPE_CHECKING:
    import pandas as pd

    from teema.records import Theme
    from teema.study.analysis import Analysis
    from teema.study.study import Study

__all__ = ["ReviewSheet", "review_sheet"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class ReviewSheet:
    """Level 1 of the review: a theme against its extracts; shows itself in the notebook.

    Attributes:
        theme: The theme.
        extracts: All its extracts, those of the themes below it too.
        cases: Who is in it, who answered without it, and who did not answer.
        contrary: Extracts that speak against it.
        overlap: What it shares with each other theme.
        facts: Its definition, central concept, boundary and notes, as they are shown.
        ask: What to ask of the theme, and the call that keeps the answer.
    """

    theme: Theme
    extracts: Table
    cases: Table
    contrary: Table
    overlap: Table
    facts: tuple[tuple[str, str], ...]
    ask: str

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables in the order of the sheet."""
        return self.extracts, self.cases, self.contrary, self.overlap

    def __repr__(self) -> str:
        facts = [f"{label}: {text}" for label, text in self.facts]
        return "\n\n".join(["\n".join([self.theme.name, *facts]), *map(str, self.tables), self.ask])

    def _repr_html_(self) -> str:
        facts = "".join(f"<b>{escape(label)}:</b> {_lines(text)}<br>" for label, text in self.facts)
        tables = "".join(table._repr_html_() for table in self.tables)
        return f"<h3>{escape(self.theme.name)}</h3><p>{facts}</p>{tables}<p>{escape(self.ask)}</p>"


def review_sheet(study: Study, ta: Analysis, theme: Theme) -> ReviewSheet:
    """Return the review sheet of a theme."""
    language, held, themes = ta.language, ta.codings, ta.themes
    single = term("phases.single_extract", language)
    its = extracts_of(theme.name, held, themes, study.codings, single=single)
    cases = cases_of(its, study.cases, study.answers)
    shared = overlap(theme.name, held, themes, ta.members)
    notes = study.memos.query("on == 'theme'")
    own = study.store.rows("SELECT text FROM memos WHERE target_kind = 'theme' AND target = ? ORDER BY created",
                           (theme.id,)) if len(notes) else []  # fmt: skip
    texts = {"definition": theme.definition, "concept": theme.concept, "boundary": theme.boundary}
    texts["notes"] = "\n".join(row["text"] for row in own)
    return ReviewSheet(
        theme=theme,
        extracts=_extracts(its, cases, theme, language),
        cases=_cases(cases, language),
        contrary=_contrary(study, theme, language),
        overlap=_overlap(shared, language),
        facts=tuple((term(f"phases.review_{name}", language), text or "–") for name, text in texts.items()),
        ask=term("phases.review_ask", language, call=f'study.memo("…", theme={quoted(theme.name)})'),
    )


def _columns(language: str, *names: tuple[str, str]) -> tuple[Column, ...]:
    return tuple(
        Column(
            name, term(f"phases.column_{key}", language), "wide-text" if name in ("text", "codes", "who") else "text"
        )
        for name, key in names
    )


def _extracts(its: pd.DataFrame, cases: pd.DataFrame, theme: Theme, language: str) -> Table:
    present = int((cases["present"] == "yes").sum())
    names = [("case", "case"), ("question", "question"), ("text", "text"), ("codes", "codes")]
    if set(its["theme"]) - {theme.name}:
        names.append(("theme", "theme"))
    return Table(
        frame=its,
        title=term("phases.review_extracts", language),
        base=term("phases.review_base", language, extracts=len(its), cases=present),
        columns=_columns(language, *names),
        language=language,
    )


def _cases(cases: pd.DataFrame, language: str) -> Table:
    import pandas as pd

    rows = []
    for present in ("yes", "no", "silent"):
        who = cases.loc[cases["present"] == present, "case"].astype(str).tolist()
        rows.append((present, term(f"phases.present_{present}", language), len(who), ", ".join(who)))
    return Table(
        frame=pd.DataFrame(rows, columns=["present", "shown", "cases", "who"]),
        title=term("phases.review_cases", language),
        columns=(
            Column("shown", term("phases.column_present", language)),
            Column("cases", term("phases.column_cases", language), "count"),
            Column("who", term("phases.column_who", language), "wide-text"),
        ),
        language=language,
    )


def _contrary(study: Study, theme: Theme, language: str) -> Table:
    frame = study.store.frame(
        'SELECT extracts.id AS extract, answers."case", answers.question, extracts.quote AS text FROM evidence'
        " JOIN extracts ON extracts.id = evidence.extract JOIN answers ON answers.answer = extracts.answer"
        " WHERE evidence.theme = ? AND evidence.kind = 'contrary' ORDER BY answers.position, extracts.start",
        (theme.id,),
    )
    call = f'ta.add_contrary({quoted(theme.name)}, ("7:Q2", "…"))'
    return Table(
        frame=frame,
        title=term("phases.review_contrary", language),
        notes=() if len(frame) else (term("phases.review_none_contrary", language, call=call),),
        columns=_columns(language, ("case", "case"), ("question", "question"), ("text", "text")),
        language=language,
    )


def _overlap(shared: pd.DataFrame, language: str) -> Table:
    return Table(
        frame=shared,
        title=term("phases.review_overlap", language),
        notes=(term("phases.note_share", language),),
        columns=(
            Column("theme", term("phases.column_theme", language), "wide-text"),
            Column("extracts", term("phases.column_extracts", language), "count"),
            Column("cases", term("phases.column_shared_cases", language), "count"),
            Column("share", term("phases.column_share", language), "percent"),
            Column("codes", term("phases.column_shared_codes", language), "wide-text"),
        ),
        language=language,
    )


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())
