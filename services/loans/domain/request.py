"""A household asks for a machine, and waits until one is kept for it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.loans.domain.line_move import Spot
from services.loans.domain.priority import DaysAhead, Need
from services.loans.domain.quiet import next_working_day
from services.loans.domain.refusals import AlreadyLent, AlreadyThere, AlreadyWithdrawn, CannotComeBack, NotInLine
from services.loans.domain.wishes import NO_WISHES, HomeOffer, MachineWishes, QuietPlace, offers_for
from shared.contracts.loans import ClaimDropped, DeviceClaimed, RequestWaiting, RequestWithdrawn
from shared.contracts.vocabulary import Accessory, UseProfile
from shared.domain import Aggregate

COMES_BACK_WITHIN = timedelta(days=14)
"""So long a family that stopped keeps its place; afterwards it asks anew, for others waited meanwhile."""


class RequestStatus(StrEnum):
    """Where a request is in our hands."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    RESERVED = "reserved"
    LENT = "lent"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass
class Request(Aggregate):
    """One request of one household.

    Attributes:
        household_code: the friendly code of the household, such as `KIWI-42`.
        profile: what the machine is for.
        since: the day of asking, where the organisation is.
        place: the day that decides the order, as the rule was when they asked: nobody is moved by a new rule. After a move by
            staff, the day of the place that staff chose.
        days_ahead: what each reason counted when they asked; those that counted for nothing are not there.
        device_id: the machine that was claimed, is kept or is lent; None while waiting and when it is all over.
        wishes: what should go along, as far as the family said so.
        talked_on: the last day on which somebody of us talked with the family while it waits; None when nobody did since it asked.
        rule_place: the day that the rule gave, where staff chose another place; None where the rule decides.
        moved_key: decides among those of the same day after such a move; None is the id, which goes by the time of asking.
        talk_by: the colleague who will talk with the family; None when nobody took it.
        machine: what the family wishes of the machine itself.
        quiet: whether there is a quiet place at home.
        offered: what somebody of us offered where internet or a quiet place is missing.
        withdrawn_on: the day on which the family stopped, where the organisation is; None while it did not.
        lay_ready_until: a machine lay ready until this day and nobody came for it; None again once somebody talked with the family.
    """

    id: UUID
    household_id: UUID
    household_code: str
    profile: UseProfile
    need: Need
    since: date
    place: date
    days_ahead: DaysAhead = field(default_factory=dict)
    status: RequestStatus = RequestStatus.WAITING
    device_id: UUID | None = None
    wishes: tuple[Accessory, ...] = ()
    talked_on: date | None = None
    lay_ready_until: date | None = None
    rule_place: date | None = None
    moved_key: UUID | None = None
    talk_by: UUID | None = None
    machine: MachineWishes = NO_WISHES
    quiet: QuietPlace = QuietPlace.UNKNOWN
    offered: tuple[HomeOffer, ...] = ()
    withdrawn_on: date | None = None

    @property
    def to_offer(self) -> tuple[HomeOffer, ...]:
        """What we can offer for what is missing at home."""
        return offers_for(self.need.internet, self.quiet)

    @property
    def spot(self) -> Spot:
        """Where it stands in line."""
        return Spot(self.place, self.moved_key or self.id)

    @property
    def is_moved(self) -> bool:
        """Whether staff chose its place, and not the rule."""
        return self.rule_place is not None

    @property
    def place_by_rule(self) -> date:
        """The day that the rule gives, also when staff chose another place."""
        return self.rule_place or self.place

    @property
    def waits_for_talk(self) -> bool:
        """Whether somebody has to talk with the family before another machine is looked for."""
        return self.status is RequestStatus.WAITING and self.lay_ready_until is not None

    def start_waiting(self) -> None:
        """Join the line."""
        self._tell_place()

    def spot_ahead_of(self, first: Spot) -> Spot:
        """A spot for this request ahead of the first one. A day earlier, so that there is always room."""
        return Spot(first.place - timedelta(days=1), self.id)

    def spot_behind(self, last: Spot) -> Spot:
        """A spot for this request behind the last one. A day later, so that there is always room."""
        return Spot(last.place + timedelta(days=1), self.id)

    def move_to(self, spot: Spot) -> None:
        """Staff chose this place. The request must be waiting, as the caller saw."""
        self.rule_place = self.place_by_rule
        self.place, self.moved_key = spot.place, spot.key
        self._tell_place()

    def back_to_rule(self) -> None:
        """The rule decides again, as it was when they asked. Raises `AlreadyThere` when it does."""
        if self.rule_place is None:
            raise AlreadyThere()
        self.place, self.rule_place, self.moved_key = self.rule_place, None, None
        self._tell_place()

    def _tell_place(self) -> None:
        self.record(
            RequestWaiting(
                request_id=self.id,
                household_id=self.household_id,
                household_code=self.household_code,
                profile=self.profile,
                since=self.since,
                place=self.place,
                line_key=self.moved_key,
            )
        )

    def note_talk(self, on: date) -> None:
        """Somebody of us talked with the family. Whatever became of the request meanwhile: that they talked is so."""
        self.talked_on = max(on, self.talked_on or on)
        self.lay_ready_until = self.talk_by = None

    def take_talk(self, by: UUID) -> None:
        """This colleague will talk with the family, whoever was going to before. Raises `NotInLine` when it does not wait."""
        if self.status is not RequestStatus.WAITING:
            raise NotInLine()
        self.talk_by = by

    def note_offers(self, offered: Collection[HomeOffer]) -> None:
        """What was offered at a talk, all of it: what is not there any more was ticked by mistake."""
        self.offered = tuple(one for one in HomeOffer if one in offered)

    def heard_nobody_for(self, today: date) -> int:
        """Days since the family last heard from somebody; asking is a talk too."""
        return (today - max(self.since, self.talked_on or self.since)).days

    def talk_due_after(self, first_talk_days: int, days_without_talk: int) -> int:
        """So many days after it last heard somebody it is on the list of those to talk with; sooner when nobody ever did."""
        return days_without_talk if self.talked_on else min(first_talk_days, days_without_talk)

    def hears_by(self, first_talk_days: int, days_without_talk: int) -> date:
        """The day by which it hears from somebody of us, or the first one after it that is no Sunday and no holiday."""
        heard = max(self.since, self.talked_on or self.since)
        return next_working_day(heard + timedelta(days=self.talk_due_after(first_talk_days, days_without_talk)))

    def claim(self, device_id: UUID) -> None:
        """Ask inventory for this machine. The request must be waiting: the caller chose it from those that are."""
        if self.status is not RequestStatus.WAITING:
            raise ValueError(f"a request that is {self.status.value} cannot claim")
        self.status, self.device_id = RequestStatus.CLAIMED, device_id
        self.record(DeviceClaimed(request_id=self.id, device_id=device_id))

    def ask_again(self) -> None:
        """Repeat a claim that got no answer; inventory answers a repeated claim as it did the first."""
        if self.status is RequestStatus.CLAIMED and self.device_id is not None:
            self.record(DeviceClaimed(request_id=self.id, device_id=self.device_id))

    def confirm(self, device_id: UUID, *, is_on_a_loan: bool = False) -> bool:
        """Inventory keeps the machine; True when that is news. One that we do not wait for any more is let go again.

        So is one that is on a loan already, before this request became one; then the request waits again.
        """
        if self.device_id != device_id:
            self.record(ClaimDropped(request_id=self.id, device_id=device_id))
        elif self.status is RequestStatus.CLAIMED and is_on_a_loan:
            self.record(ClaimDropped(request_id=self.id, device_id=device_id))
            self.status, self.device_id = RequestStatus.WAITING, None
        elif self.status is RequestStatus.CLAIMED:
            self.status = RequestStatus.RESERVED
            return True
        return False

    def refused(self, device_id: UUID) -> bool:
        """Inventory does not keep the machine: wait again. True when that changed anything."""
        if self.status is not RequestStatus.CLAIMED or self.device_id != device_id:
            return False
        self.status, self.device_id = RequestStatus.WAITING, None
        return True

    def lost(self, device_id: UUID) -> bool:
        """The machine that is kept will not go to a family any more: wait again. True when that changed anything.

        A claim that is under way is refused by inventory itself, and what is lent is a matter of the loan.
        """
        if self.status is not RequestStatus.RESERVED or self.device_id != device_id:
            return False
        self.status, self.device_id = RequestStatus.WAITING, None
        return True

    def was_not_fetched(self, device_id: UUID, until: date) -> bool:
        """The machine was kept until this day: wait again, on the same place, for a talk first. True when that changed anything.

        Whoever talked with the family after that day did so before we heard that it was over: that was the talk.
        """
        if not self.lost(device_id):
            return False
        if self.talked_on is None or self.talked_on <= until:
            self.lay_ready_until = until
        return True

    def lend(self) -> None:
        """The family signed and takes the machine along. The request must be reserved: its loan was prepared then."""
        if self.status is not RequestStatus.RESERVED:
            raise ValueError(f"a request that is {self.status.value} cannot be lent")
        self.status = RequestStatus.LENT

    def end(self) -> None:
        """The loan is over: its machine may be promised again once it is ready."""
        if self.status is RequestStatus.LENT:
            self.status, self.device_id = RequestStatus.ENDED, None

    def withdraw(self, today: date) -> None:
        """The household does not need it any more. No consequence, and a reason is nobody's condition.

        Raises `AlreadyWithdrawn`; `AlreadyLent` when the family has the machine, or had it.
        """
        if self.status in (RequestStatus.LENT, RequestStatus.ENDED):
            raise AlreadyLent()
        if self.status is RequestStatus.WITHDRAWN:
            raise AlreadyWithdrawn()
        self.record(RequestWithdrawn(request_id=self.id, device_id=self.device_id))
        self.status, self.device_id, self.withdrawn_on = RequestStatus.WITHDRAWN, None, today

    def can_come_back(self, today: date) -> bool:
        """Whether it stopped so short ago that it keeps its place when it comes back."""
        stopped = self.withdrawn_on if self.status is RequestStatus.WITHDRAWN else None
        return stopped is not None and today - stopped <= COMES_BACK_WITHIN

    def come_back(self, today: date) -> None:
        """The family needs it after all: it waits again, on its old place. Raises `CannotComeBack`."""
        if not self.can_come_back(today):
            raise CannotComeBack()
        self.status, self.withdrawn_on = RequestStatus.WAITING, None
        self.lay_ready_until = None
        self._tell_place()
