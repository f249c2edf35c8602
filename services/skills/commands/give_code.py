"""Give a learner a code: the first one, or a new one when it is lost or somebody else knows it."""

from dataclasses import dataclass
from uuid import UUID

from services.skills.domain.learner import Learner
from services.skills.domain.learner_code import LearnerCodes
from services.skills.store.unit import SkillsUnit


@dataclass(frozen=True, slots=True)
class GiveCode:
    """To which learner."""

    learner_id: UUID


async def give_code(command: GiveCode, codes: LearnerCodes, unit: SkillsUnit) -> Learner:
    """Make a new code. The one before stops working, also for whoever is in with it. Raises `NotFound`."""
    learner = await unit.learners.get(command.learner_id)
    await new_code(learner, codes, unit)
    await unit.learners.save(learner)
    return learner


async def new_code(learner: Learner, codes: LearnerCodes, unit: SkillsUnit) -> None:
    """The next code that is free over all organisations; `codes.make` with the learner's new number gives it."""
    while True:
        number = learner.next_code(unit.today())
        code_hash = codes.digest(codes.make(learner.id, number))
        if code_hash is not None and await unit.learners.take_code(learner.id, code_hash, number):
            return
