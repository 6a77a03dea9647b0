"""Damaged files: sound export files, and ways to break them that a fixed seed repeats."""

from __future__ import annotations

import io
import random
import re
import zipfile
from pathlib import Path

__all__ = ["CONTAINERS", "damaged", "sound"]

CONTAINERS = ("xlsx", "xls", "ods", "csv", "utf-16", "docx", "sav")

_ROWS = [
    ["Vastaajanumero", "Ikä", "Mitä hyvää?", "Mikä on vaikeaa?"],
    *(
        [
            str(i),
            str(20 + i),
            f"Ohjaaja kuunteli minua rauhassa, {i}. kerralla",
            "=kiire on aina läsnä" if i % 3 else "-",
        ]
        for i in range(1, 25)
    ),
]
_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_NUMBER = re.compile(rb"\d+")
_HUGE = (b"0", b"-1", b"1048576", b"16777216", b"4294967295", b"99999999999999999999", b"1e308", b"NaN")
_PIECES = (
    b"", b"\x00", b"\xff\xfe", b'"', b"'", b"<", b">", b"&x;", b"&#0;", b"]]>", b"<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///'>]>",
    b"\r", b"\n" * 50, b";" * 5000, b"\xe2\x80\xae", b"\xed\xa0\x80", b"=1+1", b"A" * 70_000, b"<c r=\"XFD1048576\"/>",
)  # fmt: skip


def sound(container: str, folder: Path) -> bytes:
    """Return an export file that can be read; `folder` holds those that cannot be written here."""
    if container in ("xls", "ods", "sav"):
        return (folder / f"vastaukset.{container}").read_bytes()
    if container == "xlsx":
        from openpyxl import Workbook

        book, made = Workbook(), io.BytesIO()
        for row in _ROWS:
            book.worksheets[0].append([f"'{cell}" if cell.startswith("=") else cell for cell in row])
        book.save(made)
        return _timeless(made)
    if container == "docx":
        return _timeless(_report())
    text = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in _ROWS)
    return text.encode("utf-8" if container == "csv" else "utf-16")


def _report() -> io.BytesIO:
    """Return a Word report with the answers to both questions as lists."""
    import docx

    document, made = docx.Document(), io.BytesIO()
    for place in (2, 3):
        lines = [row[place] for row in _ROWS]
        for line in [lines[0], f"Vastaajien määrä: {len(lines) - 1}", "Vastaukset", *lines[1:]]:
            document.add_paragraph(line)
    document.save(made)
    return made


def _timeless(made: io.BytesIO) -> bytes:
    """Return the file without the moment of its making, so that a seed always breaks the same bytes."""
    same = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(same, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            _add(new, name, _MOMENT.sub(b"2026-01-01T00:00:00Z", old.read(name)))
    return same.getvalue()


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Return the file broken in a way that chance picks: as a whole, or one part of it packed again."""
    if data.startswith(b"PK") and chance.random() < 0.8:
        return _repacked(data, chance)
    return _broken(data, chance)


def _repacked(data: bytes, chance: random.Random) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        names = [name for name in old.namelist() if "xl/theme" not in name]
        telling = ("sheet", "content", "shared", "document")
        weights = [5 if any(word in name for word in telling) else 1 for name in names]
        (broken,) = chance.choices(names, weights)
        for name in names:
            content = old.read(name)
            _add(new, name, _broken(content, chance) if name == broken else content)
    return made.getvalue()


def _broken(data: bytes, chance: random.Random) -> bytes:
    place = chance.randrange(len(data) + 1)
    kind = chance.randrange(6)
    if kind == 0:
        return data[:place]
    if kind == 1:  # some bytes, each with one or all of its bits turned
        changed = bytearray(data)
        for _ in range(chance.choice((1, 1, 3, 30))):
            changed[chance.randrange(len(data))] ^= chance.choice((1 << chance.randrange(8), 255))
        return bytes(changed)
    if kind == 2:
        return data[:place] + data[place + chance.randrange(1, 200) :]
    if kind == 3:
        return data[:place] + chance.choice(_PIECES) + data[place:]
    if kind == 4:  # a piece twice, or many times
        piece = data[place : place + chance.randrange(1, 400)]
        return data[:place] + piece * chance.choice((2, 3, 500)) + data[place:]
    numbers = list(_NUMBER.finditer(data))
    if not numbers:
        return data[::-1]
    number = chance.choice(numbers)
    return data[: number.start()] + chance.choice(_HUGE) + data[number.end() :]
