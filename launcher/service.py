"""`./digibank service NAME web|worker`: one half of one service, in front of a PostgreSQL that is there already."""

from typing import Literal, cast

from launcher.errors import CannotContinue
from launcher.running import run_until_stopped
from launcher.say import say
from launcher.services import service_names
from shared.runtime.settings import Settings


def service(name: str, part: str, settings: Settings) -> None:
    """Run it until asked to stop.

    Args:
        name: of the service, such as `loans`.
        part: `web` or `worker`.
        settings: `postgres` has to be given.

    Raises:
        CannotContinue: there is no such service, or no database was given.
    """
    if name not in service_names():
        raise CannotContinue(f"Er is geen dienst {name}. Wel: {', '.join(service_names())}.")
    if not settings.postgres:
        raise CannotContinue("Zeg met --postgres URL (of DIGIBANK_POSTGRES) waar de databank is.")
    from launcher.box import run_service

    run_until_stopped(run_service(settings, name, cast(Literal["web", "worker"], part), say), say)
