"""What helpdesk publishes: tickets and visits. What somebody said or saw stays in helpdesk."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.event import Event
from shared.contracts.inventory import CapacityGigabytes
from shared.contracts.vocabulary import (
    Channel,
    Medium,
    RepairOutcome,
    Symptom,
    TicketResolution,
    TriageDecision,
    VisitFinding,
    VisitOutcome,
    VisitPurpose,
)

TICKETS = "digibank.helpdesk.tickets"
VISITS = "digibank.helpdesk.visits"


TicketNumber = Annotated[int, Field(ge=1, le=99_999_999)]
"""Counts the tickets of an organisation."""


class NewDrive(BaseModel):
    """A drive that was put in during a repair."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    medium: Medium
    capacity_gb: CapacityGigabytes | None = None


class TicketOpened(Event, topic=TICKETS, subject="ticket_id"):
    """Somebody asks for help, for the first time or again. Nothing about the machine changes before a person looked at it.

    `number` is what people call the ticket, within their organisation.
    """

    ticket_id: UUID
    device_id: UUID | None = None
    household_id: UUID | None = None
    symptom: Symptom
    channel: Channel
    number: TicketNumber | None = None


class CallbackRequested(Event, topic=TICKETS, subject="ticket_id"):
    """Somebody would like to be called."""

    ticket_id: UUID
    device_id: UUID | None = None
    household_id: UUID | None = None


class CallbackDone(Event, topic=TICKETS, subject="ticket_id"):
    """Whoever wanted to be called was reached. A call that nobody answered is no event: they still wait."""

    ticket_id: UUID


class TicketTriaged(Event, topic=TICKETS, subject="ticket_id"):
    """A person looked at the ticket and decided what to do."""

    ticket_id: UUID
    device_id: UUID | None = None
    decision: TriageDecision


class LoanerRequested(Event, topic=TICKETS, subject="ticket_id"):
    """Another machine should go along while this one is being repaired."""

    ticket_id: UUID
    device_id: UUID


class RepairFinished(Event, topic=TICKETS, subject="ticket_id"):
    """A repair ended, well or not. `new_drives` took the place of all drives that were in the machine."""

    ticket_id: UUID
    device_id: UUID
    outcome: RepairOutcome
    new_drives: tuple[NewDrive, ...] = ()


class TicketClosed(Event, topic=TICKETS, subject="ticket_id"):
    """The question has an answer."""

    ticket_id: UUID
    device_id: UUID | None = None
    household_id: UUID | None = None
    resolution: TicketResolution


class VisitPlanned(Event, topic=VISITS, subject="visit_id"):
    """Somebody will go and see the family, who said yes to that."""

    visit_id: UUID
    household_id: UUID
    loan_id: UUID | None = None
    purpose: VisitPurpose
    due_on: date


class VisitRecorded(Event, topic=VISITS, subject="visit_id"):
    """Somebody went, or tried to. `findings` is what others have to act on.

    `due_on` is when somebody goes again, None when the visit is done.
    """

    visit_id: UUID
    household_id: UUID
    loan_id: UUID | None = None
    outcome: VisitOutcome
    findings: tuple[VisitFinding, ...] = ()
    due_on: date | None = None


class VisitCalledOff(Event, topic=VISITS, subject="visit_id"):
    """Nobody goes: the family would rather not, or the reason is gone. `visit_planned` may bring it back."""

    visit_id: UUID
    household_id: UUID


EVENTS: tuple[type[Event], ...] = (
    TicketOpened,
    CallbackRequested,
    CallbackDone,
    TicketTriaged,
    LoanerRequested,
    RepairFinished,
    TicketClosed,
    VisitPlanned,
    VisitRecorded,
    VisitCalledOff,
)
