"""Checks on PostgreSQL, and on what the bus left in the databases of the services."""

from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlsplit

import asyncpg

from launcher.doctor.finding import Finding, Level, bad, good, look
from launcher.house import load_services
from launcher.move.resting import resting
from launcher.postgres.folder import port_in_use
from launcher.postgres.server import admin_url
from launcher.provision import OLDEST_VERSION, databases
from launcher.services import service_names
from shared.bus.relay import RELAY_LOCK
from shared.database.migrations import known_revisions
from shared.database.raw import CONNECTION_ERRORS
from shared.runtime.clock import Clock
from shared.runtime.keys import MasterKey, MasterKeyError
from shared.runtime.running import BUS_MIGRATIONS
from shared.runtime.settings import Settings

PATIENCE_SECONDS = 5.0
OUTBOX_AGE = timedelta(minutes=1)
SKEW = timedelta(seconds=2)
LARGE_SKEW = timedelta(seconds=30)

DURABLE = "SELECT name FROM pg_settings WHERE name = ANY('{fsync,full_page_writes}') AND setting <> 'on'"
ROLES = """
SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication AS powerful
FROM pg_roles WHERE rolname = ANY($1)
"""
RELAYS = """
SELECT count(*) FROM pg_locks
WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND (classid::bigint << 32) | objid::bigint = $1
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
STATE = """
SELECT (SELECT min(recorded_at) FROM bus.outbox WHERE sent_at IS NULL) AS oldest,
       (SELECT count(*) FROM bus.parked_event WHERE state = 'waiting') AS parked,
       (SELECT count(*) FROM bus.parked_event WHERE state = 'dead') AS dead,
       (SELECT count(*) FROM bus.job WHERE state = 'dead') AS dead_jobs
