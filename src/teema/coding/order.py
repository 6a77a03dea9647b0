"""The place of a code among its sisters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from teema.records import Code

__all__ = ["placed"]


def placed(codes: Sequence[Code], code: Code, *, parent: str | None, before: str | None = None) -> list[Code]:
    """Return the codes that change when a code is put under a parent, before a sister or last.

    The sisters share out the positions they have, so that no other branch of the tree is touched.

    Args:
        codes: All codes in their order.
        code: The one that moves.
        parent: GUID of the code above it, None at the top.
        before: GUID of the sister that will follow it; None puts it last.

    Example:
        >>> turva, kiire, arki = (Code(name=name, position=place) for place, name in enumerate(("T", "K", "A")))
        >>> [(item.name, item.position) for item in placed([turva, kiire, arki], arki, parent=None, before=kiire.id)]
        [('A', 1), ('K', 2)]
    """
    sisters = [item for item in codes if item.parent == parent and item.id != code.id]
    place = next((place for place, item in enumerate(sisters) if item.id == before), len(sisters))
    order = [*sisters[:place], replace(code, parent=parent), *sisters[place:]]
    positions = sorted(item.position for item in order)
    if len(set(positions)) < len(positions):  # codes of merged studies may have the same
        free = 1 + max(item.position for item in codes)
        positions = list(range(free, free + len(order)))
    moved = [replace(item, position=position) for item, position in zip(order, positions, strict=True)]
    former = {item.id: item for item in codes}
    return [item for item in moved if item != former[item.id]]
