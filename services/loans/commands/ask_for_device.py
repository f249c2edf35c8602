"""A household asks for a machine."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.friendly_code import make_friendly_code
from services.loans.domain.priority import Need, place_in_line
from services.loans.domain.request import Request
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import UseProfile


@dataclass(frozen=True, slots=True)
class AskForDevice:
    """What it is for, and what tells how urgent it is. Without a household a new one gets a friendly code."""

    profile: UseProfile
    need: Need
    household_id: UUID | None = None


async def ask_for_device(command: AskForDevice, unit: LoansUnit) -> Request:
    """Put the request in line. Matching follows from the event, so the counter never waits for it.

    Raises `NotFound` when the household is not known here.
    """
    if command.household_id is not None:
        household_id, code = command.household_id, await unit.requests.code_of_household(command.household_id)
    else:
        household_id, code = await _new_household(unit)
    request = Request(
        id=unit.new_id(),
        household_id=household_id,
        household_code=code,
        profile=command.profile,
        need=command.need,
        since=unit.today(),
        place=place_in_line(unit.today(), command.need),
    )
    request.start_waiting()
    await unit.requests.add(request)
    return request


async def _new_household(unit: LoansUnit) -> tuple[UUID, str]:
    """A household under a friendly code that is free here: a short one, or a longer one when most short ones are taken."""
    household_id, highest = unit.new_id(), 99
    while True:
        code = make_friendly_code(secrets.randbelow, highest)
        if await unit.requests.add_household(household_id, code):
            return household_id, code
        highest = min(highest * 10, 999_999)
