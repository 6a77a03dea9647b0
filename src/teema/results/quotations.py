"""Choosing quotations for the text: spread over cases, of readable length, each with a label and the reason for it.

A report that quotes the same few people lets the reader doubt whom it tells of; the choice is therefore made over all
themes together, and who is quoted how often is shown beside it. What is chosen is a proposal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from string import Formatter
from typing import TYPE_CHECKING, Any, NamedTuple

from teema.errors import NotFoundError, UnusableValueError
from teema.tables import Column, Table, cell_text
from teema.terms import number, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Quotation", "choose", "label_of", "quotation_table", "quoted_cases"]

# Words that read well in a paragraph; longer ones are set apart, shorter ones say little.
_SHORT, _LONG = 8, 40


class Quotation(NamedTuple):
    """A place that was coded, as far as choosing it needs."""

    theme: str
    case: str
    question: str
    answer: str
    start: int
    end: int
    text: str


def choose(places: Sequence[Quotation], *, n: int, themes: Sequence[str]) -> list[tuple[Quotation, tuple[str, ...]]]:
    """Choose up to so many quotations a theme, with the reasons for each as keys of the terms.

    The themes take turns. Of what is left, the one is taken whose case was quoted least in this theme, then which no
    other theme has quoted, then whose case was quoted least, then whose question is new in the theme, then whose length
    is readable, then the first in the data. Words that overlap with a quotation of the theme are passed over.

    Args:
        places: What may be quoted.
        n: How many quotations for each theme.
        themes: The themes, in the order of the report.

    Example:
        >>> said = [
        ...     Quotation("Kiire", "1", "Q1", "1:Q1", 0, 9, "Aina on kiire, eikä siihen totu kukaan meistä."),
        ...     Quotation("Kiire", "1", "Q2", "1:Q2", 0, 9, "Kello käy."),
        ...     Quotation("Kiire", "2", "Q1", "2:Q1", 0, 9, "Aikaa ei ole."),
        ... ]
        >>> [(quote.case, reasons) for quote, reasons in choose(said, n=2, themes=["Kiire"])]
        [('1', ('new_case', 'length')), ('2', ('new_case', 'short'))]
    """
    left = {theme: [place for place in places if place.theme == theme] for theme in themes}
    quoted: Counter[str] = Counter()
    taken: dict[str, list[Quotation]] = {theme: [] for theme in themes}
    used: set[tuple[str, int, int]] = set()
    found: list[tuple[Quotation, tuple[str, ...]]] = []
    for _ in range(n):
        for theme in themes:
            mine = taken[theme]
            free = [place for place in left[theme] if not any(_overlap(place, other) for other in mine)]
            if not free:
                continue
            questions = {other.question for other in mine}
            cases = Counter(other.case for other in mine)

            def rank(
                place: Quotation, cases: Counter[str] = cases, questions: set[str] = questions
            ) -> tuple[int, int, int, int, int]:
                again = int((place.answer, place.start, place.end) in used)
                asked = int(place.question in questions)
                return cases[place.case], again, quoted[place.case], asked, _length(place.text)

            best = min(free, key=rank)
            found.append((best, tuple(_reasons(best, quoted, questions))))
            mine.append(best)
            quoted[best.case] += 1
            used.add((best.answer, best.start, best.end))
    order = {theme: place for place, theme in enumerate(themes)}
    return sorted(found, key=lambda item: order[item[0].theme])


def _overlap(one: Quotation, other: Quotation) -> bool:
    return one.answer == other.answer and one.start < other.end and other.start < one.end


def _length(text: str) -> int:
    """Return how many words a text is beside what reads well."""
    words = len(text.split())
    return max(0, _SHORT - words, words - _LONG)


def _reasons(place: Quotation, quoted: Mapping[str, int], questions: set[str]) -> list[str]:
    words = len(place.text.split())
    length = "short" if words < _SHORT else "long" if words > _LONG else "length"
    found = ["same_case" if quoted[place.case] else "new_case"]
    if questions and place.question not in questions:
        found.append("new_question")
    return [*found, length]


def label_of(template: str, case: str, background: Mapping[Any, Any], language: str) -> str:
    """Return the label of a quotation: a template with background variables in braces, `{case}` for the case's id.

    Args:
        template: Such as `työpajakeskustelu, {rooli}`.
        case: Id of the case.
        background: Its background by variable.
        language: For numbers.

    Raises:
        NotFoundError: There is no such background variable.
        UnusableValueError: The braces do not match.

    Example:
        >>> label_of("työpajakeskustelu, {rooli}", "7", {"rooli": "kokemusasiantuntija"}, "fi")
        'työpajakeskustelu, kokemusasiantuntija'
    """
    known = {str(name).casefold(): value for name, value in background.items()} | {"case": case}
    parts = []
    for text, name in _parts(template):
        parts.append(text)
        if name is None:
            continue
        if name.casefold() not in known:
            raise NotFoundError.of("background variable", name, background)
        parts.append(cell_text(known[name.casefold()], "text", language))
    return "".join(parts)


def _parts(template: str) -> list[tuple[str, str | None]]:
    try:
        return [(text, name) for text, name, _, _ in Formatter().parse(template)]
    except ValueError as error:
        raise UnusableValueError(
            f"label={template!r} cannot be read ({error}).", hint='Put variables in braces: label="{rooli}, {kunta}"'
        ) from error


def _variables(template: str, cases: pd.DataFrame) -> list[str]:
    """Return the background variables of a template, as the frame writes them."""
    known = {str(name).casefold(): str(name) for name in cases.columns}
    return [known[name.casefold()] for _, name in _parts(template) if name and name.casefold() in known]


def quotation_table(
    codings: pd.DataFrame,
    cases: pd.DataFrame,
    *,
    themes: Sequence[str],
    n: int = 3,
    label: str = "",
    min_cell: int | None = 3,
    language: str = "fi",
) -> Table:
    """Propose quotations for each theme.

    Args:
        codings: As `study.codings`, the theme's name in `code`.
        cases: Index `case`, one column per background variable.
        themes: The themes, in the order of the report.
        n: How many quotations for each.
        label: Template of the label, see `label_of`; empty takes the word for a case and the case's id.
        min_cell: A label that fewer cases share may tell who spoke: those are pointed out. None points none out.
        language: Language of the table.

    Returns:
        Table with `theme`, `text`, `label`, `case`, `answer`, `question`, `reason`.

    Raises:
        NotFoundError: The label names a background variable that there is not.
        UnusableValueError: `n` is less than 1, or the label cannot be read.
    """
    import pandas as pd

    if n < 1:
        raise UnusableValueError(f"n={n} is no number of quotations.", hint="Give 1 or more.")
    spoken = codings.drop_duplicates(["code", "answer", "start", "end"])
    names = ["code", "case", "question", "answer", "start", "end", "text"]
    places = [Quotation(*row) for row in spoken[names].itertuples(index=False, name=None)]
    template = label or term("results.quotation_label", language)
    chosen = choose(places, n=n, themes=themes)
    backgrounds = cases.to_dict("index")
    rows = [
        (
            place.theme, place.text, label_of(template, place.case, backgrounds.get(place.case, {}), language),
            place.case, place.answer, place.question,
            ", ".join(term(f"results.quotation_{reason}", language) for reason in reasons),
        )
        for place, reasons in chosen
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["theme", "text", "label", "case", "answer", "question", "reason"])
    notes = [*_of_quoted(frame, cases, language), *_of_labels(frame, cases, template, min_cell, language)]
    missing = [theme for theme in themes if theme not in set(frame["theme"])]
    if missing:
        notes.append(term("results.quotation_none", language, themes=", ".join(missing)))
    return Table(
        frame=frame,
        title=term("results.title_quotations", language),
        notes=(*notes, term("results.quotation_note", language)),
        columns=(
            Column("theme", term("results.quotation_theme", language), "wide-text"),
            Column("text", term("results.extract", language), "wide-text"),
            Column("label", term("results.quotation_who", language), "wide-text"),
            Column("reason", term("results.quotation_why", language), "wide-text"),
        ),
        language=language,
    )


def quoted_cases(frame: pd.DataFrame) -> dict[str, int]:
    """Return how often each case is quoted, most often first.

    Args:
        frame: `case`, one row per quotation.

    Example:
        >>> import pandas as pd
        >>> quoted_cases(pd.DataFrame({"case": ["1", "2", "2"]}))
        {'2': 2, '1': 1}
    """
    return dict(Counter(frame["case"].tolist()).most_common())


def _of_quoted(frame: pd.DataFrame, cases: pd.DataFrame, language: str) -> list[str]:
    """Say how many cases are quoted, and who more often than twice the others."""
    counted = quoted_cases(frame)
    if not counted:
        return []
    notes = [
        term("results.quotation_spread", language, n=number(len(counted), language), of=number(len(cases), language))
    ]
    fair = len(frame) / len(counted)
    over = [f"{case} ({times})" for case, times in counted.items() if times >= 3 and times > 2 * fair]
    if over:
        notes.append(term("results.quotation_over", language, cases=", ".join(over)))
    return notes


def _of_labels(
    frame: pd.DataFrame, cases: pd.DataFrame, template: str, min_cell: int | None, language: str
) -> list[str]:
    """Point out labels that few cases share."""
    shared = _variables(template, cases)
    if min_cell is None or not shared or frame.empty:
        return []
    labels = [label_of(template, str(case), row, language) for case, row in cases.to_dict("index").items()]
    sizes = Counter(labels)
    rare = sorted({label for label in frame["label"] if sizes[label] < min_cell})
    return [term("results.quotation_rare", language, min_cell=min_cell, labels="; ".join(rare))] if rare else []
