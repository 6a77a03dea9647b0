"""Corrections of lemmas as a study keeps them: one row of the settings each, so that each can be undone by itself."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from teema.errors import NotFoundError, UnusableValueError
from teema.language import POS, Correction, concerned
from teema.store import from_json, now
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.store import Store

__all__ = ["COMMANDS", "correct", "corrections", "corrections_frame", "uncorrect"]

# The beginning of the commands that change lemmas.
COMMANDS = "lemma."
_KEY = "lemma:"
_COLUMNS = ("form", "lemma", "pos", "was", "answer", "tokens", "coder", "created")


def corrections(store: Store) -> list[Correction]:
    """Return the corrections of a study, oldest first."""
    rows = store.rows("SELECT name, value FROM settings WHERE substr(name, 1, ?) = ?", (len(_KEY), _KEY))
    return sorted(
        (Correction(**from_json(row["value"], row["name"])) for row in rows), key=lambda item: (item.created, item.key)
    )


def correct(
    store: Store, tokens: pd.DataFrame, given: Sequence[Correction], *, language: str, summary: str = ""
) -> int:
    """Keep corrections as one undoable step; return how many words they concern.

    Args:
        store: The study file.
        tokens: The words as the lemmatiser found them.
        given: What is corrected.
        language: Language of the summary in the history.
        summary: What the history says; by default the forms and lemmas.

    Raises:
        UnusableValueError: The lemma is empty or has white space in it, or there is no such part of speech.
        NotFoundError: No answer has such a word.
    """
    checked = [_checked(tokens, item) for item in given]
    with store.step(COMMANDS + "correct", summary) as step:
        for item in checked:
            kept = replace(item, coder=store.coder, created=now())
            step.put("settings", {"name": _KEY + item.key, "value": json.dumps(asdict(kept), ensure_ascii=False)})
        if not summary:
            listed = ", ".join(f"{item.form} → {item.lemma}" for item in checked)
            step.summary = term("study.corrected", language, words=listed)
    return sum(int(concerned(tokens, item).sum()) for item in checked)


def _checked(tokens: pd.DataFrame, item: Correction) -> Correction:
    lemma = item.lemma.strip()
    if not lemma or len(lemma.split()) > 1:
        raise UnusableValueError(f"lemma={item.lemma!r} is not one word.", hint="Give the base form: lemma='kuulla'")
    if item.pos is not None and item.pos not in POS:
        raise UnusableValueError.of("pos", item.pos, POS)
    item = replace(item, form=item.form.strip(), lemma=lemma)
    if not concerned(tokens, item).any():
        alone = replace(item, pos=None, was=None, answer=None)
        found = tokens[concerned(tokens, alone)]
        if found.empty:
            raise NotFoundError.of("word", item.form, tokens["form"].unique())
        where = found[["pos", "lemma"]].drop_duplicates().head(6)
        seen = ", ".join(f"{row.pos} ({row.lemma})" for row in where.itertuples())
        raise NotFoundError(
            f"No word {item.form!r} fits pos={item.pos!r}, was={item.was!r}, answer={item.answer!r}.",
            hint=f"In the answers it is: {seen}",
        )
    return item


def uncorrect(store: Store, form: str, *, language: str) -> int:
    """Take back every correction of a form as one undoable step; return how many there were.

    Raises:
        NotFoundError: The form was not corrected.
    """
    mine = [item for item in corrections(store) if item.form.casefold() == form.strip().casefold()]
    if not mine:
        raise NotFoundError.of("correction of the word", form, sorted({item.form for item in corrections(store)}))
    with store.step(COMMANDS + "uncorrect", term("study.uncorrected", language, word=form)) as step:
        for item in mine:
            step.delete("settings", _KEY + item.key)
    return len(mine)


def corrections_frame(store: Store, tokens: pd.DataFrame) -> pd.DataFrame:
    """Return one row per correction: `form`, `lemma`, `pos`, `was`, `answer`, `tokens`, `coder`, `created`.

    Args:
        store: The study file.
        tokens: The words as the lemmatiser found them; `tokens` counts those that a correction concerns.
    """
    import pandas as pd

    rows = [{**asdict(item), "tokens": int(concerned(tokens, item).sum())} for item in corrections(store)]
    return pd.DataFrame(rows, columns=list(_COLUMNS))