"""


async def database(settings: Settings, clock: Clock) -> AsyncIterator[Finding]:
    """The server, and when it answers every database."""
    url = _address(settings)
    if not url:
        yield look("postgres", "De ingebouwde databank draait nu niet.", "Dat is goed als Digibank uit staat.")
        return
    try:
        admin = await asyncpg.connect(url, timeout=PATIENCE_SECONDS)
    except asyncpg.InvalidAuthorizationSpecificationError:
        if _names_a_login(url):
            yield bad(
                "postgres",
                "De databank weigert het wachtwoord.",
                "Hoort de hoofdsleutel, of DIGIBANK_POSTGRES, bij deze databank?",
            )
            return
        yield look(
            "postgres",
            "De databank antwoordt. Zonder login van de beheerder zijn versie, klok en rollen niet te zien.",
            "In de stack wel met: docker compose exec backup ./digibank doctor",
        )
        async for finding in services(settings, url, clock):
            yield finding
        return
    except CONNECTION_ERRORS as error:
        yield bad("postgres", f"De databank antwoordt niet ({error}).", "Start ze, of kijk DIGIBANK_POSTGRES na.")
        return
    try:
        async for finding in server(admin, clock):
            yield finding
        missing = False
        async for finding in roles(admin):
            missing = missing or (finding.check, finding.level) == ("roles", Level.BAD)
            yield finding
        if missing:
            return
    finally:
        await admin.close()
    async for finding in services(settings, url, clock):
        yield finding


async def services(settings: Settings, url: str, clock: Clock) -> AsyncIterator[Finding]:
    """The database of each service, with the login that follows from the master key."""
    there = settings.model_copy(update={"postgres": url})
    for service in load_services():
        async for finding in one_service(there, service.name, (BUS_MIGRATIONS, service.migrations), clock):
            yield finding


async def server(admin: asyncpg.Connection, clock: Clock) -> AsyncIterator[Finding]:
    """Its version, whether it keeps its word about the disk, and its clock."""
    found = admin.get_server_version()
    if found.major < OLDEST_VERSION:
        yield bad("postgres", f"De databank is PostgreSQL {found.major}.", f"Digibank heeft {OLDEST_VERSION} of nieuwer nodig.")
    else:
        yield good("postgres", f"De databank antwoordt: PostgreSQL {found.major}.{found.minor}.")
    if unsafe := [row["name"] for row in await admin.fetch(DURABLE)]:
        yield bad(
            "durability",
            f"{' en '.join(unsafe)} staat uit: bij een stroompanne gaan gegevens verloren.",
            "Zet het aan in postgresql.conf.",
        )
    before = clock.now()
    theirs = await admin.fetchval("SELECT clock_timestamp()")
    after = clock.now()
    skew = max(theirs - after, before - theirs, timedelta(0))
    if skew > SKEW:
        words = f"De klok van de databank en die van deze computer verschillen {skew.total_seconds():.0f} seconden."
        advice = "Zet op beide computers de tijd automatisch gelijk (NTP)."
        yield bad("clock", words, advice) if skew > LARGE_SKEW else look("clock", words, advice)
    else:
        yield good("clock", "De klok van de databank loopt gelijk.")


async def roles(admin: asyncpg.Connection) -> AsyncIterator[Finding]:
    """Every database and every login is there, and none may do more than is good."""
    wanted = databases(service_names())
    logins = [role for one in wanted for role in one.roles]
    found = {row["rolname"]: row["powerful"] for row in await admin.fetch(ROLES, logins)}
    there = {row["datname"] for row in await admin.fetch("SELECT datname FROM pg_database")}
    missing = [one.name for one in wanted if one.name not in there] + [role for role in logins if role not in found]
    if missing:
        yield bad(
            "roles",
            f"In de databank ontbreken: {', '.join(missing)}.",
            "Start één keer ./digibank up --postgres URL: dat maakt ze.",
        )
    elif powerful := [role for role, much in found.items() if much]:
        yield bad(
            "roles", f"Deze rollen mogen meer dan goed is: {', '.join(powerful)}.", "Laat een beheerder hun extra rechten weghalen."
        )
    else:
        yield good("roles", "Alle databanken en rollen zijn er.")
    if rests := await resting(admin, [one.name for one in wanted]):
        yield bad(
            "rest",
            f"Deze databanken rusten, er kan niets wijzigen: {', '.join(sorted(rests))}.",
            "Maak af wat begonnen is, ./digibank move of restore, of werk verder waar Digibank nu is. Zie docs/operations.md",
        )


async def one_service(settings: Settings, name: str, packages: tuple[str, str], clock: Clock) -> AsyncIterator[Finding]:
    """Its tables are of today, its events go out, nothing waits for a person."""
    try:
        owner = await asyncpg.connect(settings.database_url(f"{name}_owner", name), timeout=PATIENCE_SECONDS)
    except asyncpg.InvalidAuthorizationSpecificationError as error:
        yield bad(
            name,
            f"De databank van {name} laat haar eigenaar niet binnen ({type(error).__name__}).",
            "Hoort de hoofdsleutel bij deze databank?",
        )
        return
    except CONNECTION_ERRORS as error:
        yield bad(
            name,
            f"De databank van {name} gaat niet open ({type(error).__name__}). Ze is weg of beschadigd, of de server is te druk.",
            "Lees het logboek van PostgreSQL. Is ze beschadigd? Zet een kopie terug: zie Restore in docs/operations.md.",
        )
        return
    try:
        known, heads = known_revisions(*packages)
        if await owner.fetchval("SELECT to_regclass('public.alembic_version') IS NULL"):
            yield look(name, f"{name} heeft nog geen tabellen.", "Bij de eerste start komen ze er.")
            return
        has = {row["version_num"] for row in await owner.fetch("SELECT version_num FROM alembic_version")}
        if has - known:
            yield bad(name, f"De tabellen van {name} zijn van een nieuwere Digibank dan deze.", "Zet de nieuwere versie terug.")
            return
        if has != heads:
            yield look(name, f"De tabellen van {name} zijn van een oudere Digibank.", "Bij de volgende start worden ze bijgewerkt.")
            return
        trouble = [finding async for finding in bus(owner, name, clock)]
    finally:
        await owner.close()
    for finding in trouble:
        yield finding
    if not trouble:
        yield good(name, f"{name}: alles is verstuurd en verwerkt.")


async def bus(owner: asyncpg.Connection, name: str, clock: Clock) -> AsyncIterator[Finding]:
    """What the bus left lying; nothing when all is well."""
    [state] = await owner.fetch(STATE)
    if state["oldest"] is not None and clock.now() - state["oldest"] > OUTBOX_AGE:
        minutes = round((clock.now() - state["oldest"]).total_seconds() / 60)
        relays = await owner.fetchval(RELAYS, RELAY_LOCK)
        why = "Kijk of Kafka, of de databank bus, antwoordt." if relays else f"Niemand verstuurt: start de worker van {name}."
        waiting = "één minuut" if minutes == 1 else f"{minutes} minuten"
        yield bad("outbox", f"{name}: gebeurtenissen wachten al {waiting} om verstuurd te worden.", why)
    if state["dead"]:
        yield bad(
            "dead letters",
            f"{name}: {state['dead']} gebeurtenissen mislukten en wachten op iemand.",
            f"./digibank dead-letters list {name}",
        )
    if state["parked"]:
        yield look(
            "parked", f"{name}: {state['parked']} gebeurtenissen wachten op een nieuwe poging.", "Kijk over een uur nog eens."
        )
    if state["dead_jobs"]:
        yield bad(
            "dead jobs", f"{name}: {state['dead_jobs']} taken mislukten en wachten op iemand.", f"./digibank dead-jobs list {name}"
        )


def _names_a_login(url: str) -> bool:
    return bool(urlsplit(url).username)


def _address(settings: Settings) -> str:
    """Where the server is, without making a key; empty when the embedded one does not run."""
    if settings.postgres:
        return settings.postgres
    port = port_in_use(settings.data / "postgres")
    try:
        return admin_url(port, MasterKey.load(settings.master_key_path).password("postgres")) if port else ""
    except (OSError, MasterKeyError):
        return ""
