"""`./digibank restore`: put a backup back, and have the bus go on from there."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from launcher.backup.box import unpack_server
from launcher.backup.command import put_key_back
from launcher.backup.databases import owners, restore_databases
from launcher.backup.erased import forget_again
from launcher.backup.events import FILE, check_past, copy_events, rebuild_topics
from launcher.backup.folder import STAMP, whole_backups
from launcher.backup.manifest import Manifest, check_files, read_manifest, sync
from launcher.backup.unfinished import WRITING, Lacks, begin, check_events_may_come, end, lacks_only_events
from launcher.disk import check_room
from launcher.errors import CannotContinue
from launcher.house import LOG_DATABASE, LOG_MIGRATIONS, load_services
from launcher.postgres.folder import PostgresFolder
from launcher.postgres.programs import major_version, programs_folder
from launcher.postgres.server import EmbeddedPostgres
from launcher.say import Say
from shared.database.migrations import known_revisions
from shared.database.raw import CONNECTION_ERRORS
from shared.runtime.keys import MasterKey
from shared.runtime.running import BUS_MIGRATIONS
from shared.runtime.settings import Settings

END_SESSIONS = "UPDATE session SET ended_at = $1 WHERE ended_at IS NULL"


def restore(
    settings: Settings, source: Path, *, key: Path | None = None, replace: bool = False, only_events: bool = False, say: Say
) -> None:
    """Put a whole backup back: all its databases or none.

    Args:
        settings: with an address of PostgreSQL, a backup of databases is put back there; without, one of a box in the data folder.
        key: a copy of the master key, for a computer that has none.
        replace: whether what is there now may go aside; it is renamed, never removed.
        only_events: the databases are whole and stay, and only Kafka lost its events: fill it again.

    Raises `CannotContinue`: the backup or the key is not good, Digibank runs, something is in the way.
    """
    manifest = read_manifest(_one_of(source))
    say(f"Kopie van {manifest.instant:%d-%m-%Y %H:%M} UTC.")
    _check_kind(settings, manifest, only_events)
    _check_revisions(manifest)
    _check_key(settings, manifest, key)
    check_files(source, manifest, say)
    box = not settings.postgres
    if box and only_events:
        asyncio.run(_with_server(settings, source, say, new_data=False))
    elif box:
        aside = _restore_box(settings, source, manifest, replace, say)
        asyncio.run(_with_server(settings, source, say, new_data=True))
        _tell_aside(aside, say)
    else:
        try:
            asyncio.run(_restore_elsewhere(settings, source, manifest, replace, only_events, say))
        except CONNECTION_ERRORS as error:
            raise CannotContinue(f"Terugzetten is niet gelukt: {str(error).partition(chr(10))[0]}.") from None
    say("Klaar. Start Digibank nu zoals altijd." + ("" if only_events else " Iedereen meldt zich opnieuw aan."))


def _one_of(source: Path) -> Path:
    """The same folder. Raises `CannotContinue` when it is the one around the backups: somebody has to choose."""
    if whole := whole_backups(source):
        raise CannotContinue(f"In {source} staan alle kopieën naast elkaar. Kies er één; de nieuwste is {whole[-1]}")
    return source


def _check_kind(settings: Settings, manifest: Manifest, only_events: bool) -> None:
    wanted = "databases" if settings.postgres else "box"
    if manifest.kind != wanted and not only_events:
        raise CannotContinue(
            "Dit is een kopie van een eigen PostgreSQL. Geef het adres met --postgres."
            if manifest.kind == "databases"
            else "Dit is een kopie van één computer met ingebouwde databank. Zet ze terug zonder --postgres."
        )
    if (manifest.events == "file") != bool(settings.kafka):
        raise CannotContinue(
            "Deze kopie hoort bij Kafka. Geef het adres met --kafka."
            if manifest.events == "file"
            else "Deze kopie heeft haar gebeurtenissen in de databank. Zet ze terug zonder Kafka."
        )


def _check_revisions(manifest: Manifest) -> None:
    """A database of a newer release cannot be worked with; an older one is brought to today's shape at the next start."""
    packages: dict[str, tuple[str, ...]] = {service.name: (BUS_MIGRATIONS, service.migrations) for service in load_services()}
    packages[LOG_DATABASE] = (LOG_MIGRATIONS,)
    for name, revisions in manifest.revisions.items():
        if name not in packages or set(revisions) - known_revisions(*packages[name])[0]:
            raise CannotContinue("Deze kopie is van een nieuwere Digibank dan deze. Zet eerst die versie klaar.")


