"""Parts of our Word documents: page and styles, captions with fields, cells, borders, and the file itself."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import TYPE_CHECKING, Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from teema.maps.hyphenation import break_points
from teema.terms import term

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

__all__ = [
    "CELL", "LETTER", "PAGE", "caption", "frame", "mark", "page_numbers", "properties", "save_document", "shade",
    "styles", "write_cell",
]  # fmt: skip

PAGE = 17.0  # cm between the margins of an A4 page
LETTER = 0.2  # cm that a bold letter takes at most, at the size of a table
CELL = "Table Text"  # the style of the text in cells
_LOCALES = {"fi": "fi-FI", "sv": "sv-SE", "en": "en-GB"}
_AFTER_HYPHENATION = (
    "doNotHyphenateCaps", "characterSpacingControl", "hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "rsids",
    "mathPr", "themeFontLang", "clrSchemeMapping", "shapeDefaults", "decimalSymbol", "listSeparator",
    "drawingGridHorizontalSpacing", "drawingGridVerticalSpacing", "displayHorizontalDrawingGridEvery",
    "displayVerticalDrawingGridEvery", "doNotUseMarginsForDrawingGridOrigin", "defaultTableStyle", "evenAndOddHeaders",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_]{11,}")  # words that may be broken
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])


def styles(document: Document, language: str) -> None:
    """Set the page, and what the styles of the document look like; text uses the styles only."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(2.5)
    ink = RGBColor(0, 0, 0)
    styles: Any = document.styles
    headings = (("Heading 1", 16, True), ("Heading 2", 13, True), ("Heading 3", 11, True))
    for name, size, bold in (("Normal", 11, False), *headings, ("Caption", 10, False)):
        font = styles[name].font
        font.name, font.size, font.bold, font.color.rgb = "Calibri", Pt(size), bold, ink
        fonts = styles[name].element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            if key.endswith("Theme"):
                del fonts.attrib[key]
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), "Calibri")
    styles["Heading 1"].paragraph_format.space_after = Pt(8)
    caption = styles["Caption"].paragraph_format
    caption.keep_with_next, caption.space_before, caption.space_after = True, Pt(10), Pt(4)
    cell = styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    cell.base_style = styles["Normal"]
    cell.font.size = Pt(9.5)
    cell.paragraph_format.space_after = Pt(2)
    cell.paragraph_format.space_before = Pt(2)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), _LOCALES[str(language)])
    styles["Normal"].element.get_or_add_rPr().append(spoken)
    hyphens = OxmlElement("w:autoHyphenation")
    hyphens.set(qn("w:val"), "true")
    # The schema wants it before the first of what the template has after it.
    settings = document.settings.element
    after = {qn(f"w:{name}") for name in _AFTER_HYPHENATION}
    place = next((i for i, item in enumerate(settings) if item.tag in after), len(settings))
    settings.insert(place, hyphens)


def caption(
    document: Document, text: str, language: str, *, of: Literal["table", "figure"] = "table", again: bool = False
) -> Any:
    """Add a caption whose number is a field, so that it joins the numbering of the thesis it is copied into.

    Args:
        document: The document.
        text: What stands after the number.
        language: fi, sv or en.
        of: What it is of.
        again: The number is that of the caption before, which this one continues.
    """
    word, row = {"table": ("coding.book_caption", "Table"), "figure": ("export.figure", "Figure")}[of]
    paragraph = document.add_paragraph(style="Caption")
    paragraph.add_run(f"{term(word, language)} ").bold = True
    code = f"SEQ {row} \\c" if again else f"SEQ {row}"
    _field(paragraph, f"{code} \\* ARABIC", "1", bold=True)
    paragraph.add_run(". ").bold = True
    paragraph.add_run(text.translate(_ILLEGAL))
    return paragraph


def _field(paragraph: Any, code: str, shown: str, *, bold: bool = False) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind in ("begin", "instr", "separate", "text", "end"):
        run = paragraph.add_run(shown if kind == "text" else "")
        run.bold = bold
        if kind == "instr":
            made = OxmlElement("w:instrText")
            made.set(qn("xml:space"), "preserve")
            made.text = f" {code} "
            run._r.append(made)
        elif kind != "text":
            made = OxmlElement("w:fldChar")
            made.set(qn("w:fldCharType"), kind)
            run._r.append(made)


def page_numbers(document: Document) -> None:
    """Put the number of the page into the footer."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _field(paragraph, "PAGE", "1")


def write_cell(
    cell: _Cell,
    text: str,
    language: str,
    *,
    lead: str = "",
    bold: bool = False,
    italic: bool = False,
    indent: float = 0.0,
    again: bool = False,
) -> None:
    """Write a text into a cell, each line a paragraph of its own, the first after a lead in italics."""
    from docx.shared import Cm

    for number, line in enumerate(text.translate(_ILLEGAL).strip().splitlines() or [""]):
        paragraph = cell.paragraphs[0] if number == 0 and not again else cell.add_paragraph()
        paragraph.style = CELL
        if indent:
            paragraph.paragraph_format.left_indent = Cm(indent)
        if lead and number == 0:
            paragraph.add_run(f"{lead} ").italic = True
        run = paragraph.add_run()
        run.bold, run.italic = bold, italic
        _hyphenated(run, "".join(letter for letter in line if not "\ud800" <= letter <= "\udfff"), language)


def _hyphenated(run: Any, line: str, language: str) -> None:
    """Write a line with optional hyphens in its long words; only those that end a line are shown."""
    from docx.oxml import OxmlElement

    start = 0
    for word in _WORD.finditer(line):
        for at in break_points(word[0], language):
            run.add_text(line[start : word.start() + at])
            run._r.append(OxmlElement("w:softHyphen"))
            start = word.start() + at
    run.add_text(line[start:])


def frame(table: Table, widths: list[float]) -> None:
    """Set fixed widths and the borders of a table in print: lines above, below the header and below, hairs between."""
    from docx.enum.table import WD_TABLE_ALIGNMENT
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    borders = OxmlElement("w:tblBorders")
    for side, size, colour in (("top", 8, "404040"), ("bottom", 8, "404040"), ("insideH", 4, "BFBFBF")):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties = table._tbl.tblPr
    properties.append(borders)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:  # the schema wants it after the borders
        borders.addnext(layout)


def shade(cell: _Cell, colour: str) -> None:
    """Fill a cell with a colour."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def mark(row: Any, what: str) -> None:
    """Say that a row is repeated on every page (`tblHeader`) or stays on one (`cantSplit`, which stands first)."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().insert(0, OxmlElement(f"w:{what}"))


def save_document(document: Document, path: Path) -> None:
    """Write the document so that the same codebook is the same bytes."""
    packed = BytesIO()
    document.save(packed)
    with ZipFile(packed) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            info = ZipInfo(name)  # its time is 1980, the first that a zip file knows
            info.compress_type = ZIP_DEFLATED
            with old.open(name) as source, new.open(info, "w") as target:
                copyfileobj(source, target)


def properties(document: Document, title: str) -> None:
    """Set what the file says of itself: no name and no time, so that the same contents are the same bytes."""
    document.core_properties.author = document.core_properties.last_modified_by = "teema"
    document.core_properties.title = title
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = datetime(2000, 1, 1, tzinfo=UTC)
