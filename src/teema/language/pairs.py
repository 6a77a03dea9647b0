"""Words that occur together in an answer or a sentence."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from teema.errors import UnusableValueError
from teema.language.counting import cases_of_words, kept, occurrences
from teema.language.stretches import stretches
from teema.language.words import left_out

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from teema.language.counting import Occurrences

__all__ = ["Within", "npmi", "word_pairs"]

Within = Literal["answer", "sentence"]
# Pairs that are held at once; keeps memory level when answers are many or long.
_PART = 4_000_000


def npmi(together: ArrayLike, a: ArrayLike, b: ArrayLike, units: float) -> NDArray[np.float64]:
    """Return the normalised pointwise mutual information of two words (Bouma 2009, Proceedings of GSCL).

    With p the shares of the units that hold a, b, and both: ln(p(a,b) / (p(a) p(b))) / −ln p(a,b). It is 1 when the
    words never occur apart, 0 when they meet as often as chance lets them, and towards −1 when they avoid each other.
    Where both are in every unit chance explains all, and it is 0.

    Args:
        together: Units that hold both words, at least 1.
        a: Units that hold the first.
        b: Units that hold the second.
        units: Units in all.

    Example:
        >>> [round(float(npmi(*counted)), 6) + 0 for counted in ((5, 5, 5, 50), (4, 10, 10, 50))]
        [1.0, 0.274435]
    """
    import numpy as np

    n, a, b = (np.asarray(value, dtype=np.float64) for value in (together, a, b))
    with np.errstate(divide="ignore", invalid="ignore"):
        made = (np.log(n) + np.log(units) - np.log(a) - np.log(b)) / (np.log(units) - np.log(n))
    return np.where(n >= units, 0.0, made)


def word_pairs(
    tokens: pd.DataFrame,
    answers: pd.DataFrame,
    *,
    within: Within = "answer",
    pos: str | Collection[str] | None = None,
    parts: bool = False,
    stop: bool | Collection[str] = True,
    questions: Collection[str] | None = None,
    min_cases: int = 3,
    words: int | None = None,
    language: str = "fi",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Count pairs of words that occur together, and the words themselves.

    The work grows with the pairs that meet, never with all pairs of the vocabulary; words of fewer than `min_cases`
    cases are set aside first, since no pair of theirs could reach it.

    Args:
        tokens: As `token_frame` returns them.
        answers: `answer`, `case`, `text` (for sentences), and `question` when questions are given.
        within: Together in an answer or in a sentence of it.
        pos: Only these parts of speech.
        parts: Take each part of a compound as a word of its own.
        stop: Leave out words without content: the language's own list, a list of yours, or none with False.
        questions: Only answers to these questions.
        min_cases: Pairs that fewer cases used are left out.
        words: Only pairs of so many words, those that most cases used.
        language: Language of the words.

    Returns:
        Pairs and words. Pairs: `lemma_a`, `lemma_b` (in alphabetical order), `cases`, `answers` (that hold both within
        the unit), `units` (sentences, or answers again), `npmi` (of the units); most cases first. Words: `lemma`,
        `cases`, `mentions`; most cases first.

    Raises:
        UnusableValueError: There is no such unit or part of speech.

    Example:
        >>> import pandas as pd
        >>> said = {
        ...     "answer": ["1:Q1", "1:Q1", "2:Q1", "2:Q1"],
        ...     "lemma": ["äiti", "syli", "äiti", "raja"],
        ...     "pos": "NOUN",
        ... }
        >>> answers = pd.DataFrame({"answer": ["1:Q1", "2:Q1"], "case": ["1", "2"]})
        >>> word_pairs(pd.DataFrame(said), answers, min_cases=1)[0][["lemma_a", "lemma_b", "cases"]].values.tolist()
        [['raja', 'äiti', 1], ['syli', 'äiti', 1]]
    """
    import numpy as np
    import pandas as pd

    if within not in get_args(Within):
        raise UnusableValueError.of("within", within, get_args(Within))
    least = max(min_cases, 1)
    every = occurrences(tokens, answers, parts=parts, questions=questions)
    found = kept(every, pos=pos, stop=left_out(stop, language))
    nodes, by_name = _used(found, least, words)
    answer = pd.factorize(tokens["answer"].astype(object).to_numpy())[0]
    unit = stretches(tokens, answers, sentences=True) if within == "sentence" else answer
    rank = np.full(len(found.words), -1, dtype=np.int64)
    rank[by_name] = np.arange(len(by_name))
    used = rank[found.word] >= 0
    token = found.token[used]
    rows = _once(case=found.case[used], answer=answer[token], unit=unit[token], word=rank[found.word[used]])
    a, b, units = _products(rows, len(by_name), least)
    cases, answers_with = _without_repeats(rows, a * len(by_name) + b, units, len(by_name))
    holding = np.bincount(rows.word, minlength=len(by_name))
    pairs = pd.DataFrame(
        {
            "lemma_a": found.words[by_name[a]],
            "lemma_b": found.words[by_name[b]],
            "cases": cases,
            "answers": answers_with,
            "units": units,
            "npmi": npmi(units, holding[a], holding[b], len(np.unique(unit[every.token]))),
        }
    )
    pairs = pairs[pairs["cases"] >= least]
    pairs = pairs.sort_values(["cases", "npmi", "lemma_a", "lemma_b"], ascending=[False, False, True, True])
    return pairs.reset_index(drop=True), nodes


