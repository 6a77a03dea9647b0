"""Word tables: lemmas or compound parts, their mentions and the cases that used them."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from teema.errors import UnusableValueError
from teema.tables import Column, Table
from teema.terms import Language, number, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["stop_words", "word_table"]

# Universal Dependencies, https://universaldependencies.org/u/pos/
_POS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "SCONJ", "SYM", "VERB",
    "X",
)  # fmt: skip


@cache
def stop_words(language: str) -> frozenset[str]:
    """Return the lemmas without content of their own: pronouns, particles, the commonest verbs.

    Example:
        >>> "olla" in stop_words("fi"), "luottamus" in stop_words("fi")
        (True, False)
    """
    text = (files("teema.language") / "data" / f"stop_{language}.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


def word_table(
    tokens: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    pos: list[str] | None = None,
    parts: bool = False,
    stop: bool | frozenset[str] = True,
    by: str | None = None,
    cases: pd.DataFrame | None = None,
    language: Language = "fi",
) -> Table:
    """Count lemmas, commonest first.

    Args:
        tokens: As `token_frame` returns them.
        answers: `answer`, `case`.
        pos: Only these parts of speech, such as `["NOUN", "ADJ"]`.
        parts: Count each part of a compound as a word of its own.
        stop: Leave out words without content: the language's own list, a list of yours, or none with False.
        by: Background variable; adds a column of cases for each of its groups.
        cases: Index `case`; needed with `by`.
        language: Language of the words and the table.

    Returns:
        Table with `lemma`, `pos` (its commonest), `mentions`, `cases`, and with `by` a column `n:<group>` for each of
        its groups.

    Raises:
        UnusableValueError: There is no such part of speech.
    """
    import pandas as pd

    for item in pos or []:
        if item not in _POS:
            raise UnusableValueError.of("pos", item, _POS)
    case = tokens["answer"].astype(object).map(answers.set_index("answer")["case"])
    frame = pd.DataFrame({"lemma": tokens["parts" if parts else "lemma"], "pos": tokens["pos"], "case": case})
    if pos:
        frame = frame[frame["pos"].isin(pos)]
    if parts:
        frame = frame.explode("lemma")
    left_out = stop_words(language) if stop is True else stop or frozenset()
    low = frame["lemma"].astype(str)
    frame = frame[~low.str.lower().isin(left_out) & low.str.contains(r"\w", regex=True)]
    grouped = frame.groupby("lemma", sort=False)
    counts = pd.DataFrame(
        {
            "pos": grouped["pos"].agg(lambda column: column.value_counts().index[0]),
            "mentions": grouped.size(),
            "cases": grouped["case"].nunique(),
        }
    ).reset_index()
    counts = counts.sort_values(["mentions", "lemma"], ascending=[False, True]).reset_index(drop=True)
    columns = [
        Column("lemma", term("language.lemma", language)),
        Column("pos", term("language.pos", language)),
        Column("mentions", term("language.mentions", language), "count"),
        Column("cases", term("language.cases", language), "count"),
    ]
    if by is not None and cases is not None:
        groups = frame["case"].map(cases[by].astype(object)).astype(str)
        once = frame.assign(group=groups).drop_duplicates(["lemma", "case"])
        wide = pd.crosstab(once["lemma"], once["group"]).reindex(counts["lemma"], fill_value=0).reset_index(drop=True)
        counts = pd.concat([counts, wide.add_prefix("n:")], axis=1)
        columns += [Column(f"n:{name}", str(name), "count", by) for name in wide.columns]
    base = term(
        "language.words_base",
        language,
        tokens=number(len(frame), language),
        cases=number(frame["case"].nunique(), language),
    )
    return Table(
        frame=counts,
        title=term("language.words_parts_title" if parts else "language.words_title", language),
        base=base,
        notes=(term("language.words_stop", language),) if left_out else (),
        columns=tuple(columns),
        language=language,
    )
