"""Loads and saves how machines end: retirements, hand-overs and their papers, average weights."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.hand_over import HandOver, Paper
from services.inventory.domain.retirement import Destination, PartKind, Retirement, RetireReason
from services.inventory.domain.weight import USUAL, KindWeight
from services.inventory.store.end_tables import hand_over, kind_weight, recycler_paper, retirement
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis
from shared.domain import NotFound


class Endings:
    """The ends of the machines of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, device_id: UUID) -> Retirement:
        """The end of a machine, locked until the transaction ends. Raises `NotFound` when it is in use."""
        found = (await self._unit.connection.execute(ENDED.where(retirement.c.device_id == device_id).with_for_update())).first()
        if found is None:
            raise NotFound()
        return retirement_from(found)

    async def save(self, end: Retirement) -> None:
        """Store it, new or changed."""
        put = upsert(retirement).values(organisation=self._unit.organisation, **_row(end))
        kept = {name: put.excluded[name] for name in _row(end) if name != "device_id"}
        await self._unit.connection.execute(put.on_conflict_do_update(index_elements=[retirement.c.device_id], set_=kept))

    async def undo(self, device_id: UUID) -> None:
        """The machine is in use again."""
        await self._unit.connection.execute(delete(retirement).where(retirement.c.device_id == device_id))

    async def of_hand_over(self, hand_over_id: UUID) -> Sequence[Retirement]:
        """The ends of the machines that left with a hand-over."""
        rows = await self._unit.connection.execute(ENDED.where(retirement.c.hand_over_id == hand_over_id))
        return [retirement_from(row) for row in rows]

    async def weights(self) -> Mapping[Chassis, KindWeight]:
        """The average of each kind that has one: the organisation's own, or the usual one."""
        rows = await self._unit.connection.execute(select(kind_weight).where(kind_weight.c.organisation == self._unit.organisation))
        return {**USUAL, **{Chassis(row.chassis): KindWeight(row.grams, row.source, own=True) for row in rows}}

    async def weigh(self, chassis: Chassis, weight: KindWeight | None) -> None:
        """Another average from now on; None for the usual one."""
        values = {"organisation": self._unit.organisation, "chassis": chassis.value}
        await self._unit.connection.execute(delete(kind_weight).filter_by(**values))
        if weight is not None:
            await self._unit.connection.execute(upsert(kind_weight).values(**values, grams=weight.grams, source=weight.source))


class HandOvers:
    """What the unit's organisation brought to recyclers."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, hand_over_id: UUID) -> HandOver:
        """One hand-over, locked until the transaction ends. Raises `NotFound`."""
        row = (
            await self._unit.connection.execute(select(hand_over).where(hand_over.c.id == hand_over_id).with_for_update())
        ).first()
        if row is None:
            raise NotFound()
        return hand_over_from(row)

    async def save(self, one: HandOver) -> None:
        """Store it, new or changed."""
        values = {
            "id": one.id,
            "organisation": self._unit.organisation,
            "recycler_id": one.recycler_id,
            "day": one.day,
            "certificate": one.certificate,
            "paper": one.paper,
            "added_at": one.added_at,
            "added_by": one.added_by,
        }
        changed = {"certificate": one.certificate, "paper": one.paper}
        put = upsert(hand_over).values(values)
        await self._unit.connection.execute(put.on_conflict_do_update(index_elements=[hand_over.c.id], set_=changed))

    async def remove(self, hand_over_id: UUID) -> None:
        """It did not happen; none of its machines may say that it left with it."""
        await self._unit.connection.execute(delete(hand_over).where(hand_over.c.id == hand_over_id))

    async def keep_paper(self, paper: Paper, by: UUID) -> None:
        """Keep a scan; the same one twice is kept once."""
        values = {
            "organisation": self._unit.organisation,
            "sha256": paper.sha256,
            "media_type": paper.media_type,
            "content": paper.content,
            "kept_at": self._unit.now(),
            "kept_by": by,
        }
        await self._unit.connection.execute(upsert(recycler_paper).values(values).on_conflict_do_nothing())


ENDED = select(retirement)


def retirement_from(row: Row[Any]) -> Retirement:
    """An end from its row."""
    return Retirement(
        device_id=row.device_id,
        retired_on=row.retired_on,
        retired_at=row.retired_at,
        reason=RetireReason(row.reason) if row.reason is not None else None,
        destination=Destination(row.destination) if row.destination is not None else None,
        parts={PartKind(kind): count for kind, count in row.parts.items()},
        by=row.by,
        no_drive_by=row.no_drive_by,
        left_on=row.left_on,
        hand_over_id=row.hand_over_id,
    )


def hand_over_from(row: Row[Any]) -> HandOver:
    """A hand-over from its row."""
    return HandOver(row.id, row.recycler_id, row.day, row.certificate, row.paper, row.added_at, row.added_by)


def ids_in_order(device_ids: Collection[UUID]) -> Sequence[UUID]:
    """Each once, in the order in which rows are locked: who locks several at once does it in the same order as everybody."""
    return sorted(set(device_ids))


def _row(end: Retirement) -> dict[str, object]:
    return {
        "device_id": end.device_id,
        "retired_on": end.retired_on,
        "retired_at": end.retired_at,
        "reason": end.reason.value if end.reason else None,
        "destination": end.destination.value if end.destination else None,
        "parts": {kind.value: count for kind, count in end.parts.items()},
        "by": end.by,
        "no_drive_by": end.no_drive_by,
        "left_on": end.left_on,
        "hand_over_id": end.hand_over_id,
    }
