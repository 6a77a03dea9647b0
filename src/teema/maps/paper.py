"""A picture on a sheet: the whole scene made larger or smaller, in its middle, the sheet upright or lying down."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

from teema.errors import UnusableValueError
from teema.maps.blocks import Point, Rect
from teema.maps.look import PAPER
from teema.maps.scene import Group, Path, Scene, Words, box_path

__all__ = ["SMALLEST_PRINTED", "Paper", "on_paper"]

Paper = Literal["A4", "A3"]
_SHEETS: dict[str, tuple[float, float]] = {"A4": (595.28, 841.89), "A3": (841.89, 1190.55)}  # in points (ISO 216)
SMALLEST_PRINTED = 5.5  # points; smaller letters cannot be read on paper


def on_paper(scene: Scene, paper: str) -> Scene:
    """Return the scene on a sheet of paper, as large as the sheet allows.

    Args:
        scene: What is on the page.
        paper: `A4` or `A3`.

    Raises:
        UnusableValueError: There is no such paper, or the letters would be too small to read.
    """
    if paper not in _SHEETS:
        raise UnusableValueError.of("paper", paper, get_args(Paper))
    page = scene.page
    short, long = _SHEETS[paper]
    wide, high = max(
        ((short, long), (long, short)), key=lambda sheet: min(sheet[0] / page.width, sheet[1] / page.height)
    )
    factor = min(wide / page.width, high / page.height)
    smallest = min((mark.size for group in scene.groups for mark in group.marks if isinstance(mark, Words)), default=12)
    if smallest * factor < SMALLEST_PRINTED - 0.05:
        larger = 'Save it with paper="A3", or draw' if paper == "A4" else "Draw"
        raise UnusableValueError(
            f"On {paper} the smallest letters would be {smallest * factor:.1f} points high, too small to read.",
            hint=f"{larger} less: without codes (show_codes=False), or one part of the themes.",
        )
    left = (wide - page.width * factor) / 2 - page.x * factor
    top = (high - page.height * factor) / 2 - page.y * factor
    sheet = Rect(0.0, 0.0, wide, high)
    ground = Group(kind="paper", name="", marks=(Path(commands=box_path(sheet, 0.0), fill=PAPER),))
    groups = (_placed(group, factor, left, top) for group in scene.groups if group.kind != "paper")
    return replace(scene, page=sheet, groups=(ground, *groups))


def _placed(group: Group, factor: float, left: float, top: float) -> Group:
    def at(point: Point) -> Point:
        return left + point[0] * factor, top + point[1] * factor

    marks: list[Path | Words] = []
    for mark in group.marks:
        if isinstance(mark, Words):
            x, y = at((mark.x, mark.y))
            marks.append(replace(mark, x=x, y=y, size=mark.size * factor, width=mark.width * factor))
        else:
            commands = tuple((letter, tuple(map(at, points))) for letter, points in mark.commands)
            dash = tuple(length * factor for length in mark.dash)
            marks.append(replace(mark, commands=commands, line=mark.line * factor, dash=dash))
    return replace(group, marks=tuple(marks))
