"""What kind of file it is, by its bytes: a name's ending says what somebody believed."""

from __future__ import annotations

import zipfile
import zlib
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from teema.errors import ImportFileError
from teema.importers.limits import check_archive, check_document, check_size
from teema.importers.repeats import check_repeats
from teema.importers.trial import check_by_trial

__all__ = ["Container", "container"]

Container = Literal["xlsx", "xls", "ods", "docx", "sav", "html", "text"]

_ADVICE = "In Webropol, export the report to Excel with “answers as text” and “raw data in rows”, or to CSV."


def container(path: Path) -> Container:
    """Return the kind of a file that can be read.

    Raises:
        ImportFileError: The file is missing, is a folder, is empty, damaged, protected, or of a kind that is not read.
    """
    if path.is_dir():
        raise ImportFileError("This is a folder, not a file.", where=path, hint="Name the export file in it.")
    if not path.exists():
        raise ImportFileError("There is no such file.", where=path, hint=_files_near(path))
    try:
        with path.open("rb") as handle:
            start = handle.read(4096)
    except OSError as error:
        raise ImportFileError(
            f"The file cannot be opened ({error.strerror}).",
            where=path,
            hint="Close it in other programs, then try again.",
        ) from error
    check_size(path)
    if not start:
        raise ImportFileError("The file is empty (0 bytes).", where=path, hint="Export it again.")
    if start.startswith(b"PK\x03\x04"):
        return _packed(path)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        return _compound(path)
    if start[:4] in (b"$FL2", b"$FL3"):
        return "sav"
    _refuse_others(path, start)
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    return "html" if head.startswith((b"<html", b"<!doctype", b"<?xml", b"<table", b"<meta")) else "text"


_ENDINGS = (".xlsx", ".xls", ".ods", ".csv", ".tsv", ".txt", ".xlsm", ".sav")


def _files_near(path: Path) -> str:
    """Return a hint with the files of like name, or else the tables in the folder."""
    if not path.parent.is_dir():
        return f"There is no folder {str(path.parent)!r} either."
    names = sorted(item.name for item in path.parent.iterdir() if item.suffix.lower() in _ENDINGS)
    folded = {name.casefold(): name for name in names}
    near = [folded[name] for name in get_close_matches(path.name.casefold(), folded, n=3, cutoff=0.6)]
    if near:
        return "Did you mean " + " or ".join(repr(name) for name in near) + "?"
    return "In the folder there is: " + ", ".join(names[:6]) if names else "Look at the name and the folder."


def _packed(path: Path) -> Container:
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = _mimetype(archive) if "mimetype" in names else b""
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, NotImplementedError) as error:
        raise ImportFileError(
            "The file is damaged: it begins like a workbook but cannot be unpacked.",
            where=path,
            hint="Export or download it again; an interrupted download looks like this.",
        ) from error
    if "xl/workbook.xml" in names:
        check_archive(path)
        return "xlsx"
    if "xl/workbook.bin" in names:
        raise ImportFileError(
            "This is a binary workbook (.xlsb), which is not read.", where=path, hint="Save it as .xlsx in Excel."
        )
    if b"opendocument.spreadsheet" in kind:
        check_archive(path)
        check_repeats(path)
        check_by_trial(path)
        return "ods"
    if "word/document.xml" in names:
        check_archive(path)
        check_document(path)
        return "docx"
    raise _bundle(path, names)


def _bundle(path: Path, names: set[str]) -> ImportFileError:
    """Return the refusal of an archive, with what is in it: files that can be read first."""
    inside = sorted(name for name in names if not name.endswith("/") and not name.startswith("__MACOSX"))
    tables = [name for name in inside if name.lower().endswith((*_ENDINGS, ".docx"))]
    shown = [*tables, *(name for name in inside if name not in tables)]
    more = f" and {len(shown) - 6} more" if len(shown) > 6 else ""
    listed = ", ".join(shown[:6]) + more if shown else "nothing in it"
    step = f"Unpack it and read {tables[0]!r}." if tables else "Unpack it and read the file inside."
    return ImportFileError(f"This is a zip archive with {listed}, not a workbook.", where=path, hint=step)


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as member:
        return member.read(100)


def _compound(path: Path) -> Container:
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise ImportFileError(
            "The workbook is protected with a password.", where=path, hint="Open it in Excel and save it without one."
        )
    if "Workbook".encode("utf-16-le") in content or "Book".encode("utf-16-le") in content:
        check_by_trial(path)
        return "xls"
    raise ImportFileError(
        "This is an old Office file, but no workbook.", where=path, hint="Save the table as .xlsx in Excel."
    )


def _refuse_others(path: Path, start: bytes) -> None:
    """Refuse kinds that are no table, each with what to do."""
    if start.startswith(b"%PDF"):
        raise ImportFileError("This is a PDF, whatever its name says.", where=path, hint=_ADVICE)
    if start.startswith(b"{\\rtf"):
        raise ImportFileError(
            "This is a text document (RTF), whatever its name says.",
            where=path,
            hint="If it is a report with lists of answers, save it as .docx in Word.",
        )
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b'{"', b'[{"')):
        raise ImportFileError("This is JSON, which programs exchange; it is no table.", where=path, hint=_ADVICE)
    if start.startswith(b"SQLite format 3") and path.suffix.lower() == ".teema":
        raise ImportFileError(
            "This is a study, not an export.", where=path, hint=f"Open it: study = teema.open({path.name!r})"
        )
    if start.startswith(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"\x1f\x8b", b"7z\xbc\xaf", b"SQLite format 3")
    ):
        raise ImportFileError("This is no table: a picture, an archive or a database.", where=path, hint=_ADVICE)
