"""Interleavings and inputs that once broke the bus, each kept as a test so that it does not happen again."""

import asyncio
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text

from shared.bus.jobs import Jobs, schedule
from shared.bus.replay import replay_projection
from shared.bus.retries import _Front
from shared.bus.transport import Record
from shared.bus.unit import Unit
from shared.contracts.catalogue import Catalogue
from shared.database.engine import TransactionLost
from shared.runtime import supervisor
from shared.runtime.clock import new_id
from tests.bus.probe import Probe, counted_event, note_effect, within_deadline
from tests.bus.test_effects_once import always_fails, published_records
from tests.bus.test_work_for_later import keep_newest, newest


async def parked(probe: Probe) -> list[tuple[str, str]]:
    """What is put aside for the probe's group: state and error."""
    async with probe.bus.transaction_of_all() as connection:
        rows = await connection.execute(
            text("SELECT state, coalesce(error, '') AS error FROM bus.parked_event WHERE group_name = :g ORDER BY id"),
            {"g": probe.group},
        )
        return [(row.state, row.error) for row in rows]


@pytest.mark.parametrize("broken", [FileNotFoundError("template"), ConnectionRefusedError("printer"), TimeoutError()])
async def test_a_handler_with_an_error_of_the_system_is_not_an_outage(probe: Probe, broken: Exception) -> None:
    bad, good = new_id(), new_id()

    async def fails_for_one(event: Any, unit: Unit) -> None:
        if event.thing_id == bad:
            raise broken
        await note_effect(event, unit)

    await probe.publish(bad, 1)
    await probe.publish(good, 1)
    await probe.deliver(probe.consumer(fails_for_one))
    assert await probe.effects() == [(good, 1)]
    assert len(await parked(probe)) == 1


async def test_a_retry_with_an_error_of_the_system_is_counted_and_does_not_hold_up_others(probe: Probe) -> None:
    bad, good, healed = new_id(), new_id(), False

    async def fails_for_a_while(event: Any, unit: Unit) -> None:
        if event.thing_id == bad or not healed:
            raise FileNotFoundError("template")
        await note_effect(event, unit)

    consumer = probe.consumer(fails_for_a_while)
    await probe.publish(bad, 1)
    await probe.publish(good, 1)
    await probe.deliver(consumer)
    healed = True
    for _ in range(probe.policy.attempts):
        probe.clock.move(timedelta(hours=1))
        await probe.retries(consumer).retry_due()
    assert await probe.effects() == [(good, 1)]
    assert [letter.key for letter in await probe.dead_letters.all() if letter.group == consumer.group] == [str(bad)]


async def test_a_job_with_an_error_of_the_system_does_not_hold_up_others(probe: Probe) -> None:
    ran = []

    async def handler(key: str, unit: Unit) -> None:
        if key == "bad":
            raise TimeoutError
        ran.append(key)

    async with probe.units.open(probe.organisation) as unit:
        await schedule(unit, "work", "bad", unit.now() - timedelta(minutes=1))
        await schedule(unit, "work", "good", unit.now())
    await Jobs({"work": handler}, probe.units, probe.bus, probe.doorbell).run_due()
    assert ran == ["good"]


async def test_poison_that_comes_again_after_it_was_discarded_blocks_nothing(probe: Probe) -> None:
    thing, consumer = new_id(), probe.consumer()
    poison = Record(probe.topic, str(thing), b"?", {})
    await probe.transport.publish([poison])
    await probe.deliver(consumer)
    [letter] = [letter for letter in await probe.dead_letters.all() if letter.group == consumer.group]
    await probe.dead_letters.discard(letter.id)
    await probe.transport.publish([poison])
    await probe.publish(thing, 1)
    await probe.deliver(consumer)
    assert await probe.effects_of(thing) == [1]


async def test_parking_waits_for_a_retry_that_unblocks_and_blocks_anew(probe: Probe) -> None:
    """The retry is about to delete the block; a dead letter that is parked at that moment still blocks its key."""
    thing, consumer = new_id(), probe.consumer(always_fails)
    await probe.publish(thing, 1)
    await probe.deliver(consumer)
    poison = Record(probe.topic, str(thing), b"?", {})
    async with probe.units.open(probe.organisation) as unit:
        row = await unit.connection.execute(
            text("DELETE FROM bus.blocked_key WHERE group_name = :g RETURNING key"), {"g": consumer.group}
        )
        assert row.scalar_one() == str(thing)
        parking = asyncio.create_task(consumer.handle([poison]))
        await asyncio.wait([parking], timeout=0.3)
        assert not parking.done(), "it waits for the retry"
    await within_deadline(parking)
    async with probe.bus.transaction_of_all() as connection:
        blocked = await connection.execute(
            text("SELECT count(*) FROM bus.blocked_key WHERE group_name = :g"), {"g": consumer.group}
        )
        assert blocked.scalar_one() == 1


