"""How wide words are and where their lines break: the font's own metrics, the same for both renderers.

The font is DejaVu Sans as matplotlib ships it, so a map measures the same on every machine.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from teema.maps.hyphenation import SOFT_HYPHEN, break_points, compound_seams

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font

__all__ = ["FONT_FILES", "LEADING", "Face", "clean", "font_path", "has_glyph", "text_width", "wrap"]

Face = Literal["regular", "bold", "oblique"]
FONT_FILES: dict[Face, str] = {
    "regular": "DejaVuSans.ttf",
    "bold": "DejaVuSans-Bold.ttf",
    "oblique": "DejaVuSans-Oblique.ttf",
}
LEADING = 1.2  # distance of baselines, in sizes
_EM = 1000.0
_HYPHEN_COST = 1.5  # against a line's squared slack, which is at most 1
_SEAM_COST = 0.9
_EMERGENCY_COST = 4.0
_LINE_COST = 0.6
_AFTER = re.compile(r"(?<=[-–—/])(?=\w)")
# Controls, surrogates and noncharacters, which XML cannot hold; bidi overrides, which could turn the rest of a line.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def clean(text: object) -> str:
    r"""Return a text on one line, without characters that cannot be printed.

    Example:
        >>> clean(" Luottamus\n kantaa\x00 ")
        'Luottamus kantaa'
    """
    return " ".join(_UNPRINTABLE.sub("", str(text)).split())


def font_path(face: Face) -> Path:
    """Return the font file that matplotlib ships."""
    import matplotlib as mpl

    return Path(mpl.get_data_path()) / "fonts" / "ttf" / FONT_FILES[face]


def has_glyph(character: str, face: Face = "regular") -> bool:
    """Say whether a face of the font can draw a character; the regular face has the most.

    Example:
        >>> has_glyph("ä"), has_glyph("漢")
        (True, False)
    """
    return bool(_font(face).get_char_index(ord(character)))


@lru_cache(maxsize=65536)
def text_width(text: str, size: float, face: Face = "regular") -> float:
    """Return the width of a line of text in points: the sum of its glyphs' advances, unhinted and unkerned.

    Args:
        text: The line.
        size: Font size in points.
        face: regular, bold or oblique.

    Example:
        >>> round(text_width("Luottamus", 10), 1)
        53.3
    """
    return sum(_advance(character, face) for character in text) * size / _EM


@lru_cache(maxsize=65536)
def wrap(text: str, width: float, size: float, face: Face = "regular", language: str = "fi") -> tuple[str, ...]:
    """Break a text into lines no wider than `width`: at spaces, then at syllables, in a syllable only if it must.

    Lines are chosen together (Knuth & Plass 1981, in small): the squared slack of all lines is least, the last one's
    too since text on a map is centred, and a hyphen costs. A compound is broken at a seam that its sounds or a soft
    hyphen show, if there is one.

    Args:
        text: A cleaned text on one line.
        width: The room in points.
        size: Font size in points.
        face: regular, bold or oblique.
        language: Whose words they are: fi, sv or en.

    Returns:
        The lines, hyphens included; one empty line for an empty text.

    Example:
        >>> wrap("päihdekuntoutusprosessissa eteneminen", 100, 8)
        ('päihdekuntoutus-', 'prosessissa eteneminen')
    """
    bare = text.replace(SOFT_HYPHEN, "")
    if text_width(bare, size, face) <= width:
        return (bare,)
    chosen = _best_lines(_pieces(text, language), width, size, face)
    if chosen is None:
        narrow = _pieces(text, language, anywhere=True)
        chosen = _best_lines(narrow, max(width, _widest_glyph(bare, size, face)), size, face)
    return chosen or (bare,)


# A piece: its text, what follows if the line goes on, what follows if the line ends here, and the cost of that.
_Piece = tuple[str, str, str, float]


def _pieces(text: str, language: str, *, anywhere: bool = False) -> tuple[_Piece, ...]:
    pieces: list[_Piece] = []
    for word in text.split(" "):
        runs = _AFTER.split(word)
        for number, run in enumerate(runs):
            pieces.extend(_syllables(run, language, anywhere))
            last = number == len(runs) - 1
            body, _, _, _ = pieces[-1]
            pieces[-1] = (body, " " if last else "", "", 0.0)
    return tuple(pieces)


@lru_cache(maxsize=16384)
def _syllables(run: str, language: str, anywhere: bool) -> tuple[_Piece, ...]:  # noqa: FBT001 - a cache wants it so
    word = run.replace(SOFT_HYPHEN, "")
    costs = dict.fromkeys(range(1, len(word)), _EMERGENCY_COST) if anywhere else {}
    costs |= dict.fromkeys(break_points(word, language), _HYPHEN_COST)
    if language == "fi":
        costs |= {at: _SEAM_COST for at in compound_seams(word) if at in costs}
    costs |= dict.fromkeys(_soft(run), _SEAM_COST / 2)
    offsets = sorted(costs)
    spans = zip((0, *offsets), (*offsets, len(word)), strict=True)
    return tuple((word[a:b], "", "-" if word[b - 1 : b].isalpha() else "", costs.get(b, 0.0)) for a, b in spans)


def _soft(run: str) -> list[int]:
    parts = run.split(SOFT_HYPHEN)
    offsets = [sum(len(part) for part in parts[:count]) for count in range(1, len(parts))]
    return [at for at in offsets if 0 < at < sum(map(len, parts))]


def _best_lines(pieces: tuple[_Piece, ...], width: float, size: float, face: Face) -> tuple[str, ...] | None:
    widths = [text_width(body, size, face) for body, _, _, _ in pieces]
    gaps = [text_width(after, size, face) for _, after, _, _ in pieces]
    ends = [text_width(hyphen, size, face) for _, _, hyphen, _ in pieces]
    best: list[tuple[float, int]] = [(0.0, 0)] + [(float("inf"), 0)] * len(pieces)
    for end in range(1, len(pieces) + 1):
        used = ends[end - 1]
        for start in range(end - 1, -1, -1):
            used += widths[start] + (gaps[start] if start < end - 1 else 0.0)
            if used > width:
                break
            slack = (width - used) / width
            cost = best[start][0] + slack * slack + pieces[end - 1][3] + _LINE_COST
            if cost < best[end][0]:
                best[end] = (cost, start)
    if best[-1][0] == float("inf"):
        return None
    return _read_back(pieces, [start for _, start in best])


def _read_back(pieces: tuple[_Piece, ...], starts: list[int]) -> tuple[str, ...]:
    lines = []
    end = len(pieces)
    while end:
        start = starts[end]
        inner = "".join(body + after for body, after, _, _ in pieces[start : end - 1])
        lines.append(inner + pieces[end - 1][0] + pieces[end - 1][2])
        end = start
    return tuple(reversed(lines))


def _widest_glyph(text: str, size: float, face: Face) -> float:
    return max(text_width(character + "-", size, face) for character in text)


@cache
def _font(face: Face) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(font_path(face)))
    font.set_size(_EM, 72)
    return font


@cache
def _advance(character: str, face: Face) -> float:
    from matplotlib.ft2font import LoadFlags

    if not has_glyph(character, face):
        # Another font will draw it; most characters that the font lacks fill a square.
        return _advance(character, "regular") if has_glyph(character) else _EM
    glyph = _font(face).load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536
