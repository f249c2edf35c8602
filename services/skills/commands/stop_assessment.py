"""Leave the assessment for now, or begin it again later."""

from dataclasses import dataclass
from uuid import UUID

from services.skills.commands.tell_need import tell_need
from services.skills.domain.assessment import Assessment
from services.skills.domain.refusals import NothingToRepeat
from services.skills.store.unit import SkillsUnit


@dataclass(frozen=True, slots=True)
class StopAssessment:
    """Who stops."""

    learner_id: UUID


@dataclass(frozen=True, slots=True)
class StartAgain:
    """Who begins again."""

    learner_id: UUID


async def stop_assessment(command: StopAssessment, unit: SkillsUnit) -> None:
    """Stop, and keep what there is; without any answer nothing happens. Raises `NotFound`."""
    learner = await unit.learners.get(command.learner_id)
    assessment = await unit.assessments.latest(learner.id)
    if assessment is None:
        return
    assessment.stop()
    await unit.assessments.save(assessment)
    await tell_need(learner, unit)


async def start_again(command: StartAgain, unit: SkillsUnit) -> Assessment:
    """A new assessment from the first question. What was answered before stays, to see what changed. Raises `NothingToRepeat`."""
    learner = await unit.learners.get(command.learner_id)
    last = await unit.assessments.latest(learner.id)
    if last is None or not last.responses:
        raise NothingToRepeat()
    last.stop()
    await unit.assessments.save(last)
    again = Assessment(id=unit.new_id(), learner_id=learner.id, number=last.number + 1, started_at=unit.now())
    await unit.assessments.add(again)
    return again
