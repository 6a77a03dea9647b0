"""Order of a tree whose nodes know their parents: codes under codes, themes under themes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

__all__ = ["ancestors", "descendants", "in_tree_order"]


def in_tree_order(parents: Mapping[str, str | None]) -> Iterator[tuple[str, int]]:
    """Yield (node, depth), each node right after its parent; sisters keep the order of the mapping.

    Args:
        parents: Parent of each node, None at the top.

    Example:
        >>> list(in_tree_order({"Turva": None, "Kiire": None, "Luottamus": "Turva"}))
        [('Turva', 0), ('Luottamus', 1), ('Kiire', 0)]
    """
    children: dict[str | None, list[str]] = {}
    for node, parent in parents.items():
        children.setdefault(parent, []).append(node)
    waiting: list[tuple[str, int]] = [(node, 0) for node in reversed(children.get(None, []))]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        waiting += [(child, depth + 1) for child in reversed(children.get(node, []))]


def descendants(parents: Mapping[str, str | None], node: str) -> list[str]:
    """Return everything below a node, in tree order.

    Example:
        >>> descendants({"Turva": None, "Kiire": None, "Luottamus": "Turva"}, "Turva")
        ['Luottamus']
    """
    order: Sequence[tuple[str, int]] = list(in_tree_order(parents))
    start = next(i for i, (name, _) in enumerate(order) if name == node)
    top = order[start][1]
    found = []
    for name, depth in order[start + 1 :]:
        if depth <= top:
            break
        found.append(name)
    return found


def ancestors(parents: Mapping[str, str | None], node: str) -> list[str]:
    """Return what stands above a node, the nearest first.

    Example:
        >>> ancestors({"Turva": None, "Luottamus": "Turva"}, "Luottamus")
        ['Turva']
    """
    found = []
    above = parents[node]
    while above is not None:
        found.append(above)
        above = parents[above]
    return found
