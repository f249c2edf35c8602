"""Who opens a closed file is told to other services: always what is true, once, and from one place."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from uuid import UUID

import pytest
from sqlalchemy import text

from services.loans.commands.choose_file_readers import ChooseFileReaders, choose_file_readers
from services.loans.commands.close_file import CloseFile, close_file, open_file
from services.loans.commands.forget_household import ForgetHousehold, forget_household, forget_one_row
from services.loans.commands.join_families import TwoFamilies, join_families, part_family
from services.loans.commands.register_household import RegisterHousehold, register_household
from services.loans.commands.tell_file_access import tell_file_access
from services.loans.store.closed import TELL
from services.loans.store.unit import LoansUnit
from shared.bus.jobs import schedule
from shared.domain import Refused
from shared.runtime.clock import new_id
from tests.support.house import House

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

ME, ANN, BOB, SOMEBODY = (new_id() for _ in range(4))
TOLD = "SELECT count(*) FROM bus.outbox WHERE headers->>'ce_type' = 'digibank.loans.file_access_changed.v1'"


async def did(house: House, organisation: UUID, command: Callable[[LoansUnit], Awaitable[object]]) -> bool:
    """Run a command in a transaction of its own; False when it was refused."""
    try:
        async with house.services["loans"].units.open(organisation) as unit:
            await command(unit)
    except Refused:
        return False
    return True


def closing(household_id: UUID) -> Callable[[LoansUnit], Awaitable[object]]:
    """The command that closes this file."""
    return lambda unit: close_file(CloseFile(household_id, ME), unit)


async def families(house: House, organisation: UUID, count: int) -> list[UUID]:
    found = []
    for _ in range(count):
        async with house.services["loans"].units.open(organisation) as unit:
            found.append((await register_household(RegisterHousehold(looked=True), unit)).id)
    return found


async def told(house: House, organisation: UUID) -> int:
    """How often anything was told so far."""
    async with house.services["loans"].units.open(organisation) as unit:
        return int(await unit.connection.scalar(text(TOLD)) or 0)


async def agrees(house: House, organisation: UUID) -> set[UUID]:
    """What helpdesk believes once it heard all is what loans knows, for everybody; gives what is shut for somebody at all."""
    await house.run_until_idle()
    async with (
        house.services["loans"].units.open(organisation) as loans,
        house.services["helpdesk"].units.open(organisation) as desk,
    ):
        known = {row.id for row in await loans.connection.execute(text("SELECT id FROM household WHERE erased_on IS NULL"))}
        for person in (ME, ANN, BOB, SOMEBODY):
            shut = await loans.closed.shut_for(person)
            assert shut <= known
            assert set(await desk.known_files.shut_for(person)) == shut
        kept = {row.household_id for row in await loans.connection.execute(text("SELECT household_id FROM told_access"))}
        shut_at_all = set(await loans.closed.shut_for(None))
    assert kept == shut_at_all
    return shut_at_all


@pytest.mark.parametrize("seed", range(4))
async def test_whatever_happens_others_believe_what_is_true(house: House, seed: int) -> None:
    """Closing, opening, choosing, joining, parting and forgetting, in any order, with a look in between or without."""
    dice, organisation = Random(seed), new_id()
    rows = await families(house, organisation, 5)
    done: set[str] = set()

    def one_of(unit: LoansUnit) -> tuple[str, Awaitable[object]]:
        one, other = dice.sample(rows, 2)
        acts: list[tuple[str, Callable[[], Awaitable[object]]]] = [
            ("close", lambda: close_file(CloseFile(one, ME), unit)),
            ("open", lambda: open_file(CloseFile(one, ME), unit)),
            ("choose", lambda: choose_file_readers(ChooseFileReaders(dice.sample([ANN, BOB], dice.randint(1, 2))), unit)),
            ("join", lambda: join_families(TwoFamilies(one, other, ME), unit)),
            ("part", lambda: part_family(TwoFamilies(one, other, ME), unit)),
            ("forget", lambda: forget_household(ForgetHousehold(one), unit)),
            ("forget one", lambda: forget_one_row(one, unit)),
        ]
        name, act = dice.choices(acts, [6, 2, 3, 5, 6, 0.2, 0.2])[0]
        return name, act()

    await did(house, organisation, lambda unit: choose_file_readers(ChooseFileReaders([ANN]), unit))
    for _ in range(40):
        names: list[str] = []

        async def act(unit: LoansUnit, names: list[str] = names) -> None:
            name, doing = one_of(unit)
            names.append(name)
            await doing

        if await did(house, organisation, act):
            done.update(names)
        if dice.random() < 0.5:
            await agrees(house, organisation)
    await agrees(house, organisation)
    assert {"close", "open", "choose", "join", "part"} <= done


async def test_both_rows_of_a_family_are_told_and_what_parts_is_open_again(house: House) -> None:
    organisation = new_id()
    one, two = await families(house, organisation, 2)
    await did(house, organisation, lambda unit: choose_file_readers(ChooseFileReaders([ANN]), unit))
    await did(house, organisation, closing(one))
    assert await agrees(house, organisation) == {one}
    await did(house, organisation, lambda unit: join_families(TwoFamilies(two, one, ME), unit))
    assert await agrees(house, organisation) == {one, two}
    await did(house, organisation, lambda unit: part_family(TwoFamilies(two, one, ME), unit))
    assert await agrees(house, organisation) == {one}
    await did(house, organisation, lambda unit: forget_household(ForgetHousehold(one), unit))
    assert await agrees(house, organisation) == set()


async def test_what_was_told_is_not_told_again(house: House) -> None:
    organisation = new_id()
    one, two = await families(house, organisation, 2)
    await did(house, organisation, lambda unit: choose_file_readers(ChooseFileReaders([ANN, BOB]), unit))
    for household in (one, two, one):
        await did(house, organisation, closing(household))
    await agrees(house, organisation)
    assert await told(house, organisation) == 2
    await did(house, organisation, lambda unit: tell_file_access("", unit))
    assert await told(house, organisation) == 2
    await did(house, organisation, lambda unit: choose_file_readers(ChooseFileReaders([BOB]), unit))
    await agrees(house, organisation)
    assert await told(house, organisation) == 4, "each family says by itself who reads about it"


async def test_two_who_tell_at_once_tell_it_once(house: House) -> None:
    organisation = new_id()
    [one] = await families(house, organisation, 1)
    await did(house, organisation, lambda unit: choose_file_readers(ChooseFileReaders([ANN]), unit))
    await did(house, organisation, closing(one))
    await asyncio.gather(*(did(house, organisation, lambda unit: tell_file_access("", unit)) for _ in range(4)))
    assert await told(house, organisation) == 1
    assert await agrees(house, organisation) == {one}


async def test_what_an_older_release_closed_is_told_by_the_job_that_the_upgrade_leaves(house: House) -> None:
    organisation = new_id()
    [one] = await families(house, organisation, 1)
    await did(house, organisation, lambda unit: choose_file_readers(ChooseFileReaders([ANN]), unit))
    await house.run_until_idle()
    async with house.services["loans"].units.open(organisation) as unit:
        row = {"id": one, "here": organisation, "by": ME}
        await unit.connection.execute(text("INSERT INTO closed_file VALUES (:id, :here, :by, now())"), row)
    await house.run_until_idle()
    async with house.services["helpdesk"].units.open(organisation) as desk:
        assert await desk.known_files.shut_for(ME) == {}, "as it was: nobody left a job"
    async with house.services["loans"].units.open(organisation) as unit:
        await schedule(unit, TELL, "loans_0031", unit.now())
    assert await agrees(house, organisation) == {one}


async def test_of_another_organisation_nothing_is_told(house: House) -> None:
    here, there = new_id(), new_id()
    [mine], [theirs] = await families(house, here, 1), await families(house, there, 1)
    for organisation, household in ((here, mine), (there, theirs)):
        await did(house, organisation, lambda unit: choose_file_readers(ChooseFileReaders([ANN]), unit))
        await did(house, organisation, closing(household))
    assert (await agrees(house, here), await agrees(house, there)) == ({mine}, {theirs})
