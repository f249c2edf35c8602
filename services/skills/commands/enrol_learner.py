"""Make a place for somebody who wants to learn, and hand out the code at once."""

from dataclasses import dataclass
from uuid import UUID

from services.skills.commands.give_code import new_code
from services.skills.domain.learner import Learner
from services.skills.domain.learner_code import LearnerCodes
from services.skills.domain.refusals import UnknownHousehold, UnknownHouseholdCode
from services.skills.store.unit import SkillsUnit


@dataclass(frozen=True, slots=True)
class EnrolLearner:
    """Of which household, by its code or its id; without both, of no household that we know."""

    household_code: str = ""
    household_id: UUID | None = None


async def enrol_learner(command: EnrolLearner, codes: LearnerCodes, unit: SkillsUnit) -> Learner:
    """A new place with its first code.

    Raises `UnknownHousehold` for an id that no loan and no visit spoke of: nobody knows whether there is such a household, or
    whether it is one of this organisation. And `UnknownHouseholdCode`.
    """
    household_id = command.household_id
    code = "".join(command.household_code.upper().split())
    if household_id is not None:
        if not await unit.known_households.is_known(household_id) and not await unit.learners.has_place_of(household_id):
            raise UnknownHousehold()
    elif code:
        household_id = await unit.known_households.with_code(code)
        if household_id is None:
            raise UnknownHouseholdCode()
    await unit.learners.lock_places_of(household_id)
    learner = await add_place(household_id, unit)
    await new_code(learner, codes, unit)
    await unit.learners.save(learner)
    return learner


async def add_place(household_id: UUID | None, unit: SkillsUnit) -> Learner:
    """One more place, without a code; behind the lock on the household's places."""
    learner = Learner(
        id=unit.new_id(),
        household_id=household_id,
        number=await unit.learners.next_number(household_id),
        enrolled_on=unit.today(),
    )
    learner.enrol()
    await unit.learners.add(learner)
    return learner
