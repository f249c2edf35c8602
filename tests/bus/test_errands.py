"""Work that acts outside the database: taken, carried out, noted."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.bus.errands import ATTEMPTS, LEASE, Errands, Later, NotDone
from shared.bus.jobs import Jobs, schedule
from shared.bus.unit import Unit
from tests.bus.probe import Probe, within_deadline


class Letter:
    """An errand that writes down what is done with it."""

    def __init__(self, *comes: Exception | None) -> None:
        self.comes, self.told = list(comes), list[str]()
        self.prepared: Any = "words"
        self.fails_to_note = 0
        self.at_the_door = asyncio.Event()
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    async def prepare(self, key: str, unit: Unit) -> Any:
        return self.prepared

    async def act(self, key: str, prepared: Any) -> None:
        self.told.append(f"act {key}")
        self.at_the_door.set()
        await self.may_go_on.wait()
        if self.comes and (error := self.comes.pop(0)):
            raise error

    async def note(self, key: str, unit: Unit) -> None:
        if self.fails_to_note:
            self.fails_to_note -= 1
            raise RuntimeError("the process stops here")
        self.told.append(f"note {key}")

    async def give_up(self, key: str, unit: Unit, word: str | None) -> None:
        self.told.append(f"give up {key} {word}")

    async def close(self) -> None:
        pass


async def planned(probe: Probe, letter: Letter, key: str = "7") -> Errands:
    async with probe.units.open(probe.organisation) as unit:
        for _ in range(2):
            await schedule(unit, "letter", key, unit.now())
    return Errands({"letter": letter}, probe.units, probe.bus, probe.doorbell)


async def for_days(probe: Probe, errands: Errands, days: int = 3) -> None:
    for _ in range(days * 24):
        while await errands.run_due():
            pass
        probe.clock.move(timedelta(hours=1))


async def test_it_is_done_once_and_noted(probe: Probe) -> None:
    letter = Letter()
    errands = await planned(probe, letter)
    assert await Jobs({}, probe.units, probe.bus, probe.doorbell, leave=["letter"]).run_due() == 0, "jobs leave it alone"
    await for_days(probe, errands)
    assert letter.told == ["act 7", "note 7"]


async def test_no_transaction_is_open_while_it_is_done(probe: Probe) -> None:
    """Whoever else wants the row of the errand does not wait for it."""
    letter = Letter()
    letter.may_go_on.clear()
    errands = await planned(probe, letter)
    under_way = asyncio.create_task(errands.run_due())
    await within_deadline(letter.at_the_door.wait())
    async with probe.units.open(probe.organisation) as unit:
        await unit.connection.exec_driver_sql("SELECT 1 FROM bus.job WHERE kind = 'letter' FOR UPDATE NOWAIT")
    letter.may_go_on.set()
    assert await within_deadline(under_way) == 1


async def test_two_workers_do_it_once(probe: Probe) -> None:
    letter = Letter()
    letter.may_go_on.clear()
    errands = await planned(probe, letter)
    other = Errands({"letter": letter}, probe.units, probe.bus, probe.doorbell)
    under_way = asyncio.create_task(errands.run_due())
    await within_deadline(letter.at_the_door.wait())
    assert await other.run_due() == 0
    letter.may_go_on.set()
    await within_deadline(under_way)
    await for_days(probe, other, 1)
    assert letter.told == ["act 7", "note 7"]


async def test_what_does_not_work_is_tried_again_and_then_given_up(probe: Probe) -> None:
    letter = Letter(*[NotDone("no_answer")] * 9)
    await for_days(probe, await planned(probe, letter))
    assert letter.told == ["act 7"] * ATTEMPTS + ["give up 7 no_answer"]


async def test_what_is_refused_is_given_up_at_once(probe: Probe) -> None:
    letter = Letter(NotDone("refused", final=True))
    await for_days(probe, await planned(probe, letter))
    assert letter.told == ["act 7", "give up 7 refused"]


async def test_a_stop_between_act_and_note_does_it_again_after_the_lease_and_not_before(probe: Probe) -> None:
    letter = Letter()
    letter.fails_to_note = 1
    errands = await planned(probe, letter)
    await errands.run_due()
    probe.clock.move(timedelta(seconds=59))
    assert await errands.run_due() == 0
    await for_days(probe, errands)
    assert letter.told == ["act 7", "act 7", "note 7"]


async def test_a_killed_process_leaves_it_for_who_comes_after_the_lease(probe: Probe) -> None:
    letter = Letter()
    letter.may_go_on.clear()
    errands = await planned(probe, letter)
    under_way = asyncio.create_task(errands.run_due())
    await within_deadline(letter.at_the_door.wait())
    under_way.cancel()
    await asyncio.gather(under_way, return_exceptions=True)
    letter.may_go_on.set()
    assert await errands.run_due() == 0, "it may still be under way somewhere"
    probe.clock.move(LEASE)
    assert await errands.run_due() == 1
    assert letter.told == ["act 7", "act 7", "note 7"]


async def test_who_stops_each_time_is_not_tried_for_ever(probe: Probe) -> None:
    letter = Letter()
    letter.fails_to_note = 99
    await for_days(probe, await planned(probe, letter))
    assert letter.told == ["act 7"] * ATTEMPTS + ["give up 7 None"]


async def test_what_has_to_wait_is_no_attempt(probe: Probe) -> None:
    letter = Letter(*[NotDone("no_answer")] * (ATTEMPTS - 1))
    errands = await planned(probe, letter)
    for _ in range(2 * ATTEMPTS):
        letter.prepared = Later(probe.clock.now() + timedelta(hours=1))
        assert await errands.run_due() == 1
        assert await errands.run_due() == 0, "not before"
        probe.clock.move(timedelta(hours=1))
    letter.prepared = "words"
    await for_days(probe, errands)
    assert letter.told == ["act 7"] * ATTEMPTS + ["note 7"]


async def test_nothing_to_do_is_done(probe: Probe) -> None:
    letter = Letter()
    letter.prepared = None
    await for_days(probe, await planned(probe, letter), 1)
    assert letter.told == []


async def test_a_mistake_of_ours_ends_with_a_person_too(probe: Probe) -> None:
    letter = Letter(*[ValueError("a mistake")] * 9)
    await for_days(probe, await planned(probe, letter), 5)
    assert letter.told == ["act 7"] * ATTEMPTS + ["give up 7 None"]


@pytest.mark.parametrize("error", [TimeoutError(), NotDone("no_answer")])
async def test_it_works_the_second_time(probe: Probe, error: Exception) -> None:
    letter = Letter(error)
    await for_days(probe, await planned(probe, letter))
    assert letter.told == ["act 7", "act 7", "note 7"]
