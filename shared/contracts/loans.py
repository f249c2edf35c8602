"""What loans publishes: requests, loans and households, each on a topic of its own. Who a household is, is known in loans alone."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.event import Event, HouseholdCode
from shared.contracts.vocabulary import Accessory, ConsentAnswer, ConsentPurpose, SigningWay, UseProfile

REQUESTS = "digibank.loans.requests"
LOANS = "digibank.loans.loans"
HOUSEHOLDS = "digibank.loans.households"

Version = Annotated[int, Field(ge=1, le=9999)]
"""Counts the versions of a template."""

People = Annotated[int, Field(ge=0, le=20)]
"""How many people."""


class WithMachine(BaseModel):
    """What goes along with one machine of a loan that has a list of its own."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    device_id: UUID
    accessories: tuple[Accessory, ...] = ()


class BackWithMachine(WithMachine):
    """The same, and what of it came back."""

    returned: tuple[Accessory, ...] = ()


class RequestWaiting(Event, topic=REQUESTS, subject="request_id"):
    """A household needs a machine and nothing is kept for it yet.

    `place` is the day that decides the order in line, earliest first; among those of the same day `line_key` does, or the id of
    the request where there is none. It comes again when staff puts the request elsewhere: the newest tells where it stands. Why
    is told nowhere.
    """

    request_id: UUID
    household_id: UUID
    profile: UseProfile
    since: date
    household_code: HouseholdCode | None = None
    place: date | None = None
    line_key: UUID | None = None


class DeviceClaimed(Event, topic=REQUESTS, subject="request_id"):
    """This request is next for this device, by the priority rule or by a staff choice.

    `request_id` may also stand for one more machine that a loan asks for; whoever keeps the machine answers in the same way.
    """

    request_id: UUID
    device_id: UUID


class ClaimDropped(Event, topic=REQUESTS, subject="request_id"):
    """This machine was kept for the request, but the request has another one, or needs none any more: it is free again."""

    request_id: UUID
    device_id: UUID


class RequestWithdrawn(Event, topic=REQUESTS, subject="request_id"):
    """The household does not need the machine any more; a device that was claimed for it is free again."""

    request_id: UUID
    device_id: UUID | None = None


class ConsentChanged(Event, topic=HOUSEHOLDS, subject="household_id"):
    """What the family says about visits, or about being called, from now on."""

    household_id: UUID
    purpose: ConsentPurpose
    answer: ConsentAnswer


class FileAccessChanged(Event, topic=HOUSEHOLDS, subject="household_id"):
    """From now on only these colleagues read what was written about the family, wherever that is; or everybody again, who may.

    `readers` are ids of people; None when the file is open. Why it is closed is told nowhere. Each row of a family tells its own,
    and again whenever another colleague is chosen: what came last counts.
    """

    household_id: UUID
    readers: tuple[UUID, ...] | None = None


class HouseholdErased(Event, topic=HOUSEHOLDS, subject="household_id"):
    """The family asked to be forgotten: everybody deletes what is about it, also what arrives later.

    `loan_ids` are the loans it has or had, for whoever knows only those. A machine that is still out is still lent, to nobody
    that anybody knows.
    """

    household_id: UUID
    loan_ids: tuple[UUID, ...] = ()


class AgreementSigned(Event, topic=LOANS, subject="loan_id"):
    """The family agreed to exactly the text it was shown; the machine may leave with it, and so may more under one signature.

    `accessories` go along with `device_id`. `along` says what goes along with each of the others; of one that it does not name,
    that is what lies ready with it.
    """

    loan_id: UUID
    household_id: UUID
    request_id: UUID
    device_id: UUID
    accessories: tuple[Accessory, ...] = ()
    agreement_version: Version
    way: SigningWay
    signed_on: date
    more_device_ids: tuple[UUID, ...] = ()
    along: tuple[WithMachine, ...] = ()


class LoanStarted(Event, topic=LOANS, subject="loan_id"):
    """The family has the machine, and more under the same signature. `look_again_on` is no deadline; `learners` is how many people
    want to learn."""

    loan_id: UUID
    household_id: UUID
    household_code: HouseholdCode
    device_id: UUID
    accessories: tuple[Accessory, ...] = ()
    started_on: date
    look_again_on: date
    learners: People = 0
    more_device_ids: tuple[UUID, ...] = ()


