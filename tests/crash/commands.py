"""Commands over HTTP as a careful client sends them: with a key, again and again with that key until there is an answer."""

import asyncio
import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

import httpx

from shared.runtime.clock import new_id
from tests.crash.evidence import Acknowledged, Did

ANSWER_WITHIN_SECONDS = 120.0
LONGEST_PAUSE_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Command:
    """One command as it travels. `detail` is what the checker wants to know of it; see `Acknowledged`."""

    did: Did
    organisation: UUID
    path: str
    content: bytes = b""
    detail: str = ""
    key: str = field(default_factory=lambda: str(new_id()))


@dataclass(frozen=True, slots=True)
class Answer:
    """What is compared when the same command is sent again."""

    status: int
    location: str | None
    body: Any


@dataclass
class Ledger:
    """What the clients know.

    Attributes:
        acknowledged: commands with the answer they got, oldest first, and when (monotonic clock).
        complaints: answers that must not be: a refusal of a command that is right, another answer to the same key, none at all.
        outages: how often there was no answer or a polite "not now", by what it was.
    """

    acknowledged: list[tuple[Command, Answer, float]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    outages: Counter[str] = field(default_factory=Counter)
    repeats: int = 0

    def facts(self) -> list[Acknowledged]:
        """What was acknowledged, for the checker."""
        return [
            Acknowledged(command.did, command.organisation, command.key, UUID(answer.body["id"]), command.detail)
            for command, answer, _ in self.acknowledged
        ]


class Place(Protocol):
    """Where commands go."""

    @property
    def web(self) -> Mapping[str, str]:
        """The address of each service, without a slash at the end."""
        ...

    def token(self, organisation: UUID, *, colleague: bool = False) -> str:
        """Of somebody on the staff of an organisation, always the same person; or of their colleague, who confirms."""
        ...


class Unanswered(Exception):
    """A command was refused or never answered; the ledger has it."""


class Desk:
    """Sends commands and notes them in the ledger. At most `rate` commands a second start; without it, as many as there are."""

    def __init__(self, house: Place, http: httpx.AsyncClient, ledger: Ledger, rng: random.Random, *, rate: float = 1000.0) -> None:
        self.ledger = ledger
        self._house, self._http, self._rng = house, http, rng
        self._between, self._next = 1 / rate, 0.0

    async def do(self, command: Command) -> Any:
        """Send until answered; returns the body. Now and then it is sent twice at once. Raises `Unanswered`."""
        loop = asyncio.get_running_loop()
        self._next = max(self._next + self._between, loop.time())
        await asyncio.sleep(self._next - loop.time())
        if self._rng.random() < 0.03:
            self.ledger.repeats += 1
            answer, other = await asyncio.gather(self._until_answered(command), self._until_answered(command))
            self._compare(command, answer, other)
        else:
            answer = await self._until_answered(command)
        self.ledger.acknowledged.append((command, answer, loop.time()))
        return answer.body

    async def repeat(self, command: Command, answer: Answer) -> None:
        """Send what was answered before; the answer has to be the same."""
        self.ledger.repeats += 1
        self._compare(command, answer, await self._until_answered(command))

    async def read(self, service: str, path: str, organisation: UUID) -> Any | None:
        """Look at something; None when there is no answer just now."""
        try:
            answer = await self._http.get(f"{self._house.web[service]}{path}", headers=self._headers(organisation))
        except httpx.TransportError:
            return None
        return answer.json() if answer.status_code == 200 else None

    def _compare(self, command: Command, first: Answer, second: Answer) -> None:
        if first != second:
            self.ledger.complaints.append(f"{command.did} {command.key} was answered {first} and then {second}")

    async def _until_answered(self, command: Command) -> Answer:
        pause = 0.02
        try:
            async with asyncio.timeout(ANSWER_WITHIN_SECONDS):
                while True:
                    answer = await self._try(command)
                    if answer is not None:
                        return answer
                    await asyncio.sleep(pause * self._rng.uniform(0.5, 1.5))
                    pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        except TimeoutError:
            self.ledger.complaints.append(f"{command.did} {command.key} was never answered")
            raise Unanswered from None

    async def _try(self, command: Command) -> Answer | None:
        try:
            answer = await self._http.post(
                f"{self._house.web[command.did.service]}{command.path}",
                content=command.content,
                headers=self._headers(command.organisation, command.did is Did.CHECK) | {"idempotency-key": command.key},
            )
        except httpx.TransportError as error:
            self.ledger.outages[type(error).__name__] += 1
            return None
        if answer.status_code >= 500:
            self.ledger.outages[str(answer.status_code)] += 1
            if answer.status_code != 503:
                self.ledger.complaints.append(f"{command.did} {command.key} was answered with {answer.status_code}")
            return None
        if not answer.is_success:
            self.ledger.complaints.append(f"{command.did} {command.key} was refused: {answer.status_code} {answer.text}")
            raise Unanswered
        return Answer(answer.status_code, answer.headers.get("location"), answer.json())

    def _headers(self, organisation: UUID, colleague: bool = False) -> dict[str, str]:
        token = self._house.token(organisation, colleague=colleague)
        return {"authorization": f"Bearer {token}", "content-type": "application/json"}
