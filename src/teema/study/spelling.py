"""Typing errors in the answers of a study: shown as suggestions, corrected where they are accepted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from teema.errors import NotFoundError
from teema.language import Correction, suggest, unknown
from teema.study import corrections
from teema.terms import term

if TYPE_CHECKING:
    import pandas as pd

    from teema.study.study import Study

__all__ = ["accept", "suggestions"]


def suggestions(study: Study) -> pd.DataFrame:
    """Return suggestions for the unknown words of a study's Finnish answers; see `Words.suggestions`."""
    import pandas as pd

    languages = study.languages
    finnish = languages.loc[languages["language"] == "fi", "answer"]
    tokens = study.tokens
    tokens = tokens[tokens["answer"].astype(object).isin(finnish)]
    tokens = tokens.assign(
        form=tokens["form"].str.lower(),
        case=tokens["answer"].astype(object).map(study.answers.set_index("answer")["case"]),
    )
    # What was corrected already, and names, are no slips.
    done = {item.form.casefold() for item in corrections.corrections(study.store)}
    names = set(tokens.loc[tokens["pos"] == "PROPN", "form"])
    mentions = tokens["form"].value_counts()
    strange = {form for form in mentions.index if form not in done | names and unknown(form)}
    used = {str(form): int(count) for form, count in mentions.items() if form not in strange}
    found = pd.DataFrame(
        suggest(sorted(strange), used, label=term("language.spelling", study.language)),
        columns=["form", "suggestion", "lemma", "slip", "others"],
    )
    cases = tokens.groupby("form")["case"].nunique()
    found.insert(4, "mentions", found["form"].map(mentions).astype(int))
    found.insert(5, "cases", found["form"].map(cases).astype(int))
    return found


def accept(study: Study, forms: str | Iterable[str] | pd.DataFrame) -> int:
    """Correct words as suggested, as one undoable step; see `Words.accept`."""
    import pandas as pd

    if isinstance(forms, pd.DataFrame):
        wanted = dict(zip(forms["form"], forms["lemma"], strict=True))
    else:
        proposed = suggestions(study).set_index("form")["lemma"]
        listed = [forms] if isinstance(forms, str) else list(forms)
        for form in listed:
            if form.lower() not in proposed.index:
                raise NotFoundError.of("suggestion for the word", form, proposed.index)
        wanted = {form.lower(): proposed[form.lower()] for form in listed}
    given = [Correction(form=form, lemma=lemma) for form, lemma in wanted.items()]
    return corrections.correct(study.store, study.found_tokens(), given, language=study.language) if given else 0
