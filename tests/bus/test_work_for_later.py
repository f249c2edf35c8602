"""Jobs, remembered answers, replay of a projection, and waking up."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shared.bus.answers import Answer, KeyUsedOtherwise, earlier_answer, fingerprint, keep_answer
from shared.bus.doorbell import Doorbell
from shared.bus.jobs import ATTEMPTS, Jobs, schedule
from shared.bus.replay import replay_projection
from shared.bus.unit import Unit
from shared.runtime.clock import new_id
from tests.bus.probe import Probe, within_deadline


async def test_a_job_runs_once_when_its_time_has_come(probe: Probe) -> None:
    ran: list[str] = []

    async def handler(key: str, unit: Unit) -> None:
        ran.append(key)

    jobs = Jobs({"call": handler}, probe.units, probe.bus, probe.doorbell)
    async with probe.units.open(probe.organisation) as unit:
        for _ in range(2):
            await schedule(unit, "call", "family 7", unit.now() + timedelta(days=2))
    assert await jobs.run_due() == 0
    probe.clock.move(timedelta(days=2))
    assert await jobs.run_due() == 1
    assert await jobs.run_due() == 0
    assert ran == ["family 7"]


async def test_a_job_of_a_command_that_failed_does_not_exist(probe: Probe) -> None:
    with pytest.raises(RuntimeError):
        async with probe.units.open(probe.organisation) as unit:
            await schedule(unit, "call", "never", unit.now())
            raise RuntimeError
    assert await Jobs({}, probe.units, probe.bus, probe.doorbell).run_due() == 0


async def test_a_failing_job_comes_back_and_in_the_end_waits_for_a_person(probe: Probe) -> None:
    attempts = 0

    async def handler(key: str, unit: Unit) -> None:
        nonlocal attempts
        attempts += 1
        await unit.connection.execute(text("SELECT 1 / 0"))

    jobs = Jobs({"broken": handler}, probe.units, probe.bus, probe.doorbell)
    async with probe.units.open(probe.organisation) as unit:
        await schedule(unit, "broken", "x", unit.now())
    for _ in range(ATTEMPTS + 3):
        await jobs.run_due()
        probe.clock.move(timedelta(days=1))
    assert attempts == ATTEMPTS


async def test_two_workers_do_a_job_once(probe: Probe) -> None:
    ran = 0

    async def handler(key: str, unit: Unit) -> None:
        nonlocal ran
        ran += 1

    async with probe.units.open(probe.organisation) as unit:
        for number in range(20):
            await schedule(unit, "shared", str(number), unit.now())
    workers = [Jobs({"shared": handler}, probe.units, probe.bus, probe.doorbell) for _ in range(3)]
    await asyncio.gather(*(worker.run_due() for worker in workers))
    assert ran == 20


async def ask(probe: Probe, key: str, request: bytes, thing: Any) -> Answer:
    async with probe.units.open(probe.organisation) as unit:
        earlier = await earlier_answer(unit, key, request)
        if earlier:
            return earlier
        unit.record([probe.event(thing_id=thing, number=1)])
        await unit.flush()
        answer = Answer(201, f"/things/{thing}", {"id": str(thing)})
        await keep_answer(unit, key, answer)
        return answer


async def test_the_same_command_twice_has_one_effect_and_one_answer(probe: Probe) -> None:
    """Also when both are under way at the same time: the second waits for the first."""
    request = fingerprint(b"POST", b"/things", b"{}")
    answers = await asyncio.gather(*(ask(probe, "key-12345", request, new_id()) for _ in range(8)))
    assert len({answer.location for answer in answers}) == 1
    assert await probe.relay_all() == 1
    with pytest.raises(KeyUsedOtherwise):
        await ask(probe, "key-12345", fingerprint(b"another"), new_id())


async def test_a_key_belongs_to_one_organisation(probe: Probe) -> None:
    request = fingerprint(b"x")
    first = await ask(probe, "key-12345", request, new_id())
    probe.organisation = new_id()
    second = await ask(probe, "key-12345", request, new_id())
    assert first.location != second.location


async def test_a_failed_command_leaves_its_key_free(probe: Probe) -> None:
    request = fingerprint(b"x")
    with pytest.raises(RuntimeError):
        async with probe.units.open(probe.organisation) as unit:
            assert await earlier_answer(unit, "key-12345", request) is None
            raise RuntimeError
    assert (await ask(probe, "key-12345", request, new_id())).status == 201


async def keep_newest(event: Any, unit: Unit) -> None:
    """A projection as every projection here is: only what is newer counts."""
    await unit.connection.execute(
        text(
            "INSERT INTO newest AS n (subject, organisation, number, sequence) VALUES (:s, :o, :n, :q) ON CONFLICT (subject) "
            "DO UPDATE SET number = excluded.number, sequence = excluded.sequence WHERE n.sequence < excluded.sequence"
        ),
        {"s": event.thing_id, "o": unit.organisation, "n": event.number, "q": unit.sequence},
    )


async def newest(probe: Probe) -> dict[str, int]:
    async with probe.units.open(probe.organisation) as unit:
        rows = await unit.connection.execute(text("SELECT subject, number FROM newest"))
        return {str(row.subject): row.number for row in rows}


async def test_a_projection_is_built_again_from_history(probe: Probe) -> None:
    things = [new_id() for _ in range(5)]
    consumer = probe.consumer(keep_newest, group=f"projection-{probe.topic}")
    for number in range(4):
        for thing in things:
            await probe.publish(thing, number)
    await probe.deliver(consumer)
    before = await newest(probe)
    assert before == {str(thing): 3 for thing in things}
    async with probe.units.open(probe.organisation) as unit:
        await unit.connection.execute(text("UPDATE newest SET number = 999"))
    owner = probe.settings.database_url("probe_owner", "probe")
    assert await replay_projection(consumer, probe.transport, owner, ["newest"]) == 20
    assert await newest(probe) == before


async def test_a_replay_beside_new_events_ends_with_the_newest(probe: Probe) -> None:
    thing, consumer = new_id(), probe.consumer(keep_newest, group=f"projection-{probe.topic}")
    await probe.publish(thing, *range(700))
    await probe.relay_all()
    owner = probe.settings.database_url("probe_owner", "probe")
    async with probe.member(consumer.handle, consumer.group) as member:

        async def more() -> None:
            for number in range(700, 740):
                await probe.publish(thing, number)
                await probe.relay_all()

        await asyncio.gather(replay_projection(consumer, probe.transport, owner, ["newest"]), more())
        await within_deadline(member.drain())
    assert await newest(probe) == {str(thing): 739}


async def test_a_ring_reaches_other_processes(probe: Probe) -> None:
    url = probe.settings.database_url("probe_bus", "probe")
    here, there = Doorbell(url), Doorbell(url)
    carrying = [asyncio.create_task(bell.run()) for bell in (here, there)]
    try:
        listener = there.listener("outbox")
        await within_deadline(listener.wait(60))  # everybody is woken once when the connection is made
        woken = asyncio.create_task(listener.wait(60))
        while not woken.done():  # until `here` is connected as well
            here.ring("outbox")
            await asyncio.wait([woken], timeout=0.05)
        await within_deadline(woken)
    finally:
        for task in carrying:
            task.cancel()
        await asyncio.gather(*carrying, return_exceptions=True)


async def test_a_ring_between_two_waits_is_not_missed() -> None:
    bell = Doorbell()
    listener = bell.listener("outbox")
    bell.ring("outbox")
    await within_deadline(listener.wait(3600))


async def test_the_outbox_forgets_what_was_sent_long_ago_and_nothing_else(probe: Probe) -> None:
    sent, unsent = new_id(), new_id()
    await probe.publish(sent, 1)
    await probe.relay_all()
    probe.clock.move(timedelta(days=29))
    relay = probe.relay()
    connection = await relay.connect()

    async def kept() -> set[str]:
        rows = await connection.fetch("SELECT key FROM bus.outbox WHERE topic = $1", probe.topic)
        return {row["key"] for row in rows}

    try:
        await relay.forget_what_is_old(connection)
        assert await kept() == {str(sent)}
        await probe.publish(unsent, 1)
        probe.clock.move(timedelta(days=400))
        await relay.forget_what_is_old(connection)
        assert await kept() == {str(unsent)}, "what was never sent is never forgotten"
    finally:
        connection.terminate()
    await probe.relay_all()
    stored = {record.key async for records in probe.transport.history([probe.topic]) for record in records}
    assert stored == {str(sent), str(unsent)}


async def test_a_round_that_fails_does_not_take_the_next_with_it(probe: Probe) -> None:
    """A round plans the next one in its own transaction, which is undone with it."""
    ran: list[str] = []

    async def round_of(key: str, unit: Unit) -> None:
        await schedule(unit, "round", f"{key}+", unit.now() + timedelta(days=1))
        ran.append(key)
        if key == "x":
            await unit.connection.execute(text("SELECT 1 / 0"))

    async def go_on(key: str, unit: Unit) -> None:
        await schedule(unit, "round", f"{key}+", unit.now() + timedelta(days=1))

    async def fails_too(key: str, unit: Unit) -> None:
        await unit.connection.execute(text("SELECT 1 / 0"))

    async with probe.units.open(probe.organisation) as unit:
        await schedule(unit, "round", "x", unit.now())
    await Jobs({"round": round_of}, probe.units, probe.bus, probe.doorbell, {"round": fails_too}).run_due()
    probe.clock.move(timedelta(hours=1))
    jobs = Jobs({"round": round_of}, probe.units, probe.bus, probe.doorbell, {"round": go_on})
    await jobs.run_due()
    assert ran == ["x", "x"]
    probe.clock.move(timedelta(days=1))
    await jobs.run_due()
    assert "x+" in ran
