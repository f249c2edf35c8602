"""A family says yes or no to something it is asked about."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.consent import ConsentFor, ConsentSaid, ConsentWay
from services.loans.domain.household import Household
from services.loans.domain.one_family import say
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import ConsentAnswer


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """What the family says from now on, how, and who notes it; nobody does where the family says it on its own page."""

    household_id: UUID
    purpose: ConsentFor
    answer: ConsentAnswer
    way: ConsentWay = ConsentWay.COUNTER
    noted_by: UUID | None = None


async def record_consent(command: RecordConsent, unit: LoansUnit) -> Household:
    """Note it for every row of the family, and tell who plans visits and calls. The same answer once more, in the same way, is no
    news. A no to messages stops those that wait. Raises `NotFound`, `OnlyForFamilies`."""
    family = await unit.households.family_of(command.household_id)
    for household in family:
        household.must_be_family()
    if command.purpose.told is not None:
        say(family, command.purpose.told, command.answer)
        for household in family:
            await unit.households.save(household)
    for household in family:
        last = await unit.people.last_said(household.id, command.purpose)
        if last is None or (last.answer, last.way) != (command.answer, command.way):
            said = (command.purpose, command.answer, command.way, unit.today(), command.noted_by)
            await unit.people.said(ConsentSaid(unit.new_id(), household.id, *said))
    if command.purpose is ConsentFor.MESSAGES and command.answer is ConsentAnswer.NO:
        await unit.touches.drop_waiting([household.id for household in family])
    return next(household for household in family if household.id == command.household_id)
