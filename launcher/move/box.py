"""The one box of a move: its data folder, its server whether Digibank runs or not, and its key."""

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

from launcher.errors import CannotContinue
from launcher.move.state import sync_folder
from launcher.postgres.folder import holder_of, port_in_use
from launcher.postgres.server import EmbeddedPostgres, admin_url
from launcher.say import Say
from shared.runtime.settings import Settings

STOP_SECONDS = 60.0


@contextlib.asynccontextmanager
async def server_of(settings: Settings, folder: Path, say: Say) -> AsyncIterator[str]:
    """The address of a box's server, as superuser: of the one that runs, or of one that is started for as long as this takes.

    Raises `CannotContinue`, also when there is no data.
    """
    password = settings.master_key.password("postgres")
    if (port := port_in_use(folder)) is not None:
        yield admin_url(port, password)
        return
    postgres = EmbeddedPostgres(folder, password, say=say)
    try:
        postgres.start()
        await postgres.wait_until_ready()
        yield postgres.admin_url
    finally:
        await asyncio.to_thread(postgres.stop)


def check_key(settings: Settings) -> Path:
    """Where the master key is. Raises `CannotContinue` when it is nowhere: a new one would fit nothing."""
    file = settings.master_key_file or settings.data / "master.key"
    if not file.is_file():
        raise CannotContinue(f"Er is geen hoofdsleutel in {file}. Zet daar eerst de sleutel van deze Digibank (chmod 600).")
    return file


def copy_key(key: Path, to: Path) -> Path | None:
    """Have the key in another file too, for nobody else to read. A different one that was there gets another name, which is
    returned: whoever calls has seen that nothing is locked with it."""
    content, aside = key.read_bytes(), None
    if to.exists():
        if to.read_bytes().strip() == content.strip():
            return None
        aside = to.with_name(f"{to.name}.before-{datetime.now(UTC):%Y-%m-%dT%H%M%S}")
        to.rename(aside)
    to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    scratch = to.with_name(f".{to.name}.new")
    scratch.unlink(missing_ok=True)
    with os.fdopen(os.open(scratch, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(PermissionError):  # only root can give a file away
        around = to.parent.stat()
        os.chown(scratch, around.st_uid, around.st_gid)
    scratch.rename(to)
    sync_folder(to.parent)
    return aside


async def stop_running(folder: Path, say: Say) -> None:
    """Ask the Digibank that runs on this folder to stop, and wait until it has."""
    if (pid := holder_of(folder)) is None:
        return
    say("De Digibank op deze computer stopt…")
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP_SECONDS):
            while holder_of(folder) is not None:
                await asyncio.sleep(0.1)
    except TimeoutError:
        say(f"Proces {pid} stopt niet uit zichzelf. Stop het zelf; er verandert daar niets meer.")


def aside(folder: Path) -> Path:
    """A free name beside a folder, for what it holds now."""
    return folder.with_name(f"{folder.name}-before-{datetime.now(UTC):%Y-%m-%dT%H%M%S}")


def remove(folder: Path) -> None:
    """Remove what an earlier try left half-way."""
    if folder.exists():
        shutil.rmtree(folder)