async def test_a_failure_is_never_counted_against_the_next_event(probe: Probe) -> None:
    """A slow worker failed on an event that another worker has applied since."""
    thing, broken = new_id(), True

    async def fails_at_first(event: Any, unit: Unit) -> None:
        if broken:
            raise ValueError
        await note_effect(event, unit)

    consumer = probe.consumer(fails_at_first)
    await probe.publish(thing, 1, 2)
    await probe.deliver(consumer)
    retries = probe.retries(consumer)
    async with probe.units.open(probe.organisation) as unit:
        row = (
            await unit.connection.execute(
                text("SELECT id, event_id FROM bus.parked_event WHERE group_name = :g ORDER BY id LIMIT 1"), {"g": probe.group}
            )
        ).first()
    stale = _Front(row=row)
    broken = False
    probe.clock.move(timedelta(minutes=1))
    assert await retries._apply_front(consumer, str(thing), probe.organisation, _Front())
    await retries._count_failure(consumer, str(thing), probe.organisation, stale, ValueError())
    assert await retries.retry_due() == 1
    assert await probe.effects_of(thing) == [1, 2]


async def test_an_error_or_a_key_that_cannot_be_stored_as_it_is(probe: Probe) -> None:
    async def fails_with_a_nul(event: Any, unit: Unit) -> None:
        raise ValueError("a \x00 in the text")

    consumer = probe.consumer(fails_with_a_nul)
    await probe.publish(new_id(), 1)
    await probe.deliver(consumer)
    await consumer.handle([Record(probe.topic, "k" * 20_000, b"?", {}), Record(probe.topic, "a\x00b", b"?", {})])
    assert [state for state, _ in await parked(probe)] == ["waiting", "dead", "dead"]


async def test_what_this_group_does_not_handle_is_of_no_concern_in_any_version(probe: Probe) -> None:
    """A newer release of another service publishes a version we have never heard of, of an event we never read."""
    other = counted_event("digibank.elsewhere.things")
    thing, consumer = new_id(), probe.consumer()
    consumer._catalogue = Catalogue([probe.event, other])
    await probe.publish(thing, 1)
    await probe.relay_all()
    [good] = await published_records(probe)
    newer = dict(good.headers) | {"ce_id": str(new_id()), "ce_type": "digibank.elsewhere.counted.v9"}
    await consumer.handle([Record(probe.topic, str(thing), good.value, newer)])
    assert await parked(probe) == []


