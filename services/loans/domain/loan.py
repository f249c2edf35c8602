"""What a family has on loan, and what was agreed about it. Until the need is over; nobody pays anything."""

from calendar import monthrange
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from services.loans.domain.agreement import Signature
from services.loans.domain.along import NOTHING_SAID
from services.loans.domain.comes_later import ComesLater
from services.loans.domain.hand_over import HandOver
from services.loans.domain.loan_line import LineKind, LoanLine
from services.loans.domain.loan_status import UNDER_WAY, LoanStatus
from services.loans.domain.refusals import DateNotAhead, NothingToKeep, NotReadyToSign, NotRunning, TooManyPeople, WrongText
from shared.contracts.loans import AgreementSigned, LoanEnded, LoanExtended, LoanKept, LoanStarted, ReturnRequested
from shared.contracts.vocabulary import Accessory

LONGEST_YEARS_AHEAD = 3
MOST_LEARNERS = 20


def look_again_after(day: date, months: int) -> date:
    """The day to ask how it goes: so many months after `day`, or the last day of that month. It is no deadline."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def look_again_before(ends_on: date, look_again_on: date, today: date) -> date:
    """The day to ask how it goes of a loan with an end date: always before that one, so that a person asks first. It is the day
    that is usual, or when three quarters of the time are over if that comes sooner."""
    return min(look_again_on, today + (ends_on - today) * 3 // 4)


@dataclass(frozen=True, slots=True)
class Days:
    """The days that an agreement names; `ends_on` where the organisation wants an end date."""

    look_again_on: date
    ends_on: date | None


@dataclass
class Loan(ComesLater):
    """One loan of one household, from the moment a machine lies ready for it.

    Attributes:
        household_code: the friendly code of the household, such as `KIWI-42`.
        lines: its machines, those that are over too, oldest first.
        accessories: what goes along.
        chosen: somebody at the counter said so; until then what lies ready with the machine is proposed.
        learners: how many people of the household want to learn. The loan does not depend on it.
        started_on, look_again_on, ended_on: days where the organisation is; None until then.
        ends_on: until when it was agreed, always after `look_again_on`; None, which is usual: until the need is over. That it is
            past closes nothing and ends nothing.
        kept_at: when the family last said, in UTC, that it keeps the machine after all; None when it never did.
        not_returned: what did not come back, noted when the loan ended; what came later is off it. Nobody pays for it.
        gone: devices with a code of their own that are lost or out of use: they lay ready and are off what goes along; or they went
            along, and nobody asks for them when the loan ends.
        handed_over: what a colleague ticked at the counter. Nothing waits for it.
    """

    id: UUID
    request_id: UUID
    household_id: UUID
    household_code: str
    lines: list[LoanLine]
    accessories: tuple[Accessory, ...] = (Accessory.CHARGER,)
    learners: int = 0
    status: LoanStatus = LoanStatus.READY_TO_SIGN
    started_on: date | None = None
    look_again_on: date | None = None
    ends_on: date | None = None
    ended_on: date | None = None
    not_returned: tuple[Accessory, ...] = field(default=())
    kept_at: datetime | None = None
    chosen: bool = False
    gone: tuple[Accessory, ...] = field(default=())
    handed_over: tuple[HandOver, ...] = field(default=())

    def prepare(
        self, accessories: Collection[Accessory], learners: int, along: Mapping[UUID, Collection[Accessory]] = NOTHING_SAID
    ) -> None:
        """What goes along, and how many want to learn, as said at the counter. A text that was shown before counts no more
        when it says something else. `along`: see `choose_along`. Raises `NotReadyToSign`, `TooManyPeople`."""
        self._must_be(LoanStatus.READY_TO_SIGN, NotReadyToSign)
        if not 0 <= learners <= MOST_LEARNERS:
            raise TooManyPeople(most=MOST_LEARNERS)
        self.accessories = tuple(accessory for accessory in Accessory if accessory in accessories)
        self.learners, self.chosen = learners, True
        self.gone = tuple(accessory for accessory in self.gone if accessory not in self.accessories)  # there is another one
        self.choose_along(along)

    def sign(
        self,
        shown_sha256: str,
        signature: Signature,
        today: date,
        look_again_on: date,
        ends_on: date | None = None,
        lies_ready: Mapping[UUID, Collection[Accessory]] = NOTHING_SAID,
    ) -> None:
        """Bind the household to exactly the text it was shown; the machine may leave.

        Args:
            shown_sha256: of the text as it would be agreed now.
            signature: carries the hash of what the family saw.
            look_again_on: when we ask how it goes; see `look_again_after`.
            ends_on: the end date that the text names; None where the organisation wants none.
            lies_ready: with each machine that comes under the signature, by its line, as the text has it.

        Raises:
            NotReadyToSign: the loan is not waiting for a signature.
            WrongText: the text changed after it was shown.
        """
        self._must_be(LoanStatus.READY_TO_SIGN, NotReadyToSign)
        if signature.document_sha256 != shown_sha256:
            raise WrongText()
        self.status, self.started_on, self.look_again_on = LoanStatus.RUNNING, today, look_again_on
        self.ends_on = ends_on
        self.gone = ()  # it is not in what was signed
        more = tuple(line.device_id for line in self.kept_lines)
        along = self._take_along(lies_ready)
        self.record(
            AgreementSigned(
                loan_id=self.id,
                household_id=self.household_id,
                request_id=self.request_id,
                device_id=self.first_device_id,
                accessories=self.accessories,
                more_device_ids=more,
                agreement_version=signature.template_version,
                way=signature.way,
                signed_on=today,
                along=along,
            )
        )
        self.record(
            LoanStarted(
                loan_id=self.id,
                household_id=self.household_id,
                household_code=self.household_code,
                device_id=self.first_device_id,
                accessories=self.accessories,
                started_on=today,
                look_again_on=self.look_again_on,
                learners=self.learners,
                more_device_ids=more,
            )
        )

    def tick_hand_over(self, ticked: Collection[HandOver]) -> None:
        """What a colleague did or told at the counter; the newest ticks count. Raises `NotRunning`."""
        self._must_be(LoanStatus.RUNNING, NotRunning)
        self.handed_over = tuple(one for one in HandOver if one in ticked)

    def cancel(self) -> bool:
        """The request behind it does not need this machine any more. True when that changed anything: what was signed stays."""
        if self.status is not LoanStatus.READY_TO_SIGN:
            return False
        self.status = LoanStatus.CANCELLED
        self._end_lines()
        return True

    def extend(self, look_again_on: date, today: date, ends_on: date | None = None) -> bool:
        """The need goes on: ask again on another day. True when there is another end date, or none any more.

        Args:
            ends_on: the end date that a loan of today gets; None where the organisation wants none any more. A loan that has none
                never gets one, since its family agreed to no such date; one that was agreed is never brought forward.

        Raises `NotRunning`, `DateNotAhead`.
        """
        self._must_be(LoanStatus.RUNNING, NotRunning)
        if not today < look_again_on <= date(today.year + LONGEST_YEARS_AHEAD, 12, 31):
            raise DateNotAhead()
        before, self.look_again_on = self.ends_on, look_again_on
        if before is not None and ends_on is not None:
            # Asking comes before the end, also where a colleague chose a far day to ask.
            self.ends_on = max(before, ends_on, look_again_after(look_again_on, 1))
        elif ends_on is None:
            self.ends_on = None
        self.record(LoanExtended(loan_id=self.id, look_again_on=look_again_on))
        return self.ends_on != before

    def request_return(self) -> None:
        """The need is over. No reason is asked, and nothing follows from it. Raises `NotRunning`."""
        self._must_be(LoanStatus.RUNNING, NotRunning)
        self.status = LoanStatus.RETURNING
        for line in self.coming_lines:
            self._drop(line)  # nothing more goes along
        self.record(ReturnRequested(loan_id=self.id, household_id=self.household_id))

    def keep_after_all(self, now: datetime) -> None:
        """The family changed its mind, or somebody pressed too soon. Raises `NothingToKeep`."""
        self._must_be(LoanStatus.RETURNING, NothingToKeep)
        self.status, self.kept_at = LoanStatus.RUNNING, now
        self.record(LoanKept(loan_id=self.id))

    def need_was_over(self, at: datetime) -> bool:
        """Somebody heard at a visit that the need is over, at this moment in UTC. Starts a return; True when it did.

        What the family says last counts: a visit from before it said that it keeps the machine changes nothing.
        """
        if self.status is not LoanStatus.RUNNING or (self.kept_at is not None and at <= self.kept_at):
            return False
        self.request_return()
        return True

    def end(self, returned: Collection[Accessory], today: date, along: Mapping[UUID, Collection[Accessory]] = NOTHING_SAID) -> None:
        """Everything that could come back is checked off. What is missing is noted, and nobody pays. Raises `NotRunning`.

        Args:
            returned: of the list of the loan.
            along: of the lists of machines, by machine. Of one that is not named, all of it came back: nobody said otherwise.
        """
        if self.status not in UNDER_WAY:
            raise NotRunning()
        devices = tuple(line.device_id for line in self.active_lines)
        for line in self.active_lines:
            if line.kind is LineKind.TEMPORARY:
                self._record_returned(line)  # its repair needs no loaner any more
        self.status, self.ended_on = LoanStatus.ENDED, today
        self.not_returned = tuple(accessory for accessory in self.asked_back if accessory not in returned)
        settled = tuple(line.settle(along.get(line.device_id)) for line in self.along_lines)
        self._end_lines()
        self.record(
            LoanEnded(
                loan_id=self.id,
                household_id=self.household_id,
                device_ids=devices,
                not_returned=self.not_returned,
                ended_on=today,
                along=settled,
            )
        )

    @property
    def first_device_id(self) -> UUID:
        """The machine that the loan began with."""
        return self.lines[0].device_id

    @property
    def waits_for_signature(self) -> bool:
        """Nobody signed yet, and somebody may."""
        return self.status is LoanStatus.READY_TO_SIGN

    @property
    def has_no_machine(self) -> bool:
        """The loan goes on, but its machine is out of use: the family needs another one."""
        return self.under_way and not any(line.kind is LineKind.LASTING for line in self.active_lines)

    def _must_be(self, status: LoanStatus, otherwise: type[NotRunning | NotReadyToSign | NothingToKeep]) -> None:
        if self.status is not status:
            raise otherwise()
