"""What the stack's own databases and Kafka say, past every service: the proof of the crash tests, on the stack."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import asyncpg

from launcher.house import make_transport
from launcher.services import service_names
from shared.bus.doorbell import Doorbell
from shared.runtime.settings import Settings
from tests.crash.checker import check
from tests.crash.collecting import DEAD_JOBS, PARKED, UNREST, collect, come_to_rest
from tests.crash.commands import Ledger
from tests.crash.house import DEADLINE_SECONDS, CrashHouse
from tests.crash.witness import Witness
from tests.support.stack.local import LocalStack


class Proof:
    """Looks at one stack, as often as the tests want; what it has seen it keeps."""

    def __init__(self, stack: LocalStack) -> None:
        self._stack, self._witness = stack, Witness()

    async def problems(self, ledger: Ledger) -> Sequence[str]:
        """Wait until nothing is on its way any more, then name everything that was lost, doubled, disordered or put aside.

        Raises `TimeoutError` when it does not come to rest.
        """
        stack = self._stack
        key = Path(stack.places.environment(stack.services["keys"], {})["DIGIBANK_MASTER_KEY_FILE"])
        postgres = stack.postgres.server
        settings = Settings(data=stack.places.folder, master_key_file=key, postgres=postgres.admin_url, kafka=stack.kafka)
        transport = make_transport(settings, Doorbell(), client="stack-test")
        await transport.start()
        house = CrashHouse(settings, postgres, None, transport, {}, {})
        # The first time it reads from the beginning, as any new group does; then it goes on where it was.
        watching = self._witness.subscribe(transport, house.topics)
        reading = asyncio.create_task(watching.run())
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                await come_to_rest(house, watching)
            found = [str(problem) for problem in check(await collect(house, ledger, self._witness))]
            for name in service_names():
                connection = await house.connect(name)
                try:
                    found += await _left_behind(name, connection)
                finally:
                    await connection.close()
            return found
        finally:
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
            await transport.stop()


async def _left_behind(service: str, connection: asyncpg.Connection) -> list[str]:
    """What a service could not get rid of."""
    [row] = await connection.fetch(UNREST)
    lines = [f"{service}: {row['unsent']} events were never sent"] if row["unsent"] else []
    for query in (PARKED, DEAD_JOBS):
        lines += [f"{service}: {dict(row)}" for row in await connection.fetch(query)]
    return lines
