"""Where words stand together without anything but spaces between them: the stretches that n-grams do not leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["stretches"]

_SENTENCE_ENDS = ".!?…\n\r\v\f\x85\u2028\u2029"
# Spaces, and the soft hyphen and joiners that a reader does not see. A line break is none: it ends what was said.
_SPACES = " \t\xa0\u00ad\u1680\u202f\u205f\u3000\ufeff" + "".join(map(chr, range(0x2000, 0x200E)))


def stretches(tokens: pd.DataFrame, answers: pd.DataFrame, *, sentences: bool = False) -> Ints:
    """Number the stretch of each word: a new one begins with each answer and behind each mark that is no space.

    Args:
        tokens: `answer`, `start`, `end`, in the order of the text, as `token_frame` returns them.
        answers: `answer`, `text`.
        sentences: Begin a new stretch only behind a full stop, an exclamation or question mark or a line break, not
            behind commas, dashes and brackets.

    Returns:
        A whole number for each word, growing from 0; words of the same stretch have the same.

    Example:
        >>> import pandas as pd
        >>> answers = pd.DataFrame({"answer": ["1:Q1"], "text": ["kiire, aina kiire"]})
        >>> tokens = pd.DataFrame({"answer": "1:Q1", "start": [0, 7, 12], "end": [5, 11, 17]})
        >>> stretches(tokens, answers).tolist()
        [0, 1, 1]
    """
    import numpy as np
    import pandas as pd

    if not len(tokens):
        return np.empty(0, dtype=np.int64)
    texts = answers["text"].tolist()
    place = pd.Index(answers["answer"].to_numpy(dtype=object)).get_indexer(
        pd.Index(tokens["answer"].to_numpy(dtype=object))
    )
    begins = np.concatenate([[0], np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)))])
    marks = _marks("".join(texts), sentences=sentences)
    start = begins[place] + tokens["start"].to_numpy(np.int64)
    end = begins[place] + tokens["end"].to_numpy(np.int64)
    apart = np.ones(len(tokens), dtype=bool)
    apart[1:] = (place[1:] != place[:-1]) | (marks[start[1:]] > marks[end[:-1]])
    return np.cumsum(apart) - 1


def _marks(text: str, *, sentences: bool) -> Any:
    """Return how many marks that part words stand before each character, and before the end."""
    import numpy as np

    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    listed = np.array([ord(character) for character in (_SENTENCE_ENDS if sentences else _SPACES)], dtype=np.uint32)
    parts = np.isin(points, listed, invert=not sentences)
    return np.concatenate([[0], np.cumsum(parts, dtype=np.int32)])
