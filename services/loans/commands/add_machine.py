"""A colleague adds a machine to a loan: before the signature under it, afterwards by an addendum."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.loans.commands.prepare_agreement import lies_ready_for
from services.loans.commands.write_addendum import write_addendum
from services.loans.domain.loan import Loan
from services.loans.domain.refusals import DeviceNotFree, SomebodyAhead
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class AskForMore:
    """Which machine for which loan.

    Attributes:
        passing: the request that would get it by the rule, as whoever chooses saw it; None when nobody was shown.
    """

    loan_id: UUID
    device_id: UUID
    passing: UUID | None = None


@dataclass(frozen=True, slots=True)
class DropMore:
    """Which machine is not added after all, by its line."""

    loan_id: UUID
    line_id: UUID


@dataclass(frozen=True, slots=True)
class GiveMore:
    """Which machines that lie ready, by their lines, and which things go along with a loan that runs.

    `along`: what goes along with each of these machines, by its line; of one that is not named, what lies ready with it.
    """

    loan_id: UUID
    line_ids: Collection[UUID]
    things: Collection[Accessory]
    along: Mapping[UUID, Collection[Accessory]] = field(default_factory=dict)


async def ask_for_more(command: AskForMore, unit: LoansUnit) -> Loan:
    """Claim it; inventory has the last word. Refused, it is not on the loan and the page says so.

    The other order: what the rule claimed first is not free any more; of two colleagues who choose the same machine the second is
    refused, since both wait for the lock on the line.

    Raises `NotFound`, `NotOpenForMore`, `TooManyMachines`, `DeviceNotFree`; `SomebodyAhead` when a family that waits would get it
    by the rule, unless just that one is passed knowingly.
    """
    await unit.requests.lock_line()  # first, as everybody does
    loan = await unit.loans.get(command.loan_id)
    loan.ask_for(unit.new_id(), command.device_id)
    if not await unit.known_devices.is_free(command.device_id):
        raise DeviceNotFree()
    await _look_who_waits(command, unit)
    await unit.loans.save(loan)
    return loan


async def drop_more(command: DropMore, unit: LoansUnit) -> Loan:
    """It is free for others. Raises `NotFound`, `NothingComing`."""
    loan = await unit.loans.get(command.loan_id)
    loan.drop(command.line_id)
    await unit.loans.save(loan)
    return loan


async def give_more(command: GiveMore, unit: LoansUnit) -> Loan:
    """They go along, and an addendum says so. Raises `NotFound`, `NotRunning`, `NothingComing`, `NothingChosen`."""
    loan = await unit.loans.get(command.loan_id)
    along = {**await lies_ready_for(loan, unit), **command.along}
    change = loan.give_more(command.line_ids, command.things, unit.today(), along)
    await unit.loans.save(loan)
    await write_addendum(loan, change, unit)
    return loan


async def _look_who_waits(command: AskForMore, unit: LoansUnit) -> None:
    suited = await unit.known_devices.suited_profiles(command.device_id)
    meets = await unit.known_devices.meets(command.device_id)
    next_id = await unit.requests.first_waiting_for(suited, meets) if suited else None
    if next_id is None or next_id == command.passing:
        return
    ahead = await unit.requests.look_at(next_id)
    number = await unit.line.number_of(ahead.spot)
    raise SomebodyAhead(request_id=str(ahead.id), household_code=ahead.household_code, number=number)
