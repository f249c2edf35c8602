"""What pages and API can say about machines and tickets, from the events of others."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from services.loans.domain.wishes import NO_WISHES, MachineWishes
from services.loans.store.households import family_ids
from services.loans.store.known_devices import WILL_DO, free_for
from services.loans.store.tables import known_device, known_internet, known_ticket
from shared.bus.unit import Unit
from shared.contracts.inventory import FitReason
from shared.contracts.vocabulary import Accessory, DeviceState, LossKind, MachineWish, Symptom, UseProfile

MOST_TICKETS = 50
TYPED_CODE = re.compile(r"([A-HJ-NP-Z2-9]{3})[- ]?([A-HJ-NP-Z2-9]{3})$")


@dataclass(frozen=True, slots=True)
class KnownFit:
    """How well a machine suits a use: 0 does not, 1 will do, 2 suits, 3 suits very well; and why."""

    score: int
    why: tuple[FitReason, ...]


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A machine. `state` is None when nothing told where it is, `lost` unless somebody said that it is lost or stolen.

    Attributes:
        kept_until: the last day on which it is kept for a request; None when there is none.
        prepared: what lies ready to go along with it; None when nobody said.
        has: the wishes of families that it is known to meet.
        fits: per use, how well it suits and why, as it was told last; empty when nothing was.
    """

    id: UUID
    code: str
    maker: str
    model: str
    memory_mb: int | None
    state: DeviceState | None
    lost: LossKind | None = None
    kept_until: date | None = None
    fits: Mapping[UseProfile, KnownFit] = field(default_factory=dict)
    prepared: tuple[Accessory, ...] | None = None
    has: tuple[MachineWish, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """A question that has no answer yet. `opened_at` is in UTC."""

    id: UUID
    symptom: Symptom | None
    opened_at: datetime | None


async def get_known_device(unit: Unit, device_id: UUID) -> KnownDevice | None:
    """What is known about a machine, or None when its event did not arrive yet."""
    return (await known_devices(unit, [device_id])).get(device_id)


async def device_with_code(unit: Unit, typed: str) -> UUID | None:
    """The machine with the code that somebody typed, or scanned as an address; None when it is no code, or of none we know."""
    found = TYPED_CODE.search(typed.upper().strip())
    if found is None:
        return None
    its = (known_device.c.organisation == unit.organisation) & (known_device.c.code == f"{found[1]}-{found[2]}")
    device_id: UUID | None = await unit.connection.scalar(select(known_device.c.device_id).where(its).limit(1))
    return device_id


async def known_devices(unit: Unit, device_ids: Collection[UUID]) -> dict[UUID, KnownDevice]:
    """What is known about these machines, by id; those of which no event arrived yet are missing."""
    query = select(known_device).where(known_device.c.device_id.in_(device_ids), known_device.c.code.is_not(None))
    return {
        row.device_id: KnownDevice(
            row.device_id,
            row.code,
            row.maker,
            row.model,
            row.memory_mb,
            DeviceState(row.state) if row.state else None,
            LossKind(row.lost) if row.lost else None,
            row.kept_until,
            _fits(row.why),
            tuple(Accessory(one) for one in row.prepared) if row.prepared else None,
            tuple(MachineWish(one) for one in row.has or ()),
        )
        for row in await unit.connection.execute(query)
    }


async def free_devices_for(
    unit: Unit, profile: UseProfile, machine: MachineWishes = NO_WISHES, most: int = 10
) -> Sequence[KnownDevice]:
    """The ready machines that a person may choose for a use: those that suit best first, then those that will do."""
    ids = [row.device_id for row in await unit.connection.execute(free_for(unit, profile, WILL_DO, machine).limit(most))]
    known = await known_devices(unit, ids)
    return [known[device_id] for device_id in ids if device_id in known]


def _fits(told: Mapping[str, Any] | None) -> dict[UseProfile, KnownFit]:
    return {
        UseProfile(profile): KnownFit(one["fit"], tuple(FitReason.model_validate(reason) for reason in one["why"]))
        for profile, one in (told or {}).items()
    }


async def open_tickets(unit: Unit, device_ids: Collection[UUID], household_id: UUID | None = None) -> Sequence[KnownTicket]:
    """Questions about these machines or from this household that wait for an answer, the oldest first."""
    about: ColumnElement[bool] = known_ticket.c.device_id.in_(device_ids)
    if household_id is not None:
        about = or_(about, known_ticket.c.household_id.in_(family_ids(household_id)))
    query = select(known_ticket).where(known_ticket.c.open, about).order_by(known_ticket.c.ticket_id).limit(MOST_TICKETS)
    return [
        KnownTicket(row.ticket_id, Symptom(row.symptom) if row.symptom else None, row.opened_at)
        for row in await unit.connection.execute(query)
    ]


async def internet_until(unit: Unit, loan_ids: Collection[UUID]) -> dict[UUID, date]:
    """Of these loans the first day on which internet stops that went along, where that is soon and not past yet."""
    query = select(known_internet.c.loan_id, known_internet.c.ends_on).where(
        known_internet.c.loan_id.in_(loan_ids), known_internet.c.ends_on >= unit.today()
    )
    found: dict[UUID, date] = {}
    for row in await unit.connection.execute(query.order_by(known_internet.c.ends_on)):
        found.setdefault(row.loan_id, row.ends_on)
    return found
