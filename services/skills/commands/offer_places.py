"""Somebody of a household wants to learn, says a loan or a visit: have places ready that can be handed out."""

from dataclasses import dataclass
from uuid import UUID

from services.skills.commands.enrol_learner import add_place
from services.skills.store.unit import SkillsUnit


@dataclass(frozen=True, slots=True)
class OfferPlaces:
    """How many people of which household, and what told so: the id of a loan or of a visit."""

    household_id: UUID
    people: int
    source_id: UUID


async def offer_places(command: OfferPlaces, unit: SkillsUnit) -> None:
    """See to it that as many places of the household lie unused as there are people who want to learn.

    A place is unused as long as nobody began the assessment with it. Places that lie there already count, so a loan and a visit
    that speak of the same people give the same number of places, whichever comes first. The same loan or visit is
    answered once.
    """
    if command.people < 1 or not await unit.learners.is_new_wish(command.source_id):
        return
    await unit.learners.lock_places_of(command.household_id)
    for _ in range(command.people - await unit.learners.unused_places_of(command.household_id)):
        await add_place(command.household_id, unit)
