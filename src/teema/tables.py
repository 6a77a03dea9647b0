"""A table with its base and notes: a data frame that knows how it is to be read and shown."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from teema.terms import number, percent, term

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Column", "Format", "Table", "cell_text"]

Format = Literal["text", "wide-text", "count", "percent", "number"]

# A notebook page, not a listing: longer tables are cut when shown, never when handed over.
_SHOWN = 60
_LINE = 80  # a cell in the terminal
_NUMERIC = ("count", "percent", "number")


@dataclass(frozen=True, slots=True)
class Column:
    """How one column of a table is shown.

    Attributes:
        name: Column of the data frame.
        label: Header.
        format: `text`, `wide-text` (wraps), `count`, `percent` (the frame holds shares 0–1) or `number`.
        group: Header above the headers of neighbouring columns, such as the group that n and % belong to.
    """

    name: str
    label: str
    format: Format = "text"
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Table:
    """A data frame with a title, a stated base, notes, and the way its columns are shown.

    Attributes:
        frame: The numbers.
        title: What the table shows.
        base: What 100 % is, and how many cases that are.
        notes: What a reader must know, printed under the table.
        columns: The columns that are shown, in order.
        language: fi, sv or en.
        indent: Column of whole numbers that indents the first shown column; not shown itself.
        decimals: Decimals of percentages.
        merged: Columns in which equal cells under each other are one, the widest first: where a cell of one ends, those
            of the later ones end, too.

    Example:
        >>> import pandas as pd
        >>> frame = pd.DataFrame({"code": ["Luottamus"], "cases": [14], "share": [14 / 27]})
        >>> columns = (Column("code", "Koodi"), Column("cases", "n", "count"), Column("share", "%", "percent"))
        >>> print(Table(frame=frame, title="Codes", base="27 respondents", columns=columns, language="en"))
        Codes
        27 respondents
        Koodi       n    %
        Luottamus  14  52%
    """

    frame: pd.DataFrame
    title: str
    base: str = ""
    notes: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    language: str = "fi"
    indent: str | None = None
    decimals: int = 0
    merged: tuple[str, ...] = ()

    def to_frame(self) -> pd.DataFrame:
        """Return the numbers as a data frame of your own."""
        return self.frame.copy()

    def shown(self, rows: int | None = None) -> list[list[str]]:
        """Return the cells as text, row by row, in the order of `columns`.

        Args:
            rows: Only so many rows; all when None.
        """
        part = self.frame if rows is None else self.frame.head(rows)
        columns = [
            [cell_text(value, column.format, self.language, self.decimals) for value in part[column.name]]
            for column in self.columns
        ]
        return [list(row) for row in zip(*columns, strict=True)]

    def spans(self, rows: int | None = None) -> dict[str, list[int]]:
        """Return for each merged column how many rows each cell covers; 0 where a cell above covers it.

        Args:
            rows: Only so many rows; all when None.

        Example:
            >>> import pandas as pd
            >>> frame = pd.DataFrame({"yläluokka": ["A", "A", "B"], "alaluokka": ["x", "x", "x"]})
            >>> Table(frame=frame, title="", merged=("yläluokka", "alaluokka")).spans()
            {'yläluokka': [2, 0, 1], 'alaluokka': [2, 0, 1]}
        """
        part = self.frame if rows is None else self.frame.head(rows)
        found: dict[str, list[int]] = {}
        begins = [i == 0 for i in range(len(part))]
        for name in self.merged:
            values = part[name].tolist()
            begins = [old or values[i] != values[i - 1] for i, old in enumerate(begins)]
            starts = [i for i, begin in enumerate(begins) if begin]
            spans = [0] * len(part)
            for start, end in zip(starts, [*starts[1:], len(part)], strict=True):
                spans[start] = end - start
            found[name] = spans
        return found

    def depths(self, rows: int | None = None) -> list[int]:
        """Return how far each row is indented."""
        count = len(self.frame) if rows is None else min(rows, len(self.frame))
        if self.indent is None:
            return [0] * count
        return [int(depth) for depth in self.frame[self.indent].head(count)]

    def __str__(self) -> str:
        return _plain(self, None)

    def __repr__(self) -> str:
        return _plain(self, _SHOWN)

    def _repr_html_(self) -> str:
        return _great_table(self)


def cell_text(value: Any, form: Format, language: str, decimals: int = 0) -> str:
    """Return a cell as a reader sees it; a missing value as nothing, text in a number's place as it is.

    Example:
        >>> cell_text(1234, "count", "en")
        '1,234'
    """
    import pandas as pd

    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(map(str, value))
    if pd.isna(value):
        return ""
    if form == "percent":
        return percent(float(value), language, decimals)
    if form in ("count", "number"):
        return number(float(value), language, 0 if form == "count" else 2)
    return str(value)


def _plain(table: Table, rows: int | None) -> str:
    """Render for the terminal: columns under each other, each row on one line."""
    labels = [f"{column.group} {column.label}".strip() for column in table.columns]
    body = [[_line(cell) for cell in cells] for cells in _without_repeats(table, table.shown(rows))]
    for row, depth in zip(body, table.depths(rows), strict=True):
        row[0] = "  " * depth + row[0]
    widths = [max(map(len, cells)) for cells in zip(labels, *body, strict=True)]
    lines = [
        "  ".join(
            cell.rjust(width) if column.format in _NUMERIC else cell.ljust(width)
            for cell, width, column in zip(row, widths, table.columns, strict=True)
        ).rstrip()
        for row in [labels, *body]
    ]
    return "\n".join([line for line in (table.title, table.base) if line] + lines + _notes(table, rows))


def _line(cell: str) -> str:
    line = " ".join(cell.splitlines())
    return line if len(line) <= _LINE else line[: _LINE - 1] + "…"


def _notes(table: Table, rows: int | None) -> list[str]:
    """Return the notes, and one that says that rows are left out."""
    if rows is None or len(table.frame) <= rows:
        return list(table.notes)
    return [*table.notes, term("tables.more_rows", table.language, shown=rows, total=len(table.frame))]


def _great_table(table: Table) -> str:
    """Render with great-tables; the only place that knows it."""
    import pandas as pd
    from great_tables import GT, html, loc, style

    if not len(table.frame.columns) or not table.columns:
        return f"<p>{escape(table.title)}</p>"
    cells = _without_repeats(table, table.shown(_SHOWN))
    # great-tables escapes what is in the cells
    body = pd.DataFrame(cells, columns=[f"c{i}" for i in range(len(table.columns))], dtype=object)
    shown = (
        GT(body, id=_name(table, cells))
        .tab_header(title=html(escape(table.title)), subtitle=html(escape(table.base)) if table.base else None)
        .cols_label({f"c{i}": html(escape(column.label)) for i, column in enumerate(table.columns)})
        .cols_align("left", [f"c{i}" for i, column in enumerate(table.columns) if column.format not in _NUMERIC])
        .cols_align("right", [f"c{i}" for i, column in enumerate(table.columns) if column.format in _NUMERIC])
        .tab_style(style.css("vertical-align: top;"), loc.body())
        .tab_options(
            table_font_size="13px", heading_align="left", heading_title_font_size="15px",
            heading_title_font_weight="600", heading_subtitle_font_size="13px", data_row_padding="3px",
            source_notes_font_size="12px", table_additional_css=_CSS, table_margin_left="0",
            quarto_disable_processing=True,
        )
    )  # fmt: skip
    depths = table.depths(_SHOWN)
    for depth in sorted({depth for depth in depths if depth}):
        rows = [i for i, its in enumerate(depths) if its == depth]
        shown = shown.tab_style(style.css(f"padding-left: {depth * 1.6 + 0.4:.1f}em;"), loc.body("c0", rows))
    for group, names in _groups(table.columns):
        shown = shown.tab_spanner(label=html(escape(group)), columns=names, id=f"s-{names[0]}")
        shown = shown.tab_style(style.css("padding-left: 1.6em;"), [loc.body(names[0]), loc.column_labels(names[0])])
    for i, column in enumerate(table.columns):  # a merged cell: nothing between it and what is under it
        for row, span in enumerate(table.spans(_SHOWN).get(column.name, ())):
            if not span:
                shown = shown.tab_style(style.css("border-top-style: none;"), loc.body(f"c{i}", row))
    if "row" in table.frame.columns:
        base = [i for i, kind in enumerate(table.frame["row"].head(_SHOWN)) if kind == "base"]
        shown = shown.tab_style(style.css("font-weight: 600;"), loc.body(rows=base))
    for note in _notes(table, _SHOWN):
        shown = shown.tab_source_note(html(escape(note)))
    return str(shown.as_raw_html())


def _without_repeats(table: Table, cells: list[list[str]]) -> list[list[str]]:
    """Return the cells with those empty that a merged cell above covers."""
    spans = table.spans(len(cells))
    hidden = [spans.get(column.name, [1] * len(cells)) for column in table.columns]
    return [[cell if hidden[i][row] else "" for i, cell in enumerate(line)] for row, line in enumerate(cells)]


def _name(table: Table, cells: list[list[str]]) -> str:
    """Return a name that tables which look the same share, so that a notebook run twice is the same file."""
    look = "\x1f".join([table.title, table.base, *table.notes, *(cell for row in cells for cell in row)])
    return f"teema-{zlib.crc32(look.encode('utf-8', 'surrogatepass')):08x}"


# Numbers stand under each other, words stay whole, and a dark notebook keeps its own colours.
_CSS = [
    ".gt_table { color: inherit !important; background-color: transparent !important; max-width: 100%; }",
    ".gt_table * { color: inherit !important; background-color: transparent !important; }",
    ".gt_table, .gt_table * { border-color: rgba(128, 128, 128, 0.45) !important; }",
    ".gt_title { font-weight: 600 !important; }",
    ".gt_right { font-variant-numeric: tabular-nums; white-space: nowrap; }",
    ".gt_left { overflow-wrap: break-word; min-width: 4em; max-width: 40em; }",
    ".gt_row { white-space: pre-line; }",
    ".gt_column_spanner_outer { vertical-align: bottom; }",
]


def _groups(columns: tuple[Column, ...]) -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for i, column in enumerate(columns):
        if not column.group:
            continue
        if found and found[-1][0] == column.group and found[-1][1][-1] == f"c{i - 1}":
            found[-1][1].append(f"c{i}")
        else:
            found.append((column.group, [f"c{i}"]))
    return found
