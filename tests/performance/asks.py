"""The requests that the bench sends: the hot commands and the pages of the house."""

import itertools
import random
import secrets
from collections import deque
from collections.abc import Sequence
from uuid import UUID

import orjson

from shared.runtime.clock import new_id
from tests.performance.load import Ask, Connections, Told
from tests.performance.place import Staff

JSON = ("content-type", "application/json")
PROFILES = ("primary_school", "secondary_school", "study_general", "dutch_lessons", "work", "daily_life")


def post(path: str, staff: Staff, body: bytes = b"") -> Ask:
    """A command of somebody, with a fresh key."""
    return Ask("POST", path, (staff.header, ("idempotency-key", secrets.token_hex(16)), JSON), body)


def get(path: str, staff: Staff) -> Ask:
    """A question of somebody, as a browser asks it."""
    return Ask("GET", path, (staff.header, ("accept", "text/html")))


def hardware_report() -> bytes:
    """The report of a laptop that nobody has seen before, in the component format."""
    return orjson.dumps(
        {
            "type": "Snapshot",
            "uuid": str(new_id()),
            "software": "Workbench",
            "version": "11.0b11",
            "endTime": "2026-03-02T10:00:00+00:00",
            "device": {
                "type": "Laptop",
                "chassis": "Netbook",
                "manufacturer": "Lenovo",
                "model": "ThinkPad X240",
                "serialNumber": f"PC{secrets.token_hex(6)}",
                "actions": [],
            },
            "components": [
                {"type": "Processor", "model": "Intel Core i5-4300U", "actions": []},
                {"type": "RamModule", "size": 8192, "actions": []},
                {
                    "type": "SolidStateDrive",
                    "manufacturer": "Samsung",
                    "model": "MZ7TE256",
                    "serialNumber": f"S{secrets.token_hex(6)}",
                    "size": 250000,
                    "actions": [],
                },
            ],
        }
    )


class Loans:
    """The commands of loans. What the first one makes is what the others work on."""

    def __init__(self, connections: Connections, staff: Sequence[Staff]) -> None:
        self._connections, self._staff = connections, itertools.cycle(staff)
        self._waiting: deque[tuple[Staff, UUID]] = deque()
        self._households: list[tuple[Staff, UUID]] = []

    async def ask_for_device(self) -> Told:
        """A new household joins the line."""
        staff = next(self._staff)
        told = await self._connections.send(post("/loans/api/requests", staff, orjson.dumps({"profile": random.choice(PROFILES)})))
        made = told.json()
        self._waiting.append((staff, made["id"]))
        self._households.append((staff, made["household_id"]))
        return told

    async def ask_again(self) -> Told:
        """A household that is known joins the line: one state row and one event, as in the baseline."""
        staff, household = random.choice(self._households)
        body = orjson.dumps({"profile": random.choice(PROFILES), "household_id": household})
        return await self._connections.send(post("/loans/api/requests", staff, body))

    async def withdraw(self) -> Told:
        """A household leaves the line. Raises `StopAsyncIteration` when nobody waits any more."""
        if not self._waiting:
            raise StopAsyncIteration
        staff, request = self._waiting.popleft()
        return await self._connections.send(post(f"/loans/api/requests/{request}/withdraw", staff))


class Inventory:
    """The commands of inventory."""

    def __init__(self, connections: Connections, staff: Sequence[Staff], arrived: Sequence[tuple[Staff, UUID]]) -> None:
        """`arrived`: machines that are proven empty, looked at and installed, each once."""
        self._connections, self._staff, self._arrived = connections, itertools.cycle(staff), deque(arrived)

    async def register(self) -> Told:
        """A machine comes in."""
        return await self._connections.send(post("/inventory/api/devices", next(self._staff), hardware_report()))

    async def make_ready(self) -> Told:
        """A machine can go to a family. Raises `StopAsyncIteration` when there is none left."""
        if not self._arrived:
            raise StopAsyncIteration
        staff, device = self._arrived.popleft()
        return await self._connections.send(post(f"/inventory/api/devices/{device}/ready", staff))
