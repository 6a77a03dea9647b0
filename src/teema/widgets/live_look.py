"""Looking at a live map: counts under a filter, what a search finds, what occurs together, what was said.

Cases are counted as sets. The page by itself does the same in `live_host.js`; a test holds the two to each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain, combinations
from typing import Any

from teema.widgets.live_content import LiveContent, LiveNode

__all__ = ["LINES", "PAGE", "LiveLook"]

Shown = dict[str, Any]
Group = Mapping[str, str]
# Extracts that are told in one go.
PAGE = 100
# Pairs of which lines are drawn: the strongest. More would hide one another.
LINES = 200


class LiveLook:
    """Answers to what a reader asks of a live map.

    Args:
        content: What there is to be told.
    """

    def __init__(self, content: LiveContent) -> None:
        self.content = content
        self._nodes = {node.id: node for node in content.nodes}
        self._paired: tuple[str, int, list[tuple[str, str, int]]] | None = None

    def look(self, *, group: Group | None = None, words: str = "", rank: str = "", node: str | None = None) -> Shown:
        """Return the numbers under a filter, and what is told of the node that is looked at.

        Args:
            group: The group of each background variable that is filtered by.
            words: Words that are searched for.
            rank: Rank of the nodes whose pairs are counted; another than there is gives no pairs.
            node: GUID of the theme or code that is looked at.

        Returns:
            `counts` by node; `fits` cases of `total`; `hits`, extracts that fit and have the words; `found` nodes and
            in how many of their extracts the words are, None without words;
            `pairs` with the strongest as `shown` (two nodes and a number) and the number of pairs of each size in
            `sizes`; `node`, None when there is no such node.
        """
        fit = self._fit(group or {})
        hits = self._hits(fit, words)
        if self._paired is None or self._paired[:2] != (rank, fit):  # most clicks leave the filter as it is
            self._paired = (rank, fit, self._pairs(rank, fit))
        pairs = self._paired[2]
        return {
            "counts": self._counts(fit),
            "fits": fit.bit_count(),
            "total": len(self.content.names),
            "hits": len(hits),
            "found": self._found(words, hits) if words.strip() else None,
            "pairs": {
                "shown": [list(pair) for pair in pairs[:LINES]],
                "sizes": sorted(Counter(n for _, _, n in pairs).items()),
            },
            "node": None
            if node is None or node not in self._nodes
            else self._told(self._nodes[node], fit, words, hits),
        }

    def more(self, *, node: str, group: Group | None = None, words: str = "", start: int = 0) -> Shown:
        """Return further extracts of a node: `extracts` (who, question, words) and how many there are in `total`."""
        fit = self._fit(group or {})
        return self._extracts(self._nodes[node], fit, words, self._hits(fit, words), start)

    # -- whose answers fit

    @cached_property
    def _masks(self) -> dict[str, int]:
        """The cases of each node, as the bits of a number: what two have in common is counted at once."""
        said = self.content.said
        return {node.id: _bits(said[place].case for place in node.held) for node in self.content.nodes}

    @cached_property
    def _of_group(self) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], list[int]] = {}
        for variable, values in self.content.background.items():
            for case, own in enumerate(values):
                for value in own:
                    found.setdefault((variable, value), []).append(case)
        return {key: _bits(cases) for key, cases in found.items()}

    def _fit(self, group: Group) -> int:
        fit = (1 << len(self.content.names)) - 1
        for key in group.items():
            fit &= self._of_group.get(key, 0)
        return fit

    @cached_property
    def _folded(self) -> list[str]:
        return [item.text.casefold() for item in self.content.said]

    def _hits(self, fit: int, words: str) -> set[int]:
        cases = _places(fit, len(self.content.names))
        wanted = words.strip().casefold()
        return {
            place
            for place, item in enumerate(self.content.said)
            if cases[item.case] and (not wanted or wanted in self._folded[place])
        }

    # -- what is told

    def _counts(self, fit: int) -> dict[str, int | str]:
        if not self.content.extracts:
            return dict(self.content.told)
        return {node: (mask & fit).bit_count() for node, mask in self._masks.items()}

    def _found(self, words: str, hits: set[int]) -> list[list[Any]]:
        wanted = words.strip().casefold()
        found = []
        for node in self.content.nodes:
            having = sum(place in hits for place in node.own) if self.content.extracts else 0
            if having or wanted in node.name.casefold() or wanted in node.definition.casefold():
                found.append([node.id, having])
        return found

    def _told(self, node: LiveNode, fit: int, words: str, hits: set[int]) -> Shown:
        pairs = self._pairs(node.rank, fit, node.id)
        return {
            "id": node.id,
            "definition": node.definition,
            "together": [[b if a == node.id else a, n] for a, b, n in pairs],
            "rests": [
                [at, self._quoted(place for place in relation.evidence if fit >> self.content.said[place].case & 1)]
                for at, relation in enumerate(self.content.relations)
                if node.id in relation[:2] and self.content.extracts
            ],
            **self._extracts(node, fit, words, hits, 0),
        }

    def _extracts(self, node: LiveNode, fit: int, words: str, hits: set[int], start: int) -> Shown:
        """Return the extracts of a node that have the words; of one that was found by its name, all."""
        content = self.content
        own = [place for place in node.own if place in hits] if content.extracts else []
        narrowed = bool(words.strip() and own)
        if content.extracts and words.strip() and not own:
            own = [place for place in node.own if fit >> content.said[place].case & 1]
        return {
            "narrowed": narrowed,
            "total": len(own),
            "extracts": self._quoted(own[start : start + PAGE]),
        }

    def _quoted(self, places: Iterable[int]) -> list[list[str]]:
        """Return extracts as they are told: who, question, words."""
        content = self.content
        return [
            [content.names[item.case], content.questions.get(item.question, item.question), item.text]
            for item in (content.said[place] for place in places)
        ]

    # -- what occurs together

    def _pairs(self, rank: str, fit: int, node: str | None = None) -> list[tuple[str, str, int]]:
        """Return the pairs of nodes of a rank and the cases that have both; the commonest first.

        A theme and what it lies in are no pair: every case of the one is a case of the other.
        """
        nodes = [(item, self._masks[item.id] & fit) for item in self.content.nodes if item.rank == rank]
        at = next((place for place, (item, _) in enumerate(nodes) if item.id == node), None)
        # In the order of the map, with the one that is looked at alone where there is one.
        couples = (
            combinations(nodes, 2)
            if at is None
            else chain(((other, nodes[at]) for other in nodes[:at]), ((nodes[at], other) for other in nodes[at + 1 :]))
        )
        found = [
            (a.id, b.id, n)
            for (a, in_a), (b, in_b) in couples
            if (n := (in_a & in_b).bit_count())
            and a.id not in b.above
            and b.id not in a.above
            and self._may_be_told(n, in_a.bit_count() - n, in_b.bit_count() - n)
        ]
        return sorted(found, key=lambda pair: -pair[2])  # pairs of one size stay in the order of the map

    def _may_be_told(self, both: int, *others: int) -> bool:
        """Say whether neither the number nor what is left of the two without it is smaller than may be told."""
        least = None if self.content.extracts else self.content.min_cell
        return least is None or (both >= least and all(n == 0 or n >= least for n in others))


def _bits(places: Iterable[int]) -> int:
    found = bytearray()
    for place in places:
        byte = place >> 3
        if byte >= len(found):
            found.extend(bytes(byte + 1 - len(found)))
        found[byte] |= 1 << (place & 7)
    return int.from_bytes(found, "little")


def _places(bits: int, size: int) -> list[bool]:
    return [sign == "1" for sign in reversed(f"{bits:0{size}b}")] if size else []
