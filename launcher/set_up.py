"""`./digibank setup`: what has to be there before services can start on a PostgreSQL and a Kafka of their own."""

import asyncio

from launcher.errors import CannotContinue
from launcher.house import ensure_topics, load_services, make_transport, migrate_all
from launcher.provision import provision
from launcher.say import Say
from launcher.services import service_names
from shared.bus.doorbell import Doorbell
from shared.bus.transport import TransportUnavailable
from shared.runtime.logs import configure_logs
from shared.runtime.running import RunningService
from shared.runtime.settings import Settings


def set_up(settings: Settings, say: Say) -> None:
    """Make roles and databases, bring all tables to today's shape, and make the topics. What is there already stays.

    Args:
        settings: `postgres` has to be given, with a login that may make roles and databases.

    Raises:
        CannotContinue: no database was given, it or the transport does not answer, or the login may not do this.
    """
    if not settings.postgres:
        raise CannotContinue(
            "Zeg met --postgres URL (of DIGIBANK_POSTGRES) waar de databank is. Alles op één computer? Dan is ./digibank up genoeg."
        )
    configure_logs(settings.log_level)
    asyncio.run(_set_up(settings, say))


async def _set_up(settings: Settings, say: Say) -> None:
    say("Rollen en databanken klaarzetten…")
    await provision(settings.postgres, service_names(), settings.master_key.password)
    say("De databanken bijwerken…")
    services = load_services()
    await migrate_all(settings, services)
    say("De onderwerpen van de gebeurtenissen klaarzetten…")
    transport = make_transport(settings, Doorbell(), client="digibank-setup")
    running = [RunningService(service, settings) for service in services]
    try:
        await transport.start()
        await ensure_topics(transport, running)
    except TransportUnavailable as error:
        raise CannotContinue(f"De gebeurtenissen kunnen nergens heen: {error}") from None
    finally:
        await transport.stop()
        for one in running:
            await one.close()
    say("Alles staat klaar.")
