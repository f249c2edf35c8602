"""Backups side by side: only whole ones count, a failed one takes nothing with it, and one is made at a time."""

import shutil
from pathlib import Path

import pytest

from launcher.backup.command import backup_key
from launcher.backup.folder import new_backup, whole_backups
from launcher.backup.manifest import NAME
from launcher.disk import check_room
from launcher.errors import CannotContinue
from shared.runtime.keys import MasterKey
from shared.runtime.settings import Settings


def make(folder: Path, monkeypatch: pytest.MonkeyPatch, second: int, keep: int = 2) -> None:
    monkeypatch.setattr("launcher.backup.folder.STAMP", f"20260101T0000{second:02}Z")
    with new_backup(folder, keep) as place:
        (place / NAME).touch()


def test_old_backups_go_only_after_a_new_one_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, monkeypatch, 1)
    make(tmp_path, monkeypatch, 2)
    monkeypatch.setattr("launcher.backup.folder.STAMP", "20260101T000003Z")
    with pytest.raises(ZeroDivisionError), new_backup(tmp_path, 2):
        raise ZeroDivisionError
    assert [path.name[-3:-1] for path in whole_backups(tmp_path)] == ["01", "02"]
    (tmp_path / ".unfinished-digibank-killed").mkdir()
    make(tmp_path, monkeypatch, 4)
    assert [path.name[-3:-1] for path in whole_backups(tmp_path)] == ["02", "04"]
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [path.name for path in whole_backups(tmp_path)]


def test_one_backup_at_a_time_and_with_room_for_it(tmp_path: Path) -> None:
    with new_backup(tmp_path, 2), pytest.raises(CannotContinue, match="wordt al een kopie"), new_backup(tmp_path, 2):
        pass
    with pytest.raises(CannotContinue, match="te weinig plaats"):
        check_room(tmp_path / "not" / "there", shutil.disk_usage(tmp_path).free * 2)


def test_a_key_is_copied_for_its_owner_only_and_never_over_another(tmp_path: Path) -> None:
    settings, kept = Settings(data=tmp_path / "data"), tmp_path / "kept.key"
    with pytest.raises(CannotContinue):
        backup_key(settings, kept, lambda line: None)
    assert not kept.exists()
    fingerprint = settings.master_key.fingerprint()
    backup_key(settings, kept, lambda line: None)
    assert MasterKey.load(kept).fingerprint() == fingerprint
    with pytest.raises(CannotContinue, match="bestaat al"):
        backup_key(settings, kept, lambda line: None)
