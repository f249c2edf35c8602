"""Finds the services, and what carries their events."""

import importlib
from typing import Any

from launcher.services import service_names
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Transport
from shared.bus.transports.log import LogTransport
from shared.database.migrations import migrate
from shared.runtime.running import RunningService, migrate_service
from shared.runtime.service import Service
from shared.runtime.settings import Settings

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
        from shared.bus.transports.kafka import KafkaTransport  # only a region has to have it loaded

        return KafkaTransport(settings.kafka, client)
    return LogTransport(settings.database_url("log_app", LOG_DATABASE), doorbell=doorbell)


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
    """Have every topic that these services write or read."""
    await transport.ensure_topics(sorted({topic for one in running for topic in one.topics}))
