"""The arithmetic under every table: codings as whole numbers, ancestors, merged mentions, distinct cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Counted", "Tree", "count_mentions", "counted", "distinct_pairs", "tree_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tree:
    """Nodes of a code or theme tree, as they stand in a table.

    Attributes:
        nodes: Names, each right after its parent.
        depths: How deep each stands.
        parents: Position of the node above each; −1 at the top.
    """

    nodes: list[str]
    depths: list[int]
    parents: list[int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """Codings as positions: one entry for each coding and each node it counts for.

    Attributes:
        node: Position of the node.
        case: Position of the case.
        place: Position of the answer.
        start: Where the extract begins.
        end: Where it ends.
    """

    node: Ints
    case: Ints
    place: Ints
    start: Ints
    end: Ints


def tree_of(tree: pd.DataFrame | None, codings: pd.DataFrame) -> Tree:
    """Return the tree in table order; without one, the codes of the codings, flat, in their order of appearance.

    Args:
        tree: `code`, `parent` (missing at the top).
        codings: `code`.

    Raises:
        NotFoundError: A parent is not in the tree.
    """
    import pandas as pd

    if tree is None:
        names = [str(name) for name in pd.unique(codings["code"])]
        return Tree(nodes=names, depths=[0] * len(names), parents=[-1] * len(names))
    parents = {
        str(code): None if pd.isna(parent) or parent == "" else str(parent)
        for code, parent in zip(tree["code"], tree["parent"], strict=True)
    }
    children: dict[str | None, list[str]] = {}
    for code, parent in parents.items():
        if parent is not None and parent not in parents:
            raise NotFoundError.of("parent", parent, parents, where=f"tree, code {code!r}")
        children.setdefault(parent, []).append(code)
    nodes, depths = [], []
    waiting = [(code, 0) for code in reversed(children.get(None, []))]
    while waiting:
        code, depth = waiting.pop()
        nodes.append(code)
        depths.append(depth)
        waiting += [(child, depth + 1) for child in reversed(children.get(code, []))]
    position = {code: i for i, code in enumerate(nodes)}
    above = [parents[code] for code in nodes]
    return Tree(nodes=nodes, depths=depths, parents=[-1 if code is None else position[code] for code in above])


def counted(codings: pd.DataFrame, tree: Tree, cases: pd.Index[Any]) -> Counted:
    """Return the codings as positions, each counted for its node and for every node above it.

    Args:
        codings: `answer`, `case`, `code`, `start`, `end`.
        tree: Codings of codes that are not in it are left out.
        cases: The cases of the study; codings of other cases are left out.
    """
    import numpy as np
    import pandas as pd

    node = pd.Index(tree.nodes).get_indexer(pd.Index(codings["code"]))
    case = cases.get_indexer(pd.Index(codings["case"]))
    kept = (node >= 0) & (case >= 0)
    place = pd.factorize(codings["answer"])[0]
    node, case, place = node[kept], case[kept], place[kept]
    start, end = codings["start"].to_numpy(np.int64)[kept], codings["end"].to_numpy(np.int64)[kept]
    rows, low = np.arange(len(node)), node
    parts = [(rows, low)]
    parents = np.array([*tree.parents, -1])
    for _ in range(max(tree.depths, default=0)):  # one level up at a time
        up = parents[low] >= 0
        rows, low = rows[up], parents[low][up]
        parts.append((rows, low))
    rows = np.concatenate([part for part, _ in parts])
    node = np.concatenate([part for _, part in parts])
    case, place, start, end = case[rows], place[rows], start[rows], end[rows]
    return Counted(
        node=node.astype(np.int64), case=case.astype(np.int64), place=place.astype(np.int64), start=start, end=end
    )


def count_mentions(rows: Counted, nodes: int) -> Ints:
    """Return the mentions of each node: extracts that overlap in one answer are one mention.

    Extracts that only touch stay two. The same span by two coders is one mention.
    """
    import numpy as np

    if not len(rows.node):
        return np.zeros(nodes, dtype=np.int64)
    span = int(rows.end.max()) + 1
    group = rows.node * (int(rows.place.max()) + 1) + rows.place
    # Groups are laid end to end on one line, so that one running maximum serves them all.
    order = np.lexsort((rows.end, rows.start, group))
    _, offset = np.unique(group[order], return_inverse=True)
    start, end = rows.start[order] + offset * span, rows.end[order] + offset * span
    reached = np.maximum.accumulate(end)
    fresh = np.ones(len(start), dtype=bool)
    fresh[1:] = start[1:] >= reached[:-1]
    return np.bincount(rows.node[order][fresh], minlength=nodes)


def distinct_pairs(node: Ints, case: Ints, cases: int) -> tuple[Ints, Ints]:
    """Return each (node, case) that occurs, once."""
    import numpy as np

    flags = np.unique(node * max(cases, 1) + case)
    return flags // max(cases, 1), flags % max(cases, 1)
