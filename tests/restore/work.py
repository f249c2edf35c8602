"""People at work around a backup, and what they may still count on after it was put back."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import uuid4

import httpx

from shared.runtime.supervisor import keep_running
from tests.crash.checker import check
from tests.crash.collecting import ANSWERS, collect, come_to_rest
from tests.crash.commands import Desk, Ledger
from tests.crash.evidence import Problem
from tests.crash.house import SERVICES, CrashHouse
from tests.crash.load import work
from tests.crash.witness import Witness

CLIENTS = 3
ORGANISATIONS = [uuid4() for _ in range(3)]
LONGEST_SECONDS = 240.0
"""Whatever takes longer than this never comes, also on a machine with other things to do."""
RATE = 15.0
"""Commands a second: enough that there always are events under way, and not so many that the machine only works these off."""


@asynccontextmanager
async def people_at_work(house: CrashHouse, ledger: Ledger, seed: int) -> AsyncIterator[None]:
    """Commands go on until the block ends; then every one was answered."""
    rng, stop = random.Random(seed), asyncio.Event()
    async with httpx.AsyncClient(timeout=15) as http:
        desk = Desk(house, http, ledger, rng, rate=RATE)
        people = [asyncio.create_task(work(desk, ORGANISATIONS, random.Random(rng.random()), stop)) for _ in range(CLIENTS)]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*people)


async def until(ledger: Ledger, more: int) -> None:
    """Return when so many more commands were answered."""
    goal = len(ledger.acknowledged) + more
    async with asyncio.timeout(LONGEST_SECONDS):
        while len(ledger.acknowledged) < goal:
            await asyncio.sleep(0.05)


async def forget_what_came_after(house: CrashHouse, ledger: Ledger) -> int:
    """Keep in the ledger what the databases still know; gives how many commands are gone.

    A command, its effects and its answer are one transaction, so the answer tells whether there has to be everything or nothing.
    """
    answered = set()
    for name in SERVICES:
        connection = await house.connect(name)
        answered |= {row["idempotency_key"] for row in await connection.fetch(ANSWERS)}
        await connection.close()
    before = len(ledger.acknowledged)
    ledger.acknowledged = [one for one in ledger.acknowledged if one[0].key in answered]
    return before - len(ledger.acknowledged)


async def problems(house: CrashHouse, ledger: Ledger) -> Sequence[Problem]:
    """Wait until everything was dealt with; then what is lost, doubled, out of order or not agreed upon."""
    witness = Witness()
    watching = witness.subscribe(house.transport, house.topics)
    watch = asyncio.create_task(keep_running("witness", watching.run))
    try:
        async with asyncio.timeout(LONGEST_SECONDS):
            await come_to_rest(house, watching)
        return check(await collect(house, ledger, witness))
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
