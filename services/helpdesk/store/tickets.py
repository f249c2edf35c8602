"""Loads and saves tickets. The only code that writes them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.helpdesk.domain.note import Note, NoteKind
from services.helpdesk.domain.repair import DriveFate, FilesAnswer, RepairReport
from services.helpdesk.domain.ticket import CallbackAsker, Ticket, TicketStatus
from services.helpdesk.store import tables
from shared.bus.unit import Unit
from shared.contracts.helpdesk import NewDrive
from shared.contracts.vocabulary import Channel, RepairOutcome, Symptom, TicketResolution, TriageDecision
from shared.database.engine import driver_of
from shared.domain import NotFound

FIRST_NUMBER = 1001
NEXT_NUMBER = """
INSERT INTO ticket_number AS n (organisation, last_number) VALUES ($1, $2)
ON CONFLICT (organisation) DO UPDATE SET last_number = n.last_number + 1 RETURNING last_number
"""
FOLLOWED = "SELECT id FROM ticket WHERE organisation = $1 AND follow_token = $2 AND device_id = $3"


class Tickets:
    """The tickets of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def next_number(self) -> int:
        """A number that no ticket of this organisation has, from 1001."""
        driver = await driver_of(self._unit.connection)
        number: int = await driver.fetchval(NEXT_NUMBER, self._unit.organisation, FIRST_NUMBER)
        return number

    async def get(self, ticket_id: UUID) -> Ticket:
        """A ticket with its notes, locked until the transaction ends. Raises `NotFound`."""
        locked = select(tables.ticket).where(tables.ticket.c.id == ticket_id).with_for_update()
        row = (await self._unit.connection.execute(locked)).first()
        if row is None:
            raise NotFound()
        return ticket_from(row, await notes_of(self._unit, ticket_id))

    async def of_token(self, follow_token: str, device_id: UUID) -> UUID:
        """The ticket that somebody opened through the sticker of this machine. Raises `NotFound`."""
        driver = await driver_of(self._unit.connection)
        found: UUID | None = await driver.fetchval(FOLLOWED, self._unit.organisation, follow_token, device_id)
        if found is None:
            raise NotFound()
        return found

    async def add(self, ticket: Ticket) -> None:
        """Store a new ticket, its notes and the events it caused."""
        row = {
            "id": ticket.id,
            "organisation": self._unit.organisation,
            "number": ticket.number,
            "symptom": ticket.symptom.value,
            "channel": ticket.channel.value,
            "opened_at": ticket.opened_at,
            "follow_token": ticket.follow_token,
            "device_id": ticket.device_id,
        }
        await self._unit.connection.execute(insert(tables.ticket).values(row | _changing(ticket)))
        await self._finish(ticket)

    async def save(self, ticket: Ticket) -> None:
        """Store what changed on a ticket, its new notes and the events it caused. What was asked never changes."""
        await self._unit.connection.execute(update(tables.ticket).where(tables.ticket.c.id == ticket.id).values(_changing(ticket)))
        await self._finish(ticket)

    async def _finish(self, ticket: Ticket) -> None:
        if ticket.notes:
            rows = [_note_row(note, ticket.id, self._unit.organisation) for note in ticket.notes]
            await self._unit.connection.execute(upsert(tables.ticket_note).on_conflict_do_nothing(), rows)
        self._unit.record(ticket.take_events())


async def notes_of(unit: Unit, ticket_id: UUID) -> list[Note]:
    """The notes of a ticket, oldest first."""
    note = tables.ticket_note
    rows = await unit.connection.execute(select(note).where(note.c.ticket_id == ticket_id).order_by(note.c.id))
    return [Note(row.id, NoteKind(row.kind), row.text, row.written_by, row.written_at) for row in rows]


def ticket_from(row: Row[Any], notes: Iterable[Note] = ()) -> Ticket:
    """A ticket from its row and its notes."""
    return Ticket(
        id=row.id,
        number=row.number,
        symptom=Symptom(row.symptom),
        channel=Channel(row.channel),
        opened_at=row.opened_at,
        follow_token=row.follow_token,
        device_id=row.device_id,
        household_id=row.household_id,
        status=TicketStatus(row.status),
        decision=TriageDecision(row.decision) if row.decision else None,
        resolution=TicketResolution(row.resolution) if row.resolution else None,
        handed_to=row.handed_to,
        callback_open=row.callback_open,
        callback_asker=CallbackAsker(row.callback_asker) if row.callback_asker else None,
        callback_tries=row.callback_tries,
        loaner_asked=row.loaner_asked,
        repair=_repair_from(row),
        notes=list(notes),
    )


def _repair_from(row: Row[Any]) -> RepairReport | None:
    if row.repair_outcome is None:
        return None
    return RepairReport(
        RepairOutcome(row.repair_outcome),
        DriveFate(row.drive_fate),
        FilesAnswer(row.files_answer),
        tuple(NewDrive.model_validate(drive) for drive in row.new_drives),
    )


def _changing(ticket: Ticket) -> dict[str, object]:
    repair = ticket.repair
    return {
        "household_id": ticket.household_id,
        "status": ticket.status.value,
        "decision": ticket.decision.value if ticket.decision else None,
        "resolution": ticket.resolution.value if ticket.resolution else None,
        "handed_to": ticket.handed_to,
        "callback_open": ticket.callback_open,
        "callback_asker": ticket.callback_asker.value if ticket.callback_asker else None,
        "callback_tries": ticket.callback_tries,
        "loaner_asked": ticket.loaner_asked,
        "repair_outcome": repair.outcome.value if repair else None,
        "drive_fate": repair.drives.value if repair else None,
        "files_answer": repair.files.value if repair else None,
        "new_drives": [drive.model_dump(mode="json") for drive in repair.new_drives] if repair else [],
    }


def _note_row(note: Note, ticket_id: UUID, organisation: UUID) -> dict[str, object]:
    return {
        "id": note.id,
        "organisation": organisation,
        "ticket_id": ticket_id,
        "kind": note.kind.value,
        "text": note.text,
        "written_by": note.by,
        "written_at": note.at,
    }
