"""Who stands beside whom on a ring: strong pairs near each other, sisters together; the same every time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Union

__all__ = ["Nest", "ring_order"]

Nest = Sequence[Union[str, "Nest"]]
_WORK = 6_000_000  # lines looked at while swapping, which bounds the time for many nodes


def ring_order(nest: Nest, weights: Mapping[tuple[str, str], float]) -> list[str]:
    """Order names on a ring so that the weighted length of all lines is small, and what is nested stays together.

    Each list is first put into a chain, the strongest tie next, and then members of a list are swapped as long as
    that makes the lines shorter (the minimum linear arrangement problem on a ring, by local search).

    Args:
        nest: Names, and lists of names that stay together, in their given order.
        weights: How strong the tie of two names is.

    Example:
        >>> ring_order(["a", "b", "c", "d", ["e", "f"]], {("a", "d"): 5, ("b", "e"): 3, ("c", "f"): 1})
        ['a', 'd', 'b', 'e', 'f', 'c']
    """
    import numpy as np

    tree = _chained(nest, weights)
    names = list(_flat(tree))
    index = {name: at for at, name in enumerate(names)}
    ties = [(index[a], index[b], weight) for (a, b), weight in weights.items()]
    if len(names) < 4 or not ties:
        return names
    a, b = np.array([tie[0] for tie in ties]), np.array([tie[1] for tie in ties])
    weight = np.array([tie[2] for tie in ties], dtype=float)

    def cost() -> float:
        place = np.empty(len(names), dtype=np.int64)
        place[[index[name] for name in _flat(tree)]] = np.arange(len(names))
        apart = np.abs(place[a] - place[b])
        return float(weight @ np.minimum(apart, len(names) - apart))

    best, left = cost(), _WORK // (len(ties) + 2 * len(names))
    better = True
    while better and left > 0:
        better = False
        for group in list(_lists(tree)):
            for first in range(len(group)):
                for second in range(first + 1, len(group)):
                    if left <= 0:
                        break
                    group[first], group[second] = group[second], group[first]
                    left -= 1
                    found = cost()
                    if found < best - 1e-9:
                        best, better = found, True
                    else:
                        group[first], group[second] = group[second], group[first]
    return list(_flat(tree))


def _chained(nest: Nest, weights: Mapping[tuple[str, str], float]) -> list[Any]:
    """Return a list in which each member follows the one it is tied to most, and so in the lists inside it."""
    members = [member if isinstance(member, str) else _chained(member, weights) for member in nest]
    home = {name: at for at, member in enumerate(members) for name in _flat([member])}
    ties: dict[tuple[int, int], float] = {}
    for (a, b), weight in weights.items():
        if a in home and b in home and home[a] != home[b]:
            for pair in ((home[a], home[b]), (home[b], home[a])):
                ties[pair] = ties.get(pair, 0.0) + weight
    left = list(range(len(members)))
    chain: list[int] = []
    while left:
        last = chain[-1] if chain else -1
        chosen = max(left, key=lambda at: (ties.get((last, at), 0.0), -at))
        left.remove(chosen)
        chain.append(chosen)
    return [members[at] for at in chain]


def _flat(tree: Sequence[Any]) -> Iterator[str]:
    for member in tree:
        if isinstance(member, str):
            yield member
        else:
            yield from _flat(member)


def _lists(tree: list[Any]) -> Iterator[list[Any]]:
    yield tree
    for member in tree:
        if not isinstance(member, str):
            yield from _lists(member)
