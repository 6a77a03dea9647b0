"""Words that leave the house: a workbook and a bar chart that tell of nobody alone, and the network of words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.tables import Table, cell_text
from teema.terms import Language, number, term

if TYPE_CHECKING:
    import pandas as pd

    from teema.language.pairs import Within
    from teema.maps import BarChart, WordNetwork

__all__ = ["for_others", "keyness_for_others", "word_chart", "word_picture", "write_words"]


def for_others(table: Table, min_cell: int | None, top: int | None = None) -> Table:
    """Return a table as it may be handed on: no words of few cases, no small counts, nothing that gives them away.

    A word itself may tell who said it, so words of fewer than `min_cell` cases are left out whole.

    Args:
        table: Of words, with a base row, or of n-grams.
        min_cell: The smallest count that may be shown; None shows all.
        top: Only so many words, those on top.

    Raises:
        UnusableValueError: `min_cell` is less than 1.
    """
    from teema.results import suppress

    frame = table.frame
    base = frame["row"] == "base" if "row" in frame.columns else frame["cases"] < 0
    enough = base | (frame["cases"] >= (min_cell or 1))
    rows = frame[enough] if top is None else frame[enough].head(top + int(base.sum()))
    notes = list(table.notes)
    if min_cell is not None and not enough.all():
        notes.append(
            term("study.words_few", table.language, n=number(float((~enough).sum()), table.language), min_cell=min_cell)
        )
    if len(rows) < enough.sum():
        notes.append(term("study.words_top", table.language, n=top))
    kept = replace(table, frame=rows.reset_index(drop=True), notes=tuple(notes))
    return kept if min_cell is None else suppress(kept, min_cell=min_cell)


def keyness_for_others(keyness: Table, shown: Table) -> Table:
    """Return keyness of those words of which the table by the same groups hides nothing.

    What the rest is, is all that are known without the group: a count that is hidden there could be worked out here.

    Args:
        keyness: As `teema.language.keyness` returns it.
        shown: The table of words by the same groups, as `for_others` returns it.
    """
    from teema.results import SUPPRESSED

    counts = shown.frame[[name for name in shown.frame.columns if str(name).startswith("n:")]]
    open_rows = ~(counts.astype(object) == SUPPRESSED).any(axis=1)
    hidden_base = not bool(open_rows.iloc[0])
    words = set() if hidden_base else set(shown.frame.loc[open_rows, "lemma"])
    frame = keyness.frame[keyness.frame["lemma"].isin(words)]
    notes = keyness.notes
    if len(frame) < len(keyness.frame):
        notes = (*notes, term("study.words_keyness_hidden", keyness.language))
    return replace(keyness, frame=frame.reset_index(drop=True), notes=notes, base="" if hidden_base else keyness.base)


def write_words(
    path: Path,
    tables: dict[str, Table],
    keyness: dict[str, Table],
    ngrams: Table,
    *,
    min_cell: int | None,
    top: int | None,
    language: Language,
    look: Callable[[dict[str, Table]], None],
) -> Path:
    """Write word tables into a workbook: one sheet for all, one for each grouping, its keyness, and n-grams.

    Args:
        path: Ends in .xlsx.
        tables: Word tables by the name of the background variable; the one of all has no name.
        keyness: The same for keyness.
        ngrams: Pairs of words.
        min_cell: The smallest count that may be shown; None shows all.
        top: Only so many words.
        language: Language of the workbook.
        look: Gets the sheets when they are written, to look for identifiers in them.

    Raises:
        UnusableValueError: The file is to end in something else, or cannot be written.
    """
    from teema.export import write_workbook

    if path.suffix.lower() != ".xlsx":
        raise UnusableValueError.of("ending", path.suffix, (".xlsx",))
    if not path.absolute().parent.is_dir():
        raise UnusableValueError("The folder does not exist.", where=path.parent, hint="Make the folder first.")
    sheets: dict[str, Table] = {}
    for by, table in tables.items():
        safe = for_others(table, min_cell, top)
        sheets[term("study.sheet_words_by", language, by=by) if by else term("study.sheet_words", language)] = safe
        if by in keyness:
            name = term("study.sheet_keyness", language, by=by)
            sheets[name] = keyness[by] if min_cell is None else keyness_for_others(keyness[by], safe)
    sheets[term("study.sheet_ngrams", language)] = for_others(ngrams, min_cell, top)
    made = write_workbook(path, sheets, language=language)
    look(sheets)
    return made


def word_chart(table: Table, *, top: int, min_cell: int | None, groups: bool, weighted: bool) -> BarChart:
    """Draw the commonest words as bars: cases of all, or shares of each group side by side.

    Args:
        table: Of words, with a base row.
        top: How many words, those that most cases used.
        min_cell: The smallest count that may be shown; None shows all.
        groups: The table has groups, and they are drawn.
        weighted: The table has weighted shares, and they are drawn.
    """
    from teema.maps import Panel, bar_chart

    order = table.frame.assign(first=table.frame["row"] == "base")
    order = order.sort_values(["first", "cases", "mentions"], ascending=False, kind="stable").drop(columns="first")
    safe = for_others(replace(table, frame=order.head(top + 1), notes=()), min_cell)
    body, base = safe.frame.iloc[1:], safe.frame.iloc[0]
    mark, language = "_weighted" if weighted else "", table.language
    names = [str(name)[2:] for name in body.columns if str(name).startswith("n:")] if groups else [""]
    panels = []
    for name in names:
        share = body[f"share{mark}:{name}" if name else f"share{mark}"]
        count = body[f"n:{name}" if name else "cases"]
        said = f"{name} (n = {cell_text(base[f'n:{name}'], 'count', language)})" if name else ""
        texts = [_said(a, b, safe) for a, b in zip(share, count, strict=True)]
        panels.append(Panel(name=said, values=tuple(map(_length, share)), texts=tuple(texts)))
    notes = [term("study.chart_bars_weighted" if weighted else "study.chart_bars", language)]
    notes += [note for note in (*table.notes, *safe.notes) if note != term("language.words_groups", language)]
    if 0 < top < len(table.frame) - 1:
        notes.append(term("study.chart_top", language, n=len(body)))
    return bar_chart(
        [str(word) for word in body["lemma"]], panels, body.reset_index(drop=True), title=table.title, base=table.base,
        notes=notes, language=language,
    )  # fmt: skip


def word_picture(
    tokens: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    within: Within,
    min_cases: int,
    words: int,
    questions: list[str] | None,
    language: Language,
    **options: Any,
) -> WordNetwork:
    """Draw the words that occur together; `options` as in `teema.language.word_pairs`."""
    from teema.language import word_pairs
    from teema.maps import word_network

    pairs, nodes = word_pairs(
        tokens, answers, within=within, min_cases=min_cases, questions=questions, language=language, **options
    )
    counted = answers if questions is None else answers[answers["question"].isin(questions)]
    base = term(
        "study.network_base", language, cases=number(counted["case"].nunique(), language),
        answers=number(len(counted), language),
    )  # fmt: skip
    return word_network(
        nodes, pairs, words=words, title=term("maps.words_network", language), base=base,
        notes=[term(f"study.network_{within}", language, n=min_cases)], language=language,
    )  # fmt: skip


def _said(share: Any, count: Any, table: Table) -> str:
    if isinstance(share, str) or isinstance(count, str):
        return "–"
    return f"{cell_text(share, 'percent', table.language)} ({cell_text(count, 'count', table.language)})"


def _length(share: Any) -> float:
    return 0.0 if isinstance(share, str) or isnan(share) else float(share)
