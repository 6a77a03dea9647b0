"""N-grams: lemmas that stand one after another, with nothing but spaces between them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.language.counting import cases_of_words, kept, occurrences
from teema.language.stretches import stretches
from teema.language.words import base_sentence, left_out
from teema.tables import Column, Table
from teema.terms import Language, term

if TYPE_CHECKING:
    import pandas as pd

    from teema.language.counting import Occurrences

__all__ = ["ngrams"]

_LONGEST = 9


def ngrams(
    tokens: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    n: int = 2,
    pos: str | Collection[str] | None = None,
    stop: bool | Collection[str] = True,
    inside: bool = True,
    questions: Collection[str] | None = None,
    min_cases: int = 2,
    language: Language = "fi",
) -> Table:
    """Count n-grams of lemmas, commonest first.

    An n-gram crosses neither punctuation nor a line break, nor the border of an answer. One that begins or ends with a
    stop word is left out; what stands between may be one.

    Args:
        tokens: As `token_frame` returns them.
        answers: `answer`, `case`, `text`, and `question` when questions are given.
        n: Number of words, 2 or more.
        pos: Only n-grams whose first and last word is one of these parts of speech.
        stop: Stop words: the language's own list, a list of yours, or none with False.
        inside: Keep n-grams with a stop word between the first and the last word.
        questions: Only answers to these questions.
        min_cases: N-grams that fewer cases used are left out.
        language: Language of the words and the table.

    Returns:
        Table with `ngram` (lemmas with spaces between them), `example` (how it stands where it occurs first),
        `mentions`, `cases`, `share` (of the cases that answered).

    Raises:
        UnusableValueError: `n` is no whole number from 2 to 9, or there is no such part of speech.

    Example:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({"answer": ["1:Q1"], "case": ["1"], "text": ["Arjen tuki ja tuki. Arjen tuki!"]})
        >>> spans = {"start": [0, 6, 11, 14, 20, 26], "end": [5, 10, 13, 18, 25, 30]}
        >>> words = {"lemma": ["arki", "tuki", "ja", "tuki", "arki", "tuki"], "pos": "NOUN"}
        >>> found = ngrams(pd.DataFrame({"answer": "1:Q1", **spans, **words}), answers, min_cases=1)
        >>> found.to_frame()[["ngram", "example", "mentions"]].values.tolist()
        [['arki tuki', 'Arjen tuki', 2]]
    """
    import numpy as np
    import pandas as pd

    if not isinstance(n, int) or not 2 <= n <= _LONGEST:
        raise UnusableValueError(
            f"n={n!r} is no length of an n-gram.", hint=f"Give a whole number from 2 to {_LONGEST}."
        )
    out = left_out(stop, language)
    found = occurrences(tokens, answers, questions=questions)
    edge, between = _flags(found, pos, out, inside=inside)
    run = stretches(tokens, answers)[found.token]
    first = np.arange(max(len(found.word) - n + 1, 0))
    good = (run[first] == run[first + n - 1]) & edge[first] & edge[first + n - 1]
    for step in range(1, n - 1):
        good &= between[first + step]
    first = first[good]
    gram, rows = _codes(found, first, n)
    grams = _as_words(found, gram, len(rows), first)
    cases = np.diff(cases_of_words(grams).indptr)
    mentions = np.bincount(gram, minlength=len(rows))
    used = np.flatnonzero(cases >= max(min_cases, 1))
    begin = first[rows[used]]
    named = [" ".join(found.words[found.word[at : at + n]]) for at in begin]
    frame = pd.DataFrame(
        {
            "ngram": np.array(named, dtype=object),
            "example": _examples(tokens, answers, found.token[begin], found.token[begin + n - 1]),
            "mentions": mentions[used],
            "cases": cases[used].astype(np.int64),
            "share": cases[used] / max(len(found.cases), 1),
        }
    ).sort_values(["mentions", "ngram"], ascending=[False, True], ignore_index=True)
    return Table(
        frame=frame,
        title=term("language.ngrams_title", language, n=n),
        base=base_sentence(found, language),
        notes=_notes(language, min_cases=min_cases, stop=bool(out)),
        columns=(
            Column("ngram", term("language.ngram", language), "wide-text"),
            Column("example", term("language.example", language), "wide-text"),
            Column("mentions", term("language.mentions", language), "count"),
            Column("cases", term("language.cases", language), "count"),
            Column("share", term("language.share", language), "percent"),
        ),
        language=language,
        decimals=1 if len(found.cases) >= 100 else 0,
    )


def _flags(found: Occurrences, pos: str | Collection[str] | None, out: frozenset[str], *, inside: bool) -> Any:
    """Say of each word whether an n-gram may begin and end with it, and whether it may hold it."""
    import numpy as np

    position = np.zeros(int(found.token.max(initial=-1)) + 1, dtype=bool)

    def flags(part: Occurrences) -> Any:
        said = position.copy()
        said[part.token] = True
        return said[found.token]

    return flags(kept(found, pos=pos, stop=out)), flags(kept(found, stop=() if inside else out))


def _codes(found: Occurrences, first: Any, n: int) -> tuple[Any, Any]:
    """Return the number of each n-gram, and the row in `first` where each number occurs first."""
    import numpy as np
    import pandas as pd

    code = found.word[first]
    for step in range(1, n):
        # The number so far and the next word, as one number; numbered anew, so that it never grows too large.
        code, _ = pd.factorize(code * len(found.words) + found.word[first + step])
    _, rows = np.unique(code, return_index=True)
    return code, rows


def _as_words(found: Occurrences, gram: Any, count: int, first: Any) -> Occurrences:
    from dataclasses import replace

    import numpy as np

    return replace(
        found, words=np.empty(count, dtype=object), word=gram, pos=found.pos[first], case=found.case[first],
        token=found.token[first],
    )  # fmt: skip


def _examples(tokens: pd.DataFrame, answers: pd.DataFrame, first: Any, last: Any) -> list[str]:
    """Return the text from one word to another, on one line."""
    text = dict(zip(answers["answer"], answers["text"], strict=True))
    places = zip(tokens["answer"].iloc[first], tokens["start"].iloc[first], tokens["end"].iloc[last], strict=True)
    return [" ".join(text[answer][start:end].split()) for answer, start, end in places]


def _notes(language: Language, *, min_cases: int, stop: bool) -> tuple[str, ...]:
    notes = [term("language.ngrams_borders", language)]
    if stop:
        notes.append(term("language.ngrams_stop", language))
    if min_cases > 1:
        notes.append(term("language.ngrams_min_cases", language, n=min_cases))
    return tuple(notes)
