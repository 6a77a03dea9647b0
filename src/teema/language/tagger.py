"""Part of speech and features of every word: the model's own network, computed with NumPy over many texts at once.

The network is spaCy's: each word is embedded from its form alone, four window layers mix it with its neighbours, one
softmax chooses among the model's combinations of part of speech and features. The weights are the model's, and so
are the answers (a test compares them); only the computing is different. A form is embedded once, however often
it occurs; many texts are one matrix; the pieces of a layer are kept in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]
    Ints = NDArray[np.int64]

__all__ = ["Embedded", "Tagger"]

# Rows of zeros between texts: the model was trained with as many as its layers can see.
_PAD = 4
# Rows that are computed together: the widest matrix of a layer then stays in the second-level cache.
_ROWS = 512
# Forms whose embeddings are kept; beyond that all are forgotten. 768 bytes each.
_KEPT = 200_000
_TINY = 1e-8


class _Layer(NamedTuple):
    """A window layer: maxout of three pieces, then layer normalisation, added to what went in."""

    weights: Floats  # (3 × 192) columns, piece after piece
    bias: Floats
    gain: Floats
    shift: Floats


class Embedded(NamedTuple):
    """The words of some texts as vectors, one row each, text after text."""

    lengths: Ints
    vectors: Floats


class Tagger:
    """The tagging network of a loaded model.

    Attributes:
        labels: Part of speech and features (`Case=Ine|Number=Sing`) of each label that `tag` returns.
    """

    def __init__(self, nlp: Language) -> None:
        import numpy as np
        from spacy.symbols import NAMES

        embed, encode = nlp.get_pipe("tok2vec").model.layers
        (self._hashed, static), self._joined = embed.layers[0].layers, embed.layers[1].layers[0]
        # The mean of a form's n-gram vectors is taken after the layer that follows, not before: the same, and shorter.
        self._ngrams = nlp.vocab.vectors.data @ static.get_param("W").T
        self._vocab = nlp.vocab
        self._layers = [_layer(node) for node in encode.layers[0].layers]
        self._width = int(self._layers[0].gain.shape[0])
        features: Any = nlp.get_pipe("morphologizer")
        softmax = _last(features.model)
        self._weights = np.ascontiguousarray(softmax.get_param("W").T)
        self._bias = softmax.get_param("b")
        self.labels = [
            (NAMES[features.cfg["labels_pos"][label]], features.cfg["labels_morph"][label]) for label in features.labels
        ]
        tags: Any = nlp.get_pipe("tagger")
        marks = _last(tags.model)
        self._mark_weights = np.ascontiguousarray(marks.get_param("W").T)
        self._mark_bias = marks.get_param("b")
        self._punct = list(tags.labels).index("Punct")
        self._rows: dict[tuple[int, int], int] = {}
        self._vectors: Floats = np.empty((1024, self._width), dtype=np.float32)

    def embed(self, docs: Sequence[Doc]) -> Embedded:
        """Return the words of texts as the network sees them each for itself; a form is computed once, then kept."""
        import numpy as np
        from spacy.attrs import NORM, ORTH

        rows: list[int] = []
        fresh: dict[tuple[int, int], int] = {}
        if len(self._rows) > _KEPT:
            self._rows.clear()
        for doc in docs:
            rows += [self._row(key, fresh) for key in map(tuple, doc.to_array([ORTH, NORM]).tolist())]
        if fresh:
            self._learn(list(fresh))
        lengths = np.fromiter(map(len, docs), dtype=np.int64, count=len(docs))
        return Embedded(lengths, self._vectors[np.array(rows, dtype=np.int64)])

    def _row(self, key: tuple[int, int], fresh: dict[tuple[int, int], int]) -> int:
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = fresh[key] = len(self._rows)
        return row

    def _learn(self, keys: list[tuple[int, int]]) -> None:
        """Compute the vectors of new forms, each given by the numbers of its text and its norm."""
        import numpy as np
        from spacy.tokens import Doc

        strings = self._vocab.strings
        forms = [strings[orth] for orth, _ in keys]
        doc = Doc(self._vocab, words=forms)
        for token, (_, norm) in zip(doc, keys, strict=True):
            if token.norm != norm:  # the tokenizer's exceptions
                token.norm_ = strings[norm]
        needed = len(self._rows)
        if needed > len(self._vectors):
            grown = np.empty((max(needed, 2 * len(self._vectors)), self._width), dtype=np.float32)
            grown[: len(self._vectors)] = self._vectors
            self._vectors = grown
        hashed = self._hashed.predict([doc]).dataXd
        self._vectors[needed - len(keys) : needed] = self._joined.predict(np.hstack([hashed, self._of_ngrams(forms)]))

    def _of_ngrams(self, forms: list[str]) -> Floats:
        """Return the means of the vectors of the forms' n-grams (floret: hashed, not stored)."""
        import numpy as np
        from scipy.sparse import csr_array

        vectors: Any = self._vocab.vectors
        size = len(self._ngrams)
        columns: list[int] = []
        ends = [0]
        weights: list[float] = []
        for form in forms:
            found = [at % size for ngram in vectors._get_ngrams(form) for at in vectors._get_ngram_hashes(ngram)]
            columns += found
            weights += [1.0 / len(found)] * len(found) if found else []
            ends.append(len(columns))
        shape = (len(forms), size)
        table = csr_array((np.array(weights, dtype=np.float32), np.array(columns, dtype=np.int32), ends), shape=shape)
        means: Floats = table @ self._ngrams
        return means

    def tag(self, embedded: Embedded) -> list[Ints]:
        """Return the label of each word of each text; see `reading`."""
        import numpy as np

        lengths = embedded.lengths
        before = np.cumsum(lengths) - lengths
        # Where each text begins among the rows, with rows of zeros before, between and after the texts.
        starts = before + _PAD * np.arange(1, len(lengths) + 1)
        places = np.repeat(starts - before, lengths) + np.arange(lengths.sum())
        states = np.zeros((int(lengths.sum()) + _PAD * (len(lengths) + 1), self._width), dtype=np.float32)
        states[places] = embedded.vectors
        for layer in self._layers:
            states = _mix(states, layer)
        return np.split(self._choose(states[places]), np.cumsum(lengths)[:-1])

    def reading(self, label: int, *, space: bool = False) -> tuple[str, str]:
        """Return part of speech and features of a label."""
        if space:
            return "SPACE", ""
        return self.labels[label] if label >= 0 else ("PUNCT", "")

    def _choose(self, states: Floats) -> Ints:
        import numpy as np

        labels = np.empty(len(states), dtype=np.int64)
        for start in range(0, len(states), _ROWS):
            part = states[start : start + _ROWS]
            scores = part @ self._weights
            scores += self._bias
            chosen = scores.argmax(axis=1)
            marks = (part @ self._mark_weights + self._mark_bias).argmax(axis=1)
            chosen[marks == self._punct] = -1
            labels[start : start + len(part)] = chosen
        return labels


