"""What lies ready with machines, what went along with loans, and what came back of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from services.inventory.domain.thing import COMPANION, ThingKind
from services.inventory.store.accessory_tables import IS_OUT, thing
from services.inventory.store.accessory_tables import along_line as line
from services.inventory.store.tables import device
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState
from shared.domain import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that lies ready with a machine, or went along with it.

    Attributes:
        name: what the thing is called.
        loan_id, gone_on: on which loan it went, and when; None while it lies ready.
        not_returned: loans noted at the counter that it did not come back.
        came_back: None as long as nobody said; it may still come after False.
        settled_with: the movement with which it came back, or with which somebody said that it never will; None before that.
    """

    id: UUID
    device_id: UUID
    thing_id: UUID
    kind: ThingKind
    name: str
    loan_id: UUID | None
    gone_on: date | None
    not_returned: bool
    settled_on: date | None
    came_back: bool | None
    settled_with: UUID | None


@dataclass(frozen=True, slots=True)
class Companion:
    """A device with a code of its own that lies ready, or went along.

    Attributes:
        accessory: as what it goes along: what an agreement calls it.
        loan_id, is_expected: on which loan it is, and whether it comes back from there now.
        missing: the counter noted that it did not come back, or it is lost.
    """

    id: UUID
    code: str
    chassis: Chassis
    name: str
    accessory: Accessory
    loan_id: UUID | None
    is_expected: bool
    missing: bool


_LINES = select(line, thing.c.name).join_from(line, thing, line.c.thing_id == thing.c.id).order_by(line.c.thing_id, line.c.id)
_other = device.alias("other")
_OF_COMPANION = [
    device.c[name] for name in ("id", "code", "chassis", "maker", "model", "loan_id", "status", "along_as", "along_missing", "lost")
]


