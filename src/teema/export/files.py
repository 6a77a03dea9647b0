"""Writing a file whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from teema.errors import UnusableValueError

__all__ = ["write_whole"]


def write_whole(path: str | Path, write: Callable[[Path], object]) -> Path:
    """Write beside the target and move into its place when the file is whole.

    Args:
        path: The file; one of the same name is replaced.
        write: Gets the path to write to.

    Raises:
        UnusableValueError: The folder is missing, or the file may not be written to (often: open in Excel).

    Example:
        >>> folder = getfixture("tmp_path")
        >>> write_whole(folder / "a.txt", lambda place: place.write_text("valmis")).read_text()
        'valmis'
    """
    path = Path(path).absolute()
    if not path.parent.is_dir():
        raise UnusableValueError("The folder does not exist.", where=path.parent, hint="Make the folder first.")
    unfinished = path.with_name(f".{path.stem}-{os.getpid()}{path.suffix}")
    try:
        write(unfinished)
        unfinished.replace(path)
    except OSError as error:
        reason = "is open in another program or may not be written to" if isinstance(error, PermissionError) else error
        raise UnusableValueError(
            f"The file cannot be written ({reason}).",
            where=path,
            hint="Close it in Excel, see that there is room on the disk, or choose another name.",
        ) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return path
