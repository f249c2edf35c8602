"""Answer one question of the assessment, or change an answer."""

from dataclasses import dataclass
from uuid import UUID

from services.skills.commands.tell_need import tell_need
from services.skills.domain.assessment import Assessment
from services.skills.domain.items import Response
from services.skills.store.unit import SkillsUnit


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """Who says what to which question."""

    learner_id: UUID
    item_id: str
    response: Response


async def answer_question(command: AnswerQuestion, unit: SkillsUnit) -> Assessment:
    """Keep the answer at once; the first one begins the assessment, the last one ends it.

    Raises what `Assessment.answer` raises.
    """
    learner = await unit.learners.get(command.learner_id)
    assessment = await unit.assessments.latest(learner.id)
    if assessment is None:
        assessment = Assessment(id=unit.new_id(), learner_id=learner.id, number=1, started_at=unit.now())
        await unit.assessments.add(assessment)
    assessment.answer(command.item_id, command.response)
    await unit.assessments.save(assessment)
    if assessment.stopped:
        await tell_need(learner, unit)
    return assessment