def _last(model: Any) -> Any:
    """Return the softmax at the end of a tagging model."""
    return next(node for node in model.walk() if node.name == "softmax")


def _layer(residual: Any) -> _Layer:
    import numpy as np

    maxout = next(node for node in residual.walk() if node.name == "maxout")
    norm = next(node for node in residual.walk() if node.name == "layernorm")
    weights = maxout.get_param("W")  # outputs × pieces × inputs
    outputs, pieces, inputs = weights.shape
    return _Layer(
        np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * outputs, inputs).T),
        np.ascontiguousarray(maxout.get_param("b").T.reshape(-1)),
        norm.get_param("G"),
        norm.get_param("b"),
    )


def _mix(states: Floats, layer: _Layer) -> Floats:
    """Return the states after one window layer: each row mixed with the row before and after it."""
    import numpy as np

    rows, width = states.shape
    result = np.empty_like(states)
    window = np.zeros((_ROWS, 3 * width), dtype=np.float32)
    for start in range(0, rows, _ROWS):
        end = min(start + _ROWS, rows)
        count = end - start
        seen = window[:count]
        seen[:, width : 2 * width] = states[start:end]
        seen[0, :width] = states[start - 1] if start else 0.0
        seen[1:, :width] = states[start : end - 1]
        seen[:-1, 2 * width :] = states[start + 1 : end]
        seen[-1, 2 * width :] = states[end] if end < rows else 0.0
        pieces = seen @ layer.weights
        pieces += layer.bias
        best = np.maximum(pieces[:, :width], pieces[:, width : 2 * width])
        np.maximum(best, pieces[:, 2 * width :], out=best)
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best)[:, None] / np.float32(width) + np.float32(_TINY)
        best *= 1.0 / np.sqrt(spread)
        best *= layer.gain
        best += layer.shift
        np.add(best, states[start:end], out=result[start:end])
    return result
