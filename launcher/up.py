"""`./digibank up`: everything on this computer."""

import asyncio
from functools import partial

from launcher.begin import say_how_to_begin
from launcher.errors import CannotContinue
from launcher.move.state import check_not_moved
from launcher.postgres.server import EmbeddedPostgres
from launcher.provision import provision
from launcher.running import run_until_stopped
from launcher.say import Say, say
from launcher.services import service_names
from shared.runtime.settings import Settings
from shared.runtime.supervisor import keep_running


def up(settings: Settings, *, demo: bool = False) -> None:
    """Start PostgreSQL unless one is given, make databases and logins, and run every service until asked to stop.

    Args:
        settings: where `postgres` is empty, it is filled in with the address of the embedded server.
        demo: fill a Digibank with made-up data, and say how to sign in as each role.

    Raises:
        CannotContinue, SettingsError, MasterKeyError: something a person has to do first.
    """
    if demo and settings.tls_cert:
        raise CannotContinue("Het voorbeeld werkt zonder certificaat. Laat --tls-cert en --tls-key weg, of start zonder --demo.")
    if demo and not settings.public_url:
        settings.public_url = settings.base_url  # stickers of the demonstration lead to this computer
    if settings.postgres:
        run_until_stopped(_serve(settings, None, say, demo), say)
        return
    check_not_moved(settings.data)
    postgres = EmbeddedPostgres(settings.data / "postgres", settings.master_key.password("postgres"), say=say)
    try:
        postgres.start()
        run_until_stopped(_serve(settings, postgres, say, demo), say, postgres.force_stop)
    except KeyboardInterrupt:
        postgres.force_stop()
        raise
    finally:
        postgres.stop()


async def _serve(settings: Settings, postgres: EmbeddedPostgres | None, say: Say, demo: bool) -> None:
    from launcher.box import run_box

    if postgres is not None:
        await postgres.wait_until_ready()
        settings.postgres = postgres.admin_url
    await provision(settings.postgres, service_names(), settings.master_key.password)
    watching = asyncio.create_task(keep_running("postgres", postgres.watch)) if postgres is not None else None
    try:
        await run_box(settings, say, partial(_demonstrate if demo else say_how_to_begin, settings, say))
    finally:
        if watching is not None:
            watching.cancel()


async def _demonstrate(settings: Settings, say: Say) -> None:
    """Fill the demonstration once everything answers; what goes wrong is said, and the rest keeps running."""
    import httpx

    from launcher.demo.asking import NotSeen
    from launcher.demo.family_card import say_how_a_family_comes_in
    from launcher.demo.fill import fill
    from launcher.demo.team import say_how_to_sign_in, until_it_answers

    base = f"http://{settings.host}:{settings.port}"
    try:
        await until_it_answers(base)
        card = await fill(base, settings.master_key, say)
        say_how_to_sign_in(settings.base_url, settings.master_key, say)
        say_how_a_family_comes_in(settings.base_url, card, say)
    except (NotSeen, OSError, TimeoutError) as error:
        say(f"Het voorbeeld is niet volledig: {error}")
    except httpx.HTTPError as error:  # most of these have no words
        say(f"Het voorbeeld is niet volledig: het systeem antwoordt niet ({type(error).__name__})")
