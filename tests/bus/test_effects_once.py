"""Delivered at least once, applied once: outbox, relay, inbox, parking, retries and dead letters, on either transport."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from shared.bus.dead_letters import NoSuchDeadLetter
from shared.bus.envelope import Unreadable
from shared.bus.transport import Record
from shared.bus.unit import Unit
from shared.runtime.clock import new_id
from tests.bus.probe import Probe, note_effect, within_deadline


async def published_records(probe: Probe) -> list[Record]:
    return [record async for records in probe.transport.history([probe.topic]) for record in records]


async def test_an_event_has_its_effect(probe: Probe) -> None:
    thing = new_id()
    await probe.publish(thing, 1, 2, 3)
    await probe.deliver(probe.consumer())
    assert await probe.effects() == [(thing, 1), (thing, 2), (thing, 3)]


async def test_what_rolled_back_was_never_published(probe: Probe) -> None:
    with pytest.raises(RuntimeError, match="no"):
        async with probe.units.open(probe.organisation) as unit:
            unit.record([probe.event(thing_id=new_id(), number=1)])
            await unit.flush()
            raise RuntimeError("no")
    assert await probe.relay_all() == 0


async def test_sequences_count_from_one_without_gaps_however_commands_race(probe: Probe) -> None:
    things = [new_id() for _ in range(3)]
    await asyncio.gather(*(probe.publish(thing, number) for number in range(25) for thing in things))
    await probe.relay_all()
    records = await published_records(probe)
    for thing in things:
        sequences = [int(record.headers["ce_sequence"]) for record in records if record.key == str(thing)]
        assert sequences == list(range(1, 26))


async def test_duplicates_have_one_effect(probe: Probe) -> None:
    thing = new_id()
    await probe.publish(thing, 1, 2)
    await probe.relay_all()
    again = await published_records(probe)
    for _ in range(2):
        await probe.transport.publish([*again, *again])
    async with probe.member(probe.consumer().handle) as member:
        await within_deadline(member.drain())
    assert await probe.effects() == [(thing, 1), (thing, 2)]


async def test_crash_between_effect_and_acknowledgement(probe: Probe) -> None:
    consumer, crashes = probe.consumer(), 0

    async def crash_after_the_commit(records: Sequence[Record]) -> None:
        nonlocal crashes
        await consumer.handle(records)
        if crashes < 2:
            crashes += 1
            raise RuntimeError("died before the acknowledgement")

    thing = new_id()
    await probe.publish(thing, *range(20))
    await probe.relay_all()
    async with probe.member(crash_after_the_commit) as member:
        await within_deadline(member.drain())
    assert crashes == 2
    assert await probe.effects_of(thing) == list(range(20))


async def test_a_crash_within_the_effect_leaves_no_half(probe: Probe) -> None:
    """The effect and the outgoing event of a failing handler are both undone."""
    failed = False

    async def fail_once_half_way(event: Any, unit: Unit) -> None:
        nonlocal failed
        await note_effect(event, unit)
        unit.record([probe.event(thing_id=uuid4(), number=99)])
        await unit.flush()
        if not failed:
            failed = True
            raise RuntimeError("half way")

    thing = new_id()
    consumer = probe.consumer(fail_once_half_way)
    await probe.publish(thing, 1)
    await probe.deliver(consumer)
    assert await probe.effects() == []
    assert await probe.relay_all() == 0
    probe.clock.move(timedelta(minutes=1))
    assert await probe.retries(consumer).retry_due() == 1
    assert await probe.effects_of(thing) == [1]
    assert await probe.relay_all() == 1


async def test_a_failing_key_waits_and_the_others_go_on(probe: Probe) -> None:
    broken, fine = new_id(), new_id()
    healed = False

    async def fails_for_one(event: Any, unit: Unit) -> None:
        if event.thing_id == broken and event.number == 2 and not healed:
            raise ValueError("this one is broken")
        await note_effect(event, unit)

    consumer = probe.consumer(fails_for_one)
    for number in (1, 2, 3):
        await probe.publish(broken, number)
        await probe.publish(fine, number)
    await probe.deliver(consumer)
    await probe.publish(broken, 4)
    await probe.publish(fine, 4)
    await probe.deliver(consumer)
    assert await probe.effects_of(fine) == [1, 2, 3, 4]
    assert await probe.effects_of(broken) == [1]

    retries = probe.retries(consumer)
    assert await retries.retry_due() == 0, "it is not time yet"
    healed = True
    probe.clock.move(timedelta(minutes=1))
    assert await retries.retry_due() == 3
    assert await probe.effects_of(broken) == [1, 2, 3, 4]
    await probe.publish(broken, 5)
    await probe.deliver(consumer)
    assert await probe.effects_of(broken) == [1, 2, 3, 4, 5]


async def always_fails(event: Any, unit: Unit) -> None:
    raise ValueError("never")


async def test_after_the_last_attempt_it_is_a_dead_letter_and_its_key_waits(probe: Probe) -> None:
    thing, consumer = new_id(), probe.consumer(always_fails)
    retries = probe.retries(consumer)
    await probe.publish(thing, 1, 2)
    await probe.deliver(consumer)
    for _ in range(probe.policy.attempts + 2):
        probe.clock.move(timedelta(hours=1))
        await retries.retry_due()
    letters = [letter for letter in await probe.dead_letters.all() if letter.group == consumer.group]
    assert [(letter.key, letter.waiting, letter.error) for letter in letters] == [(str(thing), 1, "ValueError: never")]
    await probe.publish(thing, 3)
    await probe.deliver(consumer)
    letter = await probe.dead_letters.get(letters[0].id)
    assert (letter.headers["ce_subject"], letter.waiting) == (str(thing), 2)

    mended = probe.consumer()
    await probe.dead_letters.replay(letters[0].id)
    assert await probe.retries(mended).retry_due() == 3
    assert await probe.effects_of(thing) == [1, 2, 3]
    with pytest.raises(NoSuchDeadLetter):
        await probe.dead_letters.replay(letters[0].id)


async def test_a_discarded_dead_letter_never_comes_back_and_frees_its_key(probe: Probe) -> None:
    thing, consumer = new_id(), probe.consumer(always_fails)
    await probe.publish(thing, 1, 2)
    await probe.deliver(consumer)
    for _ in range(probe.policy.attempts + 1):
        probe.clock.move(timedelta(hours=1))
        await probe.retries(consumer).retry_due()
    letter = next(letter for letter in await probe.dead_letters.all() if letter.group == consumer.group)
    await probe.dead_letters.discard(letter.id)
    mended = probe.consumer()
    await probe.retries(mended).retry_due()
    assert await probe.effects_of(thing) == [2]

    await probe.transport.publish(await published_records(probe))
    async with probe.member(mended.handle) as member:
        await within_deadline(member.drain())
    assert await probe.effects_of(thing) == [2]


def poisons(probe: Probe, key: str, good: Record) -> dict[str, Record]:
    headers = dict(good.headers) | {"ce_id": str(new_id())}
    return {
        "not an event": Record(probe.topic, key, b"\x00\xff hello", {}),
        "not JSON": Record(probe.topic, key, b"{", headers),
        "a payload that does not fit": Record(probe.topic, key, b'{"thing_id": 3}', headers),
        "an unknown version": Record(probe.topic, key, good.value, headers | {"ce_type": "digibank.probe.counted.v9"}),
        "no organisation": Record(probe.topic, key, good.value, {k: v for k, v in headers.items() if k != "ce_organisation"}),
    }


@pytest.mark.parametrize(
    "kind", ["not an event", "not JSON", "a payload that does not fit", "an unknown version", "no organisation"]
)
async def test_poison_goes_to_the_dead_letters_at_once(probe: Probe, kind: str) -> None:
    thing, other, consumer = new_id(), new_id(), probe.consumer()
    await probe.publish(thing, 1)
    await probe.deliver(consumer)
    [good] = await published_records(probe)
    poison = poisons(probe, str(thing), good)[kind]
    await probe.transport.publish([poison, poison])
    await probe.publish(thing, 2)
    await probe.publish(other, 1)
    await probe.deliver(consumer)
    assert await probe.effects_of(other) == [1]
    assert await probe.effects_of(thing) == [1], "what comes after it waits: nobody knows what it said"
    [letter] = [letter for letter in await probe.dead_letters.all() if letter.group == consumer.group]
    assert letter.value == poison.value
    assert letter.error.partition(":")[0] in ("Unreadable", "UnknownVersion"), "so that people are told what it is"
    assert letter.waiting == 1
    await probe.dead_letters.discard(letter.id)
    await probe.retries(consumer).retry_due()
    assert await probe.effects_of(thing) == [1, 2]


async def test_replaying_what_still_cannot_be_read_says_so(probe: Probe) -> None:
    consumer = probe.consumer()
    await probe.transport.publish([Record(probe.topic, "key", b"?", {})])
    await probe.deliver(consumer)
    [letter] = [letter for letter in await probe.dead_letters.all() if letter.group == consumer.group]
    with pytest.raises(Unreadable):
        await probe.dead_letters.replay(letter.id)


async def test_an_unknown_type_is_skipped(probe: Probe) -> None:
    thing, consumer = new_id(), probe.consumer()
    await probe.publish(thing, 1)
    await probe.relay_all()
    [good] = await published_records(probe)
    strange = dict(good.headers) | {"ce_id": str(new_id()), "ce_type": "digibank.elsewhere.happened.v1"}
    await probe.transport.publish([Record(probe.topic, str(thing), good.value, strange)])
    await probe.publish(thing, 2)
    await probe.deliver(consumer)
    assert await probe.effects_of(thing) == [1, 2]
    assert [letter for letter in await probe.dead_letters.all() if letter.group == consumer.group] == []


async def test_the_database_going_away_parks_nothing(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    """An outage is nobody's fault: the same events come again, and none of them is counted as failed."""
    thing, outages = new_id(), 0

    async def connection_breaks(event: Any, unit: Unit) -> None:
        nonlocal outages
        if outages < 2:
            outages += 1
            await unit.connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        await note_effect(event, unit)

    await probe.publish(thing, 1, 2)
    await probe.deliver(probe.consumer(connection_breaks))
    assert outages == 2
    assert await probe.effects_of(thing) == [1, 2]
    async with probe.bus.transaction_of_all() as connection:
        parked = await connection.execute(text("SELECT count(*) FROM bus.parked_event WHERE group_name = :g"), {"g": probe.group})
        assert parked.scalar_one() == 0


