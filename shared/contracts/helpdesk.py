"""What helpdesk publishes: tickets and visits. What somebody said or saw stays in helpdesk."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

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


class NewDrive(BaseModel):
    """A drive that was put in during a repair."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    medium: Medium
    capacity_gb: CapacityGigabytes | None = None


class TicketOpened(Event, topic=TICKETS, subject="ticket_id"):
    """Somebody asks for help. Nothing about the machine changes before a person looked at it."""

    ticket_id: UUID
    device_id: UUID | None = None
    household_id: UUID | None = None
    symptom: Symptom
    channel: Channel


class CallbackRequested(Event, topic=TICKETS, subject="ticket_id"):
    """Somebody would like to be called."""

    ticket_id: UUID
    device_id: UUID | None = None
    household_id: UUID | None = None


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
    """Somebody went, or tried to. `findings` is what others have to act on."""

    visit_id: UUID
    household_id: UUID
    loan_id: UUID | None = None
    outcome: VisitOutcome
    findings: tuple[VisitFinding, ...] = ()


EVENTS: tuple[type[Event], ...] = (
    TicketOpened,
    CallbackRequested,
    TicketTriaged,
    LoanerRequested,
    RepairFinished,
    TicketClosed,
    VisitPlanned,
    VisitRecorded,
)
