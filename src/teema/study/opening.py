"""Making and opening study files."""

from __future__ import annotations

import os
import platform
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from teema.errors import StudyExistsError, UnusableValueError
from teema.store import Store, synced_by, to_disk
from teema.study import survey_rows
from teema.study.study import Study
from teema.terms import LANGUAGES, Language, term

if TYPE_CHECKING:
    from teema.survey import Survey

__all__ = ["SyncedFolderWarning", "create", "open"]

# Studies that this process has open for writing, so that running a notebook's cell again can hand the file over.
_OPEN: WeakValueDictionary[str, Study] = WeakValueDictionary()
_WARNED: set[str] = set()


class SyncedFolderWarning(UserWarning):
    """The study lies in a folder that a sync program carries to other computers."""


def create(path: str | Path, survey: Survey, *, coder: str, language: Language = "fi") -> Study:
    """Make a new study file from a survey and open it.

    Args:
        path: The file to make, usually `name.teema`.
        survey: As `teema.read_survey` returns it.
        coder: Initials or name of the person who works; stands on every coding and journal line.
        language: Language of the answers and of everything shown: fi, sv or en.

    Raises:
        StudyExistsError: The file is already there.
        UnusableValueError: The folder does not exist or cannot be written to, or the language is not known.
    """
    path = Path(path).absolute()
    if language not in LANGUAGES:
        raise UnusableValueError.of("language", language, LANGUAGES)
    if path.exists():
        raise StudyExistsError(
            "There is already a file of this name.",
            where=path,
            hint=f'Open it with teema.open("{path.name}", coder="{coder}"), or choose another name.',
        )
    # Made beside its place and moved there when whole: a failed import leaves no half-made study.
    unfinished = path.with_name(f".{path.name}-{os.getpid()}")
    store = Store.create(unfinished, coder=coder)
    try:
        survey_rows.put_survey(store, survey, language=language)
    except BaseException:
        store.close()
        unfinished.unlink(missing_ok=True)
        raise
    store.close()
    unfinished.rename(path)
    to_disk(path.parent)
    return open(path, coder=coder)


def open(path: str | Path, *, coder: str = "", read_only: bool = False) -> Study:  # noqa: A001 -- teema.open
    """Open a study file.

    One program at a time may write to a study; any number may read it. In a notebook, running the cell again takes the
    file over from the object that the cell made before.

    Args:
        path: The study file.
        coder: Who works; may be left out when reading only.
        read_only: Open without the right to write.

    Raises:
        NotFoundError: There is no such file.
        StudyInUseError: It is open for writing elsewhere; says by whom.
        DamagedStudyError: The file is no study, is damaged, or was made by a newer teema.
        UnusableValueError: No coder was named.

    Warns:
        SyncedFolderWarning: A sync program carries the folder (said once), or the study seems open on another computer.
    """
    if not coder.strip() and not read_only:
        raise UnusableValueError(
            "Who works on the study was not said.", where=path, hint='Name the coder: teema.open(…, coder="AJ").'
        )
    key = os.path.realpath(path)
    former = _OPEN.get(key)
    if former is not None and not read_only and _in_notebook():
        former.close()
    study = Study(Store(path, coder=coder.strip(), read_only=read_only))
    if not read_only:
        _OPEN[key] = study
        _warn_of_sync(study, key)
    return study


def _warn_of_sync(study: Study, key: str) -> None:
    """Say once that a sync program carries the folder; of another computer that has the study open, every time."""
    program = synced_by(study.path)
    if not program:
        return
    said = []
    if key not in _WARNED:
        _WARNED.add(key)
        said.append(term("store.synced", study.language, program=program, folder=study.path.parent))
    if study.store.left_open_on not in ("", platform.node()):
        said.append(term("store.elsewhere", study.language, computer=study.store.left_open_on))
    if said:
        warnings.warn(f"{study.path.name}: {' '.join(said)}", SyncedFolderWarning, stacklevel=3)


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None