async def test_organisations_in_one_batch_stay_apart(probe: Probe) -> None:
    other_organisation, thing, other = new_id(), new_id(), new_id()
    for number in (1, 2):
        await probe.publish(thing, number)
        await probe.publish(other, number, organisation=other_organisation)
    await probe.deliver(probe.consumer())
    assert await probe.effects() == [(thing, 1), (thing, 2)]
    assert await probe.effects(other_organisation) == [(other, 1), (other, 2)]


async def test_a_reaction_publishes_in_the_name_of_its_cause(probe: Probe) -> None:
    answered = new_id()

    async def answer(event: Any, unit: Unit) -> None:
        if event.number == 1:
            unit.record([probe.event(thing_id=answered, number=2)])

    await probe.publish(new_id(), 1)
    await probe.deliver(probe.consumer(answer))
    await probe.relay_all()
    by_key = {record.key: record for record in await published_records(probe)}
    effect = by_key.pop(str(answered))
    [cause] = by_key.values()
    assert effect.headers["ce_correlationid"] == cause.headers["ce_correlationid"]
    assert effect.headers["ce_causationid"] == cause.headers["ce_id"]
    assert "ce_causationid" not in cause.headers


async def test_a_handler_that_breaks_its_transaction_is_counted_too(probe: Probe) -> None:
    """After a database error nothing more can be done in that transaction; the attempts are counted all the same."""

    async def breaks(event: Any, unit: Unit) -> None:
        await unit.connection.execute(text("SELECT 1 / 0"))

    thing, consumer = new_id(), probe.consumer(breaks)
    await probe.publish(thing, 1)
    await probe.deliver(consumer)
    for _ in range(probe.policy.attempts):
        probe.clock.move(timedelta(hours=1))
        await probe.retries(consumer).retry_due()
    [letter] = [letter for letter in await probe.dead_letters.all() if letter.group == consumer.group]
    assert letter.error.endswith("22012"), "the code of a division by zero, and no words that quote values"


async def test_a_handler_that_hangs_is_counted_too(probe: Probe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "shared.bus.consumer.LONGEST_HANDLER_SECONDS", 1.0
    )  # far more than the quick one needs, also on a busy machine
    monkeypatch.setattr(
        "shared.bus.retries.LONGEST_HANDLER_SECONDS", 1.0
    )  # far more than the quick one needs, also on a busy machine

    async def hangs(event: Any, unit: Unit) -> None:
        if event.thing_id == slow:
            await unit.connection.execute(text("SELECT pg_sleep(20)"))
        await note_effect(event, unit)

    slow, quick, consumer = new_id(), new_id(), probe.consumer(hangs)
    await probe.publish(slow, 1)
    await probe.publish(quick, 1)
    await probe.deliver(consumer)
    assert await probe.effects() == [(quick, 1)]
    for _ in range(probe.policy.attempts):
        probe.clock.move(timedelta(hours=1))
        await probe.retries(consumer).retry_due()
    letters = [letter for letter in await probe.dead_letters.all() if letter.group == consumer.group]
    assert [letter.key for letter in letters] == [str(slow)]
