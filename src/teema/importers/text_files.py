"""Text files: encoding, separator, and the records between them."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from teema.errors import ImportFileError
from teema.importers.known_names import IDS, PERSONAL, SYSTEM

__all__ = [
    "SEPARATORS",
    "Decoded",
    "NotPlainError",
    "decode",
    "find_separator",
    "first_records",
    "has_guards",
    "is_odd",
    "records",
    "without_declaration",
    "without_guards",
]

SEPARATORS = (";", ",", "\t", "|")
# Stands for "no separator": a character that no answer holds.
_NONE = "\x1f"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# UTF-8 bytes read as Windows letters: the trace of a file that was decoded wrongly once before.
_TRACES = "Ã¤|Ã¶|Ã¥|Ã„|Ã–|Ã…|Ã¼|â€"
_TWICE = re.compile(_TRACES)
# What calls for a look at the whole text, and the letters with which it begins.
_ODD = re.compile(f"\x00|\ufffd|{_TRACES}".encode())
_RARE = [letter.encode() for letter in "\x00\ufffdÃâ"]
_LOST = re.compile(r"[A-Za-zåäöÅÄÖ]\?[a-zåäö]")
# What ä, ö and å of DOS (cp850) and old Macintosh (mac_roman) look like when read as Windows letters.
_FOREIGN = re.compile("[A-Za-z][„”†ŠšŒ][a-z]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1e]")
# An export may write an apostrophe before what a spreadsheet would take for a formula; it is no part of the answer.
_GUARDED = tuple(f"'{sign}" for sign in "=+-@\t\r\n")
_TOP = 15  # records among which the headers stand, with lines about the file above them
_ENOUGH = 1_000_000  # characters in which a file shows its nature
_FEW = 20_000  # that hold the first records of most files
_ASK = 'Export again in UTF-8, or name the encoding: encoding="cp1252", "mac_roman", "cp850", …'


class NotPlainError(ValueError):
    """A text file whose beginning is plain must be read as a whole all the same."""


class Decoded(NamedTuple):
    """A text file's text, with how it was decoded and what looks wrong in it.

    Attributes:
        text: The text; of a file read as plain the beginning, in which it shows its nature.
        encoding: How it was decoded.
        reason: Why so, as a key of `terms/importers.toml`.
        doubts: What looks wrong, as such keys.
        plain: Where the bytes of that text begin in a file read as plain; None in any other.
    """

    text: str
    encoding: str
    reason: str
    doubts: tuple[str, ...]
    plain: int | None = None

    def whole(self) -> str:
        """Return all of the text.

        Raises:
            NotPlainError: Only its beginning is at hand.
        """
        if self.plain is not None:
            raise NotPlainError
        return self.text


def decode(path: Path, encoding: str | None = None, *, plain: bool = False) -> Decoded:
    """Decode a text file.

    Order: the given encoding; a byte order mark; UTF-16 without one (zero bytes at every other place); strict UTF-8;
    UTF-8 with single damaged places; Windows-1252.

    Args:
        path: The file.
        encoding: Its encoding.
        plain: Whether only to decode the beginning of a file when it is UTF-8 without anything odd.

    Returns:
        The text; the reason is a key of `terms/importers.toml`, and so are the doubts.

    Raises:
        ImportFileError: The encoding does not exist, the bytes do not fit it, or the file is no text.
    """
    if plain and encoding is None and (found := _beginning(path)) is not None:
        return found
    data = path.read_bytes()
    if encoding is not None:
        return _strictly(path, data, encoding, "encoding_given")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strictly(path, data, name, "encoding_bom")
    head = data[:4000]
    if head.count(0) >= max(1, len(head) / 5):
        little = head[1::2].count(0) > head[0::2].count(0)
        return _strictly(path, data, "utf-16-le" if little else "utf-16-be", "encoding_zeros")
    try:
        return _checked(path, data, data.decode("utf-8"), "utf-8", "encoding_utf8")
    except UnicodeDecodeError:
        return _not_utf8(path, data)


def _beginning(path: Path) -> Decoded | None:
    """Return the beginning of a file when it is UTF-8 without anything odd; None on any doubt."""
    with path.open("rb") as handle:
        data = handle.read(_ENOUGH + _ENOUGH // 4)  # some letters have two bytes
        ended = not handle.read(1)
    start = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
    data = data[start:]
    if data.startswith(codecs.BOM_UTF8) or is_odd(data):
        return None
    try:
        text, _ = codecs.utf_8_decode(data, "strict", ended)
    except UnicodeDecodeError:
        return None
    if not ended and len(text) < _ENOUGH:
        return None
    encoding, reason = ("utf-8-sig", "encoding_bom") if start else ("utf-8", "encoding_utf8")
    return _checked(path, data, text[:_ENOUGH], encoding, reason)._replace(plain=start)


def is_odd(data: bytes) -> bool:
    """Say whether UTF-8 holds what calls for a look at the whole text: no text, lost letters, or a wrong decoding."""
    # To search for the last byte of each rare letter first is quick, and mostly enough.
    return any(letter[-1:] in data and letter in data for letter in _RARE) and _ODD.search(data) is not None


def _not_utf8(path: Path, data: bytes) -> Decoded:
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    letters = sum(1 for byte in data if byte >= 0xC0)  # each begins a letter outside ASCII
    if letters > 10 * damaged:
        return _checked(path, data, text, "utf-8", "encoding_utf8_damaged")
    return _strictly(path, data, "cp1252", "encoding_cp1252")


def _strictly(path: Path, data: bytes, encoding: str, reason: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except LookupError:
        raise ImportFileError(
            f"There is no encoding {encoding!r}.",
            where=path,
            hint='Usual ones: "utf-8", "cp1252", "latin-1", "utf-16".',
        ) from None
    except UnicodeError as error:
        start = error.start if isinstance(error, UnicodeDecodeError) else 0
        line = data[:start].count(b"\n") + 1
        raise ImportFileError(
            f"The bytes do not fit the encoding {encoding} (line {line}).", where=path, hint=_ASK
        ) from error
    return _checked(path, data, text.removeprefix("\ufeff"), encoding, reason)


def _checked(path: Path, data: bytes, text: str, encoding: str, reason: str) -> Decoded:
    """Refuse what is no text, and note what looks wrong."""
    head = text[:20000]
    if len(_CONTROL.findall(head)) > len(head) / 100:
        raise ImportFileError(
            "This is no text but a program's own format.", where=path, hint="Export it again as Excel or CSV."
        )
    doubts = []
    if "\ufffd" in text:
        doubts.append("doubt_replaced")
    if ("Ã" in text or "â" in text) and len(_TWICE.findall(text)) > 2:
        doubts.append("doubt_twice")
    few = max(5, min(len(text), _ENOUGH) / 500)
    if text.count("?", 0, _ENOUGH) > few and len(_LOST.findall(text[:_ENOUGH])) > few:
        doubts.append("doubt_lost")
    if encoding == "cp1252" and len(_FOREIGN.findall(text)) > 2 + text.count("ä"):
        doubts.append("doubt_foreign")
    if b"\x00" in data:
        text = text.replace("\x00", "")
    return Decoded(text, encoding, reason, tuple(doubts))


def find_separator(text: str) -> tuple[str, str]:
    """Return the separator of a delimited text, and why, as a key of `terms/importers.toml`.

    Each candidate reads the first 200 records, quotation marks honoured. Those that leave no quotation mark open come
    first; among them the one whose records have the most constant width above one, then the one that finds known
    headers, then `;`. A text whose first record no candidate divides has one column.

    Example:
        >>> find_separator('Ikä;Vastaus\\n31;"kiire; aina"\\n')[0]
        ';'
    """
    if _declares(text):
        return text[4], "separator_declared"
    scores = {candidate: _evenness(text, candidate) for candidate in SEPARATORS}
    best = max(SEPARATORS, key=lambda item: scores[item])
    return (best, "separator_found") if scores[best].share else (_NONE, "separator_single")


class _Score(NamedTuple):
    """How well a separator divides a text; the larger the better."""

    closed: bool
    share: float
    known: int
    width: int


def _evenness(text: str, separator: str) -> _Score:
    """Return the share of records that have the usual width; 0 when the separator divides nothing."""
    if separator not in text[:_ENOUGH]:
        return _Score(closed=False, share=0.0, known=0, width=0)
    rows, closed = _divided(text, separator)
    widths = [len(row) for row in rows if row]
    usual = max(set(widths), key=widths.count, default=0)
    if usual < 2 or (widths[0] < 2 and not _begins_later(widths, usual)):
        return _Score(closed=False, share=0.0, known=0, width=0)
    share = widths.count(usual) / len(widths)
    known = IDS | SYSTEM | PERSONAL
    names = sum(cell.strip().casefold() in known for row in rows[:_TOP] for cell in row)
    return _Score(closed, share, names, usual)


def _begins_later(widths: Sequence[int], usual: int) -> bool:
    """Say whether a table stands below lines about the file.

    Commas in the sentences of a single column divide some of them too, but not into as many parts again and again.
    """
    table = widths[widths.index(usual) :]
    return usual > 2 and table.count(usual) >= max(2, 0.7 * len(table))


def _divided(text: str, separator: str) -> tuple[list[list[str]], bool]:
    """Return up to 200 records, and whether their quotation marks are all closed."""
    for strict in (True, False):
        with suppress(csv.Error):
            return list(islice(_reader(text[:_ENOUGH], separator, strict=strict), 200)), strict
    return [], False


def first_records(text: str, separator: str, count: int) -> list[list[str]]:
    """Return the first records of a delimited text; none when they cannot be told apart."""
    try:
        return list(islice(_reader(text, separator), count))
    except csv.Error:
        return []


def records(text: str, separator: str, *, where: Path | str = "") -> list[list[str]]:
    """Return all records of a delimited text; line breaks inside quotation marks stay in their cells.

    Raises:
        ImportFileError: The text cannot be divided into records.
    """
    try:
        return list(_reader(text, separator))
    except csv.Error as error:
        raise ImportFileError(
            f"The records cannot be told apart ({error}).",
            where=where,
            hint="A quotation mark may be left open; export it again, or as Excel.",
        ) from error


def without_guards(rows: Sequence[list[str]]) -> int:
    """Take away the apostrophes that an export put before text which a spreadsheet would take for a formula.

    Args:
        rows: The records; changed in place.

    Returns:
        How many cells had one.

    Example:
        >>> rows = [["'=Kiire", "'lainaus'"]]
        >>> without_guards(rows), rows
        (1, [['=Kiire', "'lainaus'"]])
    """
    count = 0
    for row in rows:
        for i, cell in enumerate(row):
            if cell[:2] in _GUARDED:
                row[i] = cell[1:]
                count += 1
    return count


def has_guards(text: str | bytes, separator: str) -> bool:
    """Say whether a cell may begin with an apostrophe that an export put there."""
    guarded = rf"'(?<![^{re.escape(separator)}\n\r\"]')[-=+@\t\r\n]"
    if isinstance(text, bytes):
        return b"'" in text and re.search(guarded.encode(), text) is not None
    return "'" in text and re.search(guarded, text) is not None


def without_declaration(decoded: Decoded) -> Decoded:
    """Return a text without the first line in which it names its separator."""
    if not _declares(decoded.text):
        return decoded
    line, end, text = decoded.text.partition("\n")
    plain = None if decoded.plain is None else decoded.plain + len((line + end).encode())
    return decoded._replace(text=text, plain=plain)


def _declares(text: str) -> bool:
    return text[:4].lower() == "sep=" and text[5:6] in ("\r", "\n")


def _reader(text: str, separator: str, *, strict: bool = False) -> csv._reader:  # type: ignore[name-defined]
    # A long answer may be longer than the module's cautious default.
    csv.field_size_limit(2**27)
    return csv.reader(_lines(text), delimiter=separator, strict=strict)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text, which end with CR, LF or both, and at nothing else."""
    start, size = 0, min(_FEW, _ENOUGH)
    while start < len(text):  # piece by piece: all lines at once would be held beside the text and the records
        end = text.find("\n", start + size) + 1 or len(text)
        size = min(2 * size, _ENOUGH)
        piece = text[start:end]
        lines = piece.splitlines(keepends=True)
        # The quick way also ends lines at rarer characters.
        only_these = len(lines) == piece.count("\n") + (not piece.endswith("\n"))
        yield from lines if only_these else io.StringIO(piece, newline="")
        start = end
