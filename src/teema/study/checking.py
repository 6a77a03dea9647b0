"""Every text that leaves a study is looked at once more, and what may still identify somebody is counted."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from teema.privacy import IdentifiersWarning, check, report
from teema.study.proposing import workplaces
from teema.study.pseudonyms import readings_of
from teema.study.texts import text_places
from teema.terms import term

if TYPE_CHECKING:
    from teema.study.study import Study
    from teema.tables import Table

__all__ = ["remaining", "texts_of", "warn_of", "warn_of_texts"]


def remaining(study: Study, texts: Mapping[str, Iterable[str]]) -> str:
    """Return in words how many possible identifiers stand where; nothing when there are none."""
    checked = check(texts, workplaces=workplaces(study.store), readings=readings_of(study))
    return report(checked, study.language)


def warn_of(study: Study, counts: str) -> None:
    """Warn, by kind and place, without telling what was found; nothing counted is nothing said."""
    if counts:
        warnings.warn(term("privacy.remain", study.language, counts=counts), IdentifiersWarning, stacklevel=4)


def warn_of_texts(study: Study) -> None:
    """Warn of what the texts of the whole study hold."""
    texts: dict[str, list[str]] = {}
    for place in text_places(study.store, language=study.language):
        where = term("privacy.in_answers", study.language) if place.table == "answers" else place.where
        texts.setdefault(where, []).append(place.text)
    warn_of(study, remaining(study, texts))


def texts_of(tables: Mapping[str, Table]) -> dict[str, list[str]]:
    """Return the texts of tables, by sheet."""
    return {
        name: [cell for column in table.columns for cell in table.frame[column.name] if isinstance(cell, str)]
        for name, table in tables.items()
    }
