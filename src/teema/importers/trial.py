"""Opening a workbook on trial: in a program of its own, whose memory is bounded and which may fail without harm."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from teema.errors import ImportFileError
from teema.importers.limits import CELLS, EDGES

__all__ = ["check_by_trial"]

_PATIENCE = 60  # seconds

# Its exit says: 0, read it; 3, too large; 4, the reader broke off.
_TRIAL = """
import sys
sys.path.insert(0, sys.argv[1])
from python_calamine import CalamineWorkbook
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (4 * 2**30, 4 * 2**30))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
except (ImportError, OSError, ValueError):
    pass
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

    home = str(Path(python_calamine.__file__).parents[1])
    again = "Open it in Excel or LibreOffice and save it again as .xlsx."
    command = [sys.executable, "-S", "-E", "-c", _TRIAL, home, str(path), str(CELLS)]
    try:
        done = subprocess.run(  # noqa: S603 -- our own interpreter and our own text
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise ImportFileError(
            f"The workbook did not open within {_PATIENCE} seconds.", where=path, hint=again
        ) from error
    except (OSError, ValueError):  # no interpreter of that name: then it is opened without a trial
        return
    if done.returncode == 3:
        raise ImportFileError(f"A sheet reaches over more than {CELLS:,} cells.", where=path, hint=EDGES)
    if done.returncode not in (0, 1):
        raise ImportFileError("The workbook cannot be read: the reader broke off.", where=path, hint=again)
