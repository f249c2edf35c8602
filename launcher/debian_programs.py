"""Programs that only tests use, out of packages of Debian: unpacked beside the project, not installed, so none starts by itself."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from launcher.environment import PROJECT
from launcher.say import Say

PROGRAMS = {"caddy": "usr/bin/caddy", "prometheus": "usr/bin/prometheus"}
"""By the name of the package, where its program is."""
FETCH_SECONDS = 180


def find_program(package: str, tools: Path = PROJECT / ".tools") -> str | None:
    """Where a program is that was installed or unpacked before, or None."""
    unpacked = tools / f"debian-{package}" / PROGRAMS[package]
    return shutil.which(unpacked.name) or (str(unpacked) if unpacked.exists() else None)


def fetch_program(package: str, say: Say, tools: Path = PROJECT / ".tools") -> str | None:
    """Where a program is, unpacked first when it was nowhere; None where that does not work, with why told to `say`."""
    if (found := find_program(package, tools)) is not None:
        return found
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return None
    say(f"Het pakket {package} wordt opgehaald voor de tests. Dit duurt even.")
    tools.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=tools) as folder:
        scratch = Path(folder)
        download = ["apt-get", "download", "-q", package]
        # Lists that are too old name a package that is gone; only root may bring them up to date.
        if not _done(download, scratch, say) and not (os.geteuid() == 0 and _done(["apt-get", "update", "-q"], scratch, say)):
            return None
        if not any(scratch.glob("*.deb")) and not _done(download, scratch, say):
            return None
        if not _done(["dpkg-deb", "-x", str(next(scratch.glob("*.deb"))), "unpacked"], scratch, say):
            return None
        place = tools / f"debian-{package}"
        if not place.exists():  # another process may have been first
            (scratch / "unpacked").rename(place)
    return find_program(package, tools)


def _done(command: list[str], folder: Path, say: Say) -> bool:
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=FETCH_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"Dat is niet gelukt: {' '.join(command)}: {error}")
        return False
    if done.returncode != 0:
        say(f"Dat is niet gelukt: {' '.join(command)}: {(done.stderr.strip().splitlines() or ['zonder uitleg'])[-1]}")
    return done.returncode == 0
