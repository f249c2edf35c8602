"""Loads and saves counted stock and kits. A number is never written: movements are added, and it is their sum."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.charger import Connector, Plug
from services.inventory.domain.kit import Kit
from services.inventory.domain.thing import STAY_REASONS, Movement, Reason, Thing, ThingKind
from services.inventory.store.accessory_tables import IS_OUT, along_line, kit, thing, thing_movement
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis
from shared.domain import NotFound

PAGE = 50
_SUM = select(func.coalesce(func.sum(thing_movement.c.change), 0)).where(thing_movement.c.thing_id == thing.c.id)
_OUT = select(func.count()).where(along_line.c.thing_id == thing.c.id, IS_OUT)
_THINGS = select(thing, _SUM.scalar_subquery().label("on_shelf"), _OUT.scalar_subquery().label("out"))


class Things:
    """The counted stock of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, thing_id: UUID) -> Thing:
        """One of them, locked until the transaction ends: who takes some waits here for who took some before. Raises `NotFound`.

        The number is read after the lock, in a statement of its own: so it has what the one before committed.
        """
        locked = select(thing.c.id).where(thing.c.id == thing_id).with_for_update()
        if (await self._unit.connection.execute(locked)).first() is None:
            raise NotFound()
        return thing_from((await self._unit.connection.execute(_THINGS.where(thing.c.id == thing_id))).one())

    async def hold(self, thing_ids: Collection[UUID]) -> None:
        """Lock these until the transaction ends, in the order in which everybody does: before what lies ready points at one of
        them, for that locks it too, and not in this order."""
        ids = select(thing.c.id).where(thing.c.id.in_(thing_ids)).order_by(thing.c.id)
        await self._unit.connection.execute(ids.with_for_update())

    async def all(self, *, removed: bool = False, kinds: Collection[ThingKind] = tuple(ThingKind)) -> Sequence[Thing]:
        """All of these kinds that are counted, by kind and name; with `removed` also those that are counted no more."""
        found = _THINGS.where(thing.c.organisation == self._unit.organisation, thing.c.kind.in_([one.value for one in kinds]))
        if not removed:
            found = found.where(thing.c.removed_at.is_(None))
        things = [thing_from(row) for row in await self._unit.connection.execute(found)]
        order = list(ThingKind)
        return sorted(things, key=lambda one: (order.index(one.kind), one.name.casefold()))

    async def see(self, thing_id: UUID) -> Thing:
        """One of them, not locked. Raises `NotFound`."""
        row = (await self._unit.connection.execute(_THINGS.where(thing.c.id == thing_id))).first()
        if row is None:
            raise NotFound()
        return thing_from(row)

    async def save(self, one: Thing) -> bool:
        """A new one, or what is said of it; False when another one of this kind has this name."""
        said = {
            "kind": one.kind.value,
            "name": one.name,
            "connector": one.plug.connector.value if one.plug else None,
            "tenths": one.plug.tenths if one.plug else None,
            "watt": one.plug.watt if one.plug else None,
            "place_id": one.place_id,
            "lowest": one.lowest,
            "removed_at": self._unit.now() if one.removed else None,
        }
        twin = select(thing.c.id).where(
            thing.c.organisation == self._unit.organisation,
            thing.c.kind == one.kind.value,
            func.lower(thing.c.name) == func.lower(one.name),
            thing.c.removed_at.is_(None),
            thing.c.id != one.id,
        )
        if not one.removed and (await self._unit.connection.execute(twin)).first() is not None:
            return False
        put = upsert(thing).values(id=one.id, organisation=self._unit.organisation, **said)
        await self._unit.connection.execute(put.on_conflict_do_update(index_elements=[thing.c.id], set_=said))
        return True

    async def move(
        self,
        thing_id: UUID,
        change: int,
        reason: Reason,
        *,
        by: UUID | None = None,
        loan_id: UUID | None = None,
        undoes: UUID | None = None,
    ) -> Movement:
        """So many came or went; with 0 nothing is written, unless it says that something stays away, or takes that back."""
        one = Movement(self._unit.new_id(), thing_id, self._unit.now(), change, reason, by, loan_id, undoes)
        if change or undoes is not None or reason in STAY_REASONS:
            await self._unit.connection.execute(
                insert(thing_movement).values(
                    id=one.id,
                    organisation=self._unit.organisation,
                    thing_id=thing_id,
                    at=one.at,
                    change=change,
                    reason=reason.value,
                    by=by,
                    loan_id=loan_id,
                    undoes=undoes,
                )
            )
        return one

    async def count_again(self, thing_id: UUID, *, asked: bool) -> None:
        """Somebody has to count it again, or did."""
        await self._unit.connection.execute(update(thing).where(thing.c.id == thing_id).values(count_again=asked))

    async def movement(self, movement_id: UUID) -> Movement:
        """One movement. Raises `NotFound`."""
        row = (await self._unit.connection.execute(_MOVEMENTS.where(thing_movement.c.id == movement_id))).first()
        if row is None:
            raise NotFound()
        return movement_from(row)

    async def movements(self, thing_id: UUID, before: UUID | None = None) -> Sequence[Movement]:
        """A page of what came and went, the newest first."""
        found = _MOVEMENTS.where(thing_movement.c.thing_id == thing_id).order_by(thing_movement.c.id.desc()).limit(PAGE)
        if before is not None:
            found = found.where(thing_movement.c.id < before)
        return [movement_from(row) for row in await self._unit.connection.execute(found)]

    async def kits(self) -> Sequence[Kit]:
        """The kits, by kind of device and name."""
        found = select(kit).where(kit.c.organisation == self._unit.organisation, kit.c.removed_at.is_(None))
        order = list(Chassis)
        kits = [_kit(row) for row in await self._unit.connection.execute(found)]
        return sorted(kits, key=lambda one: (order.index(one.chassis), one.name.casefold()))

    async def kit(self, kit_id: UUID) -> Kit:
        """One kit, also one that was removed. Raises `NotFound`."""
        row = (await self._unit.connection.execute(select(kit).where(kit.c.id == kit_id))).first()
        if row is None:
            raise NotFound()
        return _kit(row)

    async def save_kit(self, one: Kit) -> None:
        """A new one, or what it is now."""
        said = {
            "name": one.name,
            "chassis": one.chassis.value,
            "kinds": [kind.value for kind in one.kinds],
            "removed_at": self._unit.now() if one.removed else None,
        }
        put = upsert(kit).values(id=one.id, organisation=self._unit.organisation, **said)
        await self._unit.connection.execute(put.on_conflict_do_update(index_elements=[kit.c.id], set_=said))


_other = thing_movement.alias("other")
_MOVEMENTS = select(
    thing_movement,
    select(_other.c.id).where(_other.c.undoes == thing_movement.c.id).exists().label("undone"),
    select(along_line.c.id).where(along_line.c.settled_with == thing_movement.c.id).exists().label("settles"),
)


def thing_from(row: Row[Any]) -> Thing:
    """One of them, with its number, from its row."""
    plug = Plug(Connector(row.connector), row.tenths, row.watt) if row.connector else None
    removed = row.removed_at is not None
    numbers = (row.lowest, int(row.on_shelf), row.out)
    return Thing(row.id, ThingKind(row.kind), row.name, plug, row.place_id, *numbers, removed, row.count_again)


def movement_from(row: Row[Any]) -> Movement:
    """A movement from its row."""
    said = (row.by, row.loan_id, row.undoes, row.undone, row.settles)
    return Movement(row.id, row.thing_id, row.at, row.change, Reason(row.reason), *said)


def _kit(row: Row[Any]) -> Kit:
    return Kit(row.id, row.name, Chassis(row.chassis), tuple(ThingKind(one) for one in row.kinds), row.removed_at is not None)
