"""The arithmetic under every table: codings as whole numbers, ancestors, merged mentions, distinct cases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.errors import NotFoundError, UnusableValueError
from teema.trees import in_tree_order

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

__all__ = ["Counted", "Tree", "cases_of_nodes", "count_mentions", "counted", "tree_of"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tree:
    """Nodes of a code or theme tree, as they stand in a table.

    Attributes:
        nodes: Names, each somewhere after its parent, directly above what is below it.
        depths: How deep each stands.
        parents: Position of the node above each; −1 at the top.
    """

    nodes: list[str]
    depths: list[int]
    parents: list[int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """Codings as positions, one entry for each.

    Attributes:
        node: Position of the node that was coded.
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
        tree: `code`, `parent` (missing or empty at the top).
        codings: `code`.

    Raises:
        NotFoundError: A parent is not in the tree.
        UnusableValueError: A name stands in the tree twice, or a node is its own ancestor.
    """
    import pandas as pd

    if tree is None:
        names = [str(name) for name in pd.unique(codings["code"])]
        return Tree(nodes=names, depths=[0] * len(names), parents=[-1] * len(names))
    parents = {
        str(code): None if pd.isna(parent) or parent == "" else str(parent)
        for code, parent in zip(tree["code"], tree["parent"], strict=True)
    }
    if len(parents) < len(tree):
        twice = tree["code"][tree["code"].duplicated()].iloc[0]
        raise UnusableValueError(f"{twice!r} stands in the tree twice.", where="tree", hint="Give each node one row.")
    for code, parent in parents.items():
        if parent is not None and parent not in parents:
            raise NotFoundError.of("parent", parent, parents, where=f"tree, code {code!r}")
    order = list(in_tree_order(parents))  # which never comes to a node that is its own ancestor
    nodes, depths = [code for code, _ in order], [depth for _, depth in order]
    if len(nodes) < len(parents):
        lost = next(code for code in parents if code not in set(nodes))
        raise UnusableValueError(f"{lost!r} is its own ancestor.", where="tree", hint="Give it another parent.")
    position = {code: i for i, code in enumerate(nodes)}
    above = [parents[code] for code in nodes]
    return Tree(nodes=nodes, depths=depths, parents=[-1 if code is None else position[code] for code in above])


def counted(codings: pd.DataFrame, tree: Tree, cases: pd.Index[Any]) -> Counted:
    """Return the codings as positions.

    Args:
        codings: `answer`, `case`, `code`, `start`, `end`.
        tree: Codings of codes that are not in it are left out.
        cases: The cases that are counted; codings of other cases are left out.
    """
    import numpy as np
    import pandas as pd

    node = _positions(codings["code"], pd.Index(tree.nodes, dtype=object))
    case = _positions(codings["case"], cases)
    place = pd.factorize(codings["answer"])[0]
    columns = [node, case, place, codings["start"].to_numpy(np.int64), codings["end"].to_numpy(np.int64)]
    kept = (node >= 0) & (case >= 0)
    if not kept.all():
        columns = [column[kept] for column in columns]
    node, case, place, start, end = (column.astype(np.int64, copy=False) for column in columns)
    return Counted(node=node, case=case, place=place, start=start, end=end)


def _positions(values: pd.Series[Any], index: pd.Index[Any]) -> Any:
    """Return where each value stands in the index; −1 where it does not. Each distinct value is looked up once."""
    import pandas as pd

    codes, distinct = pd.factorize(values)
    known = index.get_indexer(pd.Index(distinct, dtype=index.dtype))
    return known[codes] if len(known) else codes


def cases_of_nodes(rows: Counted, tree: Tree, cases: int) -> Any:
    """Return a sparse matrix, nodes × cases, of ones: the cases of each node and of everything below it.

    Multiplying by the matrix of ancestors makes the set union; a case is never counted twice in a row.
    """
    import numpy as np
    from scipy.sparse import csr_array

    count = len(tree.nodes)
    own = csr_array((np.ones(len(rows.node), dtype=np.int32), (rows.node, rows.case)), shape=(count, cases))
    above, below = _ancestors(tree)
    reaches = csr_array((np.ones(len(above), dtype=np.int32), (above, below)), shape=(count, count))
    union = reaches @ own
    union.data = np.ones(len(union.data), dtype=np.int64)
    return union


def count_mentions(rows: Counted, tree: Tree, *, merge_overlaps: bool = True) -> Ints:
    """Return the mentions of each node, those of the nodes below it included.

    Extracts that overlap in one answer are one mention; extracts that only touch are two. Not merged, every different
    extract is one. The same span by two coders, or with two codes below one node, is one mention either way.
    """
    import numpy as np

    count = len(tree.nodes)
    if not len(rows.node):
        return np.zeros(count, dtype=np.int64)
    # All answers are laid end to end on one line, so that one position orders the extracts of all of them.
    room = np.zeros(int(rows.place.max()) + 1, dtype=np.int64)
    np.maximum.at(room, rows.place, rows.end)
    begins = np.cumsum(room) - room
    start, end = rows.start + begins[rows.place], rows.end + begins[rows.place]
    order = np.argsort(start, kind="stable") if merge_overlaps else np.lexsort((end, start))
    copy, node = _with_ancestors(rows.node[order], tree)
    # Numbers of nodes fit 16 bits, for which a stable sort takes no comparisons; positions stay in order.
    by_node = np.argsort(node.astype(np.uint16) if count < 2**16 else node, kind="stable")
    node, copy = node[by_node], order[copy[by_node]]
    line = node * (int(room.sum()) + 1)  # each node has a line of its own
    start, end = start[copy] + line, end[copy] + line
    fresh = np.ones(len(start), dtype=bool)
    if merge_overlaps:
        fresh[1:] = start[1:] >= np.maximum.accumulate(end)[:-1]
    else:
        fresh[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return np.bincount(node[fresh], minlength=count)


def _ancestors(tree: Tree) -> tuple[Ints, Ints]:
    """Return pairs (ancestor, node), each node an ancestor of itself, ordered by node."""
    import numpy as np

    chains: list[list[int]] = []
    for i, parent in enumerate(tree.parents):
        chains.append([i, *(chains[parent] if parent >= 0 else [])])
    above = np.array([node for chain in chains for node in chain], dtype=np.int64)
    return above, np.repeat(np.arange(len(chains)), [len(chain) for chain in chains])


def _with_ancestors(node: Ints, tree: Tree) -> tuple[Ints, Ints]:
    """Repeat each entry for its node and for every node above it; return positions of entries, and nodes."""
    import numpy as np

    above, below = _ancestors(tree)
    sizes = np.bincount(below, minlength=len(tree.nodes))
    if sizes.max(initial=0) <= 1:
        return np.arange(len(node)), node
    first = np.cumsum(sizes) - sizes
    times = sizes[node]
    entry = np.repeat(np.arange(len(node)), times)
    step = np.arange(len(entry)) - np.repeat(np.cumsum(times) - times, times)
    return entry, above[first[node[entry]] + step]
