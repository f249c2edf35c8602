"""What pages and API read about learners: everything except what they can do, which is in `progress.py`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.skills.domain.assessment import Assessment
from services.skills.domain.learner import Learner
from services.skills.store.assessments import latest_assessment
from services.skills.store.learners import learner_from
from services.skills.store.tables import known_household, learner
from shared.bus.unit import Unit
from shared.domain import NotFound

PAGE = 50


class Which(StrEnum):
    """Which learners a list shows."""

    ALL = "all"
    WAITING = "waiting"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class LearnerLine:
    """A learner as staff and trainers see one: without a level, an answer or a goal.

    Attributes:
        household_code: None as long as no loan told it, or without a household.
        code_number: how many codes were made; 0 as long as the place was not handed out.
        shared_on: since when the trainer may see the levels; None when not.
    """

    id: UUID
    household_id: UUID | None
    household_code: str | None
    number: int
    enrolled_on: date
    code_number: int
    code_given_on: date | None
    shared_on: date | None

    @property
    def has_code(self) -> bool:
        """Whether the place was handed out."""
        return self.code_number > 0


LINES = select(
    learner.c.id,
    learner.c.household_id,
    known_household.c.code.label("household_code"),
    learner.c.number,
    learner.c.enrolled_on,
    learner.c.code_number,
    learner.c.code_given_on,
    learner.c.shared_on,
).join_from(learner, known_household, known_household.c.household_id == learner.c.household_id, isouter=True)
CONDITION = {Which.WAITING: learner.c.code_number == 0, Which.SHARED: learner.c.shared_on.is_not(None)}


async def list_learners(
    unit: Unit, which: Which = Which.ALL, before: UUID | None = None, at_most: int = PAGE
) -> Sequence[LearnerLine]:
    """A page of learners, the newest first. `before` is the id of the last one of the page before."""
    query = LINES.where(learner.c.organisation == unit.organisation).order_by(learner.c.id.desc()).limit(at_most)
    if which in CONDITION:
        query = query.where(CONDITION[which])
    if before is not None:
        query = query.where(learner.c.id < before)
    return [_line(row) for row in await unit.connection.execute(query)]


async def get_learner(unit: Unit, learner_id: UUID) -> LearnerLine:
    """One learner. Raises `NotFound`."""
    row = (await unit.connection.execute(LINES.where(learner.c.id == learner_id))).first()
    if row is None:
        raise NotFound()
    return _line(row)


async def get_goals(unit: Unit, learner_id: UUID) -> tuple[str, ...]:
    """What a learner who shares with a trainer wants to learn first; empty for who does not share."""
    goals = await unit.connection.scalar(select(learner.c.goals).where(learner.c.id == learner_id, CONDITION[Which.SHARED]))
    return tuple(goals or ())


async def get_own(unit: Unit, learner_id: UUID) -> tuple[Learner, Assessment | None]:
    """Everything about one learner and the last assessment, for their own eyes. Raises `NotFound`."""
    row = (await unit.connection.execute(select(learner).where(learner.c.id == learner_id))).first()
    if row is None:
        raise NotFound()
    return learner_from(row), await latest_assessment(unit, learner_id)


def _line(row: Any) -> LearnerLine:
    return LearnerLine(
        id=row.id,
        household_id=row.household_id,
        household_code=row.household_code,
        number=row.number,
        enrolled_on=row.enrolled_on,
        code_number=row.code_number,
        code_given_on=row.code_given_on,
        shared_on=row.shared_on,
    )
