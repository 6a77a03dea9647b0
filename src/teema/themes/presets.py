"""Frames that an analysis may begin with: logic model, PESTEL, SWOT, journey, or headings of one's own.

A frame is only a beginning: its boxes are overarching themes like any other, to be renamed, moved, added and removed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from teema.errors import UnusableValueError
from teema.tables import Column, Table
from teema.terms import LANGUAGES, Language, term
from teema.themes.analysis_row import clean_name

if TYPE_CHECKING:
    from teema.store import Store
    from teema.themes.theme_tree import ThemeTree

__all__ = ["FRAMES", "OWN", "Box", "begin", "boxes", "frame_of", "frame_table"]

OWN = "own"
# The logic model has the columns of the national model of social rehabilitation (THL 2024); SWOT and PESTEL those of
# strategy work; the journey the phases of a service as its users meet them.
FRAMES: dict[str, tuple[str, ...]] = {
    "logic-model": ("preconditions", "adaptations", "core", "mechanisms", "short", "long"),
    "pestel": ("political", "economic", "social", "technological", "environmental", "legal"),
    "swot": ("strengths", "weaknesses", "opportunities", "threats"),
    "journey": ("need", "entry", "start", "during", "end", "after"),
}


class Box(NamedTuple):
    """A box of a frame: its heading, and what belongs to it."""

    name: str
    definition: str = ""


def frame_of(frame: str | Sequence[str]) -> str:
    """Return the preset, which may also be named in words of any of the three languages; headings are `own`.

    Raises:
        UnusableValueError: There is no such preset.

    Example:
        >>> frame_of("Logiikkamalli"), frame_of(["Arki", "Työ"])
        ('logic-model', 'own')
    """
    if not isinstance(frame, str):
        return OWN
    wanted = " ".join(frame.split()).casefold()
    for known in FRAMES:
        names = {term(f"frames.name_{known}", language).casefold() for language in LANGUAGES}
        if wanted == known or wanted in names:
            return known
    raise UnusableValueError(
        f"frame={frame!r} is not one of the presets.",
        hint=f'Use one of: {", ".join(FRAMES)}; or give headings of your own: frame=["…", "…"].',
    )


def boxes(frame: str | Sequence[str], language: str) -> list[Box]:
    """Return the boxes of a frame in a language.

    Raises:
        UnusableValueError: There is no such preset, or a heading is empty or stands twice.

    Example:
        >>> [box.name for box in boxes("swot", "fi")]
        ['Vahvuudet', 'Heikkoudet', 'Mahdollisuudet', 'Uhat']
    """
    known = frame_of(frame)
    if known != OWN:
        keys = [f"frames.{known}_{box}" for box in FRAMES[known]]
        return [Box(term(key, language), term(f"{key}_about", language)) for key in keys]
    names = [clean_name(name) for name in frame]
    if not names or len({name.casefold() for name in names}) < len(names):
        raise UnusableValueError(
            "A heading stands in the frame twice." if names else "The frame has no headings.",
            hint="Give each box a name of its own.",
        )
    return [Box(name) for name in names]


def begin(store: Store, tree: ThemeTree, frame: str | Sequence[str]) -> None:
    """Make the boxes of a frame as overarching themes, as one step, in an analysis that has no frame yet.

    Opened again with the same frame, an analysis stays as it has become.

    Raises:
        UnusableValueError: There is no such preset, or the analysis has another frame.
    """
    wanted, made = frame_of(frame), boxes(frame, tree.language)
    if tree.frame == wanted:
        return
    if tree.frame:
        raise UnusableValueError(
            f"The analysis has the frame {tree.frame!r}, which can be edited but not exchanged.",
            where=tree.name,
            hint="Rename, move and drop its boxes, or make another analysis with the other frame.",
        )
    with store.step("analysis.frame", f"{tree.name}: {term(f'frames.name_{wanted}', tree.language)}") as step:
        row = store.rows("SELECT * FROM analyses WHERE id = ?", (tree.id,))[0]
        step.put("analyses", {**row, "frame": wanted})
        for box in made:
            if box.name not in tree:
                tree.add(box.name, kind="overarching", definition=box.definition)


def frame_table(language: Language) -> Table:
    """Return the presets with their boxes: `frame`, `name`, `boxes`.

    Example:
        >>> frame_table("sv").to_frame()["name"].tolist()
        ['logikmodell', 'PESTEL', 'SWOT', 'servicestig']
    """
    import pandas as pd

    rows = [
        (frame, term(f"frames.name_{frame}", language), ", ".join(box.name for box in boxes(frame, language)))
        for frame in FRAMES
    ]
    return Table(
        frame=pd.DataFrame(rows, columns=["frame", "name", "boxes"]),
        title=term("frames.title_frames", language),
        notes=(term("frames.note_frames", language),),
        columns=(
            Column("frame", term("frames.column_frame", language)),
            Column("name", term("frames.column_name", language)),
            Column("boxes", term("frames.column_boxes", language), "wide-text"),
        ),
        language=language,
    )
