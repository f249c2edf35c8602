"""Somebody asks for help. A person looks at it, and a person says when it is done; a timer never does."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.helpdesk.domain.note import Note
from services.helpdesk.domain.refusals import (
    HandoverNotAccepted,
    InRepair,
    NobodyToVisit,
    NoCallbackWanted,
    NotInRepair,
    NotOnLoan,
    RepairNeedsDevice,
    TicketIsClosed,
    TicketIsOpen,
    TooManyNotes,
)
from services.helpdesk.domain.repair import RESOLUTION, RepairReport
from shared.contracts.helpdesk import (
    CallbackDone,
    CallbackRequested,
    LoanerRequested,
    RepairFinished,
    TicketClosed,
    TicketOpened,
    TicketTriaged,
)
from shared.contracts.vocabulary import Channel, Symptom, TicketResolution, TriageDecision
from shared.domain import Aggregate

MOST_NOTES = 50


class TicketStatus(StrEnum):
    """Where a ticket is in our hands."""

    OPEN = "open"
    TRIAGED = "triaged"
    IN_REPAIR = "in_repair"
    CLOSED = "closed"


class CallbackAsker(StrEnum):
    """Through whom we know that a family wants to be called. It decides whether its name may be asked without a yes to calls."""

    FAMILY = "family"
    COUNTER = "counter"
    HELPER = "helper"


THE_FAMILY_ASKED = frozenset({CallbackAsker.FAMILY, CallbackAsker.COUNTER})
"""The family tapped it, or said it to a colleague who may see families. What another helper noted is not enough: the code of a
sticker would then be enough to get a name."""


@dataclass
class Ticket(Aggregate):
    """One question for help.

    Attributes:
        number: what people call it, within the organisation.
        household_id: the family that had the machine when they asked; None when nobody had it, or while we do not know.
        follow_token: what the page after the sticker knows it by. Nobody can guess it.
        decision: what a person decided to do; None while nobody looked.
        callback_open: somebody waits for a call. A closed ticket does not end that; calling does.
        callback_asker: through whom we know that, while somebody waits for a call.
        callback_tries: how often we called in vain.
        loaner_asked: another machine was asked for, to go along during this repair.
        repair: how the last repair ended.
        handed_to: who took it over.
    """

    id: UUID
    number: int
    symptom: Symptom
    channel: Channel
    opened_at: datetime
    follow_token: str
    device_id: UUID | None = None
    household_id: UUID | None = None
    status: TicketStatus = TicketStatus.OPEN
    decision: TriageDecision | None = None
    resolution: TicketResolution | None = None
    handed_to: str | None = None
    callback_open: bool = False
    callback_asker: CallbackAsker | None = None
    callback_tries: int = 0
    loaner_asked: bool = False
    repair: RepairReport | None = None
    notes: list[Note] = field(default_factory=list)

    def start(self) -> None:
        """It is there, for a person to look at. Nothing about the machine changes."""
        self.record(
            TicketOpened(
                ticket_id=self.id,
                device_id=self.device_id,
                household_id=self.household_id,
                symptom=self.symptom,
                channel=self.channel,
                number=self.number,
            )
        )

    def add_note(self, note: Note) -> None:
        """Keep what somebody said or saw. Raises `TicketIsClosed`, `TooManyNotes`."""
        self._must_be_open()
        if len(self.notes) >= MOST_NOTES:
            raise TooManyNotes(most=MOST_NOTES)
        self.notes.append(note)

    def ask_callback(self, asker: CallbackAsker) -> None:
        """Somebody would like to be called; asking twice is asking once, and what the family asked stays asked by it.

        Raises `TicketIsClosed`.
        """
        self._must_be_open()
        if self.callback_asker not in THE_FAMILY_ASKED:
            self.callback_asker = asker
        if not self.callback_open:
            self.callback_open, self.callback_tries = True, 0
            self.record(CallbackRequested(ticket_id=self.id, device_id=self.device_id, household_id=self.household_id))

    def called(self, *, reached: bool) -> None:
        """We called. Whoever was not reached still waits. Raises `NoCallbackWanted`."""
        if not self.callback_open:
            raise NoCallbackWanted()
        if reached:
            self.callback_open, self.callback_asker = False, None
            self.record(CallbackDone(ticket_id=self.id))
        else:
            self.callback_tries += 1

    @property
    def family_asked(self) -> bool:
        """Whether it is the family that wants the call, as far as we know for sure."""
        return self.callback_asker in THE_FAMILY_ASKED

    def triage(self, decision: TriageDecision) -> None:
        """A person looked and decides; another decision may follow, until a repair has begun.

        Raises `TicketIsClosed`, `InRepair`, `RepairNeedsDevice`, `NobodyToVisit`.
        """
        self._must_be_open()
        if self.status is TicketStatus.IN_REPAIR:
            raise InRepair()
        if decision is TriageDecision.REPAIR and self.device_id is None:
            raise RepairNeedsDevice()
        if decision is TriageDecision.VISIT and self.household_id is None:
            raise NobodyToVisit()
        self.decision = decision
        self.status = TicketStatus.IN_REPAIR if decision is TriageDecision.REPAIR else TicketStatus.TRIAGED
        self.record(TicketTriaged(ticket_id=self.id, device_id=self.device_id, decision=decision))

    def ask_loaner(self, *, with_family: bool) -> None:
        """Another machine should go along during the repair; only for a machine that a family has on loan and misses.

        Raises `NotInRepair`, `NotOnLoan`.
        """
        device_id = self._must_be_in_repair()
        if not with_family:
            raise NotOnLoan()
        self.loaner_asked = True
        self.record(LoanerRequested(ticket_id=self.id, device_id=device_id))

    def finish_repair(self, report: RepairReport) -> None:
        """The repair ended. Fixed, or never to be fixed, answers the question; otherwise a person decides again.

        Raises `NotInRepair`, `FilesNotAsked`, `NewDriveMissing`.
        """
        device_id = self._must_be_in_repair()
        report.check()
        self.repair, self.status, self.decision, self.loaner_asked = report, TicketStatus.OPEN, None, False
        self.record(RepairFinished(ticket_id=self.id, device_id=device_id, outcome=report.outcome, new_drives=report.new_drives))
        if report.outcome in RESOLUTION:
            self._end(RESOLUTION[report.outcome])

    def close(self, resolution: TicketResolution, handed_to: str = "", *, accepted: bool = False) -> None:
        """A person says that the question has its answer.

        Args:
            handed_to: who took it over, with `HANDED_OVER`.
            accepted: they said yes to that.

        Raises `TicketIsClosed`, `InRepair`, `HandoverNotAccepted`.
        """
        self._must_be_open()
        if self.status is TicketStatus.IN_REPAIR:
            raise InRepair()
        if resolution is TicketResolution.HANDED_OVER:
            if not handed_to or not accepted:
                raise HandoverNotAccepted()
            self.handed_to = handed_to
        self._end(resolution)

    def reopen(self) -> None:
        """It was not done after all. For others it is open again, as if it were new. Raises `TicketIsOpen`."""
        if self.status is not TicketStatus.CLOSED:
            raise TicketIsOpen()
        self.status, self.decision, self.resolution, self.handed_to = TicketStatus.OPEN, None, None, None
        self.start()

    def _end(self, resolution: TicketResolution) -> None:
        self.status, self.resolution = TicketStatus.CLOSED, resolution
        self.record(
            TicketClosed(ticket_id=self.id, device_id=self.device_id, household_id=self.household_id, resolution=resolution)
        )

    def _must_be_open(self) -> None:
        if self.status is TicketStatus.CLOSED:
            raise TicketIsClosed(number=self.number)

    def _must_be_in_repair(self) -> UUID:
        if self.status is not TicketStatus.IN_REPAIR or self.device_id is None:
            raise NotInRepair()
        return self.device_id
