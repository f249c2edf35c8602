"""What somebody can do, and what changed since the first time. For a trainer the query itself asks whether it was shared."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from services.skills.domain.items import Item, Response
from services.skills.domain.learner import WITH_TRAINER
from services.skills.domain.level import levels_of, tasks_by_response
from services.skills.store import tables
from services.skills.store.assessments import ANSWERS
from shared.bus.unit import Unit


@dataclass(frozen=True, slots=True)
class Progress:
    """Where somebody stands.

    Attributes:
        levels: now, by competence; only those with an answer.
        first: the levels of the first assessment, for competences that were asked again since; else empty.
        tasks: the questions per newest answer.
        answered: whether there is any answer.
    """

    levels: Mapping[str, int]
    first: Mapping[str, int]
    tasks: Mapping[Response, list[Item]]
    answered: bool


async def own_progress(unit: Unit, learner_id: UUID) -> Progress:
    """For the learner's own eyes."""
    return await _progress(unit, ANSWERS.where(tables.assessment.c.learner_id == learner_id))


async def shared_progress(unit: Unit, learner_id: UUID) -> Progress | None:
    """For a trainer: None unless the learner shares it at this moment. Also when there is no such learner here."""
    learner = tables.learner
    shared = select(learner.c.id).where(learner.c.id == learner_id, learner.c.sharing.in_([one.value for one in WITH_TRAINER]))
    if await unit.connection.scalar(shared) is None:
        return None
    # Once more in the statement that reads: whatever is built on this, answers that are not shared do not come out.
    return await _progress(unit, ANSWERS.where(tables.assessment.c.learner_id.in_(shared)))


async def _progress(unit: Unit, answers: Select[Any]) -> Progress:
    first: dict[str, Response] = {}
    now: dict[str, Response] = {}
    asked_again: dict[str, Response] = {}
    first_number = None
    for row in await unit.connection.execute(answers):
        first_number = first_number or row.number
        response = Response(row.response)
        now[row.item_id] = response
        (first if row.number == first_number else asked_again)[row.item_id] = response
    changed = levels_of(asked_again).keys()
    return Progress(
        levels=levels_of(now),
        first={competence: level for competence, level in levels_of(first).items() if competence in changed},
        tasks=tasks_by_response(now),
        answered=bool(now),
    )
