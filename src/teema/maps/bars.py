"""A horizontal bar chart of words (or of anything counted): one panel, or one for each group side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from teema.maps.blocks import Rect
from teema.maps.look import INK, LEGEND_SIZE, NODE_LOOKS, PAPER, QUIET, TITLE_SIZE
from teema.maps.picture import Picture
from teema.maps.scene import Group, Path, Scene, Words, box_path, line_path, set_lines
from teema.maps.text import LEADING, clean, text_width, wrap

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["BarChart", "Panel", "bar_chart"]

_MARGIN = 16.0
_SIZE = 8.5  # of the words
_VALUE = 7.4
_HEAD = 8.5
_BAR = 9.0
_ROW = 14.0
_GAP = 18.0  # between panels
_PLOT = 430.0  # all panels together
_NARROWEST, _WIDEST = 84.0, 300.0
_LABEL = 170.0  # the widest label before it is broken
_FILL = NODE_LOOKS["theme"].stroke  # dark: seen in grey and in colour alike


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One panel: a number for each row, and what is printed beside its bar.

    Attributes:
        name: Words above it; may be empty.
        values: Lengths of the bars, 0 or more.
        texts: What stands at the ends of the bars.
    """

    name: str
    values: tuple[float, ...]
    texts: tuple[str, ...]


class BarChart(Picture):
    """A bar chart; shows itself in a notebook, and is saved with `.save("sanat.svg" | ".png" | ".pdf")`.

    Attributes:
        data: The numbers that are drawn.
        scene: Shapes and words, as the renderers draw them.
    """

    def __init__(self, scene: Scene, data: pd.DataFrame) -> None:
        super().__init__(scene)
        self.data = data


@dataclass(frozen=True, slots=True, kw_only=True)
class _Frame:
    """Where things are: left side of the bars, widths, and top of each row."""

    left: float
    bar: float
    step: float
    tops: tuple[float, ...]
    heights: tuple[float, ...]


def bar_chart(
    labels: Sequence[str],
    panels: Sequence[Panel],
    data: pd.DataFrame,
    *,
    title: str,
    base: str = "",
    notes: Sequence[str] = (),
    language: str = "fi",
) -> BarChart:
    """Draw bars from the top down; all panels have the same scale.

    Args:
        labels: A word for each row.
        panels: One or more.
        data: The numbers, kept beside the picture.
        title: Words above.
        base: What 100 % is, under the title.
        notes: Sentences below.
        language: Of the words, for breaking them.

    Example:
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"lemma": ["äiti", "vauva"], "cases": [21, 17]})
        >>> panel = Panel(name="", values=(21, 17), texts=("21", "17"))
        >>> bar_chart(frame["lemma"], [panel], frame, title="Sanat")
        Sanat
          äiti: 21
          vauva: 17
    """
    words = [wrap(clean(label), _LABEL, _SIZE, "regular", language) for label in labels]
    texts = max((text_width(text, _VALUE) for panel in panels for text in panel.texts), default=0.0)
    label = max((text_width(line, _SIZE) for lines in words for line in lines), default=0.0)
    panel = min(max((_PLOT - _GAP * (len(panels) - 1)) / max(len(panels), 1), texts + _NARROWEST * 0.5), _WIDEST)
    panel = max(panel, _NARROWEST)
    left = _MARGIN + label + 6.0
    width = left + len(panels) * (panel + _GAP) - _GAP + _MARGIN
    marks: list[Group] = []
    y = _heading(marks, title, base, width, language)
    y = _panel_names(marks, panels, left, panel, y, language)
    heights = tuple(max(_ROW, len(lines) * _SIZE * LEADING + 4.0) for lines in words)
    tops = tuple(y + sum(heights[:i]) for i in range(len(heights)))
    frame = _Frame(left=left, bar=panel - texts - 5.0, step=panel + _GAP, tops=tops, heights=heights)
    marks += _rows(words, panels, frame)
    y += sum(heights) + 8.0
    for note in notes:
        lines = wrap(clean(note), width - 2 * _MARGIN, LEGEND_SIZE, "regular", language)
        marks.append(
            Group(kind="note", name="", marks=set_lines(lines, _MARGIN, y, LEGEND_SIZE, "regular", QUIET, middle=False))
        )
        y += len(lines) * LEGEND_SIZE * LEADING + 2.0
    page = Rect(0.0, 0.0, width, y + _MARGIN * 0.6)
    paper = Group(kind="paper", name="", marks=(Path(commands=box_path(page, 0.0), fill=PAPER),))
    said = _outline(labels, panels, title, base, notes)
    return BarChart(
        Scene(page=page, title=clean(title), outline=said, language=language, groups=(paper, *marks)), data.copy()
    )


def _heading(marks: list[Group], title: str, base: str, width: float, language: str) -> float:
    """Set the title and the base, and return where the next thing goes."""
    y = _MARGIN - 4.0
    for text, size, face, colour in ((title, TITLE_SIZE, "bold", INK), (base, LEGEND_SIZE, "regular", QUIET)):
        if text:
            face_: Any = face
            lines = wrap(clean(text), width - 2 * _MARGIN, size, face_, language)
            marks.append(
                Group(kind="title", name="", marks=set_lines(lines, _MARGIN, y, size, face_, colour, middle=False))
            )
            y += len(lines) * size * LEADING + 2.0
    return y + 8.0


def _panel_names(
    marks: list[Group], panels: Sequence[Panel], left: float, width: float, y: float, language: str
) -> float:
    named = [wrap(clean(panel.name), width, _HEAD, "bold", language) if panel.name else () for panel in panels]
    most = max(map(len, named), default=0)
    for i, lines in enumerate(named):
        down = (most - len(lines)) * _HEAD * LEADING  # names stand on the bars
        set_ = set_lines(lines, left + i * (width + _GAP), y + down, _HEAD, "bold", INK, middle=False)
        marks.append(Group(kind="panel", name=panels[i].name, marks=set_))
    return y + most * _HEAD * LEADING + (5.0 if most else 0.0)


def _rows(words: Sequence[tuple[str, ...]], panels: Sequence[Panel], frame: _Frame) -> list[Group]:
    most = max((value for panel in panels for value in panel.values), default=0.0) or 1.0
    groups = []
    for i, lines in enumerate(words):
        middle = frame.tops[i] + frame.heights[i] / 2
        marks: list[Path | Words] = []
        for line in set_lines(
            lines, 0.0, middle - len(lines) * _SIZE * LEADING / 2, _SIZE, "regular", INK, middle=False
        ):
            right = frame.left - 6.0 - line.width
            marks.append(
                Words(text=line.text, x=right, y=line.y, size=_SIZE, width=line.width, colour=INK, anchor="start")
            )
        for number, panel in enumerate(panels):
            x = frame.left + number * frame.step
            value = panel.values[i]
            length = value / most * frame.bar
            if length > 0:
                bar = Rect(x, middle - _BAR / 2, length, _BAR)
                marks.append(Path(commands=box_path(bar, 0.0), fill=_FILL))
            marks += set_lines(
                (panel.texts[i],), x + length + 3.5, middle - _VALUE * LEADING / 2, _VALUE, "regular", INK, middle=False
            )
        groups.append(Group(kind="row", name=" ".join(lines), marks=tuple(marks)))
    top, bottom = (frame.tops[0], frame.tops[-1] + frame.heights[-1]) if words else (0.0, 0.0)
    for number in range(len(panels) if words else 0):
        x = frame.left + number * frame.step
        axis = Path(commands=line_path(((x, top), (x, bottom)), 0.0), stroke=INK, line=0.6)
        groups.append(Group(kind="axis", name="", marks=(axis,)))
    return groups


def _outline(labels: Sequence[str], panels: Sequence[Panel], title: str, base: str, notes: Sequence[str]) -> str:
    """Return the chart in words."""
    lines = [clean(title), *([clean(base)] if base else [])]
    for i, label in enumerate(labels):
        said = [f"{clean(panel.name)} {panel.texts[i]}".strip() for panel in panels]
        lines.append(f"  {clean(label)}: " + "; ".join(said))
    return "\n".join([*lines, *map(clean, notes)])
