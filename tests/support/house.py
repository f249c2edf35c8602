"""The whole house in the test's own process: every service on real PostgreSQL, as its application role, on either transport."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import httpx

from launcher.house import ensure_topics, load_services
from shared.bus.idle import Steps
from shared.bus.retry_policy import RetryPolicy
from shared.bus.transport import Transport
from shared.contracts.event import Event
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Person
from shared.runtime.clock import SetClock, new_id
from shared.runtime.faces import Faces, HelpLines
from shared.runtime.running import RunningService
from shared.runtime.sessions import RevokedSessions
from shared.runtime.settings import Settings
from shared.web.app import OnePort

PATIENT = 30.0


@dataclass
class House:
    """Every service, running in this process; its workers take one step at a time."""

    settings: Settings
    transport: Transport
    clock: SetClock
    services: dict[str, RunningService]
    steps: Steps
    app: OnePort

    async def run_until_idle(self) -> None:
        """Until every event that was caused has had all its effects. The deadline is for a bus that never gets there."""
        async with asyncio.timeout(60):
            await self.steps.run_until_idle()

    async def step(self) -> None:
        """One round: relay the outboxes and let every group handle what is there."""
        async with asyncio.timeout(60):
            await self.steps.step()

    async def publish(self, service: str, organisation: UUID, *events: Event) -> None:
        """Let a service publish these, as if its own commands had; for what another service does because of them."""
        async with self.services[service].units.open(organisation) as unit:
            unit.record(events)

    def sign_in(self, organisation: UUID | None = None, *roles: Role) -> "Staff":
        """Somebody of an organisation, by default a new one; by default on its staff."""
        person = Person(new_id(), organisation or new_id(), frozenset(roles or (Role.STAFF,)), new_id())
        tokens = self.services["loans"].tokens

        async def show_token(request: httpx.Request) -> None:
            """A fresh one each time: tests move the clock by days."""
            request.headers.setdefault("authorization", f"Bearer {tokens.sign(person)}")

        client = httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app),
            base_url="http://digibank.test",
            event_hooks={"request": [show_token]},
        )
        return Staff(person, tokens.sign(person), client, lambda: self.sign_in(person.organisation, *person.roles))


@dataclass
class Staff:
    """A signed-in person with a way to ask."""

    person: Person
    token: str
    http: httpx.AsyncClient
    call_another: "Callable[[], Staff]"

    @property
    def organisation(self) -> UUID:
        """The Digibank of this person."""
        return self.person.organisation

    @property
    def colleague(self) -> "Staff":
        """Somebody else who may do the same: what nobody confirms for themselves."""
        return self.call_another()

    async def get(self, address: str) -> Any:
        """Read something that has to be there."""
        answer = await self.http.get(address)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, address: str, body: Any = None, *, key: str | None = None, content: bytes | None = None) -> httpx.Response:
        """Change something; a fresh Idempotency-Key unless one is given."""
        return await self.http.post(
            address, json=body if content is None else None, content=content, headers={"idempotency-key": key or str(new_id())}
        )

    async def did(self, address: str, body: Any = None, *, content: bytes | None = None) -> Any:
        """Change something that has to succeed; returns what the answer says."""
        answer = await self.post(address, body, content=content)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()


@asynccontextmanager
async def open_house(settings: Settings, transport: Transport) -> AsyncIterator[House]:
    """Open every service on a transport, with members of all its groups reading."""
    clock = SetClock(datetime.now(UTC))
    running = [RunningService(service, settings, clock=clock, policy=RetryPolicy(attempts=3)) for service in load_services()]
    for one in running:
        one.colleagues.patience_seconds = PATIENT  # the machine may be busy; who does not answer is tested by name
        one.revoked = RevokedSessions(one.bus, clock, look_every_seconds=0)
        one.faces = Faces(one.database, look_every_seconds=0)
        one.help_lines = HelpLines(one.bus, look_every_seconds=0)
    await transport.start()
    await ensure_topics(transport, running)
    subscriptions = [subscription for one in running for subscription in one.subscriptions(transport).values()]
    reading = [asyncio.create_task(subscription.run()) for subscription in subscriptions]
    steps = Steps(
        [one.relay(transport) for one in running],
        subscriptions,
        [one.retries for one in running],
        [*(one.jobs for one in running if one.service.jobs), *(one.errands for one in running if one.service.errands)],
    )
    try:
        yield House(settings, transport, clock, {one.name: one for one in running}, steps, OnePort(running))
    finally:
        steps.close()
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading, return_exceptions=True)
        await transport.stop()
        for one in running:
            await one.close()


def today(house: House) -> date:
    """The day where the organisation is: around midnight not the day of UTC."""
    return house.clock.now().astimezone(house.services["portal"].units.zone).date()
