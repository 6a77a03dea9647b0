"""Every text that leaves a study is looked at once more, and what may still identify somebody is counted."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from teema.privacy import IdentifiersWarning, check, report
from teema.study.proposing import workplaces
from teema.study.pseudonyms import readings_of
from teema.study.texts import text_places
from teema.terms import term

if TYPE_CHECKING:
    from teema.maps.picture import Picture
    from teema.study.study import Study
    from teema.tables import Table

_OF_THE_WORK = ("day", "time", "coder")
P = TypeVar("P", bound="Picture")

__all__ = ["looked_at", "remaining", "texts_of", "warn_of", "warn_of_texts"]


def remaining(study: Study, texts: Mapping[str, Iterable[str]]) -> str:
    """Return in words how many possible identifiers stand where; nothing when there are none."""
    own = [str(row["name"]) for row in study.store.rows("SELECT name FROM codes UNION SELECT name FROM themes")]
    known = set(own)
    # In a list each name begins with a capital, as the name of a person does inside a sentence.
    parted = {where: [part for text in given for part in _names_in(text, known)] for where, given in texts.items()}
    checked = check(parted, workplaces=workplaces(study.store), readings=readings_of(study), own=own)
    return report(checked, study.language)


def _names_in(text: str, own: set[str]) -> list[str]:
    """Return a list of the researcher's own names one by one, any other text as it is."""
    parts = text.split(", ") if ", " in str(text) else []  # a missing text is none
    return parts if len(parts) > 1 and own.issuperset(parts) else [text]


def warn_of(study: Study, counts: str) -> None:
    """Warn, by kind and place, without telling what was found; nothing counted is nothing said."""
    if counts:
        warnings.warn(term("privacy.remain", study.language, counts=counts), IdentifiersWarning, stacklevel=4)


def warn_of_texts(study: Study) -> None:
    """Warn of what the texts of the whole study hold, its questions, queries and the report of the import too."""
    texts: dict[str, list[str]] = {}
    more = {
        "in_questions": study.questions["text"].tolist(),
        "in_queries": [code.query for code in study.codebook],
        "in_report": [study.report.source, *study.report.warnings],
    }
    for place in text_places(study.store, language=study.language):
        where = term("privacy.in_answers", study.language) if place.table == "answers" else place.where
        texts.setdefault(where, []).append(place.text)
    texts |= {term(f"privacy.{where}", study.language): found for where, found in more.items()}
    warn_of(study, remaining(study, texts))


def looked_at(study: Study, picture: P, words: Iterable[str] | None = None) -> P:
    """Return a picture that is looked at when it is saved: warns when the words in it may identify somebody.

    Args:
        study: Whose picture it is.
        picture: The picture.
        words: Its words, without the names of groups, which are values; None takes all that is drawn.
    """
    drawn = picture.outline().splitlines() if words is None else list(words)

    def look(path: Path) -> None:
        warn_of(study, remaining(study, {path.name: drawn}))

    picture.look = look
    return picture


def texts_of(tables: Mapping[str, Table]) -> dict[str, list[str]]:
    """Return the texts of tables, by sheet; days of the work and who did it tell of no participant."""
    return {
        name: [
            cell
            for column in table.columns
            if column.name not in _OF_THE_WORK
            for cell in table.frame[column.name]
            if isinstance(cell, str)
        ]
        for name, table in tables.items()
    }
