"""Finds the services, and what carries their events."""

import importlib
import ssl
from typing import TYPE_CHECKING, Any

from launcher.errors import CannotContinue
from launcher.services import service_names
from shared.bus.doorbell import Doorbell
from shared.bus.topics import TopicPolicy, TopicsDiffer
from shared.bus.transport import Transport, TransportUnavailable
from shared.bus.transports.log import LogTransport
from shared.database.migrations import migrate
from shared.runtime.running import RunningService, migrate_service
from shared.runtime.service import Service
from shared.runtime.settings import Settings, SettingsError

if TYPE_CHECKING:
    from shared.bus.transports.kafka import KafkaAccess, KafkaTransport

LOG_DATABASE = "bus"
LOG_MIGRATIONS = "shared.bus.transports.log_migrations"


def load_service(name: str) -> Service[Any]:
    """The service of that name, from `services/NAME/app.py`."""
    service: Service[Any] = getattr(importlib.import_module(f"services.{name}.app"), name)
    return service


def load_services() -> list[Service[Any]]:
    """Every service of the house, by name."""
    return [load_service(name) for name in service_names()]


def make_transport(settings: Settings, doorbell: Doorbell, *, client: str) -> Transport:
    """Kafka when an address is set, else the log in PostgreSQL. `client` is what the other side calls us."""
    if settings.kafka:
        return kafka_transport(settings, client)
    return LogTransport(settings.database_url("log_app", LOG_DATABASE), doorbell=doorbell)


def kafka_transport(settings: Settings, client: str) -> "KafkaTransport":
    """Kafka as the settings say. Raises `SettingsError` when a file in them is no good."""
    from shared.bus.transports.kafka import KafkaTransport  # only a region has to have it loaded

    return KafkaTransport(kafka_access(settings), client, topic_policy(settings))


def kafka_access(settings: Settings, at: str = "") -> "KafkaAccess":
    """How the settings say that Kafka is reached, at their address or `at` another.

    Raises `SettingsError` when a file in them is no good.
    """
    from shared.bus.transports.kafka import KafkaAccess

    trusted = None
    if settings.kafka_security_protocol.endswith("SSL"):
        try:
            trusted = ssl.create_default_context(cafile=settings.kafka_ca_file)
        except OSError as error:  # what is not a certificate is one too
            why = "no certificate in it" if isinstance(error, ssl.SSLError) else error.strerror
            raise SettingsError(f"DIGIBANK_KAFKA_CA_FILE: {settings.kafka_ca_file} cannot be used ({why})") from None
    return KafkaAccess(
        at or settings.kafka, settings.kafka_security_protocol, trusted, settings.kafka_user, settings.kafka_password
    )


def topic_policy(settings: Settings) -> TopicPolicy:
    """How the settings say that topics have to be."""
    return TopicPolicy(settings.kafka_replication, settings.kafka_min_in_sync)


async def migrate_log(settings: Settings) -> None:
    """Bring the database of the log transport to today's shape."""
    await migrate(settings.database_url("log_owner", LOG_DATABASE), LOG_MIGRATIONS)


async def migrate_all(settings: Settings, services: list[Service[Any]]) -> None:
    """Bring every database to today's shape; already there is quick."""
    if not settings.kafka:
        await migrate_log(settings)
    for service in services:
        await migrate_service(service, settings)


async def ensure_topics(transport: Transport, running: list[RunningService]) -> None:
    """Have every topic that these services write or read.

    Raises:
        CannotContinue: one is there that could lose events or change their order, or they cannot be made.
    """
    try:
        await transport.ensure_topics(sorted({topic for one in running for topic in one.topics}))
    except TransportUnavailable as error:
        raise CannotContinue(f"De gebeurtenissen kunnen nergens heen: {error}") from None
    except TopicsDiffer as error:
        first, more = error.differences[0], len(error.differences) - 1
        raise CannotContinue(
            f"Het topic {first.topic} in Kafka is niet veilig voor gebeurtenissen: {first.what} is {first.now} "
            f"en moet {first.wanted} zijn{f' (en nog {more})' if more else ''}. Wat helpt, zegt ./digibank topics plan"
        ) from None
