"""The fifteen criteria of a good thematic analysis (Braun & Clarke 2006) as a self-review, never as a score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.records import Review
from teema.tables import Column, Table
from teema.terms import LANGUAGES, term

if TYPE_CHECKING:
    pass

__all__ = ["AREAS", "VERDICTS", "criteria_table", "criterion", "verdict_of"]

# The criteria of each area, by number; the first speaks of transcripts, for a survey its answers as they came.
AREAS = {
    "data": (1,),
    "coding": (2, 3, 4, 5, 6),
    "analysis": (7, 8, 9, 10),
    "overall": (11,),
    "report": (12, 13, 14, 15),
}
VERDICTS = ("met", "partly", "not-met", "not-applicable")
# Beside these teema can show something; how far the data were interpreted, how well the story holds and whether the
# language fits can only be judged by reading.
_SUPPORTED = (1, 2, 3, 4, 5, 6, 8, 10, 11, 12, 13, 15)


def criterion(number: int) -> int:
    """Return the number of a criterion.

    Raises:
        UnusableValueError: There is no such criterion.
    """
    if number not in range(1, 16):
        raise UnusableValueError(
            f"There is no criterion {number!r}.", hint="The criteria are numbered 1–15; ta.criteria() shows them."
        )
    return number


def verdict_of(verdict: str) -> str:
    """Return the judgement, which may also be given in words of any of the three languages.

    Raises:
        UnusableValueError: There is no such judgement.

    Example:
        >>> verdict_of("osittain"), verdict_of("not applicable")
        ('partly', 'not-applicable')
    """
    wanted = " ".join(verdict.split()).casefold()
    for known in VERDICTS:
        names = {term(f"criteria.verdict_{known}", language).casefold() for language in LANGUAGES}
        if wanted.replace(" ", "-") == known or wanted in names:
            return known
    raise UnusableValueError.of("verdict", verdict, VERDICTS)


def criteria_table(facts: Mapping[str, Any], judged: Iterable[Review], language: str) -> Table:
    """Return the criteria with what the study file tells beside those that it can support.

    Args:
        facts: Numbers of the study and the analysis.
        judged: The researcher's judgements.
        language: Language of the table.

    Returns:
        Table with `number`, `area`, `criterion`, `evidence`, `verdict` (as shown) and `text`.
    """
    import pandas as pd

    said = {int(review.item): review for review in judged}
    rows = []
    for area, numbers in AREAS.items():
        for number in numbers:
            review = said.get(number)
            evidence = term(f"criteria.evidence_{number}", language, **facts) if number in _SUPPORTED else ""
            verdict = term(f"criteria.verdict_{review.verdict}", language) if review else ""
            rows.append(
                (
                    number, term(f"criteria.area_{area}", language), term(f"criteria.criterion_{number}", language),
                    evidence, verdict, review.text if review else "",
                )
            )  # fmt: skip
    names = ["number", "area", "criterion", "evidence", "verdict", "text"]
    return Table(
        frame=pd.DataFrame(rows, columns=names),
        title=term("criteria.title", language, name=facts["analysis"]),
        base=term("criteria.base", language, n=len(said)),
        notes=(term("criteria.note_source", language), term("criteria.note_call", language)),
        columns=tuple(
            Column(name, term(f"criteria.column_{name}", language), "count" if name == "number" else "wide-text")
            for name in names
        ),
        language=language,
    )
