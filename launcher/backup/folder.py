"""The folder in which backups stand side by side: one is made under another name, and old ones go when a new one is good."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from launcher.backup.manifest import NAME, sync
from launcher.errors import CannotContinue

PREFIX = "digibank-"
UNFINISHED = ".unfinished-"
STAMP = "%Y%m%dT%H%M%SZ"


@contextmanager
def new_backup(folder: Path, keep: int) -> Iterator[Path]:
    """A place for one more backup, open to nobody else; when the block ends well it gets its name and the oldest go.

    What an earlier attempt left unfinished is removed first. One backup at a time is made in a folder.

    Args:
        keep: how many whole backups stay, this one included.

    Raises `CannotContinue` when another is being made there, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise CannotContinue(f"In {folder} kan geen kopie komen: {error.strerror}.") from None
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotContinue(f"In {folder} wordt al een kopie gemaakt.") from None
        for left_behind in folder.glob(f"{UNFINISHED}*"):
            shutil.rmtree(left_behind)
        name = f"{PREFIX}{datetime.now(UTC):{STAMP}}"
        place = folder / f"{UNFINISHED}{name}"
        place.mkdir(mode=0o700)
        try:
            yield place
        except BaseException:
            shutil.rmtree(place, ignore_errors=True)
            raise
        place.rename(folder / name)
        sync(folder)
        for old in whole_backups(folder)[:-keep]:
            # Its manifest first: what is half removed is no backup any more.
            (old / NAME).unlink()
            shutil.rmtree(old)
    finally:
        os.close(lock)


def whole_backups(folder: Path) -> list[Path]:
    """The backups in a folder that were finished, the oldest first."""
    return sorted(path.parent for path in folder.glob(f"{PREFIX}*/{NAME}"))
