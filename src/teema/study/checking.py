"""Every text that leaves a study is looked at once more, and what may still identify somebody is counted."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from teema.privacy import IdentifiersWarning, check, report
from teema.store import from_json
from teema.study.proposing import workplaces
from teema.study.pseudonyms import readings_of
from teema.study.texts import text_places
from teema.terms import term
from teema.themes.days import day

if TYPE_CHECKING:
    from teema.maps.picture import Picture
    from teema.study.study import Study
    from teema.tables import Table

P = TypeVar("P", bound="Picture")

__all__ = ["looked_at", "remaining", "texts_of", "warn_of", "warn_of_texts", "words_of"]


def words_of(study: Study, picture: Picture) -> list[str]:
    """Return the words of a picture, without the days of the work and with each of the researcher's names by itself.

    In a line such as *Luottamus → Rauha ja valta* the second name begins no sentence, so its first word would be taken
    for somebody's name; and the day on which a version was kept tells of nobody who answered.
    """
    own = sorted(_own_names(study), key=len, reverse=True)
    named = re.compile("|".join(rf"\b{re.escape(name)}\b" for name in own if name) or r"(?!)")
    days = re.compile("|".join(map(re.escape, _days(study))) or r"(?!)")
    words = []
    for line in picture.outline().splitlines():
        told = days.sub("", line)
        words += [*named.findall(told), *named.split(told)]
    return words


def _own_names(study: Study) -> list[str]:
    """Return what the researcher calls codes and themes, and called them in the versions that she kept."""
    names = {str(row["name"]) for row in study.store.rows("SELECT name FROM codes UNION SELECT name FROM themes")}
    for row in study.store.rows("SELECT content FROM snapshots"):
        names.update(str(theme["theme"]) for theme in from_json(row["content"], "snapshots.content")["themes"])
    return sorted(names)


def _days(study: Study) -> set[str]:
    """Return the days on which the study was worked on, as they are printed."""
    minutes = study.store.rows("SELECT DISTINCT substr(time, 1, 16) AS minute FROM journal")
    return {day(f"{row['minute']}Z", study.language) for row in minutes}


def remaining(study: Study, texts: Mapping[str, Iterable[str]]) -> str:
    """Return in words how many possible identifiers stand where; nothing when there are none."""
    own = _own_names(study)
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
    drawn = None if words is None else list(words)

    def look(path: Path) -> None:
        warn_of(study, remaining(study, {path.name: words_of(study, picture) if drawn is None else drawn}))

    picture.look = look
    return picture


def texts_of(study: Study, tables: Mapping[str, Table]) -> dict[str, list[str]]:
    """Return the texts of tables, by sheet; a cell that says only on which day the work was done is none."""
    days = _days(study)
    return {
        name: [
            cell
            for column in table.columns
            for cell in table.frame[column.name]
            if isinstance(cell, str) and cell not in days
        ]
        for name, table in tables.items()
    }
