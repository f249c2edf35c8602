"""A box moves to PostgreSQL and Kafka while people work, and back: nothing is lost, done twice or out of order."""

import asyncio
import contextlib
import random
import re
import secrets
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.kafka import KafkaBroker, KafkaUnavailable
from launcher.postgres.programs import programs_folder
from launcher.postgres.server import EmbeddedPostgres
from launcher.postgres.testing import folder_for_tests
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.say import say_nothing
from shared.bus.transport import Record
from shared.identity.tokens import Asking, Tokens
from shared.runtime.clock import SystemClock
from shared.runtime.settings import Settings
from shared.runtime.supervisor import keep_running
from shared.web.call import COOKIE
from tests.crash.checker import check
from tests.crash.collecting import collect, come_to_rest
from tests.crash.commands import Desk, Ledger
from tests.crash.house import CrashHouse
from tests.crash.load import CLIENTS, work
from tests.crash.witness import Witness
from tests.move.house import Digibank, admin_of_box, look_at, running, transport_of, until_it_answers
from tests.support.ports import free_port

RATE = 20.0
BUSY_SECONDS = 2.5
"""So long people work undisturbed, before and after each move."""
REST_SECONDS = 180.0
BEHIND = "digibank.move.behind"


@dataclass
class World:
    """Everything there is: two places to run, and people at work."""

    scratch: Path
    box: Settings
    stack: Settings
    house: CrashHouse
    http: httpx.AsyncClient
    ledger: Ledger = field(default_factory=Ledger)
    witness: Witness = field(default_factory=Witness)

    async def up(self, name: str, settings: Settings) -> Digibank:
        """Run Digibank, and send the clients there."""
        arguments = ["up", "--data", str(settings.data), "--port", str(settings.port)]
        if settings.postgres:
            arguments += ["--postgres", settings.postgres, "--kafka", settings.kafka]
        started = await Digibank.start(name, arguments, {"DIGIBANK_LOG_LEVEL": "warning"}, self.scratch)
        await until_it_answers(started, settings.base_url)
        reached = settings if settings.postgres else settings.model_copy(update={"postgres": admin_of_box(settings)})
        await self.let_go()
        look_at(self.house, reached, await transport_of(reached), settings.base_url, reached.postgres)
        return started

    async def let_go(self) -> None:
        """Disconnect from where it was."""
        if self.house.transport is not None:
            await self.house.transport.stop()

    async def move(self, name: str, *more: str) -> Digibank:
        """Start the command that moves."""
        where = ["--to-postgres", self.stack.postgres, "--to-kafka", self.stack.kafka, "--data", str(self.box.data)]
        return await Digibank.start(name, ["move", *where, *more], {}, self.scratch)

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[None]:
        """A group that only watches is at work, where Digibank is now."""
        watching = self.witness.subscribe(self.house.transport, self.house.topics)
        async with running(keep_running("witness", watching.run)):
            yield

    async def come_to_rest(self) -> None:
        """Everything has had its effects, and the witness has seen it."""
        watching = self.witness.subscribe(self.house.transport, self.house.topics)
        async with asyncio.timeout(REST_SECONDS), self.watched():
            await come_to_rest(self.house, watching)


