"""The scene as SVG: text stays text, widths are fixed by `textLength`, and a reader program finds title and outline."""

from __future__ import annotations

import hashlib
from xml.sax.saxutils import escape, quoteattr

from teema.maps.fonts import FAMILY, font_faces
from teema.maps.scene import Command, Group, Path, Scene, Words

__all__ = ["svg"]

_FONTS = f"'{FAMILY}', 'DejaVu Sans', Verdana, 'Bitstream Vera Sans', Geneva, sans-serif"
_FACES = {"regular": "", "bold": ' font-weight="bold"', "oblique": ' font-style="italic"'}


def svg(scene: Scene, *, fonts: bool = False) -> str:
    """Return the scene as a complete SVG document, the same text for the same scene.

    Args:
        scene: What is on the page.
        fonts: Whether the letters in use go with it, for a file of its own.
    """
    page = scene.page
    box = " ".join(_number(value) for value in page)
    body = "".join(_group(group) for group in scene.groups)
    # Several maps may stand in one HTML page: their ids must differ, and be the same in every run.
    mark = "teema-" + hashlib.sha256((scene.outline + body).encode()).hexdigest()[:12]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_number(page.width)}pt" height="{_number(page.height)}pt"'
        f' viewBox="{box}" role="img" lang="{scene.language}" aria-labelledby="{mark}-t {mark}-d"'
        f' style="max-width:100%;height:auto" font-family="{_FONTS}">\n'
    )
    words = f'<title id="{mark}-t">{_safe(scene.title)}</title>\n<desc id="{mark}-d">{_safe(scene.outline)}</desc>\n'
    style = f"<style>{font_faces(scene)}</style>\n" if fonts else ""
    return f"{head}{words}{style}{body}</svg>\n"


def _group(group: Group) -> str:
    marks = "".join(_path(mark) if isinstance(mark, Path) else _words(mark) for mark in group.marks)
    name = f" data-name={quoteattr(_printable(group.name))}" if group.name else ""
    return f'<g class="{group.kind}"{name}>\n{marks}</g>\n'


def _path(path: Path) -> str:
    parts = [f'd="{"".join(_command(command) for command in path.commands)}"', f'fill="{path.fill or "none"}"']
    if path.stroke:
        parts.append(f'stroke="{path.stroke}" stroke-width="{_number(path.line)}"')
    if path.dash:
        parts.append(f'stroke-dasharray="{" ".join(_number(length) for length in path.dash)}"')
    if path.round_caps:
        parts.append('stroke-linecap="round"')
    return f"<path {' '.join(parts)}/>\n"


def _command(command: Command) -> str:
    letter, points = command
    return letter + " ".join(f"{_number(x)},{_number(y)}" for x, y in points)


def _words(words: Words) -> str:
    anchor = ' text-anchor="middle"' if words.anchor == "middle" else ""
    length = f' textLength="{_number(words.width)}" lengthAdjust="spacingAndGlyphs"' if words.width else ""
    return (
        f'<text x="{_number(words.x)}" y="{_number(words.y)}" font-size="{_number(words.size)}" fill="{words.colour}"'
        f"{_FACES[words.face]}{anchor}{length}>{_safe(words.text)}</text>\n"
    )


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def _safe(text: str) -> str:
    return escape(_printable(text))


def _printable(text: str) -> str:
    """Leave out what XML cannot hold."""
    return "".join(
        c for c in text if c in "\n\t" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe") or c > "\uffff"
    )
