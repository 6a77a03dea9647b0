"""The scene in matplotlib, for print: PDF with embedded fonts, PNG, or any axes of the user's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teema.maps.scene import Path, Scene, Words
from teema.maps.text import font_path, has_glyph

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw", "figure_of", "image_bytes"]

_POINTS = 72.0
_MISSING = "□"


def figure_of(scene: Scene) -> Figure:
    """Return a figure of the page's own size with the scene drawn in it, outside pyplot."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(scene.page.width / _POINTS, scene.page.height / _POINTS))
    draw(scene, figure.add_axes((0, 0, 1, 1)))
    return figure


def draw(scene: Scene, ax: Axes) -> None:
    """Draw the scene into axes; it fills them as far as its aspect allows, and its text shrinks or grows with it.

    Args:
        scene: What is on the page.
        ax: Axes of any figure.
    """
    page = scene.page
    ax.set_xlim(page.x, page.right)
    ax.set_ylim(page.bottom, page.y)
    ax.set_aspect("equal")
    ax.axis("off")
    factor = _factor(scene, ax)
    for group in scene.groups:
        for mark in group.marks:
            if isinstance(mark, Path):
                _path(ax, mark, factor)
            else:
                _words(ax, mark, factor)


def image_bytes(scene: Scene, kind: str, *, dpi: float = 200.0) -> bytes:
    """Return the scene as a file's contents, the same bytes for the same scene.

    Args:
        scene: What is on the page.
        kind: png or pdf.
        dpi: Dots per inch of a PNG.
    """
    import io

    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    figure = figure_of(scene)
    FigureCanvasAgg(figure)
    target = io.BytesIO()
    facts: dict[str, Any] = {"Title": scene.title}
    facts |= {"Description": scene.outline} if kind == "png" else {"CreationDate": None, "Subject": scene.outline}
    # Hinting would round the advance of every letter to whole pixels and make lines wider than they were measured.
    settings: Any = {"pdf.fonttype": 42, "savefig.bbox": None, "savefig.facecolor": "white", "text.hinting": "none"}
    with mpl.rc_context(settings):
        figure.savefig(target, format=kind, dpi=dpi, metadata=facts)
    return target.getvalue()


def _factor(scene: Scene, ax: Axes) -> float:
    """Return how many points of the axes a point of the scene takes."""
    figure = ax.get_figure(root=True)
    if figure is None:
        return 1.0
    box = ax.get_window_extent()
    wide, high = box.width * _POINTS / figure.dpi, box.height * _POINTS / figure.dpi
    return float(min(wide / scene.page.width, high / scene.page.height))


def _path(ax: Axes, path: Path, factor: float) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path as Curve

    codes = {"M": Curve.MOVETO, "L": Curve.LINETO, "Q": Curve.CURVE3, "C": Curve.CURVE4, "Z": Curve.CLOSEPOLY}
    points: list[tuple[float, float]] = []
    kinds: list[Any] = []
    for letter, places in path.commands:
        points += places or ((0.0, 0.0),)
        kinds += [codes[letter]] * max(1, len(places))
    line = path.line * factor
    patch = PathPatch(
        Curve(points, kinds),
        facecolor=path.fill or "none",
        edgecolor=path.stroke or "none",
        linewidth=line if path.stroke else 0.0,
        capstyle="round" if path.round_caps else "butt",
        joinstyle="round",
        clip_on=False,
    )
    if path.dash and line:
        # matplotlib counts dashes in line widths.
        patch.set_linestyle((0, tuple(max(length * factor, 0.001) / line for length in path.dash)))
    ax.add_patch(patch)


def _words(ax: Axes, words: Words, factor: float) -> None:
    from matplotlib.font_manager import FontProperties

    face = words.face if all(has_glyph(character, words.face) for character in words.text) else "regular"
    text = "".join(character if has_glyph(character) else _MISSING for character in words.text)
    ax.text(
        words.x,
        words.y,
        text,
        fontproperties=FontProperties(fname=str(font_path(face)), size=words.size * factor),
        color=words.colour,
        ha="center" if words.anchor == "middle" else "left",
        va="baseline",
        parse_math=False,
        clip_on=False,
    )
