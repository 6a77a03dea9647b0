"""The letters of a picture, to go with its file: a machine without the font then shows it as it was measured."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING

from teema.maps.scene import Scene, Words
from teema.maps.text import Face, font_path, has_glyph

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FAMILY", "font_faces"]

FAMILY = "Teema Sans"  # a name of its own: the letters that are missing come from the next family of the list
_CSS: Mapping[Face, str] = {"regular": "", "bold": "font-weight:bold;", "oblique": "font-style:italic;"}


def font_faces(scene: Scene) -> str:
    """Return the style sheet that holds the letters in use as WOFF, the same text for the same scene.

    The font is DejaVu Sans, whose licence allows it to be embedded and cut down.

    Args:
        scene: What is on the page.
    """
    used: dict[Face, set[str]] = {}
    for group in scene.groups:
        for mark in group.marks:
            if isinstance(mark, Words):
                used.setdefault(mark.face, set()).update(mark.text)
    return "".join(
        f"@font-face{{font-family:'{FAMILY}';{_CSS[face]}src:url(data:font/woff;base64,{_letters(face, used[face])})"
        f" format('woff');}}"
        for face in _CSS
        if face in used
    )


def _letters(face: Face, characters: set[str]) -> str:
    from fontTools.subset import Options, Subsetter
    from fontTools.ttLib import TTFont

    options = Options()
    options.hinting = False
    options.layout_features = []  # lines were measured without kerning and ligatures
    options.notdef_outline = True
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "kern"]
    font = TTFont(str(font_path(face)), recalcTimestamp=False)
    cutter = Subsetter(options)
    cutter.populate(unicodes=sorted(ord(character) for character in characters if has_glyph(character, face)))
    cutter.subset(font)
    font.flavor = "woff"
    target = io.BytesIO()
    font.save(target, reorderTables=False)
    font.close()
    return base64.b64encode(target.getvalue()).decode()