async def test_an_upcast_that_stumbles_makes_a_dead_letter(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(_event: Any) -> Any:
        raise KeyError("what it expected")

    thing, consumer = new_id(), probe.consumer()
    await probe.publish(thing, 1)
    monkeypatch.setattr(probe.event, "upcast", stumbles)
    await probe.deliver(consumer)
    assert [state for state, _ in await parked(probe)] == ["dead"]


async def test_nobody_overtakes_a_record_without_organisation(probe: Probe) -> None:
    """In front waits an event that failed, behind it one that nobody can read, behind that one another event."""
    thing, broken = new_id(), True

    async def fails_at_first(event: Any, unit: Unit) -> None:
        if broken:
            raise ValueError
        await note_effect(event, unit)

    consumer = probe.consumer(fails_at_first)
    await probe.publish(thing, 1)
    await probe.deliver(consumer)
    await probe.transport.publish([Record(probe.topic, str(thing), b"?", {})])
    await probe.publish(thing, 2)
    await probe.deliver(consumer)
    broken = False
    for _ in range(3):
        probe.clock.move(timedelta(minutes=1))
        await probe.retries(consumer).retry_due()
    assert await probe.effects_of(thing) == [1]
    [letter] = [letter for letter in await probe.dead_letters.all() if letter.group == consumer.group]
    await probe.dead_letters.discard(letter.id)
    await probe.retries(consumer).retry_due()
    assert await probe.effects_of(thing) == [1, 2]


async def test_what_was_forgotten_is_found(probe: Probe) -> None:
    """Should a key ever be blocked without a reason, or an event wait without a block, the sweep puts it right."""
    stuck, loose, consumer = new_id(), new_id(), probe.consumer(always_fails)
    await probe.publish(stuck, 1)
    await probe.publish(loose, 1)
    await probe.deliver(consumer)
    async with probe.bus.transaction_of_all() as connection:
        await connection.execute(
            text("UPDATE bus.blocked_key SET next_attempt_at = NULL WHERE group_name = :g AND key = :k"),
            {"g": consumer.group, "k": str(stuck)},
        )
        await connection.execute(
            text("DELETE FROM bus.blocked_key WHERE group_name = :g AND key = :k"), {"g": consumer.group, "k": str(loose)}
        )
    mended = probe.consumer()
    assert await probe.retries(mended).mend() >= 2
    await probe.retries(mended).retry_due()
    assert sorted(await probe.effects()) == sorted([(stuck, 1), (loose, 1)])
    assert await probe.retries(mended).mend() == 0


async def test_errors_are_kept_without_the_values_they_quote(probe: Probe) -> None:
    async def quotes(event: Any, unit: Unit) -> None:
        await unit.connection.execute(text("SELECT CAST('Jan Peeters, Kerkstraat 3' AS uuid)"))

    await probe.publish(new_id(), 1)
    await probe.deliver(probe.consumer(quotes))
    [(_, error)] = await parked(probe)
    assert "Peeters" not in error
    assert "22P02" in error


async def test_a_commit_after_a_swallowed_error_is_no_commit(probe: Probe) -> None:
    with pytest.raises(TransactionLost):
        async with probe.units.open(probe.organisation) as unit:
            try:
                await unit.connection.execute(text("SELECT 1 / 0"))
            except Exception:
                unit.record([])


async def test_work_that_is_cancelled_by_nobody_starts_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_SECONDS", 0.001)
    starts, enough = 0, asyncio.Event()

    async def cancelled_from_within() -> None:
        nonlocal starts
        starts += 1
        if starts == 3:
            enough.set()
        raise asyncio.CancelledError

    keeping = asyncio.create_task(supervisor.keep_all_running({"work": cancelled_from_within}))
    await within_deadline(enough.wait())
    keeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await keeping


async def test_two_groups_that_write_the_same_rows_never_wait_for_each_other(probe: Probe) -> None:
    """Kafka hands a batch of many partitions to each group in another order; each holds what it wrote until its commit."""
    things = [new_id(), new_id()]
    for thing in things:
        await probe.publish(thing, 1, 2)
    await probe.relay_all()
    records = await published_records(probe)
    written: list[tuple[str, Any, int]] = []

    def writes_slowly(group: str) -> Any:
        async def write(event: Any, unit: Unit) -> None:
            written.append((group, event.thing_id, event.number))
            row = {"row": str(event.thing_id)}
            await unit.connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:row, 1))"), row)
            await asyncio.sleep(0.1)  # now the other one has its first row too

        return write

    one = probe.consumer(writes_slowly("one"), group=f"one-{probe.topic}")
    other = probe.consumer(writes_slowly("other"), group=f"other-{probe.topic}")
    upwards, downwards = (sorted(records, key=lambda record: record.key, reverse=turned) for turned in (False, True))
    await within_deadline(asyncio.gather(one.handle(upwards), other.handle(downwards)))
    for group in ("one", "other"):
        calls = [(thing, number) for who, thing, number in written if who == group]
        assert calls == [(thing, number) for thing in sorted(things) for number in (1, 2)], "each once: nobody was sent back"


async def test_a_replay_that_is_in_the_way_of_the_living_group_goes_on(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL ends one of two transactions that wait for each other. When it is the replay's, that batch is done again."""
    things = [new_id() for _ in range(5)]
    consumer = probe.consumer(keep_newest, group=f"projection-{probe.topic}")
    for thing in things:
        await probe.publish(thing, 1)
    await probe.deliver(consumer)
    applying, victims = consumer.apply, 0

    async def deadlock_twice(unit: Unit, delivery: Any) -> None:
        nonlocal victims
        await applying(unit, delivery)
        if victims < 2:
            victims += 1
            raise asyncpg.DeadlockDetectedError("deadlock detected")

    monkeypatch.setattr(consumer, "apply", deadlock_twice)
    owner = probe.settings.database_url("probe_owner", "probe")
    assert await replay_projection(consumer, probe.transport, owner, ["newest"]) == 5
    assert victims == 2
    assert await newest(probe) == {str(thing): 1 for thing in things}
