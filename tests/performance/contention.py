"""Row `reserve`: many claims of one machine at the same moment, until each has its answer, beside a bare row that is locked."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg

from services.inventory.commands.reserve_device import ReserveDevice, reserve_device
from shared.runtime.clock import new_id
from tests.performance.place import Place
from tests.performance.report import Row, ms
from tests.performance.seeding import add_devices, ids_of_devices

CLAIMS = 50
CONNECTIONS = 10
"""As many as a service has."""
TABLES = """
CREATE TABLE IF NOT EXISTS bare_machine (id uuid PRIMARY KEY, reserved_for uuid);
CREATE TABLE IF NOT EXISTS bare_answer (id uuid PRIMARY KEY, machine uuid NOT NULL, request uuid NOT NULL, won boolean NOT NULL);
"""

Claim = Callable[[UUID, UUID], Awaitable[None]]


async def contention_rows(place: Place) -> list[Row]:
    """So many claims at once, on machine after machine; in turns with the baseline, which locks, looks, and writes one answer."""
    rounds = 8 if place.quick else 40
    organisation = place.staff().organisation
    await add_devices(place, organisation, rounds + 2)
    machines = list(await ids_of_devices(place, organisation))
    real, bare = list[float](), list[float]()
    admin = await place.admin("inventory")
    pool = await asyncpg.create_pool(place.url("inventory"), min_size=CONNECTIONS, max_size=CONNECTIONS)
    try:
        await admin.execute(TABLES)
        async with place.service("inventory") as inventory:

            async def claim(machine: UUID, request: UUID) -> None:
                async with inventory.units.open(organisation) as unit:
                    await reserve_device(ReserveDevice(machine, request), unit)

            async def claim_bare(machine: UUID, request: UUID) -> None:
                async with pool.acquire() as connection, connection.transaction():
                    holder = await connection.fetchval("SELECT reserved_for FROM bare_machine WHERE id = $1 FOR UPDATE", machine)
                    if holder is None:
                        await connection.execute("UPDATE bare_machine SET reserved_for = $2 WHERE id = $1", machine, request)
                    await connection.execute(
                        "INSERT INTO bare_answer VALUES ($1, $2, $3, $4)", new_id(), machine, request, holder is None
                    )

            for turn, machine in enumerate(machines):
                await admin.execute("INSERT INTO bare_machine VALUES ($1)", machine)
                for seconds, one in ((bare, claim_bare), (real, claim)):
                    took = await _until_all_are_answered(one, machine)
                    if turn >= 2:  # the first ones warm up
                        seconds.append(took)
        won = await admin.fetchval(
            "SELECT count(*) FROM bus.outbox WHERE organisation = $1 AND headers->>'ce_type' LIKE '%device_reserved%'", organisation
        )
    finally:
        await pool.close()
        await admin.execute("DROP TABLE IF EXISTS bare_machine, bare_answer")
        await admin.close()
    mine, other = statistics.median(real), statistics.median(bare)
    what = f"{CLAIMS} claims of one machine at once, until all have their answer ({won} won, of {len(machines)} machines)"
    return [Row("reserve", what, ms(mine), ms(other), f"{mine / other:.1f} x")]


async def _until_all_are_answered(claim: Claim, machine: UUID) -> float:
    requests = [new_id() for _ in range(CLAIMS)]
    started = time.perf_counter()
    await asyncio.gather(*(claim(machine, request) for request in requests))
    return time.perf_counter() - started