@pytest.mark.timeout(400)
async def test_there_and_back_while_people_work(tmp_path: Path) -> None:
    async with a_world(tmp_path) as world:
        up = await world.up("box", world.box)
        cookie = await signed_in(world)
        organisations = [uuid4() for _ in range(3)]
        rng, stop = random.Random(5), asyncio.Event()
        desk = Desk(world.house, world.http, world.ledger, rng, rate=RATE)
        async with contextlib.AsyncExitStack() as at_work:
            people = [await at_work.enter_async_context(running(work(desk, organisations, rng, stop))) for _ in range(CLIENTS)]
            async with world.watched():
                await asyncio.sleep(BUSY_SECONDS)
                had = await read_some(world)
            first = await world.move("move-killed")
            await said(first, "5/8")
            first.process.kill()
            await first.ended()
            await the_box_rests(world, cookie)
            again = await world.move("move", "--key-to", str(world.stack.data / "master.key"))
            assert await again.ended() == 0, (again.said, again.log.read_text())
            assert await up.ended() == 0
            await it_does_not_start(world)

            there = await world.up("stack", world.stack)
            await still_signed_in(world, cookie)
            async with world.watched():
                await asyncio.sleep(BUSY_SECONDS)
            came = await read_on(world)
            history = world.house.transport.history(world.house.topics)
            stored = Counter([record.headers["ce_id"] async for records in history for record in records])
            back = await world.move("back", "--back")
            assert await back.ended() == 0, (back.said, back.log.read_text())
            await it_rests(world, world.stack)
            assert await there.stop() == 0

            home = await world.up("box-again", world.box)
            await still_signed_in(world, cookie)
            async with world.watched():
                await asyncio.sleep(BUSY_SECONDS)
            stop.set()
            await asyncio.gather(*people)
        await world.come_to_rest()
        evidence = await collect(world.house, world.ledger, world.witness)
        evidence = replace(evidence, inbox=await without_portal(world, evidence.inbox))
        assert await home.stop() == 0
    problems = [str(problem) for problem in check(evidence)]
    assert problems == []
    assert unexpected(tmp_path) == []
    assert world.ledger.complaints == []
    assert world.ledger.outages["503"] > 0, "nobody tried anything while it rested"
    assert len(world.ledger.acknowledged) > 100
    exactly_the_rest(had, came, stored)
    seen = [one.event_id for one in world.witness.seen]
    report_fact(
        "move",
        f"there and back under load: {len(world.ledger.acknowledged)} commands, {len(evidence.outbox)} events, "
        f"{len(seen) - len(set(seen))} delivered again, {len(problems)} problems; rested {rested(again)} and {rested(back)} s",
    )


def unexpected(folder: Path) -> list[str]:
    """Errors that nobody foresaw, in what the processes logged."""
    lines = [line for log in folder.glob("*.log") for line in log.read_text().splitlines()]
    return [line[:2000] for line in lines if '"unexpected error"' in line or "Unclosed" in line or "Task was destroyed" in line]


def rested(moved: Digibank) -> str:
    return next(line for line in moved.said if "rustte" in line).rpartition("rustte ")[2].removesuffix(" seconden.")


@asynccontextmanager
async def a_world(tmp_path: Path) -> AsyncIterator[World]:
    """A PostgreSQL and a Kafka to move to, and two empty data folders. Skips where one of them cannot be had."""
    try:
        programs_folder()
        broker = KafkaBroker.prepare(PROJECT / ".tools", say_nothing)
    except (CannotContinue, KafkaUnavailable) as error:
        report_fact(NOT_RUN, f"the move: {error}")
        pytest.skip(str(error))
    folder = folder_for_tests(tmp_path / "data")
    postgres = EmbeddedPostgres(folder / "stack-postgres", secrets.token_urlsafe(16), fast=True)
    (folder / "box").mkdir()
    (folder / "box").chmod(0o711)
    (folder / "stack").mkdir()
    try:
        postgres.start()
        await asyncio.gather(postgres.wait_until_ready(), asyncio.to_thread(broker.start, tmp_path / "kafka"))
        box = Settings(data=folder / "box", port=free_port(), kafka="", postgres="")
        stack = Settings(data=folder / "stack", port=free_port(), kafka=broker.bootstrap, postgres=postgres.admin_url)
        house = CrashHouse(box, postgres, broker, None, {}, {})  # type: ignore[arg-type]
        async with httpx.AsyncClient(timeout=15) as http:
            world = World(tmp_path, box, stack, house, http)
            yield world
            await world.let_go()
    finally:
        await asyncio.to_thread(broker.stop)
        await asyncio.to_thread(postgres.stop)
        shutil.rmtree(folder, ignore_errors=True)


async def signed_in(world: World) -> dict[str, str]:
    """The cookie of a coordinator, who began an organisation."""
    question = Tokens(world.box.master_key, SystemClock()).sign_question(Asking("installation", uuid4(), None))
    headers, body = {"authorization": f"Bearer {question}"}, {"title": "Digibank De Brug", "coordinator": "an.verhuist"}
    answer = await world.http.post(f"{world.box.base_url}/portal/api/organisations", json=body, headers=headers)
    code = {"sign_in_name": "an.verhuist", "start_code": answer.json()["start_code"], "password": "groene fiets op zolder"}
    answer = await world.http.post(f"{world.box.base_url}/portal/api/passwords", json=code)
    return {COOKIE: answer.json()["token"]}


async def still_signed_in(world: World, cookie: dict[str, str]) -> None:
    page = await visit(world, cookie, "/people")
    assert page.status_code == 200, page.text
    assert "an.verhuist" in page.text


