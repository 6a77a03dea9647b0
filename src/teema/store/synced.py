"""Folders that a sync program carries to other computers, known by their names and by marks that the programs leave."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path

__all__ = ["synced_by"]

# Names of folders on the way to the file, whole; letter case aside. A work account adds the name of the employer.
_NAMES = (
    ("OneDrive", re.compile(r"onedrive( - .+|-.+)?|.+ - onedrive")),
    ("SharePoint", re.compile(r"sharepoint|sharepoint - .+")),
    ("Dropbox", re.compile(r"dropbox( \(.+\))?")),
    ("iCloud Drive", re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents")),
    ("Google Drive", re.compile(r"google ?drive|googledrive-.+|my drive|oma drive|min enhet")),
    ("Nextcloud", re.compile(r"nextcloud.*|owncloud.*")),
    ("Box", re.compile(r"box sync|box-box")),
)
# Files and folders that the programs leave in the folder they carry, or in one above.
_MARKS = (
    ("OneDrive", ".849C9593-D756-4E56-8D6E-42412F2A707B"),
    ("Dropbox", ".dropbox"),
    ("Dropbox", ".dropbox.cache"),
    ("Google Drive", ".tmp.driveupload"),
    ("Google Drive", ".tmp.drivedownload"),
    ("Nextcloud", ".sync_journal.db"),
    ("Nextcloud", ".owncloudsync.log"),
    ("Nextcloud", ".nextcloudsync.log"),
    ("Syncthing", ".stfolder"),
)
# Where Windows says where OneDrive is.
_VARIABLES = ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")


def synced_by(path: Path) -> str:
    """Return the name of the program that syncs the folder of a file, or nothing; nothing is asked of any network.

    Example:
        >>> synced_by(Path("/home/aino/OneDrive - Yliopisto/gradu/tutkimus.teema"))
        'OneDrive'
        >>> synced_by(Path("/home/aino/gradu/tutkimus.teema"))
        ''
    """
    return _synced_by(Path(os.path.realpath(path)).parent)


@lru_cache(maxsize=64)
def _synced_by(folder: Path) -> str:
    above = [folder, *folder.parents]
    for program, pattern in _NAMES:
        if any(pattern.fullmatch(part.name.casefold()) for part in above):
            return program
    for name in _VARIABLES:
        if os.environ.get(name) and Path(os.environ[name]) in above:
            return "OneDrive"
    home = Path("~").expanduser()
    for part in above:
        if part in {home, *home.parents}:  # a program keeps its own data in the home folder, under the same names
            break
        for program, mark in _MARKS:
            if (part / mark).exists():
                return program
    return ""
