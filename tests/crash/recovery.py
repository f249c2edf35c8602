"""How long until everything works again: one laptop after another goes all the way to a family."""

import asyncio
import contextlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from uuid import UUID, uuid4

from shared.contracts.vocabulary import UseProfile
from tests.crash.commands import Desk, Unanswered
from tests.crash.house import DEADLINE_SECONDS, NeverCameBack
from tests.crash.kills import Kill
from tests.crash.load import ask, bring_laptop

LOOK_SECONDS = 0.02
BETWEEN_SECONDS = 0.1
PATIENCE_SECONDS = 30.0
"""After this a new round shows whether it is only this one that is stuck."""


@dataclass
class Prober:
    """Works in an organisation of its own, on both web sides, both relays and both consumers.

    Attributes:
        rounds: start and end of every round that succeeded, on the monotonic clock.
        doing: the step of the round that is under way.
    """

    desk: Desk
    rng: random.Random
    rounds: list[tuple[float, float]] = field(default_factory=list)
    doing: str = ""
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def run(self, stop: asyncio.Event) -> None:
        """Round after round until told to stop."""
        organisation, loop = uuid4(), asyncio.get_running_loop()
        while not stop.is_set():
            started = loop.time()
            # A round may have failed for good: then the ledger has the complaint, or the checker finds what was lost.
            with contextlib.suppress(Unanswered, TimeoutError):
                await self._round(organisation)
                async with self._news:
                    self.rounds.append((started, loop.time()))
                    self._news.notify_all()
            await asyncio.sleep(BETWEEN_SECONDS)

    async def _round(self, organisation: UUID) -> None:
        self.doing = "a family asks"
        request = await ask(self.desk, organisation, self.rng, UseProfile.DAILY_LIFE)
        self.doing = "a laptop comes in"
        await bring_laptop(self.desk, organisation, self.rng, memory_gb=8)
        self.doing = "they have to find each other"
        address = f"/loans/api/requests/{request['id']}"
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (seen := await self.desk.read("loans", address, organisation)) is None or seen["status"] != "reserved":
                await asyncio.sleep(LOOK_SECONDS)

    async def recovered(self, kill: Kill) -> None:
        """Return when a round that began after this kill has succeeded, and note how long that took. Raises `NeverCameBack`."""
        try:
            async with asyncio.timeout(DEADLINE_SECONDS), self._news:
                await self._news.wait_for(lambda: self._measure(kill))
        except TimeoutError:
            raise NeverCameBack(
                f"{DEADLINE_SECONDS:.0f} s after {kill.whom} was killed no laptop had found its family; stuck where {self.doing}"
            ) from None

    def usual(self, kills: Sequence[Kill]) -> float:
        """The median time of the rounds that no kill disturbed, in seconds; 0 when there are none."""
        disturbed = [(kill.at, kill.at + (kill.recovered_after or DEADLINE_SECONDS)) for kill in kills]
        calm = [
            ended - started
            for started, ended in self.rounds
            if not any(started <= until and ended >= since for since, until in disturbed)
        ]
        return median(calm) if calm else 0.0

    def _measure(self, kill: Kill) -> bool:
        for started, ended in self.rounds:
            if started >= kill.at:
                kill.recovered_after = ended - kill.at
                return True
        return False