class LoanExtended(Event, topic=LOANS, subject="loan_id"):
    """The need goes on: look again on another day."""

    loan_id: UUID
    look_again_on: date


class LookAgainDue(Event, topic=LOANS, subject="loan_id"):
    """The day to ask how it goes is here. Once for each such day of a loan; it is no deadline."""

    loan_id: UUID
    household_id: UUID
    look_again_on: date


class LookAgainPassed(Event, topic=LOANS, subject="loan_id"):
    """That day is past, and two messages and a call, or what stands for them, had no answer. Somebody may go and ask whether all
    is well. Once for each such day of a loan; silence is no refusal, and nothing ends by it."""

    loan_id: UUID
    household_id: UUID
    look_again_on: date


class LoanerAdded(Event, topic=LOANS, subject="loan_id"):
    """A machine went along while the original is being repaired: a temporary line on the same loan."""

    loan_id: UUID
    ticket_id: UUID
    device_id: UUID
    original_device_id: UUID


class LoanerReturned(Event, topic=LOANS, subject="loan_id"):
    """The original is back with the family, so the machine that went along comes back to us."""

    loan_id: UUID
    ticket_id: UUID
    device_id: UUID
    original_device_id: UUID


class LoanerDeclined(Event, topic=LOANS, subject="ticket_id"):
    """The machine that was kept to go along is not needed: the loan is over, or has another one."""

    ticket_id: UUID
    device_id: UUID


class DeviceSwapped(Event, topic=LOANS, subject="loan_id"):
    """The original cannot be saved, so the machine that went along stays: the same loan, no new contract."""

    loan_id: UUID
    device_id: UUID
    original_device_id: UUID


class ItemsAdded(Event, topic=LOANS, subject="loan_id"):
    """These machines and things went along with a loan that runs: an addendum, no new signature.

    `along_with` is a machine of the loan with which the things go; None when the loan has none now. `along`: as in
    `AgreementSigned`, of these machines.
    """

    loan_id: UUID
    household_id: UUID
    device_ids: tuple[UUID, ...] = ()
    accessories: tuple[Accessory, ...] = ()
    along_with: UUID | None = None
    added_on: date
    along: tuple[WithMachine, ...] = ()


class ItemsReturned(Event, topic=LOANS, subject="loan_id"):
    """These machines and things come back, and the loan goes on with the rest. Nobody pays. After `LoanEnded` it names things that
    were missing at the end and are here after all.

    `along` names each machine of the loan that has a list of its own, with what came back of it; `accessories` is of the others.
    """

    loan_id: UUID
    household_id: UUID
    device_ids: tuple[UUID, ...] = ()
    accessories: tuple[Accessory, ...] = ()
    returned_on: date
    along: tuple[BackWithMachine, ...] = ()


class DeviceMissed(Event, topic=LOANS, subject="loan_id"):
    """The family says that a machine of its loan is lost or stolen, since this day; without a day it says so no more. A colleague
    talks with it first: nothing moves by it, and whose fault it was is asked nowhere."""

    loan_id: UUID
    device_id: UUID
    missed_on: date | None = None


class ReturnRequested(Event, topic=LOANS, subject="loan_id"):
    """The need is over and the family brings everything back. No reason, no consequence."""

    loan_id: UUID
    household_id: UUID


class LoanKept(Event, topic=LOANS, subject="loan_id"):
    """The family keeps everything after all: the return that was asked for does not happen."""

    loan_id: UUID


class LoanEnded(Event, topic=LOANS, subject="loan_id"):
    """The loan is over; these machines come back. What did not come back is noted, and nobody pays.

    `along`: as in `ItemsReturned`.
    """

    loan_id: UUID
    household_id: UUID
    device_ids: tuple[UUID, ...]
    not_returned: tuple[Accessory, ...] = ()
    ended_on: date
    along: tuple[BackWithMachine, ...] = ()


EVENTS: tuple[type[Event], ...] = (
    RequestWaiting,
    DeviceClaimed,
    ClaimDropped,
    RequestWithdrawn,
    ConsentChanged,
    FileAccessChanged,
    HouseholdErased,
    AgreementSigned,
    LoanStarted,
    LoanExtended,
    LookAgainDue,
    LookAgainPassed,
    LoanerAdded,
    LoanerReturned,
    LoanerDeclined,
    DeviceSwapped,
    ItemsAdded,
    ItemsReturned,
    DeviceMissed,
    ReturnRequested,
    LoanKept,
    LoanEnded,
)
