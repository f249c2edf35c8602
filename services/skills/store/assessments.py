"""Loads and saves assessments with their answers. The only code that writes those tables."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.skills.domain.assessment import Assessment
from services.skills.domain.competences import DATA_VERSION
from services.skills.domain.items import ITEMS_VERSION, Response
from services.skills.store import tables
from shared.bus.unit import Unit


class Assessments:
    """The assessments of the unit's organisation. Who changes one holds the lock on its learner."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def latest(self, learner_id: UUID) -> Assessment | None:
        """The last one that this learner began, or None."""
        return await latest_assessment(self._unit, learner_id)

    async def responses(self, learner_id: UUID) -> dict[str, Response]:
        """What this learner says now: the newest answer to each question, from all assessments."""
        found = await self._unit.connection.execute(ANSWERS.where(tables.assessment.c.learner_id == learner_id))
        return {row.item_id: Response(row.response) for row in found}

    async def add(self, assessment: Assessment) -> None:
        """Store a new one."""
        await self._unit.connection.execute(
            insert(tables.assessment).values(
                id=assessment.id,
                organisation=self._unit.organisation,
                learner_id=assessment.learner_id,
                number=assessment.number,
                started_at=assessment.started_at,
                stopped=assessment.stopped,
                news=assessment.news,
                items_version=ITEMS_VERSION,
                framework=DATA_VERSION,
            )
        )

    async def save(self, assessment: Assessment) -> None:
        """Store where it stands, answers that are new or other than before, and the events it caused."""
        connection, answer = self._unit.connection, tables.answer
        await connection.execute(
            update(tables.assessment)
            .where(tables.assessment.c.id == assessment.id)
            .values(stopped=assessment.stopped, news=assessment.news)
        )
        rows = [
            {
                "assessment_id": assessment.id,
                "item_id": item_id,
                "organisation": self._unit.organisation,
                "position": position,
                "response": response.value,
                "answered_at": self._unit.now(),
            }
            for position, (item_id, response) in enumerate(assessment.responses.items())
        ]
        if rows:
            given = upsert(answer).values(rows)
            await connection.execute(
                given.on_conflict_do_update(
                    index_elements=[answer.c.assessment_id, answer.c.item_id],
                    set_={"response": given.excluded.response, "answered_at": given.excluded.answered_at},
                    where=answer.c.response != given.excluded.response,
                )
            )
        self._unit.record(assessment.take_events())


ANSWERS = (
    select(tables.assessment.c.number, tables.answer.c.item_id, tables.answer.c.response)
    .join(tables.answer, tables.answer.c.assessment_id == tables.assessment.c.id)
    .order_by(tables.assessment.c.number, tables.answer.c.position)
)
"""All answers, older assessments first and within one in the order of answering."""


async def latest_assessment(unit: Unit, learner_id: UUID) -> Assessment | None:
    """The last assessment that a learner began, or None; to look at, or to change while the learner is locked."""
    assessment = tables.assessment
    newest = select(assessment).where(assessment.c.learner_id == learner_id).order_by(assessment.c.number.desc()).limit(1)
    row = (await unit.connection.execute(newest)).first()
    if row is None:
        return None
    answers = await unit.connection.execute(ANSWERS.where(assessment.c.id == row.id))
    return _assessment_from(row, {answer.item_id: Response(answer.response) for answer in answers})


def _assessment_from(row: Row[Any], responses: dict[str, Response]) -> Assessment:
    return Assessment(
        id=row.id,
        learner_id=row.learner_id,
        number=row.number,
        started_at=row.started_at,
        responses=responses,
        stopped=row.stopped,
        news=row.news,
    )
