"""Themes moved by hand: they stay exactly where they were put, and the rest gives way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from teema.maps.blocks import Block
from teema.maps.contents import Contents
from teema.maps.layout import narrowest
from teema.maps.rows import Measure

__all__ = ["detached_blocks", "keep_positions"]


def keep_positions(
    blocks: Sequence[Block], fixed: Mapping[str, tuple[float, float]], extra: Sequence[Block], gutter: float
) -> tuple[Block, ...]:
    """Put blocks moved by hand where they were put; the others stay, or give way to the nearest free place.

    Args:
        blocks: As arranged.
        fixed: Middle of each theme moved by hand.
        extra: Blocks that were not arranged, all of them in `fixed`.
        gutter: Room to leave between blocks.
    """
    done: list[Block] = []
    for block in [*blocks, *extra]:
        if block.key in fixed:
            (x, y), (old_x, old_y) = fixed[block.key], block.parts[0].box.middle
            done.append(block.moved(x - old_x, y - old_y))
    free = [block for block in blocks if block.key not in fixed]
    free.sort(key=lambda block: _in_the_way(block, done, gutter))
    for block in free:
        done.append(_nearest_free(block, done, gutter))
    order = {block.key: at for at, block in enumerate([*blocks, *extra])}
    return tuple(sorted(done, key=lambda block: order[block.key]))


def detached_blocks(contents: Contents, measure: Measure, scale: float) -> list[Block]:
    """Return the sub-themes that stand by themselves, at (0, 0)."""
    nodes = [node for node in contents.standing() if node.key in contents.detached]
    return [measure(node.key, narrowest(contents) * 1.3).scaled(scale) for node in nodes]


def _in_the_way(block: Block, done: Sequence[Block], gutter: float) -> bool:
    return any(block.box.grown(gutter).meets(other.box) for other in done)


def _nearest_free(block: Block, done: Sequence[Block], gutter: float) -> Block:
    if not _in_the_way(block, done, gutter):
        return block
    box = block.box
    xs = {box.x} | {x for other in done for x in (other.box.right + gutter, other.box.x - gutter - box.width)}
    ys = {box.y} | {y for other in done for y in (other.box.bottom + gutter, other.box.y - gutter - box.height)}
    places = sorted((abs(x - box.x) + 1.3 * abs(y - box.y), x, y) for x in xs for y in ys)
    for _, x, y in places:
        moved = block.at(x, y)
        if not _in_the_way(moved, done, gutter - 1e-6):
            return moved
    raise AssertionError("below all others there is always room")  # pragma: no cover
