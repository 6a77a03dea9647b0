"""Words of many texts as a few arrays: how they are kept in the study file and become a data frame.

Words repeat. What is known about a form in one reading is written down once, as a kind; each place in a text then needs
no more than the number of its kind and where it begins.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from teema.language.annotate import Token

    Ints = NDArray[np.int64]

__all__ = ["PACKING", "TOKEN_COLUMNS", "TokenTable", "pack", "spans", "token_frame", "token_table", "unpack"]

# The number of the form below; what was kept in another form is not read.
PACKING = 2
TOKEN_COLUMNS = ("answer", "start", "end", "form", "lemma", "lemmas", "parts", "pos")
_NUMBERS = "<i4"
_written = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True, eq=False)
class TokenTable:
    """The words of many texts.

    Attributes:
        counts: How many words each text has.
        start: Where each word begins in its text, text after text.
        kind: Its kind, as a place in `kinds`.
        kinds: Form and reading, each written as one line of JSON; none stands there twice.
    """

    counts: Ints
    start: Ints
    kind: Ints
    kinds: Sequence[str]

    @classmethod
    def joined(cls, tables: Sequence[TokenTable]) -> TokenTable:
        """Return the texts of several tables, one table after another."""
        import numpy as np

        numbers: dict[str, int] = {}
        kind = [np.empty(0, dtype=np.int64)]
        for table in tables:
            known = [numbers.setdefault(item, len(numbers)) for item in table.kinds]
            kind.append(np.array(known, dtype=np.int64)[table.kind])
        none = np.empty(0, dtype=np.int64)
        return cls(
            np.concatenate([none, *(table.counts for table in tables)]),
            np.concatenate([none, *(table.start for table in tables)]),
            np.concatenate(kind),
            list(numbers),
        )

    def take(self, texts: Ints) -> TokenTable:
        """Return the words of these texts, in this order; a text may be taken more than once."""
        import numpy as np

        counts = self.counts[texts]
        rows = spans((np.cumsum(self.counts) - self.counts)[texts], counts)
        return TokenTable(counts, self.start[rows], self.kind[rows], self.kinds)


def spans(begins: Ints, counts: Ints) -> Ints:
    """Return the whole numbers of many ranges, one range after another.

    Example:
        >>> import numpy as np
        >>> spans(np.array([10, 3]), np.array([2, 3])).tolist()
        [10, 11, 3, 4, 5]
    """
    import numpy as np

    found: Ints = np.arange(counts.sum()) + np.repeat(begins - (np.cumsum(counts) - counts), counts)
    return found


def token_table(tokens: Iterable[Sequence[Token]]) -> TokenTable:
    """Return the words of texts as a table.

    Args:
        tokens: The words of each text.
    """
    import numpy as np

    texts = list(tokens)
    flat = list(chain.from_iterable(texts))
    numbers: dict[tuple[Any, ...], int] = {}
    kind = [numbers.setdefault(token[2:], len(numbers)) for token in flat]
    written = [
        _written([form, lemma, lemmas[1:], () if parts == (lemma,) else parts, pos])
        for form, lemma, lemmas, parts, pos in numbers
    ]
    return TokenTable(
        np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)),
        np.fromiter((token[0] for token in flat), dtype=np.int64, count=len(flat)),
        np.array(kind, dtype=np.int64),
        written,
    )


def pack(table: TokenTable, keys: Sequence[bytes]) -> bytes:
    """Pack the words of texts for keeping.

    Args:
        table: The words.
        keys: A key for each text, all of the same length.

    Example:
        >>> from teema.language import Token
        >>> tokens = [[Token(0, 5, "Kiire", "kiire", ("kiire",), ("kiire",), "NOUN")], []]
        >>> keys, table = unpack(pack(token_table(tokens), [b"one", b"two"]))
        >>> keys, table.counts.tolist(), table.kinds
        ([b'one', b'two'], [1, 0], ['["Kiire","kiire",[],[],"NOUN"]'])
    """
    head = [b"".join(keys).hex(), len(keys), len(table.start), len(table.kinds)]
    lines = "\n".join([_written(head), *table.kinds, ""]).encode("utf-8", "surrogatepass")
    numbers = b"".join(item.astype(_NUMBERS).tobytes() for item in (table.counts, table.start, table.kind))
    return zlib.compress(lines + numbers, 4)


def unpack(data: bytes) -> tuple[list[bytes], TokenTable]:
    """Return the keys and the words that `pack` packed."""
    import numpy as np

    whole = zlib.decompress(data)
    text, texts, words, kinds = json.loads(whole[: whole.index(b"\n")])
    count = texts + 2 * words
    lines = whole[: len(whole) - 4 * count].decode("utf-8", "surrogatepass").split("\n")[1 : 1 + kinds]
    numbers = np.frombuffer(whole, dtype=_NUMBERS, count=count, offset=len(whole) - 4 * count).astype(np.int64)
    counts, start, kind = np.split(numbers, [texts, texts + words])
    keys = bytes.fromhex(text)
    size = len(keys) // max(texts, 1)
    return [keys[at : at + size] for at in range(0, len(keys), size or 1)], TokenTable(counts, start, kind, lines)


def token_frame(answers: pd.DataFrame, tokens: TokenTable | Sequence[Sequence[Token]]) -> pd.DataFrame:
    """Return one row per word, in the order of the answers.

    Args:
        answers: `answer`; one row for each text of `tokens`.
        tokens: The words of each answer.

    Returns:
        Columns as in `TOKEN_COLUMNS`, then `kind`: a number that words of the same form and reading have in common.
    """
    import numpy as np
    import pandas as pd

    table = tokens if isinstance(tokens, TokenTable) else token_table(tokens)
    names = pd.Categorical.from_codes(
        np.repeat(np.arange(len(table.counts)), table.counts), categories=pd.Index(answers["answer"].to_numpy())
    )
    # Two million words have some hundred thousand kinds: each text and tuple is one object, however often it is said.
    form, lemma, lemmas, parts, pos = _read(table.kinds)
    end = table.start + np.fromiter(map(len, form), dtype=np.int64, count=len(form))[table.kind]

    def tuples(values: list[tuple[str, ...]]) -> NDArray[np.object_]:
        return np.fromiter(values, dtype=object, count=len(values))

    columns: dict[str, Any] = {
        "form": pd.array(form, dtype="str"), "lemma": pd.array(lemma, dtype="str"), "lemmas": tuples(lemmas),
        "parts": tuples(parts), "pos": pd.array(pos, dtype="str"),
    }  # fmt: skip
    said = {name: column.take(table.kind) for name, column in columns.items()}
    return pd.DataFrame({"answer": names, "start": table.start, "end": end, **said, "kind": table.kind}, copy=False)


def _read(kinds: Sequence[str]) -> tuple[list[str], list[str], list[tuple[str, ...]], list[tuple[str, ...]], list[str]]:
    """Return form, lemma, lemmas, parts and part of speech of each kind."""
    listed = json.loads(f"[{','.join(kinds)}]")
    form, lemma, pos = ([item[at] for item in listed] for at in (0, 1, 4))
    alone = [(item,) for item in lemma]
    lemmas = [(*one, *item[2]) if item[2] else one for one, item in zip(alone, listed, strict=True)]
    parts = [tuple(item[3]) if item[3] else one for one, item in zip(alone, listed, strict=True)]
    return form, lemma, lemmas, parts, pos
