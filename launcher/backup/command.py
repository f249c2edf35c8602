"""`./digibank backup`: everything this installation knows, at one moment, in one folder. Not its master key."""

import asyncio
import shutil
import stat
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from launcher.backup.box import copy_server
from launcher.backup.cut import REVISIONS
from launcher.backup.databases import dump_databases, owners
from launcher.backup.erased import keep_list
from launcher.backup.events import FILE, copy_events, read_counters
from launcher.backup.folder import STAMP, new_backup, whole_backups
from launcher.backup.manifest import Manifest, describe_files, sync, write_manifest
from launcher.disk import check_room, size_in_words
from launcher.errors import CannotContinue
from launcher.say import Say
from shared.database.raw import CONNECTION_ERRORS
from shared.runtime.keys import MasterKey
from shared.runtime.settings import Settings

KEEP = 7
JOURNAL_BYTES = 64_000_000
"""What the journal of the time that a copy takes may need, beside the databases."""


def backup(settings: Settings, folder: Path | None, keep: int, *, box: bool, say: Say) -> Path:
    """Make a backup while everything goes on working; gives its folder.

    Args:
        folder: where it comes, beside earlier ones; None is the folder of the settings.
        keep: how many stay, this one included. Older ones go once it is whole.
        box: whether the server is the embedded one, of which everything is copied; else databases are dumped one by one.

    Raises `CannotContinue`; then nothing is left behind and no older backup is gone.
    """
    folder = (folder or settings.backups or _no_folder()).absolute()
    if folder.is_relative_to((settings.data / "postgres").absolute()):
        raise CannotContinue("Zet de kopie op een andere plaats dan in de map van de databank.")
    with new_backup(folder, keep) as place:
        manifest = asyncio.run(_backup(settings, place, box, say))
        asyncio.run(keep_list(settings, folder))
        write_manifest(place, manifest)
    made = whole_backups(folder)[-1]
    say(f"De kopie staat in {made} ({size_in_words(manifest.size)}).")
    say("De hoofdsleutel zit er niet in. Bewaar die apart: ./digibank backup-key --to FILE")
    return made


async def _backup(settings: Settings, place: Path, box: bool, say: Say) -> Manifest:
    began = datetime.now(UTC)
    try:
        # Before the moment of the backup: what comes in between goes out again from the outboxes.
        known = await read_counters(settings) if settings.kafka else {}
        say("Kopie maken. Digibank werkt gewoon verder…")
        if box:
            revisions, postgres, room = await _look(settings, place)
            await asyncio.to_thread(copy_server, settings.postgres, place, say)
            instant = datetime.now(UTC)
        else:
            snapshots = await dump_databases(settings, place, say)
            revisions = {name: snapshot.revisions for name, snapshot in snapshots.items()}
            postgres = max(snapshot.postgres for snapshot in snapshots.values())
            room = sum(snapshot.size for snapshot in snapshots.values())
            instant = max(snapshot.taken_at for snapshot in snapshots.values())
    except CONNECTION_ERRORS as error:
        raise CannotContinue(f"De kopie is niet gelukt: {str(error).partition(chr(10))[0]}.") from None
    if settings.kafka:
        # After the data: what the data says was published is then among them.
        say(f"{await copy_events(settings, place / FILE, known)} gebeurtenissen gekopieerd.")
    return Manifest(
        kind="box" if box else "databases",
        began_at=began,
        ended_at=datetime.now(UTC),
        instant=instant,
        postgres=postgres,
        room=room,
        key=settings.master_key.fingerprint(),
        events="file" if settings.kafka else "database",
        revisions=revisions,
        files=await asyncio.to_thread(describe_files, place),
    )


async def _look(settings: Settings, place: Path) -> tuple[Mapping[str, list[str]], int, int]:
    """The migrations of each database, the server's major version, and what all takes on disk; there has to be room for that."""
    revisions, needed, version = {}, JOURNAL_BYTES, 0
    for name, url in owners(settings).items():
        connection = await asyncpg.connect(url, timeout=10)
        try:
            revisions[name] = [row["version_num"] for row in await connection.fetch(REVISIONS)]
            needed += await connection.fetchval("SELECT pg_database_size(current_database())")
            version = connection.get_server_version().major
        finally:
            await connection.close()
    check_room(place, needed)
    return revisions, version, needed


def backup_key(settings: Settings, target: Path, say: Say) -> None:
    """Copy the master key to a file that is not there yet, or into a folder. Raises `CannotContinue`, `MasterKeyError`."""
    source = settings.master_key_path
    if target.is_dir():
        target /= f"digibank-master-{datetime.now(UTC):{STAMP}}.key"
    try:
        key = MasterKey.load(source)
        with target.open("xb") as file:
            target.chmod(stat.S_IRUSR | stat.S_IWUSR)
            file.write(source.read_bytes())
        sync(target)
        if MasterKey.load(target).fingerprint() != key.fingerprint():
            raise CannotContinue(f"Wat in {target} staat, is niet de sleutel. Probeer een andere plaats.")
    except FileExistsError:
        raise CannotContinue(f"{target} bestaat al. Er wordt nooit een sleutel overschreven.") from None
    except OSError as error:
        raise CannotContinue(f"De sleutel is niet te kopiëren naar {target}: {error.strerror}.") from None
    say(f"De hoofdsleutel staat ook in {target}.")
    say("Bewaar die op een andere plaats dan de kopieën van de gegevens. Wie allebei heeft, kan alles lezen.")


def put_key_back(settings: Settings, source: Path, fingerprint: str) -> None:
    """Copy a master key to where this installation wants it. Raises `CannotContinue` unless it is the one of a backup."""
    target = settings.master_key_path
    try:
        if MasterKey.load(source).fingerprint() != fingerprint:
            raise CannotContinue(f"De sleutel in {source} hoort niet bij deze kopie.")
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        scratch = target.with_name(f".{target.name}.new")
        scratch.touch(mode=0o600)
        shutil.copyfile(source, scratch)
        sync(scratch)
        scratch.rename(target)
    except OSError as error:
        raise CannotContinue(f"De sleutel {source} is niet terug te zetten: {error.strerror}.") from None


def _no_folder() -> Path:
    raise CannotContinue("Waar moet de kopie komen? Geef een map met --to, of zet DIGIBANK_BACKUPS.")
