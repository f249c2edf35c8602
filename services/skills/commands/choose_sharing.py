"""Decide who may see what you can do."""

from dataclasses import dataclass
from uuid import UUID

from services.skills.commands.tell_need import tell_need
from services.skills.domain.learner import Sharing
from services.skills.store.unit import SkillsUnit


@dataclass(frozen=True, slots=True)
class ChooseSharing:
    """Who shares with whom."""

    learner_id: UUID
    sharing: Sharing


async def choose_sharing(command: ChooseSharing, unit: SkillsUnit) -> None:
    """It holds from this moment on; taking back as well. Raises `NobodyVisits`."""
    learner = await unit.learners.get(command.learner_id)
    learner.share_with(command.sharing, unit.today())
    await tell_need(learner, unit)
