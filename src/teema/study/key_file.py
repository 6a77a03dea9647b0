"""The key: a file of its own, with which whoever has the study can take its pseudonyms back."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from teema.errors import ImportFileError, NotFoundError, UnusableValueError
from teema.privacy import Edit, inverse, rewrite
from teema.store import now

if TYPE_CHECKING:
    from teema.study.texts import TextPlace

__all__ = ["read_key", "write_key"]

_FORMAT = "teema key 1"


def write_key(path: Path, study: str, places: Mapping[str, TextPlace], edits: Mapping[str, Sequence[Edit]]) -> Path:
    """Write originals and pseudonyms, readable by the user alone, and return the file.

    Args:
        path: A file that does not exist yet.
        study: Name of the study file.
        places: The texts before the edits, by id.
        edits: What is done to them.

    Raises:
        UnusableValueError: The file exists or cannot be written.
    """
    found = {}
    for name, made in edits.items():
        text = places[name].text
        new = rewrite(text, made)
        found[name] = [[start, end, new[start:end], original] for start, end, original in inverse(text, made)]
    content = {"format": _FORMAT, "study": study, "time": now(), "places": found}
    try:
        # Made with its rights at once: nobody else can read it for a moment.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise UnusableValueError(
            f"The key file cannot be written ({error.strerror}).", where=path,
            hint="Choose a new name in a folder of your own; a key is never written over.",
        ) from error  # fmt: skip
    with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
        json.dump(content, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())
    return path


def read_key(path: Path) -> dict[str, list[tuple[int, int, str, str]]]:
    """Return by place what stands there: start, end, pseudonym, original.

    Raises:
        NotFoundError: There is no such file.
        ImportFileError: It is no key.
    """
    if not path.is_file():
        raise NotFoundError.of("key file", path.name, [item.name for item in path.absolute().parent.glob("*.json")])
    try:
        content = json.loads(path.read_text(encoding="utf-8", errors="surrogatepass"))
        if content["format"] != _FORMAT:
            raise KeyError(content["format"])
        return {
            str(name): [(int(start), int(end), str(new), str(original)) for start, end, new, original in rows]
            for name, rows in content["places"].items()
        }
    except (ValueError, KeyError, TypeError) as error:
        raise ImportFileError(
            "This is no key of teema.", where=path, hint="It is the file that was named when names were replaced."
        ) from error
