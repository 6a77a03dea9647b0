"""Which codes an answer may want: those whose coded extracts use the same words, each with the words that say so.

An extract is a vector of its lemmas and pairs of neighbouring lemmas, weighed by how rare they are (TF-IDF; Salton &
Buckley 1988); a code is the sum of its extracts, and the likeness is the cosine between the code and a sentence (the
centroid classifier of Han & Karypis 2000). Sums can be kept up to date coding by coding, and each word's share of a
likeness is a plain number: that is why it was chosen, not because nothing else scores a little higher.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Likeness", "Suggestion", "choose", "features"]

# A pair of neighbours says more than a word, and is rarer than it is telling.
_PAIR = 0.7
# Fewer shared words than this share of the vectors are chance.
_LEAST = 0.05
_WORDS = 4
_JOINING = 0.5  # of the weight of other words
# How much more a common code is expected than a rare one: a tenth power, hardly more than a tie-break.
_PRIOR = 0.1


class Suggestion(NamedTuple):
    """A code for a stretch of an answer.

    Attributes:
        answer: Id of the answer.
        start: Where the stretch begins, in code points.
        end: Where it ends.
        code: GUID of the code.
        why: `rule` when the code's own query finds something in it, `alike` when it is like the code's extracts.
        score: From 0 to 1; 1 for a rule.
        words: What caused it: what the query found, or the lemmas that the extracts share with it.
    """

    answer: str
    start: int
    end: int
    code: str
    why: str
    score: float
    words: tuple[str, ...]


def features(lemmas: Sequence[str]) -> Counter[str]:
    """Return the lemmas of a stretch and the pairs of neighbours, with how often each stands there.

    Example:
        >>> sorted(features(["luottamus", "syntyä"]))
        ['luottamus', 'luottamus syntyä', 'syntyä']
    """
    return Counter([*lemmas, *(f"{one} {other}" for one, other in pairwise(lemmas))])


class Likeness:
    """What coded extracts have in common, code by code.

    Args:
        documents: In how many answers each lemma stands.
        total: How many answers there are.
        joining: Lemmas that join words and say little of what is meant; they count for less, and nothing is suggested
            for them alone, nor explained by them.

    Example:
        >>> known = Likeness({"luottamus": 2, "kiire": 2, "aina": 4}, total=10)
        >>> known.learn("L", features(["luottamus", "kasvaa"])), known.learn("K", features(["aina", "kiire"]))
        (None, None)
        >>> [(code, words) for code, _, words in known.like(features(["luottamus", "puuttua"]))]
        [('L', ('luottamus',))]
    """

    def __init__(self, documents: Mapping[str, int], total: int, *, joining: Collection[str] = frozenset()) -> None:
        self._documents, self._total, self._joining = documents, max(total, 1), joining
        self._sums: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))  # word -> code
        self._squares: defaultdict[str, float] = defaultdict(float)  # kept up to date: summing anew reads every word
        self._times: Counter[str] = Counter()

    def learn(self, code: str, words: Mapping[str, int], *, times: int = 1) -> None:
        """Add an extract to a code; with `times=-1`, take it away."""
        for word, weight in self._vector(words).items():
            held = self._sums[word][code]
            self._sums[word][code] = now = held + times * weight
            self._squares[code] += now * now - held * held
        self._times[code] += times

    def like(self, words: Mapping[str, int]) -> list[tuple[str, float, tuple[str, ...]]]:
        """Return the codes that a stretch is like, with the likeness and the words that make most of it, best first."""
        shares: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        for word, weight in self._vector(words).items():
            for code, its in self._sums.get(word, {}).items():
                if its > 1e-9:
                    shares[code].append((weight * its, word))
        found = []
        for code, parts in shares.items():
            common = self._times[code] / max(self._times.values())
            score = sum(part for part, _ in parts) / self._length(code) * max(common, 1e-9) ** _PRIOR
            if score >= _LEAST:
                said = [
                    word for _, word in sorted(parts, key=lambda part: (-part[0], part[1])) if not self._joins(word)
                ]
                if said:
                    found.append((code, score, _telling(said)))
        return sorted(found, key=lambda item: (-item[1], item[0]))

    def _vector(self, words: Mapping[str, int]) -> dict[str, float]:
        weighed = {word: (1 + math.log(n)) * self._rarity(word) for word, n in words.items()}
        length = math.sqrt(sum(weight * weight for weight in weighed.values())) or 1.0
        return {word: weight / length for word, weight in weighed.items()}

    def _rarity(self, word: str) -> float:
        parts = [math.log((1 + self._total) / (1 + self._documents.get(part, 0))) + 1 for part in word.split(" ")]
        rarity = parts[0] if len(parts) == 1 else _PAIR * sum(parts) / len(parts)
        return _JOINING * rarity if self._joins(word) else rarity

    def _joins(self, word: str) -> bool:
        return all(part in self._joining for part in word.split(" "))

    def _length(self, code: str) -> float:
        return math.sqrt(max(self._squares[code], 0.0)) or 1.0


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    """Return the first words that say most, without a word that a pair before it has said."""
    found: list[str] = []
    for word in words:
        if not any(word in other.split(" ") for other in found):
            found = [other for other in found if other not in word.split(" ")] + [word]
        if len(found) == _WORDS:
            break
    return tuple(found)


def choose(
    found: Iterable[Suggestion], *, taken: Mapping[str, Sequence[tuple[int, int]]], n: int = 3
) -> list[Suggestion]:
    """Return the best suggestions for an answer: each code once, rules before likeness, nothing that is taken.

    Args:
        found: What could be suggested.
        taken: By code: spans of the answer that have it already or were declined for it.
        n: How many.
    """
    best: dict[str, Suggestion] = {}
    for item in found:
        if any(start < item.end and item.start < end for start, end in taken.get(item.code, ())):
            continue
        held = best.get(item.code)
        if held is None or (item.why != "rule", -item.score, item.start) < (
            held.why != "rule",
            -held.score,
            held.start,
        ):
            best[item.code] = item
    return sorted(best.values(), key=lambda item: (item.why != "rule", -item.score, item.start, item.code))[:n]
