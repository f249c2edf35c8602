"""A service in this process: its database, its groups and its workers."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from shared.bus.consumer import Consumer, Handler
from shared.bus.dead_letters import DeadLetters
from shared.bus.doorbell import Doorbell
from shared.bus.errands import Errands
from shared.bus.group_state import GroupStates
from shared.bus.jobs import Jobs
from shared.bus.relay import Relay
from shared.bus.replay import replay_projection
from shared.bus.retries import Retries
from shared.bus.retry_policy import RetryPolicy
from shared.bus.transport import Subscription, Transport
from shared.bus.unit import Units
from shared.contracts.catalogue import CATALOGUE
from shared.contracts.event import Event
from shared.contracts.portal import OrganisationChanged, SessionRevoked
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.identity.tokens import Tokens
from shared.runtime.clock import Clock, SystemClock
from shared.runtime.colleagues import Colleagues
from shared.runtime.faces import TABLE as FACES
from shared.runtime.faces import Faces, HelpLines, remember_face
from shared.runtime.service import Service
from shared.runtime.sessions import RevokedSessions, remember_revoked
from shared.runtime.settings import Settings
from shared.runtime.supervisor import Work

BUS_MIGRATIONS = "shared.bus.migrations"
PROJECTED_EVERYWHERE: Mapping[type[Event], Handler] = {SessionRevoked: remember_revoked, OrganisationChanged: remember_face}
"""What no service has to know by itself: whose session is over, and what an organisation is called and looks like."""

OUTBOX_DEPTH = "SELECT count(*) AS depth, min(recorded_at) AS oldest FROM bus.outbox WHERE sent_at IS NULL"


async def migrate_service(service: Service[Any], settings: Settings) -> None:
    """Bring a service's database to today's shape."""
    await migrate(settings.database_url(f"{service.name}_owner", service.name), BUS_MIGRATIONS, service.migrations)


class RunningService:
    """One service with everything it needs to answer and to work.

    Args:
        transport: where events go; may be started later, for a web process it is not needed at all.
        doorbell: wakes the workers of this service; within one process or, with a database address, between processes.
    """

    def __init__(
        self,
        service: Service[Any],
        settings: Settings,
        *,
        clock: Clock | None = None,
        doorbell: Doorbell | None = None,
        policy: RetryPolicy | None = None,
    ) -> None:
        self.service, self.settings, self.name = service, settings, service.name
        self.clock = clock or SystemClock()
        self.doorbell = doorbell or Doorbell()
        self.tokens = Tokens(settings.master_key, self.clock)
        self.database = Database(
            settings.database_url(f"{self.name}_app", self.name), pool_size=settings.pool_size, name=f"{self.name} app"
        )
        self.bus = Database(settings.database_url(f"{self.name}_bus", self.name), pool_size=2, name=f"{self.name} bus")
        self.units: Units[Any] = Units(
            self.name,
            service.unit,
            self.database,
            clock=self.clock,
            zone=ZoneInfo(settings.time_zone),
            committed=lambda: self.doorbell.ring("outbox"),
        )
        if service.projects.keys() & PROJECTED_EVERYWHERE.keys():
            raise ValueError(f"{service.name} projects by itself what is projected in every service")
        projects: dict[type[Event], Handler] = {**service.projects, **PROJECTED_EVERYWHERE}
        self.consumers = {
            f"{self.name}.{kind}": Consumer(
                f"{self.name}.{kind}",
                handlers,
                self.units,
                self.bus,
                catalogue=CATALOGUE,
                policy=policy or RetryPolicy(),
                parked=lambda: self.doorbell.ring("parked"),
                skips_forgotten=service.skips_forgotten,
            )
            for kind, handlers in (("reactions", service.reacts_to), ("projections", projects))
            if handlers
        }
        self.retries = Retries(self.consumers, self.bus, self.doorbell, self.clock)
        self.jobs = Jobs(service.jobs, self.units, self.bus, self.doorbell, service.after_failure, leave=service.errands)
        errands = {kind: make(settings) for kind, make in service.errands.items()}
        self.errands = Errands(errands, self.units, self.bus, self.doorbell)
        self.dead_letters = DeadLetters(self.bus, self.clock)
        self.revoked = RevokedSessions(self.bus, self.clock)
        self.faces = Faces(self.database)
        self.help_lines = HelpLines(self.bus)
        self.colleagues = Colleagues(settings.base_url, settings.colleagues)

    @property
    def topics(self) -> list[str]:
        """Every topic this service writes or reads."""
        written = {event.topic for event in self.service.publishes}
        return sorted(written.union(*(consumer.topics for consumer in self.consumers.values())))

    def relay(self, transport: Transport) -> Relay:
        """The relay from this service's outbox to a transport."""
        url = self.settings.database_url(f"{self.name}_bus", self.name)
        return Relay(self.name, url, transport, self.doorbell, self.clock)

    def subscriptions(self, transport: Transport) -> dict[str, Subscription]:
        """One member of each of this service's groups."""
        return {
            group: transport.subscribe(f"digibank.{group}", consumer.topics, consumer.handle)
            for group, consumer in self.consumers.items()
        }

    def workers(self, transport: Transport) -> Mapping[str, Work]:
        """Everything that has to run beside the web side, by name."""
        works: dict[str, Callable[[], Awaitable[None]]] = {f"{self.name} relay": self.relay(transport).run}
        subscriptions = self.subscriptions(transport)
        works |= {group: subscription.run for group, subscription in subscriptions.items()}
        if self.consumers:
            works[f"{self.name} group states"] = GroupStates(subscriptions, self.bus, self.clock).run
            works[f"{self.name} retries"] = self.retries.run
        if self.service.jobs:
            works[f"{self.name} jobs"] = self.jobs.run
        if self.service.errands:
            works[f"{self.name} errands"] = self.errands.run
        return works

    async def replay(self, transport: Transport) -> int:
        """Build this service's projections again from history; returns the number of events."""
        consumer = self.consumers[f"{self.name}.projections"]
        owner = self.settings.database_url(f"{self.name}_owner", self.name)
        tables = [*self.service.projection_tables, FACES]
        if self.service.after_replay is None:
            return await replay_projection(consumer, transport, owner, tables)
        return await replay_projection(consumer, transport, owner, tables, self.service.after_replay)

    async def outbox_depth(self) -> tuple[int, float]:
        """How many events wait to be published, and the age of the oldest in seconds."""
        async with self.bus.transaction_of_all() as connection:
            row = (await connection.exec_driver_sql(OUTBOX_DEPTH)).one()
        age = (self.clock.now() - row.oldest).total_seconds() if row.oldest else 0.0
        return int(row.depth), age

    async def close(self) -> None:
        """Give all connections back."""
        await self.database.close()
        await self.bus.close()
        await self.colleagues.close()
        await self.errands.close()
