"""Writes the sample files from the tables in `source/`: the same bytes every time.

Run it after a change in `source/`:

    python data_samples/make_samples.py
    python data_samples/make_samples.py --to SOME_FOLDER
"""

from __future__ import annotations

import argparse
import csv
import io
import os
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

# openpyxl writes other bytes where lxml happens to be installed.
os.environ["OPENPYXL_LXML"] = "False"

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

HERE = Path(__file__).parent
SOURCE = HERE / "source"
FILES = (
    "asiakassuhde.xlsx",
    "asiakassuhde_yksi_otsikkorivi.xlsx",
    "asiakassuhde.csv",
    "koodikirja.xlsx",
    "teemat.xlsx",
)

# Every time stamp inside the workbooks; nothing else in them depends on the moment of writing.
STAMP = datetime(2025, 3, 1)  # noqa: DTZ001 - workbooks know no time zone
NUMBER = "Vastaajanumero"
TIME = "Vastausaika"
NARROW, WIDE, LONGEST_NARROW = 16, 48, 30

Row = dict[str, str]
Cell = str | int | None
Table = tuple[list[list[Cell]], list[list[Cell]]]  # header rows, body rows


@dataclass(frozen=True)
class Column:
    """One column of the survey: where its cells come from, and its header in parts.

    Attributes:
        source: Column in `source/vastaukset.csv`.
        question: Question text.
        option: Option text of a multiple-choice column, else empty.
        number: Number of the question in the form.
        first: Whether this is the first column of its question.
    """

    source: str
    question: str
    option: str
    number: int
    first: bool

    @property
    def one_row_header(self) -> str:
        """The header where question and option share a cell."""
        return f"{self.question}:{self.option}" if self.option else self.question

    @property
    def two_row_header(self) -> tuple[str | None, str | None]:
        """The header cells of the first and the second row."""
        question = f"{self.number}. {self.question}" if self.first else None
        return question, self.option or None

    def cell(self, row: Row) -> str | None:
        """Return the respondent's cell; a chosen option is its own label."""
        value = row[self.source]
        if not value:
            return None
        return self.option or value


def read(name: str) -> list[Row]:
    """Return the rows of a table in `source/`."""
    with (SOURCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns() -> list[Column]:
    """Return the survey columns in the order of the questions."""
    found = []
    for number, question in enumerate(read("kysymykset.csv"), start=1):
        text, options = question["teksti"], question["vaihtoehdot"]
        if not options:
            found.append(Column(question["id"], text, "", number, first=True))
        for place, option in enumerate(options.split(";") if options else []):
            found.append(Column(option, text, option, number, first=place == 0))
    return found


def survey_cells(rows: Iterable[Row], cols: Sequence[Column]) -> list[list[Cell]]:
    """Return one line of cells per respondent: number, time, then the questions."""
    return [[int(row[NUMBER]), row[TIME], *(col.cell(row) for col in cols)] for row in rows]


def write_two_row_survey(path: Path, rows: list[Row], cols: list[Column]) -> None:
    """Write the workbook with two header rows and numbered questions."""
    top, below = zip(*(col.two_row_header for col in cols), strict=True)
    headers: list[list[Cell]] = [[NUMBER, TIME, *top], [None, None, *below]]
    write_workbook(path, {"Perusraportti": (headers, survey_cells(rows, cols))})


def write_one_row_survey(path: Path, rows: list[Row], cols: list[Column]) -> None:
    """Write the workbook with one header row, `Question:Option`."""
    headers: list[list[Cell]] = [[NUMBER, TIME, *(col.one_row_header for col in cols)]]
    write_workbook(path, {"Vastaukset": (headers, survey_cells(rows, cols))})


def write_csv_survey(path: Path, rows: list[Row], cols: list[Column]) -> None:
    """Write the semicolon-separated file, which has no respondent number."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow([TIME, *(col.one_row_header for col in cols)])
        writer.writerows(line[1:] for line in survey_cells(rows, cols))


def write_tables(path: Path, sheets: dict[str, str]) -> None:
    """Write source tables as they are into a workbook, one sheet each.

    Args:
        path: The workbook.
        sheets: Name of the table in `source/` by sheet title.
    """
    tables: dict[str, Table] = {}
    for title, name in sheets.items():
        rows = read(name)
        body: list[list[Cell]] = [[value or None for value in row.values()] for row in rows]
        tables[title] = ([list(rows[0])], body)
    write_workbook(path, tables)


def write_workbook(path: Path, sheets: dict[str, Table]) -> None:
    """Write a workbook of header rows and body rows by sheet title."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "teema"
    workbook.properties.created = STAMP
    for title, (headers, body) in sheets.items():
        sheet = workbook.create_sheet(title)
        for line in [*headers, *body]:
            sheet.append(line)
        lay_out(sheet, len(headers))
    buffer = io.BytesIO()
    workbook.save(buffer)
    path.write_bytes(with_fixed_times(buffer.getvalue()))


def lay_out(sheet: Worksheet, header_rows: int) -> None:
    """Set widths, wrapped text, bold headers and frozen header rows."""
    sheet.freeze_panes = f"B{header_rows + 1}"
    for number, cells in enumerate(sheet.iter_cols(), start=1):
        body = [str(cell.value or "") for cell in cells[header_rows:]]
        longest = max(map(len, body), default=0)
        width = NARROW if longest < NARROW else WIDE if longest > LONGEST_NARROW else longest + 2
        sheet.column_dimensions[get_column_letter(number)].width = width
        for place, cell in enumerate(cells):
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if place < header_rows:
                cell.font = Font(bold=True)


def with_fixed_times(content: bytes) -> bytes:
    """Return a workbook with all its time stamps set to `STAMP`.

    The parts are stored uncompressed: compressed bytes differ between builds of zlib.
    """
    out = io.BytesIO()
    stamp = f"{STAMP:%Y-%m-%dT%H:%M:%S}Z".encode()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", stamp, part)
            info = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            info.create_system = 3
            info.external_attr = 0o644 << 16
            new.writestr(info, part)
    return out.getvalue()


def make(folder: Path) -> list[Path]:
    """Write all sample files into a folder and return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, cols = read("vastaukset.csv"), columns()
    two_rows, one_row, text, codebook, themes = (folder / name for name in FILES)
    write_two_row_survey(two_rows, rows, cols)
    write_one_row_survey(one_row, rows, cols)
    write_csv_survey(text, rows, cols)
    write_tables(codebook, {"Koodikirja": "koodikirja.csv"})
    write_tables(themes, {"Teemat": "teemat.csv", "Suhteet": "suhteet.csv"})
    return [two_rows, one_row, text, codebook, themes]


def main() -> None:
    """Read the command line and write the files."""
    parser = argparse.ArgumentParser(description="Write teema's sample data from source/.")
    parser.add_argument("--to", type=Path, default=HERE, metavar="FOLDER", help="where to write")
    for path in make(parser.parse_args().to):
        print(path)


if __name__ == "__main__":
    main()