async def visit(world: World, cookie: dict[str, str], path: str, form: dict[str, str] | None = None) -> httpx.Response:
    """A page as the coordinator sees it, or what comes of a form."""
    async with httpx.AsyncClient(cookies=cookie, headers={"accept": "text/html"}, timeout=15) as http:
        address = f"{world.house.settings.base_url}{path}"
        return await (http.get(address) if form is None else http.post(address, data=form))


async def said(digibank: Digibank, beginning: str) -> None:
    """Back when a command printed a line that begins so."""
    async with asyncio.timeout(REST_SECONDS):
        while not any(line.startswith(beginning) for line in digibank.said):
            assert digibank.process.returncode is None, (digibank.said, digibank.log.read_text())
            await asyncio.sleep(0.01)


async def the_box_rests(world: World, cookie: dict[str, str]) -> None:
    """Also when the mover is dead: pages go on, nothing changes, and what somebody typed comes back ready to be sent again."""
    page = await visit(world, cookie, "/people/new")
    assert page.status_code == 200, page.text
    form = dict(re.findall(r'name="(csrf|form_key)" value="([^"]+)"', page.text))
    refused = await visit(
        world, cookie, "/people/new", {**form, "display_name": "Bo Wacht", "sign_in_name": "bo.wacht", "roles": "staff"}
    )
    assert (refused.status_code, refused.headers.get("retry-after")) == (503, "20"), refused.text
    assert "We verhuizen" in refused.text
    assert "Bo Wacht" in refused.text
    assert "bo.wacht" not in (await visit(world, cookie, "/people")).text


async def it_rests(world: World, settings: Settings) -> None:
    headers = {"authorization": f"Bearer {world.house.token(uuid4())}", "idempotency-key": str(uuid4())}
    address = f"{settings.base_url}/loans/api/requests"
    refused = await world.http.post(address, json={"profile": "daily_life", "internet": "yes"}, headers=headers)
    assert refused.status_code == 503
    assert refused.json()["type"] == "urn:digibank:problem:resting"


async def it_does_not_start(world: World) -> None:
    refused = await Digibank.start("refused", ["up", "--data", str(world.box.data)], {}, world.scratch)
    assert await refused.ended() == 2
    assert "is verhuisd naar" in refused.log.read_text()


async def without_portal(world: World, inbox: Mapping[str, Sequence[UUID]]) -> dict[str, list[UUID]]:
    """What groups applied, but for what portal told of the coordinator's organisation: the checker knows the load alone."""
    portal = await world.house.connect("portal")
    told = {row["event_id"] for row in await portal.fetch("SELECT event_id FROM bus.outbox")}
    await portal.close()
    assert told
    return {group: [event for event in applied if event not in told] for group, applied in inbox.items()}


async def read_some(world: World) -> list[Record]:
    """What a group of its own has had and acknowledged: the beginning, and by far not all."""
    had: list[Record] = []
    acknowledged = asyncio.Event()

    async def handle(records: Sequence[Record]) -> None:
        if had:
            acknowledged.set()
            await asyncio.Event().wait()
        had.extend(records)

    async with asyncio.timeout(REST_SECONDS), running(world.house.transport.subscribe(BEHIND, world.house.topics, handle).run()):
        await acknowledged.wait()
    return had


async def read_on(world: World) -> list[Record]:
    """What the same group gets where Digibank is now."""
    came: list[Record] = []

    async def handle(records: Sequence[Record]) -> None:
        came.extend(records)

    member = world.house.transport.subscribe(BEHIND, world.house.topics, handle)
    async with asyncio.timeout(REST_SECONDS), running(member.run()):
        await member.drain()
    return came


def exactly_the_rest(had: Sequence[Record], came: Sequence[Record], stored: Counter[str]) -> None:
    """Of each key the next one after the last that the group had, and so on: none missing, and no record twice.

    An event itself may be stored twice: one that was sent and not yet marked as sent when the box came to rest.
    """
    assert len(had) > 0
    assert len(came) > len(had)
    newest: dict[tuple[str, str], int] = {}
    for record in (*had, *came):
        key, sequence = (record.topic, record.key), int(record.headers["ce_sequence"])
        assert sequence <= newest.get(key, 0) + 1, f"{key} came with {sequence} after {newest.get(key, 0)}"
        newest[key] = max(sequence, newest.get(key, 0))
    delivered = Counter(record.headers["ce_id"] for record in (*had, *came))
    assert delivered <= stored, delivered - stored
