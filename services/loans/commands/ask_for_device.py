"""A household asks for a machine."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.refer_family import referred_by_partner
from services.loans.commands.register_household import RegisterHousehold, register_household
from services.loans.domain.priority import Internet, Need, days_ahead, place_in_line
from services.loans.domain.request import Request
from services.loans.domain.wishes import NO_WISHES, MachineWishes, QuietPlace
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory, UseProfile


@dataclass(frozen=True, slots=True)
class AskForDevice:
    """What it is for, and what tells how urgent it is. Without a household a new one gets a friendly code and no name.

    `wishes` is what should go along, and `machine` what the machine itself should be like, as far as the family said so. A quiet
    place at home gives no points: where there is none, we have something to offer. `referred_by` is the partner who asks for a new
    family.
    """

    profile: UseProfile
    need: Need
    household_id: UUID | None = None
    wishes: tuple[Accessory, ...] = ()
    machine: MachineWishes = NO_WISHES
    quiet: QuietPlace = QuietPlace.UNKNOWN
    referred_by: UUID | None = None


async def ask_for_device(command: AskForDevice, unit: LoansUnit) -> Request:
    """Put the request in line. Matching follows from the event, so the counter never waits for it.

    Raises `NotFound` when the household is not known here.
    """
    if command.household_id is not None:
        household_id, code, is_family = await unit.households.asking(command.household_id)
        need = command.need if is_family else Need(False, Internet.UNKNOWN)  # of a room or a bag nothing is asked
    else:
        household = await register_household(RegisterHousehold(), unit)
        household_id, code, need = household.id, household.code, command.need
        if command.referred_by is not None:
            await referred_by_partner(household_id, command.referred_by, unit)
    ahead = days_ahead(need, await unit.weights())
    request = Request(
        id=unit.new_id(),
        household_id=household_id,
        household_code=code,
        profile=command.profile,
        need=need,
        since=unit.today(),
        place=place_in_line(unit.today(), ahead),
        days_ahead=ahead,
        wishes=tuple(accessory for accessory in Accessory if accessory in command.wishes),
        machine=command.machine,
        quiet=command.quiet,
    )
    request.start_waiting()
    await unit.requests.add(request)
    return request
