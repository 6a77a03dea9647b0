"""Text files: encoding, separator, and the records between them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from teema.errors import ImportFileError

__all__ = ["SEPARATORS", "Decoded", "decode", "find_separator", "records"]

SEPARATORS = (";", ",", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# UTF-8 bytes read as Windows letters: the trace of a file that was decoded wrongly once before.
_TWICE = re.compile("Ã[¤¶¥„–…]|Ã¼|â€")
_LOST = re.compile(r"[A-Za-zåäöÅÄÖ]\?[a-zåäö]")


class Decoded(NamedTuple):
    """A text file's text, with how it was decoded and what looks wrong in it."""

    text: str
    encoding: str
    reason: str
    doubts: tuple[str, ...]


def decode(path: Path, encoding: str | None = None) -> Decoded:
    """Decode a text file.

    Order: the given encoding; a byte order mark; UTF-16 without one (zero bytes at every other place); strict UTF-8;
    Windows-1252.

    Returns:
        The text; the reason is a key of `terms/importers.toml`, and so are the doubts.

    Raises:
        ImportFileError: The encoding does not exist, or the bytes do not fit it.
    """
    data = path.read_bytes()
    if encoding is not None:
        return _given(path, data, encoding)
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _checked(path, data, name, "encoding_bom")
    zeros = data[:4000].count(0)
    if zeros:
        if zeros < len(data[:4000]) / 5:
            raise ImportFileError(
                "This is no text: it holds zero bytes.", where=path, hint="Export it again as Excel or CSV."
            )
        little = data[1:4000:2].count(0) > data[0:4000:2].count(0)
        return _checked(path, data, "utf-16-le" if little else "utf-16-be", "encoding_zeros")
    try:
        return _decoded(data.decode("utf-8"), "utf-8", "encoding_utf8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
        return _decoded(text, "cp1252", "encoding_cp1252")


def _given(path: Path, data: bytes, encoding: str) -> Decoded:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise ImportFileError(
            f"There is no encoding {encoding!r}.",
            where=path,
            hint='Usual ones: "utf-8", "cp1252", "latin-1", "utf-16".',
        ) from None
    return _checked(path, data, encoding, "encoding_given")


def _checked(path: Path, data: bytes, encoding: str, reason: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportFileError(
            f"The bytes do not fit the encoding {encoding} (near line {line}).",
            where=path,
            hint='Leave encoding= out, or try encoding="cp1252".',
        ) from error
    return _decoded(text.removeprefix("\ufeff"), encoding, reason)


def _decoded(text: str, encoding: str, reason: str) -> Decoded:
    doubts = []
    if "\ufffd" in text:
        doubts.append("doubt_replaced")
    if len(_TWICE.findall(text)) > 2:
        doubts.append("doubt_twice")
    if len(_LOST.findall(text)) > max(5, len(text) / 500):
        doubts.append("doubt_lost")
    return Decoded(text, encoding, reason, tuple(doubts))


def find_separator(text: str) -> tuple[str, str]:
    """Return the separator of a delimited text, and why, as a key of `terms/importers.toml`.

    Each candidate reads the first 200 records, quotation marks honoured; the one whose records have the most constant
    width above one wins, `;` in a tie.

    Example:
        >>> find_separator('Ikä;Vastaus\\n31;"kiire; aina"\\n')[0]
        ';'
    """
    if text.lower().startswith("sep=") and len(text) > 4:
        return text[4], "separator_declared"
    scores = {}
    for candidate in SEPARATORS:
        widths = [len(row) for row in islice(_reader(text, candidate), 200) if row]
        usual = max(set(widths), key=widths.count, default=0)
        scores[candidate] = (widths.count(usual) / len(widths), usual) if usual > 1 else (0.0, 0)
    best = max(SEPARATORS, key=lambda item: scores[item])
    return (best, "separator_found") if scores[best][1] > 1 else (";", "separator_single")


def records(text: str, separator: str) -> list[list[str]]:
    """Return all records of a delimited text; line breaks inside quotation marks stay in their cells."""
    if text.lower().startswith("sep=") and len(text) > 4:
        text = text.partition("\n")[2]
    return list(_reader(text, separator))


def _reader(text: str, separator: str) -> csv._reader:  # type: ignore[name-defined]
    # A long answer may be longer than the module's cautious default.
    csv.field_size_limit(2**27)
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)
