"""What pages and API read about tickets."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, not_, select, text, tuple_

from services.helpdesk.domain.covering import without_words
from services.helpdesk.domain.ticket import Ticket, TicketStatus
from services.helpdesk.store.known_files import KnownFiles
from services.helpdesk.store.known_loaners import KnownLoaners, Loaner
from services.helpdesk.store.tables import known_device, known_loan, known_wish, ticket
from services.helpdesk.store.tickets import notes_of, ticket_from
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis, ConsentAnswer, ConsentPurpose, DeviceState, LossKind
from shared.domain import NotFound

PAGE = 50


class Show(StrEnum):
    """Which tickets a list shows."""

    OPEN = "open"
    IN_REPAIR = "in_repair"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class DeviceFacts:
    """What helpdesk can say about a machine, from inventory's events. `lost` is None while nobody misses it."""

    device_id: UUID
    code: str
    maker: str
    model: str
    chassis: Chassis
    status: DeviceState | None
    lost: LossKind | None


@dataclass(frozen=True, slots=True)
class Line:
    """A ticket in a list, without its notes, and its machine. When it is `covered`, without any word and without its family."""

    ticket: Ticket
    device: DeviceFacts | None
    covered: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """One ticket, to look at.

    Attributes:
        household_code: only for whoever may see households.
        no_visits: the family said no to visits.
        covered: who looks reads no word of it, nor whose it is: the file is closed. Notes are there with their days alone.
        readers: who does, then.
    """

    ticket: Ticket
    device: DeviceFacts | None
    loaner: Loaner | None
    household_code: str | None
    no_visits: bool
    covered: bool = False
    readers: frozenset[UUID] = frozenset()


DEVICE_COLUMNS = (known_device.c.code, known_device.c.maker, known_device.c.model, known_device.c.chassis, known_device.c.lost)
WITH_DEVICE = select(ticket, *DEVICE_COLUMNS, known_device.c.status.label("device_status")).join(
    known_device, known_device.c.device_id == ticket.c.device_id, isouter=True
)
# Part of the statement and not values in it: a plan for all values could not use the index on these states alone.
WAITS = text("(ticket.status IN ('open', 'triaged') OR ticket.callback_open)")


async def list_tickets(unit: Unit, show: Show, reader: UUID, after: UUID | None = None) -> Sequence[Line]:
    """A page of tickets as this colleague may read them; `after` is the id of the last one of the page before.

    Open ones by urgency: where somebody waits for a call first, then the oldest. Those in repair: the oldest first. Closed ones:
    the newest first.
    """
    query = WITH_DEVICE.where(ticket.c.organisation == unit.organisation).limit(PAGE)
    if show is Show.OPEN:
        query = _by_urgency(query, after)
    elif show is Show.IN_REPAIR:
        query = query.where(ticket.c.status == TicketStatus.IN_REPAIR.value).order_by(ticket.c.id)
        query = query if after is None else query.where(ticket.c.id > after)
    else:
        query = query.where(ticket.c.status == TicketStatus.CLOSED.value).order_by(ticket.c.id.desc())
        query = query if after is None else query.where(ticket.c.id < after)
    lines = [Line(ticket_from(row), device_from(row)) for row in await unit.connection.execute(query)]
    shut = await KnownFiles(unit).tickets_shut_for(reader, [line.ticket.id for line in lines])
    return [Line(without_words(line.ticket), line.device, True) if line.ticket.id in shut else line for line in lines]


def _by_urgency(query: Select[Any], after: UUID | None) -> Select[Any]:
    waits_less = not_(ticket.c.callback_open)
    query = query.where(WAITS).order_by(waits_less, ticket.c.id)
    if after is not None:
        last = ticket.alias()
        place = select(not_(last.c.callback_open)).where(last.c.id == after).scalar_subquery()
        query = query.where(tuple_(waits_less, ticket.c.id) > tuple_(place, after))
    return query


async def get_ticket(unit: Unit, ticket_id: UUID, reader: UUID | None) -> Seen:
    """One ticket with its notes, its machine and its loaner, as this colleague may read it; None for who is not signed in.

    Raises `NotFound`.
    """
    row = (await unit.connection.execute(WITH_DEVICE.where(ticket.c.id == ticket_id))).first()
    if row is None:
        raise NotFound()
    found, shut = ticket_from(row, await notes_of(unit, ticket_id)), await KnownFiles(unit).tickets_shut_for(reader, [ticket_id])
    loaner = await KnownLoaners(unit).of_ticket(ticket_id)
    if ticket_id in shut:
        return Seen(without_words(found), device_from(row), loaner, None, False, covered=True, readers=shut[ticket_id])
    code, no_visits = None, False
    if row.household_id is not None:
        code = (await household_codes(unit, [row.household_id])).get(row.household_id)
        no_visits = await wish_of(unit, row.household_id) is ConsentAnswer.NO
    return Seen(found, device_from(row), loaner, code, no_visits)


async def wish_of(unit: Unit, household_id: UUID) -> ConsentAnswer | None:
    """What a family said about visits, or None when we heard nothing."""
    answer = await unit.connection.scalar(
        select(known_wish.c.answer).where(
            known_wish.c.household_id == household_id, known_wish.c.purpose == ConsentPurpose.VISITS.value
        )
    )
    return ConsentAnswer(answer) if answer else None


async def household_codes(unit: Unit, household_ids: Sequence[UUID]) -> dict[UUID, str]:
    """The friendly codes of families, of those we know one of."""
    rows = await unit.connection.execute(
        select(known_loan.c.household_id, known_loan.c.household_code).where(
            known_loan.c.organisation == unit.organisation,
            known_loan.c.household_id.in_(household_ids),
            known_loan.c.household_code.is_not(None),
        )
    )
    return {row.household_id: row.household_code for row in rows}


async def get_device(unit: Unit, device_id: UUID) -> DeviceFacts | None:
    """What is known about a machine, or None when no event told it."""
    columns: list[Any] = [known_device.c.device_id, *DEVICE_COLUMNS, known_device.c.status.label("device_status")]
    row = (await unit.connection.execute(select(*columns).where(known_device.c.device_id == device_id))).first()
    return None if row is None else device_from(row)


def device_from(row: Row[Any]) -> DeviceFacts | None:
    """A machine from the columns of `WITH_DEVICE`, when its registration was told."""
    if row.code is None:
        return None
    status = DeviceState(row.device_status) if row.device_status else None
    lost = LossKind(row.lost) if row.lost else None
    return DeviceFacts(row.device_id, row.code, row.maker, row.model, Chassis(row.chassis), status, lost)
