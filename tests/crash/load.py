"""People at work in several organisations at once: laptops come in, families ask, some change their mind."""

import asyncio
import json
import random
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.contracts.vocabulary import UseProfile
from tests.crash.commands import Command, Desk, Unanswered
from tests.crash.evidence import Did

CLIENTS = 8
WIPE = json.dumps({"method": "secure_erase", "tool": "hdparm", "succeeded": True}).encode()
MEMORY_GB = (2, 4, 8, 8, 16)


def report(rng: random.Random, memory_gb: int | None = None) -> tuple[str, bytes]:
    """The serial number and the hardware report of a laptop with one drive or two, and with any memory unless one is given."""
    serial = f"PC{rng.getrandbits(48):012X}"
    drives = [
        {"type": rng.choice(["SolidStateDrive", "HardDrive"]), "model": "MZ7TE256", "serialNumber": f"S{rng.getrandbits(40):010X}",
         "manufacturer": "Samsung", "size": 250000, "actions": []}
        for _ in range(rng.choice([1, 1, 1, 2]))
    ]  # fmt: skip
    memory = {"type": "RamModule", "size": (memory_gb or rng.choice(MEMORY_GB)) * 1024, "actions": []}
    snapshot = {
        "type": "Snapshot",
        "uuid": str(UUID(int=rng.getrandbits(128), version=4)),
        "software": "Workbench",
        "version": "11.0b11",
        "endTime": "2026-03-02T10:00:00+00:00",
        "device": {
            "type": "Laptop",
            "chassis": "Netbook",
            "manufacturer": "Lenovo",
            "model": "ThinkPad X240",
            "serialNumber": serial,
            "actions": [],
        },
        "components": [{"type": "Processor", "model": "Intel Core i5-4300U", "actions": []}, memory, *drives],
    }
    return serial, json.dumps(snapshot).encode()


async def bring_laptop(
    desk: Desk, organisation: UUID, rng: random.Random, *, memory_gb: int | None = None, give_up_chance: float = 0.0
) -> None:
    """Register a laptop, prove that its drives are empty, and make it ready; or stop somewhere on the way."""
    serial, content = report(rng, memory_gb)
    device = await desk.do(Command(Did.REGISTER, organisation, "/inventory/api/devices", content, serial))
    address = f"/inventory/api/devices/{device['id']}"
    for drive in device["drives"]:
        for did, content in ((Did.WIPE, WIPE), (Did.CHECK, b"")):
            if rng.random() < give_up_chance:
                return
            await desk.do(Command(did, organisation, f"{address}/drives/{drive['id']}/{did}", content, drive["id"]))
    for did in (Did.LOOK_OVER, Did.INSTALL):
        await desk.do(Command(did, organisation, f"{address}/{did}", b"{}"))
    await desk.do(Command(Did.READY, organisation, f"{address}/ready"))


async def ask(desk: Desk, organisation: UUID, rng: random.Random, profile: UseProfile | None = None) -> Any:
    """A family asks for a laptop; returns the request."""
    wish = (profile or rng.choice(list(UseProfile))).value
    content = json.dumps(
        {"profile": wish, "school_child_without_machine": rng.random() < 0.3, "internet": rng.choice(["yes", "no", "unknown"])}
    ).encode()
    return await desk.do(Command(Did.ASK, organisation, "/loans/api/requests", content, wish))


async def work(desk: Desk, organisations: Sequence[UUID], rng: random.Random, stop: asyncio.Event) -> None:
    """One client: one thing after another until told to stop; what it has begun it finishes."""
    asked: list[tuple[UUID, str]] = []
    while not stop.is_set():
        organisation, dice = rng.choice(organisations), rng.random()
        try:
            if dice < 0.40:
                await bring_laptop(desk, organisation, rng, give_up_chance=0.03)
            elif dice < 0.80:
                asked.append((organisation, (await ask(desk, organisation, rng))["id"]))
            elif dice < 0.93 and asked:
                theirs, request = asked.pop(rng.randrange(len(asked)))
                await desk.do(Command(Did.WITHDRAW, theirs, f"/loans/api/requests/{request}/withdraw"))
            elif desk.ledger.acknowledged:
                command, answer, _ = rng.choice(desk.ledger.acknowledged)
                await desk.repeat(command, answer)
        except Unanswered:
            continue
