"""What a restore says no to, before anything moved."""

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from launcher.backup.manifest import Manifest, describe_files, write_manifest
from launcher.backup.restore import restore
from launcher.errors import CannotContinue
from launcher.postgres.testing import folder_for_tests
from shared.runtime.settings import Settings

Make = Callable[..., Path]


@pytest.fixture
def box(tmp_path: Path) -> Iterator[Settings]:
    """A computer with a key and no data, in a place where a server may work."""
    folder = folder_for_tests(tmp_path / "box")
    settings = Settings(data=folder / "data")
    assert settings.master_key
    yield settings
    shutil.rmtree(folder)


@pytest.fixture
def made(tmp_path: Path, box: Settings) -> Make:
    """Makes a backup of nothing for that computer; what is given is told otherwise."""

    def make(**otherwise: Any) -> Path:
        folder = tmp_path / "backup"
        folder.mkdir()
        (folder / "base.tar.gz").write_bytes(b"nothing")
        now = datetime.now(UTC)
        said = {"kind": "box", "began_at": now, "ended_at": now, "instant": now, "postgres": 18, "room": 1, "events": "database"}
        said |= {"key": box.master_key.fingerprint(), "revisions": {}, "files": describe_files(folder)} | otherwise
        write_manifest(folder, Manifest.model_validate(said))
        return folder

    return make


def refused(settings: Settings, source: Path, words: str, **options: Any) -> None:
    with pytest.raises(CannotContinue, match=words):
        restore(settings, source, say=lambda line: None, **options)
    assert not (settings.data / "postgres" / "cluster").exists()


def test_a_backup_of_another_kind_of_installation(box: Settings, made: Make) -> None:
    refused(box, made(kind="databases"), "--postgres")


def test_a_backup_with_its_events_elsewhere(box: Settings, made: Make) -> None:
    refused(box, made(events="file"), "--kafka")


def test_a_backup_of_a_newer_release(box: Settings, made: Make) -> None:
    refused(box, made(revisions={"loans": ["loans_9999"]}), "nieuwere Digibank")


def test_a_backup_of_another_version_of_postgres(box: Settings, made: Make) -> None:
    refused(box, made(postgres=16), "PostgreSQL 16")


def test_a_backup_of_which_a_file_is_gone(box: Settings, made: Make) -> None:
    source = made()
    (source / "base.tar.gz").unlink()
    refused(box, source, "niet volledig")


def test_a_key_of_another_installation(box: Settings, made: Make, tmp_path: Path) -> None:
    source = made(key="0123456789abcdef")
    refused(box, source, "hoort niet bij deze kopie")
    other = tmp_path / "other.key"
    box.master_key_path.rename(other)
    refused(box, source, "hoort niet bij deze kopie", key=other)
    assert not box.master_key_path.exists()


def test_a_folder_that_is_no_backup(box: Settings, tmp_path: Path) -> None:
    refused(box, tmp_path, "geen volledige kopie")
    one = tmp_path / "digibank-20260101T000000Z"
    one.mkdir()
    (one / "manifest.json").write_text("{}")
    refused(box, tmp_path, f"Kies er één; de nieuwste is {one}")
    (tmp_path / "manifest.json").write_text('{"format": 2}')
    (one / "manifest.json").unlink()
    refused(box, tmp_path, "andere versie")
