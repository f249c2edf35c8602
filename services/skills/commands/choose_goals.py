"""Say what to learn first."""

from dataclasses import dataclass
from uuid import UUID

from services.skills.commands.tell_need import tell_need
from services.skills.store.unit import SkillsUnit


@dataclass(frozen=True, slots=True)
class ChooseGoals:
    """Who wants to learn which competences; none is fine."""

    learner_id: UUID
    competences: tuple[str, ...]


async def choose_goals(command: ChooseGoals, unit: SkillsUnit) -> None:
    """Keep the goals; whoever visits hears of it if the learner wants that. Raises `TooManyGoals`."""
    learner = await unit.learners.get(command.learner_id)
    learner.choose_goals(command.competences)
    await tell_need(learner, unit)
