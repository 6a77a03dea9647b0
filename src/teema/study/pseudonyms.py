"""What may identify somebody in a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from teema.privacy import Readings
    from teema.study.study import Study

__all__ = ["identifiers", "readings"]


def readings(word: str) -> list[tuple[str, str]]:
    """Return the dictionary's readings of a word: base form and kind."""
    from teema.language.voikko import analyses

    return [(found.lemma, found.kind) for found in analyses(word)]


def readings_of(study: Study) -> Readings | None:
    """Return the dictionary for a study in Finnish; there is none for other languages."""
    return readings if study.language == "fi" else None


def identifiers(study: Study) -> pd.DataFrame:
    """Return the places in the answers that may identify somebody; see `teema.privacy.find`."""
    from teema.privacy import find

    texts = study.answers.set_index("answer")["text"]
    return find(texts, readings=readings_of(study), language=study.language)
