"""Somebody asks for help: through a sticker, at the counter, by phone, on paper, or during a visit."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.note import NoteKind, note_of
from services.helpdesk.domain.ticket import CallbackAsker, Ticket
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.vocabulary import Channel, Symptom


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """What is wrong, in a picture or in words; all of it may be left out.

    Attributes:
        device_id: the machine; None when it is the family's own, or not known.
        household_id: the family, where the machine does not tell it: during a visit.
        text: what they said or what was seen; may be empty.
        callback: through whom we know that they would like to be called; None when they did not say so.
        by: who typed it; None when the family did.
    """

    channel: Channel
    symptom: Symptom = Symptom.NOT_SAID
    device_id: UUID | None = None
    household_id: UUID | None = None
    text: str = ""
    text_kind: NoteKind = NoteKind.FAMILY_SAID
    callback: CallbackAsker | None = None
    by: UUID | None = None


async def open_ticket(command: OpenTicket, unit: HelpdeskUnit) -> Ticket:
    """A new ticket with a number, for a person to look at. The machine stays as it is.

    Raises `TextTooLong`, `RegisterNumberInText`.
    """
    notes = []
    if command.text.strip():
        notes.append(note_of(unit.new_id(), command.text_kind, command.text, command.by, unit.now()))
    household_id = command.household_id
    if household_id is None and command.device_id is not None:
        household_id = await unit.known_loans.holder_of(command.device_id)
    ticket = Ticket(
        id=unit.new_id(),
        number=await unit.tickets.next_number(),
        symptom=command.symptom,
        channel=command.channel,
        opened_at=unit.now(),
        follow_token=secrets.token_urlsafe(16),
        device_id=command.device_id,
        household_id=household_id,
        notes=notes,
    )
    ticket.start()
    if command.callback is not None:
        ticket.ask_callback(command.callback)
    await unit.tickets.add(ticket)
    return ticket
