"""The arithmetic under word tables: every word of every answer as whole numbers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.language.annotate import POS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]
    Names = NDArray[np.object_]

__all__ = ["Occurrences", "cases_of_words", "kept", "occurrences"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Occurrences:
    """Words as they occur, one entry for each, in the order of the tokens.

    Attributes:
        words: The different lemmas (or compound parts).
        pos_names: The different parts of speech.
        cases: The cases that answered, in the order of their first answer.
        word: Position in `words` of each occurrence.
        pos: Position in `pos_names`.
        case: Position in `cases`.
        token: Row of the token frame.
    """

    words: Names
    pos_names: Names
    cases: Names
    word: Ints
    pos: Ints
    case: Ints
    token: Ints


def occurrences(
    tokens: pd.DataFrame, answers: pd.DataFrame, *, parts: bool = False, questions: Collection[str] | None = None
) -> Occurrences:
    """Return the words of the answers as positions.

    Args:
        tokens: `answer`, `lemma`, `pos`, and `parts` when parts are asked for; as `token_frame` returns them.
        answers: `answer`, `case`, and `question` when questions are given; tokens of other answers are left out.
        parts: Take each part of a compound as a word of its own.
        questions: Only answers to these questions.
    """
    import numpy as np
    import pandas as pd

    if questions is not None:
        answers = answers[answers["question"].isin(list(questions))]
    case_of, cases = pd.factorize(answers["case"].astype(object))
    place = _places(tokens["answer"], answers["answer"])
    token = np.flatnonzero(place >= 0)
    pos, pos_names = pd.factorize(tokens["pos"].astype(object).to_numpy()[token])
    case = case_of[place[token]]
    if not parts:
        word, words = pd.factorize(tokens["lemma"].to_numpy(dtype=object)[token])
    else:
        whole, tuples = pd.factorize(tokens["parts"].to_numpy(dtype=object)[token])
        sizes = np.fromiter(map(len, tuples), dtype=np.int64, count=len(tuples))
        flat, words = pd.factorize(np.array([part for item in tuples for part in item], dtype=object))
        times = sizes[whole]
        step = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
        word = flat[np.repeat((np.cumsum(sizes) - sizes)[whole], times) + step]
        token, pos, case = (np.repeat(each, times) for each in (token, pos, case))
    return Occurrences(
        words=np.asarray(words, dtype=object), pos_names=np.asarray(pos_names, dtype=object),
        cases=np.asarray(cases, dtype=object), word=word, pos=pos, case=case, token=token,
    )  # fmt: skip


def kept(found: Occurrences, *, pos: str | Collection[str] | None = None, stop: Collection[str] = ()) -> Occurrences:
    """Return the occurrences of these parts of speech that are no stop words and hold a letter or a digit.

    Args:
        found: The words of the answers.
        pos: Parts of speech (Universal Dependencies); None takes all.
        stop: Lemmas in lower case that are left out.

    Raises:
        UnusableValueError: There is no such part of speech.
    """
    import numpy as np

    wanted = _wanted_words(found.words, stop)[found.word]
    if pos is not None:
        names = [pos] if isinstance(pos, str) else list(pos)
        for item in names:
            if item not in POS:
                raise UnusableValueError.of("pos", item, POS)
        wanted &= np.isin(found.pos_names, names)[found.pos]
    return _only(found, wanted)


def cases_of_words(found: Occurrences) -> Any:
    """Return a sparse matrix, words × cases, of mentions; what is stored is never zero."""
    import numpy as np
    from scipy.sparse import csr_array

    shape = (len(found.words), len(found.cases))
    matrix: Any = csr_array((np.ones(len(found.word), dtype=np.int64), (found.word, found.case)), shape=shape)
    matrix.sum_duplicates()
    return matrix


def _only(found: Occurrences, wanted: Any) -> Occurrences:
    return replace(
        found, word=found.word[wanted], pos=found.pos[wanted], case=found.case[wanted], token=found.token[wanted]
    )


def _wanted_words(words: Names, stop: Collection[str]) -> Any:
    """Say of each different word whether it is counted."""
    import numpy as np

    left_out = frozenset(stop)
    return np.fromiter(
        (word.lower() not in left_out and any(map(str.isalnum, word)) for word in words), dtype=bool, count=len(words)
    )


def _places(answer: pd.Series[Any], known: pd.Series[Any]) -> Ints:
    """Return the row of each token's answer, −1 for an answer that is not there."""
    import numpy as np
    import pandas as pd

    rows = pd.Index(known.to_numpy(dtype=object))
    if isinstance(answer.dtype, pd.CategoricalDtype):
        of_category = rows.get_indexer(pd.Index(answer.cat.categories.to_numpy(dtype=object)))
        return np.asarray(of_category[answer.cat.codes.to_numpy()], dtype=np.int64)
    return np.asarray(rows.get_indexer(pd.Index(answer.to_numpy(dtype=object))), dtype=np.int64)
