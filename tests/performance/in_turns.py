"""The same questions to a small and to a large organisation, in turns.

Asked minutes apart, even a question that reads nothing took 2.2 times as long after a million devices as before: the machine was
another one by then. In turns, whatever else happens meets both.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from shared.runtime.running import RunningService
from tests.performance.load import percentile
from tests.performance.place import Place, open_place

ROUNDS = 50
UNDISTURBED = 20
"""The percentile that is compared: what a question takes when nothing else wants the processor at that moment."""
NOT_COUNTED = 5
"""Rounds in which connections, caches and prepared statements get warm."""
SLOWEST_SECONDS = 1.0
"""A question that takes longer than this is asked a few times only."""
FEW = 3


@dataclass(frozen=True, slots=True)
class Side:
    """One organisation, and what is asked there, by name; both sides have the same names."""

    running: RunningService
    organisation: UUID
    questions: Mapping[str, Callable[[Any], Awaitable[object]]]

    async def seconds(self, name: str) -> float:
        """What one question takes, its transaction included."""
        started = time.perf_counter()
        async with self.running.units.open(self.organisation) as unit:
            await self.questions[name](unit)
        return time.perf_counter() - started


@dataclass(frozen=True, slots=True)
class Compared:
    """What a question takes at either side, in seconds, when nobody disturbs it."""

    small: float
    large: float

    @property
    def ratio(self) -> float:
        """How many times longer it takes at the large side."""
        return self.large / self.small


async def in_turns(small: Side, large: Side) -> dict[str, Compared]:
    """Each question goes to one side and at once to the other; who is first changes every round."""
    times: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in large.questions}
    for turn in range(-NOT_COUNTED, ROUNDS):
        for name, (few, many) in times.items():
            if len(many) >= FEW and max(many[:FEW]) > SLOWEST_SECONDS:
                continue
            sides = [(small, few), (large, many)]
            for side, kept in sides if turn % 2 else reversed(sides):
                seconds = await side.seconds(name)
                if turn >= 0:
                    kept.append(seconds)
    return {name: Compared(percentile(few, UNDISTURBED), percentile(many, UNDISTURBED)) for name, (few, many) in times.items()}


@asynccontextmanager
async def place_beside(place: Place) -> AsyncIterator[Place]:
    """A second PostgreSQL like that of `place`, for the small side.

    Raises:
        RuntimeError: the server is a given one, so there is no second.
    """
    if place.postgres.embedded is None:
        raise RuntimeError("this row needs two embedded servers; run it without DIGIBANK_POSTGRES")
    async with open_place(quick=place.quick, say=place.say) as beside:
        yield beside
