"""What makes recovery quick: small things that a long crash run only shows as seconds lost."""

import asyncio
from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import asyncpg
import pytest
from starlette.types import Message, Receive, Scope, Send

from shared.bus.doorbell import Doorbell
from shared.runtime.settings import Settings
from shared.runtime.supervisor import keep_running
from shared.web.tracing import Tracing

DEADLINE_SECONDS = 20.0


async def test_a_doorbell_notices_at_once_that_nobody_can_reach_it(settings: Settings) -> None:
    bell = Doorbell(settings.database_url("loans_bus", "loans"), name="doorbell under test")
    listener = bell.listener("outbox")
    carrying = asyncio.create_task(bell.run())
    admin = await asyncpg.connect(settings.postgres)
    try:
        await listener.wait(DEADLINE_SECONDS)  # everybody is woken once when the connection is made
        ended = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'doorbell under test'"
        assert await admin.fetchval(ended)
        await asyncio.wait([carrying], timeout=DEADLINE_SECONDS)
        assert carrying.done(), "it still believes that it hears rings"
        assert isinstance(carrying.exception(), ConnectionError)
    finally:
        carrying.cancel()
        await admin.close()


@pytest.mark.parametrize(("lived", "pauses"), [(0.0, [0.1, 0.2, 0.4, 0.8]), (6.0, [0.1, 0.1, 0.1, 0.1])])
async def test_work_that_was_healthy_starts_again_quickly(
    monkeypatch: pytest.MonkeyPatch, lived: float, pauses: list[float]
) -> None:
    """What keeps failing gets ever longer pauses; what ran well for some seconds between two failures does not."""
    now, slept = 0.0, list[float]()

    async def work() -> None:
        nonlocal now
        now += lived
        raise ConnectionError

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == len(pauses):
            raise Enough

    monkeypatch.setattr("shared.runtime.supervisor.time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(asyncio, "sleep", sleep)
    with pytest.raises(Enough):
        await keep_running("under test", work)
    assert slept == pytest.approx(pauses)


class Enough(Exception):
    """Ends the supervisor of the test."""


async def request(app: Callable[[Scope, Receive, Send], Awaitable[None]]) -> list[Message]:
    """One request through `Tracing`; what the server would get."""
    sent: list[Message] = []

    async def receive() -> Message:
        raise AssertionError("nothing is read")

    async def send(message: Message) -> None:
        sent.append(message)

    await Tracing(app, "loans")({"type": "http", "method": "GET", "path": "/loans", "headers": []}, receive, send)
    return sent


async def test_an_error_that_was_answered_does_not_reach_the_server() -> None:
    async def answers_and_raises(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 503, "headers": []})
        await send({"type": "http.response.body", "body": b"later"})
        raise ConnectionError

    assert [message["type"] for message in await request(answers_and_raises)] == ["http.response.start", "http.response.body"]


async def test_an_answer_that_broke_off_reaches_the_server() -> None:
    async def breaks_off(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise ConnectionError

    with pytest.raises(ConnectionError):
        await request(breaks_off)