class Along:
    """What goes along with the machines of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def prepared(self, *device_ids: UUID) -> Sequence[Line]:
        """What lies ready with these machines."""
        return await self._find(_LINES.where(line.c.device_id.in_(device_ids), line.c.loan_id.is_(None)))

    async def waiting(self, *device_ids: UUID) -> Sequence[Line]:
        """What went along with these machines on any loan, of which nobody said yet whether it came back."""
        return await self._find(_LINES.where(line.c.device_id.in_(device_ids), IS_OUT, line.c.came_back.is_(None)))

    async def waiting_on(self, loan_id: UUID, kinds: Collection[ThingKind]) -> Sequence[Line]:
        """What of these kinds went along on a loan, of which nobody said yet whether it came back."""
        its = (line.c.loan_id == loan_id) & line.c.kind.in_([kind.value for kind in kinds])
        return await self._find(_LINES.where(its, IS_OUT, line.c.came_back.is_(None)))

    async def not_back_on(self, loan_id: UUID, kinds: Collection[ThingKind]) -> Sequence[Line]:
        """What of these kinds went along on a loan and is not back, also when somebody said that it is not there or never comes;
        those that are still waited for come first."""
        its = (line.c.loan_id == loan_id) & line.c.kind.in_([kind.value for kind in kinds])
        found = await self._find(_LINES.where(its, line.c.came_back.is_not(True)))
        return sorted(found, key=lambda one: (one.settled_with is not None, one.came_back is False))

    async def locked(self, line_ids: Collection[UUID]) -> Sequence[Line]:
        """These lines, locked until the transaction ends, in the order in which everybody takes their things."""
        return await self._find(_LINES.where(line.c.id.in_(line_ids)).with_for_update(of=line))

    async def see(self, line_id: UUID) -> Line:
        """One of them, not locked. Raises `NotFound`."""
        found = await self._find(_LINES.where(line.c.id == line_id))
        if not found:
            raise NotFound()
        return found[0]

    async def get(self, line_id: UUID) -> Line:
        """One of them, locked until the transaction ends; its thing is locked after it. Raises `NotFound`."""
        found = await self.locked([line_id])
        if not found:
            raise NotFound()
        return found[0]

    async def settled_with(self, movement_id: UUID) -> Line | None:
        """The one of which this movement is the last that was said, locked until the transaction ends."""
        found = await self._find(_LINES.where(line.c.settled_with == movement_id).with_for_update(of=line))
        return found[0] if found else None

    async def out_of(self, thing_id: UUID, before: UUID | None = None) -> Sequence[Line]:
        """Where those of one thing are that did not come back and still may, the latest first; a page of them."""
        found = _LINES.where(line.c.thing_id == thing_id, IS_OUT).order_by(None).order_by(line.c.id.desc()).limit(PAGE)
        return await self._find(found if before is None else found.where(line.c.id < before))

    async def machines_of(self, thing_id: UUID, loan_ids: Collection[UUID]) -> Mapping[UUID, UUID]:
        """With which machine one of this thing went on each of these loans; not of a loan on which it went with more of them."""
        went = select(line.c.loan_id, line.c.device_id).where(line.c.thing_id == thing_id, line.c.loan_id.in_(loan_ids)).distinct()
        rows = (await self._unit.connection.execute(went)).all()
        loans = [row.loan_id for row in rows]
        return {row.loan_id: row.device_id for row in rows if loans.count(row.loan_id) == 1}

    async def prepare(self, device_id: UUID, chosen: Mapping[ThingKind, UUID]) -> None:
        """This lies ready with a machine from now on, and nothing else."""
        await self._unit.connection.execute(delete(line).where(line.c.device_id == device_id, line.c.loan_id.is_(None)))
        rows = [
            {
                "id": self._unit.new_id(),
                "organisation": self._unit.organisation,
                "device_id": device_id,
                "thing_id": thing_id,
                "kind": kind.value,
                "not_returned": False,
            }
            for kind, thing_id in chosen.items()
        ]
        if rows:
            await self._unit.connection.execute(insert(line), rows)

    async def leave(self, line_id: UUID, loan_id: UUID, day: date) -> None:
        """It went along."""
        await self._unit.connection.execute(update(line).where(line.c.id == line_id).values(loan_id=loan_id, gone_on=day))

    async def went(self, device_id: UUID, thing_id: UUID, kind: ThingKind, loan_id: UUID, day: date) -> None:
        """One of this thing went along with a machine that left before: somebody said only now which."""
        where = {"id": self._unit.new_id(), "organisation": self._unit.organisation, "device_id": device_id}
        what = {"thing_id": thing_id, "kind": kind.value, "loan_id": loan_id, "gone_on": day, "not_returned": False}
        await self._unit.connection.execute(insert(line).values(**where, **what))

    async def stay(self, line_id: UUID) -> None:
        """It did not go along after all."""
        await self._unit.connection.execute(delete(line).where(line.c.id == line_id, line.c.loan_id.is_(None)))

    async def note_missing(self, line_ids: Collection[UUID]) -> None:
        """Loans says that these did not come back."""
        if line_ids:
            await self._unit.connection.execute(update(line).where(line.c.id.in_(line_ids)).values(not_returned=True))

    async def settle(self, line_id: UUID, came_back: bool, day: date, movement_id: UUID | None = None) -> None:
        """Somebody said whether it came back, and when it did, with which movement."""
        said = {"came_back": came_back, "settled_on": day, "settled_with": movement_id}
        await self._unit.connection.execute(update(line).where(line.c.id == line_id).values(said))

    async def stays_away(self, line_id: UUID, movement_id: UUID) -> None:
        """It never comes back. What is known of it otherwise stays, so that this can be taken back."""
        await self._unit.connection.execute(update(line).where(line.c.id == line_id).values(settled_with=movement_id))

    async def reopen(self, one: Line) -> None:
        """What was said of it last is not so: it may come, and where it was back, nobody said yet whether it is."""
        said = {"settled_with": None} | ({"came_back": None, "settled_on": None} if one.came_back else {})
        await self._unit.connection.execute(update(line).where(line.c.id == one.id).values(said))

    async def companions(self, device_id: UUID) -> Sequence[Companion]:
        """The devices that lie ready to go along with this one, or went."""
        return await self._companions(device.c.along_with == device_id)

    async def main_of(self, device_id: UUID) -> UUID | None:
        """With which machine a device lies ready or went along, not locked; None when it goes alone."""
        found: UUID | None = await self._unit.connection.scalar(select(device.c.along_with).where(device.c.id == device_id))
        return found

    async def lay_ready_before(self, device_id: UUID) -> Sequence[UUID]:
        """The devices that lay ready with this one when they were lost or went out of use, since it left the last time."""
        wanted = select(device.c.id).where(device.c.lay_ready_with == device_id).order_by(device.c.id)
        return (await self._unit.connection.scalars(wanted)).all()

    async def companions_on(self, loan_id: UUID) -> Sequence[Companion]:
        """The devices that went along with another one on this loan, and are not back."""
        return await self._companions((device.c.loan_id == loan_id) & device.c.along_with.is_not(None))

    async def free_companions(self, chassis: Chassis) -> Sequence[Companion]:
        """Ready devices of a kind that can go along, the oldest first; one page. With one of these nothing goes along itself."""
        has_some = _other.c.along_with == device.c.id
        here = (device.c.organisation == self._unit.organisation) & (device.c.status == DeviceState.READY.value)
        is_free = device.c.lost.is_(None) & ~select(_other.c.id).where(has_some).exists()
        return await self._companions(here & (device.c.chassis == chassis.value) & is_free)

    async def first_with(self, thing_id: UUID) -> str | None:
        """The code of a machine with which one of these lies ready, or None."""
        wanted = select(device.c.code).join_from(line, device, line.c.device_id == device.c.id)
        found: str | None = await self._unit.connection.scalar(
            wanted.where(line.c.thing_id == thing_id, line.c.loan_id.is_(None)).order_by(device.c.code).limit(1)
        )
        return found

    async def _companions(self, which: Any) -> Sequence[Companion]:
        known = device.c.along_as.is_not(None) | device.c.chassis.in_([kind.value for kind in COMPANION])
        found = select(*_OF_COMPANION).where(which, known)
        rows = await self._unit.connection.execute(found.order_by(device.c.id).limit(PAGE))
        return [_companion(row) for row in rows]

    async def _find(self, found: Any) -> Sequence[Line]:
        return [_line(row) for row in await self._unit.connection.execute(found)]


def _companion(row: Row[Any]) -> Companion:
    is_expected = row.status == DeviceState.RETURN_EXPECTED.value
    missing = row.along_missing or row.lost is not None
    chassis = Chassis(row.chassis)
    accessory = Accessory(row.along_as) if row.along_as else COMPANION[chassis]
    return Companion(row.id, row.code, chassis, f"{row.maker} {row.model}", accessory, row.loan_id, is_expected, missing)


def _line(row: Row[Any]) -> Line:
    return Line(
        row.id,
        row.device_id,
        row.thing_id,
        ThingKind(row.kind),
        row.name,
        row.loan_id,
        row.gone_on,
        row.not_returned,
        row.settled_on,
        row.came_back,
        row.settled_with,
    )
