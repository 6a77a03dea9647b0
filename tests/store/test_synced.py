"""Folders that a sync program carries are known by names and marks; there the file is whole after every change."""

from pathlib import Path

import pytest

from teema.store import Store, synced_by
from teema.store import synced as rules


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("C:/Users/aino/OneDrive/gradu", "OneDrive"),
        ("C:/Users/aino/OneDrive - Helsingin yliopisto/gradu", "OneDrive"),
        ("/Users/aino/Library/CloudStorage/OneDrive-Personal/gradu", "OneDrive"),
        ("/home/aino/Dropbox/gradu", "Dropbox"),
        ("/home/aino/Dropbox (Oma)/gradu", "Dropbox"),
        ("/Users/aino/Library/Mobile Documents/com~apple~CloudDocs/gradu", "iCloud Drive"),
        ("C:/Users/aino/iCloudDrive", "iCloud Drive"),
        ("/Users/aino/Library/CloudStorage/GoogleDrive-aino@example.org/Oma Drive", "Google Drive"),
        ("G:/Google Drive/gradu", "Google Drive"),
        ("/home/aino/Nextcloud/gradu", "Nextcloud"),
        ("/home/aino/gradu", ""),
        ("/home/aino/pilvilinnat", ""),
        ("/home/aino/OneDriven kopio pois", ""),
    ],
)
def test_is_known_by_the_names_on_the_way(folder: str, program: str) -> None:
    assert synced_by(Path(folder) / "tutkimus.teema") == program


@pytest.mark.parametrize(
    ("mark", "program"), [(".dropbox", "Dropbox"), (".sync_journal.db", "Nextcloud"), (".stfolder", "Syncthing")]
)
def test_is_known_by_the_marks_in_it_or_above(tmp_path: Path, mark: str, program: str) -> None:
    folder = tmp_path / "pilvi" / "gradu"
    folder.mkdir(parents=True)
    (folder.parent / mark).touch()
    assert synced_by(folder / "tutkimus.teema") == program


def test_marks_in_the_home_folder_are_the_programs_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    (tmp_path / ".dropbox").mkdir()
    (tmp_path / "gradu").mkdir()
    rules._synced_by.cache_clear()
    assert synced_by(tmp_path / "gradu" / "tutkimus.teema") == ""
    rules._synced_by.cache_clear()


def test_where_windows_says_that_onedrive_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path.resolve()))
    (tmp_path / "gradu").mkdir()
    assert synced_by(tmp_path / "gradu" / "tutkimus.teema") == "OneDrive"


def test_in_such_a_folder_the_file_is_whole_after_every_change(tmp_path: Path) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    store = Store.create(folder / "tutkimus.teema", coder="AJ")
    with store.step("set") as step:
        step.put("settings", {"name": "a", "value": "1"})
    carried = tmp_path / "toinen kone.teema"
    carried.write_bytes(store.path.read_bytes())  # only the study file, as it is now
    with Store(carried, coder="", read_only=True) as other:
        assert other.setting("a") == "1"
    assert sorted(item.name for item in folder.iterdir()) == ["tutkimus.teema", "tutkimus.teema-lock"]
    store.close()
