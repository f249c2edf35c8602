"""What pages read about machines that are out of use, and about what went to recyclers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from services.inventory.domain.device import Device
from services.inventory.domain.hand_over import HandOver, Paper
from services.inventory.domain.retirement import Retirement
from services.inventory.queries.devices import PAGE, get_devices
from services.inventory.store.end_tables import hand_over, lending_spell, recycler_paper, retirement
from services.inventory.store.endings import hand_over_from, retirement_from
from services.inventory.store.tables import short_list_entry
from shared.bus.unit import Unit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class Ended:
    """A machine that is out of use, and how it ended."""

    device: Device
    end: Retirement


@dataclass(frozen=True, slots=True)
class HandOverLine:
    """A hand-over as a list shows it: to whom, and how many machines."""

    done: HandOver
    recycler: str
    count: int


@dataclass(frozen=True, slots=True)
class Spell:
    """A time that a machine was with a family; `until` is None while it is."""

    since: date
    until: date | None

    def days(self, today: date) -> int:
        """How many, the first one not counted."""
        return max(0, ((self.until or today) - self.since).days)


async def retirement_of(unit: Unit, device_id: UUID) -> Retirement | None:
    """How a machine ended; None while it is in use."""
    row = (await unit.connection.execute(select(retirement).where(retirement.c.device_id == device_id))).first()
    return retirement_from(row) if row is not None else None


async def ended_here(unit: Unit, *, before: UUID | None = None, most: int = PAGE) -> Sequence[Ended]:
    """A page of machines that are out of use and still in the house, the newest first; what is lost is not in the house.

    `before` is the id of the last one of the page before.
    """
    wanted = (
        select(retirement)
        .where(
            retirement.c.organisation == unit.organisation,
            retirement.c.left_on.is_(None),
            func.coalesce(retirement.c.reason, "") != "lost",
        )
        .order_by(retirement.c.device_id.desc())
        .limit(most)
    )
    if before is not None:
        wanted = wanted.where(retirement.c.device_id < before)
    return await _with_devices(unit, [retirement_from(row) for row in await unit.connection.execute(wanted)])


async def went_with(unit: Unit, hand_over_id: UUID) -> Sequence[Ended]:
    """The machines that went to a recycler with a hand-over."""
    wanted = select(retirement).where(retirement.c.hand_over_id == hand_over_id).order_by(retirement.c.device_id)
    return await _with_devices(unit, [retirement_from(row) for row in await unit.connection.execute(wanted)])


async def list_hand_overs(unit: Unit, *, before: UUID | None = None, most: int = PAGE) -> Sequence[HandOverLine]:
    """A page of hand-overs, the newest first."""
    wanted = _LINES.where(hand_over.c.organisation == unit.organisation).order_by(hand_over.c.id.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(hand_over.c.id < before)
    return [HandOverLine(hand_over_from(row), row.recycler, row.machines) for row in await unit.connection.execute(wanted)]


async def get_hand_over(unit: Unit, hand_over_id: UUID) -> HandOverLine:
    """One of them. Raises `NotFound`."""
    row = (await unit.connection.execute(_LINES.where(hand_over.c.id == hand_over_id))).first()
    if row is None:
        raise NotFound()
    return HandOverLine(hand_over_from(row), row.recycler, row.machines)


async def paper_of(unit: Unit, hand_over_id: UUID) -> Paper:
    """The scan of its certificate. Raises `NotFound` when there is none."""
    wanted = select(recycler_paper).join_from(
        hand_over,
        recycler_paper,
        (hand_over.c.organisation == recycler_paper.c.organisation) & (hand_over.c.paper == recycler_paper.c.sha256),
    )
    row = (await unit.connection.execute(wanted.where(hand_over.c.id == hand_over_id))).first()
    if row is None:
        raise NotFound()
    return Paper(row.sha256, row.media_type, row.content)


async def spells_of(unit: Unit, device_id: UUID) -> Sequence[Spell]:
    """Each time a machine was with a family, the oldest first. With which family, this does not know."""
    wanted = select(lending_spell).where(lending_spell.c.device_id == device_id).order_by(lending_spell.c.began_on)
    return [Spell(row.began_on, row.ended_on) for row in await unit.connection.execute(wanted)]


_LINES = select(
    hand_over,
    short_list_entry.c.name.label("recycler"),
    select(func.count()).where(retirement.c.hand_over_id == hand_over.c.id).scalar_subquery().label("machines"),
).join_from(hand_over, short_list_entry, hand_over.c.recycler_id == short_list_entry.c.id)


async def _with_devices(unit: Unit, ends: Sequence[Retirement]) -> Sequence[Ended]:
    devices = await get_devices(unit, [end.device_id for end in ends])
    return [Ended(devices[end.device_id], end) for end in ends]
