"""A picture: a scene that shows itself in a notebook and is saved as SVG, PNG or PDF."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from teema.errors import UnusableValueError
from teema.maps.paper import Paper, on_paper
from teema.maps.svg import svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from teema.maps.scene import Scene

__all__ = ["Picture"]

_SUFFIXES = (".svg", ".png", ".pdf")


class Picture:
    """A picture; shows itself in a notebook, and is saved with `.save("kuva.svg" | ".png" | ".pdf")`.

    Attributes:
        scene: Shapes and words, as the renderers draw them.
        look: Is called with the file when the picture has been saved; a study looks for identifiers in it.
    """

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.look: Callable[[Path], None] | None = None

    def svg(self) -> str:
        """Return the picture as an SVG document."""
        return svg(self.scene)

    def outline(self) -> str:
        """Return the picture in words."""
        return self.scene.outline

    def draw(self, ax: Axes | None = None) -> Axes:
        """Draw the picture with matplotlib.

        Args:
            ax: Axes to draw in; None makes a figure of the picture's own size.

        Returns:
            The axes; their `.figure` holds them.
        """
        from matplotlib.backends.backend_agg import FigureCanvasAgg

        from teema.maps.matplotlib_renderer import draw, figure_of

        if ax is None:
            figure = figure_of(self.scene)
            FigureCanvasAgg(figure)
            return figure.axes[0]
        draw(self.scene, ax)
        return ax

    def save(self, path: str | Path, *, dpi: float = 200.0, paper: Paper | None = None) -> Path:
        """Write the picture to a file; the suffix says which kind. The same picture gives the same bytes.

        The letters in use are embedded in SVG and PDF.

        Args:
            path: Ends in .svg, .png or .pdf; a file of that name is replaced at once or not at all.
            dpi: Dots per inch of a PNG.
            paper: `A4` or `A3`: on a sheet of that size, upright or lying down, whichever shows it larger. None
                takes the picture's own size: as wide as A4 lying down, or wider where it would not be legible.

        Raises:
            UnusableValueError: The suffix is another, there is no such paper, the picture is too large to be legible
                on it, or the folder does not exist.
        """
        from teema.maps.matplotlib_renderer import image_bytes

        target = Path(path)
        suffix = target.suffix.casefold()
        if suffix not in _SUFFIXES:
            raise UnusableValueError(
                f"A picture cannot be saved as {suffix or 'a file without a suffix'}.",
                where=target.name,
                hint="Let the name end in one of: " + ", ".join(_SUFFIXES),
            )
        if not target.parent.is_dir():
            raise UnusableValueError(
                "The folder does not exist.", where=target.parent, hint="Make it first, or choose another."
            )
        scene = self.scene if paper is None else on_paper(self.scene, paper)
        content = svg(scene, fonts=True).encode() if suffix == ".svg" else image_bytes(scene, suffix[1:], dpi=dpi)
        _replace(target, content)
        if self.look is not None:
            self.look(target)
        return target

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"image/svg+xml": self.svg(), "text/plain": self.outline()}

    def __repr__(self) -> str:
        return self.outline()


def _replace(target: Path, content: bytes) -> None:
    """Write beside the target and then take its name, so that nobody ever sees half a file."""
    handle, beside = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(beside).chmod(0o644)
        Path(beside).replace(target)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise
