"""`./digibank up`: everything on this computer."""

import asyncio

from launcher.postgres import EmbeddedPostgres
from launcher.provision import provision
from launcher.running import run_until_stopped
from launcher.say import Say, say
from launcher.services import service_names
from shared.runtime.settings import Settings
from shared.runtime.supervisor import keep_running


def up(settings: Settings) -> None:
    """Start PostgreSQL unless one is given, make databases and logins, and run every service until asked to stop.

    Args:
        settings: where `postgres` is empty, it is filled in with the address of the embedded server.

    Raises:
        CannotContinue, SettingsError, MasterKeyError: something a person has to do first.
    """
    if settings.postgres:
        run_until_stopped(_serve(settings, None, say), say)
        return
    postgres = EmbeddedPostgres(settings.data / "postgres", settings.master_key.password("postgres"), say=say)
    try:
        postgres.start()
        run_until_stopped(_serve(settings, postgres, say), say, postgres.force_stop)
    except KeyboardInterrupt:
        postgres.force_stop()
        raise
    finally:
        postgres.stop()


async def _serve(settings: Settings, postgres: EmbeddedPostgres | None, say: Say) -> None:
    from launcher.box import run_box

    if postgres is not None:
        await postgres.wait_until_ready()
        settings.postgres = postgres.admin_url
    await provision(settings.postgres, service_names(), settings.master_key.password)
    watching = asyncio.create_task(keep_running("postgres", postgres.watch)) if postgres is not None else None
    try:
        await run_box(settings, postgres, say)
    finally:
        if watching is not None:
            watching.cancel()
