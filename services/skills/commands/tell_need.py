"""What every command does that changes what a learner wants to practise, or who may know."""

from services.skills.domain.learner import Learner
from services.skills.domain.need import training_need
from services.skills.store.unit import SkillsUnit


async def tell_need(learner: Learner, unit: SkillsUnit) -> None:
    """Let whoever visits know what the learner shares with them, if that is other than what they know; and save the learner."""
    learner.tell(training_need(learner.goals, await unit.assessments.responses(learner.id)))
    await unit.learners.save(learner)
