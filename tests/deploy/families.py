"""Work for the stack while something is done to it: families that ask for a laptop, and as many laptops that come in.

In the end each family has one laptop and each laptop one family. A command or an event that is lost leaves a family that waits;
one that is done twice leaves a laptop, or a family, too many.
"""

import asyncio
import random
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx

from launcher.demo.asking import wait_for
from shared.contracts.vocabulary import Role, UseProfile
from shared.identity.tokens import Person, Tokens
from shared.runtime.clock import SystemClock, new_id
from shared.runtime.keys import MasterKey
from tests.crash.commands import Command, Desk, Ledger
from tests.crash.evidence import Did
from tests.crash.load import ask, bring_laptop

CLIENTS = 4
COMMANDS_A_SECOND = 12.0
MEMORY_GB = 8
"""Enough for what these families want."""

BEFORE, AFTER = 15, 15
"""Commands that were acknowledged before something is done to the stack, and again after it."""


@dataclass
class Door:
    """The stack as clients know it: one address for all services, and the staff of two organisations."""

    base: str
    key: MasterKey
    people: dict[UUID, Person] = field(default_factory=dict)

    @property
    def web(self) -> Mapping[str, str]:
        """The same address for each service."""
        return dict.fromkeys(("inventory", "loans"), self.base)

    def token(self, organisation: UUID, *, colleague: bool = False) -> str:
        """A fresh one of the same person, or of their colleague: portal does not know these sessions, and they would end after ten
        minutes."""
        who = UUID(int=organisation.int ^ 1) if colleague else organisation
        person = self.people.setdefault(who, Person(new_id(), organisation, frozenset({Role.STAFF}), new_id()))
        return Tokens(self.key, SystemClock()).sign(person)


class Families:
    """Everybody who asked so far, over all tests of a stack.

    Attributes:
        ledger: what was acknowledged, and what never may have been answered.
    """

    def __init__(self, base: str, key: MasterKey, trusted: ssl.SSLContext) -> None:
        self.door, self.ledger = Door(base, key), Ledger()
        self.organisations = [new_id(), new_id()]
        self._http = httpx.AsyncClient(verify=trusted, timeout=30)
        self._rng = random.Random()
        self._desk = Desk(self.door, self._http, self.ledger, self._rng, rate=COMMANDS_A_SECOND)

    @property
    def complaints(self) -> list[str]:
        """Answers that must not be. That the proxy does not reach a service just now may be: the command came through later."""
        return [one for one in self.ledger.complaints if not one.endswith(("with 502", "with 504"))]

    @property
    def outages(self) -> "Counter[str]":
        """How often there was no answer, by what it was."""
        return self.ledger.outages

    @asynccontextmanager
    async def coming(self) -> AsyncIterator[None]:
        """Families and laptops keep coming until the block is over and some more have come after it."""
        stop = asyncio.Event()
        clients = [asyncio.create_task(self._keep_coming(stop)) for _ in range(CLIENTS)]
        try:
            await self._until_acknowledged(BEFORE, clients)
            yield
            await self._until_acknowledged(AFTER, clients)
            stop.set()
            await asyncio.gather(*clients)
        finally:
            for client in clients:
                client.cancel()
            await asyncio.gather(*clients, return_exceptions=True)

    async def each_has_one(self) -> None:
        """Wait until every family has a laptop, and see that it is one and no other family's, and that none is left over.

        Raises `NotSeen` when that does not come, `AssertionError` when it is otherwise.
        """
        devices = [await self._device_of(command, answer.body["id"]) for command, answer in self._asked()]
        brought = [answer.body["id"] for command, answer, _ in self.ledger.acknowledged if command.did is Did.REGISTER]
        assert len(set(devices)) == len(devices), "no laptop is promised twice"
        assert sorted(devices) == sorted(brought), "every laptop has a family"
        for organisation in self.organisations:
            for status in ("arrived", "ready"):
                left = await self._see(organisation, f"/inventory/api/devices?status={status}")
                assert left["devices"] == [], f"nobody brought a laptop that is {status} now"

    async def close(self) -> None:
        """Give the connections back."""
        await self._http.aclose()

    def _asked(self) -> list[tuple[Command, Any]]:
        return [(command, answer) for command, answer, _ in self.ledger.acknowledged if command.did is Did.ASK]

    async def _keep_coming(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            organisation = self._rng.choice(self.organisations)
            await ask(self._desk, organisation, self._rng, UseProfile.DAILY_LIFE)
            await bring_laptop(self._desk, organisation, self._rng, memory_gb=MEMORY_GB)

    async def _until_acknowledged(self, more: int, clients: Sequence["asyncio.Task[None]"]) -> None:
        count = len(self.ledger.acknowledged) + more

        async def look() -> bool | None:
            for client in clients:
                if client.done():
                    client.result()  # it was refused; the ledger has why
            return True if len(self.ledger.acknowledged) >= count else None

        await wait_for(look, f"{more} more commands are acknowledged")

    async def _device_of(self, command: Command, request: str) -> str:
        async def look() -> str | None:
            seen = await self._see(command.organisation, f"/loans/api/requests/{request}")
            return str(seen["device_id"]) if seen["status"] == "reserved" else None

        device: str = await wait_for(look, f"family of request {request} has a laptop")
        there = await self._see(command.organisation, f"/inventory/api/devices/{device}")
        assert there["reserved_for"] == request, "inventory and loans agree"
        return device

    async def _see(self, organisation: UUID, path: str) -> Any:
        headers = {"authorization": f"Bearer {self.door.token(organisation)}", "accept": "application/json"}
        answer = await self._http.get(f"{self.door.base}{path}", headers=headers)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"
        return answer.json()
