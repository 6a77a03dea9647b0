"""A picture in a Word document: as large as the page allows, a caption below it, its words for screen readers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from teema.export.word_parts import PAGE, caption
from teema.maps.matplotlib_renderer import image_bytes
from teema.maps.paper import SMALLEST_PRINTED
from teema.maps.scene import Words

if TYPE_CHECKING:
    from docx.document import Document

    from teema.maps import Picture

__all__ = ["add_picture", "lies_down"]

_POINT = 2.54 / 72  # cm
_HIGH = {False: 22.5, True: 14.0}  # cm that are left for a picture above its caption, standing and lying down
_DPI = 300.0


def lies_down(picture: Picture) -> bool:
    """Say whether a picture needs a page lying down to be legible."""
    sizes = [mark.size for group in picture.scene.groups for mark in group.marks if isinstance(mark, Words)]
    return min(sizes, default=SMALLEST_PRINTED) * _factor(picture, PAGE, lying=False) < SMALLEST_PRINTED


def add_picture(document: Document, picture: Picture, room: float, language: str, *, lying: bool) -> None:
    """Add a picture and its caption, which stays on its page.

    Args:
        document: The document.
        picture: Is not made larger than it is.
        room: cm between the margins.
        language: Of the caption.
        lying: Whether the page lies down.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Cm

    page = picture.scene.page
    factor = _factor(picture, room, lying=lying)
    image = BytesIO(image_bytes(picture.scene, "png", dpi=_DPI * min(1.0, factor * 1.2)))
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    shape = paragraph.add_run().add_picture(image, width=Cm(page.width * _POINT * factor))
    shape._inline.docPr.set("descr", picture.outline())
    below = caption(document, picture.scene.title, language, of="figure")
    # A table's caption stays with its table; tied to what follows, this one would drag it away from the picture.
    below.paragraph_format.keep_with_next = False


def _factor(picture: Picture, room: float, *, lying: bool) -> float:
    page = picture.scene.page
    return min(1.0, room / (page.width * _POINT), _HIGH[lying] / (page.height * _POINT))