def _check_key(settings: Settings, manifest: Manifest, key: Path | None) -> None:
    try:
        good = MasterKey.load(settings.master_key_path).fingerprint() == manifest.key
    except FileNotFoundError:
        if key is None:
            raise CannotContinue("De hoofdsleutel is er niet. Geef een bewaarde kopie ervan met --key FILE.") from None
        put_key_back(settings, key, manifest.key)
        return
    if not good:
        raise CannotContinue(
            f"De hoofdsleutel {settings.master_key_path} hoort niet bij deze kopie. "
            "Zet dat bestand opzij en geef de juiste met --key FILE."
        )


def _restore_box(settings: Settings, source: Path, manifest: Manifest, replace: bool, say: Say) -> Path | None:
    folder = PostgresFolder(settings.data / "postgres")
    folder.enter()
    try:
        if (ours := major_version(programs_folder(), folder.account, folder.path)) != manifest.postgres:
            raise CannotContinue(f"De kopie is van PostgreSQL {manifest.postgres}, en hier is het {ours}.")
        if folder.cluster.exists() and not replace:
            raise CannotContinue(f"In {folder.path} staan al gegevens. Met --replace gaan die opzij, onder een andere naam.")
        check_room(folder.path, manifest.room)
        say("Uitpakken en nakijken…")
        unpacked = unpack_server(source, folder)
        aside = None
        if folder.cluster.exists():
            aside = folder.path / f"cluster.before-{datetime.now(UTC):{STAMP}}"
            folder.cluster.rename(aside)
        unpacked.rename(folder.cluster)
        sync(folder.path)
        return aside
    finally:
        folder.leave()


async def _with_server(settings: Settings, source: Path, say: Say, *, new_data: bool) -> None:
    """What has to be done inside, with the embedded server up for as long as that takes."""
    server = EmbeddedPostgres(settings.data / "postgres", settings.master_key.password("postgres"), say=say)
    server.start()
    try:
        await server.wait_until_ready()
        settings.postgres = server.admin_url
        if new_data:
            await begin(settings.postgres, list(owners(settings)), Lacks.databases)
        await _finish(settings, source, say, new_data=new_data)
    finally:
        await asyncio.to_thread(server.stop)


async def _restore_elsewhere(
    settings: Settings, source: Path, manifest: Manifest, replace: bool, only_events: bool, say: Say
) -> None:
    if not only_events:
        for name in await restore_databases(settings, source, sorted(manifest.revisions), replace, say):
            _tell_aside(name, say)
    await _finish(settings, source, say, new_data=not only_events)


async def _finish(settings: Settings, source: Path, say: Say, *, new_data: bool) -> None:
    """Everything after the databases themselves; those that are new rest until then."""
    names = list(owners(settings))
    if new_data:
        await _end_sessions(settings)
        await forget_again(settings, source.parent, say)
        await lacks_only_events(settings.postgres, names)
    if settings.kafka:
        await _restore_events(settings, source, say)
    if new_data or settings.kafka:
        await end(settings.postgres, names)


async def _restore_events(settings: Settings, source: Path, say: Say) -> None:
    names = list(owners(settings))
    await check_events_may_come(settings.postgres, names)
    await check_past(settings, source / FILE)
    kept = source.parent / f"events-before-{datetime.now(UTC):{STAMP}}.jsonl.gz"
    say(f"Wat Kafka nu heeft, gaat naar {kept}…")
    await copy_events(settings, kept)
    sync(kept)
    # From here on Kafka lacks something, until it has it all again.
    await begin(settings.postgres, names, Lacks.events)
    say("Gebeurtenissen terugzetten…")
    rebuilt = await rebuild_topics(settings, source / FILE, say)
    say(f"{rebuilt.published} gebeurtenissen teruggezet, {rebuilt.again} gaan er straks nog uit.")
    if rebuilt.missing:
        say(f"! {rebuilt.missing} gebeurtenissen zijn nergens meer. Kijk in docs/operations.md bij “Gaps”.")


async def _end_sessions(settings: Settings) -> None:
    """Whoever lost a role or signed out after the moment of the backup may not be let in by what it remembers."""
    owner = await asyncpg.connect(settings.database_url("portal_owner", "portal"), timeout=10, server_settings=WRITING)
    try:
        await owner.execute(END_SESSIONS, datetime.now(UTC))
    finally:
        await owner.close()


def _tell_aside(name: Path | str | None, say: Say) -> None:
    if name is not None:
        say(f"Wat er stond, heet nu {name}. Verwijder het als alles goed werkt.")
