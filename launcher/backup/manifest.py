"""What a backup says about itself: `manifest.json` beside its files, written last."""

import os
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import file_digest
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from launcher.errors import CannotContinue

NAME = "manifest.json"


class File(BaseModel):
    """One file of a backup: its size in bytes and its SHA-256 in hexadecimal digits."""

    model_config = ConfigDict(frozen=True)

    size: int
    sha256: str


class Manifest(BaseModel):
    """A backup, told.

    Attributes:
        format: of this file; another number is of another release.
        kind: `box` is a copy of the whole embedded server, `databases` a dump per database.
        began_at, ended_at: when it was made, in UTC.
        instant: the moment that the data is of; nothing later is in it.
        postgres: major version of the server.
        room: what the data takes on disk once it is put back, in bytes.
        key: fingerprint of the master key, without which the data cannot be used.
        events: `database` when the log of events is one of the databases, `file` when Kafka's were copied into a file.
        revisions: per database the migrations it had; a release that does not know them cannot work with it.
        files: by path within the backup.
    """

    model_config = ConfigDict(frozen=True)

    format: Literal[1] = 1
    kind: Literal["box", "databases"]
    began_at: datetime
    ended_at: datetime
    instant: datetime
    postgres: int
    room: int
    key: str
    events: Literal["database", "file"]
    revisions: Mapping[str, list[str]]
    files: Mapping[str, File]

    @property
    def size(self) -> int:
        """All its files together, in bytes."""
        return sum(file.size for file in self.files.values())


def describe_files(folder: Path) -> dict[str, File]:
    """Every file in a folder, by its path in there; each is on the disk for good afterwards."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[path.relative_to(folder).as_posix()] = _look_at(path)
            sync(path)
    for inside in sorted(path for path in folder.rglob("*") if path.is_dir()):
        sync(inside)
    return found


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put it beside the files, for good."""
    path = folder / NAME
    path.write_text(manifest.model_dump_json(indent=2) + "\n")
    sync(path)
    sync(folder)


def read_manifest(folder: Path) -> Manifest:
    """What a backup says. Raises `CannotContinue` when the folder is not a whole backup that this release understands."""
    try:
        return Manifest.model_validate_json((folder / NAME).read_bytes())
    except OSError:
        raise CannotContinue(f"In {folder} staat geen volledige kopie: {NAME} ontbreekt of is niet te lezen.") from None
    except ValidationError:
        raise CannotContinue(f"De kopie in {folder} is van een andere versie van Digibank, of {NAME} is beschadigd.") from None


def check_files(folder: Path, manifest: Manifest, progress: Callable[[str], None]) -> None:
    """Compare every file with the manifest. Raises `CannotContinue`, which names the first that differs."""
    for name, wanted in manifest.files.items():
        progress(f"Nakijken: {name}")
        path = folder / name
        try:
            good = path.stat().st_size == wanted.size and _look_at(path) == wanted
        except OSError as error:
            raise CannotContinue(f"De kopie is niet volledig: {path} is niet te lezen ({error.strerror}).") from None
        if not good:
            raise CannotContinue(f"De kopie is beschadigd: {path} is niet meer wat het was. Neem een andere kopie.")


def sync(path: Path) -> None:
    """Have a file or a folder on the disk for good."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _look_at(path: Path) -> File:
    with path.open("rb") as file:
        return File(size=path.stat().st_size, sha256=file_digest(file, "sha256").hexdigest())
