"""The language of each answer: detected from its words, or set by the researcher."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from teema.errors import UnusableValueError
from teema.store import from_json
from teema.terms import LANGUAGES, Language, term

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store

__all__ = ["COMMANDS", "languages_frame", "set_language"]

COMMANDS = "language."
_KEY = "language:"


def languages_frame(store: Store, answers: pd.DataFrame, *, expected: Language) -> pd.DataFrame:
    """Return one row per answer: `answer`, `language`, `certain`, `chosen_by`, `why`.

    Args:
        store: The study file.
        answers: `answer`, `text`.
        expected: Language of the study; it is the answer's where the words do not say otherwise.

    Returns:
        `chosen_by` is `detected` (the words say so), `study` (nothing in the words speaks for or against it) or `you`;
        `why` lists the words that decided.
    """
    import pandas as pd

    from teema.language import detect

    rows = store.rows("SELECT name, value FROM settings WHERE substr(name, 1, ?) = ?", (len(_KEY), _KEY))
    yours = {row["name"].removeprefix(_KEY): from_json(row["value"], row["name"]) for row in rows}
    plain = cast("Language", str(expected))  # into a frame goes the language without the word for a case
    found = [
        (answer, yours[answer], True, "you", "")
        if answer in yours
        else (answer, item.language, item.certain, "detected" if item.certain else "study", " ".join(item.words[:8]))
        for answer, item in zip(answers["answer"], detect(answers["text"], plain), strict=True)
    ]
    return pd.DataFrame(found, columns=["answer", "language", "certain", "chosen_by", "why"])


def set_language(store: Store, answers: Sequence[str], language: str | None, *, shown: Language) -> None:
    """Set the language of answers as one undoable step; None leaves it to detection again.

    Raises:
        UnusableValueError: The language is none of fi, sv and en.
    """
    if language is not None and language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    summary = term("study.language_set", shown, answers=len(answers), chosen=language or "–")
    with store.step(COMMANDS + "set", summary) as step:
        for answer in answers:
            if language is None:
                step.delete("settings", _KEY + answer)
            else:
                step.put("settings", {"name": _KEY + answer, "value": json.dumps(language)})