class _Rows(NamedTuple):
    """Each word of each unit once, in the order of cases, units and words."""

    case: Any
    answer: Any
    unit: Any
    word: Any

    def only(self, which: Any) -> _Rows:
        return _Rows(*(column[which] for column in self))


def _used(found: Occurrences, least: int, words: int | None) -> tuple[pd.DataFrame, Any]:
    """Return the words that enough cases used, most cases first; and their positions in alphabetical order."""
    import numpy as np
    import pandas as pd

    cases = np.diff(cases_of_words(found).indptr).astype(np.int64)
    mentions = np.bincount(found.word, minlength=len(found.words))
    used = np.flatnonzero(cases >= least)
    by_name = used[np.argsort(found.words[used].astype(str), kind="stable")]
    order = by_name[np.lexsort((-mentions[by_name], -cases[by_name]))][:words]
    nodes = pd.DataFrame({"lemma": found.words[order], "cases": cases[order], "mentions": mentions[order]})
    return nodes, by_name[np.isin(by_name, order)]


def _once(*, case: Any, answer: Any, unit: Any, word: Any) -> _Rows:
    import numpy as np

    rows = _Rows(case, answer, unit, word).only(np.lexsort((word, unit, case)))
    fresh = np.ones(len(word), dtype=bool)
    fresh[1:] = (rows.word[1:] != rows.word[:-1]) | (rows.unit[1:] != rows.unit[:-1])
    return rows.only(fresh)


def _products(rows: _Rows, words: int, least: int) -> Any:
    """Return first and second word of each pair that meets in enough units, and in how many, in the order of pairs."""
    import numpy as np
    from scipy.sparse import csr_array

    line = np.unique(rows.unit, return_inverse=True)[1]
    shape = (int(line.max(initial=-1)) + 1, words)
    holds: Any = csr_array((np.ones(len(line), dtype=np.int32), (line, rows.word)), shape=shape)
    product: Any = (holds.T @ holds).tocoo()
    enough = (product.row < product.col) & (product.data >= least)
    a, b, units = (part[enough].astype(np.int64) for part in (product.row, product.col, product.data))
    order = np.argsort(a * words + b)
    return a[order], b[order], units[order]


def _without_repeats(rows: _Rows, pair: Any, units: Any, words: int) -> Any:
    """Return how many cases, and how many answers, have each pair.

    That is its units without those in which a case has it again. Only words that a case uses in several units can make
    such a pair, and only these are looked at one by one.
    """
    import numpy as np
    import pandas as pd

    cases, answers = units.copy(), units.copy()
    rows = rows.only(pd.Series(rows.case * max(words, 1) + rows.word).duplicated(keep=False).to_numpy())
    # Behind each word stand those that it meets: the rest of its unit.
    line = np.cumsum(np.concatenate([[True], rows.unit[1:] != rows.unit[:-1]])[: len(rows.unit)])
    behind = np.searchsorted(line, line, side="right") - np.arange(1, len(line) + 1)
    for part in _runs(rows.case, behind) if len(pair) else []:
        times = behind[part]
        first = np.repeat(np.arange(part.start, part.stop), times)
        second = first + 1 + np.arange(len(first)) - np.repeat(np.cumsum(times) - times, times)
        met = rows.word[first] * words + rows.word[second]
        in_order = np.argsort(met, kind="stable")  # within a pair, cases and answers stay in their order
        met, first = met[in_order], first[in_order]
        place = np.minimum(np.searchsorted(pair, met[1:]), len(pair) - 1)
        same = (met[1:] == met[:-1]) & (pair[place] == met[1:])
        for whose, counts in ((rows.case, cases), (rows.answer, answers)):
            again = same & (whose[first[1:]] == whose[first[:-1]])
            np.subtract.at(counts, place[again], 1)
    return cases, answers


def _runs(case: Any, sizes: Any) -> list[slice]:
    """Cut rows into runs of whole cases whose pairs add up to about one part each."""
    import numpy as np

    if not len(case):
        return []
    begins = np.flatnonzero(np.concatenate([[True], case[1:] != case[:-1]]))
    run = (np.cumsum(sizes) // _PART)[begins]
    edges = [0, *begins[1:][np.diff(run) > 0].tolist(), len(case)]
    return [slice(first, last) for first, last in pairwise(edges)]
