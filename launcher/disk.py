"""How much room a disk has, and how people say so."""

import os
import shutil
from pathlib import Path

from launcher.errors import CannotContinue


def nearest(folder: Path) -> Path:
    """The folder itself, or the first above it that exists: they will be on the same disk."""
    folder = folder.absolute()
    while not folder.exists():
        folder = folder.parent
    return folder


def check_room(folder: Path, needed: float) -> None:
    """Raise `CannotContinue` when the disk of a folder, there or to be made, has no room for that many bytes."""
    if (free := shutil.disk_usage(nearest(folder)).free) < needed:
        raise CannotContinue(f"Er is te weinig plaats in {folder}: {size_in_words(needed)} nodig, {size_in_words(free)} vrij.")


def names_left(folder: Path) -> int | None:
    """How many more files and folders the disk of a folder can name; None where it does not count them."""
    found = os.statvfs(nearest(folder))
    return found.f_favail if found.f_files else None


def size_in_words(size: float) -> str:
    """A number of bytes for people."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(1, round(size / 1e6))} MB"
