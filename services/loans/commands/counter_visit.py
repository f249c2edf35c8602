"""A family at the counter, step by step: who it is, what for, and that it goes. Each step is for the colleague who helps it.

The steps between, from the machine to the signature, are commands of their own: they know nothing of a counter.
"""

from dataclasses import dataclass, replace
from uuid import UUID

from services.loans.commands.ask_for_device import AskForDevice, ask_for_device
from services.loans.commands.register_household import RegisterHousehold, register_household
from services.loans.domain.counter_visit import CounterVisit
from services.loans.domain.refusals import FamilyAtCounter, NotInLine
from services.loans.domain.request import RequestStatus
from services.loans.store.unit import LoansUnit
from shared.domain import NotFound

STILL_ASKS = (RequestStatus.WAITING, RequestStatus.CLAIMED, RequestStatus.RESERVED)


@dataclass(frozen=True, slots=True)
class BeginCounter:
    """Who helps the family."""

    by: UUID


@dataclass(frozen=True, slots=True)
class WelcomeFamily:
    """Which family came: one that we know, or a new one with what it told."""

    visit_id: UUID
    by: UUID
    family: UUID | RegisterHousehold


@dataclass(frozen=True, slots=True)
class AskAtCounter:
    """What the family asks: something new, for the family that is there, or the id of what it asked before."""

    visit_id: UUID
    by: UUID
    asks: AskForDevice | UUID


@dataclass(frozen=True, slots=True)
class AtCounter:
    """Which time at the counter, and who of us says so."""

    visit_id: UUID
    by: UUID


async def begin_counter(command: BeginCounter, unit: LoansUnit) -> CounterVisit:
    """Somebody comes to the counter."""
    visit = CounterVisit(unit.new_id(), command.by, unit.now(), unit.now())
    await unit.counter.add(visit)
    return visit


async def welcome_family(command: WelcomeFamily, unit: LoansUnit) -> CounterVisit:
    """It is this family; a new one is registered at once.

    Raises `NotFound`, `CounterTaken`, `CounterStepDone`; `FamilyAtCounter` when a colleague helps it already; and what
    `register_household` raises.
    """
    visit = await unit.counter.get(command.visit_id)
    if isinstance(command.family, RegisterHousehold):
        household_id = (await register_household(command.family, unit)).id
    else:
        household_id, _, _ = await unit.households.asking(command.family)
    visit.welcome(household_id, command.by)
    return await _save_alone(visit, unit)


async def other_family(command: AtCounter, unit: LoansUnit) -> CounterVisit:
    """It was not this family: choose again. A family that was registered stays. Raises `NotFound`, `CounterTaken`,
    `CounterStepDone`."""
    visit = await unit.counter.get(command.visit_id)
    visit.send_back(command.by)
    await unit.counter.save(visit)
    return visit


async def ask_at_counter(command: AskAtCounter, unit: LoansUnit) -> CounterVisit:
    """The family asks for a machine, or goes on with what it asked.

    Raises `NotFound`, `CounterTaken`, `CounterStepDone`; `NotInLine` when what it asked before is over.
    """
    visit = await unit.counter.get(command.visit_id)
    visit.may_ask(command.by)
    if isinstance(command.asks, AskForDevice):
        request = await ask_for_device(replace(command.asks, household_id=visit.household_id), unit)
    else:
        request = await unit.requests.look_at(command.asks)
        if visit.household_id is None or request.household_id not in await unit.households.ids_of_family(visit.household_id):
            raise NotFound()
        if request.status not in STILL_ASKS:
            raise NotInLine()
    visit.request_id = request.id
    await unit.counter.save(visit)
    return visit


async def take_counter(command: AtCounter, unit: LoansUnit) -> CounterVisit:
    """From now on this colleague helps the family; what was done stays done. Raises `NotFound`, `CounterStepDone`."""
    visit = await unit.counter.get(command.visit_id)
    visit.take(command.by)
    await unit.counter.save(visit)
    return visit


async def close_counter(command: AtCounter, unit: LoansUnit) -> CounterVisit:
    """The family goes. Nothing else changes: who waits keeps its place. Raises `NotFound`, `CounterTaken`."""
    visit = await unit.counter.get(command.visit_id)
    visit.close(command.by, unit.now())
    await unit.counter.save(visit)
    return visit


async def reopen_counter(command: AtCounter, unit: LoansUnit) -> CounterVisit:
    """The family is still here. Raises `NotFound`; `FamilyAtCounter` when it is helped elsewhere by now."""
    visit = await unit.counter.get(command.visit_id)
    visit.open_again(command.by)
    return await _save_alone(visit, unit)


async def _save_alone(visit: CounterVisit, unit: LoansUnit) -> CounterVisit:
    """Keep it, unless the family is at the counter already. Raises `FamilyAtCounter`."""
    if not await unit.counter.save_if_alone(visit):
        raise FamilyAtCounter()
    return visit
