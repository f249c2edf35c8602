"""Loads and saves the questions of which sort went along."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select

from services.inventory.domain.thing import ThingKind
from services.inventory.store.accessory_tables import along_question as question
from shared.bus.unit import Unit
from shared.domain import NotFound

PAGE = 20


@dataclass(frozen=True, slots=True)
class AlongQuestion:
    """One of this kind went along with a machine on a loan, that day where the organisation is; of which sort, nobody said yet."""

    id: UUID
    device_id: UUID
    loan_id: UUID
    kind: ThingKind
    gone_on: date


class AlongQuestions:
    """The open questions of the unit's organisation. One that is answered is there no more."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def ask(self, device_id: UUID, loan_id: UUID, kinds: Collection[ThingKind], day: date) -> None:
        """One question for each of these kinds."""
        about = {"organisation": self._unit.organisation, "device_id": device_id, "loan_id": loan_id, "gone_on": day}
        rows = [about | {"id": self._unit.new_id(), "kind": kind.value} for kind in kinds]
        if rows:
            await self._unit.connection.execute(insert(question), rows)

    async def open(self, device_id: UUID | None = None) -> Sequence[AlongQuestion]:
        """Those that wait, the oldest first; all, or those of one machine. One page."""
        wanted = select(question).where(question.c.organisation == self._unit.organisation)
        if device_id is not None:
            wanted = wanted.where(question.c.device_id == device_id)
        return [_question(row) for row in await self._unit.connection.execute(wanted.order_by(question.c.id).limit(PAGE))]

    async def see(self, question_id: UUID) -> AlongQuestion | None:
        """One of them, not locked; None when it was answered."""
        row = (await self._unit.connection.execute(select(question).where(question.c.id == question_id))).first()
        return _question(row) if row is not None else None

    async def take(self, question_id: UUID) -> AlongQuestion:
        """End one; two who answer it at once get one refusal. Raises `NotFound`."""
        ended = delete(question).where(question.c.id == question_id).returning(question)
        row = (await self._unit.connection.execute(ended)).first()
        if row is None:
            raise NotFound()
        return _question(row)

    async def on_loan(self, loan_id: UUID) -> Sequence[AlongQuestion]:
        """Those about a loan, of all its machines."""
        rows = await self._unit.connection.execute(select(question).where(question.c.loan_id == loan_id))
        return [_question(row) for row in rows]

    async def end(self, question_ids: Collection[UUID]) -> None:
        """Nobody has to answer these any more."""
        await self._unit.connection.execute(delete(question).where(question.c.id.in_(question_ids)))


def _question(row: Row[Any]) -> AlongQuestion:
    return AlongQuestion(row.id, row.device_id, row.loan_id, ThingKind(row.kind), row.gone_on)
