"""Opening a file in a program of its own, whose memory is bounded and which may fail without harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from teema.errors import ImportFileError
from teema.importers.limits import EDGES

__all__ = ["check_by_trial", "run_apart"]

_PATIENCE = 60  # seconds
_CELLS = 15_000_000  # from the first to the last; these readers hold each twice

_BOUNDED = """
import sys
sys.path.insert(0, sys.argv[1])
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, OSError, ValueError):
    pass
"""

# Its exit says: 0, read it; 3, too large; 4, the reader broke off.
_TRIAL = """
from python_calamine import CalamineWorkbook
try:
    book = CalamineWorkbook.from_path(sys.argv[2])
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.end is not None and (sheet.end[0] + 1) * (sheet.end[1] + 1) > int(sys.argv[3]):
            sys.exit(3)
except MemoryError:
    sys.exit(3)
except Exception:
    sys.exit(0)
except SystemExit:
    raise
except BaseException:
    sys.exit(4)
"""


def check_by_trial(path: Path) -> None:
    """Open a workbook of an old or rare format in a program of its own first, which may fail without harm.

    Raises:
        ImportFileError: It broke off there, took a minute, or holds too many cells.
    """
    import python_calamine

    again = "Open it in Excel or LibreOffice and save it again as .xlsx."
    done = run_apart(_TRIAL, str(python_calamine.__file__), path, str(_CELLS), again=again)
    if done is None:
        return
    if done.returncode == 3:
        raise ImportFileError(f"A sheet reaches over more than {_CELLS:,} cells.", where=path, hint=EDGES)
    if done.returncode not in (0, 1):
        raise ImportFileError("The workbook cannot be read: the reader broke off.", where=path, hint=again)


def run_apart(
    code: str, module: str, path: Path, *arguments: str, again: str
) -> subprocess.CompletedProcess[bytes] | None:
    """Return how a program ended that reads the file, and what it wrote; None where no program can be started.

    Args:
        code: What it does; `sys.argv[2]` is the file, the arguments follow.
        module: File of the package that reads, which the program must find.
        path: The file.
        arguments: More words for the program.
        again: What the user is to do when it takes too long.

    Raises:
        ImportFileError: It took a minute.
    """
    home = str(Path(module).parents[1])
    try:
        return subprocess.run(  # noqa: S603 -- our own interpreter and our own text
            [sys.executable, "-S", "-E", "-c", _BOUNDED + code, home, str(path), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise ImportFileError(f"The file did not open within {_PATIENCE} seconds.", where=path, hint=again) from error
    except (OSError, ValueError):  # no interpreter of that name
        return None
